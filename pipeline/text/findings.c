/* findings.c: the statements that a coach would underline. */
#include "text/findings.h"

#include "text/voice.h"

#include <failwise/categories.h>

#include <stdlib.h>

enum { MOST_INSERTED = 64 };

/* Categories whose hits are findings when they stand in one of the parts given (bits). */
enum { AT_FAULT = 1 << FW_PART_DIAG | 1 << FW_PART_FAIL, AFTER = 1 << FW_PART_IMPR, EVERYWHERE = 0xFF };
#define STATEMENTS(X)                                                                                        \
    X(own_admit, DECISION, EVERYWHERE)                                                                       \
    X(own_nominal, DECISION, EVERYWHERE)                                                                     \
    X(counterfactual, DECISION, AT_FAULT)                                                                    \
    X(assumption, DECISION, AT_FAULT)                                                                        \
    X(learn_explicit, LEARNING, EVERYWHERE)                                                                  \
    X(used_evidence, CHANGE, AFTER)                                                                          \
    X(habit, CHANGE, AFTER)                                                                                  \
    X(done_verb, CHANGE, AFTER)                                                                              \
    X(corroboration, CHANGE, AFTER)                                                                          \
    X(closing, CLOSING, 1 << FW_PART_CLOSE)

static const struct {
    uint8_t kind;
    uint8_t parts; /* 0: no statement */
} STATEMENT_OF[FW_CAT_COUNT + 1] = {
#define ROW(cat, kind, parts) [FW_CAT_##cat] = {FW_FINDING_##kind, parts},
    STATEMENTS(ROW)
#undef ROW
};

static bool add(fw_workspace *ws, uint32_t clause, uint32_t first, uint32_t last, fw_finding_kind kind,
                const char *rule) {
    const fw_finding finding = {.span = {ws->tokens.items[first].start, ws->tokens.items[last].end},
                                .rule = rule,
                                .clause = (uint16_t)clause,
                                .kind = (uint8_t)kind};
    return fw_push(&ws->findings, finding);
}

/* Hits and clauses are asked 64 at a time and those that tell are walked over then: which of them do is hard
 * to guess. */
enum { ASKED_AT_ONCE = 64 };
static inline uint32_t asked_now(uint32_t first, uint32_t count) {
    return count - first < ASKED_AT_ONCE ? count - first : ASKED_AT_ONCE;
}

/* Which of up to 64 hits are statements: bit k for hit first + k. */
static uint64_t statements_from(const fw_workspace *ws, uint32_t first) {
    const uint32_t count = asked_now(first, ws->hits.count);
    uint64_t tell = 0;
    for (uint32_t k = 0; k < count; k++) {
        const fw_hit *hit = &ws->hits.items[first + k];
        const uint8_t part = ws->clauses.items[hit->clause].part;
        tell |= (uint64_t)(STATEMENT_OF[hit->cat].parts >> part & !hit->negated) << k;
    }
    return tell;
}

static bool add_statements(fw_workspace *ws) {
    for (uint32_t first = 0; first < ws->hits.count; first += ASKED_AT_ONCE) {
        for (uint64_t left = statements_from(ws, first); left; left &= left - 1) {
            const fw_hit *hit = &ws->hits.items[first + (uint32_t)__builtin_ctzll(left)];
            const uint32_t last = hit->first + hit->count - 1;
            if (!add(ws, hit->clause, hit->first, last, (fw_finding_kind)STATEMENT_OF[hit->cat].kind,
                     fw_cat_name((fw_cat)hit->cat)))
                return false;
        }
    }
    return true;
}

/* Which of up to 64 clauses at fault tell what "I" did or did not: bit k for clause first + k. */
static uint64_t decisions_from(const fw_workspace *ws, uint32_t first) {
    const uint32_t count = asked_now(first, ws->clauses.count);
    uint64_t tell = 0;
    for (uint32_t k = 0; k < count; k++) {
        const fw_clause *c = &ws->clauses.items[first + k];
        const bool at_fault = AT_FAULT >> c->part & 1, verb = ws->parses.items[first + k].verb != FW_NO_TOKEN;
        const bool own_past = (c->subject == FW_SUBJECT_I) & (c->tense == FW_TENSE_PAST);
        tell |= (uint64_t)(at_fault & verb & own_past) << k;
    }
    return tell;
}

/* "I chose", "I never asked": from the subject to the main verb. */
static bool add_decision(fw_workspace *ws, uint32_t i) {
    const fw_parse *p = &ws->parses.items[i];
    const bool negated = (ws->clauses.items[i].flags & FW_CLAUSE_NEGATED) != 0;
    if (!negated && !fw_token_is(ws, p->verb, FW_CAT_decision_verb)) return true;
    if (fw_is_acted_on(ws, i)) return true;
    const char *rule = negated ? "i_not_done" : "i_decision";
    return add(ws, i, p->subject, p->verb, FW_FINDING_DECISION, rule);
}

static bool add_decisions(fw_workspace *ws) {
    for (uint32_t first = 0; first < ws->clauses.count; first += ASKED_AT_ONCE) {
        for (uint64_t left = decisions_from(ws, first); left; left &= left - 1) {
            if (!add_decision(ws, first + (uint32_t)__builtin_ctzll(left))) return false;
        }
    }
    return true;
}

static int by_place(const void *a, const void *b) {
    const fw_finding *x = a;
    const fw_finding *y = b;
    if (x->span.start != y->span.start) return x->span.start < y->span.start ? -1 : 1;
    if (x->kind != y->kind) return x->kind < y->kind ? -1 : 1;
    return (x->span.end > y->span.end) - (x->span.end < y->span.end);
}

/* What findings are sorted by, as one number: start, kind and end; answers are below 16 MiB. In its last bits
 * the finding's index. */
enum { INDEX_BITS = 8, KIND_SHIFT = 32, START_SHIFT = 40 };
static_assert(MOST_INSERTED <= 1 << INDEX_BITS, "an index fits");
static uint64_t key_of(const fw_finding *finding, uint32_t index) {
    return (uint64_t)finding->span.start << START_SHIFT | (uint64_t)finding->kind << KIND_SHIFT |
           (uint64_t)finding->span.end << INDEX_BITS | index;
}

/* An answer has a handful of findings, in few runs that are sorted already: insertion beats a general sort,
 * and moving keys beats moving findings. */
static void sort_findings(fw_finding *items, uint32_t count) {
    uint64_t keys[MOST_INSERTED];
    fw_finding unsorted[MOST_INSERTED];
    if (count > MOST_INSERTED) {
        qsort(items, count, sizeof *items, by_place);
        return;
    }
    for (uint32_t i = 0; i < count; i++) {
        const uint64_t key = key_of(&items[i], i);
        uint32_t k = i;
        for (; k > 0 && keys[k - 1] > key; k--) keys[k] = keys[k - 1];
        keys[k] = key;
        unsorted[i] = items[i];
    }
    for (uint32_t i = 0; i < count; i++) items[i] = unsorted[keys[i] & ((1U << INDEX_BITS) - 1)];
}

bool fw_find_statements(fw_workspace *ws) {
    if (!add_statements(ws) || !add_decisions(ws)) return false;
    sort_findings(ws->findings.items, ws->findings.count);
    return true;
}
