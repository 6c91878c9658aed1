/* feedback_page.h: the pieces of a feedback page. */
#ifndef FAILWISE_REPORT_FEEDBACK_PAGE_H
#define FAILWISE_REPORT_FEEDBACK_PAGE_H

#include <failwise/feedback.h>

#include "base/buffer.h"

/* Markup between `open` and `close` (trusted) with text (escaped) in it. */
void fw_feedback_element(fw_buffer *out, const char *open, const char *text, const char *close);
/* A quotation of the answer, in quotation marks, cut between words after `most` bytes (120 at most). */
void fw_feedback_quote(fw_buffer *out, const fw_analysis *analysis, fw_span span, size_t most);

/* The class that colours a part: "fail" "diag" ... "context" "close" "other". */
#define FW_FEEDBACK_PART_CLASS(part) fw_part_name(part)

/* What stands above everything on pages of made-up answers. */
#define FW_FEEDBACK_SYNTHETIC "<p class=\"banner\">These answers are synthetic: made up, nobody's.</p>\n"

/* The answer with its parts in the margin, evidence underlined and numbered, the reasons beside it.
 * `number` of the answer on the page, from 1, makes ids unique. */
void fw_feedback_text(fw_buffer *out, const fw_analysis *analysis, size_t number);

/* Seconds of each STAR step and of the whole against their bands. */
void fw_feedback_time_chart(fw_buffer *out, const fw_analysis *analysis, size_t number);

/* Points of the five parts, 0 to 4; `before` may be NULL. `weakest`: 0..4. */
typedef struct fw_feedback_points {
    const double *before, *now;
    size_t weakest;
    size_t number;
} fw_feedback_points;
void fw_feedback_parts_chart(fw_buffer *out, const fw_feedback_points *points);

/* One answer: finding, text, charts, traps, what to look at again. `exercise`: NULL when it is told
 * elsewhere on the page. */
void fw_feedback_section(fw_buffer *out, const fw_feedback_answer *answer, size_t number, size_t answers,
                         const fw_exercise *exercise);
/* "Practise next: ..." and the exercise. */
void fw_feedback_exercise(fw_buffer *out, const char *title, const fw_exercise *exercise);

/* What was gained from the first to the last answer, as a list; nothing when there is nothing to tell. */
void fw_feedback_changes(fw_buffer *out, const fw_draft *first, const fw_draft *last,
                         const fw_drafts *drafts);

#endif
