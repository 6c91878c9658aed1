/*
 * part.h: what the parts of a run share: what they say of the run, and what a merge takes from them.
 */
#ifndef FAILWISE_RUN_PART_PART_H
#define FAILWISE_RUN_PART_PART_H

#include "run/part/file.h"
#include "run/slot.h"

#include <failwise/parts.h>

/* Whether a described run was one of this program, with this catalogue of features. */
bool fw_part_is_ours(const json_t *run);

/* For the run that merges: a reader that has the header and the hash of the answers, and their blocks, once.
 */
fw_code fw_parts_reader(const fw_parts *parts, const fw_run_options *options, fw_reader **out, fw_error *err);
/* What went into the parts (run/nightly/inputs.h), of which `options` are: what one run would note. */
fw_code fw_parts_inputs(const fw_parts *parts, const fw_run_options *options, json_t **out, fw_error *err);
fw_block_source fw_parts_source(fw_parts *parts);
/* FW_DATA unless the parts were made with this lexicon. */
fw_code fw_parts_check_lexicon(const fw_parts *parts, const fw_lexicon *lexicon, fw_error *err);

#endif
