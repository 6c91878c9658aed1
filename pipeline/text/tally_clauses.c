/* tally_clauses.c: what is counted of clauses, 64 at a time: ownership, causes, events, change. */
#include <failwise/categories.h>

#include "text/tally.h"
#include "text/voice.h"

#include "base/wide.h"

enum { MOST_TARGETS = 64 };

/* The clauses [first, first + 64) of an answer, and what is true of them. */
typedef struct {
    fw_workspace *ws;
    const fw_clause_bits *bits;
    uint32_t first;
} block;

static inline uint64_t own_past(const block *b) { return b->bits->of[FW_C_I] & b->bits->of[FW_C_PAST]; }

/* The speaker's own decisions: "I chose", "I didn't check", in the failure or its diagnosis; not "I was never
 * told". */
static uint64_t own_decisions(const block *b) {
    const uint64_t *of = b->bits->of, fault = b->bits->part[FW_PART_FAIL] | b->bits->part[FW_PART_DIAG];
    uint64_t decisions = own_past(b) & fault & (of[FW_C_NEGATED] | of[FW_C_DECIDES]);
    for (uint64_t left = decisions & of[FW_C_PASSIVE]; left; left &= left - 1) {
        if (fw_is_acted_on(b->ws, b->first + (uint32_t)__builtin_ctzll(left))) decisions ^= left & (0 - left);
    }
    return decisions;
}

static uint64_t own_admissions(const block *b) {
    const uint64_t *of = b->bits->of;
    return b->bits->live[FW_CAT_own_admit] | (own_past(b) & ~of[FW_C_NEGATED] & of[FW_C_FAILS]);
}

static uint64_t external_causes(const fw_clause_bits *bits) {
    return bits->of[FW_C_OTHER] & (bits->live[FW_CAT_cause_marker] | bits->live[FW_CAT_blame_verb]);
}

/* Taken back: within one clause after the owning one, "but" or "though" brings somebody else in. */
FW_INLINED bool is_retracted(const fw_workspace *ws, uint32_t index) {
    for (uint32_t next = index + 1; next <= index + 2 && next < ws->clauses.count; next++) {
        const fw_word *first = fw_word_at(ws, ws->clauses.items[next].first);
        const bool turns =
            fw_word_is(first, "but") || fw_word_is(first, "though") || fw_word_is(first, "although");
        if (!turns) continue;
        const fw_clause_bits *bits = &ws->clause_bits.items[next / FW_CLAUSES_TOGETHER];
        const uint64_t others =
            external_causes(bits) | bits->live[FW_CAT_justification] | bits->live[FW_CAT_bad_luck];
        return others >> next % FW_CLAUSES_TOGETHER & 1;
    }
    return false;
}

FW_INLINED void count_owned(const block *b) {
    fw_tally *tally = &b->ws->tally;
    const uint64_t decisions = own_decisions(b), admissions = own_admissions(b);
    const uint32_t third = (b->ws->clauses.count + 2) / 3; /* so many clauses are the first third */
    const uint64_t early = b->first < third ? fw_lowest(third - b->first) : 0;
    tally->own_decision += fw_bits_in(decisions);
    tally->own_admit += fw_bits_in(admissions);
    tally->task_owned += fw_bits_in(b->bits->live[FW_CAT_task_owned] & early);
    for (uint64_t left = decisions | admissions; left; left &= left - 1)
        tally->own_retracted += is_retracted(b->ws, b->first + (uint32_t)__builtin_ctzll(left));
}

/* Clauses about the failing itself, and who stands in their subjects: 1 for "I", half of it for "we". */
FW_INLINED void count_faults(const block *b) {
    const uint64_t *of = b->bits->of;
    const uint64_t costs = b->bits->part[FW_PART_FAIL] & b->bits->live[FW_CAT_consequence];
    const uint64_t faults = (of[FW_C_FAILS] | of[FW_C_AGENTLESS] | costs) & ~of[FW_C_NOBODY];
    b->ws->tally.fault_clauses += fw_bits_in(faults);
    b->ws->tally.fault_subject += fw_bits_in(faults & of[FW_C_I]) + fw_bits_in(faults & of[FW_C_WE]) / 2.0;
}

/* Distinct outsiders who are made guilty: the word at `token`, if there is one. */
static void count_target(fw_workspace *ws, uint32_t token, uint32_t targets[MOST_TARGETS]) {
    if (token == FW_NO_TOKEN || ws->tally.blame_targets == MOST_TARGETS) return;
    const uint32_t word = ws->tokens.items[token].word;
    for (uint32_t i = 0; i < ws->tally.blame_targets; i++) {
        if (targets[i] == word) return;
    }
    targets[ws->tally.blame_targets++] = word;
}

/* "Because of the vendor", "due to my estimate": who stands behind a cause marker that takes a noun; no token
 * where nobody does, or a clause of its own follows. */
static uint32_t named_cause(const fw_workspace *ws, uint32_t index) {
    enum { REACH = 4 };
    const fw_clause *clause = &ws->clauses.items[index];
    const fw_hit *hit = ws->hits.items + ws->first_hit.items[index];
    const fw_hit *const behind = ws->hits.items + ws->first_hit.items[index + 1];
    while (hit < behind && (hit->cat != FW_CAT_cause_marker || hit->negated)) hit++;
    if (hit == behind || !fw_token_is(ws, hit->first + hit->count - 1, FW_CAT_preposition))
        return FW_NO_TOKEN;
    const uint32_t from = hit->first + hit->count, end = clause->first + clause->count;
    for (uint32_t i = from; i < end && i < from + REACH && fw_is_word(&ws->tokens.items[i]); i++) {
        if (fw_token_is(ws, i, FW_CAT_actor_external) || fw_token_is(ws, i, FW_CAT_pron_third) ||
            fw_token_is(ws, i, FW_CAT_pron_i))
            return i;
    }
    return FW_NO_TOKEN;
}

/* A cause is whose the noun behind its marker is, or else the clause's subject. */
static void count_marked_cause(const block *b, uint32_t in_block, uint32_t targets[MOST_TARGETS]) {
    fw_workspace *ws = b->ws;
    const uint32_t who = named_cause(ws, b->first + in_block);
    const bool named = who != FW_NO_TOKEN;
    const bool own = named ? fw_token_is(ws, who, FW_CAT_pron_i) : b->bits->of[FW_C_I] >> in_block & 1;
    ws->tally.self_cause += own;
    ws->tally.ext_cause += named && !own;
    if (named && !own) count_target(ws, who, targets);
}

FW_INLINED void count_causes(const block *b, uint32_t targets[MOST_TARGETS]) {
    const uint64_t external = external_causes(b->bits);
    b->ws->tally.ext_cause += fw_bits_in(external);
    for (uint64_t left = external; left; left &= left - 1)
        count_target(b->ws, b->ws->parses.items[b->first + (uint32_t)__builtin_ctzll(left)].subject, targets);
    for (uint64_t left = b->bits->live[FW_CAT_cause_marker] & ~external; left; left &= left - 1)
        count_marked_cause(b, (uint32_t)__builtin_ctzll(left), targets);
}

/* A number or an object stands right behind the verb, which there is. */
FW_INLINED bool has_object(const fw_workspace *ws, uint32_t index) {
    enum { BEHIND = 3 };
    const fw_planes *planes = ws->planes.items;
    const fw_clause *clause = &ws->clauses.items[index];
    const uint32_t from = ws->parses.items[index].verb + 1, left = clause->first + clause->count - from;
    const uint64_t near = fw_lowest(left < BEHIND ? left : BEHIND);
    bool object = (fw_window(planes, FW_PLANE_ARTICLE, from) & near) != 0;
    for (uint64_t digits = fw_window(planes, FW_PLANE_DIGITS, from) & near; digits; digits &= digits - 1)
        object |= ws->tokens.items[from + (uint32_t)__builtin_ctzll(digits)].kind == FW_TOKEN_NUMBER;
    return object;
}

/* Events: past tense with a verb that is more than "be" or "have"; anchored by a time, a number or an object
 * behind the verb. */
FW_INLINED void count_events(const block *b) {
    fw_tally *tally = &b->ws->tally;
    const uint64_t *of = b->bits->of, timed = b->bits->live[FW_CAT_time_anchor];
    const uint64_t events = of[FW_C_VERB] & ~of[FW_C_STATE] & of[FW_C_PAST];
    tally->past_event_clauses += fw_bits_in(events);
    tally->past_event_fail_clauses += fw_bits_in(events & b->bits->part[FW_PART_FAIL]);
    tally->anchored_event_clauses += fw_bits_in(events & timed);
    for (uint64_t left = events & ~timed; left; left &= left - 1)
        tally->anchored_event_clauses += has_object(b->ws, b->first + (uint32_t)__builtin_ctzll(left));
}

FW_INLINED void count_changes(const block *b) {
    fw_workspace *ws = b->ws;
    const uint64_t changes = b->bits->live[FW_CAT_change_marker] | b->bits->live[FW_CAT_habit];
    const uint64_t present = b->bits->of[FW_C_PRESENT] | b->bits->of[FW_C_NO_TENSE];
    for (uint64_t left = changes & present; left; left &= left - 1) {
        const uint32_t index = b->first + (uint32_t)__builtin_ctzll(left);
        for (uint32_t h = ws->first_hit.items[index]; h < ws->first_hit.items[index + 1]; h++) {
            ws->tally.change_present += ws->hits.items[h].cat == FW_CAT_change_marker;
            ws->tally.habit_present += ws->hits.items[h].cat == FW_CAT_habit;
        }
    }
}

FW_INLINED void count_parts(const block *b) {
    fw_tally *tally = &b->ws->tally;
    const uint64_t *of = b->bits->of;
    for (int p = 0; p < FW_PART_COUNT; p++) {
        const uint64_t part = b->bits->part[p];
        tally->clauses[p] += fw_bits_in(part);
        tally->passive[p] += fw_bits_in(part & of[FW_C_PASSIVE]);
        tally->agentless[p] += fw_bits_in(part & of[FW_C_AGENTLESS]);
        tally->impersonal[p] += fw_bits_in(part & of[FW_C_IMPERSONAL]);
    }
}

FW_INLINED void count_all(fw_workspace *ws) {
    uint32_t targets[MOST_TARGETS] = {0};
    for (uint32_t first = 0; first < ws->clauses.count; first += FW_CLAUSES_TOGETHER) {
        const block b = {ws, &ws->clause_bits.items[first / FW_CLAUSES_TOGETHER], first};
        count_parts(&b);
        count_owned(&b);
        count_faults(&b);
        count_causes(&b, targets);
        count_events(&b);
        count_changes(&b);
    }
}

static void plain_all(fw_workspace *ws) { count_all(ws); }
FW_WIDE static void wide_all(fw_workspace *ws) { count_all(ws); }

void fw_count_clauses(fw_workspace *ws) { (fw_has_wide() ? wide_all : plain_all)(ws); }
