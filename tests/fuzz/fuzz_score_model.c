/* fuzz_score_model.c: any bytes as model.json: read or refused with a reason; what is read is written and
 * read back the same, and scores with it stay on its scale. */
#include "json_mutate.h"

#include <failwise/features.h>
#include <failwise/scores.h>

#include <math.h>
#include <stdio.h>

enum { LONGEST = 1 << 16, ROWS = 3 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void stop(const char *what) {
    (void)fprintf(stderr, "broken: %s\n", what);
    abort();
}

/* Written, read and written again: the same text. */
static void check_round_trip(const fw_model *model) {
    fw_model *again = NULL;
    fw_error err = {0};
    json_t *first = fw_model_to_json(model);
    if (!first) stop("a model that was read cannot be written");
    if (fw_model_from_json(first, "again", &again, &err) != FW_OK) stop(err.message);
    json_t *second = fw_model_to_json(again);
    char *one = json_dumps(first, 0), *two = json_dumps(second, 0);
    if (!one || !two || strcmp(one, two) != 0) stop("a model changes when it is written and read");
    free(one);
    free(two);
    json_decref(first);
    json_decref(second);
    fw_model_free(again);
}

/* A missing score is NaN; any other is inside the scale, give or take the half point that rounds to it. */
static void check_score(const fw_model *model, const fw_score *s) {
    const double low = fmin(model->scale_min, model->scale_max) - .5, high = model->scale_max + .5;
    if (s->overall < low || s->overall > high) stop("a score beyond the scale");
    for (int p = 0; p < FW_ARC_PARTS; p++)
        if (s->part[p] < 0 || s->part[p] > 4) stop("a part beyond 0..4");
    if (s->weakest >> FW_ARC_PARTS) stop("a weakest part that is none");
}

static void check_scores(const fw_model *model) {
    static const float VALUES[ROWS] = {0, 1, 1e6f};
    const size_t count = fw_feature_count();
    fw_var *vars = calloc(count, sizeof *vars);
    float *row = calloc(count, sizeof *row);
    if (!vars || !row) abort();
    for (size_t i = 0; i < count; i++) vars[i] = (fw_var){.name = fw_feature_at(i)->name};
    fw_scorer *scorer = NULL;
    fw_error err = {0};
    if (fw_scorer_new(model, vars, count, &scorer, &err) == FW_OK) {
        for (size_t r = 0; r < ROWS; r++) {
            fw_score score;
            for (size_t i = 0; i < count; i++) row[i] = VALUES[r];
            fw_scorer_row(scorer, row, &score);
            check_score(model, &score);
        }
        fw_scorer_free(scorer);
    } else if (!err.message[0]) {
        stop("no reason why a model cannot score");
    }
    free(row);
    free(vars);
}

/* The scores of a table's model. */
static void check_table(const fw_model *model) {
    double kinds[FW_SCORE_KIND_COUNT];
    for (size_t i = 0; i < model->weight_count; i++) (void)fw_model_process(model, i, 1.5);
    fw_model_kinds(model, model->intercept, kinds);
    const fw_table_part *t = model->table;
    if (kinds[FW_SCORE_RAW_TRIM] < t->trim_min - t->trim_tolerance ||
        kinds[FW_SCORE_RAW_TRIM] > t->trim_max + t->trim_tolerance)
        stop("a trimmed score beyond its limits");
}

static void check_model(const fw_model *model) {
    if (fw_model_find(model->type) == FW_MODEL_KIND_COUNT) stop("a kind of model that is none");
    check_round_trip(model);
    check_scores(model);
    if (model->table) check_table(model);
    if (model->ordinal) {
        const double expected = fw_ordinal_expected(model->ordinal, model->intercept);
        const size_t last = model->ordinal->levels - 1;
        if (expected < model->ordinal->level[0] - 1e-6 * fabs(model->ordinal->level[0]) ||
            expected > model->ordinal->level[last] + 1e-6 * fabs(model->ordinal->level[last]))
            stop("an expected rating beyond the levels");
        if (fw_ordinal_mode(model->ordinal, model->intercept) > last) stop("a likeliest level that is none");
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size > LONGEST) return 0;
    json_t *json = json_loadb((const char *)data, size, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, NULL);
    if (!json) return 0;
    fw_model *model = NULL;
    fw_error err = {0};
    const fw_code code = fw_model_from_json(json, "model.json", &model, &err);
    json_decref(json);
    if (code == FW_OK)
        check_model(model);
    else if (code != FW_DATA || model || !err.message[0] || !err.file[0])
        stop("a refusal without its reason");
    fw_model_free(model);
    return 0;
}
