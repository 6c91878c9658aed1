/* audit_advice.c: the one thing to practise next, and what traps mean: tables of sentences. */
#include "cli/audit_view.h"

/* Strength below which a part that is there still counts as weak. */
static const double WEAK = 0.75;

typedef struct part_advice {
    const char *absent;
    const char *weak;
} part_advice;

static const part_advice PARTS[FW_ARC_PARTS] = {
    {"Say in your first two sentences what failed and what it cost, in plain words and with one number.",
     "Name the stakes: who was hit, by how much, in money, time or people. One number is enough."},
    {"Finish this sentence aloud: 'The decision I got wrong was ...'. Then say why it seemed right to you "
     "then.",
     "Trade causes outside you for your own decision or assumption: start the sentence with 'I chose' or 'I "
     "assumed'."},
    {"Tell what you did in the first hours or days once it had gone wrong: 'I' and a verb, two or three "
     "steps.",
     "Turn what happened into what you did: replace each step that has no person in it by 'I' and a verb."},
    {"Say the one thing you understand now that you did not before, tied to this failure and no other.",
     "Make the lesson specific: if it would fit anybody's failure, add what you would look for next time, "
     "and when."},
    {"Name one thing you do differently today and what it has shown: how often you used it, or what it "
     "changed.",
     "Give evidence for the change: the practice's name, since when, and one number or somebody's word for "
     "it."},
};

static const char *const TRAPS[FW_TRAP_COUNT] = {
    "fake: a strength dressed up as a weakness; choose a story in which something really went wrong",
    "team: the failure is told as other people's; say which part of it was yours",
    "no number: nothing that happened is measured; add one figure for what it cost",
    "no change: nothing shows that you work differently since; add what you do now",
    "refusal: no failure is told; prepare one story before the next round",
};

const fw_star_band fw_star_bands[FW_STAR_COUNT] = {
    {"Situation", 15, 20}, {"Task", 10, 15}, {"Action", 40, 60}, {"Result", 30, 45}};

double fw_audit_star_seconds(const fw_analysis *a, size_t step) {
    double words = 0;
    for (size_t i = 0; i < FW_STAR_COUNT; i++) words += a->star_words[i];
    return words > 0 ? a->seconds * a->star_words[step] / words : 0;
}

const char *fw_audit_trap_text(size_t bit) { return TRAPS[bit]; }

/* When all five parts stand: timing is what is left. */
static const char *timing_advice(const fw_analysis *a) {
    if (a->seconds > 120)
        return "All five parts are there. Tell it again in 120 seconds: cut the situation first.";
    if (a->seconds < 60)
        return "All five parts are there. Give the decision and the change ten seconds more each.";
    return "All five parts are there. Say it aloud twice, then practise another kind of failure.";
}

const char *fw_audit_advice(const fw_analysis *a) {
    if (a->traps & FW_TRAP_REFUSAL) {
        return "Pick one real failure with a consequence you can name, and tell it in five sentences, one "
               "for each part.";
    }
    for (size_t part = 0; part < FW_ARC_PARTS; part++) {
        if (!(a->weakest >> part & 1)) continue;
        if (a->arc[part] <= 0) return PARTS[part].absent;
        return a->arc[part] < WEAK ? PARTS[part].weak : timing_advice(a);
    }
    return timing_advice(a);
}
