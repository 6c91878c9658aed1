/* audit_text.c: the answer piece by piece, each with what it does, its evidence underlined. */
#include "cli/audit_layout.h"
#include "cli/audit_view.h"

#include "base/buffer.h"
#include "base/str.h"

#include <stdlib.h>
#include <string.h>

enum { LABEL_COLUMN = 4, TEXT_COLUMN = 13, CUES_READ = 512, QUOTE_LIMIT = 40, MARKS_OF_PIECE = 256 };

fw_paint fw_audit_part_paint(size_t part) {
    static const fw_paint PAINTS[FW_PART_COUNT] = {
        [FW_PART_CONTEXT] = FW_PAINT_PLAIN, [FW_PART_FAIL] = FW_PAINT_BAD,     [FW_PART_DIAG] = FW_PAINT_WARN,
        [FW_PART_ACT] = FW_PAINT_NOTE,      [FW_PART_LEARN] = FW_PAINT_LESSON, [FW_PART_IMPR] = FW_PAINT_GOOD,
        [FW_PART_CLOSE] = FW_PAINT_GOOD,    [FW_PART_OTHER] = FW_PAINT_DIM};
    return PAINTS[part];
}

/* ---- the cues behind a label, for those who ask (-v) ---- */

/* Cues that stand on the same words, told as one reason: the first of them, and the sum of their points. */
typedef struct {
    const fw_cue *cue;
    int points;
} reason;

/* "before:past" is a cue of the clause before. */
static bool is_of_neighbour(const fw_cue *cue) { return strchr(cue->id, ':') != NULL; }

static bool same_words(const fw_cue *a, const fw_cue *b) {
    return a->span.start == b->span.start && a->span.end == b->span.end &&
           is_of_neighbour(a) == is_of_neighbour(b);
}

/* The reasons of a clause, own or its neighbours', in the order of the text. */
static size_t gather(const fw_analysis *a, const fw_clause *clause, bool neighbours, reason out[CUES_READ]) {
    size_t count = 0;
    for (uint32_t i = 0; i < clause->cue_count; i++) {
        const fw_cue *cue = &a->cues[clause->first_cue + i];
        if (is_of_neighbour(cue) != neighbours) continue;
        size_t k = 0;
        while (k < count && !same_words(out[k].cue, cue)) k++;
        if (k == CUES_READ) break;
        if (k == count) out[count++] = (reason){cue, 0};
        out[k].points += cue->weight;
    }
    return count;
}

static int strongest_first(const void *x, const void *y) {
    const reason *a = x, *b = y;
    if (a->points != b->points) return a->points > b->points ? -1 : 1;
    return (a->cue->span.start > b->cue->span.start) - (a->cue->span.start < b->cue->span.start);
}

/* "I decided" +37 (i_decision +20, decision_verb +17): the words, and what each cue on them gives. */
static void append_reason(fw_buffer *out, const fw_analysis *a, const fw_clause *clause, const reason *r) {
    char quote[QUOTE_LIMIT + 8];
    fw_quote_text(a, r->cue->span, QUOTE_LIMIT, quote, sizeof quote);
    fw_buffer_printf(out, "\"%s\" %+d (", quote, r->points);
    const char *between = "";
    for (uint32_t i = 0; i < clause->cue_count; i++) {
        const fw_cue *cue = &a->cues[clause->first_cue + i];
        if (!same_words(cue, r->cue)) continue;
        const char *colon = strchr(cue->id, ':');
        fw_buffer_printf(out, "%s%s %+d", between, colon ? colon + 1 : cue->id, cue->weight);
        between = ", ";
    }
    fw_buffer_printf(out, ")");
}

static void print_reasons(const fw_console *console, const fw_analysis *a, const fw_clause *clause,
                          bool neighbours) {
    reason reasons[CUES_READ];
    const size_t count = gather(a, clause, neighbours, reasons);
    if (count == 0) return;
    qsort(reasons, count, sizeof *reasons, strongest_first);
    int sum = 0;
    for (size_t i = 0; i < count; i++) sum += reasons[i].points;
    fw_buffer line = {0};
    fw_buffer_printf(&line, "%s %+d: ", neighbours ? "clauses around" : "own words", sum);
    for (size_t i = 0; i < count; i++) {
        if (i) fw_buffer_printf(&line, "; ");
        append_reason(&line, a, clause, &reasons[i]);
    }
    printf("%*s", TEXT_COLUMN + 2, "");
    if (!line.failed)
        fw_console_wrap(console, FW_PAINT_DIM, (fw_str){line.data, line.len}, TEXT_COLUMN + 2,
                        TEXT_COLUMN + 4);
    fw_buffer_free(&line);
}

static void print_cues(const fw_console *console, const fw_analysis *a, const fw_clause *clause) {
    if (clause->part == FW_PART_OTHER || clause->cue_count == 0) return;
    char line[96];
    snprintf(line, sizeof line, "%s by %d over %s, STAR %s", fw_part_name((fw_part)clause->part),
             (int)clause->margin, fw_part_name((fw_part)clause->runner_up),
             fw_star_name((fw_star)clause->star));
    printf("%*s", TEXT_COLUMN, "");
    fw_console_paint(console, FW_PAINT_NOTE, fw_str_of(line));
    printf("\n");
    print_reasons(console, a, clause, false);
    print_reasons(console, a, clause, true);
}

/* ---- the text ---- */

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
            fw_part part;
            const uint32_t last = fw_piece_end(a, c, end, &part);
            if (c == s->first_clause) {
                printf("%3u ", i + 1);
            } else {
                printf("%*s", LABEL_COLUMN, "");
            }
            print_piece(console, a, c, last, (uint8_t)part, verbose);
            c = last;
        }
    }
}
