/* match.c: longest match per category over the symbol trie. What starts at a word is known from it and the
 * next one, or from as many as a term goes on with (fw_plan), and copied. */
#include "text/match_terms.h"

#include "base/masks.h"

/* Starts among up to 64 tokens from `first` on, a bit each. */
typedef struct {
    uint64_t listed; /* words that make hits by themselves */
    uint64_t leads;  /* words that a term may start with, as far as the next token tells */
} starts;

/* A number for each label and vocabulary; sums may run over. */
typedef uint16_t said __attribute__((vector_size(sizeof(fw_running))));

/* The symbols of the tokens behind a block; none where the answer ends. */
FW_INLINED void read_behind(fw_matcher *m, uint32_t first, uint32_t count) {
    for (uint32_t i = count; i < count + FW_TOKENS_BEHIND; i++)
        m->known.fits[i] = first + i < m->ws->tokens.count ? fw_meaning_at(m, first + i)->fits : 0;
}

/* Asked of all tokens without a branch, as nothing about them can be predicted. A hyphen fits everything
 * here: which word stands behind it is asked of the few. What the words say is summed up on the way, as this
 * is where their meaning is read. */
FW_INLINED starts read_words(fw_matcher *m, uint32_t first, uint32_t count, bool wide) {
    const fw_workspace *ws = m->ws;
    const fw_token *tokens = ws->tokens.items + first;
    fw_running *running = ws->running.items + first;
    const uint64_t words = fw_window(ws->planes.items, FW_PLANE_WORD, first);
    const uint64_t listed = fw_window(ws->planes.items, FW_PLANE_OF(FW_HITS), first);
    char led[1 + FW_MATCHED_AT_ONCE] = {0}; /* 1: the token before leads to it */
    uint64_t before = 0;                    /* where the token before leads */
    said sum, more;
    static_assert((int)FW_MATCHED_AT_ONCE == (int)FW_MASKED, "one look at all of them");
    memcpy(&sum, running, sizeof sum);
    for (uint32_t i = 0; i < count; i++) {
        const fw_word_meaning *meaning = &m->meanings[tokens[i].word];
        const uint64_t fits = meaning->fits;
        led[i] = (before & fits) != 0;
        m->known.fits[i] = fits;
        before = meaning->leads;
        memcpy(&more, meaning->weights, sizeof more);
        sum += more;
        memcpy(&running[i + 1], &sum, sizeof sum);
    }
    read_behind(m, first, count);
    led[count] = (before & m->known.fits[count]) != 0;
    return (starts){listed & words, fw_equal(led + 1, 1, wide) & words};
}

/* Steps that starts in a block take to the next word. */
typedef struct {
    uint64_t key[FW_MATCHED_AT_ONCE];
    uint64_t offset[FW_MATCHED_AT_ONCE];
    uint8_t at[FW_MATCHED_AT_ONCE]; /* the start, in the block */
    uint32_t count;
} asked_steps;

/* The memory of all steps is asked for before the first of them is looked at: nobody waits for each. */
FW_INLINED void ask_for(const fw_matcher *m, uint32_t at, uint64_t key, asked_steps *asked) {
    const uint32_t i = asked->count++;
    const uint64_t offset = fw_step_offset(m->phrases, key);
    asked->at[i] = (uint8_t)at;
    asked->key[i] = key;
    asked->offset[i] = offset;
    __builtin_prefetch(fw_step_at(m->phrases, offset));
}

/* From words that a term may start with to the one behind, which is a word, too. */
FW_INLINED void ask_for_pairs(const fw_matcher *m, uint32_t first, uint64_t leads, asked_steps *pairs) {
    const fw_token *tokens = m->ws->tokens.items + first;
    for (pairs->count = 0; leads; leads &= leads - 1) {
        const uint32_t at = (uint32_t)__builtin_ctzll(leads);
        ask_for(m, at, fw_step_between(tokens[at].word, tokens[at + 1].word, false), pairs);
    }
}

/* From the plans of two words to the third one, where that is a word. */
FW_INLINED void ask_for_thirds(const fw_matcher *m, uint32_t first, uint64_t longer, asked_steps *thirds) {
    const fw_token *tokens = m->ws->tokens.items + first;
    for (thirds->count = 0; longer; longer &= longer - 1) {
        const uint32_t at = (uint32_t)__builtin_ctzll(longer);
        ask_for(m, at, fw_step_from(m->known.plan[at], tokens[at + 2].word, false), thirds);
    }
}

/* What is to be done in a block, a bit for each token. */
typedef struct {
    uint64_t copied; /* there are hits */
    uint64_t longer; /* a term may go on behind the next word */
} work;

/* Looks up where the pairs lead, and asks for the memory of plans with hits. Whether anything comes of a pair
 * is anybody's guess, so that nothing branches on it. */
FW_INLINED work find_plans(fw_matcher *m, uint32_t first, const asked_steps *pairs) {
    work todo = {0, 0};
    for (uint32_t i = 0; i < pairs->count; i++) {
        const uint32_t at = pairs->at[i];
        fw_step step = *fw_step_likely(m->phrases, pairs->key[i], pairs->offset[i]);
        if (step.key != pairs->key[i]) step = fw_find_step(m, first + at);
        const uint64_t fits = m->known.fits[at + 2];
        m->known.plan[at] = step.plan;
        todo.copied |= (uint64_t)step.hits << at % FW_PLANE_TOKENS;
        todo.longer |= (uint64_t)((step.children & fw_folded(fits)) != 0) << at % FW_PLANE_TOKENS;
        __builtin_prefetch(&m->phrases->plans.items[step.plan]);
    }
    return todo;
}

/* The same with a third word, where one goes on with it. Returns the tokens whose terms may be longer still.
 */
FW_INLINED uint64_t find_third_plans(fw_matcher *m, uint32_t first, const asked_steps *thirds) {
    uint64_t longer = 0;
    for (uint32_t i = 0; i < thirds->count; i++) {
        const uint32_t at = thirds->at[i];
        fw_step step = *fw_step_likely(m->phrases, thirds->key[i], thirds->offset[i]);
        if (step.key != thirds->key[i]) step = fw_third_step(m, first + at, m->known.plan[at]);
        const bool more = (step.children & fw_folded(m->known.fits[at + 3])) != 0;
        static_assert(FW_NO_PLAN == 0, "it adds nothing");
        m->known.plan[at] = step.plan | (m->known.plan[at] & ((uint32_t)(step.plan != FW_NO_PLAN) - 1));
        longer |= (uint64_t)more << at % FW_PLANE_TOKENS;
        __builtin_prefetch(&m->phrases->plans.items[m->known.plan[at]]);
    }
    return longer;
}

/* Points at the hits of the plan for what starts at a token; true when there are some. */
FW_INLINED bool point(fw_matcher *m, uint32_t at) {
    const fw_phrases *phrases = m->phrases;
    const fw_plan *plan = &phrases->plans.items[m->known.plan[at]];
    const bool many = plan->hit_count > FW_PLAN_HITS;
    const fw_word_hit *const from[] = {plan->hits, phrases->hits.items};
    /* a choice would become a branch, and a guess */
    m->known.hits[at] = from[many] + (plan->first_hit & (0 - (uint32_t)many));
    m->known.count[at] = plan->hit_count;
    return plan->hit_count != 0;
}

/* Points at the hits of words that stand alone. */
FW_INLINED void look_up_words(fw_matcher *m, uint32_t first, uint64_t listed) {
    for (; listed; listed &= listed - 1) {
        const uint32_t at = (uint32_t)__builtin_ctzll(listed);
        const fw_word_meaning *word = fw_meaning_at(m, first + at);
        m->known.hits[at] = m->word_hits + word->first_hit;
        m->known.count[at] = word->hit_count;
    }
}

/* Writes a hit unless a longer one of its category covers the token; returns where the next one goes. */
FW_INLINED fw_hit *put_hit(fw_matcher *m, fw_hit *out, uint32_t index, const fw_word_hit *hit) {
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

/* Copies the hits known of the starts, in their order. Most have one or two: the second, or the first one
 * again, which covers itself by then, is written without asking. There is room for one more than there are.
 */
FW_INLINED void copy_hits(fw_matcher *m, uint32_t first, uint64_t begun) {
    fw_hit *const items = m->ws->hits.items, *out = items + m->ws->hits.count;
    for (; begun; begun &= begun - 1) {
        const uint32_t at = (uint32_t)__builtin_ctzll(begun), count = m->known.count[at];
        const fw_word_hit *hits = m->known.hits[at];
        out = put_hit(m, out, first + at, hits);
        out = put_hit(m, out, first + at, hits + (count > 1));
        for (uint32_t h = 2; h < count; h++) out = put_hit(m, out, first + at, hits + h);
    }
    m->ws->hits.count = (uint32_t)(out - items);
}

/* Room for all that may start in a block. */
static bool make_hit_room(fw_workspace *ws) {
    while (ws->hits.capacity - ws->hits.count <= FW_MATCHED_AT_ONCE * FW_CATEGORY_LIMIT) {
        if (!fw_grow((void **)&ws->hits.items, &ws->hits.capacity, ws->hits.capacity, sizeof *ws->hits.items))
            return false;
    }
    return true;
}

/* Follows the terms that may be longer, and those over hyphens, to the plans of what they come to. Returns
 * the tokens that have one. */
FW_INLINED uint64_t follow(fw_matcher *m, uint32_t first, uint64_t longer, uint64_t over) {
    const uint64_t hyphens = longer & ~fw_window(m->ws->planes.items, FW_PLANE_WORD, first + 2);
    uint64_t planned = longer;
    asked_steps thirds;
    ask_for_thirds(m, first, longer & ~hyphens, &thirds);
    for (uint64_t left = find_third_plans(m, first, &thirds); left; left &= left - 1) {
        const uint32_t at = (uint32_t)__builtin_ctzll(left), index = first + at;
        m->known.plan[at] = fw_follow_plan(m, index, index + 2, 3, m->known.plan[at]);
    }
    for (uint64_t left = hyphens; left; left &= left - 1) {
        const uint32_t at = (uint32_t)__builtin_ctzll(left), index = first + at;
        m->known.plan[at] = fw_follow_plan(m, index, index + 1, 2, m->known.plan[at]);
    }
    for (; over; over &= over - 1) {
        const uint32_t at = (uint32_t)__builtin_ctzll(over);
        m->known.plan[at] = fw_follow_hyphen(m, first + at);
        if (m->known.plan[at] != FW_NO_PLAN) planned |= over & (0 - over);
    }
    return planned;
}

/* Finds out what starts in a block. New plans move the others: none is pointed at before all are there. */
FW_INLINED bool match_block(fw_matcher *m, uint32_t first, starts found) {
    const uint64_t over = found.leads & ~fw_window(m->ws->planes.items, FW_PLANE_WORD, first + 1);
    asked_steps pairs;
    ask_for_pairs(m, first, found.leads & ~over, &pairs);
    const work todo = find_plans(m, first, &pairs);
    const uint64_t followed = follow(m, first, todo.longer, over);
    uint64_t copied = found.listed & ~(found.leads & ~over) & ~followed;
    look_up_words(m, first, copied);
    for (uint64_t left = todo.copied | followed; left; left &= left - 1) {
        const uint32_t at = (uint32_t)__builtin_ctzll(left);
        copied |= (uint64_t)point(m, at) << at;
    }
    if (m->failed || !make_hit_room(m->ws)) return false;
    copy_hits(m, first, copied);
    return true;
}

/* From token to token. False when memory is out. */
FW_INLINED bool match_all(fw_matcher *m, bool wide) {
    const uint32_t count = m->ws->tokens.count;
    for (uint32_t first = 0; first < count; first += FW_MATCHED_AT_ONCE) {
        const uint32_t left = count - first, some = left < FW_MATCHED_AT_ONCE ? left : FW_MATCHED_AT_ONCE;
        if (!match_block(m, first, read_words(m, first, some, wide))) return false;
    }
    return true;
}
static bool match_plain(fw_matcher *m) { return match_all(m, false); }
FW_WIDE static bool match_wide(fw_matcher *m) { return match_all(m, true); }

/* Room for what all words say, and one more; nothing is said before the first one. */
static bool start_running(fw_workspace *ws) {
    static_assert(sizeof(said) == sizeof((fw_word_meaning *)NULL)->weights, "a number for each label");
    while (ws->running.capacity <= ws->tokens.count) {
        if (!fw_grow((void **)&ws->running.items, &ws->running.capacity, ws->running.capacity,
                     sizeof *ws->running.items))
            return false;
    }
    memset(&ws->running.items[0], 0, sizeof ws->running.items[0]);
    return true;
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
    if (!start_running(ws)) return fw_fail_nomem(err);
    return (fw_has_wide() ? match_wide : match_plain)(&m) ? FW_OK : fw_fail_nomem(err);
}
