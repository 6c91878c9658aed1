/* participants.c: rows put aside by participant, and their changes given back. */
#include "report/participants.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { RECORD = sizeof(fw_aside) + FW_MAX_DIMENSIONS * sizeof(uint16_t) };

void fw_metrics_of(const fw_score *score, double metrics[FW_METRIC_COUNT]) {
    metrics[FW_METRIC_OVERALL] = score->overall;
    metrics[FW_METRIC_HUMILITY] = score->humility;
    metrics[FW_METRIC_AGENCY] = score->agency;
    for (size_t i = 0; i < FW_ARC_PARTS; i++) metrics[FW_METRIC_PART + i] = score->part[i];
}

fw_code fw_participants_put(fw_report *report, fw_id128 participant, int64_t attempt, const uint32_t *groups,
                            const double *metrics, uint32_t marks, fw_error *err) {
    unsigned char record[RECORD];
    fw_aside row = {.participant = participant, .attempt = (int32_t)attempt, .marks = marks};
    memcpy(row.metrics, metrics, sizeof row.metrics);
    memcpy(record, &row, sizeof row);
    size_t size = sizeof row;
    for (size_t d = 0; d < report->dimension_count; d++, size += sizeof(uint16_t)) {
        const uint16_t group = (uint16_t)groups[d]; /* a dimension has 2000 at most */
        memcpy(record + size, &group, sizeof group);
    }
    return fw_spill_put(report->participants.rows, fw_spill_share(participant), record, size, err);
}

void fw_participants_let_go(fw_report *report) {
    fw_participants *participants = &report->participants;
    fw_spill_free(participants->rows);
    participants->rows = NULL;
    for (size_t m = 0; m < FW_CHANGE_METRICS; m++) {
        fw_spill_free(participants->changes[m]);
        participants->changes[m] = NULL;
    }
}

fw_code fw_participants_changes(const fw_report *report, size_t metric, fw_pair_visitor *visit, void *to,
                                fw_error *err) {
    const bool cohorts = report->dimensions[FW_DIM_COHORT].count > 0;
    fw_spill_place place = {0};
    fw_spill_block block = {0};
    for (;;) {
        fw_changed pair;
        uint16_t cohort;
        const void *record = NULL;
        size_t size = 0;
        const fw_code code =
            fw_spill_next_by(report->participants.changes[metric], &block, &place, &record, &size, err);
        if (code != FW_OK || !record) {
            free(block.bytes);
            return code;
        }
        memcpy(&pair, record, sizeof pair);
        memcpy(&cohort, (const char *)record + sizeof pair, sizeof cohort);
        if (!isfinite(pair.before) || !isfinite(pair.after)) continue;
        visit(to, pair.before, pair.after, cohorts ? report->cohort_order[cohort] : 0);
    }
}
