/* kept.c: a bounded, fair share of rows. */
#include "report/kept.h"

#include <stdlib.h>
#include <string.h>

static bool passes(const fw_kept *kept, fw_id128 answer) {
    return (answer.hi & ((UINT64_C(1) << kept->level) - 1)) == 0;
}

static size_t extra_size(const fw_kept *kept) { return kept->width * kept->item; }

/* Halves what is kept, in place. */
static void thin(fw_kept *kept) {
    const size_t size = extra_size(kept);
    size_t count = 0;
    kept->level++;
    for (size_t i = 0; i < kept->count; i++) {
        if (!passes(kept, kept->row[i].answer)) continue;
        kept->row[count] = kept->row[i];
        if (size && count != i) memcpy(kept->extra + count * size, kept->extra + i * size, size);
        count++;
    }
    kept->count = count;
}

static fw_code grow(fw_kept *kept, fw_error *err) {
    const size_t capacity = kept->capacity ? 2 * kept->capacity : 256;
    fw_kept_row *row = realloc(kept->row, capacity * sizeof *row);
    if (row) kept->row = row;
    unsigned char *extra = realloc(kept->extra, capacity * extra_size(kept) + 1);
    if (extra) kept->extra = extra;
    if (!row || !extra) return fw_fail_nomem(err);
    kept->capacity = capacity;
    return FW_OK;
}

fw_code fw_kept_add(fw_kept *kept, const fw_kept_row *row, const void *extra, fw_error *err) {
    kept->seen++;
    /* Bits run out only where one id is repeated endlessly. */
    while (kept->count >= kept->most && kept->level < 40) thin(kept);
    if (!passes(kept, row->answer) || kept->count >= kept->most) return FW_OK;
    if (kept->count == kept->capacity) {
        const fw_code code = grow(kept, err);
        if (code != FW_OK) return code;
    }
    const size_t size = extra_size(kept);
    kept->row[kept->count] = *row;
    if (size) memcpy(kept->extra + kept->count * size, extra, size);
    kept->count++;
    return FW_OK;
}

const void *fw_kept_extra(const fw_kept *kept, size_t i) { return kept->extra + i * extra_size(kept); }

void fw_kept_free(fw_kept *kept) {
    free(kept->row);
    free(kept->extra);
    *kept = (fw_kept){0};
}
