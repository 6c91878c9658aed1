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
#include "base/buffer.h"
#include "text/clause_bits.h"
#include "text/planes.h"

#include <assert.h>
#include <string.h>

/* Sets of lexicon categories, and of the categories that the code knows by name. */
enum { CATEGORY_WORDS = FW_CATEGORY_LIMIT / 64, KNOWN_WORDS = 2 };
static_assert(FW_CAT_COUNT < UINT8_MAX, "fw_hit.cat holds a byte");
static_assert(FW_CAT_COUNT < KNOWN_WORDS * 64,
              "fw_word.known has a bit for each category known by name, fw_hit_set one more");

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

/* What a word can be, told once for each distinct word (words.c, grammar.c), so that passes test bits. The
 * lower FW_TRAIT_PLANES of them are planes as well (planes.h). */
enum {
    FW_BORDER_MARK = 4,           /* no word: a mark behind which a sentence or a clause may end */
    FW_CONTENT = 8,               /* carries content: long enough, no function word */
    FW_SUBJECT_PRONOUN = 16,      /* "i" "they" "this" "nobody" ..., contracted or not */
    FW_CONTRACTED = 32,           /* a subject pronoun with its auxiliary inside: "i'd" */
    FW_BETWEEN = 64,              /* may stand between subject and verb: adverbs, "not" */
    FW_AUXILIARY = 128,           /* be, have, do, modal, future */
    FW_PAST = 256,                /* a past form: "told", "checked", "was" */
    FW_FINITE = 512,              /* can be finite behind any subject */
    FW_FINITE_PLURAL = 1024,      /* the same, or a base form: finite behind "I" and plurals */
    FW_COMPLEMENTIZER = 2048,     /* "that" and question words */
    FW_OPENS_CLAUSE = 4096,       /* can cut a clause off behind a plain word: "because" */
    FW_DETERMINER = 8192,         /* FW_CAT_determiner */
    FW_NOT = 1 << 14,             /* the word "not" */
    FW_HITS = 1 << 15,            /* the word alone makes hits (fw_word_meaning.hit_count) */
    FW_PURE_DETERMINER = 1 << 16, /* never a subject by itself: "the", "my" */
    FW_SURE_VERB = 1 << 17,       /* can be nothing but a verb: "was", "told", not "tests" or "asked" */
    FW_NOMINATIVE = 1 << 18,      /* "i" "we" "they" "he" "she": nothing but a subject */
    FW_VERB_FORM = 1 << 19,       /* can be a main verb behind an auxiliary; "no" cannot */
    FW_RELATIVE_OPENER = 1 << 20, /* "who" "which" "that" */
    FW_NO_SUBJECT = 1 << 21,      /* a function word that is no subject: auxiliary, connective, filler */
    FW_PREPOSITION = 1 << 22,     /* FW_CAT_preposition */
    FW_BAD_MEASURE = 1,           /* bad in itself, so that its fall is good news: "complaints" (relief.c) */
    FW_BEFORE_VERB = 2,           /* may stand between an auxiliary and its main verb; "no" does not */
    FW_SETS_AGAINST = 1 << 23,    /* "not", "than", "before": sets one thing against another (strength.c) */
    FW_STOPPED = 1 << 24,         /* a full stop behind it may be its own: "etc", an initial */
    FW_TAKES_BASE = 1 << 25       /* goes with base forms: "they plan" */
};

/* What is counted of words, and looked for in clauses (fw_word.says): planes, too. */
enum {
    FW_SAYS_UNKNOWN = 1, /* nothing that a dictionary knows */
    FW_SAYS_I = 2,       /* one of these three at most */
    FW_SAYS_WE = 4,
    FW_SAYS_THIRD = 8,
    FW_SAYS_ASIDE = 16,     /* may be no part of what is said: "like" between commas, "um", marks of markup */
    FW_SAYS_NEGATION = 32,  /* FW_CAT_negation */
    FW_SAYS_BE_OR_GET = 64, /* FW_CAT_be, FW_CAT_get */
    FW_SAYS_MY = 128        /* the word "my" */
};

/* And as numbers: what the word refers to as a subject (fw_subject), its tense as a finite verb (fw_tense).
 */
enum { FW_SUBJECT_SHIFT = 26, FW_TENSE_SHIFT = 29, FW_NUMBER_MASK = 7 };
static inline fw_subject fw_subject_of(uint32_t traits) {
    return (fw_subject)(traits >> FW_SUBJECT_SHIFT & FW_NUMBER_MASK);
}
static inline fw_tense fw_tense_of(uint32_t traits) {
    return (fw_tense)(traits >> FW_TENSE_SHIFT & FW_NUMBER_MASK);
}

/*
 * One distinct folded word (lower case, straight apostrophe), analysed once and remembered by the thread. One
 * cache line: the passes read little else for each token. What matching and labelling ask has a line of its
 * own (fw_word_meaning, words.h).
 */
enum { FW_LIST_BITS = 48 };
typedef struct fw_word {
    const char *text;              /* NUL-terminated */
    uint64_t head;                 /* its first eight bytes as fw_head packs them */
    uint64_t known[KNOWN_WORDS];   /* bit c: the word alone is a term of the fw_cat c, wildcards included */
    double number;                 /* what its digits say; NaN when it does not start with one */
    uint64_t lists : FW_LIST_BITS; /* bit l: the list l of the passes names it (word_lists.h) */
    uint64_t stem : 64 - FW_LIST_BITS; /* bit of its stem in the sets of fw_tally; for content words */
    uint32_t len;
    uint32_t traits;       /* FW_BORDER_MARK ... */
    uint32_t number_class; /* the quantity pass's own: 0 = not a number word */
    uint8_t endings;       /* FW_ENDS_... */
    uint8_t says;          /* FW_SAYS_... */
    uint8_t syllables;     /* as many as fit */
    uint8_t frame; /* the cue it gives as opening or finite verb of a clause (evidence_frame.c); 0 = none */
} fw_word;
static_assert(sizeof(fw_word) == 64, "a word takes one cache line");

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
    uint32_t traits;  /* of its tokens together, as far as FW_CLAUSE_TRAITS */
    uint8_t says;     /* the same, as far as FW_CLAUSE_SAYS: what no token says need not be sought */
} fw_parse;

/* What is asked of clauses as a whole. */
enum {
    FW_CLAUSE_TRAITS = FW_NOT | FW_SETS_AGAINST | FW_BAD_MEASURE,
    FW_CLAUSE_SAYS = FW_SAYS_I | FW_SAYS_WE | FW_SAYS_NEGATION | FW_SAYS_BE_OR_GET | FW_SAYS_MY
};

/* The categories known by name that hit in a clause: bit c for fw_cat c; bit FW_CAT_COUNT for the others. */
typedef struct fw_hit_set {
    uint64_t any[KNOWN_WORDS];  /* negated hits too */
    uint64_t live[KNOWN_WORDS]; /* hits that are not negated */
} fw_hit_set;

/* A cue that fired in a clause; weights for each part are looked up in the arc rules. */
typedef struct fw_firing {
    uint16_t cue; /* index into the arc rules */
    uint16_t clause;
    fw_span span;
} fw_firing;

/* What the cues of a clause say for each label of STAR, as fw_clause.score does for the parts. */
typedef struct fw_star_points {
    int32_t points[FW_STAR_COUNT];
} fw_star_points;

/* The labels that a clause got when it was read first (context.h). */
typedef struct fw_reading {
    uint8_t part, star; /* fw_part, fw_star */
} fw_reading;

/* Points of words for each label, and how many are in each vocabulary that roles ask for, summed from the
 * first word of the answer on: exact as differences. */
enum { FW_LABELS_RUN = 12, FW_VOCABULARIES_RUN = 4 };
typedef struct fw_running {
    int16_t points[FW_LABELS_RUN];
    uint16_t vocabularies[FW_VOCABULARIES_RUN]; /* from FW_VOCABULARY_LOSS on */
} fw_running;

enum { FW_TOKENS_NUMBERED = 16 }; /* that are told at once which clause holds them (clauses.c) */

typedef struct fw_workspace {
    const fw_lexicon *lexicon;
    const int *cats; /* by fw_cat: index of the category in the lexicon, -1 when it is not there */
    fw_str given;    /* the text of the answer */
    fw_str text;     /* the same as it is read (reading.h): all passes see this one */
    fw_str shown;    /* as it is shown: as given, but for markup */
    fw_buffer read, displayed;
    FW_VECTOR(fw_unread) unread;
    uint32_t hesitations; /* among them */
    fw_answer_facts facts;
    FW_VECTOR(fw_token) tokens;  /* with room for FW_TOKENS_NUMBERED more */
    FW_VECTOR(fw_planes) planes; /* of the tokens, 64 each; see fw_planes_room */
    FW_VECTOR(fw_sentence) sentences;
    FW_VECTOR(fw_clause) clauses;
    FW_VECTOR(fw_parse) parses; /* one a clause */
    FW_VECTOR(fw_hit) hits;
    FW_VECTOR(fw_quantity) quantities;
    FW_VECTOR(fw_finding) findings;
    FW_VECTOR(fw_firing) firings;          /* by clause */
    FW_VECTOR(fw_star_points) star_points; /* one a clause */
    FW_VECTOR(fw_reading) readings;        /* one a clause; none when clauses are read once */
    FW_VECTOR(fw_cue) cues;
    FW_VECTOR(uint32_t) first_hit;  /* clause -> index of its first hit; one more entry closes the last */
    FW_VECTOR(fw_hit_set) hit_sets; /* by clause */
    FW_VECTOR(fw_clause_bits) clause_bits; /* of FW_CLAUSES_TOGETHER clauses each */
    FW_VECTOR(int32_t) scratch;            /* the decoder's tables */
    FW_VECTOR(uint32_t) seen;              /* by word: where it stood last (tally_words.c) */
    uint32_t seen_base;
    bool has_ampersands;  /* some token may be an "&" (reading.c): in few answers */
    bool may_quote;       /* a byte of the text may be one of a quotation mark: in few answers */
    bool is_speech;       /* some of it runs on without marks: FW_PLANE_SPOKEN tells where it is cut */
    bool no_findings;     /* nobody asks for them: none is added */
    struct fw_sums *sums; /* what frame and place of a clause say (evidence.h) */
    FW_VECTOR(fw_running) running; /* what the words before each token say; one more entry closes the last */
    fw_tally tally;
    const fw_word *words;          /* by fw_token.word */
    const struct fw_words *memory; /* the thread's words: their hits and symbols */
} fw_workspace;

/* Makes room for one more item; false when memory is out. Use through fw_push. */
bool fw_grow(void **items, uint32_t *capacity, uint32_t count, size_t item_size);
#define fw_push(vector, value)                                                                               \
    (((vector)->count < (vector)->capacity ||                                                                \
      fw_grow((void **)&(vector)->items, &(vector)->capacity, (vector)->count, sizeof *(vector)->items))     \
         ? ((vector)->items[(vector)->count++] = (value), true)                                              \
         : false)

/* Frees all arrays. */
void fw_workspace_free(fw_workspace *ws);

/* ---- reading tokens ---- */

/* The folded word of token `index`. */
static inline const fw_word *fw_word_at(const fw_workspace *ws, uint32_t index) {
    return &ws->words[ws->tokens.items[index].word];
}

/* True when the word alone is a term of a category that the code knows by name (failwise/categories.h). */
static inline bool fw_word_known(const fw_word *word, fw_cat cat) {
    return word->known[cat / 64] >> (cat % 64) & 1;
}

/* The same for the word at token `index`. */
static inline bool fw_token_is(const fw_workspace *ws, uint32_t index, fw_cat cat) {
    return fw_word_known(fw_word_at(ws, index), cat);
}

/* True when the word at token `index` has one of `traits`. */
static inline bool fw_token_has(const fw_workspace *ws, uint32_t index, uint32_t traits) {
    return (fw_word_at(ws, index)->traits & traits) != 0;
}

/* Up to eight bytes as a number, the first one lowest: short words are equal when these are. */
static inline uint64_t fw_head(const char *text, size_t len) {
    uint64_t head = 0;
    for (size_t i = 0; i < 8; i++) head |= i < len ? (uint64_t)(unsigned char)text[i] << (8 * i) : 0;
    return head;
}

/* True when the word is `text`. With a literal this is one comparison of numbers for most words. */
static inline bool fw_word_is(const fw_word *word, const char *text) {
    if (__builtin_constant_p(strlen(text))) {
        const size_t len = strlen(text);
        if (word->head != fw_head(text, len)) return false;
        return len < 8 || strcmp(word->text, text) == 0;
    }
    /* most differ in one of the first two letters */
    if ((char)(word->head & 0xFF) != text[0] || (text[0] && (char)(word->head >> 8 & 0xFF) != text[1]))
        return false;
    return strcmp(word->text, text) == 0;
}

/* True when a category known by name hits in the clause; `live`: with a hit that is not negated. */
static inline bool fw_clause_has(const fw_workspace *ws, uint32_t clause, fw_cat cat) {
    return ws->hit_sets.items[clause].any[cat / 64] >> (cat % 64) & 1;
}
static inline bool fw_clause_has_live(const fw_workspace *ws, uint32_t clause, fw_cat cat) {
    return ws->hit_sets.items[clause].live[cat / 64] >> (cat % 64) & 1;
}

/* True when token `index` is the one ASCII character `c`. */
static inline bool fw_token_is_char(const fw_workspace *ws, uint32_t index, char c) {
    const fw_token *t = &ws->tokens.items[index];
    return (t->end == t->start + 1) & (ws->text.ptr[t->start] == c); /* as one: either is a guess */
}

/* True for tokens that count as words: word, number, mixed. */
static inline bool fw_is_word(const fw_token *token) { return token->kind <= FW_TOKEN_MIXED; }

/* The bytes of a token as written. */
static inline fw_str fw_token_text(const fw_workspace *ws, uint32_t index) {
    const fw_token *t = &ws->tokens.items[index];
    return (fw_str){ws->text.ptr + t->start, t->end - t->start};
}

#endif
