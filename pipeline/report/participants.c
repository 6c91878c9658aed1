/* participants.c: rows put aside by participant, and summed one share of the participants at a time. */
#include "report/data.h"

#include "base/room.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A row as put aside; behind it the group of every dimension (uint16_t). */
typedef struct {
    fw_id128 participant;
    double metrics[FW_METRIC_COUNT];
    int64_t attempt;
} aside;

enum { RECORD = sizeof(aside) + FW_MAX_DIMENSIONS * sizeof(uint16_t) };

/* First and last attempt of one participant, each a sum over its answers. */
typedef struct {
    int64_t first_key, last_key;
    double first[FW_CHANGE_METRICS], last[FW_CHANGE_METRICS];
    uint32_t first_n, last_n;
    uint32_t cohort; /* at the first attempt */
} attempts;

/* A change as put aside for one metric; behind it the cohort, as streamed (uint16_t). */
typedef struct {
    double before, after;
} changed;

enum { CHANGE = sizeof(changed) + sizeof(uint16_t) };

/* The share at hand. */
typedef struct {
    fw_report *report;
    fw_idset *ids;
    attempts *list;
    size_t count, capacity;
} share;

void fw_metrics_of(const fw_score *score, double metrics[FW_METRIC_COUNT]) {
    metrics[FW_METRIC_OVERALL] = score->overall;
    metrics[FW_METRIC_HUMILITY] = score->humility;
    metrics[FW_METRIC_AGENCY] = score->agency;
    for (size_t i = 0; i < FW_ARC_PARTS; i++) metrics[FW_METRIC_PART + i] = score->part[i];
}

/* ---- putting aside ---- */

fw_code fw_participants_put(fw_report *report, fw_id128 participant, int64_t attempt, const uint32_t *groups,
                            const double *metrics, fw_error *err) {
    unsigned char record[RECORD];
    aside row = {.participant = participant, .attempt = attempt};
    memcpy(row.metrics, metrics, sizeof row.metrics);
    memcpy(record, &row, sizeof row);
    size_t size = sizeof row;
    for (size_t d = 0; d < report->dimension_count; d++, size += sizeof(uint16_t)) {
        const uint16_t group = (uint16_t)groups[d]; /* a dimension has 2000 at most */
        memcpy(record + size, &group, sizeof group);
    }
    return fw_spill_put(report->participants.rows, fw_spill_share(participant), record, size, err);
}

/* ---- first and last attempts ---- */

static void take(double *sums, uint32_t *n, const double *metrics) {
    sums[0] += metrics[FW_METRIC_OVERALL];
    for (size_t i = 0; i < FW_ARC_PARTS; i++) sums[1 + i] += metrics[FW_METRIC_PART + i];
    ++*n;
}

static void restart(double *sums, uint32_t *n) {
    for (size_t i = 0; i < FW_CHANGE_METRICS; i++) sums[i] = 0;
    *n = 0;
}

static void add_attempt(attempts *a, int64_t key, uint32_t cohort, const double *metrics) {
    const bool fresh = a->first_n == 0;
    if (fresh || key < a->first_key) {
        a->first_key = key;
        a->cohort = cohort;
        restart(a->first, &a->first_n);
    }
    if (fresh || key > a->last_key) {
        a->last_key = key;
        restart(a->last, &a->last_n);
    }
    if (key == a->first_key) take(a->first, &a->first_n, metrics);
    if (key == a->last_key) take(a->last, &a->last_n, metrics);
}

/* The change of everybody in the share who has two attempts that can be compared. */
static fw_code settle_changes(const share *s, fw_error *err) {
    fw_participants *participants = &s->report->participants;
    fw_code code = FW_OK;
    for (size_t i = 0; i < s->count; i++) {
        const attempts *a = &s->list[i];
        const uint16_t cohort = (uint16_t)a->cohort;
        unsigned char record[CHANGE];
        if (a->first_n == 0 || a->first_key >= a->last_key) continue;
        participants->changed++;
        memcpy(record + sizeof(changed), &cohort, sizeof cohort);
        for (size_t m = 0; m < FW_CHANGE_METRICS && code == FW_OK; m++) {
            const changed pair = {a->first[m] / a->first_n, a->last[m] / a->last_n};
            fw_pairs_add(&s->report->change[0].pairs[m], pair.before, pair.after);
            fw_pairs_add(&s->report->change[1 + cohort].pairs[m], pair.before, pair.after);
            memcpy(record, &pair, sizeof pair);
            code = fw_spill_put(participants->changes, m, record, sizeof record, err);
        }
        if (code != FW_OK) return code;
    }
    return FW_OK;
}

/* ---- one share ---- */

static fw_code index_of(share *s, fw_id128 participant, size_t *index, fw_error *err) {
    bool present = false;
    uint64_t stored = 0;
    const fw_code code = fw_idset_add(s->ids, participant, s->count, &present, &stored, err);
    *index = (size_t)stored;
    if (code != FW_OK || present) return code;
    attempts *list = fw_room(s->list, s->count, &s->capacity, sizeof *list);
    if (!list) return fw_fail_nomem(err);
    s->list = list;
    list[s->count++] = (attempts){0};
    return FW_OK;
}

static fw_code gather(share *s, const unsigned char *record, fw_error *err) {
    fw_report *report = s->report;
    aside row;
    size_t person = 0;
    uint16_t groups[FW_MAX_DIMENSIONS];
    memcpy(&row, record, sizeof row);
    memcpy(groups, record + sizeof row, report->dimension_count * sizeof *groups);
    fw_code code = index_of(s, row.participant, &person, err);
    for (size_t d = 0; d < report->dimension_count && code == FW_OK; d++) {
        if (d != FW_DIM_ALL && report->dimensions[d].index < 0) continue;
        code = fw_dimension_gather(&report->dimensions[d], groups[d], person, row.metrics, err);
    }
    if (code == FW_OK && s->list && row.attempt != 0)
        add_attempt(&s->list[person], row.attempt, groups[FW_DIM_COHORT], row.metrics);
    return code;
}

static fw_code settle_share(share *s, size_t index, fw_error *err) {
    fw_spill_place place = {.share = index};
    const void *record = NULL;
    size_t size = 0;
    fw_code code = fw_spill_next(s->report->participants.rows, &place, &record, &size, err);
    while (code == FW_OK && record) {
        code = gather(s, record, err);
        if (code == FW_OK) code = fw_spill_next(s->report->participants.rows, &place, &record, &size, err);
    }
    if (code != FW_OK || s->count == 0) return code;
    for (size_t d = 0; d < s->report->dimension_count; d++) fw_dimension_settle(&s->report->dimensions[d]);
    code = settle_changes(s, err);
    fw_idset_clear(s->ids);
    s->count = 0;
    return code;
}

fw_code fw_participants_settle(fw_report *report, fw_error *err) {
    fw_participants *participants = &report->participants;
    const size_t cohorts = report->dimensions[FW_DIM_COHORT].count;
    share s = {.report = report, .ids = fw_idset_new()};
    report->change = calloc(cohorts + 2, sizeof *report->change); /* one to spare: there may be no cohort */
    fw_code code = s.ids && report->change ? FW_OK : fw_fail_nomem(err);
    if (code == FW_OK) code = fw_spill_new(report->folder, &participants->changes, err);
    for (size_t i = 0; i < FW_SPILL_SHARES && code == FW_OK; i++) code = settle_share(&s, i, err);
    fw_idset_free(s.ids);
    free(s.list);
    fw_spill_free(participants->rows);
    participants->rows = NULL;
    return code;
}

void fw_participants_let_go(fw_report *report) {
    fw_participants *participants = &report->participants;
    fw_spill_free(participants->rows);
    fw_spill_free(participants->changes);
    participants->rows = participants->changes = NULL;
}

/* ---- changes, metric by metric ---- */

fw_code fw_participants_changes(const fw_report *report, size_t metric, fw_pair_visitor *visit, void *to,
                                fw_error *err) {
    const bool cohorts = report->dimensions[FW_DIM_COHORT].count > 0;
    fw_spill_place place = {.share = metric};
    fw_spill_block block = {0};
    for (;;) {
        changed pair;
        uint16_t cohort;
        const void *record = NULL;
        size_t size = 0;
        const fw_code code =
            fw_spill_next_by(report->participants.changes, &block, &place, &record, &size, err);
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
