/*
 * units.h: units and nouns that a number can stand before.
 *
 * A unit is known by a small index, so that it fits into a word's number class. Index 0 is no unit. All
 * strings are static.
 */
#ifndef FAILWISE_TEXT_UNITS_H
#define FAILWISE_TEXT_UNITS_H

#include <failwise/types.h>

#include <string.h>

typedef enum fw_unit_kind {
    FW_UNIT_NONE,
    FW_UNIT_DURATION,
    FW_UNIT_MONEY,
    FW_UNIT_PERCENT,
    FW_UNIT_POINTS,
    FW_UNIT_RATIO,
    FW_UNIT_BYTES,
    FW_UNIT_METRIC,
    FW_UNIT_PERSON,
    FW_UNIT_THING
} fw_unit_kind;

typedef struct fw_unit {
    const char *name; /* canonical: "day", "USD", "percent", "ticket" */
    fw_unit_kind kind;
    double scale;    /* value in `name` of one of what was written: a decade is 10 years */
    bool short_form; /* one or two letters that are a unit only behind digits: "3 h" */
} fw_unit;

enum { FW_UNIT_WORD_MAX = 32 }; /* bytes; longer words are no unit */

/* Index of the unit a folded word stands for, singular or plural; 0 when it is none. */
uint32_t fw_unit_find(const char *text, size_t len, bool *plural);
/* The same for a plural in s, when the form itself is not listed. */
uint32_t fw_unit_find_singular(const char *text, size_t len);

/* Units from this index on are counted, not measured: people and things. */
extern const uint32_t fw_first_counted_unit;

/* True when a unit is called `text`. Its first letters tell most names apart. */
static inline bool fw_unit_called(const char *name, const char *text) {
    return name[0] == text[0] && (!text[0] || name[1] == text[1]) && strcmp(name, text) == 0;
}

/* Seconds in one unit of time by its canonical name; 0 for other units. */
double fw_unit_seconds(const char *name);

/* The written forms of units, in the singular: form i < fw_unit_form_count and the unit it stands for. */
uint32_t fw_unit_form_count(void);
const char *fw_unit_form(uint32_t i, uint32_t *unit);

/* A written form of a unit that is measured, and people, by the index of the unit. */
typedef struct fw_unit_word {
    const char *word;
    fw_unit unit;
} fw_unit_word;
extern const fw_unit_word fw_unit_words[];

/* Nouns for things, whose indices stand behind that of people (units_nouns.c). */
extern const char *const fw_things[];
extern const size_t fw_thing_count;

/* Here, since most who ask want its kind alone. */
static inline fw_unit fw_unit_at(uint32_t index) {
    if (index <= fw_first_counted_unit) return fw_unit_words[index].unit;
    return (fw_unit){fw_things[index - fw_first_counted_unit - 1], FW_UNIT_THING, 1, false};
}

/* Plurals that do not end in s. */
extern const char *const fw_irregular_plurals[];
extern const size_t fw_irregular_plural_count;

#endif
