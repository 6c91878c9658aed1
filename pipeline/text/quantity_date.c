/* quantity_date.c: calendar dates, years, decades and quarters of a year. */
#include "text/quantity_typed.h"

#include <math.h>

static bool plain_whole(const fw_scan *s, uint32_t i, double low, double high, double *value) {
    return fw_scan_shape(s, i) == FW_SHAPE_PLAIN && fw_digits_at(s, i, value) && *value >= low &&
           *value <= high && floor(*value) == *value &&
           !memchr(fw_scan_word(s, i)->text, ',', fw_scan_word(s, i)->len);
}

/* Digits glued together by `mark`: groups of "2026-11-22", "3/4/2020". Returns their number. */
static uint32_t glued_groups(const fw_scan *s, uint32_t i, const char *mark, double value[3],
                             size_t length[3]) {
    uint32_t count = 0;
    for (uint32_t at = i; count < 3 && fw_scan_kind(s, at, FW_TOKEN_NUMBER); at += 2) {
        if (!fw_plain_digits(s, at, &value[count])) break;
        length[count++] = fw_scan_word(s, at)->len;
        if (!fw_scan_is(s, at + 1, mark) || !fw_scan_glued(s, at + 1) || !fw_scan_glued(s, at + 2)) break;
    }
    return count;
}

static bool written(fw_typed *out, uint32_t first, uint32_t next, double value, fw_quantity_kind kind) {
    *out = (fw_typed){first, next, value, kind};
    return true;
}

static bool is_day_and_month(double a, double b) { return a >= 1 && a <= 31 && b >= 1 && b <= 31; }

/* What stands before makes "3/4" a date: "on", "friday", "this". */
static bool stands_behind_date_word(const fw_scan *s, uint32_t i) {
    if (fw_scan_is(s, i - 1, "this") || fw_scan_is(s, i - 1, "next") || fw_scan_is(s, i - 1, "last"))
        return true;
    return fw_scan_has(s, i - 1, FW_W(DATEPREP)) && !fw_scan_is(s, i - 1, "of");
}

/* Behind another one in a list: "3/4, 5/6 and 7/8". */
static bool is_listed(const fw_scan *s, uint32_t i) {
    return i >= 4 && fw_scan_is(s, i - 3, "/") &&
           (fw_scan_is(s, i - 1, ",") || fw_scan_is(s, i - 1, "or") || fw_scan_is(s, i - 1, "and"));
}

/* Such a word, before it or before one of its list. No list is longer than the days of a month: so many are
 * looked at, since an answer may be nothing but a list. */
static bool expects_date(const fw_scan *s, uint32_t i) {
    enum { MOST_LISTED = 31 };
    for (uint32_t k = 0; k < MOST_LISTED; k++, i -= 4) {
        if (stands_behind_date_word(s, i)) return true;
        if (!is_listed(s, i)) break;
    }
    return false;
}

/* "3/4/2020", "on 3/4", "5/1-5/7". */
static bool slashed_at(const fw_scan *s, uint32_t i, uint32_t count, const double v[3], const size_t len[3],
                       fw_typed *out) {
    double to[3];
    size_t to_len[3];
    if (count == 3) return written(out, i, i + 5, v[2], FW_KIND_DATE);
    const bool day = is_day_and_month(v[0], v[1]);
    if (day && fw_scan_is(s, i + 3, "-") && fw_scan_glued(s, i + 3) && fw_scan_glued(s, i + 4)) {
        const uint32_t last = glued_groups(s, i + 4, "/", to, to_len);
        if (last >= 2 && is_day_and_month(to[0], to[1]))
            return written(out, i, i + 4 + 2 * last - 1, v[0], FW_KIND_DATE);
    }
    const bool year = len[1] == 4 && v[0] <= 12;
    return year || (day && v[0] != v[1] && expects_date(s, i)) ? written(out, i, i + 3, v[0], FW_KIND_DATE)
                                                               : false;
}

static bool is_year_number(double value, size_t len) { return len == 4 && value >= 1900 && value < 2100; }

/* "2026-11-22", "2014-2018", "2013-14", "2015-3", "12-2015", "222-2222", "0730-0930". */
static bool dashed_at(const fw_scan *s, uint32_t i, uint32_t count, const double v[3], const size_t len[3],
                      fw_typed *out) {
    if (count == 3) {
        uint32_t next = i + 5;
        const bool date = len[0] == 4 || len[2] == 4;
        while ((fw_scan_is(s, next, "-") || fw_scan_is(s, next, "/")) && fw_scan_glued(s, next) &&
               fw_scan_glued(s, next + 1) && fw_scan_kind(s, next + 1, FW_TOKEN_NUMBER))
            next += 2; /* a telephone number */
        const bool is_date = date && v[1] <= 31 && next == i + 5;
        return written(out, i, next, v[0], is_date ? FW_KIND_DATE : FW_KIND_NONE);
    }
    const bool first = is_year_number(v[0], len[0]), second = is_year_number(v[1], len[1]);
    if (first && (len[1] == 2 || second || (v[1] >= 1 && v[1] <= 12)))
        return written(out, i, i + 3, v[0], FW_KIND_DATE);
    if (second && v[0] >= 1 && v[0] <= 12) return written(out, i, i + 3, v[1], FW_KIND_DATE);
    const bool clock = len[0] == 4 && len[1] == 4 && fw_scan_word(s, i)->text[0] == '0' && v[1] <= 2400;
    if (clock) return written(out, i, i + 3, floor(v[0] / 100), FW_KIND_TIME);
    return len[0] == 3 && len[1] == 4 ? written(out, i, i + 3, v[0], FW_KIND_NONE) : false;
}

static bool groups_at(const fw_scan *s, uint32_t i, fw_typed *out) {
    double v[3] = {0};
    size_t len[3] = {0};
    const uint32_t slashed = glued_groups(s, i, "/", v, len);
    if (slashed >= 2) return slashed_at(s, i, slashed, v, len, out);
    const uint32_t dashed = glued_groups(s, i, "-", v, len);
    return dashed >= 2 && dashed_at(s, i, dashed, v, len, out);
}

bool fw_year_at(const fw_scan *s, uint32_t i, double *year, uint32_t *next) {
    if (plain_whole(s, i, 1900, 2099, year) && fw_scan_word(s, i)->len == 4) {
        *next = i + 1;
        return true;
    }
    const double century = fw_scan_has(s, i, FW_W(CARDINAL)) ? fw_scan_value(s, i) : 0;
    if ((century != 19 && century != 20) || !fw_scan_has(s, i + 1, FW_W(CARDINAL)) || fw_scan_ends(s, i + 1))
        return false;
    double rest = fw_scan_value(s, i + 1);
    if (rest < 10) return false;
    *next = i + 2;
    uint32_t unit = i + 2;
    if (fw_scan_is(s, unit, "-") && fw_scan_glued(s, unit)) unit++;
    if (rest >= 20 && fw_scan_has(s, unit, FW_W(CARDINAL)) && fw_scan_value(s, unit) < 10 &&
        !fw_scan_ends(s, unit)) {
        rest += fw_scan_value(s, unit);
        *next = unit + 1;
    }
    *year = century * 100 + rest;
    return true;
}

/* May and march are verbs too: they need a capital inside a sentence, or a word that dates have before them.
 */
static bool is_month(const fw_scan *s, uint32_t i) {
    if (!fw_scan_has(s, i, FW_W(MONTH)) || fw_scan_is(s, i, "to")) return false;
    if (!fw_scan_is(s, i, "may") && !fw_scan_is(s, i, "march") && !fw_scan_is(s, i, "mar")) return true;
    return s->tokens[i].flags & FW_TOKEN_CAPITAL && !(s->tokens[i].flags & FW_TOKEN_SENTENCE_START) && i > 0;
}

static bool day_at(const fw_scan *s, uint32_t i, double *day) {
    if (fw_scan_ends(s, i)) return false;
    if (fw_scan_shape(s, i) == FW_SHAPE_ORDINAL) return fw_digits_at(s, i, day) && *day >= 1 && *day <= 31;
    if (fw_scan_has(s, i, FW_W(ORDINAL))) {
        *day = fw_scan_value(s, i);
        return *day <= 31;
    }
    if (fw_scan_has(s, i, FW_W(CARDINAL)) && fw_scan_has(s, i + 1, FW_W(ORDINAL))) {
        *day = fw_scan_value(s, i) + fw_scan_value(s, i + 1);
        return *day <= 31;
    }
    return plain_whole(s, i, 1, 31, day);
}

/* "nineteen eighty six", "two thousand and five" behind a month; `otherwise` when it counts something. */
static uint32_t skip_spelt_year(const fw_scan *s, uint32_t i, uint32_t otherwise) {
    double year;
    uint32_t next;
    if (!fw_year_at(s, i, &year, &next)) {
        fw_cardinal number;
        fw_cardinal_parse(s, i, true, &number);
        if (number.value < 1900 || number.value > 2099) return otherwise;
        next = number.next;
    }
    const bool counts = !fw_scan_ends(s, next) && fw_scan_kind(s, next, FW_TOKEN_WORD) &&
                        !fw_scan_in(s, next, FW_VOCABULARY_STOP);
    return counts ? otherwise : next;
}

/* Behind a date: ", 2021", "of 2021", "2021", "/2021". */
static uint32_t skip_year(const fw_scan *s, uint32_t i) {
    double year;
    uint32_t at = i, next;
    if (fw_scan_is(s, at, ",") || fw_scan_is(s, at, "of") || fw_scan_is(s, at, ".")) at++;
    if (at == i && (fw_scan_is(s, at, "/") || fw_scan_is(s, at, "-")) && fw_scan_glued(s, at)) at++;
    if (fw_scan_ends(s, at)) return i;
    if (fw_scan_has(s, at, FW_W(CARDINAL))) return skip_spelt_year(s, at, i);
    return plain_whole(s, at, 1900, 2099, &year) && fw_year_at(s, at, &year, &next) ? next : i;
}

/* "March 3", "May 4th, 2020", "March 2021", "March". */
static bool month_first(const fw_scan *s, uint32_t i, fw_typed *out) {
    double day;
    uint32_t next;
    if (!fw_scan_has(s, i, FW_W(MONTH))) return false;
    const bool sure = is_month(s, i) || fw_scan_has(s, i - 1, FW_W(DATEPREP) | FW_W(DEICTIC));
    uint32_t at = i + 1;
    if (fw_scan_is(s, at, ".") && fw_scan_word(s, i)->len <= 4) at++;
    if ((fw_scan_is(s, at, "/") || fw_scan_is(s, at, "-")) && fw_scan_glued(s, at) &&
        fw_scan_glued(s, at + 1) && fw_scan_kind(s, at + 1, FW_TOKEN_NUMBER))
        at++; /* "Oct/2" */
    if (fw_scan_is(s, at, "the") && day_at(s, at + 1, &day)) at++;
    const bool spelt = fw_scan_has(s, at, FW_W(CARDINAL)) && fw_scan_has(s, at + 1, FW_W(ORDINAL));
    const bool measured = !spelt && fw_scan_unit(s, at + 1).kind != FW_UNIT_NONE && !fw_scan_ends(s, at + 1);
    if (day_at(s, at, &day) && !measured && (sure || fw_scan_shape(s, at) != FW_SHAPE_NONE)) {
        next = at + 1;
        if (spelt) next++;
        double last; /* "November 18-19" */
        if (fw_scan_is(s, next, "-") && fw_scan_glued(s, next) && fw_scan_glued(s, next + 1) &&
            plain_whole(s, next + 1, 1, 31, &last))
            next += 2;
        return written(out, i, skip_year(s, next), day, FW_KIND_DATE);
    }
    next = skip_year(s, i + 1);
    if (next == i + 1 && !sure) return false;
    return written(out, i, next, fw_scan_value(s, i), FW_KIND_DATE);
}

/* "3 March", "3rd of March 2021". */
static bool day_first(const fw_scan *s, uint32_t i, fw_typed *out) {
    double day;
    uint32_t at = i + 1, next;
    if (fw_scan_is(s, at, "of") || fw_scan_is(s, at, "-") || fw_scan_is(s, at, "/")) at++;
    if (fw_scan_ends(s, at) || !fw_scan_has(s, at, FW_W(MONTH))) return false;
    if (at == i + 2 && fw_scan_glued(s, at) && fw_scan_shape(s, i) == FW_SHAPE_PLAIN &&
        fw_year_at(s, i, &day, &next)) { /* "2019-aug-1" */
        const bool more = fw_scan_glued(s, at + 1) && fw_scan_kind(s, at + 2, FW_TOKEN_NUMBER);
        return written(out, i, more ? at + 3 : at + 1, day, FW_KIND_DATE);
    }
    if (!day_at(s, i, &day)) return false;
    if (at == i + 1 && fw_scan_is(s, at, "may") && !(s->tokens[at].flags & FW_TOKEN_CAPITAL)) return false;
    return written(out, i, skip_year(s, at + 1), day, FW_KIND_DATE);
}

/* "the 90s", "1990s": behind "in" without "the", "30s" are seconds. */
static bool decade_at(const fw_scan *s, uint32_t i, fw_typed *out) {
    double value;
    if (fw_scan_shape(s, i) == FW_SHAPE_PLAIN && fw_scan_is(s, i + 1, "'") && fw_scan_is(s, i + 2, "s"))
        return false;
    if (fw_scan_shape(s, i) != FW_SHAPE_DECADE || !fw_digits_at(s, i, &value)) return false;
    const bool behind = fw_scan_has(s, i - 1, FW_W(OWNER)) || fw_scan_is(s, i - 1, "early") ||
                        fw_scan_is(s, i - 1, "late") || fw_scan_is(s, i - 1, "mid") ||
                        fw_scan_is(s, i - 1, "-") || fw_scan_is(s, i - 1, "'");
    return value >= 1000 || behind ? written(out, i, i + 1, value, FW_KIND_DATE) : false;
}

bool fw_date_at(const fw_scan *s, uint32_t i, fw_typed *out) {
    const fw_number_shape shape = fw_scan_shape(s, i);
    if (shape == FW_SHAPE_DATE) {
        double value = 0;
        return fw_digits_at(s, i, &value) ? written(out, i, skip_year(s, i + 1), value, FW_KIND_DATE)
                                          : written(out, i, i + 1, 0, FW_KIND_DATE);
    }
    if (shape == FW_SHAPE_PLAIN && fw_scan_glued(s, i + 1) && groups_at(s, i, out)) return true;
    return decade_at(s, i, out) || month_first(s, i, out) || day_first(s, i, out);
}
