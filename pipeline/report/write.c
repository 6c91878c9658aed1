/* write.c: closes a report and writes page, text twin, tables and summary. */
#include "report/write.h"

#include "report/render.h"

#include "base/json.h"
#include "base/output.h"
#include "base/together.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

static fw_code write_text(const char *directory, const char *name, const fw_buffer *text, fw_error *err) {
    if (text->failed) return fw_fail_nomem(err);
    char *path = fw_path_join(directory, name);
    if (!path) return fw_fail_nomem(err);
    fw_output output;
    fw_code code = fw_output_open(&output, path, true, err);
    if (code == FW_OK && fwrite(text->data, 1, text->len, output.stream) != text->len) {
        code = fw_fail_errno(err, FW_IO, path, "cannot write the output");
        fw_output_abort(&output);
    } else if (code == FW_OK) {
        code = fw_output_commit(&output, err);
    }
    free(path);
    return code;
}

static fw_code render(const fw_doc *doc, void (*how)(const fw_doc *, fw_buffer *), const char *directory,
                      const char *name, fw_error *err) {
    fw_buffer text = {0};
    how(doc, &text);
    const fw_code code = write_text(directory, name, &text, err);
    fw_buffer_free(&text);
    return code;
}

static fw_code write_all_tables(const fw_doc *doc, const char *directory, fw_error *err) {
    char *folder = fw_path_join(directory, "tables");
    if (!folder) return fw_fail_nomem(err);
    fw_code code = FW_OK;
    if (mkdir(folder, 0700) != 0 && errno != EEXIST)
        code = fw_fail_errno(err, FW_CANTCREATE, folder, "cannot create the folder");
    if (code == FW_OK) code = fw_write_tables(doc, folder, err);
    free(folder);
    return code;
}

static fw_code write_summary(fw_view *view, const char *directory, fw_error *err) {
    json_t *summary = fw_summary_json(view);
    char *path = fw_path_join(directory, "summary.json");
    const fw_code code = summary && path ? fw_json_write(path, summary, true, err) : fw_fail_nomem(err);
    free(path);
    json_decref(summary);
    return code;
}

static fw_code write_page(const fw_doc *doc, const char *directory, const char *name, const char *ending,
                          void (*how)(const fw_doc *, fw_buffer *), fw_error *err) {
    char *file = NULL;
    if (asprintf(&file, "%s.%s", name, ending) < 0) return fw_fail_nomem(err);
    const fw_code code = render(doc, how, directory, file, err);
    free(file);
    return code;
}

/* A finished document and where its files go. */
typedef struct {
    const fw_doc *doc;
    const char *directory, *name;
} writing;

static fw_code write_tables(void *context, fw_error *err) {
    const writing *w = context;
    return write_all_tables(w->doc, w->directory, err);
}

static fw_code write_twin(void *context, fw_error *err) {
    const writing *w = context;
    return write_page(w->doc, w->directory, w->name, "md", fw_render_markdown, err);
}

static fw_code write_html(void *context, fw_error *err) {
    const writing *w = context;
    return write_page(w->doc, w->directory, w->name, "html", fw_render_page, err);
}

fw_code fw_doc_write(const fw_doc *doc, const char *directory, const char *name, size_t threads,
                     fw_error *err) {
    if (doc->failed) return fw_fail_nomem(err);
    writing w = {doc, directory, name};
    const fw_task tasks[] = {{write_tables, &w}, {write_twin, &w}, {write_html, &w}};
    return fw_together(tasks, sizeof tasks / sizeof tasks[0], threads, err);
}

/* The figures that have a past are those that summary.json tells: it is made for them once more. */
static fw_code find_trends(fw_view *view, fw_error *err) {
    const fw_report *report = view->report;
    if (report->past_count == 0) return FW_OK;
    json_t *summary = fw_summary_json(view);
    view->trends = calloc(report->past_count, sizeof *view->trends);
    if (summary && view->trends)
        view->trend_count = fw_trends_find(report->past, report->past_count, summary, view->trends);
    json_decref(summary);
    return summary && view->trends ? FW_OK : fw_fail_nomem(err);
}

/* A report whose figures are known, and where its files go. */
typedef struct {
    fw_report *report;
    fw_view *view;
    const char *directory;
} telling;

static fw_code write_document(void *context, fw_error *err) {
    const telling *t = context;
    fw_code code = find_trends(t->view, err);
    if (code != FW_OK) return code;
    fw_build_document(t->view);
    code = fw_doc_write(t->view->doc, t->directory, "report", t->view->report->threads, err);
    return code == FW_OK ? write_summary(t->view, t->directory, err) : code;
}

/* What figures were worked out from. */
static fw_code let_go(void *context, fw_error *err) {
    const telling *t = context;
    const fw_report_beside *beside = &t->report->beside;
    fw_participants_let_go(t->report);
    return beside->let_go ? beside->let_go(beside->context, err) : FW_OK;
}

static fw_code write_beside(fw_report *report, fw_view *view, const char *directory, fw_error *err) {
    const fw_report_beside *beside = &report->beside;
    telling t = {report, view, directory};
    fw_task tasks[3];
    size_t count = 0;
    if (beside->afterwards) tasks[count++] = (fw_task){beside->afterwards, beside->context};
    tasks[count++] = (fw_task){write_document, &t};
    tasks[count++] = (fw_task){let_go, &t};
    return fw_together(tasks, count, report->threads, err);
}

fw_code fw_report_write(fw_report *report, const char *directory, const fw_model *model,
                        const fw_intake *intake, const json_t *provenance, fw_error *err) {
    fw_code code = fw_report_close(report, err);
    if (code != FW_OK) return code;
    fw_doc doc = {0};
    fw_view view = {
        .report = report, .model = model, .intake = intake, .provenance = provenance, .doc = &doc};
    code = fw_view_init(&view, err);
    if (code == FW_OK) code = write_beside(report, &view, directory, err);
    fw_view_free(&view);
    fw_doc_free(&doc);
    return code;
}
