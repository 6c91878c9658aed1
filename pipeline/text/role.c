/* role.c: what each quantity says in the story: outcome of the failure, of the improvement, cause, practice
 * or context. */
#include "text/quantity.h"

#include "text/quantity_scan.h"

/* What is known of a quantity and its clause when its role is decided. */
enum {
    SAYS_LOSS = 1,
    SAYS_GAIN = 2,
    SAYS_HABIT = 4,
    SAYS_SETTING = 8,
    IS_DELTA = 16,
    IS_PAST = 32,
    IS_PRESENT = 64,
    IS_AHEAD = 128, /* future or modal */
    AFTER_FAIL = 256,
    AFTER_ACT = 512,
    IS_MINIMUM = 1024, /* "at least", "over" */
    IS_DURATION = 2048
};

#define PART(name) (1u << FW_PART_##name)
static const uint32_t AFTERMATH = PART(LEARN) | PART(IMPR) | PART(CLOSE);
static const uint32_t ANY_PART = (1u << FW_PART_COUNT) - 1;

/*
 * The first row that fits decides: the clause is one of `parts`, all of `needs` hold and none of `bars`.
 * Rules follow what such clauses do: a standing rule is in the present and says every, at least, must; what
 * was lost stands with words of loss; numbers in a diagnosis are what the decision went by; a result after
 * the response stands with words of gain or a change.
 */
static const struct {
    uint32_t parts;
    uint32_t needs;
    uint32_t bars;
    fw_role role;
} RULES[] = {{ANY_PART, SAYS_HABIT | IS_PRESENT, IS_DELTA | SAYS_SETTING, FW_ROLE_PRACTICE},
             {AFTERMATH, SAYS_HABIT, IS_DELTA | IS_PAST, FW_ROLE_PRACTICE},
             {AFTERMATH, IS_MINIMUM, IS_DELTA | IS_PAST | SAYS_GAIN, FW_ROLE_PRACTICE},
             {PART(LEARN) | PART(CLOSE), IS_AHEAD, IS_DELTA, FW_ROLE_PRACTICE},
             {PART(IMPR), IS_AHEAD, IS_DELTA | SAYS_GAIN, FW_ROLE_PRACTICE},
             {PART(IMPR), SAYS_SETTING, IS_DELTA | SAYS_GAIN | SAYS_LOSS, FW_ROLE_CONTEXT},
             {PART(IMPR), 0, 0, FW_ROLE_IMPROVEMENT_OUTCOME},
             {PART(FAIL), SAYS_SETTING, IS_DELTA | SAYS_LOSS, FW_ROLE_CONTEXT},
             {PART(FAIL), IS_AHEAD, IS_DELTA | SAYS_LOSS, FW_ROLE_CAUSE},
             {PART(FAIL), 0, 0, FW_ROLE_FAILURE_OUTCOME},
             {PART(DIAG), SAYS_LOSS, SAYS_SETTING | IS_AHEAD, FW_ROLE_FAILURE_OUTCOME},
             {PART(DIAG), 0, 0, FW_ROLE_CAUSE},
             {PART(ACT), SAYS_GAIN | AFTER_FAIL, 0, FW_ROLE_IMPROVEMENT_OUTCOME},
             {PART(ACT), IS_DELTA | AFTER_FAIL, SAYS_LOSS, FW_ROLE_IMPROVEMENT_OUTCOME},
             {PART(ACT), SAYS_LOSS, SAYS_SETTING, FW_ROLE_FAILURE_OUTCOME},
             {PART(ACT), 0, 0, FW_ROLE_CONTEXT},
             {PART(LEARN), SAYS_LOSS | IS_PAST, 0, FW_ROLE_FAILURE_OUTCOME},
             {PART(LEARN), IS_PRESENT, IS_DELTA, FW_ROLE_PRACTICE},
             {PART(CLOSE), SAYS_GAIN, SAYS_HABIT, FW_ROLE_IMPROVEMENT_OUTCOME},
             {PART(CONTEXT) | PART(OTHER), AFTER_ACT | SAYS_GAIN, SAYS_LOSS | SAYS_SETTING,
              FW_ROLE_IMPROVEMENT_OUTCOME},
             {PART(CONTEXT) | PART(OTHER), AFTER_ACT | IS_DELTA, SAYS_LOSS, FW_ROLE_IMPROVEMENT_OUTCOME},
             {PART(CONTEXT) | PART(OTHER), SAYS_LOSS | AFTER_FAIL, SAYS_SETTING, FW_ROLE_FAILURE_OUTCOME},
             {PART(CONTEXT) | PART(OTHER), IS_DELTA | AFTER_FAIL, SAYS_SETTING, FW_ROLE_FAILURE_OUTCOME},
             {ANY_PART, 0, 0, FW_ROLE_CONTEXT}};

enum { WORDS_NEAR = 8, SETTING_BEFORE = 4, SETTING_AFTER = 2, DIRECTION_BEFORE = 5, DIRECTION_AFTER = 2 };

/* Tokens around a quantity, inside its clause. */
typedef struct {
    uint32_t from, first, next, to; /* [from, first) before it, [next, to) behind it */
} neighbourhood;

static neighbourhood around(const fw_clause *clause, const fw_quantity *q, uint32_t before, uint32_t behind) {
    const uint32_t start = clause->first, end = clause->first + clause->count;
    neighbourhood n = {q->first, q->first, q->first + q->count, q->first + q->count};
    n.from = q->first > start + before ? q->first - before : start < q->first ? start : q->first;
    if (n.to < end) n.to = end - n.to > behind ? n.to + behind : end;
    return n;
}

/* The classes of all words around, one over the other: vocabularies are single bits of a class. */
static uint32_t classes_in(const fw_scan *s, neighbourhood n) {
    uint32_t all = 0;
    for (uint32_t i = n.from; i < n.first; i++) all |= fw_scan_word(s, i)->number_class;
    for (uint32_t i = n.next; i < n.to; i++) all |= fw_scan_word(s, i)->number_class;
    return all;
}

static uint32_t tense_facts(const fw_clause *clause) {
    switch (clause->tense) {
    case FW_TENSE_PAST:
        return IS_PAST;
    case FW_TENSE_PRESENT:
        return IS_PRESENT;
    case FW_TENSE_FUTURE:
    case FW_TENSE_MODAL:
        return IS_AHEAD;
    default:
        return 0;
    }
}

static uint32_t facts_of(const fw_scan *s, const fw_clause *clause, const fw_quantity *q, uint32_t before) {
    const uint32_t near = classes_in(s, around(clause, q, WORDS_NEAR, WORDS_NEAR));
    const uint32_t close = classes_in(s, around(clause, q, SETTING_BEFORE, SETTING_AFTER));
    uint32_t facts = before | tense_facts(clause);
    if (fw_class_in(near, FW_VOCABULARY_LOSS)) facts |= SAYS_LOSS;
    if (fw_class_in(near, FW_VOCABULARY_GAIN)) facts |= SAYS_GAIN;
    if (fw_class_in(near, FW_VOCABULARY_HABIT)) facts |= SAYS_HABIT;
    if (fw_class_in(close, FW_VOCABULARY_SETTING)) facts |= SAYS_SETTING;
    if (q->is_delta) facts |= IS_DELTA;
    if (q->bound > 0) facts |= IS_MINIMUM;
    if (q->kind == FW_KIND_DURATION) facts |= IS_DURATION;
    return facts;
}

static fw_role role_of(fw_part part, uint32_t facts) {
    for (size_t r = 0; r < sizeof RULES / sizeof RULES[0]; r++) {
        if (RULES[r].parts >> part & 1 && (facts & RULES[r].needs) == RULES[r].needs &&
            !(facts & RULES[r].bars))
            return RULES[r].role;
    }
    return FW_ROLE_CONTEXT;
}

/* The nearest word of change before the quantity, else right behind it. */
static int8_t direction_near(const fw_scan *s, const fw_clause *clause, const fw_quantity *q) {
    const uint64_t changes = FW_W(CHANGE) | FW_W(COMPARE);
    const neighbourhood n = around(clause, q, DIRECTION_BEFORE, DIRECTION_AFTER);
    for (uint32_t i = n.first; i-- > n.from;) {
        if (fw_scan_has(s, i, changes))
            return fw_scan_has(s, i, FW_W(UP)) ? 1 : fw_scan_has(s, i, FW_W(DOWN)) ? -1 : 0;
    }
    for (uint32_t i = n.next; i < n.to; i++) {
        if (fw_scan_has(s, i, changes))
            return fw_scan_has(s, i, FW_W(UP)) ? 1 : fw_scan_has(s, i, FW_W(DOWN)) ? -1 : 0;
    }
    return 0;
}

static bool is_outcome(uint8_t role) {
    return role == FW_ROLE_FAILURE_OUTCOME || role == FW_ROLE_IMPROVEMENT_OUTCOME;
}

void fw_quantities_assign_roles(fw_workspace *ws) {
    const fw_scan s = fw_scan_of(ws);
    uint32_t before = 0, passed = 0;
    for (uint32_t k = 0; k < ws->quantities.count; k++) {
        fw_quantity *q = &ws->quantities.items[k];
        q->clause = ws->tokens.items[q->first].clause;
        q->role = FW_ROLE_NONE;
        if (q->clause >= ws->clauses.count) continue;
        for (; passed < q->clause; passed++) {
            const uint8_t part = ws->clauses.items[passed].part;
            if (part == FW_PART_FAIL) before |= AFTER_FAIL;
            /* a story that has reached its lesson has told its response, labelled or not */
            if (part == FW_PART_ACT || part == FW_PART_LEARN || part == FW_PART_IMPR) before |= AFTER_ACT;
        }
        if (!fw_kind_is_outcome((fw_quantity_kind)q->kind)) continue;
        fw_clause *clause = &ws->clauses.items[q->clause];
        q->role = (uint8_t)role_of((fw_part)clause->part, facts_of(&s, clause, q, before));
        if (!q->direction) q->direction = direction_near(&s, clause, q);
        if (is_outcome(q->role)) clause->flags |= FW_CLAUSE_HAS_OUTCOME_QUANTITY;
    }
}
