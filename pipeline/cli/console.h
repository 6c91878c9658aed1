/* console.h: writing for a terminal: colour when there is one, wrapped text, bars. */
#ifndef FAILWISE_CLI_CONSOLE_H
#define FAILWISE_CLI_CONSOLE_H

#include <failwise/status.h>
#include <jansson.h>

typedef enum fw_paint {
    FW_PAINT_PLAIN,
    FW_PAINT_BOLD,
    FW_PAINT_DIM,
    FW_PAINT_GOOD,
    FW_PAINT_WARN,
    FW_PAINT_BAD,
    FW_PAINT_NOTE,
    FW_PAINT_LESSON,
    FW_PAINT_COUNT
} fw_paint;

/* How stdout may be used. */
typedef struct fw_console {
    bool color;   /* escape sequences for colour and underlining: a terminal, and NO_COLOR is not set */
    bool blocks;  /* a terminal in a UTF-8 locale: block characters for bars */
    size_t width; /* columns text is wrapped to */
} fw_console;

fw_console fw_console_of_stdout(void);
/* The same, told when to use colour: "auto", "always" or "never". */
fw_console fw_console_when(const char *when);

/* Prints `text` in a colour; plain where there is none. Control bytes are escaped. */
void fw_console_paint(const fw_console *console, fw_paint paint, fw_str text);
/* From here on text is in that colour, and underlined; until off. Nothing where there is no colour. */
void fw_console_on(const fw_console *console, fw_paint paint, bool underlined);
void fw_console_off(const fw_console *console);
/* A bar of `width` cells for a value from 0 to 1. */
void fw_console_bar(const fw_console *console, fw_paint paint, double value, size_t width);
/*
 * Prints words wrapped at the console's width: the first line continues one that has `column` columns
 * already, further lines start at `indent`. White space of any kind counts as one space. Ends the line.
 */
void fw_console_wrap(const fw_console *console, fw_paint paint, fw_str text, size_t column, size_t indent);
/* Bytes of `text` that fit into `columns`: whole characters, one at least. */
size_t fw_console_fit(fw_str text, size_t columns);
/* Columns that `text` takes on a terminal: wide characters take two, combining ones none. */
size_t fw_console_columns(fw_str text);

/* Prints a JSON document (indented, or compact on one line) and releases it. FW_IO when it is NULL: out of
 * memory. */
fw_code fw_console_json(json_t *document, bool compact, fw_error *err);

#endif
