/* match.c: longest match per category over the symbol trie. What starts at a word is known from it and the
 * next one (fw_plan) and copied; only where a term goes on, the ways through the trie are followed. */
#include "text/match_terms.h"

/* Starts among up to 64 tokens from `first` on, a bit each. */
typedef struct {
    uint64_t listed; /* words that are terms of their own */
    uint64_t leads;  /* words that a term may start with, as far as the next token tells */
} starts;

/* Asked of all tokens without a branch, as nothing about them can be predicted. A hyphen fits everything
 * here: which word stands behind it is asked of the few. */
static starts find_starts(const fw_matcher *m, uint32_t first, uint32_t count) {
    const fw_workspace *ws = m->ws;
    const fw_token *tokens = ws->tokens.items + first;
    const uint64_t words = fw_window(ws->planes.items, FW_PLANE_WORD, first);
    starts found = {0, 0};
    uint64_t fits = 0; /* of the token behind */
    if (first + count < ws->tokens.count) fits = fw_meaning_at(m, first + count)->fits;
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
static starts starts_from(const fw_matcher *m, uint32_t first) {
    const uint32_t count = m->ws->tokens.count;
    if (first >= count) return (starts){0, 0};
    const starts found =
        find_starts(m, first, count - first < FW_MATCHED_AT_ONCE ? count - first : FW_MATCHED_AT_ONCE);
    for (uint64_t rest = found.leads; rest; rest &= rest - 1) {
        const uint32_t index = first + (uint32_t)__builtin_ctzll(rest);
        __builtin_prefetch(fw_ways_set_of(m->phrases, fw_key_between(m, index, index + 1)));
    }
    return found;
}

/* What is to be done in a block, a bit for each token. */
typedef struct {
    uint64_t copied;   /* hits are known: see fw_known_hits */
    uint64_t followed; /* a term may go on behind the next word */
} work;

/* Looks up what starts where words lead on: whether anything comes of it is anybody's guess, so that nothing
 * branches on it. */
static work look_up_plans(fw_matcher *m, uint32_t first, uint64_t leads) {
    const fw_workspace *ws = m->ws;
    const fw_phrases *phrases = m->phrases;
    work todo = {0, leads & ~fw_window(ws->planes.items, FW_PLANE_WORD, first + 1)}; /* over a hyphen */
    for (uint64_t rest = todo.followed; rest; rest &= rest - 1)
        m->known.plan[__builtin_ctzll(rest)] = FW_NO_PLAN;
    for (uint64_t rest = leads & ~todo.followed; rest; rest &= rest - 1) {
        const uint32_t at = (uint32_t)__builtin_ctzll(rest), index = first + at;
        const uint64_t bit = rest & (0 - rest);
        const uint32_t number = fw_plan_between(m, index, index + 1);
        const fw_plan *plan = &phrases->plans.items[number];
        const fw_word_meaning *word = fw_meaning_at(m, index);
        const uint64_t fits = index + 2 < ws->tokens.count ? fw_meaning_at(m, index + 2)->fits : 0;
        const fw_word_hit *hits =
            plan->hit_count <= FW_PLAN_HITS ? plan->hits : phrases->plan_hits.items + plan->first_hit;
        const uint32_t count = number != FW_NO_PLAN ? plan->hit_count : word->hit_count;
        m->known.hits[at] = number != FW_NO_PLAN ? hits : m->word_hits + word->first_hit;
        m->known.count[at] = count;
        m->known.plan[at] = number;
        todo.copied |= bit & (0 - (uint64_t)(count != 0));
        todo.followed |= bit & (0 - (uint64_t)((plan->children & fits) != 0));
    }
    return todo;
}

/* Asks for the memory of the steps to come: from the first way of each plan over the word behind. */
static void ask_for_steps(const fw_matcher *m, uint32_t first, uint64_t followed) {
    for (; followed; followed &= followed - 1) {
        const uint32_t at = (uint32_t)__builtin_ctzll(followed), number = m->known.plan[at];
        if (number == FW_NO_PLAN) continue;
        const uint32_t node = m->phrases->ways.items[m->phrases->plans.items[number].first_way].node;
        const uint64_t key = fw_step_from(node, m->ws->tokens.items[first + at + 2].word);
        __builtin_prefetch(fw_ways_set_of(m->phrases, key));
    }
}

/* Looks up the hits of words that stand alone. */
static void look_up_words(fw_matcher *m, uint32_t first, uint64_t listed) {
    for (; listed; listed &= listed - 1) {
        const uint32_t at = (uint32_t)__builtin_ctzll(listed);
        const fw_word_meaning *word = fw_meaning_at(m, first + at);
        m->known.hits[at] = m->word_hits + word->first_hit;
        m->known.count[at] = word->hit_count;
    }
}

/* Writes a hit unless a longer one of its category covers the token; returns where the next one goes. */
static inline fw_hit *put_hit(fw_matcher *m, fw_hit *out, uint32_t index, const fw_word_hit *hit) {
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
static bool copy_hits(fw_matcher *m, uint32_t first, uint32_t at) {
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

static bool match_block(fw_matcher *m, uint32_t first, starts found) {
    if (!fw_make_plan_room(m->phrases)) return false;
    work todo = look_up_plans(m, first, found.leads);
    ask_for_steps(m, first, todo.followed);
    const uint64_t alone = found.listed & ~found.leads;
    look_up_words(m, first, alone);
    todo.copied |= alone;
    for (uint64_t rest = todo.copied | todo.followed; rest; rest &= rest - 1) {
        const uint32_t at = (uint32_t)__builtin_ctzll(rest);
        const bool follows = todo.followed >> at & 1;
        if (!(follows ? fw_match_phrases(m, first + at, m->known.plan[at]) : copy_hits(m, first, at)))
            return false;
    }
    return !m->failed;
}

fw_code fw_match(fw_workspace *ws, fw_error *err) {
    fw_matcher m; /* fw_candidates and known hits are written before they are read */
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
    for (uint32_t first = 0; first < count; first += FW_MATCHED_AT_ONCE) {
        const starts found = next;
        next = starts_from(&m, first + FW_MATCHED_AT_ONCE);
        if (!match_block(&m, first, found)) return fw_fail_nomem(err);
    }
    return FW_OK;
}
