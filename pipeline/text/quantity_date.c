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
        if (!fw_digits_at(s, at, &value[count])) break;
        length[count++] = fw_scan_word(s, at)->len;
        if (!fw_scan_is(s, at + 1, mark) || !fw_scan_glued(s, at + 1) || !fw_scan_glued(s, at + 2)) break;
    }
    return count;
}

static bool written(fw_typed *out, uint32_t first, uint32_t next, double value, fw_quantity_kind kind) {
    *out = (fw_typed){first, next, value, kind};
    return true;
}

/* "2026-11-22", "3/4/2020", "on 3/4", "2014-2018", "2013-14", "222-2222". */
static bool groups_at(const fw_scan *s, uint32_t i, fw_typed *out) {
    double v[3] = {0};
    size_t len[3] = {0};
    const uint32_t slashed = glued_groups(s, i, "/", v, len);
    if (slashed == 3) return written(out, i, i + 5, v[2], FW_KIND_DATE);
    if (slashed == 2) {
        const bool day = v[0] >= 1 && v[0] <= 31 && v[1] >= 1 && v[1] <= 31;
        const bool year = len[1] == 4 && v[0] <= 12;
        if (year ||
            (day && fw_scan_has(s, i - 1, FW_W(DATEPREP)) && !fw_scan_is(s, i - 1, "of") && v[0] != v[1])) {
            return written(out, i, i + 3, v[0], FW_KIND_DATE);
        }
        return false;
    }
    const uint32_t dashed = glued_groups(s, i, "-", v, len);
    if (dashed == 3) {
        const bool date = len[0] == 4 || len[2] == 4;
        return written(out, i, i + 5, v[0], date && v[1] <= 31 ? FW_KIND_DATE : FW_KIND_NONE);
    }
    if (dashed != 2) return false;
    const bool year = len[0] == 4 && v[0] >= 1900 && v[0] < 2100;
    if (year && len[1] == 2) return written(out, i, i + 3, v[0], FW_KIND_DATE);
    if (year && len[1] == 4 && v[1] >= 1900 && v[1] < 2100) return written(out, i, i + 3, v[0], FW_KIND_DATE);
    return len[0] == 3 && len[1] == 4 ? written(out, i, i + 3, v[0], FW_KIND_NONE) : false;
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

/* Behind a date: ", 2021", "of 2021", "2021". */
static uint32_t skip_year(const fw_scan *s, uint32_t i) {
    double year;
    uint32_t at = i, next;
    if (fw_scan_is(s, at, ",") || fw_scan_is(s, at, "of") || fw_scan_is(s, at, ".")) at++;
    return !fw_scan_ends(s, at) && plain_whole(s, at, 1900, 2099, &year) && fw_year_at(s, at, &year, &next)
               ? next
               : i;
}

/* "March 3", "May 4th, 2020", "March 2021", "March". */
static bool month_first(const fw_scan *s, uint32_t i, fw_typed *out) {
    double day;
    uint32_t next;
    if (!fw_scan_has(s, i, FW_W(MONTH))) return false;
    const bool sure = is_month(s, i) || fw_scan_has(s, i - 1, FW_W(DATEPREP) | FW_W(DEICTIC));
    uint32_t at = i + 1;
    if (fw_scan_is(s, at, ".") && fw_scan_word(s, i)->len <= 4) at++;
    if (fw_scan_is(s, at, "the") && day_at(s, at + 1, &day)) at++;
    const bool spelt = fw_scan_has(s, at, FW_W(CARDINAL)) && fw_scan_has(s, at + 1, FW_W(ORDINAL));
    const bool measured = !spelt && fw_scan_unit(s, at + 1).kind != FW_UNIT_NONE && !fw_scan_ends(s, at + 1);
    if (day_at(s, at, &day) && !measured && (sure || fw_scan_shape(s, at) != FW_SHAPE_NONE)) {
        next = at + 1;
        if (spelt) next++;
        return written(out, i, skip_year(s, next), day, FW_KIND_DATE);
    }
    next = skip_year(s, i + 1);
    if (next == i + 1 && !sure) return false;
    return written(out, i, next, fw_scan_value(s, i), FW_KIND_DATE);
}

/* "3 March", "3rd of March 2021". */
static bool day_first(const fw_scan *s, uint32_t i, fw_typed *out) {
    double day;
    uint32_t at = i + 1;
    if (fw_scan_is(s, at, "of") || fw_scan_is(s, at, "-")) at++;
    if (fw_scan_ends(s, at) || !fw_scan_has(s, at, FW_W(MONTH)) || !day_at(s, i, &day)) return false;
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
