/*
 * sentences.h: sentence borders: UAX #29 with tailoring for abbreviations, initials, decimals, ellipses,
 * quotations and lists.
 */
#ifndef FAILWISE_TEXT_SENTENCES_H
#define FAILWISE_TEXT_SENTENCES_H

#include "text/workspace.h"

/* Fills ws->sentences; together they hold every token. Sets FW_TOKEN_SENTENCE_START. */
fw_code fw_split_sentences(fw_workspace *ws, fw_error *err);

#endif
