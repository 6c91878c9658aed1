/* quantity.c: quantified outcomes, stakes and scope. */
#include "extract/compute.h"

#include "base/seniority.h"

#include <math.h>
#include <string.h>

/* Asked without a branch: which role comes next is anybody's guess. */
static inline bool is_outcome(const fw_quantity *q) {
    enum { OUTCOMES = 1 << FW_ROLE_FAILURE_OUTCOME | 1 << FW_ROLE_IMPROVEMENT_OUTCOME };
    return OUTCOMES >> q->role & 1;
}

static inline bool is_outcome_of(const fw_quantity *q, fw_quantity_kind kind) {
    const bool outcome = is_outcome(q);
    return outcome & (q->kind == kind);
}

static inline double larger(double a, double b) { return a > b ? a : b; }

double fw_feature_out_fail(const fw_analysis *a) { return fw_role_count(a, FW_ROLE_FAILURE_OUTCOME); }
double fw_feature_out_impr(const fw_analysis *a) { return fw_role_count(a, FW_ROLE_IMPROVEMENT_OUTCOME); }

double fw_feature_out_kinds(const fw_analysis *a) {
    unsigned kinds = 0;
    for (uint32_t i = 0; i < a->quantity_count; i++) {
        const fw_quantity *q = &a->quantities[i];
        const bool counted = (q->kind == FW_KIND_COUNT) & (q->unit[0] == 'p');
        const bool people = counted && strcmp(q->unit, "person") == 0; /* people and items differ */
        kinds |= (unsigned)is_outcome(q) << (people ? FW_KIND_COUNT_OF : q->kind);
    }
    return __builtin_popcount(kinds);
}

double fw_feature_out_delta(const fw_analysis *a) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < a->quantity_count; i++) {
        const bool outcome = is_outcome(&a->quantities[i]), delta = a->quantities[i].is_delta;
        count += outcome & delta;
    }
    return count;
}

double fw_feature_out_money(const fw_analysis *a) {
    double largest = 0;
    for (uint32_t i = 0; i < a->quantity_count; i++) {
        const fw_quantity *q = &a->quantities[i];
        largest = larger(is_outcome_of(q, FW_KIND_MONEY) ? q->value : 0, largest);
    }
    return log10(1 + largest);
}

static double days_of(const fw_quantity *q) {
    static const struct {
        const char *unit;
        double days;
    } UNITS[] = {{"millisecond", 1 / 86400e3},
                 {"second", 1 / 86400.0},
                 {"minute", 1 / 1440.0},
                 {"hour", 1 / 24.0},
                 {"day", 1},
                 {"week", 7},
                 {"fortnight", 14},
                 {"month", 30.4375},
                 {"quarter", 91.3125},
                 {"year", 365.25},
                 {"decade", 3652.5}};
    for (size_t i = 0; i < sizeof UNITS / sizeof UNITS[0]; i++) {
        if (q->unit[0] == UNITS[i].unit[0] && strcmp(q->unit, UNITS[i].unit) == 0)
            return q->value * UNITS[i].days;
    }
    return 0;
}

double fw_feature_out_time(const fw_analysis *a) {
    double longest = 0;
    for (uint32_t i = 0; i < a->quantity_count; i++) {
        const fw_quantity *q = &a->quantities[i];
        if (is_outcome_of(q, FW_KIND_DURATION)) longest = larger(days_of(q), longest);
    }
    return log10(1 + longest);
}

double fw_feature_num_other(const fw_analysis *a) {
    return fw_role_count(a, FW_ROLE_CAUSE) + fw_role_count(a, FW_ROLE_PRACTICE) +
           fw_role_count(a, FW_ROLE_CONTEXT);
}

static bool has_quantity(const fw_analysis *a, uint32_t clause) {
    return clause < a->clause_count && (a->clauses[clause].flags & FW_CLAUSE_HAS_OUTCOME_QUANTITY);
}

double fw_feature_vague_outcome(const fw_analysis *a) {
    uint32_t count = 0;
    if (!a->tally->hits[FW_CAT_vague_outcome][FW_PART_FAIL]) return 0; /* in most answers */
    for (uint32_t h = 0; h < a->hit_count; h++) {
        const fw_hit *hit = &a->hits[h];
        if (hit->cat != FW_CAT_vague_outcome || hit->negated || a->clauses[hit->clause].part != FW_PART_FAIL)
            continue;
        const uint32_t c = hit->clause;
        count += !has_quantity(a, c) && !has_quantity(a, c + 1) && !(c > 0 && has_quantity(a, c - 1));
    }
    return count;
}

double fw_feature_stakes(const fw_analysis *a) {
    return log10(1 + fw_hits_in(a, FW_CAT_stakes, FW_ANYWHERE) +
                 fw_hits_in(a, FW_CAT_consequence, FW_ANYWHERE));
}

/* The scope an answer shows: 0 none, 1 own task, 2 team or timeline, 3 strategy. */
static double scope_shown(const fw_analysis *a) {
    if (fw_hits_in(a, FW_CAT_scope_strategy, FW_ANYWHERE) >= 2) return 3;
    if (fw_hits_in(a, FW_CAT_scope_team, FW_ANYWHERE) > 0 ||
        fw_hits_in(a, FW_CAT_scope_strategy, FW_ANYWHERE) > 0)
        return 2;
    return fw_hits_in(a, FW_CAT_scope_task, FW_ANYWHERE) > 0;
}

double fw_feature_level_gap(const fw_analysis *a) {
    static const double REQUIRED[FW_SENIORITIES] = {1, 1, 2, 2, 2};
    const int level = fw_seniority_of(a->facts.level);
    return level < 0 ? 0 : fmax(0, REQUIRED[level] - scope_shown(a));
}
