/* told.c: solves the sums that two reports publish, for what they tell of those who changed. */
#include "run/nightly/told.h"

#include "report/rowspace.h"
#include "run/nightly/ways.h"

#include <math.h>
#include <string.h>

/* Steps of elimination beyond which it is not tried: seconds. */
static const double EFFORT = 1e9;

typedef struct solver {
    const fw_split *split;
    const fw_ways *ways;
    fw_rowspace space;
    size_t enough, least; /* SIZE_MAX: nothing found */
    double effort;
} solver;

/* ---- what is published ---- */

static bool is_public(const solver *s, fw_side side, size_t column, uint32_t group) {
    return s->split->column[column].published[side] && s->ways->people[side] >= s->split->k[side] &&
           s->ways->inside[column][side][group] >= s->split->k[side];
}

/* What is withheld beside other groups is taken for published: more may seem to follow than does. */
static size_t count_public(const solver *s) {
    size_t count = FW_SIDES;
    for (size_t c = 0; c < s->split->count; c++)
        for (int side = 0; side < FW_SIDES && s->ways->adds_up[c]; side++)
            for (uint32_t g = 0; g < s->split->column[c].groups; g++)
                count += is_public(s, (fw_side)side, c, g);
    return count;
}

static void add_sum(solver *s, fw_side side, size_t column, uint32_t group) {
    for (size_t w = 0; w < s->ways->count; w++) {
        const fw_way *way = &s->ways->way[w];
        if (way->slot[side] == FW_NOWHERE) continue;
        if (column == SIZE_MAX || fw_way_group(s->ways, w, side)[column] == group)
            s->space.work[way->slot[side]] = 1;
    }
    fw_rowspace_add(&s->space);
    memset(s->space.work, 0, s->space.width * sizeof *s->space.work);
}

static fw_code publish(solver *s, fw_error *err) {
    const size_t rows = count_public(s);
    s->effort = EFFORT - (double)rows * (double)rows * (double)s->ways->slots;
    if (s->effort < 0) return FW_OK;
    const fw_code code = fw_rowspace_init(&s->space, s->ways->slots, rows, err);
    for (int side = 0; side < FW_SIDES && code == FW_OK; side++) {
        if (s->ways->people[side] < s->split->k[side]) continue;
        add_sum(s, (fw_side)side, SIZE_MAX, 0);
        for (size_t c = 0; c < s->split->count; c++)
            for (uint32_t g = 0; g < s->split->column[c].groups && s->ways->adds_up[c]; g++)
                if (is_public(s, (fw_side)side, c, g)) add_sum(s, (fw_side)side, c, g);
    }
    return code;
}

/* ---- what is looked for ---- */

/* People who changed, in a group of one column, and in (or not in) one of another. SIZE_MAX: any. */
typedef struct wanted {
    size_t column, other;
    uint32_t group, other_group;
    bool not_other;
} wanted;

static bool is_wanted(const solver *s, const wanted *want, size_t way, fw_side side) {
    const uint32_t *group = fw_way_group(s->ways, way, side);
    if (want->column != SIZE_MAX && group[want->column] != want->group) return false;
    return want->other == SIZE_MAX || (group[want->other] == want->other_group) != want->not_other;
}

/* Adds the difference over a way, or one side of it, to what is looked for; false when nothing is left. */
static bool look_for(solver *s, size_t way, bool before, bool now) {
    const uint32_t *slot = s->ways->way[way].slot;
    before = before && slot[FW_BEFORE] != FW_NOWHERE;
    now = now && slot[FW_NOW] != FW_NOWHERE;
    if (before && now && slot[FW_BEFORE] == slot[FW_NOW])
        return false; /* the same answers: they cancel out */
    if (before) s->space.work[slot[FW_BEFORE]] = FW_ROWSPACE_MINUS;
    if (now) s->space.work[slot[FW_NOW]] = 1;
    return before || now;
}

static void judge(solver *s, size_t people) {
    if (people && people < s->enough && people < s->least) {
        s->effort -= (double)s->space.count * (double)s->space.width;
        if (s->effort >= 0 && fw_rowspace_follows(&s->space)) s->least = people;
    }
    memset(s->space.work, 0, s->space.width * sizeof *s->space.work);
}

static void try_group(solver *s, const wanted *want) {
    size_t people = 0;
    for (size_t w = 0; w < s->ways->count && people < s->enough; w++) {
        if (!s->ways->way[w].changed) continue;
        if (look_for(s, w, is_wanted(s, want, w, FW_BEFORE), is_wanted(s, want, w, FW_NOW)))
            people += s->ways->way[w].people;
    }
    judge(s, people);
}

static void try_pairs(solver *s, size_t a, uint32_t group) {
    for (size_t b = 0; b < s->split->count; b++) {
        if (b == a || !s->ways->adds_up[b]) continue;
        for (uint32_t g = 0; g < s->split->column[b].groups && s->effort >= 0; g++) {
            s->effort -= (double)s->ways->count;
            try_group(s, &(wanted){a, b, group, g, true});
            if (a < b) try_group(s, &(wanted){a, b, group, g, false});
        }
    }
}

static void try_groups(solver *s) {
    try_group(s, &(wanted){.column = SIZE_MAX, .other = SIZE_MAX});
    for (size_t c = 0; c < s->split->count; c++) {
        for (uint32_t g = 0; g < s->split->column[c].groups && s->effort >= 0 && s->ways->adds_up[c]; g++) {
            try_group(s, &(wanted){.column = c, .other = SIZE_MAX, .group = g});
            try_pairs(s, c, g);
        }
    }
}

/* Those who went the same way: as they were, as they are, and the difference. */
static void try_ways(solver *s) {
    static const bool BEFORE[] = {true, false, true}, NOW[] = {false, true, true};
    for (size_t w = 0; w < s->ways->count && s->effort >= 0; w++) {
        const fw_way *way = &s->ways->way[w];
        for (size_t i = 0; i < sizeof NOW / sizeof NOW[0] && way->changed; i++)
            judge(s, look_for(s, w, BEFORE[i], NOW[i]) ? way->people : 0);
    }
}

/* Where people are in several groups no sums can be subtracted but those of one group before and now. */
static void try_single_groups(solver *s) {
    for (size_t c = 0; c < s->split->count; c++) {
        for (uint32_t g = 0; g < s->split->column[c].groups && !s->ways->adds_up[c]; g++) {
            const size_t people = s->ways->changed[c][g];
            if (people && people < s->enough && people < s->least && is_public(s, FW_BEFORE, c, g) &&
                is_public(s, FW_NOW, c, g))
                s->least = people;
        }
    }
}

fw_code fw_told_by_change(const fw_run_side *before, const fw_run_side *now, const fw_split *split,
                          size_t enough, double *least, fw_error *err) {
    *least = (double)NAN;
    fw_ways ways = {0};
    solver s = {.split = split, .ways = &ways, .enough = enough, .least = SIZE_MAX};
    fw_code code = fw_ways_find(before, now, split, &ways, err);
    if (code == FW_OK) code = publish(&s, err);
    if (code == FW_OK && s.space.work) { /* else it is not tried */
        try_single_groups(&s);
        try_groups(&s);
        try_ways(&s);
    }
    if (code == FW_OK && s.least != SIZE_MAX)
        *least = (double)s.least;
    else if (code == FW_OK && s.effort >= 0)
        *least = HUGE_VAL;
    fw_rowspace_free(&s.space);
    fw_ways_free(&ways);
    return code;
}
