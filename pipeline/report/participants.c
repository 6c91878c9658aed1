/* participants.c: first and last attempt of every participant, for the change between them. */
#include "report/data.h"

#include <stdlib.h>

static void take(double *sums, uint32_t *n, const fw_score *score) {
    sums[0] += score->overall;
    for (size_t i = 0; i < FW_ARC_PARTS; i++) sums[1 + i] += score->part[i];
    ++*n;
}

static void restart(double *sums, uint32_t *n) {
    for (size_t i = 0; i < 1 + FW_ARC_PARTS; i++) sums[i] = 0;
    *n = 0;
}

fw_code fw_participants_index(fw_participants *participants, fw_id128 id, size_t *index, fw_error *err) {
    bool present = false;
    uint64_t stored = 0;
    const fw_code code = fw_idset_add(participants->ids, id, participants->count, &present, &stored, err);
    *index = (size_t)stored;
    if (code != FW_OK || present) return code;
    if (participants->count == participants->capacity) {
        const size_t wanted = participants->capacity ? participants->capacity * 2 : 64;
        fw_attempts *more = realloc(participants->list, wanted * sizeof *more);
        if (!more) return fw_fail_nomem(err);
        participants->list = more;
        participants->capacity = wanted;
    }
    participants->list[participants->count++] = (fw_attempts){0};
    return FW_OK;
}

void fw_attempts_add(fw_attempts *attempts, int64_t key, uint32_t cohort, const fw_score *score) {
    const bool fresh = attempts->first_n == 0;
    if (fresh || key < attempts->first_key) {
        attempts->first_key = key;
        attempts->cohort = cohort;
        restart(attempts->first, &attempts->first_n);
    }
    if (fresh || key > attempts->last_key) {
        attempts->last_key = key;
        restart(attempts->last, &attempts->last_n);
    }
    if (key == attempts->first_key) take(attempts->first, &attempts->first_n, score);
    if (key == attempts->last_key) take(attempts->last, &attempts->last_n, score);
}

bool fw_attempts_changed(const fw_attempts *attempts) {
    return attempts->first_n > 0 && attempts->first_key < attempts->last_key;
}

void fw_attempts_pair(const fw_attempts *attempts, size_t metric, double *before, double *after) {
    *before = attempts->first[metric] / attempts->first_n;
    *after = attempts->last[metric] / attempts->last_n;
}
