/* audit_view.c: the blocks of the audit: parts, timing, numbers, traps, and what to practise. */
#include "cli/audit_view.h"

#include "base/str.h"

#include <math.h>
#include <string.h>

enum { BAR_WIDTH = 20 };

/* What a reader calls the five parts; order of the arc. */
static const char *const PART_TITLES[FW_ARC_PARTS] = {"honest failure", "clear diagnosis", "decisive action",
                                                      "extracted learning", "demonstrated improvement"};

static void heading(const fw_console *console, const char *text) {
    printf("\n");
    fw_console_paint(console, FW_PAINT_BOLD, fw_str_of(text));
    printf("\n");
}

static fw_paint paint_of_strength(double strength) {
    return strength >= 0.75 ? FW_PAINT_GOOD : strength >= 0.4 ? FW_PAINT_WARN : FW_PAINT_BAD;
}

static void print_arc(const fw_console *console, const fw_analysis *a) {
    heading(console, "Five parts");
    for (size_t i = 0; i < FW_ARC_PARTS; i++) {
        const bool weakest = a->weakest >> i & 1;
        printf("  %-6s%-25s ", fw_part_name((fw_part)(FW_PART_FAIL + (int)i)), PART_TITLES[i]);
        fw_console_bar(console, paint_of_strength(a->arc[i]), a->arc[i], BAR_WIDTH);
        if (a->arc[i] > 0) {
            printf(" %4.2f%s\n", a->arc[i], weakest ? "  weakest" : "");
        } else {
            printf(" absent%s\n", weakest ? "  weakest" : "");
        }
    }
}

static void print_band(const fw_console *console, double seconds, double low, double high) {
    char text[64];
    if (seconds < low) {
        snprintf(text, sizeof text, "short by %.0f s", low - seconds);
    } else if (seconds > high) {
        snprintf(text, sizeof text, "long by %.0f s", seconds - high);
    } else {
        snprintf(text, sizeof text, "in the band");
    }
    fw_console_paint(console, seconds < low || seconds > high ? FW_PAINT_WARN : FW_PAINT_GOOD,
                     fw_str_of(text));
    printf("\n");
}

static void print_star(const fw_console *console, const fw_analysis *a) {
    heading(console, "Timing");
    for (size_t i = 0; i < FW_STAR_COUNT; i++) {
        const fw_star_band *band = &fw_star_bands[i];
        const double seconds = round(fw_audit_star_seconds(a, i));
        printf("  %-10s %4.0f s   band %2.0f to %3.0f s   ", band->name, seconds, band->low, band->high);
        print_band(console, seconds, band->low, band->high);
    }
    printf("  %-10s %4.0f s   band 90 to 120 s   ", "All", a->seconds);
    print_band(console, round(a->seconds), 90, 120);
}

/* Whole numbers in full (money), others with four digits. */
static void print_quantity(const fw_console *console, const fw_analysis *a, const fw_quantity *q) {
    char value[64];
    snprintf(value, sizeof value, "%.*g%s%s", q->value == trunc(q->value) ? 15 : 4, q->value,
             q->unit[0] ? " " : "", q->unit);
    const fw_str text = {a->text.ptr + q->span.start, q->span.end - q->span.start};
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

static void print_quantities(const fw_console *console, const fw_analysis *a) {
    heading(console, "Numbers");
    for (uint32_t i = 0; i < a->quantity_count; i++) print_quantity(console, a, &a->quantities[i]);
    if (a->quantity_count == 0) printf("  none\n");
}

static void print_traps(const fw_console *console, const fw_analysis *a) {
    if (a->traps == 0) return;
    heading(console, "Traps");
    for (size_t i = 0; i < FW_TRAP_COUNT; i++) {
        if (!(a->traps >> i & 1)) continue;
        printf("  ");
        fw_console_wrap(console, FW_PAINT_BAD, fw_str_of(fw_audit_trap_text(i)), 2, 4);
    }
}

static void print_practice(const fw_console *console, const fw_analysis *a) {
    heading(console, "Practise this");
    printf("  weakest part: ");
    bool first = true;
    for (size_t i = 0; i < FW_ARC_PARTS; i++) {
        if (!(a->weakest >> i & 1)) continue;
        printf("%s%s (%s)", first ? "" : ", ", fw_part_name((fw_part)(FW_PART_FAIL + (int)i)),
               PART_TITLES[i]);
        first = false;
    }
    printf("%s\n  ", first ? "none" : "");
    fw_console_wrap(console, FW_PAINT_BOLD, fw_str_of(fw_audit_advice(a)), 2, 2);
}

void fw_audit_print(const fw_console *console, const fw_analysis *a, fw_str name, bool verbose) {
    fw_console_paint(console, FW_PAINT_BOLD, name);
    printf(": %u words, %u sentences, %.0f s spoken%s\n\n", a->word_count, a->sentence_count, a->seconds,
           a->seconds_estimated ? " (estimated from words)" : "");
    fw_audit_print_text(console, a, verbose);
    print_arc(console, a);
    print_star(console, a);
    print_quantities(console, a);
    print_traps(console, a);
    print_practice(console, a);
}
