/* summary.c: telling the result of a stage. */
#include "cli/summary.h"

#include "run/intake_ratings.h"

#include <math.h>
#include <string.h>
#include <unistd.h>

static const double MB = 1e6;

static void on_tick(void *context, const char *stage, uint64_t rows, uint64_t bytes, uint64_t total) {
    fw_meter_tick(&((fw_cli *)context)->meter, stage, rows, bytes, total);
}

/* For log collectors: when each stage began and ended, with what it took. */
static void on_stage(void *context, const char *stage, double seconds, uint64_t rows) {
    fw_cli *cli = context;
    cli->log.stage = stage;
    if (!cli->log.json) return;
    if (seconds < 0) {
        fw_log_event(&cli->log, "stage_started", NULL);
        return;
    }
    fw_log_event(&cli->log, "stage_done",
                 json_pack("{s:{s:I}, s:f}", "counts", "rows_used", (json_int_t)rows, "seconds", seconds));
    cli->log.stage = NULL;
}

void fw_cli_attach_progress(fw_cli *cli, const volatile int *stop) {
    const bool terminal = isatty(STDERR_FILENO);
    const bool on = strcmp(cli->progress, "on") == 0;
    if (cli->quiet || cli->log.json || strcmp(cli->progress, "off") == 0) {
        cli->meter.mode = FW_METER_OFF;
    } else if (terminal) {
        cli->meter.mode = FW_METER_LINE;
    } else {
        cli->meter.mode = on ? FW_METER_LINES : FW_METER_LATE;
    }
    cli->run.progress = (fw_progress){.tick = on_tick, .context = cli, .stage = on_stage, .stop = stop};
}

static const char *grouped(char out[32], uint64_t value) {
    fw_format_count(out, value);
    return out;
}

/* "1 answer", "1,902 answers". */
static const char *counted(char out[64], uint64_t value, const char *one, const char *many) {
    char digits[32];
    snprintf(out, 64, "%s %s", grouped(digits, value), value == 1 ? one : many);
    return out;
}

/* Counts and types only: what was found never reaches a log. */
static void tell_pii(const fw_log *log, const fw_intake *in) {
    char types[160] = "", answers[64];
    size_t len = 0;
    for (int t = 0; t < FW_PII_TYPE_COUNT && len < sizeof types; t++) {
        if (in->pii_hits[t] == 0) continue;
        len += (size_t)snprintf(types + len, sizeof types - len, "%s%llu %s", len ? ", " : "",
                                (unsigned long long)in->pii_hits[t], fw_pii_type_name((fw_pii_type)t));
    }
    fw_log_info(log, "privacy   personal data in %s: %s",
                counted(answers, in->pii_answers, "answer", "answers"), types);
}

/* What was left out of the analysis, by answers. */
static void tell_unread(const fw_log *log, const fw_intake *in) {
    static const char *const WHAT[FW_UNREAD_HESITATION] = {
        [FW_UNREAD_MARKUP] = "markup",
        [FW_UNREAD_NOTE] = "notes or time stamps",
        [FW_UNREAD_SPEAKER] = "names of speakers",
        [FW_UNREAD_QUESTION] = "an interviewer's questions",
    };
    char list[200] = "", answers[64];
    size_t len = 0;
    for (int kind = 0; kind < FW_UNREAD_HESITATION && len < sizeof list; kind++) {
        if (in->unread_answers[kind] == 0) continue;
        counted(answers, in->unread_answers[kind], "answer", "answers");
        len += (size_t)snprintf(list + len, sizeof list - len, "%s%s in %s", len ? ", " : "", WHAT[kind],
                                answers);
    }
    if (len) fw_log_info(log, "unread    %s", list);
}

/* Why rows were rejected, by their code in the table of rejects. */
static void tell_reasons(const fw_log *log, const fw_intake *in) {
    char list[256] = "", digits[32];
    size_t len = 0;
    for (int code = 0; code < FW_REJECT_CODE_COUNT && len < sizeof list; code++) {
        if (in->reject_counts[code] == 0) continue;
        len +=
            (size_t)snprintf(list + len, sizeof list - len, "%s%s %s", len ? ", " : "",
                             grouped(digits, in->reject_counts[code]), fw_reject_name((fw_reject_code)code));
    }
    if (len) fw_log_info(log, "rejected  %s", list);
}

static void tell_rows(const fw_log *log, const fw_intake *in) {
    char read[32], used[32], rejected[32];
    grouped(read, in->rows_read);
    grouped(used, in->rows_used);
    grouped(rejected, in->rows_rejected);
    if (in->rows_rejected) {
        fw_log_info(log, "rows      %s read = %s used + %s rejected (%.1f %%)", read, used, rejected,
                    100 * (double)in->rows_rejected / (double)in->rows_read);
    } else {
        fw_log_info(log, "rows      %s read = %s used + 0 rejected", read, used);
    }
    tell_reasons(log, in);
    if (in->pii_answers) tell_pii(log, in);
    tell_unread(log, in);
    if (in->ratings_read == 0) return;
    char answers[64], raters[64];
    fw_log_info(log, "ratings   %s used, %s rejected, %s without an answer; %s rated by %s",
                grouped(read, in->ratings_used), grouped(used, in->ratings_rejected),
                grouped(rejected, in->ratings_unmatched),
                counted(answers, in->rated_answers, "answer", "answers"),
                counted(raters, in->raters, "rater", "raters"));
}

/* Length alone is a strong baseline: the fit is never told without it. */
static void tell_fit(const fw_log *log, const fw_fit_quality *q) {
    char interval[64] = "";
    if (isfinite(q->cv_interval.low.r) && isfinite(q->cv_interval.high.r)) {
        snprintf(interval, sizeof interval, " (95 %% %.2f to %.2f)", q->cv_interval.low.r,
                 q->cv_interval.high.r);
    }
    if (isfinite(q->cv.r)) {
        char length[32] = "not defined";
        if (isfinite(q->length_only.r)) snprintf(length, sizeof length, "%.2f", q->length_only.r);
        fw_log_info(log, "fit       cross-validated r %.2f%s; length alone %s", q->cv.r, interval, length);
    } else {
        fw_log_info(log, "fit       cross-validated r is not defined");
    }
    char rows[64], people[64];
    fw_log_info(log, "          on %s of %s%s", counted(rows, q->rows, "rated answer", "rated answers"),
                counted(people, q->participants, "participant", "participants"),
                q->participants < FW_FIT_FEW ? ": too few to trust the figure or the weights" : "");
}

static void tell_mean(const fw_log *log, const fw_mean_overall *mean) {
    if (!mean->n) return;
    char interval[48] = "", over[64];
    if (isfinite(mean->low) && isfinite(mean->high))
        snprintf(interval, sizeof interval, " (95 %% %.2f to %.2f)", mean->low, mean->high);
    counted(over, mean->n, mean->of_participants ? "participant" : "answer",
            mean->of_participants ? "participants" : "answers");
    fw_log_info(log, "overall   mean %.2f%s over %s", mean->value, interval, over);
}

/* A run on one line: wall time, and the CPU time of all threads by part, each with its own rate. */
static void tell_costs(const fw_log *log, const fw_run_result *r, double cpu) {
    char parts[256] = "";
    size_t len = 0;
    for (int part = 0; part < FW_COST_COUNT && len < sizeof parts; part++) {
        const double seconds = r->cpu[part];
        len += (size_t)snprintf(parts + len, sizeof parts - len, "%s%s %.0f %%", len ? ", " : "",
                                fw_run_cost_name((fw_run_cost)part), 100 * seconds / cpu);
        if (seconds > 0 && len < sizeof parts)
            len += (size_t)snprintf(parts + len, sizeof parts - len, " (%.0f MB/s)",
                                    (double)r->bytes_total / MB / seconds);
    }
    fw_log_info(log, "time      %.2f s, %.1f MB/s; CPU %.2f s: %s", r->seconds_total,
                r->seconds_total > 0 ? (double)r->bytes_total / MB / r->seconds_total : 0, cpu, parts);
}

static void tell_time(const fw_log *log, const fw_run_result *r) {
    double cpu = 0;
    for (int part = 0; part < FW_COST_COUNT; part++) cpu += r->cpu[part];
    if (r->cpu[FW_COST_LOAD] > 0) {
        tell_costs(log, r, cpu);
        return;
    }
    for (int stage = 0; stage < FW_STAGE_COUNT; stage++) {
        const double seconds = r->seconds_stage[stage];
        if (seconds <= 0) continue;
        char rate[40] = "";
        if (stage == FW_STAGE_LOAD_EXTRACT && r->bytes_total) {
            snprintf(rate, sizeof rate, "%8.1f MB/s", (double)r->bytes_total / MB / seconds);
        }
        fw_log_info(log, "time      %-14s %8.3f s  %3.0f %%%s", fw_run_stage_name((fw_run_stage)stage),
                    seconds, r->seconds_total > 0 ? 100 * seconds / r->seconds_total : 0, rate);
    }
    char rate[40] = "";
    if (r->bytes_total && r->seconds_total > 0) {
        snprintf(rate, sizeof rate, "%8.1f MB/s", (double)r->bytes_total / MB / r->seconds_total);
    }
    fw_log_info(log, "time      %-14s %8.3f s       %s", "all", r->seconds_total, rate);
}

static json_t *number_or_null(double value) { return isfinite(value) ? json_real(value) : json_null(); }

static json_t *counts_json(const fw_intake *in) {
    return json_pack("{s:I, s:I, s:I, s:I, s:I, s:I}", "rows_read", (json_int_t)in->rows_read, "rows_used",
                     (json_int_t)in->rows_used, "rows_rejected", (json_int_t)in->rows_rejected,
                     "ratings_used", (json_int_t)in->ratings_used, "rated_answers",
                     (json_int_t)in->rated_answers, "pii_answers", (json_int_t)in->pii_answers);
}

static void tell_json(const fw_log *log, const fw_run_result *r, const char *output) {
    fw_log_event(log, "done",
                 json_pack("{s:o, s:f, s:o, s:o, s:o, s:s}", "counts", counts_json(&r->intake), "seconds",
                           r->seconds_total, "mean_overall",
                           number_or_null(r->mean_overall.n ? r->mean_overall.value : (double)NAN), "cv_r",
                           number_or_null(r->fitted ? r->quality.cv.r : (double)NAN), "length_only_r",
                           number_or_null(r->fitted ? r->quality.length_only.r : (double)NAN), "output",
                           output));
}

void fw_tell_written(const char *output, const char *written) {
    const size_t length = strlen(output);
    const bool slash = length > 0 && output[length - 1] == '/';
    printf("%s%s%s\n", output, written && !slash ? "/" : "", written ? written : "");
}

static void tell_unfitted(fw_cli *cli, size_t people) {
    char why[FW_TOO_FEW_SIZE];
    fw_say_too_few_rated(&cli->run, people, why);
    fw_log_warning(&cli->log, "no weights were fitted, the rubric scores: %s", why);
}

fw_code fw_summary(fw_cli *cli, fw_code code, const fw_run_result *result, const char *written,
                   fw_error *err) {
    fw_meter_end(&cli->meter);
    if (code != FW_OK && code != FW_GATE) return code;
    const char *output = cli->run.output;
    if (cli->log.json) {
        tell_json(&cli->log, result, output);
    } else {
        if (result->intake.rows_read) tell_rows(&cli->log, &result->intake);
        tell_mean(&cli->log, &result->mean_overall);
        if (result->fitted) tell_fit(&cli->log, &result->quality);
        if (cli->verbose) tell_time(&cli->log, result);
    }
    if (result->too_few_rated) tell_unfitted(cli, result->too_few_rated);
    for (size_t i = 0; i < result->note_count; i++) fw_log_info(&cli->log, "note      %s", result->note[i]);
    if (strcmp(output, "-") != 0) fw_tell_written(output, written);
    if (code == FW_OK && result->reject_gate_failed) code = FW_GATE;
    if (code == FW_GATE && !err->message[0]) {
        fw_fail(err, FW_GATE, "%.1f %% of the rows were rejected, more than --max-reject-rate allows (%g %%)",
                100 * (double)result->intake.rows_rejected / (double)result->intake.rows_read,
                100 * cli->run.max_reject_rate);
    }
    return code;
}
