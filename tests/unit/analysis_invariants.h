/* analysis_invariants.h: what holds for the analysis of any text: tilings, spans, bounds. */
#ifndef FAILWISE_TESTS_ANALYSIS_INVARIANTS_H
#define FAILWISE_TESTS_ANALYSIS_INVARIANTS_H

#include <failwise/audit.h>

#include <math.h>

static inline bool span_fits(const fw_analysis *a, fw_span span) {
    return span.start < span.end && span.end <= a->text.len;
}

/* Tokens in order, sentences tile tokens, clauses tile sentences; each token knows its clause. */
static inline const char *broken_tiling(const fw_analysis *a) {
    uint32_t byte = 0, token = 0, clause = 0;
    for (uint32_t i = 0; i < a->token_count; i++) {
        const fw_token *t = &a->tokens[i];
        if (t->start < byte || t->end <= t->start || t->end > a->text.len) return "tokens in order";
        if (t->clause >= a->clause_count) return "a token's clause";
        byte = t->end;
    }
    for (uint32_t i = 0; i < a->clause_count; i++) {
        const fw_clause *c = &a->clauses[i];
        if (c->first != token || c->count == 0 || c->sentence >= a->sentence_count)
            return "clauses tile tokens";
        for (uint32_t k = c->first; k < c->first + c->count; k++) {
            if (k >= a->token_count || a->tokens[k].clause != i) return "tokens of a clause";
        }
        if (c->first_cue + c->cue_count > a->cue_count) return "cues of a clause";
        token += c->count;
    }
    if (token != a->token_count) return "clauses hold all tokens";
    token = 0;
    for (uint32_t i = 0; i < a->sentence_count; i++) {
        const fw_sentence *s = &a->sentences[i];
        if (s->first != token || s->count == 0 || s->first_clause != clause || s->clause_count == 0)
            return "sentences tile tokens and clauses";
        token += s->count;
        clause += s->clause_count;
    }
    return token == a->token_count && clause == a->clause_count ? NULL : "sentences hold all";
}

static inline const char *broken_span(const fw_analysis *a) {
    for (uint32_t i = 0; i < a->hit_count; i++) {
        const fw_hit *h = &a->hits[i];
        if (h->count == 0 || h->first + h->count > a->token_count || h->clause >= a->clause_count)
            return "hit";
    }
    for (uint32_t i = 0; i < a->quantity_count; i++) {
        const fw_quantity *q = &a->quantities[i];
        if (!span_fits(a, q->span) || q->clause >= a->clause_count || !isfinite(q->value)) return "quantity";
    }
    for (uint32_t i = 0; i < a->finding_count; i++) {
        if (!span_fits(a, a->findings[i].span) || a->findings[i].clause >= a->clause_count) return "finding";
        if (i && a->findings[i].span.start < a->findings[i - 1].span.start) return "findings in order";
    }
    for (uint32_t i = 0; i < a->cue_count; i++) {
        if (!span_fits(a, a->cues[i].span) || !a->cues[i].id) return "cue";
    }
    return NULL;
}

/* A part has strength exactly where some clause has points for it; the weakest parts are the smallest. */
static inline const char *broken_arc(const fw_analysis *a) {
    double smallest = 1;
    for (int p = 0; p < FW_ARC_PARTS; p++) {
        const int part = FW_PART_FAIL + p;
        bool evidence = false; /* weak evidence may still leave a part absent */
        for (uint32_t i = 0; i < a->clause_count; i++) {
            const fw_clause *c = &a->clauses[i];
            if (c->part == part && c->score[part] <= 0) return "a label without evidence";
            evidence = evidence || c->part == part || c->score[part] > c->score[FW_PART_OTHER] + 1;
        }
        if (!(a->arc[p] >= 0 && a->arc[p] <= 1)) return "strength within 0..1";
        if (a->arc[p] > 0 && !evidence) return "strength without evidence";
        if (a->arc[p] < smallest) smallest = a->arc[p];
    }
    for (int p = 0; p < FW_ARC_PARTS; p++) {
        if ((a->weakest >> p & 1) != (a->arc[p] <= smallest)) return "weakest parts";
    }
    return NULL;
}

/* What is wrong with the analysis; NULL when nothing is. */
static inline const char *broken_invariant(const fw_analysis *a) {
    const char *(*const CHECKS[])(const fw_analysis *) = {broken_tiling, broken_span, broken_arc};
    for (size_t i = 0; i < sizeof CHECKS / sizeof CHECKS[0]; i++) {
        const char *broken = CHECKS[i](a);
        if (broken) return broken;
    }
    return NULL;
}

#endif
