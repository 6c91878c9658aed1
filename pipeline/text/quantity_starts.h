/* quantity_starts.h: the tokens that the quantity pass tries: few of those that may count. */
#ifndef FAILWISE_TEXT_QUANTITY_STARTS_H
#define FAILWISE_TEXT_QUANTITY_STARTS_H

#include "text/quantity_scan.h"

/* Tokens of 64 that a quantity may start at, in their order. */
typedef struct fw_quantity_starts {
    uint8_t at[FW_PLANE_TOKENS];
    uint32_t count;
} fw_quantity_starts;

/* Those of the tokens from `first` on, a multiple of 64: all are looked for before any of them is tried. */
void fw_quantity_starts_find(const fw_scan *s, uint32_t first, fw_quantity_starts *found);

#endif
