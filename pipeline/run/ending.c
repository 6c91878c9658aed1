/* ending.c: the last stage of a fused run, of which much is done side by side. */
#include "run/cost.h"
#include "run/documents.h"
#include "run/fused.h"
#include "run/nightly/gates.h"
#include "run/nightly/history.h"
#include "run/nightly/inputs.h"

#include "base/together.h"

#include <stdlib.h>

static fw_code complete_model(void *context, fw_error *err) {
    fw_fused *f = context;
    double mark = fw_cpu_thread();
    const fw_code code = f->fit ? fw_fit_finish(f->fit, f->model, err) : FW_OK;
    f->result->cpu[FW_COST_FIT] += fw_cpu_thread() - mark;
    return code;
}

static fw_code help_model(void *context, fw_error *err) {
    (void)err;
    fw_fused *f = context;
    double mark = fw_cpu_thread();
    while (f->fit && fw_fit_help(f->fit)) continue;
    f->helped = fw_cpu_thread() - mark;
    return FW_OK;
}

static fw_code save_model(fw_fused *f, fw_error *err) {
    double mark = fw_cpu_thread();
    char *path = fw_outdir_path(&f->dir, "model.json");
    const fw_code code = path ? fw_model_save(f->model, path, false, err) : fw_fail_nomem(err);
    f->result->cpu[FW_COST_FIT] += fw_cpu_thread() - mark + f->helped;
    free(path);
    return code;
}

/* The model and what it is worth go into the file, which is then complete. */
static fw_code complete_dataset(void *context, fw_error *err) {
    fw_fused *f = context;
    if (!f->dataset) return FW_OK;
    fw_code code = save_model(f, err);
    double mark = fw_cpu_thread();
    if (code == FW_OK) code = fw_score_documents(f->dataset, f->model, err);
    if (code != FW_OK) return code;
    fw_known_file *cohort = &f->known[FW_KNOWN_COHORT];
    code = fw_dataset_commit_hashed(f->dataset, &cohort->bytes, &cohort->xxh3, err);
    f->dataset = NULL;
    f->result->cpu[FW_COST_STORE] += fw_cpu_thread() - mark;
    return code;
}

/* What was put aside is long, and takes its time to go. */
static fw_code let_go(void *context, fw_error *err) {
    (void)err;
    fw_fused *f = context;
    fw_column_shelf_close(&f->columns);
    fw_fit_free(f->fit);
    f->fit = NULL;
    return FW_OK;
}

/* Beside the report, unless that needs the file; a team's processes write it from one thread. */
static fw_code plan_completion(fw_fused *f, fw_error *err) {
    if (!f->options->baseline && !f->options->team) {
        const fw_report_beside beside = {f, complete_model, help_model, complete_dataset, let_go};
        fw_report_use_beside(f->report, &beside);
        return FW_OK;
    }
    const fw_code code = complete_model(f, err);
    return code == FW_OK ? complete_dataset(f, err) : code;
}

/* The last files: nobody needs more than their names. */
static fw_code finish_folder(void *context, fw_error *err) {
    fw_fused *f = context;
    const fw_code code = fw_manifest_of_run(f->dir.temporary, f->provenance, f->options, f->reader, f->known,
                                            FW_KNOWN_COUNT, err);
    return code == FW_OK ? fw_outdir_commit(&f->dir, err) : code;
}

static fw_code let_go_of_inputs(void *context, fw_error *err) {
    (void)err;
    fw_fused *f = context;
    fw_report_free(f->report);
    fw_ratings_free(f->ratings);
    fw_lexicon_free(f->lexicon);
    f->report = NULL;
    f->ratings = NULL;
    f->lexicon = NULL;
    return FW_OK;
}

fw_code fw_fused_report(fw_fused *f, fw_error *err) {
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
    const fw_task tasks[] = {{finish_folder, f}, {let_go_of_inputs, f}};
    return code == FW_OK ? fw_together(tasks, sizeof tasks / sizeof tasks[0], o->threads, err) : code;
}
