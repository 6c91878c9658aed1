/* ordinal_model.h: the ordinal kind of a table's model: from rated rows to thresholds, weights and errors. */
#ifndef FAILWISE_FIT_ORDINAL_MODEL_H
#define FAILWISE_FIT_ORDINAL_MODEL_H

#include "fit/table_state.h"

typedef struct fw_ordinal_state fw_ordinal_state;

/*
 * Fits all rows on the features that state->linear uses; fills state->ordinal, state->linear and
 * model->ordinal. Where the likelihood has no finite maximum (separation) a small ridge penalty stands in,
 * and a note names the feature. FW_DATA: more than FW_ORDINAL_LEVELS different ratings.
 */
fw_code fw_ordinal_solve(fw_table_state *state, fw_error *err);
/* The model without fold k, in state->parts[k]. */
fw_code fw_ordinal_solve_part(fw_table_state *state, size_t k, fw_error *err);
/* Thresholds of the model without fold k. */
const fw_ordinal_part *fw_ordinal_fold(const fw_table_state *state, size_t k);
/* Errors from the information matrix, clustered where participants repeat; the test of proportional odds. */
fw_code fw_ordinal_errors(fw_table_state *state, fw_error *err);
void fw_ordinal_state_free(fw_ordinal_state *ordinal);

#endif
