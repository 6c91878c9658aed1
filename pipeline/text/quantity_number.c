/* quantity_number.c: parses numbers in digits and words. */
#include "text/quantity_number.h"

#include "text/quantity.h"
#include "text/words.h"

#include <math.h>

static size_t digit_run(const char *text, size_t len) {
    size_t n = 0;
    while (n < len && ((text[n] >= '0' && text[n] <= '9') || text[n] == '.' || text[n] == ',')) n++;
    return n;
}

/* The digits of a word behind its first `skip` bytes. */
static bool parse_run(const fw_word *word, size_t skip, double *value) {
    const bool plain = fw_class_shape(word->number_class) == FW_SHAPE_PLAIN;
    if (plain) return fw_parse_digits(word->text, word->len, value);
    return fw_parse_digits(word->text + skip, digit_run(word->text + skip, word->len - skip), value);
}

double fw_quantity_word_number(const fw_word *word) {
    double value;
    return (word->endings & FW_HAS_DIGIT) && parse_run(word, 0, &value) ? value : (double)NAN;
}

/* Numbers were parsed when the word was first seen; mixed words ("v3", "USD115") start with letters. */
bool fw_digits_at(const fw_scan *s, uint32_t i, double *value) {
    if (i >= s->count) return false;
    const fw_word *word = fw_scan_word(s, i);
    if (!(word->endings & FW_HAS_DIGIT)) return false;
    if (s->tokens[i].kind != FW_TOKEN_MIXED) {
        *value = word->number;
        return !isnan(*value);
    }
    size_t skip = 0;
    while (skip < word->len && digit_run(word->text + skip, 1) == 0) skip++;
    return parse_run(word, skip, value);
}

bool fw_plain_digits(const fw_scan *s, uint32_t i, double *value) {
    return fw_scan_shape(s, i) == FW_SHAPE_PLAIN && fw_digits_at(s, i, value);
}

/* "two point two million": digits behind "point". */
static void parse_spoken_decimals(const fw_scan *s, fw_number *n) {
    if (!fw_scan_is(s, n->next, "point") || !fw_scan_has(s, n->next + 1, FW_W(CARDINAL))) return;
    double place = 0.1;
    uint32_t at = n->next + 1;
    while (fw_scan_has(s, at, FW_W(CARDINAL)) && fw_scan_value(s, at) < 10 && !fw_scan_ends(s, at)) {
        n->value += fw_scan_value(s, at++) * place;
        place /= 10;
    }
    if (at == n->next + 1) return;
    n->forms |= FW_NUMBER_DECIMAL;
    n->next = at;
}

static void multiply(fw_number *n, double scale) {
    n->value *= scale;
    n->scale = scale;
    n->forms |= FW_NUMBER_SCALED;
}

/* A scale behind a number that is already whole: "five and a half million", "2.33 k". Small letters m and b
 * are metres and names. */
static void parse_trailing_scale(const fw_scan *s, fw_number *n) {
    if (fw_scan_ends(s, n->next)) return;
    const uint8_t flags = s->tokens[n->next].flags;
    const bool suffix = fw_scan_has(s, n->next, FW_W(SUFFIX)) && n->forms & FW_NUMBER_DIGITS && !n->unit &&
                        (!fw_class_unit(fw_scan_class(s, n->next)) || flags & FW_TOKEN_CAPITAL) &&
                        (!fw_scan_is(s, n->next, "b") || flags & FW_TOKEN_CAPITAL);
    if (!suffix && !(fw_scan_has(s, n->next, FW_W(SCALE)) && !(n->forms & FW_NUMBER_SCALED))) return;
    multiply(n, fw_scan_value(s, n->next));
    n->next++;
}

/* ---- parts of one ---- */

/* "1/3": digits, slash, digits, with no third group (that is a date). */
static bool parse_slash(const fw_scan *s, uint32_t i, double *value, uint32_t *next) {
    double above, below;
    if (!fw_scan_is(s, i + 1, "/") || !fw_plain_digits(s, i, &above) || !fw_scan_glued(s, i + 1))
        return false;
    const bool measured = fw_scan_shape(s, i + 2) == FW_SHAPE_SUFFIX && /* "1/2h" */
                          !(fw_scan_has(s, i + 2, FW_W(SUFFIX))) && fw_digits_at(s, i + 2, &below);
    if (!fw_scan_glued(s, i + 2) || (!measured && !fw_plain_digits(s, i + 2, &below))) return false;
    if (fw_scan_is(s, i + 3, "/") && fw_scan_glued(s, i + 3)) return false;
    if (below < 2 || above < 1 || above >= below || floor(above) != above || floor(below) != below)
        return false;
    *value = above / below;
    *next = i + 3;
    return true;
}

/* The denominator at token i ("thirds", "quarter", "fifth"); 0 when there is none. */
static double denominator(const fw_scan *s, uint32_t i, bool plural) {
    if (fw_scan_has(s, i, FW_W(HALF) | FW_W(QUARTER) | FW_W(PARTS))) return fw_scan_value(s, i);
    if (!plural && fw_scan_has(s, i, FW_W(ORDINAL)) && fw_scan_value(s, i) >= 3) return fw_scan_value(s, i);
    return 0;
}

/* A hyphened pair that is one denominator, "thirty-fifths": its first word at i. */
static bool is_compound_part(const fw_scan *s, uint32_t i) {
    return fw_scan_has(s, i, FW_W(CARDINAL)) && fw_scan_value(s, i) >= 20 && fw_scan_is(s, i + 1, "-") &&
           fw_scan_glued(s, i + 1) && fw_scan_glued(s, i + 2) && fw_scan_value(s, i + 2) < 10 &&
           fw_scan_has(s, i + 2, FW_W(PARTS) | FW_W(ORDINAL));
}

/* "a third party", "a fifth week": an ordinal, not a part. */
static bool is_ordinal_before_noun(const fw_scan *s, uint32_t i) {
    return fw_scan_has(s, i, FW_W(ORDINAL)) && fw_scan_kind(s, i + 1, FW_TOKEN_WORD) &&
           !fw_scan_in(s, i + 1, FW_VOCABULARY_STOP) && !fw_scan_ends(s, i + 1);
}

bool fw_fraction_parse(const fw_scan *s, uint32_t i, double *value, uint32_t *next) {
    static const uint64_t STARTS = FW_W(GLYPH) | FW_W(ARTICLE) | FW_W(CARDINAL) | FW_W(HALF) | FW_W(QUARTER);
    if (!fw_scan_has(s, i, STARTS)) return parse_slash(s, i, value, next);
    if (fw_scan_has(s, i, FW_W(GLYPH))) {
        *value = fw_scan_value(s, i);
        *next = i + 1;
        return true;
    }
    if (parse_slash(s, i, value, next)) return true;
    double above = 1;
    uint32_t at = i;
    if (fw_scan_has(s, i, FW_W(ARTICLE))) {
        at++;
    } else if (fw_scan_has(s, i, FW_W(CARDINAL))) {
        fw_cardinal whole;
        fw_cardinal_parse(s, i, false, &whole);
        if (whole.next > i + 1 && is_compound_part(s, whole.next - 1)) { /* "one hundred thirty-fifths" */
            fw_scan before = *s;
            before.count = whole.next - 1;
            fw_cardinal_parse(&before, i, false, &whole);
        }
        above = whole.value;
        at = whole.next;
        if (fw_scan_is(s, at, "-") && fw_scan_glued(s, at) == fw_scan_glued(s, at + 1)) at++;
    } else if (!fw_scan_has(s, i, FW_W(HALF) | FW_W(QUARTER))) {
        return false;
    }
    double below = 0;
    if (at != i && is_compound_part(s, at)) {
        below = fw_scan_value(s, at) + fw_scan_value(s, at + 2);
        at += 2;
    } else {
        below = denominator(s, at, above > 1);
    }
    if (below == 0 || (at != i && fw_scan_ends(s, at)) || is_ordinal_before_noun(s, at)) return false;
    *value = above / below;
    *next = at + 1;
    return true;
}

/* "and a half" behind a number; behind "million" it is half a million. */
static void parse_mixed_tail(const fw_scan *s, fw_number *n) {
    double part;
    uint32_t next;
    if (fw_scan_has(s, n->next, FW_W(GLYPH)) || parse_slash(s, n->next, &part, &next)) {
        if (!fw_fraction_parse(s, n->next, &part, &next)) return;
    } else if (!fw_scan_is(s, n->next, "and") || !fw_fraction_parse(s, n->next + 1, &part, &next)) {
        return;
    }
    const bool scaled = n->scale > 1 && fw_scan_has(s, next, FW_W(SCALE)) && !fw_scan_ends(s, next);
    n->value += part * (scaled ? fw_scan_value(s, next) : n->scale);
    n->forms |= FW_NUMBER_MIXED | FW_NUMBER_DECIMAL;
    n->next = scaled ? next + 1 : next;
    if (n->scale == 1) parse_trailing_scale(s, n);
}

/* ---- heads ---- */

/* "half", "half a million", "a quarter", "two thirds", "1/3". */
static bool parse_part(const fw_scan *s, uint32_t i, fw_number *out) {
    /* "last quarter" is a date: without "a" or a number before it, a quarter counts only as "quarter
     * million". */
    if (fw_scan_has(s, i, FW_W(QUARTER)) && !fw_scan_has(s, i + 1, FW_W(SCALE))) return false;
    if (!fw_fraction_parse(s, i, &out->value, &out->next)) return false;
    out->forms = FW_NUMBER_FRACTION;
    if (fw_scan_has(s, out->next - 1, FW_W(QUARTER))) out->forms |= FW_NUMBER_QUARTERS;
    if (fw_scan_shape(s, out->next - 1) == FW_SHAPE_SUFFIX) {
        out->unit = fw_class_unit(fw_scan_class(s, out->next - 1));
        return true;
    }
    uint32_t at = out->next;
    if (fw_scan_is(s, at, "of") && fw_scan_has(s, at + 2, FW_W(SCALE))) at++;
    if (fw_scan_has(s, at, FW_W(ARTICLE)) && !fw_scan_is(s, at, "another")) at++;
    if (fw_scan_ends(s, at) || !fw_scan_has(s, at, FW_W(SCALE))) return true;
    multiply(out, fw_scan_value(s, at));
    out->forms &= ~(uint32_t)(FW_NUMBER_FRACTION | FW_NUMBER_QUARTERS);
    out->next = at + 1;
    return true;
}

/* "40 000": groups of three digits set off by spaces. A longer row of them is no number, and is not read to
 * its end from each of them. */
static void join_space_groups(const fw_scan *s, uint32_t i, fw_number *n) {
    enum { MOST_GROUPS = 6 };
    double group;
    if (n->value >= 1000 || n->value < 1 || fw_scan_word(s, i)->len > 3) return;
    while (n->next <= i + MOST_GROUPS && !fw_scan_ends(s, n->next) &&
           s->tokens[n->next].start - s->tokens[n->next - 1].end <= 3 &&
           digit_run(fw_scan_word(s, n->next)->text, 3) == 3 && fw_plain_digits(s, n->next, &group)) {
        const fw_word *word = fw_scan_word(s, n->next);
        if (word->len != 3 && !(word->len > 4 && word->text[3] == '.')) return;
        n->value = n->value * 1000 + group;
        n->next++;
    }
}

static bool parse_suffixed(const fw_scan *s, uint32_t i, fw_number *out) {
    const fw_number_shape shape = fw_scan_shape(s, i);
    if ((shape != FW_SHAPE_SUFFIX && shape != FW_SHAPE_DECADE) || !fw_digits_at(s, i, &out->value))
        return false;
    const uint32_t class_of = fw_scan_class(s, i);
    const fw_str written = fw_token_text(s->ws, i);
    const bool capital =
        written.len && written.ptr[written.len - 1] >= 'A' && written.ptr[written.len - 1] <= 'Z';
    out->forms = FW_NUMBER_DIGITS;
    out->next = i + 1;
    out->unit = fw_class_unit(class_of);
    if (fw_class_word(class_of)->classes & FW_W(SUFFIX)) {
        if (out->unit && !capital) {
            out->forms |= FW_NUMBER_METRE_OR_MILLION;
            out->scale = fw_scan_value(s, i);
        } else {
            multiply(out, fw_scan_value(s, i));
            out->unit = 0;
        }
    }
    return true;
}

static bool parse_digits_head(const fw_scan *s, uint32_t i, bool joins, fw_number *out) {
    if (parse_suffixed(s, i, out)) return true;
    if (!fw_plain_digits(s, i, &out->value)) return false;
    out->next = i + 1;
    out->forms = FW_NUMBER_DIGITS;
    if (fw_scan_has(s, i + 1, FW_W(SCALE)) && !fw_scan_ends(s, i + 1)) {
        fw_cardinal whole;
        fw_cardinal_parse(s, i, joins, &whole);
        out->value = whole.value;
        out->next = whole.next;
        out->scale = whole.scale;
        out->forms |= FW_NUMBER_SCALED;
    } else {
        join_space_groups(s, i, out);
        parse_trailing_scale(s, out);
    }
    const bool point = memchr(fw_scan_word(s, i)->text, '.', fw_scan_word(s, i)->len) != NULL;
    if (out->value != floor(out->value) || (point && !(out->forms & FW_NUMBER_SCALED)))
        out->forms |= FW_NUMBER_DECIMAL;
    return true;
}

/* Behind "couple": "of" and a scale belong to it: "a couple of weeks", "a couple hundred". */
static fw_number couple_of(const fw_scan *s, uint32_t next) {
    if (fw_scan_is(s, next, "of")) next++;
    fw_number couple = {2, 1, next, 0, FW_NUMBER_COUPLE};
    if (fw_scan_has(s, next, FW_W(SCALE)) && !fw_class_plural(fw_scan_class(s, next)) &&
        !fw_scan_ends(s, next)) {
        multiply(&couple, fw_scan_value(s, next));
        couple.next++;
    }
    return couple;
}

static bool parse_words_head(const fw_scan *s, uint32_t i, bool joins, fw_number *out) {
    uint32_t start = i;
    if (fw_scan_has(s, i, FW_W(ARTICLE))) {
        if (fw_scan_has(s, i + 1, FW_W(COUPLE)) && !fw_scan_ends(s, i + 1)) {
            *out = couple_of(s, i + 2);
            out->forms |= FW_NUMBER_ARTICLE;
            return true;
        }
        start++;
        if (!fw_scan_has(s, start, FW_W(SCALE)) || fw_class_plural(fw_scan_class(s, start)) ||
            fw_scan_ends(s, start))
            return false;
        out->forms |= FW_NUMBER_ARTICLE;
    }
    fw_cardinal whole;
    fw_cardinal_parse(s, start, joins, &whole);
    if (whole.next == start) return false;
    out->value = whole.value;
    out->next = whole.next;
    out->scale = whole.scale;
    if (whole.scaled) out->forms |= FW_NUMBER_SCALED;
    parse_spoken_decimals(s, out);
    if (out->forms & FW_NUMBER_DECIMAL) parse_trailing_scale(s, out);
    return true;
}

/* "hundred thousand" starts a number; "hundreds", "thousands of" and "several hundred" count nothing. */
static bool is_bare_scale(const fw_scan *s, uint32_t i) {
    const fw_word *word = fw_scan_word(s, i);
    if (!fw_scan_has(s, i, FW_W(SCALE)) || word->text[word->len - 1] == 's') return false;
    if (fw_scan_is(s, i - 1, "several") || fw_scan_is(s, i - 1, "few")) return false;
    return fw_scan_has(s, i + 1, FW_W(SCALE)) || fw_scan_is(s, i + 1, "and") ||
           fw_class_unit(fw_scan_class(s, i + 1));
}

static bool parse_couple(const fw_scan *s, uint32_t i, fw_number *out) {
    if (!fw_scan_has(s, i, FW_W(COUPLE))) return false;
    if (!fw_scan_is(s, i + 1, "of") && !fw_scan_has(s, i + 1, FW_W(SCALE))) return false;
    *out = couple_of(s, i + 1);
    return true;
}

static bool parse_unsigned(const fw_scan *s, uint32_t i, bool joins, fw_number *out) {
    *out = (fw_number){0, 1, i, 0, 0};
    if (parse_part(s, i, out)) return true;
    *out = (fw_number){0, 1, i, 0, 0};
    const bool words = fw_scan_has(s, i, FW_W(CARDINAL) | FW_W(ARTICLE)) || is_bare_scale(s, i);
    if (parse_couple(s, i, out)) return true;
    if (!(words ? parse_words_head(s, i, joins, out) : parse_digits_head(s, i, joins, out))) return false;
    if (!(out->forms & FW_NUMBER_COUPLE) && !out->unit) parse_mixed_tail(s, out);
    return true;
}

/* "forty-five (45)": the same number once more in brackets, as contracts write it. */
static void skip_repetition(const fw_scan *s, fw_number *n) {
    fw_number again;
    if (n->unit || !fw_scan_is(s, n->next, "(") || !parse_unsigned(s, n->next + 1, true, &again)) return;
    if (again.value == n->value && !again.unit && fw_scan_is(s, again.next, ")")) n->next = again.next + 1;
}

/* A dash before digits is no minus where the digits go on with another dash: "-2020-07-01". */
static bool is_minus(const fw_scan *s, uint32_t i) {
    if (s->tokens[i].kind == FW_TOKEN_WORD) return fw_scan_is(s, i, "minus") || fw_scan_is(s, i, "negative");
    return !fw_scan_glued(s, i) && fw_scan_glued(s, i + 1) && s->tokens[i + 1].kind == FW_TOKEN_NUMBER &&
           !(fw_scan_is(s, i + 2, "-") && fw_scan_glued(s, i + 2) && fw_scan_glued(s, i + 3));
}

/* True when nothing of the number before can go on at token i: the end, a comma or full stop, or a word that
 * is neither a number nor joins two. Most numbers have such a neighbour. */
static bool ends_number(const fw_scan *s, uint32_t i) {
    static const uint64_t GOING_ON = FW_W(CARDINAL) | FW_W(SCALE) | FW_W(SUFFIX) | FW_W(COUPLE) |
                                     FW_W(ORDINAL) | FW_W(PARTS) | FW_W(HALF) | FW_W(QUARTER) | FW_W(GLYPH) |
                                     FW_W(SIGN);
    if (i >= s->count) return true;
    const fw_word *word = fw_scan_word(s, i);
    if (s->tokens[i].kind == FW_TOKEN_PUNCT) return fw_word_is(word, ",") || fw_word_is(word, ".");
    return s->tokens[i].kind == FW_TOKEN_WORD && !(fw_class_word(word->number_class)->classes & GOING_ON) &&
           !fw_word_is(word, "and") && !fw_word_is(word, "point");
}

/* What stands alone at token i: one cardinal, plain digits, or an article, which is no number then. False
 * when the whole grammar is to be asked; *is_number tells what it would have said. */
static bool parse_alone(const fw_scan *s, uint32_t i, fw_number *out, bool *is_number) {
    const uint32_t number_class = fw_scan_class(s, i);
    const uint64_t classes = fw_class_word(number_class)->classes;
    const bool digits = fw_class_shape(number_class) == FW_SHAPE_PLAIN;
    const bool known = (classes == FW_W(CARDINAL)) | (classes == FW_W(ARTICLE)) | (digits & (classes == 0));
    if (!known || !ends_number(s, i + 1)) return false;
    *out = (fw_number){fw_class_word(number_class)->value, 1, i + 1, 0, 0};
    *is_number = classes != FW_W(ARTICLE);
    if (!digits) return true;
    *is_number = fw_plain_digits(s, i, &out->value);
    const fw_word *word = fw_scan_word(s, i);
    out->forms = FW_NUMBER_DIGITS;
    if (out->value != floor(out->value) || memchr(word->text, '.', word->len))
        out->forms |= FW_NUMBER_DECIMAL;
    return true;
}

bool fw_number_parse(const fw_scan *s, uint32_t i, bool joins, fw_number *out) {
    bool is_number;
    if (i >= s->count || !fw_class_starts(fw_scan_class(s, i))) return false;
    if (parse_alone(s, i, out, &is_number)) return is_number;
    uint32_t at = i;
    if (fw_scan_has(s, i, FW_W(SIGN)) && is_minus(s, i)) at++;
    if (fw_scan_ends(s, at) && at != i) return false;
    if (!parse_unsigned(s, at, joins, out) || !isfinite(out->value)) return false;
    if (s->tokens[i].kind == FW_TOKEN_WORD || out->forms & FW_NUMBER_DIGITS) skip_repetition(s, out);
    if (at != i) out->value = -out->value;
    return true;
}
