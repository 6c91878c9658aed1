/* drafts_find.h: the changes between two drafts, kind by kind. */
#ifndef FAILWISE_SCORE_DRAFTS_FIND_H
#define FAILWISE_SCORE_DRAFTS_FIND_H

#include "score/drafts_align.h"

#include <failwise/drafts.h>

/* Appends all changes to out->changes, in no particular order. FW_IO: out of memory. */
fw_code fw_changes_find(const fw_draft *before, const fw_draft *after, fw_drafts *out, fw_error *err);

#endif
