/*
 * quantity.h: numbers in text: value, unit, kind, bound and delta (find), and what they say in the story
 * (roles).
 */
#ifndef FAILWISE_TEXT_QUANTITY_H
#define FAILWISE_TEXT_QUANTITY_H

#include "text/workspace.h"

/* Classifies a folded word once, when it is first seen (fw_word.number_class): number words, units, scale
 * words ... */
uint32_t fw_quantity_word_class(const char *text, size_t len);

/* The number that a word starting with a digit writes ("1,200", "40k": 40); NaN when there is none. */
double fw_quantity_word_number(const fw_word *word);

/* Fills ws->quantities from ws->tokens, in text order, not overlapping. Roles stay FW_ROLE_NONE, clause 0. */
fw_code fw_quantities_find(fw_workspace *ws, fw_error *err);

/* After clauses are labelled and ws->running is filled (fw_match does): sets clause, role and
 * direction of each quantity, and FW_CLAUSE_HAS_OUTCOME_QUANTITY. */
void fw_quantities_assign_roles(fw_workspace *ws);

#endif
