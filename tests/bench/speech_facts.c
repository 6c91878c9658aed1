/* speech_facts.c: the facts of the gaps between words, for tests/bench/fit_speech: texts in, separated by
 * NUL, each behind a line of the offsets where clauses begin; out, a line a gap: number of the text, offset,
 * the facts that hold. */
#include "text/speech_facts.h"

#include "each_text.h"

#define NAME(name, test) #name,
static const char *const CLASSES[] = {FW_SPEECH_CLASSES(NAME) "other"};

/* Whether a clause begins at `offset`: the offsets ascend. */
static bool begins(char **offsets, uint32_t offset) {
    char *end;
    for (;;) {
        const unsigned long next = strtoul(*offsets, &end, 10);
        if (end == *offsets || next > offset) return false;
        *offsets = end;
        if (next == offset) return true;
    }
}

static void print_gaps(size_t number, const fw_workspace *ws, char *offsets) {
    fw_open_clause open = {0};
    fw_gap gap;
    for (bool more = fw_gap_first(ws, 0, ws->tokens.count, &gap); more; more = fw_gap_next(ws, &gap)) {
        const uint32_t start = ws->tokens.items[gap.tokens[FW_SPEECH_HERE]].start;
        const bool border = begins(&offsets, start);
        if (open.words && fw_gap_may_cut(&gap)) {
            fw_speech_facts facts = fw_speech_facts_of(ws, &gap, &open);
            if (fw_gap_followed(ws, &gap)) facts.of[FW_SPEECH_PLACE] += FW_SPEECH_FOLLOWED;
            printf("%zu %u", number, (unsigned)start);
            for (int k = 0; k < FW_SPEECH_AROUND; k++) printf(" %s", CLASSES[gap.classes[k]]);
            for (int f = 0; f < FW_SPEECH_FACT_COUNT; f++) printf(" %d", facts.of[f]);
            putchar('\n');
        }
        if (border) open = (fw_open_clause){0};
        fw_speech_pass(&open, fw_word_at(ws, gap.tokens[FW_SPEECH_HERE]));
    }
}

int main(void) { return each_text(true, print_gaps); }
