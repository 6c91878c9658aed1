/* numbers.c: decimal points and commas, clocks, and marks of what is missing. */
#include "load/numbers.h"

#include "base/str.h"

#include <math.h>
#include <string.h>

enum { ROOM = 64 };

static bool is_mark_of_missing(fw_str cell) {
    static const char *const MARKS[] = {"NA",    "N/A", "n.a.", "#N/A", "NaN",          "null",        "none",
                                        "(nil)", ".",   "-",    "--",   "\xE2\x80\x93", "\xE2\x80\x94"};
    for (size_t i = 0; i < sizeof MARKS / sizeof MARKS[0]; i++)
        if (fw_str_equal_nocase(cell, fw_str_of(MARKS[i]))) return true;
    return false;
}

/* A number whose only comma stands before its decimals. */
static bool read_comma(fw_str cell, bool comma_is_decimal, double *out) {
    enum { THOUSAND_DIGITS = 3 };
    char copy[ROOM];
    const char *comma = cell.len && cell.len < ROOM ? memchr(cell.ptr, ',', cell.len) : NULL;
    if (!comma || memchr(cell.ptr, '.', cell.len)) return false;
    const size_t at = (size_t)(comma - cell.ptr), behind = cell.len - at - 1;
    if (at == 0 || behind == 0 || (behind == THOUSAND_DIGITS && !comma_is_decimal)) return false;
    memcpy(copy, cell.ptr, cell.len);
    copy[at] = '.';
    return fw_parse_double((fw_str){copy, cell.len}, out);
}

fw_number fw_cell_number(fw_str cell, bool comma_is_decimal, double *out) {
    if (fw_parse_double(cell, out)) return FW_NUMBER_GOOD;
    if (read_comma(cell, comma_is_decimal, out)) return FW_NUMBER_GOOD;
    *out = (double)NAN;
    return cell.len == 0 || is_mark_of_missing(cell) ? FW_NUMBER_MISSING : FW_NUMBER_BAD;
}

/* The whole number that `text` is, below `limit`. */
static bool read_part(fw_str text, int64_t limit, double *out) {
    int64_t value;
    if (text.len == 0 || text.ptr[0] == '+' || !fw_parse_int(text, 0, limit - 1, &value)) return false;
    *out = (double)value;
    return true;
}

/* "1:23", "0:01:23", "00:01:23.5": two digits behind each colon, seconds and minutes behind it below 60. */
static bool read_clock(fw_str cell, double *out) {
    enum { SIXTY = 60, MOST = 100000 };
    const char *colon = cell.len ? memchr(cell.ptr, ':', cell.len) : NULL;
    if (!colon) return false;
    double whole = 0, part = 0;
    if (!read_part((fw_str){cell.ptr, (size_t)(colon - cell.ptr)}, MOST, &whole)) return false;
    fw_str rest = {colon + 1, cell.len - (size_t)(colon + 1 - cell.ptr)};
    if (rest.len > 2 && rest.ptr[2] == ':') {
        if (!read_part((fw_str){rest.ptr, 2}, SIXTY, &part)) return false;
        whole = whole * SIXTY + part;
        rest = (fw_str){rest.ptr + 3, rest.len - 3};
    }
    if (rest.len < 2 || !read_part((fw_str){rest.ptr, 2}, SIXTY, &part)) return false;
    if (rest.len > 2 &&
        ((rest.ptr[2] != '.' && rest.ptr[2] != ',') || fw_cell_number(rest, true, &part) != FW_NUMBER_GOOD))
        return false;
    *out = whole * SIXTY + part;
    return true;
}

fw_number fw_cell_seconds(fw_str cell, double *out) {
    return read_clock(cell, out) ? FW_NUMBER_GOOD : fw_cell_number(cell, false, out);
}
