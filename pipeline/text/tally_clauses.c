/* tally_clauses.c: what is counted clause by clause: ownership, causes, events, change. */
#include <failwise/categories.h>

#include "text/tally.h"
#include "text/voice.h"

enum { MOST_TARGETS = 64 };

static bool verb_is(const fw_workspace *ws, uint32_t clause, fw_cat cat) {
    const uint32_t verb = ws->parses.items[clause].verb;
    return verb != FW_NO_TOKEN && fw_token_is(ws, verb, cat);
}

/* The speaker's own decision: "I chose", "I didn't check", in the failure or its diagnosis. */
static bool is_own_decision(const fw_workspace *ws, uint32_t index) {
    const fw_clause *c = &ws->clauses.items[index];
    if (c->subject != FW_SUBJECT_I || c->tense != FW_TENSE_PAST) return false;
    if (c->part != FW_PART_FAIL && c->part != FW_PART_DIAG) return false;
    if (fw_is_acted_on(ws, index)) return false; /* "I was never told" */
    return (c->flags & FW_CLAUSE_NEGATED) || verb_is(ws, index, FW_CAT_decision_verb);
}

static bool is_own_admission(const fw_workspace *ws, uint32_t index) {
    const fw_clause *c = &ws->clauses.items[index];
    if (fw_clause_has_live(ws, index, FW_CAT_own_admit)) return true;
    return c->subject == FW_SUBJECT_I && c->tense == FW_TENSE_PAST && !(c->flags & FW_CLAUSE_NEGATED) &&
           verb_is(ws, index, FW_CAT_fail_verb);
}

static bool is_external_cause(const fw_workspace *ws, uint32_t index) {
    const fw_clause *c = &ws->clauses.items[index];
    if (c->subject != FW_SUBJECT_OTHER) return false;
    return fw_clause_has_live(ws, index, FW_CAT_cause_marker) ||
           fw_clause_has_live(ws, index, FW_CAT_blame_verb);
}

/* Taken back: within one clause after the owning one, "but" or "though" brings somebody else in. */
static bool is_retracted(const fw_workspace *ws, uint32_t index) {
    for (uint32_t next = index + 1; next <= index + 2 && next < ws->clauses.count; next++) {
        const fw_word *first = fw_word_at(ws, ws->clauses.items[next].first);
        const bool turns =
            fw_word_is(first, "but") || fw_word_is(first, "though") || fw_word_is(first, "although");
        if (!turns) continue;
        return is_external_cause(ws, next) || fw_clause_has_live(ws, next, FW_CAT_justification) ||
               fw_clause_has_live(ws, next, FW_CAT_bad_luck);
    }
    return false;
}

/* A clause about the failing itself, and who stands in its subject. */
static void count_fault(fw_workspace *ws, uint32_t index) {
    const fw_clause *c = &ws->clauses.items[index];
    const bool fault = verb_is(ws, index, FW_CAT_fail_verb) || (c->flags & FW_CLAUSE_AGENTLESS) ||
                       (c->part == FW_PART_FAIL && fw_clause_has_live(ws, index, FW_CAT_consequence));
    if (!fault || c->subject == FW_SUBJECT_NONE) return;
    ws->tally.fault_clauses++;
    ws->tally.fault_subject += c->subject == FW_SUBJECT_I ? 1.0 : c->subject == FW_SUBJECT_WE ? 0.5 : 0.0;
}

/* Distinct outsiders who are made guilty: words in the subject of a blaming clause. */
static void count_target(fw_workspace *ws, uint32_t index, uint32_t targets[MOST_TARGETS]) {
    const uint32_t subject = ws->parses.items[index].subject;
    if (subject == FW_NO_TOKEN || ws->tally.blame_targets == MOST_TARGETS) return;
    const uint32_t word = ws->tokens.items[subject].word;
    for (uint32_t i = 0; i < ws->tally.blame_targets; i++) {
        if (targets[i] == word) return;
    }
    targets[ws->tally.blame_targets++] = word;
}

static void count_causes(fw_workspace *ws, uint32_t index, uint32_t targets[MOST_TARGETS]) {
    const fw_clause *c = &ws->clauses.items[index];
    if (is_external_cause(ws, index)) {
        ws->tally.ext_cause++;
        count_target(ws, index, targets);
    }
    if (c->subject == FW_SUBJECT_I && fw_clause_has_live(ws, index, FW_CAT_cause_marker))
        ws->tally.self_cause++;
}

/* An event: past tense with a verb that is more than "be" or "have"; anchored by a time, a number or an
 * object behind the verb. */
static void count_event(fw_workspace *ws, uint32_t index) {
    const fw_clause *c = &ws->clauses.items[index];
    const uint32_t verb = ws->parses.items[index].verb;
    if (c->tense != FW_TENSE_PAST || verb == FW_NO_TOKEN) return;
    if (fw_token_is(ws, verb, FW_CAT_be) || fw_token_is(ws, verb, FW_CAT_have) ||
        fw_token_is(ws, verb, FW_CAT_modal))
        return;
    ws->tally.past_event_clauses++;
    ws->tally.past_event_fail_clauses += c->part == FW_PART_FAIL;
    bool anchored = fw_clause_has_live(ws, index, FW_CAT_time_anchor);
    for (uint32_t i = verb + 1; i < c->first + c->count && i <= verb + 3 && !anchored; i++) {
        anchored = fw_is_word(&ws->tokens.items[i]) &&
                   (ws->tokens.items[i].kind == FW_TOKEN_NUMBER || fw_token_is(ws, i, FW_CAT_determiner));
    }
    ws->tally.anchored_event_clauses += anchored;
}

static void count_change(fw_workspace *ws, uint32_t index) {
    const fw_clause *c = &ws->clauses.items[index];
    if (c->tense != FW_TENSE_PRESENT && c->tense != FW_TENSE_NONE) return;
    if (!fw_clause_has(ws, index, FW_CAT_change_marker) && !fw_clause_has(ws, index, FW_CAT_habit)) return;
    for (uint32_t h = ws->first_hit.items[index]; h < ws->first_hit.items[index + 1]; h++) {
        ws->tally.change_present += ws->hits.items[h].cat == FW_CAT_change_marker;
        ws->tally.habit_present += ws->hits.items[h].cat == FW_CAT_habit;
    }
}

void fw_count_clauses(fw_workspace *ws) {
    uint32_t targets[MOST_TARGETS] = {0};
    fw_tally *tally = &ws->tally;
    for (uint32_t i = 0; i < ws->clauses.count; i++) {
        tally->clauses[ws->clauses.items[i].part]++;
        const bool decision = is_own_decision(ws, i);
        const bool admission = is_own_admission(ws, i);
        tally->own_decision += decision;
        tally->own_admit += admission;
        tally->own_retracted += (decision || admission) && is_retracted(ws, i);
        tally->task_owned += i * 3 < ws->clauses.count && fw_clause_has_live(ws, i, FW_CAT_task_owned);
        count_fault(ws, i);
        count_causes(ws, i, targets);
        count_event(ws, i);
        count_change(ws, i);
    }
}
