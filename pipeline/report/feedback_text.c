/* feedback_text.c: the answer piece by piece: its part in the margin, its evidence underlined, the reasons.
 */
#include "report/escape.h"
#include "report/feedback_page.h"
#include "report/labels.h"

#include "base/str.h"

enum { MARKS_OF_PIECE = 256, REASONS = 2 };

/* A phrase to underline, and the clause it stands in. */
typedef struct {
    fw_span span;
    uint32_t clause;
} mark;

typedef struct {
    fw_buffer *out;
    const fw_analysis *a;
    size_t answer;     /* number on the page */
    size_t notes;      /* told so far */
    uint32_t at;       /* text before is written */
    uint32_t token;    /* first token that does not end before `at` */
    uint32_t quantity; /* the same */
} writer;

static const char *label_of(fw_part part) {
    if (part >= FW_PART_FAIL && part <= FW_PART_IMPR) return fw_part_labels[part - FW_PART_FAIL].noun;
    return part == FW_PART_CONTEXT ? "Context" : part == FW_PART_CLOSE ? "Closing" : "";
}

/* Characters that nobody should see would go along where the text is copied from the page. */
static void plain(writer *w, uint32_t from, uint32_t to) {
    const char *const text = w->a->text.ptr;
    for (uint32_t at = from; from < to; from = at) {
        uint32_t unseen = 0;
        while (at < to && !(unseen = (uint32_t)fw_str_unseen(text + at, to - at))) at++;
        if (at > from) fw_escape_html_str(w->out, (fw_str){text + from, at - from});
        at += unseen;
    }
}

/* ---- words marked inside the text: numbers, "I", "we" ---- */

static const char *pronoun_class(const fw_analysis *a, const fw_token *t) {
    static const struct {
        const char *word, *class_name;
    } WORDS[] = {{"i", "i"},      {"me", "i"},     {"my", "i"},        {"mine", "i"},  {"myself", "i"},
                 {"i'm", "i"},    {"i'd", "i"},    {"i've", "i"},      {"i'll", "i"},  {"we", "we"},
                 {"us", "we"},    {"our", "we"},   {"ours", "we"},     {"we'd", "we"}, {"we've", "we"},
                 {"we'll", "we"}, {"we're", "we"}, {"ourselves", "we"}};
    if (t->kind != FW_TOKEN_WORD || (t->flags & FW_TOKEN_QUOTED)) return NULL;
    const fw_str word = {a->text.ptr + t->start, t->end - t->start};
    /* "US" and "IT" are no pronouns; a curly apostrophe is three bytes */
    if ((t->flags & FW_TOKEN_ALL_CAPS) && word.len == 2) return NULL;
    for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++) {
        if (fw_str_equal_nocase(word, fw_str_of(WORDS[i].word))) return WORDS[i].class_name;
    }
    if (word.len > 4 && (word.ptr[0] == 'I' || word.ptr[0] == 'i') && (unsigned char)word.ptr[1] == 0xE2)
        return "i";
    return word.len > 5 && fw_str_equal_nocase((fw_str){word.ptr, 2}, FW_STR("we")) &&
                   (unsigned char)word.ptr[2] == 0xE2
               ? "we"
               : NULL;
}

/* The next number or pronoun that starts in [w->at, end); its class, or NULL. */
static const char *next_word(writer *w, uint32_t end, fw_span *span) {
    const fw_analysis *a = w->a;
    while (w->quantity < a->quantity_count &&
           (a->quantities[w->quantity].span.end <= w->at ||
            !fw_kind_is_outcome((fw_quantity_kind)a->quantities[w->quantity].kind)))
        w->quantity++;
    const fw_quantity *q = w->quantity < a->quantity_count ? &a->quantities[w->quantity] : NULL;
    for (; w->token < a->token_count; w->token++) {
        const fw_token *t = &a->tokens[w->token];
        if (t->end <= w->at) continue;
        if (t->start >= end || (q && q->span.start <= t->start)) break;
        const char *class_name = pronoun_class(a, t);
        if (!class_name) continue;
        *span = (fw_span){t->start, t->end};
        return class_name;
    }
    if (!q || q->span.start >= end) return NULL;
    *span = q->span;
    return "q";
}

/* Writes the text up to `end` with its words marked. A word that reaches beyond is cut: tags nest. */
static void write_until(writer *w, uint32_t end) {
    while (w->at < end) {
        fw_span span;
        const char *name = next_word(w, end, &span);
        if (!name) break;
        const uint32_t from = span.start > w->at ? span.start : w->at, to = span.end < end ? span.end : end;
        plain(w, w->at, from);
        fw_buffer_printf(w->out, "<b class=\"%s\">", name);
        plain(w, from, to);
        fw_buffer_text(w->out, "</b>");
        w->at = to;
    }
    plain(w, w->at, end);
    if (end > w->at) w->at = end;
}

/* ---- pieces ---- */

/* In the order of the text: what reaches into the clause before (a number that both share) is cut. */
static size_t find_marks(const fw_analysis *a, uint32_t first, uint32_t last, mark marks[MARKS_OF_PIECE]) {
    size_t count = 0;
    uint32_t end = 0;
    for (uint32_t c = first; c < last; c++) {
        fw_span spans[8];
        const size_t found = fw_evidence_of(a, c, spans, 8);
        for (size_t i = 0; i < found && count < MARKS_OF_PIECE; i++) {
            const uint32_t start = spans[i].start > end ? spans[i].start : end;
            if (start >= spans[i].end) continue;
            marks[count++] = (mark){{start, spans[i].end}, c};
            end = spans[i].end;
        }
    }
    return count;
}

static void write_notes(writer *w, const mark *marks, size_t count, size_t first_note) {
    if (count == 0) return;
    fw_buffer_text(w->out, "<ol class=\"why\">\n");
    for (size_t i = 0; i < count; i++) {
        const char *reasons[REASONS];
        const size_t told = fw_evidence_reasons(w->a, marks[i].clause, marks[i].span, reasons, REASONS);
        const size_t number = first_note + i + 1;
        fw_buffer_printf(w->out, "<li id=\"a%zun%zu\"><span>%zu</span> <em>", w->answer, number, number);
        for (size_t r = 0; r < told; r++) fw_feedback_element(w->out, r ? "; " : "", reasons[r], "");
        fw_buffer_text(w->out, told ? "</em></li>\n" : "speaks for this part</em></li>\n");
    }
    fw_buffer_text(w->out, "</ol>\n");
}

/* Clauses [first, last), and the text up to `end`. */
static void write_piece(writer *w, uint32_t first, uint32_t last, fw_part part, uint32_t end) {
    mark marks[MARKS_OF_PIECE];
    const size_t count = find_marks(w->a, first, last, marks);
    const size_t first_note = w->notes;
    fw_buffer_printf(w->out, "<div class=\"piece %s\">\n", FW_FEEDBACK_PART_CLASS(part));
    fw_feedback_element(w->out, "<p class=\"part-name\">", label_of(part), "</p>\n");
    fw_buffer_text(w->out, "<p class=\"said\" dir=\"auto\">");
    for (size_t i = 0; i < count; i++) {
        w->notes++;
        write_until(w, marks[i].span.start);
        fw_buffer_text(w->out, "<u>");
        write_until(w, marks[i].span.end);
        fw_buffer_printf(w->out, "</u><sup><a href=\"#a%zun%zu\" aria-label=\"reason %zu\">%zu</a></sup>",
                         w->answer, w->notes, w->notes, w->notes);
    }
    write_until(w, end);
    fw_buffer_text(w->out, "</p>\n");
    write_notes(w, marks, count, first_note);
    fw_buffer_text(w->out, "</div>\n");
}

void fw_feedback_text(fw_buffer *out, const fw_analysis *a, size_t number) {
    writer w = {.out = out, .a = a, .answer = number};
    fw_buffer_text(out, "<div class=\"story\">\n");
    const uint32_t length = (uint32_t)a->text.len;
    for (uint32_t c = 0; c < a->clause_count;) {
        fw_part part;
        const uint32_t last = fw_piece_end(a, c, a->clause_count, &part);
        const uint32_t end = last < a->clause_count ? a->tokens[a->clauses[last].first].start : length;
        write_piece(&w, c, last, part, end);
        c = last;
    }
    if (a->clause_count == 0) write_piece(&w, 0, 0, FW_PART_OTHER, length);
    fw_buffer_text(out, "</div>\n");
}
