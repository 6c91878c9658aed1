/*
 * grammar.h: sentences, domains and ways of speaking, read from datasets/simulate or a folder like it.
 *
 * Everything borrows from the files' text, which the grammar holds. Formats: datasets/simulate/README.md.
 */
#ifndef FAILWISE_SIMULATE_GRAMMAR_H
#define FAILWISE_SIMULATE_GRAMMAR_H

#include "base/arena.h"

#include <failwise/simulate.h>

enum {
    FW_GRAMMAR_DETAIL = FW_SIM_PARTS, /* the part of sentences that say nothing: asides */
    FW_GRAMMAR_PARTS = FW_SIM_PARTS + 1,
    FW_GRAMMAR_STYLES = FW_SIM_TRANSCRIPT, /* styles with sentences and rules of their own */
    FW_GRAMMAR_VALUES = 16,                /* most values of a key in a domain */
    FW_GRAMMAR_TEXT = 600                  /* longest sentence or value in a file, bytes */
};

/* What a domain says; the first six stand in sentences as they are. */
typedef enum fw_domain_key {
    FW_KEY_THING,
    FW_KEY_WHO,
    FW_KEY_UNIT,
    FW_KEY_METRIC,
    FW_KEY_LESSON,
    FW_KEY_ARTIFACT,
    FW_KEY_FAULT,
    FW_KEY_OMIT,
    FW_KEY_FIX,
    FW_KEY_PRACTICE,
    FW_KEY_ROLE,
    FW_KEY_STORY,
    FW_KEY_COUNT
} fw_domain_key;

typedef struct fw_grammar_values {
    fw_str at[FW_GRAMMAR_VALUES];
    uint32_t count;
} fw_grammar_values;

typedef struct fw_domain {
    fw_str name;
    fw_grammar_values key[FW_KEY_COUNT];
} fw_domain;

/* What {slot} asks for; the kinds behind FW_SLOT_FORMS take no key. */
typedef enum fw_slot_kind {
    FW_SLOT_KEY,    /* the story's value of `key`, in verb form `form` */
    FW_SLOT_PEOPLE, /* one of the domain's people */
    FW_SLOT_NAME,
    FW_SLOT_FIRM,
    FW_SLOT_SMALL,
    FW_SLOT_LARGE,
    FW_SLOT_BEFORE,
    FW_SLOT_AFTER,
    FW_SLOT_PERCENT,
    FW_SLOT_MONEY,
    FW_SLOT_TIME,
    FW_SLOT_WHEN,
    FW_SLOT_MONTH,
    FW_SLOT_YEAR
} fw_slot_kind;

typedef struct fw_slot {
    const char *name;
    fw_slot_kind kind;
    fw_domain_key key;
    int form; /* 0 base, 1 past, 2 gerund: which of the verbs joined by ~ */
} fw_slot;

/* Sentences of one part and strength that one style may use, compiled: see fw_grammar_compile. */
typedef struct fw_sentences {
    fw_str *at;
    uint32_t count;
} fw_sentences;

/* A rule of a style. `from` "^" and "," are kept in lists of their own. */
typedef struct fw_style_rule {
    unsigned percent;
    fw_str from, to;
} fw_style_rule;

enum { FW_STYLE_RULES = 64, FW_STYLE_LETTERS = 26 };
typedef struct fw_style_rules {
    fw_style_rule start[FW_STYLE_RULES], comma[FW_STYLE_RULES];
    fw_style_rule word[FW_STYLE_RULES]; /* in order of first letter, then of the file */
    size_t start_count, comma_count, word_count;
    size_t
        first[FW_STYLE_LETTERS + 1]; /* word rules by first letter, without case: [first[l], first[l + 1]) */
} fw_style_rules;

typedef struct fw_grammar {
    fw_domain *domain;
    size_t domain_count;
    fw_sentences sentences[FW_GRAMMAR_PARTS][FW_SIM_MOST + 1][FW_GRAMMAR_STYLES];
    fw_style_rules rules[FW_GRAMMAR_STYLES];
    fw_arena arena;
} fw_grammar;

/*
 * Reads the files of `folder`, or the built-in ones for NULL. FW_NOINPUT: a file is missing. FW_DATA, with
 * file and line: an unknown part, style, key or slot; brackets that do not pair; a domain without a key; a
 * part of the arc without a sentence of strength 1 to 4 that every style may use. Free with fw_grammar_free.
 */
fw_code fw_grammar_new(const char *folder, fw_grammar **out, fw_error *err);
void fw_grammar_free(fw_grammar *grammar);

/*
 * A sentence or value as compose.c walks it: each {slot} is the byte FW_MARK_SLOT and the slot's number + 1.
 * `inside` a value, slots of the story and choices are not allowed. FW_DATA.
 */
enum { FW_MARK_SLOT = 1 };
fw_code fw_grammar_compile(fw_arena *arena, fw_str text, bool inside, fw_str *out, fw_error *err);
const fw_slot *fw_slot_at(size_t number);

#endif
