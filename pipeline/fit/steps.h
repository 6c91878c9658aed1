/*
 * steps.h: preprocessing learnt from training rows: clamp, transform, z-score, sign (model.h has the
 * formula).
 */
#ifndef FAILWISE_FIT_STEPS_H
#define FAILWISE_FIT_STEPS_H

#include "fit/sample.h"

#include <failwise/model.h>

/* What the user asks of one feature. */
typedef struct fw_feature_spec {
    char name[48];
    fw_transform transform;
    bool automatic;  /* the transform is chosen by its correlation with the ratings */
    int sign;        /* 1, -1; 0: not said, taken as 1 */
    double min, max; /* limits; NaN: mean +- clamp_sd SD */
    int expected;    /* sign the weight should have, 0: that of `sign`, if said */
    double weight;   /* the expert's, per SD; NaN: not said */
} fw_feature_spec;

typedef struct fw_step_options {
    double clamp_sd; /* 0: no clamping but to given limits */
    bool standardize;
    size_t threads; /* 0: all */
} fw_step_options;

/*
 * Learns the steps of every feature from the rows as read, fills names, means and SD of the model's weights,
 * and puts the processed values in the rows' place. Constant features keep sd 0 (and 0 as value). `line`, of
 * each row, is for messages. FW_DATA: a value that its feature's transform is not defined for.
 */
fw_code fw_steps_learn(const fw_feature_spec *specs, const fw_step_options *options, fw_sample *sample,
                       const uint64_t *line, fw_model *model, fw_error *err);

#endif
