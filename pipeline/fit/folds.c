/* folds.c: folds and bags by participant. */
#include "fit/folds.h"

#include "base/room.h"
#include "base/sort.h"
#include "base/str.h"

#include <stdlib.h>
#include <string.h>

/* Folds and bags must be independent draws from the same seed. */
static const uint64_t BAG_STREAM = 0x6261675f73616c74u;

static uint64_t hash_at(const void *context, size_t at) { return ((const fw_clusters *)context)->hash[at]; }

static bool equal_at(const void *context, size_t at, const void *key) {
    return ((const fw_clusters *)context)->hash[at] == *(const uint64_t *)key;
}

static fw_code put_aside(fw_clusters *clusters, uint64_t cluster, fw_error *err) {
    const fw_id128 key = {cluster, cluster};
    clusters->last = cluster;
    return fw_spill_put(clusters->aside, fw_spill_share(key), &cluster, sizeof cluster, err);
}

/* They are too many: from now on all of them go to a file, to be counted at the end. */
static fw_code open_aside(fw_clusters *clusters, fw_error *err) {
    fw_code code = fw_spill_new(NULL, &clusters->aside, err);
    for (size_t i = 0; i < clusters->count && code == FW_OK; i++)
        code = put_aside(clusters, clusters->hash[i], err);
    fw_index_free(&clusters->index);
    return code;
}

static fw_code hold(fw_clusters *clusters, uint64_t cluster, fw_error *err) {
    const fw_indexed hashes = {clusters, hash_at, equal_at};
    uint64_t *hash = fw_room(clusters->hash, clusters->count, &clusters->capacity, sizeof *hash);
    if (!hash) return fw_fail_nomem(err);
    clusters->hash = hash;
    hash[clusters->count] = cluster;
    if (!fw_index_add(&clusters->index, &hashes, cluster)) return fw_fail_nomem(err);
    clusters->count++;
    return FW_OK;
}

fw_code fw_clusters_add(fw_clusters *clusters, uint64_t cluster, fw_error *err) {
    const fw_indexed hashes = {clusters, hash_at, equal_at};
    if (clusters->aside) return cluster == clusters->last ? FW_OK : put_aside(clusters, cluster, err);
    if (fw_index_find(&clusters->index, &hashes, cluster, &cluster) != FW_INDEX_NONE) return FW_OK;
    if (clusters->count < FW_CLUSTERS_HELD) return hold(clusters, cluster, err);
    const fw_code code = open_aside(clusters, err);
    return code == FW_OK ? put_aside(clusters, cluster, err) : code;
}

static int compare(const void *a, const void *b) {
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/* All of a share into clusters->hash, which has no other use any more. */
static fw_code read_share(fw_clusters *clusters, size_t share, size_t *count, fw_error *err) {
    fw_spill_place place = {.share = share};
    *count = 0;
    for (;;) {
        const void *record = NULL;
        size_t size = 0;
        const fw_code code = fw_spill_next(clusters->aside, &place, &record, &size, err);
        if (code != FW_OK || !record) return code;
        if (*count == clusters->capacity) {
            uint64_t *grown = realloc(clusters->hash, (2 * *count + 1) * sizeof *grown);
            if (!grown) return fw_fail_nomem(err);
            clusters->hash = grown;
            clusters->capacity = 2 * *count + 1;
        }
        memcpy(&clusters->hash[(*count)++], record, sizeof *clusters->hash);
    }
}

static fw_code count_aside(fw_clusters *clusters, fw_error *err) {
    fw_code code = FW_OK;
    clusters->count = 0;
    for (size_t share = 0; share < FW_SPILL_SHARES && code == FW_OK; share++) {
        size_t all = 0;
        code = read_share(clusters, share, &all, err);
        fw_sort_keys(clusters->hash, all);
        for (size_t i = 0; i < all; i++)
            clusters->count += i == 0 || clusters->hash[i] != clusters->hash[i - 1];
    }
    return code;
}

fw_code fw_clusters_seal(fw_clusters *clusters, fw_error *err) {
    fw_index_free(&clusters->index);
    if (!clusters->aside) {
        fw_sort_keys(clusters->hash, clusters->count);
        return FW_OK;
    }
    const fw_code code = count_aside(clusters, err);
    free(clusters->hash);
    fw_spill_free(clusters->aside);
    clusters->hash = NULL;
    clusters->aside = NULL;
    clusters->capacity = 0;
    return code;
}

void fw_clusters_free(fw_clusters *clusters) {
    fw_index_free(&clusters->index);
    fw_spill_free(clusters->aside);
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
