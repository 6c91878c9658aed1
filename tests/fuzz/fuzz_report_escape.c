/* fuzz_report_escape.c: any bytes through every writer that stands between the data and a reader's programs:
 * HTML, SVG, Markdown, CSV, JSON, numbers. What is read back is what went in, made harmless. */
#include "markup_read.h"

#include "base/csv_out.h"
#include "base/str.h"
#include "report/escape.h"
#include "report/svg.h"

#include <csv.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { LONGEST = 2048, CELLS_MOST = 64 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void stop(const char *what) {
    (void)fprintf(stderr, "broken: %s\n", what);
    abort();
}

static void same(const fw_buffer *found, const fw_buffer *wanted, const char *what) {
    if (found->failed || wanted->failed) abort();
    if (found->len != wanted->len || (found->len && memcmp(found->data, wanted->data, found->len) != 0))
        stop(what);
}

/* ---- markup ---- */

static void check_plain(const fw_buffer *plain) {
    if (fw_utf8_valid_prefix(plain->data, plain->len) != plain->len) stop("not UTF-8");
    for (size_t i = 0; i < plain->len; i++) {
        const unsigned char c = (unsigned char)plain->data[i];
        if (c < 0x20 || c == 0x7F) stop("a control character");
    }
}

static void check_html(const char *text, const fw_buffer *plain) {
    fw_buffer html = {0}, back = {0};
    fw_escape_html(&html, text);
    fw_buffer_text(&html, "");
    const char *at = html.data ? html.data : "";
    markup_text(&at, &back);
    if (*at) stop("HTML is left");
    same(&back, plain, "HTML read back");
    fw_buffer_free(&html);
    fw_buffer_free(&back);
}

static void next_tag(const char **at, const char *wanted) {
    char name[16];
    if (!markup_tag(at, name, sizeof name) || strcmp(name, wanted) != 0) stop(wanted);
}

static void next_text(const char **at, const fw_buffer *plain) {
    fw_buffer back = {0};
    markup_text(at, &back);
    if (plain) same(&back, plain, "SVG text read back");
    fw_buffer_free(&back);
}

/* A picture with the text at every place that takes one has exactly its own elements. */
static void check_svg(const char *text, const fw_buffer *plain, double width) {
    static const char *const BEFORE[] = {"title", "desc", "text"};
    fw_svg svg = {0};
    fw_svg_begin(&svg, "id", 100, 100, text, text);
    fw_svg_text(&svg, 1, 2, 'm', "c", text);
    fw_svg_label(&svg, 1, 2, 'e', "c", text, width);
    fw_svg_end(&svg);
    if (svg.out.failed) abort();
    const char *at = svg.out.data;
    next_tag(&at, "svg");
    for (size_t i = 0; i < sizeof BEFORE / sizeof BEFORE[0]; i++) {
        char closing[16] = "/";
        next_tag(&at, BEFORE[i]);
        next_text(&at, plain);
        next_tag(&at, strcat(closing, BEFORE[i]));
        at += *at == '\n';
    }
    next_tag(&at, "text");
    if (strncmp(at, "<title>", strlen("<title>")) == 0) {
        next_tag(&at, "title");
        next_text(&at, plain);
        next_tag(&at, "/title");
        next_text(&at, NULL); /* cut */
    } else {
        next_text(&at, plain);
    }
    next_tag(&at, "/text");
    at += *at == '\n';
    next_tag(&at, "/svg");
    if (strcmp(at, "\n") != 0) stop("something behind the picture");
    fw_buffer_free(&svg.out);
}

static void check_markdown(const char *text, const fw_buffer *plain) {
    fw_buffer markdown = {0}, back = {0};
    fw_escape_markdown(&markdown, text);
    const char *at = markdown.data ? markdown.data : "";
    while (*at) {
        if (*at == '\\' && at[1]) {
            fw_buffer_char(&back, at[1]);
            at += 2;
        } else if (strchr("`*_[]|~$\\", *at)) {
            stop("Markdown's own character");
        } else if (strchr("\"'", *at)) {
            fw_buffer_char(&back, *at++); /* no meaning between words */
        } else if (!markup_character(&at, &back)) {
            stop("HTML in Markdown");
        }
    }
    same(&back, plain, "Markdown read back");
    fw_buffer_free(&markdown);
    fw_buffer_free(&back);
}

static void check_cut(const char *text, size_t columns, size_t room) {
    char out[256];
    const bool cut = fw_text_cut(text, columns, out, room);
    if (!memchr(out, '\0', room)) stop("a cut text without an end");
    if (fw_text_columns(out) > columns) stop("a cut text that is too wide");
    if (!cut && strcmp(out, text) != 0) stop("a text that was cut and is said not to be");
    if (fw_utf8_valid_prefix(text, strlen(text)) == strlen(text) &&
        fw_utf8_valid_prefix(out, strlen(out)) != strlen(out))
        stop("a character cut in two");
}

static void check_json(const fw_buffer *plain) {
    json_t *value = json_stringn(plain->data ? plain->data : "", plain->len);
    char *text = value ? json_dumps(value, JSON_ENCODE_ANY | JSON_ENSURE_ASCII) : NULL;
    json_t *back = text ? json_loads(text, JSON_DECODE_ANY, NULL) : NULL;
    if (!back || json_string_length(back) != plain->len || !json_equal(value, back)) stop("JSON read back");
    free(text);
    json_decref(value);
    json_decref(back);
}

/* ---- tables ---- */

typedef struct {
    const fw_str *cells;
    size_t count, at;
    bool row_ended;
} reading;

static void take_cell(void *bytes, size_t len, void *context) {
    reading *r = context;
    const char *found = bytes;
    if (r->at >= r->count || r->row_ended) stop("more cells than written");
    const fw_str cell = r->cells[r->at++];
    if (cell.len > 0 && memchr("=+-@\t\r", cell.ptr[0], 6)) {
        if (len < 1 || found[0] != '\'') stop("a formula");
        found++;
        len--;
    }
    if (len != cell.len || (len && memcmp(found, cell.ptr, len) != 0)) stop("a cell read back");
}

static void take_row(int end, void *context) {
    (void)end;
    reading *r = context;
    if (r->at != r->count || r->row_ended) stop("a row that ends elsewhere");
    r->row_ended = true;
}

/* The bytes as cells of one row, cut at each 0x01; libcsv reads them back. */
static void check_csv(const char *data, size_t size) {
    fw_str cells[CELLS_MOST];
    size_t count = 0, start = 0;
    fw_csv csv = {0};
    for (size_t i = 0; i <= size && count < CELLS_MOST; i++) {
        if (i < size && data[i] != 1) continue;
        cells[count++] = (fw_str){data + start, i - start};
        fw_csv_text(&csv, cells[count - 1]);
        start = i + 1;
    }
    if (count == 1 && cells[0].len == 0) { /* a line without anything is no row to any reader */
        fw_buffer_free(&csv.line);
        return;
    }
    fw_csv_end_row(&csv);
    reading r = {cells, count, 0, false};
    struct csv_parser parser;
    if (csv.line.failed || csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0) abort();
    if (csv_parse(&parser, csv.line.data, csv.line.len, take_cell, take_row, &r) != csv.line.len ||
        csv_fini(&parser, take_cell, take_row, &r) != 0 || !r.row_ended)
        stop("a row that libcsv refuses");
    csv_free(&parser);
    fw_buffer_free(&csv.line);
}

static double printed(double value, int digits) {
    fw_csv csv = {0};
    fw_csv_number(&csv, value, digits);
    if (csv.line.failed) abort();
    char *end = NULL;
    const char *text = csv.line.data ? csv.line.data : "";
    const double back = *text ? strtod(text, &end) : (double)NAN;
    if (*text && (*end || strpbrk(text, ",;\"xXnN"))) stop("a cell that is no number");
    fw_buffer_free(&csv.line);
    return back;
}

static void check_numbers(const char *data, size_t size) {
    double value = 0;
    float single = 0;
    memcpy(&value, data, size < sizeof value ? size : sizeof value);
    memcpy(&single, data, size < sizeof single ? size : sizeof single);
    if (!isfinite(value)) {
        if (!isnan(printed(value, 6))) stop("a missing number that is not empty");
    } else {
        if (printed(value, FW_CSV_EXACT) != value) stop("a number that is not exact");
        for (int digits = 1; digits <= 17; digits++) {
            /* half a unit of the last digit, and what reading it rounds */
            const double most = fabs(value) * (.5000001 * pow(10, 1 - digits) + 3e-16) + 5e-324;
            const double back = printed(value, digits);
            if (isfinite(back) && !(fabs(back - value) <= most))
                stop("a number that is not as near as asked for");
        }
    }
    if (isfinite(single) && (float)printed((double)single, FW_CSV_EXACT_FLOAT) != single)
        stop("a float that is not exact");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static char text[LONGEST + 1];
    if (size < 2 || size > LONGEST) return 0;
    memcpy(text, data + 2, size - 2);
    text[size - 2] = '\0';
    fw_buffer plain = {0};
    fw_buffer_text(&plain, "");
    fw_escape_plain(&plain, text);
    check_plain(&plain);
    check_html(text, &plain);
    check_svg(text, &plain, (double)data[0]);
    check_markdown(text, &plain);
    check_cut(text, data[0], (size_t)data[1] + 1);
    check_json(&plain);
    check_csv(text, size - 2);
    check_numbers(text, size - 2);
    fw_buffer_free(&plain);
    return 0;
}
