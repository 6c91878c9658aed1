/*
 * evidence.h: what can be said about scores and raters from rated answers: the rows that were kept, ready for
 * the measures of evaluate.h and raters.h.
 */
#ifndef FAILWISE_REPORT_EVIDENCE_H
#define FAILWISE_REPORT_EVIDENCE_H

#include "report/data.h"

#include <failwise/raters.h>

/* Zero-initialise; fw_evidence_free when done. */
typedef struct fw_evidence {
    size_t rows;    /* rated answers kept */
    uint64_t rated; /* of how many */
    size_t people;  /* distinct clusters */
    bool held_out;  /* machine scores are cross-validated predictions */
    double *h, *m;  /* mean rating and machine score, by row */
    uint64_t *cluster;
    uint32_t *by_person; /* rows in the order of their clusters */
    uint32_t *group;     /* by dimension, then by row; as ordered after closing */
    fw_resampler *resampler;
    fw_evaluation all;
    /* Single ratings, where they are known. */
    fw_panel_result *panel; /* NULL: panel_note says why */
    const char **rater_names;
    size_t panel_ratings; /* analysed */
    char panel_note[512];
    fw_agreement human_human, human_machine; /* of single ratings */
    fw_true_score truth;
} fw_evidence;

fw_code fw_evidence_init(fw_evidence *evidence, const fw_report *report, fw_error *err);
void fw_evidence_free(fw_evidence *evidence);
/* People (distinct clusters) by group of dimension d, into sizes[group]. */
fw_code fw_evidence_people(const fw_evidence *evidence, size_t d, size_t groups, size_t *sizes,
                           fw_error *err);

#endif
