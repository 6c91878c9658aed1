/* cut.c: quotes, separators and line ends, found as masks of 64 bytes. */
#include "load/cut.h"

#include "base/masks.h"

FW_INLINED size_t body_end(const char *bytes, size_t from, size_t len, fw_passed *passed, bool wide) {
    char room[FW_MASKED];
    for (size_t at = from; at < len; at += FW_MASKED) {
        const char *block = fw_masked(bytes + at, len - at, room);
        const uint64_t telling = fw_telling(block, '"', '\n', wide);
        if (!telling) continue;
        const uint64_t quotes = fw_equal(block, '"', wide), before = fw_below(quotes);
        const uint64_t line_ends = fw_equal(block, '\n', wide) & before;
        passed->odd |= (telling & before & ~line_ends) != 0;
        if (line_ends) passed->line_ends += (uint64_t)__builtin_popcountll(line_ends);
        if (quotes) return at + (size_t)__builtin_ctzll(quotes);
    }
    return len;
}

static size_t plain_body_end(const char *bytes, size_t from, size_t len, fw_passed *passed) {
    return body_end(bytes, from, len, passed, false);
}
FW_WIDE static size_t wide_body_end(const char *bytes, size_t from, size_t len, fw_passed *passed) {
    return body_end(bytes, from, len, passed, true);
}
size_t fw_body_end(const char *bytes, size_t from, size_t len, fw_passed *passed) {
    return (fw_has_wide() ? wide_body_end : plain_body_end)(bytes, from, len, passed);
}

/* ---- fields without quotes ---- */

/* The fields of one cut. */
typedef struct {
    const char *bytes;
    fw_dialect dialect;
    fw_str *fields;
    size_t index, columns; /* of the next field between two separators */
    size_t start;          /* of the field that is not at its end yet */
} cutting;

/* The field from `start` to `end`, without the blanks around it: libcsv takes them off, too. */
FW_INLINED fw_str bare(const cutting *c, size_t end) {
    size_t start = c->start;
    while (start < end && fw_is_blank(c->bytes[start], c->dialect)) start++;
    while (end > start && fw_is_blank(c->bytes[end - 1], c->dialect)) end--;
    return (fw_str){c->bytes + start, end - start};
}

/* The separator at `at` ends a field. */
FW_INLINED void end_field(cutting *c, size_t at, fw_cut *cut) {
    const fw_str field = bare(c, at);
    c->start = at + 1;
    if (cut->separators++ == 0) {
        cut->first = field;
        cut->separator = at;
        return;
    }
    if (c->index < c->columns) c->fields[c->index] = field;
    c->index++;
}

FW_INLINED void cut_fields(cutting *c, size_t len, fw_cut *cut, bool wide) {
    char room[FW_MASKED];
    cut->stop = len;
    for (size_t at = c->start; at < len; at += FW_MASKED) {
        const char *block = fw_masked(c->bytes + at, len - at, room);
        const uint64_t telling = fw_telling(block, '"', '\n', wide);
        const uint64_t ends = fw_equal(block, '"', wide) | fw_equal(block, '\n', wide);
        const uint64_t stops = ends | fw_equal(block, '\r', wide), before = fw_below(stops);
        cut->odd |= (telling & before) != 0;
        uint64_t separators = fw_equal(block, c->dialect.separator, wide) & before;
        for (; separators; separators &= separators - 1)
            end_field(c, at + (size_t)__builtin_ctzll(separators), cut);
        if (stops) {
            cut->stop = at + (size_t)__builtin_ctzll(stops);
            break;
        }
    }
    cut->last = bare(c, cut->stop);
    if (!cut->separators) cut->first = cut->last;
}

static void plain_fields(cutting *c, size_t len, fw_cut *cut) { cut_fields(c, len, cut, false); }
FW_WIDE static void wide_fields(cutting *c, size_t len, fw_cut *cut) { cut_fields(c, len, cut, true); }

void fw_cut_fields(const char *bytes, size_t from, size_t len, fw_dialect dialect, fw_str *fields,
                   size_t index, size_t columns, fw_cut *cut) {
    cutting c = {.bytes = bytes,
                 .dialect = dialect,
                 .fields = fields,
                 .index = index,
                 .columns = columns,
                 .start = from};
    *cut = (fw_cut){0};
    (fw_has_wide() ? wide_fields : plain_fields)(&c, len, cut);
}
