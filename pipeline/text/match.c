/* match.c: longest match per category over the symbol trie. */
#include "text/match.h"

#include <string.h>

enum { LONGEST_TERM = 12 }; /* tokens */

/* What is found at one start: the best hit of each category so far. */
typedef struct {
    fw_hit hits[FW_CATEGORY_LIMIT];
    uint32_t count;
} candidates;

/* The whole matcher: one pass over the tokens. */
typedef struct {
    fw_workspace *ws;
    const fw_word_hit *word_hits; /* of all words */
    const fw_word_symbol *symbols;
    const fw_word_links *links;
    const fw_trie_node *nodes;
    uint64_t *barren;    /* pairs of words that start no term */
    const uint8_t *cats; /* by category */
    const bool *silent;
    candidates found;
    uint32_t covered[FW_CATEGORY_LIMIT]; /* first token not yet covered by a hit of the category */
} matcher;

/* The token behind `index` that a term may go on with; UINT32_MAX when punctuation stands between. */
static inline uint32_t next_word(const fw_workspace *ws, uint32_t index) {
    const fw_token *tokens = ws->tokens.items;
    uint32_t next = index + 1;
    if (next < ws->tokens.count && fw_is_word(&tokens[next])) return next;
    if (next + 1 < ws->tokens.count && tokens[next].kind == FW_TOKEN_PUNCT &&
        ws->text.ptr[tokens[next].start] == '-' && tokens[next].end == tokens[next].start + 1 &&
        !(tokens[next].flags & FW_TOKEN_SPACE_BEFORE) && !(tokens[next + 1].flags & FW_TOKEN_SPACE_BEFORE)) {
        next++;
    }
    return next < ws->tokens.count && fw_is_word(&tokens[next]) ? next : UINT32_MAX;
}

static inline const fw_word_links *links_at(const matcher *m, uint32_t index) {
    return &m->links[m->ws->tokens.items[index].word];
}

static inline uint64_t pair_at(const fw_workspace *ws, uint32_t index, uint32_t next) {
    return (uint64_t)ws->tokens.items[index].word << 32 | ws->tokens.items[next].word;
}

static inline fw_hit hit_of_word(uint32_t index, const fw_word_hit *hit) {
    return (fw_hit){
        .first = index, .count = 1, .term = hit->term, .category = hit->category, .cat = hit->cat};
}

/* Few categories hit at one start, so looking through them is cheaper than a table of all. */
static void offer(matcher *m, fw_hit hit) {
    candidates *found = &m->found;
    if (m->covered[hit.category] > hit.first) return;
    for (uint32_t h = 0; h < found->count; h++) {
        if (found->hits[h].category != hit.category) continue;
        if (hit.count > found->hits[h].count) found->hits[h] = hit;
        return;
    }
    found->hits[found->count++] = hit;
}

/* The terms that end at a node behind `last`. */
static void offer_ends(matcher *m, uint32_t first, uint32_t last, uint32_t node) {
    uint32_t count;
    const fw_term_end *ends = fw_lexicon_ends(m->ws->lexicon, node, &count);
    for (uint32_t e = 0; e < count; e++) {
        if (m->silent[ends[e].category]) continue;
        offer(m, (fw_hit){.first = first,
                          .count = last - first + 1,
                          .term = ends[e].term,
                          .category = ends[e].category,
                          .cat = m->cats[ends[e].category]});
    }
}

/* Follows every symbol of the word at `next` from `node`; true when one leads on. Depth is bounded by the
 * longest term. */
static bool follow(matcher *m, uint32_t first, uint32_t next, uint32_t node, int depth) {
    const fw_workspace *ws = m->ws;
    const fw_word *word = fw_word_at(ws, next);
    const fw_word_symbol *symbols = m->symbols + word->first_symbol;
    bool leads = false;
    for (uint32_t s = 0; s < word->symbol_count; s++) {
        const uint32_t step = fw_lexicon_step(ws->lexicon, node, symbols[s].symbol);
        if (step == FW_TRIE_NONE) continue;
        leads = true;
        if (m->nodes[step].end_count) offer_ends(m, first, next, step);
        if (!m->nodes[step].children || depth >= LONGEST_TERM) continue;
        const uint32_t behind = next_word(ws, next);
        if (behind == UINT32_MAX || !(m->nodes[step].children & links_at(m, behind)->fits)) continue;
        (void)follow(m, first, behind, step, depth + 1);
    }
    return leads;
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

/* The word's own hits, which are sorted already: nearly all hits come this way. */
static bool match_word(matcher *m, uint32_t index, const fw_word *word) {
    fw_workspace *ws = m->ws;
    if (!word->hit_count) return true; /* there may be no array yet */
    const fw_word_hit *hits = m->word_hits + word->first_hit;
    while (ws->hits.capacity - ws->hits.count < word->hit_count) {
        if (!fw_grow((void **)&ws->hits.items, &ws->hits.capacity, ws->hits.capacity, sizeof *ws->hits.items))
            return false;
    }
    fw_hit *out = ws->hits.items + ws->hits.count;
    for (uint32_t h = 0; h < word->hit_count; h++) {
        if (m->covered[hits[h].category] > index) continue;
        m->covered[hits[h].category] = index + 1;
        *out++ = hit_of_word(index, &hits[h]);
    }
    ws->hits.count = (uint32_t)(out - ws->hits.items);
    return true;
}

/* The hits that start at `index`, terms of several words among them, when the word at `next` goes on with
 * some. These are longer than the word's own, so the order in which the two are offered does not matter. */
static bool match_phrases(matcher *m, uint32_t index, uint32_t next, const fw_word *word) {
    const fw_word_symbol *symbols = m->symbols + word->first_symbol;
    bool leads = false;
    m->found.count = 0;
    for (uint32_t s = 0; s < word->symbol_count; s++) {
        if (symbols[s].node != FW_TRIE_NONE) leads |= follow(m, index, next, symbols[s].node, 2);
    }
    if (!leads) {
        const uint64_t pair = pair_at(m->ws, index, next);
        m->barren[fw_barren_place(pair)] = pair;
    }
    if (m->found.count == 0) return match_word(m, index, word);
    for (uint32_t h = 0; h < word->hit_count; h++)
        offer(m, hit_of_word(index, &m->word_hits[word->first_hit + h]));
    sort_by_category(&m->found);
    for (uint32_t h = 0; h < m->found.count; h++) {
        const fw_hit hit = m->found.hits[h];
        m->covered[hit.category] = hit.first + hit.count;
        if (!fw_push(&m->ws->hits, hit)) return false;
    }
    return true;
}

/* The word behind `index` when some term may start with the two; UINT32_MAX for most words. `leads`: those of
 * the word at `index`. */
static inline uint32_t next_in_phrase(const matcher *m, uint32_t index, uint64_t leads) {
    const uint32_t next = next_word(m->ws, index);
    if (next == UINT32_MAX || !(leads & links_at(m, next)->fits)) return UINT32_MAX;
    const uint64_t pair = pair_at(m->ws, index, next);
    return m->barren[fw_barren_place(pair)] == pair ? UINT32_MAX : next;
}

fw_code fw_match(fw_workspace *ws, fw_error *err) {
    matcher m; /* candidates are written before they are read */
    m.ws = ws;
    m.word_hits = fw_words_hits(ws->memory);
    m.symbols = fw_words_symbols(ws->memory);
    m.links = fw_words_links(ws->memory);
    m.nodes = fw_lexicon_nodes(ws->lexicon);
    m.barren = fw_words_barren(ws->memory);
    m.cats = fw_words_cats(ws->memory);
    m.silent = fw_words_silent(ws->memory);
    memset(m.covered, 0, sizeof m.covered);
    ws->hits.count = 0;
    const fw_token *tokens = ws->tokens.items;
    const fw_word *words = ws->words;
    const fw_word_links *links = m.links;
    for (uint32_t i = 0, count = ws->tokens.count; i < count; i++) {
        if (!fw_is_word(&tokens[i])) continue;
        const fw_word *word = &words[tokens[i].word];
        const uint64_t leads = links[tokens[i].word].leads;
        const uint32_t next = leads ? next_in_phrase(&m, i, leads) : UINT32_MAX;
        const bool ok = next != UINT32_MAX ? match_phrases(&m, i, next, word)
                                           : word->hit_count == 0 || match_word(&m, i, word);
        if (!ok) return fw_fail_nomem(err);
    }
    return FW_OK;
}
