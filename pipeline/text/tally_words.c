/* tally_words.c: what is counted word by word: pronouns, repeats, specifics, variety, stems. */
#include <failwise/categories.h>

#include "text/tally.h"

enum { WINDOW = 50 };

static void add_stem(uint64_t set[FW_STEM_WORDS], uint16_t bit) { set[bit / 64] |= 1ULL << (bit % 64); }

/* Content stems, for what parts have in common. */
static void count_stem(fw_tally *tally, uint16_t stem, uint8_t part) {
    tally->content_words++;
    if (part == FW_PART_FAIL || part == FW_PART_DIAG) add_stem(tally->fault_stems, stem);
    if (part == FW_PART_LEARN || part == FW_PART_IMPR) add_stem(tally->after_stems, stem);
    if (part == FW_PART_IMPR) add_stem(tally->impr_stems, stem);
    if (part == FW_PART_CLOSE) add_stem(tally->closing_stems, stem);
}

#define CAT(name) (1ULL << FW_CAT_##name)
static_assert(FW_CAT_pron_third < 64, "the pronouns' bits are in the first word of fw_word.known");

/* Most words are no pronoun of any person: one test for all. */
static void count_pronoun(fw_tally *tally, const fw_word *word, bool quoted, uint8_t part) {
    const uint64_t known = word->known[0];
    if (!(known & (CAT(pron_i) | CAT(pron_we) | CAT(pron_third)))) return;
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
 * types / words. `order` holds the words in order, `seen` will count how often each stands in the window.
 */
static double moving_types(const uint32_t *order, uint32_t n, int32_t *seen) {
    for (uint32_t i = 0; i < n; i++) seen[order[i]] = 0;
    const uint32_t first = n < WINDOW ? n : WINDOW;
    uint32_t types = 0;
    for (uint32_t i = 0; i < first; i++) types += seen[order[i]]++ == 0;
    if (n < WINDOW) return n ? (double)types / n : 0;
    uint64_t sum = types;
    for (uint32_t i = WINDOW; i < n; i++) {
        types += seen[order[i]]++ == 0;
        types -= --seen[order[i - WINDOW]] == 0;
        sum += types;
    }
    return (double)sum / (WINDOW * (double)(n - WINDOW + 1));
}

/* Room for the words in order and for a count of each word: one array, kept from answer to answer. */
static bool reserve(fw_workspace *ws, size_t need) {
    while (ws->scratch.capacity < need) {
        if (!fw_grow((void **)&ws->scratch.items, &ws->scratch.capacity, ws->scratch.capacity,
                     sizeof(int32_t)))
            return false;
    }
    return true;
}

/* What is counted in every word, kept in registers over the loop. */
typedef struct {
    uint32_t words, highest, syllables, unknown, specifics, quoted, repeats;
} word_counts;

/* Counts the words and writes them in order. */
static word_counts count_each(fw_workspace *ws, uint32_t *order) {
    fw_tally *tally = &ws->tally;
    word_counts n = {0};
    uint32_t last[3] = {UINT32_MAX, UINT32_MAX, UINT32_MAX}; /* the words before, newest first */
    const uint32_t count = ws->tokens.count;
    for (uint32_t i = 0; i < count; i++) {
        const fw_token *t = &ws->tokens.items[i];
        if (!fw_is_word(t)) continue;
        const fw_word *word = &ws->words[t->word];
        const uint8_t part = ws->clauses.items[t->clause].part;
        const bool plain = t->kind == FW_TOKEN_WORD;
        const bool quoted = (t->flags & FW_TOKEN_QUOTED) != 0;
        order[n.words++] = t->word;
        if (t->word > n.highest) n.highest = t->word;
        n.syllables += word->syllables;
        n.unknown += plain && !(word->traits & FW_LISTED);
        n.specifics += is_specific(t, word);
        n.quoted += quoted;
        n.repeats += plain && (t->word == last[0] || (t->word == last[1] && last[0] == last[2]));
        last[2] = last[1];
        last[1] = last[0];
        last[0] = t->word;
        tally->words[part]++;
        if (fw_word_known(word, FW_CAT_filler_like)) tally->fillers += is_set_off(ws, i);
        count_pronoun(tally, word, quoted, part);
        if (plain && (word->traits & FW_CONTENT)) count_stem(tally, word->stem, part);
    }
    return n;
}

bool fw_count_words(fw_workspace *ws) {
    fw_tally *tally = &ws->tally;
    if (!reserve(ws, ws->tokens.count)) return false;
    const word_counts n = count_each(ws, (uint32_t *)ws->scratch.items);
    tally->syllables = n.syllables;
    tally->unknown_words = n.unknown;
    tally->specifics += n.specifics;
    tally->quoted_words = n.quoted;
    tally->repeats = n.repeats;
    if (!reserve(ws, (size_t)n.words + n.highest + 1)) return false;
    tally->mattr50 = moving_types((const uint32_t *)ws->scratch.items, n.words, ws->scratch.items + n.words);
    return true;
}
