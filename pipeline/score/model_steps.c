/* model_steps.c: preprocessing of a table's features, and the six kinds of score. */
#include <failwise/model.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const TRANSFORMS[FW_TRANSFORM_COUNT] = {"raw", "inv",       "sqrt",
                                                           "log", "addOneInv", "addOneLn"};
static const char *const KINDS[FW_SCORE_KIND_COUNT] = {"raw",   "raw_trim",   "raw_trim_round",
                                                       "scale", "scale_trim", "scale_trim_round"};

const char *fw_transform_name(fw_transform transform) {
    return (unsigned)transform < FW_TRANSFORM_COUNT ? TRANSFORMS[transform] : "unknown";
}

fw_transform fw_transform_find(const char *name) {
    if (strcmp(name, "org") == 0) return FW_TRANSFORM_RAW;
    size_t at = 0;
    while (at < FW_TRANSFORM_COUNT && strcmp(TRANSFORMS[at], name) != 0) at++;
    return (fw_transform)at;
}

double fw_transform_apply(fw_transform transform, double x) {
    const double none = (double)NAN;
    switch (transform) {
    case FW_TRANSFORM_RAW:
        return x;
    case FW_TRANSFORM_INV:
        return x != 0 ? 1 / x : none;
    case FW_TRANSFORM_SQRT:
        return x >= 0 ? sqrt(x) : none;
    case FW_TRANSFORM_LOG:
        return x > 0 ? log(x) : none;
    case FW_TRANSFORM_ADD_ONE_INV:
        return x >= 0 ? 1 / (x + 1) : none;
    case FW_TRANSFORM_ADD_ONE_LN:
        return x >= 0 ? log(x + 1) : none;
    case FW_TRANSFORM_COUNT:
        break;
    }
    return none;
}

fw_table_part *fw_table_part_new(size_t count) {
    fw_table_part *part = calloc(1, sizeof *part);
    if (!part) return NULL;
    part->steps = calloc(count + 1, sizeof *part->steps);
    part->estimates = calloc(count + 1, sizeof *part->estimates);
    if (!part->steps || !part->estimates) {
        free(part->steps);
        free(part->estimates);
        free(part);
        return NULL;
    }
    const double none = (double)NAN;
    for (size_t i = 0; i <= count; i++)
        part->estimates[i] = (fw_coefficient){none, none, none, none, none, none, none,
                                              none, none, none, none, none, none, none};
    part->r2 = part->r2_adjusted = part->residual_sd = none;
    part->human_mean = part->human_sd = part->prediction_mean = part->prediction_sd = none;
    return part;
}

double fw_model_process(const fw_model *model, size_t index, double x) {
    const fw_step *step = &model->table->steps[index];
    const fw_weight *weight = &model->weights[index];
    if (x < step->clamp_low) x = step->clamp_low;
    if (x > step->clamp_high) x = step->clamp_high;
    const double t = fw_transform_apply(step->transform, x);
    return step->sign * ((t - weight->mean) / weight->sd);
}

const char *fw_score_kind_name(fw_score_kind kind) {
    return (unsigned)kind < FW_SCORE_KIND_COUNT ? KINDS[kind] : "unknown";
}

static double trim(const fw_table_part *t, double value) {
    const double low = t->trim_min - t->trim_tolerance, high = t->trim_max + t->trim_tolerance;
    return value < low ? low : value > high ? high : value;
}

void fw_model_kinds(const fw_model *model, double raw, double out[FW_SCORE_KIND_COUNT]) {
    const fw_table_part *t = model->table;
    const double spread = t->prediction_sd > 0 ? (raw - t->prediction_mean) / t->prediction_sd : 0;
    out[FW_SCORE_RAW] = raw;
    out[FW_SCORE_RAW_TRIM] = trim(t, raw);
    out[FW_SCORE_RAW_TRIM_ROUND] = rint(out[FW_SCORE_RAW_TRIM]); /* half to even */
    out[FW_SCORE_SCALE] = spread * t->human_sd + t->human_mean;
    out[FW_SCORE_SCALE_TRIM] = trim(t, out[FW_SCORE_SCALE]);
    out[FW_SCORE_SCALE_TRIM_ROUND] = rint(out[FW_SCORE_SCALE_TRIM]);
}
