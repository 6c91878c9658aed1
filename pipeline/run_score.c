/* run_score.c: the second pass: scores, cross-validated predictions, the report's rows, statistics of
 * features. */
#include "run_parts.h"

#include "base/csv_out.h"
#include "base/str.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { CSV_DIGITS = 6 };

/* Sums over all rows of one feature, about its first value (stable in one pass). */
typedef struct {
    double shift, sum, sum_of_squares;
} moments;

typedef struct {
    const fw_score_job *job;
    const fw_layout *layout;
    fw_frame *frame;       /* obs and X as read */
    fw_frame *score_frame; /* columns of the score table */
    fw_scorer *scorer;
    fw_score *scores;
    double *rating;
    double *prediction;
    uint64_t *cluster;
    moments *features;
    fw_csv csv, predictions;
    bool csv_open, predictions_open;
    int id, participant, rated; /* columns, -1 when absent */
    uint64_t rows;
    double overall_sum;
} second_pass;

static void write_cells(fw_csv *csv, const fw_frame *frame, size_t row) {
    for (size_t c = 0; c < frame->column_count; c++) {
        switch (frame->columns[c].type) {
        case FW_COLUMN_FLOAT:
            fw_csv_number(csv, frame->cells[c].number[row], CSV_DIGITS);
            break;
        case FW_COLUMN_INT:
            fw_csv_number(csv, frame->cells[c].integer[row], CSV_DIGITS + 6);
            break;
        default:
            fw_csv_text(csv, frame->cells[c].text[row]);
        }
    }
    fw_csv_end_row(csv);
}

static fw_code open_tables(second_pass *p, fw_error *err) {
    static const char *const ALSO_OBS[] = {"overall", "humility", "agency"};
    const fw_score_job *job = p->job;
    size_t count;
    const fw_column *columns = fw_score_columns(&count);
    fw_code code = fw_dataset_begin_table(job->dataset, "scores", columns, count, ALSO_OBS,
                                          sizeof ALSO_OBS / sizeof ALSO_OBS[0], err);
    if (code == FW_OK && job->scores_csv) {
        code = fw_csv_open(&p->csv, job->scores_csv, job->options->force, err);
        p->csv_open = code == FW_OK;
        for (size_t c = 0; c < count && p->csv_open; c++) fw_csv_word(&p->csv, columns[c].name);
        if (p->csv_open) fw_csv_end_row(&p->csv);
    }
    if (code == FW_OK && job->fit && job->predictions) {
        static const char *const HEADER[] = {"answer_id", "rating", "prediction"};
        code = fw_csv_open(&p->predictions, job->predictions, job->options->force, err);
        p->predictions_open = code == FW_OK;
        if (p->predictions_open) fw_csv_header(&p->predictions, HEADER, 3);
    }
    return code;
}

static fw_code set_up(second_pass *p, fw_error *err) {
    size_t count;
    const fw_column *columns = fw_score_columns(&count);
    p->layout = fw_dataset_layout(p->job->dataset);
    p->id = 0;
    p->participant = fw_column_find(p->layout->columns, p->layout->column_count, "participant_id");
    p->rated = fw_column_find(p->layout->columns, p->layout->column_count, "rating");
    p->frame = fw_frame_new(p->layout->columns, p->layout->column_count, p->layout->var_count, FW_CHUNK_ROWS);
    p->score_frame = fw_frame_new(columns, count, 0, FW_CHUNK_ROWS);
    p->scores = calloc(FW_CHUNK_ROWS, sizeof *p->scores);
    p->rating = calloc(FW_CHUNK_ROWS, sizeof *p->rating);
    p->prediction = calloc(FW_CHUNK_ROWS, sizeof *p->prediction);
    p->cluster = calloc(FW_CHUNK_ROWS, sizeof *p->cluster);
    p->features = calloc(p->layout->var_count + 1, sizeof *p->features);
    if (!p->frame || !p->score_frame || !p->scores || !p->rating || !p->prediction || !p->cluster ||
        !p->features) {
        return fw_fail_nomem(err);
    }
    const fw_code code = fw_scorer_new(p->job->model, p->layout->vars, p->layout->var_count, &p->scorer, err);
    return code == FW_OK ? open_tables(p, err) : code;
}

static void tear_down(second_pass *p) {
    fw_frame_free(p->frame);
    fw_frame_free(p->score_frame);
    fw_scorer_free(p->scorer);
    free(p->scores);
    free(p->rating);
    free(p->prediction);
    free(p->cluster);
    free(p->features);
    if (p->csv_open) fw_csv_abort(&p->csv);
    if (p->predictions_open) fw_csv_abort(&p->predictions);
}

static void add_moments(second_pass *p) {
    const size_t features = p->layout->var_count;
    for (size_t r = 0; r < p->frame->rows; r++) {
        const float *x = p->frame->x + r * features;
        for (size_t j = 0; j < features; j++) {
            moments *m = &p->features[j];
            if (p->rows + r == 0) m->shift = (double)x[j];
            const double d = (double)x[j] - m->shift;
            m->sum += d;
            m->sum_of_squares += d * d;
        }
    }
}

/* Cross-validated predictions of the rated rows: each by the weights of a fit that did not see its
 * participant. */
static fw_code predict(second_pass *p, fw_error *err) {
    if (!p->job->fit || p->rated < 0) return FW_OK;
    for (size_t r = 0; r < p->frame->rows; r++) {
        const fw_str participant =
            p->participant >= 0 ? p->frame->cells[p->participant].text[r] : (fw_str){0};
        p->rating[r] = p->frame->cells[p->rated].number[r];
        p->cluster[r] = fw_cluster_of(participant, p->frame->cells[p->id].text[r]);
    }
    const fw_fit_rows rows = {
        .rows = p->frame->rows, .x = p->frame->x, .rating = p->rating, .cluster = p->cluster};
    const fw_code code = fw_fit_evaluate(p->job->fit, &rows, p->prediction, err);
    for (size_t r = 0; r < p->frame->rows && code == FW_OK && p->predictions_open; r++) {
        if (!isfinite(p->rating[r])) continue;
        fw_csv_text(&p->predictions, p->frame->cells[p->id].text[r]);
        fw_csv_number(&p->predictions, p->rating[r], CSV_DIGITS);
        fw_csv_number(&p->predictions, p->prediction[r], CSV_DIGITS);
        fw_csv_end_row(&p->predictions);
    }
    return code;
}

static fw_code score_chunk(second_pass *p, fw_error *err) {
    fw_frame_clear(p->score_frame);
    for (size_t r = 0; r < p->frame->rows; r++) {
        fw_scorer_row(p->scorer, p->frame->x + r * p->layout->var_count, &p->scores[r]);
        if (!fw_score_to_frame(&p->scores[r], p->frame->cells[p->id].text[r], p->score_frame, r))
            return fw_fail_nomem(err);
        if (isfinite(p->scores[r].overall)) p->overall_sum += p->scores[r].overall;
    }
    p->score_frame->rows = p->frame->rows;
    for (size_t r = 0; r < p->frame->rows && p->csv_open; r++) write_cells(&p->csv, p->score_frame, r);
    fw_code code = fw_dataset_append_table(p->job->dataset, p->score_frame, err);
    if (code == FW_OK && p->job->report) code = fw_report_add(p->job->report, p->frame, p->scores, err);
    return code;
}

static fw_code run_chunks(second_pass *p, fw_error *err) {
    const uint64_t total = fw_dataset_rows(p->job->dataset);
    while (p->rows < total) {
        const uint64_t left = total - p->rows;
        const size_t count = left < FW_CHUNK_ROWS ? (size_t)left : FW_CHUNK_ROWS;
        fw_frame_clear(p->frame);
        fw_code code = fw_dataset_read(p->job->dataset, p->rows, count, p->frame, err);
        if (code == FW_OK) add_moments(p);
        if (code == FW_OK) code = predict(p, err);
        if (code == FW_OK) code = score_chunk(p, err);
        p->rows += count;
        if (code == FW_OK) code = fw_run_tick(p->job->options, "scores", p->rows, total, err);
        if (code != FW_OK) return code;
    }
    return fw_dataset_end_table(p->job->dataset, err);
}

/* var/mean, var/sd over all answers, var/weight of the model. */
static fw_code write_var_statistics(const second_pass *p, fw_error *err) {
    static const fw_column MEAN = {"mean", FW_COLUMN_FLOAT, "", "mean over all answers"};
    static const fw_column SD = {"sd", FW_COLUMN_FLOAT, "", "standard deviation over all answers (N-1)"};
    static const fw_column WEIGHT = {"weight", FW_COLUMN_FLOAT, "points per SD",
                                     "the model's weight; NaN when not used"};
    const size_t n = p->layout->var_count;
    double *values = malloc(3 * (n + 1) * sizeof *values);
    if (!values) return fw_fail_nomem(err);
    double *mean = values, *sd = values + n, *weight = values + 2 * n;
    const double rows = (double)p->rows;
    for (size_t j = 0; j < n; j++) {
        const moments *m = &p->features[j];
        const double about = rows > 0 ? m->sum / rows : (double)NAN;
        const double squares = m->sum_of_squares - m->sum * about;
        mean[j] = m->shift + about;
        sd[j] = rows > 1 ? sqrt(squares > 0 ? squares / (rows - 1) : 0) : (double)NAN;
        weight[j] = (double)NAN;
        for (size_t w = 0; w < p->job->model->weight_count; w++) {
            const fw_weight *known = &p->job->model->weights[w];
            if (known->used && strcmp(known->name, p->layout->vars[j].name) == 0) weight[j] = known->weight;
        }
    }
    fw_code code = fw_dataset_add_var(p->job->dataset, &MEAN, mean, err);
    if (code == FW_OK) code = fw_dataset_add_var(p->job->dataset, &SD, sd, err);
    if (code == FW_OK) code = fw_dataset_add_var(p->job->dataset, &WEIGHT, weight, err);
    free(values);
    return code;
}

/* The fit's figures are known only now; then the model and what it is worth go into the file. */
static fw_code write_documents(const second_pass *p, fw_error *err) {
    static const char *const ARC[] = {"arc_fail", "arc_diag", "arc_act", "arc_learn", "arc_impr"};
    static const char *const STAR[] = {"star_s_share", "star_t_share", "star_a_share", "star_r_share"};
    const fw_score_job *job = p->job;
    fw_code code = FW_OK;
    if (job->fit) code = fw_fit_finish(job->fit, job->model, err);
    if (code == FW_OK) code = write_var_statistics(p, err);
    if (code == FW_OK) code = fw_dataset_add_obsm(job->dataset, "arc", ARC, 5, err);
    if (code == FW_OK) code = fw_dataset_add_obsm(job->dataset, "star", STAR, 4, err);
    if (code != FW_OK) return code;
    json_t *model = fw_model_to_json(job->model);
    if (!model) return fw_fail_nomem(err);
    code = fw_dataset_put_json(job->dataset, "model", model, err);
    const json_t *quality = json_object_get(model, "quality");
    if (code == FW_OK && json_is_object(quality))
        code = fw_dataset_put_json(job->dataset, "evaluation", quality, err);
    json_decref(model);
    return code;
}

fw_code fw_score_rows(const fw_score_job *job, double *mean_overall, fw_error *err) {
    second_pass p = {.job = job};
    fw_code code = set_up(&p, err);
    if (code == FW_OK) code = run_chunks(&p, err);
    if (code == FW_OK) code = write_documents(&p, err);
    if (code == FW_OK && p.csv_open) {
        code = fw_csv_commit(&p.csv, err);
        p.csv_open = false;
    }
    if (code == FW_OK && p.predictions_open) {
        code = fw_csv_commit(&p.predictions, err);
        p.predictions_open = false;
    }
    *mean_overall = p.rows ? p.overall_sum / (double)p.rows : (double)NAN;
    tear_down(&p);
    return code;
}

/* ---- a report from a file that holds scores ---- */

/* What a report from a file reads and fills, chunk by chunk. */
typedef struct {
    fw_dataset *dataset;
    fw_report *report;
    fw_frame *frame, *table;
    fw_score *scores;
    fw_csv csv;
} reread;

static fw_code add_chunk(reread *r, uint64_t first, size_t count, fw_error *err) {
    fw_frame_clear(r->frame);
    fw_frame_clear(r->table);
    fw_code code = fw_dataset_read(r->dataset, first, count, r->frame, err);
    if (code == FW_OK) code = fw_dataset_read_table(r->dataset, "scores", first, count, r->table, err);
    if (code != FW_OK) return code;
    for (size_t row = 0; row < count; row++) {
        fw_score_from_frame(r->table, row, &r->scores[row]);
        write_cells(&r->csv, r->table, row);
    }
    return fw_report_add(r->report, r->frame, r->scores, err);
}

static fw_code add_all(const fw_run_options *options, reread *r, fw_error *err) {
    const uint64_t total = fw_dataset_rows(r->dataset);
    for (size_t c = 0; c < r->table->column_count; c++) fw_csv_word(&r->csv, r->table->columns[c].name);
    fw_csv_end_row(&r->csv);
    for (uint64_t first = 0; first < total; first += FW_CHUNK_ROWS) {
        const uint64_t left = total - first;
        const size_t count = left < FW_CHUNK_ROWS ? (size_t)left : FW_CHUNK_ROWS;
        fw_code code = add_chunk(r, first, count, err);
        if (code == FW_OK) code = fw_run_tick(options, "report", first + count, total, err);
        if (code != FW_OK) return code;
    }
    return FW_OK;
}

fw_code fw_report_rows(const fw_run_options *options, fw_dataset *dataset, fw_report *report,
                       const char *scores_csv, fw_error *err) {
    const fw_layout *layout = fw_dataset_layout(dataset);
    size_t column_count;
    const fw_column *columns = fw_score_columns(&column_count);
    reread r = {.dataset = dataset, .report = report};
    fw_code code = fw_csv_open(&r.csv, scores_csv, false, err);
    if (code != FW_OK) return code;
    r.frame = fw_frame_new(layout->columns, layout->column_count, layout->var_count, FW_CHUNK_ROWS);
    r.table = fw_frame_new(columns, column_count, 0, FW_CHUNK_ROWS);
    r.scores = calloc(FW_CHUNK_ROWS, sizeof *r.scores);
    code = r.frame && r.table && r.scores ? add_all(options, &r, err) : fw_fail_nomem(err);
    fw_frame_free(r.frame);
    fw_frame_free(r.table);
    free(r.scores);
    if (code == FW_OK) return fw_csv_commit(&r.csv, err);
    fw_csv_abort(&r.csv);
    return code;
}
