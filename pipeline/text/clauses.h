/*
 * clauses.h: clause borders inside sentences, and the subject, verb and tense of each clause.
 */
#ifndef FAILWISE_TEXT_CLAUSES_H
#define FAILWISE_TEXT_CLAUSES_H

#include "text/word_lists.h"
#include "text/workspace.h"

enum { FW_LONGEST_CLAUSE = 40 }; /* words; longer runs of unpunctuated speech are cut */

/*
 * Fills ws->clauses (borders, words, sentence) and fw_token.clause. Clauses tile the sentences. Borders:
 * behind ; : and dashes; before a coordinator or subordinator, or behind a comma, when a subject and a finite
 * verb follow and the clause before has a verb of its own. Verbs that share a subject stay together, and so
 * do "the team and I", a noun and its relative clause, and what is known or asked ("know if it worked").
 */
fw_code fw_split_clauses(fw_workspace *ws, fw_error *err);

/* Fills the planes from FW_FIRST_PLANNED on; fw_split_clauses calls it. */
void fw_plan_clauses(const fw_workspace *ws);

/* Fills ws->parses, and subject, tense, FW_CLAUSE_NEGATED and FW_CLAUSE_QUOTED of each clause. */
fw_code fw_parse_clauses(fw_workspace *ws, fw_error *err);

/* Makes room for ws->clause_bits, none of them set, and tells what parsing has found (fw_parse_clauses calls
 * it). False when memory is out. */
bool fw_tell_clauses(fw_workspace *ws);

/* What a word is as the main verb of a clause: FW_VERB_... . Its known categories and lists are told already.
 */
uint8_t fw_verb_of(const fw_word *word);

/* The traits of a word that follow from its known categories, endings and text, and from what is listed of it
 * and of the part before its apostrophe (grammar.c). */
uint32_t fw_grammar_traits(const fw_word *word, fw_listed listed, fw_listed base);

/* What a token can be at the start of a clause: used by the splitter and by the parser. */
static inline bool fw_is_subject_pronoun(const fw_workspace *ws, uint32_t index) {
    return fw_token_has(ws, index, FW_SUBJECT_PRONOUN);
}
/* The pronoun has its auxiliary inside: "I'd", "they're". */
static inline bool fw_is_contracted(const fw_workspace *ws, uint32_t index) {
    return fw_token_has(ws, index, FW_CONTRACTED);
}
/* "I", "we", "you", "they" and relatives go with base forms ("they plan"); "that plan" is a noun phrase. */
static inline bool fw_takes_base_form(const fw_workspace *ws, uint32_t index) {
    return fw_token_has(ws, index, FW_TAKES_BASE);
}
/* An auxiliary or a verb form that can be finite, behind a subject. `after_plural`: base forms count ("I
 * check"). */
static inline bool fw_is_finite(const fw_workspace *ws, uint32_t index, bool after_plural) {
    return fw_token_has(ws, index, after_plural ? FW_FINITE_PLURAL : FW_FINITE);
}
/* Adverbs and "not", which may stand between subject and verb. */
static inline bool fw_is_between(const fw_workspace *ws, uint32_t index) {
    return fw_token_has(ws, index, FW_BETWEEN);
}
/* True for a past form: "told", "checked", "was". */
static inline bool fw_is_past(const fw_workspace *ws, uint32_t index) {
    return fw_token_has(ws, index, FW_PAST);
}

#endif
