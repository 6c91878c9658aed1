/* idset.c: sorted tables with gaps, in parts that grow by themselves. */
#include "base/idset.h"

#include "base/secret.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

/*
 * A key is known by 72 of its bits, mixed with secret factors: among ten million keys, two of them meet with
 * a chance of one in 10^8, and nobody can choose keys that do.
 */
typedef struct {
    uint64_t mark;
    uint8_t held[6]; /* 8 further bits of the key, then the value + 1, low byte first; value 0 = empty slot */
} __attribute__((packed)) entry;

enum { VALUE_BITS = 40, PARTS = 64, PART_BITS = 6, FIRST_CAPACITY = 16 };
static const uint64_t VALUE_MASK = (UINT64_C(1) << VALUE_BITS) - 1;

/* Entries stand in the order of their marks, each at its home or behind it with no gap between: a home is
 * where a mark would stand if all were spread evenly. So a search ends at the first larger mark, not only at
 * a gap, and a table may be nearly full; and one grows in a single walk from its start to its end. */
typedef struct {
    entry *entries;
    uint32_t capacity, count;
} part;

/* Parts grow one after the other: one has a 64th of the room of all. */
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

/* Room for `capacity` entries, more than there are: those it has stand at its start, what follows them may be
 * anything. Of a large table only the new pages are touched. */
static bool take_room(part *p, uint32_t capacity) {
    const size_t before = bytes_of(p), after = capacity * sizeof *p->entries;
    void *room;
    if (after < OWN_PAGES) {
        room = realloc(p->entries, after);
        if (!room) return false;
    } else if (before >= OWN_PAGES) {
        room = mremap(p->entries, before, after, MREMAP_MAYMOVE);
        if (room == MAP_FAILED) return false;
    } else {
        room = mmap(NULL, after, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (room == MAP_FAILED) return false;
        if (before) memcpy(room, p->entries, before);
        free(p->entries);
    }
    p->entries = room;
    p->capacity = capacity;
    return true;
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

/* What is looked for. */
typedef struct {
    uint64_t mark, further; /* further: 8 bits */
} wanted_key;

/* The upper bits of a sum of products with secret odd factors: two keys chosen without knowing them meet no
 * more often than random ones. The uppermost choose the part, the next ones the place in it. */
static wanted_key wanted_of(const fw_idset *set, fw_id128 key) {
    const uint64_t mark = key.lo * set->lo + key.hi * set->hi;
    const uint64_t further = (key.lo ^ (key.hi >> 32)) * set->more + key.hi * set->lo;
    return (wanted_key){mark, further >> 56};
}

static part *part_of(const fw_idset *set, uint64_t mark) {
    return (part *)&set->parts[mark >> (64 - PART_BITS)];
}

/* Read in one go, with the two bytes before it. */
static uint64_t held_of(const entry *e) {
    uint64_t bytes;
    memcpy(&bytes, (const char *)e + sizeof *e - sizeof bytes, sizeof bytes);
    return bytes >> 16;
}

static bool is_empty(const entry *e) { return held_of(e) == 0; }

/* The last places are nobody's home, so that what is pushed on has room there. */
static size_t home_of(const part *p, uint64_t mark) {
    const uint64_t spread = (mark << PART_BITS) >> 32; /* 32 bits */
    return (size_t)(spread * (p->capacity - p->capacity / 256 - 4) >> 32);
}

/* The slot that holds the key, or the one where it belongs: empty, or held by a larger mark; `capacity` when
 * there is no room behind the last. */
static size_t locate(const part *p, wanted_key wanted, bool *present) {
    size_t i = home_of(p, wanted.mark);
    *present = false;
    for (; i < p->capacity && !is_empty(&p->entries[i]); i++) {
        const entry *at = &p->entries[i];
        if (at->mark < wanted.mark) continue;
        *present = at->mark == wanted.mark && held_of(at) >> VALUE_BITS == wanted.further;
        if (*present || at->mark > wanted.mark) break;
    }
    return i;
}

/* Moves what stands from `at` to the next gap on by one; false when there is no gap. */
static bool make_gap(part *p, size_t at) {
    size_t end = at;
    while (end < p->capacity && !is_empty(&p->entries[end])) end++;
    if (end == p->capacity) return false;
    memmove(&p->entries[at + 1], &p->entries[at], (end - at) * sizeof *p->entries);
    return true;
}

/*
 * Spreads the first `count` places over all. They are moved to the end first: there every entry stands at its
 * new place or behind it, as no home moves on by more places than there are new ones, and entries that are
 * further apart push each other on less. So one walk from the start takes each to its place, and empties
 * those between.
 */
static void spread(part *p, uint32_t count) {
    const size_t more = p->capacity - count;
    memmove(p->entries + more, p->entries, count * sizeof *p->entries);
    size_t next = 0;
    for (size_t i = more; i < p->capacity; i++) {
        if (is_empty(&p->entries[i])) continue;
        const entry moved = p->entries[i];
        const size_t home = home_of(p, moved.mark);
        for (; next < home; next++) p->entries[next] = (entry){0};
        p->entries[next++] = moved;
    }
    memset(p->entries + next, 0, (p->capacity - next) * sizeof *p->entries);
}

/* A tiny part twofold, a small one by a quarter, a large one by an eighth: the room of ids is what a long
 * run needs most of. */
static uint32_t step_of(const part *p) {
    if (p->capacity == 0) return FIRST_CAPACITY;
    if (bytes_of(p) < OWN_PAGES / 4) return p->capacity;
    return bytes_of(p) < OWN_PAGES ? p->capacity / 4 : p->capacity / 8;
}

static bool grow(part *p) {
    const uint32_t before = p->capacity;
    if (before > UINT32_MAX / 2 || !take_room(p, before + step_of(p))) return false;
    spread(p, before);
    return true;
}

/* A tiny part is 7/16 to 7/8 full, a large one 83 to 94 %. */
static bool is_full(const part *p) {
    const uint64_t most = bytes_of(p) < OWN_PAGES ? (uint64_t)p->capacity * 14 : (uint64_t)p->capacity * 15;
    return (uint64_t)p->count * 16 >= most;
}

/* The place of a new key, with room made; false when memory is out. */
static bool make_place(part *p, wanted_key wanted, size_t *at) {
    bool present;
    while (is_full(p) || (*at = locate(p, wanted, &present)) == p->capacity || !make_gap(p, *at))
        if (!grow(p)) return false;
    return true;
}

static uint64_t value_of(const part *p, size_t at) { return (held_of(&p->entries[at]) & VALUE_MASK) - 1; }

void fw_idset_expect(const fw_idset *set, fw_id128 key) {
    const wanted_key wanted = wanted_of(set, key);
    const part *p = part_of(set, wanted.mark);
    if (p->capacity) __builtin_prefetch(&p->entries[home_of(p, wanted.mark)], 1);
}

fw_code fw_idset_add(fw_idset *set, fw_id128 key, uint64_t value, bool *present, uint64_t *stored,
                     fw_error *err) {
    if (value >= VALUE_MASK) return fw_fail(err, FW_BUG, "a set of ids was given a value beyond 2^40");
    const wanted_key wanted = wanted_of(set, key);
    part *p = part_of(set, wanted.mark);
    *present = false;
    size_t at = p->capacity ? locate(p, wanted, present) : 0;
    if (*present) {
        *stored = value_of(p, at);
        return FW_OK;
    }
    *stored = value;
    if ((is_full(p) || at == p->capacity || !make_gap(p, at)) && !make_place(p, wanted, &at))
        return fw_fail_nomem(err);
    const uint64_t held = wanted.further << VALUE_BITS | (value + 1);
    p->entries[at].mark = wanted.mark;
    memcpy(p->entries[at].held, &held, sizeof p->entries[at].held);
    p->count++;
    set->count++;
    return FW_OK;
}

bool fw_idset_find(const fw_idset *set, fw_id128 key, uint64_t *value) {
    const wanted_key wanted = wanted_of(set, key);
    const part *p = part_of(set, wanted.mark);
    if (!p->capacity) return false;
    bool present;
    const size_t at = locate(p, wanted, &present);
    if (present) *value = value_of(p, at);
    return present;
}
