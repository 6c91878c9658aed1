/* second_look.c: phrases worth another look: where nobody acts, what fits any failure, fillers and hedges. */
#include <failwise/coach.h>

enum { NOBODY_MOST = FW_SECOND_LOOKS - 1, HEARD_PER_100 = 3 };

/* What a coach asks where nobody acts. */
static const char *const QUESTIONS[FW_FINDING_KIND_COUNT] = {
    [FW_FINDING_PASSIVE] = "by whom? Say who did it.",
    [FW_FINDING_AGENTLESS] = "it did not happen by itself: who let it?",
    [FW_FINDING_IMPERSONAL] = "who? Put a person in it.",
};

/* An event without an agent is no flaw where the failure is told with its number. */
static bool worth_noting(const fw_analysis *a, const fw_finding *f) {
    const fw_clause *c = &a->clauses[f->clause];
    if (!QUESTIONS[f->kind] || (c->flags & FW_CLAUSE_QUOTED) || c->tense != FW_TENSE_PAST) return false;
    if (f->kind == FW_FINDING_IMPERSONAL) return c->part != FW_PART_CONTEXT && c->part != FW_PART_CLOSE;
    if (c->part == FW_PART_DIAG || c->part == FW_PART_ACT) return true;
    return f->kind == FW_FINDING_AGENTLESS && c->part == FW_PART_FAIL &&
           !(c->flags & FW_CLAUSE_HAS_OUTCOME_QUANTITY);
}

/* The clause as far as it says what happened: "it was decided that we", "every record was deleted". */
static fw_span told_by_nobody(const fw_analysis *a, const fw_finding *f) {
    const fw_clause *c = &a->clauses[f->clause];
    const uint32_t last = a->tokens[c->first + c->count - 1].end;
    if (f->kind == FW_FINDING_IMPERSONAL) return fw_quote_trim(a, (fw_span){f->span.start, last});
    if (f->kind == FW_FINDING_AGENTLESS) return fw_quote_event(a, f);
    return (fw_span){a->tokens[c->first].start, f->span.end};
}

size_t fw_second_looks(const fw_analysis *a, fw_second_look out[FW_SECOND_LOOKS]) {
    size_t count = 0;
    for (uint32_t i = 0; i < a->finding_count && count < NOBODY_MOST; i++) {
        const fw_finding *f = &a->findings[i];
        if (worth_noting(a, f)) out[count++] = (fw_second_look){told_by_nobody(a, f), QUESTIONS[f->kind]};
    }
    const fw_span platitude = fw_quote_find(a, FW_QUOTE_PLATITUDE);
    if (platitude.end > platitude.start) out[count++] = (fw_second_look){platitude, "fits any failure."};
    return count;
}

/* Manner of speaking: only when there is enough of it to hear. */
static uint32_t heard(const fw_analysis *a, uint32_t count) {
    return count > 1 && count * 100.0 / a->word_count >= HEARD_PER_100 ? count : 0;
}

uint32_t fw_fillers_heard(const fw_analysis *a) { return heard(a, a->tally->fillers); }

uint32_t fw_hedges_heard(const fw_analysis *a) { return heard(a, fw_hits_of(a->tally, FW_CAT_hedge)); }
