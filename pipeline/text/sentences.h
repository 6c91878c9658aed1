/*
 * sentences.h: sentence borders: the rules of UAX #29 (SB1 to SB998), tailored for English answers:
 *
 * - no blank: a full stop with no blank behind it ends a sentence only between words ("failed.Then");
 * - abbreviations: "e.g.", "Dr.", "p.m.", initials and dotted letters end none, or only before a word that
 *   starts one;
 * - small letters: a full stop ends a sentence before a small letter too ("it broke. then i fixed it"): no
 *   SB8, except behind a closed quotation or bracket;
 * - pauses: dots in a row end a sentence only before a capital other than "I";
 * - lines: a line that goes on in small letters was wrapped; lines of a bare list and list markers ("2.")
 *   begin sentences;
 * - dashes: behind a blank a dash with a capital behind it starts a sentence;
 * - addresses, markup: "?" and "!" inside addresses, and right before a symbol or bracket ("done!=)"), end
 *   none.
 *
 * tests/bench/suites/unicode.py measures the rest against SentenceBreakTest.
 */
#ifndef FAILWISE_TEXT_SENTENCES_H
#define FAILWISE_TEXT_SENTENCES_H

#include "text/workspace.h"

/* Fills ws->sentences; together they hold every token. Sets FW_TOKEN_SENTENCE_START. */
fw_code fw_split_sentences(fw_workspace *ws, fw_error *err);

/* Adds the sentence of the tokens [first, end), if there are any, and marks its start. False when memory is
 * out. */
bool fw_push_sentence(fw_workspace *ws, uint32_t first, uint32_t end);

#endif
