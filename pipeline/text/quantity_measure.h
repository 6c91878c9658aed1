/*
 * quantity_measure.h: a number with its unit: "$40k", "38 percent", "1 hour 20 minutes", "twenty-seven tired
 * kids", "half an hour".
 */
#ifndef FAILWISE_TEXT_QUANTITY_MEASURE_H
#define FAILWISE_TEXT_QUANTITY_MEASURE_H

#include "text/quantity_number.h"

typedef struct fw_measure {
    uint32_t first, next; /* tokens [first, next) */
    double value;         /* in unit.name */
    double scale;         /* of the number, see fw_number */
    fw_unit unit;         /* kind FW_UNIT_NONE when the number stands alone */
    uint32_t forms;       /* fw_number.forms */
} fw_measure;

/*
 * The measure that starts at token i. A number without unit is one too; what it is then is for the caller to
 * say. False when no number starts here. `joins` as in fw_number_parse.
 */
bool fw_measure_parse(const fw_scan *s, uint32_t i, bool joins, fw_measure *out);

/* The same, without asking the grammar, where digits or one cardinal at token i and a unit or a plural right
 * behind, a word that is nothing of a number or a time, say all: "two weeks", "12 people". False when it is
 * to be asked. */
bool fw_measure_plain(const fw_scan *s, uint32_t i, fw_measure *out);

/* False when no measure can start at token i: tells most tokens apart by their class alone. Letters before a
 * dollar sign ("hk $") are no word of numbers. */
static inline bool fw_measure_can_start(const fw_scan *s, uint32_t i) {
    return fw_class_starts(fw_scan_class(s, i)) || fw_scan_is(s, i + 1, "$");
}

/* The unit behind a number that ends at token j: marks, money, nouns ("more than" excluded). `next` is set
 * behind it. */
bool fw_unit_behind(const fw_scan *s, uint32_t j, const fw_number *number, fw_unit *unit, uint32_t *next);

/* Money before its amount: "$40k", "US$ 3", "EUR 20". Letters before the sign may move `first` back by one.
 */
bool fw_money_prefix(const fw_scan *s, uint32_t i, fw_unit *unit, uint32_t *first, uint32_t *number_at);

/* The currency a nation's dollar, pound or franc has ("canadian dollars"); false when i is no such pair. Few
 * words are of nations, and few measures go on: both are asked without a call. */
bool fw_money_of_nation(const fw_scan *s, uint32_t i, fw_unit *unit, uint32_t *next);
static inline bool fw_national_money(const fw_scan *s, uint32_t i, fw_unit *unit, uint32_t *next) {
    return fw_scan_has(s, i, FW_W(NATION)) && fw_money_of_nation(s, i, unit, next);
}

/* Goes on to smaller parts: "20 minutes" behind "1 hour", "43 cents" behind "20 dollars", "and a half" behind
 * "a week". */
void fw_measure_go_on(const fw_scan *s, fw_measure *m);
static inline void fw_measure_extend(const fw_scan *s, fw_measure *m) {
    if (m->unit.kind == FW_UNIT_NONE || fw_scan_ends(s, m->next)) return;
    /* "3 km an hour", "2 hours, 20 minutes and", "2 hours 20": little else goes on */
    const bool joined = fw_scan_is(s, m->next, ",") || fw_scan_is(s, m->next, "and");
    if (joined || m->unit.kind == FW_UNIT_METRIC || fw_measure_can_start(s, m->next)) fw_measure_go_on(s, m);
}

#endif
