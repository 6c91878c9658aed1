/* table_collinear.c: names features that explain each other, and tells the variance inflation of the others.
 */
#include "fit/collinear.h"
#include "fit/table_state.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* More sets than these are in the tables only. */
enum { SETS_NOTED = 3 };

static size_t members_of(const fw_collinear *found, const fw_design *design, size_t set) {
    size_t count = 0;
    for (size_t i = 0; i < design->count; i++) count += found->set[i] == set;
    return count;
}

/* "collinear (set 1): learn, change", with as many names as a note has room for. */
static void note_set(fw_model *model, const fw_collinear *found, const fw_design *design, size_t set) {
    enum { REST = sizeof ", .. (18446744073709551615 in all)" };
    const size_t count = members_of(found, design, set);
    char names[sizeof model->note[0] - sizeof "collinear (set 18446744073709551615): "];
    size_t length = 0, told = 0;
    for (size_t i = 0; i < design->count && told < count; i++) {
        const char *name = model->weights[design->column[i]].name;
        if (found->set[i] != set) continue;
        if (length + sizeof ", " + strlen(name) + REST > sizeof names) break;
        length += (size_t)snprintf(names + length, sizeof names - length, "%s%s", told ? ", " : "", name);
        told++;
    }
    if (told < count) (void)snprintf(names + length, sizeof names - length, ", .. (%zu in all)", count);
    fw_model_note(model, "collinear (set %zu): %s", set, names);
}

static void tell(fw_model *model, const fw_collinear *found, const fw_design *design) {
    for (size_t i = 0; i < design->count; i++) {
        fw_weight *weight = &model->weights[design->column[i]];
        fw_coefficient *estimate = &model->table->estimates[design->column[i]];
        if (found->set[i])
            (void)snprintf(weight->reason, sizeof weight->reason, "collinear (set %zu)", found->set[i]);
        else if (weight->used && isnan(estimate->vif))
            estimate->vif = found->inflation[i];
    }
    for (size_t set = 1; set <= found->sets && set <= SETS_NOTED; set++) note_set(model, found, design, set);
    if (found->sets > SETS_NOTED) fw_model_note(model, "collinear: %zu sets of features in all", found->sets);
}

bool fw_table_is_collinear(const fw_table_state *s) {
    for (size_t j = 0; j < s->training.features; j++)
        if (s->linear.collinear[j]) return true;
    return false;
}

fw_code fw_table_collinear(fw_table_state *s, fw_error *err) {
    size_t *columns = calloc(s->training.count + 1, sizeof *columns), count = 0;
    fw_design design = {0};
    fw_collinear found = {0};
    if (!columns) return fw_fail_nomem(err);
    for (size_t i = 0; i < s->training.count; i++) {
        const size_t j = s->columns[i];
        if (s->linear.used[j] || s->linear.collinear[j]) columns[count++] = j;
    }
    fw_code code = fw_training_design(&s->training, columns, count, &design, err);
    if (code == FW_OK) code = fw_collinear_find(design.corr, design.count, &found, err);
    if (code == FW_OK) tell(s->model, &found, &design);
    fw_collinear_free(&found);
    fw_design_free(&design);
    free(columns);
    return code;
}
