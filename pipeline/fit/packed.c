/* packed.c: cross-products of many groups of rows, half of each. */
#include "fit/packed.h"

#include "base/pages.h"

#include <stdlib.h>
#include <string.h>

fw_code fw_packed_init(fw_packed *p, size_t groups, size_t width, fw_error *err) {
    *p = (fw_packed){.groups = groups, .width = width, .cells = width * (width + 1) / 2};
    p->cross = calloc(groups * p->cells + 1, sizeof *p->cross);
    p->filled = calloc(groups + 1, sizeof *p->filled);
    p->stale = calloc(groups + 1, sizeof *p->stale);
    if (p->cross) fw_pages_enlarge(p->cross, groups * p->cells * sizeof *p->cross);
    return p->cross && p->filled && p->stale ? FW_OK : fw_fail_nomem(err);
}

void fw_packed_free(fw_packed *p) {
    free(p->cross);
    free(p->filled);
    free(p->stale);
    *p = (fw_packed){0};
}

/* Zeros that have just come from the system are not written again, but for one on either page: those that are
 * read first come as a page that all share, and the first to write has every processor let go of it. */
double *fw_packed_open(fw_packed *p, size_t group) {
    double *cross = p->cross + group * p->cells;
    if (!p->filled[group] && p->stale[group]) memset(cross, 0, p->cells * sizeof *cross);
    if (!p->filled[group] && !p->stale[group]) cross[0] = cross[p->cells - 1] = 0;
    p->filled[group] = true;
    return cross;
}

void fw_packed_empty(fw_packed *p, size_t group) {
    p->stale[group] |= p->filled[group];
    p->filled[group] = false;
}

void fw_packed_put(fw_packed *p, size_t group, const double *triangle) {
    double *cross = p->cross + group * p->cells;
    if (!p->filled[group])
        memcpy(cross, triangle, p->cells * sizeof *cross);
    else
        for (size_t c = 0; c < p->cells; c++) cross[c] += triangle[c];
    p->filled[group] = true;
}

void fw_packed_add(const fw_packed *p, size_t group, fw_gram *sum) {
    const size_t width = p->width;
    const double *triangle = p->cross + group * p->cells;
    if (!p->filled[group]) return;
    for (size_t i = 0; i < width; i++)
        for (size_t j = i; j < width; j++) sum->cross[i * width + j] += *triangle++;
}

double fw_packed_carriers(const fw_packed *p, size_t column) {
    const size_t one = p->width - 1, row = column * p->width - column * (column + 1) / 2; /* cell (row, c) */
    double n = 0, mean = 0, sum = 0, squares = 0;
    for (size_t g = 0; g < p->groups; g++) {
        if (!p->filled[g]) continue;
        n += p->cross[g * p->cells + p->cells - 1];
        mean += p->cross[g * p->cells + row + one];
    }
    mean /= n;
    for (size_t g = 0; g < p->groups; g++) {
        const double *of = p->cross + g * p->cells;
        if (!p->filled[g]) continue;
        const double share = of[row + column] - mean * (2 * of[row + one] - mean * of[p->cells - 1]);
        sum += share;
        squares += share * share;
    }
    return squares > 0 ? sum * sum / squares : 0;
}

void fw_packed_set(fw_packed *p, size_t group, const fw_gram *gram) {
    double *triangle = p->cross + group * p->cells;
    for (size_t i = 0; i < p->width; i++) {
        const size_t count = p->width - i;
        memcpy(triangle, gram->cross + i * p->width + i, count * sizeof *triangle);
        triangle += count;
    }
    p->filled[group] = fw_gram_rows(gram) > 0;
}

void fw_packed_square(const double *triangle, size_t width, double *cross) {
    for (size_t i = 0; i < width; i++)
        for (size_t j = i; j < width; j++) cross[i * width + j] = cross[j * width + i] = *triangle++;
}

/* What is kept never stands behind where it comes from. */
void fw_packed_keep(fw_packed *p, const size_t *columns, size_t count) {
    double *to = p->cross;
    for (size_t group = 0; group < p->groups; group++) {
        const double *triangle = p->cross + group * p->cells;
        for (size_t i = 0; i < count && p->filled[group]; i++) {
            const size_t row = columns[i];
            const double *from = triangle + row * p->width - row * (row + 1) / 2; /* from[c]: cell (row, c) */
            for (size_t j = i; j < count; j++) *to++ = from[columns[j]];
        }
        if (!p->filled[group]) to += count * (count + 1) / 2;
    }
    p->width = count;
    p->cells = count * (count + 1) / 2;
    double *smaller = realloc(p->cross, (p->groups * p->cells + 1) * sizeof *smaller);
    if (smaller) p->cross = smaller;
}
