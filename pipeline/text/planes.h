/*
 * planes.h: what is true of each token, a bit a token: 64 tokens in one number for each question.
 *
 * Passes that are after few tokens look for set bits instead of walking over all tokens, and questions about
 * the tokens of a clause ("is any of them finite?") are one AND. Filled where words are looked up
 * (resolve.c).
 */
#ifndef FAILWISE_TEXT_PLANES_H
#define FAILWISE_TEXT_PLANES_H

#include <failwise/types.h>

/* The first planes are the lower traits of words (workspace.h): FW_PLANE_OF(FW_FINITE). They tell of marks
 * and symbols too. Then flags and kinds of tokens. */
#define FW_PLANE_OF(trait) ((fw_plane)__builtin_ctz(trait))
typedef enum fw_plane {
    FW_PLANE_FIRST_TRAIT = 0,
    FW_TRAIT_PLANES = 24,
    FW_PLANE_SPACE = FW_TRAIT_PLANES, /* FW_TOKEN_SPACE_BEFORE */
    FW_PLANE_LINE,                    /* FW_TOKEN_LINE_BEFORE */
    FW_PLANE_CAPITAL,                 /* FW_TOKEN_CAPITAL */
    FW_PLANE_ALL_CAPS,                /* FW_TOKEN_ALL_CAPS */
    FW_PLANE_WORD,                    /* fw_is_word */
    FW_PLANE_MARK,                    /* FW_TOKEN_PUNCT */
    FW_PLANE_MAY_COUNT,               /* FW_TOKEN_MAY_COUNT */
    FW_PLANE_DIGITS,                  /* FW_TOKEN_NUMBER, FW_TOKEN_MIXED */
    FW_FIRST_SAYING,                  /* what words say, in the order of fw_word.says: */
    FW_PLANE_UNKNOWN = FW_FIRST_SAYING,
    FW_PLANE_I,
    FW_PLANE_WE,
    FW_PLANE_THIRD,
    FW_PLANE_ASIDE,
    FW_PLANE_NEGATION,
    FW_PLANE_BE_OR_GET,
    FW_PLANE_MY,
    FW_PLANES_FILLED, /* all of these at once; the others by the passes that find them out */
    FW_PLANE_QUOTED = FW_PLANES_FILLED, /* FW_TOKEN_QUOTED */
    FW_PLANE_SENTENCE_START,            /* FW_TOKEN_SENTENCE_START */
    FW_PLANE_GONE,                      /* tokens that are set aside (reading.c) */
    FW_PLANE_SPOKEN,  /* words that open a clause in speech without marks (speech.c), when there is any */
    FW_FIRST_PLANNED, /* what clauses are read by (clause_planes.c): */
    FW_PLANE_CUT = FW_FIRST_PLANNED, /* words that may open a clause, marks that may close one */
    FW_PLANE_SURE_FINITE,            /* words that can be finite behind any subject, contractions too */
    FW_PLANE_READ,                   /* what the parser stops at */
    FW_PLANE_MAIN,                   /* words that begin the main part of a clause if they begin it at all */
    FW_PLANE_SUBJECT,                /* pronouns that it takes as subjects without a stop */
    FW_PLANE_PHRASE,                 /* prepositions */
    FW_PLANE_NOUN,                   /* words that may be nouns */
    FW_PLANE_FINITE,                 /* words that can be finite, contracted pronouns among them */
    FW_PLANE_PASSED,                 /* words between an auxiliary and its verb */
    FW_PLANE_VERB_FORM,              /* words that can be that verb */
    FW_PLANE_ARTICLE,                /* determiners */
    FW_PLANE_COUNT
} fw_plane;

/* All planes of 64 tokens. An answer of n tokens has fw_planes_room(n) of them: no bit is set behind the last
 * token, and one more follows, so that windows may reach beyond the end. */
enum { FW_PLANE_TOKENS = 64 };
typedef struct fw_planes {
    uint64_t of[FW_PLANE_COUNT];
    uint64_t syllables; /* of the words among them */
} fw_planes;
static inline uint32_t fw_planes_room(uint32_t tokens) { return tokens / FW_PLANE_TOKENS + 2; }

/* The bits of the 64 tokens from `first` on, the lowest for `first` itself; `first` at most the number of
 * tokens. */
static inline uint64_t fw_window(const fw_planes *planes, fw_plane plane, uint32_t first) {
    const fw_planes *block = planes + first / FW_PLANE_TOKENS;
    const uint32_t shift = first % FW_PLANE_TOKENS;
    /* in two steps: a shift by 64 is undefined */
    return block[0].of[plane] >> shift | block[1].of[plane] << 1 << (FW_PLANE_TOKENS - 1 - shift);
}

/* The lowest `count` bits; all for 64 and more. */
static inline uint64_t fw_lowest(uint32_t count) {
    const uint64_t all = 0 - (uint64_t)(count >= FW_PLANE_TOKENS); /* without a branch: it would be a guess */
    return ((UINT64_C(1) << count % FW_PLANE_TOKENS) - 1) | all;
}

/* How many bits are set; x86-64 without options has no instruction for it. */
static inline uint32_t fw_bits_in(uint64_t bits) {
#ifdef __POPCNT__
    return (uint32_t)__builtin_popcountll(bits);
#else
    bits -= bits >> 1 & UINT64_C(0x5555555555555555);
    bits = (bits & UINT64_C(0x3333333333333333)) + (bits >> 2 & UINT64_C(0x3333333333333333));
    return (uint32_t)(((bits + (bits >> 4)) & UINT64_C(0x0F0F0F0F0F0F0F0F)) * UINT64_C(0x0101010101010101) >>
                      56);
#endif
}

/* Whether the token is in the plane. */
static inline bool fw_is_in(const fw_planes *planes, fw_plane plane, uint32_t token) {
    return planes[token / FW_PLANE_TOKENS].of[plane] >> token % FW_PLANE_TOKENS & 1;
}

/* The first token of [from, end) in the plane; `end` when there is none. */
static inline uint32_t fw_next_in(const fw_planes *planes, fw_plane plane, uint32_t from, uint32_t end) {
    for (; from < end; from += FW_PLANE_TOKENS) {
        const uint64_t bits = fw_window(planes, plane, from);
        if (!bits) continue;
        const uint32_t at = from + (uint32_t)__builtin_ctzll(bits);
        return at < end ? at : end;
    }
    return end;
}

/* Whether a token of [first, end) is in the plane. */
static inline bool fw_any_in(const fw_planes *planes, fw_plane plane, uint32_t first, uint32_t end) {
    uint64_t any = 0;
    for (; first < end; first += FW_PLANE_TOKENS)
        any |= fw_window(planes, plane, first) & fw_lowest(end - first);
    return any != 0;
}

/* How many tokens of [first, end) are in the plane. */
static inline uint32_t fw_count_in(const fw_planes *planes, fw_plane plane, uint32_t first, uint32_t end) {
    uint32_t count = 0;
    for (; first < end; first += FW_PLANE_TOKENS)
        count += fw_bits_in(fw_window(planes, plane, first) & fw_lowest(end - first));
    return count;
}

static inline void fw_set_in(fw_planes *planes, fw_plane plane, uint32_t token, bool on) {
    uint64_t *bits = &planes[token / FW_PLANE_TOKENS].of[plane];
    const uint64_t bit = UINT64_C(1) << token % FW_PLANE_TOKENS;
    *bits = on ? *bits | bit : *bits & ~bit;
}

#endif
