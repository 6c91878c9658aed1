/* model_groups.c: weights by group: their life, and finding a row's group. */
#include <failwise/model.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

fw_group_part *fw_group_part_new(size_t groups, size_t weights) {
    fw_group_part *part = calloc(1, sizeof *part);
    if (!part) return NULL;
    const double none = (double)NAN;
    const fw_group_test untested = {none, none, none, none, none};
    part->count = groups;
    part->groups = calloc(groups + 1, sizeof *part->groups);
    bool good = part->groups != NULL;
    for (size_t g = 0; g < groups && good; g++) {
        fw_group_weights *w = &part->groups[g];
        *w = (fw_group_weights){.r = none, .rmse = none, .pooled_r = none, .pooled_rmse = none};
        w->weight = calloc(weights + 1, sizeof *w->weight);
        w->se = calloc(weights + 1, sizeof *w->se);
        good = w->weight && w->se;
        for (size_t i = 0; i < weights && good; i++) w->se[i] = none;
    }
    if (!good) {
        fw_group_part_free(part);
        return NULL;
    }
    part->levels = part->weights = untested;
    part->pooled = (fw_agreement){none, none, none, none, none, none, none, none};
    return part;
}

void fw_group_part_free(fw_group_part *part) {
    if (!part) return;
    for (size_t g = 0; g < part->count && part->groups; g++) {
        free(part->groups[g].weight);
        free(part->groups[g].se);
    }
    free(part->groups);
    free(part);
}

static int compare(const void *key, const void *group) {
    const fw_str *name = key;
    const char *other = ((const fw_group_weights *)group)->name;
    const size_t len = strlen(other), shorter = name->len < len ? name->len : len;
    const int order = memcmp(name->ptr, other, shorter);
    return order ? order : (name->len > len) - (name->len < len);
}

const fw_group_weights *fw_group_find(const fw_group_part *part, fw_str name) {
    if (name.len == 0) return NULL;
    return bsearch(&name, part->groups, part->count, sizeof *part->groups, compare);
}
