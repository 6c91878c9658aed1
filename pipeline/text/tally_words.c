/* tally_words.c: what is counted word by word: pronouns, repeats, specifics, variety, stems. */
#include <failwise/categories.h>

#include "text/tally.h"

#include "base/wide.h"
#include "text/word_lists.h"
#include "text/words.h"

enum { WINDOW = 50 };

/* The set that content stems of a part go into. Those of improvements join the
 * stems of what came after when all are there. */
static uint64_t *set_of(fw_tally *tally, int part) {
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
        return tally->scene_stems;
    }
}

/* ---- what a word counts for ---- */

/* What reading.c and is_set_off look closer at. */
static bool may_be_aside(const fw_word *word) {
    const bool mark = word->len == 1 && strchr("<&[(*`", word->text[0]);
    return mark || fw_word_known(word, FW_CAT_filler_like) || fw_word_in(word, FW_LIST_HESITATION);
}

void fw_count_word(fw_word *word, uint32_t syllables) {
    const bool own = fw_word_known(word, FW_CAT_pron_i), ours = fw_word_known(word, FW_CAT_pron_we);
    uint32_t says = word->says & FW_SAYS_UNKNOWN;
    if (own) says |= FW_SAYS_I;
    if (ours && !own) says |= FW_SAYS_WE;
    if (fw_word_known(word, FW_CAT_pron_third) && !own && !ours) says |= FW_SAYS_THIRD;
    if (may_be_aside(word)) says |= FW_SAYS_ASIDE;
    if (fw_word_known(word, FW_CAT_negation)) says |= FW_SAYS_NEGATION;
    if (fw_word_known(word, FW_CAT_be) || fw_word_known(word, FW_CAT_get)) says |= FW_SAYS_BE_OR_GET;
    if (fw_word_is(word, "my")) says |= FW_SAYS_MY;
    word->says = (uint8_t)says;
    word->syllables = syllables < UINT8_MAX ? (uint8_t)syllables : UINT8_MAX;
}

/* ---- in the order in which words stand ---- */

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
    if (ws->seen_base < WINDOW) ws->seen_base = WINDOW; /* so that a window before it has a place */
    types->seen = ws->seen.items;
    types->base = ws->seen_base;
    types->windows = types->words < WINDOW ? 1 : types->words - WINDOW + 1;
    ws->seen_base += types->words;
    return true;
}

/* Some words in their order, punctuation left out, behind the last ones before them. */
enum { SEQUENCE = 256, WORDS_BEFORE = 3, AT_ONCE = 8 };
static_assert(SEQUENCE % FW_PLANE_TOKENS == 0, "it starts where planes start");
typedef struct {
    uint32_t words[WORDS_BEFORE + SEQUENCE + AT_ONCE];
    uint32_t seen[SEQUENCE + AT_ONCE]; /* what the table had for each */
    uint32_t count, filled;            /* up to a whole number of AT_ONCE, with what counts for nothing */
} sequence;

/* Takes the words among tokens [from, end). Notes for each where it stood last, and that it stands here, from
 * `place` on. */
FW_INLINED void take_words(const fw_workspace *ws, uint32_t from, uint32_t end, uint32_t *last,
                           uint32_t place, sequence *s) {
    memmove(s->words, s->words + s->count, WORDS_BEFORE * sizeof *s->words);
    uint32_t *const words = s->words + WORDS_BEFORE, taken = 0;
    for (uint32_t first = from; first < end; first += FW_PLANE_TOKENS) {
        const fw_token *const tokens = &ws->tokens.items[first];
        uint64_t left = ws->planes.items[first / FW_PLANE_TOKENS].of[FW_PLANE_WORD];
        for (; left; left &= left - 1) {
            const uint32_t word = tokens[__builtin_ctzll(left)].word;
            words[taken] = word;
            s->seen[taken] = last[word];
            last[word] = place + ++taken;
        }
    }
    s->count = taken;
    s->filled = (taken + AT_ONCE - 1) / AT_ONCE * AT_ONCE;
    for (uint32_t i = 0; i < AT_ONCE; i++) { /* no word, no other one either, and there for ever */
        words[taken + i] = UINT32_MAX - 1 - i;
        s->seen[taken + i] = UINT32_MAX;
    }
}

/* A word and the three before it: it is said twice in a row ("the the"), or both of the last are ("in the in
 * the"). */
FW_INLINED uint32_t is_repeat(const uint32_t four[WORDS_BEFORE + 1]) {
    const uint32_t pair = (four[3] ^ four[1]) | (four[2] ^ four[0]);
    return (four[3] == four[2]) | (pair == 0);
}

/* Asked of many words at once. Terms with digits may be repeated, as in a list: these are taken off. */
FW_INLINED uint32_t count_repeats(const fw_workspace *ws, uint32_t from, uint32_t end, const sequence *s) {
    uint32_t repeats = 0;
    for (uint32_t i = 0; i < s->filled; i++) repeats += is_repeat(&s->words[i]);
    for (uint32_t first = from, before = 0; first < end; first += FW_PLANE_TOKENS) {
        const uint64_t *of = ws->planes.items[first / FW_PLANE_TOKENS].of, word = of[FW_PLANE_WORD];
        for (uint64_t left = word & of[FW_PLANE_DIGITS]; left; left &= left - 1)
            repeats -= is_repeat(&s->words[before + fw_bits_in(word & ((left & (0 - left)) - 1))]);
        before += fw_bits_in(word);
    }
    return repeats;
}

/* In how many windows each word stands first; the first of them is at `place`. */
FW_INLINED uint32_t count_types(const sequence *s, const type_table *types, uint32_t place) {
    const uint32_t base = types->base, windows = base + types->windows;
    uint32_t sum = 0;
    for (uint32_t i = 0; i < s->filled; i++) {
        uint32_t first = place + i + 1 - WINDOW; /* of the windows that hold it, by their starts */
        first = first > base ? first : base;
        first = s->seen[i] > first ? s->seen[i] : first;
        const uint32_t last = place + i + 1 < windows ? place + i + 1 : windows;
        sum += last > first ? last - first : 0;
    }
    return sum;
}

/* "That that was wrong", "had had enough", "very, very late". */
static bool may_be_doubled(const fw_word *word) {
    static const char *const WORDS[] = {"that", "had",  "is",  "very", "really", "so",    "too",
                                        "much", "many", "far", "long", "no",     "never", "more"};
    for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++)
        if (fw_word_is(word, WORDS[i])) return true;
    return false;
}

/* Those of repeated words that are said twice on purpose: few answers repeat any. */
static uint32_t count_doubled(const fw_workspace *ws) {
    uint32_t doubled = 0, before = UINT32_MAX;
    for (uint32_t i = 0; i < ws->tokens.count; i++) {
        if (ws->tokens.items[i].kind == FW_TOKEN_PUNCT) continue;
        const uint32_t word = ws->tokens.items[i].word;
        doubled += word == before && may_be_doubled(fw_word_at(ws, i));
        before = word;
    }
    return doubled;
}

FW_INLINED void count_sequence(fw_workspace *ws, const type_table *types) {
    sequence s; /* of its words none is read before it is written, but those before the first: no words */
    s.count = 0;
    for (uint32_t i = 0; i < WORDS_BEFORE; i++) s.words[i] = UINT32_MAX;
    uint32_t place = types->base, repeats = 0;
    uint64_t sum = 0;
    for (uint32_t from = 0; from < ws->tokens.count; from += SEQUENCE) {
        const uint32_t left = ws->tokens.count - from, end = from + (left < SEQUENCE ? left : SEQUENCE);
        take_words(ws, from, end, types->seen, place, &s);
        repeats += count_repeats(ws, from, end, &s);
        sum += count_types(&s, types, place);
        place += s.count;
    }
    place -= types->base;
    ws->tally.repeats = repeats ? repeats - count_doubled(ws) : 0;
    if (place) ws->tally.mattr50 = (double)sum / (place < WINDOW ? place : WINDOW * (double)types->windows);
}

static void plain_sequence(fw_workspace *ws, const type_table *types) { count_sequence(ws, types); }
FW_WIDE static void wide_sequence(fw_workspace *ws, const type_table *types) { count_sequence(ws, types); }

/* ---- 64 tokens at a time ---- */

static bool is_comma(const fw_workspace *ws, uint32_t index) {
    return index < ws->tokens.count && ws->tokens.items[index].kind == FW_TOKEN_PUNCT &&
           ws->text.ptr[ws->tokens.items[index].start] == ',';
}

/* "like" is a filler only when commas set it off. */
static bool is_set_off(const fw_workspace *ws, uint32_t index) {
    return fw_token_is(ws, index, FW_CAT_filler_like) && index > 0 && is_comma(ws, index - 1) &&
           (is_comma(ws, index + 1) || index + 1 == ws->tokens.count);
}

/* "A promise is a debt, not a wish": behind a mark "not" stands before a noun, or its preposition. */
static bool sets_against(const fw_workspace *ws, uint32_t at) {
    if (at == 0 || at + 1 >= ws->tokens.count) return false;
    const fw_token *before = &ws->tokens.items[at - 1];
    if (before->kind != FW_TOKEN_PUNCT || strchr(".?!;:\"()", ws->text.ptr[before->start])) return false;
    return fw_token_is(ws, at + 1, FW_CAT_article) || fw_token_is(ws, at + 1, FW_CAT_preposition) ||
           (fw_token_is(ws, at + 1, FW_CAT_determiner) && !fw_word_is(fw_word_at(ws, at + 1), "that"));
}

/* Counts whose place does not matter. Of terms with digits neither their meaning counts nor that it is not
 * known. What makes a story checkable: names and acronyms (all in capitals, or with one where no sentence
 * starts; not "I"), terms with digits, numbers. */
FW_INLINED void count_planes(fw_tally *tally, const fw_planes *planes) {
    const uint64_t *of = planes->of, word = of[FW_PLANE_WORD], plain = word & ~of[FW_PLANE_DIGITS];
    const uint64_t names = of[FW_PLANE_ALL_CAPS] | (of[FW_PLANE_CAPITAL] & ~of[FW_PLANE_SENTENCE_START]);
    tally->syllables += (uint32_t)planes->syllables;
    tally->unknown_words += fw_bits_in(plain & of[FW_PLANE_UNKNOWN]);
    tally->content_words += fw_bits_in(plain & of[FW_PLANE_OF(FW_CONTENT)]);
    tally->specifics += fw_bits_in((plain & names & ~of[FW_PLANE_I]) | (word & of[FW_PLANE_DIGITS]));
    const uint64_t quoted = word & of[FW_PLANE_QUOTED];
    if (!quoted) return;
    tally->quoted_words += fw_bits_in(quoted);
    tally->quoted_i += fw_bits_in(quoted & of[FW_PLANE_I]);
    tally->quoted_we += fw_bits_in(quoted & of[FW_PLANE_WE]);
}

static inline uint8_t part_of(const fw_workspace *ws, const fw_token *token) {
    return ws->clauses.items[token->clause].part;
}

/* Words that count for the part of their clause; `tokens` are the first of the planes. */
FW_INLINED void count_by_part(fw_workspace *ws, const uint64_t *of, const fw_token *tokens,
                              uint64_t *const stems[FW_PART_COUNT]) {
    fw_tally *tally = &ws->tally;
    const uint64_t i = of[FW_PLANE_I], we = of[FW_PLANE_WE], third = of[FW_PLANE_THIRD];
    const uint64_t word = of[FW_PLANE_WORD], plain = word & ~of[FW_PLANE_DIGITS];
    for (uint64_t left = word & (i | we | third); left; left &= left - 1) {
        const uint32_t at = (uint32_t)__builtin_ctzll(left);
        const uint8_t part = part_of(ws, &tokens[at]);
        tally->pronoun_i[part] += (uint32_t)(i >> at) & 1;
        tally->pronoun_we[part] += (uint32_t)(we >> at) & 1;
        tally->pronoun_third[part] += (uint32_t)(third >> at) & 1;
    }
    for (uint64_t left = plain & of[FW_PLANE_OF(FW_CONTENT)]; left; left &= left - 1) {
        const fw_token *token = &tokens[__builtin_ctzll(left)];
        const uint32_t stem = ws->words[token->word].stem;
        stems[part_of(ws, token)][stem / 64] |= 1ULL << (stem % 64);
    }
}

FW_INLINED void count_blocks(fw_workspace *ws) {
    fw_tally *tally = &ws->tally;
    uint64_t *stems[FW_PART_COUNT];
    for (int part = 0; part < FW_PART_COUNT; part++) stems[part] = set_of(tally, part);
    for (uint32_t first = 0; first < ws->tokens.count; first += FW_PLANE_TOKENS) {
        const fw_planes *planes = &ws->planes.items[first / FW_PLANE_TOKENS];
        count_planes(tally, planes);
        count_by_part(ws, planes->of, &ws->tokens.items[first], stems);
        for (uint64_t like = planes->of[FW_PLANE_ASIDE] & planes->of[FW_PLANE_WORD]; like; like &= like - 1)
            tally->fillers += is_set_off(ws, first + (uint32_t)__builtin_ctzll(like));
        for (uint64_t no = planes->of[FW_PLANE_OF(FW_NOT)]; no; no &= no - 1)
            tally->set_against += sets_against(ws, first + (uint32_t)__builtin_ctzll(no));
    }
}

static void plain_blocks(fw_workspace *ws) { count_blocks(ws); }
FW_WIDE static void wide_blocks(fw_workspace *ws) { count_blocks(ws); }

bool fw_count_words(fw_workspace *ws) {
    type_table types = {0};
    fw_tally *tally = &ws->tally;
    for (uint32_t i = 0; i < ws->clauses.count; i++) {
        const fw_clause *clause = &ws->clauses.items[i];
        types.words += clause->words;
        tally->words[clause->part] += clause->words;
    }
    if (!start_types(ws, &types)) return false;
    (fw_has_wide() ? wide_sequence : plain_sequence)(ws, &types);
    (fw_has_wide() ? wide_blocks : plain_blocks)(ws);
    for (int w = 0; w < FW_STEM_WORDS; w++) tally->after_stems[w] |= tally->impr_stems[w];
    return true;
}
