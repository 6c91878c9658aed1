/* decode.c: the best path of labels over the clauses, for the arc and for STAR. */
#include "text/context.h"
#include "text/segment.h"

#include "base/wide.h"

#include <limits.h>
#include <string.h>

/* A Viterbi problem: points of each label for each clause, and of going from one label to the next. */
typedef struct {
    const int16_t *transition; /* labels x labels */
    const int32_t *points;     /* of the first clause; those of the next one `stride` bytes on */
    size_t stride;
    uint32_t clauses;
    /* A label with no more points than this cannot be: 0 where position alone never makes a part. */
    int32_t nothing;
} path_problem;

/* All labels at a time, each twice when there are half as many: what the compiler makes of it is the same
 * on every machine, integers being exact. */
enum { LANES = FW_PART_COUNT };
static_assert((int)FW_STAR_COUNT <= (int)LANES, "labels fit the lanes");
static_assert((int)FW_PART_COUNT == 8 && (int)FW_STAR_COUNT == 4, "the best label is found by pairs");

typedef int32_t lanes __attribute__((vector_size(LANES * sizeof(int32_t))));
typedef int32_t few_lanes __attribute__((vector_size(FW_STAR_COUNT * sizeof(int32_t))));

/*
 * Points are counted in eighths: below them is room for the label that a way comes from, the first one the
 * largest, so that the largest number is the best way, and among equals that of the lower label: the same
 * path on every machine. Sums are told apart from that of the last label of the clause before: they stay as
 * small as the points of two clauses, however long the answer is. More points than MOST_POINTS, of either
 * sign, count as so many; a label that cannot be has fewer than any that can.
 */
enum { EIGHTHS = 8, MOST_POINTS = 1 << 24, IMPOSSIBLE = -MOST_POINTS };
static_assert((int)LANES <= (int)EIGHTHS, "a label fits below the points");

/* What is kept of each clause: the best way to each label, and the label it comes from. */
typedef struct {
    int32_t way[LANES];
} step;
enum { STEP_INTS = sizeof(step) / sizeof(int32_t) };

/* Where the labels go: that of each clause, `stride` bytes apart; `steps` is room for all clauses. */
typedef struct {
    step *steps;
    uint8_t *labels;
    size_t stride;
} path_room;

/* Where `mask` is set, `value` takes the place of what is there. */
FW_INLINED void replace(lanes *there, const lanes *mask, const lanes *value) {
    *there = (*mask & *value) | (~*mask & *there);
}

/* Lane by lane: compilers know an instruction for it. */
FW_INLINED void keep_larger(lanes *there, const lanes *other) {
    for (int i = 0; i < LANES; i++) (*there)[i] = (*other)[i] > (*there)[i] ? (*other)[i] : (*there)[i];
}

/* In eighths; as many as `nothing`, or fewer, are those of a label that cannot be. */
FW_INLINED void count_eighths(lanes *points, int32_t nothing) {
    const lanes none = {0}, least = none + IMPOSSIBLE, most = none + MOST_POINTS;
    const lanes low = *points <= none + nothing, high = *points > most;
    replace(points, &low, &least);
    replace(points, &high, &most);
    *points *= EIGHTHS;
}

FW_INLINED void load_points(const path_problem *p, uint32_t clause, uint32_t k, lanes *points) {
    const int32_t *own = (const int32_t *)(const void *)((const char *)p->points + clause * p->stride);
    if (k == LANES) {
        memcpy(points, own, sizeof *points);
    } else {
        few_lanes few;
        memcpy(&few, own, sizeof few);
        *points = __builtin_shufflevector(few, few, 0, 1, 2, 3, 0, 1, 2, 3);
    }
    count_eighths(points, p->nothing);
}

/* Number by number: compilers know an instruction for it. */
FW_INLINED void load_transitions(const path_problem *p, uint32_t k, lanes *transition) {
    for (uint32_t f = 0; f < k; f++) {
        int32_t row[LANES];
        lanes points;
        for (uint32_t to = 0; to < LANES; to++) row[to] = p->transition[f * k + to % k];
        memcpy(&points, row, sizeof points);
        transition[f] = points * EIGHTHS + (EIGHTHS - 1 - (int32_t)f);
    }
}

/* All labels' best ways at a time. The labels of the clause before meet in pairs, so that a clause waits for
 * few steps of the one before it. */
#define SPREAD(v, f) __builtin_shufflevector(v, v, f, f, f, f, f, f, f, f)
FW_INLINED void take_step(const path_problem *p, const lanes *transition, uint32_t k, uint32_t clause,
                          lanes *sum, step *steps) {
    const lanes before[LANES] = {SPREAD(*sum, 0), SPREAD(*sum, 1), SPREAD(*sum, 2), SPREAD(*sum, 3),
                                 SPREAD(*sum, 4), SPREAD(*sum, 5), SPREAD(*sum, 6), SPREAD(*sum, 7)};
    lanes points, way[LANES];
    for (uint32_t f = 0; f < k; f++) way[f] = before[f] + transition[f];
    for (uint32_t f = 0; f < k; f += 2) keep_larger(&way[f], &way[f + 1]);
    for (uint32_t f = 0; f < k; f += 4) keep_larger(&way[f], &way[f + 2]);
    if (k > 4) keep_larger(&way[0], &way[4]);
    memcpy(steps[clause].way, &way[0], sizeof way[0]);
    load_points(p, clause, k, &points);
    points -= before[k - 1];
    *sum = (way[0] & -EIGHTHS) + points;
}

/* The largest lane, in all of them. */
FW_INLINED void spread_largest(lanes *v) {
    const lanes four = __builtin_shufflevector(*v, *v, 4, 5, 6, 7, 0, 1, 2, 3);
    keep_larger(v, &four);
    const lanes two = __builtin_shufflevector(*v, *v, 2, 3, 0, 1, 6, 7, 4, 5);
    keep_larger(v, &two);
    const lanes one = __builtin_shufflevector(*v, *v, 1, 0, 3, 2, 5, 4, 7, 6);
    keep_larger(v, &one);
}

/* The label with the most points, the lowest among equals; points are eighths. */
FW_INLINED uint32_t best_label(const lanes *points) {
    static_assert((int)LANES == 8, "labels are numbered, lanes spread by halves");
    const lanes label = {0, 1, 2, 3, 4, 5, 6, 7};
    lanes way = *points | (EIGHTHS - 1 - label);
    spread_largest(&way);
    return ~(uint32_t)way[0] % EIGHTHS;
}

/* The label before it, on the best way. */
FW_INLINED uint32_t label_before(const step *s, uint32_t label) { return ~(uint32_t)s->way[label] % EIGHTHS; }

/* `k` labels; inlined for each number of them. */
FW_INLINED void best_path(const path_problem *p, uint32_t k, const path_room *room) {
    lanes transition[LANES], sum;
    load_transitions(p, k, transition);
    load_points(p, 0, k, &sum);
    for (uint32_t c = 1; c < p->clauses; c++) take_step(p, transition, k, c, &sum, room->steps);
    uint32_t label = best_label(&sum);
    for (uint32_t c = p->clauses - 1;; c--) {
        room->labels[c * room->stride] = (uint8_t)label;
        if (c == 0) break;
        label = label_before(&room->steps[c], label);
    }
}

/* Two problems over the same clauses, side by side: while one waits for its last step the other takes one.
 * By value: labels are bytes, which could be anything of what is pointed at. */
FW_INLINED void best_paths(path_problem arc, path_room parts, path_problem star, path_room stars) {
    enum { PARTS = FW_PART_COUNT, STARS = FW_STAR_COUNT };
    lanes part_moves[LANES], star_moves[LANES], part_sum, star_sum;
    load_transitions(&arc, PARTS, part_moves);
    load_transitions(&star, STARS, star_moves);
    load_points(&arc, 0, PARTS, &part_sum);
    load_points(&star, 0, STARS, &star_sum);
    for (uint32_t c = 1; c < arc.clauses; c++) {
        take_step(&arc, part_moves, PARTS, c, &part_sum, parts.steps);
        take_step(&star, star_moves, STARS, c, &star_sum, stars.steps);
    }
    uint32_t part = best_label(&part_sum), label = best_label(&star_sum);
    for (uint32_t c = arc.clauses - 1;; c--) {
        parts.labels[c * parts.stride] = (uint8_t)part;
        stars.labels[c * stars.stride] = (uint8_t)label;
        if (c == 0) break;
        part = label_before(&parts.steps[c], part);
        label = label_before(&stars.steps[c], label);
    }
}

/* The strongest other label, the lower one among equals, and by how much the chosen one is stronger. */
FW_INLINED void set_runner_up(fw_clause *clause) {
    const lanes label = {0, 1, 2, 3, 4, 5, 6, 7}, own = label == clause->part, least = own & INT_MIN;
    lanes points;
    memcpy(&points, clause->score, sizeof points);
    count_eighths(&points, IMPOSSIBLE);
    replace(&points, &own, &least);
    clause->runner_up = (uint8_t)best_label(&points);
    clause->margin = clause->score[clause->part] - clause->score[clause->runner_up];
}

static void plain_parts(const path_problem *p, const path_room *room) { best_path(p, FW_PART_COUNT, room); }
static void plain_stars(const path_problem *p, const path_room *room) { best_path(p, FW_STAR_COUNT, room); }
static void plain_paths(path_problem arc, path_room parts, path_problem star, path_room stars) {
    best_paths(arc, parts, star, stars);
}
/* All runners-up, and which clauses are of each part. */
FW_INLINED void set_runners_up(fw_workspace *ws) {
    for (uint32_t c = 0; c < ws->clauses.count; c++) {
        fw_clause *clause = &ws->clauses.items[c];
        ws->clause_bits.items[c / FW_CLAUSES_TOGETHER].part[clause->part] |= UINT64_C(1)
                                                                             << c % FW_CLAUSES_TOGETHER;
        set_runner_up(clause);
    }
}
static void plain_runners_up(fw_workspace *ws) { set_runners_up(ws); }
FW_WIDE static void wide_runners_up(fw_workspace *ws) { set_runners_up(ws); }
FW_WIDE static void wide_paths(path_problem arc, path_room parts, path_problem star, path_room stars) {
    best_paths(arc, parts, star, stars);
}

/* Room for the steps of all clauses, and for `more` integers a clause behind them. NULL when memory is out.
 */
static step *reserve(fw_workspace *ws, uint32_t more) {
    const uint32_t need = ws->clauses.count * (STEP_INTS + more);
    while (ws->scratch.capacity < need) {
        if (!fw_grow((void **)&ws->scratch.items, &ws->scratch.capacity, ws->scratch.capacity,
                     sizeof(int32_t)))
            return NULL;
    }
    return (step *)(void *)ws->scratch.items;
}

/* Points of a label that is allowed, and of one that is not. */
static int32_t weigh(const uint16_t *allowed, uint32_t clause, uint32_t label, int32_t points,
                     int32_t margin) {
    if (allowed[clause] >> label & 1) return points;
    return margin == FW_ALLOWED_ONLY ? IMPOSSIBLE : points + margin;
}

/* The points when the allowed labels are told, into table[clauses][k]; `points` are those of the first
 * clause, `stride` bytes before those of the next. */
static void weigh_all(const fw_workspace *ws, uint32_t k, const int32_t *points, size_t stride,
                      const uint16_t *allowed, int32_t margin, int32_t *table) {
    for (uint32_t c = 0; c < ws->clauses.count; c++) {
        const int32_t *own = (const int32_t *)(const void *)((const char *)points + c * stride);
        for (uint32_t label = 0; label < k; label++)
            table[c * k + label] = weigh(allowed, c, label, own[label], margin);
    }
}

bool fw_best_parts_given(fw_workspace *ws, const fw_arc_rules *rules, const uint16_t *allowed, int32_t margin,
                         uint8_t *parts) {
    enum { K = FW_PART_COUNT };
    const uint32_t count = ws->clauses.count;
    step *steps = reserve(ws, K);
    if (!steps) return false;
    int32_t *table = (int32_t *)(void *)(steps + count);
    weigh_all(ws, K, ws->clauses.items[0].score, sizeof(fw_clause), allowed, margin, table);
    const int16_t *moves = (ws->readings.count ? rules->second_transition : rules->transition)[0];
    plain_parts(&(path_problem){moves, table, K * sizeof *table, count, IMPOSSIBLE},
                &(path_room){steps, parts, 1});
    return true;
}

bool fw_best_stars_given(fw_workspace *ws, const fw_arc_rules *rules, const uint16_t *allowed, int32_t margin,
                         uint8_t *stars) {
    enum { K = FW_STAR_COUNT };
    const uint32_t count = ws->clauses.count;
    step *steps = reserve(ws, K);
    if (!steps) return false;
    int32_t *table = (int32_t *)(void *)(steps + count);
    weigh_all(ws, K, ws->star_points.items[0].points, sizeof(fw_star_points), allowed, margin, table);
    const int16_t *moves = (ws->readings.count ? rules->second_star_transition : rules->star_transition)[0];
    plain_stars(&(path_problem){moves, table, K * sizeof *table, count, IMPOSSIBLE},
                &(path_room){steps, stars, 1});
    return true;
}

/* Finds the labels of all clauses, with the transitions of the first reading or of the second. */
FW_INLINED void read_clauses(fw_workspace *ws, const int16_t *moves, const int16_t *star_moves, step *steps) {
    const uint32_t count = ws->clauses.count;
    fw_clause *clauses = ws->clauses.items;
    const path_problem arc = {moves, clauses[0].score, sizeof *clauses, count, 0};
    const path_problem star = {star_moves, ws->star_points.items[0].points, sizeof(fw_star_points), count,
                               IMPOSSIBLE};
    const path_room parts = {steps, &clauses[0].part, sizeof *clauses};
    const path_room stars = {steps + count, &clauses[0].star, sizeof *clauses};
    (fw_has_wide() ? wide_paths : plain_paths)(arc, parts, star, stars);
}

fw_code fw_label_clauses(fw_workspace *ws, const fw_arc_rules *rules, fw_error *err) {
    ws->readings.count = 0;
    if (ws->clauses.count == 0) {
        ws->cues.count = 0;
        return FW_OK;
    }
    step *steps = reserve(ws, STEP_INTS);
    if (!steps) return fw_fail_nomem(err);
    read_clauses(ws, rules->transition[0], rules->star_transition[0], steps);
    if (rules->has_context) {
        if (!fw_add_context(ws, rules)) return fw_fail_nomem(err);
        read_clauses(ws, rules->second_transition[0], rules->second_star_transition[0], steps);
    }
    (fw_has_wide() ? wide_runners_up : plain_runners_up)(ws);
    return fw_collect_cues(ws, rules) ? FW_OK : fw_fail_nomem(err);
}
