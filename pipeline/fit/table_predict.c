/* table_predict.c: what a table's model predicts for a training row. */
#include "fit/table_state.h"

#include "fit/group.h"
#include "fit/ordinal_model.h"

static const double *row_of(const fw_table_state *s, size_t row) {
    return s->sample->x + row * s->training.features;
}

/* Summed up as scoring does, so that the same rows get the same figures. */
static double by_group(const fw_table_state *s, const fw_group_weights *group, const double *x) {
    double sum = group->intercept;
    for (size_t j = 0; j < s->training.features; j++)
        if (s->linear.used[j]) sum += group->weight[j] * x[j];
    return sum;
}

double fw_table_predict(const fw_table_state *s, size_t row) {
    const fw_group_weights *group = s->groups ? fw_group_of_row(s, row) : NULL;
    if (group) return by_group(s, group, row_of(s, row));
    const double sum = fw_linear_predict(&s->linear, row_of(s, row));
    return s->ordinal ? fw_ordinal_expected(s->model->ordinal, sum) : sum;
}

double fw_table_predict_part(const fw_table_state *s, size_t k, size_t row) {
    const double sum =
        fw_linear_predict(&s->parts[k], row_of(s, row)) + (s->groups ? fw_group_moves(s, k, row) : 0);
    return s->ordinal ? fw_ordinal_expected(fw_ordinal_fold(s, k), sum) : sum;
}

double fw_table_predict_modal(const fw_table_state *s, size_t row) {
    if (!s->ordinal) return fw_table_predict(s, row);
    const fw_ordinal_part *part = s->model->ordinal;
    return part->level[fw_ordinal_mode(part, fw_linear_predict(&s->linear, row_of(s, row)))];
}
