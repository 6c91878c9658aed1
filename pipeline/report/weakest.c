/* weakest.c: which part of the answers is most often the weakest, and which others may be it as well. */
#include "report/view.h"

#include <math.h>

int fw_commonest_weakest(const fw_group *group) {
    size_t order[FW_ARC_PARTS];
    if (group->answers == 0) return -1;
    (void)fw_weakest_order(group, order);
    return group->weakest[order[0]] > 0 ? (int)order[0] : -1;
}

double fw_weakest_share(const fw_group *group, size_t part) {
    return group->answers ? group->weakest[part] / (double)group->answers : 0;
}

fw_estimate fw_weakest_estimate(const fw_group *group, size_t part) {
    return fw_group_share(group, fmin(group->weakest[part], (double)group->answers), FW_MARK_WEAKEST + part);
}

/* Equals keep the order of the arc. */
size_t fw_weakest_order(const fw_group *group, size_t order[FW_ARC_PARTS]) {
    for (size_t i = 0; i < FW_ARC_PARTS; i++) {
        size_t at = i;
        while (at > 0 && group->weakest[order[at - 1]] < group->weakest[i]) {
            order[at] = order[at - 1];
            at--;
        }
        order[at] = i;
    }
    if (group->answers == 0) return 0;
    const fw_estimate first = fw_weakest_estimate(group, order[0]);
    size_t close = 1;
    while (close < FW_ARC_PARTS && !fw_intervals_apart(first, fw_weakest_estimate(group, order[close])))
        close++;
    return close;
}
