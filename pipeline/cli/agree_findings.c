/* agree_findings.c: what the figures of a panel say, in sentences. */
#include "cli/agree_view.h"

#include "base/buffer.h"

#include <math.h>

enum { RATERS_TOLD = 12 };

static void tell(const fw_console *console, fw_paint paint, fw_buffer *text) {
    printf("  - ");
    fw_console_wrap(console, paint, (fw_str){text->data, text->len}, 4, 4);
    fw_buffer_clear(text);
}

static void add_interval(fw_buffer *text, double low, double high) {
    if (isfinite(low) && isfinite(high)) fw_buffer_printf(text, " (95 %% CI %.2f to %.2f)", low, high);
}

/* One sentence a flag. */
static void tell_flag(fw_buffer *text, const fw_rater *r, uint32_t flag) {
    switch (flag) {
    case FW_RATER_SEVERE:
    case FW_RATER_LENIENT:
        fw_buffer_printf(text, "%.60s is %s: %+.2f points on a rating", r->name,
                         flag == FW_RATER_SEVERE ? "severe" : "lenient", r->severity.value);
        add_interval(text, r->severity.low, r->severity.high);
        break;
    case FW_RATER_CENTRAL:
        fw_buffer_printf(
            text,
            "%.60s keeps to the middle: for a point more by the others, %.2f more (1 is expected; SE "
            "%.2f)",
            r->name, r->slope, r->slope_se);
        break;
    case FW_RATER_RESTRICTED:
        fw_buffer_printf(text, "%.60s uses little of the scale: SD %.2f, ratings %g to %g", r->name, r->sd,
                         r->min, r->max);
        break;
    default:
        fw_buffer_printf(text, "%.60s is inconsistent: %.1f times the variance expected from the panel",
                         r->name, r->noise);
    }
    fw_buffer_text(text, ".");
}

static void tell_raters(const fw_console *console, const fw_panel_result *r, fw_buffer *text) {
    size_t flagged = 0, told = 0;
    for (size_t i = 0; i < r->rater_count; i++) flagged += r->rater[i].flags != 0;
    for (size_t i = 0; i < r->rater_count && told < RATERS_TOLD; i++) {
        told += r->rater[i].flags != 0;
        for (uint32_t flag = 1; flag < 1u << FW_RATER_FLAGS; flag <<= 1) {
            if (!(r->rater[i].flags & flag)) continue;
            tell_flag(text, &r->rater[i], flag);
            tell(console, FW_PAINT_WARN, text);
        }
    }
    if (flagged > told) {
        fw_buffer_printf(text, "%zu more raters stand out; raters.csv (-o DIR) lists them.", flagged - told);
        tell(console, FW_PAINT_WARN, text);
    }
    if (flagged == 0) {
        fw_buffer_text(text, r->rater_count == 2 ? "Neither rater stands out." : "No rater stands out.");
        tell(console, FW_PAINT_GOOD, text);
    }
}

/* "3 raters", or that no number does. */
static void add_needed(fw_buffer *text, const fw_components *c, bool absolute) {
    const double needed = fw_raters_needed(c, absolute, .8);
    if (isfinite(needed))
        fw_buffer_printf(text, "%.0f rater%s", needed, needed > 1 ? "s" : "");
    else
        fw_buffer_text(text, "more raters than can be told");
}

static void tell_reliability(const fw_console *console, const fw_panel_result *r, fw_buffer *text) {
    const fw_components *c = &r->components;
    const double one = r->decision[0].absolute;
    if (!isfinite(one)) {
        fw_buffer_text(text, r->sd > 0 ? "Too few ratings to tell how reliable they are."
                                       : "How reliable ratings are cannot be told of equal ones.");
        tell(console, FW_PAINT_WARN, text);
        return;
    }
    fw_buffer_printf(text, "One rating is %.2f reliable as it stands, %.2f for the order of answers", one,
                     r->decision[0].relative);
    const fw_interval *as_it_stands = &r->icc.of[FW_ICC_A1];
    if (as_it_stands->low > 0) {
        fw_buffer_text(text, ". For .80 it takes ");
        add_needed(text, c, true);
        fw_buffer_text(text, " as it stands, ");
        add_needed(text, c, false);
        fw_buffer_text(text, " for the order.");
    } else {
        fw_buffer_text(text, ", which chance alone could give");
        add_interval(text, as_it_stands->low, as_it_stands->high);
        fw_buffer_text(text, ": rate more answers twice before you plan with it.");
    }
    tell(console, one >= .7 ? FW_PAINT_GOOD : FW_PAINT_PLAIN, text);
    const double total = fmax(0, c->answer) + fmax(0, c->rater) + c->residual;
    if (!(total > 0)) return;
    fw_buffer_printf(
        text,
        "Of the variance of a rating, %.0f %% is the answer, %.0f %% how severe the rater is, %.0f %% the "
        "rater's view of that answer and chance.",
        100 * fmax(0, c->answer) / total, 100 * fmax(0, c->rater) / total, 100 * c->residual / total);
    tell(console, FW_PAINT_PLAIN, text);
}

void fw_agree_print_findings(const fw_console *console, const fw_panel_result *r) {
    fw_buffer text = {0};
    tell_raters(console, r, &text);
    tell_reliability(console, r, &text);
    for (size_t i = 0; i < r->note_count; i++) {
        fw_buffer_printf(&text, "Note: %s.", r->note[i]);
        tell(console, FW_PAINT_DIM, &text);
    }
    fw_buffer_free(&text);
}
