/* clause_starts.c: is there a subject with its finite verb? */
#include "text/clause_starts.h"

#include "text/quantity_words.h"
#include "text/word_lists.h"

#include "base/wide.h"

#include <failwise/categories.h>

enum { SHORT_REACH = 5, LONG_REACH = 9, ADVERB_REACH = 2 };

static inline bool text_is(const fw_workspace *ws, uint32_t index, const char *text) {
    return fw_word_is(fw_word_at(ws, index), text);
}

static uint32_t skip_adverbs(const fw_workspace *ws, uint32_t at, uint32_t end) {
    for (int k = 0; k < ADVERB_REACH && fw_is_word_at(ws, at, end) && fw_is_between(ws, at); k++) {
        if (fw_is_subject_pronoun(ws, at)) break; /* "there were" */
        at++;
    }
    return at;
}

uint32_t fw_skip_fillers(const fw_workspace *ws, uint32_t at, uint32_t end) {
    enum { MOST_FILLERS = 5 };
    for (int k = 0; k < MOST_FILLERS && at < end; k++, at++) {
        if (!fw_token_is_char(ws, at, ',') && !fw_token_in(ws, at, FW_LIST_FILLED_PAUSE)) break;
    }
    return at;
}

/* ---- pronouns ---- */

/* "I", "we", "they", "he", "she" can be nothing but subjects, whatever verb follows: "and we apply it". */
static bool is_nominative(const fw_workspace *ws, uint32_t at, uint32_t end) {
    if (!fw_token_has(ws, at, FW_NOMINATIVE) || !fw_is_word_at(ws, at + 1, end)) return false;
    return !fw_token_has(ws, at + 1, FW_PREPOSITION) && !fw_token_is(ws, at + 1, FW_CAT_coordinator) &&
           !fw_token_has(ws, at + 1, FW_COMPLEMENTIZER);
}

/* "who", "which", "that" and their contractions go on with a noun more often than they open a clause. */
static bool is_relative(const fw_workspace *ws, uint32_t at) {
    const char *text = fw_word_at(ws, at)->text;
    return (text[0] == 'w' && text[1] == 'h') || fw_token_has(ws, at, FW_COMPLEMENTIZER) ||
           fw_token_is(ws, at, FW_CAT_relative);
}

/* A pronoun and its finite verb, with adverbs between them: "I told", "it never did", "they're". */
static inline bool has_pronoun_subject(const fw_workspace *ws, uint32_t at, uint32_t end) {
    if (fw_is_contracted(ws, at) || is_nominative(ws, at, end)) return true;
    uint32_t verb = skip_adverbs(ws, at + 1, end);
    if (fw_is_word_at(ws, verb, end) && text_is(ws, verb, "else")) verb++; /* "somebody else has" */
    if (!fw_is_word_at(ws, verb, end)) return false;
    if (text_is(ws, at, "what") && fw_is_subject_pronoun(ws, verb)) /* "what I did was ..." */
        return has_pronoun_subject(ws, verb, end);
    /* "nobody know" is not English yet, but it is said */
    return fw_is_finite(ws, verb, fw_takes_base_form(ws, at) || fw_token_in(ws, at, FW_LIST_ANYBODY));
}

/* ---- nouns ---- */

/* Words that open a subject: "the", "two", "customers", a name. */
FW_INLINED bool opens_noun_phrase(const fw_workspace *ws, uint32_t at) {
    const fw_token *t = &ws->tokens.items[at];
    if (t->kind == FW_TOKEN_NUMBER || fw_class_counts(fw_word_at(ws, at)->number_class)) return true;
    if (fw_token_has(ws, at, FW_DETERMINER) || fw_token_is(ws, at, FW_CAT_thing_subject)) return true;
    if (fw_token_is(ws, at, FW_CAT_actor_external) || fw_token_is(ws, at, FW_CAT_actor_person) ||
        fw_token_is(ws, at, FW_CAT_actor_team))
        return true;
    return (t->flags & FW_TOKEN_CAPITAL) && t->kind == FW_TOKEN_WORD && !fw_token_is(ws, at, FW_CAT_verb_ing);
}

static bool is_sure_verb(const fw_workspace *ws, uint32_t at) { return fw_token_has(ws, at, FW_SURE_VERB); }

/* A plain noun or two ("morale", "small things") before a verb that can be nothing else: "and record answers"
 * has none. */
static bool is_bare_subject(const fw_workspace *ws, uint32_t at, uint32_t end) {
    enum { MOST_NOUNS = 2 };
    const uint32_t no_noun =
        FW_FINITE_PLURAL | FW_BETWEEN | FW_OPENS_CLAUSE | FW_COMPLEMENTIZER | FW_SUBJECT_PRONOUN;
    for (uint32_t k = at; k < at + MOST_NOUNS && fw_is_word_at(ws, k, end); k++) {
        if (fw_token_has(ws, k, no_noun) || fw_token_has(ws, k, FW_PREPOSITION) ||
            fw_token_is(ws, k, FW_CAT_verb_ing))
            return false;
        const uint32_t verb = skip_adverbs(ws, k + 1, end);
        if (!fw_is_word_at(ws, verb, end)) return false;
        if (is_sure_verb(ws, verb)) return true;
    }
    return false;
}

/* What follows "the", "my" is no verb yet ("a forced distribution"). */
static bool is_pure_determiner(const fw_workspace *ws, uint32_t at) {
    return fw_token_has(ws, at, FW_PURE_DETERMINER);
}

/* "people forget", "the others use": a base form behind a plural. */
static bool is_plural_verb(const fw_workspace *ws, uint32_t at) {
    const fw_word *noun = fw_word_at(ws, at - 1);
    const bool plural =
        ((noun->endings & FW_ENDS_S) && !(noun->traits & FW_AUXILIARY)) || fw_word_is(noun, "people");
    return plural && fw_token_is(ws, at, FW_CAT_verb_base) && !fw_token_has(ws, at, FW_PREPOSITION) &&
           !fw_token_has(ws, at, FW_BETWEEN);
}

/* "a colleague signs a list": a word in -s between a singular noun and an object must be its verb. */
static bool is_singular_verb(const fw_workspace *ws, uint32_t at, uint32_t end) {
    const fw_word *word = fw_word_at(ws, at), *noun = fw_word_at(ws, at - 1);
    return (word->endings & FW_ENDS_S) && !(noun->endings & FW_ENDS_S) &&
           !fw_class_counts(noun->number_class) && fw_is_word_at(ws, at + 1, end) &&
           (fw_token_has(ws, at + 1, FW_DETERMINER) || fw_class_counts(fw_word_at(ws, at + 1)->number_class));
}

/* The hyphen of "mid-term". */
static bool is_inner_hyphen(const fw_workspace *ws, uint32_t at, uint32_t end) {
    return at + 1 < end && fw_token_is_char(ws, at, '-') &&
           !((ws->tokens.items[at].flags | ws->tokens.items[at + 1].flags) & FW_TOKEN_SPACE_BEFORE);
}

/* A noun phrase with its finite verb: "the vendor had", "one of them left". `roomy`: it may hold prepositions
 * and a relative clause ("the people in that team were", "the director who paid"). */
static bool has_noun_subject(const fw_workspace *ws, uint32_t at, uint32_t end, bool roomy) {
    const uint32_t reach = at + (roomy ? LONG_REACH : SHORT_REACH);
    bool phrase = false; /* inside one that a preposition opened: only a sure verb ends it */
    for (uint32_t k = at + 1; k <= reach && k < end; k++) {
        if (is_inner_hyphen(ws, k, end)) k++;
        if (!fw_is_word(&ws->tokens.items[k])) return false;
        if (!roomy && fw_token_is(ws, k, FW_CAT_coordinator)) return false;
        if (text_is(ws, k, "of")) { /* "one of them", "two of the clients" */
            k += fw_is_word_at(ws, k + 1, end) && fw_token_has(ws, k + 1, FW_DETERMINER) ? 2 : 1;
            continue;
        }
        if (fw_token_has(ws, k, FW_PREPOSITION)) {
            phrase = true;
            if (!roomy) return false;
            continue;
        }
        if (fw_is_subject_pronoun(ws, k) && !(phrase && fw_token_has(ws, k, FW_DETERMINER)))
            return roomy && (is_relative(ws, k) || has_pronoun_subject(ws, k, end));
        if (is_pure_determiner(ws, k - 1) || fw_token_has(ws, k, FW_DETERMINER)) continue;
        if (is_sure_verb(ws, k) || (!phrase && fw_is_finite(ws, k, false))) return true;
        if (is_plural_verb(ws, k) || (!phrase && is_singular_verb(ws, k, end))) return true;
    }
    return false;
}

/* ---- what the splitter asks ---- */

bool fw_starts_clause(const fw_workspace *ws, uint32_t at, uint32_t end, fw_clause_hint hint) {
    at = skip_adverbs(ws, at, end);
    if (!fw_is_word_at(ws, at, end)) return false;
    if (text_is(ws, at, "there") && fw_is_word_at(ws, at + 1, end) && fw_is_subject_pronoun(ws, at + 1))
        at++; /* a place: "there nobody finds it strange" */
    if (fw_is_subject_pronoun(ws, at)) {
        if (has_pronoun_subject(ws, at, end)) return true;
        const bool followed = fw_is_word_at(ws, at + 1, end) && is_relative(ws, at + 1);
        if (hint == FW_HINT_COMMA && followed) return true;     /* "somebody who knew it did" */
        if (!fw_token_has(ws, at, FW_DETERMINER)) return false; /* "that plan failed" */
    }
    if (fw_token_has(ws, at, FW_PREPOSITION) || is_sure_verb(ws, at)) return false;
    const bool opens = opens_noun_phrase(ws, at);
    if (!opens && (hint != FW_HINT_CERTAIN || fw_is_finite(ws, at, false)))
        return is_bare_subject(ws, at, end);
    if (fw_token_is(ws, at,
                    FW_CAT_verb_ing)) { /* "testing failed", but "working as a manager", "answering mails" */
        const uint32_t verb = skip_adverbs(ws, at + 1, end);
        return fw_is_word_at(ws, verb, end) && (is_sure_verb(ws, verb) || fw_is_past(ws, verb));
    }
    return has_noun_subject(ws, at, end, hint != FW_HINT_NONE);
}

bool fw_starts_with_adverbial(const fw_workspace *ws, uint32_t at, uint32_t end) {
    at = skip_adverbs(ws, at, end);
    if (!fw_is_word_at(ws, at, end) ||
        fw_token_has(ws, at, FW_FINITE | FW_COMPLEMENTIZER | FW_SUBJECT_PRONOUN))
        return false; /* a verb here has the subject of the clause before */
    const bool phrase = fw_token_has(ws, at, FW_PREPOSITION) || opens_noun_phrase(ws, at);
    if (!phrase && fw_token_has(ws, at, FW_FINITE_PLURAL)) return false;
    for (uint32_t k = at + 1; k <= at + LONG_REACH && k < end; k++) {
        if (is_inner_hyphen(ws, k, end)) k++;
        if (!fw_is_word(&ws->tokens.items[k])) return false;
        const bool demonstrative = text_is(ws, k, "that") || text_is(ws, k, "this");
        const bool opens = fw_is_word_at(ws, k + 1, end) && fw_is_subject_pronoun(ws, k + 1);
        if (fw_token_has(ws, k, FW_OPENS_CLAUSE) && (opens || !fw_token_has(ws, k, FW_PREPOSITION)))
            return false;
        if (is_relative(ws, k) && !demonstrative) return false;
        if (fw_is_subject_pronoun(ws, k) && has_pronoun_subject(ws, k, end)) return true;
        if (fw_is_subject_pronoun(ws, k) && !demonstrative) return false;
        if (phrase && k > at + 1 && fw_token_has(ws, k, FW_AUXILIARY)) return true;
        if (!phrase && fw_is_finite(ws, k, false)) return false;
    }
    return false;
}

/* A verb that may take the statement behind it as its clause: "I thought", "to say"; not the noun in "a key".
 */
static bool may_take_clause(const fw_workspace *ws, uint32_t at) {
    if (fw_token_has(ws, at, FW_FINITE | FW_COMPLEMENTIZER | FW_OPENS_CLAUSE | FW_SUBJECT_PRONOUN))
        return true;
    if (!fw_token_has(ws, at, FW_FINITE_PLURAL)) return false;
    return at == 0 || text_is(ws, at - 1, "to") ||
           fw_token_has(ws, at - 1, FW_SUBJECT_PRONOUN | FW_AUXILIARY | FW_BETWEEN);
}

bool fw_starts_plain_statement(const fw_workspace *ws, uint32_t at, uint32_t end) {
    if (!is_nominative(ws, at, end) || may_take_clause(ws, at - 1)) return false;
    if (fw_token_has(ws, at - 1, FW_PREPOSITION) || fw_token_is(ws, at - 1, FW_CAT_verb_ing)) return false;
    const uint32_t verb = skip_adverbs(ws, at + 1, end), object = verb + 1;
    if (!fw_is_word_at(ws, verb, end) || !fw_is_finite(ws, verb, true)) return false;
    return fw_is_word_at(ws, object, end) &&
           (fw_token_has(ws, object, FW_DETERMINER) || fw_token_has(ws, object, FW_SUBJECT_PRONOUN));
}

uint32_t fw_skip_remark_adverbs(const fw_workspace *ws, uint32_t at, uint32_t end) {
    const uint32_t behind = skip_adverbs(ws, at, end);
    return behind > at && behind < end && fw_token_is_char(ws, behind, ',') ? behind + 1 : at;
}

bool fw_starts_inverted(const fw_workspace *ws, uint32_t at, uint32_t end) {
    return fw_is_word_at(ws, at, end) && fw_is_word_at(ws, at + 1, end) &&
           fw_token_has(ws, at, FW_AUXILIARY) && fw_is_subject_pronoun(ws, at + 1);
}

bool fw_is_tag(const fw_workspace *ws, uint32_t at, uint32_t end) {
    if (at >= end || (!text_is(ws, at, "i") && !text_is(ws, at, "you"))) return false;
    if (!fw_is_word_at(ws, at + 1, end) || !fw_token_in(ws, at + 1, FW_LIST_TAG)) return false;
    return at + 2 >= end || ws->tokens.items[at + 2].kind == FW_TOKEN_PUNCT;
}
