/*
 * tokenize.h: from bytes to tokens.
 *
 * The words are those of UAX #29 (Unicode 14.0, rules WB1 to WB999) and every other visible character is a
 * token of its own, with these tailorings:
 *
 * - blanks: they, controls and what WB4 attaches to them make no tokens: WB3-3b and WB3d say nothing here;
 * - colon, stop: ":" always splits, "." splits letters ("Fix:none", "failed.Then"); WB6 and WB7 would join;
 * - numbers: ";", "'" and its curly forms split digits ("5'10", "3;4"); WB11 and WB12 would join;
 * - leading dot: ".5" is one token where the dot closes nothing; WB999 would split.
 *
 * Words are letters with inner apostrophes ("I'd"). Numbers start with a digit and go on over letters, and
 * over dots and commas that a digit follows ("1,200", "40k", "2.3.1"). Mixed tokens are letters with digits
 * inside ("v3"). Hyphens and slashes split, "_" joins.
 *
 * tests/bench/suites/unicode.py measures it against WordBreakTest.
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
