/* tally.c: counting over an analysed answer: dictionary hits by part, and the counts by word and by clause.
 */
#include "text/tally.h"
#include "text/words.h"

#include <failwise/categories.h>

#include <string.h>

enum { CLOSING_SENTENCES = 2 };

static void count_hits(fw_workspace *ws) {
    fw_tally *tally = &ws->tally;
    const bool *const cues = fw_words_cues(ws->memory);
    const fw_clause *const clauses = ws->clauses.items;
    uint32_t cue_hits = 0;
    for (size_t i = 0; i < ws->hits.count; i++) { /* there may be no list at all */
        const fw_hit *hit = &ws->hits.items[i];
        if (hit->negated) continue;
        const fw_clause *clause = &clauses[hit->clause];
        const uint32_t cat = hit->cat;
        cue_hits += cues[hit->category];
        if (cat == FW_CAT_COUNT) continue;
        tally->hits[cat][clause->part]++;
        if (cat == FW_CAT_closing && clause->sentence + CLOSING_SENTENCES >= ws->sentences.count)
            tally->closing_hits++;
    }
    tally->cue_hits = cue_hits;
    tally->fillers = fw_hits_of(tally, FW_CAT_filler) + ws->hesitations;
    tally->specifics = fw_hits_of(tally, FW_CAT_time_anchor);
}

static void count_quantities(fw_workspace *ws) {
    for (uint32_t i = 0; i < ws->quantities.count; i++) {
        const fw_quantity *q = &ws->quantities.items[i];
        const uint8_t part = ws->clauses.items[q->clause].part;
        const bool after = part == FW_PART_IMPR || part == FW_PART_LEARN || part == FW_PART_CLOSE;
        ws->tally.practice_rules += after && q->role == FW_ROLE_PRACTICE;
        ws->tally.roles[q->role]++;
    }
}

bool fw_count(fw_workspace *ws) {
    memset(&ws->tally, 0, sizeof ws->tally);
    count_hits(ws);
    fw_count_clauses(ws);
    count_quantities(ws);
    return fw_count_words(ws);
}
