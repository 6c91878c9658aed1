/* log.c: log lines as text or JSON. */
#include "base/log.h"

#include "base/str.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* What turns text around or breaks lines: U+200E, 200F, 2028 to 202E, 2066 to 2069. */
static bool is_turning(const unsigned char *p) {
    if (p[0] != 0xe2) return false;
    return (p[1] == 0x80 && (p[2] == 0x8e || p[2] == 0x8f || (p[2] >= 0xa8 && p[2] <= 0xae))) ||
           (p[1] == 0x81 && p[2] >= 0xa6 && p[2] <= 0xa9);
}

/* Bytes that a terminal would obey: C0, DEL, C1 (which is C2 80..9F in UTF-8), and marks of direction. */
static size_t control_length(const unsigned char *p, size_t left) {
    if (*p < 0x20 || *p == 0x7f) return 1;
    if (left > 2 && is_turning(p)) return 3;
    return left > 1 && p[0] == 0xc2 && p[1] >= 0x80 && p[1] <= 0x9f ? 2 : 0;
}

void fw_log_escape(fw_buffer *out, fw_str text) {
    size_t valid_to = fw_utf8_valid_prefix(text.ptr, text.len);
    for (size_t i = 0; i < text.len;) {
        const unsigned char *p = (const unsigned char *)text.ptr + i;
        const size_t escaped = i >= valid_to ? 1 : control_length(p, text.len - i);
        for (size_t b = 0; b < escaped; b++) fw_buffer_printf(out, "\\x%02x", p[b]);
        if (escaped == 0) fw_buffer_char(out, text.ptr[i]);
        i += escaped ? escaped : 1;
        if (i > valid_to) valid_to = i + fw_utf8_valid_prefix(text.ptr + i, text.len - i);
    }
}

/* ISO 8601 in UTC, to the second. */
static void now(char out[32]) {
    const time_t seconds = time(NULL);
    struct tm parts;
    if (!gmtime_r(&seconds, &parts) || strftime(out, 32, "%Y-%m-%dT%H:%M:%SZ", &parts) == 0) out[0] = '\0';
}

/* A failed write to the log is not reported: there is nowhere left to report it. */
static void write_json(const fw_log *log, const char *level, json_t *fields) {
    char when[32];
    now(when);
    json_t *line = json_pack("{s:s, s:s}", "time", when, "level", level);
    if (line && log->run) (void)json_object_set_new(line, "run", json_string(log->run));
    if (line && log->stage) (void)json_object_set_new(line, "stage", json_string(log->stage));
    if (line && fields && json_object_update(line, fields) == 0) {
        char *text =
            json_dumps(line, JSON_COMPACT | JSON_PRESERVE_ORDER | JSON_ENSURE_ASCII | JSON_REAL_PRECISION(6));
        if (text) fprintf(log->stream, "%s\n", text);
        free(text);
    }
    json_decref(line);
    json_decref(fields);
}

static void write_line(const fw_log *log, const char *level, const char *prefix, fw_str message,
                       json_t *more) {
    fw_buffer safe = {0};
    fw_log_escape(&safe, message);
    const char *text = safe.data ? safe.data : "";
    if (log->json) {
        json_t *fields = json_pack("{s:s}", "message", text);
        if (fields && more) (void)json_object_update(fields, more);
        write_json(log, level, fields);
    } else {
        fprintf(log->stream, "%s%s\n", prefix, text);
    }
    json_decref(more);
    fw_buffer_free(&safe);
}

void fw_log_error(const fw_log *log, const fw_error *err) {
    char message[1024];
    fw_error_format(err, message, sizeof message);
    json_t *more = NULL;
    if (log->json) {
        more = json_pack("{s:i}", "status", (int)err->code);
        if (more && err->row) (void)json_object_set_new(more, "row", json_integer((json_int_t)err->row));
        if (more && err->column) (void)json_object_set_new(more, "column", json_integer(err->column));
    }
    write_line(log, "error", "failwise: error: ", fw_str_of(message), more);
}

__attribute__((format(printf, 4, 0))) static void
write_format(const fw_log *log, const char *level, const char *prefix, const char *format, va_list args) {
    char *message = NULL;
    if (vasprintf(&message, format, args) < 0) return;
    write_line(log, level, prefix, fw_str_of(message), NULL);
    free(message);
}

void fw_log_warning(const fw_log *log, const char *format, ...) {
    va_list args;
    va_start(args, format);
    write_format(log, "warning", "failwise: warning: ", format, args);
    va_end(args);
}

void fw_log_warning_event(const fw_log *log, const char *event, json_t *fields, const char *format, ...) {
    char *message = NULL;
    va_list args;
    va_start(args, format);
    const int length = vasprintf(&message, format, args);
    va_end(args);
    json_t *more = log->json ? json_pack("{s:s}", "event", event) : NULL;
    if (more && fields) (void)json_object_update(more, fields);
    json_decref(fields);
    if (length < 0) {
        json_decref(more);
        return;
    }
    write_line(log, "warning", "failwise: warning: ", fw_str_of(message), more);
    free(message);
}

void fw_log_info(const fw_log *log, const char *format, ...) {
    if (log->quiet) return;
    va_list args;
    va_start(args, format);
    write_format(log, "info", "", format, args);
    va_end(args);
}

void fw_log_event(const fw_log *log, const char *event, json_t *fields) {
    if (!log->json || log->quiet) {
        json_decref(fields);
        return;
    }
    json_t *line = json_pack("{s:s}", "event", event);
    if (line && fields) (void)json_object_update(line, fields);
    json_decref(fields);
    write_json(log, "info", line);
}
