/* fuzz_text_dictionary.c: any bytes as a dictionary of each form: read or refused, and what is read is in
 * force. */
#include "text/dictionary.h"
#include "text/fold.h"

#include <stdlib.h>
#include <string.h>

enum { LONGEST = 8192 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A folded term folds to itself: it would find itself in a text. */
static void check_terms(const fw_raw_lexicon *raw) {
    fw_buffer again = {0};
    for (uint32_t t = 0; t < raw->term_count; t++) {
        const fw_str words = {raw->terms[t].words, strlen(raw->terms[t].words)};
        if (raw->terms[t].category >= raw->category_count || words.len == 0) abort();
        fw_buffer_clear(&again);
        if (!fw_fold_term(words, &again) || again.len != words.len ||
            memcmp(again.data, words.ptr, words.len) != 0)
            abort();
    }
    fw_buffer_free(&again);
}

static void read_as(const char *name, fw_str text) {
    fw_raw_lexicon raw = {0};
    fw_error err = {0};
    const fw_code code = fw_dictionary_read(&raw, name, text, true, &err);
    if (code != FW_OK && code != FW_DATA) abort();
    if (code == FW_DATA && !err.message[0]) abort();
    for (uint32_t c = 0; c < raw.category_count; c++) {
        if (!raw.categories[c].name[0] || !raw.categories[c].source) abort();
    }
    if (code == FW_OK) check_terms(&raw);
    fw_raw_lexicon_free(&raw);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char *const NAMES[] = {"f.dic", "f.dicx", "f.yml"};
    if (size > LONGEST) return 0;
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++)
        read_as(NAMES[i], (fw_str){(const char *)data, size});
    return 0;
}
