/* evidence.h: which words speak for which part. */
#ifndef FAILWISE_SCORE_EVIDENCE_H
#define FAILWISE_SCORE_EVIDENCE_H

#include <failwise/audit.h>

/* Whether a reader would underline words of category `cat` (up to FW_CAT_COUNT) in a clause of `part`. */
bool fw_speaks_for(fw_part part, uint8_t cat);

#endif
