/* model_measures.h: the members of an fw_agreement by name, for writing and reading model.json. */
#ifndef FAILWISE_SCORE_MODEL_MEASURES_H
#define FAILWISE_SCORE_MODEL_MEASURES_H

#include <failwise/model.h>

typedef struct fw_measure {
    const char *name;
    size_t offset; /* of a double inside fw_agreement */
} fw_measure;

enum { FW_MEASURE_COUNT = 8, FW_MODEL_SCHEMA = 1 };
extern const fw_measure fw_measures[FW_MEASURE_COUNT];

#endif
