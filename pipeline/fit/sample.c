/* sample.c: rated rows in memory, and their cross-products by group. */
#include "fit/sample.h"

#include "base/sort.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/*
 * TOGETHER: columns summed up at a time: a cache line's worth. Up to IN_ORDER groups are filled side by side,
 * rows in the order in which they lie in memory, SIDE_BLOCK rows of a group multiplied at a time: buffers
 * that stay in cache.
 */
enum { TOGETHER = 8, IN_ORDER = 64, SIDE_BLOCK = 128 };

fw_code fw_sample_alloc(fw_sample *sample, size_t rows, size_t features, fw_error *err) {
    *sample = (fw_sample){.rows = rows, .features = features};
    sample->x = calloc(rows * features + 1, sizeof *sample->x);
    sample->y = calloc(rows + 1, sizeof *sample->y);
    sample->cluster = calloc(rows + 1, sizeof *sample->cluster);
    sample->member = calloc(rows + 1, sizeof *sample->member);
    sample->shift = calloc(fw_sample_width(sample), sizeof *sample->shift);
    const bool good = sample->x && sample->y && sample->cluster && sample->member && sample->shift;
    return good ? FW_OK : fw_fail_nomem(err);
}

void fw_sample_free(fw_sample *sample) {
    free(sample->x);
    free(sample->y);
    free(sample->weight);
    free(sample->length);
    free(sample->cluster);
    free(sample->member);
    free(sample->shift);
    *sample = (fw_sample){0};
}

static int compare(const void *a, const void *b) {
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

fw_code fw_sample_index(fw_sample *sample, fw_error *err) {
    uint64_t *sorted = malloc((sample->rows + 1) * sizeof *sorted);
    if (!sorted) return fw_fail_nomem(err);
    memcpy(sorted, sample->cluster, sample->rows * sizeof *sorted);
    fw_sort_keys(sorted, sample->rows);
    size_t count = 0;
    for (size_t i = 0; i < sample->rows; i++)
        if (i == 0 || sorted[i] != sorted[i - 1]) sorted[count++] = sorted[i];
    for (size_t i = 0; i < sample->rows; i++) {
        const uint64_t *found = bsearch(&sample->cluster[i], sorted, count, sizeof *sorted, compare);
        sample->member[i] = (uint32_t)(found - sorted);
    }
    sample->clusters = count;
    free(sorted);
    return FW_OK;
}

/* Unweighted and about nothing: for the means, and for rows about them. */
static void raw_row(const fw_sample *s, size_t row, double *out) {
    const size_t p = s->features;
    memcpy(out, s->x + row * p, p * sizeof *out);
    out[p] = s->length ? s->length[row] : 0;
    out[p + 1] = s->length ? log1p(fmax(0, s->length[row])) : 0;
    out[p + 2] = s->y[row];
    out[p + 3] = 1;
}

void fw_sample_centre(fw_sample *sample) {
    const size_t p = sample->features;
    /* Long double: the mean's last digits matter where features are nearly collinear. */
    long double sums[TOGETHER];
    for (size_t first = 0; first < p; first += TOGETHER) {
        const size_t count = p - first < TOGETHER ? p - first : TOGETHER;
        memset(sums, 0, sizeof sums);
        for (size_t i = 0; i < sample->rows; i++)
            for (size_t j = 0; j < count; j++) sums[j] += (long double)sample->x[i * p + first + j];
        for (size_t j = 0; j < count; j++)
            sample->shift[first + j] = sample->rows ? (double)(sums[j] / (long double)sample->rows) : 0;
    }
    memset(sums, 0, sizeof sums);
    for (size_t i = 0; i < sample->rows; i++) {
        sums[0] += sample->length ? (long double)sample->length[i] : 0;
        sums[1] += sample->length ? (long double)log1p(fmax(0, sample->length[i])) : 0;
        sums[2] += (long double)sample->y[i];
    }
    for (size_t j = 0; j < 3; j++)
        sample->shift[p + j] = sample->rows ? (double)(sums[j] / (long double)sample->rows) : 0;
    sample->shift[p + 3] = 0;
}

void fw_sample_row(const fw_sample *sample, size_t row, double weight, double *out) {
    const size_t width = fw_sample_width(sample);
    raw_row(sample, row, out);
    const double root = weight == 1 ? 1 : sqrt(weight);
    for (size_t j = 0; j < width; j++) out[j] = (out[j] - sample->shift[j]) * root;
}

/* Rows by group, in input order within a group. start has groups + 1 entries. */
static void sort_rows(const fw_sample *s, const uint32_t *group, size_t groups, size_t *start,
                      size_t *order) {
    for (size_t i = 0; i < s->rows; i++) start[(group ? group[i] : 0) + 1]++;
    for (size_t g = 0; g < groups; g++) start[g + 1] += start[g];
    for (size_t i = 0; i < s->rows; i++) order[start[group ? group[i] : 0]++] = i;
    for (size_t g = groups; g > 0; g--) start[g] = start[g - 1];
    start[0] = 0;
}

static fw_code fill(const fw_sample *s, const double *weight, const size_t *order, size_t count,
                    fw_gram *gram, fw_error *err) {
    const fw_code code = fw_gram_init(gram, fw_sample_width(s), false, err);
    if (code != FW_OK || count == 0) return code;
    /* Its own buffer only while its rows are added: there may be a thousand groups. */
    const size_t room = count < FW_GRAM_BLOCK ? count : FW_GRAM_BLOCK;
    gram->buffer = malloc(room * gram->width * sizeof *gram->buffer);
    if (!gram->buffer) return fw_fail_nomem(err);
    for (size_t i = 0; i < count; i++)
        fw_sample_row(s, order[i], weight ? weight[order[i]] : 1, fw_gram_next(gram));
    fw_gram_finish(gram);
    return FW_OK;
}

/* Few groups: one pass over the rows. */
static fw_code fill_in_order(const fw_sample *s, const double *weight, const uint32_t *group, size_t groups,
                             fw_gram *grams, fw_error *err) {
    fw_code code = FW_OK;
    for (size_t g = 0; g < groups && code == FW_OK; g++) {
        code = fw_gram_init(&grams[g], fw_sample_width(s), false, err);
        grams[g].block = SIDE_BLOCK;
        grams[g].buffer = malloc(SIDE_BLOCK * grams[g].width * sizeof *grams[g].buffer);
        if (code == FW_OK && !grams[g].buffer) code = fw_fail_nomem(err);
    }
    for (size_t i = 0; i < s->rows && code == FW_OK; i++)
        fw_sample_row(s, i, weight ? weight[i] : 1, fw_gram_next(&grams[group ? group[i] : 0]));
    for (size_t g = 0; g < groups && code == FW_OK; g++) fw_gram_finish(&grams[g]);
    return code;
}

/* Many groups: one after the other. */
static fw_code fill_by_group(const fw_sample *s, const double *weight, const uint32_t *group, size_t groups,
                             fw_gram *grams, fw_error *err) {
    size_t *start = calloc(groups + 2, sizeof *start);
    size_t *order = malloc((s->rows + 1) * sizeof *order);
    fw_code code = start && order ? FW_OK : fw_fail_nomem(err);
    if (code == FW_OK) sort_rows(s, group, groups, start, order);
    for (size_t g = 0; g < groups && code == FW_OK; g++)
        code = fill(s, weight, order + start[g], start[g + 1] - start[g], &grams[g], err);
    free(order);
    free(start);
    return code;
}

fw_code fw_sample_grams(const fw_sample *sample, const double *weight, const uint32_t *group, size_t groups,
                        fw_gram *grams, fw_error *err) {
    return (groups <= IN_ORDER ? fill_in_order : fill_by_group)(sample, weight, group, groups, grams, err);
}

void fw_grams_free(fw_gram *grams, size_t count) {
    for (size_t i = 0; i < count && grams; i++) fw_gram_free(&grams[i]);
    free(grams);
}
