/* bag_sums.c: leaves of rows, worked out by any thread, and the nodes above them. */
#include "fit/bag_state.h"

#include "base/fetch.h"
#include "base/threads.h"
#include "fit/triangle.h"

#include <stdlib.h>
#include <string.h>

enum {
    LEAF = 16384,  /* rows */
    TOGETHER = 64, /* rows of a bag that are multiplied at once: they stay in cache */
    TASKS = 16,    /* pieces of a leaf's work: ranges of bags */
    AHEAD = 4,     /* rows fetched before they are asked for */
    FETCHES = 16   /* a node's sums come from far: a share of them is fetched with each of so many rows */
};
static const size_t LEAF_BYTES = (size_t)8 << 20;

/* ---- beginning and end ---- */

static size_t leaf_rows(const fw_bag_shape *shape) {
    size_t rows = shape->leaf ? shape->leaf : LEAF;
    while (!shape->leaf && rows > 1 && rows * shape->features * sizeof(float) > LEAF_BYTES) rows /= 2;
    return rows;
}

static bool open_leaf(const fw_bag_shape *shape, leaf *l) {
    l->x = malloc(shape->leaf * shape->features * sizeof *l->x);
    l->rating = malloc(shape->leaf * sizeof *l->rating);
    l->bag = malloc(shape->leaf * sizeof *l->bag);
    l->order = malloc(shape->leaf * sizeof *l->order);
    l->start = malloc((shape->bags + 1) * sizeof *l->start);
    return l->x && l->rating && l->bag && l->order && l->start;
}

static void close_leaf(leaf *l) {
    free(l->x);
    free(l->rating);
    free(l->bag);
    free(l->order);
    free(l->start);
    *l = (leaf){0};
}

fw_code fw_bag_sums_new(const fw_bag_shape *shape, fw_bag_sums **out, fw_error *err) {
    fw_bag_sums *s = calloc(1, sizeof *s);
    if (!s) return fw_fail_nomem(err);
    s->shape = *shape;
    s->shape.leaf = s->room = leaf_rows(shape);
    pthread_mutex_init(&s->lock, NULL);
    pthread_cond_init(&s->done, NULL);
    if (!open_leaf(&s->shape, &s->leaves[0])) {
        fw_bag_sums_free(s);
        return fw_fail_nomem(err);
    }
    *out = s;
    return FW_OK;
}

void fw_bag_sums_free(fw_bag_sums *s) {
    if (!s) return;
    for (size_t i = 0; i < 2; i++) close_leaf(&s->leaves[i]);
    for (size_t l = 0; l < s->level_count; l++) fw_packed_free(&s->levels[l]);
    pthread_cond_destroy(&s->done);
    pthread_mutex_destroy(&s->lock);
    free(s);
}

/* ---- working out a leaf ---- */

/* A bag's rows lie far apart. */
FW_INLINED void expect_row(const fw_bag_shape *shape, const leaf *l, size_t row) {
    fw_fetch(l->x + row * shape->features, shape->features * sizeof *l->x);
}

FW_INLINED void expect_sums(const double *triangle, size_t cells, size_t share) {
    const size_t some = cells / FETCHES;
    if (share < FETCHES) fw_fetch(triangle + share * some, some * sizeof *triangle);
}

/* Adds the rows of one bag. `rows` has zeros beyond the width of each. */
static void multiply(const fw_bag_sums *s, const leaf *l, size_t bag, double *rows, double *triangle) {
    const fw_bag_shape *shape = &s->shape;
    const size_t stride = fw_triangle_stride(shape->width);
    for (size_t at = l->start[bag]; at < l->start[bag + 1];) {
        size_t count = 0;
        for (; count < TOGETHER && at < l->start[bag + 1]; count++, at++) {
            if (at + AHEAD < l->rows) expect_row(shape, l, l->order[at + AHEAD]);
            expect_sums(triangle, s->levels[0].cells, count);
            const size_t row = l->order[at];
            shape->row(shape->context, l->x + row * shape->features, l->rating[row], rows + count * stride);
        }
        fw_triangle_add(triangle, rows, count, shape->width);
    }
}

/* A bag's rows in a leaf are one sum, which the node takes. Few are made at once, in the node itself. */
static void add_bag(fw_bag_sums *s, const leaf *l, size_t bag, double *rows, double *triangle) {
    fw_packed *node = &s->levels[0];
    const size_t count = l->start[bag + 1] - l->start[bag];
    if (count == 0) return;
    if (count <= TOGETHER) {
        multiply(s, l, bag, rows, fw_packed_open(node, bag));
        return;
    }
    memset(triangle, 0, node->cells * sizeof *triangle);
    multiply(s, l, bag, rows, triangle);
    fw_packed_put(node, bag, triangle);
}

/* The node of level `level` is complete: a child of the one above. */
void fw_bag_sums_carry(fw_bag_sums *s, size_t level, size_t bag) {
    fw_packed *node = &s->levels[level];
    if (!node->filled[bag]) return;
    fw_packed_put(&s->levels[level + 1], bag, node->cross + bag * node->cells);
    fw_packed_empty(node, bag);
}

static bool work_out(fw_bag_sums *s, const leaf *l, size_t carries, size_t task) {
    const size_t bags = s->shape.bags, stride = fw_triangle_stride(s->shape.width);
    double *rows = calloc(TOGETHER * stride, sizeof *rows);
    double *triangle = malloc(s->levels[0].cells * sizeof *triangle);
    const bool room = rows && triangle;
    for (size_t bag = task * bags / TASKS; bag < (task + 1) * bags / TASKS && room; bag++) {
        add_bag(s, l, bag, rows, triangle);
        for (size_t level = 0; level < carries; level++) fw_bag_sums_carry(s, level, bag);
    }
    free(rows);
    free(triangle);
    return room;
}

bool fw_bag_sums_help(fw_bag_sums *s) {
    pthread_mutex_lock(&s->lock);
    const leaf *work = s->work;
    const size_t task = s->next_task, carries = s->carries;
    const bool some = work && task < TASKS;
    s->next_task += some;
    pthread_mutex_unlock(&s->lock);
    if (!some) return false;
    const bool good = work_out(s, work, carries, task);
    pthread_mutex_lock(&s->lock);
    s->failed |= !good;
    if (++s->tasks_done == TASKS) pthread_cond_broadcast(&s->done);
    pthread_mutex_unlock(&s->lock);
    return true;
}

/* Until the leaf that is worked out is done. */
fw_code fw_bag_sums_await(fw_bag_sums *s, fw_error *err) {
    while (fw_bag_sums_help(s)) continue;
    pthread_mutex_lock(&s->lock);
    while (s->work && s->tasks_done < TASKS) pthread_cond_wait(&s->done, &s->lock);
    s->work = NULL;
    const bool failed = s->failed;
    pthread_mutex_unlock(&s->lock);
    return failed ? fw_fail_nomem(err) : FW_OK;
}

/* ---- adding rows ---- */

/* Rows by bag, in order within a bag. */
static void sort(const fw_bag_sums *s, leaf *l) {
    const size_t bags = s->shape.bags;
    memset(l->start, 0, (bags + 1) * sizeof *l->start);
    for (size_t i = 0; i < l->rows; i++) l->start[l->bag[i] + 1]++;
    for (size_t b = 0; b < bags; b++) l->start[b + 1] += l->start[b];
    for (size_t i = 0; i < l->rows; i++) l->order[l->start[l->bag[i]]++] = (uint32_t)i;
    for (size_t b = bags; b > 0; b--) l->start[b] = l->start[b - 1];
    l->start[0] = 0;
}

fw_code fw_bag_sums_need(fw_bag_sums *s, size_t level, fw_error *err) {
    if (level < s->level_count) return FW_OK;
    if (level == FW_BAG_LEVELS) return fw_fail(err, FW_BUG, "more rows than a fit can sum up");
    s->level_count = level + 1; /* freed with the rest also after a failure */
    return fw_packed_init(&s->levels[level], s->shape.bags, s->shape.width, err);
}

/* One child more for level 0; which nodes that completes. `loose`: the last of those is a child of one that
 * others have children of, too. */
static fw_code count_leaf(fw_bag_sums *s, size_t *carries, bool *loose, fw_error *err) {
    uint64_t span = FW_BAG_FAN; /* leaves of a node of the level */
    for (size_t level = 0;; level++, span *= FW_BAG_FAN) {
        const fw_code code = fw_bag_sums_need(s, level, err);
        if (code != FW_OK) return code;
        s->children[level]++;
        *carries = level;
        *loose = s->at / span * span < s->whole;
        if (*loose || s->children[level] < FW_BAG_FAN) break;
        s->children[level] = 0;
    }
    s->at++;
    return FW_OK;
}

/* Has the leaf being filled worked out, and goes on with the other one. */
static fw_code turn(fw_bag_sums *s, fw_error *err) {
    leaf *full = &s->leaves[s->filling], *next = &s->leaves[1 - s->filling];
    size_t carries = 0;
    bool loose = false;
    fw_code code = fw_bag_sums_await(s, err);
    if (code == FW_OK) code = count_leaf(s, &carries, &loose, err);
    if (code == FW_OK && !next->x && !open_leaf(&s->shape, next)) code = fw_fail_nomem(err);
    if (code != FW_OK) return code;
    sort(s, full);
    pthread_mutex_lock(&s->lock);
    s->work = full;
    s->carries = carries;
    s->next_task = s->tasks_done = 0;
    pthread_mutex_unlock(&s->lock);
    s->filling = 1 - s->filling;
    next->rows = 0;
    return loose ? fw_bag_sums_send_node(s, carries, err) : FW_OK;
}

fw_code fw_bag_sums_add(fw_bag_sums *s, size_t bag, const float *x, double rating, fw_error *err) {
    leaf *l = &s->leaves[s->filling];
    if (bag >= s->shape.bags) return fw_fail(err, FW_BUG, "a row for bag %zu of %zu", bag, s->shape.bags);
    memcpy(l->x + l->rows * s->shape.features, x, s->shape.features * sizeof *x);
    l->rating[l->rows] = rating;
    l->bag[l->rows++] = (uint16_t)bag;
    if (l->rows < s->room) return FW_OK;
    return s->head ? fw_bag_sums_send_rows(s, err) : turn(s, err);
}

static void help_all(void *sums, size_t thread) {
    (void)thread;
    while (fw_bag_sums_help(sums)) continue;
}

fw_code fw_bag_sums_finish(fw_bag_sums *s, fw_packed *out, fw_error *err) {
    fw_code code = s->leaves[s->filling].rows ? turn(s, err) : fw_bag_sums_need(s, 0, err);
    if (code == FW_OK) fw_threads_run(fw_threads_at_hand(), help_all, s);
    if (code == FW_OK) code = fw_bag_sums_await(s, err);
    if (code != FW_OK) return code;
    for (size_t i = 0; i < 2; i++) close_leaf(&s->leaves[i]);
    const size_t top = s->level_count - 1;
    for (size_t level = 0; level < top; level++) {
        for (size_t bag = 0; bag < s->shape.bags; bag++) fw_bag_sums_carry(s, level, bag);
        fw_packed_free(&s->levels[level]);
    }
    *out = s->levels[top];
    s->level_count = 0;
    return FW_OK;
}
