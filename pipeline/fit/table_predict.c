/* table_predict.c: what a table's model predicts for a training row. */
#include "fit/table_state.h"

#include "fit/ordinal_model.h"

static const double *row_of(const fw_table_state *s, size_t row) {
    return s->sample->x + row * s->training.features;
}

double fw_table_predict(const fw_table_state *s, size_t row) {
    const double sum = fw_linear_predict(&s->linear, row_of(s, row));
    return s->ordinal ? fw_ordinal_expected(s->model->ordinal, sum) : sum;
}

double fw_table_predict_part(const fw_table_state *s, size_t k, size_t row) {
    const double sum = fw_linear_predict(&s->parts[k], row_of(s, row));
    return s->ordinal ? fw_ordinal_expected(fw_ordinal_fold(s, k), sum) : sum;
}

double fw_table_predict_modal(const fw_table_state *s, size_t row) {
    if (!s->ordinal) return fw_table_predict(s, row);
    const fw_ordinal_part *part = s->model->ordinal;
    return part->level[fw_ordinal_mode(part, fw_linear_predict(&s->linear, row_of(s, row)))];
}
