/* match.c: longest match per category over the symbol trie. */
#include "text/match.h"
#include "text/phrases.h"

#include <string.h>

enum { LONGEST_TERM = 12 }; /* tokens */
enum { AT_ONCE = 64 };      /* tokens, a bit each */

/* What is found at one start: the best hit of each category so far. */
typedef struct {
    fw_hit hits[FW_CATEGORY_LIMIT];
    uint32_t count;
} candidates;

/* The whole matcher: one pass over the tokens. */
typedef struct {
    fw_workspace *ws;
    const fw_word_hit *word_hits; /* of all words */
    const fw_word_meaning *meanings;
    fw_phrases *phrases;
    const uint8_t *cats; /* by category */
    const bool *silent;
    bool failed; /* out of memory */
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

static inline const fw_word_meaning *meaning_at(const matcher *m, uint32_t index) {
    return &m->meanings[m->ws->tokens.items[index].word];
}

static inline const fw_word_symbol *symbols_at(const matcher *m, uint32_t index) {
    return fw_words_symbols(m->ws->memory, m->ws->tokens.items[index].word);
}

static inline uint64_t key_between(const matcher *m, uint32_t index, uint32_t next) {
    const fw_token *tokens = m->ws->tokens.items;
    return fw_step_between(tokens[index].word, tokens[next].word);
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

/* ---- steps through the trie, remembered ---- */

/* Adds the node that a step leads to, with its terms as far as they make hits. */
static bool add_way(matcher *m, uint32_t node) {
    const fw_lexicon *lexicon = m->ws->lexicon;
    uint32_t count;
    const fw_term_end *ends = fw_lexicon_ends(lexicon, node, &count);
    fw_way way = {.children = fw_lexicon_nodes(lexicon)[node].children,
                  .node = node,
                  .first_hit = m->phrases->hits.count};
    for (uint32_t e = 0; e < count; e++) {
        const uint16_t category = ends[e].category;
        if (m->silent[category]) continue;
        const fw_word_hit hit = {ends[e].term, category, m->cats[category]};
        if (!fw_push(&m->phrases->hits, hit)) return false;
        way.hit_count++;
    }
    return fw_push(&m->phrases->ways, way);
}

/* Adds the nodes behind `node` along every symbol of the word at `index`. */
static void add_ways(matcher *m, uint32_t node, uint32_t index) {
    const fw_word_symbol *symbols = symbols_at(m, index);
    for (uint32_t s = 0; s < meaning_at(m, index)->symbol_count; s++) {
        const uint32_t step = fw_lexicon_step(m->ws->lexicon, node, symbols[s].symbol);
        if (step != FW_TRIE_NONE && !add_way(m, step)) m->failed = true;
    }
}

/* The steps added since `first`; what memory could not hold in full is not remembered. */
static fw_ways keep_ways(const matcher *m, uint64_t key, uint32_t first) {
    const fw_ways ways = {key, first, m->phrases->ways.count - first};
    if (!m->failed) fw_ways_keep(m->phrases, ways);
    return ways;
}

/* Where the two words lead that start at `index`. */
static fw_ways ways_between(matcher *m, uint32_t index, uint32_t next) {
    const uint64_t key = key_between(m, index, next);
    const fw_ways *known = fw_ways_known(m->phrases, key);
    if (known) return *known;
    const fw_word_symbol *symbols = symbols_at(m, index);
    const uint32_t first = m->phrases->ways.count;
    for (uint32_t s = 0; s < meaning_at(m, index)->symbol_count; s++) {
        if (symbols[s].node != FW_TRIE_NONE) add_ways(m, symbols[s].node, next);
    }
    return keep_ways(m, key, first);
}

/* Where the word at `next` leads from a node. */
static fw_ways ways_from(matcher *m, uint32_t node, uint32_t next) {
    const uint64_t key = fw_step_from(node, m->ws->tokens.items[next].word);
    const fw_ways *known = fw_ways_known(m->phrases, key);
    if (known) return *known;
    const uint32_t first = m->phrases->ways.count;
    add_ways(m, node, next);
    return keep_ways(m, key, first);
}

/* Offers the terms that start at `first` and end at `last` or behind, on every way that leads on. Depth is
 * bounded by the longest term. */
static void follow(matcher *m, uint32_t first, uint32_t last, fw_ways ways, int depth) {
    for (uint32_t w = ways.first; w < ways.first + ways.count; w++) {
        const fw_way way = m->phrases->ways.items[w]; /* the array moves when steps are added */
        for (uint32_t h = 0; h < way.hit_count; h++) {
            fw_hit hit = hit_of_word(first, &m->phrases->hits.items[way.first_hit + h]);
            hit.count = last - first + 1;
            offer(m, hit);
        }
        if (!way.children || depth >= LONGEST_TERM) continue;
        const uint32_t behind = next_word(m->ws, last);
        if (behind == UINT32_MAX || !(way.children & meaning_at(m, behind)->fits)) continue;
        follow(m, first, behind, ways_from(m, way.node, behind), depth + 1);
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
static bool match_word(matcher *m, uint32_t index) {
    fw_workspace *ws = m->ws;
    const fw_word_meaning *word = meaning_at(m, index);
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
static bool match_phrases(matcher *m, uint32_t index, uint32_t next, fw_ways ways) {
    const fw_word_meaning *word = meaning_at(m, index);
    m->found.count = 0;
    follow(m, index, next, ways, 2);
    if (m->found.count == 0) return match_word(m, index);
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

/* ---- the pass ---- */

/* Starts among up to 64 tokens from `first` on, a bit each. */
typedef struct {
    uint64_t listed; /* words that are terms of their own */
    uint64_t leads;  /* words that a term may start with, as far as the next token tells */
} starts;

/* Asked of all tokens without a branch, as nothing about them can be predicted. A hyphen fits everything
 * here: which word stands behind it is asked of the few. */
static starts find_starts(const matcher *m, uint32_t first, uint32_t count) {
    const fw_workspace *ws = m->ws;
    const fw_token *tokens = ws->tokens.items + first;
    starts found = {0, 0};
    uint64_t words = 0, fits = 0; /* of the token behind */
    if (first + count < ws->tokens.count) fits = meaning_at(m, first + count)->fits;
    for (uint32_t i = count; i-- > 0;) {
        const fw_word_meaning *meaning = &m->meanings[tokens[i].word];
        words = words << 1 | fw_is_word(&tokens[i]);
        found.leads = found.leads << 1 | ((meaning->leads & fits) != 0);
        found.listed = found.listed << 1 | (meaning->hit_count != 0);
        fits = meaning->fits;
    }
    return (starts){found.listed & words, found.leads & words};
}

/* The starts from `first` on, none behind the end. The memory of their first steps is asked for on the way: a
 * block is looked at before the block in front of it is matched, so that nobody waits. */
static starts starts_from(const matcher *m, uint32_t first) {
    const uint32_t count = m->ws->tokens.count;
    if (first >= count) return (starts){0, 0};
    const starts found = find_starts(m, first, count - first < AT_ONCE ? count - first : AT_ONCE);
    for (uint64_t rest = found.leads; rest; rest &= rest - 1) {
        const uint32_t index = first + (uint32_t)__builtin_ctzll(rest);
        __builtin_prefetch(fw_ways_set_of(m->phrases, key_between(m, index, index + 1)));
    }
    return found;
}

/* Whether something can come of the ways behind `last`: most end no term here and do not go on with what
 * stands behind. Asked as one question, since each by itself is anybody's guess; what follows a hyphen is not
 * asked, as a hyphen fits everything. */
static inline bool may_hit(const matcher *m, fw_ways ways, uint32_t last) {
    if (ways.count != 1) return ways.count != 0;
    const fw_way *way = &m->phrases->ways.items[ways.first];
    const uint64_t fits = last + 1 < m->ws->tokens.count ? meaning_at(m, last + 1)->fits : 0;
    return (way->hit_count | (way->children & fits)) != 0;
}

/* The hits that start at token `index`, a word; `leads`: of several words too, perhaps. */
static bool match_at(matcher *m, uint32_t index, bool leads) {
    const uint32_t next = leads ? next_word(m->ws, index) : UINT32_MAX;
    if (next != UINT32_MAX && (meaning_at(m, index)->leads & meaning_at(m, next)->fits)) {
        const fw_ways ways = ways_between(m, index, next);
        if (may_hit(m, ways, next)) return match_phrases(m, index, next, ways);
    }
    return match_word(m, index);
}

fw_code fw_match(fw_workspace *ws, fw_error *err) {
    matcher m; /* candidates are written before they are read */
    m.ws = ws;
    m.word_hits = fw_words_hits(ws->memory);
    m.meanings = fw_words_meanings(ws->memory);
    m.phrases = fw_words_phrases(ws->memory);
    m.failed = false;
    m.cats = fw_words_cats(ws->memory);
    m.silent = fw_words_silent(ws->memory);
    memset(m.covered, 0, sizeof m.covered);
    ws->hits.count = 0;
    const uint32_t count = ws->tokens.count;
    starts found, next = starts_from(&m, 0);
    for (uint32_t first = 0; first < count; first += AT_ONCE) {
        found = next;
        next = starts_from(&m, first + AT_ONCE);
        for (uint64_t rest = found.leads | found.listed; rest; rest &= rest - 1) {
            const uint32_t at = (uint32_t)__builtin_ctzll(rest);
            if (!match_at(&m, first + at, found.leads >> at & 1)) return fw_fail_nomem(err);
        }
    }
    return m.failed ? fw_fail_nomem(err) : FW_OK;
}
