/* speech.c: cutting runs of words without marks into sentences and clauses. */
#include "text/speech.h"

#include "text/sentences.h"
#include "text/speech_facts.h"

#include "base/wide.h"

#include <string.h>

/* What a row says for a sentence, or for a clause. */
FW_INLINED int32_t points_of(fw_speech_points row, bool sentence) {
    return sentence ? row.sentence : row.clause;
}

/* What a fact says with the word behind the gap. */
FW_INLINED int32_t points_of_fact(const fw_gap *gap, fw_speech_fact fact, uint32_t value, bool sentence) {
    return points_of(fw_speech_alone[fact][value], sentence) +
           points_of(fw_speech_with[fact][value][gap->classes[FW_SPEECH_HERE]], sentence);
}

/* What all of them say but the place, which is the last fact. */
static_assert(FW_SPEECH_PLACE + 1 == FW_SPEECH_FACT_COUNT, "the place is told apart");
FW_INLINED int32_t sum_of(const fw_gap *gap, const fw_speech_facts *facts, bool sentence) {
    const fw_speech_class *around = gap->classes, here = around[FW_SPEECH_HERE];
    int32_t sum = points_of(fw_speech_base, sentence) +
                  points_of(fw_speech_across[around[FW_SPEECH_BEFORE]][here], sentence) +
                  points_of(fw_speech_ahead[here][around[FW_SPEECH_NEXT]], sentence);
    for (int k = 0; k < FW_SPEECH_AROUND; k++) sum += points_of(fw_speech_word[k][around[k]], sentence);
    for (fw_speech_fact f = 0; f < FW_SPEECH_PLACE; f++)
        sum += points_of_fact(gap, f, facts->of[f], sentence);
    return sum;
}

/* What begins at a gap. */
typedef enum { NOTHING, CLAUSE, SENTENCE } beginning;

/* What follows is asked only where it matters: one gap in six. */
static beginning begins_at(const fw_workspace *ws, const fw_gap *gap, const fw_open_clause *open) {
    const fw_speech_facts facts = fw_speech_facts_of(ws, gap, open);
    uint32_t place = facts.of[FW_SPEECH_PLACE];
    const int32_t sum = sum_of(gap, &facts, false);
    const int32_t alone = points_of_fact(gap, FW_SPEECH_PLACE, place, false);
    const int32_t followed = points_of_fact(gap, FW_SPEECH_PLACE, place + FW_SPEECH_FOLLOWED, false);
    if (sum + alone <= 0 && sum + followed <= 0) return NOTHING;
    const bool follows = fw_gap_followed(ws, gap);
    if (sum + (follows ? followed : alone) <= 0) return NOTHING;
    if (follows) place += FW_SPEECH_FOLLOWED;
    return sum_of(gap, &facts, true) + points_of_fact(gap, FW_SPEECH_PLACE, place, true) > 0 ? SENTENCE
                                                                                             : CLAUSE;
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
        beginning begins = NOTHING;
        if (open.words && fw_gap_may_cut(&gap)) begins = begins_at(ws, &gap, &open);
        if (begins != NOTHING) {
            fw_set_in(ws->planes.items, FW_PLANE_SPOKEN, at, true);
            open = (fw_open_clause){0};
        }
        if (begins == SENTENCE) {
            if (!fw_push_sentence(ws, first, at)) return false;
            first = at;
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
