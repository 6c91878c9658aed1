/* quantity_plain.c: number and unit in two words, told by what they are and by what stands beside them,
 * before the grammar of numbers is asked. */
#include "text/quantity_plain.h"

#include "text/quantity_change.h"
#include "text/word_lists.h"

#include <math.h>

/* Digits or one word of a number, and behind them a unit that can be nothing else: tells most apart. */
static bool is_measured(const fw_scan *s, uint32_t i, uint32_t own, uint32_t behind) {
    static const uint64_t OTHERWISE = FW_W(CARDINAL) | FW_W(HALF) | FW_W(QUARTER) | FW_W(MERIDIEM) |
                                      FW_W(OCLOCK) | FW_W(DAYPART) | FW_W(MONTH) | FW_W(ORDINAL);
    const uint64_t classes = fw_class_word(own)->classes;
    const fw_number_shape shape = fw_class_shape(own);
    const bool number = ((classes == FW_W(CARDINAL)) & (shape == FW_SHAPE_NONE)) |
                        ((classes == 0) & (shape == FW_SHAPE_PLAIN));
    const bool measured = fw_class_unit(behind) != 0, spelt = fw_scan_word(s, i + 1)->len >= 2;
    return number & measured & spelt && !(fw_class_word(behind)->classes & OTHERWISE);
}

/* What such a unit makes of a number: 0 where that depends on more than the two. */
static const uint8_t KIND_OF[] = {
    [FW_UNIT_DURATION] = 1 + FW_KIND_DURATION, [FW_UNIT_MONEY] = 1 + FW_KIND_MONEY,
    [FW_UNIT_PERCENT] = 1 + FW_KIND_PERCENT,   [FW_UNIT_BYTES] = 1 + FW_KIND_BYTES,
    [FW_UNIT_PERSON] = 1 + FW_KIND_COUNT,      [FW_UNIT_THING] = 1 + FW_KIND_COUNT};

/* A unit that is measured, or the plural of one that is counted; no short form, and no part of money. */
static bool is_plain_unit(const fw_scan *s, uint32_t i, uint32_t number_class, const fw_unit *unit) {
    static const uint64_t MORE = FW_W(SCALE) | FW_W(SUFFIX) | FW_W(COUPLE) | FW_W(PARTS) | FW_W(GLYPH) |
                                 FW_W(SIGN) | FW_W(NATION) | FW_W(REVIEW360);
    const bool counted = unit->kind >= FW_UNIT_PERSON;
    const bool plural = fw_class_plural(number_class) && !fw_class_in(number_class, FW_VOCABULARY_STOP);
    const bool whole = !unit->short_form && unit->scale >= 1;
    if (fw_class_word(number_class)->classes & MORE || !(counted ? plural : whole)) return false;
    return KIND_OF[unit->kind] && !(s->tokens[i].flags & (FW_TOKEN_LINE_BEFORE | FW_TOKEN_SENTENCE_START));
}

/* No year, no "one of them", and no thousands set off by a point. */
static bool is_plain_number(const fw_scan *s, uint32_t i, uint32_t number_class, bool counted,
                            double *value) {
    enum { FIRST_YEAR = 1900, POINTED = 5, BEHIND_POINT = 4 };
    const fw_word *word = fw_scan_word(s, i);
    if (fw_class_unit(number_class) || !fw_class_starts(number_class)) return false;
    if (fw_class_shape(number_class) == FW_SHAPE_NONE) {
        *value = fw_class_word(number_class)->value;
        return *value != 1;
    }
    if (word->len >= POINTED && word->text[word->len - BEHIND_POINT] == '.') return false;
    return fw_plain_digits(s, i, value) && !(counted & (*value >= FIRST_YEAR));
}

/* Behind a label ("class 3 tests") or "this" and "last" it is something else, behind "from" and "between"
 * half of a pair. `start`: of the bounds before it. */
static bool is_quiet_before(const fw_scan *s, uint32_t i, uint32_t start) {
    return !fw_scan_has(s, i - 1, FW_W(LABEL) | FW_W(DEICTIC)) && !fw_scan_is(s, start - 1, "from") &&
           !fw_scan_is(s, start - 1, "between");
}

/* "A" before a word that makes no amount of it: "twelve people, a budget". Before a time it tells of a rate,
 * which is no part of the measure: "twelve calls a week". */
static bool is_mere_article(const fw_scan *s, uint32_t i) {
    static const uint64_t AMOUNTS = FW_W(ORDINAL) | FW_W(HALF) | FW_W(QUARTER) | FW_W(PARTS) |
                                    FW_W(CARDINAL) | FW_W(SCALE) | FW_W(COUPLE) | FW_W(GLYPH) | FW_W(SUFFIX) |
                                    FW_W(SIGN) | FW_W(WHOLE);
    const uint32_t own = fw_scan_class(s, i), behind = fw_scan_class(s, i + 1);
    return fw_class_word(own)->classes == FW_W(ARTICLE) && !fw_class_unit(own) &&
           fw_scan_kind(s, i + 1, FW_TOKEN_WORD) && !(fw_class_word(behind)->classes & AMOUNTS) &&
           fw_unit_at(fw_class_unit(behind)).kind != FW_UNIT_MONEY && !fw_scan_is(s, i + 1, "and") &&
           !fw_scan_is(s, i + 1, "point");
}

/* Nothing that can start a number stands at `i`. */
static bool starts_no_number(const fw_scan *s, uint32_t i) {
    return !fw_class_starts(fw_scan_class(s, i)) || is_mere_article(s, i);
}

/* No measure either: letters before a dollar sign ("US$ 5") are no number. */
static bool starts_nothing(const fw_scan *s, uint32_t i) {
    return fw_scan_ends(s, i) || (!fw_scan_is(s, i + 1, "$") && starts_no_number(s, i));
}

/* "Two in five": a share of a whole. */
static bool is_part_of(const fw_scan *s, uint32_t in, double value) {
    enum { MOST = 10 };
    return value <= MOST && (!starts_no_number(s, in + 1) || fw_scan_is(s, in + 1, "every"));
}

/* No further part stands behind, no second half of a pair, no whole, no age and no date. */
static bool is_quiet_behind(const fw_scan *s, uint32_t i, const fw_unit *unit, double value) {
    static const uint64_t TIES = FW_IN_LIST(JOINS_NUMBERS) | FW_IN_LIST(OF) | FW_IN_LIST(BEHIND_MEASURE);
    if (fw_scan_ends(s, i)) return true;
    const fw_word *word = fw_scan_word(s, i);
    const bool comma = fw_word_is(word, ","), joined = fw_scan_is(s, i + comma, "and");
    if (comma | joined) return starts_nothing(s, i + comma + joined);
    const bool counted = unit->kind >= FW_UNIT_PERSON;
    const uint64_t classes = fw_class_word(word->number_class)->classes;
    if (word->lists & (TIES | (counted ? 0 : FW_IN_LIST(LATER))) || classes & FW_W(SIGN)) return false;
    if (counted && fw_word_is(word, "in") && is_part_of(s, i, value)) return false;
    const uint32_t other = fw_class_unit(word->number_class);
    if (unit->kind == FW_UNIT_PERCENT && fw_unit_at(other).kind == FW_UNIT_POINTS) return false;
    return starts_nothing(s, i) && !(fw_unit_called(unit->name, "time") &&
                                     (classes & (FW_W(COMPARE) | FW_W(OWNER)) || fw_word_is(word, "as")));
}

/* What the words around say of it besides: how it is bound, and what it changes. */
static void read_around(const fw_scan *s, uint32_t start, fw_unit_kind kind, int bound, fw_quantity *out) {
    const uint32_t next = out->first + out->count;
    int direction;
    if (kind == FW_UNIT_DURATION && !fw_scan_ends(s, next) && fw_scan_has(s, next, FW_W(AGO))) {
        out->kind = FW_KIND_DATE;
        return;
    }
    out->bound = (int8_t)(bound ? bound : fw_bound_behind(s, next));
    out->is_delta = fw_change_around(s, start, next, kind, &direction);
    out->direction = (int8_t)direction;
}

fw_plainness fw_plain_measure(const fw_scan *s, uint32_t i, fw_quantity *out) {
    if (!fw_scan_kind(s, i + 1, FW_TOKEN_WORD) || fw_scan_glued(s, i)) return FW_NOT_PLAIN;
    const uint32_t own = fw_scan_class(s, i), behind = fw_scan_class(s, i + 1);
    if (!is_measured(s, i, own, behind)) return FW_NOT_PLAIN;
    const fw_unit unit = fw_unit_at(fw_class_unit(behind));
    if (unit.kind == FW_UNIT_DURATION && fw_unit_called(unit.name, "minute"))
        return FW_NOT_PLAIN; /* "20 minutes past" */
    double value;
    if (!is_plain_unit(s, i + 1, behind, &unit) ||
        !is_plain_number(s, i, own, unit.kind >= FW_UNIT_PERSON, &value) || !isfinite(value * unit.scale) ||
        !is_quiet_behind(s, i + 2, &unit, value))
        return FW_PLAIN_MEASURE;
    int bound;
    const uint32_t start = fw_bound_before(s, i, &bound);
    if (!is_quiet_before(s, i, start)) return FW_PLAIN_MEASURE;
    *out = (fw_quantity){.first = i,
                         .count = 2,
                         .value = value * unit.scale,
                         .from = (double)NAN,
                         .unit = unit.name,
                         .kind = (uint8_t)(KIND_OF[unit.kind] - 1)};
    read_around(s, start, unit.kind, bound, out);
    return FW_PLAIN_TOLD;
}
