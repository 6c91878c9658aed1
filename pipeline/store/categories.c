/* categories.c: distinct strings and their codes. */
#include "store/categories.h"

#include "base/room.h"
#include "base/str.h"

#include <stdlib.h>
#include <string.h>

/* The code of a name that may be a new one. */
static bool find_or_add(fw_categories *categories, fw_str text, int32_t *code) {
    if (!categories->index && !(categories->index = fw_idset_new())) return false;
    const char **names = fw_room(categories->names, categories->count, &categories->capacity, sizeof *names);
    if (!names) return false;
    categories->names = names;
    if (categories->count == INT32_MAX) return false;
    bool present = false;
    uint64_t stored = 0;
    if (fw_idset_add(categories->index, fw_id_hash(text), categories->count, &present, &stored, NULL) !=
        FW_OK) {
        return false;
    }
    if (!present) {
        char *copy = fw_arena_copy(&categories->arena, text);
        if (!copy) return false;
        categories->names[categories->count++] = copy;
    }
    *code = (int32_t)stored;
    return true;
}

bool fw_categories_code(fw_categories *categories, fw_str text, int32_t *code) {
    *code = -1;
    if (text.len == 0) return true;
    fw_known_category *known = &categories->known[fw_name_glance(text) % FW_CATEGORIES_KNOWN];
    if (!fw_str_equal(known->name, text)) {
        if (!find_or_add(categories, text, &known->code)) return false;
        known->name = fw_str_of(categories->names[known->code]);
    }
    *code = known->code;
    return true;
}

typedef struct {
    const char *name;
    int32_t code;
} named;

/* strcmp compares bytes as unsigned, which is the order of UTF-8's code points too. */
static int by_name(const void *a, const void *b) {
    return strcmp(((const named *)a)->name, ((const named *)b)->name);
}

int32_t *fw_categories_sort(fw_categories *categories, bool *sorted) {
    const size_t count = categories->count;
    named *order = calloc(count + 1, sizeof *order);
    int32_t *rank = calloc(count + 1, sizeof *rank);
    if (!order || !rank) {
        free(order);
        free(rank);
        return NULL;
    }
    for (size_t i = 0; i < count; i++) order[i] = (named){categories->names[i], (int32_t)i};
    qsort(order, count, sizeof *order, by_name);
    *sorted = true;
    for (size_t i = 0; i < count; i++) {
        categories->names[i] = order[i].name;
        rank[order[i].code] = (int32_t)i;
        if (order[i].code != (int32_t)i) *sorted = false;
    }
    free(order);
    return rank;
}

/* The names have new codes. */
static bool index_again(fw_categories *categories) {
    bool good = true;
    if (categories->index) fw_idset_clear(categories->index);
    memset(categories->known, 0, sizeof categories->known);
    for (size_t i = 0; i < categories->count && good; i++) {
        bool present;
        uint64_t stored;
        good = fw_idset_add(categories->index, fw_id_hash(fw_str_of(categories->names[i])), i, &present,
                            &stored, NULL) == FW_OK;
    }
    return good;
}

int32_t *fw_categories_settle(fw_categories *categories) {
    bool sorted;
    int32_t *rank = fw_categories_sort(categories, &sorted);
    if (!rank || sorted || index_again(categories)) return rank;
    free(rank);
    return NULL;
}

void fw_categories_free(fw_categories *categories) {
    fw_idset_free(categories->index);
    fw_arena_free(&categories->arena);
    free(categories->names);
    *categories = (fw_categories){0};
}
