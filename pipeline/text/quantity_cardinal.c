/* quantity_cardinal.c: whole numbers in words: "twenty-seven", "three hundred and fifty", "4 thousand 3
 * hundred". */
#include "text/quantity_number.h"

/* What the last piece of a cardinal was: decides what may follow. */
typedef enum {
    PIECE_NONE,
    PIECE_SMALL,
    PIECE_TEEN,
    PIECE_TENS,
    PIECE_HUNDRED,
    PIECE_SCALE,
    PIECE_DIGITS,
    PIECE_CLOSED
} piece;

typedef struct {
    double total, group, scale; /* scale: last thousand, million ... */
    piece last;
    uint32_t at;
    bool joins;
} cardinal;

static piece piece_of(double value) {
    return value < 10 ? PIECE_SMALL : value < 20 ? PIECE_TEEN : PIECE_TENS;
}

/* "two thirty-day windows" are two windows, not 230. */
static bool is_hyphen_adjective(const fw_scan *s, uint32_t i) {
    return fw_scan_is(s, i + 1, "-") && fw_scan_glued(s, i + 1) && fw_class_unit(fw_scan_class(s, i + 2));
}

static bool take_cardinal(const fw_scan *s, cardinal *c) {
    const double value = fw_scan_value(s, c->at);
    switch (c->last) {
    case PIECE_NONE:
        c->group = value;
        break;
    case PIECE_TENS:
        if (value < 1 || value > 9) return false;
        c->group += value;
        break;
    case PIECE_HUNDRED:
        if (value >= 100) return false;
        c->group += value;
        break;
    case PIECE_SCALE:
        c->group = value;
        break;
    case PIECE_SMALL: /* "two fifty" */
        if (c->total > 0 || c->group < 1 || value < 20 || is_hyphen_adjective(s, c->at)) return false;
        c->group = c->group * 100 + value;
        break;
    default:
        return false;
    }
    c->last = c->last == PIECE_TENS ? PIECE_TEEN : piece_of(value);
    c->at++;
    return true;
}

static bool take_scale(const fw_scan *s, cardinal *c) {
    const double value = fw_scan_value(s, c->at);
    if (c->last == PIECE_CLOSED || (c->last == PIECE_SCALE && value >= c->scale)) return false;
    if (value == 12) { /* dozen */
        if (c->total > 0) return false;
        c->group = (c->last == PIECE_NONE ? 1 : c->group) * 12;
        c->last = PIECE_CLOSED;
    } else if (value == 100) {
        if (c->last == PIECE_HUNDRED || c->last == PIECE_SCALE) return false;
        c->group = (c->last == PIECE_NONE ? 1 : c->group) * 100;
        c->last = PIECE_HUNDRED;
    } else {
        if (c->scale > 0 && value >= c->scale) return false;
        c->total += (c->last == PIECE_NONE ? 1 : c->group) * value;
        c->group = 0;
        c->scale = value;
        c->last = PIECE_SCALE;
    }
    c->at++;
    return true;
}

/* "4 thousand 3 hundred", "3 hundred and 21". */
static bool take_digits(const fw_scan *s, cardinal *c, bool behind_and) {
    double value;
    if (!fw_plain_digits(s, c->at, &value)) return false;
    if (c->last == PIECE_NONE) {
        c->group = value;
    } else {
        const double below = c->last == PIECE_HUNDRED ? 100 : c->last == PIECE_SCALE ? c->scale : 0;
        const double scale = fw_scan_has(s, c->at + 1, FW_W(SCALE)) ? fw_scan_value(s, c->at + 1) : 0;
        if (value >= below || value * scale >= below || (!behind_and && scale == 0)) return false;
        c->group += value;
    }
    c->last = PIECE_DIGITS;
    c->at++;
    return true;
}

/* "twenty and four hours": said so only before a unit. */
static bool is_old_tens(const fw_scan *s, const cardinal *c) {
    const uint32_t ones = c->at + 1;
    return c->joins && c->last == PIECE_TENS && fw_scan_is(s, c->at, "and") &&
           fw_scan_has(s, ones, FW_W(CARDINAL)) && fw_scan_value(s, ones) < 10 &&
           fw_scan_unit(s, ones + 1).kind == FW_UNIT_DURATION;
}

/* Steps over a joint: the hyphen of "twenty-seven", the "and" of "hundred and seven". */
static bool take_joint(const fw_scan *s, cardinal *c) {
    const uint32_t next = c->at + 1;
    if (c->last == PIECE_TENS && s->tokens[c->at].kind == FW_TOKEN_PUNCT &&
        fw_scan_has(s, c->at, FW_W(SIGN))) {
        const bool even = fw_scan_glued(s, c->at) == fw_scan_glued(s, next);
        if (!even || !fw_scan_has(s, next, FW_W(CARDINAL)) || fw_scan_value(s, next) > 9) return false;
    } else if (!is_old_tens(s, c) && (!c->joins || (c->last != PIECE_HUNDRED && c->last != PIECE_SCALE) ||
                                      !fw_scan_is(s, c->at, "and"))) {
        return false;
    }
    cardinal tried = *c;
    tried.at = next;
    if (!(fw_scan_has(s, next, FW_W(CARDINAL)) && take_cardinal(s, &tried)) && !take_digits(s, &tried, true))
        return false;
    if (fw_scan_has(s, tried.at, FW_W(PARTS) | FW_W(QUARTER)) && fw_scan_is(s, c->at, "and"))
        return false; /* "and three quarters" */
    *c = tried;
    return true;
}

static void parse_cardinal(const fw_scan *s, cardinal *c) {
    while (!fw_scan_ends(s, c->at) || c->last == PIECE_NONE) {
        if (fw_scan_has(s, c->at, FW_W(CARDINAL)) && take_cardinal(s, c)) continue;
        if (fw_scan_has(s, c->at, FW_W(SCALE)) && take_scale(s, c)) continue;
        if (take_digits(s, c, false)) continue;
        if (c->at < s->count && take_joint(s, c)) continue;
        return;
    }
}

void fw_cardinal_parse(const fw_scan *s, uint32_t i, bool joins, fw_cardinal *out) {
    cardinal c = {.at = i, .joins = joins};
    parse_cardinal(s, &c);
    out->value = c.total + c.group;
    out->next = c.at;
    out->scale = c.last == PIECE_SCALE ? c.scale : 1;
    out->scaled = c.last == PIECE_HUNDRED || c.scale > 0;
}
