/* model_table.h: the "table" member of model.json: what a table's model knows besides its weights. */
#ifndef FAILWISE_SCORE_MODEL_TABLE_H
#define FAILWISE_SCORE_MODEL_TABLE_H

#include "score/json_field.h"

#include <failwise/model.h>

/* A member that is a number, by name and place in its struct. */
typedef struct fw_member {
    const char *name;
    size_t offset; /* of a double */
    bool nullable;
} fw_member;

enum { FW_STEP_MEMBERS = 6, FW_ESTIMATE_MEMBERS = 14, FW_PART_MEMBERS = 11 };
extern const fw_member fw_step_members[FW_STEP_MEMBERS];
extern const fw_member fw_coefficient_members[FW_ESTIMATE_MEMBERS];
extern const fw_member fw_part_members[FW_PART_MEMBERS];

/* A new reference; NULL when memory is out. */
json_t *fw_table_part_to_json(const fw_model *model);
/* Reads the member "table" of a model whose weights are read; failures stick to the reader. */
void fw_table_part_read(fw_json_reader *reader, const json_t *json, fw_model *model);

#endif
