/* evidence.c: which cues fire in each clause. */
#include <failwise/categories.h>

#include "text/clauses.h"
#include "text/evidence.h"
#include "text/voice.h"
#include "text/words.h"

#include <string.h>

enum { SHORT_CLAUSE = 4, CLOSING_SENTENCES = 2, HEADING_WORDS = 4 };

/* ---- categories ---- */

/* The hits of clause `from` as cues of the clause under examination, each category once, with its first hit
 * as evidence. Categories of headings need a heading to stand in. */
static void list_hits(fw_examiner *e, uint32_t from, bool heading, uint64_t seen[CATEGORY_WORDS]) {
    const fw_workspace *ws = e->ws;
    for (uint32_t h = ws->first_hit.items[from]; h < ws->first_hit.items[from + 1]; h++) {
        const fw_hit *hit = &ws->hits.items[h];
        const uint16_t cue = fw_cue_of_category(hit->category);
        if (!fw_cue_used(e->rules, cue)) continue; /* most categories serve grammar */
        const uint64_t bit = 1ULL << (hit->category % 64);
        if (seen[hit->category / 64] & bit) continue;
        if (hit->negated || (e->rules->heading[cue] && !heading)) continue;
        seen[hit->category / 64] |= bit;
        e->listed[e->listed_count] = cue;
        e->listed_spans[e->listed_count++] = fw_span_of(ws->tokens.items, hit->first, hit->count);
    }
}

/* Each category counts once a clause. What a heading says holds for the clause behind it. Where no heading is
 * near and nobody asks where the hits stand, the set of live categories tells. */
void fw_list_cues(fw_examiner *e) {
    const uint32_t k = e->index % FW_CLAUSES_TOGETHER;
    const bool heading = e->headings >> k & 1, headed = e->headed >> k & 1;
    e->listed_count = e->opener = 0;
    if (e->opened_twice >> k & 1) fw_note_second_opener(e);
    if (!(e->lists | heading | headed)) return;
    uint64_t seen[CATEGORY_WORDS] = {0};
    e->live[k] = 0;
    list_hits(e, e->index, heading, seen);
    if (headed) list_hits(e, e->index - 1, true, seen);
}

/* ---- structures ---- */

/* Notes for each clause what quantities tell that start there: in one pass, since clauses that ask for the
 * next quantity guess wrong. */
static void tell_quantities(fw_workspace *ws) {
    for (uint32_t k = 0; k < ws->quantities.count; k++) {
        const fw_quantity *q = &ws->quantities.items[k];
        const uint32_t clause = ws->tokens.items[q->first].clause;
        const bool tells = fw_kind_is_outcome((fw_quantity_kind)q->kind);
        fw_set_clause(ws->clause_bits.items, FW_C_OUTCOME, clause, tells);
        fw_set_clause(ws->clause_bits.items, FW_C_DELTA, clause, tells & q->is_delta);
    }
}

static inline uint32_t when(bool holds, uint32_t bit) { return holds ? bit : 0; }

/* Describes the clauses of a block, each by itself: what they are, hold and say, and where they stand in the
 * story and in their sentences. A heading is one in note style: "My fault:", "What happened:". */
static void describe_block(fw_examiner *e, uint32_t first, uint32_t count) {
    const fw_workspace *ws = e->ws;
    const fw_sums *sums = ws->sums;
    const uint64_t low = sums ? sums->cats[0] : 0, high = sums ? sums->cats[1] : 0;
    const uint32_t turn = sums ? sums->turn : 0, sentences = ws->sentences.count;
    const bool headed = e->headings >> (FW_CLAUSES_TOGETHER - 1); /* by the last one of the block before */
    uint32_t sentence = first ? ws->clauses.items[first - 1].sentence : UINT32_MAX;
    uint64_t headings = 0;
    for (uint32_t k = 0; k < count; k++) {
        const fw_clause *clause = &ws->clauses.items[first + k];
        const uint64_t *live = ws->hit_sets.items[first + k].live;
        const char last = ws->text.ptr[ws->tokens.items[clause->first + clause->count - 1].start];
        headings |= (uint64_t)((clause->words - 1 < HEADING_WORDS) & (last == ':')) << k;
        e->live[k] = (live[0] & low) | fw_turned(live[1] & high, turn);
        e->frame[k] = (uint16_t)fw_frame(clause);
        e->place[k] =
            (uint16_t)(when(clause->sentence + CLOSING_SENTENCES >= sentences, FW_NEAR_END) |
                       when((first + k) * 3 < ws->clauses.count, FW_FIRST_THIRD) |
                       when(last == '?', FW_QUESTION) | when(clause->words <= SHORT_CLAUSE, FW_SHORT_CLAUSE) |
                       when(clause->sentence == sentence, FW_SAME_SENTENCE));
        sentence = clause->sentence;
    }
    e->headings = headings;
    fw_hold_structures(ws, first / FW_CLAUSES_TOGETHER, e->held);
    e->opened_twice = fw_hold_frames(ws, first / FW_CLAUSES_TOGETHER, e->held);
    e->headed = e->headings << 1 | headed;
    e->listed_apart = e->opened_twice | e->headings | e->headed | (0 - (uint64_t)e->lists);
}

/* Where quantities that tell stand: both structures at the first one. */
static void note_quantities(fw_examiner *e) {
    const fw_workspace *ws = e->ws;
    const uint64_t holds = e->holds.of[0];
    if (!(holds >> FW_S_outcome_quantity & 1)) return;
    const fw_quantity *q = &ws->quantities.items[e->quantity];
    while (ws->tokens.items[q->first].clause != e->index || !fw_kind_is_outcome((fw_quantity_kind)q->kind))
        q++;
    e->quantity = (uint32_t)(q - ws->quantities.items);
    fw_note_at(e, FW_S_outcome_quantity, q->span);
    fw_note_where(e, holds >> FW_S_delta & 1, FW_S_delta, q->span);
}

/* Where structures stand, of which so far is known only that they do. */
static void note_places(fw_examiner *e) {
    static const struct {
        fw_structure structure;
        fw_finder *find;
    } PLACED[] = {{FW_S_leading_change, fw_find_leading_change},
                  {FW_S_contrast_not, fw_find_contrast},
                  {FW_S_own_noun, fw_find_own_noun}};
    for (size_t i = 0; i < sizeof PLACED / sizeof PLACED[0]; i++) {
        fw_span where;
        if ((e->holds.of[0] >> PLACED[i].structure & 1) && PLACED[i].find(e->ws, e->index, &where))
            fw_note_at(e, PLACED[i].structure, where);
    }
    note_quantities(e);
    fw_note_frame(e);
}

/* All that holds of a clause, for those who add it up cue by cue. */
static void examine(fw_examiner *e) {
    const uint32_t k = e->index % FW_CLAUSES_TOGETHER;
    const fw_structures frame = fw_structures_of_frame(e->frame[k]);
    const fw_structures place = fw_structures_of_place(e->place[k] | e->told);
    e->placed = (fw_structures){{0}};
    e->holds = (fw_structures){{e->held[k]}};
    fw_list_cues(e);
    if (e->records) note_places(e);
    for (int i = 0; i < 2; i++) e->holds.of[i] |= frame.of[i] | place.of[i];
}

/* ---- for those who ask why: the audit and training ---- */

/* Notes a firing unless no rule asks for the cue. */
static void record(fw_examiner *e, uint32_t cue, fw_span span) {
    const fw_firing firing = {.cue = (uint16_t)cue, .clause = (uint16_t)e->index, .span = span};
    if (fw_cue_used(e->rules, cue) && !fw_push(&e->ws->firings, firing)) e->failed = true;
}

/* The order in which readers see the structures of a clause. */
static const uint8_t ORDER[] = {FW_S_past,
                                FW_S_present,
                                FW_S_future,
                                FW_S_modal,
                                FW_S_no_tense,
                                FW_S_subject_i,
                                FW_S_subject_we,
                                FW_S_subject_other,
                                FW_S_subject_thing,
                                FW_S_subject_expletive,
                                FW_S_negated,
                                FW_S_quoted,
                                FW_S_passive,
                                FW_S_thing_falls,
                                FW_S_i_not_done,
                                FW_S_i_done,
                                FW_S_i_decision,
                                FW_S_i_fail,
                                FW_S_i_response,
                                FW_S_i_present,
                                FW_S_i_practice,
                                FW_S_other_blamed,
                                FW_S_cause_other,
                                FW_S_cause_i,
                                FW_S_done_artifact,
                                FW_S_leading_change,
                                FW_S_contrast_not,
                                FW_S_relief,
                                FW_S_maxim,
                                FW_S_outcome_quantity,
                                FW_S_delta,
                                FW_S_after_fail,
                                FW_S_before_fail,
                                FW_S_after_response,
                                FW_S_after_change,
                                FW_S_after_learning,
                                FW_S_near_end,
                                FW_S_not_near_end,
                                FW_S_first_third,
                                FW_S_question,
                                FW_S_opens_cause,
                                FW_S_opens_so,
                                FW_S_opens_but,
                                FW_S_opens_and,
                                FW_S_opens_when,
                                FW_S_opens_if,
                                FW_S_opens_relative,
                                FW_S_opens_then,
                                FW_S_past_perfect,
                                FW_S_past_progressive,
                                FW_S_perfect,
                                FW_S_was,
                                FW_S_is,
                                FW_S_would,
                                FW_S_could,
                                FW_S_should,
                                FW_S_we_past,
                                FW_S_we_present,
                                FW_S_other_past,
                                FW_S_other_present,
                                FW_S_thing_past,
                                FW_S_thing_present,
                                FW_S_expletive_past,
                                FW_S_expletive_present,
                                FW_S_own_noun,
                                FW_S_subject_you,
                                FW_S_short_clause,
                                FW_S_same_sentence};
static_assert(sizeof ORDER == FW_STRUCTURE_COUNT, "each once");

/* The structures that hold, each where it stands; the second opening word behind the first. */
static void record_structures(fw_examiner *e) {
    const fw_workspace *ws = e->ws;
    const fw_clause *clause = &ws->clauses.items[e->index];
    const fw_span whole = fw_span_of(ws->tokens.items, clause->first, clause->count);
    for (size_t i = 0; i < sizeof ORDER; i++) {
        const uint32_t s = ORDER[i];
        if (e->holds.of[s / 64] >> (s % 64) & 1)
            record(e, s, e->placed.of[s / 64] >> (s % 64) & 1 ? e->spans[s] : whole);
        if (s == FW_S_opens_then && e->opener) record(e, e->opener, e->opener_span);
    }
}

static void record_words(fw_examiner *e) {
    const fw_workspace *ws = e->ws;
    const fw_clause *clause = &ws->clauses.items[e->index];
    for (uint32_t i = clause->first; i < clause->first + clause->count; i++) {
        const uint32_t cue = FW_FIRST_WORD + e->meanings[ws->tokens.items[i].word].weight_row;
        if (cue == FW_FIRST_WORD) continue;
        record(e, cue, fw_span_of(ws->tokens.items, i, 1));
    }
}

static void record_clause(fw_examiner *e) {
    for (uint32_t i = 0; i < e->listed_count; i++) record(e, e->listed[i], e->listed_spans[i]);
    record_structures(e);
    record_words(e);
}

/* Clauses one by one. False when memory is out. */
static bool examine_each(fw_examiner *e, uint32_t first, uint32_t count) {
    for (e->index = first; e->index < first + count; e->index++) {
        examine(e);
        fw_settle_clause(e);
        if (e->records) record_clause(e);
        if (e->failed) return false;
    }
    return true;
}

fw_code fw_gather_evidence(fw_workspace *ws, const fw_arc_rules *rules, bool records, fw_error *err) {
    ws->firings.count = 0;
    while (ws->star_points.capacity < ws->clauses.count) {
        if (!fw_grow((void **)&ws->star_points.items, &ws->star_points.capacity, ws->star_points.capacity,
                     sizeof *ws->star_points.items))
            return fw_fail_nomem(err);
    }
    ws->star_points.count = ws->clauses.count;
    if (!records && !ws->sums && !(ws->sums = fw_sums_new(rules, ws->cats))) return fw_fail_nomem(err);
    tell_quantities(ws);
    fw_examiner e; /* most of it is written before it is read */
    e.ws = ws;
    e.rules = rules;
    e.sums = records || !ws->sums->narrow ? NULL : ws->sums;
    e.meanings = fw_words_meanings(ws->memory);
    e.records = records;
    e.lists = !e.sums || rules->nameless_cues || !ws->sums->fits;
    e.failed = false;
    e.headings = 0;
    e.quantity = 0;
    fw_start_points(&e);
    for (uint32_t first = 0; first < ws->clauses.count; first += FW_CLAUSES_TOGETHER) {
        const uint32_t left = ws->clauses.count - first;
        const uint32_t count = left < FW_CLAUSES_TOGETHER ? left : FW_CLAUSES_TOGETHER;
        describe_block(&e, first, count);
        if (e.sums)
            fw_settle_block(&e, first, count);
        else if (!examine_each(&e, first, count))
            return fw_fail_nomem(err);
    }
    fw_end_points(&e);
    return FW_OK;
}
