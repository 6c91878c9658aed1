/*
 * rubric.h: the rubric as data: rules for the five parts, how they make the overall score, prior weights.
 *
 * Read from datasets/rubric (built in, or a folder of the user's) and kept in every model, so that scoring
 * needs model.json alone. The fit stage uses the prior weights and which features may predict.
 */
#ifndef FAILWISE_SCORE_RUBRIC_H
#define FAILWISE_SCORE_RUBRIC_H

#include <failwise/audit.h>
#include <failwise/model.h>

enum { FW_NAME_MAX = 48, FW_MEANING_MAX = 160 };

/*
 * One row of parts.csv. Points accrue linearly from none at x = low to all of them at x = full (low may lie
 * above full). A row that `requires` grants nothing: the part is 0 unless x > low.
 */
typedef struct fw_part_rule {
    char feature[FW_NAME_MAX];
    double low, full, points;
    uint8_t part; /* 0 fail .. 4 impr */
    bool requires;
} fw_part_rule;

/* The keys of overall.csv, in the order in which they are written. */
typedef enum fw_rubric_key {
    FW_RUBRIC_SCALE_MIN,
    FW_RUBRIC_SCALE_MAX,
    FW_RUBRIC_HUMILITY_WEIGHT,
    FW_RUBRIC_AGENCY_WEIGHT,
    FW_RUBRIC_WEAKEST_WEIGHT,
    FW_RUBRIC_TRAP_FIRST, /* five deductions in the order of fw_trap's bits */
    FW_RUBRIC_LEVEL_GAP = FW_RUBRIC_TRAP_FIRST + FW_TRAP_COUNT,
    FW_RUBRIC_LEVEL_GAP_MAX,
    FW_RUBRIC_TIMING_LOW,
    FW_RUBRIC_TIMING_HIGH,
    FW_RUBRIC_TOLERANCE_BELOW,
    FW_RUBRIC_TOLERANCE_ABOVE,
    FW_RUBRIC_TIMING_PER_MINUTE,
    FW_RUBRIC_TIMING_MAX,
    FW_RUBRIC_CLOSING_BONUS,
    FW_RUBRIC_SHORT_WORDS,
    FW_RUBRIC_WORDS_PER_MINUTE,
    FW_RUBRIC_KEY_COUNT
} fw_rubric_key;

/* One row of weights.csv: relative weight per SD before any rating is seen. */
typedef struct fw_prior {
    char feature[FW_NAME_MAX];
    double weight;
    bool predicts; /* false: reported only, never a predictor of a fitted model */
} fw_prior;

struct fw_rubric {
    fw_part_rule *rules;
    size_t rule_count;
    fw_prior *priors;
    size_t prior_count;
    double overall[FW_RUBRIC_KEY_COUNT];
    char meaning[FW_RUBRIC_KEY_COUNT][FW_MEANING_MAX];
    bool given[FW_RUBRIC_KEY_COUNT];
};

/* NULL when memory is out. Free with fw_rubric_free, which takes NULL. */
fw_rubric *fw_rubric_new(void);
fw_rubric *fw_rubric_copy(const fw_rubric *rubric);
void fw_rubric_free(fw_rubric *rubric);

/* parts.csv, overall.csv and weights.csv of a folder; NULL = built in. FW_DATA, FW_NOINPUT. */
fw_code fw_rubric_load(const char *directory, fw_rubric **out, fw_error *err);

/* Adds one row, checked on its own. FW_DATA with a message that names what is wrong, without a place. */
fw_code fw_rubric_add_rule(fw_rubric *rubric, const fw_part_rule *rule, fw_error *err);
fw_code fw_rubric_add_prior(fw_rubric *rubric, const fw_prior *prior, fw_error *err);
fw_code fw_rubric_set(fw_rubric *rubric, const char *key, double value, const char *meaning, fw_error *err);
/* After the last row: nothing is missing, every rule's feature has a row in weights.csv. */
fw_code fw_rubric_check(const fw_rubric *rubric, fw_error *err);

/* 0 fail .. 4 impr, or -1. */
int fw_rubric_part(const char *name);
const char *fw_rubric_key_name(size_t key);
/* The row of a feature; NULL when the rubric has none. */
const fw_prior *fw_rubric_prior(const fw_rubric *rubric, const char *feature);

/* An empty model with every quality figure NaN; NULL when memory is out. Free with fw_model_free. */
fw_model *fw_model_new(const char *type, const char *trait);

/* The rubric inside model.json. to_json: a new reference, NULL when memory is out. */
json_t *fw_rubric_to_json(const fw_rubric *rubric);
fw_code fw_rubric_from_json(const json_t *json, const char *file, fw_rubric **out, fw_error *err);

#endif
