/* idset.c: open addressing with linear probing, in parts that grow by themselves. */
#include "base/idset.h"

#include "base/secret.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

/*
 * A key is known by 88 of its bits, mixed with secret factors: among ten million keys, two of them meet with
 * a chance of one in 10^12, and nobody can choose keys that do.
 */
typedef struct {
    uint64_t mark;
    uint64_t held; /* 24 further bits of the key, then the value + 1; 0 = empty slot */
} entry;

enum { VALUE_BITS = 40, PARTS = 64, PART_BITS = 6, FIRST_CAPACITY = 16 };
static const uint64_t VALUE_MASK = (UINT64_C(1) << VALUE_BITS) - 1;

typedef struct {
    entry *entries;
    uint32_t capacity, count;
} part;

/* Parts grow one after the other: copying one needs a 64th of the room that copying all would. */
struct fw_idset {
    part parts[PARTS];
    size_t count;
    uint64_t lo, hi, more; /* secret factors: keys are hashes that anybody can compute, places are not */
};

fw_idset *fw_idset_new(void) {
    fw_idset *set = calloc(1, sizeof *set);
    if (!set) return NULL;
    set->lo = fw_secret(1);
    set->hi = fw_secret(2);
    set->more = fw_secret(3);
    return set;
}

/* Large tables have pages of their own: on the heap, what they outgrow would stay as holes between those that
 * others outgrew. */
enum { OWN_PAGES = 64 * 1024 };

static size_t bytes_of(const part *p) { return p->capacity * sizeof *p->entries; }

static bool take_room(part *p) {
    if (bytes_of(p) < OWN_PAGES) {
        p->entries = calloc(p->capacity, sizeof *p->entries);
        return p->entries != NULL;
    }
    p->entries = mmap(NULL, bytes_of(p), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (p->entries == MAP_FAILED) p->entries = NULL;
    return p->entries != NULL;
}

static void give_back(part *p) {
    if (bytes_of(p) < OWN_PAGES)
        free(p->entries);
    else
        (void)munmap(p->entries, bytes_of(p));
}

void fw_idset_free(fw_idset *set) {
    if (!set) return;
    for (size_t i = 0; i < PARTS; i++) give_back(&set->parts[i]);
    free(set);
}

size_t fw_idset_count(const fw_idset *set) { return set->count; }

void fw_idset_clear(fw_idset *set) {
    for (size_t i = 0; i < PARTS; i++) {
        part *p = &set->parts[i];
        if (p->count) memset(p->entries, 0, p->capacity * sizeof *p->entries);
        p->count = 0;
    }
    set->count = 0;
}

/* The upper bits of a sum of products with secret odd factors: two keys chosen without knowing them meet no
 * more often than random ones. The uppermost choose the part, the next ones the place in it. */
static entry entry_of(const fw_idset *set, fw_id128 key) {
    const uint64_t mark = key.lo * set->lo + key.hi * set->hi;
    const uint64_t further = (key.lo ^ (key.hi >> 32)) * set->more + key.hi * set->lo;
    return (entry){mark, further >> VALUE_BITS << VALUE_BITS};
}

static part *part_of(const fw_idset *set, uint64_t mark) {
    return (part *)&set->parts[mark >> (64 - PART_BITS)];
}

/* The slot that holds the entry, whatever its value, or the empty one where it belongs. */
static entry *locate(const part *p, entry wanted) {
    const uint64_t spread = (wanted.mark << PART_BITS) >> 32; /* 32 bits */
    size_t i = (size_t)(spread * p->capacity >> 32);
    for (;; i = i + 1 == p->capacity ? 0 : i + 1) {
        entry *at = &p->entries[i];
        if (!at->held) return at;
        if (at->mark == wanted.mark && (at->held ^ wanted.held) >> VALUE_BITS == 0) return at;
    }
}

/* By a quarter: a part is 7/10 to 7/8 full. */
static bool grow(part *p) {
    part larger = {.count = p->count};
    if (p->capacity > UINT32_MAX / 2) return false;
    larger.capacity = p->capacity ? p->capacity + p->capacity / 4 : FIRST_CAPACITY;
    if (!take_room(&larger)) return false;
    for (size_t i = 0; i < p->capacity; i++) {
        if (p->entries[i].held) *locate(&larger, p->entries[i]) = p->entries[i];
    }
    give_back(p);
    *p = larger;
    return true;
}

fw_code fw_idset_add(fw_idset *set, fw_id128 key, uint64_t value, bool *present, uint64_t *stored,
                     fw_error *err) {
    if (value >= VALUE_MASK) return fw_fail(err, FW_BUG, "a set of ids was given a value beyond 2^40");
    const entry wanted = entry_of(set, key);
    part *p = part_of(set, wanted.mark);
    if ((uint64_t)p->count * 8 >= (uint64_t)p->capacity * 7 && !grow(p)) return fw_fail_nomem(err);
    entry *found = locate(p, wanted);
    *present = found->held != 0;
    if (!*present) {
        *found = (entry){wanted.mark, wanted.held | (value + 1)};
        p->count++;
        set->count++;
    }
    *stored = (found->held & VALUE_MASK) - 1;
    return FW_OK;
}

bool fw_idset_find(const fw_idset *set, fw_id128 key, uint64_t *value) {
    const entry wanted = entry_of(set, key);
    const part *p = part_of(set, wanted.mark);
    if (!p->capacity) return false;
    const entry *found = locate(p, wanted);
    if (!found->held) return false;
    *value = (found->held & VALUE_MASK) - 1;
    return true;
}
