/* cut.c: quotes, separators and line ends, found as masks of 64 bytes. */
#include "load/cut.h"

fw_cutter fw_cutter_of(fw_dialect dialect) {
    return (fw_cutter){.dialect = dialect,
                       .in_bodies = fw_byte_set_of((const char[4]){'"', '\n'}),
                       .outside = fw_byte_set_of((const char[4]){'"', '\n', '\r', dialect.separator})};
}

FW_INLINED size_t body_end(const fw_byte_set *set, const char *bytes, size_t from, size_t len,
                           fw_passed *passed, bool wide) {
    char room[FW_MASKED];
    size_t at = from;
    while (at < len) {
        if (len - at >= 2 * FW_MASKED && !fw_any_among(bytes + at, set, wide)) {
            at += 2 * FW_MASKED;
            continue;
        }
        const char *block = fw_masked(bytes + at, len - at, room);
        const uint64_t quotes = fw_equal(block, '"', wide), before = fw_below(quotes);
        const uint64_t line_ends = fw_equal(block, '\n', wide) & before;
        passed->odd |= (fw_among(block, set, wide) & before & ~line_ends) != 0;
        if (line_ends) passed->line_ends += (uint64_t)__builtin_popcountll(line_ends);
        if (quotes) return at + (size_t)__builtin_ctzll(quotes);
        at += FW_MASKED;
    }
    return len;
}

static size_t plain_body_end(const fw_byte_set *set, const char *bytes, size_t from, size_t len,
                             fw_passed *passed) {
    return body_end(set, bytes, from, len, passed, false);
}
FW_WIDE static size_t wide_body_end(const fw_byte_set *set, const char *bytes, size_t from, size_t len,
                                    fw_passed *passed) {
    return body_end(set, bytes, from, len, passed, true);
}
size_t fw_body_end(const fw_cutter *cutter, const char *bytes, size_t from, size_t len, fw_passed *passed) {
    return (fw_has_wide() ? wide_body_end : plain_body_end)(&cutter->in_bodies, bytes, from, len, passed);
}

/* ---- fields without quotes ---- */

/* What is cut. */
typedef struct {
    const char *bytes;
    size_t from, len;
    fw_str *fields;
    size_t index, columns;
} cutting;

/* The field [start, end) without the blanks around it: libcsv takes them off, too. */
FW_INLINED fw_str bare(const char *bytes, size_t start, size_t end, fw_dialect dialect) {
    while (start < end && fw_is_blank(bytes[start], dialect)) start++;
    while (end > start && fw_is_blank(bytes[end - 1], dialect)) end--;
    return (fw_str){bytes + start, end - start};
}

/* The same where a separator stands at `end`: of most fields, asked at once, neither end is a blank. */
FW_INLINED fw_str ended(const char *bytes, size_t start, size_t end, fw_dialect dialect) {
    const unsigned char first = (unsigned char)bytes[start];
    const unsigned char last = (unsigned char)bytes[end - (end > start)];
    if ((first <= ' ') | (last <= ' ')) return bare(bytes, start, end, dialect);
    return (fw_str){bytes + start, end - start};
}

/* Whether `c` is one of those that every mask shows. */
static bool is_odd(char c) { return c == 0 || (unsigned char)c >= 0x80; }

/* Fields stand in local variables: writing one must not make the compiler read the others again. */
FW_INLINED fw_cut cut_fields(const fw_cutter *cutter, const cutting *what, bool wide) {
    const cutting c = *what;
    const fw_dialect dialect = cutter->dialect;
    const char separator = dialect.separator;
    char room[FW_MASKED];
    size_t start = c.from, index = c.index, stop = c.len, first_separator = c.len;
    bool odd = false;
    for (size_t at = c.from; at < c.len && stop == c.len; at += FW_MASKED) {
        uint64_t left = fw_among(fw_masked(c.bytes + at, c.len - at, room), &cutter->outside, wide);
        for (; left; left &= left - 1) {
            const size_t place = at + (size_t)__builtin_ctzll(left);
            if (c.bytes[place] == separator) {
                if (index < c.columns) c.fields[index] = ended(c.bytes, start, place, dialect);
                if (index++ == c.index) first_separator = place;
                start = place + 1;
            } else if (is_odd(c.bytes[place])) {
                odd = true;
            } else {
                stop = place;
                break;
            }
        }
    }
    return (fw_cut){.first = bare(c.bytes, c.from, first_separator < stop ? first_separator : stop, dialect),
                    .last = bare(c.bytes, start, stop, dialect),
                    .separators = index - c.index,
                    .separator = first_separator,
                    .stop = stop,
                    .odd = odd};
}

static fw_cut plain_fields(const fw_cutter *cutter, const cutting *what) {
    return cut_fields(cutter, what, false);
}
FW_WIDE static fw_cut wide_fields(const fw_cutter *cutter, const cutting *what) {
    return cut_fields(cutter, what, true);
}

fw_cut fw_cut_fields(const fw_cutter *cutter, const char *bytes, size_t from, size_t len, fw_str *fields,
                     size_t index, size_t columns) {
    if (from < len && (bytes[from] == '\n' || bytes[from] == '\r')) return (fw_cut){.stop = from};
    const cutting what = {bytes, from, len, fields, index, columns};
    return (fw_has_wide() ? wide_fields : plain_fields)(cutter, &what);
}
