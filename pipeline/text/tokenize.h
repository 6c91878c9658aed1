/*
 * tokenize.h: from bytes to tokens.
 *
 * Words are runs of letters with inner apostrophes ("I'd"); numbers start with a digit, or with a dot and a
 * digit, and go on over letters and over dots and commas that a digit follows ("1,200", "40k", "2.3.1");
 * mixed tokens are letters with digits inside
 * ("v3"). Every other visible character is one token. This is UAX #29 tailored: hyphens, slashes and colons
 * always split, and
 * "_" joins.
 */
#ifndef FAILWISE_TEXT_TOKENIZE_H
#define FAILWISE_TEXT_TOKENIZE_H

#include "text/words.h"

/* Fills ws->tokens from ws->text (well-formed UTF-8) and ws->words. FW_IO when memory is out. */
fw_code fw_tokenize(fw_workspace *ws, fw_words *words, fw_error *err);

/* Sets FW_TOKEN_QUOTED on tokens inside quotation marks, unless the marks enclose the whole answer. */
void fw_mark_quotes(fw_workspace *ws);

/* Clears FW_TOKEN_LINE_BEFORE where a single line feed only wraps a long line that no mark ended. */
void fw_join_wrapped_lines(fw_workspace *ws);

#endif
