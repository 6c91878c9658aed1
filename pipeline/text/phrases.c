/* phrases.c: memory for the steps through the lexicon's trie. */
#include "text/phrases.h"

#include <stdlib.h>

enum { MOST_WAYS = 1 << 17 };
static_assert((int)FW_WAYS_SETS == 1 << (64 - 52), "fw_ways_set_of takes as many bits as there are sets");

fw_phrases *fw_phrases_new(void) {
    fw_phrases *phrases = calloc(1, sizeof *phrases);
    if (!phrases) return NULL;
    /* Zeroed pages cost nothing before they are used, and one answer uses few. */
    phrases->memory = calloc(FW_WAYS_SETS + 1, sizeof *phrases->sets);
    if (!phrases->memory) {
        free(phrases);
        return NULL;
    }
    const uintptr_t start = (uintptr_t)phrases->memory, line = sizeof *phrases->sets;
    phrases->sets = (void *)((char *)phrases->memory + (line - start % line) % line);
    return phrases;
}

void fw_phrases_free(fw_phrases *phrases) {
    if (!phrases) return;
    free(phrases->memory);
    free(phrases->ways.items);
    free(phrases->hits.items);
    free(phrases->plans.items);
    free(phrases->plan_hits.items);
    free(phrases);
}

void fw_phrases_forget(fw_phrases *phrases) {
    memset(phrases->sets, 0, FW_WAYS_SETS * sizeof *phrases->sets);
    phrases->ways.count = 0;
    phrases->hits.count = 0;
    phrases->plans.count = 0;
    phrases->plan_hits.count = 0;
}

void fw_phrases_start(fw_phrases *phrases) {
    if (phrases->ways.count > MOST_WAYS || phrases->hits.count > MOST_WAYS ||
        phrases->plans.count > MOST_WAYS || phrases->plan_hits.count > MOST_WAYS)
        fw_phrases_forget(phrases);
}
