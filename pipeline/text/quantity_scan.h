/* quantity_scan.h: reading tokens for the quantity pass. Any index is allowed: outside the answer there is
 * nothing. */
#ifndef FAILWISE_TEXT_QUANTITY_SCAN_H
#define FAILWISE_TEXT_QUANTITY_SCAN_H

#include "text/quantity_words.h"
#include "text/workspace.h"

#include <string.h>

typedef struct fw_scan {
    const fw_workspace *ws;
    const fw_token *tokens; /* as in ws: every look at a word goes through these */
    const fw_word *words;
    uint32_t count;
} fw_scan;

static inline fw_scan fw_scan_of(const fw_workspace *ws) {
    return (fw_scan){ws, ws->tokens.items, ws->words, ws->tokens.count};
}
/* The word at token i, which exists. */
static inline const fw_word *fw_scan_word(const fw_scan *s, uint32_t i) {
    return &s->words[s->tokens[i].word];
}

/* The number class of token i; 0 outside. Index -1 is written UINT32_MAX, as `i - 1` gives it at 0. */
static inline uint32_t fw_scan_class(const fw_scan *s, uint32_t i) {
    return i < s->count ? fw_scan_word(s, i)->number_class : 0;
}
static inline bool fw_scan_has(const fw_scan *s, uint32_t i, uint64_t classes) {
    return (fw_class_word(fw_scan_class(s, i))->classes & classes) != 0;
}
static inline double fw_scan_value(const fw_scan *s, uint32_t i) {
    return fw_class_word(fw_scan_class(s, i))->value;
}
static inline fw_number_shape fw_scan_shape(const fw_scan *s, uint32_t i) {
    return fw_class_shape(fw_scan_class(s, i));
}
static inline bool fw_scan_in(const fw_scan *s, uint32_t i, fw_vocabulary vocabulary) {
    return fw_class_in(fw_scan_class(s, i), vocabulary);
}
static inline bool fw_scan_is(const fw_scan *s, uint32_t i, const char *word) {
    return i < s->count && fw_word_is(fw_scan_word(s, i), word);
}
/* True when token i is of `kind`. */
static inline bool fw_scan_kind(const fw_scan *s, uint32_t i, fw_token_kind kind) {
    return i < s->count && s->tokens[i].kind == kind;
}
/* True when token i exists and stands right behind the one before it. */
static inline bool fw_scan_glued(const fw_scan *s, uint32_t i) {
    return i < s->count && i > 0 && s->tokens[i].start == s->tokens[i - 1].end;
}
/* True when nothing can go on from token i - 1 to token i: the end, or a new sentence. */
static inline bool fw_scan_ends(const fw_scan *s, uint32_t i) {
    return i >= s->count || (s->tokens[i].flags & FW_TOKEN_SENTENCE_START) != 0;
}
/* The unit that the word at i stands for. */
static inline fw_unit fw_scan_unit(const fw_scan *s, uint32_t i) {
    return fw_unit_at(fw_class_unit(fw_scan_class(s, i)));
}

#endif
