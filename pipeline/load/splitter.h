/*
 * splitter.h: finds the borders between CSV records without parsing the fields.
 *
 * It follows the strict state machine of libcsv 3.0.3: blanks (space, TAB) before a field are skipped, a
 * quote opens a quoted field only there, a doubled quote inside it is a literal one, blanks may follow the
 * closing quote, and CR or LF outside quotes ends the record. A quote or junk anywhere else makes the record
 * malformed; it then ends at the next `bad_end` byte, whatever lies between. CRLF is never cut apart.
 *
 * A scan may stop at any byte and go on with the next bytes later: the state says all that is needed.
 */
#ifndef FAILWISE_LOAD_SPLITTER_H
#define FAILWISE_LOAD_SPLITTER_H

#include "load/dialect.h"

typedef enum fw_split_state {
    FW_SPLIT_ROW,      /* nothing but blanks since the last border */
    FW_SPLIT_FIELD,    /* behind a separator and blanks */
    FW_SPLIT_UNQUOTED, /* inside an unquoted field */
    FW_SPLIT_QUOTED,   /* inside a quoted field */
    FW_SPLIT_CLOSED,   /* right behind a quote inside a quoted field: the end, or a doubled quote */
    FW_SPLIT_PADDED,   /* behind the closing quote and blanks */
    FW_SPLIT_BAD       /* inside a malformed record */
} fw_split_state;

typedef struct fw_splitter {
    fw_split_state state;
    bool after_cr; /* the bytes so far ended with a CR that ends a record: is it followed by LF? */
    fw_dialect dialect;
} fw_splitter;

#define FW_NO_BORDER SIZE_MAX

/*
 * Scans bytes[from, len). Returns the offset of the first byte behind the last border found, or FW_NO_BORDER.
 * With `first` it stops at the first border instead and leaves the state there (FW_SPLIT_ROW).
 */
size_t fw_splitter_scan(fw_splitter *splitter, const char *bytes, size_t from, size_t len, bool first);

/* How often `byte` occurs. */
size_t fw_count_byte(const char *bytes, size_t len, char byte);

#endif
