/*
 * suppress.h: which groups of a table may be shown.
 *
 * A group below k is withheld. As totals are shown beside the groups, what is withheld could be had by
 * subtraction: so the smallest shown groups follow until at least two are withheld and together they reach k.
 */
#ifndef FAILWISE_REPORT_SUPPRESS_H
#define FAILWISE_REPORT_SUPPRESS_H

#include <failwise/types.h>

typedef enum fw_shown {
    FW_SHOWN,          /* may be shown */
    FW_WITHHELD,       /* has fewer than k itself */
    FW_WITHHELD_BESIDE /* large enough, but would reveal a smaller one */
} fw_shown;

/*
 * Decides for `count` groups of the given sizes; empty groups (size 0) are withheld and reveal nothing.
 * `shown` may hold earlier decisions for the same groups (from a table with more rows): what was withheld
 * there stays withheld. Zero it to start.
 */
void fw_suppress(const size_t *sizes, size_t count, size_t k, fw_shown *shown);

#endif
