/* drafts_find.c: looking for gains in the second draft, and with the drafts swapped for losses. */
#include "score/drafts_find.h"

#include "base/room.h"

#include <math.h>
#include <stdlib.h>

static const double POINTS_TOLD = 0.5; /* less is noise of the wording */

/* One direction of the comparison: what `next` has and `old` has not. */
typedef struct {
    const fw_draft *old, *next;
    const int32_t *match; /* by clause of `next`: the clause of `old` it belongs to, or -1 */
    bool better;          /* next is the second draft */
    fw_drafts *out;
    size_t capacity;
    bool failed;
} search;

static void add(search *s, fw_change_kind kind, size_t item, fw_span old, fw_span next) {
    fw_drafts *d = s->out;
    fw_change *changes = fw_room(d->changes, d->change_count, &s->capacity, sizeof *changes);
    s->failed |= !changes;
    if (!changes) return;
    d->changes = changes;
    d->changes[d->change_count++] = (fw_change){.kind = kind,
                                                .better = s->better,
                                                .item = item,
                                                .before = s->better ? old : next,
                                                .after = s->better ? next : old};
}

static const fw_span NOWHERE = {0, 0};

static fw_span clause_span(const fw_analysis *a, const fw_clause *c) {
    if (c->count == 0) return NOWHERE;
    return fw_quote_trim(a, fw_span_of(a->tokens, c->first, c->count));
}

/* The clause of `old` that clause `index` of `next` belongs to, or NULL. */
static const fw_clause *partner(const search *s, uint32_t index) {
    return s->match[index] < 0 ? NULL : &s->old->analysis->clauses[s->match[index]];
}

/* ---- kinds ---- */

static bool names_decision(const fw_analysis *a, uint32_t clause) {
    for (uint32_t i = 0; i < a->finding_count; i++) {
        if (a->findings[i].kind == FW_FINDING_DECISION && a->findings[i].clause == clause) return true;
    }
    return false;
}

static void find_decisions(search *s) {
    const fw_analysis *a = s->next->analysis;
    for (uint32_t i = 0; i < a->clause_count; i++) {
        const bool told = a->clauses[i].part == FW_PART_DIAG || a->clauses[i].part == FW_PART_FAIL;
        if (!told || !names_decision(a, i)) continue;
        if (s->match[i] >= 0 && names_decision(s->old->analysis, (uint32_t)s->match[i])) continue;
        const fw_clause *was = partner(s, i);
        add(s, FW_CHANGE_DECISION, 0, was ? clause_span(s->old->analysis, was) : NOWHERE,
            clause_span(a, &a->clauses[i]));
    }
}

/* Nobody in particular acts in it. */
static bool is_unowned(const fw_clause *c) {
    return c->subject == FW_SUBJECT_WE ||
           (c->subject != FW_SUBJECT_I &&
            (c->flags & (FW_CLAUSE_PASSIVE | FW_CLAUSE_AGENTLESS | FW_CLAUSE_IMPERSONAL)));
}

static void find_owned(search *s) {
    const fw_analysis *a = s->next->analysis;
    for (uint32_t i = 0; i < a->clause_count; i++) {
        const fw_clause *c = &a->clauses[i], *was = partner(s, i);
        if (!was || c->subject != FW_SUBJECT_I || !is_unowned(was)) continue;
        add(s, FW_CHANGE_OWNED, 0, clause_span(s->old->analysis, was), clause_span(a, c));
    }
}

static fw_span best_clause(const fw_analysis *a, size_t part) {
    static const fw_quote QUOTES[FW_ARC_PARTS] = {FW_QUOTE_FAIL, FW_QUOTE_DECISION, FW_QUOTE_ACTION,
                                                  FW_QUOTE_LESSON, FW_QUOTE_PRACTICE};
    return a->tally->clauses[FW_PART_FAIL + part] ? fw_quote_find(a, QUOTES[part]) : NOWHERE;
}

static void find_parts(search *s) {
    for (size_t p = 0; p < FW_ARC_PARTS; p++) {
        const fw_analysis *old = s->old->analysis, *next = s->next->analysis;
        const bool was = old->tally->clauses[FW_PART_FAIL + p] > 0,
                   is = next->tally->clauses[FW_PART_FAIL + p] > 0;
        const double more = s->next->score->part[p] - s->old->score->part[p];
        if (is && !was && more > 0) {
            add(s, FW_CHANGE_PART, p, NOWHERE, best_clause(next, p));
        } else if (is && more >= POINTS_TOLD) {
            add(s, FW_CHANGE_POINTS, p, best_clause(old, p), best_clause(next, p));
        }
    }
}

static bool is_told(const fw_quantity *q) {
    return q->role == FW_ROLE_FAILURE_OUTCOME || q->role == FW_ROLE_IMPROVEMENT_OUTCOME ||
           q->role == FW_ROLE_PRACTICE;
}

static bool same_quantity(const fw_quantity *x, const fw_quantity *y) {
    return x->kind == y->kind && fabs(x->value - y->value) <= 1e-9 * (1 + fabs(x->value));
}

static void find_numbers(search *s) {
    const fw_analysis *old = s->old->analysis, *next = s->next->analysis;
    for (uint32_t i = 0; i < next->quantity_count; i++) {
        bool known = !is_told(&next->quantities[i]);
        for (uint32_t j = 0; j < old->quantity_count && !known; j++)
            known = same_quantity(&next->quantities[i], &old->quantities[j]);
        for (uint32_t j = 0; j < i && !known; j++)
            known =
                is_told(&next->quantities[j]) && same_quantity(&next->quantities[i], &next->quantities[j]);
        if (!known) add(s, FW_CHANGE_NUMBER, 0, NOWHERE, next->quantities[i].span);
    }
}

/* Clauses of a part in `next` that `old` has nothing like, or that do something else there. */
static void find_clauses(search *s, fw_part part, fw_change_kind kind) {
    const fw_analysis *a = s->next->analysis;
    for (uint32_t i = 0; i < a->clause_count; i++) {
        const fw_clause *was = partner(s, i);
        if (a->clauses[i].part != part || (was && was->part == part)) continue;
        add(s, kind, 0, was ? clause_span(s->old->analysis, was) : NOWHERE, clause_span(a, &a->clauses[i]));
    }
}

/* A trap that only the other draft walks into. */
static void find_traps(search *s) {
    const uint32_t left = s->old->score->traps & ~s->next->score->traps;
    for (size_t bit = 0; bit < FW_TRAP_COUNT; bit++) {
        if (left >> bit & 1) add(s, FW_CHANGE_TRAP, bit, NOWHERE, NOWHERE);
    }
}

static void find_all(search *s) {
    find_decisions(s);
    find_owned(s);
    find_parts(s);
    find_numbers(s);
    find_clauses(s, FW_PART_IMPR, FW_CHANGE_PRACTICE);
    find_clauses(s, FW_PART_CLOSE, FW_CHANGE_CLOSING);
    find_traps(s);
}

/* ---- both directions ---- */

static fw_pieces pieces_of_clauses(const fw_analysis *a) {
    fw_pieces pieces = {a, calloc((size_t)a->clause_count + 1, sizeof *pieces.list), a->clause_count};
    for (uint32_t i = 0; i < a->clause_count && pieces.list; i++)
        pieces.list[i] = (fw_piece){a->clauses[i].first, a->clauses[i].count};
    return pieces;
}

static fw_code search_both(const fw_draft *before, const fw_draft *after, const int32_t *forward,
                           const int32_t *backward, fw_drafts *out, fw_error *err) {
    search gains = {.old = before, .next = after, .match = forward, .better = true, .out = out};
    find_all(&gains);
    search losses = {.old = after, .next = before, .match = backward, .out = out, .capacity = gains.capacity};
    find_all(&losses);
    return gains.failed || losses.failed ? fw_fail_nomem(err) : FW_OK;
}

fw_code fw_changes_find(const fw_draft *before, const fw_draft *after, fw_drafts *out, fw_error *err) {
    const fw_pieces b = pieces_of_clauses(before->analysis), a = pieces_of_clauses(after->analysis);
    int32_t *forward = calloc(a.count + 1, sizeof *forward);
    int32_t *backward = calloc(b.count + 1, sizeof *backward);
    double *likeness = calloc(a.count + 1, sizeof *likeness);
    const bool good = b.list && a.list && forward && backward && likeness;
    fw_code code = good ? fw_pieces_align(&b, &a, forward, likeness, err) : fw_fail_nomem(err);
    for (size_t i = 0; i < b.count && code == FW_OK; i++) backward[i] = -1;
    for (size_t i = 0; i < a.count && code == FW_OK; i++) {
        if (forward[i] >= 0) backward[forward[i]] = (int32_t)i;
    }
    if (code == FW_OK) code = search_both(before, after, forward, backward, out, err);
    free(b.list);
    free(a.list);
    free(forward);
    free(backward);
    free(likeness);
    return code;
}
