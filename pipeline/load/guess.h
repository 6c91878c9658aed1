/*
 * guess.h: what state a splitter is in at a place, found without reading all that lies before it (private to
 * the load stage).
 *
 * A border can only be told by who knows whether the bytes before it stand in quotes. We start some way
 * before it, once from every state that a splitter can be in; mostly they have become the same state soon, as
 * quotes in the wrong place are errors that end with the line, and what follows is sure whatever stood
 * before.
 */
#ifndef FAILWISE_LOAD_GUESS_H
#define FAILWISE_LOAD_GUESS_H

#include "load/splitter.h"

enum { FW_SPLIT_STATES = 8 };

/* Splitters that may be right, and where each found its last border: UINT64_MAX, nowhere. */
typedef struct fw_guesses {
    fw_splitter splitter[FW_SPLIT_STATES];
    uint64_t border[FW_SPLIT_STATES];
    size_t count;
} fw_guesses;

/* Every state there is. */
void fw_guess_all(fw_guesses *guesses, fw_dialect dialect);
/* Moves all over bytes[0, len), which stand at `place`; those that have become the same go on as one. */
void fw_guess_scan(fw_guesses *guesses, const char *bytes, size_t len, uint64_t place);

/* The last border in bytes[0, len), and in *splitter the state behind them, found from the last `window`
 * bytes; where those do not tell, FW_NO_BORDER, and *splitter is as it was. */
size_t fw_guess_border(fw_splitter *splitter, const char *bytes, size_t len, size_t window);

#endif
