/*
 * clause_starts.h: whether the words at a place are a clause of their own: a subject and its finite verb.
 *
 * Shallow on purpose: word traits and a reach of a few words, no parse. `at` is a token, `end` lies behind
 * the sentence; tokens that are no words stop every search.
 */
#ifndef FAILWISE_TEXT_CLAUSE_STARTS_H
#define FAILWISE_TEXT_CLAUSE_STARTS_H

#include "text/clauses.h"

/* How much the place itself says that a clause begins there. */
typedef enum fw_clause_hint {
    FW_HINT_NONE,   /* behind a word: a plain noun needs a form that can be nothing but a verb */
    FW_HINT_COMMA,  /* a coordinator behind a comma: the subject may be long */
    FW_HINT_CERTAIN /* behind "because" and its like: any noun may be the subject */
} fw_clause_hint;

/* A subject and a finite verb follow at `at`: "I told", "the vendor had", "everything went". */
bool fw_starts_clause(const fw_workspace *ws, uint32_t at, uint32_t end, fw_clause_hint hint);

/* An adverbial comes before the subject: "over the next two weeks I went", "online it was worse". */
bool fw_starts_with_adverbial(const fw_workspace *ws, uint32_t at, uint32_t end);

/* In speech without marks: a statement begins in the middle of words: "... at five | I killed the job". Its
 * verb has an object of its own, so that "the job I killed" stays whole. `at` is not the first token. */
bool fw_starts_plain_statement(const fw_workspace *ws, uint32_t at, uint32_t end);

/* Behind adverbs at `at` that a comma closes: "but really, it was". */
uint32_t fw_skip_remark_adverbs(const fw_workspace *ws, uint32_t at, uint32_t end);

/* The verb comes first: "did I". */
bool fw_starts_inverted(const fw_workspace *ws, uint32_t at, uint32_t end);

/* "you know", "I mean", "I guess" between commas: they stay with what they stand in. */
bool fw_is_tag(const fw_workspace *ws, uint32_t at, uint32_t end);

/* Behind "um", "well" and commas at `at`. */
uint32_t fw_skip_fillers(const fw_workspace *ws, uint32_t at, uint32_t end);

static inline bool fw_is_word_at(const fw_workspace *ws, uint32_t at, uint32_t end) {
    return at < end && fw_is_word(&ws->tokens.items[at]);
}

#endif
