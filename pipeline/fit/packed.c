/* packed.c: cross-products of many groups of rows, half of each. */
#include "fit/packed.h"

#include <gsl/gsl_cblas.h>
#include <stdlib.h>
#include <string.h>

fw_code fw_packed_init(fw_packed *p, size_t groups, size_t width, fw_error *err) {
    *p = (fw_packed){.groups = groups, .width = width, .cells = width * (width + 1) / 2};
    p->cross = calloc(groups * p->cells + 1, sizeof *p->cross);
    p->rows = calloc(groups * FW_PACKED_BLOCK * width + 1, sizeof *p->rows);
    p->waiting = calloc(groups + 1, sizeof *p->waiting);
    p->filled = calloc(groups + 1, sizeof *p->filled);
    p->square = calloc(width * width + 1, sizeof *p->square);
    return p->cross && p->rows && p->waiting && p->filled && p->square ? FW_OK : fw_fail_nomem(err);
}

void fw_packed_free(fw_packed *p) {
    free(p->cross);
    free(p->rows);
    free(p->waiting);
    free(p->filled);
    free(p->square);
    *p = (fw_packed){0};
}

static void add_triangle(double *triangle, const double *square, size_t width) {
    for (size_t i = 0; i < width; i++) {
        const double *row = square + i * width;
        for (size_t j = i; j < width; j++) triangle[j - i] += row[j];
        triangle += width - i;
    }
}

static void flush(fw_packed *p, size_t group) {
    const int width = (int)p->width;
    cblas_dsyrk(CblasRowMajor, CblasUpper, CblasTrans, width, p->waiting[group], 1,
                p->rows + group * FW_PACKED_BLOCK * p->width, width, 0, p->square, width);
    add_triangle(p->cross + group * p->cells, p->square, p->width);
    p->waiting[group] = 0;
}

double *fw_packed_next(fw_packed *p, size_t group) {
    if (p->waiting[group] == FW_PACKED_BLOCK) flush(p, group);
    p->filled[group] = true;
    return p->rows + (group * FW_PACKED_BLOCK + p->waiting[group]++) * p->width;
}

void fw_packed_finish(fw_packed *p) {
    for (size_t g = 0; g < p->groups; g++)
        if (p->waiting[g]) flush(p, g);
    free(p->rows);
    p->rows = NULL;
}

void fw_packed_add(const fw_packed *p, size_t group, fw_gram *sum) {
    const size_t width = p->width;
    const double *triangle = p->cross + group * p->cells;
    if (!p->filled[group]) return;
    for (size_t i = 0; i < width; i++)
        for (size_t j = i; j < width; j++) {
            sum->cross[i * width + j] += *triangle;
            if (j > i) sum->cross[j * width + i] += *triangle;
            triangle++;
        }
}

void fw_packed_set(fw_packed *p, size_t group, const fw_gram *gram) {
    double *triangle = p->cross + group * p->cells;
    memset(triangle, 0, p->cells * sizeof *triangle);
    add_triangle(triangle, gram->cross, p->width);
    p->filled[group] = fw_gram_rows(gram) > 0;
}

void fw_unpack(const double *triangle, size_t width, double *cross) {
    for (size_t i = 0; i < width; i++)
        for (size_t j = i; j < width; j++) cross[i * width + j] = cross[j * width + i] = *triangle++;
}
