/*
 * packed.h: cross-products of many groups of rows at once, half of each: row i of a packed triangle holds the
 * columns i to width - 1. Groups without rows cost little memory: many pages of their zeros are never
 * touched.
 */
#ifndef FAILWISE_FIT_PACKED_H
#define FAILWISE_FIT_PACKED_H

#include "fit/gram.h"

typedef struct fw_packed {
    size_t groups, width, cells; /* cells of one group: width (width + 1) / 2 */
    double *cross;               /* groups x cells */
    bool *filled;                /* groups that have rows */
    bool *stale;                 /* those emptied: they hold what they held */
} fw_packed;

/* All 0. FW_IO when memory is out; fw_packed_free in any case. */
fw_code fw_packed_init(fw_packed *packed, size_t groups, size_t width, fw_error *err);
void fw_packed_free(fw_packed *packed);

/* A group's triangle, to be added to: it has rows now. */
double *fw_packed_open(fw_packed *packed, size_t group);
/* A group has no rows any more. */
void fw_packed_empty(fw_packed *packed, size_t group);
/* Adds a triangle to a group. */
void fw_packed_put(fw_packed *packed, size_t group, const double *triangle);
/* Adds a group to the upper half of sum->cross; the lower one is its mirror image (fw_gram_mirror) in the
 * end. */
void fw_packed_add(const fw_packed *packed, size_t group, fw_gram *sum);
/* Among how many equal groups a column's variation could be shared out (the last column is all ones). */
double fw_packed_carriers(const fw_packed *packed, size_t column);
/* A gram's upper triangle into a group. */
void fw_packed_set(fw_packed *packed, size_t group, const fw_gram *gram);
/* Keeps the products of `count` columns only, ascending, in place: one triangle after the other. */
void fw_packed_keep(fw_packed *packed, const size_t *columns, size_t count);
/* A packed triangle as both halves: cross is width x width. */
void fw_packed_square(const double *triangle, size_t width, double *cross);

#endif
