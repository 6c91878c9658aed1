/* night.c: telling what came of a repeated run, from the summary that it has written. */
#include "cli/night.h"
#include "cli/summary.h"

#include "base/json.h"
#include "base/str.h"

#include <math.h>
#include <string.h>

/* Nothing had changed: says so, and where the results are. Takes and returns the run's code. */
static fw_code tell_skipped(fw_cli *cli, fw_code code, const fw_nightly_result *result) {
    if (code != FW_OK && code != FW_GATE) return code;
    fw_meter_end(&cli->meter);
    fw_log_event(&cli->log, "skipped",
                 json_pack("{s:s, s:s}", "reason", "nothing changed", "output", result->folder));
    if (!cli->log.json) fw_log_info(&cli->log, "nothing changed since the run in %s", result->folder);
    fw_tell_written(result->folder, "report.html");
    return code;
}

static void tell_drift(const fw_log *log, const json_t *drift) {
    const char *column = fw_json_get_text(drift, "column");
    const char *baseline = fw_json_get_text(drift, "baseline");
    if (!baseline) return;
    const double psi = fw_json_get_number(drift, "psi"), largest = fw_json_get_number(drift, "largest_psi");
    if (log->json) {
        fw_log_event(log, "drift", json_deep_copy(drift));
    } else if (json_is_true(json_object_get(drift, "withheld"))) {
        fw_log_info(log, "drift     from %s: withheld, it would tell of fewer people than --k", baseline);
    } else if (!isfinite(psi)) {
        fw_log_info(log, "drift     from %s: not measured, of so few answers", baseline);
    } else if (column) {
        fw_log_info(log, "drift     from %s: PSI %.3f; most: %s, %.3f", baseline, psi, column, largest);
    } else {
        fw_log_info(log, "drift     from %s: PSI %.3f; nothing beyond chance", baseline, psi);
    }
}

/* Only what is beyond all of the last runs is worth a line. */
static void tell_trend(const fw_log *log, const json_t *trend) {
    for (size_t i = 0; i < json_array_size(trend); i++) {
        const json_t *row = json_array_get(trend, i);
        if (!json_is_true(json_object_get(row, "outside"))) continue;
        if (log->json) {
            fw_log_event(log, "trend", json_deep_copy(row));
            continue;
        }
        const char *figure = fw_json_get_text(row, "figure");
        fw_log_info(log, "trend     %s %g is beyond the last %.0f runs (%g to %g)", figure ? figure : "",
                    fw_json_get_number(row, "value"), fw_json_get_number(row, "runs"),
                    fw_json_get_number(row, "low"), fw_json_get_number(row, "high"));
    }
}

/* Drift and what is out of the ordinary, of a run that has ended well or with a failed gate. */
static void tell(fw_cli *cli, fw_code code, const fw_nightly_result *result) {
    if ((code != FW_OK && code != FW_GATE) || !result->summary) return;
    if (result->ahead[0])
        fw_log_warning(
            &cli->log,
            "the run %s is dated after this one: is a clock wrong, or was it? runs are removed by their "
            "dates, the oldest first",
            result->ahead);
    tell_drift(&cli->log, json_object_get(result->summary, "drift"));
    tell_trend(&cli->log, json_object_get(result->summary, "trend"));
    if (!result->changed[0]) return;
    if (cli->log.json) {
        fw_log_event(&cli->log, "changed", json_pack("{s:s}", "inputs", result->changed));
    } else {
        fw_log_info(&cli->log, "changed   %s", result->changed);
    }
}

/* Shares are told as percentages, as on the command's own lines. */
static bool is_share(const char *name) {
    return strcmp(name, "max-reject-rate") == 0 || strcmp(name, "max-missing-ratings") == 0;
}

static void describe(char *out, size_t size, const json_t *gate, bool drift_withheld) {
    const char *name = fw_json_get_text(gate, "name");
    const char *column = fw_json_get_text(gate, "column");
    if (!name) name = "";
    const double value = fw_json_get_number(gate, "value"), limit = fw_json_get_number(gate, "limit");
    const double scale = is_share(name) ? 100 : 1;
    const char *unit = is_share(name) ? " %" : "";
    if (drift_withheld && strcmp(name, "max-psi") == 0) {
        (void)snprintf(out, size, "--%s %g: it is more; the figure would tell of fewer people than --k", name,
                       limit);
    } else if (!isfinite(value)) {
        (void)snprintf(out, size, "--%s %g%s: it could not be measured", name, scale * limit, unit);
    } else {
        (void)snprintf(out, size, "--%s %g%s: it is %.4g%s%s%s%s", name, scale * limit, unit, scale * value,
                       unit, column ? " (" : "", column ? column : "", column ? ")" : "");
    }
}

/* Names each failed gate and fills the error with all of them. Returns FW_GATE. */
static fw_code tell_gates(fw_cli *cli, const fw_nightly_result *result, fw_error *err) {
    const json_t *gates = json_object_get(result->summary, "gates");
    char names[160] = "", text[200] = "";
    size_t length = 0, failed = 0;
    for (size_t i = 0; i < json_array_size(gates); i++) {
        const json_t *gate = json_array_get(gates, i);
        const char *name = fw_json_get_text(gate, "name");
        if (json_is_true(json_object_get(gate, "passed")) || !name) continue;
        const json_t *drift = json_object_get(result->summary, "drift");
        describe(text, sizeof text, gate, json_is_true(json_object_get(drift, "withheld")));
        fw_log_warning_event(&cli->log, "gate_failed", json_pack("{s:s}", "gate", name), "gate failed: %s",
                             text);
        if (length < sizeof names)
            length +=
                (size_t)snprintf(names + length, sizeof names - length, "%s%s", failed ? ", " : "", name);
        failed++;
    }
    *err = (fw_error){0};
    return fw_fail(err, FW_GATE, "%zu quality gate%s failed: %s; the results are whole", failed,
                   failed == 1 ? "" : "s", names);
}

fw_code fw_night_run(fw_cli *cli, fw_error *err) {
    const fw_nightly_options options = {.run = &cli->run,
                                        .keep = cli->keep,
                                        .history = cli->history,
                                        .metrics = cli->metrics,
                                        .trend = cli->trend,
                                        .started = time(NULL)};
    char id[FW_RUN_ID_SIZE];
    fw_run_id(options.started, id);
    cli->log.run = fw_arena_copy(&cli->arena, fw_str_of(id));
    fw_log_event(&cli->log, "started", NULL);
    fw_nightly_result result = {0};
    fw_code code = fw_nightly_check(&options, err);
    if (code == FW_OK) code = fw_run_nightly(&options, &result, err);
    if (result.folder) cli->run.output = fw_arena_copy(&cli->arena, fw_str_of(result.folder));
    if (!cli->run.output) code = fw_fail_nomem(err);
    if (result.skipped) {
        code = tell_skipped(cli, code, &result);
    } else {
        code = fw_summary(cli, code, &result.run, "report.html", err);
        tell(cli, code, &result);
    }
    if (code == FW_GATE) code = tell_gates(cli, &result, err);
    fw_nightly_free(&result);
    return code;
}
