/* contractions.c: apostrophes that were not typed. */
#include "text/contractions.h"

#include <string.h>

/* In the order of their letters. */
static const char *const CONTRACTIONS[] = {
    /* clang-format off */
    "ain't", "aren't", "can't", "couldn't", "could've", "didn't", "doesn't", "don't", "hadn't",
    "hasn't", "haven't", "he's", "i'm", "isn't", "it'd", "it'll", "i've", "mightn't", "might've",
    "mustn't", "must've", "needn't", "shan't", "she's", "shouldn't", "should've", "that'd", "that'll",
    "that's", "there'll", "there's", "they'd", "they'll", "they're", "they've", "wasn't", "weren't",
    "we've", "what'd", "what're", "what's", "where's", "who'd", "who'll", "who's", "who've", "won't",
    "wouldn't", "would've", "y'all", "you'd", "you'll", "you're", "you've",
    /* clang-format on */
};
enum { LONGEST = 9 };

/* Orders a word, `len` bytes, against a contraction without its apostrophe. */
static int against(const char *word, size_t len, const char *contraction) {
    size_t i = 0;
    for (const char *c = contraction; *c; c++) {
        if (*c == '\'') continue;
        if (i == len) return -1;
        const int difference = (unsigned char)word[i++] - (unsigned char)*c;
        if (difference) return difference;
    }
    return i < len;
}

static const char *contraction_of(const char *word, size_t len) {
    size_t low = 0, high = len > LONGEST ? 0 : sizeof CONTRACTIONS / sizeof CONTRACTIONS[0];
    while (low < high) {
        const size_t middle = (low + high) / 2;
        const int order = against(word, len, CONTRACTIONS[middle]);
        if (order == 0) return CONTRACTIONS[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

/* Puts the apostrophe of `contraction` where it belongs behind byte `at`. */
static bool put_apostrophe(fw_buffer *folded, size_t at, const char *contraction) {
    const size_t place = at + (size_t)(strchr(contraction, '\'') - contraction);
    fw_buffer_char(folded, '\'');
    if (folded->failed) return false;
    memmove(folded->data + place + 1, folded->data + place, folded->len - 1 - place);
    folded->data[place] = '\'';
    return true;
}

bool fw_add_apostrophes(fw_buffer *folded) {
    for (size_t at = 0, end; at < folded->len; at = end + 1) {
        for (end = at; end < folded->len && folded->data[end] != ' ';) end++;
        const char *contraction = contraction_of(folded->data + at, end - at);
        if (!contraction) continue;
        if (!put_apostrophe(folded, at, contraction)) return false;
        end++;
    }
    return true;
}
