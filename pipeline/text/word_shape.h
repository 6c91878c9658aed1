/* word_shape.h: what the letters of a word tell by themselves: endings, stem, capitals. */
#ifndef FAILWISE_TEXT_WORD_SHAPE_H
#define FAILWISE_TEXT_WORD_SHAPE_H

#include "text/workspace.h"

/* FW_ENDS_... of a folded word, FW_HAS_APOSTROPHE, FW_HAS_DIGIT. */
uint8_t fw_endings_of(fw_str folded);

/* The bit of a folded word's stem in the sets of fw_tally. */
uint16_t fw_stem_of(fw_str folded);

/* FW_TOKEN_CAPITAL and FW_TOKEN_ALL_CAPS of a word as written, at least one byte. */
uint8_t fw_capital_flags(const char *text, size_t len);

#endif
