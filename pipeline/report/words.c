/* words.c: numbers and nouns in sentences. */
#include "report/view.h"

#include <inttypes.h>
#include <math.h>

const char *fw_say_count(fw_doc *doc, uint64_t count, const char *one, const char *many) {
    const fw_table_column column = {.kind = FW_CELL_COUNT};
    const fw_cell cell = fw_number_cell((double)count);
    char digits[64];
    fw_cell_print(&column, &cell, digits, sizeof digits);
    return fw_doc_format(doc, "%s %s", count == 0 ? "no" : digits, count == 1 ? one : many);
}

const char *fw_say_share(fw_doc *doc, double share) {
    if (!isfinite(share)) return "an unknown share";
    /* A few must not read as none, nor nearly all as all. */
    if (share > 0 && share < .005) return "less than 1%";
    if (share < 1 && share > .995) return "more than 99%";
    return fw_doc_format(doc, "%.0f%%", share * 100);
}

/* As a cell of a table prints it. */
static const char *say_as(fw_doc *doc, fw_cell_kind kind, double value, int digits) {
    const fw_table_column column = {.kind = kind, .digits = digits};
    const fw_cell cell = fw_number_cell(value);
    char text[64];
    fw_cell_print(&column, &cell, text, sizeof text);
    return fw_doc_copy(doc, text);
}

static const char *say_number(fw_doc *doc, double value, int digits) {
    return say_as(doc, FW_CELL_NUMBER, value, digits);
}

const char *fw_say_estimate(fw_doc *doc, fw_estimate estimate, int digits) {
    if (!isfinite(estimate.value)) return "unknown";
    const char *value = say_number(doc, estimate.value, digits);
    if (!isfinite(estimate.low)) return value;
    return fw_doc_format(doc, "%s (95%% interval %s to %s)", value, say_number(doc, estimate.low, digits),
                         say_number(doc, estimate.high, digits));
}

const char *fw_say_signed(fw_doc *doc, double value, int digits) {
    return say_as(doc, FW_CELL_SIGNED, value, digits);
}

const char *fw_capital(fw_doc *doc, const char *text) {
    if (text[0] < 'a' || text[0] > 'z') return text;
    return fw_doc_format(doc, "%c%s", text[0] - 'a' + 'A', text + 1);
}
