/* tally.c: counting over an analysed answer: dictionary hits by part, and the counts by word and by clause.
 */
#include "text/tally.h"

#include <failwise/categories.h>

#include <string.h>

enum { CLOSING_SENTENCES = 2 };

static void count_hits(fw_workspace *ws, const fw_arc_rules *rules) {
    fw_tally *tally = &ws->tally;
    for (uint32_t h = 0; h < ws->hits.count; h++) {
        const fw_hit *hit = &ws->hits.items[h];
        if (hit->negated) continue;
        const fw_clause *clause = &ws->clauses.items[hit->clause];
        const uint16_t cue = fw_cue_of_category(hit->category);
        tally->cue_hits += fw_cue_used(rules, cue) & !rules->heading[cue];
        const fw_cat cat = (fw_cat)hit->cat;
        if (cat == FW_CAT_COUNT) continue;
        tally->hits[cat][clause->part]++;
        if (cat == FW_CAT_closing && clause->sentence + CLOSING_SENTENCES >= ws->sentences.count)
            tally->closing_hits++;
    }
    tally->fillers = fw_all_parts(tally->hits[FW_CAT_filler]);
    tally->specifics = fw_all_parts(tally->hits[FW_CAT_time_anchor]);
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

bool fw_count(fw_workspace *ws, const fw_arc_rules *rules) {
    memset(&ws->tally, 0, sizeof ws->tally);
    count_hits(ws, rules);
    fw_count_clauses(ws);
    count_quantities(ws);
    return fw_count_words(ws);
}
