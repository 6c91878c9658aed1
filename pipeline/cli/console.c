/* console.c: colour, wrapping, bars. */
#include "cli/console.h"

#include "base/log.h"
#include "base/str.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { DEFAULT_WIDTH = 100, MIN_WIDTH = 50, MAX_WIDTH = 120 };

static const char *const CODES[FW_PAINT_COUNT] = {
    [FW_PAINT_PLAIN] = "",        [FW_PAINT_BOLD] = "\033[1m",  [FW_PAINT_DIM] = "\033[2m",
    [FW_PAINT_GOOD] = "\033[32m", [FW_PAINT_WARN] = "\033[33m", [FW_PAINT_BAD] = "\033[31m",
    [FW_PAINT_NOTE] = "\033[36m",
};

/* The locale that decides about characters, in POSIX's order. */
static bool is_utf8_locale(void) {
    static const char *const NAMES[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++) {
        const char *value = getenv(NAMES[i]);
        if (value && *value) return strcasestr(value, "utf-8") || strcasestr(value, "utf8");
    }
    return false;
}

fw_console fw_console_of_stdout(void) {
    fw_console console = {.width = DEFAULT_WIDTH};
    if (!isatty(STDOUT_FILENO)) return console;
    const char *no_color = getenv("NO_COLOR");
    const char *term = getenv("TERM");
    console.color = !(no_color && *no_color) && term && strcmp(term, "dumb") != 0;
    console.blocks = is_utf8_locale();
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) console.width = size.ws_col;
    if (console.width < MIN_WIDTH) console.width = MIN_WIDTH;
    if (console.width > MAX_WIDTH) console.width = MAX_WIDTH;
    return console;
}

/* A piece of an answer is shown on one line: its line feeds and tabs are blanks here, other control bytes are
 * escaped. */
static void print_escaped(fw_str text) {
    fw_buffer plain = {0}, safe = {0};
    fw_buffer_str(&plain, text);
    for (size_t i = 0; i < plain.len; i++) {
        if (memchr("\n\r\t", plain.data[i], 3)) plain.data[i] = ' ';
    }
    fw_log_escape(&safe, (fw_str){plain.data, plain.len});
    fw_buffer_free(&plain);
    if (safe.data) fwrite(safe.data, 1, safe.len, stdout); /* stdout is checked at the end */
    fw_buffer_free(&safe);
}

void fw_console_paint(const fw_console *console, fw_paint paint, fw_str text) {
    const bool colored = console->color && paint != FW_PAINT_PLAIN;
    if (colored) fputs(CODES[paint], stdout);
    print_escaped(text);
    if (colored) fputs("\033[0m", stdout);
}

void fw_console_bar(const fw_console *console, fw_paint paint, double value, size_t width) {
    const double clipped = value < 0 ? 0 : value > 1 ? 1 : value;
    const size_t full = (size_t)(clipped * (double)width + 0.5);
    if (console->color) fputs(CODES[paint], stdout);
    for (size_t i = 0; i < full; i++) fputs(console->blocks ? "\xe2\x96\x88" : "#", stdout);
    if (console->color) fputs("\033[0m\033[2m", stdout);
    for (size_t i = full; i < width; i++) fputs(console->blocks ? "\xe2\x96\x91" : ".", stdout);
    if (console->color) fputs("\033[0m", stdout);
}

size_t fw_console_columns(fw_str text) {
    size_t columns = 0;
    for (size_t i = 0; i < text.len; i++) columns += ((unsigned char)text.ptr[i] & 0xc0) != 0x80;
    return columns;
}

static bool is_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

void fw_console_wrap(const fw_console *console, fw_paint paint, fw_str text, size_t column, size_t indent) {
    bool first = true;
    for (size_t i = 0; i < text.len;) {
        while (i < text.len && is_space(text.ptr[i])) i++;
        size_t end = i;
        while (end < text.len && !is_space(text.ptr[end])) end++;
        if (end == i) break;
        const fw_str word = {text.ptr + i, end - i};
        const size_t columns = fw_console_columns(word);
        if (!first && column + 1 + columns > console->width) {
            printf("\n%*s", (int)indent, "");
            column = indent;
        } else if (!first) {
            fputc(' ', stdout);
            column++;
        }
        fw_console_paint(console, paint, word);
        column += columns;
        first = false;
        i = end;
    }
    fputc('\n', stdout);
}

fw_code fw_console_json(json_t *document, bool compact, fw_error *err) {
    const size_t form = compact ? JSON_COMPACT : JSON_INDENT(2);
    char *text = document ? json_dumps(document, form | JSON_PRESERVE_ORDER | JSON_ENSURE_ASCII) : NULL;
    json_decref(document);
    if (!text) return fw_fail_nomem(err);
    puts(text);
    free(text);
    return FW_OK;
}
