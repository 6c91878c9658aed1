/* section_weights.c: what drives the scores: weights with intervals, and where they contradict the rubric. */
#include "report/charts.h"
#include "report/view.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { DRAWN = 20 };

static bool is_rubric(const fw_model *model) { return strcmp(model->type, "rubric") == 0; }

/* The rubric's own weight where nothing was fitted. */
static double weight_of(const fw_model *model, const fw_weight *weight) {
    if (!is_rubric(model)) return weight->weight;
    return weight->prior < 0 || weight->prior > 0 ? weight->prior : weight->weight;
}

static bool is_clear(const fw_weight *weight) {
    return isfinite(weight->ci_low) && isfinite(weight->ci_high) &&
           (weight->ci_low > 0 || weight->ci_high < 0);
}

static bool contradicts(const fw_model *model, const fw_weight *weight) {
    return !is_rubric(model) && weight->used && weight->sign_expected * weight->weight < 0;
}

static const char *note_of(const fw_model *model, const fw_weight *weight) {
    if (!is_rubric(model) && !weight->used) return weight->reason[0] ? weight->reason : "not used";
    if (!contradicts(model, weight)) return weight->reason;
    return is_clear(weight) ? "clearly against the rubric" : "against the rubric, not clearly";
}

/* One weight with the size by which it is ranked. */
typedef struct ranked {
    size_t index;
    double size;
} ranked;

static int compare_ranked(const void *a, const void *b) {
    const ranked *x = a;
    const ranked *y = b;
    if (x->size > y->size) return -1;
    if (x->size < y->size) return 1;
    return x->index < y->index ? -1 : 1;
}

static ranked *rank_weights(const fw_model *model) {
    ranked *order = calloc(model->weight_count + 1, sizeof *order);
    for (size_t i = 0; order && i < model->weight_count; i++) {
        const fw_weight *weight = &model->weights[i];
        const double value = weight_of(model, weight);
        order[i] = (ranked){i, isfinite(value) && (weight->used || is_rubric(model)) ? fabs(value) : -1};
    }
    if (order && model->weight_count > 1) qsort(order, model->weight_count, sizeof *order, compare_ranked);
    return order;
}

static fw_estimate estimate_of(const fw_model *model, const fw_weight *weight) {
    const bool interval = !is_rubric(model) && weight->used;
    return (fw_estimate){weight_of(model, weight), interval ? weight->ci_low : FW_MISSING,
                         interval ? weight->ci_high : FW_MISSING, 1};
}

static void forest(fw_view *view, const ranked *order) {
    const fw_model *model = view->model;
    fw_dot dots[DRAWN];
    size_t count = 0;
    bool odd = false;
    while (count < DRAWN && count < model->weight_count && order[count].size > 0) {
        const fw_weight *weight = &model->weights[order[count].index];
        dots[count] = (fw_dot){
            .label = weight->name, .estimate = estimate_of(model, weight), .odd = contradicts(model, weight)};
        odd = odd || dots[count].odd;
        count++;
    }
    const fw_dot_chart chart = {
        .title = is_rubric(model) ? "The rubric's own weights, per standard deviation of a feature"
                                  : "Weights in points of rating per standard deviation, with 95% intervals",
        .dots = dots,
        .count = count,
        .low = FW_MISSING,
        .high = FW_MISSING,
        .norm = 0,
        .norm_label = "no effect",
        .odd_label = odd ? "hollow: the sign is against what the rubric expects" : NULL,
        .sign = true,
        .digits = 2};
    fw_chart_dots(view->doc, &chart);
}

static void weights_table(fw_view *view, const ranked *order) {
    static const fw_table_column COLUMNS[] = {
        {"feature", "Feature", FW_CELL_TEXT, 0},
        {"weight", "Weight per SD (95% interval)", FW_CELL_SIGNED_INTERVAL, 3},
        {"se", "SE", FW_CELL_NUMBER, 3},
        {"rubric_weight", "Rubric", FW_CELL_SIGNED, 3},
        {"sign_expected", "Expected sign", FW_CELL_TEXT, 0},
        {"remark", "Remark", FW_CELL_TEXT, 0},
        {"stable", "Same sign", FW_CELL_PERCENT, 0},
        {"drop_one", "Loss of r without it", FW_CELL_SIGNED, 3},
        {"relative", "Relative", FW_CELL_EXTRA, 3},
        {"vif", "VIF", FW_CELL_EXTRA, 2},
        {"feature_mean", "Mean", FW_CELL_EXTRA, 3},
        {"feature_sd", "SD", FW_CELL_EXTRA, 3},
    };
    const fw_model *model = view->model;
    fw_table *table = fw_doc_table(view->doc, FW_BLOCK_TABLE, "weights", "Weights, largest first", COLUMNS,
                                   sizeof COLUMNS / sizeof COLUMNS[0]);
    for (size_t i = 0; i < model->weight_count; i++) {
        const fw_weight *weight = &model->weights[order[i].index];
        fw_row *row = fw_table_row(view->doc, table);
        if (!row) return;
        row->cells[0].text = fw_doc_copy(view->doc, weight->name);
        if (weight->used || is_rubric(model)) row->cells[1] = fw_estimate_cell(estimate_of(model, weight));
        if (weight->used && !is_rubric(model)) row->cells[2] = fw_number_cell(weight->se);
        row->cells[3] = fw_number_cell(weight->prior);
        row->cells[4].text = weight->sign_expected > 0   ? "helps"
                             : weight->sign_expected < 0 ? "hurts"
                                                         : "open";
        row->cells[5].text = fw_doc_copy(view->doc, note_of(model, weight));
        if (model->table && weight->used) {
            const fw_coefficient *known = &model->table->estimates[order[i].index];
            row->cells[6] = fw_number_cell(known->stable);
            row->cells[7] = fw_number_cell(known->drop_one);
            row->cells[8] = fw_number_cell(known->relative);
            row->cells[9] = fw_number_cell(known->vif);
        }
        row->cells[10] = fw_number_cell(weight->mean);
        row->cells[11] = fw_number_cell(weight->sd);
    }
    table->shown = DRAWN;
}

static const char *say_against(fw_doc *doc, uint64_t against) {
    if (against == 0) return "none of them goes against the rubric";
    return fw_doc_format(doc, "%s against what the rubric expects",
                         against == 1 ? "one goes" : fw_say_count(doc, against, "", "go"));
}

/* Its weights are the rubric's until ratings say otherwise. */
static bool is_drawn(const fw_model *model) { return strcmp(model->type, "rubric-ridge") == 0; }

static const char *say_fit(fw_view *view, const ranked *order) {
    const fw_model *model = view->model;
    fw_doc *doc = view->doc;
    uint64_t used = 0;
    uint64_t clear = 0;
    uint64_t against = 0;
    for (size_t i = 0; i < model->weight_count; i++) {
        const fw_weight *weight = &model->weights[i];
        used += weight->used;
        clear += weight->used && is_clear(weight);
        against += contradicts(model, weight) && is_clear(weight);
    }
    if (used == 0 || order[0].size <= 0)
        return "No feature got a weight, so every answer gets the same score.";
    const fw_weight *first = &model->weights[order[0].index];
    if (model->quality.participants < FW_FIT_FEW)
        return fw_doc_format(
            doc,
            "The weights rest on %s only: too few to say what raters reward, and no weight is to be trusted.",
            fw_say_count(doc, model->quality.participants, "participant", "participants"));
    if (!fw_beyond_chance(view))
        return "The weights do not tell what raters reward: together they agree with raters no more than "
               "chance.";
    const char *clearly = clear == 0
                              ? "none has a weight that is clearly not zero"
                              : fw_doc_format(doc, "%zu %s a weight that is clearly not zero%s, and %s",
                                              (size_t)clear, clear == 1 ? "has" : "have",
                                              is_drawn(model) ? " (ratings and rubric taken together)" : "",
                                              say_against(doc, against));
    return fw_doc_format(doc, "Of %s, %s; the largest is %s (%s points per SD).",
                         fw_say_count(doc, used, "feature", "features"), clearly, first->name,
                         fw_say_signed(doc, first->weight, 2));
}

void fw_section_weights(fw_view *view) {
    const fw_model *model = view->model;
    fw_doc *doc = view->doc;
    if (model && is_rubric(model) && fw_too_few_rated(view)) {
        fw_doc_finding(
            doc,
            fw_doc_format(doc,
                          "Fewer than %zu people are rated: no weights were fitted, to protect them, and "
                          "scores follow the rubric.",
                          view->report->k));
        return;
    }
    if (!model || model->weight_count == 0) {
        fw_doc_finding(
            doc,
            model && is_rubric(model)
                ? "No ratings were used: scores follow the rubric, which combines part scores and has no "
                  "weights per feature."
                : "There is no model with weights to show.");
        return;
    }
    if (fw_model_withheld(view)) {
        fw_doc_finding(doc, fw_too_few_fitted(view));
        return;
    }
    ranked *order = rank_weights(model);
    if (!order) {
        doc->failed = true;
        return;
    }
    fw_doc_finding(doc, is_rubric(model)
                            ? "No ratings were used: scores follow the rubric, and these are its own weights."
                            : say_fit(view, order));
    forest(view, order);
    weights_table(view, order);
    free(order);
    if (is_rubric(model)) return;
    fw_doc_block(doc, FW_BLOCK_NOTE,
                 "A weight says how many points of rating go with one standard deviation more of a feature, "
                 "all others held "
                 "equal. It describes what raters rewarded here, not what causes a good answer. Signs "
                 "against the rubric are "
                 "reported, not corrected. `failwise features` defines every feature.");
    if (is_drawn(model))
        fw_doc_block(
            doc, FW_BLOCK_NOTE,
            "Weights are drawn towards the rubric's, the more the fewer the ratings: that one is not zero "
            "can be the rubric's doing. What ratings added is the difference from the column Rubric.");
    for (size_t i = 0; i < model->note_count; i++)
        fw_doc_block(doc, FW_BLOCK_NOTE, fw_doc_format(doc, "Fit: %s.", model->note[i]));
}
