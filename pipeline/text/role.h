/*
 * role.h: what is known of a quantity when its role in the story is decided, and how much each such fact says
 * for each role.
 */
#ifndef FAILWISE_TEXT_ROLE_H
#define FAILWISE_TEXT_ROLE_H

#include "text/quantity_scan.h"

/*
 * The facts, each true or false of a quantity. part_, runner_: label and runner-up of its clause. place_: so
 * many tenths of the answer stand before it. after_: what clauses
 * before have told. cue_: lexicon category in its clause. says_: vocabulary near it. row_: the same anywhere
 * in its sentence. behind_: the word it follows. next_: the word that follows it.
 * time_: how a length of time is tied in. prior_, follow_: labels of the clauses before and behind.
 */
/* clang-format off */
#define FW_ROLE_FACTS(X) \
    X(part_context) X(part_fail) X(part_diag) X(part_act) X(part_learn) X(part_impr) X(part_close) X(part_other) \
    X(runner_context) X(runner_fail) X(runner_diag) X(runner_act) X(runner_learn) X(runner_impr) X(runner_close) X(runner_other) \
    X(past) X(present) X(ahead) X(subject_i) X(subject_we) X(subject_other) X(subject_thing) X(subject_expletive) \
    X(place_1) X(place_2) X(place_3) X(place_4) X(place_5) X(place_6) X(place_7) X(place_8) X(place_9) X(after_fail) X(after_act) X(after_turn) \
    X(cue_fail) X(cue_consequence) X(cue_stakes) X(cue_decision) X(cue_admit) X(cue_assumption) X(cue_task) X(cue_cause) \
    X(cue_result) X(cue_response) X(cue_action) X(cue_learn) X(cue_change) X(cue_habit) X(cue_artifact) X(cue_done) \
    X(cue_used) X(cue_improvement) X(cue_intent) X(cue_context) X(cue_anchor) X(cue_negation) X(cue_external) X(cue_subordinator) \
    X(says_loss) X(says_gain) X(says_habit) X(says_setting) X(row_loss) X(row_gain) X(row_habit) X(row_fail) X(row_change) \
    X(money) X(percent) X(ratio) X(duration) X(people) X(things) X(bare) X(metric) X(delta) X(at_least) X(at_most) X(rose) X(fell) \
    X(behind_of) X(behind_in) X(behind_for) X(behind_with) X(behind_to) X(behind_after) X(behind_at) X(behind_only) X(behind_all) \
    X(behind_definite) X(behind_have) X(behind_be) X(behind_stop) X(behind_verb) X(next_later) X(next_stop) X(next_of) X(one) \
    X(habit_now) X(loss_then) X(gain_after) X(time_in) X(time_for) X(time_after) X(time_later) \
    X(prior_context) X(prior_fail) X(prior_diag) X(prior_act) X(prior_learn) X(prior_impr) X(prior_close) X(prior_other) \
    X(follow_context) X(follow_fail) X(follow_diag) X(follow_act) X(follow_learn) X(follow_impr) X(follow_close) X(follow_other)
/* clang-format on */

#define FW_ROLE_FACT_ENUM(name) FW_FACT_##name,
typedef enum fw_role_fact { FW_ROLE_FACTS(FW_ROLE_FACT_ENUM) FW_ROLE_FACT_COUNT } fw_role_fact;
#undef FW_ROLE_FACT_ENUM

typedef struct fw_role_facts {
    uint64_t bits[2];
} fw_role_facts;
static_assert(FW_ROLE_FACT_COUNT <= 128, "a fact takes one bit");
static_assert(FW_FACT_place_9 < 64, "places are set together");

static inline bool fw_role_fact_holds(const fw_role_facts *facts, fw_role_fact fact) {
    return facts->bits[fact / 64] >> (fact % 64) & 1;
}
static inline void fw_role_fact_set(fw_role_facts *facts, fw_role_fact fact, bool holds) {
    facts->bits[fact / 64] |= (uint64_t)holds << (fact % 64);
}

/* By which clauses the story has told of the failure, a response, a turn: the first of each; none does before
 * UINT32_MAX. */
typedef struct fw_role_story {
    uint32_t fail, act, turn;
} fw_role_story;
fw_role_story fw_role_story_of(const fw_workspace *ws);

/* What quantities have in common: of one clause, and of one sentence, which may have as many quantities as
 * clauses. Gathered once for all of them that are asked for in a row. */
typedef struct fw_role_ground {
    const fw_scan *scan;
    fw_role_story story;
    uint32_t clause, sentence; /* whose it is, FW_NO_TOKEN at first */
    fw_role_facts of_clause, of_sentence;
} fw_role_ground;
static inline fw_role_ground fw_role_ground_of(const fw_scan *scan, fw_role_story story) {
    return (fw_role_ground){.scan = scan, .story = story, .clause = FW_NO_TOKEN, .sentence = FW_NO_TOKEN};
}

/* Fills the facts of quantity `q`, whose clause is set. */
void fw_role_facts_of(fw_role_ground *ground, const fw_quantity *q, fw_role_facts *out);

/* Points of the roles by fw_role (none has none), in hundredths: the role with most points is it. */
enum { FW_ROLE_COLUMNS = 8 }; /* two are unused: a row is added in one step */
extern const int16_t fw_role_base[FW_ROLE_COLUMNS];
extern const int16_t fw_role_weights[FW_ROLE_FACT_COUNT][FW_ROLE_COLUMNS];

#endif
