/* folds.c: folds and bags by participant. */
#include "fit/folds.h"

#include "base/str.h"

#include <stdlib.h>

/* Folds and bags must be independent draws from the same seed. */
static const uint64_t BAG_STREAM = 0x6261675f73616c74u;

fw_code fw_clusters_add(fw_clusters *clusters, uint64_t cluster, fw_error *err) {
    if (!clusters->set) clusters->set = fw_idset_new();
    if (!clusters->set) return fw_fail_nomem(err);
    bool present;
    uint64_t stored;
    const fw_id128 key = {.lo = cluster, .hi = 0};
    fw_code code = fw_idset_add(clusters->set, key, clusters->count, &present, &stored, err);
    if (code != FW_OK || present) return code;
    if (clusters->count == clusters->capacity) {
        const size_t capacity = clusters->capacity ? clusters->capacity * 2 : 256;
        uint64_t *grown = realloc(clusters->hash, capacity * sizeof *grown);
        if (!grown) return fw_fail_nomem(err);
        clusters->hash = grown;
        clusters->capacity = capacity;
    }
    clusters->hash[clusters->count++] = cluster;
    return FW_OK;
}

static int compare(const void *a, const void *b) {
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

void fw_clusters_seal(fw_clusters *clusters) {
    if (clusters->count) qsort(clusters->hash, clusters->count, sizeof *clusters->hash, compare);
    fw_idset_free(clusters->set);
    clusters->set = NULL;
}

void fw_clusters_free(fw_clusters *clusters) {
    if (clusters->set) fw_idset_free(clusters->set);
    free(clusters->hash);
    *clusters = (fw_clusters){0};
}

size_t fw_clusters_bag(const fw_clusters *clusters, uint64_t cluster, uint64_t seed) {
    if (clusters->count <= FW_BAGS) {
        const uint64_t *found =
            bsearch(&cluster, clusters->hash, clusters->count, sizeof *clusters->hash, compare);
        if (found) return (size_t)(found - clusters->hash);
    }
    return (size_t)(fw_hash64(&cluster, sizeof cluster, seed ^ BAG_STREAM) % FW_BAGS);
}

uint16_t fw_cluster_fold(uint64_t cluster, uint64_t seed, size_t folds) {
    return (uint16_t)(fw_hash64(&cluster, sizeof cluster, seed) % folds);
}
