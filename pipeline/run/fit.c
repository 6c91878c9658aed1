/* fit.c: `failwise fit`: weights from a file of features and single ratings, in two passes over its rows. */
#include "run/intake_ratings.h"
#include "run/open.h"
#include "run/rows.h"
#include "run/stage.h"

#include "base/json.h"
#include "base/ordered.h"
#include "base/str.h"

#include <assert.h>
#include <stdlib.h>

static_assert((int)FW_CHUNK_ROWS == (int)FW_FIT_PIECE_ROWS, "a chunk is a piece of the fit");

/* Rows that a thread works on. */
typedef struct {
    fw_frame *frame; /* ids, participants and X */
    double rating[FW_CHUNK_ROWS];
    uint64_t cluster[FW_CHUNK_ROWS];
    fw_fit_prediction predicted[FW_CHUNK_ROWS];
    fw_fit_rows rows;
    fw_fit_piece *piece; /* of the second pass */
    uint64_t ratings_used, rated_answers;
} chunk;

/* Both passes read the same rows. */
typedef struct {
    const fw_run_options *options;
    fw_run_result *result;
    fw_dataset *dataset;
    const fw_ratings *ratings;
    int trait, participant; /* participant: -1 where the file has none */
    fw_fit *fit;
    chunk *chunks;
    size_t threads, chunk_count;
    uint64_t total, next, band; /* rows before `band` are decompressed */
    uint64_t done;
    bool second;
} rated_rows;

static fw_code make_chunks(rated_rows *r, const fw_column *columns, size_t column_count, fw_error *err) {
    const size_t features = fw_dataset_layout(r->dataset)->var_count;
    r->threads = r->options->threads ? r->options->threads : fw_ordered_processors();
    r->chunk_count = r->threads > 1 ? r->threads + 1 : 1;
    r->chunks = calloc(r->chunk_count, sizeof *r->chunks);
    if (!r->chunks) return fw_fail_nomem(err);
    for (size_t i = 0; i < r->chunk_count; i++) {
        r->chunks[i].frame = fw_frame_new(columns, column_count, features, FW_CHUNK_ROWS);
        if (!r->chunks[i].frame) return fw_fail_nomem(err);
    }
    return FW_OK;
}

static void free_chunks(rated_rows *r) {
    for (size_t i = 0; i < r->chunk_count && r->chunks; i++) {
        fw_frame_free(r->chunks[i].frame);
        fw_fit_piece_free(r->chunks[i].piece);
    }
    free(r->chunks);
    r->chunks = NULL;
}

/* ---- the loop of a pass ---- */

static fw_code read_chunk(void *context, size_t slot, bool *more, fw_error *err) {
    rated_rows *r = context;
    chunk *c = &r->chunks[slot];
    *more = r->next < r->band;
    if (!*more) return FW_OK;
    const size_t count = fw_chunk_rows(r->next, r->band);
    fw_frame_clear(c->frame);
    const fw_code code = fw_dataset_read(r->dataset, r->next, count, c->frame, err);
    r->next += count;
    return code;
}

static void rate_row(const rated_rows *r, chunk *c, size_t i) {
    const fw_str id = c->frame->cells[0].text[i];
    const fw_str participant = r->participant >= 0 ? c->frame->cells[r->participant].text[i] : (fw_str){0};
    size_t all, of_trait;
    (void)fw_ratings_of(r->ratings, fw_id_hash(id), &all);
    c->rating[i] = fw_ratings_mean(r->ratings, fw_id_hash(id), r->trait, &of_trait);
    c->cluster[i] = fw_cluster_of(participant, id);
    c->ratings_used += all;
    c->rated_answers += of_trait > 0;
}

static fw_code work_chunk(void *context, size_t slot, size_t worker, fw_error *err) {
    (void)worker;
    const rated_rows *r = context;
    chunk *c = &r->chunks[slot];
    c->ratings_used = c->rated_answers = 0;
    for (size_t i = 0; i < c->frame->rows; i++) rate_row(r, c, i);
    c->rows =
        (fw_fit_rows){.rows = c->frame->rows, .x = c->frame->x, .rating = c->rating, .cluster = c->cluster};
    if (!r->second) return FW_OK;
    const fw_code code = fw_fit_predict(r->fit, &c->rows, NULL, c->predicted, err);
    return code == FW_OK ? fw_fit_piece_add(r->fit, &c->rows, c->predicted, c->piece, err) : code;
}

static fw_code take_chunk(void *context, size_t slot, fw_error *err) {
    rated_rows *r = context;
    chunk *c = &r->chunks[slot];
    fw_code code = r->second ? fw_fit_take(r->fit, c->piece, err) : fw_fit_add(r->fit, &c->rows, err);
    r->done += c->rows.rows;
    if (!r->second) {
        r->result->intake.ratings_used += c->ratings_used;
        r->result->intake.rated_answers += c->rated_answers;
    }
    return code == FW_OK ? fw_run_tick(r->options, r->second ? "evaluate" : "fit", r->done, err) : code;
}

static bool help_fit(void *context) { return fw_fit_help(((const rated_rows *)context)->fit); }

static fw_code pass(rated_rows *r, fw_error *err) {
    const fw_ordered loop = {.context = r,
                             .source = read_chunk,
                             .work = work_chunk,
                             .sinks = {take_chunk},
                             .help = help_fit,
                             .slots = r->chunk_count,
                             .threads = r->threads};
    fw_code code = FW_OK;
    r->next = r->done = 0;
    while (code == FW_OK && r->next < r->total) {
        r->band = r->total;
        code = fw_dataset_prefetch(r->dataset, r->next, &r->band, err);
        if (code == FW_OK) code = fw_ordered_run(&loop, err);
    }
    return code;
}

static fw_code two_passes(rated_rows *r, fw_fit *fit, fw_model **model, fw_error *err) {
    r->fit = fit;
    r->total = fw_dataset_rows(r->dataset);
    fw_code code = pass(r, err);
    if (code == FW_OK) code = fw_need_rated(r->options, &r->result->intake, err);
    if (code == FW_OK) code = fw_fit_solve(fit, model, err);
    if (code == FW_OK) code = fw_need_people(r->options, &(*model)->quality, err);
    for (size_t i = 0; i < r->chunk_count && code == FW_OK; i++)
        code = fw_fit_piece_new(fit, &r->chunks[i].piece, err);
    r->second = true;
    if (code == FW_OK) code = pass(r, err);
    return code == FW_OK ? fw_fit_finish(fit, *model, err) : code;
}

/* ---- the stage ---- */

static fw_code fit_dataset(const fw_run_options *o, rated_rows *r, fw_run_result *result, fw_error *err) {
    const fw_layout *layout = fw_dataset_layout(r->dataset);
    static const char *const NAMES[] = {"answer_id", "participant_id"};
    fw_column columns[2];
    size_t column_count = 0;
    r->participant = -1;
    for (size_t i = 0; i < 2; i++) {
        const int at = fw_column_find(layout->columns, layout->column_count, NAMES[i]);
        if (at < 0) continue;
        if (i == 1) r->participant = (int)column_count;
        columns[column_count++] = layout->columns[at];
    }
    fw_model *rubric = NULL, *model = NULL;
    fw_fit *fit = NULL;
    json_t *provenance = NULL;
    fw_code code = make_chunks(r, columns, column_count, err);
    if (code == FW_OK) code = fw_model_rubric(o->rubric, &rubric, err);
    if (code == FW_OK) code = fw_open_fit(o, rubric, layout->vars, layout->var_count, &fit, err);
    if (code == FW_OK) code = two_passes(r, fit, &model, err);
    if (code == FW_OK) code = fw_dataset_get_json(r->dataset, "provenance", &provenance, err);
    if (code == FW_OK) {
        model->lexicon_hash = fw_json_get_hash(provenance, "lexicon_xxh3");
        model->answers_hash = fw_json_get_hash(provenance, "answers_xxh3");
        model->ratings_hash = fw_ratings_hash(r->ratings);
        model->seed = o->seed;
        result->fitted = true;
        result->quality = model->quality;
        code = fw_model_save(model, o->output, o->force, err);
    }
    json_decref(provenance);
    fw_fit_free(fit);
    fw_model_free(model);
    fw_model_free(rubric);
    free_chunks(r);
    return code;
}

static fw_code fit_stage(const char *features_h5, const fw_run_options *o, fw_run_result *result,
                         fw_error *err) {
    const double start = fw_clock();
    fw_ratings *ratings = NULL;
    rated_rows *r = calloc(1, sizeof *r);
    if (!r) return fw_fail_nomem(err);
    r->options = o;
    r->result = result;
    fw_code code = fw_dataset_open(features_h5, &r->dataset, err);
    if (code == FW_OK) fw_dataset_use_threads(r->dataset, o->threads);
    if (code == FW_OK) code = fw_need_features(r->dataset, features_h5, err);
    if (code == FW_OK) code = fw_open_ratings(o, &ratings, &r->trait, err);
    if (code == FW_OK) {
        r->ratings = ratings;
        result->intake.ratings_read = fw_ratings_rows(ratings);
        result->intake.ratings_rejected = fw_ratings_reject_count(ratings);
        result->intake.raters = fw_ratings_rater_count(ratings);
        code = fit_dataset(o, r, result, err);
        result->intake.ratings_unmatched =
            result->intake.ratings_read - result->intake.ratings_rejected - result->intake.ratings_used;
    }
    fw_ratings_free(ratings);
    fw_dataset_close(r->dataset);
    free(r);
    result->seconds_total = result->seconds_stage[FW_STAGE_FIT] = fw_clock() - start;
    return code;
}

fw_code fw_run_fit(const char *features_h5, const fw_run_options *o, fw_run_result *result, fw_error *err) {
    return fw_run_keeping_threads(fit_stage, features_h5, o, result, err);
}
