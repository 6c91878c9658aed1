/* match.h: dictionary hits over tokens. */
#ifndef FAILWISE_TEXT_MATCH_H
#define FAILWISE_TEXT_MATCH_H

#include "text/words.h"

/*
 * Fills ws->hits, sorted by first token, then category: the longest term per category at each start; a token
 * counts once per category. Terms run over words joined by a blank or a hyphen, never over other punctuation.
 * Fills ws->running, too: what the words say by themselves.
 */
fw_code fw_match(fw_workspace *ws, fw_error *err);

/* After clauses are split: sets clause and negated of each hit; fills ws->first_hit and ws->hit_sets. False
 * when memory is out. */
bool fw_place_hits(fw_workspace *ws);

#endif
