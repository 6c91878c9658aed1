/* judge.c: the rubric's points for one analysed answer, and how they are read. */
#include <failwise/coach.h>
#include <failwise/features.h>

#include <stdlib.h>

struct fw_judge {
    fw_model *model;
    fw_scorer *scorer;
    fw_var *vars;
    float *row;
};

const double fw_part_stands = 2.5;

void fw_judge_free(fw_judge *judge) {
    if (!judge) return;
    fw_scorer_free(judge->scorer);
    fw_model_free(judge->model);
    free(judge->vars);
    free(judge->row);
    free(judge);
}

static fw_code bind(fw_judge *judge, fw_error *err) {
    const size_t count = fw_feature_count();
    judge->vars = calloc(count, sizeof *judge->vars);
    judge->row = calloc(count, sizeof *judge->row);
    if (!judge->vars || !judge->row) return fw_fail_nomem(err);
    for (size_t i = 0; i < count; i++) {
        const fw_feature *f = fw_feature_at(i);
        judge->vars[i] = (fw_var){f->name, f->group, f->unit, f->definition, f->sign};
    }
    return fw_scorer_new(judge->model, judge->vars, count, &judge->scorer, err);
}

fw_code fw_judge_new(const char *directory, fw_judge **out, fw_error *err) {
    fw_judge *judge = calloc(1, sizeof *judge);
    if (!judge) return fw_fail_nomem(err);
    fw_code code = fw_model_rubric(directory, &judge->model, err);
    if (code == FW_OK) code = bind(judge, err);
    if (code != FW_OK) {
        fw_judge_free(judge);
        return code;
    }
    *out = judge;
    return FW_OK;
}

void fw_judge_score(fw_judge *judge, const fw_analysis *analysis, fw_score *out) {
    fw_features_compute(analysis, judge->row);
    fw_scorer_row(judge->scorer, judge->row, out);
}

double fw_judge_scale_min(const fw_judge *judge) { return judge->model->scale_min; }
double fw_judge_scale_max(const fw_judge *judge) { return judge->model->scale_max; }

const char *fw_part_title(size_t part) {
    static const char *const TITLES[FW_ARC_PARTS] = {"honest failure", "clear diagnosis", "decisive action",
                                                     "extracted learning", "demonstrated improvement"};
    return TITLES[part];
}

const char *fw_part_anchor(double points, double strength) {
    static const struct {
        double from;
        const char *anchor;
    } ANCHORS[] = {{3.5, "with evidence"}, {2.5, "specific"}, {1.5, "vague"}, {0, "hinted"}};
    if (strength <= 0) return points > 0 ? "only implied" : "absent";
    size_t i = 0;
    while (points < ANCHORS[i].from) i++;
    return ANCHORS[i].anchor;
}

const char *fw_part_standing(const fw_analysis *a, const fw_score *score, size_t part) {
    const bool told = a->arc[part] > 0 || (a->tally && a->tally->clauses[FW_PART_FAIL + part] > 0);
    return fw_part_anchor(score->part[part], told ? 1 : 0);
}

/* Points also count manner: where they are about equal, what is told of a part says which one is weaker. */
static const double ABOUT_EQUAL = 0.8;

size_t fw_weakest_part(const fw_analysis *a, const fw_score *score) {
    double fewest = score->part[0];
    for (size_t i = 1; i < FW_ARC_PARTS; i++) fewest = score->part[i] < fewest ? score->part[i] : fewest;
    size_t weakest = FW_ARC_PARTS;
    for (size_t i = 0; i < FW_ARC_PARTS; i++) {
        if (score->part[i] > fewest + ABOUT_EQUAL) continue;
        if (weakest == FW_ARC_PARTS || a->arc[i] < a->arc[weakest]) weakest = i;
    }
    return weakest < FW_ARC_PARTS ? weakest : 0;
}

/* Of English answers a tenth of the words is in no list (the example: 28 % at most), of other languages 85 %
 * and more: half of eight words is neither. */
bool fw_is_foreign(const fw_analysis *a) {
    enum { TELLING = 8 };
    return a->word_count >= TELLING && a->tally->unknown_words > a->word_count / 2;
}

const fw_star_band fw_star_bands[FW_STAR_COUNT] = {
    {"Situation", 15, 20}, {"Task", 10, 15}, {"Action", 40, 60}, {"Result", 30, 45}};
const fw_star_band fw_whole_band = {"All", 90, 120};

double fw_star_seconds(const fw_analysis *a, size_t step) {
    double words = 0;
    for (size_t i = 0; i < FW_STAR_COUNT; i++) words += a->star_words[i];
    return words > 0 ? a->seconds * a->star_words[step] / words : 0;
}
