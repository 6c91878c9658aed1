/* quantity_code.c: versions, ids, ordinals and other numbers that are names; and what a number without unit
 * is. */
#include "text/quantity_change.h"
#include "text/quantity_typed.h"

#include <math.h>

static bool written(fw_typed *out, uint32_t first, uint32_t next, double value, fw_quantity_kind kind) {
    *out = (fw_typed){first, next, value, kind};
    return true;
}

/* "24/7", "50/50", "9-to-5": a proverb or a proportion. Parts of one ("1/3") are left to the number parser.
 */
static bool pair_at(const fw_scan *s, uint32_t i, fw_typed *out) {
    double left, right;
    uint32_t next;
    if (!fw_scan_is(s, i + 1, "/") || !fw_scan_glued(s, i + 1)) return false;
    if (fw_fraction_parse(s, i, &left, &next) && next == i + 3) return false;
    if (!fw_digits_at(s, i, &left)) return false;
    if (!fw_scan_glued(s, i + 2) || !fw_digits_at(s, i + 2, &right)) return false;
    return written(out, i, i + 3, left, FW_KIND_NONE);
}

static bool is_nine_or_five(const fw_scan *s, uint32_t i, double wanted) {
    double value;
    if (fw_scan_has(s, i, FW_W(CARDINAL))) return fw_scan_value(s, i) == wanted;
    return fw_scan_shape(s, i) == FW_SHAPE_PLAIN && fw_digits_at(s, i, &value) && value == wanted;
}

static bool nine_to_five_at(const fw_scan *s, uint32_t i, fw_typed *out) {
    if (!is_nine_or_five(s, i, 9)) return false;
    uint32_t at = i + 1;
    if (fw_scan_is(s, at, "-")) at++;
    if (fw_scan_is(s, at, "to")) at++;
    if (fw_scan_is(s, at, "-") && at > i + 1) at++;
    return at > i + 1 && is_nine_or_five(s, at, 5) ? written(out, i, at + 1, 9, FW_KIND_NONE) : false;
}

/* "scp-173m", "covid-19": digits hyphened to a name. "mid-2019" and "sub-5" are no names. */
static bool is_hyphened_to_name(const fw_scan *s, uint32_t i) {
    static const char *const PREFIXES[] = {"mid", "sub", "pre", "post", "non", "to", "and", "or"};
    if (i < 2 || !fw_scan_kind(s, i, FW_TOKEN_NUMBER) || !fw_scan_is(s, i - 1, "-") || !fw_scan_glued(s, i))
        return false;
    if (!fw_scan_glued(s, i - 1) || s->tokens[i - 2].kind == FW_TOKEN_NUMBER ||
        !fw_is_word(&s->tokens[i - 2]))
        return false;
    for (size_t k = 0; k < sizeof PREFIXES / sizeof PREFIXES[0]; k++) {
        if (fw_scan_is(s, i - 2, PREFIXES[k])) return false;
    }
    return !fw_scan_has(s, i - 2, FW_W(CARDINAL) | FW_W(SCALE) | FW_W(MONTH)) &&
           fw_scan_unit(s, i - 2).kind != FW_UNIT_MONEY;
}

bool fw_code_at(const fw_scan *s, uint32_t i, fw_typed *out) {
    double value = 0;
    const fw_number_shape shape = fw_scan_shape(s, i);
    const bool escaped = fw_scan_is(s, i - 1, "%") && fw_scan_glued(s, i); /* "%20" in a web address */
    if (escaped || is_hyphened_to_name(s, i)) {
        if (!fw_digits_at(s, i, &value)) value = 0;
        return written(out, i, i + 1, value, FW_KIND_NONE);
    }
    if (shape == FW_SHAPE_VERSION || shape == FW_SHAPE_ID) {
        if (!fw_digits_at(s, i, &value) || !isfinite(value)) value = 0;
        return written(out, i, i + 1, value, shape == FW_SHAPE_VERSION ? FW_KIND_VERSION : FW_KIND_NONE);
    }
    return pair_at(s, i, out) || nine_to_five_at(s, i, out);
}

/* "first", "2nd", "twenty-fifth"; "thirty second delay" is a duration and found before. */
bool fw_ordinal_at(const fw_scan *s, uint32_t i, fw_typed *out) {
    double value;
    if (fw_scan_shape(s, i) == FW_SHAPE_ORDINAL)
        return fw_digits_at(s, i, &value) ? written(out, i, i + 1, value, FW_KIND_ORDINAL) : false;
    if (fw_scan_has(s, i, FW_W(CARDINAL)) && fw_scan_value(s, i) >= 20) {
        const uint32_t at = fw_scan_is(s, i + 1, "-") && fw_scan_glued(s, i + 1) ? i + 2 : i + 1;
        if (fw_scan_ends(s, at) || !fw_scan_has(s, at, FW_W(ORDINAL)) || fw_scan_value(s, at) > 9)
            return false;
        /* "thirty second timeout": a time, unless "the" makes it a place in a row or nothing is timed */
        const bool timed = fw_scan_kind(s, at + 1, FW_TOKEN_WORD) && !fw_scan_ends(s, at + 1) &&
                           !fw_scan_in(s, at + 1, FW_VOCABULARY_STOP);
        if (fw_scan_value(s, at) == 2 && at == i + 1 && timed && !fw_scan_has(s, i - 1, FW_W(OWNER)))
            return false;
        return written(out, i, at + 1, fw_scan_value(s, i) + fw_scan_value(s, at), FW_KIND_ORDINAL);
    }
    if (!fw_scan_has(s, i, FW_W(ORDINAL))) return false;
    return written(out, i, i + 1, fw_scan_value(s, i), FW_KIND_ORDINAL);
}

/* ---- numbers without unit ---- */

static bool is_label(const fw_scan *s, uint32_t i, const fw_measure *m, fw_typed *out) {
    uint32_t label = i - 1;
    if (fw_scan_is(s, label, ".") && fw_scan_glued(s, label) && !fw_scan_ends(s, i)) label--; /* "No. 12" */
    if (!fw_scan_has(s, label, FW_W(LABEL)) || fw_class_plural(fw_scan_class(s, label))) return false;
    if (fw_scan_is(s, label, "no") && label == i - 1 && !(m->forms & FW_NUMBER_DIGITS)) return false;
    if (s->tokens[label].flags & FW_TOKEN_LINE_BEFORE && s->tokens[i].flags & FW_TOKEN_LINE_BEFORE)
        return false;
    return written(out, label, m->next, m->value,
                   fw_scan_has(s, label, FW_W(RELEASE)) ? FW_KIND_VERSION : FW_KIND_NONE);
}

/* "Python 3.8", "English 101": digits behind a name. */
static bool is_named(const fw_scan *s, uint32_t i, const fw_measure *m, fw_typed *out) {
    if (i == 0 || !(m->forms & FW_NUMBER_DIGITS) || m->forms & FW_NUMBER_SCALED ||
        !fw_scan_kind(s, i - 1, FW_TOKEN_WORD))
        return false;
    const uint8_t flags = s->tokens[i - 1].flags;
    if (!(flags & FW_TOKEN_CAPITAL) || flags & FW_TOKEN_SENTENCE_START || i == 1 ||
        fw_scan_in(s, i - 1, FW_VOCABULARY_STOP))
        return false;
    if (fw_scan_has(s, i - 1, FW_W(BOUND) | FW_W(CHANGE) | FW_W(MOVE)) || fw_scan_is(s, i - 2, "."))
        return false;
    return written(out, i - 1, m->next, m->value,
                   m->forms & FW_NUMBER_DECIMAL ? FW_KIND_VERSION : FW_KIND_NONE);
}

/* "a 360", "360 feedback", "360-degree". */
static bool is_full_circle(const fw_scan *s, uint32_t i, const fw_measure *m, fw_typed *out) {
    if (m->value != 360 || !(m->forms & FW_NUMBER_DIGITS)) return false;
    const bool behind = fw_scan_has(s, m->next, FW_W(REVIEW360)) && !fw_scan_ends(s, m->next);
    const bool before =
        fw_scan_has(s, i - 1, FW_W(ARTICLE) | FW_W(OWNER) | FW_W(DEICTIC)) || fw_scan_is(s, i - 1, "in");
    return behind || before ? written(out, i, m->next, 360, FW_KIND_NONE) : false;
}

/* "(3)", "3)", "2." at the start of a line; "007"; sixteen digits: numbers that number. */
static bool is_numbering(const fw_scan *s, uint32_t i, const fw_measure *m, fw_typed *out) {
    if (!(m->forms & FW_NUMBER_DIGITS) || m->forms & FW_NUMBER_SCALED) return false;
    const fw_word *word = fw_scan_word(s, i);
    const bool opens = s->tokens[i].flags & FW_TOKEN_LINE_BEFORE && m->next < s->count;
    const bool listed = opens && (fw_scan_is(s, m->next, ".") || fw_scan_is(s, m->next, ")"));
    const bool bracketed = fw_scan_is(s, m->next, ")") &&
                           (fw_scan_is(s, i - 1, "(") || fw_scan_glued(s, m->next)) && m->value < 20 &&
                           !(i > 0 && fw_scan_is(s, i - 1, "="));
    const bool zero = word->len > 1 && word->text[0] == '0' && word->text[1] != '.' && word->text[1] != ',';
    const bool run = word->len >= 9 && m->next == i + 1 && !memchr(word->text, ',', word->len) &&
                     !memchr(word->text, '.', word->len);
    return listed || bracketed || zero || run ? written(out, i, m->next, m->value, FW_KIND_NONE) : false;
}

/* A bare small number behind "at", or between "by" and a pause: the hour. */
static bool is_hour(const fw_scan *s, uint32_t i, const fw_measure *m, fw_typed *out) {
    if (m->value < 1 || m->value > 12 ||
        m->forms & (FW_NUMBER_FRACTION | FW_NUMBER_SCALED | FW_NUMBER_DECIMAL))
        return false;
    const uint32_t before = fw_scan_has(s, i - 1, FW_W(BOUND)) ? i - 2 : i - 1;
    int direction;
    const bool by = fw_scan_is(s, before, "by") && !fw_change_around(s, i, m->next, FW_UNIT_NONE, &direction);
    return (by || fw_scan_is(s, before, "at")) && !fw_scan_is(s, m->next, "of")
               ? written(out, i, m->next, m->value, FW_KIND_TIME)
               : false;
}

/* "20200701": year, month and day in one run. */
static bool is_day_run(const fw_scan *s, uint32_t i, const fw_measure *m, fw_typed *out) {
    const fw_word *word = fw_scan_word(s, i);
    const double day = fmod(m->value, 100), month = fmod(floor(m->value / 100), 100);
    if (word->len != 8 || m->next != i + 1 || m->value < 19000101 || m->value > 20991231) return false;
    return month >= 1 && month <= 12 && day >= 1 && day <= 31
               ? written(out, i, m->next, m->value, FW_KIND_DATE)
               : false;
}

static bool is_year(const fw_scan *s, uint32_t i, const fw_measure *m, fw_typed *out) {
    double year;
    uint32_t next;
    if (!fw_year_at(s, i, &year, &next) || (m->forms & FW_NUMBER_DIGITS && next != m->next)) return false;
    fw_cardinal other; /* "2018 or 19", "twenty twenty two or twenty three" */
    if (fw_scan_is(s, next, "or")) {
        fw_cardinal_parse(s, next + 1, false, &other);
        const double rest = fmod(year, 100);
        if (other.next > next + 1 && other.value > rest && other.value <= rest + 9) next = other.next;
    }
    return written(out, i, next, year, FW_KIND_DATE);
}

/* "from 5 to 6pm", "between 3 and 12 of March", "3-8pm": the first end of times or dates. */
static bool is_first_end(const fw_scan *s, uint32_t i, const fw_measure *m, fw_typed *out) {
    const uint32_t at = m->next;
    fw_typed second;
    if (m->value < 1 || m->value > 31 || m->forms & (FW_NUMBER_FRACTION | FW_NUMBER_SCALED) ||
        fw_scan_ends(s, at + 1))
        return false;
    const bool dash = fw_scan_has(s, at, FW_W(SIGN)) && fw_scan_glued(s, at) && fw_scan_glued(s, at + 1);
    const bool word = fw_scan_is(s, at, "to") || fw_scan_is(s, at, "until") || fw_scan_is(s, at, "till") ||
                      (fw_scan_is(s, at, "and") && fw_scan_is(s, i - 1, "between"));
    if (!dash && !word) return false;
    if (!fw_clock_at(s, at + 1, &second) && !fw_date_at(s, at + 1, &second)) return false;
    if (second.kind != FW_KIND_TIME && second.kind != FW_KIND_DATE) return false;
    return written(out, i, m->next, m->value, second.kind);
}

/* "an 87 yo patient". */
static bool is_age(const fw_scan *s, uint32_t i, const fw_measure *m, fw_typed *out) {
    return fw_scan_is(s, m->next, "yo") ? written(out, i, m->next + 1, m->value, FW_KIND_NONE) : false;
}

bool fw_bare_is_typed(const fw_scan *s, const fw_measure *m, fw_typed *out) {
    const uint32_t i = m->first;
    return is_first_end(s, i, m, out) || is_age(s, i, m, out) || is_label(s, i, m, out) ||
           is_day_run(s, i, m, out) || is_year(s, i, m, out) || is_full_circle(s, i, m, out) ||
           is_numbering(s, i, m, out) || is_named(s, i, m, out) || is_hour(s, i, m, out);
}
