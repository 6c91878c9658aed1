/*
 * relay.h: what one process has read of a file, for another to go on with: parsed batches as bytes, and a
 * reader that has the header only.
 *
 * The first process reads a part of the file (fw_reader_options.part), parses its batches and packs them. The
 * second makes a reader from the description of the first one's, unpacks the batches of all parts in order,
 * and accepts them: lines, duplicates and rejects come out as if it had read the file itself.
 */
#ifndef FAILWISE_LOAD_RELAY_H
#define FAILWISE_LOAD_RELAY_H

#include "base/buffer.h"
#include "load/input.h"

#include <failwise/answers.h>
#include <jansson.h>

/* Appends a parsed batch, not accepted yet; the answers' text only when asked for. */
void fw_batch_pack(const fw_batch *batch, const fw_reader *reader, bool with_text, fw_buffer *out);
/* The batch out of bytes[0, len), as fw_reader_parse has left it; strings point into the bytes. *used: bytes
 * it took. FW_DATA: these are no such bytes. */
fw_code fw_batch_unpack(fw_batch *batch, const fw_reader *reader, const char *bytes, size_t len, size_t *used,
                        fw_error *err);

/* The file a reader reads: {"name", "bytes", "ends_xxh3" (hash of its first and last bytes), "header_lines",
 * "columns"}; the same for all readers of one file. A new reference. */
fw_code fw_reader_describe(const fw_reader *reader, json_t **out, fw_error *err);
/* A reader that can accept and say what the header holds, but gives no batches. The options are those that
 * the described one was opened with, but for the path. */
fw_code fw_reader_from(const json_t *description, const fw_reader_options *options, fw_reader **out,
                       fw_error *err);

/* Of a reader of a part: what it gives, and behind the last batch the hashes of its blocks
 * (base/content_hash.h; borrowed). */
const fw_input_range *fw_reader_range(const fw_reader *reader);
fw_code fw_reader_end_part(fw_reader *reader, const uint64_t **blocks, size_t *count, fw_error *err);
/* Of a reader made by fw_reader_from: takes the hashes of the next part. */
fw_code fw_reader_join(fw_reader *reader, const uint64_t *blocks, size_t count, fw_error *err);

#endif
