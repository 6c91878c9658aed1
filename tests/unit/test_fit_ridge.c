/* test_fit_ridge.c: ridge against closed forms, its limits, and cross-validation against refits row by row.
 */
#include "test_fit_support.h"

#include "fit/folds.h"
#include "fit/ridge_path.h"
#include "fit/solve.h"
#include "score/rubric.h"

enum { P = 5, PREDICTORS = 4 };
/* Four catalogue features with prior weights, and the length, which never predicts. */
static const fw_var VARS[P] = {{.name = "arc_fail", .sign = 1},
                               {.name = "own_decision", .sign = 1},
                               {.name = "hedge_rate", .sign = -1},
                               {.name = "impr_evidence", .sign = 1},
                               {.name = "words"}};

/* Answers of n / 4 participants: ratings 1..5 that follow the features with noise. */
static data cohort(size_t n, uint64_t seed) {
    data d = data_new(n, P);
    uint64_t state = seed;
    for (size_t i = 0; i < n; i++) {
        const uint64_t who = i / 4;
        float *x = d.x + i * P;
        d.cluster[i] = fw_hash64(&who, sizeof who, seed);
        x[0] = (float)draw(&state);
        x[1] = (float)floor(3 * draw(&state));
        x[2] = (float)(4 * draw(&state));
        x[3] = (float)floor(2 * draw(&state));
        x[4] = (float)floor(60 + 250 * draw(&state));
        const double y = 2 + (double)x[0] + .4 * (double)x[1] - .2 * (double)x[2] + .7 * (double)x[3] +
                         .002 * (double)x[4] + .5 * draw_normal(&state);
        d.y[i] = fmax(1, fmin(5, rint(y * 4) / 4));
    }
    return d;
}

/* Solves the symmetric system a b = r in place by elimination with pivoting. */
static void eliminate(size_t n, double a[PREDICTORS][PREDICTORS], double *r) {
    for (size_t k = 0; k < n; k++) {
        size_t pivot = k;
        for (size_t i = k + 1; i < n; i++)
            if (fabs(a[i][k]) > fabs(a[pivot][k])) pivot = i;
        for (size_t j = 0; j < n; j++) {
            const double swap = a[k][j];
            a[k][j] = a[pivot][j];
            a[pivot][j] = swap;
        }
        const double swap = r[k];
        r[k] = r[pivot];
        r[pivot] = swap;
        for (size_t i = k + 1; i < n; i++) {
            const double factor = a[i][k] / a[k][k];
            for (size_t j = k; j < n; j++) a[i][j] -= factor * a[k][j];
            r[i] -= factor * r[k];
        }
    }
    for (size_t k = n; k-- > 0;) {
        for (size_t j = k + 1; j < n; j++) r[k] -= a[k][j] * r[j];
        r[k] /= a[k][k];
    }
}

/* A model fitted the slow way, from rows. */
typedef struct slow {
    double mean[PREDICTORS], sd[PREDICTORS], weight[PREDICTORS], slope, y_mean;
} slow;

/* Ridge about s w from the rows whose fold is not `skip`, straight from the definition. */
static slow refit(const data *d, const uint16_t *fold, uint16_t skip, double lambda, const double *prior) {
    slow s = {0};
    double n = 0, r[PREDICTORS] = {0}, a[PREDICTORS][PREDICTORS] = {{0}};
    for (size_t i = 0; i < d->n; i++) {
        if (fold[i] == skip) continue;
        n++;
        s.y_mean += d->y[i];
        for (size_t j = 0; j < PREDICTORS; j++) s.mean[j] += (double)d->x[i * P + j];
    }
    s.y_mean /= n;
    for (size_t j = 0; j < PREDICTORS; j++) s.mean[j] /= n;
    for (size_t i = 0; i < d->n; i++)
        for (size_t j = 0; j < PREDICTORS && fold[i] != skip; j++)
            s.sd[j] += ((double)d->x[i * P + j] - s.mean[j]) * ((double)d->x[i * P + j] - s.mean[j]);
    for (size_t j = 0; j < PREDICTORS; j++) s.sd[j] = sqrt(s.sd[j] / (n - 1));
    for (size_t i = 0; i < d->n; i++) {
        if (fold[i] == skip) continue;
        double z[PREDICTORS];
        for (size_t j = 0; j < PREDICTORS; j++) z[j] = ((double)d->x[i * P + j] - s.mean[j]) / s.sd[j];
        for (size_t j = 0; j < PREDICTORS; j++) {
            r[j] += z[j] * (d->y[i] - s.y_mean) / (n - 1);
            for (size_t k = 0; k < PREDICTORS; k++) a[j][k] += z[j] * z[k] / (n - 1);
        }
    }
    double on = 0, squared = 0;
    for (size_t j = 0; j < PREDICTORS; j++) {
        on += prior[j] * r[j];
        for (size_t k = 0; k < PREDICTORS; k++) squared += prior[j] * a[j][k] * prior[k];
    }
    s.slope = squared > 0 && on > 0 ? on / squared : 0;
    for (size_t j = 0; j < PREDICTORS; j++)
        for (size_t k = 0; k < PREDICTORS; k++) r[j] -= a[j][k] * s.slope * prior[k];
    for (size_t j = 0; j < PREDICTORS; j++) a[j][j] += lambda;
    eliminate(PREDICTORS, a, r);
    for (size_t j = 0; j < PREDICTORS; j++) s.weight[j] = s.slope * prior[j] + r[j];
    return s;
}

static double slow_predict(const slow *s, const float *x) {
    double sum = s->y_mean;
    for (size_t j = 0; j < PREDICTORS; j++) sum += s->weight[j] * ((double)x[j] - s->mean[j]) / s->sd[j];
    return sum;
}

static void take_priors(double *prior) {
    fw_error err = {0};
    fw_rubric *rubric = NULL;
    assert_int_equal(fw_rubric_load(NULL, &rubric, &err), FW_OK);
    for (size_t j = 0; j < PREDICTORS; j++) prior[j] = fw_rubric_prior(rubric, VARS[j].name)->weight;
    fw_rubric_free(rubric);
}

/* Mean squared error over all folds of refits at one lambda; predictions too when asked for. */
static double slow_error(const data *d, const uint16_t *fold, size_t folds, double lambda,
                         const double *prior, double *prediction) {
    double sum = 0;
    for (size_t k = 0; k < folds; k++) {
        const slow s = refit(d, fold, (uint16_t)k, lambda, prior);
        for (size_t i = 0; i < d->n; i++) {
            if (fold[i] != k) continue;
            const double value = slow_predict(&s, d->x + i * P);
            sum += (d->y[i] - value) * (d->y[i] - value);
            if (prediction) prediction[i] = fmax(.5002, fmin(5.4998, value));
        }
    }
    return sum / (double)d->n;
}

static void check_against_refits(const char *type, const double *prior) {
    const data d = cohort(240, 5);
    fw_fit_options options = options_for(type, VARS, P);
    options.folds = 5;
    options.scale_min = 1;
    options.scale_max = 5;
    double *fast = calloc(d.n, sizeof *fast), *slowly = calloc(d.n, sizeof *slowly);
    uint16_t *fold = calloc(d.n, sizeof *fold);
    assert_true(fast && slowly && fold);
    fw_model *m = fit_all(&options, &d, d.n, fast);
    for (size_t i = 0; i < d.n; i++) fold[i] = fw_cluster_fold(d.cluster[i], options.seed, 5);
    const double error = slow_error(&d, fold, 5, m->quality.lambda, prior, slowly);
    for (size_t i = 0; i < d.n; i++) assert_near(fast[i], slowly[i], 1e-9);
    for (int l = 0; l < 20; l++) /* the grid: 1e-4 to 1e3, 20 values */
        assert_true(error <= slow_error(&d, fold, 5, 1e-4 * pow(1e7, l / 19.), prior, NULL) * (1 + 1e-9));
    const slow whole = refit(&d, fold, UINT16_MAX, m->quality.lambda, prior);
    for (size_t j = 0; j < PREDICTORS; j++) {
        assert_near(m->weights[j].weight, whole.weight[j], 1e-9);
        if (prior[0] > 0) assert_near(m->weights[j].prior, whole.slope * prior[j], 1e-9);
    }
    fw_agreement_sums sums = {0};
    for (size_t i = 0; i < d.n; i++) fw_agreement_add(&sums, d.y[i], slowly[i]);
    fw_agreement expected;
    fw_agreement_measure(&sums, &expected);
    assert_near(m->quality.cv.r, expected.r, 1e-9);
    assert_near(m->quality.cv.qwk, expected.qwk, 1e-9);
    assert_int_equal(m->quality.folds, 5);
    assert_int_equal(m->quality.participants, 60);
    fw_model_free(m);
    free(fast);
    free(slowly);
    free(fold);
    data_free((data *)&d);
}

static void rubric_ridge_equals_refits_from_rows(void **unused) {
    (void)unused;
    double prior[PREDICTORS];
    take_priors(prior);
    check_against_refits("rubric-ridge", prior);
}

static void plain_ridge_equals_refits_from_rows(void **unused) {
    (void)unused;
    const double none[PREDICTORS] = {0};
    check_against_refits("ridge", none);
}

/* A design straight from rows, for the solver alone. */
static void fill_design(const data *d, fw_gram *gram, fw_design *design, const double *prior) {
    fw_error err = {0};
    const size_t width = P + 2;
    static const double SHIFT[P + 2] = {0};
    static const size_t COLUMNS[PREDICTORS] = {0, 1, 2, 3};
    assert_int_equal(fw_gram_init(gram, width, true, &err), FW_OK);
    assert_int_equal(fw_design_init(design, PREDICTORS, &err), FW_OK);
    for (size_t i = 0; i < d->n; i++) {
        double *row = fw_gram_next(gram);
        for (size_t j = 0; j < P; j++) row[j] = (double)d->x[i * P + j];
        row[P] = d->y[i];
        row[P + 1] = 1;
    }
    fw_gram_finish(gram);
    fw_design_fill(design, gram, SHIFT, COLUMNS, PREDICTORS, prior);
    assert_int_equal(design->count, PREDICTORS);
}

static void lambda_leads_from_least_squares_to_the_rubric(void **unused) {
    (void)unused;
    fw_error err = {0};
    double prior[P + 2] = {0};
    take_priors(prior);
    data d = cohort(120, 9);
    fw_gram gram;
    fw_design design;
    fw_spectrum spectrum;
    fw_solution ridge, ols;
    fill_design(&d, &gram, &design, prior);
    assert_int_equal(fw_spectrum_init(&spectrum, PREDICTORS, &err), FW_OK);
    assert_int_equal(fw_solution_init(&ridge, PREDICTORS, &err), FW_OK);
    assert_int_equal(fw_solution_init(&ols, PREDICTORS, &err), FW_OK);
    assert_int_equal(fw_spectrum_fill(&spectrum, &design, true, &err), FW_OK);
    const double slope = fw_design_slope(&design);
    assert_true(slope > 0);
    fw_solve_ridge(&design, &spectrum, 1e12, true, &ridge);
    for (size_t j = 0; j < PREDICTORS; j++) {
        assert_near(ridge.weight[j], slope * prior[j], 1e-9);
        assert_true(ridge.variance[j] < 1e-20); /* nothing left to the data */
    }
    assert_int_equal(fw_solve_ols(&design, true, &ols, &err), FW_OK);
    fw_solve_ridge(&design, &spectrum, 1e-13, true, &ridge);
    for (size_t j = 0; j < PREDICTORS; j++) {
        assert_near(ridge.weight[j], ols.weight[j], 1e-9);
        assert_near(ridge.variance[j], ols.variance[j], 1e-9);
    }
    assert_near(ridge.df, 4, 1e-9);
    fw_solution_free(&ridge);
    fw_solution_free(&ols);
    fw_spectrum_free(&spectrum);
    fw_design_free(&design);
    fw_gram_free(&gram);
    data_free(&d);
}

/* Weights by the tridiagonal form are those by eigenvectors, for any number of columns. */
static void path_equals_eigenvectors(void **unused) {
    (void)unused;
    static const double LAMBDAS[] = {1e-4, .03, 1, 1e3};
    fw_error err = {0};
    double prior[P + 2] = {0}, weight[PREDICTORS];
    take_priors(prior);
    data d = cohort(120, 9);
    fw_gram gram;
    fw_design all;
    fill_design(&d, &gram, &all, prior);
    for (size_t test = 0; test <= 2 * PREDICTORS + 1; test++) {
        static const double SHIFT[P + 2] = {0};
        static const size_t COLUMNS[PREDICTORS] = {3, 1, 0, 2};
        const size_t count = test / 2;
        const bool about_prior = test % 2;
        fw_spectrum spectrum;
        fw_solution known;
        fw_ridge_path path;
        fw_design_fill(&all, &gram, SHIFT, COLUMNS, count, prior);
        assert_int_equal(all.count, count);
        assert_int_equal(fw_spectrum_init(&spectrum, PREDICTORS, &err), FW_OK);
        assert_int_equal(fw_solution_init(&known, PREDICTORS, &err), FW_OK);
        assert_int_equal(fw_spectrum_fill(&spectrum, &all, about_prior, &err), FW_OK);
        assert_int_equal(fw_ridge_path_open(&path, &all, about_prior, &err), FW_OK);
        for (size_t l = 0; l < sizeof LAMBDAS / sizeof *LAMBDAS; l++) {
            fw_solve_ridge(&all, &spectrum, LAMBDAS[l], false, &known);
            fw_ridge_path_at(&path, LAMBDAS[l], weight);
            for (size_t j = 0; j < count; j++) assert_near(weight[j], known.weight[j], 1e-12);
        }
        fw_ridge_path_close(&path);
        fw_solution_free(&known);
        fw_spectrum_free(&spectrum);
    }
    fw_design_free(&all);
    fw_gram_free(&gram);
    data_free(&d);
}

/*
 * Two standardised features with correlation c and responses a, b: (R + l I)^-1 r in closed form. Four rows
 * on the corners of a parallelogram give c = .5 exactly.
 */
static void ridge_of_two_features_in_closed_form(void **unused) {
    (void)unused;
    fw_error err = {0};
    double corr[4] = {1, .5, .5, 1}, response[2] = {.6, .2}, prior[2] = {0}, unit[2] = {1, 1};
    size_t column[2] = {0, 1};
    const fw_design design = {.capacity = 2,
                              .count = 2,
                              .column = column,
                              .mean = prior,
                              .sd = unit,
                              .corr = corr,
                              .response = response,
                              .prior = prior,
                              .n = 11,
                              .y_mean = 3,
                              .y_variance = 1};
    fw_spectrum spectrum;
    fw_solution s;
    assert_int_equal(fw_spectrum_init(&spectrum, 2, &err), FW_OK);
    assert_int_equal(fw_solution_init(&s, 2, &err), FW_OK);
    assert_int_equal(fw_spectrum_fill(&spectrum, &design, true, &err), FW_OK);
    assert_near(fw_spectrum_condition(&spectrum, 2), 3, 1e-12); /* eigenvalues .5 and 1.5 */
    fw_solve_ridge(&design, &spectrum, .5, true, &s);
    /* det = 1.5^2 - .5^2 = 2; b = (1.5*.6 - .5*.2, 1.5*.2 - .5*.6) / 2 = (.4, 0) */
    assert_near(s.weight[0], .4, 1e-12);
    assert_true(fabs(s.weight[1]) < 1e-12);
    assert_near(s.df, .5 / 1 + 1.5 / 2, 1e-12);
    /* diagonal of A^-1 R A^-1: mean of the eigenvalues' d/(d + l)^2 = (.5/1 + 1.5/4) / 2, over n - 1 */
    assert_near(s.variance[0], (.5 + .375) / 2 / 10, 1e-12);
    fw_solution_free(&s);
    fw_spectrum_free(&spectrum);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ridge_of_two_features_in_closed_form),
        cmocka_unit_test(lambda_leads_from_least_squares_to_the_rubric),
        cmocka_unit_test(path_equals_eigenvectors),
        cmocka_unit_test(rubric_ridge_equals_refits_from_rows),
        cmocka_unit_test(plain_ridge_equals_refits_from_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
