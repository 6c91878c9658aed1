/* summary_schema.c: the members of summary.json, and the check against them. */
#include "report/summary_schema.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define ESTIMATE(path, what)                                                                                 \
    {path, "object or null", what}, {path ".value", "number or null", "the estimate"},                       \
        {path ".low", "number or null", "lower end of the 95 % interval"},                                   \
        {path ".high", "number or null", "upper end of the 95 % interval"}, {                                \
        path ".n", "integer", "participants (of shares: answers)"                                            \
    }

const fw_summary_member fw_summary_members[] = {
    {"version", "string", "of the program"},
    {"synthetic", "boolean", "the data are labelled synthetic"},
    {"k", "integer", "disclosure threshold: figures of fewer participants are null"},
    {"n_answers", "integer", "answers scored"},
    {"n_participants", "integer or null", "null: participants not given"},
    {"rows", "object", "what became of the input"},
    {"rows.read", "integer or null", "rows read"},
    {"rows.used", "integer", "rows used"},
    {"rows.rejected", "integer or null", "rows set aside"},
    {"rejected", "object", "rows by reason; only reasons that occur"},
    {"rejected.*", "integer", "rows with that reason (codes as in rejects.csv)"},
    {"ratings", "object", "what is known of ratings"},
    {"ratings.answers", "integer", "answers with a rating"},
    {"ratings.raters", "integer or null", "distinct raters"},
    {"ratings.mean", "number or null", "mean of the answers' mean ratings"},
    {"scale", "object", "of the overall score"},
    {"scale.min", "number", "lowest score"},
    {"scale.max", "number", "highest score"},
    ESTIMATE("mean_overall", "mean overall score over participants"),
    {"quartiles", "object or null", "of the overall score over answers"},
    {"quartiles.q1", "number or null", "a quarter scores below"},
    {"quartiles.median", "number or null", "half score this or less"},
    {"quartiles.q3", "number or null", "three quarters score below"},
    ESTIMATE("humility", "mean of failure and diagnosis, 0 to 4"),
    ESTIMATE("agency", "mean of action, learning and improvement, 0 to 4"),
    {"parts", "object or null", "the five parts, by fail diag act learn impr"},
    ESTIMATE("parts.*", "mean of a part, 0 to 4"),
    {"parts.*.absent", "number or null", "share of answers without it"},
    {"weakest", "object or null", "the weakest part"},
    {"weakest.part", "string or null", "most often the weakest"},
    {"weakest.shares", "object", "by part"},
    {"weakest.shares.*", "number or null", "share of answers in which it is the weakest; ties are divided"},
    {"traps", "object or null", "by fake team no_number no_change refusal"},
    ESTIMATE("traps.*", "share of answers in the trap"),
    {"untrapped", "number or null", "share of answers in no trap"},
    {"timing", "object or null", "spoken time"},
    {"timing.mean_seconds", "number or null", "seconds"},
    {"timing.below_90", "number or null", "share of answers under 90 s"},
    {"timing.in_band", "number or null", "share from 90 to 120 s"},
    {"timing.above_120", "number or null", "share over 120 s"},
    {"timing.estimated", "number or null", "share whose time is estimated from words"},
    {"change", "object or null", "last minus first attempt of the same participants"},
    {"change.participants", "integer", "with two attempts"},
    {"change.value", "number or null", "mean change of the overall score"},
    {"change.low", "number or null", "lower end of the 95 % interval"},
    {"change.high", "number or null", "upper end of the 95 % interval"},
    {"change.p", "number or null", "paired t test, two-sided"},
    {"change.d_av", "number or null", "effect size, Cohen's d with the mean of both SDs"},
    {"change.improved", "number or null", "share of participants who improved"},
    {"model", "object or null", "the model that scored"},
    {"model.type", "string", "as in model.json"},
    {"model.trait", "string", "the rated trait it was fitted to"},
    {"model.rated_answers", "integer", "it was fitted to; 0: the rubric"},
    {"model.cv_r", "number or null", "cross-validated correlation with ratings"},
    {"model.cv_r_low", "number or null", "lower end of its 95 % interval"},
    {"model.cv_r_high", "number or null", "upper end of its 95 % interval"},
    {"model.cv_r2", "number or null", "cross-validated share of variance explained"},
    {"model.cv_rmse", "number or null", "cross-validated root mean squared error, points"},
    {"model.cv_qwk", "number or null", "cross-validated quadratic weighted kappa"},
    {"model.length_only_r", "number or null", "the same r from the number of words alone"},
    {"model.rubric_r", "number or null", "r of the rubric's own score"},
    {"model.beats_length", "boolean or null", "cv_r is above length_only_r"},
    {"gates", "list", "quality gates of the run, in the order of the manual; empty when made again"},
    {"gates.[]", "object", "one gate"},
    {"gates.[].name", "string", "the option, without its dashes"},
    {"gates.[].value", "number or null", "as measured; null: could not be measured, or nobody"},
    {"gates.[].limit", "number", "what it was held to"},
    {"gates.[].column", "string or null", "the column it was measured on, where there are several"},
    {"gates.[].passed", "boolean", "false: the run ended with status 1"},
    {"drift", "object or null", "against the earlier run (--baseline, or latest)"},
    {"drift.baseline", "string", "name of that run's folder"},
    {"drift.answers_before", "integer", "answers of that run"},
    {"drift.psi", "number or null", "population stability index of the overall score"},
    {"drift.psi_noise", "number or null", "what it exceeds once in 20 times though nothing has moved"},
    {"drift.largest_psi", "number or null", "largest of all scores and features that exceed their noise"},
    {"drift.column", "string or null", "which one; null: none does"},
    {"drift.withheld", "boolean",
     "true: fewer than k people differ from that run, and figures would tell of them"},
    {"trend", "list", "figures beside those of the last runs in history.csv; empty without"},
    {"trend.[]", "object", "one figure"},
    {"trend.[].figure", "string", "a column of history.csv"},
    {"trend.[].value", "number", "of this run"},
    {"trend.[].runs", "integer", "earlier runs that have it"},
    {"trend.[].median", "number", "of these"},
    {"trend.[].low", "number", "lowest of these"},
    {"trend.[].high", "number", "highest of these"},
    {"trend.[].outside", "boolean", "beyond all of at least five"},
    {"cohorts", "list", "in the order of the report; empty below k"},
    {"cohorts.[]", "object", "one cohort"},
    {"cohorts.[].name", "string", "as in the data"},
    {"cohorts.[].suppressed", "string or null", "why its figures are null"},
    {"cohorts.[].answers", "integer or null", "answers"},
    {"cohorts.[].participants", "integer or null", "participants"},
    ESTIMATE("cohorts.[].mean_overall", "mean overall score"),
    {"cohorts.[].weakest", "string or null", "the part that is most often the weakest"},
};
const size_t fw_summary_member_count = sizeof fw_summary_members / sizeof fw_summary_members[0];

static bool has_type(const json_t *value, const char *type) {
    static const struct {
        const char *name;
        json_type types[2];
    } TYPES[] = {{"string", {JSON_STRING, JSON_STRING}},    {"number", {JSON_REAL, JSON_INTEGER}},
                 {"integer", {JSON_INTEGER, JSON_INTEGER}}, {"boolean", {JSON_TRUE, JSON_FALSE}},
                 {"object", {JSON_OBJECT, JSON_OBJECT}},    {"list", {JSON_ARRAY, JSON_ARRAY}}};
    if (json_is_null(value)) return strstr(type, "or null") != NULL;
    for (size_t i = 0; i < sizeof TYPES / sizeof TYPES[0]; i++) {
        if (strncmp(type, TYPES[i].name, strlen(TYPES[i].name)) != 0) continue;
        return json_typeof(value) == TYPES[i].types[0] || json_typeof(value) == TYPES[i].types[1];
    }
    return false;
}

/* The member of that name inside `parent` (""  = the root); "*" stands for any. */
static const fw_summary_member *find(const char *parent, const char *name) {
    char exact[160], any[160];
    const char *dot = *parent ? "." : "";
    (void)snprintf(exact, sizeof exact, "%s%s%s", parent, dot, name);
    (void)snprintf(any, sizeof any, "%s%s*", parent, dot);
    const fw_summary_member *wild = NULL;
    for (size_t i = 0; i < fw_summary_member_count; i++) {
        if (strcmp(fw_summary_members[i].path, exact) == 0) return &fw_summary_members[i];
        if (strcmp(fw_summary_members[i].path, any) == 0) wild = &fw_summary_members[i];
    }
    return wild;
}

/* The name of a member that `parent` must have; NULL when the entry is not directly inside it. */
static const char *required(const fw_summary_member *member, const char *parent) {
    const size_t len = strlen(parent);
    if (len && (strncmp(member->path, parent, len) != 0 || member->path[len] != '.')) return NULL;
    const char *name = member->path + (len ? len + 1 : 0);
    return strchr(name, '.') || strcmp(name, "*") == 0 || strcmp(name, "[]") == 0 ? NULL : name;
}

static bool object_is_valid(const json_t *object, const char *parent, char *why, size_t size);

static bool value_is_valid(const json_t *value, const char *parent, const char *name, char *why,
                           size_t size) {
    const fw_summary_member *member = find(parent, name);
    if (!member || !has_type(value, member->type)) {
        (void)snprintf(why, size, "%s.%s: %s", parent, name, member ? "another type" : "not documented");
        return false;
    }
    if (json_is_object(value)) return object_is_valid(value, member->path, why, size);
    for (size_t i = 0; i < json_array_size(value); i++)
        if (!value_is_valid(json_array_get(value, i), member->path, "[]", why, size)) return false;
    return true;
}

static bool object_is_valid(const json_t *object, const char *parent, char *why, size_t size) {
    for (size_t i = 0; i < fw_summary_member_count; i++) {
        const char *name = required(&fw_summary_members[i], parent);
        if (!name || json_object_get(object, name)) continue;
        (void)snprintf(why, size, "%s.%s: missing", parent, name);
        return false;
    }
    const char *name;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)object, name, value) {
        if (!value_is_valid(value, parent, name, why, size)) return false;
    }
    return true;
}

bool fw_summary_is_valid(const json_t *summary, char *why, size_t size) {
    if (size) why[0] = '\0';
    if (json_is_object(summary)) return object_is_valid(summary, "", why, size);
    (void)snprintf(why, size, "not an object");
    return false;
}
