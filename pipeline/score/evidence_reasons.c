/* evidence_reasons.c: why a phrase counts as evidence, in words for the person who said it. */
#include <failwise/coach.h>

#include "score/evidence.h"

#include <string.h>

static const char *const OF_ROLE[FW_ROLE_COUNT] = {
    [FW_ROLE_FAILURE_OUTCOME] = "a number: what it cost",
    [FW_ROLE_IMPROVEMENT_OUTCOME] = "a number: what got better",
    [FW_ROLE_PRACTICE] = "a rule you keep, with its number",
};

static const char *const OF_FINDING[FW_FINDING_KIND_COUNT] = {
    [FW_FINDING_AGENTLESS] = "what went wrong",        [FW_FINDING_DECISION] = "your own decision, named",
    [FW_FINDING_LEARNING] = "what you understood",     [FW_FINDING_CHANGE] = "what you do differently",
    [FW_FINDING_CLOSING] = "carries it into the role",
};

/* By category; the same words for the same reason, so that it is told once. `alone`: says little, and is
 * told when nothing else is. */
static const struct {
    const char *text;
    bool alone;
} OF_CATEGORY[FW_CAT_COUNT + 1] = {
    [FW_CAT_task_owned] = {"what was yours to do", false},
    [FW_CAT_fail_verb] = {"what went wrong", false},
    [FW_CAT_fail_noun] = {"what went wrong", false},
    [FW_CAT_fail_frame] = {"calls it a failure", false},
    [FW_CAT_unaccusative_verb] = {"what went wrong", false},
    [FW_CAT_inchoative_got] = {"what went wrong", false},
    [FW_CAT_consequence] = {"what it led to", false},
    [FW_CAT_own_admit] = {"you own it", false},
    [FW_CAT_own_nominal] = {"you own it", false},
    [FW_CAT_decision_verb] = {"a decision", true},
    [FW_CAT_counterfactual] = {"what you could have done", false},
    [FW_CAT_assumption] = {"what you took for granted", false},
    [FW_CAT_cause_marker] = {"why it happened", true},
    [FW_CAT_response_verb] = {"what you did about it", false},
    [FW_CAT_action_marker] = {"when you acted", true},
    [FW_CAT_learn_explicit] = {"what you understood", false},
    [FW_CAT_insight_word] = {"an insight", true},
    [FW_CAT_contrast_frame] = {"sets one thing against another", true},
    [FW_CAT_learn_platitude] = {"a lesson that would fit any failure", false},
    [FW_CAT_change_marker] = {"says that it is different since", true},
    [FW_CAT_habit] = {"something you do every time", false},
    [FW_CAT_artifact] = {"a practice or tool with a name", false},
    [FW_CAT_done_verb] = {"a change you put in place", false},
    [FW_CAT_used_evidence] = {"shows that it is in use", false},
    [FW_CAT_corroboration] = {"somebody else noticed", false},
    [FW_CAT_improvement_word] = {"what got better", false},
    [FW_CAT_closing] = {"carries it into the role", false},
};

typedef struct {
    const char **out;
    size_t count, most;
} list;

static void add(list *l, const char *reason) {
    for (size_t i = 0; i < l->count; i++) {
        if (strcmp(l->out[i], reason) == 0) return;
    }
    if (l->count < l->most) l->out[l->count++] = reason;
}

static bool is_inside(fw_span inner, fw_span outer) {
    return inner.start >= outer.start && inner.end <= outer.end;
}

static void add_hits(const fw_analysis *a, uint32_t clause, fw_span phrase, bool alone, list *l) {
    const fw_clause *c = &a->clauses[clause];
    const fw_part part = (fw_part)c->part;
    const uint32_t end = c->first + c->count;
    for (uint32_t i = fw_first_hit_at(a, c->first); i < a->hit_count && a->hits[i].first < end; i++) {
        const fw_hit *hit = &a->hits[i];
        const char *text = OF_CATEGORY[hit->cat].text;
        if (!text || hit->negated || hit->clause != clause || OF_CATEGORY[hit->cat].alone != alone) continue;
        if (!fw_speaks_for(part, hit->cat)) continue;
        const fw_span span = fw_span_of(a->tokens, hit->first, hit->count);
        if (is_inside(span, phrase)) add(l, text);
    }
}

size_t fw_evidence_reasons(const fw_analysis *a, uint32_t clause, fw_span phrase, const char **out,
                           size_t most) {
    list l = {.out = out, .most = most};
    for (uint32_t i = 0; i < a->quantity_count; i++) {
        const fw_quantity *q = &a->quantities[i];
        if (q->clause == clause && OF_ROLE[q->role] && is_inside(q->span, phrase)) add(&l, OF_ROLE[q->role]);
    }
    for (uint32_t i = 0; i < a->finding_count; i++) {
        const fw_finding *f = &a->findings[i];
        if (f->clause == clause && OF_FINDING[f->kind] && is_inside(f->span, phrase))
            add(&l, OF_FINDING[f->kind]);
    }
    add_hits(a, clause, phrase, false, &l);
    if (l.count == 0) add_hits(a, clause, phrase, true, &l);
    return l.count;
}
