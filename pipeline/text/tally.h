/* tally.h: counting over an analysed answer, once, for features, traps and the report. */
#ifndef FAILWISE_TEXT_TALLY_H
#define FAILWISE_TEXT_TALLY_H

#include "text/arc_rules.h"

/* Fills ws->tally from the labelled clauses, hits and quantities. False when memory is out. */
bool fw_count(fw_workspace *ws);

/* The parts of it, by subject; each fills its own members (tally_words.c, tally_clauses.c). */
bool fw_count_words(fw_workspace *ws);
void fw_count_clauses(fw_workspace *ws);

/* Sets fw_word.says and fw_word.syllables, when its traits are known. */
void fw_count_word(fw_word *word, uint32_t syllables);

/* Syllables of a folded word by rule: vowel groups, less silent endings; at least 1. */
uint32_t fw_syllables(const char *word, size_t len);

#endif
