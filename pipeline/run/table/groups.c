/* groups.c: the groups that a table's rows name. */
#include "run/table/table.h"

#include "base/str.h"

#include <stdlib.h>

enum { GROUP_LIMIT = 1000 };

void fw_group_names_free(fw_group_names *g) {
    for (size_t i = 0; i < g->count && g->names; i++) free(g->names[i]);
    free(g->names);
    free(g->group);
    *g = (fw_group_names){0};
}

static int compare(const void *a, const void *b) {
    return fw_str_compare(*(const fw_str *)a, *(const fw_str *)b);
}

static fw_code copy_names(const fw_str *names, size_t count, const char *column, fw_group_names *out,
                          fw_error *err) {
    if (count > GROUP_LIMIT)
        return fw_fail(err, FW_DATA, "--by %.60s: %zu groups, at most %d make sense", column, count,
                       GROUP_LIMIT);
    out->names = calloc(count + 1, sizeof *out->names);
    if (!out->names) return fw_fail_nomem(err);
    for (size_t i = 0; i < count; i++) {
        if (names[i].len >= sizeof((fw_group_weights *)0)->name)
            return fw_fail(err, FW_DATA,
                           "--by %.60s: \"%.40s..\" is longer than the name of a group (63 bytes)", column,
                           names[i].ptr);
        out->names[i] = fw_str_dup(names[i]);
        if (!out->names[i]) return fw_fail_nomem(err);
        out->count++;
    }
    return FW_OK;
}

fw_code fw_group_names_take(const fw_table_rows *rows, const char *column, fw_group_names *out,
                            fw_error *err) {
    const fw_str *cells = rows->table.text[rows->role.group];
    const size_t n = rows->count;
    fw_str *names = calloc(n + 1, sizeof *names);
    out->group = calloc(n + 1, sizeof *out->group);
    if (!names || !out->group) {
        free(names);
        return fw_fail_nomem(err);
    }
    size_t count = 0, distinct = 0;
    for (size_t i = 0; i < n; i++)
        if (cells[rows->kept[i]].len) names[count++] = cells[rows->kept[i]];
    if (count) qsort(names, count, sizeof *names, compare);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || !fw_str_equal(names[i], names[distinct - 1])) names[distinct++] = names[i];
    const fw_code code = copy_names(names, distinct, column, out, err);
    for (size_t i = 0; i < n && code == FW_OK; i++) {
        const fw_str *cell = &cells[rows->kept[i]];
        const fw_str *found = cell->len ? bsearch(cell, names, distinct, sizeof *names, compare) : NULL;
        out->group[i] = found ? (uint32_t)(found - names) : (uint32_t)distinct;
    }
    free(names);
    return code;
}
