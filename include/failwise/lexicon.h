/*
 * lexicon.h: cue dictionaries, compiled for matching.
 *
 * A lexicon is a set of categories; each has terms of one or more words, in which `*` stands for any letters
 * and
 * `?` for one. Matching ignores case and is by longest term per category; all categories count; a word counts
 * once per category. A compiled lexicon is immutable and shared by all threads.
 */
#ifndef FAILWISE_LEXICON_H
#define FAILWISE_LEXICON_H

#include <failwise/status.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

enum { FW_CATEGORY_LIMIT = 192 }; /* most categories a lexicon can hold */

/* One category in force. Strings live as long as the lexicon. */
typedef struct fw_category {
    const char *name;
    const char *source;    /* file the category came from */
    const char *replaces;  /* file whose category of this name it replaced, or NULL */
    const char *extension; /* last file that added terms to it, or NULL */
    uint32_t terms;        /* distinct terms listed for it */
} fw_category;

/* Something odd in a dictionary file that was read all the same; told as a compiler tells warnings. */
typedef struct fw_lexicon_warning {
    char file[128];
    uint64_t line;
    char message[160];
} fw_lexicon_warning;

typedef struct fw_lexicon fw_lexicon;

/* The lexicon that is built into the library (datasets/lexicon). */
fw_code fw_lexicon_builtin(fw_lexicon **out, fw_error *err);

/*
 * The built-in lexicon with files added. The ending of a name tells its form: .dicx .csv .tsv (table of term
 * by category), .yml .yaml (nested; "outer/inner" names an inner category), else LIWC .dic. A category of the
 * same name as an earlier one replaces it, one without terms switches it off, one called "+name" adds its
 * terms to "name", and a new name is a new category. FW_NOINPUT, FW_DATA (file, line and what was expected).
 */
fw_code fw_lexicon_load(const char *const *paths, size_t count, fw_lexicon **out, fw_error *err);
void fw_lexicon_free(fw_lexicon *lexicon);

/* The tables of what speaks for each label (datasets/lexicon/): points of cues, of single words, and of going
 * from one label to the next. */
typedef enum fw_arc_table {
    FW_ARC_CUES,
    FW_ARC_WORDS,
    FW_ARC_TRANSITIONS,
    FW_ARC_CONTEXT, /* of how the first reading of the clauses speaks for the second */
    FW_ARC_TABLES
} fw_arc_table;
const char *fw_arc_table_name(fw_arc_table table); /* "arc.csv" "arc_words.csv" .. */
/* Takes the tables from `folder` in place of the built-in ones, and them into the hash; before the lexicon
 * is given to an analyzer. FW_NOINPUT; what is in them is checked by fw_analyzer_new. */
fw_code fw_lexicon_use_arc(fw_lexicon *lexicon, const char *folder, fw_error *err);
/* The table in force, and the file it came from. */
fw_str fw_lexicon_arc(const fw_lexicon *lexicon, fw_arc_table table, const char **file);

size_t fw_lexicon_category_count(const fw_lexicon *lexicon);
const fw_category *fw_lexicon_category(const fw_lexicon *lexicon, size_t index);
/* Index by name, or -1. */
int fw_lexicon_find(const fw_lexicon *lexicon, const char *name);
/* A term as written in its file; `term` as in fw_hit. */
const char *fw_lexicon_term(const fw_lexicon *lexicon, uint32_t term);
/* Terms are numbered from 0 in the order of the files; the category of one, or -1 when it is not in force. */
uint32_t fw_lexicon_term_count(const fw_lexicon *lexicon);
int fw_lexicon_term_category(const fw_lexicon *lexicon, uint32_t term);
/* Whether a term came with the library, not from a user's file. */
bool fw_lexicon_term_builtin(const fw_lexicon *lexicon, uint32_t term);
/* XXH3-64 over names and terms: recorded in datasets and models, so that scores are tied to the lexicon. */
uint64_t fw_lexicon_hash(const fw_lexicon *lexicon);
size_t fw_lexicon_warning_count(const fw_lexicon *lexicon);
const fw_lexicon_warning *fw_lexicon_warnings(const fw_lexicon *lexicon);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
