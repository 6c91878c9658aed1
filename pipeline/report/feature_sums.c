/* feature_sums.c: means, deviations, extremes and correlations of all features of a piece of rows. */
#include "report/feature_sums.h"

#include "base/wide.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A tile is as many features as a vector takes; its sums are registers while it goes down rows that are
 * taken together, which meanwhile stay near. */
enum { TILE = 8, HALF = TILE / 2, TOGETHER = 32 };

typedef double doubles __attribute__((vector_size(HALF * sizeof(double))));
typedef float floats __attribute__((vector_size(TILE * sizeof(float))));
typedef int32_t masks __attribute__((vector_size(TILE * sizeof(float))));

/* What a tile sums up about the first row. */
typedef struct {
    doubles sum[2], squares[2], cross[2]; /* cross: of rated rows only */
} tile_sums;

typedef struct {
    doubles shift[2];
    tile_sums unrated, rated;
    floats min, max;
    masks nonzero;
} tile;

typedef struct {
    tile *tiles; /* the last one may have features too many */
    size_t width;
    double first_rating, rated, ratings, rating_squares; /* ratings about the first of them */
} lanes;

static bool open_lanes(lanes *l, const float *x, size_t width) {
    const size_t count = (width + TILE - 1) / TILE;
    *l = (lanes){.tiles = aligned_alloc(sizeof(floats), (count + 1) * sizeof *l->tiles), .width = width};
    for (size_t i = 0; i < count && l->tiles; i++) {
        tile *t = &l->tiles[i];
        *t = (tile){0};
        for (size_t k = 0; k < TILE && i * TILE + k < width; k++) {
            const float first = x[i * TILE + k];
            t->shift[k / HALF][k % HALF] = (double)first;
            t->min[k] = t->max[k] = first;
        }
    }
    return l->tiles;
}

/* Rows of a tile, `stride` apart, that all have a rating (y, about the first of all), or have none (NULL). */
FW_INLINED void add_tile(tile *t, const float *x, size_t stride, size_t count, const double *y) {
    tile_sums *to = y ? &t->rated : &t->unrated;
    doubles sum[2] = {to->sum[0], to->sum[1]}, squares[2] = {to->squares[0], to->squares[1]};
    doubles cross[2] = {to->cross[0], to->cross[1]};
    floats min = t->min, max = t->max;
    masks nonzero = t->nonzero;
    for (size_t r = 0; r < count; r++, x += stride) {
        floats all;
        double each[TILE];
        memcpy(&all, x, sizeof all);
        const masks below = all < min, above = max < all;
        min = (floats)((below & (masks)all) | (~below & (masks)min));
        max = (floats)((above & (masks)all) | (~above & (masks)max));
        nonzero -= all != 0; /* a mask is -1 */
        for (size_t k = 0; k < TILE; k++) each[k] = (double)x[k];
#pragma GCC unroll 2
        for (size_t h = 0; h < 2; h++) {
            doubles d;
            memcpy(&d, each + h * HALF, sizeof d);
            d -= t->shift[h];
            sum[h] += d;
            squares[h] += d * d;
            if (y) cross[h] += d * y[r];
        }
    }
    *to = (tile_sums){{sum[0], sum[1]}, {squares[0], squares[1]}, {cross[0], cross[1]}};
    t->min = min;
    t->max = max;
    t->nonzero = nonzero;
}

/* Features that do not fill a tile are looked at in a copy that does. */
FW_INLINED void add_run(const lanes *l, const float *x, size_t count, const double *y) {
    const size_t whole = l->width / TILE, rest = l->width % TILE;
    for (size_t i = 0; i < whole; i++) add_tile(&l->tiles[i], x + i * TILE, l->width, count, y);
    if (rest == 0) return;
    float last[TOGETHER * TILE] = {0};
    for (size_t r = 0; r < count; r++)
        memcpy(last + r * TILE, x + r * l->width + whole * TILE, rest * sizeof *last);
    add_tile(&l->tiles[whole], last, TILE, count, y);
}

/* What is left of a sum of squares about its own mean; rounding must not make it negative. */
static double about_mean(double squares, double sum, double n) {
    return n > 0 ? fmax(0, squares - sum * sum / n) : 0;
}

static void take(const lanes *l, size_t j, double rows, fw_feature_sums *out) {
    const tile *t = &l->tiles[j / TILE];
    const size_t k = j % TILE, h = k / HALF, i = k % HALF;
    const double n = l->rated, shift = t->shift[h][i], rated = t->rated.sum[h][i];
    const double sum = t->unrated.sum[h][i] + rated, squares = t->rated.squares[h][i];
    *out = (fw_feature_sums){
        .moments = {rows, shift + sum / rows, about_mean(t->unrated.squares[h][i] + squares, sum, rows)},
        .min = (double)t->min[k],
        .max = (double)t->max[k],
        .nonzero = (uint32_t)t->nonzero[k]};
    if (!(n > 0)) return;
    out->with_rating = (fw_comoments){.n = n,
                                      .mean_x = shift + rated / n,
                                      .mean_y = l->first_rating + l->ratings / n,
                                      .xx = about_mean(squares, rated, n),
                                      .yy = about_mean(l->rating_squares, l->ratings, n),
                                      .xy = t->rated.cross[h][i] - rated * l->ratings / n};
}

/* Rows in which something is missing: value by value. */
static void add_by_value(const float *x, size_t width, double rating, fw_feature_sums *out) {
    for (size_t j = 0; j < width; j++) {
        const double value = (double)x[j];
        if (!isfinite(value)) continue;
        const bool first = out[j].moments.n < 1;
        if (first || value < out[j].min) out[j].min = value;
        if (first || value > out[j].max) out[j].max = value;
        fw_moments_add(&out[j].moments, value);
        fw_comoments_add(&out[j].with_rating, value, rating);
        out[j].nonzero += value < 0 || value > 0;
    }
}

/* How many of the first rows are alike, and their ratings about the first of all. */
FW_INLINED size_t next_run(lanes *l, const double *rating, size_t rows, double *y) {
    const bool rated = rating && isfinite(rating[0]);
    size_t count = 0;
    if (rated && l->rated <= 0) l->first_rating = rating[0];
    for (; count < rows && count < TOGETHER && (rating && isfinite(rating[count])) == rated; count++) {
        if (!rated) continue;
        y[count] = rating[count] - l->first_rating;
        l->rated++;
        l->ratings += y[count];
        l->rating_squares += y[count] * y[count];
    }
    return count;
}

FW_INLINED void add_rows(lanes *l, const float *x, size_t rows, const double *rating) {
    double y[TOGETHER];
    for (size_t r = 0; r < rows;) {
        const double *here = rating ? rating + r : NULL;
        const size_t count = next_run(l, here, rows - r, y);
        if (here && isfinite(*here))
            add_run(l, x + r * l->width, count, y);
        else
            add_run(l, x + r * l->width, count, NULL);
        r += count;
    }
}

FW_WIDE static void add_wide(lanes *l, const float *x, size_t rows, const double *rating) {
    add_rows(l, x, rows, rating);
}

/* Squares of floats never leave the range of doubles: a sum of them that did has met what is no number. */
static bool all_finite(const lanes *l) {
    for (size_t j = 0; j < l->width; j++) {
        const tile *t = &l->tiles[j / TILE];
        const size_t h = j % TILE / HALF, i = j % HALF;
        if (!isfinite(t->unrated.squares[h][i] + t->rated.squares[h][i])) return false;
    }
    return true;
}

bool fw_feature_sums_of(const float *x, size_t rows, size_t width, const double *rating,
                        fw_feature_sums *out) {
    for (size_t j = 0; j < width; j++) out[j] = (fw_feature_sums){0};
    if (rows == 0) return true;
    lanes l;
    const bool room = open_lanes(&l, x, width);
    if (room) (fw_has_wide() ? add_wide : add_rows)(&l, x, rows, rating);
    const bool complete = room && all_finite(&l);
    for (size_t r = 0; r < rows && !complete && room; r++)
        add_by_value(x + r * width, width, rating ? rating[r] : FW_MISSING, out);
    for (size_t j = 0; j < width && complete; j++) take(&l, j, (double)rows, &out[j]);
    free(l.tiles);
    return room;
}

void fw_feature_sums_merge(fw_feature_sums *into, const fw_feature_sums *piece) {
    if (piece->moments.n > 0) {
        const bool first = into->moments.n < 1;
        if (first || piece->min < into->min) into->min = piece->min;
        if (first || piece->max > into->max) into->max = piece->max;
    }
    fw_moments_merge(&into->moments, &piece->moments);
    fw_comoments_merge(&into->with_rating, &piece->with_rating);
    into->nonzero += piece->nonzero;
}
