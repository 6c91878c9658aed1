/* reader.h: what a reader and a batch of answers are made of (private to the load stage). */
#ifndef FAILWISE_LOAD_READER_H
#define FAILWISE_LOAD_READER_H

#include "base/arena.h"
#include "base/content_hash.h"
#include "base/idset.h"
#include "load/blocks.h"
#include "load/header.h"
#include "load/records.h"

/* What a reader without a file knows of it (relay.h). */
typedef struct fw_relayed {
    char *name; /* as it was given; NULL: there is a file */
    uint64_t size;
    _Atomic uint64_t position; /* asked for by threads that do not read */
    fw_content_hash *content;
} fw_relayed;

struct fw_reader {
    fw_blocks blocks; /* without an input where the reader is relayed */
    fw_relayed relayed;
    fw_header header;
    /* fixed once the header is read; parsing threads read them */
    fw_records_format format;
    size_t max_field;
    size_t field_column[FW_FIELD_COUNT]; /* column of a field, or FW_NO_COLUMN */
    size_t *extra_column;
    char **extra_name;
    size_t extra_count;
    size_t *rating_column;
    size_t rating_count;
    bool in_parts;
    fw_input_range range; /* with in_parts: what of the file is read */
    /* moved on by accept */
    fw_idset *ids;  /* answer id -> line of the row that holds it */
    uint64_t lines; /* physical lines of all accepted blocks */
};

struct fw_batch_memory {
    fw_block block;
    fw_records *records;
    fw_arena arena; /* extras and ratings of the answers */
    size_t answer_capacity;
    size_t reject_capacity;
    uint64_t lines; /* physical lines of the block, known after parse */
};

/* Which columns play which part, once reader->header is known. FW_DATA, FW_USAGE as fw_reader_open. */
fw_code fw_reader_bind(fw_reader *reader, const fw_reader_options *options, fw_error *err);

/* Adds a reject behind those of the batch; FW_IO when memory is out. `format` makes its message. */
fw_code fw_batch_reject(fw_batch *batch, fw_reject where, fw_error *err, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

#endif
