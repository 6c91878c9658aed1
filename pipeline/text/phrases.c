/* phrases.c: memory for the steps through the lexicon's trie. */
#include "text/phrases.h"

#include <stdlib.h>

enum { MOST_WAYS = 1 << 17 };
static_assert((int)FW_KNOWN_WAYS == 1 << (64 - 50), "fw_ways_slot takes as many bits as there are slots");

bool fw_phrases_init(fw_phrases *phrases) {
    *phrases = (fw_phrases){.known = malloc(FW_KNOWN_WAYS * sizeof *phrases->known)};
    if (!phrases->known) return false;
    fw_phrases_forget(phrases);
    return true;
}

void fw_phrases_free(fw_phrases *phrases) {
    free(phrases->known);
    free(phrases->ways.items);
    free(phrases->hits.items);
}

void fw_phrases_forget(fw_phrases *phrases) {
    memset(phrases->known, 0xFF, FW_KNOWN_WAYS * sizeof *phrases->known); /* FW_NO_WAYS */
    phrases->ways.count = 0;
    phrases->hits.count = 0;
}

void fw_phrases_start(fw_phrases *phrases) {
    if (phrases->ways.count > MOST_WAYS || phrases->hits.count > MOST_WAYS) fw_phrases_forget(phrases);
}
