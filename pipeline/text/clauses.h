/*
 * clauses.h: clause borders inside sentences, and the subject, verb and tense of each clause.
 */
#ifndef FAILWISE_TEXT_CLAUSES_H
#define FAILWISE_TEXT_CLAUSES_H

#include "text/workspace.h"

enum { FW_LONGEST_CLAUSE = 40 }; /* words; longer runs of unpunctuated speech are cut */

/*
 * Fills ws->clauses (borders, words, sentence) and sets fw_token.clause. Clauses tile the sentences. Borders:
 * behind ; : and dashes; before a coordinator or subordinator, or behind a comma, when a subject and a finite
 * verb follow.
 */
fw_code fw_split_clauses(fw_workspace *ws, fw_error *err);

/* Fills ws->parses, and subject, tense, FW_CLAUSE_NEGATED and FW_CLAUSE_QUOTED of each clause. */
fw_code fw_parse_clauses(fw_workspace *ws, fw_error *err);

/* What a token can be at the start of a clause: used by the splitter and by the parser (grammar.c). */
bool fw_is_subject_pronoun(const fw_workspace *ws, uint32_t index);
/* The pronoun has its auxiliary inside: "I'd", "they're". */
bool fw_is_contracted(const fw_workspace *ws, uint32_t index);
/* An auxiliary or a verb form that can be finite, behind a subject. `after_plural`: base forms count ("I
 * check"). */
bool fw_is_finite(const fw_workspace *ws, uint32_t index, bool after_plural);
/* Adverbs and "not", which may stand between subject and verb. */
bool fw_is_between(const fw_workspace *ws, uint32_t index);
/* True for a past form: "told", "checked", "was". */
bool fw_is_past(const fw_workspace *ws, uint32_t index);

#endif
