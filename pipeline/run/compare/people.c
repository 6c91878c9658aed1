/* people.c: the rows of one person side by side, as what chance brings depends on how alike they are. */
#include "run/compare/compare.h"

#include <stdlib.h>

typedef struct {
    uint64_t who;
    size_t row;
} placed;

static int by_person(const void *a, const void *b) {
    const placed *x = a, *y = b;
    if (x->who != y->who) return x->who < y->who ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

/* Numbers people in the order of their hashes; how many. */
static size_t number(const placed *rows, size_t count, fw_run_people *out) {
    size_t people = 0;
    for (size_t i = 0; i < count; i++) {
        people += i == 0 || rows[i].who != rows[i - 1].who;
        out->row[i] = rows[i].row;
        out->person[i] = (uint32_t)people;
    }
    return people;
}

fw_code fw_run_gather_people(const fw_run_side *side, fw_run_people *out, fw_error *err) {
    const size_t count = side->feature_rows;
    placed *rows = calloc(count + 1, sizeof *rows);
    *out = (fw_run_people){calloc(count + 1, sizeof *out->row), calloc(count + 1, sizeof *out->person)};
    const bool good = rows && out->row && out->person;
    for (size_t i = 0; good && i < count; i++) rows[i] = (placed){side->person[i], i};
    if (good && count) qsort(rows, count, sizeof *rows, by_person);
    const bool alone = !good || number(rows, count, out) == count;
    free(rows);
    if (!alone) return FW_OK;
    free(out->row);
    free(out->person);
    *out = (fw_run_people){0};
    return good ? FW_OK : fw_fail_nomem(err);
}
