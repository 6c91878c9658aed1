/* agree_json.c: rater analysis as one JSON object. */
#include "cli/agree_view.h"

#include "base/json.h"

#include <stddef.h>

/* A figure of a struct by name. */
typedef struct field {
    const char *key;
    size_t offset;
} field;

static void put(json_t *object, const char *key, double value) {
    (void)json_object_set_new(object, key, fw_json_number(value));
}

static void put_count(json_t *object, const char *key, size_t value) {
    (void)json_object_set_new(object, key, json_integer((json_int_t)value));
}

static json_t *record(const void *item, const field *fields, size_t count) {
    json_t *object = json_object();
    for (size_t i = 0; i < count; i++)
        put(object, fields[i].key, *(const double *)((const char *)item + fields[i].offset));
    return object;
}
#define RECORD(item, fields) record((item), (fields), sizeof(fields) / sizeof(fields)[0])

static json_t *interval(fw_interval x) {
    json_t *object = json_object();
    put(object, "value", x.value);
    put(object, "low", x.low);
    put(object, "high", x.high);
    return object;
}

static json_t *rater_json(const fw_rater *x) {
    static const field FIELDS[] = {
        {"mean", offsetof(fw_rater, mean)},
        {"sd", offsetof(fw_rater, sd)},
        {"min", offsetof(fw_rater, min)},
        {"max", offsetof(fw_rater, max)},
        {"severity", offsetof(fw_rater, severity.value)},
        {"severity_se", offsetof(fw_rater, severity_se)},
        {"ci_low", offsetof(fw_rater, severity.low)},
        {"ci_high", offsetof(fw_rater, severity.high)},
        {"p", offsetof(fw_rater, severity_p)},
        {"slope", offsetof(fw_rater, slope)},
        {"slope_se", offsetof(fw_rater, slope_se)},
        {"noise", offsetof(fw_rater, noise)},
        {"rest_r", offsetof(fw_rater, rest_r)},
        {"measure", offsetof(fw_rater, measure)},
        {"measure_se", offsetof(fw_rater, measure_se)},
        {"infit", offsetof(fw_rater, infit)},
        {"outfit", offsetof(fw_rater, outfit)},
    };
    json_t *object = json_object(), *flags = json_array(), *figures = RECORD(x, FIELDS);
    (void)json_object_set_new(object, "rater", json_string(x->name));
    put_count(object, "n", x->count);
    (void)json_object_update(object, figures);
    json_decref(figures);
    for (size_t f = 0; f < FW_RATER_FLAGS; f++)
        if (x->flags & 1u << f) (void)json_array_append_new(flags, json_string(fw_rater_flag_name(f)));
    (void)json_object_set_new(object, "flags", flags);
    return object;
}

static json_t *pairs_json(const fw_panel_result *r) {
    static const field FIELDS[] = {
        {"exact", offsetof(fw_rater_pair, agreement.exact)},
        {"adjacent", offsetof(fw_rater_pair, agreement.adjacent)},
        {"kappa", offsetof(fw_rater_pair, kappa)},
        {"qwk", offsetof(fw_rater_pair, agreement.qwk)},
        {"r", offsetof(fw_rater_pair, agreement.r)},
        {"smd", offsetof(fw_rater_pair, agreement.smd)},
        {"difference", offsetof(fw_rater_pair, difference)},
    };
    json_t *list = json_array();
    for (size_t i = 0; i < r->pair_count; i++) {
        const fw_rater_pair *p = &r->pair[i];
        json_t *object = json_object(), *figures = RECORD(p, FIELDS);
        (void)json_object_set_new(object, "rater_a", json_string(r->rater[p->a].name));
        (void)json_object_set_new(object, "rater_b", json_string(r->rater[p->b].name));
        put_count(object, "n", (size_t)p->agreement.n);
        (void)json_object_update(object, figures);
        json_decref(figures);
        (void)json_array_append_new(list, object);
    }
    return list;
}

static json_t *reliability_json(const fw_panel_result *r) {
    json_t *object = json_object();
    for (int k = 0; k < FW_ICC_COUNT; k++)
        (void)json_object_set_new(object, fw_icc_name((fw_icc_kind)k), interval(r->icc.of[k]));
    for (int k = 0; k < FW_ALPHA_COUNT; k++) {
        char name[32];
        snprintf(name, sizeof name, "alpha_%s", fw_alpha_name((fw_alpha_kind)k));
        (void)json_object_set_new(object, name, interval(r->alpha.of[k]));
    }
    put(object, "k", r->icc.k);
    (void)json_object_set_new(object, "complete", json_boolean(r->icc.complete));
    put_count(object, "resamples", r->alpha.resamples);
    return object;
}

static json_t *decision_json(const fw_panel_result *r) {
    static const field FIELDS[] = {{"relative", offsetof(fw_decision, relative)},
                                   {"absolute", offsetof(fw_decision, absolute)},
                                   {"sem_relative", offsetof(fw_decision, sem_relative)},
                                   {"sem_absolute", offsetof(fw_decision, sem_absolute)}};
    json_t *list = json_array();
    for (size_t m = 0; m < FW_DECISION_RATERS; m++) {
        json_t *object = json_object(), *figures = RECORD(&r->decision[m], FIELDS);
        put_count(object, "raters", m + 1);
        (void)json_object_update(object, figures);
        json_decref(figures);
        (void)json_array_append_new(list, object);
    }
    return list;
}

static json_t *facets_json(const fw_facets *f) {
    if (!f->fitted) return json_null();
    json_t *object = json_object(), *steps = json_array();
    (void)json_object_set_new(object, "converged", json_boolean(f->converged));
    put_count(object, "iterations", f->iterations);
    put(object, "mean", f->mean);
    put(object, "sd", f->sd);
    put(object, "sd_se", f->sd_se);
    put(object, "reliability", f->reliability);
    put(object, "separation", f->separation);
    put(object, "log_likelihood", f->log_likelihood);
    for (size_t k = 1; k < f->categories; k++) {
        json_t *step = json_object();
        put(step, "category", f->category[k]);
        put_count(step, "n", f->category_count[k]);
        put(step, "measure", f->threshold[k]);
        put(step, "se", f->threshold_se[k]);
        (void)json_array_append_new(steps, step);
    }
    (void)json_object_set_new(object, "thresholds", steps);
    return object;
}

static json_t *trait_json(const fw_panel_result *r) {
    static const field FIELDS[] = {
        {"mean", offsetof(fw_panel_result, mean)},   {"sd", offsetof(fw_panel_result, sd)},
        {"exact", offsetof(fw_panel_result, exact)}, {"adjacent", offsetof(fw_panel_result, adjacent)},
        {"kappa", offsetof(fw_panel_result, kappa)}, {"qwk", offsetof(fw_panel_result, qwk)}};
    static const field VARIANCES[] = {{"answer", offsetof(fw_components, answer)},
                                      {"rater", offsetof(fw_components, rater)},
                                      {"answer_x_rater", offsetof(fw_components, residual)}};
    json_t *object = json_object(), *figures = RECORD(r, FIELDS), *raters = json_array(),
           *notes = json_array();
    (void)json_object_set_new(object, "trait", json_string(r->trait));
    put_count(object, "ratings", r->ratings);
    put_count(object, "answers", r->answers);
    put_count(object, "shared_answers", r->shared_answers);
    (void)json_object_update(object, figures);
    json_decref(figures);
    for (size_t i = 0; i < r->rater_count; i++) (void)json_array_append_new(raters, rater_json(&r->rater[i]));
    for (size_t i = 0; i < r->note_count; i++) (void)json_array_append_new(notes, json_string(r->note[i]));
    (void)json_object_set_new(object, "reliability", reliability_json(r));
    (void)json_object_set_new(object, "variance", RECORD(&r->components, VARIANCES));
    (void)json_object_set_new(object, "decision_study", decision_json(r));
    (void)json_object_set_new(object, "raters", raters);
    (void)json_object_set_new(object, "pairs", pairs_json(r));
    (void)json_object_set_new(object, "facets", facets_json(&r->facets));
    (void)json_object_set_new(object, "notes", notes);
    return object;
}

fw_code fw_agree_print_json(const fw_agree *agree, fw_error *err) {
    json_t *object = json_object(), *traits = json_array(), *rejects = json_array();
    const fw_rating_reject *all = fw_ratings_rejects(agree->ratings);
    put_count(object, "rows_read", (size_t)fw_ratings_rows(agree->ratings));
    put_count(object, "rows_used", fw_ratings_count(agree->ratings));
    put_count(object, "rows_rejected", fw_ratings_reject_count(agree->ratings));
    for (size_t i = 0; i < fw_ratings_reject_count(agree->ratings); i++)
        (void)json_array_append_new(rejects,
                                    json_pack("{s:I, s:s, s:s}", "line", (json_int_t)all[i].line, "code",
                                              fw_rating_reject_name(all[i].code), "message", all[i].message));
    (void)json_object_set_new(object, "rejects", rejects);
    (void)json_object_set_new(object, "reject_gate_failed", json_boolean(agree->reject_gate_failed));
    for (size_t i = 0; i < agree->trait_count; i++)
        (void)json_array_append_new(traits, trait_json(agree->trait[i]));
    (void)json_object_set_new(object, "traits", traits);
    return fw_console_json(object, false, err);
}
