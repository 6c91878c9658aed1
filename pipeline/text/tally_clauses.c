/* tally_clauses.c: what is counted clause by clause: ownership, causes, events, change. */
#include <failwise/categories.h>

#include "text/tally.h"
#include "text/voice.h"

enum { MOST_TARGETS = 64 };

/* A clause and its main verb. What holds of one is put together without branches, as it is anybody's guess.
 */
typedef struct {
    const fw_workspace *ws;
    const fw_clause *clause;
    uint32_t index, verb;
    const fw_word *word; /* of the verb; one that is in no category when there is none */
    bool own_past;       /* "I" in the past tense */
    bool negated;
} counted;

static counted counted_at(const fw_workspace *ws, uint32_t index) {
    static const fw_word NO_WORD = {.text = ""};
    const fw_clause *clause = &ws->clauses.items[index];
    const uint32_t verb = ws->parses.items[index].verb;
    return (counted){.ws = ws,
                     .clause = clause,
                     .index = index,
                     .verb = verb,
                     .word = verb != FW_NO_TOKEN ? fw_word_at(ws, verb) : &NO_WORD,
                     .own_past = (clause->subject == FW_SUBJECT_I) & (clause->tense == FW_TENSE_PAST),
                     .negated = (clause->flags & FW_CLAUSE_NEGATED) != 0};
}

/* The speaker's own decision: "I chose", "I didn't check", in the failure or its diagnosis; not "I was never
 * told". */
static bool is_own_decision(const counted *c) {
    const uint8_t part = c->clause->part;
    const bool deciding = fw_word_known(c->word, FW_CAT_decision_verb);
    const bool fault = (part == FW_PART_FAIL) | (part == FW_PART_DIAG);
    return (c->own_past & fault & (c->negated | deciding)) && !fw_is_acted_on(c->ws, c->index);
}

static bool is_own_admission(const counted *c) {
    const bool failing = fw_word_known(c->word, FW_CAT_fail_verb);
    const bool admitted = fw_clause_has_live(c->ws, c->index, FW_CAT_own_admit);
    return admitted | (c->own_past & !c->negated & failing);
}

static bool is_external_cause(const fw_workspace *ws, uint32_t index) {
    static_assert(FW_CAT_cause_marker < 64 && FW_CAT_blame_verb < 64, "all in the first number");
    const uint64_t causes = 1ULL << FW_CAT_cause_marker | 1ULL << FW_CAT_blame_verb;
    const uint64_t others = 0 - (uint64_t)(ws->clauses.items[index].subject == FW_SUBJECT_OTHER);
    return (ws->hit_sets.items[index].live[0] & causes & others) != 0;
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

/* A clause about the failing itself, and who stands in its subject: returns halves of 1 for "I". */
static uint32_t count_fault(fw_tally *tally, const counted *c) {
    static const uint8_t HALVES[] = {[FW_SUBJECT_I] = 2, [FW_SUBJECT_WE] = 1, [FW_SUBJECT_EXPLETIVE] = 0};
    const bool failing = fw_word_known(c->word, FW_CAT_fail_verb);
    const bool consequence = fw_clause_has_live(c->ws, c->index, FW_CAT_consequence);
    const bool told = failing | ((c->clause->flags & FW_CLAUSE_AGENTLESS) != 0) |
                      ((c->clause->part == FW_PART_FAIL) & consequence);
    const bool fault = told & (c->clause->subject != FW_SUBJECT_NONE);
    tally->fault_clauses += fault;
    return fault * (uint32_t)HALVES[c->clause->subject];
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

static void count_causes(fw_workspace *ws, const counted *c, uint32_t targets[MOST_TARGETS]) {
    const bool cause = fw_clause_has_live(ws, c->index, FW_CAT_cause_marker);
    ws->tally.self_cause += cause & (c->clause->subject == FW_SUBJECT_I);
    if (!is_external_cause(ws, c->index)) return;
    ws->tally.ext_cause++;
    count_target(ws, c->index, targets);
}

/* A number or an object stands right behind the verb. */
static bool has_object(const counted *c) {
    enum { BEHIND = 3 };
    const fw_planes *planes = c->ws->planes.items;
    const uint32_t from = c->verb + 1, left = c->clause->first + c->clause->count - from;
    const uint64_t near = fw_lowest(left < BEHIND ? left : BEHIND);
    bool object = (fw_window(planes, FW_PLANE_ARTICLE, from) & near) != 0;
    for (uint64_t digits = fw_window(planes, FW_PLANE_DIGITS, from) & near; digits; digits &= digits - 1)
        object |= c->ws->tokens.items[from + (uint32_t)__builtin_ctzll(digits)].kind == FW_TOKEN_NUMBER;
    return object;
}

/* An event: past tense with a verb that is more than "be" or "have"; anchored by a time, a number or an
 * object behind the verb. */
static void count_event(fw_tally *tally, const counted *c) {
    static_assert(FW_CAT_be < 64 && FW_CAT_have < 64 && FW_CAT_modal < 64, "all in the first number");
    const uint64_t states = 1ULL << FW_CAT_be | 1ULL << FW_CAT_have | 1ULL << FW_CAT_modal;
    const bool acts = (c->verb != FW_NO_TOKEN) & !(c->word->known[0] & states);
    const bool event = acts & (c->clause->tense == FW_TENSE_PAST); /* every second clause: no branch */
    const bool object = has_object(c), timed = fw_clause_has_live(c->ws, c->index, FW_CAT_time_anchor);
    tally->past_event_clauses += event;
    tally->past_event_fail_clauses += event & (c->clause->part == FW_PART_FAIL);
    tally->anchored_event_clauses += event & (object | timed);
}

static void count_change(fw_workspace *ws, uint32_t index) {
    const fw_clause *c = &ws->clauses.items[index];
    static_assert(FW_CAT_change_marker < 64 && FW_CAT_habit < 64, "both in the first number");
    const uint64_t changes = 1ULL << FW_CAT_change_marker | 1ULL << FW_CAT_habit;
    const uint64_t present = 0 - (uint64_t)((1U << FW_TENSE_PRESENT | 1U << FW_TENSE_NONE) >> c->tense & 1);
    if (!(ws->hit_sets.items[index].any[0] & changes & present)) return; /* mostly: asked as one */
    for (uint32_t h = ws->first_hit.items[index]; h < ws->first_hit.items[index + 1]; h++) {
        ws->tally.change_present += ws->hits.items[h].cat == FW_CAT_change_marker;
        ws->tally.habit_present += ws->hits.items[h].cat == FW_CAT_habit;
    }
}

void fw_count_clauses(fw_workspace *ws) {
    uint32_t targets[MOST_TARGETS] = {0}, halves = 0;
    fw_tally *tally = &ws->tally;
    for (uint32_t i = 0; i < ws->clauses.count; i++) {
        const counted c = counted_at(ws, i);
        const bool decision = is_own_decision(&c), admission = is_own_admission(&c);
        const bool owned = fw_clause_has_live(ws, i, FW_CAT_task_owned);
        const uint8_t part = c.clause->part, flags = c.clause->flags;
        tally->clauses[part]++;
        tally->passive[part] += (flags & FW_CLAUSE_PASSIVE) != 0;
        tally->agentless[part] += (flags & FW_CLAUSE_AGENTLESS) != 0;
        tally->impersonal[part] += (flags & FW_CLAUSE_IMPERSONAL) != 0;
        tally->own_decision += decision;
        tally->own_admit += admission;
        tally->own_retracted += (decision | admission) && is_retracted(ws, i);
        tally->task_owned += owned & (i * 3 < ws->clauses.count);
        halves += count_fault(tally, &c);
        count_causes(ws, &c, targets);
        count_event(tally, &c);
        count_change(ws, i);
    }
    tally->fault_subject = halves / 2.0;
}
