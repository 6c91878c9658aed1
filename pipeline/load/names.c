/* names.c: names interned. */
#include "load/names.h"

#include "base/room.h"
#include "base/str.h"

#include <stdlib.h>

bool fw_names_init(fw_names *names, const char *what) {
    *names = (fw_names){.what = what, .index = fw_idset_new()};
    return names->index != NULL;
}

void fw_names_free(fw_names *names) {
    fw_idset_free(names->index);
    fw_arena_free(&names->arena);
    free(names->items);
    *names = (fw_names){0};
}

static fw_code look_up(fw_names *names, fw_str name, uint16_t *index, fw_error *err) {
    bool present;
    uint64_t stored;
    const fw_code code = fw_idset_add(names->index, fw_id_hash(name), names->count, &present, &stored, err);
    if (code != FW_OK) return code;
    *index = (uint16_t)stored;
    if (present) return FW_OK;
    if (names->count >= FW_MAX_NAMES)
        return fw_fail(err, FW_DATA, "more than %d %s", FW_MAX_NAMES, names->what);
    fw_str *items = fw_room(names->items, names->count, &names->capacity, sizeof *items);
    if (!items) return fw_fail_nomem(err);
    names->items = items;
    const char *copy = fw_arena_copy(&names->arena, name);
    if (!copy) return fw_fail_nomem(err);
    items[names->count++] = (fw_str){copy, name.len};
    return FW_OK;
}

/* A few names follow each other again and again. */
fw_code fw_names_index(fw_names *names, fw_str name, uint16_t *index, fw_error *err) {
    uint16_t *recent = &names->recent[fw_name_glance(name) % FW_RECENT_NAMES];
    if (*recent) {
        *index = (uint16_t)(*recent - 1);
        if (fw_str_equal(names->items[*index], name)) return FW_OK;
    }
    const fw_code code = look_up(names, name, index, err);
    if (code == FW_OK) *recent = (uint16_t)(*index + 1);
    return code;
}

int fw_names_find(const fw_names *names, const char *name) {
    uint64_t index;
    return fw_idset_find(names->index, fw_id_hash(fw_str_of(name)), &index) ? (int)index : -1;
}
