/* clauses.c: cutting sentences into clauses. */
#include <failwise/categories.h>

#include "text/clauses.h"

#include <string.h>

enum { NOUN_PHRASE_REACH = 5, ADVERB_REACH = 2, MOST_CLAUSES = UINT16_MAX - 1, SHORTEST_CLAUSE = 2 };

/* The splitter's place: one sentence of one answer. */
typedef struct {
    fw_workspace *ws;
    uint32_t sentence;
    uint32_t end;   /* behind the sentence */
    uint32_t first; /* of the open clause */
    uint32_t words; /* in the open clause so far */
} splitter;

/* En and em dashes (U+2013, U+2014), and a hyphen with blanks around it. A dash between numbers is a range.
 */
static bool is_dash(const fw_workspace *ws, uint32_t index, uint32_t end) {
    const fw_str t = fw_token_text(ws, index);
    const bool spaced = (ws->tokens.items[index].flags & FW_TOKEN_SPACE_BEFORE) && index + 1 < end &&
                        (ws->tokens.items[index + 1].flags & FW_TOKEN_SPACE_BEFORE);
    if (t.len == 1 && t.ptr[0] == '-') return spaced;
    if (t.len != 3 || memcmp(t.ptr, "\xE2\x80", 2) != 0) return false;
    const unsigned char last = (unsigned char)t.ptr[2];
    return last == 0x94 || (last == 0x93 && spaced);
}

/* A mark behind which a clause ends whatever follows. A colon must be followed by a blank: "07:40" goes on.
 */
static bool cuts_behind(const fw_workspace *ws, uint32_t index, uint32_t end) {
    if (ws->tokens.items[index].kind != FW_TOKEN_PUNCT) return false;
    if (fw_token_is_char(ws, index, ';')) return true;
    if (fw_token_is_char(ws, index, ':'))
        return index + 1 < end && (ws->tokens.items[index + 1].flags & FW_TOKEN_SPACE_BEFORE);
    return is_dash(ws, index, end);
}

static uint32_t skip_adverbs(const fw_workspace *ws, uint32_t at, uint32_t end) {
    for (int k = 0;
         k < ADVERB_REACH && at < end && fw_is_word(&ws->tokens.items[at]) && fw_is_between(ws, at); k++) {
        if (fw_is_subject_pronoun(ws, at)) break; /* "there were" */
        at++;
    }
    return at;
}

/* A subject and a finite verb follow at `at`: "I told", "the vendor had", "everything went". */
static bool starts_finite_clause(const fw_workspace *ws, uint32_t at, uint32_t end) {
    at = skip_adverbs(ws, at, end);
    if (at >= end || !fw_is_word(&ws->tokens.items[at])) return false;
    if (fw_is_subject_pronoun(ws, at)) {
        if (fw_is_contracted(ws, at)) return true;
        const uint32_t verb = skip_adverbs(ws, at + 1, end);
        return verb < end && fw_is_word(&ws->tokens.items[verb]) && fw_is_finite(ws, verb, true);
    }
    const bool opens = fw_token_is(ws, at, FW_CAT_determiner) || fw_token_is(ws, at, FW_CAT_thing_subject) ||
                       fw_token_is(ws, at, FW_CAT_actor_external) ||
                       fw_token_is(ws, at, FW_CAT_actor_person) || fw_token_is(ws, at, FW_CAT_actor_team);
    if (!opens) return false;
    for (uint32_t k = at + 1; k < end && k <= at + NOUN_PHRASE_REACH && fw_is_word(&ws->tokens.items[k]);
         k++) {
        if (fw_token_is(ws, k, FW_CAT_preposition) || fw_is_subject_pronoun(ws, k)) return false;
        if (fw_is_finite(ws, k, false)) return true;
    }
    return false;
}

static inline bool is_word_text(const fw_workspace *ws, uint32_t index, const char *text) {
    return fw_word_is(fw_word_at(ws, index), text);
}

static bool is_connective(const fw_workspace *ws, uint32_t index) {
    if (fw_token_is(ws, index, FW_CAT_coordinator)) return true;
    return fw_token_is(ws, index, FW_CAT_subordinator) && !fw_token_has(ws, index, FW_COMPLEMENTIZER);
}

/* Speech without punctuation: "and then", "since then", "now I", "because" open a clause by themselves. */
static bool opens_spoken_clause(const fw_workspace *ws, uint32_t i, uint32_t end) {
    if (is_word_text(ws, i, "because")) return i + 1 < end && !is_word_text(ws, i + 1, "of");
    if (i + 1 >= end || !fw_is_word(&ws->tokens.items[i + 1])) return false;
    if (is_word_text(ws, i, "and") || is_word_text(ws, i, "since")) return is_word_text(ws, i + 1, "then");
    return is_word_text(ws, i, "now") && fw_is_subject_pronoun(ws, i + 1) &&
           starts_finite_clause(ws, i + 1, end);
}

uint32_t fw_opening_traits(const fw_word *word) {
    const bool subordinator = fw_word_known(word, FW_CAT_subordinator) && !(word->traits & FW_COMPLEMENTIZER);
    const bool spoken = fw_word_is(word, "because") || fw_word_is(word, "and") || fw_word_is(word, "since") ||
                        fw_word_is(word, "now");
    return fw_word_known(word, FW_CAT_coordinator) || subordinator || spoken ? FW_OPENS_CLAUSE : 0;
}

/* Whether a clause starts at token `i`. */
static bool cuts_before(const splitter *s, uint32_t i) {
    const fw_workspace *ws = s->ws;
    if (i == s->first || s->words < SHORTEST_CLAUSE || !fw_is_word(&ws->tokens.items[i])) return false;
    if (s->words >= FW_LONGEST_CLAUSE) return true;
    const bool after_comma = fw_token_is_char(ws, i - 1, ',');
    if (after_comma && fw_token_is(ws, i, FW_CAT_relative)) return true;
    if (is_connective(ws, i)) {
        uint32_t next = i + 1;
        if (next < s->end && is_connective(ws, next) && fw_is_word(&ws->tokens.items[next]))
            next++; /* "and when I" */
        if (starts_finite_clause(ws, next, s->end)) return !(i > s->first && is_connective(ws, i - 1));
        return opens_spoken_clause(ws, i, s->end);
    }
    if (after_comma) {
        return starts_finite_clause(ws, i, s->end) ||
               (fw_token_is(ws, i, FW_CAT_past_only_irregular) && !fw_token_is(ws, i, FW_CAT_preposition));
    }
    return opens_spoken_clause(ws, i, s->end);
}

static bool close_clause(splitter *s, uint32_t end) {
    fw_workspace *ws = s->ws;
    if (end <= s->first) return true;
    const uint32_t index = ws->clauses.count;
    for (uint32_t i = s->first; i < end; i++) ws->tokens.items[i].clause = (uint16_t)index;
    const fw_clause clause = {.first = s->first,
                              .count = end - s->first,
                              .words = s->words,
                              .sentence = s->sentence,
                              .part = FW_PART_OTHER};
    s->first = end;
    s->words = 0;
    return fw_push(&ws->clauses, clause);
}

static bool split_sentence(fw_workspace *ws, uint32_t index) {
    fw_sentence *sentence = &ws->sentences.items[index];
    splitter s = {
        .ws = ws, .sentence = index, .first = sentence->first, .end = sentence->first + sentence->count};
    sentence->first_clause = ws->clauses.count;
    bool after_word = false;
    for (uint32_t i = s.first; i < s.end; i++) {
        const bool word = fw_is_word(&ws->tokens.items[i]);
        if (word && after_word && s.words < FW_LONGEST_CLAUSE && !fw_token_has(ws, i, FW_OPENS_CLAUSE)) {
            s.words++; /* most tokens: behind a word only connectives cut, and words never cut behind them */
            continue;
        }
        after_word = word;
        const bool room = ws->clauses.count < MOST_CLAUSES;
        if (room && cuts_before(&s, i) && !close_clause(&s, i)) return false;
        s.words += word;
        if (room && !word && s.words > 0 && i + 1 < s.end && cuts_behind(ws, i, s.end) &&
            !close_clause(&s, i + 1))
            return false;
    }
    if (!close_clause(&s, s.end)) return false;
    sentence->clause_count = ws->clauses.count - sentence->first_clause;
    return true;
}

/* Past the most clauses that 16 bits can number, the rest of the answer belongs to the last one. */
static void append_to_last(fw_workspace *ws, uint32_t sentence) {
    fw_clause *last = &ws->clauses.items[ws->clauses.count - 1];
    const fw_sentence *s = &ws->sentences.items[sentence];
    for (uint32_t i = s->first; i < s->first + s->count; i++) {
        ws->tokens.items[i].clause = (uint16_t)(ws->clauses.count - 1);
        last->words += fw_is_word(&ws->tokens.items[i]);
        last->count++;
    }
    ws->sentences.items[sentence].first_clause = ws->clauses.count - 1;
    ws->sentences.items[sentence].clause_count = 1;
}

fw_code fw_split_clauses(fw_workspace *ws, fw_error *err) {
    ws->clauses.count = 0;
    for (uint32_t i = 0; i < ws->sentences.count; i++) {
        if (ws->clauses.count >= MOST_CLAUSES) {
            append_to_last(ws, i);
        } else if (!split_sentence(ws, i)) {
            return fw_fail_nomem(err);
        }
    }
    return FW_OK;
}
