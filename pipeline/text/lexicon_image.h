/*
 * lexicon_image.h: a compiled lexicon as one run of bytes without pointers, used in place wherever it lies:
 * the built-in one in the program's read-only data (make_image.c writes it when the program is built), one
 * with a user's dictionaries in memory.
 */
#ifndef FAILWISE_TEXT_LEXICON_IMAGE_H
#define FAILWISE_TEXT_LEXICON_IMAGE_H

#include "text/arc_rules.h"
#include "text/dictionary.h"
#include "text/lexicon_trie.h"
#include "text/map64.h"

/* Strings are offsets into the text section; 0 = NULL. */
typedef struct fw_image_category {
    uint32_t name, source, replaces, extension; /* as in fw_category */
    uint32_t terms;
} fw_image_category;

typedef struct fw_image_term {
    uint32_t words;    /* folded, separated by one space */
    uint32_t category; /* FW_NO_CATEGORY: not in force */
} fw_image_term;
#define FW_NO_CATEGORY UINT32_MAX

/* A word of a term with wildcards elsewhere than at its end; the built-in dictionaries have none. */
typedef struct fw_image_glob {
    uint32_t pattern, len;
    uint32_t symbol;
} fw_image_glob;

/* name, type of an item */
#define FW_IMAGE_SECTIONS(X)                                                                                 \
    X(categories, fw_image_category)                                                                         \
    X(cats, int32_t) /* by fw_cat: its category, or -1 */                                                    \
    X(terms, fw_image_term)                                                                                  \
    X(words, fw_map64_slot) /* hash of a word or wildcard prefix -> symbol */                                \
    X(edges, fw_map64_slot) /* fw_edge_key -> node */                                                        \
    X(nodes, fw_trie_node)                                                                                   \
    X(ends, fw_term_end)                                                                                     \
    X(globs, fw_image_glob)                                                                                  \
    X(inside, bool)        /* by symbol: stands behind the first word of some term */                        \
    X(wildcards, uint64_t) /* by fw_wildcard_place: bit n when some wildcard has n bytes before its star */  \
    X(text, char)                                                                                            \
    X(rules, fw_arc_rules) /* of the built-in tables of cues: one, or none */

#define FW_IMAGE_ENUM(name, type) FW_IMAGE_##name,
typedef enum fw_image_section { FW_IMAGE_SECTIONS(FW_IMAGE_ENUM) FW_IMAGE_SECTION_COUNT } fw_image_section;
#undef FW_IMAGE_ENUM

/* What the image starts with. */
typedef struct fw_lexicon_image {
    uint64_t mark; /* FW_IMAGE_MARK */
    uint64_t size; /* bytes, this included */
    uint64_t hash; /* fw_lexicon_hash */
    uint64_t builtin_terms;
    struct {
        uint64_t offset; /* from the image's start; a multiple of FW_IMAGE_ALIGNMENT */
        uint32_t count;
        uint32_t item_size;
    } section[FW_IMAGE_SECTION_COUNT];
} fw_lexicon_image;
#define FW_IMAGE_MARK UINT64_C(0x31786C2D65737766)
enum { FW_IMAGE_ALIGNMENT = 64 };

/* The items of a section. */
static inline const void *fw_image_items(const fw_lexicon_image *image, fw_image_section section) {
    return (const char *)image + image->section[section].offset;
}

/* A section to be put into an image. */
typedef struct fw_image_input {
    const void *items;
    uint32_t count;
} fw_image_input;

/* An image made of its sections, to be freed; `head` gives hash and number of built-in terms. */
fw_code fw_image_make(const fw_lexicon_image *head, const fw_image_input input[FW_IMAGE_SECTION_COUNT],
                      fw_lexicon_image **out, fw_error *err);

/* True when the image is laid out as this program lays them out. */
bool fw_image_fits(const fw_lexicon_image *image);

/* Compiles what has been read. Repeated terms are taken out of `raw`, which may add warnings. */
fw_code fw_lexicon_compile(fw_raw_lexicon *raw, fw_lexicon_image **out, fw_error *err);

/* Reads and compiles the built-in dictionaries and tables of cues anew. */
fw_code fw_image_builtin(fw_lexicon_image **out, fw_error *err);

/* The same, as it was made when the program was built. */
const fw_lexicon_image *fw_image_embedded(void);

/* ---- what compiling and asking share ---- */

enum { FW_WILDCARD_PLACES = 1 << 10, FW_LONGEST_WILDCARD = 63 }; /* lengths beyond share the last bit */

/* The key of a word, or of the prefix before a star, in the words section. */
uint64_t fw_word_key(const char *word, size_t len, bool wildcard);
static inline uint64_t fw_edge_key(uint32_t node, uint32_t symbol) {
    return ((uint64_t)node + 1) << 32 | symbol;
}
static inline uint32_t fw_wildcard_place(const char *word, size_t len) {
    const uint32_t second = len > 1 ? (unsigned char)word[1] : 0;
    return ((uint32_t)(unsigned char)word[0] * 33 + second) % FW_WILDCARD_PLACES;
}

/* A built-in table of cues and its name. */
fw_str fw_arc_builtin(fw_arc_table table, const char **file);
/* A lexicon that uses the image, which must outlive it; `own`: is freed with it. */
fw_code fw_lexicon_open(const fw_lexicon_image *image, bool own, fw_lexicon **out, fw_error *err);
/* Appends the built-in dictionaries. */
fw_code fw_dictionary_read_builtin(fw_raw_lexicon *raw, fw_error *err);

#endif
