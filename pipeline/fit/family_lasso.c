/* family_lasso.c: lasso by cyclic coordinate descent on cross-products, stopped by the duality gap. */
#include "fit/families.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { PATH = 100 };
/* The path goes from the penalty that leaves no feature down to this share of it. */
static const double PATH_END = 1e-3;

/* The two ways to solve: to the end on standardised columns, or as the reference tool's solver stops. */
typedef struct manner {
    bool positive;
    bool standardise;
    double tolerance; /* of the duality gap, as a share of the total sum of squares */
    size_t limit;     /* sweeps */
} manner;
static const manner BOTH_SIGNS = {false, true, 1e-12, 100000};
static const manner POSITIVE = {true, true, 1e-12, 100000};
static const manner TWIN = {true, false, 1e-4, 1000};

/* Q = X'X, q = X'y of centred columns; weights are of these columns. */
typedef struct problem {
    const manner *how;
    fw_design design;
    size_t count;
    double *Q, *q, *weight, *residual; /* residual: q - Q weight */
    double total, n;
} problem;

static fw_code open_problem(const fw_training *t, const manner *how, problem *p, fw_error *err) {
    *p = (problem){.how = how};
    const fw_code code = fw_training_design(t, t->columns, t->count, &p->design, err);
    if (code != FW_OK) return code;
    const fw_design *d = &p->design;
    p->count = d->count;
    p->n = d->n;
    p->total = d->y_variance * (d->n - 1);
    p->Q = calloc(p->count * p->count + 1, sizeof *p->Q);
    p->q = calloc(p->count + 1, sizeof *p->q);
    p->weight = calloc(p->count + 1, sizeof *p->weight);
    p->residual = calloc(p->count + 1, sizeof *p->residual);
    if (!p->Q || !p->q || !p->weight || !p->residual) return fw_fail_nomem(err);
    for (size_t i = 0; i < p->count; i++) {
        const double si = how->standardise ? 1 : d->sd[i];
        p->q[i] = d->response[i] * si * (d->n - 1);
        for (size_t j = 0; j < p->count; j++)
            p->Q[i * p->count + j] =
                d->corr[i * p->count + j] * si * (how->standardise ? 1 : d->sd[j]) * (d->n - 1);
    }
    memcpy(p->residual, p->q, p->count * sizeof *p->q);
    return FW_OK;
}

static void close_problem(problem *p) {
    fw_design_free(&p->design);
    free(p->Q);
    free(p->q);
    free(p->weight);
    free(p->residual);
}

/* One pass over all columns; the largest step as a share of the largest weight. */
static double sweep(problem *p, double penalty) {
    double step = 0, largest = 0;
    for (size_t i = 0; i < p->count; i++) {
        const double square = p->Q[i * p->count + i], old = p->weight[i];
        if (!(square > 0)) continue;
        const double pull = p->residual[i] + square * old;
        double fresh = copysign(fmax(fabs(pull) - penalty, 0), pull) / square;
        if (p->how->positive && pull < 0) fresh = 0;
        p->weight[i] = fresh;
        if (fresh != old)
            for (size_t j = 0; j < p->count; j++) p->residual[j] -= (fresh - old) * p->Q[i * p->count + j];
        step = fmax(step, fabs(fresh - old));
        largest = fmax(largest, fabs(fresh));
    }
    return largest > 0 ? step / largest : 0;
}

/* Primal minus dual objective (times n), as in the reference tool's solver (scikit-learn). */
static double duality_gap(const problem *p, double penalty) {
    double on_rating = 0, fitted = 0, sum = 0, dual = p->how->positive ? -(double)INFINITY : 0;
    for (size_t i = 0; i < p->count; i++) {
        on_rating += p->weight[i] * p->q[i];
        fitted += p->weight[i] * (p->q[i] - p->residual[i]);
        sum += fabs(p->weight[i]);
        dual = fmax(dual, p->how->positive ? p->residual[i] : fabs(p->residual[i]));
    }
    const double left = fmax(0, p->total - 2 * on_rating + fitted); /* residual sum of squares */
    const double shrink = dual > penalty ? penalty / dual : 1;
    const double gap = dual > penalty ? .5 * (left + left * shrink * shrink) : left;
    return gap + penalty * sum - shrink * (p->total - on_rating);
}

/* Starts from the weights that are there. */
static void descend(problem *p, double lambda) {
    const double penalty = lambda * p->n, enough = p->how->tolerance * p->total;
    for (size_t i = 0; i < p->how->limit; i++) {
        const double step = sweep(p, penalty);
        if (step < p->how->tolerance && duality_gap(p, penalty) < enough) return;
    }
}

static void set(problem *p, fw_linear *out) {
    for (size_t i = 0; i < p->count && !p->how->standardise; i++) p->weight[i] *= p->design.sd[i];
    fw_linear_set(out, &p->design, p->weight, NULL);
    out->fit_features = 0;
    for (size_t i = 0; i < p->count; i++) {
        out->used[p->design.column[i]] = p->weight[i] != 0;
        out->fit_features += p->weight[i] != 0;
    }
    for (size_t i = 0; i < p->count && !p->how->standardise; i++) p->weight[i] /= p->design.sd[i];
}

static fw_code solve(const fw_training *t, const manner *how, double lambda, fw_linear *out, fw_error *err) {
    problem p;
    const fw_code code = open_problem(t, how, &p, err);
    if (code == FW_OK) {
        descend(&p, lambda);
        set(&p, out);
    }
    close_problem(&p);
    return code;
}

fw_code fw_solve_lasso(const fw_training *t, double lambda, fw_linear *out, fw_error *err) {
    return solve(t, &BOTH_SIGNS, lambda, out, err);
}

fw_code fw_solve_lasso_plus(const fw_training *t, double lambda, fw_linear *out, fw_error *err) {
    return solve(t, &POSITIVE, lambda, out, err);
}

fw_code fw_solve_lasso_twin(const fw_training *t, double lambda, fw_linear *out, fw_error *err) {
    return solve(t, &TWIN, lambda, out, err);
}

fw_code fw_solve_lasso_twin_refit(const fw_training *t, double lambda, fw_linear *out, fw_error *err) {
    fw_code code = solve(t, &TWIN, lambda, out, err);
    size_t *kept = calloc(t->count + 1, sizeof *kept), count = 0;
    if (code == FW_OK && !kept) code = fw_fail_nomem(err);
    for (size_t i = 0; i < t->count && code == FW_OK; i++)
        if (out->used[t->columns[i]]) kept[count++] = t->columns[i];
    if (code == FW_OK) code = fw_training_least_squares(t, kept, count, out, err);
    free(kept);
    return code;
}

/* The penalty at which no feature is left, and the path below it. */
static fw_code fill_path(const fw_training *t, const manner *how, double *lambda, fw_error *err) {
    problem p;
    const fw_code code = open_problem(t, how, &p, err);
    double most = 0;
    for (size_t i = 0; i < p.count && code == FW_OK; i++) most = fmax(most, fabs(p.q[i]) / p.n);
    for (size_t l = 0; l < PATH; l++) lambda[l] = most * pow(PATH_END, (double)l / (PATH - 1));
    close_problem(&p);
    return code;
}

/* Adds the mean squared error of every fold's rows along the path, each lambda from the former's weights. */
static fw_code add_fold(const fw_tuning *tuning, const manner *how, size_t k, const double *lambda,
                        fw_gram *train, double *form, fw_linear *linear, double *loss, fw_error *err) {
    const double rows = fw_gram_rows(&tuning->folds[k]);
    if (!(rows > 0)) return FW_OK;
    fw_training part = tuning->whole;
    part.gram = train;
    fw_gram_total(tuning->folds, tuning->fold_count, k, train);
    problem p;
    const fw_code code = open_problem(&part, how, &p, err);
    for (size_t l = 0; l < PATH && code == FW_OK; l++) {
        descend(&p, lambda[l]);
        set(&p, linear);
        fw_linear_form(linear, part.shift, form);
        /* The reference tool averages the folds' means; own folds count by rows. */
        loss[l] += fw_gram_squares(&tuning->folds[k], form) / (how->standardise ? 1 : rows);
    }
    close_problem(&p);
    return code;
}

static fw_code tune(const fw_tuning *tuning, const manner *how, double *lambda, fw_error *err) {
    double path[PATH], loss[PATH] = {0};
    fw_gram train = {0};
    fw_linear linear = {0};
    double *form = calloc(tuning->whole.gram->width, sizeof *form);
    fw_code code = form ? fw_linear_init(&linear, tuning->whole.features, err) : fw_fail_nomem(err);
    if (code == FW_OK) code = fw_gram_init(&train, tuning->whole.gram->width, false, err);
    if (code == FW_OK) code = fill_path(&tuning->whole, how, path, err);
    for (size_t k = 0; k < tuning->fold_count && code == FW_OK; k++)
        code = add_fold(tuning, how, k, path, &train, form, &linear, loss, err);
    fw_gram_free(&train);
    fw_linear_free(&linear);
    free(form);
    size_t best = 0;
    for (size_t l = 1; l < PATH; l++)
        if (loss[l] < loss[best]) best = l;
    *lambda = path[best];
    return code;
}

fw_code fw_tune_lasso(const fw_tuning *tuning, double *lambda, fw_error *err) {
    return tune(tuning, &BOTH_SIGNS, lambda, err);
}

fw_code fw_tune_lasso_plus(const fw_tuning *tuning, double *lambda, fw_error *err) {
    return tune(tuning, &POSITIVE, lambda, err);
}

fw_code fw_tune_lasso_twin(const fw_tuning *tuning, double *lambda, fw_error *err) {
    return tune(tuning, &TWIN, lambda, err);
}

/* sqrt(n log10 p) / n, as the reference tool computes it (its manual says sqrt(n - lg p)). */
fw_code fw_tune_lasso_fixed(const fw_tuning *tuning, double *lambda, fw_error *err) {
    (void)err;
    const double n = fw_gram_rows(tuning->whole.gram), p = (double)tuning->whole.count;
    *lambda = p > 1 ? sqrt(n * log10(p)) / n : 0;
    return FW_OK;
}
