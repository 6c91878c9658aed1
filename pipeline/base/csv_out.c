/* csv_out.c: CSV tables that are safe to open in a spreadsheet. */
#include "base/csv_out.h"

#include "base/masks.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

fw_code fw_csv_open(fw_csv *csv, const char *path, bool force, fw_error *err) {
    *csv = (fw_csv){0};
    return fw_output_open(&csv->output, path, force, err);
}

fw_code fw_csv_open_in(fw_csv *csv, const fw_outdir *dir, const char *name, fw_error *err) {
    char *path = fw_outdir_path(dir, name);
    const fw_code code = path ? fw_csv_open(csv, path, true, err) : fw_fail_nomem(err);
    free(path);
    return code;
}

static void separate(fw_csv *csv) {
    if (csv->row_started) fw_buffer_char(&csv->line, ',');
    csv->row_started = true;
}

/* SPECIAL: makes a cell need quotes. FORMULA: at its start, a spreadsheet runs it. BLANK: readers drop it at
 * the ends of a cell without quotes. */
enum { SPECIAL = 1, FORMULA = 2, BLANK = 4 };
static const unsigned char KINDS[UCHAR_MAX + 1] = {
    [','] = SPECIAL,  ['"'] = SPECIAL, ['\r'] = SPECIAL | FORMULA,
    ['\n'] = SPECIAL, ['='] = FORMULA, ['+'] = FORMULA,
    ['-'] = FORMULA,  ['@'] = FORMULA, ['\t'] = FORMULA | BLANK,
    [' '] = BLANK,
};

static unsigned kind_of(char c) { return KINDS[(unsigned char)c]; }

/* The highest bit of some byte, where one is below '-': of all others, none is special or blank. */
static uint64_t below_dash(const char *bytes) {
    const uint64_t eight = fw_eight(bytes);
    return (eight - FW_EACH_BYTE('-')) & ~eight & FW_EACH_BYTE(0x80);
}

/* Most are: ids and words. False for what is short. */
static bool is_plain(fw_str text) {
    enum { STEP = sizeof(uint64_t) };
    if (text.len < STEP) return false;
    uint64_t below = below_dash(text.ptr + text.len - STEP);
    for (size_t i = 0; i + STEP <= text.len; i += STEP) below |= below_dash(text.ptr + i);
    return !below;
}

static bool needs_quotes(fw_str text) {
    if (is_plain(text)) return false;
    unsigned kinds = 0;
    for (size_t i = 0; i < text.len; i++) kinds |= kind_of(text.ptr[i]);
    return kinds & SPECIAL ||
           (kinds & BLANK && (kind_of(text.ptr[0]) | kind_of(text.ptr[text.len - 1])) & BLANK);
}

void fw_csv_escape(fw_buffer *out, fw_str text) {
    const bool formula = text.len > 0 && kind_of(text.ptr[0]) & FORMULA;
    if (!needs_quotes(text)) {
        if (formula) fw_buffer_char(out, '\'');
        fw_buffer_str(out, text);
        return;
    }
    fw_buffer_char(out, '"');
    if (formula) fw_buffer_char(out, '\'');
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '"') fw_buffer_char(out, '"');
        fw_buffer_char(out, text.ptr[i]);
    }
    fw_buffer_char(out, '"');
}

void fw_csv_text(fw_csv *csv, fw_str text) {
    separate(csv);
    fw_csv_escape(&csv->line, text);
}

void fw_csv_word(fw_csv *csv, const char *text) { fw_csv_text(csv, (fw_str){text, strlen(text)}); }

/* Numbers of ordinary size are printed by integer arithmetic: exact products and one rounding, the same on
 * every machine. */
enum { MOST_WHOLE = 9, MOST_FAST_DIGITS = 9, MOST_DECIMALS = MOST_FAST_DIGITS + 4 };
static const double POWERS[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13};

/* Decimals that give `digits` significant digits of a value in [1e-4, 1e9); -1 when it is too large for any.
 */
static int decimals_for(double magnitude, int digits) {
    int whole = 0; /* digits before the point; negative = zeros behind it */
    while (whole < MOST_WHOLE && magnitude >= POWERS[whole]) whole++;
    double leading = magnitude;
    while (leading > 0 && leading < 0.1) {
        leading *= 10;
        whole--;
    }
    const int decimals = digits - whole;
    return decimals > MOST_DECIMALS ? MOST_DECIMALS : decimals;
}

/* The eight digits of a number below 10^8, the first lowest: halves, quarters and eighths side by side, which
 * are divided by products. */
static uint64_t eight_digits(uint32_t number) {
    const uint64_t halves = number / 10000 | (uint64_t)(number % 10000) << 32;
    const uint64_t hundreds = halves * 10486 >> 20 & UINT64_C(0x7f0000007f);
    const uint64_t quarters = hundreds | (halves - hundreds * 100) << 16;
    const uint64_t tens = quarters * 103 >> 10 & UINT64_C(0xf000f000f000f);
    return tens | (quarters - tens * 10) << 8;
}

enum { EIGHT = 8, MOST_PLAIN = 32 }; /* bytes that a number takes at most, and what is written in vain */

/* `units` of eight digits at most with the point before the last `decimals`, fewer than eight, without zeros
 * behind it. Returns how many bytes. */
static size_t print_short(char *out, uint32_t units, int decimals) {
    const uint64_t digits = eight_digits(units), text = digits | FW_EACH_BYTE('0');
    const int last = EIGHT - 1 - decimals; /* digit before the point */
    const int first = digits ? __builtin_ctzll(digits) / 8 : last;
    const int from = first < last ? first : last, zeros = digits ? __builtin_clzll(digits) / 8 : decimals;
    const uint64_t whole = htole64(text >> 8 * from);
    memcpy(out, &whole, sizeof whole);
    if (zeros >= decimals) return (size_t)(last + 1 - from);
    out += last + 1 - from;
    const uint64_t rest = htole64(text >> 8 * (last + 1));
    *out = '.';
    memcpy(out + 1, &rest, sizeof rest);
    return (size_t)(last + 1 - from + 1 + decimals - zeros);
}

/* The same of any. */
static size_t print_long(char *out, uint32_t units, int decimals) {
    char text[MOST_PLAIN];
    size_t at = sizeof text;
    for (; decimals > 0 && units % 10 == 0; decimals--) units /= 10;
    if (decimals > 0) {
        for (int i = 0; i < decimals; i++, units /= 10) text[--at] = (char)('0' + units % 10);
        text[--at] = '.';
    }
    do text[--at] = (char)('0' + units % 10);
    while (units /= 10);
    memcpy(out, text + at, sizeof text - at);
    return sizeof text - at;
}

/* Like %.*g without an exponent: as many digits as asked for, no trailing zeros. False when the value is not
 * of ordinary size. */
static bool print_plain(fw_buffer *out, double value, int digits) {
    const double magnitude = fabs(value);
    if (digits > MOST_FAST_DIGITS || magnitude >= 1e9 || (magnitude < 1e-4 && magnitude > 0)) return false;
    const int decimals = decimals_for(magnitude, digits);
    if (decimals < 0) return false;
    char *room = fw_buffer_room(out, MOST_PLAIN);
    if (!room) return true;
    /* MOST_FAST_DIGITS of them at most */
    const uint32_t units = (uint32_t)lrint(magnitude * POWERS[decimals]);
    size_t len = value < 0 && units > 0;
    *room = '-';
    len += units < 100000000 && decimals < EIGHT ? print_short(room + len, units, decimals)
                                                 : print_long(room + len, units, decimals);
    room[len] = '\0';
    out->len += len;
    return true;
}

void fw_csv_number(fw_csv *csv, double value, int digits) {
    separate(csv);
    if (!isfinite(value)) return;
    if (digits <= 0) {
        fw_buffer_number(&csv->line, value, digits == FW_CSV_EXACT_FLOAT);
        return;
    }
    if (print_plain(&csv->line, value, digits)) return;
    fw_buffer_printf(&csv->line, "%.*g", digits, value);
}

void fw_csv_count(fw_csv *csv, uint64_t value) {
    separate(csv);
    fw_buffer_printf(&csv->line, "%" PRIu64, value);
}

static void flush(fw_csv *csv, fw_buffer *rows) {
    const bool written = rows->len == 0 || fwrite(rows->data, 1, rows->len, csv->output.stream) == rows->len;
    if (!csv->failure && (rows->failed || !written)) csv->failure = written ? ENOMEM : errno;
    fw_buffer_clear(rows);
}

void fw_csv_end_row(fw_csv *csv) {
    fw_buffer_char(&csv->line, '\n');
    csv->row_started = false;
    if (csv->output.stream) flush(csv, &csv->line);
}

void fw_csv_append(fw_csv *csv, fw_csv *rows) {
    enum { LONG = 16 << 20 };
    csv->unsent += rows->line.len;
    flush(csv, &rows->line);
    if (csv->unsent < LONG) return;
    csv->unsent = 0;
    fw_output_send(&csv->output);
}

void fw_csv_header(fw_csv *csv, const char *const *names, size_t count) {
    for (size_t i = 0; i < count; i++) fw_csv_word(csv, names[i]);
    fw_csv_end_row(csv);
}

fw_code fw_csv_commit(fw_csv *csv, fw_error *err) {
    fw_buffer_free(&csv->line);
    if (!csv->failure) return fw_output_commit(&csv->output, err);
    const char *path = csv->output.path ? csv->output.path : "standard output";
    errno = csv->failure;
    const fw_code code = fw_fail_errno(err, FW_IO, path, "cannot write the table");
    fw_output_abort(&csv->output);
    return code;
}

void fw_csv_abort(fw_csv *csv) {
    fw_buffer_free(&csv->line);
    fw_output_abort(&csv->output);
}
