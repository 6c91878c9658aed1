/* speech.c: cutting runs of words without marks into sentences and clauses. */
#include "text/speech.h"

#include "text/sentences.h"
#include "text/speech_facts.h"

#include <string.h>

/* The points of a gap. */
typedef struct {
    int32_t clause, sentence;
} total;

static inline void add(total *sum, fw_speech_points points) {
    sum->clause += points.clause;
    sum->sentence += points.sentence;
}

static total points_of(const fw_workspace *ws, const fw_gap *gap, const fw_open_clause *open) {
    const fw_speech_facts facts = fw_speech_facts_of(ws, gap, open);
    const fw_speech_class here = gap->classes[FW_SPEECH_HERE];
    total sum = {fw_speech_base.clause, fw_speech_base.sentence};
    for (int k = 0; k < FW_SPEECH_AROUND; k++) add(&sum, fw_speech_word[k][gap->classes[k]]);
    add(&sum, fw_speech_across[gap->classes[FW_SPEECH_BEFORE]][here]);
    add(&sum, fw_speech_ahead[here][gap->classes[FW_SPEECH_NEXT]]);
    for (int f = 0; f < FW_SPEECH_FACT_COUNT; f++) {
        add(&sum, fw_speech_alone[f][facts.of[f]]);
        add(&sum, fw_speech_with[f][facts.of[f]][here]);
    }
    return sum;
}

/* Cuts one run into sentences, which are added; notes the beginnings of its clauses. */
static bool split_run(fw_workspace *ws, fw_sentence run) {
    const uint32_t end = run.first + run.count;
    uint32_t first = run.first;
    fw_open_clause open = {0};
    fw_gap gap;
    fw_set_in(ws->planes.items, FW_PLANE_SPOKEN, first, true);
    for (bool more = fw_gap_first(ws, first, end, &gap); more; more = fw_gap_next(ws, &gap)) {
        const uint32_t at = gap.tokens[FW_SPEECH_HERE];
        total sum = {0, 0};
        if (open.words && fw_gap_may_cut(&gap)) sum = points_of(ws, &gap, &open);
        if (sum.clause > 0) {
            fw_set_in(ws->planes.items, FW_PLANE_SPOKEN, at, true);
            open = (fw_open_clause){0};
            if (sum.sentence > 0) {
                if (!fw_push_sentence(ws, first, at)) return false;
                first = at;
            }
        }
        fw_speech_pass(&open, fw_word_at(ws, at));
    }
    return fw_push_sentence(ws, first, end);
}

static bool runs_on(const fw_workspace *ws, const fw_sentence *sentence) {
    if (sentence->count <= FW_RUN_ON) return false;
    const uint32_t end = sentence->first + sentence->count;
    const uint32_t most = fw_is_word(&ws->tokens.items[end - 1]) ? FW_RUN_ON : FW_RUN_ON_MARKED;
    return fw_count_in(ws->planes.items, FW_PLANE_WORD, sentence->first, end) > most;
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
