/*
 * linked.h: what the groups of one column give away about those of another.
 *
 * A table by region beside a table by cohort tells, for a region that holds whole cohorts, what the rest of
 * the region is: the total less its cohorts. Where that rest is smaller than k, something must be withheld,
 * though every group shown has k people or more.
 */
#ifndef FAILWISE_REPORT_LINKED_H
#define FAILWISE_REPORT_LINKED_H

#include "base/idset.h"
#include "report/suppress.h"

enum { FW_CROSSED_MOST = 16384 /* combinations kept at most: 64 kB a column */ };

/*
 * The combinations of groups that answers have, one group a column (dimension). Beyond the limit further ones
 * are not kept: then a group may seem to lie within another although it does not, which withholds more, never
 * less.
 */
typedef struct fw_crossed {
    size_t width;      /* columns */
    uint32_t *group;   /* count x width */
    uint64_t *answers; /* by combination */
    size_t count, capacity;
    fw_idset *index; /* hash of a combination */
} fw_crossed;

fw_code fw_crossed_init(fw_crossed *crossed, size_t width, fw_error *err);
void fw_crossed_free(fw_crossed *crossed);
/* Adds the combination of one answer, `width` group indices. */
fw_code fw_crossed_add(fw_crossed *crossed, const uint32_t *groups, fw_error *err);

/* One column whose table is published. */
typedef struct fw_linked_column {
    size_t column;       /* in the combinations */
    const size_t *place; /* group as in the combinations -> its index below */
    const size_t *people;
    size_t count;
    fw_shown *shown; /* decided by fw_suppress; more may be withheld here, nothing less */
} fw_linked_column;

/* Published groups squared times combinations, beyond which all columns are not solved at once. */
enum { FW_SOLVED_MOST = 20000000 };

/*
 * `columns` with the most important one first: it is touched last. Withholds further groups until no total
 * that is published, or follows by subtraction from all answers
 * (`people` of them), holds groups of another column that leave fewer than k; and, as far as FW_SOLVED_MOST
 * allows, until no group below k, and no combination of groups, can be had by solving all that is published.
 */
fw_code fw_suppress_linked(const fw_crossed *crossed, const fw_linked_column *columns, size_t count,
                           size_t people, size_t k, fw_error *err);

#endif
