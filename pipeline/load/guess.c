/* guess.c: splitters from every state at once, until they agree. */
#include "load/guess.h"

/* Everything that a splitter can be in: blanks behind a border, or a CR whose LF may follow. */
static const fw_splitter EVERY_STATE[FW_SPLIT_STATES] = {
    {.state = FW_SPLIT_ROW},    {.state = FW_SPLIT_ROW, .after_cr = true},
    {.state = FW_SPLIT_FIELD},  {.state = FW_SPLIT_UNQUOTED},
    {.state = FW_SPLIT_QUOTED}, {.state = FW_SPLIT_CLOSED},
    {.state = FW_SPLIT_PADDED}, {.state = FW_SPLIT_BAD},
};

void fw_guess_all(fw_guesses *guesses, fw_dialect dialect) {
    for (size_t i = 0; i < FW_SPLIT_STATES; i++) {
        guesses->splitter[i] = EVERY_STATE[i];
        guesses->splitter[i].dialect = dialect;
        guesses->border[i] = UINT64_MAX;
    }
    guesses->count = FW_SPLIT_STATES;
}

/* What has become the same goes on as one. */
static void unite(fw_guesses *g) {
    size_t kept = 0;
    for (size_t i = 0; i < g->count; i++) {
        size_t same = 0;
        while (same < kept && (g->splitter[same].state != g->splitter[i].state ||
                               g->splitter[same].after_cr != g->splitter[i].after_cr))
            same++;
        if (same < kept) continue;
        g->splitter[kept] = g->splitter[i];
        g->border[kept++] = g->border[i];
    }
    g->count = kept;
}

void fw_guess_scan(fw_guesses *guesses, const char *bytes, size_t len, uint64_t place) {
    for (size_t i = 0; i < guesses->count; i++) {
        const size_t border = fw_splitter_scan(&guesses->splitter[i], bytes, 0, len, false);
        if (border != FW_NO_BORDER) guesses->border[i] = place + border;
    }
    unite(guesses);
}

size_t fw_guess_border(fw_splitter *splitter, const char *bytes, size_t len, size_t window) {
    enum { STEPS = 32 }; /* not one for all: soon there is only one splitter left to be moved on */
    const size_t step = window / STEPS;
    if (!step || len < window) return FW_NO_BORDER;
    fw_guesses guesses;
    fw_guess_all(&guesses, splitter->dialect);
    size_t at = len - window;
    for (; guesses.count > 1 && at + step <= len; at += step) fw_guess_scan(&guesses, bytes + at, step, at);
    if (guesses.count > 1) return FW_NO_BORDER;
    const size_t border = fw_splitter_scan(&guesses.splitter[0], bytes, at, len, false);
    if (border != FW_NO_BORDER) *splitter = guesses.splitter[0];
    return border;
}
