/* model.c: the tables about a model that was fitted to a table. */
#include "run/table/table.h"

#include "base/csv_out.h"

#include <math.h>

enum { DIGITS = 17 };

static void number(fw_csv *csv, double value) { fw_csv_number(csv, value, DIGITS); }

/* The intercept comes first; then every feature in the order given. */
static void write_coefficient(fw_csv *csv, const fw_model *m, size_t i) {
    const bool intercept = i == m->weight_count;
    const fw_coefficient *e = &m->table->estimates[i];
    const bool used = intercept || m->weights[i].used;
    fw_csv_word(csv, intercept ? "Intercept" : m->weights[i].name);
    number(csv, intercept ? m->intercept : m->weights[i].weight);
    number(csv, used ? e->se : (double)NAN);
    number(csv, used ? e->ci_low : (double)NAN);
    number(csv, used ? e->ci_high : (double)NAN);
    number(csv, intercept ? (double)NAN : used ? e->standardized : 0);
    number(csv, intercept ? (double)NAN : used ? e->relative : 0);
    number(csv, intercept ? (double)NAN : m->weights[i].sign_expected);
    number(csv, used ? e->stable : (double)NAN);
    fw_csv_end_row(csv);
}

static void write_coefficients(fw_csv *csv, const fw_model *m) {
    write_coefficient(csv, m, m->weight_count);
    for (size_t i = 0; i < m->weight_count; i++) write_coefficient(csv, m, i);
}

static void write_uncertain(fw_csv *csv, const fw_model *m, size_t i) {
    const bool intercept = i == m->weight_count;
    const fw_coefficient *e = &m->table->estimates[i];
    fw_csv_word(csv, intercept ? "Intercept" : m->weights[i].name);
    fw_csv_word(csv, intercept || m->weights[i].used ? m->table->errors : "");
    const double values[] = {e->se,       e->t,         e->p,      e->classical_se, e->boot_se,
                             e->boot_low, e->boot_high, e->stable, e->vif,          e->drop_one};
    for (size_t k = 0; k < sizeof values / sizeof values[0]; k++) number(csv, values[k]);
    fw_csv_word(csv, intercept ? "" : m->weights[i].reason);
    fw_csv_end_row(csv);
}

static void write_uncertainty(fw_csv *csv, const fw_model *m) {
    write_uncertain(csv, m, m->weight_count);
    for (size_t i = 0; i < m->weight_count; i++) write_uncertain(csv, m, i);
}

/* Coefficients that give the rescaled score directly. */
static void write_scaled(fw_csv *csv, const fw_model *m) {
    const fw_table_part *t = m->table;
    const double k = t->prediction_sd > 0 ? t->human_sd / t->prediction_sd : 0;
    fw_csv_word(csv, "Intercept");
    number(csv, m->intercept * k + t->human_mean - t->prediction_mean * k);
    fw_csv_end_row(csv);
    for (size_t i = 0; i < m->weight_count; i++) {
        fw_csv_word(csv, m->weights[i].name);
        number(csv, m->weights[i].weight * k);
        fw_csv_end_row(csv);
    }
}

static void write_preprocessing(fw_csv *csv, const fw_model *m) {
    for (size_t i = 0; i < m->weight_count; i++) {
        const fw_step *s = &m->table->steps[i];
        fw_csv_word(csv, m->weights[i].name);
        fw_csv_word(csv, fw_transform_name(s->transform));
        number(csv, s->sign);
        number(csv, s->raw_mean);
        number(csv, s->raw_sd);
        number(csv, s->clamp_low);
        number(csv, s->clamp_high);
        number(csv, s->transformed_mean);
        number(csv, s->transformed_sd);
        fw_csv_word(csv, m->weights[i].used ? "yes" : "no");
        fw_csv_word(csv, m->weights[i].reason);
        fw_csv_end_row(csv);
    }
}

static void write_postprocessing(fw_csv *csv, const fw_model *m) {
    const fw_table_part *t = m->table;
    const double values[] = {t->human_mean, t->human_sd, t->prediction_mean, t->prediction_sd,
                             t->trim_max,   t->trim_min, t->trim_tolerance};
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) number(csv, values[i]);
    fw_csv_end_row(csv);
}

static void write_fit(fw_csv *csv, const fw_model *m) {
    const fw_table_part *t = m->table;
    fw_csv_word(csv, m->type);
    fw_csv_count(csv, m->quality.rows);
    fw_csv_count(csv, m->quality.participants);
    const double values[] = {t->fit_features,     t->r2, t->r2_adjusted, t->residual_sd, m->quality.lambda,
                             m->quality.condition};
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) number(csv, values[i]);
    fw_csv_word(csv, t->solver);
    fw_csv_word(csv, t->errors);
    fw_csv_end_row(csv);
}

static void write_measures(fw_csv *csv, const char *name, const fw_agreement *a) {
    fw_csv_word(csv, name);
    const double values[] = {a->n, a->r, a->r2, a->rmse, a->qwk, a->smd, a->exact, a->adjacent};
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) number(csv, values[i]);
    fw_csv_end_row(csv);
}

/* The baselines always stand beside the model. */
static void write_validation(fw_csv *csv, const fw_model *m) {
    const fw_fit_quality *q = &m->quality;
    write_measures(csv, "cross_validated", &q->cv);
    write_measures(csv, "cross_validated_low", &q->cv_interval.low);
    write_measures(csv, "cross_validated_high", &q->cv_interval.high);
    write_measures(csv, "length_only", &q->length_only);
    write_measures(csv, "mean_only", &q->mean_only);
    write_measures(csv, "training", &q->train);
}

static void write_learning(fw_csv *csv, const fw_model *m) {
    for (size_t i = 0; i < m->table->learning_count; i++) {
        number(csv, m->table->learning[i].share);
        number(csv, m->table->learning[i].rows);
        number(csv, m->table->learning[i].r);
        fw_csv_end_row(csv);
    }
}

static void write_notes(fw_csv *csv, const fw_model *m) {
    for (size_t i = 0; i < m->note_count; i++) {
        fw_csv_word(csv, m->note[i]);
        fw_csv_end_row(csv);
    }
}

static const char *const COEFFICIENTS[] = {
    "feature",  "coefficient",   "se",     "ci_low", "ci_high", "standardized",
    "relative", "sign_expected", "stable", NULL};
static const char *const UNCERTAINTY[] = {
    "feature",       "errors",         "se",     "t",   "p",          "classical_se", "bootstrap_se",
    "bootstrap_low", "bootstrap_high", "stable", "vif", "drop_one_r", "reason",       NULL};
static const char *const SCALED[] = {"feature", "coefficient", NULL};
static const char *const PREPROCESSING[] = {"feature",
                                            "transform",
                                            "sign",
                                            "train_mean",
                                            "train_sd",
                                            "clamp_low",
                                            "clamp_high",
                                            "train_transformed_mean",
                                            "train_transformed_sd",
                                            "used",
                                            "reason",
                                            NULL};
static const char *const POSTPROCESSING[] = {
    "h1_mean",  "h1_sd",    "train_predictions_mean", "train_predictions_sd",
    "trim_max", "trim_min", "trim_tolerance",         NULL};
static const char *const FIT[] = {"model",     "rows",        "participants", "features",
                                  "r2",        "r2_adjusted", "residual_sd",  "lambda",
                                  "condition", "solver",      "errors",       NULL};
static const char *const VALIDATION[] = {"scores", "n",   "r",     "r2",       "rmse",
                                         "qwk",    "smd", "exact", "adjacent", NULL};
static const char *const LEARNING[] = {"share", "rows", "r", NULL};
static const char *const NOTES[] = {"note", NULL};

static const fw_model_table TABLES[] = {
    {"coefficients.csv", COEFFICIENTS, write_coefficients},
    {"uncertainty.csv", UNCERTAINTY, write_uncertainty},
    {"coefficients_scaled.csv", SCALED, write_scaled},
    {"preprocessing.csv", PREPROCESSING, write_preprocessing},
    {"postprocessing.csv", POSTPROCESSING, write_postprocessing},
    {"model_fit.csv", FIT, write_fit},
    {"validation.csv", VALIDATION, write_validation},
    {"learning_curve.csv", LEARNING, write_learning},
    {"notes.csv", NOTES, write_notes},
};

fw_code fw_write_model_tables(const fw_table_output *out, const fw_model *model, fw_error *err) {
    for (size_t i = 0; i < sizeof TABLES / sizeof TABLES[0]; i++) {
        const fw_code code = fw_write_model_table(out, &TABLES[i], model, err);
        if (code != FW_OK) return code;
    }
    return fw_write_part_tables(out, model, err);
}
