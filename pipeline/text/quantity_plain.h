/* quantity_plain.h: "12 people", "two weeks": a number with its unit and nothing around that says more, as
 * most quantities are. */
#ifndef FAILWISE_TEXT_QUANTITY_PLAIN_H
#define FAILWISE_TEXT_QUANTITY_PLAIN_H

#include "text/quantity_scan.h"

typedef enum fw_plainness {
    FW_NOT_PLAIN,     /* anything may start there */
    FW_PLAIN_MEASURE, /* a measure: no date, no time of day, no code and no ordinal */
    FW_PLAIN_TOLD     /* and this is all of it: `out` is what the whole grammar would say */
} fw_plainness;

/* What starts at token `i`, which may count. */
fw_plainness fw_plain_measure(const fw_scan *s, uint32_t i, fw_quantity *out);

#endif
