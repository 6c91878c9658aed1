/* exercise_table.c: the exercises: what is missing, what stands in its place, and what to say instead. */
#include "score/exercise.h"

enum { FAIL, DIAG, ACT, LEARN, IMPR, WHOLE = FW_ARC_PARTS, TRAP = FW_EXERCISE_TRAP };

/* ---- conditions ---- */

static bool no_cost(const fw_analysis *a, const fw_score *score) {
    (void)score;
    for (uint32_t i = 0; i < a->quantity_count; i++) {
        if (a->quantities[i].role == FW_ROLE_FAILURE_OUTCOME) return false;
    }
    return true;
}

static bool no_gain(const fw_analysis *a, const fw_score *score) {
    (void)score;
    for (uint32_t i = 0; i < a->quantity_count; i++) {
        if (a->quantities[i].role == FW_ROLE_IMPROVEMENT_OUTCOME) return false;
    }
    return true;
}

static bool we_instead_of_i(const fw_analysis *a, const fw_score *score) {
    (void)score;
    uint32_t i = 0, we = 0;
    for (int part = FW_PART_FAIL; part <= FW_PART_ACT; part++) {
        i += a->tally->pronoun_i[part];
        we += a->tally->pronoun_we[part];
    }
    return we > i;
}

static bool blames(const fw_analysis *a, const fw_score *score) {
    return a->tally->ext_cause > a->tally->self_cause || (score->traps & FW_TRAP_TEAM);
}

static bool is_refusal(const fw_analysis *a, const fw_score *score) {
    (void)a;
    return (score->traps & FW_TRAP_REFUSAL) && score->part[0] < fw_part_stands;
}

static bool is_fake(const fw_analysis *a, const fw_score *score) {
    (void)a;
    return score->traps & FW_TRAP_FAKE;
}

static bool plans_only(const fw_analysis *a, const fw_score *score) {
    return (score->traps & FW_TRAP_NO_CHANGE) && fw_hits_of(a->tally, FW_CAT_intent) > 0;
}

static bool is_long(const fw_analysis *a, const fw_score *score) {
    (void)score;
    return a->seconds > fw_whole_band.high;
}

static bool is_short(const fw_analysis *a, const fw_score *score) {
    (void)score;
    return a->seconds < fw_whole_band.low / 2;
}

static bool scene_is_long(const fw_analysis *a, const fw_score *score) {
    (void)score;
    return fw_star_seconds(a, FW_STAR_S) > fw_star_bands[FW_STAR_S].high + 5;
}

static bool no_closing(const fw_analysis *a, const fw_score *score) {
    (void)score;
    return a->tally->clauses[FW_PART_CLOSE] == 0;
}

static bool nobody_confirms(const fw_analysis *a, const fw_score *score) {
    (void)score;
    return fw_hits_of(a->tally, FW_CAT_corroboration) == 0;
}

/* ---- the table ---- */

#define Q(a, b)                                                                                              \
    { FW_QUOTE_##a, FW_QUOTE_##b }

const fw_exercise_row fw_exercise_rows[] = {
    {"refusal", TRAP, 5, false, is_refusal, Q(REFUSAL, NONE),
     "You say \"{1}\". Think of the last thing that was late, broken or lost because of something you chose. "
     "Tell it in "
     "five sentences: what failed, what you had decided, what you did, what you understood, what you do "
     "now."},
    {"fake", TRAP, 5, false, is_fake, Q(FAKE, NONE),
     "\"{1}\" is a strength. Ask yourself when it last cost somebody something: start with that day, say "
     "what was "
     "lost, and say it without the word 'too'."},

    {"fail_we", FAIL, 3, false, we_instead_of_i, Q(WE, NONE),
     "You say \"{1}\". Say this sentence again with 'I', and keep only what you did or left undone "
     "yourself."},
    {"fail_vague", FAIL, 3, false, no_cost, Q(VAGUE, NONE),
     "\"{1}\" hides what it cost. Say that sentence again with one number in it: days, money, customers or "
     "people."},
    {"fail_event", FAIL, 2.5, false, NULL, Q(FAIL_EVENT, NONE),
     "In \"{1}\" nobody does anything. Say who let it happen: begin with 'I', then what it cost."},
    {"fail_cost", FAIL, 3, false, no_cost, Q(FAIL, NONE),
     "After \"{1}\", say in the same breath what it cost: one number, in days, money or people."},
    {"fail_owner", FAIL, 3, false, NULL, Q(COST, NONE),
     "You have the cost (\"{1}\"). Put yourself in the same sentence: 'I missed ..., and it cost {1}.'"},
    {"fail_plain", FAIL, 3, false, NULL, Q(FAIL, NONE),
     "Say \"{1}\" more plainly: 'I failed to ..., and ... had to pay for it.' No adjectives."},
    {"fail_first", FAIL, 5, false, NULL, Q(FIRST, NONE),
     "You begin with \"{1}\". Begin with the failure instead: 'I failed to ..., and it cost ...', one "
     "sentence, one "
     "number."},
    {"fail_start", FAIL, 5, false, NULL, Q(NONE, NONE),
     "Say in one sentence what failed and what it cost: 'I failed to ..., and it cost ...', with one "
     "number."},

    {"diag_event", DIAG, 5, true, NULL, Q(FAIL_EVENT, FAIL_VERB),
     "You name the failure (\"{1}\"), not the decision: start the sentence after \"{2}\" with 'I' and what "
     "you chose."},
    {"diag_blame", DIAG, 2.5, false, blames, Q(BLAME, NONE),
     "\"{1}\" is somebody else's part. Keep half a sentence of it, then turn: 'What was mine to decide was "
     "..., and I "
     "chose ... because ...'."},
    {"diag_excuse", DIAG, 2.5, false, NULL, Q(EXCUSE, NONE),
     "Tell it once without \"{1}\". In the second you save, say what you could have checked, and why you did "
     "not."},
    {"diag_we", DIAG, 2.5, false, we_instead_of_i, Q(WE, NONE),
     "You say \"{1}\". Which of it was your call? Say that one alone: 'I decided ...', and why it seemed "
     "right."},
    {"diag_nobody", DIAG, 2.5, false, NULL, Q(NOBODY, NONE),
     "Ask \"{1}\" the question 'by whom?'. If the answer is you, say it again beginning with 'I decided' or "
     "'I left'."},
    {"diag_absent", DIAG, 5, true, NULL, Q(FAIL, NONE),
     "You name the failure (\"{1}\"), not the decision. Go on with 'The decision I got wrong was ...', then "
     "why it "
     "seemed right at the time."},
    {"diag_assumption", DIAG, 3, false, NULL, Q(ASSUMPTION, NONE),
     "\"{1}\" is what you believed. Add what you did because of it ('so I ...') and the one check that would "
     "have told "
     "you."},
    {"diag_reason", DIAG, 3, false, NULL, Q(DECISION, NONE),
     "\"{1}\" is the decision. Add one sentence: why it seemed right then, and what you chose not to look "
     "at."},
    {"diag_start", DIAG, 5, false, NULL, Q(NONE, NONE),
     "Finish this sentence aloud: 'The decision I got wrong was ...'. Then say why it seemed right to you "
     "then."},

    {"act_jump", ACT, 5, true, NULL, Q(FAIL, LESSON),
     "From \"{1}\" the story jumps to \"{2}\". Put two sentences between them: what you did in the first "
     "hour, and in "
     "the first week, each with 'I' and a verb."},
    {"act_we", ACT, 3, false, we_instead_of_i, Q(WE, NONE),
     "\"{1}\": what did you do in it with your own hands? Say two or three steps, each with 'I' and a verb."},
    {"act_nobody", ACT, 3, false, NULL, Q(NOBODY, NONE),
     "\"{1}\" has nobody in it. If it was you, say 'I' and the verb; if not, say what you did that day."},
    {"act_after", ACT, 5, true, NULL, Q(FAIL, NONE),
     "What did you do in the hour after \"{1}\"? Three steps: whom you told, what you stopped, what you "
     "repaired."},
    {"act_steps", ACT, 3, false, NULL, Q(ACTION, NONE),
     "\"{1}\" is one step. Add the one before and the one after, and say when: 'that evening I ..., by "
     "Friday I ...'."},
    {"act_start", ACT, 5, false, NULL, Q(NONE, NONE),
     "Say what you did once it had gone wrong: 'I' and a verb, three times, each with a time."},

    {"learn_platitude", LEARN, 3, false, NULL, Q(PLATITUDE, FAIL),
     "\"{1}\" fits any failure. Say it so that it only fits this one (\"{2}\"): what would you notice next "
     "time, and "
     "how early?"},
    {"learn_practice", LEARN, 5, true, NULL, Q(PRACTICE, NONE),
     "You say what you do now (\"{1}\"), not what you understood. Put one sentence before it: 'I had "
     "believed ...; now "
     "I know ...'."},
    {"learn_assumption", LEARN, 3, false, NULL, Q(ASSUMPTION, NONE),
     "\"{1}\": that was the belief. Answer it in one sentence: 'What I know now is ...', about the same "
     "thing."},
    {"learn_absent", LEARN, 5, true, NULL, Q(FAIL, NONE),
     "The story of \"{1}\" has no lesson yet. Add: 'What I had wrong was ...', in words that fit no other "
     "failure."},
    {"learn_specific", LEARN, 3, false, NULL, Q(LESSON, NONE),
     "\"{1}\": set it against before. 'I used to ...; now I ..., because ...' - with a thing from this story "
     "in it."},
    {"learn_start", LEARN, 5, false, NULL, Q(NONE, NONE),
     "Say the one thing you understand now that you did not before, tied to this failure and no other."},

    {"impr_intent", IMPR, 5, false, plans_only, Q(INTENT, NONE),
     "\"{1}\" is a plan. Say the last time you did it: the date, the occasion, and what came of it."},
    {"impr_absent", IMPR, 5, true, NULL, Q(LESSON, NONE),
     "After \"{1}\", say what you do differently since: the name of the practice, since when, and how "
     "often."},
    {"impr_count", IMPR, 3, false, no_gain, Q(PRACTICE, NONE),
     "\"{1}\": how often since then, and what came of it? Add one count or one before-and-after."},
    {"impr_word", IMPR, 3, false, nobody_confirms, Q(GAIN, NONE),
     "\"{1}\" is good evidence. Tie it to what you do: 'since I ..., it has been {1}' - and who else "
     "noticed."},
    {"impr_owner", IMPR, 3, false, NULL, Q(PRACTICE, NONE),
     "\"{1}\": say since when, and one time when it caught something."},
    {"impr_after", IMPR, 5, false, NULL, Q(FAIL, NONE),
     "With \"{1}\" the story stays in the past. Add today: 'Since then I ...', one practice with a name, and "
     "what it has shown."},
    {"impr_start", IMPR, 5, false, NULL, Q(NONE, NONE),
     "Name one thing you do differently today and what it has shown: how often, or what it changed."},

    {"whole_scene", WHOLE, 5, false, scene_is_long, Q(SCENE, NONE),
     "All five parts are there. The scene takes too long: tell it again without \"{1}\", or in half of its "
     "words."},
    {"whole_long", WHOLE, 5, false, is_long, Q(NONE, NONE),
     "All five parts are there. Tell it again in 120 seconds: cut the situation first, never the decision."},
    {"whole_short", WHOLE, 5, false, is_short, Q(DECISION, PRACTICE),
     "All five parts are there, in little time. Give ten seconds more to \"{1}\" and to \"{2}\"."},
    {"whole_closing", WHOLE, 5, false, no_closing, Q(PRACTICE, NONE),
     "All five parts are there. Carry \"{1}\" into the role, as the last sentence: 'That is why the first "
     "thing I would "
     "set up here is ...'."},
    {"whole_aloud", WHOLE, 5, false, NULL, Q(NONE, NONE),
     "All five parts are there. Say it aloud twice against the clock, then prepare a failure of another "
     "kind."},
    {.id = NULL},
};
