/* folds.c: folds and bags by participant. */
#include "fit/folds.h"

#include "base/str.h"

#include <stdlib.h>

/* Folds and bags must be independent draws from the same seed. */
static const uint64_t BAG_STREAM = 0x6261675f73616c74u;

static uint64_t hash_at(const void *context, size_t at) { return ((const fw_clusters *)context)->hash[at]; }

static bool equal_at(const void *context, size_t at, const void *key) {
    return ((const fw_clusters *)context)->hash[at] == *(const uint64_t *)key;
}

fw_code fw_clusters_add(fw_clusters *clusters, uint64_t cluster, fw_error *err) {
    const fw_indexed hashes = {clusters, hash_at, equal_at};
    if (fw_index_find(&clusters->index, &hashes, cluster, &cluster) != FW_INDEX_NONE) return FW_OK;
    if (clusters->count >= UINT32_MAX - 1)
        return fw_fail(err, FW_DATA, "more than %u participants", UINT32_MAX - 1);
    if (clusters->count == clusters->capacity) {
        const size_t capacity = clusters->capacity ? clusters->capacity * 2 : 256;
        uint64_t *grown = realloc(clusters->hash, capacity * sizeof *grown);
        if (!grown) return fw_fail_nomem(err);
        clusters->hash = grown;
        clusters->capacity = capacity;
    }
    clusters->hash[clusters->count] = cluster;
    if (!fw_index_add(&clusters->index, &hashes, cluster, clusters->count)) return fw_fail_nomem(err);
    clusters->count++;
    return FW_OK;
}

static int compare(const void *a, const void *b) {
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

void fw_clusters_seal(fw_clusters *clusters) {
    if (clusters->count) qsort(clusters->hash, clusters->count, sizeof *clusters->hash, compare);
    fw_index_free(&clusters->index);
}

void fw_clusters_free(fw_clusters *clusters) {
    fw_index_free(&clusters->index);
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
