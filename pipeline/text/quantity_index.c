/* quantity_index.c: one table of all words that say something about numbers: a new word is classified by one
 * probe instead of a search in each list. */
#include "text/quantity_words.h"

#include "base/str.h"

#include <pthread.h>
#include <string.h>

enum { PLACES = 1 << 13 }; /* about four times the words listed, so that most probes end at once */

typedef struct {
    const char *word; /* NULL = empty */
    uint32_t hash;
    uint32_t listed; /* as fw_listed_class returns it */
} place;

/* Filled once, then only read. */
static place places[PLACES];
static pthread_once_t filled = PTHREAD_ONCE_INIT;

/* The place of a word, or the empty one where it belongs. */
static place *find(const char *text, size_t len, uint32_t hash) {
    uint32_t i = hash % PLACES;
    for (;; i = (i + 1) % PLACES) {
        place *p = &places[i];
        if (!p->word) return p;
        if (p->hash == hash && strncmp(p->word, text, len) == 0 && p->word[len] == '\0') return p;
    }
}

static void list(const char *word, uint32_t bits) {
    const uint32_t hash = (uint32_t)fw_hash64(word, strlen(word), 0);
    place *p = find(word, strlen(word), hash);
    *p = (place){word, hash, p->listed | bits};
}

static void fill(void) {
    for (uint32_t row = 1; row <= fw_number_word_count; row++) list(fw_number_words[row].word, row);
    for (uint32_t i = 0; i < fw_unit_form_count(); i++) {
        uint32_t unit;
        const char *word = fw_unit_form(i, &unit);
        /* the first unit listed for a form is the one meant: "bar" is a measure before it is a thing */
        const place *p = find(word, strlen(word), (uint32_t)fw_hash64(word, strlen(word), 0));
        if (!fw_class_unit(p->listed)) list(word, unit << 10);
    }
    for (int v = 0; v < FW_VOCABULARY_COUNT; v++) {
        size_t count;
        const char *const *words = fw_vocabulary_words((fw_vocabulary)v, &count);
        for (size_t i = 0; i < count; i++) list(words[i], UINT32_C(1) << (25 + v));
    }
    for (size_t i = 0; i < fw_irregular_plural_count; i++) list(fw_irregular_plurals[i], UINT32_C(1) << 30);
}

uint32_t fw_listed_class(const char *text, size_t len) {
    (void)pthread_once(&filled, fill); /* fails only on an invalid `filled` */
    return find(text, len, (uint32_t)fw_hash64(text, len, 0))->listed;
}
