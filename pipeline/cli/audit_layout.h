/* audit_layout.h: a piece of an answer, wrapped, with its evidence underlined. */
#ifndef FAILWISE_CLI_AUDIT_LAYOUT_H
#define FAILWISE_CLI_AUDIT_LAYOUT_H

#include "cli/console.h"

/* A piece of text, and where in it the evidence stands (offsets of the answer; sorted, not overlapping). */
typedef struct fw_marked {
    const char *text; /* the whole answer */
    fw_span piece;
    const fw_span *marks;
    size_t mark_count;
} fw_marked;

/*
 * Prints the piece wrapped at the console's width: the first line continues at `column`, further ones start
 * at `indent`. Evidence is underlined, or stands between underscores where there are no escape sequences.
 * Ends the line.
 */
void fw_layout_marked(const fw_console *console, fw_paint paint, const fw_marked *marked, size_t column,
                      size_t indent);

#endif
