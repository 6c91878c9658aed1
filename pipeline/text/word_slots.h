/*
 * word_slots.h: how the thread's memory of words (words.h) lies in memory: written forms by their bytes. For
 * words.c, which fills it, and resolve.c, which asks it for every token.
 */
#ifndef FAILWISE_TEXT_WORD_SLOTS_H
#define FAILWISE_TEXT_WORD_SLOTS_H

#include "base/buffer.h"
#include "text/learner.h"
#include "text/phrases.h"

/* The bytes of a word as a key: whole when they fit, else their hash beside the text itself. The last byte of
 * a key is never one of a word, so that words that do not fit differ from all that do. */
enum { FW_KEY_BYTES = 16, FW_KEY_TEXT = FW_KEY_BYTES - 1 };
typedef struct fw_key {
    uint64_t low, high;
} fw_key;

/* What the planes need of a form: its bytes tell its kind, too. */
typedef struct fw_said {
    uint8_t says, syllables; /* as in fw_word; no syllables of what is no word */
} fw_said;
typedef struct fw_form_facts {
    uint32_t facts; /* bits in the order of the planes: traits of its word, its flags and kind */
    fw_said said;
} fw_form_facts;

/* A written form ("The", "the"): several may share one folded word. Two slots a cache line. */
typedef struct fw_slot {
    fw_key key; /* nothing: an empty slot */
    union {
        const char *text;    /* of forms that do not fit a key */
        fw_form_facts known; /* of others */
    };
    uint32_t word;
    uint8_t flags; /* as fw_form's; none for folded forms */
} fw_slot;
static_assert(sizeof(fw_slot) == 32, "half a cache line");

struct fw_words {
    fw_learner learner;
    fw_buffer folded;
    /* one piece of memory for all of these, so that few large pages hold it: */
    fw_word *table;            /* aligned to cache lines, as all of these; half as many as slots */
    fw_word_meaning *meanings; /* by word; as many */
    fw_slot *forms;            /* by written form */
    fw_slot *folds;            /* by folded form */
    uint64_t secret[2]; /* of the slots' places: words can be made that collide under factors one knows */
    uint32_t capacity, shift; /* slots of each; 64 less their number of bits */
    uint32_t form_count;      /* below half of them */
    uint32_t count;           /* of words, no more than forms */
    uint32_t emptied;         /* how often */
    fw_phrases *phrases;
};

/* Masks of the first n bytes of a key: FW_KEY_MASKS + FW_KEY_BYTES - n. */
static const uint8_t FW_KEY_MASKS[2 * FW_KEY_BYTES] = {255, 255, 255, 255, 255, 255, 255, 255,
                                                       255, 255, 255, 255, 255, 255, 255, 255};

static inline uint64_t fw_eight_bytes(const void *at) {
    uint64_t bytes;
    memcpy(&bytes, at, sizeof bytes);
    return bytes;
}

/* The key of a form with at least FW_KEY_BYTES to read. */
static inline fw_key fw_masked_key(const char *text, const uint8_t *masks) {
    return (fw_key){fw_eight_bytes(text) & fw_eight_bytes(masks),
                    fw_eight_bytes(text + 8) & fw_eight_bytes(masks + 8)};
}

/* Where the first of the two slots lies at which a key most likely stands, which share a cache line, in
 * bytes: the upper bits of a sum of products with secret odd factors; `shift` leaves as many as there are
 * slots. */
enum { FW_SLOT_BITS = 5, FW_LINE_MASK = 2 * sizeof(fw_slot) - 1 };
static_assert(sizeof(fw_slot) == 1 << FW_SLOT_BITS, "a slot takes so many bytes");
static inline uint64_t fw_slot_offset(const uint64_t secret[2], fw_key k, uint32_t shift) {
    return (k.low * secret[0] + k.high * secret[1]) >> (shift - FW_SLOT_BITS) & ~(uint64_t)FW_LINE_MASK;
}

/* What is known of a written form. */
typedef struct fw_form {
    fw_form_facts known;
    uint32_t word; /* index of the folded word; UINT32_MAX when memory is out */
    uint8_t flags; /* FW_TOKEN_CAPITAL, FW_TOKEN_ALL_CAPS, FW_TOKEN_MAY_COUNT */
} fw_form;

/* Looks a form up wherever it stands, and learns it when it is new. `room` bytes can be read at its text,
 * which alone tells its kind. */
fw_form fw_words_find(fw_words *words, fw_str text, size_t room, fw_token_kind kind);

#endif
