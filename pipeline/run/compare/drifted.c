/* drifted.c: which scores and features moved by more than few answers explain, and in what order they are
 * told. */
#include "run/compare/found.h"

#include <math.h>
#include <string.h>

bool fw_moved_beyond(const fw_moved *moved) {
    const fw_drift *d = &moved->drift;
    return isfinite(d->psi) && d->level != FW_DRIFT_NONE && d->psi > d->psi_noise;
}

/* The noise is what one in 20 exceeds though nothing has moved. */
bool fw_no_more_than_chance(size_t beyond, size_t of) { return beyond * 20 <= of; }

int fw_moved_order(const void *left, const void *right) {
    const fw_moved *x = *(fw_moved *const *)left, *y = *(fw_moved *const *)right;
    const bool first = fw_moved_beyond(x), second = fw_moved_beyond(y);
    if (first != second) return first ? -1 : 1;
    if (x->drift.psi != y->drift.psi) return (x->drift.psi < y->drift.psi) - (x->drift.psi > y->drift.psi);
    return (x > y) - (x < y);
}

const fw_drift *fw_lead_drift(const fw_comparison *c) {
    for (size_t i = 0; i < c->moved_count && c->lead >= 0; i++) {
        if (!c->moved[i].score || strcmp(c->moved[i].name, fw_run_metric_names[c->lead]) != 0) continue;
        return isfinite(c->moved[i].drift.mean_a + c->moved[i].drift.mean_b) ? &c->moved[i].drift : NULL;
    }
    return NULL;
}
