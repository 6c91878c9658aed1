/* clauses.c: cutting sentences into clauses. */
#include <failwise/categories.h>

#include "text/clause_starts.h"

#include <string.h>

enum { MOST_CLAUSES = UINT16_MAX - 1, SHORTEST_CLAUSE = 2 };

/* The splitter's place: one sentence of one answer. */
typedef struct {
    fw_workspace *ws;
    uint32_t sentence;
    uint32_t end;   /* behind the sentence */
    uint32_t first; /* of the open clause */
    uint32_t words; /* in the open clause so far */
    uint32_t begun; /* the first of its tokens that may hold its verb */
    bool unmarked;  /* no mark ends the sentence: a transcript */
} splitter;

/* En and em dashes (U+2013, U+2014), and a hyphen with blanks around it. A dash between numbers is a range.
 */
static bool is_dash(const fw_workspace *ws, uint32_t index, uint32_t end) {
    const fw_str t = fw_token_text(ws, index);
    const bool spaced = (ws->tokens.items[index].flags & FW_TOKEN_SPACE_BEFORE) && index + 1 < end &&
                        (ws->tokens.items[index + 1].flags & FW_TOKEN_SPACE_BEFORE);
    if (t.len == 1 && t.ptr[0] == '-') /* the second one of "--" too */
        return spaced || (index > 0 && fw_token_is_char(ws, index - 1, '-') && index + 1 < end &&
                          !fw_token_is_char(ws, index + 1, '-'));
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

static inline bool is_word_at(const splitter *s, uint32_t at) { return fw_is_word_at(s->ws, at, s->end); }

static inline bool is_word_text(const fw_workspace *ws, uint32_t index, const char *text) {
    return fw_word_is(fw_word_at(ws, index), text);
}

static bool starts_clause(const splitter *s, uint32_t at, fw_clause_hint hint) {
    return fw_starts_clause(s->ws, at, s->end, hint);
}

/* ---- connectives ---- */

static bool is_subordinator(const fw_workspace *ws, uint32_t index) {
    return fw_token_is(ws, index, FW_CAT_subordinator) && !fw_token_has(ws, index, FW_COMPLEMENTIZER);
}

static bool is_connective(const fw_workspace *ws, uint32_t index) {
    return fw_token_is(ws, index, FW_CAT_coordinator) || is_subordinator(ws, index);
}

/* A subordinator that belongs to the word before it: "to know if", "the day when", "the same as", "a project
 * where", "as fast as", "I learned that when you ask". */
static bool is_bound(const splitter *s, uint32_t i) {
    static const char *const ASKING[] = {"know",   "knew",     "known",   "see",     "ask",    "asked",
                                         "asking", "sure",     "check",   "checked", "wonder", "tell",
                                         "verify", "wondered", "confirm", "saw",     "clear",  "matter",
                                         "say",    "matters",  "exactly", NULL};
    static const char *const TIMES[] = {"time", "times", "day",  "days",  "moment", "week", "month",
                                        "year", "point", "case", "cases", "story",  NULL};
    static const char *const LIKENESS[] = {"same", "such", "well", "soon", "long", "far", "much", "as", NULL};
    const fw_workspace *ws = s->ws;
    if (is_word_text(ws, i, "where")) return true;
    if (!is_word_at(s, i - 1)) return false;
    const bool asked = is_word_text(ws, i, "if") || is_word_text(ws, i, "when");
    const bool asks = asked && fw_word_is_one_of(ws, i - 1, ASKING);
    if (is_word_text(ws, i, "if")) return asks || is_word_text(ws, i - 1, "that");
    if (is_word_text(ws, i, "when"))
        return asks || is_word_text(ws, i - 1, "that") || fw_word_is_one_of(ws, i - 1, TIMES) ||
               fw_token_is(ws, i - 1, FW_CAT_be);
    if (is_word_text(ws, i, "before") || is_word_text(ws, i, "after")) /* "the night before" */
        return i >= s->first + 2 && is_word_text(ws, i - 2, "the") && fw_word_is_one_of(ws, i - 1, TIMES);
    if (is_word_text(ws, i, "once")) return is_word_text(ws, i - 1, "at");
    if (!is_word_text(ws, i, "as")) return false;
    return fw_word_is_one_of(ws, i - 1, LIKENESS) || (i >= s->first + 2 && is_word_text(ws, i - 2, "as"));
}

/* "I did so because", "they cannot do it yet before": the word stands for a clause or a time and opens none.
 */
static bool is_pro_form(const splitter *s, uint32_t i) {
    static const char *const VERBS[] = {"do",      "did",  "done",  "doing", "it",   "think",
                                        "thought", "hope", "guess", "say",   "said", NULL};
    const fw_workspace *ws = s->ws;
    const bool yet = is_word_text(ws, i, "yet");
    if ((!yet && !is_word_text(ws, i, "so")) || !is_word_at(s, i - 1)) return false;
    const bool joined = !is_word_at(s, i + 1) || is_connective(ws, i + 1);
    return joined && (yet || fw_word_is_one_of(ws, i - 1, VERBS));
}

/* Behind the connective at `i`, whose further words are passed: "so that", "as soon as", "now that", "and
 * when". */
static uint32_t behind_connective(const splitter *s, uint32_t i) {
    static const char *const DEGREE[] = {"soon", "long", "far", "much", NULL};
    const fw_workspace *ws = s->ws;
    uint32_t next = i + 1;
    if (!is_word_at(s, next)) return next;
    const bool takes_that = is_word_text(ws, i, "so") || is_word_text(ws, i, "now");
    if (takes_that &&
        is_word_text(ws, next, "that")) /* unless "that" is the subject: "so that did not help" */
        return next + !(is_word_at(s, next + 1) && fw_is_finite(ws, next + 1, false));
    if (is_word_text(ws, i, "as") && fw_word_is_one_of(ws, next, DEGREE) && is_word_at(s, next + 1) &&
        is_word_text(ws, next + 1, "as"))
        return next + 2;
    const bool chain = fw_token_is(ws, i, FW_CAT_coordinator) && is_connective(ws, next) &&
                       !(is_word_text(ws, i, "so") && fw_token_is(ws, next, FW_CAT_coordinator));
    return chain ? next + 1 : next;
}

/* Words that can only open a clause, whatever noun follows. */
static bool is_clear_subordinator(const fw_workspace *ws, uint32_t i) {
    return is_subordinator(ws, i) && !fw_token_is(ws, i, FW_CAT_preposition) &&
           !fw_token_is(ws, i, FW_CAT_adverb);
}

/* Speech without punctuation: "and then", "since then", "now I", "because" open a clause by themselves. */
static bool opens_spoken_clause(const splitter *s, uint32_t i) {
    const fw_workspace *ws = s->ws;
    if (is_word_text(ws, i, "because")) return i + 1 < s->end && !is_word_text(ws, i + 1, "of");
    if (!is_word_at(s, i + 1)) return false;
    if (is_word_text(ws, i, "and")) return s->unmarked && is_word_text(ws, i + 1, "then");
    if (is_word_text(ws, i, "since")) return is_word_text(ws, i + 1, "then");
    if (!is_word_text(ws, i, "now")) return false;
    return starts_clause(s, behind_connective(s, i), FW_HINT_NONE) &&
           (is_word_text(ws, i + 1, "that") || fw_is_subject_pronoun(ws, i + 1));
}

uint32_t fw_opening_traits(const fw_word *word) {
    const bool subordinator = fw_word_known(word, FW_CAT_subordinator) && !(word->traits & FW_COMPLEMENTIZER);
    const bool spoken = fw_word_is(word, "because") || fw_word_is(word, "and") || fw_word_is(word, "since") ||
                        fw_word_is(word, "now");
    return fw_word_known(word, FW_CAT_coordinator) || subordinator || spoken ? FW_OPENS_CLAUSE : 0;
}

/* ---- borders ---- */

/* A word of the open clause before `i` has the trait. */
static inline bool has_word(const splitter *s, uint32_t i, uint32_t trait) {
    const fw_planes *planes = s->ws->planes.items;
    uint64_t any = 0;
    for (uint32_t at = s->begun; at < i; at += FW_PLANE_TOKENS)
        any |= fw_window(planes, FW_PLANE_OF(trait), at) & fw_window(planes, FW_PLANE_WORD, at) &
               fw_lowest(i - at);
    return any != 0;
}

/* The open clause has its verb, which the connective at `i` asks for: "the team and I" is not cut. Base forms
 * ("people come", but also "the team lead") are enough before words that cannot join two nouns. */
static bool has_verb(const splitter *s, uint32_t i) {
    static const char *const SUBJECTS[] = {"we", "they", "it", "there", NULL};
    const fw_workspace *ws = s->ws;
    if (has_word(s, i, FW_FINITE) || has_word(s, i, FW_CONTRACTED)) return true;
    if (!has_word(s, i, FW_FINITE_PLURAL)) return false;
    if (has_word(s, i, FW_SUBJECT_PRONOUN) || is_subordinator(ws, i)) return true;
    return is_word_at(s, i + 1) && fw_word_is_one_of(ws, i + 1, SUBJECTS);
}

/* Whether a clause stands behind the coordinator at `i`: at once, behind an adverbial, behind a remark
 * between commas ("and, in the end, we left"), or behind a conjunction ("and that I should ask"). */
static bool coordinated_clause(const splitter *s, uint32_t i, uint32_t next) {
    enum { REMARK_REACH = 8 };
    const fw_workspace *ws = s->ws;
    const fw_clause_hint hint = fw_token_is_char(ws, i - 1, ',') ? FW_HINT_COMMA : FW_HINT_NONE;
    const bool comma = next < s->end && fw_token_is_char(ws, next, ',');
    uint32_t at = fw_skip_fillers(ws, next, s->end);
    if (fw_is_tag(ws, at, s->end)) at = fw_skip_fillers(ws, at + 2, s->end);
    at = fw_skip_remark_adverbs(ws, at, s->end);
    if (is_word_at(s, at) && fw_token_has(ws, at, FW_COMPLEMENTIZER) && !fw_token_is(ws, at, FW_CAT_relative))
        return starts_clause(s, at + 1, hint); /* "whether", "how", "why" */
    if (is_word_at(s, at) && (is_word_text(ws, at, "who") || is_word_text(ws, at, "which"))) return false;
    if (starts_clause(s, at, hint)) return true;
    const bool degree = is_word_text(ws, i, "so") && hint == FW_HINT_NONE && is_word_at(s, at) &&
                        !fw_token_is(ws, at, FW_CAT_preposition); /* "so tired that I left" */
    if (!degree && fw_starts_with_adverbial(ws, at, s->end)) return true;
    if (is_word_at(s, at) && is_word_text(ws, at, "that")) return starts_clause(s, at + 1, hint);
    if (!comma) return false;
    uint32_t k = at;
    while (k < s->end && k < at + REMARK_REACH && !fw_token_is_char(ws, k, ',')) k++;
    return k + 1 < s->end && fw_token_is_char(ws, k, ',') && starts_clause(s, k + 1, hint);
}

/* Whether a clause starts with the connective at token `i`. */
static bool connective_cuts(const splitter *s, uint32_t i) {
    const fw_workspace *ws = s->ws;
    const bool chained = is_connective(ws, i - 1) && (i - 1 == s->first || !is_pro_form(s, i - 1));
    if (chained || is_pro_form(s, i)) return false;
    const uint32_t next = behind_connective(s, i);
    const bool inverts = is_word_text(ws, i, "nor") || is_word_text(ws, next - 1, "so");
    if (inverts && fw_starts_inverted(ws, next, s->end)) return true;
    if (!is_subordinator(ws, i)) return coordinated_clause(s, i, next) || opens_spoken_clause(s, i);
    if (is_bound(s, i)) return false;
    const fw_clause_hint hint = is_clear_subordinator(ws, i) ? FW_HINT_CERTAIN : FW_HINT_NONE;
    return starts_clause(s, next, hint) || opens_spoken_clause(s, i);
}

/* Whether a clause starts at token `i`. */
static bool cuts_before(const splitter *s, uint32_t i) {
    const fw_workspace *ws = s->ws;
    if (i == s->first || s->words < SHORTEST_CLAUSE || !fw_is_word(&ws->tokens.items[i])) return false;
    if (s->words >= FW_LONGEST_CLAUSE) return true;
    if (!fw_token_has(ws, i, FW_OPENS_CLAUSE))
        return s->unmarked && fw_token_has(ws, i, FW_SUBJECT_PRONOUN) && has_verb(s, i) &&
               fw_starts_plain_statement(ws, i, s->end);
    const bool nouns = is_word_text(ws, i, "and") || is_word_text(ws, i, "or"); /* only these join nouns */
    const bool joins = fw_token_is(ws, i, FW_CAT_coordinator) && (!nouns || fw_token_is_char(ws, i - 1, ','));
    if (!joins && !has_verb(s, i)) return false;
    return is_connective(ws, i) ? connective_cuts(s, i) : opens_spoken_clause(s, i);
}

/* Opening brackets and quotation marks belong to the word behind them. */
static bool opens_bracket(const splitter *s, uint32_t index) {
    const fw_workspace *ws = s->ws;
    const fw_str t = fw_token_text(ws, index);
    if (ws->tokens.items[index].kind != FW_TOKEN_PUNCT ||
        ws->tokens.items[index + 1].flags & FW_TOKEN_SPACE_BEFORE)
        return false;
    if (t.len == 1 && (t.ptr[0] == '(' || t.ptr[0] == '[')) return true;
    const bool spaced = ws->tokens.items[index].flags & FW_TOKEN_SPACE_BEFORE;
    const bool straight = t.len == 1 && (t.ptr[0] == '"' || t.ptr[0] == '\'');
    return spaced && (straight || t.len == 2 || t.len == 3);
}

/* The words that shade the subordinator at `i` begin its clause: "even though", "just because", "two weeks
 * after". */
static uint32_t begin_of_shade(const splitter *s, uint32_t i) {
    static const char *const SHADES[] = {"even",    "just",   "only",       "simply", "mainly",
                                         "partly",  "mostly", "precisely",  "not",    "maybe",
                                         "perhaps", "also",   "especially", "right",  NULL};
    static const char *const UNITS[] = {"minutes", "hours",  "hour",  "days",  "day",  "weeks",
                                        "week",    "months", "month", "years", "year", NULL};
    const fw_workspace *ws = s->ws;
    if (i <= s->first || !is_word_at(s, i - 1)) return i;
    if (fw_word_is_one_of(ws, i - 1, SHADES)) return i - 1;
    const bool measured = is_word_text(ws, i, "after") || is_word_text(ws, i, "before");
    if (!measured || !fw_word_is_one_of(ws, i - 1, UNITS) || i < s->first + 2 || !is_word_at(s, i - 2))
        return i;
    const bool counted = ws->tokens.items[i - 2].kind == FW_TOKEN_NUMBER ||
                         fw_word_at(ws, i - 2)->number_class != 0 || is_word_text(ws, i - 2, "a");
    return counted ? i - 2 : i;
}

/* Speech that runs on is cut behind its last comma, as far as there is one in the second half of the clause.
 */
static uint32_t begin_behind_comma(const splitter *s, uint32_t i) {
    for (uint32_t k = i; k > s->first + FW_LONGEST_CLAUSE / 2; k--) {
        if (fw_token_is_char(s->ws, k - 1, ',')) return k;
    }
    return i;
}

/* Where a clause begins whose first word or connective stands at `i`: a shade of the connective, a
 * coordinator before it ("and, when") and opening marks go with it. */
static uint32_t begin_of(const splitter *s, uint32_t i) {
    static const char *const JOINING[] = {"and", "but", "or", NULL};
    const fw_workspace *ws = s->ws;
    uint32_t begin = i;
    if (s->words >= FW_LONGEST_CLAUSE) {
        begin = begin_behind_comma(s, i);
    } else if (is_subordinator(ws, i)) {
        begin = begin_of_shade(s, i);
        const bool comma = begin > s->first && fw_token_is_char(ws, begin - 1, ',');
        const uint32_t before = begin - 1 - comma;
        if (begin >= s->first + 2 && is_word_at(s, before) && fw_word_is_one_of(ws, before, JOINING))
            begin = before;
    }
    while (begin > s->first && opens_bracket(s, begin - 1)) begin--;
    return begin > s->first ? begin : i;
}

/* Closes the open clause before `end`; the words from there up to `at` belong to the next one. */
static bool close_clause(splitter *s, uint32_t end, uint32_t at) {
    fw_workspace *ws = s->ws;
    if (end <= s->first) return true;
    const uint32_t later = fw_count_in(ws->planes.items, FW_PLANE_WORD, end, at);
    const fw_clause clause = {.first = s->first,
                              .count = end - s->first,
                              .words = s->words - later,
                              .sentence = s->sentence,
                              .part = FW_PART_OTHER};
    s->first = end;
    s->words = later;
    s->begun = at;
    return fw_push(&ws->clauses, clause);
}

/* Whether the sentence [first, end) lacks a mark at its end. */
static bool is_unmarked(const fw_workspace *ws, uint32_t first, uint32_t end) {
    return end > first && fw_is_word(&ws->tokens.items[end - 1]);
}

/* Tokens where a clause may be cut, among the 64 from `from` on: connectives, and subjects in a sentence
 * without marks; marks that clauses end behind. */
static inline uint64_t cuts_from(const splitter *s, uint32_t from) {
    const fw_planes *planes = s->ws->planes.items;
    const uint64_t subjects = fw_window(planes, FW_PLANE_OF(FW_SUBJECT_PRONOUN), from);
    const uint64_t openers =
        fw_window(planes, FW_PLANE_OF(FW_OPENS_CLAUSE), from) | (s->unmarked ? subjects : 0);
    return (fw_window(planes, FW_PLANE_WORD, from) & openers) |
           (fw_window(planes, FW_PLANE_MARK, from) & fw_window(planes, FW_PLANE_OF(FW_BORDER_MARK), from));
}

/* The first token from `from` on where a clause may be cut, the word included that makes it too long; the
 * sentence's end when there is none. Counts the words on the way. */
static uint32_t pass_words(splitter *s, uint32_t from) {
    while (from < s->end) {
        const uint64_t cuts = cuts_from(s, from);
        const uint32_t left = s->end - from, most = left < FW_PLANE_TOKENS ? left : FW_PLANE_TOKENS;
        uint32_t passed = cuts ? (uint32_t)__builtin_ctzll(cuts) : FW_PLANE_TOKENS;
        passed = passed < most ? passed : most;
        uint64_t words = fw_window(s->ws->planes.items, FW_PLANE_WORD, from) & fw_lowest(passed);
        const uint32_t count = fw_bits_in(words);
        if (count && s->words + count > FW_LONGEST_CLAUSE) {
            for (; s->words < FW_LONGEST_CLAUSE; s->words++) words &= words - 1;
            return from + (uint32_t)__builtin_ctzll(words);
        }
        s->words += count;
        from += passed;
        if (passed < FW_PLANE_TOKENS) break;
    }
    return from;
}

static bool split_sentence(fw_workspace *ws, uint32_t index) {
    fw_sentence *sentence = &ws->sentences.items[index];
    splitter s = {.ws = ws,
                  .sentence = index,
                  .first = sentence->first,
                  .end = sentence->first + sentence->count,
                  .begun = sentence->first};
    s.unmarked = is_unmarked(ws, s.first, s.end);
    sentence->first_clause = ws->clauses.count;
    for (uint32_t i = pass_words(&s, s.first); i < s.end; i = pass_words(&s, i + 1)) {
        const bool word = fw_is_word(&ws->tokens.items[i]);
        const bool room = ws->clauses.count < MOST_CLAUSES;
        if (room && cuts_before(&s, i) && !close_clause(&s, begin_of(&s, i), i)) return false;
        s.words += word;
        if (room && !word && s.words > 0 && i + 1 < s.end && cuts_behind(ws, i, s.end) &&
            !close_clause(&s, i + 1, i + 1))
            return false;
    }
    if (!close_clause(&s, s.end, s.end)) return false;
    sentence->clause_count = ws->clauses.count - sentence->first_clause;
    return true;
}

/* Past the most clauses that 16 bits can number, the rest of the answer belongs to the last one. */
static void append_to_last(fw_workspace *ws, uint32_t sentence) {
    fw_clause *last = &ws->clauses.items[ws->clauses.count - 1];
    const fw_sentence *s = &ws->sentences.items[sentence];
    for (uint32_t i = s->first; i < s->first + s->count; i++) {
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
