/* summary.c: what a comparison of two runs found, for a terminal, the finding first. */
#include "run/compare/compare.h"

#include "base/buffer.h"

#include <math.h>
#include <stdlib.h>

enum { SHOWN_MOVERS = 5, SHOWN_DRIFT = 10 };

static size_t count_level(const fw_comparison *c, fw_drift_level level) {
    size_t n = 0;
    for (size_t i = 0; i < c->moved_count; i++) n += c->moved[i].drift.level == level;
    return n;
}

/* Of those told, how many few answers do not explain. */
static size_t beyond_chance(const fw_comparison *c) {
    size_t n = 0;
    for (size_t i = 0; i < c->moved_count; i++) n += fw_moved_beyond(&c->moved[i]);
    return n;
}

/* Other people's answers: how well each side did is all that can be told of scores. */
static void strangers(fw_buffer *out, const fw_comparison *c) {
    const fw_drift *d = fw_lead_drift(c);
    fw_buffer_text(out, "The runs have no answer in common: only their distributions can be compared.");
    if (!d) return;
    fw_buffer_printf(out, " The answers' mean %s score is %.3f in A and %.3f in B.",
                     fw_run_metric_names[c->lead], d->mean_a, d->mean_b);
}

static void finding(fw_buffer *out, const fw_comparison *c) {
    const fw_interval *change = &c->change.change;
    const size_t alarms = count_level(c, FW_DRIFT_ALARM), watches = count_level(c, FW_DRIFT_WATCH);
    if (c->lead < 0) {
        fw_buffer_text(out, "The runs have no score in common.");
    } else if (c->common == 0) {
        strangers(out, c);
    } else if (c->mover_count == 0) {
        if (c->agreement.n == 1)
            fw_buffer_text(out, "The one answer in common has");
        else
            fw_buffer_printf(out, "All %zu answers in common have", c->agreement.n);
        fw_buffer_printf(out, " the same %s score in both runs.", fw_run_metric_names[c->lead]);
    } else {
        fw_buffer_printf(out, "%zu of %zu answers in common changed their %s score, by %+.3f on average",
                         c->mover_count, c->agreement.n, fw_run_metric_names[c->lead], change->value);
        if (isfinite(change->low)) fw_buffer_printf(out, " (%+.3f to %+.3f)", change->low, change->high);
        if (isfinite(c->agreement.measure[FW_MEASURE_CORR].value))
            fw_buffer_printf(out, "; r = %.3f, quadratic weighted kappa %.3f",
                             c->agreement.measure[FW_MEASURE_CORR].value,
                             c->agreement.measure[FW_MEASURE_WTKAPPA].value);
        fw_buffer_char(out, '.');
    }
    if (alarms + watches == 0) {
        fw_buffer_text(out, " Nothing drifted.\n");
        return;
    }
    const size_t beyond = beyond_chance(c);
    fw_buffer_printf(
        out, " Drift: PSI above 0.25 in %zu, above 0.10 in %zu more of %zu scores and features; %zu %s.\n",
        alarms, watches, c->moved_count, beyond,
        beyond > 0 && fw_no_more_than_chance(beyond, c->moved_count)
            ? "beyond noise, no more than chance brings among so many"
            : "beyond chance");
}

static void movers(fw_buffer *out, const fw_comparison *c) {
    if (c->mover_count == 0) return;
    fw_buffer_printf(out, "\nlargest changes   %-24s %8s %8s %8s\n", "answer", "A", "B", "change");
    for (size_t i = 0; i < c->mover_count && i < SHOWN_MOVERS; i++) {
        const fw_mover *m = &c->movers[i];
        fw_buffer_printf(out, "                  %-24.*s %8.3f %8.3f %+8.3f\n",
                         (int)(m->id.len < 24 ? m->id.len : 24), m->id.ptr, m->a, m->b, m->b - m->a);
    }
}

static void drift(fw_buffer *out, const fw_comparison *c) {
    const fw_moved **order = calloc(c->moved_count + 1, sizeof *order);
    size_t n = 0;
    if (!order) {
        out->failed = true;
        return;
    }
    for (size_t i = 0; i < c->moved_count; i++)
        if (c->moved[i].drift.level != FW_DRIFT_NONE) order[n++] = &c->moved[i];
    qsort(order, n, sizeof *order, fw_moved_order);
    if (n) fw_buffer_printf(out, "\ndrift             %-24s %8s %8s %8s\n", "", "PSI", "noise", "KS");
    for (size_t i = 0; i < n && i < SHOWN_DRIFT; i++) {
        const fw_drift *d = &order[i]->drift;
        fw_buffer_printf(out, "  %-15s %-24.24s %8.3f %8.3f %8.3f%s\n", fw_drift_level_name(d->level),
                         order[i]->name, d->psi, d->psi_noise, d->ks,
                         d->psi <= d->psi_noise ? "  within noise" : "");
    }
    if (n > SHOWN_DRIFT) fw_buffer_printf(out, "                  and %zu more\n", n - SHOWN_DRIFT);
    if (n)
        fw_buffer_text(out, "                  noise: what PSI exceeds once in 20 times for so many answers "
                            "though nothing moved\n");
    free(order);
}

static const char *type_of(const fw_run_side *side) { return side->model ? side->model->type : "no model"; }

static void models(fw_buffer *out, const fw_run_side *a, const fw_run_side *b) {
    fw_buffer_printf(out, "\nmodels            %s, %s", type_of(a), type_of(b));
    if (a->model && b->model) {
        const double x = a->model->quality.cv.r, y = b->model->quality.cv.r;
        if (isfinite(x) && isfinite(y)) fw_buffer_printf(out, "; cross-validated r %.3f, %.3f", x, y);
    }
    fw_buffer_char(out, '\n');
}

char *fw_compare_summary(const fw_run_side *a, const fw_run_side *b, const fw_comparison *c,
                         const char *gate) {
    fw_buffer out = {0};
    finding(&out, c);
    if (gate) fw_buffer_printf(&out, "\ngate failed       %s\n", gate);
    fw_buffer_printf(&out, "\nanswers           %zu in both, %zu only in A, %zu only in B\n", c->common,
                     c->only_a, c->only_b);
    models(&out, a, b);
    movers(&out, c);
    drift(&out, c);
    if (a->features == 0 || b->features == 0)
        fw_buffer_text(&out, "\nFeatures were not compared: they are in cohort.h5, which 'run' writes.\n");
    if (out.failed) {
        fw_buffer_free(&out);
        return NULL;
    }
    return out.data;
}
