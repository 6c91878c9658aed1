/* disclose.c: which groups of `evaluate` are told: by the threshold, beside one another, and beside other
 * columns. */
#include "run/evaluate/evaluate.h"

#include "base/str.h"
#include "report/linked.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The rows that a family of tables is about: all, or those rated twice. */
typedef struct family {
    const fw_eval_data *data;
    bool twice;
    size_t people; /* in it: participants, or rows where they are unknown */
} family;

static bool is_in(const family *f, size_t row) { return !f->twice || isfinite(f->data->h2[row]); }

/* Counts each participant once in each group of a column; SIZE_MAX: in all. */
static fw_code count_people(family *f, size_t column, size_t *people, fw_error *err) {
    fw_idset *seen = fw_idset_new();
    fw_code code = seen ? FW_OK : fw_fail_nomem(err);
    for (size_t i = 0; i < f->data->rows && code == FW_OK; i++) {
        if (!is_in(f, i)) continue;
        const size_t group = column == SIZE_MAX ? 0 : f->data->by[column].index[i];
        const uint64_t key[2] = {f->data->cluster[i], group};
        bool present = false;
        uint64_t at;
        const fw_str bytes = {(const char *)key, sizeof key};
        code = fw_idset_add(seen, fw_id_hash(bytes), 0, &present, &at, err);
        if (code == FW_OK && !present) people[group]++;
    }
    fw_idset_free(seen);
    return code;
}

static fw_code cross(const family *f, fw_crossed *crossed, fw_error *err) {
    const fw_eval_data *d = f->data;
    uint32_t *groups = calloc(d->by_count + 1, sizeof *groups);
    fw_code code = groups ? fw_crossed_init(crossed, d->by_count, err) : fw_fail_nomem(err);
    for (size_t i = 0; i < d->rows && code == FW_OK; i++) {
        if (!is_in(f, i)) continue;
        for (size_t c = 0; c < d->by_count; c++) groups[c] = d->by[c].index[i];
        code = fw_crossed_add(crossed, groups, err);
    }
    free(groups);
    return code;
}

/* Each column for itself, then all together. `space` takes two numbers a group. */
static fw_code decide(family *f, size_t k, size_t *space, fw_linked_column *columns, fw_error *err) {
    const fw_eval_data *d = f->data;
    fw_crossed crossed = {0};
    size_t count = 0;
    fw_code code = count_people(f, SIZE_MAX, &f->people, err);
    for (size_t c = 0; c < d->by_count && code == FW_OK; c++) {
        fw_eval_groups *g = &d->by[c];
        size_t *place = space, *people = space + g->count;
        for (size_t i = 0; i < g->count; i++) place[i] = i;
        code = count_people(f, c, people, err);
        fw_shown *shown = f->twice ? g->shown_twice : g->shown;
        fw_suppress(people, g->count, k, shown);
        if (g->count > 1) columns[count++] = (fw_linked_column){c, place, people, g->count, shown};
        if (!f->twice) memcpy(g->people, people, g->count * sizeof *people);
        space += 2 * g->count;
    }
    if (code == FW_OK) code = cross(f, &crossed, err);
    if (code == FW_OK) code = fw_suppress_linked(&crossed, columns, count, f->people, k, err);
    fw_crossed_free(&crossed);
    return code;
}

fw_code fw_eval_disclose(const fw_eval_data *d, size_t k, fw_error *err) {
    if (d->by_count == 0) return FW_OK;
    size_t groups = 0;
    for (size_t c = 0; c < d->by_count; c++) groups += d->by[c].count;
    fw_code code = FW_OK;
    const int families = d->h2 ? 2 : 1;
    for (int twice = 0; twice < families && code == FW_OK; twice++) {
        family f = {.data = d, .twice = twice};
        size_t *space = calloc(2 * groups + 1, sizeof *space);
        fw_linked_column *columns = calloc(d->by_count + 1, sizeof *columns);
        /* What is withheld of all rows is withheld of some of them. */
        for (size_t c = 0; twice && c < d->by_count; c++)
            memcpy(d->by[c].shown_twice, d->by[c].shown, d->by[c].count * sizeof *d->by[c].shown);
        code = space && columns ? decide(&f, k, space, columns, err) : fw_fail_nomem(err);
        free(space);
        free(columns);
    }
    return code;
}
