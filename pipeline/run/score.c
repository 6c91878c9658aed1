/* score.c: the second pass: scores, cross-validated predictions, the report's rows, statistics of
 * features. */
#include "run/score.h"
#include "run/column_shelf.h"
#include "run/cost.h"
#include "run/coverage.h"
#include "run/documents.h"
#include "run/piece.h"
#include "run/report.h"
#include "run/stage.h"
#include "run/team.h"

#include "base/csv_out.h"
#include "base/hash_file.h"
#include "base/ordered.h"
#include "base/together.h"
#include "report/feature_sums.h"

#include <assert.h>
#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

static_assert((int)FW_SHELF_WHOLE % (int)FW_CHUNK_ROWS == 0,
              "a piece is put aside with all of its X or none");
enum { SINKS = 3, MOST_THREADS = 16 }; /* chunks of a band of X: there is a pause behind each */
typedef struct {
    const fw_score_job *job;
    const fw_layout *layout;
    const fw_team *team; /* NULL: all rows are ours */
    fw_piece_maker maker;
    size_t threads, slot_count;
    fw_piece *slots;           /* slot_count: one more than threads, so that all are busy */
    bool *theirs;              /* by slot: another process has made the piece */
    pthread_mutex_t store;     /* HDF5 is used from one thread at a time: source and sinks may run together */
    fw_feature_sums *features; /* of the rows consumed */
    fw_coverage *coverage;     /* NULL: answers without participants */
    fw_csv csv;
    bool csv_open;
    uint64_t pooled;
    uint64_t total, next, rows;
    uint64_t band; /* rows before it have been prefetched */
    double overall_sum;
    fw_costs costs[MOST_THREADS + SINKS]; /* one a thread, and one a sink */
    atomic_int unended;                   /* tasks of the end that are not done */
} second_pass;

/* ---- the three steps of the loop ---- */

static bool made_by_others(const second_pass *p, uint64_t first) {
    return p->team && p->team->makes(p->team->context, first, fw_chunk_rows(first, p->total));
}

/* The row up to which X waits with the columns. */
static uint64_t whole_rows(const second_pass *p) {
    const uint64_t whole = p->job->columns ? p->job->columns->whole : 0;
    return whole < p->total ? whole : p->total;
}

/* Columns from where they wait, X too or from the dataset unless others have seen to it; else all from the
 * dataset. */
static fw_code read_rows(second_pass *p, fw_piece *s, size_t count, bool theirs, fw_error *err) {
    fw_column_shelf *columns = p->job->columns;
    fw_frame rows = *s->frame;
    fw_code code = FW_OK;
    if (theirs || p->next < whole_rows(p)) rows.feature_count = 0;
    if (columns) rows.column_count = 0;
    pthread_mutex_lock(&p->store);
    if (rows.feature_count || rows.column_count)
        code = fw_dataset_read(p->job->dataset, p->next, count, &rows, err);
    pthread_mutex_unlock(&p->store);
    if (code == FW_OK && columns) code = fw_column_shelf_next(columns, s->frame, &s->texts, err);
    if (code == FW_OK && columns && s->frame->rows != count)
        code = fw_fail(err, FW_BUG, "other rows were put aside than are asked for");
    s->frame->rows = count;
    return code;
}

static fw_code read_chunk(void *context, size_t index, bool *more, fw_error *err) {
    second_pass *p = context;
    fw_piece *s = &p->slots[index];
    *more = p->next < p->band;
    if (!*more) return FW_OK;
    const size_t count = fw_chunk_rows(p->next, p->total);
    p->theirs[index] = made_by_others(p, p->next);
    fw_code code = read_rows(p, s, count, p->theirs[index], err);
    if (code == FW_OK && p->theirs[index]) code = p->team->made(p->team->context, p->next, &s->bytes, err);
    p->next += count;
    return code;
}

static fw_code make_piece(void *context, size_t index, size_t worker, fw_error *err) {
    second_pass *p = context;
    fw_costs *costs = &p->costs[worker];
    double mark = fw_cpu_thread();
    fw_code code = FW_OK;
    if (p->theirs[index]) {
        code = fw_piece_unpack(&p->maker, &p->slots[index], err);
        fw_cost_lap(costs, FW_COST_SCORE, &mark);
    } else {
        code = fw_piece_make(&p->maker, &p->slots[index], costs, err);
        mark = fw_cpu_thread();
    }
    if (p->job->fit) (void)fw_fit_help(p->job->fit);
    fw_cost_lap(costs, FW_COST_FIT, &mark);
    return code;
}

static bool help_dataset(void *context) { return fw_dataset_help(((second_pass *)context)->job->dataset); }

static bool help_fit_on(void *context, size_t worker) {
    second_pass *p = context;
    double mark = fw_cpu_thread();
    const bool some = p->job->fit && fw_fit_help(p->job->fit);
    fw_cost_lap(&p->costs[worker], FW_COST_FIT, &mark);
    return some;
}

/* The report takes the chunk's sums where it reads ratings as we did. */
static fw_code add_to_report(second_pass *p, const fw_piece *s, fw_error *err) {
    const bool same = p->maker.rated < 0 || fw_piece_ratings(&p->maker, s->frame);
    return fw_report_add_predicted(p->job->report, s->frame, s->scores, s->fitted ? s->held_out : NULL,
                                   same ? s->features : NULL, err);
}

static void sum_chunk(second_pass *p, const fw_piece *s) {
    for (size_t j = 0; j < p->layout->var_count; j++) fw_feature_sums_merge(&p->features[j], &s->features[j]);
    p->pooled += s->pooled;
    for (size_t r = 0; r < s->frame->rows; r++) {
        if (isfinite(s->scores[r].overall)) p->overall_sum += s->scores[r].overall;
    }
}

/* ---- the sinks: what each of them fills nobody else touches ---- */

static fw_code consume_sums(void *context, size_t index, fw_error *err) {
    second_pass *p = context;
    const fw_piece *s = &p->slots[index];
    fw_costs *costs = &p->costs[MOST_THREADS];
    double mark = fw_cpu_thread();
    fw_code code = p->coverage ? fw_coverage_add(p->coverage, s->frame, err) : FW_OK;
    sum_chunk(p, s);
    fw_cost_lap(costs, FW_COST_SCORE, &mark);
    if (code == FW_OK && s->fitted) code = fw_fit_take(p->job->fit, s->fit, err);
    fw_cost_lap(costs, FW_COST_FIT, &mark);
    return code;
}

static fw_code append_scores(void *context, size_t index, fw_error *err) {
    second_pass *p = context;
    fw_piece *s = &p->slots[index];
    double mark = fw_cpu_thread();
    pthread_mutex_lock(&p->store);
    const fw_code code = fw_dataset_append_table(p->job->dataset, s->score_frame, err);
    pthread_mutex_unlock(&p->store);
    if (p->csv_open) fw_csv_append(&p->csv, &s->lines);
    fw_cost_lap(&p->costs[MOST_THREADS + 1], FW_COST_STORE, &mark);
    return code;
}

static fw_code report_chunk(void *context, size_t index, fw_error *err) {
    second_pass *p = context;
    const fw_piece *s = &p->slots[index];
    double mark = fw_cpu_thread();
    const fw_code code = p->job->report ? add_to_report(p, s, err) : FW_OK;
    fw_cost_lap(&p->costs[MOST_THREADS + 2], FW_COST_REPORT, &mark);
    p->rows += s->frame->rows;
    return code == FW_OK ? fw_run_tick(p->job->options, "scores", p->rows, err) : code;
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

static fw_code make_slots(second_pass *p, fw_error *err) {
    const size_t threads = p->job->options->threads ? p->job->options->threads : fw_ordered_processors();
    fw_dataset_use_threads(p->job->dataset, threads);
    p->threads = threads < MOST_THREADS ? threads : MOST_THREADS;
    /* One more than there are pieces: who has waited for a free slot would learn too late that none is left.
     */
    const uint64_t enough = p->total / FW_CHUNK_ROWS + 2;
    p->slot_count = enough < p->threads + 2 ? (size_t)enough : p->threads + 2;
    p->slots = calloc(p->slot_count, sizeof *p->slots);
    p->theirs = calloc(p->slot_count, sizeof *p->theirs);
    fw_code code = p->slots && p->theirs ? FW_OK : fw_fail_nomem(err);
    for (size_t i = 0; i < p->slot_count && code == FW_OK; i++)
        code = fw_piece_open(&p->maker, &p->slots[i], err);
    return code;
}

static fw_code set_up(second_pass *p, fw_error *err) {
    const fw_score_job *job = p->job;
    p->layout = fw_dataset_layout(job->dataset);
    p->total = fw_dataset_rows(job->dataset);
    p->team = job->team;
    p->features = calloc(p->layout->var_count + 1, sizeof *p->features);
    if (!p->features) return fw_fail_nomem(err);
    fw_code code =
        fw_piece_maker_open(&p->maker, p->layout, job->model, job->fit, job->scores_csv != NULL, err);
    if (code == FW_OK && p->team)
        code = p->team->score(p->team->context, job->model, job->fit, p->total, err);
    if (code == FW_OK) code = make_slots(p, err);
    if (code == FW_OK) code = fw_coverage_new(p->layout, job->folder, &p->coverage, err);
    return code == FW_OK ? open_tables(p, err) : code;
}

static void tear_down(second_pass *p) {
    for (size_t i = 0; i < p->slot_count && p->slots; i++) fw_piece_free(&p->slots[i]);
    free(p->slots);
    free(p->theirs);
    fw_piece_maker_close(&p->maker);
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

/* Up to where rows can be read at once: all of one kind, and where they are ours, those whose X waits, or is
 * of one band, which is decompressed by all threads. */
static fw_code next_stretch(second_pass *p, fw_error *err) {
    const bool theirs = made_by_others(p, p->next);
    fw_code code = FW_OK;
    p->band = whole_rows(p);
    if (p->next < p->band) return FW_OK;
    p->band = p->total;
    if (!theirs) code = fw_dataset_prefetch(p->job->dataset, p->next, &p->band, err);
    uint64_t end = p->next;
    while (end < p->band && made_by_others(p, end) == theirs) end += fw_chunk_rows(end, p->total);
    if (end < p->band) p->band = end;
    return code;
}

static fw_code score_all(second_pass *p, fw_error *err) {
    const fw_ordered loop = {.context = p,
                             .source = read_chunk,
                             .work = make_piece,
                             .sinks = {consume_sums, append_scores, report_chunk},
                             .help = help_dataset,
                             .idle = help_fit_on,
                             .slots = p->slot_count,
                             .threads = p->threads};
    fw_code code = FW_OK;
    while (code == FW_OK && p->next < p->total) {
        code = next_stretch(p, err);
        if (code == FW_OK) code = fw_ordered_run(&loop, err);
    }
    return code;
}

/* ---- the end: figures beside the file ---- */

static fw_code end_file(second_pass *p, fw_error *err) {
    const fw_code code = fw_dataset_end_table(p->job->dataset, err);
    return code == FW_OK ? fw_coverage_write(p->coverage, p->job->dataset, err) : code;
}

static fw_code end_fit(second_pass *p, fw_error *err) {
    return p->job->fit ? fw_fit_measure(p->job->fit, p->job->model, err) : FW_OK;
}

static fw_code end_report(second_pass *p, fw_error *err) {
    return p->job->report ? fw_report_close(p->job->report, err) : FW_OK;
}

/* The disk is waited for while others work. */
static fw_code end_scores(second_pass *p, fw_error *err) {
    fw_known_file *known = p->job->scores_known;
    if (!p->csv_open) return FW_OK;
    p->csv_open = false;
    const fw_code code = fw_csv_commit(&p->csv, err);
    return code == FW_OK && known ? fw_hash_file(p->job->scores_csv, false, &known->bytes, &known->xxh3, err)
                                  : code;
}

/* Whoever has nothing else to do, as long as others have. */
static fw_code help_fit(second_pass *p, fw_error *err) {
    (void)err;
    while (p->job->fit && atomic_load(&p->unended) > 0 && fw_fit_help(p->job->fit)) continue;
    return FW_OK;
}

/* What takes longest comes first, but for what others can help with, and help last. */
static const struct {
    fw_code (*run)(second_pass *p, fw_error *err);
    fw_run_cost part; /* that is charged */
} ENDS[] = {{end_fit, FW_COST_FIT},
            {end_report, FW_COST_REPORT},
            {end_file, FW_COST_STORE},
            {end_scores, FW_COST_STORE},
            {help_fit, FW_COST_FIT}};
enum { END_COUNT = sizeof ENDS / sizeof ENDS[0] };

typedef struct {
    second_pass *pass;
    size_t which;
    fw_costs costs;
} ending;

static fw_code run_end(void *context, fw_error *err) {
    ending *e = context;
    double mark = fw_cpu_thread();
    const fw_code code = ENDS[e->which].run(e->pass, err);
    fw_cost_lap(&e->costs, ENDS[e->which].part, &mark);
    atomic_fetch_sub(&e->pass->unended, 1);
    return code;
}

static fw_code end_all(second_pass *p, fw_error *err) {
    ending ends[END_COUNT];
    fw_task tasks[END_COUNT];
    for (size_t i = 0; i < END_COUNT; i++) {
        ends[i] = (ending){.pass = p, .which = i};
        tasks[i] = (fw_task){run_end, &ends[i]};
    }
    p->unended = END_COUNT - 1; /* without help */
    const fw_code code = fw_together(tasks, END_COUNT, p->job->options->threads, err);
    for (size_t i = 0; i < END_COUNT && p->job->result; i++) fw_costs_add(p->job->result, &ends[i].costs, 1);
    return code == FW_OK ? write_var_statistics(p, err) : code;
}

/* The mean that is told at the end is the report's, where it has one. */
static fw_mean_overall mean_overall(const second_pass *p) {
    fw_mean_overall mean = {0};
    if (p->job->report) mean = fw_report_mean_overall(p->job->report);
    return mean.n || !p->rows ? mean : fw_mean_of_answers(p->overall_sum, (uint64_t)p->rows);
}

fw_code fw_score_rows(const fw_score_job *job, fw_error *err) {
    second_pass p = {.job = job};
    pthread_mutex_init(&p.store, NULL);
    fw_code code = set_up(&p, err);
    if (code == FW_OK) code = score_all(&p, err);
    if (code == FW_OK) code = end_all(&p, err);
    if (job->result) fw_costs_add(job->result, p.costs, MOST_THREADS + SINKS);
    if (job->result) fw_run_note_pooled(job->model, (size_t)p.pooled, (size_t)p.rows, job->result);
    if (job->result && code == FW_OK) job->result->mean_overall = mean_overall(&p);
    tear_down(&p);
    pthread_mutex_destroy(&p.store);
    return code;
}
