/* tally_words.c: what is counted word by word: pronouns, repeats, specifics, variety, stems. */
#include <failwise/categories.h>

#include "text/tally.h"
#include "text/words.h"

enum { WINDOW = 50 };

static void add_stem(uint64_t set[FW_STEM_WORDS], uint16_t bit) { set[bit / 64] |= 1ULL << (bit % 64); }

/* The sets that content stems of a part go into: two at most, the second may be NULL as well. */
typedef struct {
    uint64_t *first, *second;
} stem_sets;

static stem_sets sets_of(fw_tally *tally, uint8_t part) {
    switch (part) {
    case FW_PART_FAIL:
    case FW_PART_DIAG:
        return (stem_sets){tally->fault_stems, NULL};
    case FW_PART_LEARN:
        return (stem_sets){tally->after_stems, NULL};
    case FW_PART_IMPR:
        return (stem_sets){tally->after_stems, tally->impr_stems};
    case FW_PART_CLOSE:
        return (stem_sets){tally->closing_stems, NULL};
    default:
        return (stem_sets){NULL, NULL};
    }
}

#define CAT(name) (1ULL << FW_CAT_##name)
static_assert(FW_CAT_pron_third < 64, "the pronouns' bits are in the first word of fw_word.known");
static_assert(FW_CAT_filler_like >= 64, "its bit is in the second word");
static const uint64_t PRONOUNS = CAT(pron_i) | CAT(pron_we) | CAT(pron_third);
static const uint64_t FILLER_LIKE = 1ULL << (FW_CAT_filler_like - 64);

static void count_pronoun(fw_tally *tally, uint64_t known, bool quoted, uint8_t part) {
    if (known & CAT(pron_i)) {
        tally->pronoun_i[part]++;
        tally->quoted_i += quoted;
    } else if (known & CAT(pron_we)) {
        tally->pronoun_we[part]++;
        tally->quoted_we += quoted;
    } else {
        tally->pronoun_third[part]++;
    }
}

/* Names, acronyms, terms with digits and numbers: what makes a story checkable. "I" is no name. */
static bool is_specific(const fw_token *t, const fw_word *word) {
    if (t->kind != FW_TOKEN_WORD) return true;
    if (!(t->flags & (FW_TOKEN_CAPITAL | FW_TOKEN_ALL_CAPS)) || (word->known[0] & CAT(pron_i))) return false;
    return (t->flags & FW_TOKEN_ALL_CAPS) || !(t->flags & FW_TOKEN_SENTENCE_START);
}

static bool is_comma(const fw_workspace *ws, uint32_t index) {
    return index < ws->tokens.count && ws->tokens.items[index].kind == FW_TOKEN_PUNCT &&
           ws->text.ptr[ws->tokens.items[index].start] == ',';
}

/* "like" is a filler only when commas set it off. */
static bool is_set_off(const fw_workspace *ws, uint32_t index) {
    return index > 0 && is_comma(ws, index - 1) && (is_comma(ws, index + 1) || index + 1 == ws->tokens.count);
}

/*
 * Moving-average type-token ratio over windows of 50 words (Covington and McFall 2010); shorter answers:
 * types / words. In a window a word counts where it stands first: so each word counts for the windows that
 * hold it but not the same word before it, and one pass over the words is enough.
 */
typedef struct {
    uint32_t *seen; /* by word: one more than the place where it stood last, over all answers */
    uint32_t base;  /* places of this answer start here: what is below was another answer's */
    uint32_t words; /* in the answer */
    uint32_t windows;
} type_table;

/* Places run on from answer to answer, so that the table need not be cleared for each. */
static bool start_types(fw_workspace *ws, type_table *types) {
    const uint32_t known = fw_words_count(ws->memory);
    while (ws->seen.count < known) {
        if (!fw_push(&ws->seen, 0)) return false;
    }
    if (ws->seen_base > UINT32_MAX - types->words) {
        memset(ws->seen.items, 0, ws->seen.count * sizeof *ws->seen.items);
        ws->seen_base = 0;
    }
    types->seen = ws->seen.items;
    types->base = ws->seen_base;
    types->windows = types->words < WINDOW ? 1 : types->words - WINDOW + 1;
    ws->seen_base += types->words;
    return true;
}

/* Word by word over the whole answer: variety, and what is said twice in a row ("the the", "in the in the").
 */
static void count_sequence(fw_workspace *ws, const type_table *types) {
    if (!ws->tokens.count) return; /* there may be no array yet */
    const fw_token *t = ws->tokens.items, *end = t + ws->tokens.count;
    uint32_t *const seen = types->seen;
    const uint32_t base = types->base, windows = types->windows;
    uint32_t place = 0, repeats = 0;
    uint32_t one = UINT32_MAX, two = UINT32_MAX, three = UINT32_MAX; /* the words before, newest first */
    uint64_t sum = 0;
    for (; t < end; t++) {
        if (!fw_is_word(t)) continue;
        const uint32_t word = t->word, before = seen[word];
        uint32_t first = place < WINDOW ? 0 : place - WINDOW + 1; /* of the windows that hold it, by start */
        if (before > base + first) first = before - base;
        seen[word] = base + ++place;
        const uint32_t last = place < windows ? place : windows;
        sum += last > first ? last - first : 0;
        if (word == one || (word == two && one == three)) repeats += t->kind == FW_TOKEN_WORD;
        three = two;
        two = one;
        one = word;
    }
    ws->tally.repeats = repeats;
    if (place) ws->tally.mattr50 = (double)sum / (place < WINDOW ? place : WINDOW * (double)windows);
}

/* What is counted in every word, kept in registers over a clause. */
typedef struct {
    uint32_t syllables, unknown, specifics, quoted, content;
} word_counts;

/* The rare words: pronouns, and "like". */
static void count_marked(fw_workspace *ws, uint32_t index, const fw_word *word, uint8_t part) {
    const bool quoted = (ws->tokens.items[index].flags & FW_TOKEN_QUOTED) != 0;
    if (word->known[0] & PRONOUNS) count_pronoun(&ws->tally, word->known[0], quoted, part);
    if (word->known[1] & FILLER_LIKE) ws->tally.fillers += is_set_off(ws, index);
}

static void count_clause(fw_workspace *ws, const fw_clause *clause) {
    fw_tally *tally = &ws->tally;
    const stem_sets sets = sets_of(tally, clause->part);
    const fw_token *tokens = ws->tokens.items;
    const fw_word *words = ws->words;
    word_counts n = {0};
    for (uint32_t i = clause->first, end = i + clause->count; i < end; i++) {
        const fw_token *t = &tokens[i];
        if (!fw_is_word(t)) continue;
        const fw_word *word = &words[t->word];
        n.syllables += word->syllables;
        n.quoted += (t->flags & FW_TOKEN_QUOTED) != 0;
        if ((word->known[0] & PRONOUNS) | (word->known[1] & FILLER_LIKE))
            count_marked(ws, i, word, clause->part);
        if (t->kind != FW_TOKEN_WORD || t->flags & (FW_TOKEN_CAPITAL | FW_TOKEN_ALL_CAPS))
            n.specifics += is_specific(t, word);
        if (t->kind != FW_TOKEN_WORD) continue;
        n.unknown += !(word->traits & FW_LISTED);
        if (!(word->traits & FW_CONTENT)) continue;
        n.content++;
        if (sets.first) add_stem(sets.first, word->stem);
        if (sets.second) add_stem(sets.second, word->stem);
    }
    tally->words[clause->part] += clause->words;
    tally->syllables += n.syllables;
    tally->unknown_words += n.unknown;
    tally->specifics += n.specifics;
    tally->quoted_words += n.quoted;
    tally->content_words += n.content;
}

bool fw_count_words(fw_workspace *ws) {
    type_table types = {0};
    for (uint32_t i = 0; i < ws->clauses.count; i++) types.words += ws->clauses.items[i].words;
    if (!start_types(ws, &types)) return false;
    count_sequence(ws, &types);
    for (uint32_t i = 0; i < ws->clauses.count; i++) count_clause(ws, &ws->clauses.items[i]);
    return true;
}
