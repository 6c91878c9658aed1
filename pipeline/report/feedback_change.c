/* feedback_change.c: what was gained from the first answer to the last, in words for the speaker. */
#include "report/feedback_page.h"
#include "report/labels.h"

enum { SHOWN = 6, QUOTE = 90 };

/* What is said before the quotation; NULL: not told here. A loss is told only where it matters by itself: the
 * last answer may be another story. */
static const struct {
    const char *gained, *lost;
} SAID[FW_CHANGE_KIND_COUNT] = {
    [FW_CHANGE_DECISION] = {"You name your decision", NULL},
    [FW_CHANGE_OWNED] = {"You say who did it", NULL},
    [FW_CHANGE_PART] = {"New is the ", "Missing now is the "},
    [FW_CHANGE_NUMBER] = {"You measure it", NULL},
    [FW_CHANGE_PRACTICE] = {"You show a practice in use", NULL},
    [FW_CHANGE_TRAP] = {"A trap left behind: ", "A trap to watch: "},
    [FW_CHANGE_CLOSING] = {"You carry it into the role", NULL},
};

static bool is_empty(fw_span span) { return span.end <= span.start; }

/* Several numbers and practices are usual: the first of each kind is told. */
static bool told_before(const fw_drafts *d, size_t index) {
    const fw_change *c = &d->changes[index];
    if (c->kind == FW_CHANGE_PART || c->kind == FW_CHANGE_TRAP) return false;
    for (size_t i = 0; i < index; i++) {
        if (d->changes[i].kind == c->kind && d->changes[i].better == c->better) return true;
    }
    return false;
}

static void tell(fw_buffer *out, const fw_draft *first, const fw_draft *last, const fw_change *c) {
    fw_feedback_element(out, c->better ? "<li class=\"more\">" : "<li class=\"less\">",
                        c->better ? SAID[c->kind].gained : SAID[c->kind].lost, "");
    if (c->kind == FW_CHANGE_TRAP) fw_feedback_element(out, "", fw_trap_labels[c->item].label, "");
    if (c->kind == FW_CHANGE_PART) fw_feedback_element(out, "", fw_part_title(c->item), "");
    if (c->better && !is_empty(c->after)) {
        fw_feedback_element(out, ": ", "", "");
        fw_feedback_quote(out, last->analysis, c->after, QUOTE);
    }
    if (c->better && c->kind == FW_CHANGE_OWNED && !is_empty(c->before)) {
        fw_feedback_element(out, ", where it was ", "", "");
        fw_feedback_quote(out, first->analysis, c->before, QUOTE);
    }
    fw_buffer_text(out, "</li>\n");
}

void fw_feedback_changes(fw_buffer *out, const fw_draft *first, const fw_draft *last, const fw_drafts *d) {
    size_t told = 0;
    for (size_t i = 0; i < d->change_count && told < SHOWN; i++) {
        const fw_change *c = &d->changes[i];
        if (!(c->better ? SAID[c->kind].gained : SAID[c->kind].lost) || told_before(d, i)) continue;
        if (told++ == 0) fw_buffer_text(out, "<h3>What changed since your first</h3>\n<ul>\n");
        tell(out, first, last, c);
    }
    if (told) fw_buffer_text(out, "</ul>\n");
}
