/* summary.c: summary.json: the headline figures under stable keys (see summary_schema.c). What is suppressed
 * on the page is null here. */
#include "report/escape.h"
#include "report/labels.h"
#include "report/render.h"
#include "report/summary_checks.h"

#include "base/json.h"

#include <math.h>

/* Sets a member; a failure is kept in *ok. Steals the value. */
static void put(json_t *object, const char *key, json_t *value, bool *ok) {
    if (!value || json_object_set_new(object, key, value) != 0) *ok = false;
}

static json_t *count(uint64_t value) { return json_integer((json_int_t)value); }

/* Names from the data as valid JSON text. */
static json_t *text(const char *value) {
    fw_buffer plain = {0};
    fw_escape_plain(&plain, value ? value : "");
    json_t *out = plain.failed ? NULL : json_stringn(plain.data ? plain.data : "", plain.len);
    fw_buffer_free(&plain);
    return out;
}

static json_t *estimate(fw_estimate e) {
    bool ok = true;
    json_t *out = json_object();
    put(out, "value", fw_json_number(e.value), &ok);
    put(out, "low", fw_json_number(e.low), &ok);
    put(out, "high", fw_json_number(e.high), &ok);
    put(out, "n", count((uint64_t)e.n), &ok);
    if (ok) return out;
    json_decref(out);
    return NULL;
}

static json_t *weakest_of(const fw_group *group) {
    const int part = fw_commonest_weakest(group);
    return part < 0 ? json_null() : json_string(fw_part_labels[part].key);
}

static json_t *rows_json(const fw_view *view, bool *ok) {
    const fw_intake *in = view->intake;
    json_t *out = json_object();
    put(out, "read", in ? count(in->rows_read) : json_null(), ok);
    put(out, "used", count(in ? in->rows_used : view->report->rows), ok);
    put(out, "rejected", in ? count(in->rows_rejected) : json_null(), ok);
    return out;
}

static json_t *rejected_json(const fw_view *view, bool *ok) {
    json_t *out = json_object();
    for (size_t i = 0; view->intake && i < FW_REASON_COUNT; i++) {
        if (view->intake->reject_counts[i] > 0)
            put(out, fw_reason_labels[i].key, count(view->intake->reject_counts[i]), ok);
    }
    return out;
}

static json_t *ratings_json(const fw_view *view, bool *ok) {
    const fw_moments *ratings = &view->report->ratings;
    json_t *out = json_object();
    put(out, "answers", count((uint64_t)ratings->n), ok);
    put(out, "raters", view->intake ? count(view->intake->raters) : json_null(), ok);
    put(out, "mean", fw_json_number(fw_rated_enough(view) ? ratings->mean : FW_MISSING), ok);
    return out;
}

static json_t *parts_json(const fw_view *view, bool *ok) {
    const fw_group *all = view->all;
    json_t *out = json_object();
    for (size_t p = 0; p < FW_ARC_PARTS; p++) {
        json_t *part = estimate(fw_group_points(all, FW_METRIC_PART + p));
        if (part) put(part, "absent", fw_json_number((double)all->absent[p] / (double)all->answers), ok);
        put(out, fw_part_labels[p].key, part, ok);
    }
    return out;
}

static json_t *weakest_json(const fw_view *view, bool *ok) {
    json_t *out = json_object();
    json_t *shares = json_object();
    for (size_t p = 0; p < FW_ARC_PARTS; p++)
        put(shares, fw_part_labels[p].key, fw_json_number(view->all->weakest[p] / (double)view->all->answers),
            ok);
    put(out, "part", weakest_of(view->all), ok);
    put(out, "shares", shares, ok);
    return out;
}

static json_t *traps_json(const fw_view *view, bool *ok) {
    json_t *out = json_object();
    for (size_t i = 0; i < FW_TRAP_COUNT; i++)
        put(out, fw_trap_labels[i].key,
            estimate(fw_group_share(view->all, (double)view->all->traps[i], FW_MARK_TRAP + i)), ok);
    return out;
}

static json_t *timing_json(const fw_view *view, bool *ok) {
    static const char *const KEYS[FW_TIME_COUNT] = {"below_90", "in_band", "above_120"};
    const fw_moments *seconds = &view->all->seconds;
    json_t *out = json_object();
    put(out, "mean_seconds", fw_json_number(seconds->n > 0 ? seconds->mean : FW_MISSING), ok);
    for (size_t i = 0; i < FW_TIME_COUNT; i++)
        put(out, KEYS[i], fw_json_number((double)view->all->timing[i] / seconds->n), ok);
    put(out, "estimated", fw_json_number((double)view->report->flags[0] / (double)view->report->rows), ok);
    return out;
}

static json_t *change_json(const fw_view *view, bool *ok) {
    const fw_paired_test test = fw_paired(&view->change[0].pairs[0]);
    if (test.change.n < (double)view->report->k) return json_null();
    json_t *out = json_object();
    put(out, "participants", count((uint64_t)test.change.n), ok);
    put(out, "value", fw_json_number(test.change.value), ok);
    put(out, "low", fw_json_number(test.change.low), ok);
    put(out, "high", fw_json_number(test.change.high), ok);
    put(out, "p", fw_json_number(test.p), ok);
    put(out, "d_av", fw_json_number(test.d_av.value), ok);
    put(out, "improved", fw_json_number(test.improved.value), ok);
    return out;
}

static json_t *model_json(const fw_view *view, bool *ok) {
    const fw_model *model = view->model;
    if (!model) return json_null();
    const fw_fit_quality *q = &model->quality;
    const bool fitted = q->rows > 0 && !fw_model_withheld(view);
    const bool has = fitted && q->cv_interval.resamples > 0;
    const double none = FW_MISSING;
    json_t *out = json_object();
    put(out, "type", text(model->type), ok);
    put(out, "trait", text(model->trait), ok);
    put(out, "rated_answers", count(q->rows), ok);
    put(out, "cv_r", fw_json_number(fitted ? q->cv.r : none), ok);
    put(out, "cv_r_low", fw_json_number(has ? q->cv_interval.low.r : none), ok);
    put(out, "cv_r_high", fw_json_number(has ? q->cv_interval.high.r : none), ok);
    put(out, "cv_r2", fw_json_number(fitted ? q->cv.r2 : none), ok);
    put(out, "cv_rmse", fw_json_number(fitted ? q->cv.rmse : none), ok);
    put(out, "cv_qwk", fw_json_number(fitted ? q->cv.qwk : none), ok);
    put(out, "length_only_r", fw_json_number(fitted ? q->length_only.r : none), ok);
    put(out, "rubric_r", fw_json_number(fitted ? q->rubric.r : none), ok);
    const bool known = fitted && isfinite(q->cv.r) && isfinite(q->length_only.r);
    put(out, "beats_length", known ? json_boolean(q->cv.r > q->length_only.r) : json_null(), ok);
    return out;
}

static json_t *cohort_json(const fw_view *view, size_t i, bool *ok) {
    const fw_group *group = &view->cohorts->groups[i];
    const char *why = fw_withheld_phrase(view, view->shown[FW_DIM_COHORT][i]);
    json_t *out = json_object();
    put(out, "name", text(group->name), ok);
    put(out, "suppressed", why ? json_string(why) : json_null(), ok);
    put(out, "answers", why ? json_null() : count(group->answers), ok);
    put(out, "participants", why ? json_null() : count(fw_group_participants(group)), ok);
    put(out, "mean_overall",
        why ? json_null() : estimate(fw_mean_interval(&group->metric[FW_METRIC_OVERALL])), ok);
    put(out, "weakest", why ? json_null() : weakest_of(group), ok);
    return out;
}

static json_t *quartiles_json(const fw_view *view, bool *ok) {
    static const char *const KEYS[] = {"q1", "median", "q3"};
    json_t *out = json_object();
    for (size_t i = 0; i < 3; i++)
        put(out, KEYS[i], fw_json_number(fw_sketch_quantile(view->report->overall, .25 * (double)(i + 1))),
            ok);
    return out;
}

/* Figures about answers; all null below k. */
static void put_figures(const fw_view *view, json_t *root, bool *ok) {
    const fw_group *all = view->all;
    const bool e = view->enough;
    put(root, "mean_overall", e ? estimate(fw_mean_interval(&all->metric[FW_METRIC_OVERALL])) : json_null(),
        ok);
    put(root, "quartiles", e ? quartiles_json(view, ok) : json_null(), ok);
    put(root, "humility", e ? estimate(fw_group_points(all, FW_METRIC_HUMILITY)) : json_null(), ok);
    put(root, "agency", e ? estimate(fw_group_points(all, FW_METRIC_AGENCY)) : json_null(), ok);
    put(root, "parts", e ? parts_json(view, ok) : json_null(), ok);
    put(root, "weakest", e ? weakest_json(view, ok) : json_null(), ok);
    put(root, "traps", e ? traps_json(view, ok) : json_null(), ok);
    put(root, "untrapped", e ? fw_json_number((double)all->untrapped / (double)all->answers) : json_null(),
        ok);
    put(root, "timing", e ? timing_json(view, ok) : json_null(), ok);
    put(root, "change", e ? change_json(view, ok) : json_null(), ok);
}

json_t *fw_summary_json(fw_view *view) {
    bool ok = true;
    json_t *root = json_object();
    json_t *cohorts = json_array();
    json_t *scale = json_object();
    put(root, "version", json_string(FAILWISE_VERSION), &ok);
    put(root, "synthetic", json_boolean(view->report->synthetic), &ok);
    put(root, "k", count(view->report->k), &ok);
    put(root, "n_answers", count(view->report->rows), &ok);
    put(root, "n_participants", view->participants_known ? count(view->participants) : json_null(), &ok);
    put(root, "rows", rows_json(view, &ok), &ok);
    put(root, "rejected", rejected_json(view, &ok), &ok);
    put(root, "ratings", ratings_json(view, &ok), &ok);
    put(scale, "min", fw_json_number(view->scale_min), &ok);
    put(scale, "max", fw_json_number(view->scale_max), &ok);
    put(root, "scale", scale, &ok);
    put_figures(view, root, &ok);
    put(root, "model", model_json(view, &ok), &ok);
    for (size_t i = 0; view->enough && i < view->cohorts->count; i++) {
        if (json_array_append_new(cohorts, cohort_json(view, i, &ok)) != 0) ok = false;
    }
    put(root, "cohorts", cohorts, &ok);
    put(root, "gates", fw_gates_json(view->report->gates, view->report->gate_count), &ok);
    put(root, "drift", fw_drift_json(view->report->drift), &ok);
    put(root, "trend", fw_trends_json(view->trends, view->trend_count), &ok);
    if (ok) return root;
    json_decref(root);
    return NULL;
}
