/* features.c: the catalogue: one row a feature. The order is the order of columns everywhere. */
#include "extract/compute.h"

#include <string.h>

#define F(name, group, unit, sign, scored, source, definition)                                               \
    { #name, group, unit, definition, source, sign, scored, fw_feature_##name }
#define YES true
#define NO  false

static const fw_feature FEATURES[] = {
    F(arc_fail, "arc", "0..1", 1, YES, "rubric",
      "strength of the honest failure: clauses that say what failed"),
    F(arc_diag, "arc", "0..1", 1, YES, "rubric",
      "strength of the diagnosis: the own decision or assumption behind it"),
    F(arc_act, "arc", "0..1", 1, YES, "rubric",
      "strength of the response: what the speaker did once it had gone wrong"),
    F(arc_learn, "arc", "0..1", 1, YES, "rubric",
      "strength of the learning: what is understood now and was not before"),
    F(arc_impr, "arc", "0..1", 1, YES, "rubric",
      "strength of the improvement: evidence that behaviour changed"),
    F(arc_count, "arc", "count", 1, YES, "rubric", "parts of the arc with a strength of .25 or more, 0 to 5"),
    F(arc_weakest, "arc", "0..1", 1, YES, "rubric", "strength of the weakest of the five parts"),
    F(arc_inversions, "arc", "share", -1, YES, "narrative order",
      "steps backward in the arc per step between clauses"),
    F(fail_onset, "arc", "share", -1, YES, "narrative order",
      "words before the first failure clause; 1 when there is none"),
    F(ctx_share, "arc", "share", -1, YES, "rubric", "share of words in context clauses"),
    F(after_share, "arc", "share", 1, YES, "rubric",
      "share of words in learning, improvement and closing clauses"),
    F(i_rate, "ownership", "per 100 words", 1, YES, "pronoun research",
      "I, me, my, mine, myself and contractions"),
    F(i_rate_q, "ownership", "per 100 words", 1, NO, "pronoun research", "i_rate outside quoted speech"),
    F(we_rate, "ownership", "per 100 words", -1, YES, "pronoun research",
      "we, us, our, ours, ourselves and contractions"),
    F(we_rate_q, "ownership", "per 100 words", -1, NO, "pronoun research", "we_rate outside quoted speech"),
    F(i_share, "ownership", "share", 1, YES, "rubric", "(I + 1) / (I + we + 2)"),
    F(i_share_fault, "ownership", "share", 1, YES, "rubric", "i_share over failure and diagnosis clauses"),
    F(we_only, "ownership", "0 or 1", -1, YES, "rubric", "no I at all and two we or more"),
    F(own_decision, "ownership", "count", 1, YES, "rubric",
      "clauses that name an own decision or omission in failure or diagnosis"),
    F(own_nominal, "ownership", "count", 1, YES, "rubric",
      "\"the decision I got wrong\", \"the miss was mine\""),
    F(own_admit, "ownership", "count", 1, YES, "rubric", "I with a verb of failing, or an admission"),
    F(own_counterfactual, "ownership", "count", 1, YES, "rubric",
      "\"I should have\", \"I could have\", \"I never asked\""),
    F(fault_subject, "ownership", "0..1", 1, YES, "rubric",
      "mean over failure-verb clauses: subject I 1, we .5, other 0"),
    F(task_owned, "ownership", "count", 1, YES, "rubric",
      "\"I led\", \"I was responsible for\" in the first third"),
    F(own_retracted, "ownership", "count", -1, YES, "rubric",
      "owned, then taken back by \"but\" and somebody else"),
    F(ext_cause, "deflection", "count", -1, YES, "attribution",
      "causes and blame with an outside actor as subject"),
    F(self_cause, "deflection", "count", 1, YES, "attribution", "causes with I as subject"),
    F(blame_ratio, "deflection", "share", -1, YES, "attribution", "ext_cause / (ext_cause + self_cause + 1)"),
    F(blame_targets, "deflection", "count", -1, YES, "attribution", "distinct outside actors made guilty"),
    F(third_rate_fault, "deflection", "per 100 words", -1, YES, "pronoun research",
      "they, he, she in failure and diagnosis clauses"),
    F(justification, "deflection", "count", -1, YES, "rubric",
      "\"to be fair\", \"no choice\", \"out of our control\""),
    F(bad_luck, "deflection", "count", -1, YES, "attribution", "luck, timing or circumstances as the cause"),
    F(passive_rate, "voice", "share", -1, YES, "style research",
      "share of clauses in the be- or get-passive"),
    F(passive_action, "voice", "share", -1, YES, "rubric",
      "share of the passive clauses that stand in diagnosis or action"),
    F(agentless_event, "voice", "count", -1, YES, "rubric", "things that slip, drop or break by themselves"),
    F(agentless_action, "voice", "count", -1, YES, "rubric",
      "agentless events in diagnosis or action, or in a failure without an I or a number beside it"),
    F(impersonal, "voice", "count", -1, YES, "style research", "\"it was decided\", \"mistakes were made\""),
    F(out_fail, "quantity", "count", 1, YES, "rubric", "quantities that measure the failure"),
    F(out_impr, "quantity", "count", 1, YES, "rubric", "quantities that measure the improvement"),
    F(out_kinds, "quantity", "count", 1, YES, "rubric",
      "distinct kinds of outcome: money, time, percent, ratio, people, items, metric"),
    F(out_delta, "quantity", "count", 1, YES, "rubric",
      "outcomes given as a change: \"from A to B\", \"by N\""),
    F(out_money, "quantity", "log10", 1, YES, "rubric", "log10(1 + largest money outcome)"),
    F(out_time, "quantity", "log10", 1, YES, "rubric", "log10(1 + longest time outcome in days)"),
    F(num_other, "quantity", "count", 0, YES, "rubric", "quantities that are cause, practice or context"),
    F(vague_outcome, "quantity", "count", -1, YES, "rubric",
      "vague consequences in the failure with no quantity within a clause"),
    F(stakes, "quantity", "log10", 1, YES, "rubric", "log10(1 + words of stakes and consequences)"),
    F(level_gap, "quantity", "steps", -1, YES, "rubric",
      "scope that the level asks for less the scope shown; 0 without a level"),
    F(assumption, "learning", "count", 1, YES, "rubric", "\"I assumed\", \"I thought\", \"I was sure\""),
    F(contrast_frame, "learning", "count", 1, YES, "rubric", "\"instead of\", \"rather than\", \"X, not Y\""),
    F(learn_explicit, "learning", "count", 1, YES, "rubric",
      "\"I learned\", \"the lesson\", \"I now understand\""),
    F(learn_platitude, "learning", "count", -1, YES, "rubric",
      "lessons that fit any story: \"communication is key\""),
    F(learn_specific, "learning", "0..1", 1, YES, "text overlap",
      "content stems shared by failure and lesson (Jaccard)"),
    F(causal_rate, "learning", "per 100 words", 1, YES, "cognitive words", "because, so, therefore, led to"),
    F(chg_marker, "change", "count", 1, YES, "rubric",
      "now, since then, these days in present-tense clauses"),
    F(chg_habit, "change", "count", 1, YES, "rubric", "I now, I never, every, each in present-tense clauses"),
    F(chg_artifact, "change", "count", 1, YES, "rubric",
      "checklist, template, review, alert ... in improvement clauses"),
    F(chg_done, "change", "count", 1, YES, "rubric", "built, added, introduced ... in improvement clauses"),
    F(chg_scope, "change", "count", 1, YES, "rubric", "quantified rules: \"any deal over $50k\""),
    F(chg_used, "change", "count", 1, YES, "rubric",
      "evidence of repeated use: \"twice since\", \"still in use\""),
    F(impr_evidence, "change", "0 or 1", 1, YES, "rubric",
      "a measured improvement, others' word, or a before and after"),
    F(intent_only, "change", "0 or 1", -1, YES, "rubric", "intentions without any sign of change"),
    F(trap_fake, "trap", "0 or 1", -1, YES, "rubric",
      "a strength dressed as a weakness, and no failure that cost or changed anything"),
    F(trap_team, "trap", "0 or 1", -1, YES, "rubric", "the team's or somebody else's failure"),
    F(trap_nonumber, "trap", "0 or 1", -1, YES, "rubric", "no quantified outcome"),
    F(trap_nochange, "trap", "0 or 1", -1, YES, "rubric", "no sign of a durable change"),
    F(trap_refusal, "trap", "0 or 1", -1, YES, "rubric", "no failure is told: \"nothing comes to mind\""),
    F(episodic, "trap", "share", 1, YES, "story research",
      "past events with a time, a number or an object, per clause"),
    F(stuffing, "trap", "per word", 0, NO, "gaming", "cue hits per content word; high values deserve a look"),
    F(closing, "closing", "0 or 1", 1, YES, "rubric",
      "a closing sentence that carries the change into the new role"),
    F(closing_link, "closing", "0..1", 1, YES, "text overlap",
      "content stems shared by closing and improvement (Jaccard)"),
    F(seconds, "closing", "s", 0, NO, "rubric", "spoken length: recorded, else from words"),
    F(seconds_dist, "closing", "s", -1, YES, "rubric", "distance of the spoken length to 90-120 s"),
    F(star_dist, "closing", "sum of shares", -1, YES, "rubric",
      "distance of the word shares of S, T, A, R to their bands"),
    F(star_a_share, "closing", "share", 1, YES, "rubric", "share of words in Action"),
    F(star_s_share, "closing", "share", 0, NO, "rubric", "share of words in Situation"),
    F(star_t_share, "closing", "share", 0, NO, "rubric", "share of words in Task"),
    F(star_r_share, "closing", "share", 0, NO, "rubric", "share of words in Result and learning"),
    F(hedge_rate, "language", "per 100 words", -1, YES, "hedging research", "maybe, kind of, I guess"),
    F(filler_rate, "language", "per 100 words", -1, YES, "fluency research",
      "um, uh, you know, and \"like\" between commas"),
    F(repeat_rate, "language", "per 100 words", -1, YES, "fluency research",
      "immediate repeats of a word or two"),
    F(specificity, "language", "per 100 words", 1, YES, "content specificity",
      "names, acronyms, terms with digits, numbers, times"),
    F(wps, "language", "words", 0, YES, "readability", "words per sentence"),
    F(fk_grade, "language", "grade", 0, YES, "Kincaid and others 1975",
      "Flesch-Kincaid grade with rule syllables"),
    F(mattr50, "language", "ratio", 1, YES, "Covington and McFall 2010",
      "type-token ratio over moving windows of 50 words"),
    F(negemo_rate, "language", "per 100 words", 0, YES, "emotion words", "ashamed, frustrated, upset"),
    F(words, "size", "words", 0, NO, "", "words in the answer"),
    F(sentences, "size", "sentences", 0, NO, "", "sentences in the answer"),
    F(clauses, "size", "clauses", 0, NO, "", "clauses in the answer"),
    F(quote_share, "size", "share", 0, NO, "", "share of words in quoted speech"),
    F(oov_share, "size", "share", 0, NO, "", "share of words in no dictionary category"),
    F(pii_hits, "size", "count", 0, NO, "", "personal data found in the text or masked in it"),
};

enum { FEATURE_COUNT = sizeof FEATURES / sizeof FEATURES[0] };

size_t fw_feature_count(void) { return FEATURE_COUNT; }

const fw_feature *fw_feature_at(size_t index) { return &FEATURES[index]; }

int fw_feature_find(const char *name) {
    for (int i = 0; i < FEATURE_COUNT; i++) {
        if (strcmp(FEATURES[i].name, name) == 0) return i;
    }
    return -1;
}

void fw_features_compute(const fw_analysis *analysis, float *row) {
    size_t i = 0;
/* called by name: the processor knows where each call goes */
#define COMPUTE(name) row[i++] = (float)fw_feature_##name(analysis);
    FW_FEATURE_FUNCTIONS(COMPUTE)
#undef COMPUTE
}
