/* parse.c: subject, verb, tense and negation of a clause: shallow, from the first finite verb. */
#include <failwise/categories.h>

#include "text/clause_starts.h"

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
static uint32_t main_verb(const fw_workspace *ws, uint32_t finite, uint32_t end) {
    if (!is_plain_auxiliary(ws, finite) && !fw_is_contracted(ws, finite)) return finite;
    const bool inverted =
        finite + 1 < end && fw_is_subject_pronoun(ws, finite + 1) && !fw_is_contracted(ws, finite);
    for (uint32_t i = finite + 1 + inverted; i < end && fw_is_word(&ws->tokens.items[i]) && i <= finite + 5;
         i++) {
        if (text_is(ws, i, "no")) break; /* "there was no plan": a noun follows */
        if (fw_token_has(ws, i, FW_AUXILIARY | FW_BETWEEN)) continue;
        return fw_token_has(ws, i, FW_VERB_FORM) ? i : finite;
    }
    return finite;
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

/* Without a branch: the first token stands in for a noun that is not there. */
static inline bool is_pronoun(const reader *r) {
    const bool there = r->noun != FW_NO_TOKEN;
    const bool pronoun = fw_is_subject_pronoun(r->ws, there ? r->noun : r->first);
    return there & pronoun;
}

static bool is_pure_determiner(const fw_workspace *ws, uint32_t at) {
    return fw_token_has(ws, at, FW_PURE_DETERMINER);
}

static bool is_sure_verb(const fw_workspace *ws, uint32_t at) { return fw_token_has(ws, at, FW_SURE_VERB); }

/* "The failed launch cost us", "the user tests failed", "that changed plan was": the form at `at` belongs to
 * the noun, as a sure verb or a past form follows soon with nothing between that could be its object. */
static bool is_inside_noun_phrase(const reader *r, uint32_t at) {
    enum { REACH = 2 };
    const fw_workspace *ws = r->ws;
    const uint32_t before = at > r->first ? at - 1 : at, noun = r->noun != FW_NO_TOKEN ? r->noun : at;
    const bool behind = is_pure_determiner(ws, before), determined = (before < at) & behind;
    const bool pronoun = is_pronoun(r), determiner = fw_token_is(ws, noun, FW_CAT_determiner);
    const bool sure = is_sure_verb(ws, at), free = pronoun & !determiner & !determined;
    if (sure | free) return false; /* mostly: asked as one */
    if (determined) return true;
    for (uint32_t k = at + 1; k <= at + REACH && k < r->end && fw_is_word(&ws->tokens.items[k]); k++) {
        const uint32_t apart = FW_PREPOSITION | FW_SUBJECT_PRONOUN | FW_BETWEEN | FW_OPENS_CLAUSE;
        const bool article = fw_token_is(ws, k, FW_CAT_determiner), other = fw_token_has(ws, k, apart);
        if (article | other) return false;
        if (fw_token_has(ws, k, FW_SURE_VERB | FW_PAST)) return true;
    }
    return false;
}

static bool is_finite_here(const reader *r, uint32_t at) {
    const uint32_t traits = fw_word_at(r->ws, at)->traits;
    if (!(traits & FW_FINITE_PLURAL)) return false; /* most words; what is finite, is so behind plurals */
    const bool base = is_pronoun(r) && fw_takes_base_form(r->ws, r->noun);
    return (base || (traits & FW_FINITE)) && !is_inside_noun_phrase(r, at);
}

/* "who", "which" and "that" right behind a noun, or behind its comma, speak of it. */
static bool opens_relative(const reader *r, uint32_t at) {
    const fw_workspace *ws = r->ws;
    if (!fw_token_has(ws, at, FW_RELATIVE_OPENER)) return false;
    if (r->noun == FW_NO_TOKEN || is_pronoun(r) || r->relative) return false;
    return r->noun + 1 == at || (r->noun + 2 == at && fw_token_is_char(ws, at - 1, ','));
}

/* A comma closes phrases, and drops a noun before it, but no pronoun. */
static void read_mark(reader *r, uint32_t at) {
    if (!fw_token_is_char(r->ws, at, ',')) return;
    const bool relative = at + 1 < r->end && opens_relative(r, at + 1), pronoun = is_pronoun(r);
    const bool base = fw_takes_base_form(r->ws, pronoun ? r->noun : at), holds = pronoun & base;
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

/* Where the reader stops: marks that may be commas, pronouns, prepositions, what can be finite. All other
 * words may be nouns, of which the last one counts, or are passed over. */
static void plan_reading(const fw_workspace *ws) {
    for (uint32_t k = 0; k < ws->planes.count; k++) {
        uint64_t *of = ws->planes.items[k].of;
        const uint64_t stops = of[FW_PLANE_OF(FW_RELATIVE_OPENER)] | of[FW_PLANE_OF(FW_SUBJECT_PRONOUN)] |
                               of[FW_PLANE_OF(FW_FINITE_PLURAL)] | of[FW_PLANE_OF(FW_PREPOSITION)];
        const uint64_t no_noun = of[FW_PLANE_OF(FW_BETWEEN)] | of[FW_PLANE_OF(FW_NO_SUBJECT)];
        of[FW_PLANE_READ] =
            (of[FW_PLANE_WORD] & stops) | (of[FW_PLANE_MARK] & ~of[FW_PLANE_OF(FW_BORDER_MARK)]);
        of[FW_PLANE_NOUN] = of[FW_PLANE_WORD] & ~stops & ~no_noun;
    }
}

/* Reads the word or mark at `i`; true when it is the finite verb. */
static bool read_token(reader *r, uint32_t i) {
    const fw_workspace *ws = r->ws;
    if (!fw_is_word(&ws->tokens.items[i])) {
        read_mark(r, i);
    } else if (opens_relative(r, i)) {
        r->relative = true;
    } else if (r->relative) {
        return fw_token_has(ws, i, FW_CONTRACTED | FW_FINITE_PLURAL);
    } else if (fw_is_subject_pronoun(ws, i)) {
        r->noun = i;
        r->prepositional = false;
        return fw_is_contracted(ws, i);
    } else if (!fw_is_between(ws, i)) {
        if (is_finite_here(r, i)) return true;
        read_other_word(r, i);
    }
    return false;
}

/* Passes over words of which some may be nouns: bits of the tokens from `from` on. */
static void pass_nouns(reader *r, uint32_t from, uint64_t nouns) {
    const bool takes = (nouns != 0) & !r->prepositional & !r->relative; /* without a branch */
    const uint32_t last = from + FW_PLANE_TOKENS - 1 - (uint32_t)__builtin_clzll(nouns | 1);
    r->noun = takes ? last : r->noun;
}

/* Reads on from the first token to the next finite verb and returns it, r->noun being its subject;
 * FW_NO_TOKEN at the end. */
static uint32_t next_finite(reader *r) {
    const fw_planes *planes = r->ws->planes.items;
    for (uint32_t from = r->first; from < r->end; from += FW_PLANE_TOKENS) {
        const uint64_t inside = fw_lowest(r->end - from);
        uint64_t nouns = fw_window(planes, FW_PLANE_NOUN, from) & inside;
        for (uint64_t left = fw_window(planes, FW_PLANE_READ, from) & inside; left; left &= left - 1) {
            const uint64_t before = (left & (0 - left)) - 1;
            pass_nouns(r, from, nouns & before);
            nouns &= ~before;
            const uint32_t at = from + (uint32_t)__builtin_ctzll(left);
            if (read_token(r, at)) return at;
        }
        pass_nouns(r, from, nouns);
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
    for (uint32_t i = r->first + 1; i < r->end; i++) {
        if (!fw_is_word(&ws->tokens.items[i]) || !fw_is_word(&ws->tokens.items[i - 1])) continue;
        const fw_word *noun = fw_word_at(ws, i - 1);
        const bool plural = (noun->endings & FW_ENDS_S) || fw_word_is(noun, "people");
        if (plural && fw_token_is(ws, i, FW_CAT_verb_base) && !fw_is_between(ws, i - 1)) {
            *subject = i - 1;
            return i;
        }
    }
    return FW_NO_TOKEN;
}

/* "When it happened I called them": a subject that can be nothing else, and not behind a verb or word that
 * takes a clause ("when he said I was late"). */
static bool begins_main_clause(const fw_workspace *ws, uint32_t at, uint32_t end) {
    static const char *const TAKING[] = {"said",     "say",     "thought",  "think",   "knew",     "know",
                                         "realized", "noticed", "realised", "learned", "felt",     "saw",
                                         "see",      "feel",    "assumed",  "told",    "believed", "found",
                                         "figured",  "sure",    NULL};
    if (!fw_token_has(ws, at, FW_NOMINATIVE) || !fw_is_word_at(ws, at - 1, end)) return false;
    const uint32_t other = FW_COMPLEMENTIZER | FW_OPENS_CLAUSE | FW_AUXILIARY | FW_SUBJECT_PRONOUN;
    if (fw_token_has(ws, at - 1, other) || fw_token_is(ws, at - 1, FW_CAT_determiner)) return false;
    return !fw_word_is_one_of(ws, at - 1, TAKING) && fw_starts_clause(ws, at, end, FW_HINT_NONE);
}

/* "When it broke, I called them": a subordinate clause that opens the sentence is followed by the main one,
 * whose place this is; the start of the clause otherwise. */
static uint32_t main_part(const fw_workspace *ws, uint32_t first, uint32_t end) {
    enum { SHORTEST = 3 }; /* tokens of "when it broke" */
    uint32_t at = first;
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
    if (missing) return first; /* nearly always: asked as one */
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
    if (!(parse->says & FW_SAYS_NEGATION) || parse->finite == FW_NO_TOKEN) return false;
    const uint32_t first = parse->subject != FW_NO_TOKEN ? parse->subject : clause->first;
    for (uint32_t i = first; i <= parse->verb; i++) {
        if (fw_token_is(ws, i, FW_CAT_negation)) return true;
    }
    return false;
}

/* Tells each token which clause holds it, and the clause how much of it is quoted. */
static void number_tokens(const fw_workspace *ws, uint32_t index, fw_clause *clause, bool quotes) {
    enum { AT_ONCE = 16 }; /* most clauses are shorter: what stands behind them is numbered again */
    fw_token *token = ws->tokens.items + clause->first, *const end = token + clause->count;
    if (clause->first + AT_ONCE <= ws->tokens.count) {
        for (uint32_t k = 0; k < AT_ONCE; k++) token[k].clause = (uint16_t)index;
        token += AT_ONCE;
    }
    for (; token < end; token++) token->clause = (uint16_t)index;
    if (!quotes) return;
    const uint32_t first = clause->first, behind = clause->first + clause->count;
    const uint32_t quoted = fw_count_in(ws->planes.items, FW_PLANE_QUOTED, first, behind);
    if (quoted * 2 > clause->count) clause->flags |= FW_CLAUSE_QUOTED;
}

/* Whether anything is quoted, which few answers do. */
static bool has_quotes(const fw_workspace *ws) {
    return fw_any_in(ws->planes.items, FW_PLANE_QUOTED, 0, ws->tokens.count);
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
    const bool quotes = has_quotes(ws);
    for (uint32_t i = 0; i < ws->clauses.count; i++) {
        ws->parses.items[i] = none;
        number_tokens(ws, i, &ws->clauses.items[i], quotes);
    }
    survey(ws);
    plan_reading(ws);
    for (uint32_t i = 0; i < ws->clauses.count; i++)
        parse_clause(ws, &ws->clauses.items[i], &ws->parses.items[i]);
    return FW_OK;
}
