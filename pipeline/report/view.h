/*
 * view.h: the closed sums as the sections see them: with the disclosure rule applied and the change worked
 * out.
 *
 * A section builder never looks at a group without asking the view whether it may be shown.
 */
#ifndef FAILWISE_REPORT_VIEW_H
#define FAILWISE_REPORT_VIEW_H

#include "report/correlations.h"
#include "report/data.h"
#include "report/document.h"
#include "report/evidence.h"
#include "report/suppress.h"
#include "report/trend.h"

#include <failwise/evaluate.h>

typedef struct fw_view {
    const fw_report *report;
    const fw_model *model;    /* may be NULL */
    const fw_intake *intake;  /* may be NULL */
    const json_t *provenance; /* may be NULL */
    fw_doc *doc;
    const fw_group *all; /* never NULL */
    const fw_dimension *cohorts;
    fw_shown *shown[FW_MAX_DIMENSIONS]; /* a decision for every group of every dimension */
    const fw_change *change;            /* all, then one a cohort */
    fw_shown *change_shown;             /* one a cohort */
    size_t participants;
    bool participants_known;
    bool enough;     /* k participants or more: figures may be shown at all */
    bool comparable; /* two groups or more in the cohort column */
    double scale_min, scale_max;
    fw_programme_row *programme; /* the change with both tests */
    size_t programme_rows;
    fw_evidence evidence;         /* without a resampler: too few rated people */
    fw_correlations correlations; /* of the features; without any: too few people */
    bool basis_told;              /* by an earlier section */
    fw_trend *trends;             /* figures that earlier runs have too */
    size_t trend_count;
} fw_view;

fw_code fw_view_init(fw_view *view, fw_error *err);
void fw_view_free(fw_view *view);

/* Why group `index` of dimension `dimension` is not shown, as a phrase; NULL when it is. */
const char *fw_withheld_phrase(const fw_view *view, fw_shown shown);
/* The same decision, for pages with no figures at all. */
const char *fw_too_few(const fw_view *view);

/* k people are rated: figures of ratings may be shown. */
bool fw_rated_enough(const fw_view *view);
/* Some are rated, and fewer than that. */
bool fw_too_few_rated(const fw_view *view);
/* The model was fitted to the ratings of fewer than k people: its weights, and the means it keeps, tell of
 * them. */
bool fw_model_withheld(const fw_view *view);
/* The same as a sentence. */
const char *fw_too_few_fitted(const fw_view *view);

/* "1 answer", "12 answers" with a thin space in long numbers. */
const char *fw_say_count(fw_doc *doc, uint64_t count, const char *one, const char *many);
/* "42%" of a share; "2 of 3" style is the caller's. */
const char *fw_say_share(fw_doc *doc, double share);
/* "3.21 (95% interval 3.10 to 3.32)"; without an interval the value alone. */
const char *fw_say_estimate(fw_doc *doc, fw_estimate estimate, int digits);
const char *fw_say_signed(fw_doc *doc, double value, int digits);
/* "humility", "clear diagnosis" with a capital first letter. */
const char *fw_capital(fw_doc *doc, const char *text);

void fw_section_intake(fw_view *view);
/* The run's quality gates; nothing without. */
void fw_gates_table(fw_view *view);
/* This run beside the last ones; nothing without a history. */
void fw_trend_part(fw_view *view);
void fw_section_headline(fw_view *view);
void fw_section_distribution(fw_view *view);
void fw_section_parts(fw_view *view);
void fw_section_weakest(fw_view *view);
void fw_section_traps(fw_view *view);
void fw_section_change(fw_view *view);
/* Works out view->programme from the pairs put aside; FW_IO: they cannot be read. */
fw_code fw_programme_init(fw_view *view, fw_error *err);
/* A table of the section above: every change with both tests. */
void fw_programme_effect_table(fw_view *view);
void fw_section_splits(fw_view *view);
void fw_section_weights(fw_view *view);
void fw_section_agreement(fw_view *view);
void fw_section_accuracy(fw_view *view);
void fw_section_raters(fw_view *view);
void fw_section_fairness(fw_view *view);
void fw_section_drift(fw_view *view);
void fw_section_next(fw_view *view);
void fw_section_not_this(fw_view *view);
/* Why there is no evidence, as a sentence. */
const char *fw_no_evidence(const fw_view *view);
/* Notes on what the evidence rests on; behind the first section with evidence it is referred to. */
void fw_say_basis(fw_view *view);
void fw_section_quality(fw_view *view);
void fw_section_features(fw_view *view);
void fw_section_methods(fw_view *view);

/* Builds the whole document. */
void fw_build_document(fw_view *view);

/* Fills the figures of one group into a row whose first cell (the name) is set. */
typedef void fw_group_fill(fw_view *view, const fw_group *group, fw_row *row);
/*
 * One row for all answers, then one a group of dimension d, withheld ones by name only; beyond 30 withheld
 * they are counted in one row. Marks the table as grouped.
 */
void fw_fill_groups(fw_view *view, size_t d, fw_table *table, fw_group_fill *fill);
/* Indices of a dimension's groups as tables and charts list them: shown ones first. free(); NULL without
 * memory. */
size_t *fw_display_order(const fw_view *view, size_t d);
/* A dot chart of the groups' mean overall, with the mean of all answers as norm. */
void fw_chart_group_means(fw_view *view, size_t d, const char *title);
/* One sentence on highest and lowest mean, cautious where intervals overlap; NULL with fewer than two shown.
 */
const char *fw_say_contrast(fw_view *view, size_t d);
/* Pairs of groups of a dimension that are shown. */
double fw_shown_pairs(const fw_view *view, size_t d);
/* How far two groups stand apart that were picked from so many pairs: of many groups the highest and the
 * lowest part by chance, and their intervals with them. */
typedef enum { FW_NOT_APART, FW_APART_BY_CHANCE, FW_APART } fw_apart;
fw_apart fw_groups_apart(const fw_group *a, const fw_group *b, double pairs);
/* Shown groups of a dimension with the highest and the lowest mean overall; false with fewer than two. */
bool fw_extremes(const fw_view *view, size_t d, const fw_group **high, const fw_group **low);

/* False where cross-validated scores were measured, and agree with raters no more than chance would have
 * them. */
bool fw_beyond_chance(const fw_view *view);

/* The part that is most often the weakest; -1 without answers. */
int fw_commonest_weakest(const fw_group *group);
/* Of the answers, those in which it is; in equal shares where several parts tie. */
double fw_weakest_share(const fw_group *group, size_t part);
fw_estimate fw_weakest_estimate(const fw_group *group, size_t part);
/* Parts in falling order of that. Returns how many of the first may be the commonest: their intervals reach
 * that of the first; 0 without answers. */
size_t fw_weakest_order(const fw_group *group, size_t order[FW_ARC_PARTS]);
/* How many parts are the commonest, of such an order: equals, but for rounding. 0 without answers. */
size_t fw_weakest_tied(const fw_group *group, const size_t order[FW_ARC_PARTS]);
/* The trap that most answers fall into; of equal ones the one that leaves no story; -1: none does. */
int fw_commonest_trap(const fw_group *group);
/* "clear diagnosis", "clear diagnosis and decisive action": the first `count` of `parts`. */
const char *fw_say_parts(fw_doc *doc, const size_t *parts, size_t count);

#endif
