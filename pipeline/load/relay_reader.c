/* relay_reader.c: a reader for who has not got the file, only what others have read of it. */
#include "base/json.h"
#include "base/str.h"
#include "load/reader.h"
#include "load/relay.h"

#include <stdlib.h>
#include <string.h>

enum { HEAD = 64 * 1024 };

/* Of the first and the last bytes: tells files of the same size apart, if not all of them. */
static fw_code hash_ends(const fw_reader *reader, uint64_t *hash, fw_error *err) {
    const fw_input *input = reader->blocks.input;
    const uint64_t size = fw_input_size(input);
    char *bytes = malloc(2 * (size_t)HEAD);
    if (!bytes) return fw_fail_nomem(err);
    size_t head = 0, tail = 0;
    fw_code code = fw_input_read_at(input, 0, bytes, HEAD, &head, err);
    if (code == FW_OK && size > HEAD)
        code = fw_input_read_at(input, size - HEAD, bytes + head, HEAD, &tail, err);
    *hash = fw_hash64(bytes, head + tail, size);
    free(bytes);
    return code;
}

fw_code fw_reader_describe(const fw_reader *reader, json_t **out, fw_error *err) {
    uint64_t ends = 0;
    const fw_code code = hash_ends(reader, &ends, err);
    if (code != FW_OK) return code;
    json_t *columns = json_array();
    for (size_t i = 0; i < reader->header.count; i++)
        json_array_append_new(columns, json_string(reader->header.names[i]));
    const bool whole = json_array_size(columns) == reader->header.count;
    json_t *file = json_pack("{s:s, s:I, s:o, s:I, s:o}", "name", fw_reader_name(reader), "bytes",
                             (json_int_t)fw_input_size(reader->blocks.input), "ends_xxh3", fw_json_hash(ends),
                             "header_lines", (json_int_t)reader->header.lines, "columns", columns);
    if (!file || !whole) {
        json_decref(file);
        return fw_fail_nomem(err);
    }
    *out = file;
    return FW_OK;
}

static fw_code take_header(fw_header *header, const json_t *description, fw_error *err) {
    const json_t *columns = json_object_get(description, "columns");
    const size_t count = json_array_size(columns);
    if (count == 0 || count > FW_MAX_COLUMNS) return fw_fail(err, FW_DATA, "a part names no columns");
    header->names = calloc(count, sizeof *header->names);
    if (!header->names) return fw_fail_nomem(err);
    for (size_t i = 0; i < count; i++) {
        const char *name = json_string_value(json_array_get(columns, i));
        if (!name) return fw_fail(err, FW_DATA, "a part names no columns");
        header->names[i] = strdup(name);
        if (!header->names[i]) return fw_fail_nomem(err);
        header->count++;
    }
    header->lines = (uint64_t)json_integer_value(json_object_get(description, "header_lines"));
    return FW_OK;
}

fw_code fw_reader_from(const json_t *description, const fw_reader_options *options, fw_reader **out,
                       fw_error *err) {
    const char *name = fw_json_get_text(description, "name");
    fw_reader *reader = calloc(1, sizeof *reader);
    if (!reader) return fw_fail_nomem(err);
    reader->relayed.name = strdup(name ? name : "");
    reader->relayed.size = (uint64_t)json_integer_value(json_object_get(description, "bytes"));
    reader->relayed.content = fw_content_hash_new();
    fw_code code = reader->relayed.name && reader->relayed.content ? FW_OK : fw_fail_nomem(err);
    if (code == FW_OK) code = take_header(&reader->header, description, err);
    if (code == FW_OK) code = fw_reader_bind(reader, options, err);
    if (code != FW_OK) {
        fw_reader_close(reader);
        return code;
    }
    *out = reader;
    return FW_OK;
}

const fw_input_range *fw_reader_range(const fw_reader *reader) { return &reader->range; }

fw_code fw_reader_end_part(fw_reader *reader, const uint64_t **blocks, size_t *count, fw_error *err) {
    return fw_input_end_range(reader->blocks.input, blocks, count, err);
}

fw_code fw_reader_join(fw_reader *reader, const uint64_t *blocks, size_t count, fw_error *err) {
    return fw_content_hash_add_blocks(reader->relayed.content, blocks, count) ? FW_OK : fw_fail_nomem(err);
}
