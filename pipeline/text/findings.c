/* findings.c: the statements that a coach would underline. */
#include "text/findings.h"

#include "text/voice.h"

#include <failwise/categories.h>

#include <stdlib.h>

enum { MOST_INSERTED = 64 };

/* Categories whose hits are findings when they stand in one of the parts given (bits; 0 = anywhere). */
enum { AT_FAULT = 1 << FW_PART_DIAG | 1 << FW_PART_FAIL, AFTER = 1 << FW_PART_IMPR };
#define STATEMENTS(X)                                                                                        \
    X(own_admit, DECISION, 0)                                                                                \
    X(own_nominal, DECISION, 0)                                                                              \
    X(counterfactual, DECISION, AT_FAULT)                                                                    \
    X(assumption, DECISION, AT_FAULT)                                                                        \
    X(learn_explicit, LEARNING, 0)                                                                           \
    X(used_evidence, CHANGE, AFTER)                                                                          \
    X(habit, CHANGE, AFTER)                                                                                  \
    X(done_verb, CHANGE, AFTER)                                                                              \
    X(corroboration, CHANGE, AFTER)                                                                          \
    X(closing, CLOSING, 1 << FW_PART_CLOSE)

static const struct {
    bool listed;
    fw_finding_kind kind;
    uint32_t parts;
} STATEMENT_OF[FW_CAT_COUNT + 1] = {
#define ROW(cat, kind, parts) [FW_CAT_##cat] = {true, FW_FINDING_##kind, parts},
    STATEMENTS(ROW)
#undef ROW
};

/* They as a set: most clauses have none of them. */
#define LOW(cat, kind, parts)  | (FW_CAT_##cat < 64 ? 1ULL << (FW_CAT_##cat % 64) : 0)
#define HIGH(cat, kind, parts) | (FW_CAT_##cat < 64 ? 0 : 1ULL << (FW_CAT_##cat % 64))
static const uint64_t LISTED[KNOWN_WORDS] = {0 STATEMENTS(LOW), 0 STATEMENTS(HIGH)};
#undef LOW
#undef HIGH

static bool add(fw_workspace *ws, uint32_t clause, uint32_t first, uint32_t last, fw_finding_kind kind,
                const char *rule) {
    const fw_finding finding = {.span = {ws->tokens.items[first].start, ws->tokens.items[last].end},
                                .rule = rule,
                                .clause = (uint16_t)clause,
                                .kind = (uint8_t)kind};
    return fw_push(&ws->findings, finding);
}

static bool add_clause_statements(fw_workspace *ws, uint32_t clause) {
    for (uint32_t h = ws->first_hit.items[clause]; h < ws->first_hit.items[clause + 1]; h++) {
        const fw_hit *hit = &ws->hits.items[h];
        if (!STATEMENT_OF[hit->cat].listed || hit->negated) continue;
        const uint32_t part = ws->clauses.items[hit->clause].part;
        const uint32_t parts = STATEMENT_OF[hit->cat].parts;
        if (parts && !(parts >> part & 1)) continue;
        const uint32_t last = hit->first + hit->count - 1;
        if (!add(ws, hit->clause, hit->first, last, STATEMENT_OF[hit->cat].kind,
                 fw_cat_name((fw_cat)hit->cat)))
            return false;
    }
    return true;
}

/* True when a hit of the clause may be a statement. */
static bool may_state(const fw_workspace *ws, uint32_t clause) {
    const uint64_t *live = ws->hit_sets.items[clause].live;
    static_assert(KNOWN_WORDS == 2, "both are asked");
    return ((live[0] & LISTED[0]) | (live[1] & LISTED[1])) != 0;
}

/* "I chose", "I never asked": from the subject to the main verb. */
static bool add_decision(fw_workspace *ws, uint32_t clause) {
    const fw_clause *c = &ws->clauses.items[clause];
    const fw_parse *p = &ws->parses.items[clause];
    if ((c->subject != FW_SUBJECT_I) | (c->tense != FW_TENSE_PAST) | (p->verb == FW_NO_TOKEN)) return true;
    if ((c->part != FW_PART_FAIL && c->part != FW_PART_DIAG) || fw_is_acted_on(ws, clause)) return true;
    const bool negated = (c->flags & FW_CLAUSE_NEGATED) != 0;
    if (!negated && !fw_token_is(ws, p->verb, FW_CAT_decision_verb)) return true;
    return add(ws, clause, p->subject, p->verb, FW_FINDING_DECISION, negated ? "i_not_done" : "i_decision");
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
    for (uint32_t c = 0; c < ws->clauses.count; c++) {
        if (may_state(ws, c) && !add_clause_statements(ws, c)) return false;
        if (!add_decision(ws, c)) return false;
    }
    sort_findings(ws->findings.items, ws->findings.count);
    return true;
}
