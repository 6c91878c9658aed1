/*
 * person.h: which answers of a dataset are somebody's.
 */
#ifndef FAILWISE_RUN_PERSON_H
#define FAILWISE_RUN_PERSON_H

#include "base/idset.h"

#include <failwise/dataset.h>

/*
 * Adds the hashes of the participant's answer ids to `answers`: of the answer with that id where the file
 * names no participants.
 */
fw_code fw_person_answers(fw_dataset *dataset, const char *participant, fw_idset *answers, fw_error *err);
/* Whether a row whose first column is the answer id is among them: an fw_keep_row turned round. */
bool fw_person_owns(const fw_idset *answers, fw_str answer_id);

#endif
