/* model_parts.h: the members "ordinal" and "groups" of model.json. */
#ifndef FAILWISE_SCORE_MODEL_PARTS_H
#define FAILWISE_SCORE_MODEL_PARTS_H

#include "score/json_field.h"

#include <failwise/model.h>

/* New references; NULL when memory is out. The model has the part. */
json_t *fw_ordinal_part_to_json(const fw_model *model);
json_t *fw_group_part_to_json(const fw_model *model);
/* Read a member of a model whose weights are read; failures stick to the reader. */
void fw_ordinal_part_read(fw_json_reader *reader, const json_t *json, fw_model *model);
void fw_group_part_read(fw_json_reader *reader, const json_t *json, fw_model *model);

#endif
