/* tables.c: the tables of an evaluation that are about all rows. */
#include "run/evaluate/evaluate.h"

#include <math.h>
#include <string.h>

#define CI(name) name "," name "_low," name "_high"

const fw_sheet *fw_eval_sheet(const fw_sheets *sheets, const char *name) {
    for (size_t i = 0; i < sheets->count; i++)
        if (strcmp(sheets->list[i]->name, name) == 0) return sheets->list[i];
    return NULL;
}

static void column_cells(fw_sheet *sheet, const fw_column_summary *c) {
    fw_sheet_number(sheet, c->mean);
    fw_sheet_number(sheet, c->sd);
    fw_sheet_number(sheet, c->min);
    fw_sheet_number(sheet, c->max);
}

void fw_eval_cells(fw_sheet *sheet, const fw_evaluation *e, bool second, bool dsm) {
    fw_sheet_number(sheet, (double)e->n);
    column_cells(sheet, &e->h);
    column_cells(sheet, &e->m);
    for (int k = 0; k < FW_MEASURE_COUNT; k++) {
        if (second && (k == FW_MEASURE_R2 || k == FW_MEASURE_RMSE)) continue;
        if (second && dsm && k == FW_MEASURE_SMD) continue;
        if (k == FW_MEASURE_DSM && !dsm) continue;
        fw_sheet_interval(sheet, e->measure[k]);
    }
}

/* ---- every kind of score ---- */

static fw_code evaluation_table(const fw_eval_data *d, const fw_resampler *r, fw_sheets *sheets,
                                fw_eval_findings *found, fw_error *err) {
    fw_sheet *sheet = fw_sheet_new(
        sheets, "evaluation",
        "score,N,h_mean,h_sd,h_min,h_max,sys_mean,sys_sd,sys_min,sys_max," CI("corr") "," CI("wtkappa") "," CI(
            "R2") "," CI("kappa") "," CI("exact_agr") "," CI("adj_agr") "," CI("SMD") "," CI("RMSE") ",cluste"
                                                                                                     "rs,"
                                                                                                     "interva"
                                                                                                     "ls");
    const bool repeats = fw_resampler_repeats(r);
    for (size_t k = 0; k < d->scores; k++) {
        const fw_pairing p = {.h = d->h, .m = d->score[k].value, .rows = d->rows};
        fw_evaluation e;
        const fw_code code = fw_evaluate_pair(r, &p, &e, err);
        if (code != FW_OK) return code;
        if (k == d->primary) found->main = e;
        fw_sheet_text(sheet, d->score[k].name);
        fw_eval_cells(sheet, &e, false, false);
        fw_sheet_number(sheet, (double)fw_resampler_clusters(r));
        fw_sheet_text(sheet, repeats ? "bootstrap of participants"
                                     : "corr: Fisher; exact and adjacent: Wilson; others: bootstrap of rows");
    }
    return FW_OK;
}

/* ---- a second rater ---- */

static fw_code consistency_table(const fw_eval_data *d, const fw_resampler *r, fw_sheets *sheets,
                                 fw_eval_findings *found, fw_error *err) {
    const fw_pairing p = {.h = d->h, .m = d->h2, .rows = d->rows, .pooled_smd = true};
    fw_sheet *sheet =
        fw_sheet_new(sheets, "consistency",
                     "N,h1_mean,h1_sd,h1_min,h1_max,h2_mean,h2_sd,h2_min,h2_max," CI("corr") "," CI(
                         "wtkappa") "," CI("kappa") "," CI("exact_agr") "," CI("adj_agr") "," CI("SMD"));
    const fw_code code = fw_evaluate_pair(r, &p, &found->second, err);
    if (code == FW_OK) fw_eval_cells(sheet, &found->second, true, false);
    return code;
}

static fw_code degradation_table(const fw_eval_data *d, const fw_resampler *r, fw_sheets *sheets,
                                 fw_eval_findings *found, fw_error *err) {
    static const fw_measure LOST[] = {FW_MEASURE_CORR,  FW_MEASURE_KAPPA, FW_MEASURE_WTKAPPA,
                                      FW_MEASURE_EXACT, FW_MEASURE_ADJ,   FW_MEASURE_SMD};
    fw_sheet *sheet =
        fw_sheet_new(sheets, "degradation",
                     "score," CI("corr") "," CI("kappa") "," CI("wtkappa") "," CI("exact_agr") "," CI(
                         "adj_agr") "," CI("SMD") ",corr_HM,corr_HH,sqrt_HH," CI("corr_disattenuated"));
    for (size_t k = 0; k < d->scores; k++) {
        fw_degradation g;
        const fw_code code = fw_evaluate_degradation(r, d->h, d->score[k].value, d->h2, d->rows, &g, err);
        if (code != FW_OK) return code;
        if (k == d->primary) found->lost = g;
        fw_sheet_text(sheet, d->score[k].name);
        for (size_t i = 0; i < sizeof LOST / sizeof LOST[0]; i++)
            fw_sheet_interval(sheet, g.measure[LOST[i]]);
        fw_sheet_number(sheet, g.corr_hm);
        fw_sheet_number(sheet, g.corr_hh);
        fw_sheet_number(sheet, g.sqrt_hh);
        fw_sheet_interval(sheet, g.disattenuated);
    }
    return FW_OK;
}

static fw_code true_score_table(const fw_eval_data *d, const fw_evaluate_options *o, const fw_resampler *r,
                                fw_sheets *sheets, fw_eval_findings *found, fw_error *err) {
    fw_sheet *sheet = fw_sheet_new(sheets, "true_score",
                                   "score,N,N raters,N single,N multiple,Variance of errors,True score var,"
                                   "MSE true,PRMSE true,PRMSE low,PRMSE high");
    for (size_t k = 0; k < d->scores; k++) {
        fw_true_score t;
        const fw_code code = fw_evaluate_true_score(r, (const double *const *)d->rating, d->ratings,
                                                    d->score[k].value, d->rows, o->error_variance, &t, err);
        if (code != FW_OK) return code;
        if (k == d->primary) found->truth = t;
        fw_sheet_text(sheet, d->score[k].name);
        fw_sheet_number(sheet, (double)t.n);
        fw_sheet_number(sheet, (double)t.raters);
        fw_sheet_number(sheet, (double)t.single);
        fw_sheet_number(sheet, (double)t.multiple);
        fw_sheet_number(sheet, t.error_variance);
        fw_sheet_number(sheet, t.true_variance);
        fw_sheet_number(sheet, t.mse);
        fw_sheet_interval(sheet, t.prmse);
    }
    return FW_OK;
}

/* ---- categories ---- */

static void confusion_sheet(fw_sheets *sheets, const char *name, const fw_confusion *c) {
    const char *columns = "human";
    for (size_t i = 0; i < c->levels; i++) columns = fw_sheets_format(sheets, "%s,%ld", columns, c->level[i]);
    fw_sheet *sheet = fw_sheet_new(sheets, name, columns);
    for (size_t i = 0; i < c->levels; i++) {
        fw_sheet_number(sheet, (double)c->level[i]);
        for (size_t j = 0; j < c->levels; j++) fw_sheet_number(sheet, (double)c->count[i * c->levels + j]);
    }
}

static void distribution_sheet(fw_sheets *sheets, const fw_confusion *c) {
    fw_sheet *sheet = fw_sheet_new(sheets, "distribution", "score,human,system,difference,n_human,n_system");
    for (size_t i = 0; i < c->levels; i++) {
        double human = 0, machine = 0;
        for (size_t j = 0; j < c->levels; j++) {
            human += (double)c->count[i * c->levels + j];
            machine += (double)c->count[j * c->levels + i];
        }
        const double n = (double)c->n;
        fw_sheet_number(sheet, (double)c->level[i]);
        fw_sheet_number(sheet, 100 * human / n);
        fw_sheet_number(sheet, 100 * machine / n);
        fw_sheet_number(sheet, 100 * machine / n - 100 * human / n);
        fw_sheet_number(sheet, human);
        fw_sheet_number(sheet, machine);
    }
}

/* Scores with hundreds of categories have no such tables; that is no error. */
static fw_code category_tables(const fw_eval_data *d, fw_sheets *sheets, fw_error *err) {
    fw_confusion c;
    fw_error small = {0};
    fw_code code = fw_confusion_count(d->h, d->score[d->rounded].value, d->rows, &c, &small);
    if (code == FW_OK) {
        confusion_sheet(sheets, "confusion", &c);
        distribution_sheet(sheets, &c);
        fw_confusion_free(&c);
    }
    if (code == FW_OK && d->h2) {
        code = fw_confusion_count(d->h, d->h2, d->rows, &c, &small);
        if (code == FW_OK) {
            confusion_sheet(sheets, "confusion_raters", &c);
            fw_confusion_free(&c);
        }
    }
    return code == FW_OK || code == FW_DATA ? FW_OK : fw_fail_nomem(err);
}

static void excluded_table(const fw_eval_data *d, fw_sheets *sheets) {
    fw_sheet *sheet = fw_sheet_new(sheets, "excluded", "line,id,column,reason");
    for (size_t i = 0; i < d->excluded_count; i++) {
        const fw_eval_excluded *e = &d->excluded[i];
        fw_sheet_number(sheet, (double)e->line);
        fw_sheet_text(sheet, e->id);
        fw_sheet_text(sheet, e->column);
        fw_sheet_text(sheet, e->reason);
    }
}

fw_code fw_eval_tables(const fw_eval_data *d, const fw_evaluate_options *o, const fw_resampler *r,
                       fw_sheets *sheets, fw_eval_findings *found, fw_error *err) {
    fw_code code = evaluation_table(d, r, sheets, found, err);
    if (code == FW_OK && d->h2) code = consistency_table(d, r, sheets, found, err);
    if (code == FW_OK && d->h2) code = degradation_table(d, r, sheets, found, err);
    if (code == FW_OK && (d->ratings > 1 || isfinite(o->error_variance)))
        code = true_score_table(d, o, r, sheets, found, err);
    if (code == FW_OK) code = category_tables(d, sheets, err);
    if (code == FW_OK) excluded_table(d, sheets);
    return code;
}
