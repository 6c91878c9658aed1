/* word_lists.c: which lists of the passes name a word. */
#include "text/word_lists.h"

typedef struct {
    const char *const *words;
    size_t count;
} word_list;

#define FW_LIST_WORDS(name, ...) static const char *const name##_WORDS[] = {__VA_ARGS__};
FW_WORD_LISTS(FW_LIST_WORDS)
FW_LEARNED_LISTS(FW_LIST_WORDS)
#define FW_LIST_ROW(name, ...)                                                                               \
    [FW_LIST_##name] = {name##_WORDS, sizeof name##_WORDS / sizeof name##_WORDS[0]},
#define FW_LEARNED_ROW(name, ...)                                                                            \
    [FW_LEARNED_##name] = {name##_WORDS, sizeof name##_WORDS / sizeof name##_WORDS[0]},
static const word_list LISTS[FW_LEARNED_END] = {FW_WORD_LISTS(FW_LIST_ROW) FW_LEARNED_LISTS(FW_LEARNED_ROW)};

/* Few words of our own, in a table of twice the room: they are met within a few steps. */
static uint32_t slot_of(uint64_t head) {
    enum { SLOT_BITS = 10 };
    static_assert(FW_LISTED_SLOTS == 1 << SLOT_BITS, "a slot for each hash");
    return (uint32_t)(head * UINT64_C(0x9E3779B97F4A7C15) >> (64 - SLOT_BITS));
}

/* The slot of a word, or the empty one where it belongs. */
static uint32_t find(const fw_word_index *index, fw_str word) {
    uint32_t slot = slot_of(fw_head(word.ptr, word.len));
    for (const char *text; (text = index->slots[slot].text); slot = (slot + 1) % FW_LISTED_SLOTS)
        if (strncmp(text, word.ptr, word.len) == 0 && strlen(text) == word.len) break;
    return slot;
}

fw_listed *fw_word_index_place(fw_word_index *index, const char *text) {
    fw_listed *place = &index->slots[find(index, (fw_str){text, strlen(text)})];
    place->text = text;
    return place;
}

void fw_word_index_fill(fw_word_index *index) {
    memset(index, 0, sizeof *index);
    for (uint32_t list = 0; list < FW_LEARNED_END; list++)
        for (size_t w = 0; w < LISTS[list].count; w++)
            fw_word_index_place(index, LISTS[list].words[w])->lists |= UINT64_C(1) << list;
}

fw_listed fw_listed_as(const fw_word_index *index, fw_str word) { return index->slots[find(index, word)]; }
