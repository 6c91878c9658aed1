/* quantity_typed.h: numbers that measure nothing: dates, clock times, versions, ids, ordinals, "24/7". */
#ifndef FAILWISE_TEXT_QUANTITY_TYPED_H
#define FAILWISE_TEXT_QUANTITY_TYPED_H

#include "text/quantity_measure.h"

/* Tokens [first, next) and what they are; value is the number they hold, where one makes sense. */
typedef struct fw_typed {
    uint32_t first, next;
    double value;
    fw_quantity_kind kind;
} fw_typed;

/* Each looks for its kind starting at token i. */
bool fw_date_at(const fw_scan *s, uint32_t i, fw_typed *out);
bool fw_clock_at(const fw_scan *s, uint32_t i, fw_typed *out);
bool fw_code_at(const fw_scan *s, uint32_t i, fw_typed *out); /* versions, "24/7", "1:1", phone-like runs */
bool fw_ordinal_at(const fw_scan *s, uint32_t i, fw_typed *out);

/* True for a year written in four digits or as "nineteen eighty", "twenty twenty". */
bool fw_year_at(const fw_scan *s, uint32_t i, double *year, uint32_t *next);

/*
 * Judges a number without unit by what stands around it ("ticket 4417", "at 8", "a 360"): sets kind (and may
 * move first to the label). False when it is a count or a measured value after all.
 */
bool fw_bare_is_typed(const fw_scan *s, const fw_measure *m, fw_typed *out);

#endif
