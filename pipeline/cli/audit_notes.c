/* audit_notes.c: phrases worth a second look, and the numbers an answer tells. */
#include "cli/audit_view.h"

#include "base/str.h"

#include <math.h>
#include <string.h>

enum { NOTES_SHOWN = 4, QUOTE_SHOWN = 44, NUMBERS_SHOWN = 6, HEARD_PER_100 = 3 };

/* ---- what to look at again ---- */

/* What a coach asks where nobody acts. */
static const char *const QUESTIONS[FW_FINDING_KIND_COUNT] = {
    [FW_FINDING_PASSIVE] = "by whom? Say who did it.",
    [FW_FINDING_AGENTLESS] = "it did not happen by itself: who let it?",
    [FW_FINDING_IMPERSONAL] = "who? Put a person in it.",
};

/* An event without an agent is no flaw where the failure is told with its number. */
static bool worth_noting(const fw_analysis *a, const fw_finding *f) {
    const fw_clause *c = &a->clauses[f->clause];
    if (!QUESTIONS[f->kind] || (c->flags & FW_CLAUSE_QUOTED) || c->tense != FW_TENSE_PAST) return false;
    if (f->kind == FW_FINDING_IMPERSONAL) return c->part != FW_PART_CONTEXT && c->part != FW_PART_CLOSE;
    if (c->part == FW_PART_DIAG || c->part == FW_PART_ACT) return true;
    return f->kind == FW_FINDING_AGENTLESS && c->part == FW_PART_FAIL &&
           !(c->flags & FW_CLAUSE_HAS_OUTCOME_QUANTITY);
}

/* The clause as far as it says what happened: "it was decided that we", "every record was deleted". */
static fw_span told_by_nobody(const fw_analysis *a, const fw_finding *f) {
    const fw_clause *c = &a->clauses[f->clause];
    const uint32_t last = a->tokens[c->first + c->count - 1].end;
    if (f->kind == FW_FINDING_IMPERSONAL) return fw_quote_trim(a, (fw_span){f->span.start, last});
    if (f->kind == FW_FINDING_AGENTLESS) return fw_quote_event(a, f);
    return (fw_span){a->tokens[c->first].start, f->span.end};
}

static void note(const fw_console *console, const fw_analysis *a, fw_span span, const char *text) {
    printf("  ");
    fw_audit_quote(console, a, span, QUOTE_SHOWN);
    printf(" ");
    fw_console_paint(console, FW_PAINT_DIM, fw_str_of(text));
    printf("\n");
}

static uint32_t hits_of(const fw_analysis *a, fw_cat cat) {
    uint32_t sum = 0;
    for (int part = 0; part < FW_PART_COUNT; part++) sum += a->tally->hits[part][cat];
    return sum;
}

/* Manner of speaking: only when there is enough of it to hear. */
static bool is_heard(const fw_analysis *a, uint32_t count) {
    return count > 1 && count * 100.0 / a->word_count >= HEARD_PER_100;
}

static void note_manner(const fw_analysis *a, uint32_t hedges) {
    if (is_heard(a, a->tally->fillers)) printf("  %u fillers: pause instead.\n", a->tally->fillers);
    if (is_heard(a, hedges)) printf("  %u hedges (maybe, kind of): say it or leave it.\n", hedges);
}

void fw_audit_print_notes(const fw_console *console, const fw_analysis *a) {
    const fw_span platitude = fw_quote_find(a, FW_QUOTE_PLATITUDE);
    int shown = 0;
    for (uint32_t i = 0; i < a->finding_count && shown < NOTES_SHOWN; i++) {
        if (!worth_noting(a, &a->findings[i])) continue;
        if (shown++ == 0) fw_audit_heading(console, "Worth a second look");
        note(console, a, told_by_nobody(a, &a->findings[i]), QUESTIONS[a->findings[i].kind]);
    }
    const bool empty = platitude.end <= platitude.start;
    const uint32_t hedges = hits_of(a, FW_CAT_hedge);
    if (shown == 0 && (!empty || is_heard(a, a->tally->fillers) || is_heard(a, hedges)))
        fw_audit_heading(console, "Worth a second look");
    if (!empty) note(console, a, platitude, "fits any failure.");
    note_manner(a, hedges);
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
