/* extract.c: times the analysis of answers alone, without reading or writing: bench_extract ANSWERS.csv
 * [THREADS [ROUNDS [MEGABYTES]]]. Tells bytes and words, MB/s and ns/word by CPU time, and a hash over all
 * feature rows, which must not change with threads or speed-ups. A small input is repeated until it fills
 * MEGABYTES: `bench_extract datasets/example/answers.csv 1 3 50`. */
#include <failwise/answers.h>
#include <failwise/features.h>

#include "base/arena.h"
#include "base/str.h"

#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

/* All texts of the input, kept in memory. */
typedef struct {
    fw_arena arena;
    fw_str *texts;
    double *durations;
    size_t count, capacity;
    size_t bytes;
    size_t repeats; /* how often all texts are analysed in a round */
} corpus;

static double cpu_seconds(void) {
    struct rusage usage;
    if (getrusage(RUSAGE_SELF, &usage) != 0) return 0;
    return (double)usage.ru_utime.tv_sec + (double)usage.ru_utime.tv_usec * 1e-6;
}

static double wall_seconds(void) {
    struct timespec t;
    return clock_gettime(CLOCK_MONOTONIC, &t) == 0 ? (double)t.tv_sec + (double)t.tv_nsec * 1e-9 : 0;
}

static bool keep(corpus *c, const fw_answer *answer) {
    if (c->count == c->capacity) {
        const size_t capacity = c->capacity ? c->capacity * 2 : 1024;
        fw_str *texts = realloc(c->texts, capacity * sizeof *texts);
        if (texts) c->texts = texts;
        double *durations = realloc(c->durations, capacity * sizeof *durations);
        if (durations) c->durations = durations;
        if (!texts || !durations) return false;
        c->capacity = capacity;
    }
    const fw_str text = answer->field[FW_TEXT];
    const char *copy = fw_arena_copy(&c->arena, text);
    if (!copy) return false;
    c->texts[c->count] = (fw_str){copy, text.len};
    c->durations[c->count++] = answer->duration_s;
    c->bytes += text.len;
    return true;
}

static bool load(const char *path, corpus *c, fw_error *err) {
    const fw_reader_options options = {.path = path};
    fw_reader *reader;
    if (fw_reader_open(&options, &reader, err) != FW_OK) return false;
    fw_batch *batch = fw_batch_new();
    bool more = batch != NULL, ok = more;
    while (ok) {
        ok = fw_reader_fill(reader, batch, &more, err) == FW_OK;
        if (!ok || !more) break;
        ok = fw_reader_parse(reader, batch, err) == FW_OK && fw_reader_accept(reader, batch, err) == FW_OK;
        for (size_t i = 0; ok && i < batch->count; i++) {
            if (batch->answers[i].used) ok = keep(c, &batch->answers[i]);
        }
    }
    if (batch) fw_batch_free(batch);
    fw_reader_close(reader);
    return ok;
}

/* What one thread did over its share; the hash is a sum, so that the shares do not matter. */
typedef struct {
    uint64_t words, hash;
    bool ok;
} outcome;

static outcome analyse(const corpus *c, const fw_lexicon *lexicon, size_t first, size_t step) {
    outcome o = {0};
    fw_error err = {0};
    fw_analyzer *analyzer;
    float *row = malloc(fw_feature_count() * sizeof *row);
    const fw_analyzer_options options = {.without_cues = true}; /* as `failwise extract` does */
    if (!row || fw_analyzer_new(lexicon, &options, &analyzer, &err) != FW_OK) {
        free(row);
        return o;
    }
    o.ok = true;
    for (size_t i = first; i < c->count * c->repeats && o.ok; i += step) {
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
    if (!load(argv[1], &c, &err) || fw_lexicon_builtin(&lexicon, &err) != FW_OK) {
        fprintf(stderr, "%s: %s\n", argv[1], err.message);
        return 65;
    }
    const double wanted = argc > 4 ? atof(argv[4]) * 1e6 : 0;
    c.repeats = wanted > (double)c.bytes && c.bytes ? (size_t)(wanted / (double)c.bytes + 0.5) : 1;
    const size_t answers = c.count * c.repeats, bytes = c.bytes * c.repeats;
    for (int r = 0; r < rounds; r++) {
        uint64_t words = 0, hash = 0;
        int failed = 0;
        const double cpu = cpu_seconds(), wall = wall_seconds();
#pragma omp parallel num_threads(threads) reduction(+ : words, hash, failed)
        {
            const outcome o =
                analyse(&c, lexicon, (size_t)omp_get_thread_num(), (size_t)omp_get_num_threads());
            words += o.words;
            hash += o.hash;
            failed += !o.ok;
        }
        const double used = cpu_seconds() - cpu, passed = wall_seconds() - wall;
        if (failed) return 70;
        printf(
            "%zu answers %.1f MB %llu words: %.2f s CPU, %.2f s wall, %.1f MB/s and %.1f ns/word a thread, "
            "rows %016llx\n",
            answers, (double)bytes / 1e6, (unsigned long long)words, used, passed, (double)bytes / 1e6 / used,
            used * 1e9 / (double)words, (unsigned long long)hash);
    }
    fw_lexicon_free(lexicon);
    fw_arena_free(&c.arena);
    free(c.texts);
    free(c.durations);
    return 0;
}
