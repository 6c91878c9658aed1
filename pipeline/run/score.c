/* score.c: the second pass: scores, cross-validated predictions, the report's rows, statistics of
 * features. */
#include "run/cost.h"
#include "run/coverage.h"
#include "run/parts.h"

#include "base/csv_out.h"
#include "base/ordered.h"
#include "base/str.h"
#include "report/feature_sums.h"

#include <assert.h>
#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_THREADS = 16 }; /* chunks of a band of X: there is a pause behind each */
static_assert((int)FW_CHUNK_ROWS == (int)FW_FIT_PIECE_ROWS, "a chunk is a piece of the fit");

/* One chunk in flight. */
typedef struct {
    fw_frame *frame;       /* obs and X as read */
    fw_frame *score_frame; /* columns of the score table */
    fw_score *scores;
    double *rubric;
    double *held_out; /* cross-validated predictions */
    uint64_t *cluster;
    fw_fit_rows rows; /* for the fit */
    fw_fit_prediction *predicted;
    fw_fit_piece *piece;       /* what was predicted, summed; NULL without a fit */
    fw_feature_sums *features; /* of the chunk */
    size_t pooled;             /* rows of no group that the model knows */
    fw_csv rows_csv;           /* the chunk's lines of scores.csv */
} slot;

typedef struct {
    const fw_score_job *job;
    const fw_layout *layout;
    fw_scorer *scorer;
    size_t threads, slot_count;
    slot *slots;               /* slot_count: one more than threads, so that all are busy */
    pthread_mutex_t store;     /* HDF5 is used from one thread at a time: source and sink may run together */
    fw_feature_sums *features; /* of the rows consumed */
    fw_coverage *coverage;     /* NULL: answers without participants */
    fw_csv csv;
    bool csv_open;
    int group; /* column of the model's groups, or -1 */
    uint64_t pooled;
    int participant, rated; /* columns, -1 when absent; column 0 is the id */
    uint64_t total, next, rows;
    uint64_t band; /* rows before it have been prefetched */
    double overall_sum;
    fw_costs costs[MOST_THREADS + 1]; /* one a thread, and one for consuming */
} second_pass;

/* ---- the three steps of the loop ---- */

static fw_code read_chunk(void *context, size_t index, bool *more, fw_error *err) {
    second_pass *p = context;
    slot *s = &p->slots[index];
    const uint64_t left = p->band - p->next;
    *more = left > 0;
    if (!*more) return FW_OK;
    const size_t count = left < FW_CHUNK_ROWS ? (size_t)left : FW_CHUNK_ROWS;
    fw_frame_clear(s->frame);
    pthread_mutex_lock(&p->store);
    const fw_code code = fw_dataset_read(p->job->dataset, p->next, count, s->frame, err);
    pthread_mutex_unlock(&p->store);
    p->next += count;
    return code;
}

/* The weights that a row is scored with: its group's, or NULL. */
static const fw_group_weights *group_of(const second_pass *p, slot *s, size_t row) {
    if (!p->job->model->groups) return NULL;
    const fw_group_weights *group =
        p->group >= 0 ? fw_group_find(p->job->model->groups, s->frame->cells[p->group].text[row]) : NULL;
    s->pooled += !group;
    return group;
}

static fw_code score_slot(const second_pass *p, slot *s, fw_error *err) {
    fw_frame_clear(s->score_frame);
    s->pooled = 0;
    for (size_t r = 0; r < s->frame->rows; r++) {
        fw_scorer_row_of(p->scorer, group_of(p, s, r), s->frame->x + r * p->layout->var_count, &s->scores[r]);
        if (!fw_score_to_frame(&s->scores[r], s->frame->cells[0].text[r], s->score_frame, r))
            return fw_fail_nomem(err);
        if (p->csv_open) fw_csv_row(&s->rows_csv, s->score_frame, r, FW_SCORE_DIGITS);
    }
    s->score_frame->rows = s->frame->rows;
    return FW_OK;
}

/* Ratings are numbers where we wrote them; a foreign column of that name may be text. */
static const double *ratings_in(const second_pass *p, const fw_frame *frame) {
    const bool numbers = p->rated >= 0 && p->layout->columns[p->rated].type == FW_COLUMN_FLOAT;
    return numbers ? frame->cells[p->rated].number : NULL;
}

/* What the fit would have said of rows it has not seen. Folds go by participant. */
static fw_code predict_slot(const second_pass *p, slot *s, fw_error *err) {
    const double *rating = ratings_in(p, s->frame);
    if (!p->job->fit || !rating) return FW_OK;
    for (size_t r = 0; r < s->frame->rows; r++) {
        const fw_str participant =
            p->participant >= 0 ? s->frame->cells[p->participant].text[r] : (fw_str){0};
        s->cluster[r] = fw_cluster_of(participant, s->frame->cells[0].text[r]);
        s->rubric[r] = s->scores[r].rubric_overall;
    }
    s->rows =
        (fw_fit_rows){.rows = s->frame->rows, .x = s->frame->x, .rating = rating, .cluster = s->cluster};
    fw_code code = fw_fit_predict(p->job->fit, &s->rows, s->rubric, s->predicted, err);
    if (code == FW_OK) code = fw_fit_piece_add(p->job->fit, &s->rows, s->predicted, s->piece, err);
    for (size_t r = 0; r < s->frame->rows && code == FW_OK; r++) s->held_out[r] = s->predicted[r].cv;
    return code;
}

static fw_code score_chunk(void *context, size_t index, size_t worker, fw_error *err) {
    second_pass *p = context;
    slot *s = &p->slots[index];
    fw_costs *costs = &p->costs[worker];
    double mark = fw_cpu_thread();
    fw_code code = score_slot(p, s, err);
    fw_cost_lap(costs, FW_COST_SCORE, &mark);
    if (p->job->fit) (void)fw_fit_help(p->job->fit);
    if (code == FW_OK) code = predict_slot(p, s, err);
    fw_cost_lap(costs, FW_COST_FIT, &mark);
    if (code == FW_OK && !fw_feature_sums_of(s->frame->x, s->frame->rows, p->layout->var_count,
                                             ratings_in(p, s->frame), s->features))
        code = fw_fail_nomem(err);
    fw_cost_lap(costs, FW_COST_REPORT, &mark);
    return code;
}

static bool help_dataset(void *context) { return fw_dataset_help(((second_pass *)context)->job->dataset); }

/* The report takes the chunk's sums where it reads ratings as we did. */
static fw_code report_chunk(second_pass *p, const slot *s, fw_error *err) {
    if (!p->job->report) return FW_OK;
    const bool same = p->rated < 0 || ratings_in(p, s->frame);
    return fw_report_add_predicted(p->job->report, s->frame, s->scores, s->rows.rows ? s->held_out : NULL,
                                   same ? s->features : NULL, err);
}

static void sum_chunk(second_pass *p, const slot *s) {
    for (size_t j = 0; j < p->layout->var_count; j++) fw_feature_sums_merge(&p->features[j], &s->features[j]);
    p->pooled += s->pooled;
    for (size_t r = 0; r < s->frame->rows; r++) {
        if (isfinite(s->scores[r].overall)) p->overall_sum += s->scores[r].overall;
    }
}

static fw_code append_scores(second_pass *p, const slot *s, fw_error *err) {
    pthread_mutex_lock(&p->store);
    const fw_code code = fw_dataset_append_table(p->job->dataset, s->score_frame, err);
    pthread_mutex_unlock(&p->store);
    return code;
}

static fw_code consume_chunk(void *context, size_t index, fw_error *err) {
    second_pass *p = context;
    slot *s = &p->slots[index];
    fw_costs *costs = &p->costs[MOST_THREADS];
    double mark = fw_cpu_thread();
    fw_code code = p->coverage ? fw_coverage_add(p->coverage, s->frame, err) : FW_OK;
    sum_chunk(p, s);
    fw_cost_lap(costs, FW_COST_SCORE, &mark);
    if (code == FW_OK && s->rows.rows) code = fw_fit_take(p->job->fit, s->piece, err);
    fw_cost_lap(costs, FW_COST_FIT, &mark);
    if (code == FW_OK) code = append_scores(p, s, err);
    fw_cost_lap(costs, FW_COST_STORE, &mark);
    if (code == FW_OK) code = report_chunk(p, s, err);
    fw_cost_lap(costs, FW_COST_REPORT, &mark);
    if (p->csv_open) fw_csv_append(&p->csv, &s->rows_csv);
    p->rows += s->frame->rows;
    return code == FW_OK ? fw_run_tick(p->job->options, "scores", p->rows, p->total, err) : code;
}

/* ---- setting up and tearing down ---- */

static fw_code open_tables(second_pass *p, fw_error *err) {
    static const char *const ALSO_OBS[] = {"overall", "humility", "agency"};
    const fw_score_job *job = p->job;
    size_t count;
    const fw_column *columns = fw_score_columns(&count);
    fw_code code = fw_dataset_begin_table(job->dataset, "scores", columns, count, ALSO_OBS,
                                          sizeof ALSO_OBS / sizeof ALSO_OBS[0], err);
    if (code != FW_OK || !job->scores_csv) return code;
    code = fw_csv_open(&p->csv, job->scores_csv, job->options->force, err);
    p->csv_open = code == FW_OK;
    for (size_t c = 0; c < count && p->csv_open; c++) fw_csv_word(&p->csv, columns[c].name);
    if (p->csv_open) fw_csv_end_row(&p->csv);
    return code;
}

static bool make_slot(const second_pass *p, slot *s) {
    size_t count;
    const fw_column *columns = fw_score_columns(&count);
    s->frame = fw_frame_new(p->layout->columns, p->layout->column_count, p->layout->var_count, FW_CHUNK_ROWS);
    s->score_frame = fw_frame_new(columns, count, 0, FW_CHUNK_ROWS);
    s->scores = calloc(FW_CHUNK_ROWS, sizeof *s->scores);
    s->rubric = calloc(FW_CHUNK_ROWS, sizeof *s->rubric);
    s->held_out = calloc(FW_CHUNK_ROWS, sizeof *s->held_out);
    s->cluster = calloc(FW_CHUNK_ROWS, sizeof *s->cluster);
    s->predicted = calloc(FW_CHUNK_ROWS, sizeof *s->predicted);
    s->features = calloc(p->layout->var_count + 1, sizeof *s->features);
    return s->frame && s->score_frame && s->scores && s->rubric && s->held_out && s->cluster &&
           s->predicted && s->features;
}

static fw_code set_up(second_pass *p, fw_error *err) {
    p->layout = fw_dataset_layout(p->job->dataset);
    p->total = fw_dataset_rows(p->job->dataset);
    p->participant = fw_column_find(p->layout->columns, p->layout->column_count, "participant_id");
    p->rated = fw_column_find(p->layout->columns, p->layout->column_count, "rating");
    p->group = -1;
    if (p->job->model->groups)
        p->group = fw_column_find(p->layout->columns, p->layout->column_count, p->job->model->groups->column);
    if (p->group >= 0 && p->layout->columns[p->group].type != FW_COLUMN_STRING &&
        p->layout->columns[p->group].type != FW_COLUMN_CATEGORY)
        p->group = -1;
    const size_t threads = p->job->options->threads ? p->job->options->threads : fw_ordered_processors();
    fw_dataset_use_threads(p->job->dataset, threads);
    p->threads = threads < MOST_THREADS ? threads : MOST_THREADS;
    p->slot_count = p->threads + 2;
    p->slots = calloc(p->slot_count, sizeof *p->slots);
    p->features = calloc(p->layout->var_count + 1, sizeof *p->features);
    if (!p->features || !p->slots) return fw_fail_nomem(err);
    fw_code code = FW_OK;
    for (size_t i = 0; i < p->slot_count && code == FW_OK; i++) {
        if (!make_slot(p, &p->slots[i])) return fw_fail_nomem(err);
        if (p->job->fit) code = fw_fit_piece_new(p->job->fit, &p->slots[i].piece, err);
    }
    if (code == FW_OK)
        code = fw_scorer_new(p->job->model, p->layout->vars, p->layout->var_count, &p->scorer, err);
    if (code == FW_OK) code = fw_coverage_new(p->layout, p->job->folder, &p->coverage, err);
    return code == FW_OK ? open_tables(p, err) : code;
}

static void tear_down(second_pass *p) {
    for (size_t i = 0; i < p->slot_count && p->slots; i++) {
        slot *s = &p->slots[i];
        fw_frame_free(s->frame);
        fw_frame_free(s->score_frame);
        free(s->scores);
        free(s->rubric);
        free(s->held_out);
        free(s->cluster);
        free(s->predicted);
        fw_fit_piece_free(s->piece);
        free(s->features);
        fw_csv_abort(&s->rows_csv);
    }
    free(p->slots);
    fw_scorer_free(p->scorer);
    fw_coverage_free(p->coverage);
    free(p->features);
    if (p->csv_open) fw_csv_abort(&p->csv);
}

/* ---- what is known once all rows have been seen ---- */

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
        const fw_moments *m = &p->features[j].moments;
        const bool complete = m->n >= rows && rows > 0;
        mean[j] = complete ? m->mean : (double)NAN;
        sd[j] = complete ? fw_moments_sd(m) : (double)NAN;
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

/* The fit's figures are known only now. */
static fw_code finish_figures(const second_pass *p, fw_error *err) {
    const fw_score_job *job = p->job;
    fw_code code = FW_OK;
    double mark = fw_cpu_process();
    if (job->fit) code = fw_fit_measure(job->fit, job->model, err);
    if (job->result) fw_cost_rest(job->result, FW_COST_FIT, &mark, 0);
    return code == FW_OK ? write_var_statistics(p, err) : code;
}

fw_code fw_score_documents(fw_dataset *dataset, const fw_model *scored_by, fw_error *err) {
    json_t *model = fw_model_to_json(scored_by);
    if (!model) return fw_fail_nomem(err);
    fw_code code = fw_dataset_put_json(dataset, "model", model, err);
    const json_t *quality = json_object_get(model, "quality");
    if (code == FW_OK && json_is_object(quality))
        code = fw_dataset_put_json(dataset, "evaluation", quality, err);
    json_decref(model);
    return code;
}

/* Band by band: X is decompressed by all threads, then its rows are scored. */
static fw_code score_bands(second_pass *p, fw_error *err) {
    const fw_ordered loop = {.context = p,
                             .source = read_chunk,
                             .work = score_chunk,
                             .sink = consume_chunk,
                             .help = help_dataset,
                             .slots = p->slot_count,
                             .threads = p->threads};
    fw_code code = FW_OK;
    while (code == FW_OK && p->next < p->total) {
        code = fw_dataset_prefetch(p->job->dataset, p->next, &p->band, err);
        if (code == FW_OK) code = fw_ordered_run(&loop, err);
    }
    return code;
}

fw_code fw_score_rows(const fw_score_job *job, double *mean_overall, fw_error *err) {
    second_pass p = {.job = job};
    pthread_mutex_init(&p.store, NULL);
    fw_code code = set_up(&p, err);
    if (code == FW_OK) code = score_bands(&p, err);
    if (code == FW_OK) code = fw_dataset_end_table(job->dataset, err);
    if (code == FW_OK) code = fw_coverage_write(p.coverage, job->dataset, err);
    if (code == FW_OK) code = finish_figures(&p, err);
    if (code == FW_OK && p.csv_open) {
        code = fw_csv_commit(&p.csv, err);
        p.csv_open = false;
    }
    if (job->result) fw_costs_add(job->result, p.costs, MOST_THREADS + 1);
    if (job->result) fw_run_note_pooled(job->model, (size_t)p.pooled, (size_t)p.rows, job->result);
    *mean_overall = p.rows ? p.overall_sum / (double)p.rows : (double)NAN;
    tear_down(&p);
    pthread_mutex_destroy(&p.store);
    return code;
}
