/* nightly.c: a run that is repeated: skipped when nothing has changed, dated, followed, cleaned up after.
 */
#include "run/nightly/history.h"
#include "run/nightly/inputs.h"
#include "run/nightly/keep.h"
#include "run/nightly/metrics.h"
#include "run/part/part.h"

#include "base/json.h"
#include "base/output.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Everything that one night holds open. */
typedef struct night {
    const fw_nightly_options *options;
    fw_nightly_result *result;
    fw_run_options run; /* as asked for, with what follows from the folder */
    fw_keep keep;
    char *latest, *previous; /* the run to drift from, and the one to be equal to */
    char *history_path;
    fw_history history;
    json_t *inputs;
    char id[FW_RUN_ID_SIZE];
} night;

void fw_run_id(time_t started, char out[FW_RUN_ID_SIZE]) {
    struct tm parts;
    if (!gmtime_r(&started, &parts) || strftime(out, FW_RUN_ID_SIZE, "%Y-%m-%dT%H-%M-%SZ", &parts) == 0)
        out[0] = '\0';
}

fw_code fw_nightly_check(const fw_nightly_options *o, fw_error *err) {
    const fw_run_options *run = o->run;
    fw_code code = fw_run_check(run, err);
    if (code != FW_OK) return code;
    const char *compares = !isnan(run->max_psi) ? "max-psi" : !isnan(run->min_changed) ? "min-changed" : NULL;
    if (compares && !run->baseline && o->keep == 0)
        return fw_fail(err, FW_USAGE, "--%s needs --baseline, or --keep and its earlier runs", compares);
    if (o->keep && run->output && (code = fw_outdir_name(run->output, err)) != FW_OK) return code;
    if (o->metrics && strcmp(o->metrics, "-") == 0)
        return fw_fail(err, FW_USAGE,
                       "--metrics-file needs a file: standard output tells where the report is");
    if (o->history && strcmp(o->history, "-") == 0) return fw_fail(err, FW_USAGE, "--history needs a file");
    return FW_OK;
}

static char *copy_of(const char *text) { return text ? strdup(text) : NULL; }

/* A gate that compares must not pass because what it compares with cannot be read, as in the first night. */
static fw_code check_latest(const night *n, fw_error *err) {
    const fw_run_options *run = n->options->run;
    if (run->baseline || n->latest || (isnan(run->max_psi) && isnan(run->min_changed))) return FW_OK;
    char *link = fw_keep_path(&n->keep, "latest");
    struct stat info;
    fw_code code = link ? FW_OK : fw_fail_nomem(err);
    if (link && lstat(link, &info) == 0)
        code =
            fw_fail_in(err, FW_NOINPUT, link,
                       "it leads to no finished run of yours, which --%s needs; give one with --baseline, or "
                       "remove the link to start anew",
                       isnan(run->max_psi) ? "min-changed" : "max-psi");
    free(link);
    return code;
}

/* With --keep: the folder of runs, and what of it this run needs. */
static fw_code open_folder(night *n, fw_error *err) {
    const fw_nightly_options *o = n->options;
    n->history_path = copy_of(o->history);
    if (o->keep == 0) {
        n->previous = copy_of(n->run.output);
        n->result->folder = copy_of(n->run.output);
        return n->previous && n->result->folder ? FW_OK : fw_fail_nomem(err);
    }
    fw_code code = fw_keep_open(&n->keep, n->run.output, err);
    if (code != FW_OK) return code;
    n->latest = fw_keep_latest(&n->keep);
    code = check_latest(n, err);
    if (code != FW_OK) return code;
    n->previous = fw_keep_newest(&n->keep, n->id);
    const char *ahead = fw_keep_ahead(&n->keep, n->id);
    if (ahead) (void)snprintf(n->result->ahead, sizeof n->result->ahead, "%s", ahead);
    if (!n->history_path) n->history_path = fw_keep_path(&n->keep, "history.csv");
    n->result->folder = fw_keep_new(&n->keep, n->id);
    if (!n->history_path || !n->result->folder) return fw_fail_nomem(err);
    n->run.output = n->result->folder;
    if (!n->run.baseline) n->run.baseline = n->latest;
    return FW_OK;
}

static fw_code read_summary(night *n, fw_error *err) {
    char *path = fw_path_join(n->result->folder, "summary.json");
    const fw_code code = path ? fw_json_read(path, &n->result->summary, err) : fw_fail_nomem(err);
    free(path);
    return code;
}

/* Status 1 as long as the run that stands has a failed gate: a second look at it makes it no better. */
static fw_code judge(const json_t *summary, fw_error *err) {
    const json_t *gates = json_object_get(summary, "gates");
    for (size_t i = 0; i < json_array_size(gates); i++) {
        if (json_is_true(json_object_get(json_array_get(gates, i), "passed"))) continue;
        if (err) *err = (fw_error){.code = FW_GATE};
        return FW_GATE;
    }
    return FW_OK;
}

static bool is_skipped(night *n) {
    fw_nightly_result *r = n->result;
    if (n->options->run->force || !n->previous) return false;
    return fw_run_is_unchanged(n->previous, n->inputs, r->changed, sizeof r->changed);
}

/* A row of the history; `seconds` NaN: not known. */
static fw_code record(night *n, const char *run, const char *when, double seconds, fw_code outcome,
                      fw_error *err) {
    const fw_history_row row = {
        .time = when, .run = run, .status = (int)outcome, .seconds = seconds, .summary = n->result->summary};
    return fw_history_append(n->history_path, &row, err);
}

/* The link, and older runs; the results themselves stand by now. */
static fw_code tidy(night *n, fw_code outcome, fw_error *err) {
    fw_code code = outcome == FW_OK ? fw_keep_switch(&n->keep, n->result->folder, err) : FW_OK;
    return code == FW_OK ? fw_keep_retire(&n->keep, n->options->keep, err) : code;
}

/* "2026-11-22T02-00-00Z", with a number behind or not, as a time. */
static void time_of(const char *run, char when[FW_RUN_ID_SIZE]) {
    (void)snprintf(when, FW_RUN_ID_SIZE, "%.20s", run);
    if (strlen(when) == 20) when[13] = when[16] = ':';
}

/* What is left to do of a run that was stopped between its results and the end. */
static fw_code complete(night *n, fw_code outcome, fw_error *err) {
    const char *slash = strrchr(n->result->folder, '/'), *run = slash ? slash + 1 : n->result->folder;
    char when[FW_RUN_ID_SIZE];
    bool known = false;
    fw_code code = fw_history_has(n->history_path, run, &known, err);
    time_of(run, when);
    fw_keep_settle(n->result->folder);
    if (code == FW_OK && !known) code = record(n, run, when, (double)NAN, outcome, err);
    const bool behind = !n->latest || strcmp(n->latest, n->result->folder) != 0;
    if (code == FW_OK) code = tidy(n, behind ? outcome : FW_GATE, err);
    return code;
}

static fw_code skip(night *n, fw_error *err) {
    fw_nightly_result *r = n->result;
    free(r->folder);
    r->folder = strdup(n->previous);
    if (!r->folder) return fw_fail_nomem(err);
    r->skipped = true;
    const fw_code code = read_summary(n, err);
    if (code != FW_OK) return code;
    const fw_code outcome = judge(r->summary, err);
    const fw_code done = n->options->keep ? complete(n, outcome, err) : FW_OK;
    return done == FW_OK ? outcome : done;
}

static fw_code follow_up(night *n, fw_code outcome, fw_error *err) {
    const fw_nightly_options *o = n->options;
    const char *slash = strrchr(n->result->folder, '/');
    char when[FW_RUN_ID_SIZE];
    struct tm parts;
    if (!gmtime_r(&o->started, &parts) || strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%SZ", &parts) == 0)
        when[0] = '\0';
    const char *run = o->keep && slash ? slash + 1 : n->id;
    fw_code code = n->history_path ? record(n, run, when, n->result->run.seconds_total, outcome, err) : FW_OK;
    if (code != FW_OK || o->keep == 0) return code;
    code = fw_keep_add(&n->keep, slash + 1, err);
    return code == FW_OK ? tidy(n, outcome, err) : code;
}

/* Every night would end so until somebody has seen to it. */
static void advise(const night *n, fw_error *err) {
    if (!err || !n->latest || n->run.baseline != n->latest) return;
    const size_t length = strlen(n->latest), used = strlen(err->message);
    if (strncmp(err->file, n->latest, length) != 0 || err->file[length] == '-') return;
    (void)snprintf(err->message + used, sizeof err->message - used,
                   "; give a run that is whole with --baseline, or remove the link 'latest' to start anew");
}

static fw_code run_it(night *n, fw_error *err) {
    if (n->history_path) {
        /* NOLINTBEGIN(clang-analyzer-unix.Malloc): who calls whole_night frees it */
        const fw_code read = fw_history_read(n->history_path, n->options->trend, &n->history, err);
        if (read != FW_OK) return read;
        /* NOLINTEND(clang-analyzer-unix.Malloc) */
        if (!isnan(n->run.min_changed)) fw_history_drop_failed(&n->history);
        n->run.history = &n->history;
    }
    n->run.inputs = n->inputs;
    fw_code code = fw_run(&n->run, &n->result->run, err);
    if (code != FW_OK) advise(n, err);
    if (code != FW_OK) return code;
    code = read_summary(n, err);
    if (code != FW_OK) return code;
    const fw_code outcome = judge(n->result->summary, err);
    code = follow_up(n, outcome, err);
    return code == FW_OK ? outcome : code;
}

/* Parts know what they were made of, so that a merge is skipped where the run would be. Answers are read once
 * more beforehand only where that can spare a run. */
static fw_code find_inputs(night *n, fw_error *err) {
    const fw_run_options *run = n->options->run;
    const bool compared = !run->force && n->previous && fw_run_has_inputs(n->previous);
    return run->merged ? fw_parts_inputs(run->merged, run, &n->inputs, err)
                       : fw_run_inputs(run, compared ? FW_ANSWERS_NOW : FW_ANSWERS_READ, &n->inputs, err);
}

static fw_code whole_night(night *n, fw_error *err) {
    fw_code code = fw_nightly_check(n->options, err);
    if (code == FW_OK && n->options->metrics) code = fw_metrics_check(n->options->metrics, err);
    if (code == FW_OK) code = open_folder(n, err);
    if (code == FW_OK) code = find_inputs(n, err);
    if (code != FW_OK) return code;
    return is_skipped(n) ? skip(n, err) : run_it(n, err);
}

fw_code fw_run_nightly(const fw_nightly_options *options, fw_nightly_result *result, fw_error *err) {
    *result = (fw_nightly_result){0};
    night n = {.options = options, .result = result, .run = *options->run, .keep.lock = -1};
    fw_run_id(options->started, n.id);
    fw_code code = whole_night(&n, err);
    result->ended = time(NULL);
    if (options->metrics && code != FW_USAGE && code != FW_INTERRUPTED) {
        const bool done = code == FW_OK || code == FW_GATE;
        const fw_code told = fw_metrics_write(options->metrics, result, (int)code, done ? err : NULL);
        if (done && told != FW_OK) code = told;
    }
    json_decref(n.inputs);
    fw_history_free(&n.history);
    free(n.history_path);
    free(n.previous);
    free(n.latest);
    fw_keep_close(&n.keep);
    return code;
}

void fw_nightly_free(fw_nightly_result *result) {
    free(result->folder);
    json_decref(result->summary);
    *result = (fw_nightly_result){0};
}
