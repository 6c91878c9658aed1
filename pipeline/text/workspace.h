/*
 * workspace.h: what the passes of the text stage share while they analyse one answer.
 *
 * The passes run in the order of `fw_analyze` (analyze.c); each reads what the passes before it have filled
 * and appends to its own array. Arrays keep their memory from answer to answer: no allocation per token.
 */
#ifndef FAILWISE_TEXT_WORKSPACE_H
#define FAILWISE_TEXT_WORKSPACE_H

#include <failwise/audit.h>

#include "base/arena.h"

enum { CATEGORY_WORDS = FW_CATEGORY_LIMIT / 64 };

/* Endings of a word: cheap morphology, computed once for each distinct word. */
enum {
    FW_ENDS_ED = 1,
    FW_ENDS_ING = 2,
    FW_ENDS_S = 4,
    FW_ENDS_LY = 8,
    FW_ENDS_NT = 16, /* n't: "didn't" */
    FW_HAS_APOSTROPHE = 32,
    FW_HAS_DIGIT = 64
};

/* One distinct folded word (lower case, straight apostrophe), analysed once and remembered by the thread. */
typedef struct fw_word {
    const char *text; /* NUL-terminated */
    uint32_t len;
    uint32_t endings;                  /* FW_ENDS_... */
    uint64_t category[CATEGORY_WORDS]; /* bit c: the word alone is a term of category c, wildcards included */
    uint32_t syllables;                /* by rule; 1 or more */
    uint32_t number_class;             /* the quantity pass's own: 0 = not a number word */
    uint32_t symbol_count;             /* trie symbols of the word: itself, and wildcards it fits */
    bool starts_phrase;                /* some term of two or more words can start with it */
} fw_word;

/* A growable array: the passes append through fw_grow. */
#define FW_VECTOR(type)                                                                                      \
    struct {                                                                                                 \
        type *items;                                                                                         \
        uint32_t count;                                                                                      \
        uint32_t capacity;                                                                                   \
    }

/* What the clause parser found, beside fw_clause: token indices, FW_NO_TOKEN where there is none. */
#define FW_NO_TOKEN UINT32_MAX
typedef struct fw_parse {
    uint32_t subject; /* last token of the subject: "the vendor", "I'd" */
    uint32_t finite;  /* the finite verb or auxiliary: "was", "didn't", "told"; the subject itself in "I'd" */
    uint32_t verb;    /* the main verb behind the auxiliaries: "check" in "didn't check" */
} fw_parse;

/* A cue that fired in a clause; weights for each part are looked up in the arc rules. */
typedef struct fw_firing {
    uint16_t cue; /* index into the arc rules */
    uint16_t clause;
    fw_span span;
} fw_firing;

typedef struct fw_workspace {
    const fw_lexicon *lexicon;
    const int *cats; /* by fw_cat: index of the category in the lexicon, -1 when it is not there */
    fw_str text;
    fw_answer_facts facts;
    FW_VECTOR(fw_token) tokens;
    FW_VECTOR(fw_sentence) sentences;
    FW_VECTOR(fw_clause) clauses;
    FW_VECTOR(fw_parse) parses; /* one a clause */
    FW_VECTOR(fw_hit) hits;
    FW_VECTOR(fw_quantity) quantities;
    FW_VECTOR(fw_finding) findings;
    FW_VECTOR(fw_firing) firings; /* by clause */
    FW_VECTOR(fw_cue) cues;
    FW_VECTOR(uint32_t) first_hit; /* clause -> index of its first hit; one more entry closes the last */
    FW_VECTOR(int32_t) scratch;    /* the decoder's tables, the type counter's window */
    fw_tally tally;
    fw_word *const *words; /* by fw_token.word */
} fw_workspace;

/* Makes room for one more item; false when memory is out. Use through fw_push. */
bool fw_grow(void **items, uint32_t *capacity, uint32_t count, size_t item_size);
#define fw_push(vector, value)                                                                               \
    (((vector)->count < (vector)->capacity ||                                                                \
      fw_grow((void **)&(vector)->items, &(vector)->capacity, (vector)->count, sizeof *(vector)->items))     \
         ? ((vector)->items[(vector)->count++] = (value), true)                                              \
         : false)

/* ---- reading tokens ---- */

/* The folded word of token `index`. */
static inline const fw_word *fw_word_at(const fw_workspace *ws, uint32_t index) {
    return ws->words[ws->tokens.items[index].word];
}

/* True when the single word at token `index` is a term of category `category` (-1: never). */
static inline bool fw_token_in(const fw_workspace *ws, uint32_t index, int category) {
    return category >= 0 && (fw_word_at(ws, index)->category[category / 64] >> (category % 64) & 1);
}

/* The same for a category that the code knows by name (failwise/categories.h). */
static inline bool fw_token_is(const fw_workspace *ws, uint32_t index, int cat) {
    return fw_token_in(ws, index, ws->cats[cat]);
}

/* True for tokens that count as words: word, number, mixed. */
static inline bool fw_is_word(const fw_token *token) { return token->kind <= FW_TOKEN_MIXED; }

/* The bytes of a token as written. */
static inline fw_str fw_token_text(const fw_workspace *ws, uint32_t index) {
    const fw_token *t = &ws->tokens.items[index];
    return (fw_str){ws->text.ptr + t->start, t->end - t->start};
}

#endif
