/* steps.c: learns how features are clamped, transformed, standardised. */
#include "fit/steps.h"

#include "base/ordered.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* An SD below this share of the largest value is rounding noise of a constant. */
static const double CONSTANT = 1e-12;

typedef struct moments {
    double mean, sd, least, most;
} moments;

/* In two passes; the SD is 0 where it is noise. */
static moments measure(const double *values, size_t n) {
    moments m = {0, 0, (double)INFINITY, -(double)INFINITY};
    long double sum = 0, squares = 0;
    for (size_t i = 0; i < n; i++) {
        sum += (long double)values[i];
        m.least = fmin(m.least, values[i]);
        m.most = fmax(m.most, values[i]);
    }
    m.mean = n ? (double)(sum / (long double)n) : 0;
    for (size_t i = 0; i < n; i++) {
        const long double d = (long double)values[i] - (long double)m.mean;
        squares += d * d;
    }
    m.sd = n > 1 ? (double)sqrtl(squares / (long double)(n - 1)) : 0;
    if (m.least == m.most || m.sd <= CONSTANT * fmax(fabs(m.least), fabs(m.most))) m.sd = 0;
    return m;
}

/* |r| with the ratings; 0 where not defined. */
static double correlation(const double *values, const double *y, size_t n) {
    const moments a = measure(values, n), b = measure(y, n);
    if (!(a.sd > 0) || !(b.sd > 0)) return 0;
    long double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += ((long double)values[i] - (long double)a.mean) * ((long double)y[i] - (long double)b.mean);
    return fabs((double)(sum / (long double)(n - 1)) / a.sd / b.sd);
}

/* As the reference tool chooses: on unclamped values; the first of the best; inversion turns the sign. */
static fw_transform choose(const double *x, const double *y, size_t n, double *scratch, int *sign) {
    static const fw_transform SIGNED[] = {FW_TRANSFORM_RAW, FW_TRANSFORM_INV};
    static const fw_transform POSITIVE[] = {FW_TRANSFORM_RAW, FW_TRANSFORM_SQRT, FW_TRANSFORM_ADD_ONE_INV,
                                            FW_TRANSFORM_ADD_ONE_LN};
    const moments m = measure(x, n);
    const bool negative = m.least < 0;
    const fw_transform *candidates = negative ? SIGNED : POSITIVE;
    const size_t count = negative ? 2 : 4;
    fw_transform best = FW_TRANSFORM_RAW;
    double most = -1;
    for (size_t c = 0; c < count; c++) {
        for (size_t i = 0; i < n; i++) scratch[i] = fw_transform_apply(candidates[c], x[i]);
        /* 1/x across 0 would turn the order around. */
        const bool barred = candidates[c] == FW_TRANSFORM_INV && m.most >= 0;
        const double r = barred ? 0 : correlation(scratch, y, n);
        if (!(r > most)) continue;
        most = r;
        best = candidates[c];
    }
    if (best == FW_TRANSFORM_INV || best == FW_TRANSFORM_ADD_ONE_INV) *sign = -*sign;
    return best;
}

static void set_limits(const fw_feature_spec *spec, const fw_step_options *options, fw_step *step) {
    step->clamp_low = step->clamp_high = (double)NAN;
    if (options->clamp_sd > 0) {
        step->clamp_low = step->raw_mean - options->clamp_sd * step->raw_sd;
        step->clamp_high = step->raw_mean + options->clamp_sd * step->raw_sd;
    }
    if (!isnan(spec->min)) step->clamp_low = spec->min;
    if (!isnan(spec->max)) step->clamp_high = spec->max;
}

static fw_code undefined(const fw_weight *weight, const fw_step *step, double value, const uint64_t *line,
                         size_t row, fw_error *err) {
    fw_fail(err, FW_DATA, "feature \"%s\": the transform %s is not defined for %g", weight->name,
            fw_transform_name(step->transform), value);
    return err && line ? fw_error_at(err, "", line[row], 0) : FW_DATA;
}

/* One column: `raw` is as read on entry and processed on return. */
static fw_code learn(const fw_feature_spec *spec, const fw_step_options *options, const fw_sample *s,
                     const uint64_t *line, double *raw, double *scratch, fw_weight *weight, fw_step *step,
                     fw_error *err) {
    const moments before = measure(raw, s->rows);
    step->sign = spec->sign < 0 ? -1 : 1;
    step->raw_mean = before.mean;
    step->raw_sd = before.sd;
    step->transform = spec->automatic ? choose(raw, s->y, s->rows, scratch, &step->sign) : spec->transform;
    set_limits(spec, options, step);
    for (size_t i = 0; i < s->rows; i++) {
        double x = raw[i];
        if (x < step->clamp_low) x = step->clamp_low;
        if (x > step->clamp_high) x = step->clamp_high;
        scratch[i] = fw_transform_apply(step->transform, x);
        if (!isfinite(scratch[i])) return undefined(weight, step, x, line, i, err);
    }
    const moments after = measure(scratch, s->rows);
    step->transformed_mean = after.mean;
    step->transformed_sd = after.sd;
    weight->mean = options->standardize ? after.mean : 0;
    weight->sd = after.sd > 0 && !options->standardize ? 1 : after.sd;
    for (size_t i = 0; i < s->rows; i++)
        raw[i] = after.sd > 0 ? step->sign * ((scratch[i] - weight->mean) / weight->sd) : 0;
    return FW_OK;
}

/* Columns taken out of the rows at a time: a cache line's worth. */
enum { TOGETHER = 8 };

/* Copies columns [first, first + count) of the rows to one array after another, or back. */
static void turn(fw_sample *s, size_t first, size_t count, double *columns, bool back) {
    for (size_t i = 0; i < s->rows; i++) {
        double *row = s->x + i * s->features + first;
        for (size_t c = 0; c < count; c++) {
            if (back)
                row[c] = columns[c * s->rows + i];
            else
                columns[c * s->rows + i] = row[c];
        }
    }
}

/* Groups of columns being learned, each by one thread. */
typedef struct {
    const fw_feature_spec *specs;
    const fw_step_options *options;
    fw_sample *sample;
    const uint64_t *line;
    fw_model *model;
    double **scratch; /* by thread: TOGETHER + 1 columns */
    size_t *first;    /* by slot: column */
    size_t next;
} learning;

static fw_code next_group(void *context, size_t slot, bool *more, fw_error *err) {
    (void)err;
    learning *l = context;
    *more = l->next < l->sample->features;
    l->first[slot] = l->next;
    l->next += TOGETHER;
    return FW_OK;
}

static fw_code learn_group(void *context, size_t slot, size_t worker, fw_error *err) {
    const learning *l = context;
    fw_sample *s = l->sample;
    const size_t first = l->first[slot], left = s->features - first, n = s->rows;
    const size_t count = left < TOGETHER ? left : TOGETHER;
    double *columns = l->scratch[worker], *scratch = columns + TOGETHER * n;
    turn(s, first, count, columns, false);
    for (size_t j = first; j < first + count; j++) {
        fw_weight *weight = &l->model->weights[j];
        memcpy(weight->name, l->specs[j].name, sizeof weight->name);
        /* A sign that was said is part of the processed value, so that its weight should be positive. */
        weight->sign_expected = l->specs[j].expected ? l->specs[j].expected : l->specs[j].sign ? 1 : 0;
        const fw_code code = learn(&l->specs[j], l->options, s, l->line, columns + (j - first) * n, scratch,
                                   weight, &l->model->table->steps[j], err);
        if (code != FW_OK) return code;
    }
    turn(s, first, count, columns, true);
    return FW_OK;
}

static fw_code group_done(void *context, size_t slot, fw_error *err) {
    (void)context, (void)slot, (void)err;
    return FW_OK;
}

fw_code fw_steps_learn(const fw_feature_spec *specs, const fw_step_options *options, fw_sample *sample,
                       const uint64_t *line, fw_model *model, fw_error *err) {
    const size_t groups = (sample->features + TOGETHER - 1) / TOGETHER;
    const size_t wanted = options->threads ? options->threads : fw_ordered_processors();
    const size_t threads = wanted < groups ? wanted : groups, slots = threads + 1;
    learning l = {.specs = specs, .options = options, .sample = sample, .line = line, .model = model};
    l.scratch = calloc(threads, sizeof(double *));
    l.first = calloc(slots, sizeof *l.first);
    fw_code code = l.scratch && l.first ? FW_OK : fw_fail_nomem(err);
    for (size_t t = 0; t < threads && code == FW_OK; t++) {
        l.scratch[t] = malloc((TOGETHER + 1) * (sample->rows + 1) * sizeof(double));
        if (!l.scratch[t]) code = fw_fail_nomem(err);
    }
    const fw_ordered loop = {.context = &l,
                             .source = next_group,
                             .work = learn_group,
                             .sinks = {group_done},
                             .slots = slots,
                             .threads = threads};
    if (code == FW_OK) code = fw_ordered_run(&loop, err);
    for (size_t t = 0; t < threads && l.scratch; t++) free(l.scratch[t]);
    free(l.scratch);
    free(l.first);
    return code;
}
