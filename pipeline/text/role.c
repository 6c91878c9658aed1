/* role.c: what each quantity says in the story: outcome of the failure, of the improvement, cause, practice
 * or context. */
#include "text/role.h"

#include "text/quantity.h"

/*
 * What the language settles before points are counted; the first row that fits decides. Every fact of `all`
 * and one of `any` must hold, none of `none`.
 */
enum { RULE_FACTS = 4 };
static const struct {
    fw_role role;
    uint8_t all[RULE_FACTS], any[RULE_FACTS], none[RULE_FACTS]; /* fw_role_fact; 0 ends a list */
} RULES[] = {
    /* a standing rule: "every pull request waits two days", "at least two weeks", "I would plan ..." */
    {FW_ROLE_PRACTICE, {FW_FACT_says_habit, FW_FACT_present}, {0}, {FW_FACT_delta, FW_FACT_says_setting}},
    {FW_ROLE_PRACTICE,
     {FW_FACT_at_least},
     {FW_FACT_part_learn, FW_FACT_part_impr, FW_FACT_part_close},
     {FW_FACT_past, FW_FACT_delta}},
    {FW_ROLE_PRACTICE,
     {FW_FACT_ahead},
     {FW_FACT_part_learn, FW_FACT_part_impr, FW_FACT_part_close},
     {FW_FACT_delta, FW_FACT_says_gain}},
    /* a change measured behind the response */
    {FW_ROLE_IMPROVEMENT_OUTCOME, {FW_FACT_part_impr, FW_FACT_delta}, {0}, {0}},
    {FW_ROLE_IMPROVEMENT_OUTCOME,
     {FW_FACT_delta, FW_FACT_after_fail, FW_FACT_after_act},
     {FW_FACT_part_context, FW_FACT_part_act, FW_FACT_part_learn, FW_FACT_part_other},
     {FW_FACT_says_loss}},
    /* what was lost: "we had lost 12 customers", "it cost us $40k" */
    {FW_ROLE_FAILURE_OUTCOME,
     {FW_FACT_loss_then},
     {FW_FACT_fell, FW_FACT_money, FW_FACT_people},
     {FW_FACT_part_impr, FW_FACT_says_setting}},
    /* what the decision went by: "I had tested it on 12 customers" */
    {FW_ROLE_CAUSE, {FW_FACT_part_diag}, {0}, {FW_FACT_says_loss, FW_FACT_says_setting}},
};

static bool rule_fits(size_t r, const fw_role_facts *facts) {
    bool any = RULES[r].any[0] == 0;
    for (size_t k = 0; k < RULE_FACTS; k++) {
        if (RULES[r].all[k] && !fw_role_fact_holds(facts, (fw_role_fact)RULES[r].all[k])) return false;
        if (RULES[r].none[k] && fw_role_fact_holds(facts, (fw_role_fact)RULES[r].none[k])) return false;
        any = any || (RULES[r].any[k] && fw_role_fact_holds(facts, (fw_role_fact)RULES[r].any[k]));
    }
    return any;
}

/* The role with the most points; among equals the first. A fact adds its points to every role. */
static fw_role role_of(const fw_role_facts *facts) {
    for (size_t r = 0; r < sizeof RULES / sizeof RULES[0]; r++) {
        if (rule_fits(r, facts)) return RULES[r].role;
    }
    int points[FW_ROLE_COUNT];
    for (size_t r = 0; r < FW_ROLE_COUNT; r++) points[r] = fw_role_base[r];
    for (size_t half = 0; half < 2; half++) {
        for (uint64_t left = facts->bits[half]; left; left &= left - 1) {
            const int16_t *row = fw_role_weights[half * 64 + (size_t)__builtin_ctzll(left)];
            for (size_t r = 0; r < FW_ROLE_COUNT; r++) points[r] += row[r];
        }
    }
    int best = FW_ROLE_FAILURE_OUTCOME;
    for (int r = best + 1; r < FW_ROLE_COUNT; r++) {
        if (points[r] > points[best]) best = r;
    }
    return (fw_role)best;
}

enum { DIRECTION_BEFORE = 5, DIRECTION_AFTER = 2 };

/* The nearest word of change before the quantity, else right behind it. */
static int8_t direction_near(const fw_scan *s, const fw_clause *clause, const fw_quantity *q) {
    const uint64_t changes = FW_W(CHANGE) | FW_W(COMPARE);
    const uint32_t start = clause->first, end = clause->first + clause->count, next = q->first + q->count;
    for (uint32_t i = q->first; i > start && i + DIRECTION_BEFORE > q->first;) {
        i--;
        if (fw_scan_has(s, i, changes))
            return fw_scan_has(s, i, FW_W(UP)) ? 1 : fw_scan_has(s, i, FW_W(DOWN)) ? -1 : 0;
    }
    for (uint32_t i = next; i < end && i < next + DIRECTION_AFTER; i++) {
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
    fw_role_story before = {0};
    uint32_t passed = 0;
    for (uint32_t k = 0; k < ws->quantities.count; k++) {
        fw_quantity *q = &ws->quantities.items[k];
        q->clause = ws->tokens.items[q->first].clause;
        q->role = FW_ROLE_NONE;
        if (q->clause >= ws->clauses.count) continue;
        for (; passed < q->clause; passed++) fw_role_story_pass(ws, passed, &before);
        if (!fw_kind_is_outcome((fw_quantity_kind)q->kind)) continue;
        fw_clause *clause = &ws->clauses.items[q->clause];
        if (!q->direction) q->direction = direction_near(&s, clause, q);
        fw_role_facts facts;
        fw_role_facts_of(&s, q, &before, &facts);
        q->role = (uint8_t)role_of(&facts);
        if (is_outcome(q->role)) clause->flags |= FW_CLAUSE_HAS_OUTCOME_QUANTITY;
    }
}
