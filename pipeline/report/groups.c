/* groups.c: splits of the answers into groups: their names, counters and order. */
#include "report/data.h"

#include "base/room.h"
#include "base/seniority.h"
#include "base/str.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Beyond this many distinct values a column is no grouping; the rest is counted together. */
enum { GROUP_LIMIT = 2000 };
/* Parts and traits are told in points from 0 to 4. */
static const double POINTS = 4;
static const char NOT_GIVEN[] = "(not given)";
static const char OVERFLOW_NAME[] = "(further values)";

fw_code fw_dimension_init(fw_dimension *dimension, const char *column, const char *label, int index,
                          size_t width, fw_error *err) {
    *dimension = (fw_dimension){.index = index, .width = width, .detailed = width > 1};
    dimension->column = strdup(column);
    dimension->label = strdup(label);
    dimension->names = fw_idset_new();
    if (dimension->column && dimension->label && dimension->names) return FW_OK;
    fw_dimension_free(dimension);
    return fw_fail_nomem(err);
}

void fw_dimension_free(fw_dimension *dimension) {
    for (size_t i = 0; i < dimension->count; i++) {
        free(dimension->groups[i].name);
        free(dimension->groups[i].overall);
        free(dimension->groups[i].repeats);
    }
    free(dimension->groups);
    free(dimension->column);
    free(dimension->label);
    if (dimension->names) fw_idset_free(dimension->names);
    *dimension = (fw_dimension){0};
}

static fw_code new_group(fw_dimension *dimension, fw_str name, fw_error *err) {
    fw_group *groups = fw_room(dimension->groups, dimension->count, &dimension->capacity, sizeof *groups);
    if (!groups) return fw_fail_nomem(err);
    dimension->groups = groups;
    fw_group *group = &groups[dimension->count];
    *group = (fw_group){.name = fw_str_dup(name), .name_len = name.len, .seen = dimension->count};
    if (dimension->detailed) {
        group->overall = calloc(1, sizeof *group->overall);
        group->repeats = calloc(FW_MARK_COUNT, sizeof *group->repeats);
    }
    dimension->count++;
    const bool room = group->name && (!dimension->detailed || (group->overall && group->repeats));
    return room ? FW_OK : fw_fail_nomem(err);
}

static fw_code look_up_group(fw_dimension *dimension, fw_str name, size_t *group, fw_error *err) {
    bool present = false;
    uint64_t stored = 0;
    const bool full = dimension->count >= GROUP_LIMIT;
    if (full) {
        *group = dimension->overflow;
        if (fw_idset_find(dimension->names, fw_id_hash(name), &stored)) *group = (size_t)stored;
        return FW_OK;
    }
    const bool last = dimension->count + 1 == GROUP_LIMIT;
    fw_code code = fw_idset_add(dimension->names, fw_id_hash(name), dimension->count, &present, &stored, err);
    *group = (size_t)stored;
    if (code != FW_OK || present) return code;
    if (last) dimension->overflow = dimension->count;
    return new_group(dimension, last ? (fw_str){OVERFLOW_NAME, sizeof OVERFLOW_NAME - 1} : name, err);
}

static fw_code find_group(fw_dimension *dimension, fw_str name, size_t *group, fw_error *err) {
    if (name.len == 0) name = (fw_str){NOT_GIVEN, sizeof NOT_GIVEN - 1};
    uint32_t *recent = &dimension->recent[fw_name_glance(name) % FW_RECENT_GROUPS];
    if (*recent) {
        const fw_group *last = &dimension->groups[*recent - 1];
        *group = *recent - 1;
        if (fw_str_equal(name, (fw_str){last->name, last->name_len})) return FW_OK;
    }
    const fw_code code = look_up_group(dimension, name, group, err);
    if (code == FW_OK) *recent = (uint32_t)*group + 1;
    return code;
}

uint32_t fw_marks_of(const fw_score *score) {
    uint32_t marks = (uint32_t)(score->weakest << FW_MARK_WEAKEST) | (uint32_t)(score->traps << FW_MARK_TRAP);
    for (size_t i = 0; i < FW_ARC_PARTS; i++)
        marks |= (uint32_t)(score->part[i] <= 0) << (FW_MARK_ABSENT + i);
    marks |= (uint32_t)(score->traps == 0) << FW_MARK_UNTRAPPED;
    if (!isfinite(score->seconds)) return marks;
    const int slot = score->seconds < 90    ? FW_TIME_SHORT
                     : score->seconds > 120 ? FW_TIME_LONG
                                            : FW_TIME_IN_BAND;
    return marks | 1U << (FW_MARK_TIME + slot);
}

double fw_mark_value(uint32_t marks, size_t mark) {
    static const uint32_t WEAKEST = ((1U << FW_ARC_PARTS) - 1) << FW_MARK_WEAKEST;
    if (!(marks >> mark & 1U)) return 0;
    return WEAKEST >> mark & 1U ? 1. / __builtin_popcount(marks & WEAKEST) : 1;
}

static void add_counters(fw_group *group, const fw_score *score, uint32_t marks) {
    for (size_t i = 0; i < FW_ARC_PARTS; i++) {
        group->absent[i] += marks >> (FW_MARK_ABSENT + i) & 1U;
        group->weakest[i] += fw_mark_value(marks, FW_MARK_WEAKEST + i);
    }
    for (size_t i = 0; i < FW_TRAP_COUNT; i++) group->traps[i] += marks >> (FW_MARK_TRAP + i) & 1U;
    group->untrapped += marks >> FW_MARK_UNTRAPPED & 1U;
    for (size_t i = 0; i < FW_TIME_COUNT; i++) group->timing[i] += marks >> (FW_MARK_TIME + i) & 1U;
    fw_moments_add(&group->seconds, score->seconds);
    if (group->overall) fw_sketch_add(group->overall, score->overall);
}

fw_code fw_dimension_add(fw_dimension *dimension, fw_str name, const fw_score *score, uint32_t marks,
                         size_t *group, fw_error *err) {
    const fw_code code = find_group(dimension, name, group, err);
    if (code != FW_OK) return code;
    fw_group *target = &dimension->groups[*group];
    target->answers++;
    if (dimension->detailed) add_counters(target, score, marks);
    return FW_OK;
}

static bool is_rest(const char *name) {
    return strcmp(name, NOT_GIVEN) == 0 || strcmp(name, OVERFLOW_NAME) == 0;
}

/* Names in the order people expect: digits by value, the "not given" and the rest last, levels by seniority.
 */
static int compare_groups(const void *a, const void *b) {
    const char *x = ((const fw_group *)a)->name;
    const char *y = ((const fw_group *)b)->name;
    if (is_rest(x) != is_rest(y)) return is_rest(x) ? 1 : -1;
    const int rank_x = fw_seniority_of(fw_str_of(x));
    const int rank_y = fw_seniority_of(fw_str_of(y));
    if (rank_x >= 0 && rank_y >= 0) return rank_x - rank_y;
    const int order = strverscmp(x, y);
    return order ? order : strcmp(x, y);
}

void fw_dimension_close(fw_dimension *dimension) {
    if (dimension->count > 1)
        qsort(dimension->groups, dimension->count, sizeof *dimension->groups, compare_groups);
}

size_t fw_dimension_named(const fw_dimension *dimension) {
    size_t named = 0;
    for (size_t i = 0; i < dimension->count; i++) named += strcmp(dimension->groups[i].name, NOT_GIVEN) != 0;
    return named;
}

size_t fw_group_participants(const fw_group *group) { return (size_t)group->metric[FW_METRIC_OVERALL].n; }

double fw_group_timed(const fw_group *group) {
    double n = 0;
    for (size_t i = 0; i < FW_TIME_COUNT; i++) n += (double)group->timing[i];
    return n;
}

fw_estimate fw_group_share(const fw_group *group, double count, size_t mark) {
    const double n = mark < FW_MARK_TIME ? (double)group->answers : fw_group_timed(group);
    return fw_share_interval_of(count, n, &group->repeats[mark]);
}

fw_estimate fw_group_points(const fw_group *group, size_t metric) {
    fw_estimate mean = fw_mean_interval(&group->metric[metric]);
    if (!isfinite(mean.low)) return mean;
    mean.low = fmax(mean.low, 0);
    mean.high = fmin(mean.high, POINTS);
    return mean;
}
