/* feedback_index.c: the coach's list of pages: whose, and what each practises next. No scores: nobody is
 * compared with anybody here. */
#include "report/escape.h"
#include "report/feedback_page.h"
#include "report/page_head.h"

static const char *const STYLES[] = {"reports/assets/page.css", "reports/assets/feedback.css"};

static void row(fw_buffer *out, const fw_feedback_entry *entry) {
    fw_feedback_element(out, "<tr><th scope=\"row\"><a href=\"", entry->file, "\"><bdi>");
    fw_escape_html_str(out, entry->name);
    fw_buffer_printf(out, "</bdi></a></th><td>%zu</td>", entry->answers);
    fw_feedback_element(out, "<td class=\"l\">", fw_feedback_practise_name(entry->practise), "</td></tr>\n");
}

fw_code fw_feedback_index(const fw_feedback_entry *entries, size_t count, bool synthetic, char **html,
                          size_t *len, fw_error *err) {
    fw_buffer out = {0};
    const fw_page_assets assets = {.styles = STYLES, .style_count = sizeof STYLES / sizeof STYLES[0]};
    fw_page_head_begin(&assets, &out);
    fw_buffer_text(&out, "Feedback pages");
    fw_page_head_end(&assets, &out);
    fw_buffer_text(&out, "<body class=\"feedback\">\n<header>\n");
    if (synthetic) fw_buffer_text(&out, FW_FEEDBACK_SYNTHETIC);
    fw_buffer_printf(&out,
                     "<h1>Feedback pages</h1>\n<p class=\"sub\">%zu %s, for their coach</p>\n</header>\n",
                     count, count == 1 ? "participant" : "participants");
    fw_buffer_text(
        &out, "<main id=\"content\">\n<section>\n<p class=\"caution\">The pages hold what people said. Give "
              "each participant their own page only: it is one file, complete in itself. This list is "
              "for you.</p>\n<div class=\"scroll\" role=\"region\" aria-label=\"Pages\" tabindex=\"0\">\n"
              "<table>\n<thead><tr><th scope=\"col\">Participant</th><th scope=\"col\">Answers</th>"
              "<th scope=\"col\" class=\"l\">Practises next</th></tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < count; i++) row(&out, &entries[i]);
    fw_buffer_text(
        &out, "</tbody>\n</table>\n</div>\n</section>\n</main>\n<footer><p>Made by failwise " FAILWISE_VERSION
              ".</p></footer>\n</body>\n</html>\n");
    if (out.failed) {
        fw_buffer_free(&out);
        return fw_fail_nomem(err);
    }
    *html = out.data;
    *len = out.len;
    return FW_OK;
}
