/* audit_text.c: the answer piece by piece, each with what it does, its evidence underlined. */
#include "cli/audit_layout.h"
#include "cli/audit_view.h"

#include "base/buffer.h"
#include "base/str.h"

#include <string.h>

enum {
    LABEL_COLUMN = 4,
    TEXT_COLUMN = 13,
    CUES_SHOWN = 5,
    CUES_READ = 64,
    QUOTE_LIMIT = 48,
    MARKS_OF_PIECE = 256,
    ASIDE_WORDS = 3
};

fw_paint fw_audit_part_paint(size_t part) {
    static const fw_paint PAINTS[FW_PART_COUNT] = {
        [FW_PART_CONTEXT] = FW_PAINT_PLAIN, [FW_PART_FAIL] = FW_PAINT_BAD,     [FW_PART_DIAG] = FW_PAINT_WARN,
        [FW_PART_ACT] = FW_PAINT_NOTE,      [FW_PART_LEARN] = FW_PAINT_LESSON, [FW_PART_IMPR] = FW_PAINT_GOOD,
        [FW_PART_CLOSE] = FW_PAINT_GOOD,    [FW_PART_OTHER] = FW_PAINT_DIM};
    return PAINTS[part];
}

/* ---- the cues behind a label, for those who ask (-v) ---- */

static bool same_span(const fw_cue *a, const fw_cue *b) {
    return a->span.start == b->span.start && a->span.end == b->span.end;
}

/* The strongest cue not yet told that speaks for the part, or -1. */
static int strongest(const fw_cue *cues, uint32_t count, const bool *told) {
    int best = -1;
    for (uint32_t i = 0; i < count; i++) {
        if (!told[i] && cues[i].weight > 0 && (best < 0 || cues[i].weight > cues[best].weight)) best = (int)i;
    }
    return best;
}

/* The reasons for a clause's part, strongest first, rules that stand on the same words together. */
static void append_cues(fw_buffer *out, const fw_analysis *a, const fw_clause *clause) {
    bool told[CUES_READ] = {false};
    const fw_cue *cues = a->cues + clause->first_cue;
    const uint32_t count = clause->cue_count < CUES_READ ? clause->cue_count : CUES_READ;
    for (int shown = 0; shown < CUES_SHOWN; shown++) {
        const int best = strongest(cues, count, told);
        if (best < 0) break;
        const fw_cue *cue = &cues[best];
        told[best] = true;
        fw_buffer_printf(out, "%s%s", shown ? "; " : "", cue->id);
        for (uint32_t i = 0; i < count; i++) {
            if (told[i] || cues[i].weight <= 0 || !same_span(&cues[i], cue)) continue;
            told[i] = true;
            if (strcmp(cues[i].id, cue->id) != 0) fw_buffer_printf(out, "+%s", cues[i].id);
        }
        char quote[QUOTE_LIMIT + 8];
        fw_quote_text(a, cue->span, QUOTE_LIMIT, quote, sizeof quote);
        if (quote[0]) fw_buffer_printf(out, " \"%s\"", quote);
    }
}

static void print_cues(const fw_console *console, const fw_analysis *a, const fw_clause *clause) {
    if (clause->part == FW_PART_OTHER || clause->cue_count == 0) return;
    fw_buffer line = {0};
    fw_buffer_printf(&line, "%s: ", fw_part_name((fw_part)clause->part));
    append_cues(&line, a, clause);
    fw_buffer_printf(&line, " (%s by %d over %s)", fw_star_name((fw_star)clause->star), (int)clause->margin,
                     fw_part_name((fw_part)clause->runner_up));
    printf("%*s", TEXT_COLUMN, "");
    if (!line.failed)
        fw_console_wrap(console, FW_PAINT_DIM, (fw_str){line.data, line.len}, TEXT_COLUMN, TEXT_COLUMN + 2);
    fw_buffer_free(&line);
}

/* ---- the text ---- */

/* "So, um," and "you know" need no line of their own. */
static bool is_aside(const fw_clause *c) { return c->part == FW_PART_OTHER && c->words <= ASIDE_WORDS; }

/* The part that a piece starting with clause `first` has: that of its first clause that is no aside. */
static uint8_t piece_part(const fw_analysis *a, uint32_t first, uint32_t end) {
    for (uint32_t c = first; c < end; c++) {
        if (!is_aside(&a->clauses[c])) return a->clauses[c].part;
    }
    return FW_PART_OTHER;
}

/* Neighbouring clauses of a sentence with the same part, and asides between them, are one piece: [first,
 * last). */
static uint32_t piece_end(const fw_analysis *a, uint32_t first, uint32_t end, uint8_t part) {
    uint32_t last = first;
    while (last < end && (a->clauses[last].part == part || is_aside(&a->clauses[last]))) last++;
    return last;
}

static void print_label(const fw_console *console, uint8_t part) {
    const char *name = part == FW_PART_OTHER ? "-" : fw_part_name((fw_part)part);
    fw_console_paint(console, part == FW_PART_CONTEXT ? FW_PAINT_DIM : fw_audit_part_paint(part),
                     fw_str_of(name));
    printf("%*s", (int)(TEXT_COLUMN - LABEL_COLUMN - strlen(name)), "");
}

static void print_piece(const fw_console *console, const fw_analysis *a, uint32_t first, uint32_t last,
                        uint8_t part, bool verbose) {
    fw_span marks[MARKS_OF_PIECE];
    size_t count = 0;
    for (uint32_t c = first; c < last; c++)
        count += fw_evidence_of(a, c, marks + count, MARKS_OF_PIECE - count);
    const fw_clause *begin = &a->clauses[first], *end = &a->clauses[last - 1];
    const fw_marked marked = {
        .text = a->text.ptr,
        .piece = {a->tokens[begin->first].start, a->tokens[end->first + end->count - 1].end},
        .marks = marks,
        .mark_count = count};
    print_label(console, part);
    fw_layout_marked(console, fw_audit_part_paint(part), &marked, TEXT_COLUMN, TEXT_COLUMN);
    for (uint32_t c = first; c < last && verbose; c++) print_cues(console, a, &a->clauses[c]);
}

void fw_audit_print_text(const fw_console *console, const fw_analysis *a, bool verbose) {
    for (uint32_t i = 0; i < a->sentence_count; i++) {
        const fw_sentence *s = &a->sentences[i];
        const uint32_t end = s->first_clause + s->clause_count;
        for (uint32_t c = s->first_clause; c < end;) {
            const uint8_t part = piece_part(a, c, end);
            const uint32_t last = piece_end(a, c, end, part);
            if (c == s->first_clause) {
                printf("%3u ", i + 1);
            } else {
                printf("%*s", LABEL_COLUMN, "");
            }
            print_piece(console, a, c, last, part, verbose);
            c = last;
        }
    }
}
