/* error.c: recording and formatting fw_error. */
#include <failwise/status.h>

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const fw_code_info CODES[] = {
    {FW_OK, "ok", "done"},
    {FW_GATE, "gate", "done, but a quality gate failed: too many rows rejected, or a limit that was set"},
    {FW_USAGE, "usage", "the command line is wrong"},
    {FW_DATA, "data", "the input is not what it should be"},
    {FW_NOINPUT, "no-input", "an input file is missing or unreadable"},
    {FW_BUG, "bug", "an internal check failed; please report it"},
    {FW_CANTCREATE, "cannot-create", "an output cannot be created, or exists and --force was not given"},
    {FW_IO, "io", "reading, writing or memory failed; nothing half-written is left"},
    {FW_BUSY, "busy", "another run holds the output folder; try later"},
    {FW_CONFIG, "config", "a configuration file is wrong"},
    {FW_INTERRUPTED, "signal", "stopped by signal n; nothing half-written is left"},
};

const fw_code_info *fw_code_table(size_t *count) {
    *count = sizeof CODES / sizeof CODES[0];
    return CODES;
}

/* Behind a message that is longer than its place. */
static const char CUT[] = " ...";

__attribute__((format(printf, 3, 0))) static void record(fw_error *err, fw_code code, const char *format,
                                                         va_list args) {
    *err = (fw_error){.code = code};
    const int length = vsnprintf(err->message, sizeof err->message, format, args);
    if (length < (int)sizeof err->message) return;
    size_t at = sizeof err->message - sizeof CUT;
    while (at > 0 && ((unsigned char)err->message[at] & 0xC0) == 0x80) at--; /* no half character */
    memcpy(err->message + at, CUT, sizeof CUT);
}

fw_code fw_fail(fw_error *err, fw_code code, const char *format, ...) {
    if (!err) return code;
    va_list args;
    va_start(args, format);
    record(err, code, format, args);
    va_end(args);
    return code;
}

fw_code fw_fail_in(fw_error *err, fw_code code, const char *file, const char *format, ...) {
    if (!err) return code;
    va_list args;
    va_start(args, format);
    record(err, code, format, args);
    va_end(args);
    return fw_error_at(err, file, 0, 0);
}

fw_code fw_fail_errno(fw_error *err, fw_code code, const char *file, const char *what) {
    char reason[128];
    const char *text = strerror_r(errno, reason, sizeof reason);
    return fw_fail_in(err, code, file, "%s: %s", what, text);
}

fw_code fw_fail_nomem(fw_error *err) { return fw_fail(err, FW_IO, "out of memory"); }

fw_code fw_error_at(fw_error *err, const char *file, uint64_t row, uint32_t column) {
    if (!err) return FW_BUG;
    if (file) snprintf(err->file, sizeof err->file, "%s", file);
    err->row = row;
    err->column = column;
    return err->code;
}

fw_code fw_error_detail(fw_error *err, const char *expected, const char *found) {
    if (!err) return FW_BUG;
    if (expected) snprintf(err->expected, sizeof err->expected, "%s", expected);
    if (found) snprintf(err->found, sizeof err->found, "%s", found);
    return err->code;
}

/* Control bytes could drive a terminal or forge a log line: show them as \xNN. */
static void escape_controls(const char *in, char *out, size_t size) {
    size_t used = 0;
    for (const unsigned char *p = (const unsigned char *)in; *p; p++) {
        const bool control = *p < 0x20 || *p == 0x7f;
        const size_t need = control ? 4 : 1;
        if (used + need + 1 > size) break;
        if (control) {
            snprintf(out + used, 5, "\\x%02x", *p);
        } else {
            out[used] = (char)*p;
        }
        used += need;
    }
    out[used] = '\0';
}

void fw_error_format(const fw_error *err, char *out, size_t size) {
    char place[320] = "";
    if (err->file[0] && err->row && err->column) {
        snprintf(place, sizeof place, "%s:%llu:%u: ", err->file, (unsigned long long)err->row, err->column);
    } else if (err->file[0] && err->row) {
        snprintf(place, sizeof place, "%s:%llu: ", err->file, (unsigned long long)err->row);
    } else if (err->file[0]) {
        snprintf(place, sizeof place, "%s: ", err->file);
    }
    char detail[300] = "";
    if (err->expected[0] && err->found[0]) {
        snprintf(detail, sizeof detail, " (expected %s, found %s)", err->expected, err->found);
    } else if (err->expected[0]) {
        snprintf(detail, sizeof detail, " (expected %s)", err->expected);
    } else if (err->found[0]) {
        snprintf(detail, sizeof detail, " (found %s)", err->found);
    }
    char whole[1024];
    snprintf(whole, sizeof whole, "%s%s%s", place, err->message, detail);
    escape_controls(whole, out, size);
}
