/*
 * cut.h: goes over what libcsv need not see (splice.h), many bytes at a time (private to the load stage).
 */
#ifndef FAILWISE_LOAD_CUT_H
#define FAILWISE_LOAD_CUT_H

#include "base/masks.h"
#include "load/dialect.h"

/* How bytes are gone over: made once, by fw_cutter_of. */
typedef struct fw_cutter {
    fw_dialect dialect;
    fw_byte_set in_bodies, outside; /* what tells something inside quotes, and outside */
} fw_cutter;
fw_cutter fw_cutter_of(fw_dialect dialect);

/* What was passed on the way. */
typedef struct fw_passed {
    uint64_t line_ends; /* LF */
    bool odd;           /* there may have been a NUL, or a byte beyond ASCII */
} fw_passed;

/* The next quote in bytes[from, len), or `len`; adds to *passed what stands before it. */
size_t fw_body_end(const fw_cutter *cutter, const char *bytes, size_t from, size_t len, fw_passed *passed);

/* Bytes outside quotes, up to what can change what comes after them. Fields are without blanks around. */
typedef struct fw_cut {
    fw_str first;      /* up to the first separator, or else to the stop */
    fw_str last;       /* from the last separator to the stop */
    size_t separators; /* how many there are */
    size_t separator;  /* where the first one is */
    size_t stop;       /* where the next quote, CR or LF is; `len` when there is none */
    bool odd;          /* as in fw_passed */
} fw_cut;

/* Cuts bytes[from, len) at separators. Fields that end at one go to fields[index] and on, below
 * fields[columns]. */
fw_cut fw_cut_fields(const fw_cutter *cutter, const char *bytes, size_t from, size_t len, fw_str *fields,
                     size_t index, size_t columns);

#endif
