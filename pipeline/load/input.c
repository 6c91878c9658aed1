/* input.c: the byte source of the load stage: read(2), gzip by its magic bytes, byte order marks, the hash.
 */
#include "load/input.h"
#include "base/content_hash.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

/* Programs that add a byte order mark to a file that has one make a second and a third. */
enum { RAW_BYTES = 256 * 1024, BOM_BYTES = 3, MOST_BOMS = 4, HEAD_BYTES = MOST_BOMS * BOM_BYTES };

struct fw_input {
    int fd;
    const char *name; /* borrowed from the caller's path, or a literal */
    char *path;       /* owned copy of the path */
    unsigned char *raw;
    size_t raw_pos, raw_len; /* bytes of `raw` not yet taken: [raw_pos, raw_len) */
    bool raw_end;            /* read(2) has said end of file */
    bool gzip;
    bool in_member; /* inside one gzip member; false between members */
    bool inflating; /* `zlib` needs inflateEnd */
    z_stream zlib;
    fw_content_hash *hash;
    uint64_t size;
    uint64_t expected; /* bytes that read(2) must give: what the file held when it was opened; 0: unknown */
    _Atomic uint64_t position; /* asked for by threads that do not read */
    char head[HEAD_BYTES];     /* the first bytes, kept while sniffing and given out first */
    size_t head_pos, head_len;
    size_t marks; /* bytes of byte order marks that it begins with */
    bool ranged;  /* gives `range` only */
    fw_input_range range;
    uint64_t at; /* with a range: offset of the next byte that is read */
};

/* What people hand over by mistake, by its first bytes. */
static const struct {
    const char *bytes;
    size_t len;
    const char *advice;
} FOREIGN[] = {
    {"\xFF\xFE\0\0", 4, "the file is UTF-32; save it as UTF-8 (or: iconv -f UTF-32 -t UTF-8)"},
    {"\xFF\xFE", 2, "the file is UTF-16; save it as UTF-8 (or: iconv -f UTF-16 -t UTF-8)"},
    {"\xFE\xFF", 2, "the file is UTF-16; save it as UTF-8 (or: iconv -f UTF-16 -t UTF-8)"},
    {"PK\x03\x04", 4, "the file is a zip archive or a spreadsheet; export it as CSV in UTF-8"},
    {"\xD0\xCF\x11\xE0", 4, "the file is a spreadsheet in an old office format; export it as CSV in UTF-8"},
    {"\x89HDF", 4, "the file is an HDF5 dataset; a CSV file is needed here"},
    {"\x1F\x8B", 2, "the file is compressed by gzip twice"},
    {"\xFD\x37zX", 4, "the file is compressed by xz; only gzip is read: unpack it first"},
    {"\x28\xB5\x2F\xFD", 4, "the file is compressed by zstd; only gzip is read: unpack it first"},
    {"BZh9", 4, "the file is compressed by bzip2; only gzip is read: unpack it first"},
    {"%PDF", 4, "the file is a PDF; a CSV file is needed here"},
    {"PAR1\x15", 5, "the file is a Parquet table; export it as CSV in UTF-8"},
    {"{\\rtf", 5, "the file is a text document (RTF); save it as plain text, CSV in UTF-8"},
    {"<!DOCTYPE", 9, "the file is a web page, perhaps that of a login; a CSV file is needed here"},
    {"<!doctype", 9, "the file is a web page, perhaps that of a login; a CSV file is needed here"},
    {"<html", 5, "the file is a web page, perhaps that of a login; a CSV file is needed here"},
    {"[{", 2, "the file is JSON; a CSV file is needed here"},
    {"{\"", 2, "the file is JSON; a CSV file is needed here"},
};

static const char SHORTER[] = "the file became shorter while it was read";

static fw_code fail_at(const fw_input *input, fw_error *err, fw_code code, const char *message) {
    return fw_fail_in(err, code, input->name, "%s", message);
}

/* Regular files do not wait, and an interrupted read is repeated. Where input is waited for, a signal that
 * asks to stop must be heard. */
static bool may_repeat(const fw_input *input) {
    struct stat info;
    return errno == EINTR && fstat(input->fd, &info) == 0 && S_ISREG(info.st_mode);
}

static fw_code read_some(fw_input *input, void *bytes, size_t size, size_t *got, fw_error *err) {
    ssize_t n;
    do {
        n = read(input->fd, bytes, size < SSIZE_MAX ? size : SSIZE_MAX);
    } while (n < 0 && may_repeat(input));
    *got = 0;
    if (n < 0) {
        const fw_code code = errno == EISDIR ? FW_NOINPUT : FW_IO;
        return fw_fail_errno(err, code, input->name, "cannot read the input");
    }
    *got = (size_t)n;
    input->position += *got;
    input->raw_end = n == 0;
    if (input->raw_end && input->position < input->expected) return fail_at(input, err, FW_IO, SHORTER);
    return FW_OK;
}

/* Adds bytes behind those that `raw` still holds. */
static fw_code raw_more(fw_input *input, fw_error *err) {
    if (input->raw_pos == input->raw_len) input->raw_pos = input->raw_len = 0;
    size_t got = 0;
    const fw_code code = read_some(input, input->raw + input->raw_len, RAW_BYTES - input->raw_len, &got, err);
    input->raw_len += got;
    return code;
}

static fw_code plain_some(fw_input *input, char *bytes, size_t size, size_t *got, fw_error *err) {
    const size_t held = input->raw_len - input->raw_pos;
    if (held) {
        *got = held < size ? held : size;
        memcpy(bytes, input->raw + input->raw_pos, *got);
        input->raw_pos += *got;
        return FW_OK;
    }
    *got = 0;
    return input->raw_end ? FW_OK : read_some(input, bytes, size, got, err);
}

/* Between two gzip members: passes zero padding; *found is false when the file ends there. */
static fw_code next_member(fw_input *input, bool *found, fw_error *err) {
    *found = false;
    for (;;) {
        while (input->raw_pos < input->raw_len && input->raw[input->raw_pos] == 0) input->raw_pos++;
        if (input->raw_pos < input->raw_len) break;
        if (input->raw_end) return FW_OK;
        const fw_code code = raw_more(input, err);
        if (code != FW_OK) return code;
    }
    if (inflateReset(&input->zlib) != Z_OK) return fail_at(input, err, FW_BUG, "zlib cannot be reset");
    *found = input->in_member = true;
    return FW_OK;
}

/* One inflate call on what `raw` holds. */
static fw_code inflate_step(fw_input *input, char *bytes, size_t size, size_t *got, fw_error *err) {
    z_stream *z = &input->zlib;
    z->next_in = input->raw + input->raw_pos;
    z->avail_in = (uInt)(input->raw_len - input->raw_pos);
    z->next_out = (unsigned char *)bytes;
    const uInt room = size < UINT_MAX ? (uInt)size : UINT_MAX;
    z->avail_out = room;
    const int status = inflate(z, Z_NO_FLUSH);
    input->raw_pos = input->raw_len - z->avail_in;
    *got = room - z->avail_out;
    if (status == Z_STREAM_END) input->in_member = false;
    if (status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR) return FW_OK;
    if (status == Z_MEM_ERROR) return fw_fail_nomem(err);
    return fail_at(input, err, FW_DATA, "the gzip data are damaged");
}

static fw_code gzip_some(fw_input *input, char *bytes, size_t size, size_t *got, fw_error *err) {
    *got = 0;
    while (*got == 0) {
        fw_code code = FW_OK;
        if (!input->in_member) {
            bool found;
            code = next_member(input, &found, err);
            if (code != FW_OK || !found) return code;
        }
        if (input->raw_pos == input->raw_len && !input->raw_end) code = raw_more(input, err);
        if (code != FW_OK) return code;
        if (input->raw_pos == input->raw_len && input->raw_end) {
            return fail_at(input, err, FW_DATA, "the gzip data end early: the file was cut short");
        }
        code = inflate_step(input, bytes, size, got, err);
        if (code != FW_OK) return code;
    }
    return FW_OK;
}

/* Fills `bytes` as far as the source goes; hashes what it delivers. */
static fw_code source_read(fw_input *input, char *bytes, size_t size, size_t *got, fw_error *err) {
    *got = 0;
    while (*got < size) {
        size_t step = 0;
        const fw_code code = input->gzip ? gzip_some(input, bytes + *got, size - *got, &step, err)
                                         : plain_some(input, bytes + *got, size - *got, &step, err);
        if (code != FW_OK) return code;
        if (step == 0) break;
        *got += step;
    }
    return fw_content_hash_add(input->hash, bytes, *got) ? FW_OK : fw_fail_nomem(err);
}

/* ---- a range of a plain file ---- */

bool fw_input_has_places(const fw_input *input) {
    return input->size > 0 && input->fd != STDIN_FILENO && !input->gzip;
}

fw_code fw_input_read_at(const fw_input *input, uint64_t offset, char *bytes, size_t size, size_t *got,
                         fw_error *err) {
    *got = 0;
    while (*got < size) {
        const ssize_t n = pread(input->fd, bytes + *got, size - *got, (off_t)(offset + *got));
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return fw_fail_errno(err, FW_IO, input->name, "cannot read the input");
        if (n == 0) break;
        *got += (size_t)n;
    }
    return FW_OK;
}

fw_code fw_input_use_range(fw_input *input, const fw_input_range *range, fw_error *err) {
    fw_content_hash_free(input->hash);
    input->hash = fw_content_hash_new();
    if (!input->hash) return fw_fail_nomem(err);
    input->ranged = true;
    input->range = *range;
    input->at = range->start < range->hash_start ? range->start : range->hash_start;
    input->position = 0;
    return FW_OK;
}

/* The next bytes, up to `limit`, hashed as far as they are to be. */
static fw_code range_some(fw_input *input, uint64_t limit, char *bytes, size_t size, size_t *got,
                          fw_error *err) {
    const fw_input_range *r = &input->range;
    const uint64_t left = limit - input->at;
    const size_t want = left < size ? (size_t)left : size;
    const fw_code code = fw_input_read_at(input, input->at, bytes, want, got, err);
    if (code != FW_OK) return code;
    if (*got < want) return fail_at(input, err, FW_IO, SHORTER);
    const uint64_t from = input->at > r->hash_start ? input->at : r->hash_start;
    const uint64_t to = input->at + *got < r->hash_end ? input->at + *got : r->hash_end;
    if (from < to && !fw_content_hash_add(input->hash, bytes + (from - input->at), (size_t)(to - from)))
        return fw_fail_nomem(err);
    input->at += *got;
    input->position += *got;
    return FW_OK;
}

/* Passes over bytes that are only hashed. */
static fw_code range_pass(fw_input *input, uint64_t limit, fw_error *err) {
    fw_code code = FW_OK;
    while (input->at < limit && code == FW_OK) {
        size_t got;
        code = range_some(input, limit, (char *)input->raw, RAW_BYTES, &got, err);
    }
    return code;
}

static fw_code range_read(fw_input *input, char *bytes, size_t size, size_t *got, fw_error *err) {
    const fw_input_range *r = &input->range;
    *got = 0;
    if (r->start >= r->end) return FW_OK;
    const fw_code code = range_pass(input, r->start, err);
    return code == FW_OK ? range_some(input, r->end, bytes, size, got, err) : code;
}

fw_code fw_input_end_range(fw_input *input, const uint64_t **blocks, size_t *count, fw_error *err) {
    const fw_code code = range_pass(input, input->range.hash_end, err);
    if (code != FW_OK) return code;
    if (!fw_content_hash_end(input->hash)) return fw_fail_nomem(err);
    *blocks = fw_content_hash_blocks(input->hash, count);
    return FW_OK;
}

fw_code fw_input_read(fw_input *input, char *bytes, size_t size, size_t *got, fw_error *err) {
    if (input->ranged) return range_read(input, bytes, size, got, err);
    const size_t held = input->head_len - input->head_pos;
    const size_t first = held < size ? held : size;
    memcpy(bytes, input->head + input->head_pos, first);
    input->head_pos += first;
    *got = first;
    if (first == size) return FW_OK;
    size_t rest = 0;
    const fw_code code = source_read(input, bytes + first, size - first, &rest, err);
    *got += rest;
    return code;
}

/* Looks at the raw magic bytes: a FIFO may give them one by one. */
static fw_code sniff_gzip(fw_input *input, fw_error *err) {
    while (input->raw_len < 2 && !input->raw_end) {
        const fw_code code = raw_more(input, err);
        if (code != FW_OK) return code;
    }
    input->gzip = input->raw_len >= 2 && input->raw[0] == 0x1f && input->raw[1] == 0x8b;
    if (!input->gzip) return FW_OK;
    input->size = 0;
    enum { GZIP_ONLY = 16 };
    if (inflateInit2(&input->zlib, MAX_WBITS + GZIP_ONLY) != Z_OK) return fw_fail_nomem(err);
    input->inflating = true;
    input->in_member = true;
    return FW_OK;
}

/* Looks at the first decompressed bytes: byte order marks and foreign formats. */
static fw_code sniff_text(fw_input *input, fw_error *err) {
    const fw_code code = source_read(input, input->head, HEAD_BYTES, &input->head_len, err);
    if (code != FW_OK) return code;
    for (size_t i = 0; i < sizeof FOREIGN / sizeof FOREIGN[0]; i++) {
        if (input->head_len >= FOREIGN[i].len && memcmp(input->head, FOREIGN[i].bytes, FOREIGN[i].len) == 0) {
            return fail_at(input, err, FW_DATA, FOREIGN[i].advice);
        }
    }
    while (input->marks + BOM_BYTES <= input->head_len &&
           memcmp(input->head + input->marks, "\xEF\xBB\xBF", BOM_BYTES) == 0)
        input->marks += BOM_BYTES;
    input->head_pos = input->marks;
    return FW_OK;
}

static fw_code open_file(fw_input *input, const char *path, fw_error *err) {
    const bool is_stdin = strcmp(path, "-") == 0;
    input->path = strdup(path);
    if (!input->path) return fw_fail_nomem(err);
    input->name = is_stdin ? "standard input" : input->path;
    input->fd = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (input->fd < 0) return fw_fail_errno(err, FW_NOINPUT, input->name, "cannot open the input");
    struct stat info;
    if (fstat(input->fd, &info) != 0) {
        return fw_fail_errno(err, FW_NOINPUT, input->name, "cannot read the input");
    }
    if (S_ISDIR(info.st_mode)) return fail_at(input, err, FW_NOINPUT, "the input is a folder, not a file");
    if (S_ISREG(info.st_mode)) {
        const off_t from = lseek(input->fd, 0, SEEK_CUR); /* standard input may stand anywhere */
        input->size = (uint64_t)info.st_size;
        input->expected = from >= 0 && from < info.st_size ? (uint64_t)(info.st_size - from) : 0;
        /* Advice only: nothing depends on its success. */
        (void)posix_fadvise(input->fd, 0, 0, POSIX_FADV_SEQUENTIAL);
    }
    return FW_OK;
}

fw_code fw_input_open(const char *path, fw_input **out, fw_error *err) {
    fw_input *input = calloc(1, sizeof *input);
    if (!input) return fw_fail_nomem(err);
    input->fd = -1;
    input->raw = malloc(RAW_BYTES);
    input->hash = fw_content_hash_new();
    fw_code code = FW_OK;
    if (!input->raw || !input->hash) code = fw_fail_nomem(err);
    if (code == FW_OK) code = open_file(input, path, err);
    if (code == FW_OK) code = sniff_gzip(input, err);
    if (code == FW_OK) code = sniff_text(input, err);
    if (code != FW_OK) {
        fw_input_close(input);
        return code;
    }
    *out = input;
    return FW_OK;
}

void fw_input_close(fw_input *input) {
    if (!input) return;
    if (input->inflating) (void)inflateEnd(&input->zlib);
    if (input->fd > STDIN_FILENO) (void)close(input->fd);
    fw_content_hash_free(input->hash);
    free(input->raw);
    free(input->path);
    free(input);
}

uint64_t fw_input_start(const fw_input *input) { return input->marks; }
uint64_t fw_input_size(const fw_input *input) { return input->size; }
uint64_t fw_input_position(const fw_input *input) { return input->position; }
uint64_t fw_input_hash(const fw_input *input) { return fw_content_hash_value(input->hash); }
const char *fw_input_name(const fw_input *input) { return input->name; }
