/* model.c: a model's life: the rubric model, reading and writing model.json. */
#include "base/json.h"
#include "score/rubric.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void fw_model_free(fw_model *model) {
    if (!model) return;
    free(model->weights);
    fw_rubric_free(model->rubric);
    if (model->table) {
        free(model->table->steps);
        free(model->table->estimates);
        free(model->table);
    }
    fw_ordinal_part_free(model->ordinal);
    fw_group_part_free(model->groups);
    free(model);
}

/* "All NaN for the rubric model": nothing was fitted, so nothing was measured. */
static void clear_quality(fw_fit_quality *quality) {
    const fw_agreement none = {(double)NAN, (double)NAN, (double)NAN, (double)NAN,
                               (double)NAN, (double)NAN, (double)NAN, (double)NAN};
    *quality = (fw_fit_quality){.lambda = (double)NAN,
                                .cv = none,
                                .cv_interval = {.low = none, .high = none},
                                .length_only = none,
                                .mean_only = none,
                                .train = none,
                                .rubric = none,
                                .condition = (double)NAN};
}

fw_model *fw_model_new(const char *type, const char *trait) {
    fw_model *model = calloc(1, sizeof *model);
    if (!model) return NULL;
    strncpy(model->type, type, sizeof model->type - 1);
    strncpy(model->trait, trait, sizeof model->trait - 1);
    clear_quality(&model->quality);
    return model;
}

fw_code fw_model_rubric(const char *directory, fw_model **out, fw_error *err) {
    fw_model *model = fw_model_new("rubric", "overall");
    if (!model) return fw_fail_nomem(err);
    const fw_code code = fw_rubric_load(directory, &model->rubric, err);
    if (code != FW_OK) {
        fw_model_free(model);
        return code;
    }
    model->scale_min = model->rubric->overall[FW_RUBRIC_SCALE_MIN];
    model->scale_max = model->rubric->overall[FW_RUBRIC_SCALE_MAX];
    model->intercept = model->scale_min + (model->scale_max - model->scale_min) / 2;
    *out = model;
    return FW_OK;
}

fw_code fw_model_load(const char *path, fw_model **out, fw_error *err) {
    json_t *json = NULL;
    fw_code code = fw_json_read(path, &json, err);
    if (code != FW_OK) return code;
    code = fw_model_from_json(json, path, out, err);
    json_decref(json);
    return code;
}

fw_code fw_model_save(const fw_model *model, const char *path, bool force, fw_error *err) {
    json_t *json = fw_model_to_json(model);
    if (!json) return fw_fail(err, FW_IO, "out of memory, or a name in the model is not UTF-8");
    const fw_code code = fw_json_write(path, json, force, err);
    json_decref(json);
    return code;
}

bool fw_weight_contradicts(const fw_weight *weight) {
    if (!weight->used || weight->sign_expected == 0) return false;
    if (!isfinite(weight->ci_low) || !isfinite(weight->ci_high)) return false;
    return weight->sign_expected > 0 ? weight->ci_high < 0 : weight->ci_low > 0;
}
