/* speech.c: cutting runs of words without marks into sentences and clauses. */
#include "text/speech.h"

#include "text/speech_facts.h"

#include <string.h>

static void add(fw_speech_sum *sum, fw_speech_points points) {
    sum->clause += points.clause;
    sum->sentence += points.sentence;
}

/* What each fact of a set says by itself. */
static void add_alone(fw_speech_sum *sum, const fw_speech_points *table, uint64_t set) {
    for (; set; set &= set - 1) add(sum, table[__builtin_ctzll(set)]);
}

/* What facts of two sets say together. */
static void add_pairs(fw_speech_sum *sum, const fw_speech_points table[64][64], uint64_t first,
                      uint64_t second) {
    for (; first; first &= first - 1) add_alone(sum, table[__builtin_ctzll(first)], second);
}

static fw_speech_sum points_of(const fw_gap *gap, uint64_t here, uint64_t states) {
    fw_speech_sum sum = {0, 0};
    add(&sum, fw_speech_base);
    for (int k = 0; k < FW_SPEECH_AROUND; k++)
        add_alone(&sum, fw_speech_alone[k], k == FW_SPEECH_HERE ? here : gap->kinds[k]);
    add_alone(&sum, fw_speech_open, states);
    add_pairs(&sum, fw_speech_across, gap->kinds[FW_SPEECH_BEFORE], here);
    add_pairs(&sum, fw_speech_ahead, here, gap->kinds[FW_SPEECH_NEXT]);
    add_pairs(&sum, fw_speech_held, states, here);
    return sum;
}

/* Cuts one run into sentences, which are added; notes the beginnings of its clauses. */
static bool split_run(fw_workspace *ws, fw_sentence run) {
    const uint32_t end = run.first + run.count;
    uint32_t first = run.first;
    fw_open_clause open = {0};
    fw_gap gap;
    fw_set_in(ws->planes.items, FW_PLANE_SPOKEN, first, true);
    bool more = fw_gap_first(ws, first, end, &gap);
    for (; more; more = fw_gap_next(ws, &gap)) {
        const uint32_t at = gap.tokens[FW_SPEECH_HERE];
        if (open.words) {
            const fw_speech_sum sum = points_of(&gap, fw_gap_here(ws, &gap), fw_speech_states(&open));
            if (sum.clause > 0) {
                fw_set_in(ws->planes.items, FW_PLANE_SPOKEN, at, true);
                open = (fw_open_clause){0};
            }
            if (sum.clause > 0 && sum.sentence > 0) {
                if (!fw_push(&ws->sentences, ((fw_sentence){.first = first, .count = at - first})))
                    return false;
                ws->tokens.items[at].flags |= FW_TOKEN_SENTENCE_START;
                fw_set_in(ws->planes.items, FW_PLANE_SENTENCE_START, at, true);
                first = at;
            }
        }
        fw_speech_pass(&open, gap.kinds[FW_SPEECH_HERE]);
    }
    return fw_push(&ws->sentences, ((fw_sentence){.first = first, .count = end - first}));
}

static bool runs_on(const fw_workspace *ws, const fw_sentence *sentence) {
    return sentence->count > FW_RUN_ON && fw_count_in(ws->planes.items, FW_PLANE_WORD, sentence->first,
                                                      sentence->first + sentence->count) > FW_RUN_ON;
}

fw_code fw_split_speech(fw_workspace *ws, fw_error *err) {
    const uint32_t count = ws->sentences.count;
    uint32_t whole = 0;
    while (whole < count && !runs_on(ws, &ws->sentences.items[whole])) whole++;
    ws->is_speech = whole < count;
    if (!ws->is_speech) return FW_OK;
    for (uint32_t k = 0; k < ws->planes.count; k++) ws->planes.items[k].of[FW_PLANE_SPOKEN] = 0;
    /* behind the sentences as found, then in their place */
    for (uint32_t k = whole; k < count; k++) {
        const fw_sentence sentence = ws->sentences.items[k];
        const bool added =
            runs_on(ws, &sentence) ? split_run(ws, sentence) : fw_push(&ws->sentences, sentence);
        if (!added) return fw_fail_nomem(err);
    }
    ws->sentences.count -= count - whole;
    memmove(ws->sentences.items + whole, ws->sentences.items + count,
            (ws->sentences.count - whole) * sizeof *ws->sentences.items);
    return FW_OK;
}
