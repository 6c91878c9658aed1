/* suppress.c: primary and complementary suppression of small groups. */
#include "report/suppress.h"

/* The smallest group still shown, or `count`; the first of equals. */
static size_t smallest_shown(const size_t *sizes, size_t count, const fw_shown *shown) {
    size_t best = count;
    for (size_t i = 0; i < count; i++) {
        if (shown[i] == FW_SHOWN && (best == count || sizes[i] < sizes[best])) best = i;
    }
    return best;
}

void fw_suppress(const size_t *sizes, size_t count, size_t k, fw_shown *shown) {
    size_t withheld = 0;
    size_t together = 0;
    bool primary = false;
    for (size_t i = 0; i < count; i++) {
        if (shown[i] == FW_SHOWN && sizes[i] < k) shown[i] = FW_WITHHELD;
        if (shown[i] == FW_SHOWN || sizes[i] == 0) continue;
        withheld++;
        together += sizes[i];
        primary = primary || sizes[i] < k;
    }
    /* With earlier decisions two large groups may be withheld for the sake of a third: no more is needed. */
    while (primary && (withheld < 2 || together < k)) {
        const size_t next = smallest_shown(sizes, count, shown);
        if (next == count) return;
        shown[next] = FW_WITHHELD_BESIDE;
        withheld++;
        together += sizes[next];
    }
}
