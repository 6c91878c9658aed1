/* audit_text.c: the answer sentence by sentence, each with what it does and why we think so. */
#include "cli/audit_view.h"

#include "base/buffer.h"
#include "base/str.h"

#include <ctype.h>
#include <string.h>

enum {
    LABEL_COLUMN = 4,
    TEXT_COLUMN = 17,
    CUES_SHOWN = 2,
    CUES_SHOWN_VERBOSE = 5,
    CUES_READ = 64,
    QUOTE_LIMIT = 48
};

static fw_paint paint_of(size_t part) {
    switch (part) {
    case FW_PART_FAIL:
        return FW_PAINT_BAD;
    case FW_PART_DIAG:
        return FW_PAINT_WARN;
    case FW_PART_ACT:
        return FW_PAINT_NOTE;
    case FW_PART_LEARN:
    case FW_PART_IMPR:
        return FW_PAINT_GOOD;
    default:
        return FW_PAINT_DIM;
    }
}

static fw_str sentence_text(const fw_analysis *a, const fw_sentence *s) {
    if (s->count == 0) return (fw_str){NULL, 0};
    const uint32_t start = a->tokens[s->first].start, end = a->tokens[s->first + s->count - 1].end;
    return (fw_str){a->text.ptr + start, end - start};
}

/* The parts a sentence carries, in arc order; "other" only when there is nothing else. */
static uint32_t parts_of(const fw_analysis *a, const fw_sentence *s) {
    uint32_t parts = 0;
    for (uint32_t c = 0; c < s->clause_count; c++) parts |= 1u << a->clauses[s->first_clause + c].part;
    const uint32_t named = parts & ~(1u << FW_PART_OTHER);
    return named ? named : parts;
}

/* A piece of the text on one line, cut between words when it is long. */
static void append_quote(fw_buffer *out, fw_str text) {
    size_t end = text.len;
    if (end > QUOTE_LIMIT) {
        end = QUOTE_LIMIT;
        while (end > 0 && text.ptr[end] != ' ') end--;
        if (end == 0) end = fw_utf8_valid_prefix(text.ptr, QUOTE_LIMIT);
    }
    fw_buffer_text(out, " \"");
    for (size_t i = 0; i < end; i++) {
        fw_buffer_char(out, isspace((unsigned char)text.ptr[i]) ? ' ' : text.ptr[i]);
    }
    fw_buffer_text(out, end < text.len ? " ..\"" : "\"");
}

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

/* The reasons for a clause's part, strongest first; verbose: more, and all rules that stand on the same
 * words. */
static void append_cues(fw_buffer *out, const fw_analysis *a, const fw_clause *clause, bool verbose) {
    bool told[CUES_READ] = {false};
    const fw_cue *cues = a->cues + clause->first_cue;
    const uint32_t count = clause->cue_count < CUES_READ ? clause->cue_count : CUES_READ;
    const int limit = verbose ? CUES_SHOWN_VERBOSE : CUES_SHOWN;
    for (int shown = 0; shown < limit; shown++) {
        const int best = strongest(cues, count, told);
        if (best < 0) break;
        const fw_cue *cue = &cues[best];
        told[best] = true;
        fw_buffer_printf(out, "%s%s", shown ? "; " : "", cue->id);
        for (uint32_t i = 0; i < count; i++) {
            if (told[i] || cues[i].weight <= 0 || !same_span(&cues[i], cue)) continue;
            told[i] = true;
            if (verbose && strcmp(cues[i].id, cue->id) != 0) fw_buffer_printf(out, "+%s", cues[i].id);
        }
        if (cue->span.end > cue->span.start) {
            append_quote(out, (fw_str){a->text.ptr + cue->span.start, cue->span.end - cue->span.start});
        }
    }
}

static void print_evidence(const fw_console *console, const fw_analysis *a, const fw_clause *clause,
                           bool verbose) {
    if (clause->part == FW_PART_OTHER || clause->cue_count == 0) return;
    fw_buffer line = {0};
    fw_buffer_printf(&line, "%s: ", fw_part_name((fw_part)clause->part));
    append_cues(&line, a, clause, verbose);
    if (verbose) {
        fw_buffer_printf(&line, " (%s by %d over %s)", fw_star_name((fw_star)clause->star),
                         (int)clause->margin, fw_part_name((fw_part)clause->runner_up));
    }
    printf("%*s", TEXT_COLUMN, "");
    if (!line.failed) {
        fw_console_wrap(console, FW_PAINT_DIM, (fw_str){line.data, line.len}, TEXT_COLUMN, TEXT_COLUMN + 2);
    }
    fw_buffer_free(&line);
}

/* The line that stands before a sentence: its number and its parts; the text goes below when there are many.
 */
static size_t print_labels(const fw_console *console, uint32_t number, uint32_t parts) {
    printf("%3u ", number);
    size_t column = LABEL_COLUMN;
    for (size_t part = 0; part < FW_PART_COUNT; part++) {
        if (!(parts >> part & 1)) continue;
        const fw_str name = fw_str_of(part == FW_PART_OTHER ? "-" : fw_part_name((fw_part)part));
        if (column > LABEL_COLUMN) {
            fputc(' ', stdout);
            column++;
        }
        fw_console_paint(console, paint_of(part), name);
        column += name.len;
    }
    if (column >= TEXT_COLUMN) {
        printf("\n");
        column = 0;
    }
    printf("%*s", (int)(TEXT_COLUMN - column), "");
    return TEXT_COLUMN;
}

void fw_audit_print_text(const fw_console *console, const fw_analysis *a, bool verbose) {
    for (uint32_t i = 0; i < a->sentence_count; i++) {
        const fw_sentence *s = &a->sentences[i];
        const size_t column = print_labels(console, i + 1, parts_of(a, s));
        fw_console_wrap(console, FW_PAINT_PLAIN, sentence_text(a, s), column, TEXT_COLUMN);
        for (uint32_t c = 0; c < s->clause_count; c++) {
            print_evidence(console, a, &a->clauses[s->first_clause + c], verbose);
        }
    }
}
