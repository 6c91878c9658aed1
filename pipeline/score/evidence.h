/* evidence.h: which words speak for which part. */
#ifndef FAILWISE_SCORE_EVIDENCE_H
#define FAILWISE_SCORE_EVIDENCE_H

#include <failwise/audit.h>

/* Whether a reader would underline words of category `cat` (up to FW_CAT_COUNT) in a clause of `part`. */
bool fw_speaks_for(fw_part part, uint8_t cat);

/* The first hit, in the order of the text, that begins at the token or later; hit_count without one. */
uint32_t fw_first_hit_at(const fw_analysis *a, uint32_t token);

#endif
