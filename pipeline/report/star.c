/* star.c: how the time of answers divides into situation, task, action and result. */
#include "report/data.h"

#include <stdlib.h>
#include <string.h>

static const char *const SHARES[4] = {"star_s_share", "star_t_share", "star_a_share", "star_r_share"};

void fw_star_find(fw_report *report) {
    for (size_t s = 0; s < 4; s++) {
        report->star[s] = -1;
        for (size_t v = 0; v < report->var_count; v++)
            if (report->vars[v].name && strcmp(report->vars[v].name, SHARES[s]) == 0)
                report->star[s] = (int)v;
    }
}

static fw_code make_room(fw_report *report, size_t cohort, fw_error *err) {
    if (cohort < report->cohort_star_capacity) return FW_OK;
    const size_t capacity = 2 * cohort + 16;
    fw_star_sums *more = realloc(report->cohort_star, capacity * sizeof *more);
    if (!more) return fw_fail_nomem(err);
    memset(more + report->cohort_star_capacity, 0, (capacity - report->cohort_star_capacity) * sizeof *more);
    report->cohort_star = more;
    report->cohort_star_capacity = capacity;
    return FW_OK;
}

fw_code fw_star_add(fw_report *report, const fw_frame *frame, size_t row, size_t cohort,
                    const fw_score *score, fw_error *err) {
    double seconds[4];
    if (!(score->seconds > 0)) return FW_OK;
    for (size_t s = 0; s < 4; s++) {
        if (report->star[s] < 0 || (size_t)report->star[s] >= frame->feature_count) return FW_OK;
        seconds[s] = score->seconds * (double)frame->x[row * frame->feature_count + (size_t)report->star[s]];
        if (!isfinite(seconds[s])) return FW_OK;
    }
    const fw_code code = make_room(report, cohort, err);
    if (code != FW_OK) return code;
    fw_star_sums *sums[2] = {&report->all_star, &report->cohort_star[cohort]};
    for (size_t i = 0; i < 2; i++) {
        sums[i]->answers += 1;
        for (size_t s = 0; s < 4; s++) sums[i]->seconds[s] += seconds[s];
    }
    return FW_OK;
}

fw_code fw_star_close(fw_report *report, fw_error *err) {
    const fw_dimension *cohorts = &report->dimensions[FW_DIM_COHORT];
    fw_star_sums *ordered = calloc(cohorts->count + 1, sizeof *ordered);
    if (!ordered) return fw_fail_nomem(err);
    for (size_t i = 0; i < cohorts->count; i++) {
        const size_t seen = cohorts->groups[i].seen;
        if (seen < report->cohort_star_capacity) ordered[i] = report->cohort_star[seen];
    }
    free(report->cohort_star);
    report->cohort_star = ordered;
    report->cohort_star_capacity = cohorts->count + 1;
    return FW_OK;
}
