/* evidence.c: the phrases of a clause that speak most for its part. */
#include <failwise/coach.h>

#include "score/evidence.h"

#include <stdlib.h>
#include <string.h>

#define BIT(cat) [FW_CAT_##cat] = true

/* Categories whose words a reader would underline, by part: the cue itself, not the grammar around it. */
static const bool SPEAKS[FW_PART_COUNT][FW_CAT_COUNT + 1] = {
    [FW_PART_CONTEXT] = {BIT(task_owned)},
    [FW_PART_FAIL] = {BIT(fail_verb), BIT(fail_noun), BIT(fail_frame), BIT(consequence), BIT(own_admit),
                      BIT(own_nominal), BIT(unaccusative_verb), BIT(inchoative_got)},
    [FW_PART_DIAG] = {BIT(decision_verb), BIT(own_admit), BIT(own_nominal), BIT(counterfactual),
                      BIT(assumption), BIT(cause_marker)},
    [FW_PART_ACT] = {BIT(response_verb), BIT(action_marker)},
    [FW_PART_LEARN] = {BIT(learn_explicit), BIT(insight_word), BIT(contrast_frame), BIT(learn_platitude)},
    [FW_PART_IMPR] = {BIT(change_marker), BIT(habit), BIT(artifact), BIT(done_verb), BIT(used_evidence),
                      BIT(corroboration), BIT(improvement_word)},
    [FW_PART_CLOSE] = {BIT(closing)},
};

bool fw_speaks_for(fw_part part, uint8_t cat) { return SPEAKS[part][cat]; }

/* Where the list of spans of one clause grows. */
typedef struct {
    fw_span *out;
    size_t count, most;
} list;

static void add(list *l, fw_span span) {
    if (l->count < l->most && span.end > span.start) l->out[l->count++] = span;
}

/* "I decided" rather than "decided": the subject just before a verb belongs to the evidence. */
static uint32_t with_subject(const fw_analysis *a, const fw_clause *c, uint32_t first) {
    if (first == c->first || c->subject != FW_SUBJECT_I) return first;
    const fw_token *t = &a->tokens[first - 1];
    return t->end - t->start == 1 && a->text.ptr[t->start] == 'I' ? first - 1 : first;
}

uint32_t fw_first_hit_at(const fw_analysis *a, uint32_t token) {
    uint32_t low = 0, high = a->hit_count;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        if (a->hits[middle].first < token) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static void add_hits(const fw_analysis *a, const fw_clause *c, list *l) {
    const uint32_t end = c->first + c->count;
    for (uint32_t h = fw_first_hit_at(a, c->first); h < a->hit_count && a->hits[h].first < end; h++) {
        const fw_hit *hit = &a->hits[h];
        if (hit->negated || !SPEAKS[c->part][hit->cat]) continue;
        const uint32_t first = with_subject(a, c, hit->first), last = hit->first + hit->count - 1;
        add(l, (fw_span){a->tokens[first].start, a->tokens[last].end});
    }
}

static void add_quantities(const fw_analysis *a, uint32_t clause, list *l) {
    for (uint32_t i = 0; i < a->quantity_count; i++) {
        const fw_quantity *q = &a->quantities[i];
        const bool outcome = q->role == FW_ROLE_FAILURE_OUTCOME || q->role == FW_ROLE_IMPROVEMENT_OUTCOME ||
                             q->role == FW_ROLE_PRACTICE;
        if (q->clause == clause && outcome) add(l, q->span);
    }
}

static void add_findings(const fw_analysis *a, uint32_t clause, list *l) {
    for (uint32_t i = 0; i < a->finding_count; i++) {
        const fw_finding *f = &a->findings[i];
        const bool good = f->kind == FW_FINDING_DECISION || f->kind == FW_FINDING_LEARNING ||
                          f->kind == FW_FINDING_CHANGE || f->kind == FW_FINDING_CLOSING;
        const bool event = f->kind == FW_FINDING_AGENTLESS && a->clauses[clause].part == FW_PART_FAIL;
        if (f->clause == clause && (good || event)) add(l, f->span);
    }
}

static int by_start(const void *x, const void *y) {
    const fw_span *a = x, *b = y;
    if (a->start != b->start) return a->start < b->start ? -1 : 1;
    return (a->end > b->end) - (a->end < b->end);
}

/* Pieces that touch or have only a space between them become one. */
static size_t merge(fw_span *spans, size_t count) {
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (kept && spans[i].start <= spans[kept - 1].end + 1) {
            if (spans[i].end > spans[kept - 1].end) spans[kept - 1].end = spans[i].end;
        } else {
            spans[kept++] = spans[i];
        }
    }
    return kept;
}

enum { GATHERED = 64, SHOWN = 3, LEAST_POINTS = 6, NUMBER_POINTS = 25 };

static bool is_inside(fw_span inner, fw_span outer) {
    return inner.start >= outer.start && inner.end <= outer.end;
}

/* What the clause's own cues that stand in the phrase say for its part; cues of neighbouring clauses stand
 * outside of it. A number that measures something convinces whatever the label. */
static int points_of(const fw_analysis *a, uint32_t clause, fw_span phrase) {
    const fw_clause *c = &a->clauses[clause];
    int points = 0;
    for (uint32_t i = c->first_cue; i < c->first_cue + c->cue_count; i++) {
        if (is_inside(a->cues[i].span, phrase)) points += a->cues[i].weight;
    }
    for (uint32_t i = 0; i < a->quantity_count; i++) {
        if (a->quantities[i].clause == clause && is_inside(a->quantities[i].span, phrase))
            points += NUMBER_POINTS;
    }
    return points;
}

/* Keeps the strongest few phrases in their order; the strongest one also when it says little. */
static size_t keep_strongest(const fw_analysis *a, uint32_t clause, fw_span *spans, size_t count) {
    int points[GATHERED];
    bool keep[GATHERED] = {false};
    for (size_t i = 0; i < count; i++) points[i] = points_of(a, clause, spans[i]);
    for (size_t kept = 0; kept < SHOWN; kept++) {
        size_t best = count;
        for (size_t i = 0; i < count; i++) {
            if (!keep[i] && (best == count || points[i] > points[best])) best = i;
        }
        if (best == count || (kept && points[best] < LEAST_POINTS)) break;
        keep[best] = true;
    }
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (keep[i]) spans[kept++] = spans[i];
    }
    return kept;
}

size_t fw_evidence_of(const fw_analysis *a, uint32_t clause, fw_span *out, size_t most) {
    if (a->clauses[clause].part == FW_PART_OTHER) return 0;
    fw_span spans[GATHERED];
    list l = {.out = spans, .most = GATHERED};
    add_hits(a, &a->clauses[clause], &l);
    add_quantities(a, clause, &l);
    add_findings(a, clause, &l);
    if (l.count == 0) return 0;
    qsort(spans, l.count, sizeof *spans, by_start);
    const size_t phrases = keep_strongest(a, clause, spans, merge(spans, l.count));
    const size_t count = phrases < most ? phrases : most;
    memcpy(out, spans, count * sizeof *spans);
    return count;
}
