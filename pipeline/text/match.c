/* match.c: longest match per category over the symbol trie. What starts at a word is known from it and the
 * next one (fw_plan) and copied; only where a term goes on, the ways through the trie are followed. */
#include "text/match.h"
#include "text/phrases.h"

#include <string.h>

enum { LONGEST_TERM = 12 }; /* tokens */
enum { AT_ONCE = FW_PLANE_TOKENS };

/* What is found at one start: the best hit of each category so far. */
typedef struct {
    fw_hit hits[FW_CATEGORY_LIMIT];
    uint32_t count;
} candidates;

/* The hits that start at each token of a block; `count` of those that nobody asks for is never read. */
typedef struct {
    const fw_word_hit *hits[AT_ONCE];
    uint32_t count[AT_ONCE];
    uint32_t plan[AT_ONCE]; /* of those that may go on */
} known_hits;

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
    known_hits known;
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

static inline fw_hit hit_at(uint32_t index, const fw_word_hit *hit) {
    return (fw_hit){
        .first = index, .count = hit->count, .term = hit->term, .category = hit->category, .cat = hit->cat};
}

/* Few categories hit at one start, so looking through them is cheaper than a table of all. */
static void offer(candidates *found, fw_hit hit) {
    for (uint32_t h = 0; h < found->count; h++) {
        if (found->hits[h].category != hit.category) continue;
        if (hit.count > found->hits[h].count) found->hits[h] = hit;
        return;
    }
    found->hits[found->count++] = hit;
}

/* Offers the terms that a way ends, whose words are the `count` tokens from `first` on. */
static void offer_way(matcher *m, const fw_way *way, uint32_t first, uint32_t count) {
    for (uint32_t h = 0; h < way->hit_count; h++) {
        fw_hit hit = hit_at(first, &m->phrases->hits.items[way->first_hit + h]);
        hit.count = count;
        offer(&m->found, hit);
    }
}

/* Offers the hits of the word at `index` alone. Terms of several words are longer, so the order in which the
 * two are offered does not matter. */
static void offer_word(matcher *m, uint32_t index) {
    const fw_word_meaning *word = meaning_at(m, index);
    for (uint32_t h = 0; h < word->hit_count; h++)
        offer(&m->found, hit_at(index, &m->word_hits[word->first_hit + h]));
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
        const fw_word_hit hit = {ends[e].term, category, m->cats[category], 0};
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

/* Where the word at `next` leads from a node; what memory could not hold in full is not remembered. */
static fw_ways ways_from(matcher *m, uint32_t node, uint32_t next) {
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

/* Room for the plans of a block, so that none moves while it is matched: each start asks for one twice at
 * most. */
static bool make_plan_room(fw_phrases *phrases) {
    enum { MOST_PLANS = 2 * AT_ONCE, MOST_HITS = MOST_PLANS * FW_CATEGORY_LIMIT };
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
static void put_hits(matcher *m, fw_plan *plan) {
    const candidates *found = &m->found;
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
static void make_plan(matcher *m, fw_plan *plan, uint32_t index) {
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

/* Finds out the plan for the words at `index` and `next` and remembers it. Out of line: it is seldom needed.
 */
__attribute__((noinline)) static uint32_t new_plan(matcher *m, uint32_t index, uint32_t next) {
    fw_phrases *phrases = m->phrases;
    const fw_word_symbol *symbols = symbols_at(m, index);
    const uint32_t first = phrases->ways.count;
    for (uint32_t s = 0; s < meaning_at(m, index)->symbol_count; s++) {
        if (symbols[s].node != FW_TRIE_NONE) add_ways(m, symbols[s].node, next);
    }
    uint32_t number = FW_NO_PLAN;
    if (phrases->ways.count > first) {
        number = phrases->plans.count++;
        fw_plan *plan = &phrases->plans.items[number];
        *plan = (fw_plan){.first_way = first, .way_count = (uint16_t)(phrases->ways.count - first)};
        make_plan(m, plan, index);
    }
    if (!m->failed) fw_ways_keep(phrases, (fw_ways){key_between(m, index, next), number, 1});
    return number;
}

/* The plan for two words; FW_NO_PLAN when they start no term. */
static inline uint32_t plan_between(matcher *m, uint32_t index, uint32_t next) {
    const fw_ways *known = fw_ways_known(m->phrases, key_between(m, index, next));
    return known ? known->first : new_plan(m, index, next);
}

/* ---- terms that go on ---- */

/* Offers the terms that start at `first` and end at `last` or behind, on every way that leads on. Depth is
 * bounded by the longest term. */
static void follow(matcher *m, uint32_t first, uint32_t last, fw_ways ways, int depth) {
    for (uint32_t w = ways.first; w < ways.first + ways.count; w++) {
        const fw_way way = m->phrases->ways.items[w]; /* the array moves when steps are added */
        offer_way(m, &way, first, last - first + 1);
        if (!way.children || depth >= LONGEST_TERM) continue;
        const uint32_t behind = next_word(m->ws, last);
        if (behind == UINT32_MAX || !(way.children & meaning_at(m, behind)->fits)) continue;
        follow(m, first, behind, ways_from(m, way.node, behind), depth + 1);
    }
}

/* The hits that start at `index` when a term may go on beyond the words of a plan; FW_NO_PLAN: when it may go
 * on over a hyphen. */
static bool match_phrases(matcher *m, uint32_t index, uint32_t number) {
    uint32_t next = index + 1;
    m->found.count = 0;
    if (number == FW_NO_PLAN) {
        next = next_word(m->ws, index);
        if (next != UINT32_MAX && (meaning_at(m, index)->leads & meaning_at(m, next)->fits))
            number = plan_between(m, index, next);
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
    const uint64_t words = fw_window(ws->planes.items, FW_PLANE_WORD, first);
    starts found = {0, 0};
    uint64_t fits = 0; /* of the token behind */
    if (first + count < ws->tokens.count) fits = meaning_at(m, first + count)->fits;
    for (uint32_t i = count; i-- > 0;) {
        const fw_word_meaning *meaning = &m->meanings[tokens[i].word];
        found.leads = found.leads << 1 | ((meaning->leads & fits) != 0);
        found.listed = found.listed << 1 | (meaning->hit_count != 0);
        fits = meaning->fits;
    }
    return (starts){found.listed & words, found.leads & words};
}

/* The starts from `first` on, none behind the end. The memory of their plans is asked for on the way: a block
 * is looked at before the block in front of it is matched, so that nobody waits. */
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

/* What is to be done in a block, a bit for each token. */
typedef struct {
    uint64_t copied;   /* hits are known: see known_hits */
    uint64_t followed; /* a term may go on behind the next word */
} work;

/* Looks up what starts where words lead on: whether anything comes of it is anybody's guess, so that nothing
 * branches on it. */
static work look_up_plans(matcher *m, uint32_t first, uint64_t leads) {
    const fw_workspace *ws = m->ws;
    const fw_phrases *phrases = m->phrases;
    work todo = {0, leads & ~fw_window(ws->planes.items, FW_PLANE_WORD, first + 1)}; /* over a hyphen */
    for (uint64_t rest = todo.followed; rest; rest &= rest - 1)
        m->known.plan[__builtin_ctzll(rest)] = FW_NO_PLAN;
    for (uint64_t rest = leads & ~todo.followed; rest; rest &= rest - 1) {
        const uint32_t at = (uint32_t)__builtin_ctzll(rest), index = first + at;
        const uint32_t number = plan_between(m, index, index + 1);
        const fw_plan *plan = &phrases->plans.items[number];
        const fw_word_meaning *word = meaning_at(m, index);
        const uint64_t fits = index + 2 < ws->tokens.count ? meaning_at(m, index + 2)->fits : 0;
        const fw_word_hit *hits =
            plan->hit_count <= FW_PLAN_HITS ? plan->hits : phrases->plan_hits.items + plan->first_hit;
        const uint32_t count = number != FW_NO_PLAN ? plan->hit_count : word->hit_count;
        m->known.hits[at] = number != FW_NO_PLAN ? hits : m->word_hits + word->first_hit;
        m->known.count[at] = count;
        m->known.plan[at] = number;
        todo.copied |= (uint64_t)(count != 0) << at;
        todo.followed |= (uint64_t)((plan->children & fits) != 0) << at;
    }
    return todo;
}

/* Asks for the memory of the steps to come: from the first way of each plan over the word behind. */
static void ask_for_steps(const matcher *m, uint32_t first, uint64_t followed) {
    for (; followed; followed &= followed - 1) {
        const uint32_t at = (uint32_t)__builtin_ctzll(followed), number = m->known.plan[at];
        if (number == FW_NO_PLAN) continue;
        const uint32_t node = m->phrases->ways.items[m->phrases->plans.items[number].first_way].node;
        const uint64_t key = fw_step_from(node, m->ws->tokens.items[first + at + 2].word);
        __builtin_prefetch(fw_ways_set_of(m->phrases, key));
    }
}

/* Looks up the hits of words that stand alone. */
static void look_up_words(matcher *m, uint32_t first, uint64_t listed) {
    for (; listed; listed &= listed - 1) {
        const uint32_t at = (uint32_t)__builtin_ctzll(listed);
        const fw_word_meaning *word = meaning_at(m, first + at);
        m->known.hits[at] = m->word_hits + word->first_hit;
        m->known.count[at] = word->hit_count;
    }
}

/* Writes a hit unless a longer one of its category covers the token; returns where the next one goes. */
static inline fw_hit *put_hit(matcher *m, fw_hit *out, uint32_t index, const fw_word_hit *hit) {
    uint32_t *covered = &m->covered[hit->category];
    const uint32_t until = *covered;
    const bool free = until <= index;
    out->first = index; /* one by one: a copy of the whole goes through memory */
    out->count = hit->count;
    out->term = hit->term;
    out->category = hit->category;
    out->clause = 0;
    out->negated = false;
    out->cat = hit->cat;
    *covered = free ? index + hit->count : until;
    return out + free;
}

/* Copies the hits known of the start `at`, one or more. Most have one or two: the second, or the first one
 * again, which covers itself by then, is written without asking. */
static bool copy_hits(matcher *m, uint32_t first, uint32_t at) {
    fw_workspace *ws = m->ws;
    const uint32_t count = m->known.count[at], index = first + at;
    const fw_word_hit *hits = m->known.hits[at];
    while (ws->hits.capacity - ws->hits.count < count + 1) {
        if (!fw_grow((void **)&ws->hits.items, &ws->hits.capacity, ws->hits.capacity, sizeof *ws->hits.items))
            return false;
    }
    fw_hit *out = ws->hits.items + ws->hits.count;
    out = put_hit(m, out, index, hits);
    out = put_hit(m, out, index, hits + (count > 1));
    for (uint32_t h = 2; h < count; h++) out = put_hit(m, out, index, hits + h);
    ws->hits.count = (uint32_t)(out - ws->hits.items);
    return true;
}

static bool match_block(matcher *m, uint32_t first, starts found) {
    if (!make_plan_room(m->phrases)) return false;
    work todo = look_up_plans(m, first, found.leads);
    ask_for_steps(m, first, todo.followed);
    const uint64_t alone = found.listed & ~found.leads;
    look_up_words(m, first, alone);
    todo.copied |= alone;
    for (uint64_t rest = todo.copied | todo.followed; rest; rest &= rest - 1) {
        const uint32_t at = (uint32_t)__builtin_ctzll(rest);
        const bool follows = todo.followed >> at & 1;
        if (!(follows ? match_phrases(m, first + at, m->known.plan[at]) : copy_hits(m, first, at)))
            return false;
    }
    return !m->failed;
}

fw_code fw_match(fw_workspace *ws, fw_error *err) {
    matcher m; /* candidates and known hits are written before they are read */
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
    starts next = starts_from(&m, 0);
    for (uint32_t first = 0; first < count; first += AT_ONCE) {
        const starts found = next;
        next = starts_from(&m, first + AT_ONCE);
        if (!match_block(&m, first, found)) return fw_fail_nomem(err);
    }
    return FW_OK;
}
