/* corpus.h: the texts of an answers file in memory, and clocks: what programs share that time work on texts.
 */
#ifndef BENCH_CORPUS_H
#define BENCH_CORPUS_H

#include "base/arena.h"
#include "base/str.h"

#include <failwise/answers.h>

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

static inline double corpus_cpu(void) {
    struct rusage usage;
    if (getrusage(RUSAGE_SELF, &usage) != 0) return 0;
    return (double)usage.ru_utime.tv_sec + (double)usage.ru_utime.tv_usec * 1e-6;
}

static inline double corpus_wall(void) {
    struct timespec t;
    return clock_gettime(CLOCK_MONOTONIC, &t) == 0 ? (double)t.tv_sec + (double)t.tv_nsec * 1e-9 : 0;
}

static inline bool corpus_keep(corpus *c, const fw_answer *answer) {
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

static inline bool corpus_load(const char *path, corpus *c, fw_error *err) {
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
            if (batch->answers[i].used) ok = corpus_keep(c, &batch->answers[i]);
        }
    }
    if (batch) fw_batch_free(batch);
    fw_reader_close(reader);
    return ok;
}

/* Repeats the texts until they fill `megabytes`. */
static inline void corpus_fill(corpus *c, double megabytes) {
    const double wanted = megabytes * 1e6;
    c->repeats = wanted > (double)c->bytes && c->bytes ? (size_t)(wanted / (double)c->bytes + 0.5) : 1;
}

static inline void corpus_free(corpus *c) {
    fw_arena_free(&c->arena);
    free(c->texts);
    free(c->durations);
}

#endif
