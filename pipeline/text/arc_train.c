/*
 * arc_train.c: cue weights from labelled answers by an averaged structured perceptron.
 *
 * After each answer the weights move by one point along the path that its labels ask for, and by one point
 * back along the path that was taken; what is kept is the mean of the weights over all steps, rounded. Both
 * label sets (arc and STAR) are trained in the same passes. Source: M. Collins, Discriminative training
 * methods for hidden Markov models, EMNLP 2002.
 */
#include "text/arc_train.h"
#include "text/segment.h"

#include "base/str.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* All weights that training moves. */
enum {
    CUE_WEIGHTS = FW_CUE_LIMIT * FW_LABELS,
    ARC_WEIGHTS = FW_PART_COUNT * FW_PART_COUNT,
    STAR_WEIGHTS = FW_STAR_COUNT * FW_STAR_COUNT,
    WEIGHTS = CUE_WEIGHTS + ARC_WEIGHTS + STAR_WEIGHTS
};
typedef union {
    int16_t all[WEIGHTS];
    struct {
        int16_t cue[FW_CUE_LIMIT][FW_LABELS];
        int16_t transition[ARC_WEIGHTS];
        int16_t star[STAR_WEIGHTS];
    };
} weights;
static_assert(sizeof(weights) == WEIGHTS * sizeof(int16_t), "weights lie without gaps");

typedef struct {
    const fw_labels *labels;
    const fw_arc_training *training;
    fw_analyzer *analyzer;
    weights start, now;
    int64_t sum[WEIGHTS]; /* of the weights after each step */
    uint64_t steps;
    fw_label_sets sets;
    uint8_t *wanted; /* the path the labels ask for, and the one that comes closest to beating it */
    uint8_t *taken;
    uint32_t room; /* clauses that both hold */
} trainer;

static weights weights_of(const fw_arc_rules *rules) {
    weights w;
    memcpy(w.cue, rules->weight, sizeof w.cue);
    memcpy(w.transition, rules->transition, sizeof w.transition);
    memcpy(w.star, rules->star_transition, sizeof w.star);
    return w;
}

static void put_in_force(fw_arc_rules *rules, const weights *w) {
    memcpy(rules->weight, w->cue, sizeof w->cue);
    memcpy(rules->transition, w->transition, sizeof w->transition);
    memcpy(rules->star_transition, w->star, sizeof w->star);
}

/* Moves weight number `at`, never further than the reach from where it started. */
static void move(trainer *t, int16_t *weight, int by) {
    const int start = t->start.all[weight - t->now.all], moved = *weight + by;
    if (moved <= start + t->training->reach && moved >= start - t->training->reach) *weight = (int16_t)moved;
}

/* One of the two label sets: where its weights are. */
typedef struct {
    int16_t *transition;
    int first_label; /* among all labels */
    int labels;
    int constant; /* the label whose points are the floor, which stays; -1 = none */
} label_set;

static void correct(trainer *t, const label_set *k) {
    const fw_workspace *ws = &t->analyzer->ws;
    const fw_firing *firing = ws->firings.items, *end = firing + ws->firings.count;
    int got_before = 0, want_before = 0;
    for (uint32_t c = 0; c < ws->clauses.count; c++) {
        const int got = t->taken[c], want = t->wanted[c];
        for (; firing < end && firing->clause == c; firing++) {
            int16_t *weight = t->now.cue[firing->cue] + k->first_label;
            if (got != want && want != k->constant) move(t, &weight[want], 1);
            if (got != want && got != k->constant) move(t, &weight[got], -1);
        }
        if (c > 0 && (got != want || got_before != want_before)) {
            move(t, &k->transition[want_before * k->labels + want], 1);
            move(t, &k->transition[got_before * k->labels + got], -1);
        }
        got_before = got;
        want_before = want;
    }
}

static bool make_room(trainer *t, uint32_t clauses) {
    if (clauses <= t->room) return true;
    free(t->wanted);
    t->wanted = malloc(2 * (size_t)clauses);
    t->room = t->wanted ? clauses : 0;
    t->taken = t->wanted + t->room;
    return t->wanted != NULL;
}

static fw_code analyze(trainer *t, const fw_labelled_answer *answer, fw_error *err) {
    const fw_analysis *analysis;
    const fw_answer_facts facts = {.duration_s = (double)NAN};
    return fw_analyze(t->analyzer, answer->text, &facts, &analysis, err);
}

/* One step. Of several right readings the wanted one is the path that the weights already like most. */
static fw_code learn_from(trainer *t, const fw_labelled_answer *answer, fw_error *err) {
    fw_arc_rules *rules = t->analyzer->rules;
    fw_workspace *ws = &t->analyzer->ws;
    put_in_force(rules, &t->now);
    fw_code code = analyze(t, answer, err);
    if (code == FW_OK) code = fw_label_sets_find(ws, answer, &t->sets, err);
    if (code != FW_OK) return code;
    if (ws->clauses.count > 0) {
        const int margin = t->training->margin;
        if (!make_room(t, ws->clauses.count) ||
            !fw_best_parts_given(ws, rules, t->sets.parts, FW_ALLOWED_ONLY, t->wanted) ||
            !fw_best_parts_given(ws, rules, t->sets.parts, margin, t->taken))
            return fw_fail_nomem(err);
        correct(t, &(label_set){t->now.transition, 0, FW_PART_COUNT, FW_PART_OTHER});
        if (!fw_best_stars_given(ws, rules, t->sets.stars, FW_ALLOWED_ONLY, t->wanted) ||
            !fw_best_stars_given(ws, rules, t->sets.stars, margin, t->taken))
            return fw_fail_nomem(err);
        correct(t, &(label_set){t->now.star, FW_PART_COUNT, FW_STAR_COUNT, -1});
    }
    for (size_t i = 0; i < WEIGHTS; i++) t->sum[i] += t->now.all[i];
    t->steps++;
    return FW_OK;
}

/* Answers in the order in which an epoch takes them: by a hash of their ids, so that the order of the file
 * does not matter. */
typedef struct {
    uint64_t key;
    const fw_labelled_answer *answer;
} turn;

static int compare_turns(const void *a, const void *b) {
    const turn *left = a, *right = b;
    if (left->key != right->key) return left->key < right->key ? -1 : 1;
    return strcmp(left->answer->id, right->answer->id);
}

/* Trains on all answers but `without` (SIZE_MAX: on all) and puts the mean of the weights into force. */
static fw_code train(trainer *t, size_t without, fw_error *err) {
    const fw_labels *labels = t->labels;
    turn *turns = malloc(labels->answer_count * sizeof *turns);
    if (!turns) return fw_fail_nomem(err);
    t->now = t->start;
    t->steps = 0;
    memset(t->sum, 0, sizeof t->sum);
    fw_code code = FW_OK;
    for (size_t epoch = 0; epoch < t->training->epochs && code == FW_OK; epoch++) {
        for (size_t i = 0; i < labels->answer_count; i++) {
            const fw_str id = fw_str_of(labels->answers[i].id);
            turns[i] = (turn){fw_hash64(id.ptr, id.len, t->training->seed + epoch), &labels->answers[i]};
        }
        qsort(turns, labels->answer_count, sizeof *turns, compare_turns);
        for (size_t i = 0; i < labels->answer_count && code == FW_OK; i++) {
            if (without == SIZE_MAX || turns[i].answer != &labels->answers[without])
                code = learn_from(t, turns[i].answer, err);
        }
    }
    free(turns);
    if (code == FW_OK && t->steps > 0) {
        for (size_t i = 0; i < WEIGHTS; i++)
            t->now.all[i] = (int16_t)lround((double)t->sum[i] / (double)t->steps);
    }
    if (code == FW_OK) put_in_force(t->analyzer->rules, &t->now);
    return code;
}

static fw_code measure(trainer *t, size_t first, size_t count, fw_arc_quality *quality, fw_error *err) {
    for (size_t i = first; i < first + count; i++) {
        const fw_code code = analyze(t, &t->labels->answers[i], err);
        if (code != FW_OK) return code;
        fw_arc_quality_add(&t->analyzer->ws, &t->labels->answers[i], quality);
    }
    return FW_OK;
}

static fw_code measure_left_out(trainer *t, fw_arc_quality *quality, fw_error *err) {
    fw_code code = FW_OK;
    for (size_t i = 0; i < t->labels->answer_count && code == FW_OK; i++) {
        code = train(t, i, err);
        if (code == FW_OK) code = measure(t, i, 1, quality, err);
    }
    return code;
}

static size_t count_changes(const trainer *t) {
    size_t changes = 0;
    for (size_t i = 0; i < WEIGHTS; i++) changes += t->start.all[i] != t->now.all[i];
    return changes;
}

static fw_code train_and_measure(trainer *t, const char *folder, bool force, fw_arc_result *out,
                                 fw_error *err) {
    const size_t all = t->labels->answer_count;
    t->start = weights_of(t->analyzer->rules);
    fw_code code = measure(t, 0, all, &out->before, err);
    if (code == FW_OK && t->training->leave_one_out) code = measure_left_out(t, &out->left_out, err);
    if (code == FW_OK) code = train(t, SIZE_MAX, err);
    if (code == FW_OK) code = measure(t, 0, all, &out->after, err);
    out->weights_changed = count_changes(t);
    return code == FW_OK && folder ? fw_arc_rules_write(t->analyzer->rules, folder, force, err) : code;
}

fw_code fw_arc_train(const fw_lexicon *lexicon, const fw_labels *labels, const fw_arc_training *training,
                     bool forced, const char *folder, bool force, fw_arc_result *out, fw_error *err) {
    *out = (fw_arc_result){0};
    if (labels->clause_count < FW_ARC_LEAST_CLAUSES && !forced) {
        fw_fail(err, FW_DATA, "%zu labelled clauses are too few to fit weights that hold for other answers",
                labels->clause_count);
        return fw_error_detail(err, "300 or more, or --force", NULL);
    }
    trainer *t = calloc(1, sizeof *t);
    if (!t) return fw_fail_nomem(err);
    t->labels = labels;
    t->training = training;
    fw_code code = fw_analyzer_new(lexicon, NULL, &t->analyzer, err);
    if (code == FW_OK) code = train_and_measure(t, folder, force, out, err);
    fw_analyzer_free(t->analyzer);
    fw_label_sets_free(&t->sets);
    free(t->wanted);
    free(t);
    return code;
}
