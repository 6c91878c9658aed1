/* audit_notes.c: phrases worth a second look, and the numbers an answer tells. */
#include "cli/audit_view.h"

#include "base/str.h"

#include <math.h>
#include <string.h>

enum { QUOTE_SHOWN = 44, NUMBERS_SHOWN = 6 };

/* ---- what to look at again ---- */

static void note(const fw_console *console, const fw_analysis *a, fw_span span, const char *text) {
    printf("  ");
    fw_audit_quote(console, a, span, QUOTE_SHOWN);
    printf(" ");
    fw_console_paint(console, FW_PAINT_DIM, fw_str_of(text));
    printf("\n");
}

void fw_audit_print_notes(const fw_console *console, const fw_analysis *a) {
    fw_second_look looks[FW_SECOND_LOOKS];
    const size_t count = fw_second_looks(a, looks);
    const uint32_t fillers = fw_fillers_heard(a), hedges = fw_hedges_heard(a);
    if (count || fillers || hedges) fw_audit_heading(console, "Worth a second look");
    for (size_t i = 0; i < count; i++) note(console, a, looks[i].span, looks[i].question);
    if (fillers) printf("  %u fillers: pause instead.\n", fillers);
    if (hedges) printf("  %u hedges (maybe, kind of): say it or leave it.\n", hedges);
}

/* ---- numbers ---- */

static fw_str text_of(const fw_analysis *a, const fw_quantity *q) {
    return (fw_str){a->text.ptr + q->span.start, q->span.end - q->span.start};
}

/* Whole numbers in full (money), others with four digits. */
static void print_quantity(const fw_console *console, const fw_analysis *a, const fw_quantity *q) {
    char value[64];
    snprintf(value, sizeof value, "%.*g%s%s", q->value == trunc(q->value) ? 15 : 4, q->value,
             q->unit[0] ? " " : "", q->unit);
    const fw_str text = text_of(a, q);
    const size_t columns = fw_console_columns(text);
    const bool outcome = q->role == FW_ROLE_FAILURE_OUTCOME || q->role == FW_ROLE_IMPROVEMENT_OUTCOME;
    printf("  ");
    fw_console_paint(console, outcome ? FW_PAINT_BOLD : FW_PAINT_PLAIN, text);
    printf("%*s  %-20s  %-9s  ", columns < 26 ? (int)(26 - columns) : 0, "", fw_role_name((fw_role)q->role),
           fw_kind_name((fw_quantity_kind)q->kind));
    fw_console_paint(console, FW_PAINT_DIM, fw_str_of(value));
    if (isfinite(q->from)) printf(" (from %.6g)", q->from);
    if (q->direction) printf(" %s", q->direction > 0 ? "up" : "down");
    printf("\n");
}

/* The quantities of one role on one line; nothing when there are none. */
static bool print_role(const fw_console *console, const fw_analysis *a, fw_role role, const char *title,
                       bool first) {
    int shown = 0;
    for (uint32_t i = 0; i < a->quantity_count; i++) {
        const fw_quantity *q = &a->quantities[i];
        if (q->role != role) continue;
        if (shown == 0 && first) fw_audit_heading(console, "Numbers");
        if (shown == 0) printf("  %-16s ", title);
        if (shown == NUMBERS_SHOWN) {
            printf(", ..");
            break;
        }
        if (shown++) printf(", ");
        fw_console_paint(console, FW_PAINT_PLAIN, text_of(a, q));
    }
    if (shown) printf("\n");
    return shown > 0;
}

void fw_audit_print_numbers(const fw_console *console, const fw_analysis *a, bool verbose) {
    if (verbose) {
        fw_audit_heading(console, "Numbers");
        for (uint32_t i = 0; i < a->quantity_count; i++) print_quantity(console, a, &a->quantities[i]);
        if (a->quantity_count == 0) printf("  none\n");
        return;
    }
    static const struct {
        fw_role role;
        const char *title;
    } ROLES[] = {{FW_ROLE_FAILURE_OUTCOME, "what it cost"},
                 {FW_ROLE_IMPROVEMENT_OUTCOME, "what got better"},
                 {FW_ROLE_PRACTICE, "a rule in use"}};
    bool shown = false;
    for (size_t i = 0; i < sizeof ROLES / sizeof ROLES[0]; i++)
        shown |= print_role(console, a, ROLES[i].role, ROLES[i].title, !shown);
}
