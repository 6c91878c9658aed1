/* run.c: the order of the stages, fused: one pass over the text, one over the features. */
#include "run/cost.h"
#include "run/documents.h"
#include "run/fused.h"
#include "run/intake.h"
#include "run/intake_ratings.h"
#include "run/open.h"
#include "run/origin.h"
#include "run/part/part.h"
#include "run/report.h"
#include "run/rows.h"
#include "run/score.h"
#include "run/stage.h"
#include "run/team.h"

#include "base/str.h"

#include <failwise/features.h>

#include <inttypes.h>
#include <stdlib.h>

static const char *const STAGES[FW_STAGE_COUNT] = {"load+extract", "fit", "score", "report"};

const char *fw_run_stage_name(fw_run_stage stage) { return STAGES[stage]; }

static void close_all(fw_fused *f) {
    fw_report_free(f->report);
    if (f->rejects_open) fw_rejects_abort(&f->rejects);
    fw_dataset_close(f->dataset);
    fw_dataset_close(f->text_dataset);
    fw_column_shelf_close(&f->columns);
    fw_fit_free(f->fit);
    if (f->model != f->rubric) fw_model_free(f->model);
    fw_model_free(f->rubric);
    fw_row_plan_free(&f->plan);
    fw_row_plan_free(&f->text_plan);
    fw_ratings_free(f->ratings);
    fw_reader_close(f->reader);
    fw_reader_close(f->own);
    fw_lexicon_free(f->lexicon);
    json_decref(f->provenance);
    fw_outdir_abort(&f->dir);
}

static fw_code open_answers(fw_fused *f, fw_error *err) {
    const fw_run_options *o = f->options;
    if (o->merged) return fw_parts_reader(o->merged, o, &f->reader, err);
    return o->team ? fw_team_open(o, o->team->size, &f->reader, &f->own, err)
                   : fw_open_reader(o, &f->reader, err);
}

/* Inputs first: a wrong file name must not create an output folder. */
static fw_code open_inputs(fw_fused *f, fw_error *err) {
    fw_parts *merged = f->options->merged;
    fw_code code = open_answers(f, err);
    if (code == FW_OK) code = fw_open_ratings(f->options, &f->ratings, &f->trait, err);
    if (code == FW_OK) code = fw_open_lexicon(f->options, &f->lexicon, err);
    if (code == FW_OK && merged) code = fw_parts_check_lexicon(merged, f->lexicon, err);
    if (code == FW_OK) code = fw_open_model(f->options, &f->model, err);
    if (code != FW_OK || !f->ratings) return code;
    f->rubric = f->model; /* --model and ratings exclude each other */
    return fw_open_fit(f->options, f->rubric, fw_catalogue_vars(), fw_feature_count(), &f->fit, err);
}

static fw_code create_in(const fw_fused *f, const char *name, const fw_layout *layout, fw_dataset **out,
                         fw_error *err) {
    char *path = fw_outdir_path(&f->dir, name);
    const fw_code code = path ? fw_dataset_create(path, layout, false, out, err) : fw_fail_nomem(err);
    if (code == FW_OK) fw_dataset_use_threads(*out, f->options->threads);
    free(path);
    return code;
}

static fw_code open_outputs(fw_fused *f, fw_error *err) {
    const fw_run_options *o = f->options;
    fw_code code = fw_outdir_open(&f->dir, o->output, o->force, err);
    if (code == FW_OK) {
        code = fw_row_plan_from_reader(&f->plan, f->reader, o->rating_columns, o->rating_column_count, false,
                                       err);
    }
    if (code == FW_OK) code = fw_row_plan_add_derived(&f->plan, f->ratings != NULL, err);
    if (code != FW_OK) return code;
    const fw_layout layout = {.columns = f->plan.columns,
                              .column_count = f->plan.count,
                              .vars = fw_catalogue_vars(),
                              .var_count = fw_feature_count(),
                              .kind = "cohort",
                              .obsm = fw_catalogue_obsm,
                              .obsm_count = FW_CATALOGUE_OBSM,
                              .matrix_apart = o->team != NULL};
    code = create_in(f, "cohort.h5", &layout, &f->dataset, err);
    if (code == FW_OK && o->keep_text) {
        code = fw_row_plan_from_reader(&f->text_plan, f->reader, o->rating_columns, o->rating_column_count,
                                       true, err);
        const fw_layout text = {
            .columns = f->text_plan.columns, .column_count = f->text_plan.count, .kind = "answers"};
        if (code == FW_OK) code = create_in(f, "answers.h5", &text, &f->text_dataset, err);
    }
    if (code != FW_OK) return code;
    char *path = fw_outdir_path(&f->dir, "rejects.csv");
    code = path ? fw_rejects_open(&f->rejects, path, false, err) : fw_fail_nomem(err);
    f->rejects_open = code == FW_OK;
    free(path);
    return code;
}

static fw_code start_team(fw_fused *f, fw_error *err) {
    const fw_team *team = f->options->team;
    const fw_team_start start = {.options = f->options,
                                 .reader = f->reader,
                                 .own = f->own,
                                 .lexicon_hash = fw_lexicon_hash(f->lexicon),
                                 .ratings_hash = f->ratings ? fw_ratings_hash(f->ratings) : 0};
    return team ? team->start(team->context, &start, err) : FW_OK;
}

/* What other processes have made of the answers, in place of those. */
static fw_block_source others_blocks(const fw_run_options *o) {
    if (o->merged) return fw_parts_source(o->merged);
    return o->team ? o->team->blocks : (fw_block_source){.next = NULL};
}

static fw_code seal(fw_fused *f, fw_error *err) {
    const fw_team *team = f->options->team;
    return team ? fw_dataset_seal_apart(f->dataset, team->fill, team->context, err)
                : fw_dataset_seal(f->dataset, err);
}

static fw_code read_text(fw_fused *f, fw_error *err) {
    const fw_team *team = f->options->team;
    const fw_block_source blocks = others_blocks(f->options);
    const fw_intake_job job = {
        .options = f->options,
        .reader = f->reader,
        .from = blocks.next ? &blocks : NULL,
        .own = f->own,
        .watch = team ? &team->watch : NULL,
        .lexicon = f->lexicon,
        .ratings = f->ratings,
        .rating_columns = f->options->rating_column_count > 0,
        .trait = f->trait,
        .plan = &f->plan,
        .dataset = f->dataset,
        .columns = &f->columns,
        .text_plan = &f->text_plan,
        .text_dataset = f->text_dataset,
        .fit = f->fit,
        .rejects = &f->rejects,
        .costs = f->result,
    };
    const uint64_t whole = team ? 0 : FW_SHELF_WHOLE; /* processes of a team keep their X themselves */
    fw_code code = fw_column_shelf_open(&f->columns, f->dir.temporary, whole, err);
    if (code == FW_OK) code = start_team(f, err);
    if (code == FW_OK) code = fw_take_in(&job, &f->result->intake, err);
    if (code == FW_OK) {
        code = fw_rejects_commit(&f->rejects, err);
        f->rejects_open = false;
    }
    if (code == FW_OK && f->result->intake.rows_used == 0) {
        const char *name = fw_reader_name(f->reader);
        const unsigned long long rows = f->result->intake.rows_read;
        if (!rows)
            return fw_fail_in(err, FW_DATA, name, "there is no answer: the file ends behind its header");
        return fw_fail_in(err, FW_DATA, name, "no usable answer in %llu row%s; 'failwise check' says why",
                          rows, fw_plural(rows));
    }
    if (code == FW_OK && f->text_dataset) code = fw_dataset_seal(f->text_dataset, err);
    return code == FW_OK ? seal(f, err) : code;
}

/* An intercept, and scores that are all about it, would tell the ratings of single people: as without
 * ratings. */
static void keep_rubric(fw_fused *f) {
    f->result->too_few_rated = f->model->quality.participants;
    fw_fit_free(f->fit);
    fw_model_free(f->model);
    f->fit = NULL;
    f->model = f->rubric;
}

static fw_code fit_weights(fw_fused *f, fw_error *err) {
    const fw_team *team = f->options->team;
    if (!f->fit) return FW_OK;
    fw_code code = team ? team->sum(team->context, f->fit, err) : FW_OK;
    if (code == FW_OK) code = fw_need_rated(f->options, &f->result->intake, err);
    if (code == FW_OK) code = fw_fit_solve(f->fit, &f->model, err);
    if (code != FW_OK) f->model = f->rubric;
    if (code == FW_OK && !fw_enough_rated(f->options, f->model->quality.participants)) keep_rubric(f);
    return code;
}

/* Answers of a simulation are synthetic, said or not: results of theirs must not be taken for people's. */
static fw_code label(fw_fused *f, uint64_t answers, fw_error *err) {
    bool simulated = false;
    const fw_code code =
        f->options->synthetic ? FW_OK : fw_is_simulated(f->options->answers, answers, &simulated, err);
    if (code != FW_OK || !simulated) return code;
    f->labelled = *f->options;
    f->labelled.synthetic = true;
    f->options = &f->labelled;
    fw_run_note(f->result, "the answers are those of 'failwise simulate': labelled as with --synthetic");
    return FW_OK;
}

/* Hashes and settings are complete once the input has been read to its end. */
static fw_code describe(fw_fused *f, fw_error *err) {
    const uint64_t lexicon = fw_lexicon_hash(f->lexicon);
    const uint64_t answers = fw_reader_hash(f->reader);
    const uint64_t ratings = f->ratings ? fw_ratings_hash(f->ratings) : 0;
    if (!f->options->model) { /* a model that was given keeps what it was fitted to */
        f->model->lexicon_hash = lexicon;
        f->model->answers_hash = answers;
        f->model->ratings_hash = f->fit ? ratings : 0;
        f->model->seed = f->options->seed;
    } else if (f->model->lexicon_hash && f->model->lexicon_hash != lexicon) {
        return fw_fail(err, FW_DATA,
                       "the model was fitted with another lexicon: fit again, or give the same --lexicon");
    }
    fw_code code = label(f, answers, err);
    if (code != FW_OK) return code;
    f->provenance = fw_provenance(f->options, lexicon, answers, ratings);
    json_t *intake = fw_intake_to_json(&f->result->intake);
    code = f->provenance && intake ? FW_OK : fw_fail_nomem(err);
    if (code == FW_OK) code = fw_dataset_put_json(f->dataset, "provenance", f->provenance, err);
    if (code == FW_OK) code = fw_dataset_put_json(f->dataset, "intake", intake, err);
    json_decref(intake);
    if (code != FW_OK || !f->text_dataset) return code;
    code = fw_dataset_put_json(f->text_dataset, "provenance", f->provenance, err);
    if (code == FW_OK) {
        code = fw_dataset_commit(f->text_dataset, err);
        f->text_dataset = NULL;
    }
    return code;
}

static fw_code score(fw_fused *f, fw_error *err) {
    fw_report_options settings = fw_report_settings(f->options);
    settings.folder = f->dir.temporary;
    fw_code code = fw_report_new(&settings, f->plan.columns, f->plan.count, fw_catalogue_vars(),
                                 fw_feature_count(), &f->report, err);
    if (code != FW_OK) return code;
    if (f->ratings) fw_report_use_ratings(f->report, f->ratings, f->trait);
    char *scores = fw_outdir_path(&f->dir, "scores.csv");
    const fw_score_job job = {.options = f->options,
                              .dataset = f->dataset,
                              .model = f->model,
                              .fit = f->fit,
                              .report = f->report,
                              .scores_csv = scores,
                              .scores_known = &f->known[FW_KNOWN_SCORES],
                              .folder = f->dir.temporary,
                              .columns = &f->columns,
                              .team = f->options->team,
                              .result = f->result};
    code = scores ? fw_score_rows(&job, err) : fw_fail_nomem(err);
    free(scores);
    if (code != FW_OK) return code;
    f->result->fitted = f->fit != NULL;
    f->result->quality = f->model->quality;
    return code;
}

static fw_code run_stages(const char *input, const fw_run_options *options, fw_run_result *result,
                          fw_error *err) {
    (void)input; /* the options have it */
    static fw_code (*const STEPS[FW_STAGE_COUNT])(fw_fused *, fw_error *) = {
        [FW_STAGE_LOAD_EXTRACT] = read_text,
        [FW_STAGE_FIT] = fit_weights,
        [FW_STAGE_SCORE] = score,
        [FW_STAGE_REPORT] = fw_fused_report,
    };
    /* What of a stage's CPU time no clock was read for. */
    static const fw_run_cost REST[FW_STAGE_COUNT] = {[FW_STAGE_LOAD_EXTRACT] = FW_COST_STORE,
                                                     [FW_STAGE_FIT] = FW_COST_FIT,
                                                     [FW_STAGE_SCORE] = FW_COST_STORE,
                                                     [FW_STAGE_REPORT] = FW_COST_REPORT};
    *result = (fw_run_result){0};
    fw_fused f = {.options = options,
                  .result = result,
                  .dir = {.lock = -1},
                  .columns.blocks.file = -1,
                  .known = {[FW_KNOWN_SCORES].name = "scores.csv", [FW_KNOWN_COHORT].name = "cohort.h5"}};
    const double start = fw_clock();
    double mark = fw_cpu_process();
    fw_code code = open_inputs(&f, err);
    fw_cost_rest(result, FW_COST_LOAD, &mark, 0);
    if (code == FW_OK) code = open_outputs(&f, err);
    double before = start;
    for (int stage = 0; stage < FW_STAGE_COUNT && code == FW_OK; stage++) {
        const double charged = fw_cost_sum(result);
        fw_run_tell_stage(options, STAGES[stage], -1, 0);
        code = STEPS[stage](&f, err);
        fw_cost_rest(result, REST[stage], &mark, fw_cost_sum(result) - charged);
        if (code == FW_OK && stage == FW_STAGE_FIT) code = describe(&f, err);
        const double now = fw_clock();
        result->seconds_stage[stage] = now - before;
        before = now;
        if (code == FW_OK)
            fw_run_tell_stage(options, STAGES[stage], result->seconds_stage[stage], result->intake.rows_used);
    }
    result->seconds_total = before - start;
    result->bytes_total = result->intake.bytes;
    close_all(&f);
    return code;
}

fw_code fw_run(const fw_run_options *options, fw_run_result *result, fw_error *err) {
    return fw_run_keeping_threads(run_stages, NULL, options, result, err);
}
