/* clause_planes.c: the planes that clauses are read by: sets of tokens put together of others. */
#include "text/clauses.h"

/* Where the splitter looks closer: connectives, and marks that clauses end behind. */
static void plan_splitting(uint64_t *of) {
    const uint64_t word = of[FW_PLANE_WORD], mark = of[FW_PLANE_MARK];
    of[FW_PLANE_CUT] = (word & of[FW_PLANE_OF(FW_OPENS_CLAUSE)]) | (mark & of[FW_PLANE_OF(FW_BORDER_MARK)]);
    of[FW_PLANE_SURE_FINITE] = word & (of[FW_PLANE_OF(FW_FINITE)] | of[FW_PLANE_OF(FW_CONTRACTED)]);
}

/* Where the parser looks closer: marks that may be commas, pronouns that may open a relative clause or have
 * an auxiliary inside, what can be finite. Of pronouns, prepositions and possible nouns it asks where they
 * stand; other words are passed over. */
static void plan_reading(uint64_t *of) {
    const uint64_t word = of[FW_PLANE_WORD], contracted = of[FW_PLANE_OF(FW_CONTRACTED)];
    const uint64_t pronoun = of[FW_PLANE_OF(FW_SUBJECT_PRONOUN)], finite = of[FW_PLANE_OF(FW_FINITE_PLURAL)];
    const uint64_t between = of[FW_PLANE_OF(FW_BETWEEN)], phrase = of[FW_PLANE_OF(FW_PREPOSITION)];
    const uint64_t closer = pronoun & (of[FW_PLANE_OF(FW_RELATIVE_OPENER)] | contracted);
    const uint64_t comma = of[FW_PLANE_MARK] & ~of[FW_PLANE_OF(FW_BORDER_MARK)];
    of[FW_PLANE_READ] = (word & (closer | (finite & ~pronoun & ~between))) | comma;
    of[FW_PLANE_SUBJECT] = word & pronoun & ~closer;
    of[FW_PLANE_PHRASE] = word & phrase & ~(pronoun | finite | between);
    of[FW_PLANE_NOUN] = word & ~(pronoun | finite | between | phrase | of[FW_PLANE_OF(FW_NO_SUBJECT)]);
    of[FW_PLANE_FINITE] = word & (finite | contracted);
}

/* Where it looks for the main verb, and the tally for its object. */
static void plan_verbs(uint64_t *of) {
    of[FW_PLANE_PASSED] = of[FW_PLANE_WORD] & of[FW_PLANE_OF(FW_BEFORE_VERB)];
    of[FW_PLANE_VERB_FORM] = of[FW_PLANE_WORD] & of[FW_PLANE_OF(FW_VERB_FORM)];
    of[FW_PLANE_ARTICLE] = of[FW_PLANE_WORD] & of[FW_PLANE_OF(FW_DETERMINER)];
}

/* Not the "when" of "When it broke, I called them": a connective where a sentence begins, or before another
 * one. The last of 64 tokens may be one. */
static void plan_main_parts(uint64_t *of) {
    const uint64_t word = of[FW_PLANE_WORD], opens = word & of[FW_PLANE_OF(FW_OPENS_CLAUSE)];
    const uint64_t last = UINT64_C(1) << (FW_PLANE_TOKENS - 1);
    of[FW_PLANE_MAIN] = word & ~(opens & (of[FW_PLANE_SENTENCE_START] | opens >> 1 | last));
}

void fw_plan_clauses(const fw_workspace *ws) {
    for (uint32_t k = 0; k < ws->planes.count; k++) {
        plan_splitting(ws->planes.items[k].of);
        plan_reading(ws->planes.items[k].of);
        plan_verbs(ws->planes.items[k].of);
        plan_main_parts(ws->planes.items[k].of);
    }
}
