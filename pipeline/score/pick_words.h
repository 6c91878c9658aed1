/* pick_words.h: words that say what a text is about, and themes that join them. */
#ifndef FAILWISE_SCORE_PICK_WORDS_H
#define FAILWISE_SCORE_PICK_WORDS_H

#include <failwise/pick.h>

enum { FW_STEM_BYTES = 16 };

/* One content word of a text. */
typedef struct fw_term {
    char stem[FW_STEM_BYTES];
    char word[FW_PICK_WORD]; /* as it stands first, lower case */
    uint32_t themes;         /* bits: themes it belongs to */
    uint32_t count;
    double nearness; /* 1 in a lesson, a change or a closing; less in the failure, its cause and the response;
                        0 in the scene */
} fw_term;

/* A list of distinct terms, in the order of the text. Zero-initialise; free(items). */
typedef struct fw_terms {
    fw_term *items;
    size_t count, capacity;
} fw_terms;

/* The content words of a text. FW_IO: out of memory. */
fw_code fw_terms_of(const fw_analysis *text, fw_terms *out, fw_error *err);
/* The term with the same stem, or NULL. */
const fw_term *fw_terms_find(const fw_terms *terms, const char *stem);

size_t fw_theme_count(void);
/* Terminated by a comma in its file: copied into `out`. */
void fw_theme_name(size_t theme, char *out, size_t size);
/* Bits of the themes that a lower-case word belongs to. */
uint32_t fw_themes_of(fw_str word);

#endif
