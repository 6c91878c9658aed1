/* gates.c: the table of quality gates, and measuring them. */
#include "run/nightly/gates.h"

#include <math.h>
#include <stddef.h>
#include <stdio.h>

static double rejected(const fw_run_result *r) {
    return r->intake.rows_read ? (double)r->intake.rows_rejected / (double)r->intake.rows_read : (double)NAN;
}

static double unrated(const fw_run_result *r) {
    const double used = (double)r->intake.rows_used;
    return used > 0 ? 1 - (double)r->intake.rated_answers / used : (double)NAN;
}

static double held_out_r(const fw_run_result *r) { return r->fitted ? r->quality.cv.r : (double)NAN; }
static double held_out_qwk(const fw_run_result *r) { return r->fitted ? r->quality.cv.qwk : (double)NAN; }
static double told(const fw_run_result *r) {
    return r->drift.baseline[0] ? r->drift.least_changed : (double)NAN;
}
static double moved(const fw_run_result *r) { return r->drift.measured ? r->drift.largest : (double)NAN; }

/* A gate is a row. Limits are doubles in fw_run_options, NaN when not asked for. */
static const struct {
    const char *name, *what;
    size_t limit;
    double (*measure)(const fw_run_result *result);
    bool at_least, share, needs_ratings;
} GATES[FW_GATE_COUNT] = {
    {"max-reject-rate", "rows rejected", offsetof(fw_run_options, max_reject_rate), rejected, false, true,
     false},
    {"max-missing-ratings", "answers without a rating", offsetof(fw_run_options, max_missing_ratings),
     unrated, false, true, true},
    {"min-r", "cross-validated r", offsetof(fw_run_options, min_r), held_out_r, true, false, true},
    {"min-qwk", "cross-validated weighted kappa", offsetof(fw_run_options, min_qwk), held_out_qwk, true,
     false, true},
    {"max-psi", "population stability index", offsetof(fw_run_options, max_psi), moved, false, false, false},
    {"min-changed", "people told of by what has changed", offsetof(fw_run_options, min_changed), told, true,
     false, false},
};

static double limit_of(const fw_run_options *options, size_t gate) {
    return *(const double *)(const void *)((const char *)options + GATES[gate].limit);
}

fw_code fw_gates_check(const fw_run_options *o, fw_error *err) {
    for (size_t i = 0; i < FW_GATE_COUNT; i++) {
        if (!GATES[i].needs_ratings || isnan(limit_of(o, i)) || o->ratings || o->rating_column_count)
            continue;
        return fw_fail(err, FW_USAGE, "--%s needs --ratings or --rating-columns", GATES[i].name);
    }
    return FW_OK;
}

/* The first night has nothing to drift from: that passes without a figure, and so does a difference that
 * tells of nobody. What cannot be measured though it was asked for has not been shown to be good. */
static bool passes(const fw_gate *gate, bool first) {
    if (!isfinite(gate->value)) return first || (gate->at_least && gate->value > 0);
    return gate->at_least ? gate->value >= gate->limit : gate->value <= gate->limit;
}

void fw_gates_measure(const fw_run_options *options, fw_run_result *result) {
    result->gate_count = 0;
    for (size_t i = 0; i < FW_GATE_COUNT; i++) {
        const double limit = limit_of(options, i);
        if (isnan(limit)) continue;
        const bool drift = GATES[i].measure == moved;
        fw_gate gate = {.name = GATES[i].name,
                        .what = GATES[i].what,
                        .value = GATES[i].measure(result),
                        .limit = limit,
                        .at_least = GATES[i].at_least,
                        .share = GATES[i].share};
        const bool earlier = drift || GATES[i].measure == told; /* needs an earlier run */
        gate.passed = passes(&gate, earlier && !options->baseline);
        if (drift) (void)snprintf(gate.column, sizeof gate.column, "%s", result->drift.column);
        if (drift && result->drift.withheld) { /* whether it passes is told, the figure is not */
            gate.value = (double)NAN;
            gate.column[0] = '\0';
        }
        result->gates[result->gate_count++] = gate;
    }
    result->reject_gate_failed = !result->gates[0].passed;
}
