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

/* Follows every symbol of the words behind `last` from `node`. Depth is bounded by the longest term. */
static void follow(matcher *m, uint32_t first, uint32_t last, uint32_t node, int depth) {
    const fw_workspace *ws = m->ws;
    const uint32_t next = depth < LONGEST_TERM ? next_word(ws, last) : UINT32_MAX;
    if (next == UINT32_MAX || !fw_token_has(ws, next, FW_GOES_ON_PHRASE)) return;
    const fw_word *word = fw_word_at(ws, next);
    const fw_word_symbol *symbols = m->symbols + word->first_symbol;
    for (uint32_t s = 0; s < word->symbol_count; s++) {
        const uint32_t step = fw_lexicon_step(ws->lexicon, node, symbols[s].symbol);
        if (step == FW_TRIE_NONE) continue;
        uint32_t count;
        const fw_term_end *ends = fw_lexicon_ends(ws->lexicon, step, &count);
        for (uint32_t e = 0; e < count; e++) {
            if (m->silent[ends[e].category]) continue;
            offer(m, (fw_hit){.first = first,
                              .count = next - first + 1,
                              .term = ends[e].term,
                              .category = ends[e].category,
                              .cat = m->cats[ends[e].category]});
        }
        if (fw_lexicon_goes_on(ws->lexicon, step)) follow(m, first, next, step, depth + 1);
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

/* The word's own hits, which are sorted already: nearly all hits come this way. */
static bool match_word(matcher *m, uint32_t index, const fw_word *word) {
    fw_workspace *ws = m->ws;
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

/* The hits that start at `index`, terms of several words among them: these are longer than the word's own, so
 * the order in which the two are offered does not matter. */
static bool match_phrases(matcher *m, uint32_t index, const fw_word *word) {
    const fw_word_symbol *symbols = m->symbols + word->first_symbol;
    m->found.count = 0;
    for (uint32_t s = 0; s < word->symbol_count; s++) {
        if (symbols[s].node != FW_TRIE_NONE) follow(m, index, index, symbols[s].node, 1);
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

/* Most words start no term of several words, or none that the word behind them goes on with. */
static bool may_start_phrase(const matcher *m, uint32_t index, const fw_word *word) {
    if (!(word->traits & FW_STARTS_PHRASE)) return false;
    const uint32_t next = next_word(m->ws, index);
    if (next == UINT32_MAX || !fw_token_has(m->ws, next, FW_GOES_ON_PHRASE)) return false;
    const fw_word *behind = fw_word_at(m->ws, next);
    uint64_t children = 0, wanted = 0;
    for (uint32_t s = 0; s < word->symbol_count; s++) children |= m->symbols[word->first_symbol + s].children;
    for (uint32_t s = 0; s < behind->symbol_count; s++)
        wanted |= 1ULL << (m->symbols[behind->first_symbol + s].symbol % 64);
    return (children & wanted) != 0;
}

fw_code fw_match(fw_workspace *ws, fw_error *err) {
    matcher m; /* candidates are written before they are read */
    m.ws = ws;
    m.word_hits = fw_words_hits(ws->memory);
    m.symbols = fw_words_symbols(ws->memory);
    m.cats = fw_words_cats(ws->memory);
    m.silent = fw_words_silent(ws->memory);
    memset(m.covered, 0, sizeof m.covered);
    ws->hits.count = 0;
    for (uint32_t i = 0; i < ws->tokens.count; i++) {
        if (!fw_is_word(&ws->tokens.items[i])) continue;
        const fw_word *word = fw_word_at(ws, i);
        if (!word->hit_count && !(word->traits & FW_STARTS_PHRASE)) continue;
        const bool ok = may_start_phrase(&m, i, word) ? match_phrases(&m, i, word) : match_word(&m, i, word);
        if (!ok) return fw_fail_nomem(err);
    }
    return FW_OK;
}
