/* test_fit_evaluate.c: evaluation of given scores, against the published tables of the reference tool. */
#include "evaluate_cases.h"

/* ---- whole cases ---- */

static void check_scores(const char *name, const char *scores, const char *h1, const char *h2,
                         const char *renamed) {
    char path[64];
    fw_error err = {0};
    table t = open_case(scores, 0);
    const double *h = column_of(&t, h1), *second = h2 ? column_of(&t, h2) : NULL;
    const double *const rating[2] = {h, second};
    snprintf(path, sizeof path, "rsmtool/%s_eval.csv", name);
    sheet *eval = sheet_open(path), *worse = NULL, *truth = NULL, *dis = NULL;
    if (h2) {
        snprintf(path, sizeof path, "rsmtool/%s_degradation.csv", name);
        worse = sheet_open(path);
        snprintf(path, sizeof path, "rsmtool/%s_true_score_eval.csv", name);
        truth = sheet_open(path);
        snprintf(path, sizeof path, "rsmtool/%s_disattenuated_correlations.csv", name);
        dis = sheet_open(path);
    }
    size_t kinds = 0;
    for (size_t r = 0; r < eval->rows; r++) {
        const char *kind = eval->cell[r + 1][0];
        if (renamed && strcmp(kind, "scale") != 0) continue;
        const double *m = column_of(&t, renamed ? renamed : kind);
        kinds++;
        const fw_evaluation e = pair(&t, h, m, false, -1);
        check_pair(&e, eval, r, "h", "sys");
        if (!h2) continue;
        fw_degradation d;
        fw_true_score p;
        assert_int_equal(fw_evaluate_degradation(t.resampler, h, m, second, t.rows, &d, &err), FW_OK);
        static const fw_measure LOST[] = {FW_MEASURE_CORR,  FW_MEASURE_KAPPA, FW_MEASURE_WTKAPPA,
                                          FW_MEASURE_EXACT, FW_MEASURE_ADJ,   FW_MEASURE_SMD};
        for (size_t k = 0; k < sizeof LOST / sizeof LOST[0]; k++)
            same(d.measure[LOST[k]].value, worse, row_of(worse, kind), fw_measure_name(LOST[k]));
        same(d.corr_hm, dis, row_of(dis, kind), "corr_HM");
        same(d.corr_hh, dis, row_of(dis, kind), "corr_HH");
        same(d.sqrt_hh, dis, row_of(dis, kind), "sqrt_HH");
        same(d.disattenuated.value, dis, row_of(dis, kind), "corr_disattenuated");
        assert_int_equal(fw_evaluate_true_score(t.resampler, rating, 2, m, t.rows, NONE, &p, &err), FW_OK);
        const size_t row = row_of(truth, kind);
        same((double)p.n, truth, row, "N");
        same((double)p.raters, truth, row, "N raters");
        same((double)p.single, truth, row, "N single");
        same((double)p.multiple, truth, row, "N multiple");
        same(p.error_variance, truth, row, "Variance of errors");
        same(p.true_variance, truth, row, "True score var");
        same(p.mse, truth, row, "MSE true");
        same(p.prmse.value, truth, row, "PRMSE true");
    }
    assert_true(kinds == (renamed ? 1 : 6));
    if (h2) {
        sheet_close(worse);
        sheet_close(truth);
        sheet_close(dis);
    }
    sheet_close(eval);
    close_case(&t);
}

static void published_agreement(void **unused) {
    (void)unused;
    check_scores("lr", "rsmtool/lr_pred_processed.csv", "sc1", NULL, NULL);
    check_scores("lr_with_h2", "rsmtool/lr_with_h2_scores.csv", "sc1", "sc2", NULL);
    check_scores("lr_subgroups_with_h2", "rsmtool/lr_subgroups_with_h2_scores.csv", "sc1", "sc2", NULL);
    check_scores("lr_eval_with_h2", "rsmtool/lr_eval_with_h2_scores.csv", "h1", "h2", "score");
}

static void published_consistency(void **unused) {
    (void)unused;
    table t = open_case("rsmtool/lr_eval_with_h2_scores.csv", 0);
    const double *h1 = column_of(&t, "h1"), *h2 = column_of(&t, "h2");
    sheet *all = sheet_open("rsmtool/lr_eval_with_h2_consistency.csv");
    fw_evaluation e = pair(&t, h1, h2, true, -1);
    check_pair(&e, all, 0, "h1", "h2");
    sheet_close(all);
    static const char *const BY[2] = {"L1", "QUESTION"};
    for (int k = 0; k < 2; k++) {
        char path[64];
        snprintf(path, sizeof path, "rsmtool/lr_eval_with_h2_consistency_by_%s.csv", BY[k]);
        sheet *by = sheet_open(path);
        group_by(&t, BY[k]);
        for (size_t g = 0; g < t.groups; g++) {
            e = pair(&t, h1, h2, true, (int)g);
            check_pair(&e, by, row_of(by, t.names[g]), "h1", "h2");
        }
        sheet_close(by);
    }
    close_case(&t);
}

/* The published table of groups names measures as MEASURE.KIND. */
static void check_groups(const char *name, const char *scores, const char *h1, const char *m1,
                         const char *by) {
    char path[64], column[64];
    snprintf(path, sizeof path, "rsmtool/%s_eval_by_%s.csv", name, by);
    sheet *expected = sheet_open(path);
    table t = open_case(scores, 0);
    group_by(&t, by);
    const double *h = column_of(&t, h1), *m = column_of(&t, m1);
    double *rounded = calloc(t.rows + 1, sizeof *rounded);
    assert_non_null(rounded);
    for (size_t i = 0; i < t.rows; i++) rounded[i] = rint(m[i]);
    static const fw_measure EXACT[] = {FW_MEASURE_CORR, FW_MEASURE_WTKAPPA, FW_MEASURE_R2, FW_MEASURE_RMSE,
                                       FW_MEASURE_DSM};
    static const fw_measure ROUND[] = {FW_MEASURE_KAPPA, FW_MEASURE_EXACT, FW_MEASURE_ADJ, FW_MEASURE_DSM};
    for (size_t g = 0; g < t.groups; g++) {
        const size_t row = row_of(expected, t.names[g]);
        fw_evaluation e = pair(&t, h, m, false, (int)g);
        for (size_t k = 0; k < sizeof EXACT / sizeof EXACT[0]; k++) {
            snprintf(column, sizeof column, "%s.scale_trim", fw_measure_name(EXACT[k]));
            same(e.measure[EXACT[k]].value, expected, row, column);
        }
        same(e.m.sd, expected, row, "sys_sd.scale_trim");
        same(e.h.mean, expected, row, "h_mean");
        e = pair(&t, h, rounded, false, (int)g);
        for (size_t k = 0; k < sizeof ROUND / sizeof ROUND[0]; k++) {
            snprintf(column, sizeof column, "%s.scale_trim_round", fw_measure_name(ROUND[k]));
            same(e.measure[ROUND[k]].value, expected, row, column);
        }
    }
    free(rounded);
    sheet_close(expected);
    close_case(&t);
}

static void check_fairness(const char *name, const char *scores, const char *h1, const char *m1,
                           const char *by) {
    char path[64], intercept[48];
    fw_error err = {0};
    fw_fairness f;
    table t = open_case(scores, 0);
    group_by(&t, by);
    const double *h = column_of(&t, h1), *m = column_of(&t, m1);
    assert_int_equal(fw_evaluate_fairness(h, m, t.group, t.rows, t.groups, &f, &err), FW_OK);
    snprintf(path, sizeof path, "rsmtool/%s_fairness_metrics_by_%s.csv", name, by);
    sheet *metrics = sheet_open(path);
    assert_string_equal(metrics->cell[1][4], t.names[f.order[0]]);
    for (int k = 0; k < FW_FAIRNESS_COUNT; k++) {
        same(f.r2[k], metrics, 0, fw_fairness_title((fw_fairness_kind)k));
        same(f.sig[k], metrics, 1, fw_fairness_title((fw_fairness_kind)k));
        static const char *const FILES[FW_FAIRNESS_COUNT] = {"osa", "osd", "csd"};
        snprintf(path, sizeof path, "rsmtool/%s_estimates_%s_by_%s.csv", name, FILES[k], by);
        sheet *estimates = sheet_open(path);
        for (size_t g = 0; g < f.groups; g++) {
            const fw_fairness_estimate *e = &f.estimate[k][g];
            snprintf(intercept, sizeof intercept, "Intercept (%s)", t.names[f.order[0]]);
            const size_t row = row_of(estimates, g ? t.names[f.order[g]] : intercept);
            same(e->estimate.value, estimates, row, "estimate");
            same(e->p, estimates, row, "P>[t]");
            same(e->estimate.low, estimates, row, "[0.025");
            same(e->estimate.high, estimates, row, "0.975]");
        }
        sheet_close(estimates);
    }
    sheet_close(metrics);
    fw_fairness_free(&f);
    close_case(&t);
}

static void published_groups(void **unused) {
    (void)unused;
    check_groups("lr_eval_with_h2", "rsmtool/lr_eval_with_h2_scores.csv", "h1", "score", "L1");
    check_groups("lr_eval_with_h2", "rsmtool/lr_eval_with_h2_scores.csv", "h1", "score", "QUESTION");
    check_groups("lr_subgroups_with_h2", "rsmtool/lr_subgroups_with_h2_scores.csv", "sc1", "scale_trim",
                 "L1");
    check_groups("lr_subgroups_with_h2", "rsmtool/lr_subgroups_with_h2_scores.csv", "sc1", "scale_trim",
                 "QUESTION");
}

static void published_fairness(void **unused) {
    (void)unused;
    check_fairness("lr_eval_with_h2", "rsmtool/lr_eval_with_h2_scores.csv", "h1", "score", "L1");
    check_fairness("lr_eval_with_h2", "rsmtool/lr_eval_with_h2_scores.csv", "h1", "score", "QUESTION");
    check_fairness("lr_subgroups_with_h2", "rsmtool/lr_subgroups_with_h2_scores.csv", "sc1", "scale_trim",
                   "L1");
}

static void published_confusion(void **unused) {
    (void)unused;
    fw_error err = {0};
    table t = open_case("rsmtool/lr_eval_with_h2_scores.csv", 0);
    const double *h = column_of(&t, "h1"), *m = column_of(&t, "score");
    sheet *expected = sheet_open("rsmtool/lr_eval_with_h2_confMatrix.csv");
    fw_confusion c;
    assert_int_equal(fw_confusion_count(h, m, t.rows, &c, &err), FW_OK);
    assert_int_equal(c.levels, expected->rows);
    for (size_t i = 0; i < c.levels; i++) {
        assert_int_equal(c.level[i], atol(expected->cell[i + 1][0]));
        for (size_t j = 0; j < c.levels; j++)
            assert_int_equal(c.count[i * c.levels + j], (size_t)atol(expected->cell[i + 1][j + 1]));
    }
    fw_confusion_free(&c);
    sheet_close(expected);
    close_case(&t);
}

/* ---- resampling, and what is not defined ---- */

enum { ROWS = 400 };

/* Pairs of rows belong together: the second repeats the first. */
static fw_evaluation resampled(bool clustered, bool turned, uint64_t seed) {
    static double h[ROWS], m[ROWS];
    static uint64_t cluster[ROWS];
    fw_resampler *r;
    fw_evaluation e;
    fw_error err = {0};
    uint64_t state = 5;
    for (size_t i = 0; i < ROWS; i += 2) {
        const size_t at = turned ? ROWS - 2 - i : i;
        h[at] = h[at + 1] = floor(1 + 5 * draw(&state));
        m[at] = m[at + 1] = h[at] + 2 * draw(&state) - 1;
        cluster[at] = i;
        cluster[at + 1] = clustered ? i : i + 1;
    }
    assert_int_equal(fw_resampler_new(cluster, ROWS, 500, seed, &r, &err), FW_OK);
    assert_true(fw_resampler_clusters(r) == (clustered ? ROWS / 2 : ROWS));
    assert_true(fw_resampler_repeats(r) == clustered);
    const fw_pairing p = {.h = h, .m = m, .rows = ROWS};
    assert_int_equal(fw_evaluate_pair(r, &p, &e, &err), FW_OK);
    fw_resampler_free(r);
    return e;
}

static double width(const fw_evaluation *e, fw_measure k) { return e->measure[k].high - e->measure[k].low; }

static void intervals_know_clusters(void **unused) {
    (void)unused;
    const fw_evaluation rows = resampled(false, false, 1), people = resampled(true, false, 1);
    for (int k = 0; k < FW_MEASURE_DSM; k++) {
        const fw_interval v = people.measure[k];
        if (k == FW_MEASURE_EXACT || k == FW_MEASURE_ADJ) continue; /* all or nothing here */
        assert_true(v.low < v.value && v.value < v.high);
    }
    /* Half as many independent rows: wider by the root of 2. */
    const double ratio = width(&people, FW_MEASURE_RMSE) / width(&rows, FW_MEASURE_RMSE);
    assert_true(ratio > 1.25 && ratio < 1.6);
    /* Fisher by hand for rows; atanh(r) -+ 1.96 / sqrt(397) */
    const double r = rows.measure[FW_MEASURE_CORR].value;
    assert_true(fabs(rows.measure[FW_MEASURE_CORR].low - tanh(atanh(r) - 1.9599639845 / sqrt(397))) < 1e-9);
}

static void the_seed_decides_and_order_does_not(void **unused) {
    (void)unused;
    const fw_evaluation a = resampled(true, false, 1), b = resampled(true, false, 1);
    const fw_evaluation turned = resampled(true, true, 1), other = resampled(true, false, 2);
    assert_memory_equal(a.measure, b.measure, sizeof a.measure);
    const fw_interval x = a.measure[FW_MEASURE_WTKAPPA], y = turned.measure[FW_MEASURE_WTKAPPA];
    assert_true(fabs(x.low - y.low) < 1e-12 && fabs(x.high - y.high) < 1e-12);
    assert_true(other.measure[FW_MEASURE_WTKAPPA].low != x.low);
}

static void nothing_and_constants(void **unused) {
    (void)unused;
    static const double H[3] = {2, 2, 2}, M[3] = {1, 2, 3}, GONE[3] = {(double)NAN, (double)NAN, (double)NAN};
    static const uint64_t CLUSTER[3] = {1, 2, 3};
    static const uint32_t GROUP[3] = {0, 1, 1};
    fw_resampler *r;
    fw_error err = {0};
    fw_evaluation e;
    fw_fairness f;
    assert_int_equal(fw_resampler_new(CLUSTER, 3, 100, 0, &r, &err), FW_OK);
    fw_pairing p = {.h = H, .m = GONE, .rows = 3};
    assert_int_equal(fw_evaluate_pair(r, &p, &e, &err), FW_OK);
    assert_true(e.n == 0 && isnan(e.measure[FW_MEASURE_CORR].value) && isnan(e.h.mean));
    p.m = M;
    assert_int_equal(fw_evaluate_pair(r, &p, &e, &err), FW_OK);
    assert_true(isnan(e.measure[FW_MEASURE_CORR].value) && isnan(e.measure[FW_MEASURE_SMD].value));
    assert_true(e.measure[FW_MEASURE_WTKAPPA].value == 0 && e.measure[FW_MEASURE_R2].value == 0);
    p.group = GROUP; /* the ratings of all rows are equal: no standardised mean */
    p.member = 1;
    assert_int_equal(fw_evaluate_pair(r, &p, &e, &err), FW_OK);
    assert_true(e.n == 2 && isnan(e.measure[FW_MEASURE_DSM].value));
    /* equal errors; a group of one; two rows, two groups */
    assert_int_equal(fw_evaluate_fairness(H, H, GROUP, 3, 2, &f, &err), FW_OK);
    assert_true(f.groups == 2 && f.order[0] == 1 && isnan(f.r2[0]) && isnan(f.estimate[0][1].estimate.value));
    fw_fairness_free(&f);
    assert_int_equal(fw_evaluate_fairness(H, M, GROUP, 2, 2, &f, &err), FW_OK);
    assert_true(isnan(f.sig[FW_FAIRNESS_OSD]) && isnan(f.estimate[FW_FAIRNESS_OSD][0].p));
    fw_fairness_free(&f);
    assert_int_equal(fw_evaluate_fairness(NULL, NULL, NULL, 0, 0, &f, &err), FW_OK);
    assert_true(f.groups == 0);
    fw_fairness_free(&f);
    fw_resampler_free(r);
}

/* A group that shares no human score with the others has no conditional difference; the others have. */
static void a_group_apart(void **unused) {
    (void)unused;
    static const double H[8] = {1, 1, 1, 2, 2, 2, 5, 5}, M[8] = {1.5, 1, 2, 2, 2.5, 3, 4, 4.5};
    static const uint32_t GROUP[8] = {0, 0, 1, 0, 1, 1, 2, 2};
    fw_fairness f;
    fw_error err = {0};
    assert_int_equal(fw_evaluate_fairness(H, M, GROUP, 8, 3, &f, &err), FW_OK);
    const fw_fairness_estimate *csd = f.estimate[FW_FAIRNESS_CSD];
    assert_true(f.order[2] == 2 && isnan(csd[2].estimate.value) && isnan(csd[2].p));
    /* by hand: within 1 the groups' means differ by .75, within 2 by .75 */
    assert_true(fabs(csd[1].estimate.value - .75) < 1e-12);
    assert_true(isfinite(f.estimate[FW_FAIRNESS_OSD][2].estimate.value));
    fw_fairness_free(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(published_agreement),
        cmocka_unit_test(published_consistency),
        cmocka_unit_test(published_groups),
        cmocka_unit_test(published_fairness),
        cmocka_unit_test(published_confusion),
        cmocka_unit_test(intervals_know_clusters),
        cmocka_unit_test(the_seed_decides_and_order_does_not),
        cmocka_unit_test(nothing_and_constants),
        cmocka_unit_test(a_group_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
