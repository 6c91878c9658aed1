/* weakest.c: which part of the answers is most often the weakest, which others may be it as well, and the
 * commonest trap. */
#include "report/view.h"

#include <math.h>

/* Shares that differ by rounding only are equal. */
static const double TIE = 1e-9;

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

size_t fw_weakest_tied(const fw_group *group, const size_t order[FW_ARC_PARTS]) {
    if (group->answers == 0) return 0;
    const double first = fw_weakest_share(group, order[0]);
    size_t tied = 1;
    while (tied < FW_ARC_PARTS && first - fw_weakest_share(group, order[tied]) < TIE) tied++;
    return tied;
}

int fw_commonest_trap(const fw_group *group) {
    /* Who tells no failure names no number and no change either: what has to be mended first stands first. */
    static const fw_trap GRAVEST_FIRST[FW_TRAP_COUNT] = {FW_TRAP_REFUSAL, FW_TRAP_FAKE, FW_TRAP_TEAM,
                                                         FW_TRAP_NO_NUMBER, FW_TRAP_NO_CHANGE};
    int worst = -1;
    for (size_t i = 0; i < FW_TRAP_COUNT; i++) {
        const int trap = __builtin_ctz(GRAVEST_FIRST[i]);
        if (group->traps[trap] > (worst < 0 ? 0 : group->traps[worst])) worst = trap;
    }
    return worst;
}
