/* tables.c: the tables of two runs side by side. */
#include "run/compare/compare.h"

#include "base/idset.h"
#include "base/str.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_MOVERS = 20 };
static const double NONE = (double)NAN;

void fw_comparison_free(fw_comparison *c) {
    free(c->in_b);
    free(c->movers);
    free(c->moved);
    *c = (fw_comparison){0};
}

/* ---- the same answers ---- */

static fw_code join(const fw_run_side *a, const fw_run_side *b, fw_comparison *out, fw_error *err) {
    fw_idset *ids = fw_idset_new();
    out->in_b = calloc(a->scores.rows + 1, sizeof *out->in_b);
    fw_code code = ids && out->in_b ? FW_OK : fw_fail_nomem(err);
    bool present;
    uint64_t at;
    for (size_t i = 0; i < b->scores.rows && code == FW_OK; i++)
        code = fw_idset_add(ids, fw_id_hash(b->id[i]), i, &present, &at, err);
    for (size_t i = 0; i < a->scores.rows && code == FW_OK; i++) {
        const bool found = fw_idset_find(ids, fw_id_hash(a->id[i]), &at);
        out->in_b[i] = found ? (size_t)at : SIZE_MAX;
        out->common += found;
    }
    out->only_a = a->scores.rows - out->common;
    out->only_b = b->scores.rows > out->common ? b->scores.rows - out->common : 0;
    fw_idset_free(ids);
    return code;
}

/* Values of a metric for the answers that both have, of which both are numbers. */
typedef struct {
    double *a, *b;
    size_t *row; /* of A */
    size_t count;
} shared;

static void take_both(const fw_run_side *a, const fw_run_side *b, const fw_comparison *c, size_t metric,
                      shared *s) {
    s->count = 0;
    for (size_t i = 0; i < a->scores.rows; i++) {
        if (c->in_b[i] == SIZE_MAX) continue;
        const double x = a->metric[metric][i], y = b->metric[metric][c->in_b[i]];
        if (!isfinite(x) || !isfinite(y)) continue;
        s->a[s->count] = x;
        s->b[s->count] = y;
        s->row[s->count++] = i;
    }
}

static int by_change(const void *left, const void *right) {
    const fw_mover *x = left, *y = right;
    const double a = fabs(x->b - x->a), b = fabs(y->b - y->a);
    return a != b ? (a < b) - (a > b) : fw_str_compare(x->id, y->id);
}

static fw_code list_movers(const fw_run_side *a, const shared *s, fw_sheets *sheets, fw_comparison *out,
                           fw_error *err) {
    out->movers = calloc(s->count + 1, sizeof *out->movers);
    if (!out->movers) return fw_fail_nomem(err);
    for (size_t i = 0; i < s->count; i++)
        if (s->a[i] != s->b[i])
            out->movers[out->mover_count++] = (fw_mover){a->id[s->row[i]], s->a[i], s->b[i]};
    qsort(out->movers, out->mover_count, sizeof *out->movers, by_change);
    fw_sheet *sheet = fw_sheet_new(sheets, "movers", "id,a,b,change");
    for (size_t i = 0; i < out->mover_count && i < MOST_MOVERS; i++) {
        const fw_mover *m = &out->movers[i];
        fw_sheet_text(sheet, m->id.ptr);
        fw_sheet_number(sheet, m->a);
        fw_sheet_number(sheet, m->b);
        fw_sheet_number(sheet, m->b - m->a);
    }
    return FW_OK;
}

/* Agreement and change of one metric, without resampling: r has Fisher's interval, the change Student's. */
static fw_code compare_metric(const shared *s, fw_evaluation *e, fw_programme_effect *change, fw_error *err) {
    fw_resampler *resampler = NULL;
    uint64_t *row = calloc(s->count + 1, sizeof *row);
    if (!row) return fw_fail_nomem(err);
    for (size_t i = 0; i < s->count; i++) row[i] = i;
    const fw_pairing p = {.h = s->a, .m = s->b, .rows = s->count};
    fw_code code = fw_resampler_new(row, s->count, 0, 0, &resampler, err);
    if (code == FW_OK) code = fw_evaluate_pair(resampler, &p, e, err);
    if (code == FW_OK) code = fw_programme_measure(s->a, s->b, s->count, change, err);
    fw_resampler_free(resampler);
    free(row);
    return code;
}

static void score_row(fw_sheet *sheet, const char *name, const fw_evaluation *e,
                      const fw_programme_effect *change) {
    fw_sheet_text(sheet, name);
    fw_sheet_number(sheet, (double)e->n);
    fw_sheet_number(sheet, e->h.mean);
    fw_sheet_number(sheet, e->m.mean);
    fw_sheet_interval(sheet, change->change);
    fw_sheet_number(sheet, e->h.sd);
    fw_sheet_number(sheet, e->m.sd);
    fw_sheet_interval(sheet, e->measure[FW_MEASURE_CORR]);
    fw_sheet_number(sheet, e->measure[FW_MEASURE_WTKAPPA].value);
    fw_sheet_number(sheet, e->measure[FW_MEASURE_RMSE].value);
    fw_sheet_number(sheet, e->measure[FW_MEASURE_ADJ].value);
}

fw_code fw_compare_scores(const fw_run_side *a, const fw_run_side *b, fw_sheets *sheets, fw_comparison *out,
                          fw_error *err) {
    out->lead = -1;
    fw_code code = join(a, b, out, err);
    if (code != FW_OK) return code;
    fw_sheet *sheet =
        fw_sheet_new(sheets, "scores",
                     "score,n,mean_a,mean_b,change,change_low,change_high,sd_a,sd_b,r,r_low,r_high,"
                     "qwk,rmse,within_1");
    const size_t rows = a->scores.rows;
    shared s = {.a = calloc(rows + 1, sizeof *s.a),
                .b = calloc(rows + 1, sizeof *s.b),
                .row = calloc(rows + 1, sizeof *s.row)};
    if (!s.a || !s.b || !s.row) code = fw_fail_nomem(err);
    for (size_t k = 0; k < FW_RUN_METRICS && code == FW_OK; k++) {
        if (!a->metric[k] || !b->metric[k]) continue;
        fw_evaluation e;
        fw_programme_effect change;
        take_both(a, b, out, k, &s);
        code = compare_metric(&s, &e, &change, err);
        if (code != FW_OK) break;
        score_row(sheet, fw_run_metric_names[k], &e, &change);
        if (out->lead >= 0) continue;
        out->lead = (int)k;
        out->agreement = e;
        out->change = change;
        code = list_movers(a, &s, sheets, out, err);
    }
    free(s.a);
    free(s.b);
    free(s.row);
    return code;
}

/* ---- models ---- */

static const fw_weight *find_weight(const fw_model *model, const char *name) {
    for (size_t i = 0; i < model->weight_count; i++)
        if (strcmp(model->weights[i].name, name) == 0) return &model->weights[i];
    return NULL;
}

static double weight_of(const fw_weight *w) { return w ? (w->used ? w->weight : 0) : NONE; }

static void weight_row(fw_sheet *sheet, const char *name, const fw_weight *a, const fw_weight *b) {
    const double x = weight_of(a), y = weight_of(b);
    fw_sheet_text(sheet, name);
    fw_sheet_interval(sheet, (fw_interval){x, a ? a->ci_low : NONE, a ? a->ci_high : NONE});
    fw_sheet_interval(sheet, (fw_interval){y, b ? b->ci_low : NONE, b ? b->ci_high : NONE});
    fw_sheet_number(sheet, y - x);
    const char *remark = "";
    if (!a || !b)
        remark = a ? "not in B" : "not in A";
    else if (a->ci_high < b->ci_low || b->ci_high < a->ci_low)
        remark = "intervals apart";
    else if (x * y < 0)
        remark = "other sign";
    fw_sheet_text(sheet, remark);
}

static void agreement_rows(const fw_run_side *a, const fw_run_side *b, fw_sheets *sheets) {
    static const struct {
        const char *name;
        size_t at;
    } MEASURES[] = {{"n", offsetof(fw_agreement, n)},         {"r", offsetof(fw_agreement, r)},
                    {"r2", offsetof(fw_agreement, r2)},       {"rmse", offsetof(fw_agreement, rmse)},
                    {"qwk", offsetof(fw_agreement, qwk)},     {"smd", offsetof(fw_agreement, smd)},
                    {"exact", offsetof(fw_agreement, exact)}, {"adjacent", offsetof(fw_agreement, adjacent)}};
    fw_sheet *sheet = fw_sheet_new(sheets, "agreement", "measure,a,a_low,a_high,b,b_low,b_high,change");
    const fw_fit_quality *qa = &a->model->quality, *qb = &b->model->quality;
    for (size_t i = 0; i < sizeof MEASURES / sizeof MEASURES[0]; i++) {
#define FIELD(agreement) (*(const double *)((const char *)&(agreement) + MEASURES[i].at))
        const double x = FIELD(qa->cv), y = FIELD(qb->cv);
        const bool count = i == 0;
        fw_sheet_text(sheet, MEASURES[i].name);
        fw_sheet_interval(sheet, (fw_interval){x, count ? NONE : FIELD(qa->cv_interval.low),
                                               count ? NONE : FIELD(qa->cv_interval.high)});
        fw_sheet_interval(sheet, (fw_interval){y, count ? NONE : FIELD(qb->cv_interval.low),
                                               count ? NONE : FIELD(qb->cv_interval.high)});
        fw_sheet_number(sheet, y - x);
#undef FIELD
    }
}

void fw_compare_models(const fw_run_side *a, const fw_run_side *b, fw_sheets *sheets) {
    if (!a->model || !b->model) return;
    fw_sheet *sheet = fw_sheet_new(sheets, "weights", "feature,a,a_low,a_high,b,b_low,b_high,change,remark");
    for (size_t i = 0; i < a->model->weight_count; i++) {
        const fw_weight *w = &a->model->weights[i];
        weight_row(sheet, w->name, w, find_weight(b->model, w->name));
    }
    for (size_t i = 0; i < b->model->weight_count; i++) {
        const fw_weight *w = &b->model->weights[i];
        if (!find_weight(a->model, w->name)) weight_row(sheet, w->name, NULL, w);
    }
    agreement_rows(a, b, sheets);
}

/* ---- drift ---- */

static void drift_row(fw_sheet *sheet, const fw_moved *m) {
    const fw_drift *d = &m->drift;
    const double numbers[] = {(double)d->n_a,
                              (double)d->n_b,
                              d->mean_a,
                              d->mean_b,
                              (d->mean_b - d->mean_a) / (d->sd_a > 0 ? d->sd_a : NONE),
                              d->psi,
                              d->psi_noise,
                              d->ks,
                              d->ks_p};
    fw_sheet_text(sheet, m->score ? "score" : "feature");
    fw_sheet_text(sheet, m->name);
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) fw_sheet_number(sheet, numbers[i]);
    fw_sheet_text(sheet, fw_drift_level_name(d->level));
}

fw_code fw_compare_drift(const fw_run_side *a, const fw_run_side *b, size_t threads, fw_sheets *sheets,
                         fw_comparison *out, fw_error *err) {
    const fw_code code = fw_measure_drift(a, b, threads, out, err);
    if (code != FW_OK) return code;
    fw_sheet *sheet =
        fw_sheet_new(sheets, "drift", "kind,name,n_a,n_b,mean_a,mean_b,shift_sd,psi,psi_noise,ks,ks_p,level");
    for (size_t i = 0; i < out->moved_count; i++) drift_row(sheet, &out->moved[i]);
    return FW_OK;
}
