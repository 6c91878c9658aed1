/*
 * rater_panel.h: the ratings of one trait, sparse both ways; what the rater analyses share.
 *
 * Items are by answer. `by_rater` lists them by rater, each rater's in order of answers. Raters are those
 * with a rating on the trait, in byte order of their names.
 */
#ifndef FAILWISE_FIT_RATER_PANEL_H
#define FAILWISE_FIT_RATER_PANEL_H

#include <failwise/raters.h>

typedef struct fw_sparse_panel {
    size_t count, answers, raters;
    size_t *answer_start; /* [answers + 1]: items of an answer */
    uint32_t *rater;      /* by item */
    uint32_t *answer;     /* by item */
    double *value;        /* by item, about `centre` */
    double centre;        /* mean of all ratings */
    double total;         /* sum of squares about it */
    size_t *rater_start;  /* [raters + 1] into by_rater */
    uint32_t *by_rater;   /* items */
    uint32_t *source;     /* index of a rater in fw_panel.raters */
    double *level;        /* distinct ratings, ascending; NOT about the centre */
    size_t level_count;
    uint32_t *level_of; /* by item */
} fw_sparse_panel;

/* FW_DATA as in fw_panel_analyse. On failure nothing is held. */
fw_code fw_sparse_panel_build(const fw_panel *panel, fw_sparse_panel *out, fw_error *err);
void fw_sparse_panel_free(fw_sparse_panel *panel);
/* FW_DATA, naming the groups, when raters share no answer, directly or through others. */
fw_code fw_sparse_panel_check_connected(const fw_sparse_panel *panel, const fw_panel *names, fw_error *err);

static inline size_t fw_panel_size(const fw_sparse_panel *p, size_t answer) {
    return p->answer_start[answer + 1] - p->answer_start[answer];
}
static inline size_t fw_panel_load(const fw_sparse_panel *p, size_t rater) {
    return p->rater_start[rater + 1] - p->rater_start[rater];
}

/* The additive model answer + rater by least squares. */
typedef struct fw_additive {
    double *rater;    /* [raters], sum 0 */
    double *answer;   /* [answers], about the panel's centre */
    double *variance; /* [raters], of the effects, over the residual variance */
    double residual_ss, residual_df, residual_ms;
} fw_additive;
/* Needs a connected panel. FW_DATA: more raters than FW_MOST_PANEL_RATERS. */
fw_code fw_additive_fit(const fw_sparse_panel *panel, bool errors, fw_additive *out, fw_error *err);
void fw_additive_free(fw_additive *additive);

/* Each analysis fills its part of the result; the panel is connected. */
fw_code fw_panel_pairs(const fw_sparse_panel *panel, fw_panel_result *result, fw_error *err);
fw_code fw_panel_alpha(const fw_sparse_panel *panel, const fw_panel *options, fw_panel_result *result,
                       fw_error *err);
void fw_panel_components(const fw_sparse_panel *panel, const fw_additive *additive, fw_panel_result *result);
void fw_panel_icc(const fw_sparse_panel *panel, fw_panel_result *result);
fw_code fw_panel_profiles(const fw_sparse_panel *panel, const fw_additive *additive, fw_panel_result *result,
                          fw_error *err);
fw_code fw_panel_facets(const fw_sparse_panel *panel, fw_panel_result *result, fw_error *err);
/* Flags, once all else is there. */
fw_code fw_panel_flag(const fw_sparse_panel *panel, fw_panel_result *result, fw_error *err);

/* Adds a sentence to the result's notes, as far as there is room. */
void fw_panel_note(fw_panel_result *result, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
