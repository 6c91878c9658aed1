/*
 * answers.h: reading answers from CSV (the load stage).
 *
 * A reader cuts the input into blocks at record borders (serially), parses a block into a batch (on any
 * thread), and accepts batches in input order (serially: duplicate ids, line counts). Call order for every
 * block:
 *
 *     fw_reader_open -> { fw_reader_fill -> fw_reader_parse -> fw_reader_accept }* -> fw_reader_close
 *
 * What comes out does not depend on the block size or on the number of threads, and equals one sequential
 * parse. A row that cannot be used becomes an fw_reject; rows read = rows used + rows rejected, always.
 */
#ifndef FAILWISE_ANSWERS_H
#define FAILWISE_ANSWERS_H

#include <failwise/status.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/* The columns that have a meaning; any other column is carried along and may serve as a group. */
typedef enum fw_field {
    FW_ANSWER_ID,
    FW_PARTICIPANT_ID,
    FW_COHORT,
    FW_QUESTION,
    FW_FRAMEWORK,
    FW_LEVEL,
    FW_ATTEMPT,
    FW_MODE,
    FW_DURATION_S,
    FW_DATE,
    FW_ROLE,
    FW_TEXT,
    FW_FIELD_COUNT
} fw_field;

/* One row a field: its header name, whether a file must have it, and what it holds. */
typedef struct fw_field_info {
    const char *name;
    bool required;
    const char *type; /* "id", "category", "integer", "seconds", "date", "text" */
    const char *meaning;
} fw_field_info;
extern const fw_field_info fw_fields[FW_FIELD_COUNT];

/* --map COLUMN=HEADER: reads field or rating column `column` from the header `header`. */
typedef struct fw_column_map {
    const char *column;
    const char *header;
} fw_column_map;

typedef struct fw_reader_options {
    const char *path;         /* a file, "-" for stdin; gzip is recognised by its magic bytes */
    const fw_column_map *map; /* borrowed until fw_reader_close */
    size_t map_count;
    const char *const *rating_columns; /* headers that hold numeric ratings, or NULL */
    size_t rating_column_count;
    size_t block_bytes; /* target size of a block; 0 = default (256 KiB) */
    size_t max_field;   /* bytes; a longer field rejects its row; 0 = default (1 MiB) */
    size_t max_record;  /* bytes; a longer record is rejected without being held; 0 = default (4 MiB) */
    size_t part, parts; /* reads only part `part` (from 1) of so many of a plain file, cut at record borders;
                         * 0: all of it */
} fw_reader_options;

/* Why a row was rejected; names are stable (rejects.csv, column `code`). */
typedef enum fw_reject_code {
    FW_REJECT_RAGGED,       /* "ragged": fewer or more fields than the header */
    FW_REJECT_MISSING_ID,   /* "missing_id" */
    FW_REJECT_MISSING_TEXT, /* "missing_text": no text, or only white space */
    FW_REJECT_DUPLICATE_ID, /* "duplicate_id": the first row with an id is used */
    FW_REJECT_BAD_UTF8,     /* "bad_utf8" */
    FW_REJECT_NUL_BYTE,     /* "nul_byte" */
    FW_REJECT_LONG_FIELD,   /* "long_field" */
    FW_REJECT_LONG_RECORD,  /* "long_record" */
    FW_REJECT_BAD_QUOTE,    /* "bad_quote": a quote where RFC 4180 allows none */
    FW_REJECT_OPEN_QUOTE,   /* "open_quote": the input ended inside a quoted field */
    FW_REJECT_BAD_NUMBER,   /* "bad_number": attempt or duration_s is not a number in range */
    FW_REJECT_PII,          /* "pii": personal data in the text, under --pii reject */
    FW_REJECT_CODE_COUNT
} fw_reject_code;
const char *fw_reject_name(fw_reject_code code);

/* One rejected row. `message` never quotes the text of an answer. */
typedef struct fw_reject {
    fw_reject_code code;
    uint64_t line;   /* physical line on which the record starts, from 1 */
    uint64_t offset; /* byte offset of the record in the (decompressed) input, from 0 */
    uint32_t column; /* 1-based column, or 0 */
    char message[120];
} fw_reject;

/* One answer. Strings borrow from the batch and live until its next fill. Missing strings have len 0. */
typedef struct fw_answer {
    fw_str field[FW_FIELD_COUNT];
    const fw_str *extra;   /* fw_reader_extra_count values: the columns carried along */
    const double *ratings; /* rating_column_count values as read: NaN where empty, infinite where no number */
    double duration_s;     /* seconds, NaN when missing */
    int32_t attempt;       /* from 1; 0 when missing */
    fw_id128 id;           /* hash of answer_id */
    uint64_t line;
    uint64_t offset;
    bool used; /* false once accept has found it a duplicate */
} fw_answer;

typedef struct fw_reader fw_reader;

/* One block and what was parsed from it. Made by fw_batch_new, reused for many blocks, owned by the caller.
 */
typedef struct fw_batch {
    fw_answer *answers; /* in input order */
    size_t count;
    fw_reject *rejects; /* in input order once accepted */
    size_t reject_count;
    uint64_t rows_read; /* records in the block, header excluded: used + rejected */
    uint64_t bytes;     /* bytes of input the block held */
    struct fw_batch_memory *memory;
} fw_batch;

/* NULL when memory is out. Filled by fw_reader_fill and used again; what answers point to holds until then.
 */
fw_batch *fw_batch_new(void);
void fw_batch_free(fw_batch *batch);

/*
 * Opens the input and reads its header. FW_NOINPUT: missing or unreadable. FW_DATA: empty, UTF-16, not a CSV,
 * no text column, no id column, a duplicate header. FW_USAGE: a map or rating column that the header does not
 * have; a part of what is no plain file.
 *
 * Readers of the parts of a file give together, in order, the records that one reader gives. Offsets are the
 * file's own; lines, duplicates and accept are for whoever has all parts (run/part.h).
 */
fw_code fw_reader_open(const fw_reader_options *options, fw_reader **out, fw_error *err);
void fw_reader_close(fw_reader *reader);
/* Behind the last block: gives back what only reading needs (the ids, 17 bytes each). Name, size and hash
 * stay. */
void fw_reader_finish(fw_reader *reader);

/* Reads the next block into `batch`; *more is false (and the batch empty) at the end of input. Serial, in
 * order. */
fw_code fw_reader_fill(fw_reader *reader, fw_batch *batch, bool *more, fw_error *err);
/* Parses the block. Touches nothing but `batch`; safe on several threads with different batches. Until
 * fw_reader_accept, line numbers count from the start of the block. */
fw_code fw_reader_parse(const fw_reader *reader, fw_batch *batch, fw_error *err);
/* Marks duplicate ids and merges their rejects into input order. Serial, in the order of fill. */
fw_code fw_reader_accept(fw_reader *reader, fw_batch *batch, fw_error *err);

/* What the header holds. The strings live as long as the reader. */
bool fw_reader_has(const fw_reader *reader, fw_field field);
size_t fw_reader_extra_count(const fw_reader *reader);
const char *fw_reader_extra_name(const fw_reader *reader, size_t index);
/* The header of a column, from 1 as in rejects; NULL past the last one. */
const char *fw_reader_column_name(const fw_reader *reader, uint32_t column);
/* The header, of a column that is carried along, by which a field that the file lacks probably goes; or NULL.
 * For messages: nothing is read from it. */
const char *fw_reader_suggest(const fw_reader *reader, fw_field field);
/* Whether rows with that cell in that field are used: attempts and durations have to be numbers. */
bool fw_field_takes(fw_field field, fw_str cell);
/* Whether the header has three rows, as Qualtrics writes it. */
bool fw_reader_survey_header(const fw_reader *reader);
/* Size of the input in bytes, 0 when unknown (a pipe, gzip); bytes of the file read so far. */
uint64_t fw_reader_size(const fw_reader *reader);
uint64_t fw_reader_position(const fw_reader *reader);
/* Hash of all (decompressed) bytes read so far; after the end, of the whole input: XXH3-64 up to 1 MiB,
 * beyond that the XXH3-64 of the hashes of its blocks of 1 MiB. Not of a part. */
uint64_t fw_reader_hash(const fw_reader *reader);
/* What separates the columns: ',' or, as the header says, ';', a tab or '|'. */
char fw_reader_separator(const fw_reader *reader);
/* The path as given, "standard input" for "-". */
const char *fw_reader_name(const fw_reader *reader);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
