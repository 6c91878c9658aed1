/* bag_state.h: sums by bag between their calls; shared by the files that work them out and that put them
 * together. */
#ifndef FAILWISE_FIT_BAG_STATE_H
#define FAILWISE_FIT_BAG_STATE_H

#include "fit/bag_sums.h"

#include <pthread.h>

enum { FW_BAG_LEVELS = 20 }; /* more rows than anybody has: 8^20 leaves */

typedef struct leaf {
    float *x; /* leaf rows x features */
    double *rating;
    uint16_t *bag;
    uint32_t *order; /* rows by bag, once it is full */
    size_t *start;   /* where a bag's begin in there; bags + 1 */
    size_t rows;
} leaf;

struct fw_bag_sums {
    fw_bag_shape shape;
    leaf leaves[2];
    size_t filling;                  /* which of them takes rows; the other one is worked out */
    size_t room;                     /* rows that it takes */
    uint64_t at;                     /* its number */
    fw_packed levels[FW_BAG_LEVELS]; /* of nodes: sums of up to FW_BAG_FAN of the level below */
    size_t children[FW_BAG_LEVELS];
    size_t level_count;
    /* Where the rows are those of one of many: */
    const fw_bag_sink *to; /* NULL: they are all rows */
    bool head;             /* the leaf being filled began with rows of others */
    uint64_t whole;        /* the first leaf of which all rows are here */
    /* Of the leaf that is worked out; guarded by `lock`. */
    pthread_mutex_t lock;
    pthread_cond_t done;
    const leaf *work; /* NULL: none */
    size_t carries;   /* levels whose node it completes */
    size_t next_task, tasks_done;
    bool failed; /* memory was out */
};

/* Until the leaf that is worked out is done. */
fw_code fw_bag_sums_await(fw_bag_sums *sums, fw_error *err);
/* Makes room for a level. */
fw_code fw_bag_sums_need(fw_bag_sums *sums, size_t level, fw_error *err);
/* Adds the node of a level to the one above. */
void fw_bag_sums_carry(fw_bag_sums *sums, size_t level, size_t bag);

/* bag_parts.c: what is handed on: a node, emptied then; the rows of the leaf being filled. */
fw_code fw_bag_sums_send_node(fw_bag_sums *sums, size_t level, fw_error *err);
fw_code fw_bag_sums_send_rows(fw_bag_sums *sums, fw_error *err);

#endif
