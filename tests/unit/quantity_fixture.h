/* quantity_fixture.h: from a string to its quantities, for the tests of the quantity pass. */
#ifndef FAILWISE_TESTS_QUANTITY_FIXTURE_H
#define FAILWISE_TESTS_QUANTITY_FIXTURE_H

#include "text/match.h"
#include "text/quantity.h"
#include "text/sentences.h"
#include "text/tokenize.h"

#include <stdlib.h>
#include <string.h>

typedef struct quantity_fixture {
    fw_lexicon *lexicon;
    fw_words *words;
    fw_workspace ws;
} quantity_fixture;

static inline bool quantity_fixture_open(quantity_fixture *f) {
    *f = (quantity_fixture){0};
    if (fw_lexicon_builtin(&f->lexicon, NULL) != FW_OK) return false;
    f->ws.lexicon = f->lexicon;
    f->words = fw_words_new(f->lexicon, NULL);
    return f->words != NULL;
}

static inline void quantity_fixture_close(quantity_fixture *f) {
    fw_workspace_free(&f->ws);
    fw_words_free(f->words);
    fw_lexicon_free(f->lexicon);
}

/* Finds the quantities of `text`; they stay in f->ws until the next call, as does what their roles ask of the
 * words. */
static inline fw_code quantity_fixture_find(quantity_fixture *f, const char *text, size_t len) {
    f->ws.text = (fw_str){text, len};
    fw_code code = fw_tokenize(&f->ws, f->words, NULL);
    if (code == FW_OK) code = fw_split_sentences(&f->ws, NULL);
    if (code == FW_OK) code = fw_quantities_find(&f->ws, NULL);
    return code == FW_OK ? fw_match(&f->ws, NULL) : code;
}

#endif
