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
 * types / words. The scratch array holds the words in order, then how often each word stands in the window.
 */
static bool count_types(fw_workspace *ws, uint32_t words, uint32_t highest) {
    const size_t need = (size_t)words + highest + 1;
    while (ws->scratch.capacity < need) {
        if (!fw_grow((void **)&ws->scratch.items, &ws->scratch.capacity, ws->scratch.capacity,
                     sizeof(int32_t)))
            return false;
    }
    int32_t *order = ws->scratch.items;
    int32_t *seen = order + words;
    uint32_t n = 0;
    for (uint32_t i = 0; i < ws->tokens.count; i++) {
        if (fw_is_word(&ws->tokens.items[i])) order[n++] = (int32_t)ws->tokens.items[i].word;
    }
    for (uint32_t i = 0; i < n; i++) seen[order[i]] = 0;
    uint64_t sum = 0;
    uint32_t types = 0, windows = 0;
    for (uint32_t i = 0; i < n; i++) {
        types += seen[order[i]]++ == 0;
        if (i >= WINDOW) types -= --seen[order[i - WINDOW]] == 0;
        if (i + 1 >= WINDOW) {
            sum += types;
            windows++;
        }
    }
    ws->tally.mattr50 = windows ? (double)sum / (WINDOW * (double)windows) : n ? (double)types / n : 0;
    return true;
}

bool fw_count_words(fw_workspace *ws) {
    fw_tally *tally = &ws->tally;
    uint32_t words = 0, highest = 0;
    uint32_t last[3] = {UINT32_MAX, UINT32_MAX, UINT32_MAX}; /* the words before, newest first */
    for (uint32_t i = 0; i < ws->tokens.count; i++) {
        const fw_token *t = &ws->tokens.items[i];
        if (!fw_is_word(t)) continue;
        const uint8_t part = ws->clauses.items[t->clause].part;
        const fw_word *word = fw_word_at(ws, i);
        words++;
        if (t->word > highest) highest = t->word;
        tally->words[part]++;
        tally->syllables += word->syllables;
        tally->unknown_words += t->kind == FW_TOKEN_WORD && !(word->traits & FW_LISTED);
        const bool quoted = (t->flags & FW_TOKEN_QUOTED) != 0;
        tally->specifics += is_specific(t, word);
        if (fw_word_known(word, FW_CAT_filler_like)) tally->fillers += is_set_off(ws, i);
        tally->quoted_words += quoted;
        if (t->kind == FW_TOKEN_WORD && (t->word == last[0] || (t->word == last[1] && last[0] == last[2])))
            tally->repeats++;
        last[2] = last[1];
        last[1] = last[0];
        last[0] = t->word;
        count_pronoun(tally, word, quoted, part);
        if (t->kind == FW_TOKEN_WORD && (word->traits & FW_CONTENT)) count_stem(tally, word->stem, part);
    }
    return count_types(ws, words, highest);
}
