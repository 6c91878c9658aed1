/* cells.c: sums per participant in every group, for one share of the participants at a time. */
#include "report/data.h"

#include "base/room.h"

#include <stdlib.h>
#include <string.h>

static size_t stride_of(const fw_person_cells *c) { return 2 + c->width + c->marks; }

static fw_code new_cell(fw_person_cells *c, size_t group, fw_error *err) {
    const size_t stride = stride_of(c);
    double *cells = fw_room(c->cells, c->count, &c->capacity, stride * sizeof *cells);
    if (!cells) return fw_fail_nomem(err);
    c->cells = cells;
    double *fresh = cells + stride * c->count++;
    memset(fresh, 0, stride * sizeof *fresh);
    fresh[0] = (double)group;
    return FW_OK;
}

static fw_code reserve_head(fw_person_cells *c, size_t participant, fw_error *err) {
    const size_t old = c->head_capacity;
    while (participant >= c->head_capacity) {
        size_t *heads = fw_room(c->heads, c->head_capacity, &c->head_capacity, sizeof *heads);
        if (!heads) return fw_fail_nomem(err);
        c->heads = heads;
    }
    for (size_t i = old; i < c->head_capacity; i++) c->heads[i] = 0;
    return FW_OK;
}

/* The index of a participant's cell in a group that is not the first one; made on first use. */
static fw_code find_further_cell(fw_person_cells *c, size_t group, size_t participant, uint64_t *index,
                                 fw_error *err) {
    /* Spread as the set expects of its keys; unique by the second half. */
    const uint64_t pair = ((uint64_t)group << 40) ^ (uint64_t)participant;
    uint64_t mixed = pair * UINT64_C(0x9E3779B97F4A7C15);
    mixed ^= mixed >> 32;
    bool present = false;
    if (!c->pairs && !(c->pairs = fw_idset_new())) return fw_fail_nomem(err);
    const fw_code code = fw_idset_add(c->pairs, (fw_id128){mixed, pair}, c->count, &present, index, err);
    if (code != FW_OK || present) return code;
    return new_cell(c, group, err);
}

/* The sums of one participant in one group. */
static fw_code find_cell(fw_person_cells *c, size_t group, size_t participant, double **cell, fw_error *err) {
    const size_t stride = stride_of(c);
    fw_code code = reserve_head(c, participant, err);
    if (code != FW_OK) return code;
    uint64_t index = c->heads[participant];
    if (index == 0) {
        code = new_cell(c, group, err);
        index = c->count - 1;
        c->heads[participant] = c->count;
    } else if (c->cells[stride * (size_t)(index - 1)] == (double)group) {
        index--;
    } else {
        code = find_further_cell(c, group, participant, &index, err);
    }
    if (code == FW_OK) *cell = c->cells + stride * (size_t)index;
    return code;
}

fw_code fw_person_cells_gather(fw_person_cells *cells, size_t group, size_t participant,
                               const double *metrics, uint32_t marks, fw_error *err) {
    double *cell = NULL;
    const fw_code code = find_cell(cells, group, participant, &cell, err);
    if (code != FW_OK) return code;
    cell[1] += 1;
    for (size_t m = 0; m < cells->width; m++) cell[2 + m] += metrics[m];
    for (uint32_t left = cells->marks ? marks : 0; left; left &= left - 1) {
        const size_t mark = (size_t)__builtin_ctz(left);
        cell[2 + cells->width + mark] += fw_mark_value(marks, mark);
    }
    return FW_OK;
}

void fw_person_cells_clear(fw_person_cells *cells) {
    cells->count = 0;
    if (cells->heads) memset(cells->heads, 0, cells->head_capacity * sizeof *cells->heads);
    if (cells->pairs) fw_idset_clear(cells->pairs);
}

void fw_person_cells_free(fw_person_cells *cells) {
    free(cells->heads);
    free(cells->cells);
    if (cells->pairs) fw_idset_free(cells->pairs);
    *cells = (fw_person_cells){0};
}

/* Of somebody's answers in a group, and what was counted of them: those with a time count for themselves. */
static void add_repeats(fw_group *group, double answers, const double *counted) {
    double timed = 0;
    for (size_t i = 0; i < FW_TIME_COUNT; i++) timed += counted[FW_MARK_TIME + i];
    for (size_t m = 0; m < FW_MARK_COUNT; m++)
        fw_repeats_add(&group->repeats[m], m < FW_MARK_TIME ? answers : timed, counted[m]);
}

void fw_dimension_alone(fw_dimension *dimension, size_t group, const double *metrics, uint32_t marks) {
    fw_group *to = &dimension->groups[group];
    double counted[FW_MARK_COUNT];
    for (size_t m = 0; m < dimension->width; m++) fw_moments_add(&to->metric[m], metrics[m]);
    for (size_t m = 0; m < FW_MARK_COUNT; m++) counted[m] = fw_mark_value(marks, m);
    if (to->repeats) add_repeats(to, 1, counted);
}

void fw_dimension_settle(fw_dimension *dimension, const fw_person_cells *cells) {
    const size_t stride = stride_of(cells);
    for (size_t i = 0; i < cells->count; i++) {
        const double *cell = cells->cells + stride * i;
        fw_group *group = &dimension->groups[(size_t)cell[0]];
        for (size_t m = 0; m < dimension->width; m++)
            fw_moments_add(&group->metric[m], cell[2 + m] / cell[1]);
        if (group->repeats) add_repeats(group, cell[1], cell + 2 + dimension->width);
    }
}
