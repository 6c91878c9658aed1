/* cells.c: sums per participant in every group, for one share of the participants at a time. */
#include "report/data.h"

#include "base/room.h"

#include <stdlib.h>
#include <string.h>

static fw_code new_cell(fw_dimension *dimension, size_t group, fw_error *err) {
    const size_t stride = 2 + dimension->width;
    double *cells =
        fw_room(dimension->cells, dimension->cell_count, &dimension->cell_capacity, stride * sizeof *cells);
    if (!cells) return fw_fail_nomem(err);
    dimension->cells = cells;
    double *fresh = cells + stride * dimension->cell_count++;
    memset(fresh, 0, stride * sizeof *fresh);
    fresh[0] = (double)group;
    return FW_OK;
}

static fw_code reserve_head(fw_dimension *dimension, size_t participant, fw_error *err) {
    const size_t old = dimension->head_capacity;
    while (participant >= dimension->head_capacity) {
        size_t *heads =
            fw_room(dimension->heads, dimension->head_capacity, &dimension->head_capacity, sizeof *heads);
        if (!heads) return fw_fail_nomem(err);
        dimension->heads = heads;
    }
    for (size_t i = old; i < dimension->head_capacity; i++) dimension->heads[i] = 0;
    return FW_OK;
}

/* The index of a participant's cell in a group that is not the first one; made on first use. */
static fw_code find_further_cell(fw_dimension *dimension, size_t group, size_t participant, uint64_t *index,
                                 fw_error *err) {
    /* Spread as the set expects of its keys; unique by the second half. */
    const uint64_t pair = ((uint64_t)group << 40) ^ (uint64_t)participant;
    uint64_t mixed = pair * UINT64_C(0x9E3779B97F4A7C15);
    mixed ^= mixed >> 32;
    bool present = false;
    const fw_code code =
        fw_idset_add(dimension->pairs, (fw_id128){mixed, pair}, dimension->cell_count, &present, index, err);
    if (code != FW_OK || present) return code;
    return new_cell(dimension, group, err);
}

/* The sums of one participant in one group. */
static fw_code find_cell(fw_dimension *dimension, size_t group, size_t participant, double **cell,
                         fw_error *err) {
    const size_t stride = 2 + dimension->width;
    fw_code code = reserve_head(dimension, participant, err);
    if (code != FW_OK) return code;
    uint64_t index = dimension->heads[participant];
    if (index == 0) {
        code = new_cell(dimension, group, err);
        index = dimension->cell_count - 1;
        dimension->heads[participant] = dimension->cell_count;
    } else if (dimension->cells[stride * (size_t)(index - 1)] == (double)group) {
        index--;
    } else {
        code = find_further_cell(dimension, group, participant, &index, err);
    }
    if (code == FW_OK) *cell = dimension->cells + stride * (size_t)index;
    return code;
}

fw_code fw_dimension_gather(fw_dimension *dimension, size_t group, size_t participant, const double *metrics,
                            fw_error *err) {
    double *cell = NULL;
    const fw_code code = find_cell(dimension, group, participant, &cell, err);
    if (code != FW_OK) return code;
    cell[1] += 1;
    for (size_t m = 0; m < dimension->width; m++) cell[2 + m] += metrics[m];
    return FW_OK;
}

void fw_dimension_alone(fw_dimension *dimension, size_t group, const double *metrics) {
    for (size_t m = 0; m < dimension->width; m++)
        fw_moments_add(&dimension->groups[group].metric[m], metrics[m]);
}

void fw_dimension_settle(fw_dimension *dimension) {
    const size_t stride = 2 + dimension->width;
    for (size_t i = 0; i < dimension->cell_count; i++) {
        const double *cell = dimension->cells + stride * i;
        fw_group *group = &dimension->groups[(size_t)cell[0]];
        for (size_t m = 0; m < dimension->width; m++)
            fw_moments_add(&group->metric[m], cell[2 + m] / cell[1]);
    }
    dimension->cell_count = 0;
    if (dimension->heads) memset(dimension->heads, 0, dimension->head_capacity * sizeof *dimension->heads);
    fw_idset_clear(dimension->pairs);
}
