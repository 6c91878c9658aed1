/* run.c: the order of the stages, fused: one pass over the text, one over the features. */
#include "run/column_shelf.h"
#include "run/cost.h"
#include "run/intake.h"
#include "run/keep.h"
#include "run/nightly/gates.h"
#include "run/nightly/history.h"
#include "run/nightly/inputs.h"
#include "run/part/part.h"
#include "run/parts.h"
#include "run/team.h"

#include "base/str.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const char *const STAGES[FW_STAGE_COUNT] = {"load+extract", "fit", "score", "report"};

const char *fw_run_stage_name(fw_run_stage stage) { return STAGES[stage]; }

/* The long ones of the files that are written. */
enum { KNOWN_SCORES, KNOWN_COHORT, KNOWN_COUNT };

/* Everything a fused run holds open. */
typedef struct {
    const fw_run_options *options;
    fw_run_result *result;
    fw_outdir dir;
    fw_lexicon *lexicon;
    fw_reader *reader;
    fw_reader *own; /* of the part that is read here, where a team reads the others */
    fw_ratings *ratings;
    int trait;
    fw_row_plan plan, text_plan;
    fw_model *rubric; /* prior of a fit */
    fw_model *model;
    fw_fit *fit;
    fw_dataset *dataset, *text_dataset;
    fw_column_shelf columns; /* of the rows, for the second pass */
    fw_rejects rejects;
    bool rejects_open;
    fw_report *report;
    json_t *provenance;
    double helped; /* seconds of the processor that a second thread gave to the model */
    fw_known_file known[KNOWN_COUNT];
} fused;

static void close_all(fused *f) {
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

static fw_code open_answers(fused *f, fw_error *err) {
    const fw_run_options *o = f->options;
    if (o->merged) return fw_parts_reader(o->merged, o, &f->reader, err);
    return o->team ? fw_team_open(o, o->team->size, &f->reader, &f->own, err)
                   : fw_open_reader(o, &f->reader, err);
}

/* Inputs first: a wrong file name must not create an output folder. */
static fw_code open_inputs(fused *f, fw_error *err) {
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

static fw_code create_in(const fused *f, const char *name, const fw_layout *layout, fw_dataset **out,
                         fw_error *err) {
    char *path = fw_outdir_path(&f->dir, name);
    const fw_code code = path ? fw_dataset_create(path, layout, false, out, err) : fw_fail_nomem(err);
    if (code == FW_OK) fw_dataset_use_threads(*out, f->options->threads);
    free(path);
    return code;
}

static fw_code open_outputs(fused *f, fw_error *err) {
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

static fw_code start_team(fused *f, fw_error *err) {
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

static fw_code seal(fused *f, fw_error *err) {
    const fw_team *team = f->options->team;
    return team ? fw_dataset_seal_apart(f->dataset, team->fill, team->context, err)
                : fw_dataset_seal(f->dataset, err);
}

static fw_code read_text(fused *f, fw_error *err) {
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
        const unsigned long long rows = f->result->intake.rows_read;
        if (rows) {
            fw_fail(err, FW_DATA, "no usable answer: %llu rows read, all rejected; 'failwise check' says why",
                    rows);
        } else {
            fw_fail(err, FW_DATA, "there is no answer: the file ends behind its header");
        }
        fw_error_at(err, fw_reader_name(f->reader), 0, 0);
        return FW_DATA;
    }
    if (code == FW_OK && f->text_dataset) code = fw_dataset_seal(f->text_dataset, err);
    return code == FW_OK ? seal(f, err) : code;
}

static fw_code fit_weights(fused *f, fw_error *err) {
    const fw_team *team = f->options->team;
    if (!f->fit) return FW_OK;
    fw_code code = team ? team->sum(team->context, f->fit, err) : FW_OK;
    if (code == FW_OK) code = fw_fit_solve(f->fit, &f->model, err);
    if (code != FW_OK) f->model = f->rubric;
    return code;
}

/* Hashes and settings are complete once the input has been read to its end. */
static fw_code describe(fused *f, fw_error *err) {
    const uint64_t lexicon = fw_lexicon_hash(f->lexicon);
    const uint64_t answers = fw_reader_hash(f->reader);
    const uint64_t ratings = f->ratings ? fw_ratings_hash(f->ratings) : 0;
    if (!f->options->model) { /* a model that was given keeps what it was fitted to */
        f->model->lexicon_hash = lexicon;
        f->model->answers_hash = answers;
        f->model->ratings_hash = ratings;
        f->model->seed = f->options->seed;
    } else if (f->model->lexicon_hash && f->model->lexicon_hash != lexicon) {
        return fw_fail(err, FW_DATA,
                       "the model was fitted with another lexicon: fit again, or give the same --lexicon");
    }
    f->provenance = fw_provenance(f->options, lexicon, answers, ratings);
    json_t *intake = fw_intake_to_json(&f->result->intake);
    fw_code code = f->provenance && intake ? FW_OK : fw_fail_nomem(err);
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

static fw_code score(fused *f, fw_error *err) {
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
                              .scores_known = &f->known[KNOWN_SCORES],
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

static fw_code complete_model(void *context, fw_error *err) {
    fused *f = context;
    double mark = fw_cpu_thread();
    const fw_code code = f->fit ? fw_fit_finish(f->fit, f->model, err) : FW_OK;
    f->result->cpu[FW_COST_FIT] += fw_cpu_thread() - mark;
    return code;
}

static fw_code help_model(void *context, fw_error *err) {
    (void)err;
    fused *f = context;
    double mark = fw_cpu_thread();
    while (f->fit && fw_fit_help(f->fit)) continue;
    f->helped = fw_cpu_thread() - mark;
    return FW_OK;
}

static fw_code save_model(fused *f, fw_error *err) {
    double mark = fw_cpu_thread();
    char *path = fw_outdir_path(&f->dir, "model.json");
    const fw_code code = path ? fw_model_save(f->model, path, false, err) : fw_fail_nomem(err);
    f->result->cpu[FW_COST_FIT] += fw_cpu_thread() - mark + f->helped;
    free(path);
    return code;
}

/* The model and what it is worth go into the file, which is then complete. */
static fw_code complete_dataset(void *context, fw_error *err) {
    fused *f = context;
    if (!f->dataset) return FW_OK;
    fw_code code = save_model(f, err);
    double mark = fw_cpu_thread();
    if (code == FW_OK) code = fw_score_documents(f->dataset, f->model, err);
    if (code != FW_OK) return code;
    fw_known_file *cohort = &f->known[KNOWN_COHORT];
    code = fw_dataset_commit_hashed(f->dataset, &cohort->bytes, &cohort->xxh3, err);
    f->dataset = NULL;
    f->result->cpu[FW_COST_STORE] += fw_cpu_thread() - mark;
    return code;
}

/* What was put aside is long, and takes its time to go. */
static fw_code let_go(void *context, fw_error *err) {
    (void)err;
    fused *f = context;
    fw_column_shelf_close(&f->columns);
    fw_fit_free(f->fit);
    f->fit = NULL;
    return FW_OK;
}

/* Beside the report, unless that needs the file; a team's processes write it from one thread. */
static fw_code plan_completion(fused *f, fw_error *err) {
    if (!f->options->baseline && !f->options->team) {
        const fw_report_beside beside = {f, complete_model, help_model, complete_dataset, let_go};
        fw_report_use_beside(f->report, &beside);
        return FW_OK;
    }
    const fw_code code = complete_model(f, err);
    return code == FW_OK ? complete_dataset(f, err) : code;
}

static fw_code write_report(fused *f, fw_error *err) {
    fw_run_result *r = f->result;
    const fw_run_options *o = f->options;
    fw_past_figure past[FW_FIGURE_COUNT];
    fw_code code = plan_completion(f, err);
    if (code == FW_OK && o->baseline) code = fw_drift_from(o, &f->dir, &r->drift, err);
    if (code == FW_OK) {
        fw_gates_measure(o, r);
        fw_report_use_gates(f->report, r->gates, r->gate_count, &r->drift);
        if (o->history) fw_report_use_past(f->report, past, fw_history_past(o->history, past));
        code = fw_report_write(f->report, f->dir.temporary, f->model, &r->intake, f->provenance, err);
    }
    if (code == FW_OK)
        code = fw_manifest_of_run(f->dir.temporary, f->provenance, o, f->reader, f->known, KNOWN_COUNT, err);
    return code == FW_OK ? fw_outdir_commit(&f->dir, err) : code;
}

static fw_code run_stages(const char *input, const fw_run_options *options, fw_run_result *result,
                          fw_error *err) {
    (void)input; /* the options have it */
    static fw_code (*const STEPS[FW_STAGE_COUNT])(fused *, fw_error *) = {
        [FW_STAGE_LOAD_EXTRACT] = read_text,
        [FW_STAGE_FIT] = fit_weights,
        [FW_STAGE_SCORE] = score,
        [FW_STAGE_REPORT] = write_report,
    };
    /* What of a stage's CPU time no clock was read for. */
    static const fw_run_cost REST[FW_STAGE_COUNT] = {[FW_STAGE_LOAD_EXTRACT] = FW_COST_STORE,
                                                     [FW_STAGE_FIT] = FW_COST_FIT,
                                                     [FW_STAGE_SCORE] = FW_COST_STORE,
                                                     [FW_STAGE_REPORT] = FW_COST_REPORT};
    *result = (fw_run_result){0};
    fused f = {.options = options,
               .result = result,
               .dir = {.lock = -1},
               .columns.blocks.file = -1,
               .known = {[KNOWN_SCORES].name = "scores.csv", [KNOWN_COHORT].name = "cohort.h5"}};
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
