/* audit_view.h: one analysis, or two drafts, for a reader in a terminal. */
#ifndef FAILWISE_CLI_AUDIT_VIEW_H
#define FAILWISE_CLI_AUDIT_VIEW_H

#include <failwise/coach.h>

#include "cli/console.h"

/* One answer as the views need it. */
typedef struct fw_audited {
    fw_str name; /* file or id */
    const fw_analysis *analysis;
    const fw_score *score;
    double scale_min, scale_max; /* of score->overall */
} fw_audited;

/* Prints the whole view to stdout. */
void fw_audit_print(const fw_console *console, const fw_audited *audited, bool verbose);

/* The answer sentence by sentence, its parts labelled, its evidence underlined (audit_text.c). `verbose`: the
 * cues too. */
void fw_audit_print_text(const fw_console *console, const fw_analysis *analysis, bool verbose);

/* The blocks below it: what to look at again, and the numbers told (audit_notes.c). */
void fw_audit_print_notes(const fw_console *console, const fw_analysis *analysis);
void fw_audit_print_numbers(const fw_console *console, const fw_analysis *analysis, bool verbose);

/* A bold title behind an empty line; the colour of a part; a bar's colour for points of 0..4. */
void fw_audit_heading(const fw_console *console, const char *text);
fw_paint fw_audit_part_paint(size_t part);
fw_paint fw_audit_points_paint(double points);

/* `text` between quotation marks, cut after `most` bytes, on the line that is being written. */
void fw_audit_quote(const fw_console *console, const fw_analysis *analysis, fw_span span, size_t most);

#endif
