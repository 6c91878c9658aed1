/* piece.c: scores, predictions and sums of one chunk of rows. */
#include "run/piece.h"

#include "run/report.h"
#include "run/rows.h"

#include <assert.h>
#include <stdlib.h>

static_assert((int)FW_CHUNK_ROWS == (int)FW_FIT_PIECE_ROWS, "a chunk is a piece of the fit");

/* ---- what pieces are made with ---- */

fw_code fw_piece_maker_open(fw_piece_maker *maker, const fw_layout *layout, const fw_model *model,
                            const fw_fit *fit, bool csv, fw_error *err) {
    *maker = (fw_piece_maker){.layout = layout, .model = model, .fit = fit, .csv = csv, .group = -1};
    maker->participant = fw_column_find(layout->columns, layout->column_count, "participant_id");
    maker->rated = fw_column_find(layout->columns, layout->column_count, "rating");
    if (model->groups)
        maker->group = fw_column_find(layout->columns, layout->column_count, model->groups->column);
    if (maker->group >= 0 && !fw_column_is_text(layout->columns[maker->group].type)) maker->group = -1;
    return fw_scorer_new(model, layout->vars, layout->var_count, &maker->scorer, err);
}

void fw_piece_maker_close(fw_piece_maker *maker) {
    fw_scorer_free(maker->scorer);
    maker->scorer = NULL;
}

/* ---- beginning and end ---- */

static bool allocate(const fw_piece_maker *maker, fw_piece *s) {
    size_t count;
    const fw_layout *layout = maker->layout;
    const fw_column *columns = fw_score_columns(&count);
    s->frame = fw_frame_new(layout->columns, layout->column_count, layout->var_count, FW_CHUNK_ROWS);
    s->score_frame = fw_frame_new(columns, count, 0, FW_CHUNK_ROWS);
    s->scores = calloc(FW_CHUNK_ROWS, sizeof *s->scores);
    s->rubric = calloc(FW_CHUNK_ROWS, sizeof *s->rubric);
    s->held_out = calloc(FW_CHUNK_ROWS, sizeof *s->held_out);
    s->cluster = calloc(FW_CHUNK_ROWS, sizeof *s->cluster);
    s->predicted = calloc(FW_CHUNK_ROWS, sizeof *s->predicted);
    s->features = calloc(layout->var_count + 1, sizeof *s->features);
    return s->frame && s->score_frame && s->scores && s->rubric && s->held_out && s->cluster &&
           s->predicted && s->features;
}

fw_code fw_piece_open(const fw_piece_maker *maker, fw_piece *piece, fw_error *err) {
    if (!allocate(maker, piece)) return fw_fail_nomem(err);
    return maker->fit ? fw_fit_piece_new(maker->fit, &piece->fit, err) : FW_OK;
}

void fw_piece_free(fw_piece *s) {
    fw_frame_free(s->frame);
    fw_frame_free(s->score_frame);
    free(s->scores);
    free(s->rubric);
    free(s->held_out);
    free(s->cluster);
    free(s->predicted);
    fw_fit_piece_free(s->fit);
    free(s->features);
    fw_csv_abort(&s->lines);
    fw_buffer_free(&s->bytes);
    fw_buffer_free(&s->texts);
    *s = (fw_piece){0};
}

/* ---- making ---- */

/* The weights that a row is scored with: its group's, or NULL. */
static const fw_group_weights *group_of(const fw_piece_maker *maker, fw_piece *s, size_t row) {
    if (!maker->model->groups) return NULL;
    const fw_group_weights *group =
        maker->group >= 0 ? fw_group_find(maker->model->groups, s->frame->cells[maker->group].text[row])
                          : NULL;
    s->pooled += !group;
    return group;
}

static fw_code score_rows(const fw_piece_maker *maker, fw_piece *s, fw_error *err) {
    fw_frame_clear(s->score_frame);
    s->pooled = 0;
    for (size_t r = 0; r < s->frame->rows; r++) {
        fw_scorer_row_of(maker->scorer, group_of(maker, s, r), s->frame->x + r * maker->layout->var_count,
                         &s->scores[r]);
        if (!fw_score_to_frame(&s->scores[r], s->frame->cells[0].text[r], s->score_frame, r))
            return fw_fail_nomem(err);
        if (maker->csv) fw_csv_row(&s->lines, s->score_frame, r, FW_SCORE_DIGITS);
    }
    s->score_frame->rows = s->frame->rows;
    return FW_OK;
}

/* Ratings are numbers where we wrote them; a foreign column of that name may be text. */
const double *fw_piece_ratings(const fw_piece_maker *maker, const fw_frame *frame) {
    const bool numbers = maker->rated >= 0 && maker->layout->columns[maker->rated].type == FW_COLUMN_FLOAT;
    return numbers ? frame->cells[maker->rated].number : NULL;
}

/* What the fit would have said of rows it has not seen. Folds go by participant. */
static fw_code predict(const fw_piece_maker *maker, fw_piece *s, fw_error *err) {
    const double *rating = fw_piece_ratings(maker, s->frame);
    s->fitted = maker->fit && rating;
    if (!s->fitted) return FW_OK;
    for (size_t r = 0; r < s->frame->rows; r++) {
        const fw_str participant =
            maker->participant >= 0 ? s->frame->cells[maker->participant].text[r] : (fw_str){0};
        s->cluster[r] = fw_cluster_of(participant, s->frame->cells[0].text[r]);
        s->rubric[r] = s->scores[r].rubric_overall;
    }
    const fw_fit_rows rows = {
        .rows = s->frame->rows, .x = s->frame->x, .rating = rating, .cluster = s->cluster};
    fw_code code = fw_fit_predict(maker->fit, &rows, s->rubric, s->predicted, err);
    if (code == FW_OK) code = fw_fit_piece_add(maker->fit, &rows, s->predicted, s->fit, err);
    for (size_t r = 0; r < s->frame->rows && code == FW_OK; r++) s->held_out[r] = s->predicted[r].cv;
    return code;
}

fw_code fw_piece_make(const fw_piece_maker *maker, fw_piece *s, fw_costs *costs, fw_error *err) {
    double mark = fw_cpu_thread();
    fw_code code = score_rows(maker, s, err);
    fw_cost_lap(costs, FW_COST_SCORE, &mark);
    if (code == FW_OK) code = predict(maker, s, err);
    fw_cost_lap(costs, FW_COST_FIT, &mark);
    if (code == FW_OK && !fw_feature_sums_of(s->frame->x, s->frame->rows, maker->layout->var_count,
                                             fw_piece_ratings(maker, s->frame), s->features))
        code = fw_fail_nomem(err);
    fw_cost_lap(costs, FW_COST_REPORT, &mark);
    return code;
}
