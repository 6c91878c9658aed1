/* passes.c: where the time of the analysis goes, by pass: bench_passes ANSWERS.csv [ROUNDS]. Tells the
 * processor's clock ticks a word. A pass takes microseconds: one that took far longer was interrupted, and is
 * left out, so that the figures hold on a busy machine, too. */
#include "corpus.h"
#include "text/analyzer.h"
#include "text/clauses.h"
#include "text/findings.h"
#include "text/match.h"
#include "text/quantity.h"
#include "text/reading.h"
#include "text/segment.h"
#include "text/sentences.h"
#include "text/speech.h"
#include "text/tally.h"
#include "text/tokenize.h"
#include "text/voice.h"

#include <failwise/features.h>

enum { INTERRUPTED = 200000 }; /* ticks */

#if defined(__x86_64__)
static uint64_t ticks(void) { return __builtin_ia32_rdtsc(); }
#else
static uint64_t ticks(void) { return (uint64_t)(corpus_wall() * 1e9); }
#endif

typedef bool pass_function(fw_analyzer *a, fw_error *err);

static bool tokenize(fw_analyzer *a, fw_error *err) { return fw_tokenize(&a->ws, a->words, err) == FW_OK; }
static bool reading(fw_analyzer *a, fw_error *err) {
    bool rewritten;
    return fw_set_aside(&a->ws, &rewritten, err) == FW_OK && (!rewritten || tokenize(a, err));
}
static bool sentences(fw_analyzer *a, fw_error *err) {
    fw_join_wrapped_lines(&a->ws);
    fw_mark_quotes(&a->ws);
    return fw_split_sentences(&a->ws, err) == FW_OK;
}
static bool speech(fw_analyzer *a, fw_error *err) { return fw_split_speech(&a->ws, err) == FW_OK; }
static bool match(fw_analyzer *a, fw_error *err) { return fw_match(&a->ws, err) == FW_OK; }
static bool quantities(fw_analyzer *a, fw_error *err) { return fw_quantities_find(&a->ws, err) == FW_OK; }
static bool split(fw_analyzer *a, fw_error *err) { return fw_split_clauses(&a->ws, err) == FW_OK; }
static bool parse(fw_analyzer *a, fw_error *err) { return fw_parse_clauses(&a->ws, err) == FW_OK; }
static bool hits(fw_analyzer *a, fw_error *err) {
    (void)err;
    a->ws.findings.count = 0;
    return fw_place_hits(&a->ws);
}
static bool voice(fw_analyzer *a, fw_error *err) { return fw_find_voice(&a->ws, err) == FW_OK; }
static bool evidence(fw_analyzer *a, fw_error *err) {
    return fw_gather_evidence(&a->ws, a->rules, !a->options.without_cues, err) == FW_OK;
}
static bool label(fw_analyzer *a, fw_error *err) { return fw_label_clauses(&a->ws, a->rules, err) == FW_OK; }
static bool roles(fw_analyzer *a, fw_error *err) {
    (void)err;
    fw_quantities_assign_roles(&a->ws);
    return true;
}
static bool count(fw_analyzer *a, fw_error *err) {
    (void)err;
    return fw_count(&a->ws);
}
static bool conclude(fw_analyzer *a, fw_error *err) {
    (void)err;
    fw_conclude(&a->ws, a->options.words_per_minute, &a->analysis);
    return true;
}
static bool features(fw_analyzer *a, fw_error *err) {
    static float row[1024];
    (void)err;
    if (fw_feature_count() > sizeof row / sizeof row[0]) return false;
    fw_features_compute(&a->analysis, row);
    return true;
}

#define PASS(name)                                                                                           \
    { #name, name }
static const struct {
    const char *name;
    pass_function *run;
} PASSES[] = {PASS(tokenize), PASS(reading), PASS(sentences), PASS(speech),  PASS(match),    PASS(quantities),
              PASS(split),    PASS(parse),   PASS(hits),      PASS(voice),   PASS(evidence), PASS(label),
              PASS(roles),    PASS(count),   PASS(conclude),  PASS(features)};
enum { PASS_COUNT = sizeof PASSES / sizeof PASSES[0] };

/* The passes one by one, then all as they are: the last two need what that publishes. */
static bool time_answer(fw_analyzer *a, fw_str text, double duration, uint64_t spent[PASS_COUNT]) {
    const fw_answer_facts facts = {.duration_s = duration};
    const fw_analysis *analysis;
    fw_error err = {0};
    a->ws.given = a->ws.text = text;
    a->ws.facts = facts;
    for (size_t p = 0; p < PASS_COUNT; p++) {
        const bool published = PASSES[p].run == features;
        if (published && fw_analyze(a, text, &facts, &analysis, &err) != FW_OK) return false;
        const uint64_t start = ticks();
        if (!PASSES[p].run(a, &err)) return false;
        const uint64_t passed = ticks() - start;
        spent[p] += passed < INTERRUPTED ? passed : 0;
    }
    return true;
}

int main(int argc, char **argv) {
    const fw_analyzer_options options = {.without_cues = true, .without_findings = true}; /* as runs do */
    uint64_t spent[PASS_COUNT] = {0}, words = 0;
    corpus c = {0};
    fw_error err = {0};
    fw_lexicon *lexicon;
    fw_analyzer *analyzer;
    if (argc < 2) return 64;
    if (!corpus_load(argv[1], &c, &err) || fw_lexicon_builtin(&lexicon, &err) != FW_OK ||
        fw_analyzer_new(lexicon, &options, &analyzer, &err) != FW_OK) {
        fprintf(stderr, "%s: %s\n", argv[1], err.message);
        return 65;
    }
    for (int round = argc > 2 ? atoi(argv[2]) : 1; round > 0; round--) {
        for (size_t i = 0; i < c.count; i++) {
            if (!time_answer(analyzer, c.texts[i], c.durations[i], spent)) return 70;
            words += analyzer->analysis.word_count;
        }
    }
    double all = 0;
    for (size_t p = 0; p < PASS_COUNT; p++) {
        const double a_word = (double)spent[p] / (double)words;
        printf("%s %.1f  ", PASSES[p].name, a_word);
        all += a_word;
    }
    printf("all %.1f ticks a word\n", all);
    fw_analyzer_free(analyzer);
    fw_lexicon_free(lexicon);
    corpus_free(&c);
    return 0;
}
