/* decode.c: the best path of labels over the clauses, for the arc and for STAR. */
#include "text/segment.h"

#include <limits.h>
#include <string.h>

enum { IMPOSSIBLE = INT_MIN / 4 };

/* A Viterbi problem: points of each label for each clause, and of going from one label to the next. */
typedef struct {
    const int16_t *transition; /* labels x labels */
    const int32_t *points;     /* clauses x labels */
    uint32_t clauses;
} path_problem;

/* Four labels at a time: what the compiler makes of it is the same on every machine, integers being exact. */
enum { LANES = 4, GROUPS = (int)FW_PART_COUNT / LANES };
typedef int32_t lanes __attribute__((vector_size(LANES * sizeof(int32_t))));
static_assert((int)FW_PART_COUNT % LANES == 0 && (int)FW_STAR_COUNT == (int)LANES, "labels fill the lanes");

static inline lanes either(lanes mask, lanes yes, lanes no) { return (mask & yes) | (~mask & no); }

/* The best way to reach a group of labels of the next clause from the `k` sums `before`. */
static inline void best_step(const int32_t *before, const lanes *transition, uint32_t k, uint32_t groups,
                             lanes *top, lanes *from) {
    lanes best = {IMPOSSIBLE * 2, IMPOSSIBLE * 2, IMPOSSIBLE * 2, IMPOSSIBLE * 2};
    lanes arg = {0, 0, 0, 0};
    for (uint32_t f = 0; f < k; f++) {
        const lanes value = before[f] + transition[f * groups];
        const lanes better = value > best;
        best = either(better, value, best);
        arg = either(better, (lanes){0, 0, 0, 0} + (int32_t)f, arg);
    }
    *top = best;
    *from = arg;
}

/* Ties go to the lower label number: the same path on every machine. Writes one label a clause into `path`.
 * `k` labels; inlined for each number of them. */
static inline void best_path(const path_problem *p, uint32_t k, int32_t *best, int32_t *from, uint8_t *path,
                             size_t stride) {
    const uint32_t groups = k / LANES;
    const lanes least = {IMPOSSIBLE, IMPOSSIBLE, IMPOSSIBLE, IMPOSSIBLE};
    lanes transition[FW_PART_COUNT * GROUPS];
    for (uint32_t i = 0; i < k * k; i++) transition[i / LANES][i % LANES] = p->transition[i];
    for (uint32_t c = 0; c < p->clauses; c++) {
        for (uint32_t g = 0; g < groups; g++) {
            lanes top = {0, 0, 0, 0}, arg = {0, 0, 0, 0}, points;
            if (c) best_step(best + (c - 1) * k, transition + g, k, groups, &top, &arg);
            memcpy(&points, p->points + c * k + g * LANES, sizeof points);
            top = either(top < least, least, top) + points;
            memcpy(best + c * k + g * LANES, &top, sizeof top);
            memcpy(from + c * k + g * LANES, &arg, sizeof arg);
        }
    }
    uint32_t label = 0;
    for (uint32_t i = 1; i < k; i++) {
        if (best[(p->clauses - 1) * k + i] > best[(p->clauses - 1) * k + label]) label = i;
    }
    for (uint32_t c = p->clauses; c-- > 0;) {
        path[c * stride] = (uint8_t)label;
        label = (uint32_t)from[c * k + label];
    }
}

/* Three tables for `labels` labels: points, best, from. NULL when memory is out. */
static int32_t *reserve(fw_workspace *ws, uint32_t labels) {
    const uint32_t need = ws->clauses.count * labels * 3;
    while (ws->scratch.capacity < need) {
        if (!fw_grow((void **)&ws->scratch.items, &ws->scratch.capacity, ws->scratch.capacity,
                     sizeof(int32_t)))
            return NULL;
    }
    return ws->scratch.items;
}

/* A label without evidence of its own is impossible: position alone never makes a part. */
static void arc_points(const fw_workspace *ws, int32_t *points) {
    for (uint32_t c = 0; c < ws->clauses.count; c++) {
        for (int part = 0; part < FW_PART_COUNT; part++) {
            const int32_t score = ws->clauses.items[c].score[part];
            points[c * FW_PART_COUNT + (uint32_t)part] = score > 0 ? score : IMPOSSIBLE;
        }
    }
}

/* The strongest other label, and by how much the chosen one is stronger. */
static void set_runner_up(fw_clause *clause) {
    const int chosen = clause->part;
    const int32_t own = clause->score[chosen];
    clause->score[chosen] = INT32_MIN; /* left out of the comparison */
    int second = chosen == 0 ? 1 : 0;
    for (int part = second + 1; part < FW_PART_COUNT; part++)
        second = clause->score[part] > clause->score[second] ? part : second;
    clause->score[chosen] = own;
    clause->runner_up = (uint8_t)second;
    clause->margin = own - clause->score[second];
}

/* Points of a label that is allowed, and of one that is not. */
static int32_t weigh(const uint16_t *allowed, uint32_t clause, uint32_t label, int32_t points,
                     int32_t margin) {
    if (allowed[clause] >> label & 1) return points;
    return margin == FW_ALLOWED_ONLY ? IMPOSSIBLE : points + margin;
}

/* The best path when the allowed labels are told; `points` are those of the first clause, `stride` bytes
 * before those of the next. */
static bool best_given(fw_workspace *ws, uint32_t k, const int16_t *transition, const int32_t *points,
                       size_t stride, const uint16_t *allowed, int32_t margin, uint8_t *path) {
    const uint32_t count = ws->clauses.count;
    int32_t *table = reserve(ws, k);
    if (!table) return false;
    for (uint32_t c = 0; c < count; c++) {
        const int32_t *own = (const int32_t *)(const void *)((const char *)points + c * stride);
        for (uint32_t label = 0; label < k; label++)
            table[c * k + label] = weigh(allowed, c, label, own[label], margin);
    }
    const path_problem problem = {transition, table, count};
    best_path(&problem, k, table + count * k, table + 2 * count * k, path, 1);
    return true;
}

bool fw_best_parts_given(fw_workspace *ws, const fw_arc_rules *rules, const uint16_t *allowed, int32_t margin,
                         uint8_t *parts) {
    return best_given(ws, FW_PART_COUNT, &rules->transition[0][0], ws->clauses.items[0].score,
                      sizeof(fw_clause), allowed, margin, parts);
}

bool fw_best_stars_given(fw_workspace *ws, const fw_arc_rules *rules, const uint16_t *allowed, int32_t margin,
                         uint8_t *stars) {
    return best_given(ws, FW_STAR_COUNT, &rules->star_transition[0][0], ws->star_points.items[0].points,
                      sizeof(fw_star_points), allowed, margin, stars);
}

fw_code fw_label_clauses(fw_workspace *ws, const fw_arc_rules *rules, fw_error *err) {
    const uint32_t count = ws->clauses.count;
    if (count == 0) {
        ws->cues.count = 0;
        return FW_OK;
    }
    int32_t *table = reserve(ws, FW_PART_COUNT);
    if (!table) return fw_fail_nomem(err);
    arc_points(ws, table);
    const path_problem arc = {&rules->transition[0][0], table, count};
    best_path(&arc, FW_PART_COUNT, table + count * FW_PART_COUNT, table + 2 * count * FW_PART_COUNT,
              &ws->clauses.items[0].part, sizeof(fw_clause));
    const path_problem star = {&rules->star_transition[0][0], ws->star_points.items[0].points, count};
    best_path(&star, FW_STAR_COUNT, table + count * FW_STAR_COUNT, table + 2 * count * FW_STAR_COUNT,
              &ws->clauses.items[0].star, sizeof(fw_clause));
    for (uint32_t c = 0; c < count; c++) set_runner_up(&ws->clauses.items[c]);
    return fw_collect_cues(ws, rules) ? FW_OK : fw_fail_nomem(err);
}
