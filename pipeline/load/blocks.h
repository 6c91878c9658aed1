/*
 * blocks.h: the input cut into blocks of whole records, each of which can be parsed on its own.
 *
 * What the records are does not depend on where the cuts fall. A record is counted from its first byte that
 * is not a blank up to its line end; one longer than `max_record` bytes is not held but skipped, and reported
 * as the `tail` of an otherwise empty block.
 */
#ifndef FAILWISE_LOAD_BLOCKS_H
#define FAILWISE_LOAD_BLOCKS_H

#include "load/input.h"
#include "load/records.h"
#include "load/splitter.h"

/* Zero-initialise to start; the memory is reused from fill to fill. */
typedef struct fw_block {
    char *data; /* owned; a parser may change it in place */
    size_t len;
    size_t capacity;
    uint64_t offset;              /* of data[0] in the input */
    bool has_tail;                /* a skipped record follows the data */
    fw_record_status tail_status; /* FW_RECORD_LONG or FW_RECORD_OPEN_QUOTE */
    uint64_t tail_offset;         /* of the skipped record */
    uint64_t tail_lines;          /* physical lines it spans */
} fw_block;

void fw_block_free(fw_block *block);

typedef struct fw_blocks {
    fw_input *input;
    fw_splitter splitter; /* at the end of the scanned part of `carry` */
    char *carry;          /* read, but behind the last cut */
    size_t carry_len;
    size_t carry_scanned;
    size_t carry_capacity;
    uint64_t offset; /* of the next block */
    size_t target;   /* bytes a block should have */
    size_t max_record;
    bool end; /* the input has no more */
} fw_blocks;

/* Opens `path`; `target` and `max_record` are in bytes, at least 1. Errors as fw_input_open. */
fw_code fw_blocks_open(fw_blocks *blocks, const char *path, size_t target, size_t max_record, fw_error *err);
void fw_blocks_close(fw_blocks *blocks);

/* How the records of its blocks are read where `columns` fields of each are kept: known behind the header. */
fw_records_format fw_blocks_format(const fw_blocks *blocks, size_t columns);

/* Behind a header: goes on with part `part` (from 1) of `parts` of the rows, a range of load/range.h.
 * FW_USAGE: not a plain file, of which any place can be read. */
fw_code fw_blocks_use_part(fw_blocks *blocks, size_t part, size_t parts, fw_input_range *range,
                           fw_error *err);

/* What comes next, without taking it: some more bytes than the call before gave, if there are, which live
 * until the next block. `block` is used on the way and left empty. */
fw_code fw_blocks_peek(fw_blocks *blocks, fw_block *block, fw_str *bytes, fw_error *err);

/* The next block; *more is false, and the block empty, at the end. With `single` the block holds one record
 * (or a blank line): how a header is read before its line ends are known. */
fw_code fw_blocks_next(fw_blocks *blocks, bool single, fw_block *block, bool *more, fw_error *err);

#endif
