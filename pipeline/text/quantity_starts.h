/* quantity_starts.h: the tokens that the quantity pass tries: few of those that may count. */
#ifndef FAILWISE_TEXT_QUANTITY_STARTS_H
#define FAILWISE_TEXT_QUANTITY_STARTS_H

#include "text/quantity_scan.h"

/* Which of the 64 tokens from `first` on, a multiple of 64, a quantity may start at: all are looked for
 * before any of them is tried. */
uint64_t fw_quantity_starts(const fw_scan *s, uint32_t first);

#endif
