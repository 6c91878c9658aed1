/*
 * ways.h: people by the way they went from an earlier run to this one: from which group of every column to
 * which.
 *
 * People who went the same way are one unknown sum before and one now; a single one where their answers are
 * the same in both.
 */
#ifndef FAILWISE_RUN_WAYS_H
#define FAILWISE_RUN_WAYS_H

#include "run/nightly/split.h"

#include "base/idset.h"

/* No unknown: they were not there. No group, likewise. */
#define FW_NOWHERE UINT32_MAX

typedef struct fw_way {
    uint32_t slot[FW_SIDES]; /* the unknown sums, or FW_NOWHERE; the same twice: the answers are the same */
    size_t people;
    bool changed; /* they came, left, answered otherwise, or are in another group */
} fw_way;

/* Zero-initialise; fw_ways_free. */
typedef struct fw_ways {
    fw_way *way;
    uint32_t *group; /* count x FW_SIDES x columns */
    size_t count, capacity, columns;
    uint32_t slots;
    size_t people[FW_SIDES];
    size_t *inside[FW_SPLIT_MOST][FW_SIDES]; /* people by group */
    size_t *changed[FW_SPLIT_MOST];          /* people by group whose answers in it are not the same */
    bool adds_up[FW_SPLIT_MOST];             /* nobody is in several groups of the column */
    fw_idset *index;
} fw_ways;

fw_code fw_ways_find(const fw_run_side *before, const fw_run_side *now, const fw_split *split, fw_ways *out,
                     fw_error *err);
void fw_ways_free(fw_ways *ways);
/* The group of every column that those of a way are in; meaningful where the column adds up. */
const uint32_t *fw_way_group(const fw_ways *ways, size_t way, fw_side side);

#endif
