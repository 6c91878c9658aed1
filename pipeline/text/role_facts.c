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

static inline uint32_t least(uint32_t a, uint32_t b) { return a < b ? a : b; }
static inline uint32_t most(uint32_t a, uint32_t b) { return a > b ? a : b; }

/* In the clause [start, end), so many tokens before the quantity and behind it; of a quantity that reaches
 * out of it at least itself. */
static neighbourhood around(uint32_t start, uint32_t end, const fw_quantity *q, uint32_t before,
                            uint32_t behind) {
    const uint32_t first = q->first, next = q->first + q->count;
    return (neighbourhood){least(first, most(first - least(first, before), start)),
                           most(next, least(end, next + behind))};
}

/* How many words of each vocabulary stand somewhere, from loss on: 0 = none. */
typedef uint16_t vocabularies __attribute__((vector_size(FW_VOCABULARIES_RUN * sizeof(uint16_t))));

/* Before token `at`, since the first one. */
static inline vocabularies said_before(const fw_workspace *ws, uint32_t at) {
    vocabularies said;
    memcpy(&said, ws->running.items[at].vocabularies, sizeof said);
    return said;
}

/* In the tokens [from, to), however many: a difference of two running sums tells of so many at once. */
static vocabularies said_in(const fw_workspace *ws, uint32_t from, uint32_t to) {
    enum { AT_ONCE = UINT16_MAX };
    vocabularies said = {0};
    to = most(from, to);
    for (; to - from > AT_ONCE; from += AT_ONCE)
        said |= said_before(ws, from + AT_ONCE) - said_before(ws, from);
    return said | (said_before(ws, to) - said_before(ws, from));
}

/* In a neighbourhood without the words of the quantity itself, before which stand those of `first`, and
 * before what is behind it those of `next`. A neighbourhood is never long. */
static inline vocabularies said_near(const fw_workspace *ws, neighbourhood n, vocabularies first,
                                     vocabularies next) {
    return (first - said_before(ws, n.from)) | (said_before(ws, n.to) - next);
}

static void set_vocabularies(const fw_scan *s, const fw_clause *clause, const fw_quantity *q,
                             fw_role_facts *out) {
    enum {
        LOSS = 0,
        GAIN = FW_VOCABULARY_GAIN - FW_VOCABULARY_LOSS,
        HABIT = FW_VOCABULARY_HABIT - FW_VOCABULARY_LOSS,
        SETTING = FW_VOCABULARY_SETTING - FW_VOCABULARY_LOSS
    };
    const uint32_t start = clause->first, end = clause->first + clause->count;
    const fw_sentence *row = &s->ws->sentences.items[clause->sentence];
    const uint32_t next = q->first + q->count, row_end = most(next, row->first + row->count);
    const vocabularies first = said_before(s->ws, q->first), behind = said_before(s->ws, next);
    const vocabularies near = said_near(s->ws, around(start, end, q, WORDS_NEAR, WORDS_NEAR), first, behind);
    const vocabularies close =
        said_near(s->ws, around(start, end, q, SETTING_BEFORE, SETTING_AFTER), first, behind);
    vocabularies said = near;
    if (row_end - row->first <= UINT16_MAX) /* as in all but monsters */
        said |= said_near(s->ws, (neighbourhood){row->first, row_end}, first, behind);
    else
        said |= said_in(s->ws, row->first, q->first) | said_in(s->ws, next, row_end);
    fw_role_fact_set(out, FW_FACT_says_loss, near[LOSS] != 0);
    fw_role_fact_set(out, FW_FACT_says_gain, near[GAIN] != 0);
    fw_role_fact_set(out, FW_FACT_says_habit, near[HABIT] != 0);
    fw_role_fact_set(out, FW_FACT_says_setting, close[SETTING] != 0);
    fw_role_fact_set(out, FW_FACT_row_loss, said[LOSS] != 0);
    fw_role_fact_set(out, FW_FACT_row_gain, said[GAIN] != 0);
    fw_role_fact_set(out, FW_FACT_row_habit, said[HABIT] != 0);
}

/* The lexicon categories that are facts. */
/* clang-format off */
#define CUES(X) \
    X(fail_verb, cue_fail) X(fail_noun, cue_fail) X(fail_frame, cue_fail) X(consequence, cue_consequence) \
    X(stakes, cue_stakes) X(decision_verb, cue_decision) X(own_admit, cue_admit) \
    X(counterfactual, cue_admit) X(assumption, cue_assumption) X(task_owned, cue_task) \
    X(cause_marker, cue_cause) X(result_marker, cue_result) X(response_verb, cue_response) \
    X(action_marker, cue_action) X(learn_explicit, cue_learn) X(change_marker, cue_change) \
    X(habit, cue_habit) X(artifact, cue_artifact) X(done_verb, cue_done) X(used_evidence, cue_used) \
    X(improvement_word, cue_improvement) X(intent, cue_intent) X(context_marker, cue_context) \
    X(time_anchor, cue_anchor) X(negation, cue_negation) X(actor_external, cue_external) \
    X(subordinator, cue_subordinator)
/* clang-format on */

#define IN(set, cat) ((set)[FW_CAT_##cat / 64] >> (FW_CAT_##cat % 64) & 1)

/* Each asked in turn: which of them there are is anybody's guess, and a loop over them ends in a wrong one.
 */
static void set_cues(const fw_workspace *ws, uint32_t index, fw_role_facts *out) {
    const fw_hit_set set = ws->hit_sets.items[index];
    fw_role_facts facts = *out; /* and not in memory, where each would wait for the one before */
#define SET(cat, fact) fw_role_fact_set(&facts, FW_FACT_##fact, IN(set.any, cat));
    CUES(SET)
#undef SET
    *out = facts;
}

/* What is said somewhere in the sentence. */
static void set_row(const fw_workspace *ws, const fw_sentence *row, fw_role_facts *out) {
    uint64_t live[KNOWN_WORDS] = {0};
    const fw_hit_set *first = &ws->hit_sets.items[row->first_clause];
    for (uint32_t c = 0; c < row->clause_count; c++) {
        for (uint32_t k = 0; k < KNOWN_WORDS; k++) live[k] |= first[c].live[k];
    }
    fw_role_fact_set(out, FW_FACT_row_fail, IN(live, fail_verb) | IN(live, consequence));
    fw_role_fact_set(out, FW_FACT_row_change, IN(live, change_marker) | IN(live, habit));
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
static void set_place(const fw_scan *s, const fw_quantity *q, const fw_role_story *story,
                      fw_role_facts *out) {
    fw_role_fact_set(out, FW_FACT_after_fail, story->fail < q->clause);
    fw_role_fact_set(out, FW_FACT_after_act, story->act < q->clause);
    fw_role_fact_set(out, FW_FACT_after_turn, story->turn < q->clause);
    const bool placed = s->ws->clauses.count >= PLACED_CLAUSES;
    const uint32_t tenths = placed ? q->first * 10 / s->count : MIDDLE; /* answers are below 16 MiB */
    out->bits[0] |= ((UINT64_C(1) << tenths) - 1) << FW_FACT_place_1;
}

/* What is measured, by its kind; all facts of this sort are in one number. */
#define IN_HALF(name) (UINT64_C(1) << FW_FACT_##name % 64)
static const uint64_t MEASURED[FW_KIND_COUNT_OF] = {
    [FW_KIND_MONEY] = IN_HALF(money),       [FW_KIND_PERCENT] = IN_HALF(percent),
    [FW_KIND_POINTS] = IN_HALF(percent),    [FW_KIND_RATIO] = IN_HALF(ratio),
    [FW_KIND_DURATION] = IN_HALF(duration), [FW_KIND_METRIC] = IN_HALF(metric),
    [FW_KIND_BYTES] = IN_HALF(metric)};

static void set_measure(const fw_quantity *q, fw_role_facts *out) {
    enum { HALF = FW_FACT_money / 64 };
    static_assert(HALF == FW_FACT_metric / 64, "in one number");
    const bool person = fw_unit_called(q->unit, "person"), counted = q->kind == FW_KIND_COUNT;
    const bool unit = *q->unit != '\0';
    out->bits[HALF] |= MEASURED[q->kind];
    fw_role_fact_set(out, FW_FACT_people, person);
    fw_role_fact_set(out, FW_FACT_things, counted & !person & unit);
    fw_role_fact_set(out, FW_FACT_bare, counted & !unit);
    fw_role_fact_set(out, FW_FACT_delta, q->is_delta);
    fw_role_fact_set(out, FW_FACT_at_least, q->bound > 0);
    fw_role_fact_set(out, FW_FACT_at_most, q->bound < 0);
    fw_role_fact_set(out, FW_FACT_rose, q->direction > 0);
    fw_role_fact_set(out, FW_FACT_fell, q->direction < 0);
    fw_role_fact_set(out, FW_FACT_one, q->value == 1);
}

#define LISTED(name) (1U << FW_LIST_##name)

/* Which function word stands before the quantity: lists and facts have the same order, and are set together.
 */
static void set_behind(const fw_word *word, fw_role_facts *out) {
    enum { COUNT = FW_LIST_ALL - FW_LIST_OF + 1, HALF = FW_FACT_behind_of / 64 };
    static_assert(COUNT == FW_FACT_behind_all - FW_FACT_behind_of + 1, "a fact for each list");
    static_assert(HALF == FW_FACT_behind_all / 64, "in one number");
    const uint64_t lists = word->lists >> FW_LIST_OF & ((1U << COUNT) - 1);
    out->bits[HALF] |= lists << FW_FACT_behind_of % 64;
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
static void set_together(fw_role_facts *out) {
    const bool past = fw_role_fact_holds(out, FW_FACT_past),
               loss = fw_role_fact_holds(out, FW_FACT_says_loss);
    fw_role_fact_set(out, FW_FACT_habit_now, fw_role_fact_holds(out, FW_FACT_says_habit) && !past);
    fw_role_fact_set(out, FW_FACT_loss_then, loss && past);
    fw_role_fact_set(out, FW_FACT_gain_after,
                     fw_role_fact_holds(out, FW_FACT_says_gain) &&
                         fw_role_fact_holds(out, FW_FACT_after_act));
}

/* The facts of a clause, with those of its sentence. */
static void gather_clause(fw_role_ground *g, uint32_t index) {
    const fw_workspace *ws = g->scan->ws;
    const fw_clause *clause = &ws->clauses.items[index];
    const bool hit = index < ws->hit_sets.count;
    if (hit && g->sentence != clause->sentence) {
        g->sentence = clause->sentence;
        g->of_sentence = (fw_role_facts){0};
        set_row(ws, &ws->sentences.items[clause->sentence], &g->of_sentence);
    }
    g->clause = index;
    g->of_clause = (fw_role_facts){0};
    set_clause(clause, &g->of_clause);
    set_around(ws, index, &g->of_clause);
    if (hit) {
        set_cues(ws, index, &g->of_clause);
        for (uint32_t half = 0; half < 2; half++) g->of_clause.bits[half] |= g->of_sentence.bits[half];
    }
}

void fw_role_facts_of(fw_role_ground *ground, const fw_quantity *q, fw_role_facts *out) {
    const fw_scan *s = ground->scan;
    if (ground->clause != q->clause) gather_clause(ground, q->clause);
    fw_role_facts facts = ground->of_clause;
    set_place(s, q, &ground->story, &facts);
    set_vocabularies(s, &s->ws->clauses.items[q->clause], q, &facts);
    set_measure(q, &facts);
    set_neighbours(s, q, &facts);
    set_time(&facts);
    set_together(&facts);
    *out = facts;
}

/* The first clause of a set that a block of clauses has; none when it was found before. */
static inline void note_first(uint32_t *first, uint32_t block, uint64_t clauses) {
    if (*first == UINT32_MAX && clauses)
        *first = block * FW_CLAUSES_TOGETHER + (uint32_t)__builtin_ctzll(clauses);
}

fw_role_story fw_role_story_of(const fw_workspace *ws) {
    fw_role_story story = {UINT32_MAX, UINT32_MAX, UINT32_MAX};
    for (uint32_t b = 0; b < ws->clause_bits.count; b++) {
        const fw_clause_bits *bits = &ws->clause_bits.items[b];
        const uint64_t *part = bits->part;
        note_first(&story.fail, b, part[FW_PART_FAIL]);
        /* a story that has reached its lesson has told its response, labelled or not */
        note_first(&story.act, b, part[FW_PART_ACT] | part[FW_PART_LEARN] | part[FW_PART_IMPR]);
        note_first(&story.turn, b, bits->live[FW_CAT_change_marker] | bits->live[FW_CAT_learn_explicit]);
    }
    return story;
}
