/* match_terms.c: steps of the automaton over words: known ones are looked up, others found in the trie. */
#include "text/match_terms.h"

enum { LONGEST_TERM = 12 }; /* words */

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

static inline uint32_t word_at(const fw_matcher *m, uint32_t index) {
    return m->ws->tokens.items[index].word;
}

/* ---- plans ---- */

/* Few categories hit at one start, so looking through them is cheaper than a table of all. */
static void offer(fw_candidates *found, fw_word_hit hit) {
    for (uint32_t h = 0; h < found->count; h++) {
        if (found->hits[h].category != hit.category) continue;
        if (hit.count > found->hits[h].count) found->hits[h] = hit;
        return;
    }
    found->hits[found->count++] = hit;
}

/* Few hits at one start: insertion by category keeps the order stable. */
static void sort_by_category(fw_candidates *found) {
    for (uint32_t i = 1; i < found->count; i++) {
        const fw_word_hit hit = found->hits[i];
        uint32_t k = i;
        for (; k > 0 && found->hits[k - 1].category > hit.category; k--) found->hits[k] = found->hits[k - 1];
        found->hits[k] = hit;
    }
}

/* Adds a plan with the hits in m->found and the nodes from `first_node` on; FW_NO_PLAN when memory is out. */
static uint32_t add_plan(fw_matcher *m, uint64_t children, uint32_t first_node) {
    fw_phrases *phrases = m->phrases;
    fw_candidates *found = &m->found;
    fw_plan plan = {.children = children,
                    .first_node = first_node,
                    .node_count = (uint16_t)(phrases->nodes.count - first_node),
                    .hit_count = (uint16_t)found->count};
    sort_by_category(found);
    if (found->count <= FW_PLAN_HITS) {
        for (uint32_t h = 0; h < found->count; h++) plan.hits[h] = found->hits[h];
    } else {
        plan.first_hit = phrases->hits.count;
        for (uint32_t h = 0; h < found->count; h++) m->failed |= !fw_push(&phrases->hits, found->hits[h]);
    }
    m->failed |= !fw_push(&phrases->plans, plan);
    return m->failed ? FW_NO_PLAN : phrases->plans.count - 1;
}

/* Remembers a step; what memory could not hold in full is not. */
static uint32_t keep(fw_matcher *m, uint64_t key, uint32_t plan) {
    if (!m->failed) m->failed = !fw_phrases_keep(m->phrases, key, plan);
    return plan;
}

/* The plan of the word at `index` by itself: its nodes are where terms go on, but no children ask for it. */
static uint32_t plan_alone(fw_matcher *m, uint32_t index) {
    const uint64_t key = fw_step_between(word_at(m, index), FW_NEXT_NONE, false);
    const fw_step *known = fw_step_slot(m->phrases, key);
    if (known->key) return known->plan;
    const fw_word_meaning *word = fw_meaning_at(m, index);
    const fw_word_symbol *symbols = fw_words_symbols(m->ws->memory, word_at(m, index));
    const uint32_t first_node = m->phrases->nodes.count;
    for (uint32_t s = 0; s < word->symbol_count; s++) {
        if (symbols[s].node != FW_TRIE_NONE) m->failed |= !fw_push(&m->phrases->nodes, symbols[s].node);
    }
    m->found.count = 0;
    for (uint32_t h = 0; h < word->hit_count; h++) offer(&m->found, m->word_hits[word->first_hit + h]);
    return keep(m, key, add_plan(m, 0, first_node));
}

/* Offers the terms of `length` tokens that end at a node, as far as they make hits; adds the node when others
 * go on behind it. Returns the symbols that they go on with. */
static uint64_t reach(fw_matcher *m, uint32_t node, uint32_t length) {
    const fw_lexicon *lexicon = m->ws->lexicon;
    uint32_t count;
    const fw_term_end *ends = fw_lexicon_ends(lexicon, node, &count);
    for (uint32_t e = 0; e < count; e++) {
        const uint16_t category = ends[e].category;
        if (m->silent[category]) continue;
        offer(&m->found, (fw_word_hit){ends[e].term, category, m->cats[category], (uint8_t)length});
    }
    const uint64_t children = fw_lexicon_nodes(lexicon)[node].children;
    if (children) m->failed |= !fw_push(&m->phrases->nodes, node);
    return children;
}

/* The plan for the words of `number`, which start at `index`, and the one at `next`, along each of its
 * symbols; FW_NO_PLAN when no term goes on with it. */
static uint32_t extended(fw_matcher *m, uint32_t number, uint32_t index, uint32_t next) {
    fw_phrases *phrases = m->phrases;
    const fw_plan from = phrases->plans.items[number];
    const fw_word_symbol *symbols = fw_words_symbols(m->ws->memory, word_at(m, next));
    const fw_word_hit *hits =
        from.hit_count <= FW_PLAN_HITS ? from.hits : phrases->hits.items + from.first_hit;
    const uint32_t first_node = phrases->nodes.count;
    uint64_t children = 0;
    bool reached = false;
    m->found.count = 0;
    for (uint32_t h = 0; h < from.hit_count; h++) offer(&m->found, hits[h]);
    for (uint32_t n = from.first_node; n < from.first_node + from.node_count; n++) {
        for (uint32_t s = 0; s < fw_meaning_at(m, next)->symbol_count; s++) {
            const uint32_t step = fw_lexicon_step(m->ws->lexicon, phrases->nodes.items[n], symbols[s].symbol);
            if (step == FW_TRIE_NONE) continue;
            reached = true;
            children |= reach(m, step, next - index + 1);
        }
    }
    return reached ? add_plan(m, children, first_node) : FW_NO_PLAN;
}

/* ---- steps ---- */

/* The plan for the words at `index` and `next`. */
static uint32_t plan_between(fw_matcher *m, uint32_t index, uint32_t next) {
    const uint64_t key = fw_step_between(word_at(m, index), word_at(m, next), next > index + 1);
    const fw_step *known = fw_step_slot(m->phrases, key);
    if (known->key) return known->plan;
    const uint32_t alone = plan_alone(m, index);
    if (m->failed) return FW_NO_PLAN;
    const uint32_t plan = extended(m, alone, index, next);
    return keep(m, key, plan != FW_NO_PLAN ? plan : alone);
}

fw_step fw_find_step(fw_matcher *m, uint32_t index) {
    (void)plan_between(m, index, index + 1); /* remembers it */
    return *fw_step_slot(m->phrases, fw_step_between(word_at(m, index), word_at(m, index + 1), false));
}

/* Where the word at `next` leads from a plan for the words from `index` up to `last`. */
static uint32_t step_over(fw_matcher *m, uint32_t plan, uint32_t index, uint32_t last, uint32_t next) {
    const uint64_t key = fw_step_from(plan, word_at(m, next), next > last + 1);
    const fw_step *known = fw_step_slot(m->phrases, key);
    return known->key ? known->plan : keep(m, key, extended(m, plan, index, next));
}

fw_step fw_third_step(fw_matcher *m, uint32_t index, uint32_t plan) {
    (void)step_over(m, plan, index, index + 1, index + 2); /* remembers it */
    return *fw_step_slot(m->phrases, fw_step_from(plan, word_at(m, index + 2), false));
}

uint32_t fw_follow_plan(fw_matcher *m, uint32_t index, uint32_t last, uint32_t words, uint32_t plan) {
    for (; words < LONGEST_TERM; words++) {
        const uint32_t next = next_word(m->ws, last);
        if (next == UINT32_MAX || !(m->phrases->plans.items[plan].children & fw_meaning_at(m, next)->fits))
            break;
        const uint32_t longer = step_over(m, plan, index, last, next);
        if (longer == FW_NO_PLAN) break;
        plan = longer;
        last = next;
    }
    return plan;
}

uint32_t fw_follow_hyphen(fw_matcher *m, uint32_t index) {
    const uint32_t next = next_word(m->ws, index);
    if (next == UINT32_MAX || !(fw_meaning_at(m, index)->leads & fw_meaning_at(m, next)->fits))
        return FW_NO_PLAN;
    const uint32_t plan = plan_between(m, index, next);
    return plan == FW_NO_PLAN ? plan : fw_follow_plan(m, index, next, 2, plan);
}
