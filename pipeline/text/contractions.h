/*
 * contractions.h: contractions typed without their apostrophe: "didnt", "im". Those that are words as they
 * stand ("were", "well", "its", "id", "lets") are left alone.
 */
#ifndef FAILWISE_TEXT_CONTRACTIONS_H
#define FAILWISE_TEXT_CONTRACTIONS_H

#include "base/buffer.h"

/* Gives such words in `folded` (one word, or those of a term, a blank between two) their apostrophe. False
 * when memory is out. */
bool fw_add_apostrophes(fw_buffer *folded);

#endif
