/*
 * arc_train_context.c: fitting what the second reading adds, from first readings by weights that did not know
 * the answer: readings of answers that were trained on are too good to learn from.
 */
#include "text/arc_train.h"
#include "text/context.h"
#include "text/segment.h"

#include "base/room.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- first readings ---- */

fw_code fw_lessons_start(fw_lessons *lessons, size_t answers, fw_error *err) {
    lessons->clause_count = 0;
    if (!lessons->answers) lessons->answers = malloc(answers * sizeof *lessons->answers);
    if (!lessons->answers && answers) return fw_fail_nomem(err);
    lessons->answer_count = answers;
    if (answers) memset(lessons->answers, 0, answers * sizeof *lessons->answers);
    return FW_OK;
}

fw_code fw_lessons_add(fw_lessons *lessons, const fw_workspace *ws, const fw_label_sets *sets, size_t answer,
                       fw_error *err) {
    lessons->answers[answer].first = lessons->clause_count;
    lessons->answers[answer].count = ws->clauses.count;
    for (size_t c = 0; c < ws->clauses.count; c++) {
        const fw_clause *clause = &ws->clauses.items[c];
        fw_lesson_clause *grown =
            fw_room(lessons->clauses, lessons->clause_count, &lessons->clause_room, sizeof *grown);
        if (!grown) return fw_fail_nomem(err);
        lessons->clauses = grown;
        fw_lesson_clause *lesson = &grown[lessons->clause_count++];
        *lesson = (fw_lesson_clause){.part = clause->part,
                                     .star = clause->star,
                                     .right_parts = sets->parts[c],
                                     .right_stars = sets->stars[c]};
        memcpy(lesson->points, clause->score, sizeof lesson->points);
        memcpy(lesson->stars, ws->star_points.items[c].points, sizeof lesson->stars);
    }
    return FW_OK;
}

void fw_lessons_free(fw_lessons *lessons) {
    free(lessons->clauses);
    free(lessons->answers);
    *lessons = (fw_lessons){0};
}

/* ---- the points ---- */

/* All that is trained. */
enum {
    CONTEXT_WEIGHTS = FW_CONTEXT_ROWS * FW_LABEL_ROOM,
    PART_WEIGHTS = FW_PART_COUNT * FW_PART_COUNT,
    STAR_WEIGHTS = FW_STAR_COUNT * FW_STAR_COUNT,
    WEIGHTS = CONTEXT_WEIGHTS + PART_WEIGHTS + STAR_WEIGHTS
};

typedef struct {
    fw_workspace *ws;
    fw_arc_rules *rules;
    const fw_arc_training *training;
    int64_t sum[WEIGHTS]; /* after each step */
    uint64_t steps;
    uint16_t *right_parts, *right_stars; /* of the clauses of the lesson */
    uint8_t *wanted, *taken;
} student;

static int16_t *weight_at(fw_arc_rules *rules, size_t at) {
    if (at < CONTEXT_WEIGHTS) return &rules->context[0][0] + at;
    at -= CONTEXT_WEIGHTS;
    return at < PART_WEIGHTS ? &rules->second_transition[0][0] + at
                             : &rules->second_star_transition[0][0] + (at - PART_WEIGHTS);
}

/* Transitions start from those of the first reading, all else from nothing. */
static int start_of(const fw_arc_rules *rules, size_t at) {
    if (at < CONTEXT_WEIGHTS) return 0;
    at -= CONTEXT_WEIGHTS;
    return at < PART_WEIGHTS ? (&rules->transition[0][0])[at]
                             : (&rules->star_transition[0][0])[at - PART_WEIGHTS];
}

/* The story around a clause adds to what the clause says and should not outvote it: no row of it gains more
 * points than this. Twice as much labels left-out answers no better. */
enum { CONTEXT_REACH = 30 };

static void move(student *s, size_t at, int by) {
    int16_t *weight = weight_at(s->rules, at);
    const int moved = *weight + by, start = start_of(s->rules, at);
    const int reach = s->training->reach < CONTEXT_REACH ? s->training->reach : CONTEXT_REACH;
    if (abs(moved) <= FW_WEIGHT_LIMIT && abs(moved - start) <= reach) *weight = (int16_t)moved;
}

/* One of the two label sets. */
typedef struct {
    size_t transitions; /* number of the first weight */
    size_t first_label, labels;
    int constant; /* the label whose points stay; -1 = none */
} label_set;

static void correct(student *s, const label_set *k) {
    fw_context context;
    fw_start_context(s->ws, &context);
    for (uint32_t c = 0; c < s->ws->clauses.count; c++) {
        uint8_t rows[FW_CONTEXT_AT_ONCE];
        const uint32_t count = fw_list_context(s->ws, &context, c, rows);
        const uint8_t got = s->taken[c], want = s->wanted[c];
        for (uint32_t i = 0; i < count && got != want; i++) {
            const size_t row = rows[i] * (size_t)FW_LABEL_ROOM + k->first_label;
            if (want != k->constant) move(s, row + want, 1);
            if (got != k->constant) move(s, row + got, -1);
        }
        if (c == 0 || (got == want && s->taken[c - 1] == s->wanted[c - 1])) continue;
        move(s, k->transitions + s->wanted[c - 1] * k->labels + want, 1);
        move(s, k->transitions + s->taken[c - 1] * k->labels + got, -1);
    }
}

/* Puts the first reading of an answer into the workspace, and what it says for the second. */
static bool read_first(student *s, const fw_lesson_clause *clauses, size_t count) {
    fw_workspace *ws = s->ws;
    ws->clauses.count = ws->star_points.count = (uint32_t)count;
    for (size_t c = 0; c < count; c++) {
        fw_clause *clause = &ws->clauses.items[c];
        clause->part = clauses[c].part;
        clause->star = clauses[c].star;
        memcpy(clause->score, clauses[c].points, sizeof clause->score);
        memcpy(ws->star_points.items[c].points, clauses[c].stars, sizeof clauses[c].stars);
        s->right_parts[c] = clauses[c].right_parts;
        s->right_stars[c] = clauses[c].right_stars;
    }
    return fw_add_context(ws, s->rules);
}

static bool learn_from(student *s, const fw_lesson_clause *clauses, size_t count) {
    static const label_set PARTS = {CONTEXT_WEIGHTS, 0, FW_PART_COUNT, FW_PART_OTHER};
    static const label_set STARS = {CONTEXT_WEIGHTS + PART_WEIGHTS, FW_PART_COUNT, FW_STAR_COUNT, -1};
    if (count > 0) {
        const int margin = s->training->margin;
        if (!read_first(s, clauses, count) ||
            !fw_best_parts_given(s->ws, s->rules, s->right_parts, FW_ALLOWED_ONLY, s->wanted) ||
            !fw_best_parts_given(s->ws, s->rules, s->right_parts, margin, s->taken))
            return false;
        correct(s, &PARTS);
        if (!fw_best_stars_given(s->ws, s->rules, s->right_stars, FW_ALLOWED_ONLY, s->wanted) ||
            !fw_best_stars_given(s->ws, s->rules, s->right_stars, margin, s->taken))
            return false;
        correct(s, &STARS);
    }
    for (size_t i = 0; i < WEIGHTS; i++) s->sum[i] += *weight_at(s->rules, i);
    s->steps++;
    return true;
}

static fw_code learn_from_all(student *s, const fw_labels *labels, const fw_lessons *lessons, fw_turn *turns,
                              fw_error *err) {
    for (size_t i = 0; i < WEIGHTS; i++) *weight_at(s->rules, i) = (int16_t)start_of(s->rules, i);
    s->rules->has_context = true;
    for (size_t epoch = 0; epoch < s->training->epochs; epoch++) {
        fw_take_turns(turns, labels, s->training->seed + epoch);
        for (size_t i = 0; i < lessons->answer_count; i++) {
            const size_t answer = turns[i].answer, first = lessons->answers[answer].first;
            if (!learn_from(s, lessons->clauses + first, lessons->answers[answer].count))
                return fw_fail_nomem(err);
        }
    }
    for (size_t i = 0; i < WEIGHTS && s->steps > 0; i++)
        *weight_at(s->rules, i) = (int16_t)lround((double)s->sum[i] / (double)s->steps);
    s->rules->has_context = fw_context_changes(s->rules) > 0;
    return FW_OK;
}

size_t fw_context_changes(fw_arc_rules *rules) {
    size_t changes = 0;
    for (size_t i = 0; i < WEIGHTS && rules->has_context; i++)
        changes += *weight_at(rules, i) != start_of(rules, i);
    return changes;
}

static size_t longest(const fw_lessons *lessons) {
    size_t most = 1;
    for (size_t i = 0; i < lessons->answer_count; i++) {
        if (lessons->answers[i].count > most) most = lessons->answers[i].count;
    }
    return most;
}

/* Weights that were fitted without a part of few answers read these so badly that nothing can be learnt from
 * it: then clauses are read once. */
enum { LEAST_ANSWERS = 30 };

fw_code fw_context_train(fw_workspace *ws, fw_arc_rules *rules, const fw_labels *labels,
                         const fw_lessons *lessons, const fw_arc_training *training, fw_turn *turns,
                         fw_error *err) {
    if (lessons->answer_count < LEAST_ANSWERS) return FW_OK;
    const size_t clauses = longest(lessons);
    student *s = calloc(1, sizeof *s);
    uint16_t *right = malloc(2 * clauses * sizeof *right);
    uint8_t *paths = malloc(2 * clauses);
    fw_code code = s && right && paths ? FW_OK : fw_fail_nomem(err);
    if (code == FW_OK) {
        *s = (student){.ws = ws,
                       .rules = rules,
                       .training = training,
                       .right_parts = right,
                       .right_stars = right + clauses,
                       .wanted = paths,
                       .taken = paths + clauses};
        code = learn_from_all(s, labels, lessons, turns, err);
    }
    free(s);
    free(right);
    free(paths);
    return code;
}
