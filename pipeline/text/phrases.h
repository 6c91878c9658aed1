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
    uint64_t key;
    uint32_t first, count; /* into fw_phrases.ways */
} fw_ways;

/* Key of a slot that holds nothing. */
#define FW_NO_WAYS UINT64_MAX
enum { FW_KNOWN_WAYS = 1 << 14 };

typedef struct fw_phrases {
    fw_ways *known; /* FW_KNOWN_WAYS slots by hash; a step takes the place of another one */
    FW_VECTOR(fw_way) ways;
    FW_VECTOR(fw_word_hit) hits;
} fw_phrases;

/* False when memory is out; fw_phrases_free is called in any case. */
bool fw_phrases_init(fw_phrases *phrases);
void fw_phrases_free(fw_phrases *phrases);
/* Forgets all, as words get new numbers. */
void fw_phrases_forget(fw_phrases *phrases);
/* Called before each answer: forgets when steps that lost their places have filled the memory. */
void fw_phrases_start(fw_phrases *phrases);

/* The keys of steps: from one word to the next at the start of a term, and from a node over a word. */
static inline uint64_t fw_step_between(uint32_t word, uint32_t next) { return (uint64_t)word << 32 | next; }
static inline uint64_t fw_step_from(uint32_t node, uint32_t word) {
    return 1ULL << 63 | (uint64_t)node << 32 | word;
}

/* Where a step is kept: there already when the slot has its key. */
static inline fw_ways *fw_ways_slot(const fw_phrases *phrases, uint64_t key) {
    return &phrases->known[(key * 0x9E3779B97F4A7C15ULL) >> 50]; /* 14 bits */
}

#endif
