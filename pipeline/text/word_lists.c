/* word_lists.c: which lists of the passes name a word. */
#include "text/word_lists.h"

typedef struct {
    const char *const *words;
    size_t count;
} word_list;

#define FW_LIST_WORDS(name, ...) static const char *const name##_WORDS[] = {__VA_ARGS__};
FW_WORD_LISTS(FW_LIST_WORDS)
#define FW_LIST_ROW(name, ...) {name##_WORDS, sizeof name##_WORDS / sizeof name##_WORDS[0]},
static const word_list LISTS[FW_LIST_COUNT] = {FW_WORD_LISTS(FW_LIST_ROW)};

/* Few words of our own, in a table of twice the room: they are met within a few steps. */
static uint32_t slot_of(uint64_t head) {
    enum { SLOT_BITS = 10 };
    static_assert(FW_LISTED_SLOTS == 1 << SLOT_BITS, "a slot for each hash");
    return (uint32_t)(head * UINT64_C(0x9E3779B97F4A7C15) >> (64 - SLOT_BITS));
}

/* The slot of a word, or the empty one where it belongs. */
static uint32_t find(const fw_word_index *index, uint64_t head, const char *text) {
    uint32_t slot = slot_of(head);
    while (index->text[slot] && strcmp(index->text[slot], text) != 0) slot = (slot + 1) % FW_LISTED_SLOTS;
    return slot;
}

void fw_word_index_fill(fw_word_index *index) {
    memset(index, 0, sizeof *index);
    for (uint32_t list = 0; list < FW_LIST_COUNT; list++) {
        for (size_t w = 0; w < LISTS[list].count; w++) {
            const char *text = LISTS[list].words[w];
            const uint32_t slot = find(index, fw_head(text, strlen(text)), text);
            index->text[slot] = text;
            index->lists[slot] |= UINT64_C(1) << list;
        }
    }
}

uint64_t fw_lists_of(const fw_word_index *index, const fw_word *word) {
    return index->lists[find(index, word->head, word->text)];
}
