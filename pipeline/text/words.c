/* words.c: interning of words: one probe by the written form, whose key stands in the slot; all else is done
 * once for each distinct word. */
#include "base/pages.h"
#include "base/secret.h"
#include "base/str.h"
#include "text/contractions.h"
#include "text/fold.h"
#include "text/quantity_words.h"
#include "text/word_shape.h"
#include "text/word_slots.h"

#define XXH_INLINE_ALL
#include <stdlib.h>
#include <xxhash.h>

enum { FIRST_BITS = 11, MOST_FORMS = 1 << 16 };
#define HASHED (UINT64_C(1) << 63) /* in the last byte of a key */

/* Room for 2^bits slots of each table, all of them empty, and the words. */
static bool lay_out(fw_words *words, uint32_t bits) {
    const uint32_t capacity = 1U << bits, room = capacity / 2;
    const size_t of_words = room * (sizeof *words->table + sizeof *words->meanings);
    const size_t of_slots = 2 * capacity * sizeof *words->forms;
    char *memory = fw_pages(of_words + of_slots);
    if (!memory) return false;
    memset(memory + of_words, 0, of_slots);
    words->table = (void *)memory;
    words->meanings = (void *)(words->table + room);
    words->forms = (void *)(words->meanings + room);
    words->folds = words->forms + capacity;
    words->capacity = capacity;
    words->shift = 64 - bits;
    return true;
}

fw_words *fw_words_new(const fw_lexicon *lexicon, const fw_arc_rules *rules) {
    fw_words *words = calloc(1, sizeof *words);
    if (!words) return NULL;
    for (uint64_t i = 0; i < 2; i++) words->secret[i] = fw_secret(4 + i);
    fw_learner_start(&words->learner, lexicon, rules);
    words->phrases = fw_phrases_new();
    if (lay_out(words, FIRST_BITS) && words->phrases) return words;
    fw_words_free(words);
    return NULL;
}

void fw_words_free(fw_words *words) {
    if (!words) return;
    fw_arena_free(&words->learner.arena);
    fw_buffer_free(&words->folded);
    free(words->table); /* and all behind it */
    fw_phrases_free(words->phrases);
    free(words->learner.hits.items);
    free(words->learner.symbols.items);
    free(words);
}

void fw_words_start(fw_words *words) {
    fw_phrases_start(words->phrases);
    if (words->form_count < MOST_FORMS) return;
    memset(words->forms, 0, words->capacity * sizeof *words->forms);
    memset(words->folds, 0, words->capacity * sizeof *words->folds);
    fw_arena_reset(&words->learner.arena);
    words->emptied++;
    words->form_count = 0;
    words->count = 0;
    words->learner.hits.count = 0;
    words->learner.symbols.count = 0;
    fw_phrases_forget(words->phrases);
}

void fw_words_weigh(fw_words *words) {
    const fw_arc_rules *rules = words->learner.rules;
    for (uint32_t i = 0; i < words->count && rules; i++) fw_weigh_word(rules, &words->meanings[i]);
}

const fw_word *fw_words_table(const fw_words *words) { return words->table; }
uint32_t fw_words_count(const fw_words *words) { return words->count; }
uint32_t fw_words_emptied(const fw_words *words) { return words->emptied; }
const fw_word_hit *fw_words_hits(const fw_words *words) { return words->learner.hits.items; }
const fw_word_symbol *fw_words_symbols(const fw_words *words, uint32_t index) {
    return words->learner.symbols.items + words->meanings[index].first_symbol;
}
const fw_word_meaning *fw_words_meanings(const fw_words *words) { return words->meanings; }
fw_phrases *fw_words_phrases(const fw_words *words) { return words->phrases; }
const uint8_t *fw_words_cats(const fw_words *words) { return words->learner.cat_of; }
const bool *fw_words_silent(const fw_words *words) { return words->learner.silent; }
const bool *fw_words_cues(const fw_words *words) { return words->learner.cues; }

/* ---- the tables of forms ---- */

static inline fw_key key_of(const fw_words *words, const char *text, size_t len, size_t room) {
    fw_key k = {0, 0};
    if (len > FW_KEY_TEXT) return (fw_key){XXH3_64bits_withSeed(text, len, words->secret[0]), len | HASHED};
    if (room >= FW_KEY_BYTES) return fw_masked_key(text, FW_KEY_MASKS + FW_KEY_BYTES - len);
    memcpy(&k, text, len); /* near the end of the text, where a wide read would leave it */
    return k;
}

static inline bool is_empty(const fw_slot *slot) { return (slot->key.low | slot->key.high) == 0; }

/* The slot of a form, or the empty one where it belongs. */
static inline fw_slot *locate(const fw_words *words, fw_slot *slots, uint32_t shift, fw_key k,
                              const char *text, size_t len) {
    const uint32_t last = (uint32_t)(UINT64_MAX >> shift);
    uint32_t i = (uint32_t)(fw_slot_offset(words->secret, k, shift) / sizeof(fw_slot));
    for (;; i = (i + 1) & last) {
        fw_slot *s = &slots[i];
        if (s->key.low == k.low && s->key.high == k.high &&
            (len <= FW_KEY_TEXT || memcmp(s->text, text, len) == 0))
            return s;
        if (is_empty(s)) return s;
    }
}

/* Puts the slots of a smaller table into a larger one. */
static void rehash(const fw_words *words, const fw_slot *slots, uint32_t count, fw_slot *larger) {
    for (const fw_slot *s = slots; s < slots + count; s++) {
        const bool hashed = s->key.high >= HASHED;
        const size_t len = hashed ? s->key.high - HASHED : 0;
        if (!is_empty(s)) *locate(words, larger, words->shift, s->key, hashed ? s->text : "", len) = *s;
    }
}

/* Room for one more form, and its word. */
static bool make_room(fw_words *words) {
    if (words->form_count * 2 < words->capacity) return true;
    const fw_words old = *words;
    if (!lay_out(words, 64 - words->shift + 1)) return false;
    memcpy(words->table, old.table, old.count * sizeof *old.table);
    memcpy(words->meanings, old.meanings, old.count * sizeof *old.meanings);
    rehash(words, old.forms, old.capacity, words->forms);
    rehash(words, old.folds, old.capacity, words->folds);
    free(old.table);
    return true;
}

static uint32_t intern_folded(fw_words *words, fw_str folded) {
    const fw_key k = key_of(words, folded.ptr, folded.len, folded.len);
    fw_slot *s = locate(words, words->folds, words->shift, k, folded.ptr, folded.len);
    if (!is_empty(s)) return s->word;
    fw_word *word = &words->table[words->count];
    if (!fw_learn_word(&words->learner, folded, word, &words->meanings[words->count])) return UINT32_MAX;
    *s = (fw_slot){.key = k, .text = word->text, .word = words->count};
    return words->count++;
}

/* ---- written forms ---- */

/* The planes that a token's kind tells of. */
static uint32_t planes_of(fw_token_kind kind) {
    static const uint32_t WORD = 1U << FW_PLANE_WORD, DIGITS = 1U << FW_PLANE_DIGITS;
    if (kind > FW_TOKEN_MIXED) return kind == FW_TOKEN_PUNCT ? 1U << FW_PLANE_MARK : 0;
    return kind == FW_TOKEN_WORD ? WORD : WORD | DIGITS;
}

static fw_form form_of(const fw_words *words, uint32_t index, uint8_t flags, fw_token_kind kind) {
    const fw_word *word = &words->table[index];
    const uint32_t traits = word->traits & ((1U << FW_TRAIT_PLANES) - 1);
    const uint8_t syllables = kind <= FW_TOKEN_MIXED ? word->syllables : 0;
    return (fw_form){.known = {.facts = planes_of(kind) | traits | (uint32_t)flags << FW_TRAIT_PLANES,
                               .said = {word->says, syllables}},
                     .word = index,
                     .flags = flags};
}

static fw_form new_form(fw_words *words, fw_key k, fw_str text, fw_token_kind kind) {
    static const fw_form NONE = {.word = UINT32_MAX};
    if (!make_room(words)) return NONE;
    fw_buffer_clear(&words->folded);
    if (!fw_fold_word(text, &words->folded)) return NONE;
    const uint8_t capitals = fw_capital_flags(text.ptr, text.len);
    const bool initials = text.len == 2 && (capitals & FW_TOKEN_ALL_CAPS); /* "an IM" */
    if (!initials && !fw_add_apostrophes(&words->folded)) return NONE;
    const uint32_t word = intern_folded(words, (fw_str){words->folded.data, words->folded.len});
    if (word == UINT32_MAX) return NONE;
    const bool counts = fw_class_starts(words->table[word].number_class);
    const fw_form found = form_of(words, word, capitals | (counts ? FW_TOKEN_MAY_COUNT : 0), kind);
    fw_slot made = {.key = k, .known = found.known, .word = word, .flags = found.flags};
    if (text.len > FW_KEY_TEXT) {
        made.text = fw_arena_copy(&words->learner.arena, text);
        if (!made.text) return NONE;
    }
    *locate(words, words->forms, words->shift, k, text.ptr, text.len) = made;
    words->form_count++;
    return found;
}

fw_form fw_words_find(fw_words *words, fw_str text, size_t room, fw_token_kind kind) {
    const fw_key k = key_of(words, text.ptr, text.len, room);
    const fw_slot *found = locate(words, words->forms, words->shift, k, text.ptr, text.len);
    if (is_empty(found)) return new_form(words, k, text, kind);
    return form_of(words, found->word, found->flags, kind);
}
