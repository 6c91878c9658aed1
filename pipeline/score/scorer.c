/* scorer.c: a model bound to the columns of a matrix, and the scores of one row. */
#include "base/wide.h"
#include "score/rubric.h"
#include <failwise/scores.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Beyond this many SD from the training mean a linear model is guessing. */
static const double EXTRAPOLATED_SD = 6;
/* How far a prediction may leave the scale: rounding then still gives a point of the scale. */
static const double TRIM_TOLERANCE = .4998;

/* Columns that the rubric uses besides those of its part rules. */
typedef enum extra {
    EXTRA_TRAP_FIRST, /* five, in the order of fw_trap's bits */
    EXTRA_LEVEL_GAP = EXTRA_TRAP_FIRST + FW_TRAP_COUNT,
    EXTRA_CLOSING,
    EXTRA_SECONDS,
    EXTRA_WORDS,
    EXTRA_COUNT
} extra;
static const char *const EXTRAS[EXTRA_COUNT] = {
    "trap_fake", "trap_team", "trap_nonumber", "trap_nochange", "trap_refusal",
    "level_gap", "closing",   "seconds",       "words",
};

enum { SIDE = 8 }; /* what stands side by side is worked out at once */

/* Weights that are used: where their features stand, and what is done to them. */
typedef struct terms {
    size_t column[SIDE], index[SIDE]; /* of the matrix, of the model's weights */
    double low[SIDE], high[SIDE], mean[SIDE], sd[SIDE], sign[SIDE], weight[SIDE];
    fw_transform transform[SIDE];
} terms;

/* Part rules that grant points. */
typedef struct grants {
    size_t column[SIDE];
    double low[SIDE], span[SIDE], points[SIDE]; /* span: from low to full */
} grants;

struct fw_scorer {
    const fw_model *model;
    bool fitted;     /* overall comes from the weights, not from the rubric */
    bool has_rubric; /* the matrix holds the rubric's features */
    terms *terms;
    size_t term_count;
    bool transformed; /* some feature is */
    size_t *rule_at;  /* column of each part rule */
    size_t *need_at;  /* rules without which a part is 0 */
    size_t needed;
    grants *grants;
    size_t grant_end[FW_ARC_PARTS]; /* behind the last of each part */
    size_t extra_at[EXTRA_COUNT];
};

void fw_scorer_free(fw_scorer *scorer) {
    if (!scorer) return;
    free(scorer->terms);
    free(scorer->rule_at);
    free(scorer->need_at);
    free(scorer->grants);
    free(scorer);
}

static size_t find_column(const fw_var *vars, size_t count, const char *name) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(vars[i].name, name) == 0) return i;
    return SIZE_MAX;
}

static fw_code lacks(fw_error *err, const char *name) {
    return fw_fail(err, FW_DATA, "the features lack \"%s\", which the model uses", name);
}

/* Without a table's steps. */
static const fw_step AS_IT_IS = {
    .clamp_low = -HUGE_VAL, .clamp_high = HUGE_VAL, .transform = FW_TRANSFORM_RAW, .sign = 1};

static fw_code bind_weights(fw_scorer *scorer, const fw_var *vars, size_t var_count, fw_error *err) {
    const fw_model *model = scorer->model;
    for (size_t i = 0; i < model->weight_count; i++) {
        const fw_weight *weight = &model->weights[i];
        if (!weight->used) continue;
        const fw_step step = model->table ? model->table->steps[i] : AS_IT_IS;
        terms *t = &scorer->terms[scorer->term_count / SIDE];
        const size_t at = scorer->term_count++ % SIDE;
        t->column[at] = find_column(vars, var_count, weight->name);
        t->index[at] = i;
        t->low[at] = step.clamp_low;
        t->high[at] = step.clamp_high;
        t->mean[at] = weight->mean;
        t->sd[at] = weight->sd;
        t->sign[at] = step.sign;
        t->weight[at] = weight->weight;
        t->transform[at] = step.transform;
        scorer->transformed |= step.transform != FW_TRANSFORM_RAW;
        if (t->column[at] == SIZE_MAX) return lacks(err, weight->name);
    }
    return FW_OK;
}

/* By part, so that its points are one sum. */
static void bind_grants(fw_scorer *scorer) {
    const fw_rubric *rubric = scorer->model->rubric;
    size_t count = 0;
    for (size_t i = 0; i < rubric->rule_count; i++)
        if (rubric->rules[i].requires) scorer->need_at[scorer->needed++] = i;
    for (size_t part = 0; part < FW_ARC_PARTS; part++) {
        for (size_t i = 0; i < rubric->rule_count; i++) {
            const fw_part_rule *rule = &rubric->rules[i];
            if (rule->requires || rule->part != part) continue;
            grants *g = &scorer->grants[count / SIDE];
            const size_t at = count++ % SIDE;
            g->column[at] = scorer->rule_at[i];
            g->low[at] = rule->low;
            g->span[at] = rule->full - rule->low;
            g->points[at] = rule->points;
        }
        scorer->grant_end[part] = count;
    }
}

/*
 * A fitted model may stand on anybody's table: when none of the rubric's features is there, scores come
 * without parts. Some of them missing is an error: the parts would be wrong without notice.
 */
static fw_code bind_rubric(fw_scorer *scorer, const fw_var *vars, size_t var_count, fw_error *err) {
    const fw_rubric *rubric = scorer->model->rubric;
    const char *missing = NULL;
    size_t found = 0;
    for (size_t i = 0; i < rubric->rule_count; i++) {
        scorer->rule_at[i] = find_column(vars, var_count, rubric->rules[i].feature);
        if (scorer->rule_at[i] != SIZE_MAX)
            found++;
        else if (!missing)
            missing = rubric->rules[i].feature;
    }
    for (size_t i = 0; i < EXTRA_COUNT; i++) {
        scorer->extra_at[i] = find_column(vars, var_count, EXTRAS[i]);
        if (scorer->extra_at[i] == SIZE_MAX && !missing) missing = EXTRAS[i];
    }
    if (missing && (found > 0 || !scorer->fitted)) return lacks(err, missing);
    scorer->has_rubric = !missing;
    if (scorer->has_rubric) bind_grants(scorer);
    return FW_OK;
}

fw_code fw_scorer_new(const fw_model *model, const fw_var *vars, size_t var_count, fw_scorer **out,
                      fw_error *err) {
    if (model->table && !model->rubric)
        return fw_fail(err, FW_DATA,
                       "the model was fitted to a table: score that with 'failwise score --table'");
    if (!model->rubric) return fw_fail(err, FW_BUG, "a model without a rubric");
    fw_scorer *scorer = calloc(1, sizeof *scorer);
    if (!scorer) return fw_fail_nomem(err);
    scorer->model = model;
    scorer->fitted = strcmp(model->type, "rubric") != 0;
    scorer->terms = calloc(model->weight_count / SIDE + 1, sizeof *scorer->terms);
    scorer->rule_at = calloc(model->rubric->rule_count + 1, sizeof *scorer->rule_at);
    scorer->need_at = calloc(model->rubric->rule_count + 1, sizeof *scorer->need_at);
    scorer->grants = calloc(model->rubric->rule_count / SIDE + 1, sizeof *scorer->grants);
    const bool room = scorer->terms && scorer->rule_at && scorer->need_at && scorer->grants;
    fw_code code = room ? FW_OK : fw_fail_nomem(err);
    if (code == FW_OK && scorer->fitted) code = bind_weights(scorer, vars, var_count, err);
    if (code == FW_OK) code = bind_rubric(scorer, vars, var_count, err);
    if (code != FW_OK) {
        fw_scorer_free(scorer);
        return code;
    }
    *out = scorer;
    return FW_OK;
}

/* Keeps NaN: a missing feature must not turn into a score. Two steps, and a function of its own, or ends that
 * are constants would be branches, of which nobody foresees which is taken. */
__attribute__((noinline)) static double clamp(double value, double low, double high) {
    value = value < low ? low : value;
    return value > high ? high : value;
}

/* Values of the columns, the first of those that do not exist. */
FW_INLINED void gather(const float *x, const size_t *column, double *restrict value) {
    for (size_t i = 0; i < SIDE; i++) value[i] = (double)x[column[i]];
}

/* The points that rules grant; NaN of a missing feature stays. */
FW_INLINED void grant(const grants *g, const float *x, double *restrict points) {
    gather(x, g->column, points);
    for (size_t i = 0; i < SIDE; i++) {
        double share = (points[i] - g->low[i]) / g->span[i];
        share = share < 0 ? 0 : share;
        share = share > 1 ? 1 : share;
        points[i] = g->points[i] * share;
    }
}

FW_WIDE static void grant_wide(const grants *g, const float *x, double points[SIDE]) { grant(g, x, points); }

static void score_parts(const fw_scorer *scorer, const float *x, fw_score *out) {
    const fw_rubric *rubric = scorer->model->rubric;
    const bool wide = fw_has_wide();
    double points[FW_ARC_PARTS], granted[SIDE];
    bool absent[FW_ARC_PARTS] = {false};
    for (size_t i = 0; i < scorer->needed; i++) {
        const size_t at = scorer->need_at[i];
        absent[rubric->rules[at].part] |= (double)x[scorer->rule_at[at]] <= rubric->rules[at].low;
    }
    for (size_t part = 0, i = 0; part < FW_ARC_PARTS; part++) {
        double sum = 0;
        for (; i < scorer->grant_end[part]; i++) {
            if (i % SIDE == 0) (wide ? grant_wide : grant)(&scorer->grants[i / SIDE], x, granted);
            sum += granted[i % SIDE];
        }
        points[part] = sum;
    }
    for (size_t i = 0; i < FW_ARC_PARTS; i++) out->part[i] = absent[i] ? 0 : clamp(points[i], 0, 4);
    out->humility = (out->part[0] + out->part[1]) / 2;
    out->agency = (out->part[2] + out->part[3] + out->part[4]) / 3;
}

/* The lowest part score; parts that differ by rounding only are tied. Returns it (NaN if any part is). */
static double find_weakest(fw_score *out) {
    double lowest = out->part[0];
    for (size_t i = 1; i < FW_ARC_PARTS; i++)
        if (!(out->part[i] >= lowest)) lowest = out->part[i];
    if (isnan(out->humility) || isnan(out->agency)) return (double)NAN;
    for (size_t i = 0; i < FW_ARC_PARTS; i++) out->weakest |= (uint32_t)(out->part[i] <= lowest + 1e-9) << i;
    return lowest;
}

/* Points off on the rubric's own scale: traps, level gap, timing far outside the band; closing adds. */
static double deductions(const fw_scorer *scorer, const float *x, const fw_score *score) {
    const double *o = scorer->model->rubric->overall;
    double off = 0;
    for (size_t i = 0; i < FW_TRAP_COUNT; i++)
        off += (score->traps >> i & 1u) ? o[FW_RUBRIC_TRAP_FIRST + i] : 0;
    off += clamp((double)x[scorer->extra_at[EXTRA_LEVEL_GAP]] * o[FW_RUBRIC_LEVEL_GAP], 0,
                 o[FW_RUBRIC_LEVEL_GAP_MAX]);
    const double below = o[FW_RUBRIC_TIMING_LOW] - o[FW_RUBRIC_TOLERANCE_BELOW] - score->seconds;
    const double above = score->seconds - o[FW_RUBRIC_TIMING_HIGH] - o[FW_RUBRIC_TOLERANCE_ABOVE];
    const double beyond = fmax(0, fmax(below, above)); /* fmax skips NaN: unknown timing costs nothing */
    off += fmin(beyond / 60 * o[FW_RUBRIC_TIMING_PER_MINUTE], o[FW_RUBRIC_TIMING_MAX]);
    if (x[scorer->extra_at[EXTRA_CLOSING]] > 0) off -= o[FW_RUBRIC_CLOSING_BONUS];
    return off;
}

/* The rubric's overall score, carried from the rubric's scale to the model's. */
static double rubric_overall(const fw_scorer *scorer, const float *x, const fw_score *score, double lowest) {
    const double *o = scorer->model->rubric->overall;
    const double range = o[FW_RUBRIC_SCALE_MAX] - o[FW_RUBRIC_SCALE_MIN];
    const double traits =
        (o[FW_RUBRIC_HUMILITY_WEIGHT] * score->humility + o[FW_RUBRIC_AGENCY_WEIGHT] * score->agency) /
        (o[FW_RUBRIC_HUMILITY_WEIGHT] + o[FW_RUBRIC_AGENCY_WEIGHT]);
    const double weakest = o[FW_RUBRIC_WEAKEST_WEIGHT];
    const double quality = ((1 - weakest) * traits + weakest * lowest) / 4;
    const double share = clamp(quality - deductions(scorer, x, score) / range, 0, 1);
    return scorer->model->scale_min + share * (scorer->model->scale_max - scorer->model->scale_min);
}

/* A length that equals words at the speaking rate was estimated (float32 keeps about seven digits). */
static bool is_estimated(const fw_rubric *rubric, double seconds, double words) {
    const double estimate = words * 60 / rubric->overall[FW_RUBRIC_WORDS_PER_MINUTE];
    return fabs(seconds - estimate) <= 1e-5 * (1 + estimate);
}

static void score_rubric(const fw_scorer *scorer, const float *x, fw_score *out) {
    const fw_rubric *rubric = scorer->model->rubric;
    const double words = (double)x[scorer->extra_at[EXTRA_WORDS]];
    for (size_t i = 0; i < FW_TRAP_COUNT; i++)
        out->traps |= (uint32_t)(x[scorer->extra_at[EXTRA_TRAP_FIRST + i]] > 0.5f) << i;
    out->seconds = (double)x[scorer->extra_at[EXTRA_SECONDS]];
    if (is_estimated(rubric, out->seconds, words)) out->flags |= FW_FLAG_SECONDS_ESTIMATED;
    if (words < rubric->overall[FW_RUBRIC_SHORT_WORDS]) out->flags |= FW_FLAG_SHORT;
    score_parts(scorer, x, out);
    const double lowest = find_weakest(out);
    out->rubric_overall = rubric_overall(scorer, x, out, lowest);
}

/* Features standardised, times their weights; returns bits where one is far out, as no place without a term
 * is: its range is 0. */
FW_INLINED int64_t weigh(const terms *t, const float *x, const double *weight, bool transformed,
                         double *restrict z) {
    int64_t far = 0;
    gather(x, t->column, z);
    for (size_t i = 0; i < SIDE; i++) {
        z[i] = z[i] < t->low[i] ? t->low[i] : z[i];
        z[i] = z[i] > t->high[i] ? t->high[i] : z[i];
    }
    for (size_t i = 0; i < SIDE && transformed; i++)
        if (t->transform[i] != FW_TRANSFORM_RAW) z[i] = fw_transform_apply(t->transform[i], z[i]);
    for (size_t i = 0; i < SIDE; i++) {
        z[i] = t->sign[i] * ((z[i] - t->mean[i]) / t->sd[i]);
        far |= fabs(z[i]) > EXTRAPOLATED_SD ? -1 : 0;
        z[i] *= weight[i];
    }
    return far;
}

FW_WIDE static int64_t weigh_wide(const terms *t, const float *x, const double *weight, bool transformed,
                                  double *z) {
    return weigh(t, x, weight, transformed, z);
}

static double score_weights(const fw_scorer *scorer, const fw_group_weights *group, const float *x,
                            fw_score *out) {
    const fw_model *model = scorer->model;
    const bool wide = fw_has_wide();
    double sum = group ? group->intercept : model->intercept;
    int64_t far = 0;
    for (size_t from = 0; from < scorer->term_count; from += SIDE) {
        const terms *t = &scorer->terms[from / SIDE];
        const size_t left = scorer->term_count - from, some = left < SIDE ? left : SIDE;
        double own[SIDE], z[SIDE];
        for (size_t i = 0; i < SIDE && group; i++) own[i] = group->weight[t->index[i]];
        far |= (wide ? weigh_wide : weigh)(t, x, group ? own : t->weight, scorer->transformed, z);
        for (size_t i = 0; i < some; i++) sum += z[i];
    }
    if (far) out->flags |= FW_FLAG_EXTRAPOLATED;
    if (model->ordinal) sum = fw_ordinal_expected(model->ordinal, sum);
    const double low = model->scale_min - TRIM_TOLERANCE, high = model->scale_max + TRIM_TOLERANCE;
    if (sum < low || sum > high) out->flags |= FW_FLAG_OUT_OF_RANGE;
    return clamp(sum, low, high);
}

void fw_scorer_row(const fw_scorer *scorer, const float *x, fw_score *out) {
    fw_scorer_row_of(scorer, NULL, x, out);
}

void fw_scorer_row_of(const fw_scorer *scorer, const fw_group_weights *group, const float *x, fw_score *out) {
    const double none = (double)NAN;
    *out = (fw_score){.overall = none,
                      .rubric_overall = none,
                      .humility = none,
                      .agency = none,
                      .part = {none, none, none, none, none},
                      .seconds = none};
    if (scorer->has_rubric) score_rubric(scorer, x, out);
    out->overall = scorer->fitted ? score_weights(scorer, group, x, out) : out->rubric_overall;
}
