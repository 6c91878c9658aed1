/*
 * arc_train.c: cue weights from labelled answers by an averaged structured perceptron.
 *
 * After each answer the weights move by one point along the path that its labels ask for, and by one point
 * back along the path that was taken; what is kept is the mean of the weights over all steps, rounded. Both
 * label sets (arc and STAR) are trained in the same passes. Source: M. Collins, Discriminative training
 * methods for hidden Markov models, EMNLP 2002. What the second reading adds is fitted to first readings of
 * answers that were left out (arc_train_context.c).
 */
#include "text/arc_train.h"
#include "text/segment.h"
#include "text/words.h"

#include "base/str.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* All weights that training moves. */
enum {
    CUE_WEIGHTS = FW_FIRST_WORD * FW_PLACES * FW_LABEL_ROOM,
    WORD_WEIGHTS = FW_CUE_WORDS * FW_LABEL_ROOM,
    ARC_WEIGHTS = FW_PART_COUNT * FW_PART_COUNT,
    STAR_WEIGHTS = FW_STAR_COUNT * FW_STAR_COUNT,
    WEIGHTS = CUE_WEIGHTS + WORD_WEIGHTS + ARC_WEIGHTS + STAR_WEIGHTS
};
typedef union {
    int16_t all[WEIGHTS];
    struct {
        int16_t cue[FW_FIRST_WORD][FW_PLACES][FW_LABEL_ROOM];
        int16_t word[FW_CUE_WORDS][FW_LABEL_ROOM];
        int16_t transition[ARC_WEIGHTS];
        int16_t star[STAR_WEIGHTS];
    };
} weights;
static_assert(sizeof(weights) == WEIGHTS * sizeof(int16_t), "weights lie without gaps");

typedef struct {
    const fw_labels *labels;
    const fw_arc_training *training;
    fw_analyzer *analyzer;
    fw_arc_rules *rules; /* the analyzer's, as they are trained */
    weights start, now;
    int64_t sum[WEIGHTS]; /* of the weights after each step */
    uint64_t steps;
    fw_label_sets sets;
    fw_lessons lessons;
    fw_turn *turns;  /* the answers in the order of an epoch */
    uint8_t *wanted; /* the path the labels ask for, and the one that comes closest to beating it */
    uint8_t *taken;
    uint32_t *first; /* by clause: its first firing; one more closes the last */
    uint32_t room;   /* clauses that all three hold */
} trainer;

static weights weights_of(const fw_arc_rules *rules) {
    weights w;
    memcpy(w.cue, rules->weight, sizeof w.cue);
    memcpy(w.word, rules->word_weight, sizeof w.word);
    memcpy(w.transition, rules->transition, sizeof w.transition);
    memcpy(w.star, rules->star_transition, sizeof w.star);
    return w;
}

/* Words are remembered with their points. */
static void put_in_force(trainer *t, const weights *w) {
    fw_arc_rules *rules = t->rules;
    memcpy(rules->weight, w->cue, sizeof w->cue);
    memcpy(rules->word_weight, w->word, sizeof w->word);
    memcpy(rules->transition, w->transition, sizeof w->transition);
    memcpy(rules->star_transition, w->star, sizeof w->star);
    rules->has_context = false;
    fw_words_weigh(t->analyzer->words);
}

/* Moves weight number `at`, never further than the reach from where it started. */
static void move(trainer *t, int16_t *weight, int by) {
    const int start = t->start.all[weight - t->now.all], moved = *weight + by;
    if (moved > FW_WEIGHT_LIMIT || moved < -FW_WEIGHT_LIMIT) return;
    if (moved <= start + t->training->reach && moved >= start - t->training->reach) *weight = (int16_t)moved;
}

/* One of the two label sets: where its weights are. */
typedef struct {
    int16_t *transition;
    int first_label; /* among all labels */
    int labels;
    int constant; /* the label whose points are the floor, which stays; -1 = none */
} label_set;

/* One point for the cues of clause `from` where they speak for `want`, one against where they spoke for
 * `got`. */
static void correct_cues(trainer *t, const label_set *k, fw_place place, uint32_t from, int got, int want) {
    const fw_workspace *ws = &t->analyzer->ws;
    for (uint32_t i = t->first[from]; i < t->first[from + 1]; i++) {
        const uint16_t cue = ws->firings.items[i].cue;
        if (place != FW_PLACE_HERE && cue >= FW_FIRST_WORD) continue;
        int16_t *weight = (cue < FW_FIRST_WORD ? t->now.cue[cue][place] : t->now.word[cue - FW_FIRST_WORD]) +
                          k->first_label;
        if (want != k->constant) move(t, &weight[want], 1);
        if (got != k->constant) move(t, &weight[got], -1);
    }
}

static void correct(trainer *t, const label_set *k) {
    const uint32_t count = t->analyzer->ws.clauses.count;
    for (uint32_t c = 0; c < count; c++) {
        const int got = t->taken[c], want = t->wanted[c];
        if (got != want) {
            correct_cues(t, k, FW_PLACE_HERE, c, got, want);
            if (c > 0) correct_cues(t, k, FW_PLACE_BEFORE, c - 1, got, want);
            if (c + 1 < count) correct_cues(t, k, FW_PLACE_BEHIND, c + 1, got, want);
        }
        if (c == 0 || (got == want && t->taken[c - 1] == t->wanted[c - 1])) continue;
        move(t, &k->transition[t->wanted[c - 1] * k->labels + want], 1);
        move(t, &k->transition[t->taken[c - 1] * k->labels + got], -1);
    }
}

/* Room for the paths of the answer in the workspace, and where the firings of each clause start. */
static bool make_room(trainer *t) {
    const fw_workspace *ws = &t->analyzer->ws;
    const uint32_t clauses = ws->clauses.count;
    if (clauses > t->room) {
        free(t->wanted);
        free(t->first);
        t->wanted = malloc(2 * (size_t)clauses);
        t->first = malloc((clauses + 1) * sizeof *t->first);
        t->room = t->wanted && t->first ? clauses : 0;
        if (!t->room) return false;
        t->taken = t->wanted + t->room;
    }
    uint32_t firing = 0;
    for (uint32_t c = 0; c < clauses; c++) {
        t->first[c] = firing;
        while (firing < ws->firings.count && ws->firings.items[firing].clause == c) firing++;
    }
    t->first[clauses] = firing;
    return true;
}

static fw_code analyze(trainer *t, const fw_labelled_answer *answer, fw_error *err) {
    const fw_analysis *analysis;
    const fw_answer_facts facts = {.duration_s = (double)NAN};
    return fw_analyze(t->analyzer, answer->text, &facts, &analysis, err);
}

/* One step. Of several right readings the wanted one is the path that the weights already like most. */
static fw_code learn_from(trainer *t, const fw_labelled_answer *answer, fw_error *err) {
    fw_arc_rules *rules = t->rules;
    fw_workspace *ws = &t->analyzer->ws;
    put_in_force(t, &t->now);
    fw_code code = analyze(t, answer, err);
    if (code == FW_OK) code = fw_label_sets_find(ws, answer, &t->sets, err);
    if (code != FW_OK) return code;
    if (ws->clauses.count > 0) {
        const int margin = t->training->margin;
        if (!make_room(t) || !fw_best_parts_given(ws, rules, t->sets.parts, FW_ALLOWED_ONLY, t->wanted) ||
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

/* A word that may become a cue, and in how many answers it stands. */
typedef struct {
    const char *text;
    uint32_t answers;
    size_t last; /* number of the last answer counted, plus one */
} candidate;

static int compare_candidates(const void *a, const void *b) {
    return strcmp(((const candidate *)a)->text, ((const candidate *)b)->text);
}

/* Counts the words of all answers; `words` is by the analyzer's word numbers, which hold while its table is
 * not emptied: that many different words are refused. */
static fw_code count_words(trainer *t, candidate **words, uint32_t *count, fw_error *err) {
    for (size_t i = 0; i < t->labels->answer_count; i++) {
        const fw_code code = analyze(t, &t->labels->answers[i], err);
        if (code != FW_OK) return code;
        if (fw_words_emptied(t->analyzer->words) > 0)
            return fw_fail(err, FW_DATA, "the labelled answers hold too many different words to count them");
        const fw_workspace *ws = &t->analyzer->ws;
        const uint32_t known = fw_words_count(t->analyzer->words);
        candidate *grown = realloc(*words, known * sizeof *grown);
        if (!grown) return fw_fail_nomem(err);
        *words = grown;
        for (; *count < known; (*count)++) grown[*count] = (candidate){.text = ws->words[*count].text};
        for (uint32_t k = 0; k < ws->tokens.count; k++) {
            candidate *word = &grown[ws->tokens.items[k].word];
            if (ws->tokens.items[k].kind != FW_TOKEN_WORD || word->last == i + 1) continue;
            word->last = i + 1;
            word->answers++;
        }
    }
    return FW_OK;
}

/* Words are remembered with their cues: the memory starts anew when these have changed. */
static fw_code forget_words(trainer *t, const fw_lexicon *lexicon, fw_error *err) {
    fw_words_free(t->analyzer->words);
    t->analyzer->words = fw_words_new(lexicon, t->rules);
    return t->analyzer->words ? FW_OK : fw_fail_nomem(err);
}

/* Gives the analyzer rules of its own, to be trained: those of the built-in tables are all analyzers'. */
static fw_code own_rules(trainer *t, const fw_lexicon *lexicon, fw_error *err) {
    const fw_code code = fw_arc_rules_copy(t->analyzer->rules, &t->rules, err);
    if (code != FW_OK) return code;
    fw_arc_rules_free(t->analyzer->rules);
    t->analyzer->rules = t->rules;
    return forget_words(t, lexicon, err);
}

/* Makes cues of the words that stand in enough answers. */
static fw_code add_words(trainer *t, const fw_lexicon *lexicon, fw_error *err) {
    candidate *words = NULL;
    uint32_t count = 0;
    fw_code code = count_words(t, &words, &count, err);
    if (code == FW_OK && count > 0) qsort(words, count, sizeof *words, compare_candidates);
    for (uint32_t i = 0; i < count && code == FW_OK; i++) {
        if (words[i].answers < t->training->word_answers) continue;
        if (!fw_add_word_cue(t->rules, fw_str_of(words[i].text)))
            code = fw_fail(err, FW_DATA, "more than %d words stand in %zu answers or more", FW_CUE_WORDS - 1,
                           t->training->word_answers);
    }
    free(words);
    return code == FW_OK ? forget_words(t, lexicon, err) : code;
}

static int compare_turns(const void *a, const void *b) {
    const fw_turn *left = a, *right = b;
    if (left->key != right->key) return left->key < right->key ? -1 : 1;
    return strcmp(left->id, right->id);
}

void fw_take_turns(fw_turn *turns, const fw_labels *labels, uint64_t seed) {
    for (size_t i = 0; i < labels->answer_count; i++) {
        const fw_str id = fw_str_of(labels->answers[i].id);
        turns[i] = (fw_turn){fw_hash64(id.ptr, id.len, seed), labels->answers[i].id, i};
    }
    qsort(turns, labels->answer_count, sizeof *turns, compare_turns);
}

/* A part of the answers, told by a hash of their ids: number `index` of `folds`; none of none. */
typedef struct {
    uint32_t folds, index;
} fold;
enum { OUTER_FOLDS = 10, INNER_FOLDS = 5 };

static bool holds(const trainer *t, fold part, const fw_labelled_answer *answer) {
    const fw_str id = fw_str_of(answer->id);
    return part.folds && fw_hash64(id.ptr, id.len, t->training->seed + part.folds) % part.folds == part.index;
}

/* Trains the first reading on the answers that neither fold holds, and puts the mean of the weights into
 * force. */
static fw_code train(trainer *t, fold outer, fold inner, fw_error *err) {
    const fw_labels *labels = t->labels;
    t->now = t->start;
    t->steps = 0;
    memset(t->sum, 0, sizeof t->sum);
    fw_code code = FW_OK;
    for (size_t epoch = 0; epoch < t->training->epochs && code == FW_OK; epoch++) {
        fw_take_turns(t->turns, labels, t->training->seed + epoch);
        for (size_t i = 0; i < labels->answer_count && code == FW_OK; i++) {
            const fw_labelled_answer *answer = &labels->answers[t->turns[i].answer];
            if (!holds(t, outer, answer) && !holds(t, inner, answer)) code = learn_from(t, answer, err);
        }
    }
    if (code == FW_OK && t->steps > 0) {
        for (size_t i = 0; i < WEIGHTS; i++)
            t->now.all[i] = (int16_t)lround((double)t->sum[i] / (double)t->steps);
    }
    if (code == FW_OK) put_in_force(t, &t->now);
    return code;
}

/* Keeps how the answers of `inner` are read that are not left out altogether. */
static fw_code keep_readings(trainer *t, fold outer, fold inner, fw_error *err) {
    fw_code code = FW_OK;
    for (size_t i = 0; i < t->labels->answer_count && code == FW_OK; i++) {
        const fw_labelled_answer *answer = &t->labels->answers[i];
        if (!holds(t, inner, answer) || holds(t, outer, answer)) continue;
        code = analyze(t, answer, err);
        if (code == FW_OK) code = fw_label_sets_find(&t->analyzer->ws, answer, &t->sets, err);
        if (code == FW_OK) code = fw_lessons_add(&t->lessons, &t->analyzer->ws, &t->sets, i, err);
    }
    return code;
}

/* Trains both readings on the answers that `outer` does not hold. */
static fw_code train_both(trainer *t, fold outer, fw_error *err) {
    fw_code code = fw_lessons_start(&t->lessons, t->labels->answer_count, err);
    for (uint32_t f = 0; f < INNER_FOLDS && code == FW_OK; f++) {
        const fold inner = {INNER_FOLDS, f};
        code = train(t, outer, inner, err);
        if (code == FW_OK) code = keep_readings(t, outer, inner, err);
    }
    if (code == FW_OK) code = train(t, outer, (fold){0}, err);
    if (code == FW_OK)
        code =
            fw_context_train(&t->analyzer->ws, t->rules, t->labels, &t->lessons, t->training, t->turns, err);
    return code;
}

/* Adds how the answers of a fold are read, or all answers. */
static fw_code measure(trainer *t, fold part, fw_arc_quality *quality, fw_error *err) {
    for (size_t i = 0; i < t->labels->answer_count; i++) {
        const fw_labelled_answer *answer = &t->labels->answers[i];
        if (part.folds && !holds(t, part, answer)) continue;
        const fw_code code = analyze(t, answer, err);
        if (code != FW_OK) return code;
        fw_arc_quality_add(&t->analyzer->ws, answer, quality);
    }
    return FW_OK;
}

static fw_code measure_left_out(trainer *t, fw_arc_quality *quality, fw_error *err) {
    fw_code code = FW_OK;
    for (uint32_t f = 0; f < OUTER_FOLDS && code == FW_OK; f++) {
        const fold outer = {OUTER_FOLDS, f};
        code = train_both(t, outer, err);
        if (code == FW_OK) code = measure(t, outer, quality, err);
    }
    return code;
}

static size_t count_changes(const trainer *t) {
    size_t changes = fw_context_changes(t->rules);
    for (size_t i = 0; i < WEIGHTS; i++) changes += t->start.all[i] != t->now.all[i];
    return changes;
}

static fw_code train_and_measure(trainer *t, const char *folder, bool force, fw_arc_result *out,
                                 fw_error *err) {
    const fold none = {0};
    t->start = weights_of(t->rules);
    fw_code code = measure(t, none, &out->before, err);
    if (code == FW_OK && t->training->cross_validate) code = measure_left_out(t, &out->left_out, err);
    if (code == FW_OK) code = train_both(t, none, err);
    if (code == FW_OK) code = measure(t, none, &out->after, err);
    out->weights_changed = count_changes(t);
    return code == FW_OK && folder ? fw_arc_rules_write(t->rules, folder, force, err) : code;
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
    t->turns = malloc(labels->answer_count * sizeof *t->turns);
    fw_code code = t->turns || !labels->answer_count ? FW_OK : fw_fail_nomem(err);
    if (code == FW_OK) code = fw_analyzer_new(lexicon, NULL, &t->analyzer, err);
    if (code == FW_OK) code = own_rules(t, lexicon, err);
    if (code == FW_OK && training->word_answers) code = add_words(t, lexicon, err);
    if (code == FW_OK) code = train_and_measure(t, folder, force, out, err);
    fw_analyzer_free(t->analyzer);
    fw_lessons_free(&t->lessons);
    free(t->turns);
    fw_label_sets_free(&t->sets);
    free(t->wanted);
    free(t->first);
    free(t);
    return code;
}
