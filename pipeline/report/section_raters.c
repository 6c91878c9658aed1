/* section_raters.c: how raters agree with each other, and with the scores; who is severe. */
#include "report/charts.h"
#include "report/view.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static fw_estimate estimate_of(fw_interval interval) {
    return (fw_estimate){interval.value, interval.low, interval.high, 1};
}
static fw_estimate alone(double value) { return (fw_estimate){value, FW_MISSING, FW_MISSING, 1}; }

static void pair_chart(fw_view *view) {
    const fw_agreement *hh = &view->evidence.human_human;
    const fw_agreement *hm = &view->evidence.human_machine;
    const fw_dot dots[] = {
        {.label = "Two raters, r", .estimate = alone(hh->r)},
        {.label = "Rater and score, r", .estimate = alone(hm->r), .strong = true},
        {.label = "Two raters, QWK", .estimate = alone(hh->qwk)},
        {.label = "Rater and score, QWK", .estimate = alone(hm->qwk), .strong = true},
    };
    const fw_dot_chart chart = {.title = "Two raters of one answer against one rater and the score",
                                .dots = dots,
                                .count = 4,
                                .low = fmin(0, fmin(fmin(hh->r, hm->r), fmin(hh->qwk, hm->qwk))),
                                .high = 1,
                                .norm = FW_MISSING,
                                .digits = 2};
    fw_chart_dots(view->doc, &chart);
}

static void pair_table(fw_view *view) {
    static const fw_table_column COLUMNS[] = {
        {"who", "Who", FW_CELL_TEXT, 0},
        {"pairs", "Pairs of values", FW_CELL_COUNT, 0},
        {"r", "r", FW_CELL_NUMBER, 2},
        {"qwk", "QWK", FW_CELL_NUMBER, 2},
        {"exact", "Exact, %", FW_CELL_NUMBER, 0},
        {"adjacent", "Adjacent, %", FW_CELL_NUMBER, 0},
    };
    const fw_agreement *of[] = {&view->evidence.human_human, &view->evidence.human_machine};
    static const char *const NAMES[] = {"Two raters", "Rater and score"};
    fw_table *table = fw_doc_table(view->doc, FW_BLOCK_FOLD, "human_machine",
                                   "Single ratings against each other and against scores", COLUMNS, 6);
    for (size_t i = 0; i < 2; i++) {
        fw_row *row = fw_table_row(view->doc, table);
        if (!row) return;
        row->cells[0].text = NAMES[i];
        row->cells[1] = fw_number_cell(of[i]->n);
        row->cells[2] = fw_number_cell(of[i]->r);
        row->cells[3] = fw_number_cell(of[i]->qwk);
        row->cells[4] = fw_number_cell(of[i]->exact);
        row->cells[5] = fw_number_cell(of[i]->adjacent);
    }
}

/* Raters with fewer than k answers are not singled out; their number is told. */
static size_t shown_raters(const fw_view *view, size_t *order) {
    const fw_panel_result *panel = view->evidence.panel;
    size_t count = 0;
    for (size_t i = 0; i < panel->rater_count; i++) {
        const fw_rater *rater = &panel->rater[i];
        if (rater->count < view->report->k || !isfinite(rater->severity.value)) continue;
        size_t at = count++;
        while (at > 0 && panel->rater[order[at - 1]].severity.value > rater->severity.value) {
            order[at] = order[at - 1];
            at--;
        }
        order[at] = i;
    }
    return count;
}

static void severity_chart(fw_view *view, const size_t *order, size_t count) {
    const fw_panel_result *panel = view->evidence.panel;
    fw_dot *dots = calloc(count + 1, sizeof *dots);
    if (!dots) {
        view->doc->failed = true;
        return;
    }
    for (size_t i = 0; i < count; i++) {
        const fw_rater *rater = &panel->rater[order[i]];
        dots[i] = (fw_dot){.label = rater->name,
                           .estimate = estimate_of(rater->severity),
                           .odd = (rater->flags & (FW_RATER_SEVERE | FW_RATER_LENIENT)) != 0};
    }
    const fw_dot_chart chart = {.title = "Points that each rater adds to a rating, with 95% intervals",
                                .dots = dots,
                                .count = count,
                                .low = FW_MISSING,
                                .high = FW_MISSING,
                                .norm = 0,
                                .norm_label = "severe | lenient",
                                .odd_label = "hollow: clearly more severe or lenient than the panel",
                                .sign = true,
                                .digits = 2};
    fw_chart_dots(view->doc, &chart);
    free(dots);
}

static const char *flags_of(fw_doc *doc, const fw_rater *rater) {
    const char *text = "";
    for (size_t i = 0; i < FW_RATER_FLAGS; i++) {
        if (rater->flags >> i & 1U)
            text = fw_doc_format(doc, "%s%s%s", text, *text ? ", " : "", fw_rater_flag_name(i));
    }
    return text;
}

static void severity_table(fw_view *view, const size_t *order, size_t count) {
    static const fw_table_column COLUMNS[] = {
        {"rater", "Rater", FW_CELL_TEXT, 0},
        {"ratings", "Ratings", FW_CELL_COUNT, 0},
        {"mean", "Mean", FW_CELL_NUMBER, 2},
        {"sd", "SD", FW_CELL_NUMBER, 2},
        {"severity", "Adds (95% interval)", FW_CELL_SIGNED_INTERVAL, 2},
        {"rest_r", "r with the others", FW_CELL_NUMBER, 2},
        {"flags", "Flags", FW_CELL_TEXT, 0},
    };
    const fw_panel_result *panel = view->evidence.panel;
    fw_table *table =
        fw_doc_table(view->doc, FW_BLOCK_FOLD, "raters", "Every rater, most severe first", COLUMNS, 7);
    for (size_t i = 0; i < count; i++) {
        const fw_rater *rater = &panel->rater[order[i]];
        fw_row *row = fw_table_row(view->doc, table);
        if (!row) return;
        row->cells[0].text = fw_doc_copy(view->doc, rater->name);
        row->cells[1] = fw_number_cell((double)rater->count);
        row->cells[2] = fw_number_cell(rater->mean);
        row->cells[3] = fw_number_cell(rater->sd);
        row->cells[4] = fw_estimate_cell(estimate_of(rater->severity));
        row->cells[5] = fw_number_cell(rater->rest_r);
        row->cells[6].text = flags_of(view->doc, rater);
    }
}

static void reliability(fw_view *view) {
    static const fw_table_column COLUMNS[] = {
        {"measure", "Measure", FW_CELL_TEXT, 0},
        {"value", "Value (95% interval)", FW_CELL_INTERVAL, 2},
        {"meaning", "What it says", FW_CELL_TEXT, 0},
    };
    const fw_panel_result *panel = view->evidence.panel;
    const struct {
        const char *name;
        fw_estimate value;
        const char *meaning;
    } ROWS[] = {
        {"ICC(A,1)", estimate_of(panel->icc.of[FW_ICC_A1]), "reliability of one rating, level included"},
        {"ICC(C,k)", estimate_of(panel->icc.of[FW_ICC_CK]),
         fw_doc_format(view->doc, "reliability of the mean of an answer's ratings (%.2g of them), ranks only",
                       panel->icc.k)},
        {"Krippendorff's alpha", estimate_of(panel->alpha.of[FW_ALPHA_INTERVAL]),
         "agreement beyond chance, interval scale"},
        {"Reliability of 1 rater", alone(panel->decision[0].relative), "decision study, ranks only"},
        {"Reliability of 3 raters", alone(panel->decision[2].relative), "decision study, ranks only"},
        {"PRMSE of the scores", estimate_of(view->evidence.truth.prmse),
         view->evidence.truth.prmse.value > 1
             ? "share of the true scores' variance that scores explain; above 1: scores are closer to the "
               "ratings than the raters' error, as estimated, allows"
             : "share of the true scores' variance that scores explain"},
    };
    fw_table *table = fw_doc_table(view->doc, FW_BLOCK_TABLE, "rater_reliability",
                                   "Reliability of the ratings", COLUMNS, 3);
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        if (!isfinite(ROWS[i].value.value)) continue;
        fw_row *row = fw_table_row(view->doc, table);
        if (!row) return;
        row->cells[0].text = ROWS[i].name;
        row->cells[1] = fw_estimate_cell(ROWS[i].value);
        row->cells[2].text = ROWS[i].meaning;
    }
}

static const char *say_raters(fw_view *view, const size_t *order, size_t count) {
    const fw_evidence *e = &view->evidence;
    fw_doc *doc = view->doc;
    size_t odd = 0;
    for (size_t i = 0; i < count; i++)
        odd += (e->panel->rater[order[i]].flags & (FW_RATER_SEVERE | FW_RATER_LENIENT)) != 0;
    const char *who = odd == 0 ? "no rater is clearly more severe or lenient than the panel"
                               : fw_doc_format(doc, "%s clearly more severe or lenient than the panel",
                                               fw_say_count(doc, odd, "rater is", "raters are"));
    if (!isfinite(e->human_human.r) || !isfinite(e->human_machine.r))
        return fw_capital(doc, fw_doc_format(doc, "%s.", who));
    const double gap = e->human_machine.r - e->human_human.r;
    const char *verdict = gap > .02    ? "more closely than"
                          : gap < -.02 ? "less closely than"
                                       : "about as closely as";
    return fw_doc_format(doc, "A score goes with a rating (r = %.2f) %s a second rater does (r = %.2f); %s.",
                         e->human_machine.r, verdict, e->human_human.r, who);
}

void fw_section_raters(fw_view *view) {
    const fw_evidence *e = &view->evidence;
    fw_doc *doc = view->doc;
    if (!e->resampler) {
        fw_doc_finding(doc, fw_no_evidence(view));
        return;
    }
    if (!e->panel) {
        fw_doc_finding(doc,
                       fw_doc_format(doc, "Raters cannot be compared with each other: %s.", e->panel_note));
        return;
    }
    size_t *order = calloc(e->panel->rater_count + 1, sizeof *order);
    if (!order) {
        doc->failed = true;
        return;
    }
    const size_t count = shown_raters(view, order);
    fw_doc_finding(doc, say_raters(view, order, count));
    if (isfinite(e->human_human.r) && isfinite(e->human_machine.r)) {
        pair_chart(view);
        pair_table(view);
    }
    reliability(view);
    if (count > 0) {
        severity_chart(view, order, count);
        severity_table(view, order, count);
    }
    if (count < e->panel->rater_count)
        fw_doc_block(
            doc, FW_BLOCK_NOTE,
            fw_doc_format(doc, "%s fewer than %zu answers and %s not singled out.",
                          fw_say_count(doc, e->panel->rater_count - count, "rater has", "raters have"),
                          view->report->k, e->panel->rater_count - count == 1 ? "is" : "are"));
    fw_doc_block(
        doc, FW_BLOCK_NOTE,
        "Pairs of raters are weighted by the answers that both rated. Intervals take answers for those of "
        "different people: several of one person make them too narrow. `failwise agree` has the rest: pairs, "
        "levels, the many-facet Rasch model, the decision study.");
    fw_say_basis(view);
    free(order);
}
