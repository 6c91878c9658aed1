/* quantity_measure.c: puts number and unit together, and parts of a measure to its whole. */
#include "text/quantity_measure.h"

#include <math.h>

/* "a", "another" or "a full" before a unit of time is one of it: "took a week". Behind "twice" or an amount
 * it is a rate. */
static bool parse_article_duration(const fw_scan *s, uint32_t i, fw_measure *out) {
    uint32_t at = i;
    if (fw_scan_has(s, at, FW_W(ARTICLE))) at++;
    if (fw_scan_has(s, at, FW_W(WHOLE))) at++;
    if (at == i || at > i + 2 || fw_scan_ends(s, at)) return false;
    if (fw_scan_is(s, at, "-") && fw_scan_glued(s, at) && fw_scan_glued(s, at + 1)) at++; /* "all-day" */
    const fw_unit unit = fw_scan_unit(s, at);
    if (unit.kind != FW_UNIT_DURATION || unit.short_form || fw_class_plural(fw_scan_class(s, at)))
        return false;
    if (fw_scan_has(s, i - 1, FW_W(RATE) | FW_W(REPEAT))) return false;
    const bool ordinal = fw_scan_has(s, at, FW_W(ORDINAL)) && fw_scan_kind(s, at + 1, FW_TOKEN_WORD) &&
                         !fw_scan_in(s, at + 1, FW_VOCABULARY_STOP); /* "a second chance" */
    if (ordinal || fw_scan_is(s, at + 1, "one")) return false;
    const bool compound = fw_scan_unit(s, at + 1).kind >= FW_UNIT_PERSON && !fw_scan_ends(s, at + 1) &&
                          !fw_class_plural(fw_scan_class(s, at + 1)); /* "a night manager" */
    if (compound) return false;
    *out = (fw_measure){i, at + 1, unit.scale, 1, unit, FW_NUMBER_ARTICLE};
    return true;
}

/* A continental "12.000" is twelve thousand where only whole things or money are counted. */
static double grouped_by_dot(const fw_scan *s, uint32_t i, double value, fw_unit unit) {
    const fw_word *word = fw_scan_word(s, i);
    const bool whole =
        unit.kind == FW_UNIT_MONEY || unit.kind == FW_UNIT_PERSON || unit.kind == FW_UNIT_THING;
    if (!whole || word->len < 5 || word->len > 7 || word->text[word->len - 4] != '.' || word->text[0] == '0')
        return value;
    return memchr(word->text, ',', word->len) ? value : value * 1000;
}

/* "75 USD million", "$10 dollars": a scale or the currency's name once more behind the unit. */
static void absorb_money_tail(const fw_scan *s, fw_measure *m, bool prefixed) {
    if (prefixed && !fw_scan_ends(s, m->next)) {
        const fw_unit again = fw_scan_unit(s, m->next);
        if (again.kind == FW_UNIT_MONEY && !again.short_form && strcmp(again.name, m->unit.name) == 0 &&
            again.scale == 1 && s->tokens[m->next].kind == FW_TOKEN_WORD) {
            m->next++;
        }
        return;
    }
    if (fw_scan_has(s, m->next, FW_W(SCALE)) && !(m->forms & FW_NUMBER_SCALED) &&
        fw_scan_value(s, m->next) >= 1e5 && !fw_scan_ends(s, m->next)) {
        m->value *= fw_scan_value(s, m->next);
        m->next++;
    }
}

static bool parse_prefixed_money(const fw_scan *s, uint32_t i, bool joins, fw_measure *out) {
    fw_unit unit;
    uint32_t first, at;
    fw_number number;
    if (!fw_money_prefix(s, i, &unit, &first, &at)) return false;
    if (fw_scan_shape(s, at) == FW_SHAPE_CURRENCY) {
        number = (fw_number){0, 1, at + 1, 0, FW_NUMBER_DIGITS};
        if (!fw_digits_at(s, at, &number.value)) return false;
    } else {
        if (fw_scan_is(s, at, "-") && fw_scan_glued(s, at)) at++;
        if (!fw_scan_kind(s, at, FW_TOKEN_NUMBER) || !fw_number_parse(s, at, joins, &number)) return false;
        if (number.forms & FW_NUMBER_METRE_OR_MILLION) number.value *= number.scale;
        if (at > i + 1 && fw_scan_is(s, at - 1, "-")) number.value = -number.value;
    }
    *out = (fw_measure){first,        number.next, grouped_by_dot(s, at, number.value, unit) * unit.scale,
                        number.scale, unit,        number.forms};
    /* "$40 grand" */
    if (fw_scan_is(s, out->next, "grand") && !fw_scan_ends(s, out->next)) {
        out->value *= 1000;
        out->next++;
    } else {
        absorb_money_tail(s, out, true);
    }
    return isfinite(out->value);
}

/* Digits with a small m: metres, unless people or things follow. */
static void settle_metres(const fw_scan *s, fw_number *number, fw_unit *unit, uint32_t *next) {
    fw_unit noun;
    uint32_t end;
    fw_number plain = *number;
    plain.unit = 0;
    if (fw_unit_behind(s, number->next, &plain, &noun, &end) && noun.kind != FW_UNIT_METRIC &&
        noun.kind != FW_UNIT_DURATION) {
        number->value *= number->scale;
        *unit = noun;
        *next = end;
    } else {
        *unit = fw_unit_at(number->unit);
        *next = number->next;
    }
}

/* "2 1/2 in thick", "12 ft 2 in": the preposition is a unit before a word of size or behind feet. */
static bool is_inches(const fw_scan *s, uint32_t j) {
    static const char *const SIZES[] = {"thick", "long", "wide", "high", "tall", "deep", "across"};
    if (!fw_scan_is(s, j, "in")) return false;
    for (size_t k = 0; k < sizeof SIZES / sizeof SIZES[0]; k++) {
        if (fw_scan_is(s, j + 1, SIZES[k])) return true;
    }
    return j >= 2 && fw_scan_unit(s, j - 2).kind == FW_UNIT_METRIC &&
           fw_unit_called(fw_scan_unit(s, j - 2).name, "foot");
}

/* "a dollar and 42 cents": one of a currency, only with a number of its smaller part. */
static bool parse_article_money(const fw_scan *s, uint32_t i, fw_measure *out) {
    const fw_unit unit = fw_scan_unit(s, i + 1);
    if (!fw_scan_has(s, i, FW_W(ARTICLE)) || unit.kind != FW_UNIT_MONEY || unit.scale != 1) return false;
    if (!fw_scan_is(s, i + 2, "and") || fw_scan_ends(s, i + 2)) return false;
    fw_cardinal cents;
    fw_cardinal_parse(s, i + 3, true, &cents);
    const fw_unit part = fw_scan_unit(s, cents.next);
    if (cents.next == i + 3 || part.kind != FW_UNIT_MONEY || part.scale >= 1) return false;
    *out = (fw_measure){i, i + 2, 1, 1, unit, 0};
    return true;
}

bool fw_measure_parse(const fw_scan *s, uint32_t i, bool joins, fw_measure *out) {
    if (!fw_measure_can_start(s, i)) return false;
    const bool money = fw_class_unit(fw_scan_class(s, i)) || fw_scan_is(s, i + 1, "$");
    if (money && parse_prefixed_money(s, i, joins, out)) return true;
    fw_number number;
    if (!fw_number_parse(s, i, joins, &number))
        return parse_article_duration(s, i, out) || parse_article_money(s, i, out);
    *out = (fw_measure){i, number.next, number.value, number.scale, fw_unit_at(0), number.forms};
    if (number.forms & FW_NUMBER_DIGITS && is_inches(s, number.next)) {
        out->unit = (fw_unit){"inch", FW_UNIT_METRIC, 1, false};
        out->next++;
        return true;
    }
    if (number.forms & FW_NUMBER_METRE_OR_MILLION) {
        settle_metres(s, &number, &out->unit, &out->next);
        out->value = number.value;
    } else if (!fw_unit_behind(s, number.next, &number, &out->unit, &out->next)) {
        out->unit = fw_unit_at(0);
        return true;
    }
    out->value = grouped_by_dot(s, i, out->value, out->unit) * out->unit.scale;
    if (out->unit.kind == FW_UNIT_MONEY) absorb_money_tail(s, out, false);
    return isfinite(out->value);
}

/* No scale, no second unit, no money or percent, no short form and no decimals: nothing to tell but both. */
bool fw_measure_plain(const fw_scan *s, uint32_t i, fw_measure *out) {
    static const uint64_t MORE =
        FW_W(SCALE) | FW_W(SUFFIX) | FW_W(COUPLE) | FW_W(PARTS) | FW_W(GLYPH) | FW_W(SIGN) | FW_W(NATION);
    enum { APART = FW_TOKEN_SENTENCE_START | FW_TOKEN_LINE_BEFORE };
    enum { TOLD = 1 << FW_UNIT_PERCENT | 1 << FW_UNIT_MONEY | 1 << FW_UNIT_POINTS };
    const fw_word *word = fw_scan_word(s, i);
    const uint32_t own = word->number_class, behind = fw_scan_class(s, i + 1);
    const fw_unit unit = fw_unit_at(fw_class_unit(behind));
    const bool digits = fw_class_shape(own) == FW_SHAPE_PLAIN, counted = unit.kind >= FW_UNIT_PERSON;
    const bool noun = fw_class_plural(behind) && !fw_class_in(behind, FW_VOCABULARY_STOP);
    if ((fw_class_unit(own) != 0) | (counted & !noun) | unit.short_form | (TOLD >> unit.kind & 1) |
        ((fw_class_word(behind)->classes & MORE) != 0) | ((s->tokens[i + 1].flags & APART) != 0) |
        fw_scan_is(s, i + 1, "in"))
        return false;
    const double value = digits ? word->number : fw_class_word(own)->value;
    if (!(value == floor(value)) || (digits && memchr(word->text, '.', word->len))) return false;
    *out = (fw_measure){i, i + 2, value * unit.scale, 1, unit, digits ? FW_NUMBER_DIGITS : 0};
    return isfinite(out->value);
}

/* ---- parts behind the whole ---- */

static bool is_same_money(fw_unit whole, fw_unit part) {
    return whole.kind == FW_UNIT_MONEY && part.kind == FW_UNIT_MONEY && part.scale < 1 && whole.scale == 1 &&
           strcmp(whole.name, part.name) == 0;
}

/* "an hour and a half", "one million dollars and a half" is not said. */
static bool extend_by_part(const fw_scan *s, fw_measure *m) {
    double part;
    uint32_t next;
    if (!fw_scan_is(s, m->next, "and") || !fw_fraction_parse(s, m->next + 1, &part, &next)) return false;
    if (m->unit.kind != FW_UNIT_DURATION && m->unit.kind != FW_UNIT_METRIC) return false;
    if (fw_scan_is(s, next, "of") || fw_scan_unit(s, next).kind != FW_UNIT_NONE) return false;
    m->value += part * m->unit.scale;
    m->next = next;
    return true;
}

/* "2 hours ten", "20 dollars 43": a bare number below sixty (a hundred) that counts nothing else. */
static bool extend_by_bare(const fw_scan *s, fw_measure *m, const fw_measure *rest) {
    const double seconds = m->unit.kind == FW_UNIT_DURATION ? fw_unit_seconds(m->unit.name) : 0;
    const bool hour = seconds == 3600 || seconds == 60; /* "2 hours ten", "7 minutes 40" */
    const double limit = hour ? 60 : m->unit.kind == FW_UNIT_MONEY && m->unit.scale == 1 ? 100 : 0;
    const uint32_t after = rest->next;
    if (rest->unit.kind != FW_UNIT_NONE || rest->value < 1 || rest->value >= limit ||
        rest->value != floor(rest->value))
        return false;
    if (m->value != floor(m->value) || rest->forms & FW_NUMBER_ARTICLE) return false;
    if (!fw_scan_ends(s, after) && s->tokens[after].kind != FW_TOKEN_PUNCT &&
        !fw_scan_in(s, after, FW_VOCABULARY_STOP))
        return false;
    if (fw_scan_is(s, after, "-") || fw_scan_is(s, after, ":") || fw_scan_is(s, after, "to") ||
        fw_scan_is(s, after, "of"))
        return false;
    if (hour) {
        m->value = m->value * 60 + rest->value;
        m->unit.name = seconds == 60 ? "second" : "minute";
    } else {
        m->value += rest->value / 100;
    }
    m->next = after;
    return true;
}

static bool extend_by_measure(fw_measure *m, const fw_measure *rest) {
    const double large = fw_unit_seconds(m->unit.name), small = fw_unit_seconds(rest->unit.name);
    if (is_same_money(m->unit, rest->unit)) {
        m->value += rest->value;
    } else if (m->unit.kind == FW_UNIT_DURATION && rest->unit.kind == FW_UNIT_DURATION && small > 0 &&
               small < large) {
        m->value = round(m->value * large / small * 1e9) / 1e9 + rest->value;
        m->unit = rest->unit;
    } else if (fw_unit_called(m->unit.name, "foot") && fw_unit_called(rest->unit.name, "inch")) {
        m->value += rest->value / 12;
    } else {
        return false;
    }
    m->next = rest->next;
    return true;
}

static bool extend_once(const fw_scan *s, fw_measure *m) {
    if (fw_scan_ends(s, m->next)) return false;
    if (extend_by_part(s, m)) return true;
    const bool comma = fw_scan_is(s, m->next, ",");
    uint32_t at = comma ? m->next + 1 : m->next;
    const bool joined = fw_scan_is(s, at, "and");
    if (joined) at++;
    fw_measure rest;
    /* Rows of a list stand apart: no more parts over a line break. */
    if (fw_scan_ends(s, at) || s->tokens[at].flags & FW_TOKEN_LINE_BEFORE || !fw_measure_can_start(s, at) ||
        !fw_measure_parse(s, at, true, &rest))
        return false;
    if (rest.forms & FW_NUMBER_ARTICLE && rest.unit.kind == FW_UNIT_DURATION)
        return false; /* "an hour a week" */
    if (extend_by_measure(m, &rest)) return true;
    return !comma && !(joined && fw_scan_is(s, at, "one")) && extend_by_bare(s, m, &rest);
}

/* "4 km squared", "3km^2", the raised two or three: squares and cubes; "32 degrees Celsius". */
static void extend_by_power(const fw_scan *s, fw_measure *m) {
    static const char *const POWERS[] = {"squared", "cubed", "\xC2\xB2", "\xC2\xB3"};
    const uint32_t at = m->next;
    if (fw_scan_is(s, at - 1, "degree") || fw_scan_is(s, at - 1, "degrees")) {
        const fw_unit scale = fw_scan_unit(s, at);
        const bool letter = fw_scan_is(s, at, "c") || fw_scan_is(s, at, "f");
        if (letter || (scale.kind == FW_UNIT_METRIC && strncmp(scale.name, "\xC2\xB0", 2) == 0)) {
            if (!letter) m->unit = scale;
            m->next++;
        }
        return;
    }
    if (fw_scan_is(s, at, "^") && fw_scan_glued(s, at) && fw_scan_kind(s, at + 1, FW_TOKEN_NUMBER)) {
        m->next = at + 2;
        return;
    }
    for (size_t k = 0; k < sizeof POWERS / sizeof POWERS[0]; k++) {
        if (fw_scan_is(s, at, POWERS[k])) m->next = at + 1;
    }
}

/* "188 miles an hour", "50 km/h": a speed is one measure. */
static void extend_by_rate(const fw_scan *s, fw_measure *m) {
    if (m->unit.kind != FW_UNIT_METRIC) return;
    extend_by_power(s, m);
    uint32_t at = m->next;
    if (fw_scan_ends(s, at)) return;
    if (!fw_scan_is(s, at, "per") && !fw_scan_is(s, at, "/") && !fw_scan_has(s, at, FW_W(ARTICLE))) return;
    at++;
    if (!fw_scan_ends(s, at) && fw_scan_unit(s, at).kind == FW_UNIT_DURATION) m->next = at + 1;
}

void fw_measure_go_on(const fw_scan *s, fw_measure *m) {
    extend_by_rate(s, m);
    while (extend_once(s, m) && isfinite(m->value)) continue;
}
