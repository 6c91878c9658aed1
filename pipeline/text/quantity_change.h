/* quantity_change.h: what words around a measure say of it: bounds ("at least"), changes ("down by"), pairs
 * ("from 4 to 6"). */
#ifndef FAILWISE_TEXT_QUANTITY_CHANGE_H
#define FAILWISE_TEXT_QUANTITY_CHANGE_H

#include "text/quantity_measure.h"
#include "text/word_lists.h"

/* Steps back over bound words before token i ("at least", "about"); the tightest one goes to `bound` (may be
 * NULL). Returns the first of them. */
uint32_t fw_bounds_before(const fw_scan *s, uint32_t i, int *bound);
static inline uint32_t fw_bound_before(const fw_scan *s, uint32_t i, int *bound) {
    if (bound) *bound = 0;
    if (i == 0) return i;
    const bool ends = fw_scan_has(s, i - 1, FW_W(BOUND)) || fw_scan_is(s, i - 1, ",") ||
                      fw_word_in(fw_scan_word(s, i - 1), FW_LIST_ENDS_FILLER);
    return ends ? fw_bounds_before(s, i, bound) : i;
}

/* A bound behind token `next` - 1: "or more", "+", "at most". Returns +1, -1 or 0. Few words start one, which
 * is asked without a call, as of all that is seldom there. */
int fw_bound_phrase_behind(const fw_scan *s, uint32_t next);
static inline int fw_bound_behind(const fw_scan *s, uint32_t next) {
    const bool starts = !fw_scan_ends(s, next) && fw_word_in(fw_scan_word(s, next), FW_LIST_STARTS_BOUND);
    return starts ? fw_bound_phrase_behind(s, next) : 0;
}

/* Steps forward over bound words at i: "to just over 14". */
uint32_t fw_skip_bounds(const fw_scan *s, uint32_t i);

/* Direction of a word of change at i: +1, -1, 0. */
int fw_direction_of(const fw_scan *s, uint32_t i);

/* How tokens [first, next), bounds before them included, of unit kind `kind` change something: sets
 * direction; returns true for a delta ("dropped 22 %", "by 3 days"). */
bool fw_change_around(const fw_scan *s, uint32_t first, uint32_t next, fw_unit_kind kind, int *direction);

/* Two measures that belong together. */
typedef struct fw_pair {
    uint32_t first, next;
    double from, value; /* in unit */
    fw_unit unit;
    uint32_t forms;
    bool is_delta;
} fw_pair;

/* "from 4 days to 6 hours", "3-5 days", "between 2 and 4 weeks", "two or three", "to 14 % from 22 %",
 * starting with measure m, whose bounds start at token `start`. */
bool fw_pair_behind(const fw_scan *s, const fw_measure *m, uint32_t start, fw_pair *out);
static inline bool fw_pair_parse(const fw_scan *s, const fw_measure *m, uint32_t start, fw_pair *out) {
    const bool joined = m->next < s->count && (fw_word_in(fw_scan_word(s, m->next), FW_LIST_JOINS_NUMBERS) ||
                                               fw_scan_has(s, m->next, FW_W(SIGN)));
    return (joined || fw_scan_is(s, start - 1, "from")) && fw_pair_behind(s, m, start, out);
}

/* "one in five", "eleven out of fifteen", "8 of the 20": the part of one, starting with measure m. */
bool fw_share_behind(const fw_scan *s, const fw_measure *m, double *share, uint32_t *next);
static inline bool fw_share_parse(const fw_scan *s, const fw_measure *m, double *share, uint32_t *next) {
    const bool goes_on =
        fw_scan_is(s, m->next, "in") || fw_scan_is(s, m->next, "of") || fw_scan_is(s, m->next, "out");
    return goes_on && fw_share_behind(s, m, share, next);
}

#endif
