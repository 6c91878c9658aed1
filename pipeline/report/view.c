/* view.c: applies the disclosure rule and works out the change between attempts. */
#include "report/view.h"

#include "base/together.h"

#include <math.h>
#include <stdlib.h>

static const fw_group NO_ANSWERS = {.name = NULL};

static fw_code decide(fw_view *view, size_t d, fw_error *err) {
    const fw_dimension *dimension = &view->report->dimensions[d];
    size_t *sizes = calloc(dimension->count + 1, sizeof *sizes);
    view->shown[d] = calloc(dimension->count + 1, sizeof *view->shown[d]);
    if (!sizes || !view->shown[d]) {
        free(sizes);
        return fw_fail_nomem(err);
    }
    for (size_t i = 0; i < dimension->count; i++) sizes[i] = fw_group_participants(&dimension->groups[i]);
    fw_suppress(sizes, dimension->count, view->report->k, view->shown[d]);
    free(sizes);
    return FW_OK;
}

/* A dimension as fw_suppress_linked wants it; `space` takes two numbers a group. */
static fw_linked_column column_of(const fw_view *view, size_t d, size_t *space) {
    const fw_dimension *dimension = &view->report->dimensions[d];
    size_t *people = space + dimension->count;
    for (size_t i = 0; i < dimension->count; i++) {
        space[dimension->groups[i].seen] = i;
        people[i] = fw_group_participants(&dimension->groups[i]);
    }
    return (fw_linked_column){d, space, people, dimension->count, view->shown[d]};
}

/* Tables by several columns stand in one report: what one withholds another must not tell. */
static fw_code decide_together(fw_view *view, fw_error *err) {
    const fw_report *report = view->report;
    fw_linked_column columns[FW_MAX_DIMENSIONS];
    size_t count = 0, groups = 0, at = 0;
    for (size_t d = FW_DIM_COHORT; d < report->dimension_count; d++) groups += report->dimensions[d].count;
    size_t *space = calloc(2 * groups + 1, sizeof *space);
    if (!space) return fw_fail_nomem(err);
    for (size_t d = FW_DIM_COHORT; d < report->dimension_count; d++) {
        if (report->dimensions[d].count < 2) continue;
        columns[count++] = column_of(view, d, space + at);
        at += 2 * report->dimensions[d].count;
    }
    const fw_code code =
        fw_suppress_linked(&report->crossed, columns, count, view->participants, report->k, err);
    free(space);
    return code;
}

/* The change has fewer people than the scores: more groups may have to be withheld, none may be less so. */
static fw_code work_out_change(fw_view *view, fw_error *err) {
    const fw_report *report = view->report;
    const size_t groups = view->cohorts->count;
    view->change = report->change;
    view->change_shown = calloc(groups + 1, sizeof *view->change_shown);
    size_t *sizes = calloc(groups + 1, sizeof *sizes);
    if (!view->change_shown || !sizes) {
        free(sizes);
        return fw_fail_nomem(err);
    }
    for (size_t i = 0; i < groups; i++) {
        sizes[i] = (size_t)view->change[1 + i].pairs[0].change.n;
        view->change_shown[i] = view->shown[FW_DIM_COHORT][i];
    }
    fw_suppress(sizes, groups, report->k, view->change_shown);
    free(sizes);
    return FW_OK;
}

/* Without a model the scale is what the scores span, outwards to whole points. */
static void find_scale(fw_view *view) {
    const fw_sketch *overall = view->report->overall;
    view->scale_min = view->model ? view->model->scale_min : floor(overall->min);
    view->scale_max = view->model ? view->model->scale_max : ceil(overall->max);
    if (view->scale_max > view->scale_min) return;
    view->scale_min = 1;
    view->scale_max = 5;
}

/* ---- figures that take a while, each of its own ---- */

static fw_code find_programme(void *context, fw_error *err) { return fw_programme_init(context, err); }

static fw_code find_evidence(void *context, fw_error *err) {
    fw_view *view = context;
    return fw_evidence_init(&view->evidence, view->report, err);
}

static fw_code find_correlations(void *context, fw_error *err) {
    fw_view *view = context;
    return fw_correlations_work_out(&view->correlations, &view->report->sampled, err);
}

static fw_code find_figures(fw_view *view, fw_error *err) {
    const fw_report *report = view->report;
    const fw_report_beside *beside = &report->beside;
    fw_task tasks[5];
    size_t count = 0;
    if (beside->model) tasks[count++] = (fw_task){beside->model, beside->context};
    if (view->enough) {
        tasks[count++] = (fw_task){find_evidence, view};
        tasks[count++] = (fw_task){find_correlations, view};
        tasks[count++] = (fw_task){find_programme, view};
    }
    if (beside->help) tasks[count++] = (fw_task){beside->help, beside->context};
    return fw_together(tasks, count, report->threads, err);
}

fw_code fw_view_init(fw_view *view, fw_error *err) {
    const fw_report *report = view->report;
    view->all =
        report->dimensions[FW_DIM_ALL].count ? &report->dimensions[FW_DIM_ALL].groups[0] : &NO_ANSWERS;
    view->cohorts = &report->dimensions[FW_DIM_COHORT];
    view->participants = fw_group_participants(view->all);
    view->participants_known = fw_participants_known(report);
    view->enough = view->participants >= report->k;
    view->comparable = view->cohorts->count > 1;
    find_scale(view);
    fw_code code = FW_OK;
    for (size_t d = 0; code == FW_OK && d < report->dimension_count; d++) code = decide(view, d, err);
    if (code == FW_OK && view->enough) code = decide_together(view, err);
    if (code == FW_OK) code = work_out_change(view, err);
    return code == FW_OK ? find_figures(view, err) : code;
}

void fw_view_free(fw_view *view) {
    for (size_t d = 0; d < FW_MAX_DIMENSIONS; d++) free(view->shown[d]);
    fw_evidence_free(&view->evidence);
    fw_correlations_free(&view->correlations);
    free(view->programme);
    free(view->change_shown);
    free(view->trends);
}

const char *fw_withheld_phrase(const fw_view *view, fw_shown shown) {
    if (shown == FW_SHOWN) return NULL;
    return fw_doc_format(view->doc,
                         shown == FW_WITHHELD ? "suppressed (n<%zu)" : "suppressed (beside a group of n<%zu)",
                         view->report->k);
}

const char *fw_too_few(const fw_view *view) {
    const char *who = view->participants_known ? "participant" : "answer";
    const char *whos = view->participants_known ? "participants" : "answers";
    if (view->participants == 0) return "There is no usable answer, so there is nothing to show.";
    return fw_doc_format(view->doc, "There %s only %s; figures are shown from %zu on, to protect people.",
                         view->participants == 1 ? "is" : "are",
                         fw_say_count(view->doc, view->participants, who, whos), view->report->k);
}

bool fw_rated_enough(const fw_view *view) { return view->evidence.people >= view->report->k; }

bool fw_too_few_rated(const fw_view *view) { return view->evidence.people > 0 && !fw_rated_enough(view); }

bool fw_model_withheld(const fw_view *view) {
    const fw_fit_quality *q = view->model ? &view->model->quality : NULL;
    return q && q->rows > 0 && q->participants < view->report->k;
}

const char *fw_too_few_fitted(const fw_view *view) {
    return fw_doc_format(view->doc,
                         "The weights were fitted to the ratings of fewer than %zu people; figures are shown "
                         "from %zu on, to protect them.",
                         view->report->k, view->report->k);
}
