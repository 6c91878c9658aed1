/* idset.c: open addressing with linear probing over 128-bit keys. */
#include "base/idset.h"

#include "base/secret.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    fw_id128 key;
    uint64_t value; /* stored value + 1; 0 = empty slot */
} entry;

struct fw_idset {
    entry *entries;
    size_t capacity; /* a power of two */
    size_t count;
    uint64_t lo, hi; /* secret factors: keys are hashes that anybody can compute, places are not */
};

enum { FIRST_CAPACITY = 1024 };

fw_idset *fw_idset_new(void) {
    fw_idset *set = calloc(1, sizeof *set);
    if (!set) return NULL;
    set->capacity = FIRST_CAPACITY;
    set->lo = fw_secret(1);
    set->hi = fw_secret(2);
    set->entries = calloc(set->capacity, sizeof *set->entries);
    if (set->entries) return set;
    free(set);
    return NULL;
}

void fw_idset_free(fw_idset *set) {
    if (!set) return;
    free(set->entries);
    free(set);
}

size_t fw_idset_count(const fw_idset *set) { return set->count; }

void fw_idset_clear(fw_idset *set) {
    memset(set->entries, 0, set->capacity * sizeof *set->entries);
    set->count = 0;
}

/* The upper bits of a sum of products with secret odd factors: two keys chosen without knowing them meet no
 * more often than random ones. */
static size_t place(const fw_idset *set, fw_id128 key, size_t capacity) {
    const uint64_t mixed = key.lo * set->lo + key.hi * set->hi;
    return (size_t)(mixed >> (64 - (unsigned)__builtin_ctzll(capacity)));
}

static entry *locate(const fw_idset *set, entry *entries, size_t capacity, fw_id128 key) {
    size_t i = place(set, key, capacity);
    while (entries[i].value && (entries[i].key.lo != key.lo || entries[i].key.hi != key.hi)) {
        i = (i + 1) & (capacity - 1);
    }
    return &entries[i];
}

static bool grow(fw_idset *set) {
    const size_t capacity = set->capacity * 2;
    entry *entries = calloc(capacity, sizeof *entries);
    if (!entries) return false;
    for (size_t i = 0; i < set->capacity; i++) {
        if (set->entries[i].value) *locate(set, entries, capacity, set->entries[i].key) = set->entries[i];
    }
    free(set->entries);
    set->entries = entries;
    set->capacity = capacity;
    return true;
}

fw_code fw_idset_add(fw_idset *set, fw_id128 key, uint64_t value, bool *present, uint64_t *stored,
                     fw_error *err) {
    if (set->count * 4 >= set->capacity * 3 && !grow(set)) return fw_fail_nomem(err);
    entry *found = locate(set, set->entries, set->capacity, key);
    *present = found->value != 0;
    if (!*present) {
        *found = (entry){.key = key, .value = value + 1};
        set->count++;
    }
    *stored = found->value - 1;
    return FW_OK;
}

bool fw_idset_find(const fw_idset *set, fw_id128 key, uint64_t *value) {
    const entry *found = locate(set, set->entries, set->capacity, key);
    if (!found->value) return false;
    *value = found->value - 1;
    return true;
}
