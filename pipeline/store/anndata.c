/* anndata.c: the fixed parts of the AnnData layout: root, groups, var. */
#include "store/store.h"

#include <stdlib.h>
#include <string.h>

static const char *const EMPTY_GROUPS[] = {"layers", "obsm", "varm", "obsp", "varp"};

static bool make_empty_groups(const fw_h5 *h5) {
    for (size_t i = 0; i < sizeof EMPTY_GROUPS / sizeof EMPTY_GROUPS[0]; i++) {
        const hid_t group = fw_h5_make_group(h5, h5->file, EMPTY_GROUPS[i], fw_as_dict);
        if (group < 0 || H5Gclose(group) < 0) return false;
    }
    return true;
}

bool fw_store_write_skeleton(fw_dataset *dataset) {
    const fw_h5 *h5 = &dataset->h5;
    if (!fw_h5_put_encoding(h5, h5->file, fw_as_anndata) ||
        !fw_h5_put_text(h5, h5->file, "failwise_kind", dataset->layout.kind) ||
        !fw_h5_put_text(h5, h5->file, "failwise_format", FW_STORE_FORMAT)) {
        return false;
    }
    dataset->obs = fw_h5_make_group(h5, h5->file, "obs", fw_as_dataframe);
    dataset->var = fw_h5_make_group(h5, h5->file, "var", fw_as_dataframe);
    dataset->uns = fw_h5_make_group(h5, h5->file, "uns", fw_as_dict);
    return dataset->obs >= 0 && dataset->var >= 0 && dataset->uns >= 0 && make_empty_groups(h5);
}

bool fw_store_add_order(fw_dataset *dataset, hid_t frame, const char *link) {
    fw_arena arena = {0};
    size_t count = 0;
    char **order = fw_h5_get_texts(&dataset->h5, frame, "column-order", &arena, &count);
    bool ok = order != NULL;
    bool listed = false;
    for (size_t i = 0; ok && i < count; i++) listed = listed || strcmp(order[i], link) == 0;
    if (ok && !listed) {
        const char **longer = fw_arena_alloc(&arena, (count + 1) * sizeof *longer);
        for (size_t i = 0; longer && i < count; i++) longer[i] = order[i];
        if (longer) longer[count] = link;
        ok = longer && fw_h5_put_texts(&dataset->h5, frame, "column-order", longer, count + 1);
    }
    fw_arena_free(&arena);
    return ok;
}

bool fw_store_remove(hid_t parent, const char *link) {
    return !fw_h5_has(parent, link) || H5Ldelete(parent, link, H5P_DEFAULT) >= 0;
}

static const char *var_text(const fw_var *var, size_t member) {
    const char *const texts[] = {var->name, var->group, var->unit, var->definition};
    return texts[member] ? texts[member] : "";
}

static bool close_described(const fw_h5 *h5, hid_t set, fw_encoding encoding, const char *path) {
    if (set < 0) return false;
    const fw_schema_entry *entry = fw_schema_find(path);
    const bool ok = entry && fw_h5_describe(h5, set, encoding, entry->unit, entry->description);
    return H5Dclose(set) >= 0 && ok;
}

static const char *const VAR_TEXTS[] = {"var/name", "var/group", "var/unit", "var/definition"};
enum { VAR_TEXT_COUNT = sizeof VAR_TEXTS / sizeof VAR_TEXTS[0], VAR_PREFIX = 4 };

static bool write_var_texts(fw_dataset *dataset) {
    const size_t count = dataset->layout.var_count;
    const char **texts = calloc(count + 1, sizeof *texts);
    bool ok = texts != NULL;
    for (size_t member = 0; ok && member < VAR_TEXT_COUNT; member++) {
        for (size_t i = 0; i < count; i++) texts[i] = var_text(&dataset->layout.vars[i], member);
        const hid_t set = fw_h5_write(&dataset->h5, dataset->var, VAR_TEXTS[member] + VAR_PREFIX,
                                      dataset->h5.text, dataset->h5.text, count, texts, fw_as_strings);
        ok = close_described(&dataset->h5, set, fw_as_strings, VAR_TEXTS[member]);
    }
    free(texts);
    return ok;
}

static bool write_var_signs(fw_dataset *dataset) {
    const size_t count = dataset->layout.var_count;
    int32_t *signs = calloc(count + 1, sizeof *signs);
    if (!signs) return false;
    for (size_t i = 0; i < count; i++) signs[i] = dataset->layout.vars[i].sign;
    const hid_t set = fw_h5_write(&dataset->h5, dataset->var, "sign", H5T_STD_I32LE, H5T_NATIVE_INT32, count,
                                  signs, fw_as_array);
    free(signs);
    return close_described(&dataset->h5, set, fw_as_array, "var/sign");
}

bool fw_store_write_vars(fw_dataset *dataset) {
    static const char *const ORDER[] = {"group", "unit", "definition", "sign"};
    return fw_h5_put_text(&dataset->h5, dataset->var, "_index", "name") &&
           fw_h5_put_texts(&dataset->h5, dataset->var, "column-order", ORDER,
                           sizeof ORDER / sizeof ORDER[0]) &&
           write_var_texts(dataset) && write_var_signs(dataset);
}
