/* feedback_answer.c: one answer on its page: finding, text, charts, traps, what to look at again. */
#include "report/escape.h"
#include "report/feedback_page.h"
#include "report/labels.h"

#include "base/str.h"

#include <math.h>
#include <string.h>

enum { QUOTE_MOST = 120, LOOK_QUOTE = 80 };

void fw_feedback_element(fw_buffer *out, const char *open, const char *text, const char *close) {
    fw_buffer_text(out, open);
    fw_escape_html(out, text);
    fw_buffer_text(out, close);
}

void fw_feedback_quote(fw_buffer *out, const fw_analysis *a, fw_span span, size_t most) {
    char quote[QUOTE_MOST + 8];
    fw_quote_text(a, span, most < QUOTE_MOST ? most : QUOTE_MOST, quote, sizeof quote);
    fw_feedback_element(out, "<q><bdi>", quote, "</bdi></q>");
}

const char *fw_feedback_practise_name(size_t part) {
    return part < FW_ARC_PARTS ? fw_part_title(part) : "the whole story";
}

void fw_feedback_exercise(fw_buffer *out, const char *title, const fw_exercise *exercise) {
    fw_buffer_text(out, "<div class=\"practise\">\n");
    fw_feedback_element(out, "<h3>", title, ": ");
    fw_feedback_element(out, "", fw_feedback_practise_name(exercise->part), "</h3>\n");
    fw_feedback_element(out, "<p dir=\"auto\">", exercise->text, "</p>\n</div>\n");
}

/* ---- the head of the section ---- */

static void fact(fw_buffer *out, bool *any, fw_str text) {
    if (text.len == 0) return;
    if (*any) fw_buffer_text(out, " · ");
    *any = true;
    fw_buffer_text(out, "<bdi>");
    fw_escape_html_str(out, text);
    fw_buffer_text(out, "</bdi>");
}

static void facts(fw_buffer *out, const fw_feedback_answer *answer) {
    const fw_analysis *a = answer->analysis;
    bool any = false;
    char length[96];
    fw_buffer_text(out, "<p class=\"sub\">");
    fact(out, &any, answer->date);
    fact(out, &any, answer->question);
    fact(out, &any, answer->mode);
    (void)snprintf(length, sizeof length, "%u word%s, %.0f second%s (%s)", a->word_count,
                   fw_plural(a->word_count), a->seconds, fw_plural((size_t)round(a->seconds)),
                   a->seconds_estimated ? "estimated from the words" : "recorded");
    fact(out, &any, (fw_str){length, strlen(length)});
    fw_buffer_text(out, "</p>\n");
}

static void title(fw_buffer *out, const fw_feedback_answer *answer, size_t number, size_t answers) {
    if (answers == 1) {
        fw_buffer_text(out, "<h2>Your answer</h2>\n");
    } else if (answer->attempt > 0) {
        fw_buffer_printf(out, "<h2>Attempt %d</h2>\n", (int)answer->attempt);
    } else {
        fw_buffer_printf(out, "<h2>Answer %zu of %zu</h2>\n", number, answers);
    }
}

/* ---- below the text ---- */

static void legend(fw_buffer *out) {
    fw_buffer_text(out,
                   "<p class=\"note legend\"><u>Underlined</u>: words that speak for the part in the margin, "
                   "each with its reason. <b class=\"q\">A number</b> that measures something. "
                   "<b class=\"i\">I</b>, <b class=\"i\">my</b>: you. <b class=\"we\">we</b>, "
                   "<b class=\"we\">our</b>: not only you.</p>\n");
}

static void charts(fw_buffer *out, const fw_feedback_answer *answer, size_t number) {
    const fw_analysis *a = answer->analysis;
    const fw_feedback_points points = {
        .now = answer->score->part, .weakest = fw_weakest_part(a, answer->score), .number = number};
    fw_buffer_text(out, "<div class=\"pair\">\n<figure>\n<figcaption>The five parts</figcaption>\n");
    fw_feedback_parts_chart(out, &points);
    fw_buffer_text(out,
                   "<p class=\"note\">0 absent, 1 hinted, 2 vague, 3 specific, 4 with evidence. Shaded: the "
                   "part stands. Weakest: the fewest points, or of about equal ones the part told least."
                   "</p>\n</figure>\n<figure>\n<figcaption>Your time</figcaption>\n");
    fw_feedback_time_chart(out, a, number);
    fw_buffer_printf(
        out, "<p class=\"note\">Shaded: the seconds each step should take. %s</p>\n</figure>\n</div>\n",
        a->seconds_estimated ? "Seconds are estimated from the number of words."
                             : "Your recorded time, shared out by words.");
}

static void traps(fw_buffer *out, uint32_t bits) {
    if (bits == 0) return;
    fw_buffer_text(out, "<h3>Easy to slip into</h3>\n<ul>\n");
    for (size_t i = 0; i < FW_TRAP_COUNT; i++) {
        if (!(bits >> i & 1)) continue;
        fw_feedback_element(out, "<li><strong>", fw_trap_labels[i].label, ".</strong> ");
        fw_feedback_element(out, "", fw_trap_advice(i), "</li>\n");
    }
    fw_buffer_text(out, "</ul>\n");
}

static void second_looks(fw_buffer *out, const fw_analysis *a) {
    fw_second_look looks[FW_SECOND_LOOKS];
    const size_t count = fw_second_looks(a, looks);
    const uint32_t fillers = fw_fillers_heard(a), hedges = fw_hedges_heard(a);
    if (count + fillers + hedges == 0) return;
    fw_buffer_text(out, "<h3>Worth a second look</h3>\n<ul>\n");
    for (size_t i = 0; i < count; i++) {
        fw_buffer_text(out, "<li>");
        fw_feedback_quote(out, a, looks[i].span, LOOK_QUOTE);
        fw_feedback_element(out, ": ", looks[i].question, "</li>\n");
    }
    if (fillers) fw_buffer_printf(out, "<li>%u fillers (um, like): a pause says more.</li>\n", fillers);
    if (hedges) fw_buffer_printf(out, "<li>%u hedges (maybe, kind of): say it or leave it.</li>\n", hedges);
    fw_buffer_text(out, "</ul>\n");
}

void fw_feedback_section(fw_buffer *out, const fw_feedback_answer *answer, size_t number, size_t answers,
                         const fw_exercise *exercise) {
    const fw_analysis *a = answer->analysis;
    char headline[FW_HEADLINE_TEXT];
    fw_headline(a, answer->score, headline);
    fw_buffer_printf(out, "<section id=\"answer-%zu\">\n", number);
    title(out, answer, number, answers);
    facts(out, answer);
    if (answers > 1) fw_feedback_element(out, "<p class=\"finding\">", headline, "</p>\n");
    if (fw_is_foreign(a))
        fw_buffer_text(
            out, "<p class=\"caution\">Most of these words are not English: this page cannot judge an answer "
                 "in another language.</p>\n");
    if (answer->score->flags & FW_FLAG_SHORT)
        fw_buffer_text(out,
                       "<p class=\"caution\">This answer is very short: take the points as a rough guide "
                       "only.</p>\n");
    fw_feedback_text(out, a, number);
    legend(out);
    charts(out, answer, number);
    traps(out, answer->score->traps);
    second_looks(out, a);
    if (exercise) fw_feedback_exercise(out, "An exercise for this one", exercise);
    fw_buffer_text(out, "</section>\n");
}
