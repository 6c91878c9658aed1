/*
 * dialect.h: what one CSV file does differently from another: learnt from its header, then handed to whoever
 * reads on.
 *
 * The header says which byte separates: a file of ours has two columns at least, so that a header without a
 * comma, but with semicolons, tabs or bars, can mean nothing else. Nor can one in which every comma has a
 * blank behind it, as in a question that is a column's name, beside two of the others or more.
 */
#ifndef FAILWISE_LOAD_DIALECT_H
#define FAILWISE_LOAD_DIALECT_H

#include <failwise/types.h>

typedef struct fw_dialect {
    char separator; /* between fields: one of FW_SEPARATORS */
    char bad_end;   /* where a malformed record ends: '\n', or '\r' in a file whose lines end with CR alone */
} fw_dialect;

#define FW_SEPARATORS    ",;\t|"
#define FW_PLAIN_DIALECT ((fw_dialect){.separator = ',', .bad_end = '\n'})

/* Blanks around fields are skipped; a tab that separates is none (libcsv's rule too). */
static inline bool fw_is_blank(char c, fw_dialect dialect) {
    return c == ' ' || (c == '\t' && dialect.separator != '\t');
}

/* The separator of the header that `bytes` begin with: outside quotes, a comma that no blank follows;
 * else the most frequent of the others, which must be two where there are commas; else a comma. *whole: the
 * header's line end was seen. */
char fw_dialect_separator(const char *bytes, size_t len, bool *whole);

#endif
