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
/* XXH3-64 of all decompressed bytes so far, the byte order mark included. */
uint64_t fw_input_hash(const fw_input *input);
/* The path as given, "standard input" for "-". */
const char *fw_input_name(const fw_input *input);

#endif
