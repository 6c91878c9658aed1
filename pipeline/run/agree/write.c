/* write.c: the tables of `failwise agree`: a function a table, one header, all traits below each
 * other. */
#include "run/agree/agree.h"

#include "base/csv_out.h"
#include "load/rejects.h"

#include <math.h>
#include <stdlib.h>

/* More would be rounding that depends on the order of rows. */
enum { DIGITS = 10 };

static void numbers(fw_csv *csv, const double *values, size_t count) {
    for (size_t i = 0; i < count; i++) fw_csv_number(csv, values[i], DIGITS);
}
#define NUMBERS(csv, ...)                                                                                    \
    numbers(csv, (const double[]){__VA_ARGS__}, sizeof((const double[]){__VA_ARGS__}) / sizeof(double))

static void start_row(fw_csv *csv, const fw_panel_result *r, const char *what) {
    fw_csv_word(csv, r->trait);
    fw_csv_word(csv, what);
}

static void write_flags(fw_csv *csv, uint32_t flags) {
    fw_buffer text = {0};
    for (size_t f = 0; f < FW_RATER_FLAGS; f++)
        if (flags & 1u << f) fw_buffer_printf(&text, "%s%s", text.len ? ";" : "", fw_rater_flag_name(f));
    fw_csv_word(csv, text.data ? text.data : "");
    fw_buffer_free(&text);
}

static const char *const RATERS[] = {"trait", "rater",    "n",           "mean",   "sd",      "min",
                                     "max",   "severity", "severity_se", "ci_low", "ci_high", "p",
                                     "slope", "slope_se", "noise",       "rest_r", "measure", "measure_se",
                                     "infit", "outfit",   "flags",       NULL};
static void write_raters(fw_csv *csv, const fw_panel_result *r) {
    for (size_t i = 0; i < r->rater_count; i++) {
        const fw_rater *x = &r->rater[i];
        start_row(csv, r, x->name);
        fw_csv_count(csv, x->count);
        NUMBERS(csv, x->mean, x->sd, x->min, x->max, x->severity.value, x->severity_se, x->severity.low,
                x->severity.high, x->severity_p, x->slope, x->slope_se, x->noise, x->rest_r, x->measure,
                x->measure_se, x->infit, x->outfit);
        write_flags(csv, x->flags);
        fw_csv_end_row(csv);
    }
}

static const char *const DISTRIBUTION[] = {"trait", "rater", "rating", "n", "share", NULL};
static void write_distribution(fw_csv *csv, const fw_panel_result *r) {
    for (size_t i = 0; i < r->level_count; i++) {
        const fw_rater_level *l = &r->level[i];
        start_row(csv, r, r->rater[l->rater].name);
        fw_csv_number(csv, l->value, DIGITS);
        fw_csv_count(csv, l->count);
        fw_csv_number(csv, (double)l->count / (double)r->rater[l->rater].count, DIGITS);
        fw_csv_end_row(csv);
    }
}

static const char *const PAIRS[] = {"trait", "rater_a", "rater_b", "n",   "exact",      "adjacent",
                                    "kappa", "qwk",     "r",       "smd", "difference", NULL};
static void write_pairs(fw_csv *csv, const fw_panel_result *r) {
    for (size_t i = 0; i < r->pair_count; i++) {
        const fw_rater_pair *p = &r->pair[i];
        start_row(csv, r, r->rater[p->a].name);
        fw_csv_word(csv, r->rater[p->b].name);
        fw_csv_count(csv, (uint64_t)p->agreement.n);
        NUMBERS(csv, p->agreement.exact, p->agreement.adjacent, p->kappa, p->agreement.qwk, p->agreement.r,
                p->agreement.smd, p->difference);
        fw_csv_end_row(csv);
    }
}

static void write_measure(fw_csv *csv, const fw_panel_result *r, const char *name, fw_interval value,
                          const char *interval, size_t answers, double k) {
    start_row(csv, r, name);
    NUMBERS(csv, value.value, value.low, value.high);
    fw_csv_word(csv, interval);
    fw_csv_count(csv, answers);
    fw_csv_number(csv, k, DIGITS);
    fw_csv_end_row(csv);
}

static const char *const RELIABILITY[] = {
    "trait", "measure", "value", "ci_low", "ci_high", "interval", "answers", "ratings_per_answer", NULL};
static void write_reliability(fw_csv *csv, const fw_panel_result *r) {
    const double nan = (double)NAN;
    for (int k = 0; k < FW_ICC_COUNT; k++) {
        const bool mean = k == FW_ICC_K || k == FW_ICC_AK || k == FW_ICC_CK;
        write_measure(csv, r, fw_icc_name((fw_icc_kind)k), r->icc.of[k],
                      r->icc.complete ? "F" : "F approximate", r->answers, mean ? r->icc.k : 1);
    }
    for (int k = 0; k < FW_ALPHA_COUNT; k++) {
        char name[32];
        snprintf(name, sizeof name, "alpha_%s", fw_alpha_name((fw_alpha_kind)k));
        write_measure(csv, r, name, r->alpha.of[k], r->alpha.resamples ? "bootstrap" : "", r->alpha.answers,
                      nan);
    }
    if (!r->facets.fitted) return;
    write_measure(csv, r, "rasch_answers", (fw_interval){r->facets.reliability, nan, nan}, "", r->answers,
                  nan);
    write_measure(csv, r, "rasch_raters", (fw_interval){r->facets.separation, nan, nan}, "", r->answers, nan);
}

static const char *const COMPONENTS[] = {"trait",  "component", "df",    "mean_square",
                                         "weight", "variance",  "share", NULL};
static void write_components(fw_csv *csv, const fw_panel_result *r) {
    const fw_components *c = &r->components;
    const double total = fmax(0, c->answer) + fmax(0, c->rater) + c->residual;
    const double rows[3][4] = {{c->answer_df, c->answer_ms, c->answer_weight, c->answer},
                               {c->rater_df, c->rater_ms, c->rater_weight, c->rater},
                               {c->residual_df, c->residual_ms, 1, c->residual}};
    static const char *const NAMES[3] = {"answer", "rater", "answer_x_rater"};
    for (size_t i = 0; i < 3; i++) {
        start_row(csv, r, NAMES[i]);
        numbers(csv, rows[i], 4);
        fw_csv_number(csv, total > 0 ? fmax(0, rows[i][3]) / total : (double)NAN, DIGITS);
        fw_csv_end_row(csv);
    }
}

static const char *const DECISION[] = {"trait",        "raters",       "relative", "absolute",
                                       "sem_relative", "sem_absolute", NULL};
static void write_decision(fw_csv *csv, const fw_panel_result *r) {
    for (size_t m = 0; m < FW_DECISION_RATERS; m++) {
        const fw_decision *d = &r->decision[m];
        fw_csv_word(csv, r->trait);
        fw_csv_count(csv, m + 1);
        NUMBERS(csv, d->relative, d->absolute, d->sem_relative, d->sem_absolute);
        fw_csv_end_row(csv);
    }
}

static void write_element(fw_csv *csv, const fw_panel_result *r, const char *facet, const char *element,
                          size_t n, const double figures[4]) {
    start_row(csv, r, facet);
    fw_csv_word(csv, element);
    fw_csv_count(csv, n);
    numbers(csv, figures, 4);
    fw_csv_end_row(csv);
}

static const char *const FACETS[] = {"trait", "facet", "element", "n", "measure",
                                     "se",    "infit", "outfit",  NULL};
static void write_facets(fw_csv *csv, const fw_panel_result *r) {
    const fw_facets *f = &r->facets;
    const double nan = (double)NAN;
    if (!f->fitted) return;
    for (size_t i = 0; i < r->rater_count; i++) {
        const fw_rater *x = &r->rater[i];
        write_element(csv, r, "rater", x->name, x->count,
                      (const double[]){x->measure, x->measure_se, x->infit, x->outfit});
    }
    for (size_t k = 1; k < f->categories; k++) {
        char name[32];
        snprintf(name, sizeof name, "%.10g", f->category[k]);
        write_element(
            csv, r, "threshold", name, f->category_count[k],
            (const double[]){f->threshold[k], f->categories > 2 ? f->threshold_se[k] : nan, nan, nan});
    }
    write_element(csv, r, "answers", "mean", r->answers, (const double[]){f->mean, nan, nan, nan});
    write_element(csv, r, "answers", "sd", r->answers, (const double[]){f->sd, f->sd_se, nan, nan});
}

static const char *const NOTES[] = {"trait", "note", NULL};
static void write_notes(fw_csv *csv, const fw_panel_result *r) {
    for (size_t i = 0; i < r->note_count; i++) {
        start_row(csv, r, r->note[i]);
        fw_csv_end_row(csv);
    }
}

static const struct {
    const char *name;
    const char *const *header;
    void (*rows)(fw_csv *csv, const fw_panel_result *result);
} TABLES[] = {
    {"raters.csv", RATERS, write_raters},
    {"distribution.csv", DISTRIBUTION, write_distribution},
    {"pairs.csv", PAIRS, write_pairs},
    {"reliability.csv", RELIABILITY, write_reliability},
    {"components.csv", COMPONENTS, write_components},
    {"decision_study.csv", DECISION, write_decision},
    {"facets.csv", FACETS, write_facets},
    {"notes.csv", NOTES, write_notes},
};

static fw_code write_rejects(const fw_agree *agree, const char *path, const fw_outdir *dir, fw_error *err) {
    fw_rejects rejects;
    char *name = fw_outdir_path(dir, "rejects.csv");
    fw_code code = name ? fw_rejects_open(&rejects, name, true, err) : fw_fail_nomem(err);
    free(name);
    if (code != FW_OK) return code;
    fw_rejects_add_ratings(&rejects, path, agree->ratings);
    return fw_rejects_commit(&rejects, err);
}

fw_code fw_agree_write(const fw_agree *agree, const char *path, const fw_outdir *dir, fw_error *err) {
    fw_code code = FW_OK;
    for (size_t t = 0; t < sizeof TABLES / sizeof TABLES[0] && code == FW_OK; t++) {
        fw_csv csv;
        size_t columns = 0;
        code = fw_csv_open_in(&csv, dir, TABLES[t].name, err);
        if (code != FW_OK) return code;
        while (TABLES[t].header[columns]) columns++;
        fw_csv_header(&csv, TABLES[t].header, columns);
        for (size_t i = 0; i < agree->trait_count; i++) TABLES[t].rows(&csv, agree->trait[i]);
        code = fw_csv_commit(&csv, err);
    }
    return code == FW_OK ? write_rejects(agree, path, dir, err) : code;
}
