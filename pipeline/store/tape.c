/* tape.c: one share of records that are put aside, a record a string. */
#include "store/tape.h"

#include "base/spill.h"

#include <stdlib.h>
#include <string.h>

struct fw_tape {
    fw_spill *spill;
    fw_spill_place place; /* of row `next` */
    uint64_t next;
};

/* The folder of a path. */
static char *folder_of(const char *path) {
    const char *slash = strrchr(path, '/');
    if (!slash) return strdup(".");
    return strndup(path, slash > path ? (size_t)(slash - path) : 1);
}

fw_tape *fw_tape_new(const char *path) {
    fw_tape *tape = calloc(1, sizeof *tape);
    char *folder = folder_of(path);
    const bool ok = tape && folder && fw_spill_new(folder, &tape->spill, NULL) == FW_OK;
    free(folder);
    if (ok) return tape;
    free(tape);
    return NULL;
}

void fw_tape_free(fw_tape *tape) {
    if (!tape) return;
    fw_spill_free(tape->spill);
    free(tape);
}

/* With a byte behind it: no record is empty. */
bool fw_tape_add(fw_tape *tape, fw_str text) {
    char record[FW_SPILL_RECORD];
    if (text.len >= sizeof record) return false;
    if (text.len) memcpy(record, text.ptr, text.len);
    record[text.len] = '\0';
    return fw_spill_put(tape->spill, 0, record, text.len + 1, NULL) == FW_OK;
}

bool fw_tape_read(fw_tape *tape, uint64_t first, size_t count, fw_frame *frame, size_t column) {
    if (first == 0) {
        tape->next = 0;
        tape->place = (fw_spill_place){0};
    }
    if (first != tape->next) return false;
    for (size_t i = 0; i < count; i++, tape->next++) {
        const void *record;
        size_t size;
        if (fw_spill_next(tape->spill, &tape->place, &record, &size, NULL) != FW_OK || !record ||
            !fw_frame_set_text(frame, column, i, (fw_str){record, size - 1}))
            return false;
    }
    return true;
}
