/* quantity_class.c: classifies one distinct word for the quantity pass: grammar row, unit, shape of digits.
 */
#include "text/quantity.h"
#include "text/quantity_words.h"

#include "base/str.h"

#include <string.h>

/* The parts of a token that starts with a digit: "1,200.5k" is body "1,200.5" and suffix "k". */
typedef struct {
    const char *body;
    size_t body_len;
    const char *suffix;
    size_t suffix_len;
} digit_token;

enum { MOST_GROUPS = 8, LONGEST_NUMBER = 48 };

/* Lengths of the digit groups of a body, and the separators between them. */
typedef struct {
    size_t length[MOST_GROUPS];
    char separator[MOST_GROUPS];
    size_t count;
} digit_groups;

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static bool split_groups(const char *body, size_t len, digit_groups *groups) {
    *groups = (digit_groups){.count = 1};
    for (size_t i = 0; i < len; i++) {
        if (is_digit(body[i])) {
            groups->length[groups->count - 1]++;
            continue;
        }
        if (groups->count == MOST_GROUPS) return false;
        groups->separator[groups->count++] = body[i];
    }
    return true;
}

/* True when groups [1, end) are thousands set off by `separator`. */
static bool is_grouped(const digit_groups *g, size_t end, char separator) {
    if (end < 2 || g->length[0] == 0 || g->length[0] > 3) return false;
    for (size_t i = 1; i < end; i++) {
        if (g->separator[i] != separator || g->length[i] != 3) return false;
    }
    return true;
}

/* The separator that marks the decimals, 0 when there are none; false when the body is no single number. */
static bool find_decimal(const digit_groups *g, char *decimal) {
    const size_t last = g->count - 1;
    *decimal = 0;
    if (g->count == 1) return true;
    if (is_grouped(g, g->count, ',') || (g->count > 2 && is_grouped(g, g->count, '.'))) return true;
    *decimal = g->separator[last];
    if (g->count == 2) return *decimal == '.' || g->length[1] <= 2; /* "1,3" as the continent writes it */
    return is_grouped(g, last, *decimal == '.' ? ',' : '.');
}

/* Digits with one dot at most, few enough that they and the power of ten below them are exact: one division
 * then rounds as strtod does. Nearly all numbers are written so. */
static bool parse_short(const char *text, size_t len, double *out) {
    enum { EXACT_DIGITS = 15 };
    uint64_t value = 0, below = 1;
    bool dot = false;
    if (len == 0 || len > EXACT_DIGITS || !is_digit(text[0]) || !is_digit(text[len - 1])) return false;
    for (size_t i = 0; i < len; i++) {
        if (text[i] == '.' && !dot) {
            dot = true;
            continue;
        }
        if (!is_digit(text[i])) return false;
        value = value * 10 + (uint64_t)(text[i] - '0');
        if (dot) below *= 10;
    }
    *out = (double)value / (double)below;
    return true;
}

bool fw_parse_digits(const char *text, size_t len, double *out) {
    if (parse_short(text, len, out)) return true;
    digit_groups groups;
    char clean[LONGEST_NUMBER], decimal;
    size_t body = 0, n = 0;
    while (body < len && (is_digit(text[body]) || text[body] == '.' || text[body] == ',')) body++;
    if (len >= sizeof clean || !split_groups(text, body, &groups) || !find_decimal(&groups, &decimal))
        return false;
    for (size_t i = 0; i < len; i++) {
        if (i >= body || is_digit(text[i]))
            clean[n++] = text[i];
        else if (text[i] == decimal)
            clean[n++] = '.';
    }
    return parse_short(clean, n, out) || fw_parse_double((fw_str){clean, n}, out);
}

static bool suffix_is(const digit_token *t, const char *list) {
    for (const char *at = list; *at; at += strcspn(at, " ") + (at[strcspn(at, " ")] == ' ')) {
        if (strcspn(at, " ") == t->suffix_len && memcmp(at, t->suffix, t->suffix_len) == 0) return true;
    }
    return false;
}

static uint32_t shape_class(fw_number_shape shape, uint32_t row, uint32_t unit) {
    return row | unit << 10 | (uint32_t)shape << 21;
}

/* "2.3.1" is a version, "22.11.2026" a date, "22,24,26" a list. */
static fw_number_shape shape_of_body(const digit_token *t) {
    digit_groups g;
    char decimal;
    if (!split_groups(t->body, t->body_len, &g)) return FW_SHAPE_ID;
    if (find_decimal(&g, &decimal)) return FW_SHAPE_PLAIN;
    const bool dots = !memchr(t->body, ',', t->body_len);
    if (dots && g.count == 3 && g.length[1] <= 2) {
        if (g.length[0] == 4 && g.length[2] <= 2) return FW_SHAPE_DATE;
        if (g.length[0] <= 2 && g.length[2] == 4) return FW_SHAPE_DATE;
    }
    return dots ? FW_SHAPE_VERSION : FW_SHAPE_ID;
}

/* "90s", "1990s" name a decade (or, in context, seconds); "30s" may be either too. */
static bool is_decade(const digit_token *t) {
    return suffix_is(t, "s") && (t->body_len == 2 || t->body_len == 4) && t->body[t->body_len - 1] == '0' &&
           !memchr(t->body, '.', t->body_len);
}

static bool is_exponent(const digit_token *t) {
    double value;
    return t->suffix_len >= 2 && t->suffix[0] == 'e' && is_digit(t->suffix[1]) &&
           fw_parse_digits(t->body, t->body_len + t->suffix_len, &value);
}

static uint32_t class_of_number(const char *text, size_t len) {
    digit_token t = {.body = text};
    while (t.body_len < len &&
           (is_digit(text[t.body_len]) || text[t.body_len] == '.' || text[t.body_len] == ',')) {
        t.body_len++;
    }
    t.suffix = text + t.body_len;
    t.suffix_len = len - t.body_len;
    const fw_number_shape body = shape_of_body(&t);
    if (!t.suffix_len) return shape_class(body, 0, 0);
    if (suffix_is(&t, "st nd rd th")) return shape_class(FW_SHAPE_ORDINAL, 0, 0);
    if (suffix_is(&t, "am pm ish")) return shape_class(FW_SHAPE_CLOCK, 0, 0);
    if (is_exponent(&t)) return shape_class(FW_SHAPE_PLAIN, 0, 0);
    if (body != FW_SHAPE_PLAIN) return shape_class(FW_SHAPE_ID, 0, 0);
    bool plural;
    const uint32_t row = fw_number_word_find(t.suffix, t.suffix_len);
    const uint32_t unit = fw_unit_find(t.suffix, t.suffix_len, &plural);
    if (is_decade(&t)) return shape_class(FW_SHAPE_DECADE, 0, unit);
    const bool scale = row && fw_class_word(row)->classes & FW_W(SUFFIX);
    const bool measured = unit && fw_unit_at(unit).kind < FW_UNIT_PERSON;
    if (!scale && !measured) return shape_class(FW_SHAPE_ID, 0, 0);
    return shape_class(FW_SHAPE_SUFFIX, scale ? row : 0, measured ? unit : 0);
}

/* "v3" "Q3" "FY24" "USD115" "L5"; other mixtures ("k8s", "B2B") are names. */
static uint32_t class_of_mixed(const char *text, size_t len) {
    size_t letters = 0;
    bool plural;
    while (letters < len && !is_digit(text[letters])) letters++;
    const size_t digits = len - letters;
    for (size_t i = letters; i < len; i++) {
        if (!is_digit(text[i]) && text[i] != '.') return 0;
    }
    if (letters == 1 && text[0] == 'v') return shape_class(FW_SHAPE_VERSION, 0, 0);
    if (digits == 1 && ((text[0] == 'q' && text[1] <= '4') || (text[0] == 'h' && text[1] <= '2')) &&
        letters == 1) {
        return shape_class(FW_SHAPE_DATE, 0, 0);
    }
    if (letters == 2 && text[0] == 'f' && text[1] == 'y') return shape_class(FW_SHAPE_DATE, 0, 0);
    const uint32_t unit = fw_unit_find(text, letters, &plural);
    if (letters == 3 && unit && fw_unit_at(unit).kind == FW_UNIT_MONEY)
        return shape_class(FW_SHAPE_CURRENCY, 0, unit);
    return letters == 1 && digits <= 2 ? shape_class(FW_SHAPE_ID, 0, 0) : 0;
}

static bool starts_with_digit(const char *text, size_t len) {
    return len && (is_digit(text[0]) || (text[0] == '.' && len > 1 && is_digit(text[1])));
}

static uint32_t class_of(const char *text, size_t len) {
    if (len == 0) return 0;
    if (starts_with_digit(text, len)) return class_of_number(text, len);
    for (size_t i = 1; i < len; i++) {
        const uint32_t mixed = is_digit(text[i]) ? class_of_mixed(text, len) : 0;
        if (mixed) return mixed;
    }
    static const uint32_t PLURAL = UINT32_C(1) << 30;
    const uint32_t listed = fw_listed_class(text, len);
    if (fw_class_unit(listed)) return listed;
    const uint32_t singular = fw_unit_find_singular(text, len);
    return (listed & ~PLURAL) | singular << 10 | (singular ? PLURAL : 0);
}

static bool can_start(uint32_t number_class) {
    static const uint64_t STARTS = FW_W(CARDINAL) | FW_W(SCALE) | FW_W(COUPLE) | FW_W(ORDINAL) | FW_W(HALF) |
                                   FW_W(QUARTER) | FW_W(GLYPH) | FW_W(ARTICLE) | FW_W(SIGN) | FW_W(MONTH) |
                                   FW_W(REPEAT) | FW_W(MULTIPLE) | FW_W(WHOLE);
    if (fw_class_shape(number_class) != FW_SHAPE_NONE || fw_class_word(number_class)->classes & STARTS)
        return true;
    const uint32_t unit = fw_class_unit(number_class);
    return unit && fw_unit_at(unit).kind == FW_UNIT_MONEY;
}

uint32_t fw_quantity_word_class(const char *text, size_t len) {
    const uint32_t found = class_of(text, len);
    return can_start(found) ? found | UINT32_C(1) << 31 : found;
}
