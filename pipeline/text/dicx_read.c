/* dicx_read.c: .dicx tables: a header with category names, one term a row, a mark under each of its
 * categories. */
#include "text/dictionary.h"

#include "base/str.h"
#include "text/workspace.h"

#include <stdlib.h>
#include <string.h>

enum { NO_CATEGORY = -1 };

/* One row cut into cells, unquoted; cells live in `bytes`. */
typedef struct {
    fw_dictionary *d;
    fw_str rest; /* what is still to be read */
    char separator;
    fw_buffer bytes;
    FW_VECTOR(size_t) ends;     /* by cell: where it ends in `bytes` */
    FW_VECTOR(int32_t) columns; /* by cell of the header: its category, or NO_CATEGORY */
    uint64_t lines;             /* line feeds of the row, quoted ones too */
    bool weights_told;
    bool unclosed; /* the last cell's quotation mark was never closed */
} table;

/* ---- cells ---- */

/* The separator that stands most often in the header outside quotes; spreadsheets write all three. */
static char find_separator(fw_str text) {
    static const char CANDIDATES[] = ",;\t";
    size_t count[sizeof CANDIDATES] = {0};
    bool quoted = false;
    for (size_t i = 0; i < text.len && (quoted || text.ptr[i] != '\n'); i++) {
        if (text.ptr[i] == '"') quoted = !quoted;
        const char *found = quoted ? NULL : memchr(CANDIDATES, text.ptr[i], sizeof CANDIDATES - 1);
        if (found) count[found - CANDIDATES]++;
    }
    size_t best = 0;
    for (size_t k = 1; k < sizeof CANDIDATES - 1; k++) {
        if (count[k] > count[best]) best = k;
    }
    return CANDIDATES[best];
}

/* Reads one cell from the rest into bytes (RFC 4180 quotes). Returns false when the row ends with it. */
static bool read_cell(table *t) {
    fw_str *rest = &t->rest;
    size_t i = 0;
    const bool quoted = rest->len && rest->ptr[0] == '"';
    bool inside = quoted;
    for (i = quoted; i < rest->len; i++) {
        const char c = rest->ptr[i];
        if (inside && c == '"') {
            inside = i + 1 < rest->len && rest->ptr[i + 1] == '"';
            if (inside) fw_buffer_char(&t->bytes, '"');
            i += inside;
        } else if (!inside && (c == t->separator || c == '\n')) {
            break;
        } else {
            t->lines += c == '\n';
            fw_buffer_char(&t->bytes, c);
        }
    }
    t->unclosed = inside;
    const bool more = i < rest->len && rest->ptr[i] == t->separator;
    const size_t used = i + (i < rest->len);
    *rest = (fw_str){rest->ptr + used, rest->len - used};
    return more;
}

static bool read_row(table *t) {
    fw_buffer_clear(&t->bytes);
    t->ends.count = 0;
    t->d->line += t->lines;
    t->lines = 1;
    for (bool more = true; more;) {
        more = read_cell(t);
        if (t->bytes.failed || !fw_push(&t->ends, t->bytes.len)) return false;
    }
    return !t->unclosed || fw_dictionary_warn(t->d, "a quotation mark that is never closed", FW_STR("\""));
}

static fw_str cell(const table *t, uint32_t index) {
    const size_t start = index ? t->ends.items[index - 1] : 0;
    if (!t->bytes.data) return FW_STR("");
    return fw_str_trim((fw_str){t->bytes.data + start, t->ends.items[index] - start});
}

/* ---- marks ---- */

typedef enum { MARK_NO, MARK_YES, MARK_WEIGHT, MARK_UNKNOWN } mark;

static mark read_mark(fw_str text) {
    static const char *const NO[] = {"0", "-", "no", "n", "false", "na"};
    static const char *const YES[] = {"x", "1", "yes", "y", "true", "+", "\xE2\x9C\x93", "\xE2\x9C\x94"};
    double weight;
    if (text.len == 0) return MARK_NO;
    for (size_t i = 0; i < sizeof NO / sizeof NO[0]; i++) {
        if (fw_str_equal_nocase(text, fw_str_of(NO[i]))) return MARK_NO;
    }
    for (size_t i = 0; i < sizeof YES / sizeof YES[0]; i++) {
        if (fw_str_equal_nocase(text, fw_str_of(YES[i]))) return MARK_YES;
    }
    if (!fw_parse_double(text, &weight)) return MARK_UNKNOWN;
    return weight > 0 || weight < 0 ? MARK_WEIGHT : MARK_NO;
}

/* ---- rows ---- */

static fw_code read_header(table *t, fw_error *err) {
    for (uint32_t c = 1; c < t->ends.count; c++) {
        const fw_str name = cell(t, c);
        const mark m = read_mark(name);
        uint32_t category = 0;
        if (name.len && (m == MARK_YES || m == MARK_WEIGHT))
            return fw_dictionary_fail(t->d, err, "the first row of a table holds the category names");
        if (name.len) {
            const fw_code code = fw_dictionary_category(t->d, name, &category, err);
            if (code != FW_OK) return code;
        }
        if (!fw_push(&t->columns, name.len ? (int32_t)category : NO_CATEGORY)) return fw_fail_nomem(err);
    }
    if (t->columns.count) return FW_OK;
    return fw_dictionary_fail(t->d, err, "a table of terms has a header: DicTerm and the category names");
}

static fw_code read_mark_cell(table *t, const char *words, uint32_t column, fw_error *err) {
    const fw_str text = cell(t, column + 1);
    const mark m = read_mark(text);
    const char *warning = NULL;
    if (m == MARK_NO) return FW_OK;
    const bool known = column < t->columns.count && t->columns.items[column] != NO_CATEGORY;
    if (!known) {
        warning = "a mark under no category, ignored";
    } else if (m == MARK_UNKNOWN) {
        warning = "neither a mark nor empty, ignored";
    } else if (m == MARK_WEIGHT && !t->weights_told) {
        warning = "weights are read as marks";
        t->weights_told = true;
    }
    if (warning && !fw_dictionary_warn(t->d, warning, text)) return fw_fail_nomem(err);
    if (!known || m == MARK_UNKNOWN) return FW_OK;
    return fw_dictionary_add(t->d, words, (uint32_t)t->columns.items[column], err);
}

static fw_code read_term_row(table *t, fw_error *err) {
    const fw_str term = cell(t, 0);
    const char *words;
    if (term.len == 0 && t->ends.count == 1) return FW_OK; /* a blank line */
    fw_code code = fw_dictionary_fold(t->d, term, &words, err);
    if (!words) return code;
    const uint32_t before = t->d->raw->term_count;
    for (uint32_t c = 0; c + 1 < t->ends.count && code == FW_OK; c++) code = read_mark_cell(t, words, c, err);
    if (code != FW_OK || t->d->raw->term_count > before) return code;
    const bool told = fw_dictionary_warn(t->d, "a term under no category, ignored", term);
    return told ? FW_OK : fw_fail_nomem(err);
}

static bool is_comment(fw_str text) { return text.len && text.ptr[0] == '#'; }

fw_code fw_dicx_read(fw_dictionary *d, fw_str text, fw_error *err) {
    table t = {.d = d, .rest = text, .lines = 1};
    fw_code code = FW_OK;
    while (t.rest.len && (t.rest.ptr[0] == '\n' || is_comment(t.rest))) { /* before the header */
        const char *end = memchr(t.rest.ptr, '\n', t.rest.len);
        const size_t used = end ? (size_t)(end - t.rest.ptr) + 1 : t.rest.len;
        t.rest = (fw_str){t.rest.ptr + used, t.rest.len - used};
        t.lines++;
    }
    t.separator = find_separator(t.rest);
    for (bool header = true; code == FW_OK && (header || t.rest.len); header = false) {
        if (!read_row(&t)) {
            code = fw_fail_nomem(err);
        } else if (header) {
            code = read_header(&t, err);
        } else if (!is_comment(cell(&t, 0))) {
            code = read_term_row(&t, err);
        }
    }
    fw_buffer_free(&t.bytes);
    free(t.ends.items);
    free(t.columns.items);
    return code;
}
