/* section_drift.c: whether these answers are like those that the model was fitted to. */
#include "report/charts.h"
#include "report/view.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { DRAWN = 15 };
static const double WATCH = .25, ALARM = .5; /* of a training SD */

/* A feature's mean now against that of training, in SDs of training. */
typedef struct shift {
    const char *name;
    fw_estimate by;
    double then, now, sd;
} shift;

static int by_size(const void *a, const void *b) {
    const shift *x = a;
    const shift *y = b;
    const double p = fabs(x->by.value), q = fabs(y->by.value);
    if (p > q) return -1;
    if (p < q) return 1;
    return strcmp(x->name, y->name);
}

static shift shift_of(const char *name, const fw_moments *now, double mean, double sd) {
    fw_estimate e = fw_mean_interval(now);
    e.value = (e.value - mean) / sd;
    e.low = (e.low - mean) / sd;
    e.high = (e.high - mean) / sd;
    return (shift){name, e, mean, now->mean, sd};
}

/* Features that the model knows; how many. */
static size_t find_shifts(const fw_view *view, shift *out) {
    const fw_report *report = view->report;
    const fw_model *model = view->model;
    size_t count = 0;
    for (size_t w = 0; w < model->weight_count; w++) {
        const fw_weight *weight = &model->weights[w];
        if (!(weight->sd > 0)) continue;
        for (size_t v = 0; v < report->var_count; v++) {
            if (strcmp(report->vars[v].name, weight->name) != 0) continue;
            if (report->features[v].moments.n < 1) continue;
            out[count++] = shift_of(weight->name, &report->features[v].moments, weight->mean, weight->sd);
        }
    }
    if (count > 1) qsort(out, count, sizeof *out, by_size);
    return count;
}

static const char *level_of(double by) {
    return fabs(by) > ALARM ? "alarm" : fabs(by) > WATCH ? "watch" : "";
}

static void chart(fw_view *view, const shift *shifts, size_t count) {
    fw_dot dots[DRAWN];
    const size_t drawn = count < DRAWN ? count : DRAWN;
    for (size_t i = 0; i < drawn; i++)
        dots[i] = (fw_dot){
            .label = shifts[i].name, .estimate = shifts[i].by, .odd = fabs(shifts[i].by.value) > WATCH};
    const fw_dot_chart chart = {.title = "Means now against training, in training SDs, the largest first",
                                .dots = dots,
                                .count = drawn,
                                .low = FW_MISSING,
                                .high = FW_MISSING,
                                .norm = 0,
                                .norm_label = "as in training",
                                .odd_label = "hollow: more than a quarter of an SD",
                                .sign = true,
                                .digits = 2};
    fw_chart_dots(view->doc, &chart);
}

static void table(fw_view *view, const shift *shifts, size_t count) {
    static const fw_table_column COLUMNS[] = {
        {"feature", "Feature", FW_CELL_TEXT, 0},
        {"training_mean", "Mean in training", FW_CELL_NUMBER, 3},
        {"training_sd", "SD", FW_CELL_NUMBER, 3},
        {"mean", "Mean now", FW_CELL_NUMBER, 3},
        {"shift", "Shift in SDs (95% interval)", FW_CELL_SIGNED_INTERVAL, 2},
        {"level", "Level", FW_CELL_TEXT, 0},
    };
    fw_table *out =
        fw_doc_table(view->doc, FW_BLOCK_FOLD, "drift", "Shift of every feature since training", COLUMNS, 6);
    for (size_t i = 0; i < count; i++) {
        fw_row *row = fw_table_row(view->doc, out);
        if (!row) return;
        row->cells[0].text = shifts[i].name;
        row->cells[1] = fw_number_cell(shifts[i].then);
        row->cells[2] = fw_number_cell(shifts[i].sd);
        row->cells[3] = fw_number_cell(shifts[i].now);
        row->cells[4] = fw_estimate_cell(shifts[i].by);
        row->cells[5].text = level_of(shifts[i].by.value);
    }
    if (out) out->shown = 2 * DRAWN;
}

/* The model was fitted to these very answers, or to those of them that are rated. */
static bool is_own(const fw_view *view) {
    if (view->report->held_out > 0) return true;
    const json_t *hash = json_object_get(view->provenance, "answers_xxh3");
    char fitted[17];
    (void)snprintf(fitted, sizeof fitted, "%016" PRIx64, view->model->answers_hash);
    return json_is_string(hash) && view->model->answers_hash && strcmp(json_string_value(hash), fitted) == 0;
}

static const char *say_drift(fw_view *view, const shift *shifts, size_t count) {
    fw_doc *doc = view->doc;
    size_t watch = 0;
    for (size_t i = 0; i < count; i++) watch += fabs(shifts[i].by.value) > WATCH;
    if (watch == 0)
        return fw_doc_format(
            doc,
            "These answers are like those of training: no mean of %zu features has moved by more "
            "than a quarter of an SD.",
            count);
    return fw_doc_format(
        doc,
        "%zu of %zu features have moved by more than a quarter of an SD since training, most "
        "%s (%s): judge the scores with care.",
        watch, count, shifts[0].name, fw_say_signed(doc, shifts[0].by.value, 2));
}

void fw_section_drift(fw_view *view) {
    fw_doc *doc = view->doc;
    if (!view->model || !(view->model->quality.rows > 0)) {
        fw_doc_finding(doc, "No weights were fitted, so there is no training set to have moved away from.");
        return;
    }
    if (fw_model_withheld(view)) {
        fw_doc_finding(doc, fw_too_few_fitted(view));
        return;
    }
    const bool own = is_own(view);
    if (own && view->model->quality.rows >= view->report->rows) {
        fw_doc_finding(doc, "The weights were fitted to these very answers, so nothing can have moved.");
        return;
    }
    shift *shifts = calloc(view->model->weight_count + 1, sizeof *shifts);
    if (!shifts) {
        doc->failed = true;
        return;
    }
    const size_t count = find_shifts(view, shifts);
    if (count == 0) {
        fw_doc_finding(doc, "The model keeps no means of its training set, so a shift cannot be told.");
    } else {
        fw_doc_finding(doc, say_drift(view, shifts, count));
        chart(view, shifts, count);
        table(view, shifts, count);
        if (own)
            fw_doc_block(doc, FW_BLOCK_NOTE,
                         fw_doc_format(doc, "Training: the %zu of these answers that are rated.",
                                       view->model->quality.rows));
        fw_doc_block(doc, FW_BLOCK_NOTE,
                     "Watch: more than 0.25 SD; alarm: more than 0.5 SD. Intervals take answers for those of "
                     "different people. Means can stay while distributions "
                     "change: `failwise compare OLD NEW` gives PSI and Kolmogorov-Smirnov for each column.");
    }
    free(shifts);
}
