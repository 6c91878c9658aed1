/*
 * file.h: a part of a run as a file: a header, blocks (run/slot.h), an end.
 *
 *     "fwpart1\n"
 *     section HEADER   JSON: what was read, with which options, by which program
 *     section BLOCK ..
 *     section END      JSON: what the blocks come to, and the hashes of the part's blocks of the input
 *     length of the section END, 8 bytes; "fwpart1\n"
 *
 * A section is its kind, its length and the XXH3-64 of its bytes (8 bytes each, in the machine's order), then
 * those bytes: nothing is looked at before its hash was found right. A file that does not end as it should
 * was cut short.
 */
#ifndef FAILWISE_RUN_PART_FILE_H
#define FAILWISE_RUN_PART_FILE_H

#include "base/buffer.h"
#include "base/output.h"

#include <jansson.h>

/* A part being written; the file appears at the end, readable by its owner only. */
typedef struct fw_part_writer {
    fw_output output;
    uint64_t blocks, chain; /* how many, and the hash of their hashes */
} fw_part_writer;

/* FW_CANTCREATE: it exists and `force` is false, or cannot be made. */
fw_code fw_part_create(fw_part_writer *writer, const char *path, bool force, const json_t *header,
                       fw_error *err);
/* `context` is the writer: an fw_block_sink. A failed write shows here or at the end. */
fw_code fw_part_put(void *context, const char *bytes, size_t len, fw_error *err);
/* Writes the end ("blocks" and "blocks_xxh3" are added to it) and puts the file into place. */
fw_code fw_part_commit(fw_part_writer *writer, json_t *end, fw_error *err);
/* Safe after commit and on a zeroed struct. */
void fw_part_abort(fw_part_writer *writer);

/* A part being read: its header and its end are known once it is open. */
typedef struct fw_part_reader {
    char *path;
    int fd; /* -1: closed */
    json_t *header, *end;
    uint64_t bytes, at;   /* of the file; of those, what has been read */
    uint64_t left, chain; /* blocks not read yet; as in the writer */
} fw_part_reader;

/* FW_NOINPUT: not there. FW_DATA: not a part, of another version of the format, damaged, cut short. All
 * messages name the file. */
fw_code fw_part_open(fw_part_reader *reader, const char *path, fw_error *err);
/* Reads the next block into `block`; *more is false behind the last one. FW_DATA: damaged. */
fw_code fw_part_next(fw_part_reader *reader, fw_buffer *block, bool *more, fw_error *err);
/* On a closed one too, with fd -1. */
void fw_part_close(fw_part_reader *reader);

#endif
