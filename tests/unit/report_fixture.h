/*
 * report_fixture.h: fabricated answers for the tests of the report stage: seeded, with a known shape (cohorts
 * of different sizes, two attempts a participant, ratings for half of the answers).
 */
#ifndef FAILWISE_TESTS_REPORT_FIXTURE_H
#define FAILWISE_TESTS_REPORT_FIXTURE_H

#include <failwise/report.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { FX_COLUMNS = 14, FX_VARS = 24 };
enum {
    FX_ID,
    FX_PERSON,
    FX_COHORT,
    FX_QUESTION,
    FX_FRAMEWORK,
    FX_LEVEL,
    FX_ATTEMPT,
    FX_MODE,
    FX_DURATION,
    FX_DATE,
    FX_WORDS,
    FX_RATING,
    FX_RATING_COUNT,
    FX_SITE
};

static const fw_column fx_columns[FX_COLUMNS] = {
    {"answer_id", FW_COLUMN_STRING, "", ""},   {"participant_id", FW_COLUMN_CATEGORY, "", ""},
    {"cohort", FW_COLUMN_CATEGORY, "", ""},    {"question", FW_COLUMN_CATEGORY, "", ""},
    {"framework", FW_COLUMN_CATEGORY, "", ""}, {"level", FW_COLUMN_CATEGORY, "", ""},
    {"attempt", FW_COLUMN_INT, "", ""},        {"mode", FW_COLUMN_CATEGORY, "", ""},
    {"duration_s", FW_COLUMN_FLOAT, "s", ""},  {"date", FW_COLUMN_STRING, "", ""},
    {"words", FW_COLUMN_INT, "words", ""},     {"rating", FW_COLUMN_FLOAT, "", ""},
    {"rating_count", FW_COLUMN_INT, "", ""},   {"site", FW_COLUMN_CATEGORY, "", ""},
};

static const char *const fx_feature_names[FX_VARS] = {
    "arc_fail",     "arc_diag",      "arc_act",      "arc_learn",      "arc_impr",   "arc_count",
    "i_rate",       "we_rate",       "own_decision", "own_admit",      "ext_cause",  "blame_ratio",
    "passive_rate", "out_fail",      "out_impr",     "learn_specific", "chg_marker", "chg_habit",
    "intent_only",  "impr_evidence", "hedge_rate",   "filler_rate",    "wps",        "words"};

static fw_var fx_vars[FX_VARS];

/* A small generator of its own, so that every platform makes the same data. */
static double fx_uniform(uint64_t *state) {
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (double)(*state >> 11) / 9007199254740992.0;
}
static double fx_normal(uint64_t *state) {
    double sum = 0;
    for (int i = 0; i < 12; i++) sum += fx_uniform(state);
    return sum - 6;
}

static void fx_init_vars(void) {
    for (size_t i = 0; i < FX_VARS; i++)
        fx_vars[i] = (fw_var){fx_feature_names[i], i < 6 ? "arc" : "other", "count", "fabricated",
                              i % 5 == 2 ? -1 : 1};
}

/* One row's scores: better at the later attempt, learning and change weakest. */
static void fx_score(uint64_t *state, double skill, fw_score *score) {
    static const double SHIFT[FW_ARC_PARTS] = {.6, .1, .3, -.3, -.8};
    double least = 5;
    *score = (fw_score){0};
    double sum = 0;
    for (size_t p = 0; p < FW_ARC_PARTS; p++) {
        score->part[p] = fmax(0, fmin(4, floor(2.2 + SHIFT[p] + .6 * skill + .9 * fx_normal(state))));
        sum += score->part[p];
        least = fmin(least, score->part[p]);
    }
    for (size_t p = 0; p < FW_ARC_PARTS; p++) {
        if (score->part[p] == least) score->weakest |= 1U << p;
    }
    score->humility = (score->part[0] + score->part[1]) / 2;
    score->agency = (score->part[2] + score->part[3] + score->part[4]) / 3;
    score->overall = fmax(1, fmin(5, 1 + sum / 5 + .2 * fx_normal(state)));
    score->rubric_overall = 1 + sum / 5;
    if (fx_uniform(state) < .08) score->traps |= FW_TRAP_FAKE;
    if (fx_uniform(state) < .15) score->traps |= FW_TRAP_TEAM;
    if (fx_uniform(state) < .44) score->traps |= FW_TRAP_NO_NUMBER;
    if (fx_uniform(state) < .3) score->traps |= FW_TRAP_NO_CHANGE;
    if (fx_uniform(state) < .02) score->traps |= FW_TRAP_REFUSAL;
    score->seconds = fmax(20, 95 + 28 * fx_normal(state));
    if (fx_uniform(state) < .3) score->flags |= FW_FLAG_SECONDS_ESTIMATED;
    if (fx_uniform(state) < .01) score->flags |= FW_FLAG_SHORT;
}

typedef struct fx_options {
    size_t participants;
    size_t attempts; /* answers of a participant */
    const char *const *cohorts;
    const size_t *cohort_sizes; /* participants in each; the last takes the rest */
    size_t cohort_count;        /* 0 = no cohort given */
    bool unknown_people;        /* participant_id empty */
    bool unrated;
    uint64_t seed;
} fx_options;

static void fx_text(fw_frame *frame, size_t column, size_t row, const char *text) {
    if (!fw_frame_set_text(frame, column, row, (fw_str){text, strlen(text)})) abort();
}

static size_t fx_cohort_of(const fx_options *o, size_t person) {
    size_t end = 0;
    for (size_t c = 0; c + 1 < o->cohort_count; c++) {
        end += o->cohort_sizes[c];
        if (person < end) return c;
    }
    return o->cohort_count - 1;
}

static void fx_row(const fx_options *o, fw_frame *frame, size_t row, uint64_t *state, fw_score *score) {
    static const char *const QUESTIONS[] = {"plain", "manager_mistake", "limited_data", "changed_course"};
    static const char *const FRAMEWORKS[] = {"amazon", "google", "generic"};
    static const char *const LEVELS[] = {"student", "ic", "senior", "staff", "manager"};
    static const char *const MODES[] = {"spoken", "written"};
    static const char *const SITES[] = {"Berlin", "Kraków", "São Paulo", "東京"};
    const size_t person = row / o->attempts;
    const size_t attempt = row % o->attempts;
    const size_t cohort = o->cohort_count ? fx_cohort_of(o, person) : 0;
    char name[64];
    (void)snprintf(name, sizeof name, "answer-%zu", row);
    fx_text(frame, FX_ID, row, name);
    (void)snprintf(name, sizeof name, "person-%zu", person);
    fx_text(frame, FX_PERSON, row, o->unknown_people ? "" : name);
    fx_text(frame, FX_COHORT, row, o->cohort_count ? o->cohorts[cohort] : "");
    fx_text(frame, FX_QUESTION, row, QUESTIONS[row % 4]);
    fx_text(frame, FX_FRAMEWORK, row, FRAMEWORKS[person % 3]);
    fx_text(frame, FX_LEVEL, row, LEVELS[person % 5]);
    fx_text(frame, FX_MODE, row, MODES[person % 2]);
    fx_text(frame, FX_DATE, row, "2024-03-01");
    fx_text(frame, FX_SITE, row, SITES[person % 4]);
    frame->cells[FX_ATTEMPT].integer[row] = (int32_t)attempt + 1;
    fx_score(state, .35 * (double)attempt + .12 * (double)cohort - .3 + .1 * (double)(person % 5), score);
    frame->cells[FX_DURATION].number[row] =
        score->flags & FW_FLAG_SECONDS_ESTIMATED ? (double)NAN : score->seconds;
    frame->cells[FX_WORDS].integer[row] = (int32_t)(score->seconds * 2.4);
    const bool rated = !o->unrated && row % 2 == 0;
    frame->cells[FX_RATING].number[row] =
        rated ? fmax(1, fmin(5, round(2 * (score->overall + .6 * fx_normal(state))) / 2)) : (double)NAN;
    frame->cells[FX_RATING_COUNT].integer[row] = rated ? 2 : 0;
    for (size_t f = 0; f < FX_VARS; f++)
        frame->x[row * FX_VARS + f] = (float)(f < 5 ? score->part[f] / 4 : fmax(0, 1.5 + fx_normal(state)));
}

/* A frame of participants x attempts rows and their scores; free both. */
static fw_frame *fx_make(const fx_options *o, fw_score **scores) {
    const size_t rows = o->participants * o->attempts;
    fx_init_vars();
    fw_frame *frame = fw_frame_new(fx_columns, FX_COLUMNS, FX_VARS, rows ? rows : 1);
    *scores = calloc(rows ? rows : 1, sizeof **scores);
    if (!frame || !*scores) abort();
    uint64_t state = o->seed;
    frame->rows = rows;
    for (size_t row = 0; row < rows; row++) fx_row(o, frame, row, &state, &(*scores)[row]);
    return frame;
}

/* A fitted model with made-up weights; `weights` must hold FX_VARS. */
static fw_model fx_model(fw_weight *weights) {
    uint64_t state = 99;
    fx_init_vars();
    fw_model model = {.type = "rubric-ridge",
                      .trait = "overall",
                      .weights = weights,
                      .weight_count = FX_VARS,
                      .scale_min = 1,
                      .scale_max = 5,
                      .seed = 7,
                      .intercept = 3};
    for (size_t i = 0; i < FX_VARS; i++) {
        fw_weight *w = &weights[i];
        *w = (fw_weight){.mean = 1.5, .sd = 1, .se = .03, .sign_expected = fx_vars[i].sign, .used = i != 22};
        (void)snprintf(w->name, sizeof w->name, "%s", fx_vars[i].name);
        if (!w->used) (void)snprintf(w->reason, sizeof w->reason, "constant");
        w->weight = .12 * fx_normal(&state);
        w->ci_low = w->weight - .06;
        w->ci_high = w->weight + .06;
        w->prior = .05 * fx_vars[i].sign;
    }
    fw_fit_quality *q = &model.quality;
    *q = (fw_fit_quality){.rows = 300, .participants = 150, .folds = 10, .lambda = 3};
    q->cv = (fw_agreement){300, .52, .26, .71, .44, .02, 41, 88};
    q->cv_interval = (fw_agreement_interval){
        {300, .43, .17, .65, .35, -.1, 35, 84}, {300, .60, .34, .77, .52, .1, 47, 92}, 150, 1000};
    q->length_only = (fw_agreement){300, .31, .09, .80, .17, 0, 33, 80};
    q->mean_only = (fw_agreement){300, (double)NAN, 0, .84, 0, 0, 30, 76};
    q->train = (fw_agreement){300, .63, .39, .64, .55, 0, 46, 91};
    q->rubric = (fw_agreement){300, .46, .12, .79, .41, -.2, 36, 84};
    return model;
}

#endif
