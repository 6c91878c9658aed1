/* quantity_pair.c: two numbers that make one statement: deltas, ranges and shares. */
#include "text/quantity_change.h"
#include "text/quantity_typed.h"

#include <math.h>

enum { GAP_WINDOW = 7 };

typedef enum { JOIN_NONE, JOIN_TO, JOIN_DASH, JOIN_OR, JOIN_AND, JOIN_ARROW, JOIN_FROM, JOIN_COMMA } joint;

/* The joint that a word or a comma is. */
static joint joint_of_word(const fw_scan *s, uint32_t j, bool between) {
    if (between && fw_scan_is(s, j, "and")) return JOIN_AND;
    if (fw_scan_is(s, j, "to") || fw_scan_is(s, j, "through") || fw_scan_is(s, j, "till")) return JOIN_TO;
    if (fw_scan_is(s, j, "or")) return JOIN_OR;
    if (fw_scan_is(s, j, "from")) return JOIN_FROM;
    if (fw_scan_is(s, j, "\xE2\x86\x92")) return JOIN_ARROW;
    const bool listed = fw_scan_is(s, j, ",") && fw_scan_has(s, j - 1, FW_W(CARDINAL)) &&
                        fw_scan_has(s, j + 1, FW_W(CARDINAL)); /* "ten, twelve percent" */
    return listed ? JOIN_COMMA : JOIN_NONE;
}

static joint joint_at(const fw_scan *s, uint32_t j, bool between, uint32_t *next) {
    *next = j + 1;
    if (fw_scan_ends(s, j)) return JOIN_NONE;
    if (fw_word_in(fw_scan_word(s, j), FW_LIST_JOINS_NUMBERS)) return joint_of_word(s, j, between);
    if (!fw_scan_has(s, j, FW_W(SIGN)) || s->tokens[j].kind == FW_TOKEN_WORD) return JOIN_NONE;
    if (fw_scan_is(s, j + 1, ">") && fw_scan_glued(s, j + 1)) {
        *next = j + 2;
        return JOIN_ARROW;
    }
    if (fw_scan_is(s, j + 1, "to") && fw_scan_is(s, j + 2, "-")) { /* "three-to-five" */
        *next = j + 3;
        return JOIN_DASH;
    }
    return fw_scan_glued(s, j) == fw_scan_glued(s, j + 1) ? JOIN_DASH : JOIN_NONE;
}

/* Brings both into one unit: that of the second where both have one, so that "four days to six hours" counts
 * hours. */
static bool unify(fw_measure *a, fw_measure *b) {
    if (a->unit.kind == FW_UNIT_NONE || b->unit.kind == FW_UNIT_NONE) {
        if (a->unit.kind == FW_UNIT_NONE) {
            a->value *= b->unit.kind == FW_UNIT_NONE ? 1 : b->unit.scale;
            a->unit = b->unit;
        } else {
            b->value *= a->unit.scale;
            b->unit = a->unit;
        }
        return true;
    }
    if (a->unit.kind != b->unit.kind) return false;
    if (fw_unit_called(a->unit.name, b->unit.name)) return true;
    const double from = fw_unit_seconds(a->unit.name), to = fw_unit_seconds(b->unit.name);
    if (from <= 0 || to <= 0) return false;
    a->value = round(a->value * from / to * 1e9) / 1e9;
    a->unit = b->unit;
    return true;
}

/* "$10-20k", "2 to 3 million": the scale is said once. */
static void share_scale(fw_measure *a, const fw_measure *b) {
    const bool once = !(a->forms & FW_NUMBER_SCALED) && b->forms & FW_NUMBER_SCALED && b->scale > 1;
    if (once && a->value < b->value / b->scale) a->value *= b->scale;
}

static bool is_year(const fw_scan *s, const fw_measure *m) {
    double year;
    uint32_t next;
    return m->unit.kind == FW_UNIT_NONE && fw_year_at(s, m->first, &year, &next) &&
           !(m->forms & FW_NUMBER_SCALED);
}

static bool second_at(const fw_scan *s, uint32_t i, fw_measure *out) {
    fw_typed typed;
    if (fw_scan_ends(s, i)) return false;
    if (fw_date_at(s, i, &typed) || fw_clock_at(s, i, &typed)) return false;
    if (!fw_measure_parse(s, i, true, out)) return false;
    if (out->forms & FW_NUMBER_ARTICLE && out->unit.kind == FW_UNIT_NONE && out->value < 2) return false;
    fw_measure_extend(s, out);
    return true;
}

/* "from sixty smears a day to about ninety": "to" a few words on, with no pause and no number between. */
static bool find_far_to(const fw_scan *s, uint32_t j, uint32_t *next) {
    for (uint32_t k = j; k < j + GAP_WINDOW && !fw_scan_ends(s, k); k++) {
        if (s->tokens[k].kind == FW_TOKEN_PUNCT || s->tokens[k].kind == FW_TOKEN_NUMBER) return false;
        if (fw_scan_is(s, k, "to")) {
            *next = k + 1;
            return true;
        }
        if (fw_scan_has(s, k, FW_W(CARDINAL)) && !fw_scan_is(s, k, "one")) return false;
    }
    return false;
}

/* What the pair says, by its joint and what stands before. JOIN_NONE: nothing. */
static bool is_pair(const fw_scan *s, joint join, uint32_t before, const fw_measure *a, const fw_measure *b,
                    bool *is_delta) {
    const bool from = fw_scan_is(s, before, "from");
    const bool moved = fw_scan_has(s, before, FW_W(CHANGE) | FW_W(MOVE)) || fw_scan_is(s, before, "by");
    *is_delta = join == JOIN_ARROW || join == JOIN_FROM || (from && join == JOIN_TO);
    if (*is_delta) return true;
    if (join == JOIN_AND || (join == JOIN_DASH && from)) return a->value <= b->value;
    if (join == JOIN_COMMA && b->unit.kind == FW_UNIT_NONE) return false;
    if (join == JOIN_OR || join == JOIN_COMMA) return a->value < b->value && b->value <= 2 * a->value + 1;
    if (join == JOIN_TO && moved && a->value > b->value) {
        *is_delta = true;
        return true;
    }
    return a->value < b->value;
}

/* A unit said once: it may be left out behind the first number, and behind the second in "from 22 % to 14"
 * and "3 days or four". */
static bool units_fit(joint join, const fw_measure *a, const fw_measure *b) {
    if (a->unit.kind == FW_UNIT_NONE) {
        return a->next == b->first || !(a->forms & FW_NUMBER_FRACTION) || b->unit.kind == FW_UNIT_NONE ||
               b->unit.kind == FW_UNIT_DURATION;
    }
    if (b->unit.kind != FW_UNIT_NONE) return true;
    return join == JOIN_TO || join == JOIN_ARROW || join == JOIN_FROM || a->unit.kind == FW_UNIT_MONEY;
}

/* "from 2.6 to 4.1 out of five": the scale belongs to the pair. */
static uint32_t skip_scale(const fw_scan *s, uint32_t next) {
    fw_number top;
    if (fw_scan_ends(s, next) || !fw_scan_is(s, next, "out") || !fw_scan_is(s, next + 1, "of")) return next;
    return fw_number_parse(s, next + 2, true, &top) && top.next > next + 2 ? top.next : next;
}

bool fw_pair_behind(const fw_scan *s, const fw_measure *m, uint32_t start, fw_pair *out) {
    const uint32_t before = start - 1;
    const bool from = fw_scan_is(s, before, "from"), between = fw_scan_is(s, before, "between");
    uint32_t at;
    joint join = joint_at(s, m->next, between, &at);
    if (join == JOIN_NONE && from && find_far_to(s, m->next, &at)) join = JOIN_TO;
    if (join == JOIN_NONE || (join == JOIN_FROM && !fw_scan_is(s, before, "to"))) return false;
    fw_measure a = *m, b;
    if (!second_at(s, fw_skip_bounds(s, at), &b) || !units_fit(join, &a, &b)) return false;
    if (is_year(s, &a) && b.unit.kind != FW_UNIT_PERSON && b.unit.kind != FW_UNIT_THING) return false;
    share_scale(&a, &b);
    if (!unify(&a, &b)) return false;
    bool is_delta;
    if (!is_pair(s, join, before, &a, &b, &is_delta)) return false;
    const bool back = join == JOIN_FROM;
    *out = (fw_pair){from || between ? before : m->first,
                     a.unit.kind == FW_UNIT_NONE ? skip_scale(s, b.next) : b.next,
                     back ? b.value : a.value,
                     back ? a.value : b.value,
                     a.unit,
                     m->forms | b.forms,
                     is_delta};
    return isfinite(out->from) && isfinite(out->value);
}

/* ---- shares ---- */

static bool is_whole(const fw_measure *m) {
    return m->value >= 0 && m->value == floor(m->value) && !(m->forms & FW_NUMBER_FRACTION);
}

/* "one in five", "one time in eight": of round wholes only; "two in March", "eight in 10 days" are something
 * else. */
static bool in_at(const fw_scan *s, const fw_measure *m, uint32_t *next) {
    if (!fw_scan_is(s, m->next, "in") || m->value > 10) return false;
    *next = m->next + 1;
    if (fw_scan_is(s, *next, "every")) ++*next;
    return true;
}

bool fw_share_behind(const fw_scan *s, const fw_measure *m, double *share, uint32_t *next) {
    const bool counted = m->unit.kind == FW_UNIT_NONE || m->unit.kind >= FW_UNIT_PERSON;
    uint32_t at = m->next;
    if (!counted || !is_whole(m) || m->value < 1 || fw_scan_ends(s, at)) return false;
    if (fw_scan_has(s, m->first - 1, FW_W(LABEL)) && m->unit.kind == FW_UNIT_NONE &&
        m->forms & FW_NUMBER_DIGITS && fw_scan_is(s, at, "of"))
        return false; /* "week 3 of 2027", "step 2 of 5" */
    const bool in = in_at(s, m, &at);
    if (!in) {
        const bool out_of = fw_scan_is(s, at, "out") && fw_scan_is(s, at + 1, "of");
        /* "one of the five" is somebody, no share */
        const bool of = fw_scan_is(s, at, "of") && !fw_scan_is(s, m->first, "one");
        if (!out_of && !(of && m->unit.kind == FW_UNIT_NONE)) return false;
        at += out_of ? 2 : 1;
        if (fw_scan_has(s, at, FW_W(OWNER))) at++;
    }
    fw_number whole;
    fw_unit unit;
    uint32_t end;
    if (fw_scan_ends(s, at) || !fw_number_parse(s, at, true, &whole) || whole.unit || whole.value < 2)
        return false;
    if (m->value > whole.value || whole.value != floor(whole.value) || whole.forms & FW_NUMBER_FRACTION)
        return false;
    const bool has_unit = fw_unit_behind(s, whole.next, &whole, &unit, &end);
    if (has_unit && unit.kind < FW_UNIT_PERSON && (in || unit.kind != FW_UNIT_DURATION)) return false;
    if (in && has_unit && m->unit.kind != FW_UNIT_NONE) return false; /* "two people in three teams" */
    if (in && (whole.value > 1000 || (whole.value > 10 && fmod(whole.value, 5) != 0 && whole.value != 12)))
        return false;
    *share = m->value / whole.value;
    *next = whole.next;
    return true;
}
