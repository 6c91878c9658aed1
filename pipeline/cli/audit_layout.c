/* audit_layout.c: wrapping text that carries marks. */
#include "cli/audit_layout.h"

#include <string.h>

/* One piece being printed. */
typedef struct {
    const fw_console *console;
    const fw_marked *marked;
    fw_paint paint;
} layout;

static bool is_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

/* The mark that holds byte `at`, or NULL. */
static const fw_span *mark_at(const fw_marked *m, uint32_t at) {
    for (size_t i = 0; i < m->mark_count && m->marks[i].start <= at; i++) {
        if (at < m->marks[i].end) return &m->marks[i];
    }
    return NULL;
}

/* Where the run that starts at `at` changes from marked to unmarked or back, at most `end`. */
static uint32_t run_end(const fw_marked *m, uint32_t at, uint32_t end) {
    const fw_span *mark = mark_at(m, at);
    if (mark) return mark->end < end ? mark->end : end;
    for (size_t i = 0; i < m->mark_count; i++) {
        if (m->marks[i].start > at) return m->marks[i].start < end ? m->marks[i].start : end;
    }
    return end;
}

/* Underscores around evidence take columns where there is no underlining. */
static size_t signs_in(const layout *l, uint32_t start, uint32_t end) {
    size_t signs = 0;
    for (size_t i = 0; i < l->marked->mark_count && !l->console->color; i++) {
        const fw_span mark = l->marked->marks[i];
        signs += mark.start >= start && mark.start < end;
        signs += mark.end > start && mark.end <= end;
    }
    return signs;
}

static void print_run(const layout *l, uint32_t start, uint32_t end) {
    const fw_console plain = {.color = false};
    const fw_str text = {l->marked->text + start, end - start};
    const fw_span *mark = mark_at(l->marked, start);
    if (mark && mark->start == start && !l->console->color) fputc('_', stdout);
    fw_console_on(l->console, l->paint, mark != NULL);
    fw_console_paint(&plain, FW_PAINT_PLAIN, text);
    fw_console_off(l->console);
    if (mark && mark->end == end && !l->console->color) fputc('_', stdout);
}

static void print_word(const layout *l, uint32_t start, uint32_t end) {
    for (uint32_t at = start; at < end;) {
        const uint32_t stop = run_end(l->marked, at, end);
        print_run(l, at, stop);
        at = stop;
    }
}

/* The blank between two words of one mark is underlined as well. */
static void print_blank(const layout *l, uint32_t at) {
    const bool marked = l->console->color && mark_at(l->marked, at);
    if (marked) fw_console_on(l->console, l->paint, true);
    fputc(' ', stdout);
    if (marked) fw_console_off(l->console);
}

/* Where the word at `start` ends; one that is wider than a line is cut at the line's end. */
static uint32_t word_end(const layout *l, uint32_t start, size_t indent) {
    uint32_t end = start;
    while (end < l->marked->piece.end && !is_space(l->marked->text[end])) end++;
    const size_t room = l->console->width > indent + 8 ? l->console->width - indent : 8;
    return start + (uint32_t)fw_console_fit((fw_str){l->marked->text + start, end - start}, room);
}

void fw_layout_marked(const fw_console *console, fw_paint paint, const fw_marked *marked, size_t column,
                      size_t indent) {
    const layout l = {console, marked, paint};
    const char *text = marked->text;
    bool first = true;
    for (uint32_t i = marked->piece.start; i < marked->piece.end;) {
        const uint32_t before = i;
        while (i < marked->piece.end && is_space(text[i])) i++;
        const uint32_t end = word_end(&l, i, indent);
        if (end == i) break;
        const bool blank = !first && i > before;
        const size_t columns = fw_console_columns((fw_str){text + i, end - i}) + signs_in(&l, i, end);
        if (!first && column + blank + columns > console->width) {
            printf("\n%*s", (int)indent, "");
            column = indent;
        } else if (blank) {
            print_blank(&l, i - 1);
            column++;
        }
        print_word(&l, i, end);
        column += columns;
        first = false;
        i = end;
    }
    fputc('\n', stdout);
}
