/* changed.c: how many people stand between two runs: what differs between their figures is about these alone.
 */
#include "run/compare/compare.h"

#include <stdlib.h>

/* All answers of a person; the order of rows does not matter. */
typedef struct person {
    uint64_t who, what;
} person;

static int by_who(const void *a, const void *b) {
    const uint64_t x = ((const person *)a)->who, y = ((const person *)b)->who;
    return (x > y) - (x < y);
}

/* One entry a person, in the order of `who`; how many. */
static size_t gather(const fw_run_side *side, person *out) {
    for (size_t i = 0; i < side->feature_rows; i++) out[i] = (person){side->person[i], side->content[i]};
    qsort(out, side->feature_rows, sizeof *out, by_who);
    size_t count = 0;
    for (size_t i = 0; i < side->feature_rows; i++) {
        if (count && out[count - 1].who == out[i].who)
            out[count - 1].what += out[i].what;
        else
            out[count++] = out[i];
    }
    return count;
}

fw_code fw_run_people_changed(const fw_run_side *a, const fw_run_side *b, size_t *changed, fw_error *err) {
    *changed = 0;
    person *x = calloc(a->feature_rows + 1, sizeof *x), *y = calloc(b->feature_rows + 1, sizeof *y);
    if (!x || !y) {
        free(x);
        free(y);
        return fw_fail_nomem(err);
    }
    const size_t m = gather(a, x), n = gather(b, y);
    for (size_t i = 0, j = 0; i < m || j < n;) {
        const int order = i == m ? 1 : j == n ? -1 : by_who(&x[i], &y[j]);
        *changed += order != 0 || x[i].what != y[j].what;
        i += order <= 0;
        j += order >= 0;
    }
    free(x);
    free(y);
    return FW_OK;
}
