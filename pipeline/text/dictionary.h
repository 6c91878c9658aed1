/*
 * dictionary.h: reading dictionary files into a list of (category, term) entries.
 *
 * Three forms are read: LIWC's .dic, the .dicx table (term by category, CSV) and nested YAML as quanteda
 * writes it. Files in the wild are messy: what is clear is taken, what is not is left out with a warning that
 * names file and line, as a compiler does; only a file of which nothing can be made is refused.
 */
#ifndef FAILWISE_TEXT_DICTIONARY_H
#define FAILWISE_TEXT_DICTIONARY_H

#include <failwise/lexicon.h>

#include "base/arena.h"
#include "base/buffer.h"

/* A category as read. */
typedef struct fw_raw_category {
    const char *name;
    const char *source;    /* the file that defines it */
    const char *replaces;  /* the file whose category of this name it takes the place of, or NULL */
    const char *extension; /* the last file that added terms to it ("+name"), or NULL */
    uint32_t line;         /* where the file names it */
    uint32_t terms;        /* terms listed, repeated ones too */
    bool replaced;         /* a later file defines a category of the same name */
} fw_raw_category;

/* A term of a category; `words` is folded, words separated by one space. */
typedef struct fw_raw_term {
    const char *words;
    uint32_t category;  /* index into categories */
    uint32_t line : 24; /* where its file has it */
    uint32_t file : 8;  /* index into sources; files beyond the last share it */
} fw_raw_term;
enum { FW_RAW_SOURCES = 256 };

/* Everything read so far. Strings live in `arena`. Zero-initialise; fw_raw_lexicon_free when done. */
typedef struct fw_raw_lexicon {
    fw_arena arena;
    fw_raw_category *categories;
    uint32_t category_count, category_capacity;
    fw_raw_term *terms;
    uint32_t term_count, term_capacity;
    fw_lexicon_warning *warnings;
    uint32_t warning_count, warning_capacity;
    const char *sources[FW_RAW_SOURCES]; /* the files, in the order they were read */
    uint32_t source_count;
    uint32_t builtin_terms; /* the first ones are built in; the others come from the user's files */
} fw_raw_lexicon;

/*
 * Reads one file given as bytes; the form follows from the name's ending (.dicx .csv .tsv, .yml .yaml, else
 * .dic). With `user`, categories take the place of earlier ones of the same name, one called "+name" adds its
 * terms to "name", and odd encodings and line ends are put right first. FW_DATA with file and line when the
 * file cannot be read as its form, FW_IO when memory is out.
 */
fw_code fw_dictionary_read(fw_raw_lexicon *raw, const char *name, fw_str data, bool user, fw_error *err);
void fw_raw_lexicon_free(fw_raw_lexicon *raw);

/* ---- for the readers of the forms ---- */

/* The file being read. `line` is kept by the form's reader. */
typedef struct fw_dictionary {
    fw_raw_lexicon *raw;
    const char *name;
    const char *source; /* the name, kept in the arena */
    uint64_t line;
    bool user;
    uint32_t first_category; /* of this file */
    fw_buffer folded;        /* the last term folded */
    fw_buffer text;          /* the file's text, where it had to be converted */
} fw_dictionary;

fw_code fw_dic_read(fw_dictionary *d, fw_str text, fw_error *err);
fw_code fw_dicx_read(fw_dictionary *d, fw_str text, fw_error *err);
fw_code fw_yaml_read(fw_dictionary *d, fw_str text, fw_error *err);

/*
 * The bytes of a user's file as UTF-8 with line feeds: takes off a byte order mark, converts UTF-16 and, line
 * by line, what can only be Windows-1252. `text` lives until the reading ends. FW_DATA on NUL bytes.
 */
fw_code fw_dictionary_text(fw_dictionary *d, fw_str data, fw_str *text, fw_error *err);

/* FW_DATA at the current line. */
fw_code fw_dictionary_fail(const fw_dictionary *d, fw_error *err, const char *message);
/* Notes a warning at the current line: `message: "about"`. False when memory is out. */
bool fw_dictionary_warn(fw_dictionary *d, const char *message, fw_str about);

/* The category of that name, made on first sight; a file that names one twice gets a warning. */
fw_code fw_dictionary_category(fw_dictionary *d, fw_str name, uint32_t *category, fw_error *err);

/* The term folded, in the arena; NULL in `words`, with a warning, for one that has no words. */
fw_code fw_dictionary_fold(fw_dictionary *d, fw_str term, const char **words, fw_error *err);
/* Adds a folded term to a category. */
fw_code fw_dictionary_add(fw_dictionary *d, const char *words, uint32_t category, fw_error *err);

#endif
