/*
 * rater_icc.c: variance components, decision study and intraclass correlations.
 *
 * Henderson's method III for answer + rater + residual with at most one rating a cell: the reduction in sum
 * of squares of one factor after the other has the expectation answers after raters: (N - raters) V(answer) +
 * (answers - 1) V(residual) raters after answers: (N - answers) V(rater) + (raters - 1) V(residual) because
 * the counts in the cells are their own squares. The mean squares of a complete table are the special case,
 * so one set of formulas serves both (McGraw and Wong 1996, with k = (N - raters) / (answers - 1) and n = (N
 * - answers) / (raters - 1)).
 */
#include "fit/rater_panel.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

static const double NONE = (double)NAN;

const char *fw_icc_name(fw_icc_kind kind) {
    static const char *const NAMES[FW_ICC_COUNT] = {
        [FW_ICC_1] = "icc_1", [FW_ICC_A1] = "icc_a1", [FW_ICC_C1] = "icc_c1",
        [FW_ICC_K] = "icc_k", [FW_ICC_AK] = "icc_ak", [FW_ICC_CK] = "icc_ck"};
    return (unsigned)kind < FW_ICC_COUNT ? NAMES[kind] : NULL;
}

const char *fw_icc_title(fw_icc_kind kind) {
    static const char *const NAMES[FW_ICC_COUNT] = {
        [FW_ICC_1] = "ICC(1)", [FW_ICC_A1] = "ICC(A,1)", [FW_ICC_C1] = "ICC(C,1)",
        [FW_ICC_K] = "ICC(k)", [FW_ICC_AK] = "ICC(A,k)", [FW_ICC_CK] = "ICC(C,k)"};
    return (unsigned)kind < FW_ICC_COUNT ? NAMES[kind] : NULL;
}

/* Sum of squares within raters, about each one's mean. */
static double within_raters(const fw_sparse_panel *p) {
    double squares = 0;
    for (size_t r = 0; r < p->raters; r++) {
        const size_t n = fw_panel_load(p, r);
        double sum = 0;
        for (size_t i = p->rater_start[r]; i < p->rater_start[r + 1]; i++) sum += p->value[p->by_rater[i]];
        const double mean = sum / (double)n;
        for (size_t i = p->rater_start[r]; i < p->rater_start[r + 1]; i++) {
            const double d = p->value[p->by_rater[i]] - mean;
            squares += d * d;
        }
    }
    return squares;
}

/* Within answers; also what the one-way analysis needs of the answers' means. */
typedef struct one_way {
    double within;         /* sum of squares */
    double between;        /* sum of squares of means, weighted by ratings */
    double means_variance; /* of the answers' means, unweighted */
    double squared_sizes;  /* sum of m^2 */
    double inverse_sizes;  /* sum of 1 / m */
} one_way;

static one_way analyse_one_way(const fw_sparse_panel *p) {
    one_way w = {0};
    double sum_means = 0, sum_squares = 0;
    for (size_t a = 0; a < p->answers; a++) {
        const size_t start = p->answer_start[a], m = fw_panel_size(p, a);
        double sum = 0;
        for (size_t i = start; i < start + m; i++) sum += p->value[i];
        const double mean = sum / (double)m;
        for (size_t i = start; i < start + m; i++) w.within += (p->value[i] - mean) * (p->value[i] - mean);
        w.between += sum * mean;
        sum_means += mean;
        sum_squares += mean * mean;
        w.squared_sizes += (double)m * (double)m;
        w.inverse_sizes += 1 / (double)m;
    }
    const double n = (double)p->answers;
    if (n > 1) w.means_variance = fmax(0, (sum_squares - sum_means * sum_means / n) / (n - 1));
    return w;
}

static double ratio(double above, double below) { return below > 0 ? above / below : NONE; }

void fw_panel_components(const fw_sparse_panel *p, const fw_additive *additive, fw_panel_result *result) {
    fw_components *c = &result->components;
    const double n = (double)p->count, answers = (double)p->answers, raters = (double)p->raters;
    const double answer_ss = within_raters(p) - additive->residual_ss;
    const double rater_ss = analyse_one_way(p).within - additive->residual_ss;
    *c = (fw_components){
        .answer_df = answers - 1, .rater_df = raters - 1, .residual_df = additive->residual_df};
    c->residual_ms = additive->residual_ms;
    c->answer_ms = ratio(fmax(0, answer_ss), c->answer_df);
    c->rater_ms = ratio(fmax(0, rater_ss), c->rater_df);
    c->answer_weight = ratio(n - raters, c->answer_df);
    c->rater_weight = ratio(n - answers, c->rater_df);
    c->residual = c->residual_ms;
    c->answer = ratio(c->answer_ms - c->residual, c->answer_weight);
    c->rater = ratio(c->rater_ms - c->residual, c->rater_weight);
    const double answer = fmax(0, c->answer), rater = fmax(0, c->rater), noise = c->residual;
    for (int m = 1; m <= FW_DECISION_RATERS; m++) {
        fw_decision *d = &result->decision[m - 1];
        *d = (fw_decision){NONE, NONE, NONE, NONE};
        if (!isfinite(c->answer) || !isfinite(c->rater) || !isfinite(noise)) continue;
        d->relative = ratio(answer, answer + noise / m);
        d->absolute = ratio(answer, answer + (rater + noise) / m);
        d->sem_relative = sqrt(noise / m);
        d->sem_absolute = sqrt((rater + noise) / m);
    }
    if (c->answer < 0) fw_panel_note(result, "the variance of answers was estimated below 0 and counts as 0");
    if (c->rater < 0) fw_panel_note(result, "the variance of raters was estimated below 0 and counts as 0");
    if (!(c->residual_df > 0))
        fw_panel_note(result, "no more ratings than answers and raters: errors, variance components and "
                              "two-way intraclass correlations cannot be told");
}

double fw_raters_needed(const fw_components *c, bool absolute, double wanted) {
    const double noise = c->residual + (absolute ? fmax(0, c->rater) : 0);
    if (!(c->answer > 0) || !isfinite(noise) || !(wanted > 0 && wanted < 1)) return NONE;
    /* A little less: .8 must not become one rater more by the last digit. */
    return fmax(1, ceil(wanted / (1 - wanted) * noise / c->answer - 1e-9));
}

/* ---- intraclass correlations ---- */

/* An interval in F (1 and up means signal) as the ICC of one rating, and of the mean of k. */
static double of_one(double f, double weight) { return (f - 1) / (f - 1 + weight); }

/* Satterthwaite's df can be any fraction; below 1 the library's inverse gives nothing. The logarithm is
 * halved in on, for the value may have 70 digits. */
static double f_by_halving(double df1, double df2) {
    enum { STEPS = 80 };
    double low = -700, high = 700;
    for (int i = 0; i < STEPS; i++) {
        const double middle = (low + high) / 2;
        *(gsl_cdf_fdist_Q(exp(middle), df1, df2) > .025 ? &low : &high) = middle;
    }
    return exp((low + high) / 2);
}

/*
 * The value below which 97.5 % of F lies. The library's inverse does not converge for many degrees of
 * freedom; there the expansion of log F / 2 (Abramowitz and Stegun 26.6.15) is good to five digits and more.
 */
static double f_quantile(double df1, double df2) {
    enum { MANY = 1000 };
    if (fmin(df1, df2) < 1) return f_by_halving(df1, df2);
    if (fmin(df1, df2) < MANY) {
        const double f = gsl_cdf_fdist_Pinv(.975, df1, df2);
        if (isfinite(f)) return f;
        /* One of them is too large: F is then chi-squared over df, or its inverse. */
        return df1 < df2 ? gsl_cdf_chisq_Pinv(.975, df1) / df1 : df2 / gsl_cdf_chisq_Pinv(.025, df2);
    }
    const double y = gsl_cdf_ugaussian_Pinv(.975), lambda = (y * y - 3) / 6;
    const double a = 1 / (df2 - 1), b = 1 / (df1 - 1), h = 2 / (a + b);
    return exp(2 * (y * sqrt(h + lambda) / h - (b - a) * (lambda + 5. / 6 - 2 / (3 * h))));
}

/* None below -1 / (k - 1), the least that k ratings can correlate, where the formula turns to values above 1.
 */
static double spearman_brown(double icc, double k) {
    const double below = 1 + (k - 1) * icc;
    return below > 0 ? k * icc / below : NONE;
}

/* An interval has a width and holds its value: what rounding, gaps or a formula's pole made of it is none.
 * Below -1 there is no correlation. */
static fw_interval sound(fw_interval icc, double least) {
    const fw_interval none = {NONE, NONE, NONE};
    if (!(icc.value >= least)) return none;
    const bool holds = icc.low < icc.high && icc.low <= icc.value && icc.value <= icc.high;
    return holds ? (fw_interval){icc.value, fmax(icc.low, least), icc.high}
                 : (fw_interval){icc.value, NONE, NONE};
}

static fw_interval of_mean(fw_interval one, double k) {
    const fw_interval mean = {spearman_brown(one.value, k), spearman_brown(one.low, k),
                              spearman_brown(one.high, k)};
    return sound(mean, -(double)INFINITY);
}

/* ICC of one rating from F = MS(answer) / MS(error), with an exact interval where the table is complete. */
static fw_interval from_f(double f, double df_answer, double df_error, double weight) {
    if (isinf(f)) return (fw_interval){1, 1, 1};
    const double upper = f_quantile(df_answer, df_error);
    const double lower = f_quantile(df_error, df_answer);
    return (fw_interval){of_one(f, weight), of_one(f / upper, weight), of_one(f * lower, weight)};
}

static fw_interval one_way_icc(const fw_sparse_panel *p, double k) {
    const one_way w = analyse_one_way(p);
    const double n = (double)p->answers, total = (double)p->count;
    if (!(n > 1) || !(total > n)) return (fw_interval){NONE, NONE, NONE};
    const double noise = w.within / (total - n), mean_square = w.between / (n - 1);
    if (noise == 0 && w.means_variance == 0) return (fw_interval){NONE, NONE, NONE};
    const double weight = (total - w.squared_sizes / total) / (n - 1);
    const double f = noise > 0 ? mean_square / noise : (double)INFINITY;
    fw_interval icc = from_f(f, n - 1, total - n, weight);
    if (noise > 0) {
        /* Thomas and Hultquist: variance of the unweighted means, harmonic mean of their sizes. */
        const fw_interval ends = from_f(k * w.means_variance / noise, n - 1, total - n, k);
        icc.low = ends.low;
        icc.high = ends.high;
    }
    return icc;
}

/* ICC(A,1): the error below the F ratio is a sum of two mean squares with Satterthwaite's df. */
static fw_interval absolute_icc(const fw_components *c) {
    const double k = c->answer_weight, n = c->rater_weight;
    const double msr = c->answer_ms, msc = c->rater_ms, mse = c->residual_ms;
    const double below = msr + (k - 1) * mse + k / n * (msc - mse);
    fw_interval icc = {NONE, NONE, NONE};
    if (!(below > 0)) return icc;
    icc.value = (msr - mse) / below;
    if (icc.value >= 1) return (fw_interval){1, 1, 1};
    const double odds = k * icc.value / (1 - icc.value);
    const double a = odds / n, b = 1 + odds * (n - 1) / n;
    const double sum = a * msc + b * mse;
    const double v = sum * sum / (a * msc * a * msc / c->rater_df + b * mse * b * mse / c->residual_df);
    if (!(v > 0)) return icc;
    const double upper = f_quantile(c->answer_df, v);
    const double lower = f_quantile(v, c->answer_df);
    const double rest = k * msc + (k * n - k - n) * mse;
    icc.low = n * (msr - upper * mse) / (upper * rest + n * msr);
    icc.high = n * (lower * msr - mse) / (rest + n * lower * msr);
    return icc;
}

void fw_panel_icc(const fw_sparse_panel *p, fw_panel_result *result) {
    const fw_components *c = &result->components;
    fw_icc *icc = &result->icc;
    double inverse = 0;
    for (size_t a = 0; a < p->answers; a++) inverse += 1 / (double)fw_panel_size(p, a);
    icc->complete = p->count == p->answers * p->raters;
    icc->k = icc->complete ? (double)p->raters : (double)p->answers / inverse;
    const fw_interval none = {NONE, NONE, NONE};
    icc->of[FW_ICC_1] = sound(one_way_icc(p, icc->k), -1);
    const bool two_way = c->residual_df > 0 && c->answer_df > 0 && c->answer_weight > 0 &&
                         c->rater_weight > 0 && c->answer_ms + c->residual_ms > 0;
    const double f = c->residual_ms > 0 ? c->answer_ms / c->residual_ms : (double)INFINITY;
    icc->of[FW_ICC_C1] =
        two_way ? sound(from_f(f, c->answer_df, c->residual_df, c->answer_weight), -1) : none;
    icc->of[FW_ICC_A1] = two_way ? sound(absolute_icc(c), -1) : none;
    icc->of[FW_ICC_K] = of_mean(icc->of[FW_ICC_1], icc->k);
    icc->of[FW_ICC_AK] = of_mean(icc->of[FW_ICC_A1], icc->k);
    icc->of[FW_ICC_CK] = of_mean(icc->of[FW_ICC_C1], icc->k);
}
