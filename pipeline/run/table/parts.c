/* parts.c: the tables that only some models have: thresholds, tests of odds, weights by group. */
#include "run/table/table.h"

#include "base/csv_out.h"

#include <math.h>

enum { DIGITS = 17 };

typedef struct {
    fw_model_table table;
    bool groups; /* of a model with weights by group, else of an ordinal one */
} part_table;

static void number(fw_csv *csv, double value) { fw_csv_number(csv, value, DIGITS); }

/* The threshold of a row parts its rating from the next. */
static void write_thresholds(fw_csv *csv, const fw_model *m) {
    const fw_ordinal_part *part = m->ordinal;
    for (size_t k = 0; k < part->levels; k++) {
        const bool last = k + 1 == part->levels;
        number(csv, part->level[k]);
        number(csv, last ? (double)NAN : part->threshold[k]);
        number(csv, last ? (double)NAN : part->se[k]);
        fw_csv_end_row(csv);
    }
}

static void write_odds_test(fw_csv *csv, const char *name, const fw_odds_test *t) {
    fw_csv_word(csv, name);
    number(csv, t->chi2);
    number(csv, t->df);
    number(csv, t->p);
    fw_csv_end_row(csv);
}

static void write_odds(fw_csv *csv, const fw_model *m) {
    write_odds_test(csv, "all", &m->ordinal->odds);
    for (size_t i = 0; i < m->weight_count; i++)
        write_odds_test(csv, m->weights[i].name, &m->ordinal->odds_alone[i]);
}

static void write_likelihood(fw_csv *csv, const fw_model *m) {
    const fw_ordinal_part *part = m->ordinal;
    fw_csv_word(csv, part->status);
    fw_csv_count(csv, part->steps);
    number(csv, part->log_likelihood);
    number(csv, part->null_log_likelihood);
    number(csv, 1 - part->log_likelihood / part->null_log_likelihood);
    number(csv, part->penalty);
    fw_csv_end_row(csv);
}

static void write_group(fw_csv *csv, const fw_model *m, const char *name, const fw_group_weights *g) {
    for (size_t i = 0; i <= m->weight_count; i++) {
        const bool intercept = i == 0;
        const double pooled = intercept ? m->intercept : m->weights[i - 1].weight;
        const double weight = intercept ? g->intercept : g->weight[i - 1];
        const double se = intercept ? (double)NAN : g->se[i - 1];
        if (!intercept && !m->weights[i - 1].used) continue;
        fw_csv_word(csv, name);
        fw_csv_word(csv, intercept ? "Intercept" : m->weights[i - 1].name);
        number(csv, weight);
        number(csv, se);
        number(csv, weight - 1.959963984540054 * se);
        number(csv, weight + 1.959963984540054 * se);
        number(csv, pooled);
        number(csv, weight - pooled);
        fw_csv_end_row(csv);
    }
}

static void write_group_weights(fw_csv *csv, const fw_model *m) {
    for (size_t g = 0; g < m->groups->count; g++)
        write_group(csv, m, m->groups->groups[g].name, &m->groups->groups[g]);
}

static void write_groups(fw_csv *csv, const fw_model *m) {
    for (size_t g = 0; g < m->groups->count; g++) {
        const fw_group_weights *w = &m->groups->groups[g];
        fw_csv_word(csv, w->name);
        fw_csv_count(csv, w->rows);
        fw_csv_count(csv, w->participants);
        const double values[] = {w->r, w->pooled_r, w->rmse, w->pooled_rmse};
        for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) number(csv, values[i]);
        fw_csv_end_row(csv);
    }
}

static void write_group_test(fw_csv *csv, const char *name, const fw_group_test *t, double strength) {
    fw_csv_word(csv, name);
    const double values[] = {t->f, t->df1, t->df2, t->p, t->p_resampled, strength};
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) number(csv, values[i]);
    fw_csv_end_row(csv);
}

static void write_group_tests(fw_csv *csv, const fw_model *m) {
    write_group_test(csv, "levels", &m->groups->levels, m->groups->level_strength);
    write_group_test(csv, "weights", &m->groups->weights, m->groups->weight_strength);
}

static const char *const THRESHOLDS[] = {"rating", "threshold", "se", NULL};
static const char *const ODDS[] = {"feature", "chi2", "df", "p", NULL};
static const char *const LIKELIHOOD[] = {
    "status", "steps", "log_likelihood", "null_log_likelihood", "pseudo_r2", "penalty", NULL};
static const char *const GROUP_WEIGHTS[] = {"group",   "feature", "coefficient", "se", "ci_low",
                                            "ci_high", "pooled",  "difference",  NULL};
static const char *const GROUPS[] = {"group",    "rows", "participants", "r",
                                     "pooled_r", "rmse", "pooled_rmse",  NULL};
static const char *const GROUP_TESTS[] = {"differ", "f", "df1", "df2", "p", "p_resampled", "strength", NULL};

static const part_table TABLES[] = {
    {{"thresholds.csv", THRESHOLDS, write_thresholds}, false},
    {{"proportional_odds.csv", ODDS, write_odds}, false},
    {{"likelihood.csv", LIKELIHOOD, write_likelihood}, false},
    {{"group_weights.csv", GROUP_WEIGHTS, write_group_weights}, true},
    {{"groups.csv", GROUPS, write_groups}, true},
    {{"group_tests.csv", GROUP_TESTS, write_group_tests}, true},
};

fw_code fw_write_part_tables(const fw_table_output *out, const fw_model *model, fw_error *err) {
    for (size_t i = 0; i < sizeof TABLES / sizeof TABLES[0]; i++) {
        if (!(TABLES[i].groups ? model->groups != NULL : model->ordinal != NULL)) continue;
        const fw_code code = fw_write_model_table(out, &TABLES[i].table, model, err);
        if (code != FW_OK) return code;
    }
    return FW_OK;
}
