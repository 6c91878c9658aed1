/* feedback.c: a participant's page: what stands on top, the answers in their order, what the score is not. */
#include "report/escape.h"
#include "report/feedback_page.h"
#include "report/labels.h"
#include "report/page_head.h"

#include <stdlib.h>
#include <string.h>

static const char *const STYLES[] = {"reports/assets/page.css", "reports/assets/feedback.css"};
static const fw_page_assets ASSETS = {.styles = STYLES, .style_count = sizeof STYLES / sizeof STYLES[0]};
enum { NAME_MOST = 120 };

/* What the top of the page needs of an answer that is long gone. */
typedef struct {
    fw_score score;
    double seconds;
    bool estimated;
    size_t weakest;
    const char *standing; /* of the weakest part: "vague" */
    char headline[FW_HEADLINE_TEXT];
    fw_exercise exercise;
} summary;

struct fw_feedback {
    fw_feedback_options options;
    fw_buffer head, styles; /* the same on every page: hashed once */
    fw_buffer answers, changes, html;
    char name[NAME_MOST * 4];
    size_t expected, count;
    summary first, last;
};

fw_code fw_feedback_new(const fw_feedback_options *options, fw_feedback **out, fw_error *err) {
    fw_feedback *page = calloc(1, sizeof *page);
    if (!page) return fw_fail_nomem(err);
    page->options = *options;
    fw_page_head_begin(&ASSETS, &page->head);
    fw_page_head_end(&ASSETS, &page->styles);
    if (page->head.failed || page->styles.failed) {
        fw_feedback_free(page);
        return fw_fail_nomem(err);
    }
    *out = page;
    return FW_OK;
}

void fw_feedback_free(fw_feedback *page) {
    if (!page) return;
    fw_buffer *const buffers[] = {&page->head, &page->styles, &page->answers, &page->changes, &page->html};
    for (size_t i = 0; i < sizeof buffers / sizeof buffers[0]; i++) fw_buffer_free(buffers[i]);
    free(page);
}

void fw_feedback_begin(fw_feedback *page, fw_str name, size_t answers) {
    fw_buffer_clear(&page->answers);
    fw_buffer_clear(&page->changes);
    fw_buffer_clear(&page->html);
    page->expected = answers;
    page->count = 0;
    char whole[1024];
    const size_t len = name.len < sizeof whole ? name.len : sizeof whole - 1;
    memcpy(whole, name.ptr ? name.ptr : "", len);
    whole[len] = '\0';
    (void)fw_text_cut(whole, NAME_MOST, page->name, sizeof page->name);
}

static void summarise(const fw_feedback_answer *answer, summary *out) {
    const fw_analysis *a = answer->analysis;
    *out = (summary){.score = *answer->score, .seconds = a->seconds, .estimated = a->seconds_estimated};
    out->weakest = fw_weakest_part(a, answer->score);
    out->standing = fw_part_standing(a, answer->score, out->weakest);
    fw_headline(a, answer->score, out->headline);
    fw_exercise_of(a, answer->score, &out->exercise);
}

void fw_feedback_add(fw_feedback *page, const fw_feedback_answer *answer) {
    summarise(answer, &page->last);
    if (page->count++ == 0) page->first = page->last;
    const bool last = page->count >= page->expected;
    fw_feedback_section(&page->answers, answer, page->count, page->expected,
                        last ? NULL : &page->last.exercise);
}

fw_code fw_feedback_change(fw_feedback *page, const fw_draft *first, const fw_draft *last, fw_error *err) {
    /* Beyond that, alignment has no use: such texts are no drafts of one answer. */
    if (first->analysis->clause_count > FW_DRAFT_CLAUSES_MOST ||
        last->analysis->clause_count > FW_DRAFT_CLAUSES_MOST)
        return FW_OK;
    fw_drafts *drafts = NULL;
    const fw_code code = fw_drafts_compare(first, last, &drafts, err);
    if (code == FW_OK) fw_feedback_changes(&page->changes, first, last, drafts);
    fw_drafts_free(drafts);
    return code;
}

size_t fw_feedback_practise(const fw_feedback *page) { return page->last.exercise.part; }

/* ---- the page ---- */

static void tile(fw_buffer *out, const char *label, const char *value, const char *detail) {
    fw_feedback_element(out, "<div><dt>", label, "</dt>");
    fw_feedback_element(out, "<dd class=\"big\">", value, "</dd>");
    fw_feedback_element(out, "<dd>", detail, "</dd></div>\n");
}

static unsigned stand(const fw_score *score) {
    unsigned count = 0;
    for (size_t i = 0; i < FW_ARC_PARTS; i++) count += score->part[i] >= fw_part_stands;
    return count;
}

static void tiles(fw_feedback *page) {
    fw_buffer *out = &page->html;
    const summary *now = &page->last, *was = &page->first;
    const bool several = page->count > 1;
    char value[64], detail[96];
    fw_buffer_text(out, "<dl class=\"tiles\">\n");
    (void)snprintf(value, sizeof value, "%.1f", now->score.overall);
    (void)snprintf(detail, sizeof detail, "on a scale from %g to %g", page->options.scale_min,
                   page->options.scale_max);
    if (several)
        (void)snprintf(detail, sizeof detail, "from %g to %g; your first: %.1f", page->options.scale_min,
                       page->options.scale_max, was->score.overall);
    tile(out, several ? "Score of your last answer" : "Score", value, detail);
    (void)snprintf(value, sizeof value, "%u of 5", stand(&now->score));
    (void)snprintf(detail, sizeof detail, several ? "your first: %u of 5" : "a whole story has all five",
                   stand(&was->score));
    tile(out, "Parts that stand", value, detail);
    (void)snprintf(value, sizeof value, "%.0f s", now->seconds);
    (void)snprintf(detail, sizeof detail, "%.0f to %.0f s is right%s", fw_whole_band.low, fw_whole_band.high,
                   now->estimated ? "; estimated from the words" : "");
    tile(out, "Spoken time", value, detail);
    (void)snprintf(detail, sizeof detail, "%.1f of 4 points: %s", now->score.part[now->weakest],
                   now->standing);
    tile(out, "Weakest part", fw_part_labels[now->weakest].noun, detail);
    fw_buffer_text(out, "</dl>\n");
}

static void before_and_after(fw_feedback *page) {
    fw_buffer *out = &page->html;
    const fw_feedback_points points = {
        .before = page->first.score.part, .now = page->last.score.part, .weakest = page->last.weakest};
    fw_buffer_text(out, "<div class=\"pair\">\n<figure>\n<figcaption>From your first answer to your last"
                        "</figcaption>\n");
    fw_feedback_parts_chart(out, &points);
    fw_buffer_text(
        out,
        "<p class=\"note\">Hollow: your first answer; filled: your last. 0 absent, 1 hinted, 2 "
        "vague, 3 specific, 4 with evidence. Shaded: the part stands. Weakest: of your last "
        "answer, the fewest points, or of about equal ones the part told least.</p>\n</figure>\n<div>\n");
    fw_buffer_str(out, (fw_str){page->changes.data, page->changes.len});
    fw_buffer_text(out, "</div>\n</div>\n");
}

/* The way to each answer, where there are many. */
static void contents(fw_feedback *page) {
    if (page->count < 2) return;
    fw_buffer_text(&page->html, "<p class=\"jump\">Your answers: ");
    for (size_t i = 1; i <= page->count; i++)
        fw_buffer_printf(&page->html, "<a href=\"#answer-%zu\">%zu</a> ", i, i);
    fw_buffer_text(&page->html, "</p>\n");
}

static void top(fw_feedback *page) {
    fw_buffer *out = &page->html;
    fw_buffer_text(out, "<body class=\"feedback\">\n<a class=\"skip\" href=\"#content\">Skip to the feedback"
                        "</a>\n<header>\n");
    if (page->options.synthetic) fw_buffer_text(out, FW_FEEDBACK_SYNTHETIC);
    fw_buffer_text(out, "<h1>Your feedback</h1>\n<p class=\"sub\">How you answer <q>Tell me about a time you "
                        "failed</q>");
    if (page->name[0]) fw_feedback_element(out, " · <bdi>", page->name, "</bdi>");
    fw_buffer_text(out, "</p>\n");
    tiles(page);
    fw_buffer_text(out, "</header>\n<main id=\"content\">\n<section id=\"short\">\n<h2>In short</h2>\n");
    fw_feedback_element(out, "<p class=\"finding\">", page->last.headline, "</p>\n");
    fw_feedback_exercise(out, "Practise next", &page->last.exercise);
    if (page->count > 1) before_and_after(page);
    contents(page);
    fw_buffer_text(out, "</section>\n");
}

static void bottom(fw_feedback *page) {
    static const char *const SOURCES[] = {
        "The score and the points follow a rubric: what a good answer to this question is made of.",
        "The score comes from weights that were fitted to interviewers' ratings; the points of the five "
        "parts "
        "follow a rubric."};
    fw_buffer *out = &page->html;
    fw_buffer_text(
        out, "<section id=\"limits\">\n<h2>What this page is not</h2>\n<ul>\n"
             "<li>It is practice feedback, made by a program from your words alone. It has not heard your "
             "voice and does not know your work.</li>\n"
             "<li>It is no judgement of you, and no hiring decision should rest on it.</li>\n"
             "<li>Programs misread sentences. Where a label looks wrong to you, you are probably right: "
             "talk it over with your coach.</li>\n"
             "<li>It was built on answers in English. A second language, a transcript with mistakes or "
             "another way of telling stories can cost points that mean nothing.</li>\n");
    fw_feedback_element(out, "<li>", SOURCES[page->options.fitted], "</li>\n</ul>\n</section>\n</main>\n");
    fw_buffer_text(out, "<footer><p>Made by failwise " FAILWISE_VERSION
                        ". This page holds what you said: it is for you and your coach.</p></footer>\n"
                        "</body>\n</html>\n");
}

fw_code fw_feedback_end(fw_feedback *page, fw_str *html, fw_error *err) {
    fw_buffer *out = &page->html;
    fw_buffer_str(out, (fw_str){page->head.data, page->head.len});
    fw_buffer_text(out, "Your feedback");
    if (page->name[0]) fw_feedback_element(out, " · ", page->name, "");
    fw_buffer_str(out, (fw_str){page->styles.data, page->styles.len});
    top(page);
    fw_buffer_str(out, (fw_str){page->answers.data, page->answers.len});
    bottom(page);
    if (out->failed || page->answers.failed || page->changes.failed) return fw_fail_nomem(err);
    *html = (fw_str){out->data, out->len};
    return FW_OK;
}
