/*
 * words.h: the thread's memory of distinct words: each is folded and looked up in the dictionaries once.
 */
#ifndef FAILWISE_TEXT_WORDS_H
#define FAILWISE_TEXT_WORDS_H

#include "text/arc_rules.h"
#include "text/lexicon_trie.h"

/* A dictionary hit wherever it stands: the words are `term` of `category`. */
typedef struct fw_word_hit {
    uint32_t term;
    uint16_t category;
    uint8_t cat;   /* fw_cat of the category, or FW_CAT_COUNT */
    uint8_t count; /* words: 1, or those of a term's start (phrases.h) */
} fw_word_hit;

/* A trie symbol that a word stands for. */
typedef struct fw_word_symbol {
    uint32_t symbol;
    uint32_t node; /* where it leads from the root; FW_TRIE_NONE when no longer term starts with it */
} fw_word_symbol;

/*
 * What a word means to the matcher and for the labels, one cache line again: the passes that read these read
 * little of fw_word. In sets of symbols bit s % 64 stands for the symbol s.
 */
typedef struct fw_word_meaning {
    uint64_t leads; /* symbols that stand second in the terms that start with it */
    uint64_t fits;  /* its own symbols, as far as they stand behind the first word of some term; all for a
                       hyphen, which joins the words of a term */
    int16_t weights[FW_LABEL_ROOM]; /* points that the word gives by itself: fw_arc_rules.word_weight; behind
                                       them 1 for each vocabulary that it is in, as fw_running has them */
    uint32_t first_hit;             /* of the word alone, into fw_words_hits */
    uint32_t first_symbol;          /* the word itself, and wildcards it fits */
    uint16_t weight_row;            /* into word_weight; 0 when the word alone says nothing for a label */
    uint8_t hit_count;
    uint8_t symbol_count;
    uint8_t verb;   /* FW_VERB_...: what it is as the main verb of a clause */
    uint8_t speech; /* fw_speech_class */
} fw_word_meaning;
static_assert(sizeof(fw_word_meaning) == 64, "the second cache line of a word");

typedef struct fw_words fw_words;

/* The rules tell which categories make hits: those of grammar that give no points do not; without rules all
 * do. */
fw_words *fw_words_new(const fw_lexicon *lexicon, const fw_arc_rules *rules);
void fw_words_free(fw_words *words);

/* Gives all words the points that the rules have for them now: training changes these. */
void fw_words_weigh(fw_words *words);

/* Called before each answer: when the table has grown beyond its bound (real vocabularies never end) it is
 * emptied, and words get new numbers. */
void fw_words_start(fw_words *words);

/*
 * Looks up the word of each token, adds FW_TOKEN_CAPITAL, FW_TOKEN_ALL_CAPS and FW_TOKEN_MAY_COUNT to its
 * flags, which tell of blanks before, and fills the planes, fw_planes_room(count) of them. Behind the tokens
 * stand FW_LANES empty ones. In a pass of its own, so that the look-ups of many words wait for memory at the
 * same time. False when memory is out.
 */
bool fw_words_resolve(fw_words *words, fw_str text, fw_token *tokens, uint32_t count, fw_planes *planes);

/* Makes a token that is no word the word `text`, with all that the planes tell of it. False when
 * memory is out. */
bool fw_words_respell(fw_words *words, fw_str text, fw_token *tokens, uint32_t index, fw_planes *planes);

/* The words and what they mean, by fw_token.word; their hits by ascending category, from first_hit on; their
 * symbols, longest first. Each array moves when words are added: fetch again after the last
 * fw_words_resolve. */
const fw_word *fw_words_table(const fw_words *words);
const fw_word_meaning *fw_words_meanings(const fw_words *words);
uint32_t fw_words_count(const fw_words *words);
/* How often the table has been emptied: word numbers and texts of before are no longer good when this moves.
 */
uint32_t fw_words_emptied(const fw_words *words);
const fw_word_hit *fw_words_hits(const fw_words *words);
/* By lexicon category: its fw_cat, FW_CAT_COUNT when the code does not know it by name; and whether it makes
 * no hits, because only the words are asked for it. */
const uint8_t *fw_words_cats(const fw_words *words);
const bool *fw_words_silent(const fw_words *words);
/* And whether its hits are cues for a label, wherever they stand. */
const bool *fw_words_cues(const fw_words *words);
/* The symbols of word `index`, fw_word_meaning.symbol_count of them. */
const fw_word_symbol *fw_words_symbols(const fw_words *words, uint32_t index);

/* What the matcher remembers of these words (phrases.h). */
struct fw_phrases *fw_words_phrases(const fw_words *words);

#endif
