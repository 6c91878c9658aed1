/*
 * input.h: one stream of decompressed bytes from a file, a FIFO or standard input, plain or gzip.
 *
 * A UTF-8 byte order mark is skipped (but hashed and counted in offsets); input that is recognisably not
 * UTF-8 text is refused with advice. Not thread-safe: one input, one thread.
 */
#ifndef FAILWISE_LOAD_INPUT_H
#define FAILWISE_LOAD_INPUT_H

#include <failwise/status.h>

typedef struct fw_input fw_input;

/* Opens `path` ("-" = standard input). FW_NOINPUT: missing, unreadable, a folder. FW_DATA: UTF-16, a zip
 * archive, an HDF5 file. FW_IO: reading failed. */
fw_code fw_input_open(const char *path, fw_input **out, fw_error *err);
void fw_input_close(fw_input *input);

/* Fills `bytes` with `size` bytes; fewer only at the end of input. FW_DATA: damaged or truncated gzip; FW_IO.
 */
fw_code fw_input_read(fw_input *input, char *bytes, size_t size, size_t *got, fw_error *err);

/* Offset of the first byte that fw_input_read gives: 3 behind a byte order mark, else 0. */
uint64_t fw_input_start(const fw_input *input);
/* Bytes of a plain regular file, 0 when unknown (a pipe, gzip). */
uint64_t fw_input_size(const fw_input *input);
/* Bytes of the file (compressed ones, for gzip) read so far. */
uint64_t fw_input_position(const fw_input *input);
/* Hash of all decompressed bytes so far, the byte order mark included (base/content_hash.h). */
uint64_t fw_input_hash(const fw_input *input);
/* Whether it is a plain regular file named by a path, any place of which can be read. */
bool fw_input_has_places(const fw_input *input);
/* Reads at `offset` of such a file, whatever else is being read; fewer than `size` bytes only at its end. */
fw_code fw_input_read_at(const fw_input *input, uint64_t offset, char *bytes, size_t size, size_t *got,
                         fw_error *err);

/* What one of several readers of a file has to do with it. */
typedef struct fw_input_range {
    uint64_t start, end; /* bytes that it gives */
    uint64_t hash_start,
        hash_end; /* bytes that it hashes: where blocks of content_hash.h begin, or the end */
} fw_input_range;

/* From now on gives the bytes of `range` only, and then hashes what is left of its blocks. FW_IO also when
 * the file has become shorter. */
fw_code fw_input_use_range(fw_input *input, const fw_input_range *range, fw_error *err);
/* At the end of a range: hashes of its blocks. */
fw_code fw_input_end_range(fw_input *input, const uint64_t **blocks, size_t *count, fw_error *err);
/* The path as given, "standard input" for "-". */
const char *fw_input_name(const fw_input *input);

#endif
