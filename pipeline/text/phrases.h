/*
 * phrases.h: the thread's memory of what begins with which words: an automaton over words, built where texts
 * first ask for it.
 *
 * The trie of the lexicon is larger than the caches, a word stands for several of its symbols, and texts walk
 * the same few paths of it. So words in a row are one state: what they spell and where they lead on is found
 * out once, and a known state takes one step a word.
 */
#ifndef FAILWISE_TEXT_PHRASES_H
#define FAILWISE_TEXT_PHRASES_H

#include "text/words.h"

/*
 * A state: words that stand one behind the other. Its hits are all that start with the first of them: by it
 * alone and by terms that the words spell or begin with, the longest of each category, by ascending category.
 */
enum { FW_PLAN_HITS = 2, FW_NO_PLAN = 0 };
typedef struct fw_plan {
    uint64_t children;   /* symbols that terms go on with, bit s % 64 for s; 0 = none does */
    uint32_t first_node; /* where they go on in the trie, into fw_phrases.nodes */
    uint16_t node_count, hit_count;
    union {
        fw_word_hit hits[FW_PLAN_HITS]; /* where they fit */
        uint32_t first_hit;             /* into fw_phrases.hits */
    };
} fw_plan;
static_assert(sizeof(fw_plan) == 32, "half a cache line");

/* Where a word leads to, and what is asked first of the plan: most have no hits and go on nowhere, and need
 * not be looked at. */
typedef struct fw_step {
    uint64_t key;       /* 0 = an empty slot */
    uint32_t plan : 31; /* FW_NO_PLAN: nowhere */
    uint32_t hits : 1;  /* it has some */
    uint32_t children;  /* its children, folded */
} fw_step;
static inline uint32_t fw_folded(uint64_t symbols) { return (uint32_t)(symbols | symbols >> 32); }

typedef struct fw_phrases {
    fw_step *steps;  /* slots by key, aligned to cache lines; at most half of them are taken */
    uint64_t secret; /* of their places: texts can be made whose words collide under a factor one knows */
    uint32_t shift;  /* 64 less the bits of half their number */
    uint32_t step_count;
    FW_VECTOR(fw_plan) plans; /* the first one is FW_NO_PLAN */
    FW_VECTOR(uint32_t) nodes;
    FW_VECTOR(fw_word_hit) hits;
} fw_phrases;

/* NULL when memory is out. */
fw_phrases *fw_phrases_new(void);
void fw_phrases_free(fw_phrases *phrases);
/* Forgets all, as words get new numbers. */
void fw_phrases_forget(fw_phrases *phrases);
/* Called before each answer: forgets when the memory has grown beyond its bound. */
void fw_phrases_start(fw_phrases *phrases);
/* Remembers a step that is not known, to a plan that is. False when memory is out. */
bool fw_phrases_keep(fw_phrases *phrases, uint64_t key, uint32_t plan);

/* The keys of steps: from one word to the next where a term may start, and from a plan over a word; `over`:
 * over a hyphen, which makes hits longer. Words and plans are fewer than 2^29, as an answer is below 16 MiB;
 * none is 0. */
#define FW_NEXT_NONE UINT32_MAX /* no word behind the first one: what it is by itself */
static inline uint64_t fw_step_between(uint32_t word, uint32_t next, bool over) {
    return UINT64_C(1) << 63 | (uint64_t)over << 61 | (uint64_t)word << 32 | next;
}
static inline uint64_t fw_step_from(uint32_t plan, uint32_t next, bool over) {
    return UINT64_C(1) << 62 | (uint64_t)over << 61 | (uint64_t)plan << 32 | next;
}

/* Where the first of the two slots lies where a key most likely stands, in bytes. */
static inline uint64_t fw_step_offset(const fw_phrases *phrases, uint64_t key) {
    enum { PAIR_BITS = 5 };
    static_assert(2 * sizeof(fw_step) == 1 << PAIR_BITS, "two slots take so many bytes");
    return key * phrases->secret >> (phrases->shift - PAIR_BITS) & ~(2 * sizeof(fw_step) - 1);
}

/* What stands so many bytes from the first slot on. */
static inline const fw_step *fw_step_at(const fw_phrases *phrases, uint64_t offset) {
    return (const fw_step *)(const void *)((const char *)phrases->steps + offset);
}

/* That one of the two, or another one; without a branch, as a search mispredicts where it ends. */
static inline const fw_step *fw_step_likely(const fw_phrases *phrases, uint64_t key, uint64_t offset) {
    const fw_step *two = fw_step_at(phrases, offset);
    return two + (two[1].key == key);
}

/* The slot of a key, or the empty one where it belongs. */
static inline fw_step *fw_step_slot(const fw_phrases *phrases, uint64_t key) {
    const uint32_t last = (uint32_t)(UINT64_MAX >> phrases->shift) * 2 + 1;
    uint32_t i = (uint32_t)(fw_step_offset(phrases, key) / sizeof(fw_step));
    while (phrases->steps[i].key != key && phrases->steps[i].key) i = (i + 1) & last;
    return &phrases->steps[i];
}

#endif
