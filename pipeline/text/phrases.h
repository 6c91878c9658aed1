/*
 * phrases.h: the thread's memory of where words lead in the lexicon's trie.
 *
 * The trie is larger than the caches and texts walk the same few paths of it, so that what was found once is
 * kept close together: the nodes that a word leads to, and the terms that end there.
 */
#ifndef FAILWISE_TEXT_PHRASES_H
#define FAILWISE_TEXT_PHRASES_H

#include "text/words.h"

/* A node that is reached. */
typedef struct fw_way {
    uint64_t children;  /* as fw_trie_node.children */
    uint32_t node;      /* of the trie */
    uint32_t first_hit; /* the terms that end there, into fw_phrases.hits */
    uint32_t hit_count;
} fw_way;

/* All nodes that one step leads to; `count` 0: it is known to lead nowhere. */
typedef struct fw_ways {
    uint64_t key;          /* 0 = an empty slot */
    uint32_t first, count; /* into fw_phrases.ways; of two words: their plan, or FW_NO_PLAN, and 1 */
} fw_ways;

/*
 * What can start with a word when another follows: all there is to do, unless a term goes on with the word
 * behind. Its hits are those of the first word alone and of terms of the two, the longest of each category,
 * by ascending category.
 */
enum { FW_PLAN_HITS = 2, FW_NO_PLAN = 0 }; /* no plan: only the hits of the first word */
typedef struct fw_plan {
    uint64_t children; /* of all ways together */
    uint32_t first_way;
    uint16_t way_count, hit_count;
    union {
        fw_word_hit hits[FW_PLAN_HITS]; /* where they fit */
        uint32_t first_hit;             /* into fw_phrases.plan_hits */
    };
} fw_plan;
static_assert(sizeof(fw_plan) == 32, "half a cache line");

/* Steps with the same hash share a set of slots, which fills one cache line; a new one drives the oldest out.
 */
enum { FW_WAYS_A_SET = 4, FW_WAYS_SETS = 1 << 12 };
typedef struct fw_ways_set {
    fw_ways slots[FW_WAYS_A_SET]; /* newest first */
} fw_ways_set;
static_assert(sizeof(fw_ways_set) == 64, "one cache line");

typedef struct fw_phrases {
    fw_ways_set *sets; /* FW_WAYS_SETS, aligned to cache lines */
    void *memory;      /* that they lie in */
    FW_VECTOR(fw_way) ways;
    FW_VECTOR(fw_word_hit) hits;
    FW_VECTOR(fw_plan) plans;
    FW_VECTOR(fw_word_hit) plan_hits;
} fw_phrases;

/* NULL when memory is out. */
fw_phrases *fw_phrases_new(void);
void fw_phrases_free(fw_phrases *phrases);
/* Forgets all, as words get new numbers. */
void fw_phrases_forget(fw_phrases *phrases);
/* Called before each answer: forgets when steps that lost their places have filled the memory. */
void fw_phrases_start(fw_phrases *phrases);

/* The keys of steps: from one word to the next at the start of a term, and from a node over a word. None
 * is 0. */
static inline uint64_t fw_step_between(uint32_t word, uint32_t next) {
    return ((uint64_t)word << 32 | next) + 1;
}
static inline uint64_t fw_step_from(uint32_t node, uint32_t word) {
    return 1ULL << 63 | (uint64_t)node << 32 | word;
}

static inline fw_ways_set *fw_ways_set_of(const fw_phrases *phrases, uint64_t key) {
    return &phrases->sets[(key * 0x9E3779B97F4A7C15ULL) >> 52]; /* 12 bits */
}

/* What is known of a step; NULL when nothing is. Valid until something is kept. The slot is computed, as a
 * search among four mispredicts where it ends. */
static inline const fw_ways *fw_ways_known(const fw_phrases *phrases, uint64_t key) {
    const fw_ways *slots = fw_ways_set_of(phrases, key)->slots;
    const size_t second = slots[1].key == key, third = slots[2].key == key, fourth = slots[3].key == key;
    const size_t at = second + 2 * third + 3 * fourth;
    static_assert(FW_WAYS_A_SET == 4, "the four are compared one by one");
    return slots[at].key == key ? &slots[at] : NULL;
}

/* Remembers where a step leads. */
static inline void fw_ways_keep(fw_phrases *phrases, fw_ways ways) {
    fw_ways_set *set = fw_ways_set_of(phrases, ways.key);
    for (int i = FW_WAYS_A_SET - 1; i > 0; i--) set->slots[i] = set->slots[i - 1];
    set->slots[0] = ways;
}

#endif
