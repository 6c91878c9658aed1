/*
 * folds.h: who belongs together: folds and bootstrap bags by participant.
 *
 * Both depend on the participant's hash and the seed alone, never on row order.
 */
#ifndef FAILWISE_FIT_FOLDS_H
#define FAILWISE_FIT_FOLDS_H

#include "base/index.h"
#include "base/spill.h"

#include <failwise/status.h>

enum { FW_BAGS = 1024 };

/* Clusters that are known one by one; where there are more, only how many. */
enum { FW_CLUSTERS_HELD = 16384 };

/* The distinct clusters seen. Zero-initialise; fw_clusters_free when done. */
typedef struct fw_clusters {
    fw_index index;  /* of the hashes; empty once sealed */
    uint64_t *hash;  /* in order of appearance; sorted by fw_clusters_seal */
    fw_spill *aside; /* all that came, once they are too many to be held; NULL before, and once sealed */
    uint64_t last;   /* the one put aside last: rows of one participant often stand together */
    size_t count;    /* once sealed, of all; `hash` has them if they are at most FW_CLUSTERS_HELD */
    size_t capacity;
} fw_clusters;

fw_code fw_clusters_add(fw_clusters *clusters, uint64_t cluster, fw_error *err);
/* After the last add: counts them. FW_IO: the temporary file of many clusters cannot be read, or memory. */
fw_code fw_clusters_seal(fw_clusters *clusters, fw_error *err);
void fw_clusters_free(fw_clusters *clusters);

/* In [0, FW_BAGS). Up to FW_BAGS clusters have a bag each; more share bags by hash. */
size_t fw_clusters_bag(const fw_clusters *clusters, uint64_t cluster, uint64_t seed);
/* In [0, folds). */
uint16_t fw_cluster_fold(uint64_t cluster, uint64_t seed, size_t folds);

#endif
