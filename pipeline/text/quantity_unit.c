/* quantity_unit.c: finds the unit or the counted noun behind a number. */
#include "text/quantity_measure.h"

static const fw_unit THING = {"thing", FW_UNIT_THING, 1, false};

enum { MOST_ADJECTIVES = 2, SHORTEST_PLURAL = 4 };

static bool is_measured(fw_unit unit) { return unit.kind != FW_UNIT_NONE && unit.kind < FW_UNIT_PERSON; }

/* "%20" in a web address. */
static bool is_escape(const fw_scan *s, uint32_t j) {
    return s->tokens[j].kind >= FW_TOKEN_SYMBOL && fw_scan_glued(s, j + 1) && fw_is_word(&s->tokens[j + 1]);
}

/* "per cent" is two words; percent may be of points: "12 percentage points". */
static bool percent_behind(const fw_scan *s, uint32_t j, fw_unit *unit, uint32_t *next) {
    if (fw_scan_is(s, j, "per") && fw_scan_is(s, j + 1, "cent")) {
        *unit = (fw_unit){"percent", FW_UNIT_PERCENT, 1, false};
        *next = j + 2;
        return true;
    }
    if (fw_scan_is(s, j, "basis") && fw_scan_unit(s, j + 1).kind == FW_UNIT_POINTS) {
        *unit = (fw_unit){"point", FW_UNIT_POINTS, 0.01, false};
        *next = j + 2;
        return true;
    }
    if (fw_scan_unit(s, j).kind != FW_UNIT_PERCENT || is_escape(s, j)) return false;
    *unit = fw_scan_unit(s, j);
    *next = j + 1;
    const uint32_t points = fw_scan_is(s, j + 1, "-") ? j + 2 : j + 1;
    if (fw_scan_unit(s, points).kind == FW_UNIT_POINTS && !fw_scan_ends(s, points)) {
        *unit = fw_scan_unit(s, points);
        *next = points + 1;
    }
    return true;
}

/* "90-day", "ten-person", "two-year-old". */
static bool hyphen_unit(const fw_scan *s, uint32_t j, fw_unit *unit, uint32_t *next) {
    if (!fw_scan_is(s, j, "-") || fw_scan_glued(s, j) != fw_scan_glued(s, j + 1) || fw_scan_ends(s, j + 1))
        return false;
    const fw_unit found = fw_scan_unit(s, j + 1);
    if (found.kind == FW_UNIT_NONE || found.short_form || fw_scan_has(s, j + 1, FW_W(HALF))) return false;
    if (found.kind >= FW_UNIT_PERSON && fw_class_plural(fw_scan_class(s, j + 1)) && !fw_scan_glued(s, j))
        return false;
    *unit = found;
    *next = j + 2;
    return true;
}

/* Marks glued or close to the digits: % $ ° x. */
static bool mark_behind(const fw_scan *s, uint32_t j, fw_unit *unit, uint32_t *next) {
    if (!fw_scan_kind(s, j, FW_TOKEN_SYMBOL) || fw_scan_ends(s, j)) return false;
    const fw_unit found = fw_scan_unit(s, j);
    if (found.kind == FW_UNIT_NONE || found.kind == FW_UNIT_PERCENT) return false;
    /* "$20,000 $37,000": the mark belongs to the amount it is glued to. */
    if (found.kind == FW_UNIT_MONEY && !fw_scan_glued(s, j) && fw_scan_glued(s, j + 1) &&
        fw_scan_kind(s, j + 1, FW_TOKEN_NUMBER))
        return false;
    *unit = found;
    *next = j + 1;
    if (fw_scan_is(s, j, "\xC2\xB0") && (fw_scan_is(s, j + 1, "c") || fw_scan_is(s, j + 1, "f"))) ++*next;
    return true;
}

/* "20 minutes", "3 h", "ten lousy dollars": adjectives may stand between, except before short forms. */
static bool measured_word(const fw_scan *s, uint32_t k, bool first, bool digits, fw_unit *unit) {
    const uint32_t index = fw_class_unit(fw_scan_class(s, k));
    if (index == 0 || index >= fw_first_counted_unit) return false;
    const fw_unit found = fw_unit_at(index);
    if (found.short_form && !(first && digits && !fw_scan_is(s, k + 1, "-"))) return false;
    if (found.kind == FW_UNIT_POINTS && fw_scan_is(s, k, "point") && fw_scan_has(s, k + 1, FW_W(CARDINAL)))
        return false;
    *unit = found;
    return true;
}

/* A plural we have no unit for counts things, if it can be a noun at all. */
static bool is_unknown_plural(const fw_scan *s, uint32_t k) {
    const fw_word *word = fw_scan_word(s, k);
    const uint32_t not_noun = FW_ENDS_NT | FW_HAS_APOSTROPHE | FW_HAS_DIGIT;
    return word->endings & FW_ENDS_S && word->len >= SHORTEST_PLURAL && !(word->endings & not_noun) &&
           !fw_scan_has(s, k, FW_W(CHANGE) | FW_W(MONTH) | FW_W(SCALE));
}

/* Steps from word to word of a noun phrase; hyphens belong to it. False at its end. */
static bool phrase_goes_on(const fw_scan *s, uint32_t k) {
    return !fw_scan_ends(s, k) && !(s->tokens[k].flags & FW_TOKEN_LINE_BEFORE) &&
           (s->tokens[k].kind == FW_TOKEN_WORD || s->tokens[k].kind == FW_TOKEN_MIXED) &&
           !fw_scan_has(s, k, FW_W(MONTH) | FW_W(CARDINAL) | FW_W(OCLOCK) | FW_W(MERIDIEM));
}

/* The head of the noun phrase at j. A plural closes it; a singular is the head only right behind the number.
 */
static bool noun_behind(const fw_scan *s, uint32_t j, const fw_number *number, fw_unit *unit,
                        uint32_t *next) {
    const bool digits = number->forms & FW_NUMBER_DIGITS;
    uint32_t adjectives = 0;
    bool candidate = false;
    for (uint32_t k = j; adjectives <= MOST_ADJECTIVES && phrase_goes_on(s, k); adjectives++) {
        const bool compound = k > j && fw_scan_is(s, k - 1, "-"); /* "two first-week users" */
        if (!compound && measured_word(s, k, k == j, digits, unit)) {
            *next = k + 1;
            return true;
        }
        if (fw_scan_in(s, k, FW_VOCABULARY_STOP) && !(k == j && fw_scan_has(s, k, FW_W(COMPARE)))) break;
        const fw_unit found = fw_scan_unit(s, k);
        if (fw_class_plural(fw_scan_class(s, k)) || (found.kind == FW_UNIT_NONE && is_unknown_plural(s, k))) {
            *unit = found.kind == FW_UNIT_NONE ? THING : found;
            *next = k + 1;
            return true;
        }
        if (found.kind >= FW_UNIT_PERSON && (k == j || number->value == 1)) {
            *unit = found;
            *next = k + 1;
            candidate = true;
        }
        k++;
        if (fw_scan_is(s, k, "-") && fw_scan_glued(s, k)) {
            k++;
            if (adjectives) adjectives--; /* "hand-written" is one adjective */
        }
    }
    return candidate;
}

/* "three of our engineers". */
static bool noun_behind_of(const fw_scan *s, uint32_t j, const fw_number *number, fw_unit *unit,
                           uint32_t *next) {
    if (!fw_scan_is(s, j, "of") || !fw_scan_has(s, j + 1, FW_W(OWNER)) ||
        number->forms & FW_NUMBER_FRACTION || fw_scan_is(s, j - 1, "one"))
        return false;
    fw_unit found;
    uint32_t end;
    if (!noun_behind(s, j + 2, number, &found, &end) || found.kind < FW_UNIT_PERSON) return false;
    if (!fw_class_plural(fw_scan_class(s, end - 1)) && strcmp(found.name, THING.name) != 0) return false;
    *unit = found;
    *next = end;
    return true;
}

/* "half an hour", "three quarters of an hour", "half the day". */
static bool unit_of_part(const fw_scan *s, uint32_t j, fw_unit *unit, uint32_t *next) {
    uint32_t at = fw_scan_is(s, j, "of") ? j + 1 : j;
    if (fw_scan_has(s, at, FW_W(ARTICLE)))
        at++;
    else if (at != j && !fw_scan_unit(s, at).kind)
        return false;
    while (at < s->count && !fw_scan_ends(s, at) && fw_scan_is(s, at, "business")) at++;
    const fw_unit found = fw_scan_unit(s, at);
    if (fw_scan_ends(s, at) || !is_measured(found) || found.kind == FW_UNIT_PERCENT) return false;
    if (found.short_form && !fw_scan_glued(s, at)) return false;
    *unit = found;
    *next = at + 1;
    return true;
}

bool fw_unit_behind(const fw_scan *s, uint32_t j, const fw_number *number, fw_unit *unit, uint32_t *next) {
    if (number->unit && !(number->forms & FW_NUMBER_METRE_OR_MILLION)) {
        *unit = fw_unit_at(number->unit);
        *next = j;
        return true;
    }
    if (j >= s->count || fw_scan_ends(s, j)) return false;
    if (percent_behind(s, j, unit, next) || mark_behind(s, j, unit, next)) return true;
    if (fw_national_money(s, j, unit, next) || hyphen_unit(s, j, unit, next)) return true;
    if (number->forms & (FW_NUMBER_FRACTION | FW_NUMBER_MIXED) && unit_of_part(s, j, unit, next)) return true;
    if (number->forms & FW_NUMBER_FRACTION) return false;
    return noun_behind(s, j, number, unit, next) || noun_behind_of(s, j, number, unit, next);
}
