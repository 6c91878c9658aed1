/* drafts_align.c: a global alignment of pieces by the words they share. */
#include "score/drafts_align.h"

#include "base/str.h"

#include <ctype.h>
#include <stdlib.h>

enum { STEM_LETTERS = 5, CONTENT_LETTERS = 4, WORD_BYTES = 32 };
static const double CONTENT_WEIGHT = 3; /* of words long enough to mean something, against "the", "I", "to" */
static const double LEAST_LIKENESS = 0.3;

/* The words of one draft, token by token: equal stems are equal numbers. */
typedef struct {
    uint64_t *stem;
    double *weight; /* 0 for marks */
} words;

static uint64_t stem_of(const char *text, size_t len) {
    char folded[WORD_BYTES];
    size_t n = 0;
    for (; n < len && n < STEM_LETTERS; n++) folded[n] = (char)tolower((unsigned char)text[n]);
    return fw_hash64(folded, n, 0);
}

static bool read_words(const fw_analysis *a, words *out) {
    out->stem = calloc((size_t)a->token_count + 1, sizeof *out->stem);
    out->weight = calloc((size_t)a->token_count + 1, sizeof *out->weight);
    if (!out->stem || !out->weight) return false;
    for (uint32_t i = 0; i < a->token_count; i++) {
        const fw_token *t = &a->tokens[i];
        if (t->kind == FW_TOKEN_PUNCT || t->kind == FW_TOKEN_SYMBOL) continue;
        const size_t len = t->end - t->start;
        out->stem[i] = stem_of(a->text.ptr + t->start, len);
        out->weight[i] = len >= CONTENT_LETTERS || t->kind != FW_TOKEN_WORD ? CONTENT_WEIGHT : 1;
    }
    return true;
}

static void free_words(words *w) {
    free(w->stem);
    free(w->weight);
}

static double weight_of(const words *w, fw_piece piece) {
    double sum = 0;
    for (uint32_t i = piece.first; i < piece.first + piece.count; i++) sum += w->weight[i];
    return sum;
}

/* Dice's coefficient over weighted words; each word of one piece pairs with one of the other at most. */
static double likeness_of(const words *x, fw_piece a, const words *y, fw_piece b) {
    enum { MOST = 512 };
    bool used[MOST] = {false};
    const uint32_t count = b.count < MOST ? b.count : MOST;
    double shared = 0;
    for (uint32_t i = a.first; i < a.first + a.count; i++) {
        for (uint32_t j = 0; j < count && x->weight[i] > 0; j++) {
            if (used[j] || y->weight[b.first + j] <= 0 || x->stem[i] != y->stem[b.first + j]) continue;
            used[j] = true;
            shared += x->weight[i];
            break;
        }
    }
    const double all = weight_of(x, a) + weight_of(y, b);
    return all > 0 ? 2 * shared / all : 0;
}

/* The table of the alignment: best[i][j] = most likeness with the first i and j pieces. */
typedef struct {
    double *best, *like;
    size_t columns;
} table;

static double *cell(double *values, const table *t, size_t i, size_t j) {
    return &values[i * t->columns + j];
}

static void fill(table *t, const fw_pieces *before, const words *x, const fw_pieces *after, const words *y) {
    for (size_t i = 1; i <= before->count; i++) {
        for (size_t j = 1; j <= after->count; j++) {
            const double like = likeness_of(x, before->list[i - 1], y, after->list[j - 1]);
            *cell(t->like, t, i, j) = like;
            double best = *cell(t->best, t, i - 1, j);
            if (*cell(t->best, t, i, j - 1) > best) best = *cell(t->best, t, i, j - 1);
            const double both = *cell(t->best, t, i - 1, j - 1) + like;
            *cell(t->best, t, i, j) = like >= LEAST_LIKENESS && both > best ? both : best;
        }
    }
}

static void trace(table *t, size_t i, size_t j, int32_t *match, double *likeness) {
    while (i > 0 && j > 0) {
        const double best = *cell(t->best, t, i, j);
        if (best <= *cell(t->best, t, i - 1, j)) {
            i--;
        } else if (best <= *cell(t->best, t, i, j - 1)) {
            j--;
        } else {
            i--;
            j--;
            match[j] = (int32_t)i;
            likeness[j] = *cell(t->like, t, i + 1, j + 1);
        }
    }
}

fw_code fw_pieces_align(const fw_pieces *before, const fw_pieces *after, int32_t *match, double *likeness,
                        fw_error *err) {
    for (size_t i = 0; i < after->count; i++) {
        match[i] = -1;
        likeness[i] = 0;
    }
    words x = {0}, y = {0};
    table t = {.columns = after->count + 1};
    t.best = calloc((before->count + 1) * t.columns, sizeof *t.best);
    t.like = calloc((before->count + 1) * t.columns, sizeof *t.like);
    const bool ready = t.best && t.like && read_words(before->draft, &x) && read_words(after->draft, &y);
    if (ready) {
        fill(&t, before, &x, after, &y);
        trace(&t, before->count, after->count, match, likeness);
    }
    free_words(&x);
    free_words(&y);
    free(t.best);
    free(t.like);
    return ready ? FW_OK : fw_fail_nomem(err);
}
