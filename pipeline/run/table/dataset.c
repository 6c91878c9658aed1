/* dataset.c: the rated answers of a dataset of features as a table, so that every kind of model
 * fits them. */
#include "run/open.h"
#include "run/stage.h"
#include "run/table/table.h"

#include "base/json.h"
#include "base/str.h"
#include "score/rubric.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Columns of the table before the features. */
enum { ID, PARTICIPANT, GROUP, RATING, WORDS, FEATURES };

typedef struct {
    fw_dataset *dataset;
    fw_ratings *ratings;
    int trait;
    fw_column columns[3]; /* of the frame, which borrows them */
    fw_frame *frame;
    int participant; /* column of the frame, or -1 */
    int group;       /* the same */
    size_t *var;     /* of X, by feature */
    size_t words;    /* of X, or SIZE_MAX */
    fw_table *table;
    size_t features;
} source;

/* Predictors of the rubric, or those that the user names; what the catalogue expects goes along. */
static fw_code list_features(const fw_layout *layout, const fw_rubric *rubric, fw_feature_list *list,
                             fw_error *err) {
    const bool all = list->count == 0;
    if (all) list->specs = calloc(layout->var_count + 1, sizeof *list->specs);
    if (!list->specs) return fw_fail_nomem(err);
    for (size_t i = 0; i < layout->var_count && all; i++) {
        const fw_prior *prior = fw_rubric_prior(rubric, layout->vars[i].name);
        fw_feature_spec *spec = &list->specs[list->count];
        if ((prior && !prior->predicts) || strlen(layout->vars[i].name) >= sizeof spec->name) continue;
        *spec = (fw_feature_spec){.min = (double)NAN, .max = (double)NAN, .weight = (double)NAN};
        snprintf(spec->name, sizeof spec->name, "%s", layout->vars[i].name);
        list->count++;
    }
    return FW_OK;
}

static fw_code bind_features(source *s, const fw_layout *layout, fw_feature_list *list, fw_error *err) {
    s->var = calloc(list->count + 1, sizeof *s->var);
    if (!s->var) return fw_fail_nomem(err);
    s->features = list->count;
    s->words = SIZE_MAX;
    for (size_t j = 0; j < list->count; j++) s->var[j] = SIZE_MAX;
    for (size_t i = 0; i < layout->var_count; i++) {
        const fw_var *var = &layout->vars[i];
        if (strcmp(var->name, "words") == 0) s->words = i;
        for (size_t j = 0; j < list->count; j++) {
            if (strcmp(var->name, list->specs[j].name) != 0) continue;
            s->var[j] = i;
            const int sign = (var->sign > 0) - (var->sign < 0);
            list->specs[j].expected = list->specs[j].sign < 0 ? -sign : sign;
        }
    }
    for (size_t j = 0; j < list->count; j++)
        if (s->var[j] == SIZE_MAX)
            return fw_fail(err, FW_USAGE, "the dataset has no feature \"%s\"", list->specs[j].name);
    return FW_OK;
}

static fw_code open_frame(source *s, const fw_layout *layout, const char *group, fw_error *err) {
    const char *const names[] = {"answer_id", "participant_id", group};
    size_t count = 0;
    s->participant = s->group = -1;
    for (size_t i = 0; i < 3; i++) {
        const int at = names[i] ? fw_column_find(layout->columns, layout->column_count, names[i]) : -1;
        if (at < 0 && i == 2 && group)
            return fw_fail(err, FW_USAGE, "--by: the dataset has no column \"%.60s\"", group);
        if (at < 0) continue;
        if (i == 2 && layout->columns[at].type != FW_COLUMN_STRING &&
            layout->columns[at].type != FW_COLUMN_CATEGORY)
            return fw_fail(err, FW_USAGE, "--by: the column \"%.60s\" holds numbers, not names of groups",
                           group);
        if (i == 1) s->participant = (int)count;
        if (i == 2) s->group = (int)count;
        s->columns[count++] = layout->columns[at];
    }
    s->frame = fw_frame_new(s->columns, count, layout->var_count, FW_CHUNK_ROWS);
    return s->frame ? FW_OK : fw_fail_nomem(err);
}

static fw_code open_table(source *s, size_t rows, fw_error *err) {
    fw_table *t = s->table;
    *t = (fw_table){.columns = FEATURES + s->features, .capacity = rows};
    t->present = calloc(t->columns, sizeof *t->present);
    t->number = calloc(t->columns, sizeof *t->number);
    t->text = calloc(t->columns, sizeof *t->text);
    t->line = calloc(rows + 1, sizeof *t->line);
    if (!t->present || !t->number || !t->text || !t->line) return fw_fail_nomem(err);
    for (size_t c = 0; c < t->columns; c++) {
        const bool text = c == ID || c == PARTICIPANT || c == GROUP;
        t->present[c] = true;
        if (text)
            t->text[c] = calloc(rows + 1, sizeof *t->text[c]);
        else
            t->number[c] = calloc(rows + 1, sizeof *t->number[c]);
        if (!t->text[c] && !t->number[c]) return fw_fail_nomem(err);
    }
    return FW_OK;
}

static bool keep_text(fw_table *t, size_t column, fw_str text) {
    const char *copy = fw_arena_copy(&t->arena, text);
    t->text[column][t->rows] = (fw_str){copy, text.len};
    return copy != NULL;
}

/* Unrated answers are no rows of the table. */
static fw_code take_chunk(source *s, uint64_t first, fw_intake *count, fw_error *err) {
    fw_table *t = s->table;
    const size_t vars = fw_dataset_layout(s->dataset)->var_count;
    for (size_t i = 0; i < s->frame->rows; i++) {
        const fw_str id = s->frame->cells[0].text[i];
        size_t ratings, all;
        const double rating = fw_ratings_mean(s->ratings, fw_id_hash(id), s->trait, &ratings);
        (void)fw_ratings_of(s->ratings, fw_id_hash(id), &all);
        count->ratings_used += all;
        if (ratings == 0) continue;
        count->rated_answers++;
        const fw_str who = s->participant >= 0 ? s->frame->cells[s->participant].text[i] : (fw_str){"", 0};
        const fw_str group = s->group >= 0 ? s->frame->cells[s->group].text[i] : (fw_str){"", 0};
        if (!keep_text(t, GROUP, group)) return fw_fail_nomem(err);
        if (!keep_text(t, ID, id) || !keep_text(t, PARTICIPANT, who)) return fw_fail_nomem(err);
        const float *x = s->frame->x + i * vars;
        t->number[RATING][t->rows] = rating;
        t->number[WORDS][t->rows] = s->words == SIZE_MAX ? (double)NAN : (double)x[s->words];
        for (size_t j = 0; j < s->features; j++) t->number[FEATURES + j][t->rows] = (double)x[s->var[j]];
        t->line[t->rows++] = first + i + 1;
    }
    return FW_OK;
}

static fw_code take_rows(source *s, const fw_run_options *o, fw_intake *count, fw_error *err) {
    const uint64_t total = fw_dataset_rows(s->dataset);
    fw_code code = open_table(s, (size_t)total, err);
    for (uint64_t first = 0; first < total && code == FW_OK; first += FW_CHUNK_ROWS) {
        fw_frame_clear(s->frame);
        code = fw_dataset_read(s->dataset, first, fw_chunk_rows(first, total), s->frame, err);
        if (code == FW_OK) code = take_chunk(s, first, count, err);
        if (code == FW_OK) code = fw_run_tick(o, "fit", first + s->frame->rows, err);
    }
    return code;
}

static void count_ratings(const source *s, fw_intake *count) {
    count->ratings_read = fw_ratings_rows(s->ratings);
    count->ratings_rejected = fw_ratings_reject_count(s->ratings);
    count->raters = fw_ratings_rater_count(s->ratings);
    count->ratings_unmatched = count->ratings_read - count->ratings_rejected - count->ratings_used;
}

fw_code fw_table_from_dataset(const char *path, const fw_run_options *o, const fw_rubric *rubric,
                              fw_feature_list *list, fw_table *out, fw_table_origin *origin, fw_intake *count,
                              fw_error *err) {
    source s = {.table = out};
    json_t *provenance = NULL;
    fw_code code = fw_dataset_open(path, &s.dataset, err);
    if (code == FW_OK) code = fw_need_features(s.dataset, path, err);
    if (code == FW_OK) code = fw_open_ratings(o, &s.ratings, &s.trait, err);
    if (code == FW_OK) code = list_features(fw_dataset_layout(s.dataset), rubric, list, err);
    if (code == FW_OK) code = bind_features(&s, fw_dataset_layout(s.dataset), list, err);
    if (code == FW_OK)
        code = open_frame(&s, fw_dataset_layout(s.dataset), o->group_by_count ? o->group_by[0] : NULL, err);
    if (code == FW_OK) code = take_rows(&s, o, count, err);
    if (code == FW_OK) code = fw_dataset_get_json(s.dataset, "provenance", &provenance, err);
    if (code == FW_OK) {
        count_ratings(&s, count);
        origin->lexicon = fw_json_get_hash(provenance, "lexicon_xxh3");
        origin->answers = fw_json_get_hash(provenance, "answers_xxh3");
        origin->ratings = fw_ratings_hash(s.ratings);
        out->hash = origin->answers;
    }
    json_decref(provenance);
    fw_frame_free(s.frame);
    free(s.var);
    fw_ratings_free(s.ratings);
    fw_dataset_close(s.dataset);
    return code;
}

fw_table_roles fw_dataset_roles(void) {
    return (fw_table_roles){.id = ID,
                            .human = RATING,
                            .human2 = SIZE_MAX,
                            .candidate = PARTICIPANT,
                            .length = WORDS,
                            .weight = SIZE_MAX,
                            .fold = SIZE_MAX,
                            .group = GROUP,
                            .flags = FEATURES,
                            .features = FEATURES};
}
