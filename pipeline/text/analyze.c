/* analyze.c: the passes of the text stage, in order. */
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

#include "base/str.h"

#include <math.h>
#include <stdlib.h>

enum { TEXT_LIMIT = 16 * 1024 * 1024 };
static const double DEFAULT_WORDS_PER_MINUTE = 150;

fw_code fw_analyzer_new(const fw_lexicon *lexicon, const fw_analyzer_options *options, fw_analyzer **out,
                        fw_error *err) {
    fw_analyzer *a = calloc(1, sizeof *a);
    if (!a) return fw_fail_nomem(err);
    if (options) a->options = *options;
    a->ws.no_findings = a->options.without_findings;
    if (!(a->options.words_per_minute > 0)) a->options.words_per_minute = DEFAULT_WORDS_PER_MINUTE;
    fw_cats_bind(lexicon, a->cats);
    a->ws.lexicon = lexicon;
    a->ws.cats = a->cats;
    fw_code code = fw_arc_rules_new(lexicon, &a->rules, err);
    if (code == FW_OK) {
        a->words = fw_words_new(lexicon, a->rules);
        if (!a->words) code = fw_fail_nomem(err);
    }
    if (code != FW_OK) {
        fw_analyzer_free(a);
        return code;
    }
    *out = a;
    return FW_OK;
}

void fw_analyzer_free(fw_analyzer *a) {
    if (!a) return;
    fw_workspace_free(&a->ws);
    fw_words_free(a->words);
    fw_arc_rules_free(a->rules);
    free(a);
}

/* The tokens of the text as given, and what of it is not read. */
static fw_code begin(fw_analyzer *a, fw_str text, bool *rewritten, fw_error *err) {
    fw_workspace *ws = &a->ws;
    *rewritten = false;
    if (text.len >= TEXT_LIMIT) return fw_fail(err, FW_DATA, "an answer is limited to %d bytes", TEXT_LIMIT);
    const size_t valid = fw_utf8_valid_prefix(text.ptr, text.len);
    if (valid != text.len) return fw_fail(err, FW_DATA, "not valid UTF-8 at byte %zu", valid);
    ws->given = ws->text = text;
    const fw_code code = fw_tokenize(ws, a->words, err);
    return code == FW_OK ? fw_set_aside(ws, rewritten, err) : code;
}

fw_code fw_analyzer_unread(fw_analyzer *a, fw_str text, const fw_unread **unread, uint32_t *count,
                           fw_error *err) {
    bool rewritten;
    const fw_code code = begin(a, text, &rewritten, err);
    *unread = a->ws.unread.items;
    *count = code == FW_OK ? a->ws.unread.count : 0;
    return code;
}

/* The answer without its tokens' meaning: tokens, sentences, hits, quantities, clauses. */
static fw_code find_structure(fw_analyzer *a, fw_str text, fw_error *err) {
    fw_workspace *ws = &a->ws;
    bool rewritten;
    fw_code code = begin(a, text, &rewritten, err);
    if (code == FW_OK && rewritten) code = fw_tokenize(ws, a->words, err);
    if (code == FW_OK) code = fw_read_ampersands(ws, a->words, err);
    if (code != FW_OK) return code;
    fw_join_wrapped_lines(ws);
    fw_mark_quotes(ws);
    code = fw_split_sentences(ws, err);
    if (code == FW_OK) code = fw_split_speech(ws, err);
    if (code == FW_OK) code = fw_match(ws, err);
    if (code == FW_OK) code = fw_quantities_find(ws, err);
    if (code == FW_OK) code = fw_split_clauses(ws, err);
    if (code == FW_OK) code = fw_parse_clauses(ws, err);
    if (code == FW_OK && !fw_place_hits(ws)) code = fw_fail_nomem(err);
    return code;
}

/* What the clauses do in the story. */
static fw_code find_meaning(fw_analyzer *a, fw_error *err) {
    fw_workspace *ws = &a->ws;
    ws->findings.count = 0;
    fw_code code = fw_find_voice(ws, err);
    if (code == FW_OK) code = fw_gather_evidence(ws, a->rules, !a->options.without_cues, err);
    if (code == FW_OK) code = fw_label_clauses(ws, a->rules, err);
    if (code != FW_OK) return code;
    fw_quantities_assign_roles(ws);
    if (!ws->no_findings && !fw_find_statements(ws)) return fw_fail_nomem(err);
    return fw_count(ws) ? FW_OK : fw_fail_nomem(err);
}

/* Points the analysis at the workspace's arrays. */
static void publish(const fw_workspace *ws, fw_analysis *out) {
    out->text = ws->shown;
    out->unread = ws->unread.items;
    out->unread_count = ws->unread.count;
    out->facts = ws->facts;
    out->lexicon = ws->lexicon;
    out->tokens = ws->tokens.items;
    out->token_count = ws->tokens.count;
    out->sentences = ws->sentences.items;
    out->sentence_count = ws->sentences.count;
    out->clauses = ws->clauses.items;
    out->clause_count = ws->clauses.count;
    out->hits = ws->hits.items;
    out->hit_count = ws->hits.count;
    out->quantities = ws->quantities.items;
    out->quantity_count = ws->quantities.count;
    out->findings = ws->findings.items;
    out->finding_count = ws->findings.count;
    out->cues = ws->cues.items;
    out->cue_count = ws->cues.count;
    out->tally = &ws->tally;
}

fw_code fw_analyze(fw_analyzer *a, fw_str text, const fw_answer_facts *facts, const fw_analysis **out,
                   fw_error *err) {
    a->ws.facts = facts ? *facts : (fw_answer_facts){.duration_s = (double)NAN};
    fw_code code = find_structure(a, text, err);
    if (code == FW_OK) code = find_meaning(a, err);
    if (code != FW_OK) return code;
    publish(&a->ws, &a->analysis);
    fw_conclude(&a->ws, a->options.words_per_minute, &a->analysis);
    *out = &a->analysis;
    return FW_OK;
}
