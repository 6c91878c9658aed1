/*
 * words.h: the thread's memory of distinct words: each is folded and looked up in the dictionaries once.
 */
#ifndef FAILWISE_TEXT_WORDS_H
#define FAILWISE_TEXT_WORDS_H

#include "text/lexicon_trie.h"
#include "text/workspace.h"

/* A single-word dictionary hit, kept with the word. */
typedef struct fw_word_hit {
    uint32_t term;
    uint16_t category;
} fw_word_hit;

/* A word and what the matcher needs of it. */
typedef struct fw_word_entry {
    fw_word word; /* first: tokens see this part */
    uint32_t symbols[FW_SYMBOLS_PER_WORD];
    uint32_t
        nodes[FW_SYMBOLS_PER_WORD]; /* where each symbol leads from the root, FW_TRIE_NONE if nowhere on */
    fw_word_hit *hits;              /* one a category, longest wildcard first */
    uint32_t hit_count;
} fw_word_entry;

typedef struct fw_words fw_words;

fw_words *fw_words_new(const fw_lexicon *lexicon);
void fw_words_free(fw_words *words);

/*
 * Called before each answer: when the table has grown beyond its bound (real vocabularies never end) it is
 * emptied. Returns the array of entries, indexed by fw_token.word; it may move when words are added, so fetch
 * it again after the last fw_words_intern.
 */
void fw_words_start(fw_words *words);
/* Index of the word written `text`; UINT32_MAX when memory is out. */
uint32_t fw_words_intern(fw_words *words, fw_str text);
fw_word *const *fw_words_table(const fw_words *words);

#endif
