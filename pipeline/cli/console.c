/* console.c: colour, wrapping, bars. */
#include "cli/console.h"

#include "base/json.h"
#include "base/log.h"
#include "base/str.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { DEFAULT_WIDTH = 100, MIN_WIDTH = 50, MAX_WIDTH = 120 };

static const char *const CODES[FW_PAINT_COUNT] = {
    [FW_PAINT_PLAIN] = "",        [FW_PAINT_BOLD] = "\033[1m",    [FW_PAINT_DIM] = "\033[2m",
    [FW_PAINT_GOOD] = "\033[32m", [FW_PAINT_WARN] = "\033[33m",   [FW_PAINT_BAD] = "\033[31m",
    [FW_PAINT_NOTE] = "\033[36m", [FW_PAINT_LESSON] = "\033[35m",
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

fw_console fw_console_when(const char *when) {
    fw_console console = fw_console_of_stdout();
    if (strcmp(when, "always") == 0) console.color = true;
    if (strcmp(when, "never") == 0) console.color = false;
    return console;
}

void fw_console_on(const fw_console *console, fw_paint paint, bool underlined) {
    if (!console->color) return;
    fputs(CODES[paint], stdout);
    if (underlined) fputs("\033[4m", stdout);
}

void fw_console_off(const fw_console *console) {
    if (console->color) fputs("\033[0m", stdout);
}

/* A piece of an answer is shown on one line: its line feeds and tabs are blanks here, other control bytes are
 * escaped, and what nobody should see is left out, as some terminals show it. */
static void print_escaped(fw_str text) {
    fw_buffer plain = {0}, safe = {0};
    for (size_t i = 0; i < text.len;) {
        const size_t unseen = fw_str_unseen(text.ptr + i, text.len - i);
        if (!unseen) fw_buffer_char(&plain, memchr("\n\r\t", text.ptr[i], 3) ? ' ' : text.ptr[i]);
        i += unseen ? unseen : 1;
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

/* One character of well-formed UTF-8; a stray byte is a character of its own. */
static uint32_t decode(fw_str text, size_t *at) {
    const unsigned char lead = (unsigned char)text.ptr[*at];
    const size_t more = lead < 0xc0 ? 0 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
    uint32_t c = more ? lead & (0x3fu >> more) : lead;
    for (size_t i = 1; i <= more && *at + i < text.len; i++)
        c = c << 6 | ((unsigned char)text.ptr[*at + i] & 0x3fu);
    *at += more + 1;
    return c;
}

/* Ranges that do not take one column, after Unicode's East Asian Width (W and F) and general category Mn. */
static size_t width_of(uint32_t c) {
    enum { SOFT_HYPHEN = 0xAD };
    static const struct {
        uint32_t first, last;
        uint8_t width;
    } RANGES[] = {
        {0x300, 0x36f, 0},     {0x483, 0x489, 0},     {0x591, 0x5bd, 0},     {0x610, 0x61a, 0},
        {0x64b, 0x65f, 0},     {0x1100, 0x115f, 2},   {0x1ab0, 0x1aff, 0},   {0x1dc0, 0x1dff, 0},
        {0x200b, 0x200f, 0},   {0x2060, 0x2060, 0},   {0x20d0, 0x20ff, 0},   {0x2e80, 0x303e, 2},
        {0x3041, 0xa4cf, 2},   {0xac00, 0xd7a3, 2},   {0xf900, 0xfaff, 2},   {0xfe00, 0xfe0f, 0},
        {0xfe20, 0xfe2f, 0},   {0xfe30, 0xfe6f, 2},   {0xff00, 0xff60, 2},   {0xffe0, 0xffe6, 2},
        {0x1f300, 0x1f64f, 2}, {0x1f680, 0x1f6ff, 2}, {0x1f900, 0x1f9ff, 2}, {0x20000, 0x3fffd, 2},
    };
    if (c < RANGES[0].first) return c != SOFT_HYPHEN;
    for (size_t i = 0; i < sizeof RANGES / sizeof RANGES[0]; i++) {
        if (c >= RANGES[i].first && c <= RANGES[i].last) return RANGES[i].width;
    }
    return 1;
}

size_t fw_console_columns(fw_str text) {
    size_t columns = 0;
    for (size_t i = 0; i < text.len;) columns += width_of(decode(text, &i));
    return columns;
}

size_t fw_console_fit(fw_str text, size_t columns) {
    size_t fits = 0, used = 0;
    for (size_t i = 0; i < text.len; fits = i) {
        used += width_of(decode(text, &i));
        if (used > columns && fits > 0) return fits;
        if (i > text.len) i = text.len;
    }
    return fits;
}

static bool is_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

/* A word; one that is wider than a line (an address, a script without spaces) is cut at the line's end. */
static fw_str word_at(const fw_console *console, fw_str text, size_t start, size_t indent) {
    size_t end = start;
    while (end < text.len && !is_space(text.ptr[end])) end++;
    const fw_str word = {text.ptr + start, end - start};
    const size_t room = console->width > indent + 8 ? console->width - indent : 8;
    return (fw_str){word.ptr, fw_console_fit(word, room)};
}

void fw_console_wrap(const fw_console *console, fw_paint paint, fw_str text, size_t column, size_t indent) {
    bool first = true;
    if (paint != FW_PAINT_PLAIN) fw_console_on(console, paint, false);
    for (size_t i = 0; i < text.len;) {
        const size_t before = i;
        while (i < text.len && is_space(text.ptr[i])) i++;
        const fw_str word = word_at(console, text, i, indent);
        if (word.len == 0) break;
        const size_t columns = fw_console_columns(word);
        const bool blank = !first && i > before;
        if (!first && column + blank + columns > console->width) {
            printf("\n%*s", (int)indent, "");
            column = indent;
        } else if (blank) {
            fputc(' ', stdout);
            column++;
        }
        print_escaped(word);
        column += columns;
        first = false;
        i += word.len;
    }
    if (paint != FW_PAINT_PLAIN) fw_console_off(console);
    fputc('\n', stdout);
}

fw_code fw_console_json(json_t *document, bool compact, fw_error *err) {
    const size_t form = compact ? JSON_COMPACT : JSON_INDENT(2);
    char *text = fw_json_dump(document, form | JSON_PRESERVE_ORDER | JSON_ENSURE_ASCII);
    json_decref(document);
    if (!text) return fw_fail_nomem(err);
    puts(text);
    free(text);
    return FW_OK;
}
