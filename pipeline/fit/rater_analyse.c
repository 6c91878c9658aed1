/* rater_analyse.c: all analyses of one trait's ratings, in order. */
#include "fit/numeric.h"
#include "fit/rater_panel.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void fw_panel_note(fw_panel_result *result, const char *format, ...) {
    if (result->note_count == sizeof result->note / sizeof result->note[0]) return;
    va_list args;
    va_start(args, format);
    vsnprintf(result->note[result->note_count++], sizeof result->note[0], format, args);
    va_end(args);
}

void fw_panel_free(fw_panel_result *result) {
    if (!result) return;
    free(result->rater);
    free(result->pair);
    free(result->level);
    free(result);
}

static void describe(const fw_sparse_panel *p, const fw_panel *panel, fw_panel_result *result) {
    snprintf(result->trait, sizeof result->trait, "%s", panel->trait_name);
    result->ratings = p->count;
    result->answers = p->answers;
    result->rater_count = p->raters;
    result->mean = p->centre;
    result->sd = p->count > 1 ? sqrt(p->total / (double)(p->count - 1)) : (double)NAN;
    result->min = p->level[0];
    result->max = p->level[p->level_count - 1];
    for (size_t a = 0; a < p->answers; a++) result->shared_answers += fw_panel_size(p, a) > 1;
    for (size_t r = 0; r < p->raters; r++) result->rater[r].name = panel->raters[p->source[r]];
}

/* How often each rater gave each rating. */
static fw_code count_levels(const fw_sparse_panel *p, fw_panel_result *result, fw_error *err) {
    if (p->level_count > FW_MOST_LEVELS) {
        fw_panel_note(result, "more than %d different ratings: no table of how often each was given",
                      FW_MOST_LEVELS);
        return FW_OK;
    }
    result->level_count = p->raters * p->level_count;
    result->level = calloc(result->level_count + 1, sizeof *result->level);
    if (!result->level) return fw_fail_nomem(err);
    for (uint32_t r = 0; r < p->raters; r++)
        for (size_t l = 0; l < p->level_count; l++)
            result->level[r * p->level_count + l] = (fw_rater_level){.rater = r, .value = p->level[l]};
    for (size_t i = 0; i < p->count; i++)
        result->level[p->rater[i] * p->level_count + p->level_of[i]].count++;
    return FW_OK;
}

static fw_code open_panel(const fw_panel *panel, bool errors, fw_sparse_panel *p, fw_additive *additive,
                          fw_error *err) {
    fw_numeric_start();
    fw_code code = fw_sparse_panel_build(panel, p, err);
    if (code != FW_OK) return code;
    code = fw_sparse_panel_check_connected(p, panel, err);
    if (code == FW_OK) code = fw_additive_fit(p, errors, additive, err);
    if (code != FW_OK) fw_sparse_panel_free(p);
    return code;
}

static fw_code analyse(const fw_sparse_panel *p, const fw_additive *additive, const fw_panel *panel,
                       fw_panel_result *result, fw_error *err) {
    describe(p, panel, result);
    fw_panel_components(p, additive, result);
    fw_panel_icc(p, result);
    fw_code code = count_levels(p, result, err);
    if (code == FW_OK) code = fw_panel_pairs(p, result, err);
    if (code == FW_OK) code = fw_panel_alpha(p, panel, result, err);
    if (code == FW_OK) code = fw_panel_profiles(p, additive, result, err);
    if (code == FW_OK) code = fw_panel_facets(p, result, err);
    if (code == FW_OK) code = fw_panel_flag(p, result, err);
    return code;
}

fw_code fw_panel_analyse(const fw_panel *panel, fw_panel_result **out, fw_error *err) {
    fw_sparse_panel p;
    fw_additive additive;
    fw_code code = open_panel(panel, true, &p, &additive, err);
    if (code != FW_OK) return code;
    fw_panel_result *result = calloc(1, sizeof *result);
    if (result) result->rater = calloc(p.raters + 1, sizeof *result->rater);
    code = result && result->rater ? analyse(&p, &additive, panel, result, err) : fw_fail_nomem(err);
    fw_additive_free(&additive);
    fw_sparse_panel_free(&p);
    if (code == FW_OK)
        *out = result;
    else
        fw_panel_free(result);
    return code;
}

fw_code fw_panel_severity(const fw_panel *panel, double **out, fw_error *err) {
    fw_sparse_panel p;
    fw_additive additive;
    fw_code code = open_panel(panel, false, &p, &additive, err);
    if (code != FW_OK) return code;
    *out = calloc(panel->rater_count + 1, sizeof **out);
    if (!*out) code = fw_fail_nomem(err);
    for (size_t r = 0; r < p.raters && code == FW_OK; r++) (*out)[p.source[r]] = additive.rater[r];
    fw_additive_free(&additive);
    fw_sparse_panel_free(&p);
    return code;
}
