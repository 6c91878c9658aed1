/* role.c: what each quantity says in the story: outcome of the failure, of the improvement, cause, practice
 * or context. */
#include "text/role.h"

#include "text/quantity.h"
#include "text/quantity_number.h"
#include "text/word_lists.h"

#include <math.h>

/* Up to three facts as a set; NO is none. */
#define NO         FW_ROLE_FACT_COUNT
#define LOW(fact)  ((fact) < 64 ? UINT64_C(1) << ((fact) % 64) : 0)
#define HIGH(fact) ((fact) >= 64 && (fact) < NO ? UINT64_C(1) << ((fact) % 64) : 0)
#define SET(a, b, c)                                                                                         \
    {                                                                                                        \
        { LOW(a) | LOW(b) | LOW(c), HIGH(a) | HIGH(b) | HIGH(c) }                                            \
    }
#define FACT(name) FW_FACT_##name

/*
 * What the language settles before points are counted; the first row that fits decides. Every fact of `all`
 * must hold, one of `any` if there are some, none of `none`.
 */
static const struct {
    fw_role role;
    fw_role_facts all, any, none;
} RULES[] = {
    /* a standing rule and its bound: "every deal over $50k goes through review", "waits two days" */
    {FW_ROLE_PRACTICE, SET(FACT(says_habit), FACT(present), NO), SET(FACT(duration), FACT(money), NO),
     SET(FACT(delta), FACT(says_setting), FACT(part_fail))},
    {FW_ROLE_PRACTICE, SET(FACT(at_least), NO, NO), SET(FACT(part_learn), FACT(part_impr), FACT(part_close)),
     SET(FACT(past), FACT(delta), NO)},
    /* a change measured behind the response */
    {FW_ROLE_IMPROVEMENT_OUTCOME, SET(FACT(part_impr), FACT(delta), NO), SET(NO, NO, NO), SET(NO, NO, NO)},
    {FW_ROLE_IMPROVEMENT_OUTCOME, SET(FACT(delta), FACT(after_fail), FACT(after_act)), SET(NO, NO, NO),
     SET(FACT(says_loss), FACT(part_fail), FACT(part_diag))},
    /* who there was: "a team of 12 engineers" */
    {FW_ROLE_CONTEXT, SET(FACT(people), FACT(says_setting), FACT(behind_of)), SET(NO, NO, NO),
     SET(FACT(says_loss), FACT(part_diag), FACT(part_impr))},
    /* what was lost: "we had lost 12 customers", "it cost us $40k" */
    {FW_ROLE_FAILURE_OUTCOME, SET(FACT(loss_then), NO, NO), SET(FACT(fell), FACT(money), NO),
     SET(FACT(part_impr), FACT(says_setting), NO)},
};

static bool shares(const fw_role_facts *a, const fw_role_facts *b) {
    return (a->bits[0] & b->bits[0]) | (a->bits[1] & b->bits[1]);
}
static bool covers(const fw_role_facts *a, const fw_role_facts *b) {
    return ((b->bits[0] & ~a->bits[0]) | (b->bits[1] & ~a->bits[1])) == 0;
}
static bool is_empty(const fw_role_facts *a) { return (a->bits[0] | a->bits[1]) == 0; }

/* A row of weights, as one number. */
typedef int16_t role_points __attribute__((vector_size(FW_ROLE_COLUMNS * sizeof(int16_t))));

/* The role with the most points; among equals the first. A fact adds its points to every role. */
static fw_role role_of(const fw_role_facts *facts) {
    for (size_t r = 0; r < sizeof RULES / sizeof RULES[0]; r++) {
        if (covers(facts, &RULES[r].all) && !shares(facts, &RULES[r].none) &&
            (is_empty(&RULES[r].any) || shares(facts, &RULES[r].any)))
            return RULES[r].role;
    }
    role_points sum, row;
    memcpy(&sum, fw_role_base, sizeof sum);
    for (uint32_t half = 0; half < 2; half++) {
        for (uint64_t left = facts->bits[half]; left; left &= left - 1) {
            memcpy(&row, fw_role_weights[half * 64 + (uint32_t)__builtin_ctzll(left)], sizeof row);
            sum += row;
        }
    }
    int16_t points[FW_ROLE_COLUMNS];
    memcpy(points, &sum, sizeof points);
    int best = FW_ROLE_FAILURE_OUTCOME;
    for (int r = best + 1; r < FW_ROLE_COUNT; r++) {
        if (points[r] > points[best]) best = r;
    }
    return (fw_role)best;
}

enum { DIRECTION_BEFORE = 5, DIRECTION_AFTER = 2 };

static int8_t sign_of(double difference) { return (int8_t)((difference > 0) - (difference < 0)); }

/* "three days, not nine", "60 instead of 140", "29 against 24": against what the quantity is held. */
static int8_t direction_against(const fw_scan *s, const fw_quantity *q) {
    uint32_t at = q->first + q->count;
    fw_number other;
    if (fw_scan_ends(s, at)) return 0;
    const bool two_words = (fw_scan_is(s, at, ",") && fw_scan_is(s, at + 1, "not")) ||
                           (fw_scan_is(s, at, "instead") && fw_scan_is(s, at + 1, "of"));
    if (two_words)
        at += 2;
    else if (fw_scan_is(s, at, "against") || fw_scan_is(s, at, "versus") || fw_scan_is(s, at, "vs"))
        at++;
    else
        return 0;
    if (fw_scan_has(s, at, FW_W(OWNER))) at++;
    return fw_number_parse(s, at, true, &other) && !other.unit ? sign_of(q->value - other.value) : 0;
}

/* "£74,000 under plan", "340 over budget", "3,100 orders gone". How late says how long, not where to. */
static int8_t direction_of_miss(const fw_scan *s, const fw_quantity *q) {
    const uint32_t next = q->first + q->count;
    if (fw_scan_ends(s, next)) return 0;
    const fw_word *word = fw_scan_word(s, next);
    if (fw_word_in(word, FW_LIST_FALLS_SHORT)) return -1;
    if (fw_word_in(word, FW_LIST_GOES_BEYOND)) return 1;
    return 0;
}

/* A word that tells where something went. */
static int8_t direction_at(const fw_scan *s, uint32_t i) {
    if (!fw_scan_has(s, i, FW_W(CHANGE) | FW_W(COMPARE))) return 0;
    return fw_scan_has(s, i, FW_W(UP)) ? 1 : fw_scan_has(s, i, FW_W(DOWN)) ? -1 : 0;
}

/* Whether the word measures how much is lost: lost customers are fewer, while lost money and time, and what
 * was missed, are a size that went nowhere. */
static bool sizes_loss(const fw_scan *s, uint32_t i, const fw_quantity *q) {
    if (!fw_scan_in(s, i, FW_VOCABULARY_LOSS)) return false; /* which all of these are */
    const fw_word *word = fw_scan_word(s, i);
    const bool sized = q->kind == FW_KIND_MONEY || q->kind == FW_KIND_DURATION;
    return fw_word_in(word, FW_LIST_SIZED_LOSS) || (sized && fw_word_in(word, FW_LIST_LOST));
}

/* What it is held against or missed; else the nearest word of change before it, or right behind. How long
 * something was down or fell tells nothing of the time. */
static int8_t direction_near(const fw_scan *s, const fw_clause *clause, const fw_quantity *q) {
    const uint32_t start = clause->first, end = clause->first + clause->count, next = q->first + q->count;
    const int8_t against = direction_against(s, q), miss = direction_of_miss(s, q);
    if (against || miss) return against ? against : miss;
    if (q->kind == FW_KIND_DURATION) return 0;
    for (uint32_t i = q->first; i > start && i + DIRECTION_BEFORE > q->first;) {
        i--;
        if (sizes_loss(s, i, q)) return 0;
        const int8_t direction = direction_at(s, i);
        if (direction) return direction;
    }
    for (uint32_t i = next; i < end && i < next + DIRECTION_AFTER; i++) {
        if (sizes_loss(s, i, q)) return 0;
        const int8_t direction = direction_at(s, i);
        if (direction) return direction;
    }
    return 0;
}

/* "lost £600", "a loss of 12,000": the word of change that the quantity hangs on is a loss. */
static bool is_lost(const fw_scan *s, const fw_quantity *q) {
    enum { NEAR = 3 };
    const uint32_t next = q->first + q->count;
    for (uint32_t i = q->first; i > 0 && i + NEAR > q->first && !fw_scan_ends(s, i);) {
        if (sizes_loss(s, --i, q)) return !isfinite(q->from);
    }
    return !fw_scan_ends(s, next) && sizes_loss(s, next, q);
}

static bool is_outcome(uint8_t role) {
    return role == FW_ROLE_FAILURE_OUTCOME || role == FW_ROLE_IMPROVEMENT_OUTCOME;
}

void fw_quantities_assign_roles(fw_workspace *ws) {
    const fw_scan s = fw_scan_of(ws);
    if (!ws->quantities.count) return;
    fw_role_ground ground = fw_role_ground_of(&s, fw_role_story_of(ws));
    for (uint32_t k = 0; k < ws->quantities.count; k++) {
        fw_quantity *q = &ws->quantities.items[k];
        q->clause = ws->tokens.items[q->first].clause;
        q->role = FW_ROLE_NONE;
        if (q->clause >= ws->clauses.count) continue;
        if (!fw_kind_is_outcome((fw_quantity_kind)q->kind)) continue;
        fw_clause *clause = &ws->clauses.items[q->clause];
        if (!q->direction || is_lost(&s, q)) q->direction = direction_near(&s, clause, q);
        fw_role_facts facts;
        fw_role_facts_of(&ground, q, &facts);
        q->role = (uint8_t)role_of(&facts);
        if (is_outcome(q->role)) clause->flags |= FW_CLAUSE_HAS_OUTCOME_QUANTITY;
    }
}
