/* extract.c: times the analysis of answers alone, without reading or writing: bench_extract ANSWERS.csv
 * [THREADS [ROUNDS [MEGABYTES]]]. Tells bytes and words, MB/s and ns/word by CPU time, and a hash over all
 * feature rows, which must not change with threads or speed-ups. A small input is repeated until it fills
 * MEGABYTES: `bench_extract datasets/example/answers.csv 1 3 50`. */
#include "corpus.h"

#include <failwise/features.h>

#include <omp.h>
#include <stdatomic.h>

enum { BATCH = 64 }; /* answers that a thread takes at once: some are longer than others */

/* What one thread did; the hash is a sum, so that it does not matter who did what. */
typedef struct {
    uint64_t words, hash;
    bool ok;
} outcome;

/* Takes batches until none is left. */
static outcome analyse(const corpus *c, const fw_lexicon *lexicon, atomic_size_t *taken) {
    outcome o = {0};
    fw_error err = {0};
    fw_analyzer *analyzer;
    float *row = malloc(fw_feature_count() * sizeof *row);
    const fw_analyzer_options options = {.without_cues = true, .without_findings = true}; /* as runs do */
    if (!row || fw_analyzer_new(lexicon, &options, &analyzer, &err) != FW_OK) {
        free(row);
        return o;
    }
    o.ok = true;
    const size_t count = c->count * c->repeats;
    size_t end = 0;
    for (size_t i = 0; o.ok; i++) {
        if (i == end) {
            i = atomic_fetch_add(taken, BATCH);
            end = i + BATCH < count ? i + BATCH : count;
            if (i >= count) break;
        }
        const fw_answer_facts facts = {.duration_s = c->durations[i % c->count]};
        const fw_analysis *a;
        o.ok = fw_analyze(analyzer, c->texts[i % c->count], &facts, &a, &err) == FW_OK;
        if (!o.ok) break;
        fw_features_compute(a, row);
        o.words += a->word_count;
        o.hash += fw_hash64(row, fw_feature_count() * sizeof *row, i);
    }
    fw_analyzer_free(analyzer);
    free(row);
    return o;
}

int main(int argc, char **argv) {
    if (argc < 2) return 64;
    const int threads = argc > 2 ? atoi(argv[2]) : 1;
    const int rounds = argc > 3 ? atoi(argv[3]) : 1;
    corpus c = {0};
    fw_error err = {0};
    fw_lexicon *lexicon;
    if (threads < 1 || rounds < 1) return 64;
    if (!corpus_load(argv[1], &c, &err) || fw_lexicon_builtin(&lexicon, &err) != FW_OK) {
        fprintf(stderr, "%s: %s\n", argv[1], err.message);
        return 65;
    }
    corpus_fill(&c, argc > 4 ? atof(argv[4]) : 0);
    const size_t answers = c.count * c.repeats, bytes = c.bytes * c.repeats;
    for (int r = 0; r < rounds; r++) {
        uint64_t words = 0, hash = 0;
        int failed = 0;
        atomic_size_t taken = 0;
        const double cpu = corpus_cpu(), wall = corpus_wall();
#pragma omp parallel num_threads(threads) reduction(+ : words, hash, failed)
        {
            const outcome o = analyse(&c, lexicon, &taken);
            words += o.words;
            hash += o.hash;
            failed += !o.ok;
        }
        const double used = corpus_cpu() - cpu, passed = corpus_wall() - wall;
        if (failed) return 70;
        printf(
            "%zu answers %.1f MB %llu words: %.2f s CPU, %.2f s wall, %.1f MB/s and %.1f ns/word a thread, "
            "rows %016llx\n",
            answers, (double)bytes / 1e6, (unsigned long long)words, used, passed, (double)bytes / 1e6 / used,
            used * 1e9 / (double)words, (unsigned long long)hash);
    }
    fw_lexicon_free(lexicon);
    corpus_free(&c);
    return 0;
}
