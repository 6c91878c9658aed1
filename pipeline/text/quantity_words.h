/*
 * quantity_words.h: what a single word says about numbers.
 *
 * fw_word.number_class packs what fw_quantity_word_class found: the word's row in the grammar table, its
 * unit, the shape of a digit token and the vocabularies it belongs to. 0 = nothing, which is true of most
 * words, so that a pass can skip them.
 */
#ifndef FAILWISE_TEXT_QUANTITY_WORDS_H
#define FAILWISE_TEXT_QUANTITY_WORDS_H

#include "text/units.h"

/* Grammar classes of a word: what it may do beside a number. */
enum {
    FW_W_CARDINAL_BIT,  /* number word, value */
    FW_W_SCALE_BIT,     /* hundred ... dozen: multiplies, value */
    FW_W_SUFFIX_BIT,    /* k m bn behind digits, value */
    FW_W_COUPLE_BIT,    /* a couple */
    FW_W_ORDINAL_BIT,   /* first ..., value */
    FW_W_PARTS_BIT,     /* thirds fifths ...: value is the denominator */
    FW_W_HALF_BIT,      /* half */
    FW_W_QUARTER_BIT,   /* quarter: a part of four, or three months */
    FW_W_GLYPH_BIT,     /* one-character fractions, value */
    FW_W_ARTICLE_BIT,   /* a an another */
    FW_W_SIGN_BIT,      /* minus */
    FW_W_MONTH_BIT,     /* month name, value */
    FW_W_LABEL_BIT,     /* noun that an id follows: ticket 4417 */
    FW_W_RELEASE_BIT,   /* noun that a version follows */
    FW_W_OWNER_BIT,     /* determiner that may stand behind of */
    FW_W_DEICTIC_BIT,   /* this that last every: a number word behind it counts nothing */
    FW_W_WHOLE_BIT,     /* full whole: one of a unit */
    FW_W_DATEPREP_BIT,  /* preposition that may stand before a date */
    FW_W_DAYPART_BIT,   /* morning ... */
    FW_W_MERIDIEM_BIT,  /* am pm */
    FW_W_OCLOCK_BIT,    /* o'clock */
    FW_W_AGO_BIT,       /* ago: the duration is a date */
    FW_W_NATION_BIT,    /* names the currency of dollars and pounds */
    FW_W_BOUND_BIT,     /* may end a bound: at least, over */
    FW_W_SOFT_BIT,      /* only softens: about, roughly */
    FW_W_CHANGE_BIT,    /* verb, noun or adverb of change */
    FW_W_COMPARE_BIT,   /* comparative */
    FW_W_MOVE_BIT,      /* change without direction: went, moved */
    FW_W_UP_BIT,        /* direction */
    FW_W_DOWN_BIT,      /* direction */
    FW_W_GENERIC_BIT,   /* noun of idioms: one day */
    FW_W_RATE_BIT,      /* once per times: a unit behind it is a rate */
    FW_W_REPEAT_BIT,    /* twice, value */
    FW_W_MULTIPLE_BIT,  /* doubled halved tenfold: value is the factor */
    FW_W_REVIEW360_BIT, /* 360 review */
    FW_W_BIT_COUNT
};
#define FW_W(name) (UINT64_C(1) << FW_W_##name##_BIT)

typedef struct fw_number_word {
    const char *word;
    uint64_t classes; /* FW_W bits */
    double value;     /* see the classes */
} fw_number_word;

/* Vocabularies that a word can belong to besides; kept as bits of the number class. */
typedef enum fw_vocabulary {
    FW_VOCABULARY_STOP,    /* function words and finite verbs: they end a noun phrase */
    FW_VOCABULARY_LOSS,    /* things lost, late, broken */
    FW_VOCABULARY_GAIN,    /* results, recoveries, improvements */
    FW_VOCABULARY_HABIT,   /* standing rules: every, must, weekly */
    FW_VOCABULARY_SETTING, /* size of a team, tenure, job */
    FW_VOCABULARY_COUNT
} fw_vocabulary;

/* What a token that starts with a digit (or mixes both) looks like. */
typedef enum fw_number_shape {
    FW_SHAPE_NONE,
    FW_SHAPE_PLAIN,    /* 12 1,200 0.71 */
    FW_SHAPE_SUFFIX,   /* digits and letters that are a scale or a unit: 40k 52min */
    FW_SHAPE_CLOCK,    /* 2am 8.30pm */
    FW_SHAPE_ORDINAL,  /* 3rd */
    FW_SHAPE_DECADE,   /* 90s 1990s */
    FW_SHAPE_VERSION,  /* 2.3.1 v3 */
    FW_SHAPE_DATE,     /* Q3 FY24 22.11.2026 */
    FW_SHAPE_CURRENCY, /* USD115 */
    FW_SHAPE_ID        /* anything else with a digit in it */
} fw_number_shape;

/* Reading a number class. */
extern const fw_number_word fw_number_words[]; /* the grammar table; row 0 has no classes */
static inline const fw_number_word *fw_class_word(uint32_t number_class) {
    return &fw_number_words[number_class & 0x3FF];
}
static inline uint32_t fw_class_unit(uint32_t number_class) { return number_class >> 10 & 0x7FF; }
static inline fw_number_shape fw_class_shape(uint32_t number_class) {
    return (fw_number_shape)(number_class >> 21 & 0xF);
}
static inline bool fw_class_in(uint32_t number_class, fw_vocabulary vocabulary) {
    return number_class >> (25 + vocabulary) & 1;
}
/* True for words that can start a quantity: all others are passed over at once. */
static inline bool fw_class_starts(uint32_t number_class) { return number_class >> 31; }
/* True for what counts: "two", "a dozen", digits; not for all else that a class tells of. */
static inline bool fw_class_counts(uint32_t number_class) {
    const uint64_t counting = FW_W(CARDINAL) | FW_W(SCALE) | FW_W(COUPLE) | FW_W(HALF);
    return (fw_class_word(number_class)->classes & counting) || fw_class_shape(number_class) != FW_SHAPE_NONE;
}
static inline bool fw_class_plural(uint32_t number_class) { return number_class >> 30 & 1; }

/* Rows of the grammar table. */
extern const uint32_t fw_number_word_count;

/* The number class that the tables list for exactly this word: row, unit, vocabularies, and the plural bit
 * for irregular plurals; 0 when none has it. */
uint32_t fw_listed_class(const char *text, size_t len);

/* The row of a word in the grammar table, 1-based; 0 when it has none. */
static inline uint32_t fw_number_word_find(const char *text, size_t len) {
    return fw_listed_class(text, len) & 0x3FF;
}

/* The words of a vocabulary. */
const char *const *fw_vocabulary_words(fw_vocabulary vocabulary, size_t *count);

/* Digits of a token as a number: grouping commas, decimal point or comma. False when they are no finite
 * number. */
bool fw_parse_digits(const char *text, size_t len, double *out);

#endif
