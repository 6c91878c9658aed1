/*
 * status.h: how failwise says that something went wrong.
 *
 * Every function that can fail returns an fw_code and takes an `fw_error *` as its last argument. On failure
 * the error says where (file, row, column), what was expected and what was found; the caller passes it up
 * unchanged. Library code never prints and never exits: only the program's main does, and the code is its
 * exit status.
 */
#ifndef FAILWISE_STATUS_H
#define FAILWISE_STATUS_H

#include <failwise/types.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/* Values are the documented exit statuses (after sysexits.h); scripts rely on them. */
typedef enum fw_code {
    FW_OK = 0,           /* done */
    FW_GATE = 1,         /* done, but a quality gate failed (reject rate, min-r, drift); results are whole */
    FW_USAGE = 64,       /* the command line is wrong */
    FW_DATA = 65,        /* the input is not what it should be */
    FW_NOINPUT = 66,     /* an input file is missing or unreadable */
    FW_BUG = 70,         /* an internal check failed: a defect in failwise */
    FW_CANTCREATE = 73,  /* an output cannot be created, or exists and --force was not given */
    FW_IO = 74,          /* reading, writing or memory failed; nothing half-written is left */
    FW_BUSY = 75,        /* another run holds the output folder: try later */
    FW_CONFIG = 78,      /* a configuration file is wrong */
    FW_INTERRUPTED = 128 /* a signal asked to stop; the program adds the signal's number */
} fw_code;

/* What went wrong, and where. A plain value: no ownership, may be copied; zero-initialise before use. */
typedef struct fw_error {
    fw_code code;
    uint64_t row;       /* 1-based physical line (text files) or row (tables); 0 = does not apply */
    uint32_t column;    /* 1-based column; 0 = does not apply */
    char file[256];     /* the file concerned, or empty */
    char expected[128]; /* what was expected, or empty */
    char found[128];    /* what was found, or empty; never answer text */
    char message[384];  /* one sentence, without file and position */
} fw_error;

/* Records a failure and returns `code`, so that a caller can `return fw_fail(...)`. `err` may be NULL. */
fw_code fw_fail(fw_error *err, fw_code code, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* The same for a failure that concerns `file` as a whole. */
fw_code fw_fail_in(fw_error *err, fw_code code, const char *file, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Records a failure of the C library in `file`, with errno's text, and returns `code`. */
fw_code fw_fail_errno(fw_error *err, fw_code code, const char *file, const char *what);

/* Records that memory ran out (FW_IO) and returns FW_IO. */
fw_code fw_fail_nomem(fw_error *err);

/* Adds the place to an error already recorded. Returns its code; of `err` NULL, FW_BUG. */
fw_code fw_error_at(fw_error *err, const char *file, uint64_t row, uint32_t column);

/* Adds what was expected and what was found. Returns as fw_error_at. */
fw_code fw_error_detail(fw_error *err, const char *expected, const char *found);

/* Writes "FILE:ROW:COLUMN: message (expected X, found Y)" to out, always terminated. Control bytes are
 * escaped. */
void fw_error_format(const fw_error *err, char *out, size_t size);

/* The name and meaning of an exit status, for help and the manual; NULL past the last index. */
typedef struct fw_code_info {
    fw_code code;
    const char *name;
    const char *meaning;
} fw_code_info;
const fw_code_info *fw_code_table(size_t *count);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
