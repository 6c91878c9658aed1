/* evidence.c: which cues fire in each clause. */
#include <failwise/categories.h>

#include "text/clauses.h"
#include "text/evidence.h"
#include "text/voice.h"
#include "text/words.h"

#include <string.h>

enum { SHORT_CLAUSE = 4, CLOSING_SENTENCES = 2, HEADING_WORDS = 4 };

/* ---- categories ---- */

/* A heading in note style: "My fault:", "What happened:". */
static bool is_heading(const fw_workspace *ws, uint32_t index) {
    const fw_clause *clause = &ws->clauses.items[index];
    const fw_token *last = &ws->tokens.items[clause->first + clause->count - 1];
    return (clause->words > 0) & (clause->words <= HEADING_WORDS) & (ws->text.ptr[last->start] == ':');
}

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
static void find_categories(fw_examiner *e) {
    const uint64_t *live = e->ws->hit_sets.items[e->index].live;
    const bool heading = is_heading(e->ws, e->index), headed = e->headed;
    e->headed = heading;
    e->live = e->listed_count = 0;
    if (!(e->lists | heading | headed)) {
        const fw_sums *sums = e->sums;
        e->live = (live[0] & sums->cats[0]) | fw_turned(live[1] & sums->cats[1], sums->turn);
        return;
    }
    uint64_t seen[CATEGORY_WORDS] = {0};
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

/* Where the clause stands in the story, and in its sentence. */
static uint32_t place_of(const fw_examiner *e) {
    const fw_workspace *ws = e->ws;
    const fw_clause *clause = &ws->clauses.items[e->index];
    const fw_token *last = &ws->tokens.items[clause->first + clause->count - 1];
    const bool near_end = clause->sentence + CLOSING_SENTENCES >= ws->sentences.count;
    const bool same_sentence = e->index > 0 && clause[-1].sentence == clause->sentence;
    return e->told | when(near_end, FW_NEAR_END) | when(e->index * 3 < ws->clauses.count, FW_FIRST_THIRD) |
           when(ws->text.ptr[last->start] == '?', FW_QUESTION) |
           when(clause->words <= SHORT_CLAUSE, FW_SHORT_CLAUSE) | when(same_sentence, FW_SAME_SENTENCE);
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

static void examine(fw_examiner *e) {
    const fw_workspace *ws = e->ws;
    const uint32_t index = e->index;
    e->frame = fw_frame(&ws->clauses.items[index]);
    e->place = place_of(e);
    e->placed = (fw_structures){{0}};
    find_categories(e);
    if (index % FW_CLAUSES_TOGETHER == 0) {
        fw_hold_structures(ws, index / FW_CLAUSES_TOGETHER, e->held);
        e->opened_twice = fw_hold_frames(ws, index / FW_CLAUSES_TOGETHER, e->held);
    }
    e->holds = (fw_structures){{e->held[index % FW_CLAUSES_TOGETHER]}};
    e->opener = 0;
    if (e->opened_twice >> index % FW_CLAUSES_TOGETHER & 1) fw_note_second_opener(e);
    if (e->records) note_places(e);
    if (e->sums) return;
    const fw_structures frame = fw_structures_of_frame(e->frame), place = fw_structures_of_place(e->place);
    for (int k = 0; k < 2; k++) e->holds.of[k] |= frame.of[k] | place.of[k];
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

/* What the clause has told, for those behind it. Responses and changes count behind a failure. */
static void note_what_is_told(fw_examiner *e) {
    enum { ALWAYS = FW_TELLS_FAILURE | FW_TELLS_LEARNING, AFTERWARDS = FW_TELLS_RESPONSE | FW_TELLS_CHANGE };
    e->told |= e->tells & (ALWAYS | when(e->told & FW_AFTER_FAIL, AFTERWARDS));
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
    e.told = 0;
    e.records = records;
    e.lists = !e.sums || rules->nameless_cues || !ws->sums->fits;
    e.failed = e.headed = false;
    e.quantity = 0;
    fw_start_points(&e);
    for (e.index = 0; e.index < ws->clauses.count; e.index++) {
        examine(&e);
        e.settle(&e);
        if (records) record_clause(&e);
        if (e.failed) return fw_fail_nomem(err);
        note_what_is_told(&e);
    }
    fw_end_points(&e);
    return FW_OK;
}
