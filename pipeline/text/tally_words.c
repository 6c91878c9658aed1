/* tally_words.c: what is counted word by word: pronouns, repeats, specifics,
 * variety, stems. */
#include <failwise/categories.h>

#include "text/tally.h"
#include "text/words.h"

enum { WINDOW = 50 };

/* The set that content stems of a part go into; `none` where nobody asks for
 * them. Those of improvements join the stems of what came after when all are
 * there. */
static uint64_t *set_of(fw_tally *tally, uint8_t part, uint64_t none[FW_STEM_WORDS]) {
    switch (part) {
    case FW_PART_FAIL:
    case FW_PART_DIAG:
        return tally->fault_stems;
    case FW_PART_LEARN:
        return tally->after_stems;
    case FW_PART_IMPR:
        return tally->impr_stems;
    case FW_PART_CLOSE:
        return tally->closing_stems;
    default:
        return none;
    }
}

/* ---- what a word counts for ---- */

/*
 * The counts of a word stand side by side in fw_word.counts, so that one
 * addition counts them all: first the syllables in 16 bits, then one in eight
 * bits for each thing that the word is.
 */
enum { UNKNOWN = 16, CONTENT = 24, SAYS_I = 32, SAYS_WE = 40, SAYS_THIRD = 48, SAYS_LIKE = 56 };
enum { SYLLABLE_BITS = 0xFFFF, COUNT_BITS = 0xFF, MOST_SYLLABLES = 0xFF, COUNTED_AT_ONCE = 0xFF };
static_assert(MOST_SYLLABLES * COUNTED_AT_ONCE <= SYLLABLE_BITS, "no sum runs over into the next");

#define ONE(what) (1ULL << (what))

uint64_t fw_counts_of_word(const fw_word *word, uint32_t syllables) {
    uint64_t counts = syllables < MOST_SYLLABLES ? syllables : MOST_SYLLABLES;
    if (!(word->traits & FW_LISTED)) counts |= ONE(UNKNOWN);
    if (word->traits & FW_CONTENT) counts |= ONE(CONTENT);
    if (fw_word_known(word, FW_CAT_pron_i)) {
        counts |= ONE(SAYS_I);
    } else if (fw_word_known(word, FW_CAT_pron_we)) {
        counts |= ONE(SAYS_WE);
    } else if (fw_word_known(word, FW_CAT_pron_third)) {
        counts |= ONE(SAYS_THIRD);
    }
    if (fw_word_known(word, FW_CAT_filler_like)) counts |= ONE(SAYS_LIKE);
    return counts;
}

static inline uint32_t count_in(uint64_t counts, int what) { return (uint32_t)(counts >> what) & COUNT_BITS; }

/* Bit f: written with the flags f a word is a name or an acronym, which makes a
 * story checkable: all in capitals, or with one where no sentence starts. */
#define FLAGGED_CAPITAL                                                                                      \
    0xF0F0F0F0F0F0F0F0ULL /* the numbers below 64 with FW_TOKEN_CAPITAL in them                              \
                           */
#define FLAGGED_ALL_CAPS 0xFF00FF00FF00FF00ULL
#define FLAGGED_START    0xFFFFFFFF00000000ULL
static_assert(FW_TOKEN_CAPITAL == 1 << 2 && FW_TOKEN_ALL_CAPS == 1 << 3 && FW_TOKEN_SENTENCE_START == 1 << 5,
              "the flags stand where the sets above have them");
#define NAMES (FLAGGED_ALL_CAPS | (FLAGGED_CAPITAL & ~FLAGGED_START))

/* What counts of a token by its kind: of terms with digits neither their
 * meaning nor that it is not known. Names, acronyms, terms with digits and
 * numbers are specific: bit f of the first for the flags f, of the second when
 * the word is "I", which is no name. */
static const struct {
    uint64_t counts, specific[2];
} COUNTED[] = {
    [FW_TOKEN_WORD] = {UINT64_MAX, {NAMES, 0}},
    [FW_TOKEN_NUMBER] = {~(ONE(UNKNOWN) | ONE(CONTENT)), {UINT64_MAX, UINT64_MAX}},
    [FW_TOKEN_MIXED] = {~(ONE(UNKNOWN) | ONE(CONTENT)), {UINT64_MAX, UINT64_MAX}},
    [FW_TOKEN_SYMBOL] = {0, {0, 0}},
    [FW_TOKEN_PUNCT] = {0, {0, 0}},
};

static inline uint32_t is_specific(const fw_token *t, uint64_t counts) {
    return (uint32_t)(COUNTED[t->kind].specific[counts >> SAYS_I & 1] >> (t->flags & 63)) & 1;
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
 * Moving-average type-token ratio over windows of 50 words (Covington and
 * McFall 2010); shorter answers: types / words. In a window a word counts where
 * it stands first: so each word counts for the windows that hold it but not the
 * same word before it, and one pass over the words is enough.
 */
typedef struct {
    uint32_t *seen; /* by word: one more than the place where it stood last, over
                       all answers */
    uint32_t base;  /* places of this answer start here: what is below was another
                       answer's */
    uint32_t words; /* in the answer */
    uint32_t windows;
} type_table;

/* Places run on from answer to answer, so that the table need not be cleared
 * for each. */
static bool start_types(fw_workspace *ws, type_table *types) {
    const uint32_t known = fw_words_count(ws->memory);
    while (ws->seen.count < known) {
        if (!fw_push(&ws->seen, 0)) return false;
    }
    if (ws->seen_base > UINT32_MAX - types->words) {
        memset(ws->seen.items, 0, ws->seen.count * sizeof *ws->seen.items);
        ws->seen_base = 0;
    }
    if (ws->seen_base < WINDOW) ws->seen_base = WINDOW; /* so that a window before it has a place */
    types->seen = ws->seen.items;
    types->base = ws->seen_base;
    types->windows = types->words < WINDOW ? 1 : types->words - WINDOW + 1;
    ws->seen_base += types->words;
    return true;
}

/* Words in the order in which they stand, punctuation left out: index << 1,
 * plus one when it has no digits.
 */
enum { SEQUENCE = 256 };
static uint32_t take_words(const fw_token *tokens, uint32_t count, uint32_t words[SEQUENCE]) {
    uint32_t taken = 0; /* without a branch: marks come when they like */
    for (uint32_t i = 0; i < count; i++) {
        words[taken] = tokens[i].word << 1 | (tokens[i].kind == FW_TOKEN_WORD);
        taken += fw_is_word(&tokens[i]);
    }
    return taken;
}

/* Word by word over the whole answer: variety, and what is said twice in a row
 * ("the the", "in the in the").
 */
static void count_sequence(fw_workspace *ws, const type_table *types) {
    uint32_t *const seen = types->seen;
    const uint32_t base = types->base, windows = base + types->windows, count = ws->tokens.count;
    uint32_t words[SEQUENCE], place = base, repeats = 0;
    uint32_t one = UINT32_MAX, two = UINT32_MAX, three = UINT32_MAX; /* the words before, newest first */
    uint64_t sum = 0;
    for (uint32_t from = 0; from < count; from += SEQUENCE) {
        const uint32_t left = count - from < SEQUENCE ? count - from : SEQUENCE;
        const uint32_t taken = take_words(ws->tokens.items + from, left, words);
        for (uint32_t i = 0; i < taken; i++) {
            const uint32_t word = words[i] >> 1, before = seen[word];
            uint32_t first = place + 1 - WINDOW; /* of the windows that hold it, by their starts */
            first = first > base ? first : base;
            first = before > first ? before : first;
            seen[word] = ++place;
            const uint32_t last = place < windows ? place : windows;
            sum += last > first ? last - first : 0;
            if (word == one || (word == two && one == three)) repeats += words[i] & 1;
            three = two;
            two = one;
            one = word;
        }
    }
    ws->tally.repeats = repeats;
    place -= base;
    if (place) ws->tally.mattr50 = (double)sum / (place < WINDOW ? place : WINDOW * (double)types->windows);
}

/* ---- clause by clause ---- */

/* The sums of some tokens' counts go where they belong. */
static void add_counts(fw_tally *tally, uint64_t sums, uint8_t part) {
    tally->syllables += (uint32_t)(sums & SYLLABLE_BITS);
    tally->unknown_words += count_in(sums, UNKNOWN);
    tally->content_words += count_in(sums, CONTENT);
    tally->pronoun_i[part] += count_in(sums, SAYS_I);
    tally->pronoun_we[part] += count_in(sums, SAYS_WE);
    tally->pronoun_third[part] += count_in(sums, SAYS_THIRD);
}

/* The few tokens that ask for more: quoted ones, and "like". */
static void count_marked(fw_workspace *ws, uint32_t first, uint32_t end) {
    fw_tally *tally = &ws->tally;
    for (uint32_t i = first; i < end; i++) {
        const fw_token *t = &ws->tokens.items[i];
        const uint64_t counts = fw_word_at(ws, i)->counts & COUNTED[t->kind].counts;
        if (count_in(counts, SAYS_LIKE)) tally->fillers += is_set_off(ws, i);
        if (!(t->flags & FW_TOKEN_QUOTED) || !fw_is_word(t)) continue;
        tally->quoted_words++;
        tally->quoted_i += count_in(counts, SAYS_I);
        tally->quoted_we += count_in(counts, SAYS_WE);
    }
}

/* The tokens from `first` on, COUNTED_AT_ONCE at most, all of one part. No
 * branch hangs on a word. */
static void count_tokens(fw_workspace *ws, uint32_t first, uint32_t end, uint8_t part, uint64_t *stems) {
    const fw_token *tokens = ws->tokens.items;
    uint64_t sums = 0;
    uint32_t flags = 0, specifics = 0;
    for (uint32_t i = first; i < end; i++) {
        const fw_token *t = &tokens[i];
        const fw_word *word = &ws->words[t->word];
        const uint64_t counts = word->counts & COUNTED[t->kind].counts;
        sums += counts;
        flags |= t->flags;
        specifics += is_specific(t, counts);
        stems[word->stem / 64] |= (counts >> CONTENT & 1) << (word->stem % 64);
    }
    ws->tally.specifics += specifics;
    add_counts(&ws->tally, sums, part);
    if ((flags & FW_TOKEN_QUOTED) || count_in(sums, SAYS_LIKE)) count_marked(ws, first, end);
}

bool fw_count_words(fw_workspace *ws) {
    type_table types = {0};
    fw_tally *tally = &ws->tally;
    uint64_t none[FW_STEM_WORDS] = {0};
    for (uint32_t i = 0; i < ws->clauses.count; i++) types.words += ws->clauses.items[i].words;
    if (!start_types(ws, &types)) return false;
    count_sequence(ws, &types);
    for (uint32_t i = 0; i < ws->clauses.count; i++) {
        const fw_clause *c = &ws->clauses.items[i];
        uint64_t *const stems = set_of(tally, c->part, none);
        tally->words[c->part] += c->words;
        for (uint32_t at = c->first, end = at + c->count; at < end; at += COUNTED_AT_ONCE)
            count_tokens(ws, at, end - at < COUNTED_AT_ONCE ? end : at + COUNTED_AT_ONCE, c->part, stems);
    }
    for (int w = 0; w < FW_STEM_WORDS; w++) tally->after_stems[w] |= tally->impr_stems[w];
    return true;
}
