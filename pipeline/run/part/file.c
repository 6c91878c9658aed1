/* file.c: parts of a run as files: sections with their hashes. */
#include "run/part/file.h"

#include "base/hash_file.h"
#include "base/json.h"
#include "base/str.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { HEADER = 1, BLOCK = 2, END = 3, MARK_BYTES = 8 };
static const char MARK[MARK_BYTES + 1] = "fwpart2\n";
static const char FAMILY[] = "fwpart"; /* of any version */

typedef struct section {
    uint64_t kind, len, hash;
} section;

/* ---- writing ---- */

static fw_code write_bytes(fw_part_writer *w, const void *bytes, size_t len, fw_error *err) {
    if (fwrite(bytes, 1, len, w->output.stream) == len) return FW_OK;
    return fw_fail_errno(err, FW_IO, w->output.path, "cannot write the output");
}

static fw_code write_section(fw_part_writer *w, uint64_t kind, const char *bytes, size_t len, fw_error *err) {
    const section head = {.kind = kind, .len = len, .hash = fw_hash64(bytes, len, kind)};
    const fw_code code = write_bytes(w, &head, sizeof head, err);
    if (kind == BLOCK) w->chain = fw_hash64(&head, sizeof head, w->chain);
    return code == FW_OK ? write_bytes(w, bytes, len, err) : code;
}

/* *bytes: what it takes in the file. */
static fw_code write_json(fw_part_writer *w, uint64_t kind, const json_t *value, uint64_t *bytes,
                          fw_error *err) {
    char *text = fw_json_dump(value, JSON_COMPACT);
    if (!text) return fw_fail_nomem(err);
    *bytes = strlen(text) + sizeof(section);
    const fw_code code = write_section(w, kind, text, strlen(text), err);
    free(text);
    return code;
}

fw_code fw_part_create(fw_part_writer *w, const char *path, bool force, const json_t *header, fw_error *err) {
    *w = (fw_part_writer){.blocks = 0};
    uint64_t bytes;
    fw_code code = fw_output_open(&w->output, path, force, err);
    if (code == FW_OK) code = write_bytes(w, MARK, MARK_BYTES, err);
    return code == FW_OK ? write_json(w, HEADER, header, &bytes, err) : code;
}

fw_code fw_part_put(void *context, const char *bytes, size_t len, fw_error *err) {
    fw_part_writer *w = context;
    w->blocks++;
    return write_section(w, BLOCK, bytes, len, err);
}

fw_code fw_part_commit(fw_part_writer *w, json_t *end, fw_error *err) {
    uint64_t back = 0;
    fw_code code = FW_OK;
    if (json_object_set_new(end, "blocks", json_integer((json_int_t)w->blocks)) != 0 ||
        json_object_set_new(end, "blocks_xxh3", fw_json_hash(w->chain)) != 0)
        code = fw_fail_nomem(err);
    if (code == FW_OK) code = write_json(w, END, end, &back, err);
    if (code == FW_OK) code = write_bytes(w, &back, sizeof back, err);
    if (code == FW_OK) code = write_bytes(w, MARK, MARK_BYTES, err);
    if (code == FW_OK) return fw_output_commit(&w->output, err);
    fw_part_abort(w);
    return code;
}

void fw_part_abort(fw_part_writer *w) { fw_output_abort(&w->output); }

/* ---- reading ---- */

static fw_code fail_part(const fw_part_reader *r, fw_error *err, const char *message) {
    return fw_fail_in(err, FW_DATA, r->path, "%s", message);
}

static fw_code damaged(const fw_part_reader *r, fw_error *err) {
    return fail_part(r, err, "the part is damaged; make it again");
}

static fw_code read_bytes(fw_part_reader *r, void *bytes, size_t len, fw_error *err) {
    if (r->bytes - r->at < len) return damaged(r, err);
    if (!fw_read_exactly(r->fd, bytes, len))
        return fw_fail_errno(err, FW_IO, r->path, "cannot read the part");
    r->at += len;
    return FW_OK;
}

static fw_code go_to(fw_part_reader *r, uint64_t place, fw_error *err) {
    r->at = place;
    if (lseek(r->fd, (off_t)place, SEEK_SET) >= 0) return FW_OK;
    return fw_fail_errno(err, FW_IO, r->path, "cannot read the part");
}

/* The next section, which has to be of this kind, and whole. */
static fw_code read_section(fw_part_reader *r, uint64_t kind, fw_buffer *out, fw_error *err) {
    section head = {.kind = 0};
    fw_code code = read_bytes(r, &head, sizeof head, err);
    if (code != FW_OK) return code;
    if (head.kind != kind || head.len > r->bytes - r->at) return damaged(r, err);
    fw_buffer_clear(out);
    char *to = fw_buffer_reserve(out, (size_t)head.len);
    if (!to) return fw_fail_nomem(err);
    code = read_bytes(r, to, (size_t)head.len, err);
    out->len = (size_t)head.len;
    if (code == FW_OK && fw_hash64(to, out->len, kind) != head.hash) code = damaged(r, err);
    if (kind == BLOCK) r->chain = fw_hash64(&head, sizeof head, r->chain);
    return code;
}

static fw_code read_json(fw_part_reader *r, uint64_t kind, json_t **out, fw_error *err) {
    fw_buffer text = {0};
    fw_code code = read_section(r, kind, &text, err);
    if (code == FW_OK) {
        *out = json_loadb(text.data, text.len, 0, NULL);
        if (!json_is_object(*out)) code = damaged(r, err);
    }
    fw_buffer_free(&text);
    return code;
}

/* The first and the last bytes: they tell what is no part from one that was cut short. */
static fw_code read_marks(fw_part_reader *r, uint64_t *end, fw_error *err) {
    char mark[MARK_BYTES];
    uint64_t back = 0;
    const size_t least = 2 * (size_t)MARK_BYTES + sizeof back;
    const size_t len = r->bytes < MARK_BYTES ? (size_t)r->bytes : MARK_BYTES;
    fw_code code = read_bytes(r, mark, len, err);
    if (code != FW_OK) return code;
    if (len < sizeof FAMILY - 1 || memcmp(mark, FAMILY, sizeof FAMILY - 1) != 0)
        return fail_part(r, err, "the file is not a part of a run (failwise run --shard)");
    if (len == MARK_BYTES && memcmp(mark, MARK, MARK_BYTES) != 0)
        return fail_part(r, err, "the part was made by another version of failwise; make it again");
    if (r->bytes < least) return fail_part(r, err, "the part was cut short; make it again");
    code = go_to(r, r->bytes - sizeof back - MARK_BYTES, err);
    if (code == FW_OK) code = read_bytes(r, &back, sizeof back, err);
    if (code == FW_OK) code = read_bytes(r, mark, sizeof mark, err);
    if (code != FW_OK) return code;
    if (memcmp(mark, MARK, MARK_BYTES) != 0 || back > r->bytes - least)
        return fail_part(r, err, "the part was cut short; make it again");
    *end = r->bytes - sizeof back - MARK_BYTES - back;
    return FW_OK;
}

static fw_code open_part(fw_part_reader *r, fw_error *err) {
    struct stat info;
    r->fd = open(r->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (r->fd < 0 || fstat(r->fd, &info) != 0)
        return fw_fail_errno(err, FW_NOINPUT, r->path, "cannot open the part");
    if (!S_ISREG(info.st_mode)) return fail_part(r, err, "the part is not a regular file");
    r->bytes = (uint64_t)info.st_size;
    uint64_t end = 0;
    fw_code code = read_marks(r, &end, err);
    if (code == FW_OK) code = go_to(r, end, err);
    if (code == FW_OK) code = read_json(r, END, &r->end, err);
    if (code == FW_OK) code = go_to(r, MARK_BYTES, err);
    if (code == FW_OK) code = read_json(r, HEADER, &r->header, err);
    if (code == FW_OK) r->left = (uint64_t)json_integer_value(json_object_get(r->end, "blocks"));
    return code;
}

fw_code fw_part_open(fw_part_reader *r, const char *path, fw_error *err) {
    *r = (fw_part_reader){.path = strdup(path), .fd = -1};
    const fw_code code = r->path ? open_part(r, err) : fw_fail_nomem(err);
    if (code != FW_OK) fw_part_close(r);
    return code;
}

fw_code fw_part_next(fw_part_reader *r, fw_buffer *block, bool *more, fw_error *err) {
    *more = r->left > 0;
    if (*more) {
        r->left--;
        return read_section(r, BLOCK, block, err);
    }
    const char *chain = fw_json_get_text(r->end, "blocks_xxh3");
    return chain && strtoull(chain, NULL, 16) == r->chain ? FW_OK : damaged(r, err);
}

void fw_part_close(fw_part_reader *r) {
    if (r->fd >= 0) close(r->fd);
    json_decref(r->header);
    json_decref(r->end);
    free(r->path);
    *r = (fw_part_reader){.fd = -1};
}
