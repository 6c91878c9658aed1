/* arc_train.h: what fitting and measuring the clause labels share. */
#ifndef FAILWISE_TEXT_ARC_TRAIN_H
#define FAILWISE_TEXT_ARC_TRAIN_H

#include <failwise/arc.h>

#include "text/analyzer.h"

/* The labels that people gave, set against the clauses found: one set a clause found, all labels where nobody
 * labelled it. */
typedef struct fw_label_sets {
    uint16_t *parts, *stars;
    uint32_t room; /* clauses that the arrays hold */
} fw_label_sets;

/* Sets of the answer that the workspace holds. FW_IO when memory is out. */
fw_code fw_label_sets_find(const fw_workspace *ws, const fw_labelled_answer *answer, fw_label_sets *sets,
                           fw_error *err);
void fw_label_sets_free(fw_label_sets *sets);

/* Adds the comparison of the labels in the workspace with the answer's own to `quality`. */
void fw_arc_quality_add(const fw_workspace *ws, const fw_labelled_answer *answer, fw_arc_quality *quality);

#endif
