/* parse.c: subject, verb, tense and negation of a clause: shallow, from the first finite verb. */
#include <failwise/categories.h>

#include "text/clause_starts.h"
#include "text/word_lists.h"

#include "base/wide.h"

#include <string.h>

static inline bool text_is(const fw_workspace *ws, uint32_t index, const char *text) {
    return fw_word_is(fw_word_at(ws, index), text);
}

/* The auxiliary inside a contraction: 'd and 've are past or perfect, 'll future, the rest present. */
static fw_tense contracted_tense(const fw_workspace *ws, uint32_t index, uint32_t verb) {
    const char *mark = strrchr(fw_word_at(ws, index)->text, '\'');
    if (!mark) return FW_TENSE_NONE;
    if (strcmp(mark, "'ll") == 0) return FW_TENSE_FUTURE;
    if (strcmp(mark, "'d") == 0) {
        const bool base = verb != FW_NO_TOKEN && fw_token_is(ws, verb, FW_CAT_verb_base) &&
                          !fw_token_is(ws, verb, FW_CAT_verb_participle);
        return base ? FW_TENSE_MODAL : FW_TENSE_PAST;
    }
    return FW_TENSE_PRESENT;
}

static fw_tense tense_of(const fw_workspace *ws, uint32_t finite, uint32_t end) {
    static_assert(FW_CAT_be < 64, "in the first number");
    enum { MAY_GO = 1 << FW_TENSE_PRESENT | 1 << FW_TENSE_MODAL };
    const fw_word *word = fw_word_at(ws, finite);
    const fw_tense tense = fw_tense_of(word->traits);
    const uint64_t is = word->known[0] >> FW_CAT_be, goes = MAY_GO >> tense;
    if (!(is & goes & (finite + 2 < end))) return tense; /* mostly: asked as one */
    const bool going = text_is(ws, finite + 1, "gonna") ||
                       (text_is(ws, finite + 1, "going") && text_is(ws, finite + 2, "to"));
    return going ? FW_TENSE_FUTURE : tense;
}

static bool is_plain_auxiliary(const fw_workspace *ws, uint32_t index) {
    return fw_token_has(ws, index, FW_AUXILIARY);
}

/* The main verb: the first word behind the auxiliaries that is a verb form; the auxiliary itself if none
 * follows. */
FW_INLINED uint32_t main_verb(const fw_workspace *ws, uint32_t finite, uint32_t end) {
    enum { REACH = 5 };
    const uint32_t traits = fw_word_at(ws, finite)->traits;
    const bool more = finite + 1 < end, subject = fw_is_subject_pronoun(ws, finite + more);
    const bool contracted = (traits & FW_CONTRACTED) != 0;
    const uint32_t from = finite + 1 + (more & subject & !contracted);
    const uint64_t passed = fw_window(ws->planes.items, FW_PLANE_PASSED, from) & fw_lowest(REACH);
    const uint64_t forms = fw_window(ws->planes.items, FW_PLANE_VERB_FORM, from);
    const uint32_t behind = (uint32_t)__builtin_ctzll(~passed), verb = from + behind;
    const bool auxiliary = (traits & (FW_AUXILIARY | FW_CONTRACTED)) != 0, form = forms >> behind & 1;
    const uint32_t found = auxiliary & form & (verb < end) & (verb <= finite + REACH);
    return finite + (verb - finite) * found; /* without a branch: every third verb is an auxiliary */
}

/* ---- the subject and its finite verb ---- */

/* The reader's place in a clause. */
typedef struct {
    const fw_workspace *ws;
    uint32_t first, end;
    uint32_t noun;      /* the last word of a possible subject; FW_NO_TOKEN when there is none */
    uint32_t held;      /* a personal pronoun before a comma: "I, being new, missed it" */
    bool prepositional; /* behind a preposition: "the head of sales": the head stays the subject */
    bool
        relative; /* in a clause that "who", "which" or "that" hung on the noun; its verb is not the noun's */
} reader;

/* The traits of the subject's word; none where there is no subject. */
static inline uint32_t noun_traits(const reader *r) {
    const bool there = r->noun != FW_NO_TOKEN; /* without a branch: the first token stands in */
    return fw_word_at(r->ws, there ? r->noun : r->first)->traits & (0 - (uint32_t)there);
}
static inline bool is_pronoun(const reader *r) { return (noun_traits(r) & FW_SUBJECT_PRONOUN) != 0; }

static bool is_pure_determiner(const fw_workspace *ws, uint32_t at) {
    return fw_token_has(ws, at, FW_PURE_DETERMINER);
}

static bool is_sure_verb(const fw_workspace *ws, uint32_t at) { return fw_token_has(ws, at, FW_SURE_VERB); }

/* A sure verb or a past form follows soon behind `at`, with nothing between that could be its object. */
static bool has_verb_soon(const reader *r, uint32_t at) {
    enum { REACH = 2 };
    const fw_workspace *ws = r->ws;
    for (uint32_t k = at + 1; k <= at + REACH && k < r->end && fw_is_word(&ws->tokens.items[k]); k++) {
        const uint32_t apart =
            FW_PREPOSITION | FW_SUBJECT_PRONOUN | FW_BETWEEN | FW_OPENS_CLAUSE | FW_DETERMINER;
        if (fw_token_has(ws, k, apart)) return false;
        if (fw_token_has(ws, k, FW_SURE_VERB | FW_PAST)) return true;
    }
    return false;
}

/* Whether the form at `at` is finite, and no part of the noun: "the failed launch cost us", "the user tests
 * failed", "that changed plan was". */
static bool is_finite_here(const reader *r, uint32_t at) {
    enum { PLURAL = FW_SUBJECT_PRONOUN | FW_TAKES_BASE };
    const fw_workspace *ws = r->ws;
    const uint32_t traits = fw_word_at(ws, at)->traits, noun = noun_traits(r);
    const uint32_t before = at > r->first ? at - 1 : at;
    const bool behind = is_pure_determiner(ws, before), determined = (before < at) & behind;
    const bool finite = ((traits & FW_FINITE) != 0) | ((noun & PLURAL) == PLURAL);
    const bool pronoun = (noun & (FW_SUBJECT_PRONOUN | FW_DETERMINER)) == FW_SUBJECT_PRONOUN;
    const bool free = pronoun & !determined;
    const bool sure = (traits & FW_SURE_VERB) != 0;
    if (finite & (sure | free)) return true; /* mostly: asked as one */
    return finite && !determined && !has_verb_soon(r, at);
}

/* "who", "which" and "that" right behind a noun, or behind its comma, speak of it. */
FW_INLINED bool opens_relative(const reader *r, uint32_t at) {
    const fw_workspace *ws = r->ws;
    if (!fw_token_has(ws, at, FW_RELATIVE_OPENER)) return false;
    if (r->noun == FW_NO_TOKEN || is_pronoun(r) || r->relative) return false;
    return r->noun + 1 == at || (r->noun + 2 == at && fw_token_is_char(ws, at - 1, ','));
}

/* A comma closes phrases, and drops a noun before it, but no pronoun. */
static void read_mark(reader *r, uint32_t at) {
    if (!fw_token_is_char(r->ws, at, ',')) return;
    const uint32_t noun = noun_traits(r);
    const bool relative = at + 1 < r->end && opens_relative(r, at + 1);
    const bool pronoun = (noun & FW_SUBJECT_PRONOUN) != 0, holds = pronoun & ((noun & FW_TAKES_BASE) != 0);
    const bool drops = !pronoun & !r->relative & !relative;
    r->held = holds ? r->noun : r->held;
    r->noun = drops ? r->held : r->noun;
    r->prepositional = false;
}

static void read_other_word(reader *r, uint32_t at) {
    const fw_workspace *ws = r->ws;
    if (fw_token_is(ws, at, FW_CAT_preposition)) {
        r->prepositional = r->noun != FW_NO_TOKEN;
    } else if (!r->prepositional && !r->relative && !fw_token_has(ws, at, FW_NO_SUBJECT)) {
        r->noun = at;
    }
}

/* Reads the word or mark at `at`; true when it is the finite verb, or opens a relative clause. */
static bool read_token(reader *r, uint32_t at) {
    const fw_workspace *ws = r->ws;
    const bool word = fw_is_word(&ws->tokens.items[at]), pronoun = fw_is_subject_pronoun(ws, at);
    if (word & !pronoun) {
        if (is_finite_here(r, at)) return true;
        read_other_word(r, at);
        return false;
    }
    if (!word) {
        read_mark(r, at);
        return false;
    }
    r->relative = opens_relative(r, at);
    if (r->relative) return true;
    r->noun = at;
    r->prepositional = false;
    return fw_is_contracted(ws, at);
}

/* The highest bit; 0 when there is none. */
static inline uint32_t highest(uint64_t bits) {
    return FW_PLANE_TOKENS - 1 - (uint32_t)__builtin_clzll(bits | 1);
}

/*
 * Passes over words without a branch: `of` are the planes of the 64 tokens from `from` on, of which the
 * `tokens` are meant. The last pronoun is the subject, or the last noun behind it that no preposition
 * separates from it; without a pronoun, and a subject so far, the first noun is one and prepositions count
 * behind it.
 */
FW_INLINED void pass_words(reader *r, uint32_t from, const uint64_t *of, uint64_t tokens) {
    const uint64_t subjects = of[FW_PLANE_SUBJECT] & tokens;
    const uint32_t last = highest(subjects);
    const bool found = subjects != 0;
    const uint64_t ahead = tokens & (UINT64_MAX - found) << last;
    uint32_t noun = found ? from + last : r->noun;
    const uint64_t nouns = of[FW_PLANE_NOUN] & ahead, all = 0 - (uint64_t)(noun != FW_NO_TOKEN);
    const uint64_t phrases = of[FW_PLANE_PHRASE] & ahead & (all | ~(nouns ^ (nouns - 1)));
    const bool open = r->prepositional & !found;
    const uint64_t before = (phrases & (0 - phrases)) - 1; /* the first of them; all when there is none */
    const uint64_t heads = nouns & before & ((uint64_t)open - 1);
    const uint32_t headed = 0 - (uint32_t)(heads != 0); /* a choice would become a branch, and a guess */
    r->noun = ((from + highest(heads)) & headed) | (noun & ~headed);
    r->prepositional = open | (phrases != 0);
}

/* Reads on from the first token to the next finite verb and returns it, r->noun being its subject;
 * FW_NO_TOKEN at the end. */
static uint32_t next_finite(reader *r) {
    const fw_planes *planes = r->ws->planes.items;
    uint64_t ahead = UINT64_MAX << r->first % FW_PLANE_TOKENS;
    for (uint32_t from = r->first - r->first % FW_PLANE_TOKENS; from < r->end; from += FW_PLANE_TOKENS) {
        const uint64_t *of = planes[from / FW_PLANE_TOKENS].of;
        ahead &= fw_lowest(r->end - from);
        for (uint64_t left = of[FW_PLANE_READ] & ahead; left; left &= left - 1) {
            const uint64_t up_to = left ^ (left - 1);
            const uint32_t at = from + (uint32_t)__builtin_ctzll(left);
            pass_words(r, from, of, ahead & up_to);
            ahead &= ~up_to;
            if (!read_token(r, at)) continue;
            if (!r->relative) return at;
            const uint32_t verb = fw_next_in(planes, FW_PLANE_FINITE, at + 1, r->end);
            return verb < r->end ? verb : FW_NO_TOKEN;
        }
        pass_words(r, from, of, ahead);
        ahead = UINT64_MAX;
    }
    return FW_NO_TOKEN;
}

/* Behind the verb of a relative clause: where the noun's own verb stands: "the tool that I wrote *broke*". */
static uint32_t verb_behind_relative(const reader *r, uint32_t verb) {
    const fw_workspace *ws = r->ws;
    for (uint32_t i = verb + 1; i < r->end; i++) {
        if (!fw_is_word(&ws->tokens.items[i])) continue;
        if (fw_token_is(ws, i, FW_CAT_coordinator) || fw_token_has(ws, i, FW_OPENS_CLAUSE)) break;
        const bool main = is_sure_verb(ws, i) || fw_is_past(ws, i); /* no participle: "who had paid" */
        if (main && !is_plain_auxiliary(ws, i - 1) && !fw_is_between(ws, i - 1) &&
            !is_pure_determiner(ws, i - 1))
            return i;
    }
    return FW_NO_TOKEN;
}

/* "Had I asked", "did I know": the subject stands behind the auxiliary, and before the main verb. */
static uint32_t inverted_subject(const reader *r, uint32_t finite) {
    const fw_workspace *ws = r->ws;
    const uint32_t subject = finite + 1;
    if (subject >= r->end || !fw_token_has(ws, finite, FW_AUXILIARY) || !fw_is_subject_pronoun(ws, subject))
        return FW_NO_TOKEN;
    return main_verb(ws, finite, r->end) > subject ? subject : FW_NO_TOKEN;
}

/* "people forget", "these tests fail": where nothing else is finite, a base form behind a plural noun is. */
static uint32_t plural_verb(const reader *r, uint32_t *subject) {
    const fw_workspace *ws = r->ws;
    const fw_planes *planes = ws->planes.items;
    for (uint32_t i = r->first; (i = fw_next_in(planes, FW_PLANE_VERB_FORM, i + 1, r->end)) < r->end;) {
        const fw_word *noun = fw_word_at(ws, i - 1);
        const bool plural = (noun->endings & FW_ENDS_S) || fw_word_is(noun, "people");
        if (plural && fw_is_word(&ws->tokens.items[i - 1]) && fw_token_is(ws, i, FW_CAT_verb_base) &&
            !fw_is_between(ws, i - 1)) {
            *subject = i - 1;
            return i;
        }
    }
    return FW_NO_TOKEN;
}

/* "When it happened I called them": a subject that can be nothing else, and not behind a verb or word that
 * takes a clause ("when he said I was late"). */
static bool begins_main_clause(const fw_workspace *ws, uint32_t at, uint32_t end) {
    if (!fw_token_has(ws, at, FW_NOMINATIVE) || !fw_is_word_at(ws, at - 1, end)) return false;
    const uint32_t other =
        FW_COMPLEMENTIZER | FW_OPENS_CLAUSE | FW_AUXILIARY | FW_SUBJECT_PRONOUN | FW_DETERMINER;
    if (fw_token_has(ws, at - 1, other)) return false;
    return !fw_token_in(ws, at - 1, FW_LIST_TAKES_CLAUSE) && fw_starts_clause(ws, at, end, FW_HINT_NONE);
}

/* "When it broke, I called them": a subordinate clause that opens the sentence is followed by the main one,
 * whose place this is; the start of the clause otherwise. */
static uint32_t main_part(const fw_workspace *ws, uint32_t first, uint32_t end) {
    enum { SHORTEST = 3 }; /* tokens of "when it broke" */
    uint32_t at = first;
    if (fw_is_in(ws->planes.items, FW_PLANE_MAIN, first)) return first; /* mostly */
    while (at < end && !fw_is_word(&ws->tokens.items[at])) at++;
    if (at >= end) return first;
    const uint32_t next = at + 1 < end ? at + 1 : at;
    const uint32_t traits = fw_word_at(ws, at)->traits;
    const bool starts = (ws->tokens.items[first].flags & FW_TOKEN_SENTENCE_START) != 0;
    const bool coordinates = fw_token_is(ws, at, FW_CAT_coordinator);
    const bool follows = fw_token_is(ws, next, FW_CAT_subordinator);
    const bool joined = (next > at) & coordinates & follows;
    at = joined ? next : at;
    const bool subordinates = fw_token_is(ws, at, FW_CAT_subordinator);
    const uint32_t missing = (~traits & FW_OPENS_CLAUSE) | (fw_word_at(ws, at)->traits & FW_COMPLEMENTIZER) |
                             !(subordinates & (joined | starts));
    if (missing) return first; /* asked as one */
    for (uint32_t i = at + 1; i + 1 < end; i++) {
        if (fw_token_is_char(ws, i, ',') && fw_starts_clause(ws, i + 1, end, FW_HINT_NONE)) return i + 1;
    }
    if (text_is(ws, at, "because")) return first;
    for (uint32_t i = at + SHORTEST; i + 1 < end && fw_is_word(&ws->tokens.items[i]); i++) {
        if (begins_main_clause(ws, i, end)) return i;
    }
    return first;
}

/* "I" and plural subjects take base forms; a noun phrase takes its finite verb from past forms, -s forms and
 * auxiliaries. */
static void find_subject_and_verb(const fw_workspace *ws, fw_clause *clause, fw_parse *parse) {
    const uint32_t end = clause->first + clause->count;
    reader r = {.ws = ws,
                .first = main_part(ws, clause->first, end),
                .end = end,
                .noun = FW_NO_TOKEN,
                .held = FW_NO_TOKEN};
    uint32_t finite = next_finite(&r);
    if (finite != FW_NO_TOKEN && r.relative) {
        const uint32_t main = verb_behind_relative(&r, finite);
        if (main != FW_NO_TOKEN) {
            finite = main;
        } else if (fw_is_subject_pronoun(ws, finite - 1)) {
            r.noun = finite - 1; /* no verb but the relative clause's: "the one thing that I missed" */
        }
    }
    if (finite == FW_NO_TOKEN) finite = plural_verb(&r, &r.noun);
    if (finite == FW_NO_TOKEN) return;
    if (r.noun == FW_NO_TOKEN) r.noun = inverted_subject(&r, finite);
    parse->finite = finite;
    if (r.noun == FW_NO_TOKEN) return;
    parse->subject = r.noun;
    clause->subject = (uint8_t)fw_subject_of(fw_word_at(ws, r.noun)->traits);
}

/* A negation belongs to the clause's own verb when it stands between subject and verb: "I never asked",
 * "didn't check". */
static bool has_negation(const fw_workspace *ws, const fw_clause *clause, const fw_parse *parse) {
    if (!(parse->says & FW_SAYS_NEGATION)) return false; /* none stands anywhere in the clause */
    const uint32_t first = parse->subject != FW_NO_TOKEN ? parse->subject : clause->first;
    const uint32_t end = parse->finite != FW_NO_TOKEN ? parse->verb + 1 : first;
    return fw_any_in(ws->planes.items, FW_PLANE_NEGATION, first, end);
}

/* Tells the clauses how much of them is quoted: few answers quote anything. */
static void note_quotes(const fw_workspace *ws) {
    const fw_planes *planes = ws->planes.items;
    if (!fw_any_in(planes, FW_PLANE_QUOTED, 0, ws->tokens.count)) return;
    for (uint32_t i = 0; i < ws->clauses.count; i++) {
        fw_clause *clause = &ws->clauses.items[i];
        const uint32_t behind = clause->first + clause->count;
        if (fw_count_in(planes, FW_PLANE_QUOTED, clause->first, behind) * 2 > clause->count)
            clause->flags |= FW_CLAUSE_QUOTED;
    }
}

/* Tells the clauses what their words say. Few words say something that clauses are asked for. */
static void survey(const fw_workspace *ws) {
    fw_parse *const parses = ws->parses.items;
    for (uint32_t first = 0; first < ws->tokens.count; first += FW_PLANE_TOKENS) {
        const uint64_t *of = ws->planes.items[first / FW_PLANE_TOKENS].of;
        uint64_t left = of[FW_PLANE_I] | of[FW_PLANE_WE] | of[FW_PLANE_NEGATION] | of[FW_PLANE_BE_OR_GET] |
                        of[FW_PLANE_MY] | of[FW_PLANE_OF(FW_NOT)] | of[FW_PLANE_OF(FW_SETS_AGAINST)] |
                        of[FW_PLANE_OF(FW_BAD_MEASURE)];
        for (; left; left &= left - 1) {
            const fw_token *token = &ws->tokens.items[first + (uint32_t)__builtin_ctzll(left)];
            const fw_word *word = &ws->words[token->word];
            parses[token->clause].says |= word->says & FW_CLAUSE_SAYS;
            parses[token->clause].traits |= word->traits & FW_CLAUSE_TRAITS;
        }
    }
}

static void parse_clause(const fw_workspace *ws, fw_clause *clause, fw_parse *parse) {
    const uint32_t end = clause->first + clause->count;
    find_subject_and_verb(ws, clause, parse);
    if (parse->finite != FW_NO_TOKEN) {
        parse->verb = main_verb(ws, parse->finite, end);
        const bool contracted = parse->finite == parse->subject;
        clause->tense = (uint8_t)(contracted ? contracted_tense(ws, parse->finite, parse->verb)
                                             : tense_of(ws, parse->finite, end));
    }
    if (has_negation(ws, clause, parse)) clause->flags |= FW_CLAUSE_NEGATED;
}

fw_code fw_parse_clauses(fw_workspace *ws, fw_error *err) {
    while (ws->parses.capacity < ws->clauses.count) {
        if (!fw_grow((void **)&ws->parses.items, &ws->parses.capacity, ws->parses.capacity,
                     sizeof *ws->parses.items))
            return fw_fail_nomem(err);
    }
    ws->parses.count = ws->clauses.count;
    const fw_parse none = {.subject = FW_NO_TOKEN, .finite = FW_NO_TOKEN, .verb = FW_NO_TOKEN};
    for (uint32_t i = 0; i < ws->clauses.count; i++) ws->parses.items[i] = none;
    note_quotes(ws);
    survey(ws);
    for (uint32_t i = 0; i < ws->clauses.count; i++)
        parse_clause(ws, &ws->clauses.items[i], &ws->parses.items[i]);
    return fw_tell_clauses(ws) ? FW_OK : fw_fail_nomem(err);
}
