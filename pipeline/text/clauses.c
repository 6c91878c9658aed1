/* clauses.c: cutting sentences into clauses. */
#include <failwise/categories.h>

#include "text/clause_marks.h"
#include "text/clause_starts.h"
#include "text/quantity_words.h"
#include "text/word_lists.h"

#include "base/wide.h"

enum { MOST_CLAUSES = UINT16_MAX - 1, SHORTEST_CLAUSE = 2 };

/* The splitter's place: one sentence of one answer. */
typedef struct {
    fw_workspace *ws;
    uint32_t sentence;
    uint32_t end;      /* behind the sentence */
    uint32_t stop;     /* the same, less the mark that ends it */
    uint32_t first;    /* of the open clause */
    uint32_t begun;    /* the first of its tokens that may hold its verb */
    uint32_t next;     /* the first token that was not looked at */
    uint32_t limit;    /* the word that makes it too long; `stop` when there is none */
    uint32_t base;     /* the first of 64 tokens */
    uint32_t before;   /* words of the open clause before them, as far as they have been counted */
    uint32_t searched; /* up to here the open clause has no word, unless it is `worded` */
    bool worded;
    uint64_t left; /* those among them where the clause may be cut */
    bool unmarked; /* no mark ends the sentence: a transcript, where subjects may open clauses */
    bool spoken;   /* and its words have told where they open (speech.c) */
} splitter;

static inline bool is_word_at(const splitter *s, uint32_t at) { return fw_is_word_at(s->ws, at, s->end); }

static inline bool is_word_text(const fw_workspace *ws, uint32_t index, const char *text) {
    return fw_word_is(fw_word_at(ws, index), text);
}

static bool starts_clause(const splitter *s, uint32_t at, fw_clause_hint hint) {
    return fw_starts_clause(s->ws, at, s->end, hint);
}

/* ---- connectives ---- */

static inline bool is_subordinator(const fw_workspace *ws, uint32_t index) {
    const fw_word *word = fw_word_at(ws, index);
    return fw_word_known(word, FW_CAT_subordinator) & !(word->traits & FW_COMPLEMENTIZER);
}

static inline bool is_connective(const fw_workspace *ws, uint32_t index) {
    const bool joins = fw_token_is(ws, index, FW_CAT_coordinator), subordinates = is_subordinator(ws, index);
    return joins | subordinates;
}

/* A subordinator that belongs to the word before it: "to know if", "the day when", "the same as", "a project
 * where", "as fast as", "I learned that when you ask". */
static bool is_bound(const splitter *s, uint32_t i) {
    const fw_workspace *ws = s->ws;
    if (!fw_token_in(ws, i, FW_LIST_BOUND)) return false;
    if (is_word_text(ws, i, "where")) return true;
    if (!is_word_at(s, i - 1)) return false;
    const bool asks = fw_token_in(ws, i - 1, FW_LIST_ASKING) || is_word_text(ws, i - 1, "that");
    const bool occasion = fw_token_in(ws, i - 1, FW_LIST_OCCASION);
    if (is_word_text(ws, i, "if")) return asks;
    if (is_word_text(ws, i, "when")) return asks || occasion || fw_token_is(ws, i - 1, FW_CAT_be);
    if (is_word_text(ws, i, "once")) return is_word_text(ws, i - 1, "at");
    if (is_word_text(ws, i, "as"))
        return fw_token_in(ws, i - 1, FW_LIST_LIKENESS) ||
               (i >= s->first + 2 && is_word_text(ws, i - 2, "as"));
    return occasion && i >= s->first + 2 && is_word_text(ws, i - 2, "the"); /* "the night before" */
}

/* "I did so because", "they cannot do it yet before": the word stands for a clause or a time and opens none.
 */
static bool is_pro_form(const splitter *s, uint32_t i) {
    const fw_workspace *ws = s->ws;
    const bool yet = is_word_text(ws, i, "yet"), so = is_word_text(ws, i, "so");
    if (!(yet | so) || !is_word_at(s, i - 1)) return false;
    const bool joined = !is_word_at(s, i + 1) || is_connective(ws, i + 1);
    return joined && (yet || fw_token_in(ws, i - 1, FW_LIST_BEFORE_SO));
}

/* The same, where the connective may go on with a word of its own. */
static uint32_t behind_words(const splitter *s, uint32_t i, uint32_t next, bool chain) {
    const fw_workspace *ws = s->ws;
    const bool as = is_word_text(ws, i, "as");
    if (!as && is_word_text(ws, next, "that")) /* unless "that" is the subject: "so that did not help" */
        return next + !(is_word_at(s, next + 1) && fw_is_finite(ws, next + 1, false));
    if (as && fw_token_in(ws, next, FW_LIST_DEGREE) && is_word_at(s, next + 1) &&
        is_word_text(ws, next + 1, "as"))
        return next + 2;
    const bool apart = is_word_text(ws, i, "so") && fw_token_is(ws, next, FW_CAT_coordinator);
    return next + (chain & !apart);
}

/* Behind the connective at `i`, whose further words are passed: "so that", "as soon as", "now that", "and
 * when". */
static uint32_t behind_connective(const splitter *s, uint32_t i) {
    const fw_workspace *ws = s->ws;
    const uint32_t next = i + 1;
    if (!is_word_at(s, next)) return next;
    const bool joins = fw_token_is(ws, i, FW_CAT_coordinator), goes_on = is_connective(ws, next);
    const bool chain = joins & goes_on;
    if (fw_token_in(ws, i, FW_LIST_GOES_ON)) return behind_words(s, i, next, chain);
    return next + chain;
}

/* Words that can only open a clause, whatever noun follows. */
static bool is_clear_subordinator(const fw_workspace *ws, uint32_t i) {
    return is_subordinator(ws, i) && !fw_token_is(ws, i, FW_CAT_preposition) &&
           !fw_token_is(ws, i, FW_CAT_adverb);
}

/* Speech without punctuation: "and then", "since then", "now I", "because" open a clause by themselves. */
static bool opens_spoken_clause(const splitter *s, uint32_t i) {
    const fw_workspace *ws = s->ws;
    if (!fw_token_in(ws, i, FW_LIST_SPOKEN)) return false;
    if (is_word_text(ws, i, "because")) return i + 1 < s->end && !is_word_text(ws, i + 1, "of");
    if (!is_word_at(s, i + 1)) return false;
    if (is_word_text(ws, i, "and")) return s->unmarked && is_word_text(ws, i + 1, "then");
    if (is_word_text(ws, i, "since")) return is_word_text(ws, i + 1, "then");
    return starts_clause(s, behind_connective(s, i), FW_HINT_NONE) &&
           (is_word_text(ws, i + 1, "that") || fw_is_subject_pronoun(ws, i + 1));
}

/* ---- borders ---- */

/* A pronoun of the open clause before `i` can be its subject. */
static bool has_pronoun(const splitter *s, uint32_t i) {
    const fw_planes *planes = s->ws->planes.items;
    uint64_t any = 0;
    for (uint32_t at = s->begun; at < i; at += FW_PLANE_TOKENS)
        any |= fw_window(planes, FW_PLANE_OF(FW_SUBJECT_PRONOUN), at) & fw_window(planes, FW_PLANE_WORD, at) &
               fw_lowest(i - at);
    return any != 0;
}

/* The open clause has its verb, which the connective at `i` asks for: "the team and I" is not cut. Base forms
 * ("people come", but also "the team lead") are enough before words that cannot join two nouns. */
static bool has_verb(const splitter *s, uint32_t i) {
    const fw_workspace *ws = s->ws;
    const fw_planes *planes = ws->planes.items;
    if (fw_any_in(planes, FW_PLANE_SURE_FINITE, s->begun, i)) return true;
    if (!fw_any_in(planes, FW_PLANE_FINITE, s->begun, i)) return false;
    if (has_pronoun(s, i) || is_subordinator(ws, i)) return true;
    return is_word_at(s, i + 1) && fw_token_in(ws, i + 1, FW_LIST_PLURAL_SUBJECT);
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

/* Whether a clause starts at the word `i`. */
static bool cuts_before(const splitter *s, uint32_t i) {
    const fw_workspace *ws = s->ws;
    if (i >= s->limit) return true;
    if (s->spoken && fw_is_in(ws->planes.items, FW_PLANE_SPOKEN, i)) return true;
    if (!fw_token_has(ws, i, FW_OPENS_CLAUSE)) /* a subject */
        return has_verb(s, i) && fw_starts_plain_statement(ws, i, s->end);
    const bool adds = is_word_text(ws, i, "and"), offers = is_word_text(ws, i, "or");
    const bool nouns = adds | offers, comma = fw_token_is_char(ws, i - 1, ','); /* only these join nouns */
    const bool joins = fw_token_is(ws, i, FW_CAT_coordinator) & (!nouns | comma);
    if (!joins && !has_verb(s, i)) return false;
    return is_connective(ws, i) ? connective_cuts(s, i) : opens_spoken_clause(s, i);
}

/* The words that shade the subordinator at `i` begin its clause: "even though", "just because", "two weeks
 * after". */
static uint32_t begin_of_shade(const splitter *s, uint32_t i) {
    const fw_workspace *ws = s->ws;
    if (i <= s->first || !is_word_at(s, i - 1)) return i;
    if (fw_token_in(ws, i - 1, FW_LIST_SHADE)) return i - 1;
    const bool measured = is_word_text(ws, i, "after") || is_word_text(ws, i, "before");
    if (!measured || !fw_token_in(ws, i - 1, FW_LIST_TIME_UNIT) || i < s->first + 2 || !is_word_at(s, i - 2))
        return i;
    const bool counted = ws->tokens.items[i - 2].kind == FW_TOKEN_NUMBER ||
                         fw_class_counts(fw_word_at(ws, i - 2)->number_class) || is_word_text(ws, i - 2, "a");
    return counted ? i - 2 : i;
}

/* Speech that runs on is cut behind its last comma, if there is one in the second half of the clause. */
static uint32_t begin_behind_comma(const splitter *s, uint32_t i) {
    for (uint32_t k = i; k > s->first + FW_LONGEST_CLAUSE / 2; k--) {
        if (fw_token_is_char(s->ws, k - 1, ',')) return k;
    }
    return i;
}

/* Where a clause begins whose first word or connective stands at `i`: a shade of the connective, a
 * coordinator before it ("and, when") and opening marks go with it. */
static uint32_t begin_of(const splitter *s, uint32_t i) {
    const fw_workspace *ws = s->ws;
    uint32_t begin = i;
    if (i >= s->limit) {
        begin = begin_behind_comma(s, i);
    } else if (is_subordinator(ws, i)) {
        begin = begin_of_shade(s, i);
        const bool comma = begin > s->first && fw_token_is_char(ws, begin - 1, ',');
        const uint32_t before = begin - 1 - comma;
        if (begin >= s->first + 2 && is_word_at(s, before) && fw_token_in(ws, before, FW_LIST_JOINING))
            begin = before;
    }
    while (begin > s->first && fw_opens_bracket(ws, begin - 1)) begin--;
    return begin > s->first ? begin : i;
}

/* Where the open clause may be cut among 64 tokens: connectives, subjects, marks. `words` are those of the
 * clause among them, `before` as many stand before: a word does not cut it before it is long enough. */
FW_INLINED uint64_t places_among(const splitter *s, const uint64_t *of, uint64_t words, uint32_t before) {
    const uint64_t subjects = of[FW_PLANE_OF(FW_NOMINATIVE)] & words & (0 - (uint64_t)s->unmarked);
    uint64_t late = words;
    for (; before < SHORTEST_CLAUSE; before++) late &= late - 1;
    const uint64_t told = of[FW_PLANE_SPOKEN] & words & (0 - (uint64_t)s->spoken);
    return (of[FW_PLANE_CUT] | subjects | told) & (late | ~words);
}

/* Goes on to the next 64 tokens, in long sentences. */
__attribute__((noinline)) static void look_further(splitter *s) {
    const fw_planes *planes = s->ws->planes.items;
    const uint32_t from = s->first > s->base ? s->first : s->base;
    s->base += FW_PLANE_TOKENS;
    s->before += fw_count_in(planes, FW_PLANE_WORD, from, s->base);
    const uint64_t *of = planes[s->base / FW_PLANE_TOKENS].of;
    const uint64_t seen = fw_lowest(s->next > s->base ? s->next - s->base : 0);
    s->left = places_among(s, of, of[FW_PLANE_WORD], s->before) & ~seen;
}

/* The word of the sentence from s->next on before which the longest clause stands; s->stop when there is
 * none. */
__attribute__((noinline)) static uint32_t find_limit(const splitter *s) {
    uint32_t before = 0;
    for (uint32_t from = s->first; from < s->stop; from += FW_PLANE_TOKENS) {
        uint64_t words = fw_window(s->ws->planes.items, FW_PLANE_WORD, from) & fw_lowest(s->stop - from);
        for (; before < FW_LONGEST_CLAUSE && words; before++) words &= words - 1;
        if (!words) continue;
        const uint32_t at = from + (uint32_t)__builtin_ctzll(words);
        return at < s->next ? fw_next_in(s->ws->planes.items, FW_PLANE_WORD, s->next, s->stop) : at;
    }
    return s->stop;
}

/* A clause is open from `first` on, and `next` is to be looked at; what stands before `begun` belongs to the
 * clause, but does not hold its verb. */
FW_INLINED void open_clause(splitter *s, uint32_t first, uint32_t begun, uint32_t next) {
    s->first = first;
    s->begun = begun;
    s->next = next;
    s->searched = first;
    s->worded = false;
    s->base = first - first % FW_PLANE_TOKENS;
    s->before = 0;
    s->limit = s->end - first > FW_LONGEST_CLAUSE ? find_limit(s) : s->stop;
    const uint64_t *of = s->ws->planes.items[first / FW_PLANE_TOKENS].of;
    const uint64_t words = of[FW_PLANE_WORD] & UINT64_MAX << first % FW_PLANE_TOKENS;
    s->left = places_among(s, of, words, 0) & ~fw_lowest(next - s->base);
}

/* The next token where the open clause may be cut, or the word that makes it too long; s->stop when there is
 * none. */
static inline uint32_t next_place(splitter *s) {
    while (!s->left) {
        if (s->limit <= s->base + FW_PLANE_TOKENS) return s->limit;
        look_further(s);
    }
    const uint32_t at = s->base + (uint32_t)__builtin_ctzll(s->left);
    s->left &= s->left - 1;
    return at < s->limit ? at : s->limit;
}

/* Closes the open clause before `end`, which lies behind its beginning. */
static bool close_clause(splitter *s, uint32_t end) {
    fw_workspace *ws = s->ws;
    const uint32_t index = ws->clauses.count;
    if (index == ws->clauses.capacity &&
        !fw_grow((void **)&ws->clauses.items, &ws->clauses.capacity, index, sizeof *ws->clauses.items))
        return false;
    fw_clause *clause = &ws->clauses.items[index];
    memset(clause, 0, sizeof *clause);
    clause->first = s->first;
    clause->count = end - s->first;
    clause->sentence = s->sentence;
    clause->part = FW_PART_OTHER;
    ws->clauses.count++;
    return true;
}

/* Whether a word of the open clause stands before token `i`. Where marks follow each other by the thousand
 * none of them is looked at again. */
static bool holds_word(splitter *s, uint32_t i) {
    if (!s->worded) s->worded = fw_any_in(s->ws->planes.items, FW_PLANE_WORD, s->searched, i);
    s->searched = i;
    return s->worded;
}

/* Cuts the sentence at token `i`, where that is a place to. False when memory is out. */
static bool try_cut(splitter *s, uint32_t i) {
    const fw_workspace *ws = s->ws;
    if (fw_is_word(&ws->tokens.items[i])) {
        if (!cuts_before(s, i)) return true;
        const uint32_t begin = begin_of(s, i);
        if (!close_clause(s, begin)) return false;
        open_clause(s, begin, i, i + 1);
        return true;
    }
    if (!holds_word(s, i) || !fw_parts_clauses(ws, i, s->end)) return true;
    if (!close_clause(s, i + 1)) return false;
    open_clause(s, i + 1, i + 1, i + 1);
    return true;
}

static bool split_sentence(fw_workspace *ws, uint32_t index) {
    fw_sentence *sentence = &ws->sentences.items[index];
    splitter s = {.ws = ws, .sentence = index, .end = sentence->first + sentence->count};
    s.first = sentence->first;
    s.unmarked = fw_is_word(&ws->tokens.items[s.end - 1]);
    s.spoken = ws->is_speech && fw_is_in(ws->planes.items, FW_PLANE_SPOKEN, s.first);
    s.stop = s.end - !s.unmarked;
    sentence->first_clause = ws->clauses.count;
    open_clause(&s, sentence->first, sentence->first, sentence->first);
    for (uint32_t i; (i = next_place(&s)) < s.stop && ws->clauses.count < MOST_CLAUSES;) {
        if (!try_cut(&s, i)) return false;
    }
    if (!close_clause(&s, s.end)) return false;
    sentence->clause_count = ws->clauses.count - sentence->first_clause;
    return true;
}

/* Past the most clauses that 16 bits can number, the rest of the answer belongs to the last one. */
static void append_to_last(fw_workspace *ws, uint32_t sentence) {
    fw_clause *last = &ws->clauses.items[ws->clauses.count - 1];
    const fw_sentence *s = &ws->sentences.items[sentence];
    last->count += s->count;
    ws->sentences.items[sentence].first_clause = ws->clauses.count - 1;
    ws->sentences.items[sentence].clause_count = 1;
}

/* Tells each token which clause holds it, and the clause how many of them are words. Most clauses are shorter
 * than what is numbered at once: what stands behind them is numbered again, and behind the last token there
 * is room (fw_tokenize). */
FW_INLINED void number_tokens(fw_workspace *ws) {
    for (uint32_t i = 0; i < ws->clauses.count; i++) {
        fw_clause *clause = &ws->clauses.items[i];
        fw_token *token = ws->tokens.items + clause->first, *const end = token + clause->count;
        for (; token < end; token += FW_TOKENS_NUMBERED) {
            for (uint32_t k = 0; k < FW_TOKENS_NUMBERED; k++) token[k].clause = (uint16_t)i;
        }
        clause->words =
            fw_count_in(ws->planes.items, FW_PLANE_WORD, clause->first, clause->first + clause->count);
    }
}

static void number_plain(fw_workspace *ws) { number_tokens(ws); }
FW_WIDE static void number_wide(fw_workspace *ws) { number_tokens(ws); }

fw_code fw_split_clauses(fw_workspace *ws, fw_error *err) {
    ws->clauses.count = 0;
    fw_plan_clauses(ws);
    for (uint32_t i = 0; i < ws->sentences.count; i++) {
        if (ws->clauses.count >= MOST_CLAUSES) {
            append_to_last(ws, i);
        } else if (!split_sentence(ws, i)) {
            return fw_fail_nomem(err);
        }
    }
    (fw_has_wide() ? number_wide : number_plain)(ws);
    return FW_OK;
}
