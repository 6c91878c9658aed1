/* section_fairness.c: whether scores treat groups as raters do. */
#include "report/charts.h"
#include "report/view.h"

#include "base/together.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Groupings with more groups are left out: a thousand regressions of a thousand columns would take minutes.
 */
enum { MOST_GROUPS = 60 };
static const double WATCH = .10; /* |DSM| beyond this is flagged */

/* One group of one grouping: how scores differ from ratings in it. */
typedef struct member {
    const fw_evidence *evidence;
    size_t dimension, group;
    const char *label;
    const char *withheld;
    size_t people;
    fw_evaluation found;
} member;

/* All groups of all groupings, in order. */
typedef struct members {
    member *list;
    size_t count;
} members;

static bool is_flagged(const member *m) {
    const fw_interval dsm = m->found.measure[FW_MEASURE_DSM];
    return !m->withheld && fabs(dsm.value) > WATCH;
}

/* Beyond the mark, and the interval leaves 0 out: not a matter of a few answers. */
static bool is_clear(const member *m) {
    const fw_interval dsm = m->found.measure[FW_MEASURE_DSM];
    return is_flagged(m) && isfinite(dsm.low) && (dsm.low > 0 || dsm.high < 0);
}

/* Rated people may be fewer than scored ones: more groups may have to be withheld, none less so. */
static fw_code decide(fw_view *view, size_t d, size_t *people, fw_shown *shown) {
    const size_t count = view->report->dimensions[d].count;
    memcpy(shown, view->shown[d], count * sizeof *shown);
    const fw_code code = fw_evidence_people(&view->evidence, d, count, people, NULL);
    if (code == FW_OK) fw_suppress(people, count, view->report->k, shown);
    return code;
}

static fw_code measure_member(void *context, fw_error *err) {
    member *m = context;
    const fw_evidence *e = m->evidence;
    const fw_pairing pairing = {.h = e->h,
                                .m = e->m,
                                .rows = e->rows,
                                .group = e->group + m->dimension * e->rows,
                                .member = (uint32_t)m->group};
    return fw_evaluate_pair(e->resampler, &pairing, &m->found, err);
}

/* All groups that are shown, by several threads. */
static fw_code measure(const fw_view *view, const members *all) {
    fw_task *tasks = calloc(all->count + 1, sizeof *tasks);
    size_t count = 0;
    if (!tasks) return fw_fail_nomem(NULL);
    for (size_t i = 0; i < all->count; i++)
        if (!all->list[i].withheld) tasks[count++] = (fw_task){measure_member, &all->list[i]};
    const fw_code code = fw_together(tasks, count, view->report->threads, NULL);
    free(tasks);
    return code;
}

static fw_code add_dimension(fw_view *view, size_t d, members *all) {
    const fw_dimension *dimension = &view->report->dimensions[d];
    size_t *people = calloc(dimension->count + 1, sizeof *people);
    fw_shown *shown = calloc(dimension->count + 1, sizeof *shown);
    fw_code code = people && shown ? decide(view, d, people, shown) : fw_fail_nomem(NULL);
    for (size_t g = 0; g < dimension->count && code == FW_OK; g++) {
        if (people[g] == 0) continue;
        member *m = &all->list[all->count++];
        *m = (member){.evidence = &view->evidence,
                      .dimension = d,
                      .group = g,
                      .people = people[g],
                      .label =
                          fw_doc_format(view->doc, "%s: %s", dimension->column, dimension->groups[g].name),
                      .withheld = fw_withheld_phrase(view, shown[g])};
    }
    free(people);
    free(shown);
    return code;
}

static fw_code collect(fw_view *view, members *all) {
    size_t most = 0;
    for (size_t d = FW_DIM_COHORT; d < view->report->dimension_count; d++)
        most += view->report->dimensions[d].count;
    all->list = calloc(most + 1, sizeof *all->list);
    fw_code code = all->list ? FW_OK : fw_fail_nomem(NULL);
    for (size_t d = FW_DIM_COHORT; d < view->report->dimension_count && code == FW_OK; d++)
        if (view->report->dimensions[d].count > 1 && view->report->dimensions[d].count <= MOST_GROUPS)
            code = add_dimension(view, d, all);
    return code == FW_OK ? measure(view, all) : code;
}

/* ---- what is shown ---- */

static void chart(fw_view *view, const members *all) {
    fw_dot *dots = calloc(all->count + 1, sizeof *dots);
    if (!dots) {
        view->doc->failed = true;
        return;
    }
    for (size_t i = 0; i < all->count; i++) {
        const fw_interval dsm = all->list[i].found.measure[FW_MEASURE_DSM];
        dots[i] = (fw_dot){.label = all->list[i].label,
                           .withheld = all->list[i].withheld,
                           .estimate = {dsm.value, dsm.low, dsm.high, 1},
                           .odd = is_flagged(&all->list[i])};
    }
    const fw_dot_chart chart = {
        .title = "Difference of standardised means (DSM), score minus rating, with 95% intervals",
        .dots = dots,
        .count = all->count,
        .low = FW_MISSING,
        .high = FW_MISSING,
        .norm = 0,
        .norm_label = "as raters",
        .odd_label = "hollow: more than 0.10 from 0",
        .sign = true,
        .digits = 2};
    fw_chart_dots(view->doc, &chart);
    free(dots);
}

static fw_cell measure_cell(const member *m, fw_measure measure) {
    const fw_interval i = m->found.measure[measure];
    return (fw_cell){"", i.value, i.low, i.high};
}

static void table(fw_view *view, const members *all) {
    static const fw_table_column COLUMNS[] = {
        {"group", "Group", FW_CELL_TEXT, 0},
        {"answers", "Rated answers", FW_CELL_COUNT, 0},
        {"people", "People", FW_CELL_COUNT, 0},
        {"dsm", "DSM (95% interval)", FW_CELL_SIGNED_INTERVAL, 2},
        {"r", "r (95% interval)", FW_CELL_INTERVAL, 2},
        {"rmse", "RMSE (95% interval)", FW_CELL_INTERVAL, 2},
        {"qwk", "QWK", FW_CELL_NUMBER, 2},
    };
    fw_table *out = fw_doc_table(view->doc, FW_BLOCK_FOLD, "subgroups",
                                 "How well scores agree with raters within groups", COLUMNS, 7);
    if (!out) return;
    out->grouped = true;
    for (size_t i = 0; i < all->count; i++) {
        const member *m = &all->list[i];
        if (m->withheld) {
            fw_table_withheld(view->doc, out, m->label, m->withheld);
            continue;
        }
        fw_row *row = fw_table_row(view->doc, out);
        if (!row) return;
        row->cells[0].text = m->label;
        row->cells[1] = fw_number_cell((double)m->found.n);
        row->cells[2] = fw_number_cell((double)m->people);
        row->cells[3] = measure_cell(m, FW_MEASURE_DSM);
        row->cells[4] = measure_cell(m, FW_MEASURE_CORR);
        row->cells[5] = measure_cell(m, FW_MEASURE_RMSE);
        row->cells[6] = measure_cell(m, FW_MEASURE_WTKAPPA);
    }
}

/* The shown groups of a grouping as columns of their own; how many groups, 0 when there is nothing to
 * compare. */
static size_t shown_rows(const fw_view *view, size_t d, const members *all, double *h, double *m,
                         uint32_t *group, size_t *rows) {
    const fw_evidence *e = &view->evidence;
    uint32_t *place = malloc((view->report->dimensions[d].count + 1) * sizeof *place);
    uint32_t groups = 0;
    *rows = 0;
    if (!place) return 0;
    memset(place, 0xff, (view->report->dimensions[d].count + 1) * sizeof *place);
    for (size_t i = 0; i < all->count; i++) {
        if (all->list[i].dimension == d && !all->list[i].withheld) place[all->list[i].group] = groups++;
    }
    for (size_t i = 0; i < e->rows; i++) {
        const uint32_t at = place[e->group[d * e->rows + i]];
        if (at == UINT32_MAX) continue;
        h[*rows] = e->h[i];
        m[*rows] = e->m[i];
        group[(*rows)++] = at;
    }
    free(place);
    return groups;
}

static void fairness_row(fw_view *view, fw_table *out, const char *name, const fw_fairness *f) {
    fw_row *row = fw_table_row(view->doc, out);
    if (!row) return;
    row->cells[0].text = name;
    row->cells[1] = fw_number_cell((double)f->groups);
    row->cells[2] = fw_number_cell((double)f->n);
    for (size_t k = 0; k < FW_FAIRNESS_COUNT; k++) {
        row->cells[3 + 2 * k] = fw_number_cell(f->r2[k]);
        row->cells[4 + 2 * k] = fw_number_cell(f->sig[k]);
    }
}

/* Three regressions a grouping: accuracy, difference, difference at the same rating. */
static void regressions(fw_view *view, const members *all) {
    static const fw_table_column COLUMNS[] = {
        {"grouping", "Grouping", FW_CELL_TEXT, 0},
        {"groups", "Groups", FW_CELL_COUNT, 0},
        {"answers", "Answers", FW_CELL_COUNT, 0},
        {"osa_r2", "Accuracy R²", FW_CELL_NUMBER, 3},
        {"osa_p", "p", FW_CELL_P, 0},
        {"osd_r2", "Difference R²", FW_CELL_NUMBER, 3},
        {"osd_p", "p", FW_CELL_P, 0},
        {"csd_r2", "At the same rating R²", FW_CELL_NUMBER, 3},
        {"csd_p", "p", FW_CELL_P, 0},
    };
    const size_t most = view->evidence.rows + 1;
    double *h = calloc(most, sizeof *h), *m = calloc(most, sizeof *m);
    uint32_t *group = calloc(most, sizeof *group);
    fw_table *out = fw_doc_table(view->doc, FW_BLOCK_TABLE, "fairness",
                                 "Share of the scores' error that groups explain", COLUMNS, 9);
    for (size_t d = FW_DIM_COHORT; h && m && group && d < view->report->dimension_count; d++) {
        size_t rows = 0;
        const size_t groups = shown_rows(view, d, all, h, m, group, &rows);
        fw_fairness found = {0};
        if (groups < 2) continue;
        if (fw_evaluate_fairness(h, m, group, rows, groups, &found, NULL) == FW_OK)
            fairness_row(view, out, view->report->dimensions[d].column, &found);
        fw_fairness_free(&found);
    }
    if (!h || !m || !group) view->doc->failed = true;
    free(h);
    free(m);
    free(group);
}

/* One of 20 groups that are treated alike stands clearly apart: whether so many of them may, by the binomial.
 */
static bool by_chance(size_t clear, size_t groups) {
    const double apart = .05;
    double fewer = 0, exactly = pow(1 - apart, (double)groups);
    for (size_t i = 0; i < clear; i++) {
        fewer += exactly;
        exactly *= (double)(groups - i) / (double)(i + 1) * apart / (1 - apart);
    }
    return 1 - fewer > apart;
}

static const char *say_fairness(fw_view *view, const members *all) {
    fw_doc *doc = view->doc;
    size_t shown = 0, measured = 0, flagged = 0, clear = 0;
    const member *worst = NULL;
    for (size_t i = 0; i < all->count; i++) {
        const member *m = &all->list[i];
        shown += !m->withheld;
        measured += !m->withheld && isfinite(m->found.measure[FW_MEASURE_DSM].value);
        flagged += is_flagged(m);
        clear += is_clear(m);
        if (!is_flagged(m)) continue;
        if (!worst || is_clear(m) > is_clear(worst) ||
            (is_clear(m) == is_clear(worst) &&
             fabs(m->found.measure[FW_MEASURE_DSM].value) > fabs(worst->found.measure[FW_MEASURE_DSM].value)))
            worst = m;
    }
    if (shown == 0) return "No group is large enough to ask whether scores treat it as raters do.";
    if (measured == 0)
        return "Scores or ratings do not vary, so it cannot be told whether groups are treated alike.";
    if (!worst)
        return fw_doc_format(doc, "In none of %s do scores and ratings part by more than a tenth of an SD.",
                             fw_say_count(doc, shown, "group", "groups"));
    const double dsm = worst->found.measure[FW_MEASURE_DSM].value;
    return fw_doc_format(
        doc,
        "In %zu of %s scores and ratings part by more than a tenth of an SD, %s; most in \"%s\" (%s: scores "
        "are %s).",
        flagged, fw_say_count(doc, shown, "group", "groups"),
        clear == 0 ? "none of them clearly"
                   : fw_doc_format(doc, "%zu of them clearly%s", clear,
                                   by_chance(clear, measured) ? " (as many as chance may bring)" : ""),
        worst->label, fw_say_signed(doc, dsm, 2), dsm > 0 ? "kinder than raters" : "harsher than raters");
}

void fw_section_fairness(fw_view *view) {
    fw_doc *doc = view->doc;
    if (!view->evidence.resampler) {
        fw_doc_finding(doc, fw_no_evidence(view));
        return;
    }
    members all = {0};
    if (collect(view, &all) != FW_OK) doc->failed = true;
    if (!doc->failed && all.count == 0) fw_doc_finding(doc, "The data have no groups to compare.");
    if (!doc->failed && all.count > 0) {
        fw_doc_finding(doc, say_fairness(view, &all));
        chart(view, &all);
        table(view, &all);
        regressions(view, &all);
        for (size_t d = FW_DIM_COHORT; d < view->report->dimension_count; d++) {
            if (view->report->dimensions[d].count > MOST_GROUPS)
                fw_doc_block(doc, FW_BLOCK_NOTE,
                             fw_doc_format(
                                 doc, "More than %d groups by %s: `failwise evaluate --by` compares so many.",
                                 MOST_GROUPS, view->report->dimensions[d].column));
        }
        fw_doc_block(
            doc, FW_BLOCK_NOTE,
            "DSM: how much further the group's mean score lies from that of all, in SDs, than its mean "
            "rating does. Accuracy: squared error by group; difference: error by group; at the same "
            "rating: what groups add to the rating itself. Small R² with small p: real, but slight; p takes "
            "all answers for those of different people, and is too small where people gave several, or where "
            "errors vary more in small groups. Of 20 groups that are treated alike, one stands clearly apart "
            "by chance.");
        fw_say_basis(view);
    }
    free(all.list);
}
