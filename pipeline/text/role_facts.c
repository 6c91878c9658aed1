/* role_facts.c: collects what is known of a quantity: its clause, its place in the story, the words around
 * it.
 */
#include "text/role.h"

#include "text/word_lists.h"

enum { WORDS_NEAR = 8, SETTING_BEFORE = 4, SETTING_AFTER = 2, PLACED_CLAUSES = 5, MIDDLE = 5 };

/* Tokens [from, to), a quantity among them. */
typedef struct {
    uint32_t from, to;
} neighbourhood;

/* In the clause [start, end), so many tokens before the quantity and behind it. */
static neighbourhood around(uint32_t start, uint32_t end, const fw_quantity *q, uint32_t before,
                            uint32_t behind) {
    neighbourhood n = {q->first, q->first + q->count};
    n.from = q->first > start + before ? q->first - before : start < q->first ? start : q->first;
    if (n.to < end) n.to = end - n.to > behind ? n.to + behind : end;
    return n;
}

/* The classes of all words there, one over the other: vocabularies are single bits of a class. */
static uint32_t classes_in(const fw_scan *s, uint32_t from, uint32_t to) {
    uint32_t all = 0;
    for (uint32_t i = from; i < to; i++) all |= fw_scan_word(s, i)->number_class;
    return all;
}

/* The same near the quantity without its own words; and closer still. */
static uint32_t classes_near(const fw_scan *s, const fw_quantity *q, neighbourhood near, neighbourhood close,
                             uint32_t *closest) {
    uint32_t said = 0, setting = 0;
    for (uint32_t i = near.from; i < near.to; i++) { /* without a branch */
        const uint32_t class = fw_scan_word(s, i)->number_class;
        const uint32_t others = i - q->first < q->count ? 0 : class;
        said |= others;
        setting |= i - close.from < close.to - close.from ? others : 0;
    }
    *closest = setting;
    return said;
}

static void set_vocabularies(const fw_scan *s, const fw_clause *clause, const fw_quantity *q,
                             fw_role_facts *out) {
    const uint32_t start = clause->first, end = clause->first + clause->count;
    const neighbourhood near = around(start, end, q, WORDS_NEAR, WORDS_NEAR);
    const neighbourhood close = around(start, end, q, SETTING_BEFORE, SETTING_AFTER);
    const fw_sentence *row = &s->ws->sentences.items[clause->sentence];
    uint32_t setting;
    const uint32_t said = classes_near(s, q, near, close, &setting);
    const uint32_t whole =
        said | classes_in(s, row->first, near.from) | classes_in(s, near.to, row->first + row->count);
    fw_role_fact_set(out, FW_FACT_says_loss, fw_class_in(said, FW_VOCABULARY_LOSS));
    fw_role_fact_set(out, FW_FACT_says_gain, fw_class_in(said, FW_VOCABULARY_GAIN));
    fw_role_fact_set(out, FW_FACT_says_habit, fw_class_in(said, FW_VOCABULARY_HABIT));
    fw_role_fact_set(out, FW_FACT_says_setting, fw_class_in(setting, FW_VOCABULARY_SETTING));
    fw_role_fact_set(out, FW_FACT_row_loss, fw_class_in(whole, FW_VOCABULARY_LOSS));
    fw_role_fact_set(out, FW_FACT_row_gain, fw_class_in(whole, FW_VOCABULARY_GAIN));
    fw_role_fact_set(out, FW_FACT_row_habit, fw_class_in(whole, FW_VOCABULARY_HABIT));
}

/* The lexicon categories that are facts; 0 = none, since fact 0 is a label's. */
static const uint8_t CUES[FW_CAT_COUNT] = {
    [FW_CAT_fail_verb] = FW_FACT_cue_fail,
    [FW_CAT_fail_noun] = FW_FACT_cue_fail,
    [FW_CAT_fail_frame] = FW_FACT_cue_fail,
    [FW_CAT_consequence] = FW_FACT_cue_consequence,
    [FW_CAT_stakes] = FW_FACT_cue_stakes,
    [FW_CAT_decision_verb] = FW_FACT_cue_decision,
    [FW_CAT_own_admit] = FW_FACT_cue_admit,
    [FW_CAT_counterfactual] = FW_FACT_cue_admit,
    [FW_CAT_assumption] = FW_FACT_cue_assumption,
    [FW_CAT_task_owned] = FW_FACT_cue_task,
    [FW_CAT_cause_marker] = FW_FACT_cue_cause,
    [FW_CAT_result_marker] = FW_FACT_cue_result,
    [FW_CAT_response_verb] = FW_FACT_cue_response,
    [FW_CAT_action_marker] = FW_FACT_cue_action,
    [FW_CAT_learn_explicit] = FW_FACT_cue_learn,
    [FW_CAT_change_marker] = FW_FACT_cue_change,
    [FW_CAT_habit] = FW_FACT_cue_habit,
    [FW_CAT_artifact] = FW_FACT_cue_artifact,
    [FW_CAT_done_verb] = FW_FACT_cue_done,
    [FW_CAT_used_evidence] = FW_FACT_cue_used,
    [FW_CAT_improvement_word] = FW_FACT_cue_improvement,
    [FW_CAT_intent] = FW_FACT_cue_intent,
    [FW_CAT_context_marker] = FW_FACT_cue_context,
    [FW_CAT_time_anchor] = FW_FACT_cue_anchor,
    [FW_CAT_negation] = FW_FACT_cue_negation,
    [FW_CAT_actor_external] = FW_FACT_cue_external,
    [FW_CAT_subordinator] = FW_FACT_cue_subordinator,
};

#define LIVE(set, cat) ((set)->live[FW_CAT_##cat / 64] >> (FW_CAT_##cat % 64) & 1)

static void set_cues(const fw_workspace *ws, uint32_t index, fw_role_facts *out) {
    if (index >= ws->hit_sets.count) return;
    for (size_t k = 0; k < KNOWN_WORDS; k++) {
        for (uint64_t left = ws->hit_sets.items[index].any[k]; left; left &= left - 1) {
            const uint8_t fact = CUES[k * 64 + (size_t)__builtin_ctzll(left)];
            if (fact) fw_role_fact_set(out, (fw_role_fact)fact, true);
        }
    }
    const fw_sentence *row = &ws->sentences.items[ws->clauses.items[index].sentence];
    for (uint32_t c = row->first_clause; c < row->first_clause + row->clause_count; c++) {
        const fw_hit_set *hits = &ws->hit_sets.items[c];
        fw_role_fact_set(out, FW_FACT_row_fail, LIVE(hits, fail_verb) | LIVE(hits, consequence));
        fw_role_fact_set(out, FW_FACT_row_change, LIVE(hits, change_marker) | LIVE(hits, habit));
    }
}

static void set_clause(const fw_clause *clause, fw_role_facts *out) {
    static const fw_role_fact TENSES[] = {[FW_TENSE_PAST] = FW_FACT_past,
                                          [FW_TENSE_PRESENT] = FW_FACT_present,
                                          [FW_TENSE_FUTURE] = FW_FACT_ahead,
                                          [FW_TENSE_MODAL] = FW_FACT_ahead};
    static const fw_role_fact SUBJECTS[] = {[FW_SUBJECT_I] = FW_FACT_subject_i,
                                            [FW_SUBJECT_WE] = FW_FACT_subject_we,
                                            [FW_SUBJECT_OTHER] = FW_FACT_subject_other,
                                            [FW_SUBJECT_THING] = FW_FACT_subject_thing,
                                            [FW_SUBJECT_EXPLETIVE] = FW_FACT_subject_expletive};
    fw_role_fact_set(out, (fw_role_fact)(FW_FACT_part_context + clause->part), true);
    fw_role_fact_set(out, (fw_role_fact)(FW_FACT_runner_context + clause->runner_up), true);
    if (clause->tense != FW_TENSE_NONE) fw_role_fact_set(out, TENSES[clause->tense], true);
    if (clause->subject != FW_SUBJECT_NONE) fw_role_fact_set(out, SUBJECTS[clause->subject], true);
}

/* The clauses around say which part of the story a number in passing belongs to. */
static void set_around(const fw_workspace *ws, uint32_t index, fw_role_facts *out) {
    if (index > 0)
        fw_role_fact_set(out, (fw_role_fact)(FW_FACT_prior_context + ws->clauses.items[index - 1].part),
                         true);
    if (index + 1 < ws->clauses.count)
        fw_role_fact_set(out, (fw_role_fact)(FW_FACT_follow_context + ws->clauses.items[index + 1].part),
                         true);
}

/* A few clauses are no story with a beginning and an end: all that is said there stands in the middle. */
static void set_place(const fw_scan *s, const fw_quantity *q, const fw_role_story *before,
                      fw_role_facts *out) {
    fw_role_fact_set(out, FW_FACT_after_fail, before->fail);
    fw_role_fact_set(out, FW_FACT_after_act, before->act);
    fw_role_fact_set(out, FW_FACT_after_turn, before->turn);
    const bool placed = s->ws->clauses.count >= PLACED_CLAUSES;
    const uint32_t tenths = placed ? (uint32_t)((uint64_t)q->first * 10 / s->count) : MIDDLE;
    out->bits[0] |= ((UINT64_C(1) << tenths) - 1) << FW_FACT_place_1;
}

static void set_measure(const fw_quantity *q, fw_role_facts *out) {
    const bool person = fw_unit_called(q->unit, "person");
    fw_role_fact_set(out, FW_FACT_money, q->kind == FW_KIND_MONEY);
    fw_role_fact_set(out, FW_FACT_percent, q->kind == FW_KIND_PERCENT || q->kind == FW_KIND_POINTS);
    fw_role_fact_set(out, FW_FACT_ratio, q->kind == FW_KIND_RATIO);
    fw_role_fact_set(out, FW_FACT_duration, q->kind == FW_KIND_DURATION);
    fw_role_fact_set(out, FW_FACT_people, person);
    fw_role_fact_set(out, FW_FACT_things, q->kind == FW_KIND_COUNT && !person && *q->unit);
    fw_role_fact_set(out, FW_FACT_bare, q->kind == FW_KIND_COUNT && !*q->unit);
    fw_role_fact_set(out, FW_FACT_metric, q->kind == FW_KIND_METRIC || q->kind == FW_KIND_BYTES);
    fw_role_fact_set(out, FW_FACT_delta, q->is_delta);
    fw_role_fact_set(out, FW_FACT_at_least, q->bound > 0);
    fw_role_fact_set(out, FW_FACT_at_most, q->bound < 0);
    fw_role_fact_set(out, FW_FACT_rose, q->direction > 0);
    fw_role_fact_set(out, FW_FACT_fell, q->direction < 0);
    fw_role_fact_set(out, FW_FACT_one, q->value == 1);
}

#define LISTED(name) (1U << FW_LIST_##name)

/* Which function word stands before the quantity: lists and facts have the same order. */
static void set_behind(const fw_word *word, fw_role_facts *out) {
    static_assert(FW_LIST_ALL - FW_LIST_OF == FW_FACT_behind_all - FW_FACT_behind_of, "a fact for each list");
    for (uint32_t k = 0; k <= FW_LIST_ALL - FW_LIST_OF; k++)
        fw_role_fact_set(out, (fw_role_fact)(FW_FACT_behind_of + k), word->lists >> (FW_LIST_OF + k) & 1);
}

static void set_neighbours(const fw_scan *s, const fw_quantity *q, fw_role_facts *out) {
    uint32_t at = q->first;
    while (at > 0 && !fw_scan_ends(s, at) && fw_scan_has(s, at - 1, FW_W(BOUND)) &&
           !(fw_scan_word(s, at - 1)->lists & (LISTED(TO) | LISTED(OF) | LISTED(ONLY))))
        at--;
    const uint32_t before = at - 1, next = q->first + q->count;
    const bool starts = fw_scan_ends(s, at) || (at > 0 && s->tokens[before].kind == FW_TOKEN_PUNCT);
    fw_role_fact_set(out, FW_FACT_behind_stop, starts);
    fw_role_fact_set(out, FW_FACT_next_stop, fw_scan_ends(s, next) || s->tokens[next].kind == FW_TOKEN_PUNCT);
    const bool may_name = fw_scan_has(s, next, FW_W(DATEPREP) | FW_W(COMPARE)) && !fw_scan_ends(s, next);
    if (may_name) {
        fw_role_fact_set(out, FW_FACT_next_later, fw_word_in(fw_scan_word(s, next), FW_LIST_LATER));
        fw_role_fact_set(out, FW_FACT_next_of, fw_word_in(fw_scan_word(s, next), FW_LIST_OF));
    }
    if (starts) return;
    const fw_word *word = fw_scan_word(s, before);
    if (fw_scan_in(s, before, FW_VOCABULARY_STOP)) set_behind(word, out);
    fw_role_fact_set(out, FW_FACT_behind_definite, fw_scan_has(s, before, FW_W(OWNER)));
    fw_role_fact_set(out, FW_FACT_behind_have, fw_word_known(word, FW_CAT_have));
    fw_role_fact_set(out, FW_FACT_behind_be, fw_word_known(word, FW_CAT_be));
    fw_role_fact_set(out, FW_FACT_behind_verb, (word->traits & FW_PAST) != 0);
}

/* "in three weeks", "for two years", "after a month", "a year later": how long or when, seldom the outcome.
 */
static void set_time(fw_role_facts *out) {
    static const fw_role_fact TIED[][2] = {{FW_FACT_behind_in, FW_FACT_time_in},
                                           {FW_FACT_behind_for, FW_FACT_time_for},
                                           {FW_FACT_behind_after, FW_FACT_time_after},
                                           {FW_FACT_next_later, FW_FACT_time_later}};
    if (!fw_role_fact_holds(out, FW_FACT_duration)) return;
    for (size_t k = 0; k < sizeof TIED / sizeof TIED[0]; k++)
        fw_role_fact_set(out, TIED[k][1], fw_role_fact_holds(out, TIED[k][0]));
}

/* Facts that say more together: a habit that is not over, a loss that happened, a gain behind the response.
 */
static void set_together(const fw_role_story *before, fw_role_facts *out) {
    const bool past = fw_role_fact_holds(out, FW_FACT_past),
               loss = fw_role_fact_holds(out, FW_FACT_says_loss);
    fw_role_fact_set(out, FW_FACT_habit_now, fw_role_fact_holds(out, FW_FACT_says_habit) && !past);
    fw_role_fact_set(out, FW_FACT_loss_then, loss && past);
    fw_role_fact_set(out, FW_FACT_gain_after, fw_role_fact_holds(out, FW_FACT_says_gain) && before->act);
}

void fw_role_facts_of(const fw_scan *s, const fw_quantity *q, const fw_role_story *before,
                      fw_role_facts *out) {
    const fw_clause *clause = &s->ws->clauses.items[q->clause];
    *out = (fw_role_facts){0};
    set_clause(clause, out);
    set_around(s->ws, q->clause, out);
    set_place(s, q, before, out);
    set_cues(s->ws, q->clause, out);
    set_vocabularies(s, clause, q, out);
    set_measure(q, out);
    set_neighbours(s, q, out);
    set_time(out);
    set_together(before, out);
}

void fw_role_story_pass(const fw_workspace *ws, uint32_t index, fw_role_story *story) {
    const uint8_t part = ws->clauses.items[index].part;
    if (part == FW_PART_FAIL) story->fail = true;
    /* a story that has reached its lesson has told its response, labelled or not
     */
    if (part == FW_PART_ACT || part == FW_PART_LEARN || part == FW_PART_IMPR) story->act = true;
    if (index >= ws->hit_sets.count) return;
    if (fw_clause_has_live(ws, index, FW_CAT_change_marker) ||
        fw_clause_has_live(ws, index, FW_CAT_learn_explicit))
        story->turn = true;
}
