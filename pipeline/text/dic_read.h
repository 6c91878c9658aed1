/*
 * dic_read.h: reading dictionary files into a list of (category, term) entries.
 *
 * The reader takes what is clear and warns about the rest, with file and line: files in the wild have
 * repeated tabs, blank lines, zero-padded ids, terms given twice and stray codes.
 */
#ifndef FAILWISE_TEXT_DIC_READ_H
#define FAILWISE_TEXT_DIC_READ_H

#include <failwise/lexicon.h>

#include "base/arena.h"

/* A category as read: its name, the file it came from. */
typedef struct fw_raw_category {
    const char *name;
    const char *source;
    bool replaced; /* a later file defines a category of the same name */
} fw_raw_category;

/* A term of a category; `words` is folded, words separated by one space. */
typedef struct fw_raw_term {
    const char *words;
    uint32_t category; /* index into categories */
} fw_raw_term;

/* Everything read so far. Strings live in `arena`. Zero-initialise; fw_raw_lexicon_free when done. */
typedef struct fw_raw_lexicon {
    fw_arena arena;
    fw_raw_category *categories;
    uint32_t category_count, category_capacity;
    fw_raw_term *terms;
    uint32_t term_count, term_capacity;
    fw_lexicon_warning *warnings;
    uint32_t warning_count, warning_capacity;
} fw_raw_lexicon;

/*
 * Reads one .dic file given as bytes. With `replace`, its categories take the place of earlier ones of the
 * same name; without, a name that is already there is FW_DATA. FW_DATA with file and line when the header is
 * missing or nothing can be used.
 */
fw_code fw_dic_read(fw_raw_lexicon *raw, const char *name, fw_str data, bool replace, fw_error *err);
void fw_raw_lexicon_free(fw_raw_lexicon *raw);

#endif
