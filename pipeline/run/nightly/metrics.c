/* metrics.c: figures of a run in Prometheus' text format. */
#include "run/nightly/metrics.h"

#include "run/figures.h"

#include "base/output.h"

#include <math.h>
#include <string.h>
#include <sys/stat.h>

static void head(FILE *out, const char *name, const char *help) {
    fprintf(out, "# HELP failwise_%s %s\n# TYPE failwise_%s gauge\n", name, help, name);
}

static void gauge(FILE *out, const char *name, const char *help, double value) {
    if (!isfinite(value)) return;
    head(out, name, help);
    fprintf(out, "failwise_%s %.12g\n", name, value);
}

static double passed(const json_t *gate) { return json_is_true(json_object_get(gate, "passed")) ? 1 : 0; }
static double value_of(const json_t *gate) {
    const json_t *value = json_object_get(gate, "value");
    return json_is_number(value) ? json_number_value(value) : (double)NAN;
}
static double limit_of(const json_t *gate) { return json_number_value(json_object_get(gate, "limit")); }

/* What is told of each gate; gate names are ours and need no escaping. */
static const struct {
    const char *name, *help;
    double (*of)(const json_t *gate);
} OF_GATES[] = {{"gate_passed", "1: the quality gate held; 0: it failed.", passed},
                {"gate_value", "The figure that the gate looks at.", value_of},
                {"gate_limit", "What it was held to.", limit_of}};

static void tell_gates(FILE *out, const json_t *gates) {
    for (size_t m = 0; m < sizeof OF_GATES / sizeof OF_GATES[0] && json_array_size(gates); m++) {
        head(out, OF_GATES[m].name, OF_GATES[m].help);
        for (size_t i = 0; i < json_array_size(gates); i++) {
            const json_t *gate = json_array_get(gates, i);
            const double value = OF_GATES[m].of(gate);
            if (isfinite(value))
                fprintf(out, "failwise_%s{gate=\"%s\"} %.12g\n", OF_GATES[m].name,
                        json_string_value(json_object_get(gate, "name")), value);
        }
    }
}

static void tell_stages(FILE *out, const fw_run_result *run) {
    if (!(run->seconds_total > 0)) return;
    head(out, "stage_seconds", "Wall time of each stage.");
    for (int stage = 0; stage < FW_STAGE_COUNT; stage++)
        fprintf(out, "failwise_stage_seconds{stage=\"%s\"} %.6g\n", fw_run_stage_name((fw_run_stage)stage),
                run->seconds_stage[stage]);
}

/* A report that would tell of too few people beside the one before is not given out; all may read metrics. */
static bool is_held_back(const json_t *gates) {
    for (size_t i = 0; i < json_array_size(gates); i++) {
        const json_t *gate = json_array_get(gates, i);
        const char *name = json_string_value(json_object_get(gate, "name"));
        if (name && strcmp(name, "min-changed") == 0) return !json_is_true(json_object_get(gate, "passed"));
    }
    return false;
}

static void tell(FILE *out, const fw_nightly_result *r, int status) {
    gauge(out, "last_run_timestamp_seconds", "When the last run ended.", (double)r->ended);
    gauge(out, "last_run_status", "Its exit status: 0 done, 1 a gate failed, else an error.", status);
    if (!r->summary) return;
    gauge(out, "last_run_skipped", "1: nothing had changed, the results are those of an earlier run.",
          r->skipped);
    gauge(out, "run_seconds", "Wall time of the run; 0 when it was skipped.", r->run.seconds_total);
    tell_stages(out, &r->run);
    const json_t *gates = json_object_get(r->summary, "gates");
    const bool counts_only = is_held_back(gates);
    for (size_t i = 0; i < FW_FIGURE_COUNT; i++) {
        if (counts_only && fw_figures[i].decimals > 0) continue;
        gauge(out, fw_figures[i].name, fw_figures[i].help, fw_figure_of(&fw_figures[i], r->summary));
    }
    tell_gates(out, gates);
}

fw_code fw_metrics_check(const char *path, fw_error *err) {
    static const char BEGIN[] = "# HELP failwise_";
    char head[sizeof BEGIN - 1];
    struct stat info;
    FILE *stream = lstat(path, &info) == 0 && S_ISREG(info.st_mode) ? fopen(path, "re") : NULL;
    if (!stream) return FW_OK; /* whether it can be written is told when it is */
    const size_t size = fread(head, 1, sizeof head, stream);
    fclose(stream);
    if (size == 0 || (size == sizeof head && memcmp(head, BEGIN, size) == 0)) return FW_OK;
    return fw_fail_in(err, FW_CANTCREATE, path,
                      "--metrics-file: the file is there, and holds no metrics of failwise");
}

fw_code fw_metrics_write(const char *path, const fw_nightly_result *result, int status, fw_error *err) {
    fw_output output;
    fw_code code = fw_metrics_check(path, err);
    if (code == FW_OK) code = fw_output_open(&output, path, true, err);
    if (code != FW_OK) return code;
    tell(output.stream, result, status);
    if (output.temporary && chmod(output.temporary, 0644) != 0) {
        code = fw_fail_errno(err, FW_IO, path, "cannot write the metrics");
        fw_output_abort(&output);
        return code;
    }
    return fw_output_commit(&output, err);
}
