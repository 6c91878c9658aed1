/* match_terms.c: what starts at a word: hits, steps through the trie and plans, remembered; terms that go on.
 */
#include "text/match_terms.h"

enum { LONGEST_TERM = 12 }; /* tokens */

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

static inline const fw_word_symbol *symbols_at(const fw_matcher *m, uint32_t index) {
    return fw_words_symbols(m->ws->memory, m->ws->tokens.items[index].word);
}

static inline fw_hit hit_at(uint32_t index, const fw_word_hit *hit) {
    return (fw_hit){
        .first = index, .count = hit->count, .term = hit->term, .category = hit->category, .cat = hit->cat};
}

/* Few categories hit at one start, so looking through them is cheaper than a table of all. */
static void offer(fw_candidates *found, fw_hit hit) {
    for (uint32_t h = 0; h < found->count; h++) {
        if (found->hits[h].category != hit.category) continue;
        if (hit.count > found->hits[h].count) found->hits[h] = hit;
        return;
    }
    found->hits[found->count++] = hit;
}

/* Offers the terms that a way ends, whose words are the `count` tokens from `first` on. */
static void offer_way(fw_matcher *m, const fw_way *way, uint32_t first, uint32_t count) {
    for (uint32_t h = 0; h < way->hit_count; h++) {
        fw_hit hit = hit_at(first, &m->phrases->hits.items[way->first_hit + h]);
        hit.count = count;
        offer(&m->found, hit);
    }
}

/* Offers the hits of the word at `index` alone. Terms of several words are longer, so the order in which the
 * two are offered does not matter. */
static void offer_word(fw_matcher *m, uint32_t index) {
    const fw_word_meaning *word = fw_meaning_at(m, index);
    for (uint32_t h = 0; h < word->hit_count; h++)
        offer(&m->found, hit_at(index, &m->word_hits[word->first_hit + h]));
}

/* Few hits at one start: insertion by category keeps the order stable. */
static void sort_by_category(fw_candidates *found) {
    for (uint32_t i = 1; i < found->count; i++) {
        const fw_hit hit = found->hits[i];
        uint32_t k = i;
        for (; k > 0 && found->hits[k - 1].category > hit.category; k--) found->hits[k] = found->hits[k - 1];
        found->hits[k] = hit;
    }
}

/* ---- steps through the trie, remembered ---- */

/* Adds the node that a step leads to, with its terms as far as they make hits. */
static bool add_way(fw_matcher *m, uint32_t node) {
    const fw_lexicon *lexicon = m->ws->lexicon;
    uint32_t count;
    const fw_term_end *ends = fw_lexicon_ends(lexicon, node, &count);
    fw_way way = {.children = fw_lexicon_nodes(lexicon)[node].children,
                  .node = node,
                  .first_hit = m->phrases->hits.count};
    for (uint32_t e = 0; e < count; e++) {
        const uint16_t category = ends[e].category;
        if (m->silent[category]) continue;
        const fw_word_hit hit = {ends[e].term, category, m->cats[category], 0};
        if (!fw_push(&m->phrases->hits, hit)) return false;
        way.hit_count++;
    }
    return fw_push(&m->phrases->ways, way);
}

/* Adds the nodes behind `node` along every symbol of the word at `index`. */
static void add_ways(fw_matcher *m, uint32_t node, uint32_t index) {
    const fw_word_symbol *symbols = symbols_at(m, index);
    for (uint32_t s = 0; s < fw_meaning_at(m, index)->symbol_count; s++) {
        const uint32_t step = fw_lexicon_step(m->ws->lexicon, node, symbols[s].symbol);
        if (step != FW_TRIE_NONE && !add_way(m, step)) m->failed = true;
    }
}

/* Where the word at `next` leads from a node; what memory could not hold in full is not remembered. */
static fw_ways ways_from(fw_matcher *m, uint32_t node, uint32_t next) {
    const uint64_t key = fw_step_from(node, m->ws->tokens.items[next].word);
    const fw_ways *known = fw_ways_known(m->phrases, key);
    if (known) return *known;
    const uint32_t first = m->phrases->ways.count;
    add_ways(m, node, next);
    const fw_ways ways = {key, first, m->phrases->ways.count - first};
    if (!m->failed) fw_ways_keep(m->phrases, ways);
    return ways;
}

/* ---- plans ---- */

bool fw_make_plan_room(fw_phrases *phrases) {
    enum { MOST_PLANS = 2 * FW_MATCHED_AT_ONCE, MOST_HITS = MOST_PLANS * FW_CATEGORY_LIMIT };
    while (phrases->plans.capacity - phrases->plans.count < MOST_PLANS) {
        if (!fw_grow((void **)&phrases->plans.items, &phrases->plans.capacity, phrases->plans.capacity,
                     sizeof *phrases->plans.items))
            return false;
    }
    if (phrases->plans.count == FW_NO_PLAN) phrases->plans.items[phrases->plans.count++] = (fw_plan){0};
    while (phrases->plan_hits.capacity - phrases->plan_hits.count < MOST_HITS) {
        if (!fw_grow((void **)&phrases->plan_hits.items, &phrases->plan_hits.capacity,
                     phrases->plan_hits.capacity, sizeof *phrases->plan_hits.items))
            return false;
    }
    return true;
}

/* The hits in m->found as a plan's. */
static void put_hits(fw_matcher *m, fw_plan *plan) {
    const fw_candidates *found = &m->found;
    fw_word_hit *out = plan->hits;
    plan->hit_count = (uint16_t)found->count;
    if (found->count > FW_PLAN_HITS) {
        plan->first_hit = m->phrases->plan_hits.count;
        out = m->phrases->plan_hits.items + plan->first_hit;
        m->phrases->plan_hits.count += found->count;
    }
    for (uint32_t h = 0; h < found->count; h++) {
        const fw_hit *hit = &found->hits[h];
        out[h] = (fw_word_hit){hit->term, hit->category, hit->cat, (uint8_t)hit->count};
    }
}

/* Fills the plan for the words at `index` and `next`, whose ways have been added. */
static void make_plan(fw_matcher *m, fw_plan *plan, uint32_t index) {
    m->found.count = 0;
    for (uint32_t w = 0; w < plan->way_count; w++) {
        const fw_way *way = &m->phrases->ways.items[plan->first_way + w];
        plan->children |= way->children;
        offer_way(m, way, index, 2);
    }
    offer_word(m, index);
    sort_by_category(&m->found);
    put_hits(m, plan);
}

uint32_t fw_new_plan(fw_matcher *m, uint32_t index, uint32_t next) {
    fw_phrases *phrases = m->phrases;
    const fw_word_symbol *symbols = symbols_at(m, index);
    const uint32_t first = phrases->ways.count;
    for (uint32_t s = 0; s < fw_meaning_at(m, index)->symbol_count; s++) {
        if (symbols[s].node != FW_TRIE_NONE) add_ways(m, symbols[s].node, next);
    }
    uint32_t number = FW_NO_PLAN;
    if (phrases->ways.count > first) {
        number = phrases->plans.count++;
        fw_plan *plan = &phrases->plans.items[number];
        *plan = (fw_plan){.first_way = first, .way_count = (uint16_t)(phrases->ways.count - first)};
        make_plan(m, plan, index);
    }
    if (!m->failed) fw_ways_keep(phrases, (fw_ways){fw_key_between(m, index, next), number, 1});
    return number;
}

/* ---- terms that go on ---- */

/* Offers the terms that start at `first` and end at `last` or behind, on every way that leads on. Depth is
 * bounded by the longest term. */
static void follow(fw_matcher *m, uint32_t first, uint32_t last, fw_ways ways, int depth) {
    for (uint32_t w = ways.first; w < ways.first + ways.count; w++) {
        const fw_way way = m->phrases->ways.items[w]; /* the array moves when steps are added */
        offer_way(m, &way, first, last - first + 1);
        if (!way.children || depth >= LONGEST_TERM) continue;
        const uint32_t behind = next_word(m->ws, last);
        if (behind == UINT32_MAX || !(way.children & fw_meaning_at(m, behind)->fits)) continue;
        follow(m, first, behind, ways_from(m, way.node, behind), depth + 1);
    }
}

bool fw_match_phrases(fw_matcher *m, uint32_t index, uint32_t number) {
    uint32_t next = index + 1;
    m->found.count = 0;
    if (number == FW_NO_PLAN) {
        next = next_word(m->ws, index);
        if (next != UINT32_MAX && (fw_meaning_at(m, index)->leads & fw_meaning_at(m, next)->fits))
            number = fw_plan_between(m, index, next);
    }
    if (number != FW_NO_PLAN) {
        const fw_plan *plan = &m->phrases->plans.items[number];
        follow(m, index, next, (fw_ways){0, plan->first_way, plan->way_count}, 2);
    }
    offer_word(m, index);
    sort_by_category(&m->found);
    for (uint32_t h = 0; h < m->found.count; h++) {
        const fw_hit hit = m->found.hits[h];
        if (m->covered[hit.category] > index) continue;
        m->covered[hit.category] = index + hit.count;
        if (!fw_push(&m->ws->hits, hit)) return false;
    }
    return true;
}
