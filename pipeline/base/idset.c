/* idset.c: sorted tables with gaps, in parts that grow by themselves. */
#include "base/idset.h"

#include "base/fetch.h"
#include "base/masks.h"
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
    uint8_t held[6]; /* the value, low byte first, then 8 further bits of the key */
} __attribute__((packed)) entry;

enum { VALUE_BITS = 40, PARTS = 64, PART_BITS = 6, FIRST_CAPACITY = 16, EXPECTED = 24 };
static const uint64_t VALUE_MASK = (UINT64_C(1) << VALUE_BITS) - 1;

/* Entries stand in the order of their marks, each at its home or behind it with no gap between: a home is
 * where a mark would stand if all were spread evenly. So a search ends at the first larger mark, not only at
 * a gap, and a table may be nearly full; and one grows in a single walk from its start to its end. The next
 * gap is some 50 entries away: bits tell of it, which mostly are in cache. */
typedef struct {
    entry *entries;           /* and behind them taken_of() */
    uint32_t capacity, count; /* capacity: a multiple of 8 */
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

/* Bits of ones behind those of the last entry: eight bytes are read from any of them. */
enum { BEHIND = 8 };

/* Bytes of a table before the bits of its entries, and in all. */
static size_t before_taken(uint32_t capacity) { return capacity * sizeof(entry); }
static size_t bytes_for(uint32_t capacity) {
    return capacity ? before_taken(capacity) + capacity / 8 + BEHIND : 0;
}
static size_t bytes_of(const part *p) { return bytes_for(p->capacity); }

/* A bit an entry, 0 for gaps: what stands in those is of no meaning. */
static uint8_t *taken_of(const part *p) { return (uint8_t *)p->entries + before_taken(p->capacity); }

static bool is_taken(const uint8_t *taken, size_t at) { return taken[at / 8] >> at % 8 & 1; }
static void take(uint8_t *taken, size_t at) { taken[at / 8] |= (uint8_t)(1U << at % 8); }
static void leave(uint8_t *taken, size_t at) { taken[at / 8] &= (uint8_t) ~(1U << at % 8); }

/* Room for `capacity` entries, more than there are: what there is stands at its start. Of a large table only
 * the new pages are touched. */
static bool take_room(part *p, uint32_t capacity) {
    if (capacity == 0) return false; /* twice as many as 32 bits count */
    const size_t before = bytes_of(p), after = bytes_for(capacity);
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
        if (p->count) memset(taken_of(p), 0, p->capacity / 8);
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

/* The last places are nobody's home, so that what is pushed on has room there. */
static size_t home_of(const part *p, uint64_t mark) {
    const uint64_t spread = (mark << PART_BITS) >> 32; /* 32 bits */
    return (size_t)(spread * (p->capacity - p->capacity / 256 - 4) >> 32);
}

/* The first gap at `from` or behind it; `capacity` when there is none. */
static size_t gap_from(const part *p, size_t from) {
    const uint8_t *taken = taken_of(p);
    size_t first = from / 8;
    uint64_t gaps = ~fw_eight(taken + first) & ~UINT64_C(0) << from % 8;
    while (!gaps) {
        first += sizeof gaps;
        if (first * 8 >= p->capacity) return p->capacity;
        gaps = ~fw_eight(taken + first);
    }
    return first * 8 + (size_t)__builtin_ctzll(gaps);
}

/* Where a key is, or belongs. */
typedef struct {
    size_t at; /* its place: its own, or to be pushed on with all up to the gap */
    size_t gap;
    bool present;
} found;

static found locate(const part *p, wanted_key wanted) {
    size_t i = home_of(p, wanted.mark);
    const size_t gap = gap_from(p, i);
    while (i < gap && p->entries[i].mark < wanted.mark) i++;
    for (; i < gap && p->entries[i].mark == wanted.mark; i++)
        if (held_of(&p->entries[i]) >> VALUE_BITS == wanted.further) return (found){i, gap, true};
    return (found){i, gap, false};
}

/* In two numbers that overlap, both read before one is written. As a struct it would be put together in
 * memory and read from there at once, which processors wait for. */
static void copy(entry *to, const entry *from) {
    const size_t second = sizeof *from - sizeof(uint64_t);
    uint64_t head, tail;
    memcpy(&head, from, sizeof head);
    memcpy(&tail, (const char *)from + second, sizeof tail);
    memcpy(to, &head, sizeof head);
    memcpy((char *)to + second, &tail, sizeof tail);
}

/*
 * Spreads what stands in the first `count` places, with the bits behind them, over all. They are moved to the
 * end first: there every entry stands at its new place or behind it, as no home moves on by more places than
 * there are new ones, and entries that are further apart push each other on less. So one walk from the start
 * takes each to its place.
 */
static void spread(part *p, uint32_t count) {
    const uint32_t more = p->capacity - count;
    uint8_t *taken = taken_of(p);
    memmove(taken + more / 8, (uint8_t *)p->entries + before_taken(count), count / 8);
    memset(taken, 0, more / 8);
    memset(taken + p->capacity / 8, UINT8_MAX, BEHIND);
    memmove(p->entries + more, p->entries, before_taken(count));
    size_t next = 0;
    for (size_t i = more; i < p->capacity; i++) {
        if (!is_taken(taken, i)) continue;
        const size_t home = home_of(p, p->entries[i].mark);
        if (next < home) next = home;
        leave(taken, i);
        take(taken, next);
        copy(&p->entries[next++], &p->entries[i]);
    }
}

/* A tiny part twofold, a small one by a quarter, a large one by an eighth: the room of ids is what a long
 * run needs most of. */
static uint32_t step_of(const part *p) {
    if (p->capacity == 0) return FIRST_CAPACITY;
    if (bytes_of(p) < OWN_PAGES / 4) return p->capacity;
    return (bytes_of(p) < OWN_PAGES ? p->capacity / 4 : p->capacity / 8) & ~UINT32_C(7);
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

static uint64_t value_of(const part *p, size_t at) { return held_of(&p->entries[at]) & VALUE_MASK; }

void fw_idset_expect(const fw_idset *set, fw_id128 key) {
    const wanted_key wanted = wanted_of(set, key);
    const part *p = part_of(set, wanted.mark);
    if (!p->capacity) return;
    const size_t home = home_of(p, wanted.mark);
    __builtin_prefetch(taken_of(p) + home / 8, 1);
    fw_fetch(&p->entries[home], EXPECTED * sizeof *p->entries);
}

/* A new key: what stands from its place to the gap moves on by one. */
static void put(part *p, const found *place, wanted_key wanted, uint64_t value) {
    entry *at = &p->entries[place->at];
    const uint64_t held = wanted.further << VALUE_BITS | value;
    memmove(at + 1, at, (place->gap - place->at) * sizeof *at);
    at->mark = wanted.mark;
    memcpy(at->held, &held, sizeof at->held);
    take(taken_of(p), place->gap);
    p->count++;
}

fw_code fw_idset_add(fw_idset *set, fw_id128 key, uint64_t value, bool *present, uint64_t *stored,
                     fw_error *err) {
    if (value > VALUE_MASK) return fw_fail(err, FW_BUG, "a set of ids was given a value beyond 2^40");
    const wanted_key wanted = wanted_of(set, key);
    part *p = part_of(set, wanted.mark);
    found place = {0};
    if (p->capacity) place = locate(p, wanted);
    *present = place.present;
    *stored = place.present ? value_of(p, place.at) : value;
    if (place.present) return FW_OK;
    while (place.gap == p->capacity || is_full(p)) {
        if (!grow(p)) return fw_fail_nomem(err);
        place = locate(p, wanted);
    }
    put(p, &place, wanted, value);
    set->count++;
    return FW_OK;
}

bool fw_idset_find(const fw_idset *set, fw_id128 key, uint64_t *value) {
    const wanted_key wanted = wanted_of(set, key);
    const part *p = part_of(set, wanted.mark);
    if (!p->capacity) return false;
    const found place = locate(p, wanted);
    if (place.present) *value = value_of(p, place.at);
    return place.present;
}
