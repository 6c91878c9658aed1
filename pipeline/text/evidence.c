/* evidence.c: which cues fire in each clause. */
#include <failwise/categories.h>

#include "text/clauses.h"
#include "text/evidence.h"
#include "text/voice.h"
#include "text/words.h"

#include <string.h>

enum { LEADING_WORDS = 3, SHORT_CLAUSE = 4, CLOSING_SENTENCES = 2, HEADING_WORDS = 4, CONTRAST_WORDS = 5 };

static fw_span token_span(const fw_workspace *ws, uint32_t first, uint32_t last) {
    return (fw_span){ws->tokens.items[first].start, ws->tokens.items[last].end};
}

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
        e->listed_spans[e->listed_count++] = token_span(ws, hit->first, hit->first + hit->count - 1);
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

/* "never" and "not" turn a plain past verb into an omission: "I never asked", "I didn't check". */
static uint64_t first_person(const fw_workspace *ws, uint32_t index) {
    const fw_clause *clause = &ws->clauses.items[index];
    const uint32_t verb = ws->parses.items[index].verb;
    const bool own = (clause->subject == FW_SUBJECT_I) & (verb != FW_NO_TOKEN);
    const fw_word *word = fw_word_at(ws, verb != FW_NO_TOKEN ? verb : clause->first);
    const bool own_past = own & (clause->tense == FW_TENSE_PAST);
    const bool suffered = own_past & ((clause->flags & FW_CLAUSE_PASSIVE) != 0);
    const bool acted_on = suffered && fw_is_acted_on(ws, index), past = own_past & !acted_on;
    const bool done = past & !(clause->flags & FW_CLAUSE_NEGATED);
    const bool present = own & (clause->tense == FW_TENSE_PRESENT);
    const bool change = fw_clause_has(ws, index, FW_CAT_change_marker);
    const bool habit = fw_clause_has(ws, index, FW_CAT_habit), usual = change | habit;
    return FW_LOW(past & !done, i_not_done) | FW_LOW(done, i_done) |
           FW_LOW(done & fw_word_known(word, FW_CAT_decision_verb), i_decision) |
           FW_LOW(done & fw_word_known(word, FW_CAT_fail_verb), i_fail) |
           FW_LOW(done & fw_word_known(word, FW_CAT_response_verb), i_response) | FW_LOW(present, i_present) |
           FW_LOW(present & usual, i_practice);
}

static uint64_t subject_with_cue(const fw_workspace *ws, uint32_t index) {
    const fw_clause *clause = &ws->clauses.items[index];
    const bool cause = fw_clause_has(ws, index, FW_CAT_cause_marker);
    const bool other = clause->subject == FW_SUBJECT_OTHER, own = clause->subject == FW_SUBJECT_I;
    const bool made = fw_clause_has(ws, index, FW_CAT_done_verb);
    return FW_LOW(other & fw_clause_has(ws, index, FW_CAT_blame_verb), other_blamed) |
           FW_LOW(cause & other, cause_other) | FW_LOW(cause & own, cause_i) |
           FW_LOW(made & fw_clause_has(ws, index, FW_CAT_artifact), done_artifact);
}

static void note_leading_change(fw_examiner *e) {
    const fw_workspace *ws = e->ws;
    const fw_clause *clause = &ws->clauses.items[e->index];
    if (!fw_clause_has(ws, e->index, FW_CAT_change_marker)) return;
    for (uint32_t h = ws->first_hit.items[e->index]; h < ws->first_hit.items[e->index + 1]; h++) {
        const fw_hit *hit = &ws->hits.items[h];
        if (hit->cat != FW_CAT_change_marker || hit->first >= clause->first + LEADING_WORDS) continue;
        fw_note_at(e, FW_S_leading_change, token_span(ws, hit->first, hit->first + hit->count - 1));
        return;
    }
}

/* Notes for each clause what quantities tell that start there: in one pass, since clauses that ask for the
 * next quantity guess wrong. */
static void tell_quantities(fw_workspace *ws) {
    for (uint32_t k = 0; k < ws->quantities.count; k++) {
        const fw_quantity *q = &ws->quantities.items[k];
        fw_parse *parse = &ws->parses.items[ws->tokens.items[q->first].clause];
        const bool tells = fw_kind_is_outcome((fw_quantity_kind)q->kind);
        parse->outcome |= tells;
        parse->delta |= tells & q->is_delta;
    }
}

static uint64_t told_by_quantities(const fw_parse *parse) {
    return FW_LOW(parse->outcome, outcome_quantity) | FW_LOW(parse->delta, delta);
}

/* Where they stand: both at the first quantity that tells. */
static void note_quantities(fw_examiner *e) {
    const fw_workspace *ws = e->ws;
    const fw_parse *parse = &ws->parses.items[e->index];
    if (!parse->outcome) return;
    const fw_quantity *q = &ws->quantities.items[e->quantity];
    while (ws->tokens.items[q->first].clause != e->index || !fw_kind_is_outcome((fw_quantity_kind)q->kind))
        q++;
    e->quantity = (uint32_t)(q - ws->quantities.items);
    fw_note_at(e, FW_S_outcome_quantity, q->span);
    fw_note_where(e, parse->delta, FW_S_delta, q->span);
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

/* "report rate, not click rate": a comma, "not" and a few words at the end of the clause. Not "and not",
 * which only adds; not a verb, which makes it a statement of what was not done. */
static void note_contrast(fw_examiner *e) {
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
            fw_note_at(e, FW_S_contrast_not, token_span(ws, i, last));
        return;
    }
}

/* Both are asked only where they are possible at all. */
static bool is_relief(const fw_workspace *ws, uint32_t index) {
    return (ws->parses.items[index].traits & FW_BAD_MEASURE) && fw_is_relief(ws, index);
}
static bool is_maxim(const fw_workspace *ws, uint32_t index) {
    return fw_may_be_maxim(&ws->clauses.items[index]) && fw_is_maxim(ws, index);
}

static void examine(fw_examiner *e) {
    const fw_workspace *ws = e->ws;
    const uint32_t index = e->index;
    e->frame = fw_frame(&ws->clauses.items[index]);
    e->place = place_of(e);
    e->placed = (fw_structures){{0}};
    e->opener = 0;
    find_categories(e);
    e->holds = (fw_structures){{first_person(ws, index) | subject_with_cue(ws, index) |
                                told_by_quantities(&ws->parses.items[index]) |
                                FW_LOW(is_relief(ws, index), relief) | FW_LOW(is_maxim(ws, index), maxim)}};
    note_leading_change(e);
    note_contrast(e);
    if (e->records) note_quantities(e);
    fw_note_frame(e);
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
    const fw_span whole = token_span(ws, clause->first, clause->first + clause->count - 1);
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
        record(e, cue, token_span(ws, i, i));
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
    e.sums = records ? NULL : ws->sums;
    e.meanings = fw_words_meanings(ws->memory);
    e.told = 0;
    e.records = records;
    e.lists = records || rules->nameless_cues || !ws->sums->fits;
    e.failed = e.headed = false;
    e.quantity = 0;
    memset(e.ahead, 0, sizeof e.ahead);
    for (e.index = 0; e.index < ws->clauses.count; e.index++) {
        examine(&e);
        fw_settle_points(&e);
        if (records) record_clause(&e);
        if (e.failed) return fw_fail_nomem(err);
        note_what_is_told(&e);
    }
    return FW_OK;
}
