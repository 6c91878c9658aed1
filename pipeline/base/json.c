/* json.c: JSON files with stable bytes. */
#include "base/json.h"

#include "base/output.h"

#include <inttypes.h>
#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

static atomic_bool memory_failed; /* set from any thread, never cleared */

/*
 * Jansson 2.14 does not look whether its reader's buffer could grow: it loses a byte, and where that was a
 * closing quote it reads and writes past the text that it copies next. What grows by doubling therefore gets
 * the last memory from a reserve, and the next smaller request, which is looked at, ends the reading. The
 * reserve is never given back: once memory has failed nothing that is read or written counts.
 */
enum { RESERVE = 1 << 20, LEAST_DOUBLED = 32, ALIGNED = 16 };
static _Alignas(ALIGNED) char reserve[RESERVE];
static atomic_size_t reserve_used;

static bool is_doubled(size_t size) { return size >= LEAST_DOUBLED && (size & (size - 1)) == 0; }

static void *from_reserve(size_t size) {
    if (!is_doubled(size) || size > RESERVE) return NULL;
    const size_t at = atomic_fetch_add(&reserve_used, size);
    return at <= RESERVE - size ? reserve + at : NULL;
}

static void *watched_malloc(size_t size) {
    void *memory = malloc(size);
    if (memory) return memory;
    atomic_store(&memory_failed, true);
    return from_reserve(size);
}

static void watched_free(void *memory) {
    const uintptr_t at = (uintptr_t)memory, first = (uintptr_t)reserve;
    if (at < first || at >= first + RESERVE) free(memory);
}

void fw_json_watch_memory(void) { json_set_alloc_funcs(watched_malloc, watched_free); }

bool fw_json_memory_failed(void) { return atomic_load(&memory_failed); }

char *fw_json_dump(const json_t *value, size_t flags) {
    char *text = value ? json_dumps(value, flags) : NULL;
    if (!fw_json_memory_failed()) return text;
    free(text);
    return NULL;
}

enum { JSON_LIMIT = 256 * 1024 * 1024 };

fw_code fw_json_read(const char *path, json_t **out, fw_error *err) {
    char *data = NULL;
    size_t len = 0;
    fw_code code = fw_read_file(path, JSON_LIMIT, &data, &len, err);
    if (code != FW_OK) return code;
    json_error_t problem;
    *out = json_loadb(data, len, JSON_REJECT_DUPLICATES, &problem);
    free(data);
    if (*out) return FW_OK;
    if (fw_json_memory_failed()) return fw_fail_nomem(err);
    fw_fail(err, FW_DATA, "not valid JSON: %s", problem.text);
    return fw_error_at(err, path, problem.line > 0 ? (uint64_t)problem.line : 0,
                       problem.column > 0 ? (uint32_t)problem.column : 0);
}

static int write_to_stream(const char *bytes, size_t size, void *stream) {
    return fwrite(bytes, 1, size, stream) == size ? 0 : -1;
}

fw_code fw_json_write(const char *path, const json_t *value, bool force, fw_error *err) {
    fw_output output;
    if (fw_json_memory_failed()) return fw_fail_nomem(err);
    fw_code code = fw_output_open(&output, path, force, err);
    if (code != FW_OK) return code;
    const size_t flags = JSON_INDENT(2) | JSON_PRESERVE_ORDER | JSON_ENSURE_ASCII;
    if (json_dump_callback(value, write_to_stream, output.stream, flags) != 0 ||
        fputc('\n', output.stream) == EOF) {
        code = fw_fail_errno(err, FW_IO, path, "cannot write JSON");
        fw_output_abort(&output);
        return code;
    }
    if (!fw_json_memory_failed()) return fw_output_commit(&output, err);
    fw_output_abort(&output);
    return fw_fail_nomem(err);
}

json_t *fw_json_number(double value) { return isfinite(value) ? json_real(value) : json_null(); }

double fw_json_get_number(const json_t *object, const char *key) {
    const json_t *value = json_object_get(object, key);
    return json_is_number(value) ? json_number_value(value) : (double)NAN;
}

double fw_json_figure(const json_t *root, const char *path, int decimals) {
    const json_t *at = root;
    for (const char *p = path; *p && at;) {
        const size_t length = strcspn(p, ".");
        at = json_object_getn(at, p, length);
        p += length + (p[length] == '.');
    }
    if (!json_is_number(at)) return (double)NAN;
    const double scale = pow(10, decimals);
    return nearbyint(json_number_value(at) * scale) / scale;
}

const char *fw_json_get_text(const json_t *object, const char *key) {
    return json_string_value(json_object_get(object, key));
}

json_t *fw_json_hash(uint64_t hash) {
    char digits[17];
    (void)snprintf(digits, sizeof digits, "%016" PRIx64, hash);
    return json_string(digits);
}

uint64_t fw_json_get_hash(const json_t *object, const char *key) {
    const char *digits = fw_json_get_text(object, key);
    return digits ? strtoull(digits, NULL, 16) : 0;
}
