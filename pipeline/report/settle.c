/*
 * settle.c: rows summed by participant, and participants into groups and changes, a few shares of the
 * participants at a time.
 *
 * Shares are gathered side by side. What is summed over all participants takes them share by share, in order;
 * but each dimension and each metric of the change has sums of its own, which are worked on side by side,
 * too.
 */
#include "report/participants.h"

#include "base/room.h"
#include "base/together.h"

#include <stdlib.h>
#include <string.h>

/* Shares at a time: as many as have about so many rows, which are in memory together. */
enum { MOST_SHARES = 32, ROWS_TOGETHER = 16384 };

/* First and last attempt of one participant, each a sum over its answers. */
typedef struct {
    int64_t first_key, last_key;
    double first[FW_CHANGE_METRICS], last[FW_CHANGE_METRICS];
    uint32_t first_n, last_n;
    uint32_t cohort; /* at the first attempt */
} attempts;

/* One share at hand. */
typedef struct {
    fw_report *report;
    size_t index;
    fw_spill_block block;
    fw_idset *ids;
    attempts *list;
    size_t count, capacity;
    fw_person_cells cells[FW_MAX_DIMENSIONS];
} share;

/* What is summed over them: those of one dimension, or of one metric of the change. */
typedef struct {
    fw_report *report;
    share *shares;
    size_t count; /* of shares */
    size_t what;
} summing;

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

/* ---- a share ---- */

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

static bool is_summed(const fw_report *report, size_t d) {
    return d == FW_DIM_ALL || report->dimensions[d].index >= 0;
}

static fw_code gather(share *s, const unsigned char *record, fw_error *err) {
    const fw_report *report = s->report;
    fw_aside row;
    size_t person = 0;
    uint16_t groups[FW_MAX_DIMENSIONS];
    memcpy(&row, record, sizeof row);
    memcpy(groups, record + sizeof row, report->dimension_count * sizeof *groups);
    fw_code code = index_of(s, row.participant, &person, err);
    for (size_t d = 0; d < report->dimension_count && code == FW_OK; d++)
        if (is_summed(report, d))
            code = fw_person_cells_gather(&s->cells[d], groups[d], person, row.metrics, row.marks, err);
    if (code == FW_OK && row.attempt != 0)
        add_attempt(&s->list[person], row.attempt, groups[FW_DIM_COHORT], row.metrics);
    return code;
}

static fw_code gather_share(void *context, fw_error *err) {
    share *s = context;
    fw_spill_place place = {.share = s->index};
    fw_idset_clear(s->ids);
    s->count = 0;
    for (size_t d = 0; d < s->report->dimension_count; d++) fw_person_cells_clear(&s->cells[d]);
    for (;;) {
        const void *record = NULL;
        size_t size = 0;
        fw_code code = fw_spill_next_by(s->report->participants.rows, &s->block, &place, &record, &size, err);
        if (code == FW_OK && record) code = gather(s, record, err);
        if (code != FW_OK || !record) return code;
    }
}

/* ---- sums over all ---- */

static fw_code sum_dimension(void *context, fw_error *err) {
    (void)err;
    const summing *over = context;
    for (size_t i = 0; i < over->count; i++)
        fw_dimension_settle(&over->report->dimensions[over->what], &over->shares[i].cells[over->what]);
    return FW_OK;
}

/* The change of everybody in the share who has two attempts that can be compared. */
static fw_code sum_share_change(fw_report *report, const share *s, size_t m, fw_error *err) {
    for (size_t i = 0; i < s->count; i++) {
        const attempts *a = &s->list[i];
        const uint16_t cohort = (uint16_t)a->cohort;
        unsigned char record[FW_CHANGED_BYTES];
        if (a->first_n == 0 || a->first_key >= a->last_key) continue;
        const fw_changed pair = {a->first[m] / a->first_n, a->last[m] / a->last_n};
        fw_pairs_add(&report->change[0].pairs[m], pair.before, pair.after);
        fw_pairs_add(&report->change[1 + cohort].pairs[m], pair.before, pair.after);
        memcpy(record, &pair, sizeof pair);
        memcpy(record + sizeof pair, &cohort, sizeof cohort);
        const fw_code code = fw_spill_put(report->participants.changes[m], 0, record, sizeof record, err);
        if (code != FW_OK) return code;
    }
    return FW_OK;
}

static fw_code sum_change(void *context, fw_error *err) {
    const summing *over = context;
    fw_code code = FW_OK;
    for (size_t i = 0; i < over->count && code == FW_OK; i++)
        code = sum_share_change(over->report, &over->shares[i], over->what, err);
    return code;
}

/* ---- all shares ---- */

static fw_code open_share(fw_report *report, share *s, fw_error *err) {
    s->report = report;
    s->ids = fw_idset_new();
    for (size_t d = 0; d < report->dimension_count; d++) {
        s->cells[d].width = report->dimensions[d].width;
        s->cells[d].marks = report->dimensions[d].detailed ? FW_MARK_COUNT : 0;
    }
    return s->ids ? FW_OK : fw_fail_nomem(err);
}

static void free_share(const fw_report *report, share *s) {
    for (size_t d = 0; d < report->dimension_count; d++) fw_person_cells_free(&s->cells[d]);
    if (s->ids) fw_idset_free(s->ids);
    free(s->list);
    free(s->block.bytes);
}

/* The next `count` shares, from `first` on. */
static fw_code settle_some(fw_report *report, share *shares, size_t first, size_t count, fw_error *err) {
    summing sums[FW_MAX_DIMENSIONS + FW_CHANGE_METRICS];
    fw_task tasks[FW_MAX_DIMENSIONS + FW_CHANGE_METRICS];
    for (size_t i = 0; i < count; i++) {
        shares[i].index = first + i;
        tasks[i] = (fw_task){gather_share, &shares[i]};
    }
    const fw_code code = fw_together(tasks, count, report->threads, err);
    size_t made = 0;
    for (size_t m = 0; m < FW_CHANGE_METRICS; m++, made++) {
        sums[made] = (summing){report, shares, count, m};
        tasks[made] = (fw_task){sum_change, &sums[made]};
    }
    for (size_t d = 0; d < report->dimension_count; d++) {
        if (!is_summed(report, d)) continue;
        sums[made] = (summing){report, shares, count, d};
        tasks[made] = (fw_task){sum_dimension, &sums[made]};
        made++;
    }
    return code == FW_OK ? fw_together(tasks, made, report->threads, err) : code;
}

static size_t shares_together(const fw_report *report) {
    const uint64_t rows = report->rows / FW_SPILL_SHARES + 1, count = ROWS_TOGETHER / rows;
    return count > MOST_SHARES ? MOST_SHARES : count > 1 ? (size_t)count : 1;
}

fw_code fw_participants_settle(fw_report *report, fw_error *err) {
    fw_participants *participants = &report->participants;
    const size_t cohorts = report->dimensions[FW_DIM_COHORT].count, together = shares_together(report);
    share *shares = calloc(together, sizeof *shares);
    report->change = calloc(cohorts + 2, sizeof *report->change); /* one to spare: there may be no cohort */
    fw_code code = shares && report->change ? FW_OK : fw_fail_nomem(err);
    for (size_t i = 0; i < together && code == FW_OK; i++) code = open_share(report, &shares[i], err);
    for (size_t m = 0; m < FW_CHANGE_METRICS && code == FW_OK; m++)
        code = fw_spill_new(report->folder, &participants->changes[m], err);
    for (size_t i = 0; i < FW_SPILL_SHARES && code == FW_OK; i += together) {
        const size_t left = FW_SPILL_SHARES - i;
        code = settle_some(report, shares, i, left < together ? left : together, err);
    }
    for (size_t i = 0; i < together && shares; i++) free_share(report, &shares[i]);
    free(shares);
    fw_spill_free(participants->rows);
    participants->rows = NULL;
    return code;
}
