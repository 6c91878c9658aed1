/* match.c: longest match per category over the symbol trie. */
#include "text/match.h"

#include <string.h>

enum { LONGEST_TERM = 12 }; /* tokens */

/* What is found at one start: the best hit of each category so far. */
typedef struct {
    fw_hit hits[FW_CATEGORY_LIMIT];
    uint32_t count;
    int16_t slot_of[FW_CATEGORY_LIMIT]; /* category -> index into hits, valid when stamp matches */
    uint32_t stamp[FW_CATEGORY_LIMIT];
} candidates;

/* The whole matcher: one pass over the tokens. */
typedef struct {
    fw_workspace *ws;
    candidates found;
    uint32_t covered[FW_CATEGORY_LIMIT]; /* first token not yet covered by a hit of the category */
} matcher;

/* The token behind `index` that a term may go on with; UINT32_MAX when punctuation stands between. */
static uint32_t next_word(const fw_workspace *ws, uint32_t index) {
    const fw_token *tokens = ws->tokens.items;
    uint32_t next = index + 1;
    if (next + 1 < ws->tokens.count && tokens[next].kind == FW_TOKEN_PUNCT &&
        ws->text.ptr[tokens[next].start] == '-' && tokens[next].end == tokens[next].start + 1 &&
        !(tokens[next].flags & FW_TOKEN_SPACE_BEFORE) && !(tokens[next + 1].flags & FW_TOKEN_SPACE_BEFORE)) {
        next++;
    }
    return next < ws->tokens.count && fw_is_word(&tokens[next]) ? next : UINT32_MAX;
}

static void offer(matcher *m, uint32_t first, uint32_t last, uint32_t term, uint16_t category) {
    candidates *found = &m->found;
    if (m->covered[category] > first) return;
    const uint32_t length = last - first + 1;
    if (found->stamp[category] != first + 1) {
        found->stamp[category] = first + 1;
        found->slot_of[category] = (int16_t)found->count;
        found->hits[found->count++] =
            (fw_hit){.first = first, .count = length, .term = term, .category = category};
        return;
    }
    fw_hit *best = &found->hits[found->slot_of[category]];
    if (length > best->count)
        *best = (fw_hit){.first = first, .count = length, .term = term, .category = category};
}

/* Follows every symbol of the words behind `last` from `node`. Depth is bounded by the longest term. */
static void follow(matcher *m, uint32_t first, uint32_t last, uint32_t node, int depth) {
    const fw_lexicon *lexicon = m->ws->lexicon;
    const uint32_t next = depth < LONGEST_TERM ? next_word(m->ws, last) : UINT32_MAX;
    if (next == UINT32_MAX) return;
    const fw_word_entry *entry = (const fw_word_entry *)fw_word_at(m->ws, next);
    for (uint32_t s = 0; s < entry->word.symbol_count; s++) {
        const uint32_t step = fw_lexicon_step(lexicon, node, entry->symbols[s]);
        if (step == FW_TRIE_NONE) continue;
        uint32_t count;
        const fw_term_end *ends = fw_lexicon_ends(lexicon, step, &count);
        for (uint32_t e = 0; e < count; e++) offer(m, first, next, ends[e].term, ends[e].category);
        if (fw_lexicon_goes_on(lexicon, step)) follow(m, first, next, step, depth + 1);
    }
}

static void match_at(matcher *m, uint32_t index) {
    const fw_word_entry *entry = (const fw_word_entry *)fw_word_at(m->ws, index);
    m->found.count = 0;
    for (uint32_t h = 0; h < entry->hit_count; h++) {
        offer(m, index, index, entry->hits[h].term, entry->hits[h].category);
    }
    if (!entry->word.starts_phrase) return;
    for (uint32_t s = 0; s < entry->word.symbol_count; s++) {
        if (entry->nodes[s] != FW_TRIE_NONE) follow(m, index, index, entry->nodes[s], 1);
    }
}

/* Few hits at one start: insertion by category keeps the order stable. */
static void sort_by_category(candidates *found) {
    for (uint32_t i = 1; i < found->count; i++) {
        const fw_hit hit = found->hits[i];
        uint32_t k = i;
        for (; k > 0 && found->hits[k - 1].category > hit.category; k--) found->hits[k] = found->hits[k - 1];
        found->hits[k] = hit;
    }
}

fw_code fw_match(fw_workspace *ws, fw_error *err) {
    matcher m = {.ws = ws};
    ws->hits.count = 0;
    for (uint32_t i = 0; i < ws->tokens.count; i++) {
        if (!fw_is_word(&ws->tokens.items[i])) continue;
        match_at(&m, i);
        if (m.found.count > 1) sort_by_category(&m.found);
        for (uint32_t h = 0; h < m.found.count; h++) {
            const fw_hit hit = m.found.hits[h];
            m.covered[hit.category] = hit.first + hit.count;
            if (!fw_push(&ws->hits, hit)) return fw_fail_nomem(err);
        }
    }
    return FW_OK;
}
