/* quantity_starts.c: which tokens a quantity may start at. */
#include "text/quantity_starts.h"

/* "a" and "all" start few quantities but stand in every sentence: look at the next word before trying. */
static const uint64_t IDLE = FW_W(ARTICLE) | FW_W(WHOLE);
static bool may_be_idle(const fw_scan *s, uint32_t i) {
    return (fw_class_word(fw_scan_word(s, i)->number_class)->classes & IDLE) != 0;
}

/* Only before times and money they are amounts: "a week", not "a manager". Without a branch: half of them
 * are. */
static bool is_idle(const fw_scan *s, uint32_t i) {
    static const uint64_t BEHIND = FW_W(CARDINAL) | FW_W(SCALE) | FW_W(SUFFIX) | FW_W(COUPLE) |
                                   FW_W(ORDINAL) | FW_W(PARTS) | FW_W(HALF) | FW_W(QUARTER) | FW_W(GLYPH) |
                                   FW_W(SIGN) | FW_W(WHOLE);
    static const uint64_t BEHIND_ARTICLE =
        FW_W(SCALE) | FW_W(COUPLE) | FW_W(HALF) | FW_W(QUARTER) | FW_W(ORDINAL) | FW_W(WHOLE);
    const bool last = i + 1 == s->count;
    const uint32_t next = last ? i : i + 1, own = fw_scan_word(s, i)->number_class;
    const uint32_t other = last ? 0 : fw_scan_word(s, next)->number_class, unit = fw_class_unit(other);
    const uint64_t classes = fw_class_word(own)->classes, behind = fw_class_word(other)->classes;
    const bool article = (classes & FW_W(ARTICLE)) != 0, before_word = s->tokens[next].kind == FW_TOKEN_WORD;
    const bool nothing = article & (unit == 0) & !(behind & BEHIND_ARTICLE);
    const bool plain = !(classes & ~(IDLE | FW_W(OWNER))) & (fw_class_unit(own) == 0);
    const bool counted = (unit == 0) | (unit >= fw_first_counted_unit);
    const bool before_noun = plain & !last & before_word & !(behind & BEHIND) & counted;
    return nothing | before_noun;
}

uint64_t fw_quantity_starts(const fw_scan *s, uint32_t first) {
    const uint64_t *of = s->ws->planes.items[first / FW_PLANE_TOKENS].of, may_count = of[FW_PLANE_MAY_COUNT];
    uint64_t maybe = 0, idle = 0;
    for (uint64_t left = may_count & ~of[FW_PLANE_DIGITS]; left; left &= left - 1) {
        const uint32_t at = (uint32_t)__builtin_ctzll(left);
        maybe |= (uint64_t)may_be_idle(s, first + at) << at;
    }
    for (; maybe; maybe &= maybe - 1) {
        const uint32_t at = (uint32_t)__builtin_ctzll(maybe);
        idle |= (uint64_t)is_idle(s, first + at) << at;
    }
    return may_count & ~idle;
}
