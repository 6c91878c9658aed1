/*
 * lexicon_trie.h: the compiled form of a lexicon: a trie over word symbols.
 *
 * Each distinct word of the dictionaries is a symbol, and so is each wildcard prefix; a text word stands for
 * all symbols that fit it. A path of symbols from the root spells a term; its last node lists the categories
 * that the term belongs to.
 */
#ifndef FAILWISE_TEXT_LEXICON_TRIE_H
#define FAILWISE_TEXT_LEXICON_TRIE_H

#include <failwise/lexicon.h>

enum { FW_TRIE_ROOT = 0, FW_SYMBOLS_PER_WORD = 32 };
#define FW_TRIE_NONE UINT32_MAX

/* One term ending at a node. */
typedef struct fw_term_end {
    uint32_t term;
    uint16_t category;
    uint16_t unused; /* 0: images are compared */
} fw_term_end;

typedef struct fw_trie_node {
    uint64_t children; /* bit s % 64 for each symbol s that leads on: rules most look-ups out; 0 = a leaf */
    uint32_t end_first, end_count; /* its terms: fw_lexicon_ends */
} fw_trie_node;

/*
 * The symbols that a folded word stands for: itself, then the wildcard prefixes that fit it, longest first,
 * then patterns with wildcards elsewhere. Returns how many (at most FW_SYMBOLS_PER_WORD).
 */
uint32_t fw_lexicon_symbols(const fw_lexicon *lexicon, const char *word, size_t len,
                            uint32_t symbols[FW_SYMBOLS_PER_WORD]);

/* True when `symbol` stands behind the first word of some term. */
bool fw_lexicon_inside(const fw_lexicon *lexicon, uint32_t symbol);

/* By fw_cat: the lexicon's category, -1 where it lacks it. */
const int32_t *fw_lexicon_cats(const fw_lexicon *lexicon);

/* The rules of the built-in tables of cues when these are in force and the lexicon came with them; else NULL:
 * the tables must be read. */
struct fw_arc_rules;
const struct fw_arc_rules *fw_lexicon_rules(const fw_lexicon *lexicon);

/* The node behind `node` along `symbol`, or FW_TRIE_NONE. */
uint32_t fw_lexicon_step(const fw_lexicon *lexicon, uint32_t node, uint32_t symbol);
/* All nodes, by number. */
const fw_trie_node *fw_lexicon_nodes(const fw_lexicon *lexicon);
/* The terms that end at `node`. */
const fw_term_end *fw_lexicon_ends(const fw_lexicon *lexicon, uint32_t node, uint32_t *count);

#endif
