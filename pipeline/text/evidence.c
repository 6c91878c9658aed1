/* evidence.c: which cues fire in each clause, and what they say for each label. */
#include <failwise/categories.h>

#include "text/clauses.h"
#include "text/evidence.h"
#include "text/voice.h"
#include "text/words.h"

#include <string.h>

enum { LEADING_WORDS = 3, CLOSING_SENTENCES = 2, HEADING_WORDS = 4, CONTRAST_WORDS = 5 };

/* Notes a firing for those who ask why, the audit and training, unless no rule asks for the cue. */
static void record(fw_examiner *e, uint32_t cue, fw_span span) {
    const fw_firing firing = {.cue = (uint16_t)cue, .clause = (uint16_t)e->index, .span = span};
    if (fw_cue_used(e->rules, cue) && !fw_push(&e->ws->firings, firing)) e->failed = true;
}

/* Weights of one place. They are summed in 16 bits, eight at a time, as long as the sum must fit. */
typedef int16_t eight_weights __attribute__((vector_size(8 * sizeof(int16_t))));
typedef struct {
    eight_weights low, high;
} weights;
enum { SUMMED_AT_ONCE = 32 };
static_assert(sizeof(weights) == FW_LABEL_ROOM * sizeof(int16_t), "all weights of a place");
static_assert(SUMMED_AT_ONCE * FW_WEIGHT_LIMIT <= INT16_MAX, "sums fit 16 bits");

static inline void add_weights(weights *sum, const int16_t weight[FW_LABEL_ROOM]) {
    eight_weights low, high; /* one by one: a copy of both goes through memory */
    memcpy(&low, weight, sizeof low);
    memcpy(&high, weight + FW_LABEL_ROOM / 2, sizeof high);
    sum->low += low;
    sum->high += high;
}

static inline void add_sum(int32_t points[FW_LABELS], const weights *sum) {
    int16_t narrow[FW_LABEL_ROOM];
    memcpy(narrow, sum, sizeof narrow);
    for (int i = 0; i < FW_LABELS; i++) points[i] += narrow[i];
}

/* Adds up what the cues say that have fired, so that the sums stay in registers. A cue that no rule asks for
 * has no points. */
static void sum_fired(fw_examiner *e) {
    const fw_arc_rules *rules = e->rules;
    uint32_t tells = 0, next = 0;
    while (next < e->fired_count) {
        const uint32_t left = e->fired_count - next;
        const uint32_t stop = left < SUMMED_AT_ONCE ? e->fired_count : next + SUMMED_AT_ONCE;
        weights here = {0}, before = {0}, behind = {0};
        for (; next < stop; next++) {
            const uint32_t cue = e->fired[next];
            const int16_t(*weight)[FW_LABEL_ROOM] = rules->weight[cue];
            add_weights(&here, weight[FW_PLACE_HERE]);
            add_weights(&before, weight[FW_PLACE_BEFORE]);
            add_weights(&behind, weight[FW_PLACE_BEHIND]);
            tells |= rules->tells[cue];
        }
        add_sum(e->points[FW_PLACE_HERE], &here);
        add_sum(e->points[FW_PLACE_BEFORE], &before);
        add_sum(e->points[FW_PLACE_BEHIND], &behind);
    }
    e->tells = (uint8_t)tells;
}

static void add_points(int32_t *points, int count, const int32_t *more) {
    for (int i = 0; i < count; i++) points[i] += more[i];
}

/* Hands the sums of a clause on: its own to it, the others to the clauses before and behind. */
static void settle_points(fw_examiner *e) {
    const int32_t(*sum)[FW_LABELS] = (const int32_t(*)[FW_LABELS])e->points;
    fw_clause *clause = &e->ws->clauses.items[e->index];
    fw_star_points *star = &e->ws->star_points.items[e->index];
    memcpy(clause->score, sum[FW_PLACE_HERE], sizeof clause->score);
    memcpy(star->points, sum[FW_PLACE_HERE] + FW_PART_COUNT, sizeof star->points);
    clause->score[FW_PART_OTHER] = e->rules->floor;
    if (e->index > 0) {
        add_points(clause[-1].score, FW_PART_COUNT, sum[FW_PLACE_BEHIND]);
        add_points(star[-1].points, FW_STAR_COUNT, sum[FW_PLACE_BEHIND] + FW_PART_COUNT);
        clause[-1].score[FW_PART_OTHER] = e->rules->floor;
    }
    /* what this clause says for the next one */
    memcpy(e->points[FW_PLACE_HERE], e->points[FW_PLACE_BEFORE], sizeof e->points[FW_PLACE_HERE]);
    memset(e->points[FW_PLACE_BEFORE], 0, sizeof e->points[FW_PLACE_BEFORE]);
    memset(e->points[FW_PLACE_BEHIND], 0, sizeof e->points[FW_PLACE_BEHIND]);
}

static fw_span token_span(const fw_workspace *ws, uint32_t first, uint32_t last) {
    return (fw_span){ws->tokens.items[first].start, ws->tokens.items[last].end};
}

/* A heading in note style: "My fault:", "What happened:". */
static bool is_heading(const fw_workspace *ws, uint32_t index) {
    const fw_clause *clause = &ws->clauses.items[index];
    const fw_token *last = &ws->tokens.items[clause->first + clause->count - 1];
    return clause->words > 0 && clause->words <= HEADING_WORDS && ws->text.ptr[last->start] == ':';
}

/* The hits of clause `from` as cues of the clause under examination, each category once, with its first hit
 * as evidence. Categories of headings need a heading to stand in. */
static void fire_hits(fw_examiner *e, uint32_t from, bool heading, uint64_t seen[CATEGORY_WORDS]) {
    const fw_workspace *ws = e->ws;
    for (uint32_t h = ws->first_hit.items[from]; h < ws->first_hit.items[from + 1]; h++) {
        const fw_hit *hit = &ws->hits.items[h];
        const uint16_t cue = fw_cue_of_category(hit->category);
        if (!fw_cue_used(e->rules, cue)) continue; /* most categories serve grammar */
        const uint64_t bit = 1ULL << (hit->category % 64);
        if (seen[hit->category / 64] & bit) continue;
        if (hit->negated || (e->rules->heading[cue] && !heading)) continue;
        seen[hit->category / 64] |= bit;
        fw_fire(e, cue, token_span(ws, hit->first, hit->first + hit->count - 1));
    }
}

/* The same of a clause that no heading touches, when nobody asks where the hits stand: its set of live
 * categories tells. */
static void fire_set(fw_examiner *e) {
    const uint64_t *live = e->ws->hit_sets.items[e->index].live;
    for (uint32_t k = 0; k < KNOWN_WORDS; k++) {
        for (uint64_t left = live[k] & e->rules->plain_cats[k]; left; left &= left - 1) {
            const int category = e->ws->cats[k * 64 + (uint32_t)__builtin_ctzll(left)];
            fw_fire(e, fw_cue_of_category((uint16_t)category), (fw_span){0});
        }
    }
}

/* Each category counts once a clause. What a heading says holds for the clause behind it. */
static void fire_lexicon(fw_examiner *e) {
    const bool heading = is_heading(e->ws, e->index);
    const bool headed = e->index > 0 && is_heading(e->ws, e->index - 1);
    if (!(e->records | heading | headed | e->rules->nameless_cues)) {
        fire_set(e);
        return;
    }
    uint64_t seen[CATEGORY_WORDS] = {0};
    fire_hits(e, e->index, heading, seen);
    if (headed) fire_hits(e, e->index - 1, true, seen);
}

static void fire_tense_and_subject(fw_examiner *e, fw_span span) {
    static const fw_structure TENSES[] = {FW_S_no_tense, FW_S_past, FW_S_present, FW_S_future, FW_S_modal};
    const fw_clause *clause = &e->ws->clauses.items[e->index];
    fw_fire(e, TENSES[clause->tense], span);
    fw_fire_if(e, clause->subject != FW_SUBJECT_NONE, FW_S_subject_i + clause->subject - FW_SUBJECT_I, span);
    fw_fire_if(e, clause->flags & FW_CLAUSE_NEGATED, FW_S_negated, span);
    fw_fire_if(e, clause->flags & FW_CLAUSE_QUOTED, FW_S_quoted, span);
    fw_fire_if(e, clause->flags & FW_CLAUSE_PASSIVE, FW_S_passive, span);
    fw_fire_if(e, clause->flags & FW_CLAUSE_AGENTLESS, FW_S_thing_falls, span);
}

/* "never" and "not" turn a plain past verb into an omission: "I never asked", "I didn't check". */
static void fire_first_person(fw_examiner *e, fw_span span) {
    const fw_workspace *ws = e->ws;
    const fw_clause *clause = &ws->clauses.items[e->index];
    const uint32_t verb = ws->parses.items[e->index].verb;
    if (clause->subject != FW_SUBJECT_I || verb == FW_NO_TOKEN) return;
    const bool past = clause->tense == FW_TENSE_PAST && !fw_is_acted_on(ws, e->index);
    const bool negated = (clause->flags & FW_CLAUSE_NEGATED) != 0;
    const bool done = past && !negated, present = clause->tense == FW_TENSE_PRESENT;
    const bool usual =
        fw_clause_has(ws, e->index, FW_CAT_change_marker) || fw_clause_has(ws, e->index, FW_CAT_habit);
    fw_fire_if(e, past && negated, FW_S_i_not_done, span);
    fw_fire_if(e, done, FW_S_i_done, span);
    fw_fire_if(e, done && fw_token_is(ws, verb, FW_CAT_decision_verb), FW_S_i_decision, span);
    fw_fire_if(e, done && fw_token_is(ws, verb, FW_CAT_fail_verb), FW_S_i_fail, span);
    fw_fire_if(e, done && fw_token_is(ws, verb, FW_CAT_response_verb), FW_S_i_response, span);
    fw_fire_if(e, present, FW_S_i_present, span);
    fw_fire_if(e, present && usual, FW_S_i_practice, span);
}

static void fire_others(fw_examiner *e, fw_span span) {
    const fw_workspace *ws = e->ws;
    const uint32_t index = e->index;
    const fw_clause *clause = &ws->clauses.items[index];
    const bool cause = fw_clause_has(ws, index, FW_CAT_cause_marker);
    const bool other = clause->subject == FW_SUBJECT_OTHER, own = clause->subject == FW_SUBJECT_I;
    fw_fire_if(e, other & fw_clause_has(ws, index, FW_CAT_blame_verb), FW_S_other_blamed, span);
    fw_fire_if(e, cause & other, FW_S_cause_other, span);
    fw_fire_if(e, cause & own, FW_S_cause_i, span);
    const bool made = fw_clause_has(ws, index, FW_CAT_done_verb);
    fw_fire_if(e, made & fw_clause_has(ws, index, FW_CAT_artifact), FW_S_done_artifact, span);
    if (!fw_clause_has(ws, index, FW_CAT_change_marker)) return;
    for (uint32_t h = ws->first_hit.items[index]; h < ws->first_hit.items[index + 1]; h++) {
        const fw_hit *hit = &ws->hits.items[h];
        if (hit->cat != FW_CAT_change_marker || hit->first >= clause->first + LEADING_WORDS) continue;
        fw_fire(e, FW_S_leading_change, token_span(ws, hit->first, hit->first + hit->count - 1));
        return;
    }
}

static void fire_quantities(fw_examiner *e, uint32_t *next) {
    const fw_workspace *ws = e->ws;
    bool outcome = false, delta = false;
    fw_span span = {0};
    for (; *next < ws->quantities.count; (*next)++) {
        const fw_quantity *q = &ws->quantities.items[*next];
        if (ws->tokens.items[q->first].clause != e->index) break;
        if (!fw_kind_is_outcome((fw_quantity_kind)q->kind)) continue;
        if (!outcome) span = q->span;
        outcome = true;
        delta = delta || q->is_delta;
    }
    fw_fire_if(e, outcome, FW_S_outcome_quantity, span);
    fw_fire_if(e, delta, FW_S_delta, span);
}

/* Words count as often as they stand there. They speak for their own clause alone and tell nothing, so that
 * their points are all there is to add; those that say nothing have a row of zeros. */
static void fire_words(fw_examiner *e) {
    const fw_workspace *ws = e->ws;
    const fw_clause *clause = &ws->clauses.items[e->index];
    uint32_t next = clause->first, end = clause->first + clause->count;
    while (next < end) {
        const uint32_t stop = end - next < SUMMED_AT_ONCE ? end : next + SUMMED_AT_ONCE;
        weights sum = {0};
        for (; next < stop; next++) add_weights(&sum, e->meanings[ws->tokens.items[next].word].weights);
        add_sum(e->points[FW_PLACE_HERE], &sum);
    }
}

static void record_words(fw_examiner *e) {
    const fw_workspace *ws = e->ws;
    const fw_clause *clause = &ws->clauses.items[e->index];
    for (uint32_t i = clause->first; i < clause->first + clause->count; i++) {
        const uint32_t cue = FW_FIRST_WORD + e->meanings[ws->tokens.items[i].word].weight_row;
        if (cue == FW_FIRST_WORD) continue;
        record(e, cue, token_span(ws, i, i));
    }
}

static void fire_place(fw_examiner *e, fw_span span) {
    const fw_workspace *ws = e->ws;
    const fw_clause *clause = &ws->clauses.items[e->index];
    fw_fire(e, e->told.failure ? FW_S_after_fail : FW_S_before_fail, span);
    fw_fire_if(e, e->told.response, FW_S_after_response, span);
    fw_fire_if(e, e->told.change, FW_S_after_change, span);
    fw_fire_if(e, e->told.learning, FW_S_after_learning, span);
    const bool near_end = clause->sentence + CLOSING_SENTENCES >= ws->sentences.count;
    fw_fire(e, near_end ? FW_S_near_end : FW_S_not_near_end, span);
    fw_fire_if(e, e->index * 3 < ws->clauses.count, FW_S_first_third, span);
    const fw_token *last = &ws->tokens.items[clause->first + clause->count - 1];
    fw_fire_if(e, ws->text.ptr[last->start] == '?', FW_S_question, span);
}

/* "report rate, not click rate": a comma, "not" and a few words at the end of the clause. Not "and not",
 * which only adds; not a verb, which makes it a statement of what was not done. */
static void fire_contrast(fw_examiner *e) {
    const fw_workspace *ws = e->ws;
    if (!(ws->parses.items[e->index].traits & FW_NOT)) return;
    const fw_clause *clause = &ws->clauses.items[e->index];
    const uint32_t end = clause->first + clause->count;
    uint32_t last = end - 1;
    while (last > clause->first && !fw_is_word(&ws->tokens.items[last])) last--;
    uint32_t words = 0;
    for (uint32_t i = last; i > clause->first && words <= CONTRAST_WORDS; i--, words++) {
        if (!fw_is_word(&ws->tokens.items[i])) return;
        if (!fw_token_has(ws, i, FW_NOT)) continue;
        const fw_token *before = &ws->tokens.items[i - 1];
        if (words > 0 && before->kind == FW_TOKEN_PUNCT && ws->text.ptr[before->start] == ',')
            fw_fire(e, FW_S_contrast_not, token_span(ws, i, last));
        return;
    }
}

/* What the clause has told, for those behind it. */
static void note_what_is_told(fw_examiner *e) {
    e->told.response |= e->told.failure && (e->tells & FW_TELLS_RESPONSE);
    e->told.change |= e->told.failure && (e->tells & FW_TELLS_CHANGE);
    e->told.failure |= (e->tells & FW_TELLS_FAILURE) != 0;
    e->told.learning |= (e->tells & FW_TELLS_LEARNING) != 0;
}

static void examine(fw_examiner *e, uint32_t *quantity) {
    const fw_workspace *ws = e->ws;
    const fw_clause *clause = &ws->clauses.items[e->index];
    const fw_span span = token_span(ws, clause->first, clause->first + clause->count - 1);
    e->fired_count = 0;
    fire_lexicon(e);
    fire_tense_and_subject(e, span);
    fire_first_person(e, span);
    fire_others(e, span);
    fire_contrast(e);
    fw_fire_if(e, fw_is_relief(ws, e->index), FW_S_relief, span);
    fw_fire_if(e, fw_is_maxim(ws, e->index), FW_S_maxim, span);
    fire_quantities(e, quantity);
    fire_place(e, span);
    fw_fire_frame(e, span);
    sum_fired(e);
    fire_words(e);
    if (!e->records) return;
    for (uint32_t i = 0; i < e->fired_count; i++) record(e, e->fired[i], e->spans[i]);
    record_words(e);
}

fw_code fw_gather_evidence(fw_workspace *ws, const fw_arc_rules *rules, bool records, fw_error *err) {
    ws->firings.count = 0;
    while (ws->star_points.capacity < ws->clauses.count) {
        if (!fw_grow((void **)&ws->star_points.items, &ws->star_points.capacity, ws->star_points.capacity,
                     sizeof *ws->star_points.items))
            return fw_fail_nomem(err);
    }
    ws->star_points.count = ws->clauses.count;
    fw_examiner e = {.ws = ws, .rules = rules, .meanings = fw_words_meanings(ws->memory), .records = records};
    uint32_t quantity = 0;
    for (e.index = 0; e.index < ws->clauses.count; e.index++) {
        examine(&e, &quantity);
        if (e.failed) return fw_fail_nomem(err);
        note_what_is_told(&e);
        settle_points(&e);
    }
    return FW_OK;
}
