/* participants.h: what is put aside by participant, as bytes. */
#ifndef FAILWISE_REPORT_PARTICIPANTS_H
#define FAILWISE_REPORT_PARTICIPANTS_H

#include "report/data.h"

/* A row; behind it the group of every dimension (uint16_t). */
typedef struct fw_aside {
    fw_id128 participant;
    double metrics[FW_METRIC_COUNT];
    int32_t attempt;
    uint32_t marks;
} fw_aside;

/* A change of one metric; behind it the cohort, as streamed (uint16_t). */
typedef struct fw_changed {
    double before, after;
} fw_changed;
enum { FW_CHANGED_BYTES = sizeof(fw_changed) + sizeof(uint16_t) };

#endif
