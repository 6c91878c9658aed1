/* words.c: interning of words: one probe by the written form; folding and dictionary look-up once a distinct
 * word. */
#include "text/words.h"

#include "base/arena.h"
#include "base/buffer.h"
#include "base/str.h"
#include "text/fold.h"
#include "text/quantity.h"
#include "text/tally.h"

#define XXH_INLINE_ALL
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

enum { FIRST_CAPACITY = 1 << 12, MOST_FORMS = 1 << 16 };

/* A written form ("The", "the"): several may share one folded word. */
typedef struct {
    uint64_t hash; /* 0 = empty */
    const char *text;
    uint32_t len;
    uint32_t word;
} form;

struct fw_words {
    const fw_lexicon *lexicon;
    fw_arena arena;
    fw_buffer folded;
    form *forms; /* by written form */
    form *folds; /* by folded form */
    uint32_t capacity;
    uint32_t form_count;
    fw_word **table;
    uint32_t count, table_capacity;
};

fw_words *fw_words_new(const fw_lexicon *lexicon) {
    fw_words *words = calloc(1, sizeof *words);
    if (!words) return NULL;
    words->lexicon = lexicon;
    words->capacity = FIRST_CAPACITY;
    words->forms = calloc(FIRST_CAPACITY, sizeof *words->forms);
    words->folds = calloc(FIRST_CAPACITY, sizeof *words->folds);
    if (words->forms && words->folds) return words;
    fw_words_free(words);
    return NULL;
}

void fw_words_free(fw_words *words) {
    if (!words) return;
    fw_arena_free(&words->arena);
    fw_buffer_free(&words->folded);
    free(words->forms);
    free(words->folds);
    free(words->table);
    free(words);
}

void fw_words_start(fw_words *words) {
    if (words->form_count < MOST_FORMS) return;
    memset(words->forms, 0, words->capacity * sizeof *words->forms);
    memset(words->folds, 0, words->capacity * sizeof *words->folds);
    fw_arena_reset(&words->arena);
    words->form_count = 0;
    words->count = 0;
}

fw_word *const *fw_words_table(const fw_words *words) { return words->table; }

static form *locate(form *forms, uint32_t capacity, uint64_t hash, const char *text, size_t len) {
    uint32_t i = (uint32_t)hash & (capacity - 1);
    while (forms[i].hash &&
           (forms[i].hash != hash || forms[i].len != len || memcmp(forms[i].text, text, len) != 0)) {
        i = (i + 1) & (capacity - 1);
    }
    return &forms[i];
}

static form *rehashed(const form *forms, uint32_t from, uint32_t to) {
    form *larger = calloc(to, sizeof *larger);
    if (!larger) return NULL;
    for (uint32_t i = 0; i < from; i++) {
        const form *f = &forms[i];
        if (f->hash) *locate(larger, to, f->hash, f->text, f->len) = *f;
    }
    return larger;
}

/* Both tables share one capacity, so both are made before either is swapped in. */
static bool make_room(fw_words *words) {
    if (words->form_count * 2 < words->capacity) return true;
    const uint32_t capacity = words->capacity * 2;
    form *forms = rehashed(words->forms, words->capacity, capacity);
    form *folds = rehashed(words->folds, words->capacity, capacity);
    if (!forms || !folds) {
        free(forms);
        free(folds);
        return false;
    }
    free(words->forms);
    free(words->folds);
    words->forms = forms;
    words->folds = folds;
    words->capacity = capacity;
    return true;
}

static bool ends_with(fw_str text, const char *ending) {
    const size_t len = strlen(ending);
    return text.len > len + 1 && memcmp(text.ptr + text.len - len, ending, len) == 0;
}

static uint32_t endings_of(fw_str text) {
    uint32_t endings = 0;
    if (ends_with(text, "ed")) endings |= FW_ENDS_ED;
    if (ends_with(text, "ing")) endings |= FW_ENDS_ING;
    if (ends_with(text, "s") && !ends_with(text, "ss") && !ends_with(text, "'s")) endings |= FW_ENDS_S;
    if (ends_with(text, "ly")) endings |= FW_ENDS_LY;
    if (ends_with(text, "n't")) endings |= FW_ENDS_NT;
    if (memchr(text.ptr, '\'', text.len)) endings |= FW_HAS_APOSTROPHE;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] >= '0' && text.ptr[i] <= '9') endings |= FW_HAS_DIGIT;
    }
    return endings;
}

/* The first hit of a category is its longest: the exact word comes before wildcards, longer wildcards before
 * shorter. */
static bool collect_hits(fw_words *words, fw_word_entry *entry) {
    const fw_lexicon *lexicon = words->lexicon;
    fw_word_hit found[FW_CATEGORY_LIMIT];
    for (uint32_t s = 0; s < entry->word.symbol_count; s++) {
        const uint32_t node = fw_lexicon_step(lexicon, FW_TRIE_ROOT, entry->symbols[s]);
        entry->nodes[s] = FW_TRIE_NONE;
        if (node == FW_TRIE_NONE) continue;
        if (fw_lexicon_goes_on(lexicon, node)) {
            entry->nodes[s] = node;
            entry->word.starts_phrase = true;
        }
        uint32_t count;
        const fw_term_end *ends = fw_lexicon_ends(lexicon, node, &count);
        for (uint32_t e = 0; e < count; e++) {
            uint64_t *bits = &entry->word.category[ends[e].category / 64];
            const uint64_t bit = 1ULL << (ends[e].category % 64);
            if (*bits & bit) continue;
            *bits |= bit;
            found[entry->hit_count++] = (fw_word_hit){ends[e].term, ends[e].category};
        }
    }
    if (!entry->hit_count) return true;
    entry->hits = fw_arena_alloc(&words->arena, entry->hit_count * sizeof *entry->hits);
    if (!entry->hits) return false;
    memcpy(entry->hits, found, entry->hit_count * sizeof *entry->hits);
    return true;
}

static fw_word *new_word(fw_words *words, fw_str folded) {
    fw_word_entry *entry = fw_arena_alloc(&words->arena, sizeof *entry);
    char *copy = fw_arena_copy(&words->arena, folded);
    if (!entry || !copy) return NULL;
    *entry =
        (fw_word_entry){.word = {.text = copy, .len = (uint32_t)folded.len, .endings = endings_of(folded)}};
    entry->word.syllables = fw_syllables(copy, folded.len);
    entry->word.number_class = fw_quantity_word_class(copy, folded.len);
    entry->word.symbol_count = fw_lexicon_symbols(words->lexicon, copy, folded.len, entry->symbols);
    return collect_hits(words, entry) ? &entry->word : NULL;
}

static uint32_t intern_folded(fw_words *words, fw_str folded) {
    const uint64_t hash = XXH3_64bits(folded.ptr, folded.len) | 1;
    form *slot = locate(words->folds, words->capacity, hash, folded.ptr, folded.len);
    if (slot->hash) return slot->word;
    if (!fw_grow((void **)&words->table, &words->table_capacity, words->count, sizeof *words->table))
        return UINT32_MAX;
    fw_word *word = new_word(words, folded);
    if (!word) return UINT32_MAX;
    words->table[words->count] = word;
    *slot = (form){.hash = hash, .text = word->text, .len = word->len, .word = words->count};
    return words->count++;
}

uint32_t fw_words_intern(fw_words *words, fw_str text) {
    const uint64_t hash = XXH3_64bits(text.ptr, text.len) | 1;
    const form *known = locate(words->forms, words->capacity, hash, text.ptr, text.len);
    if (known->hash) return known->word;
    if (!make_room(words)) return UINT32_MAX;
    fw_buffer_clear(&words->folded);
    if (!fw_fold_word(text, &words->folded)) return UINT32_MAX;
    const uint32_t word = intern_folded(words, (fw_str){words->folded.data, words->folded.len});
    char *copy = fw_arena_copy(&words->arena, text);
    if (word == UINT32_MAX || !copy) return UINT32_MAX;
    *locate(words->forms, words->capacity, hash, text.ptr, text.len) =
        (form){.hash = hash, .text = copy, .len = (uint32_t)text.len, .word = word};
    words->form_count++;
    return word;
}
