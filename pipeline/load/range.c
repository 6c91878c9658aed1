/* range.c: record borders near a place in a file. */
#include "load/range.h"
#include "base/content_hash.h"
#include "load/guess.h"

#include <stdlib.h>

enum { CHUNK = 64 * 1024, WINDOW = 64 * 1024, WIDER = 16 };

/* Moves the guesses on over the bytes [from, place). */
static fw_code advance(const fw_range_file *file, fw_guesses *g, uint64_t from, uint64_t place, char *chunk,
                       fw_error *err) {
    while (from < place) {
        const size_t want = place - from < CHUNK ? (size_t)(place - from) : CHUNK;
        size_t got;
        const fw_code code = fw_input_read_at(file->input, from, chunk, want, &got, err);
        if (code != FW_OK) return code;
        if (got < want) return fw_fail(err, FW_IO, "the file became shorter while it was read");
        fw_guess_scan(g, chunk, got, from);
        from += got;
    }
    return FW_OK;
}

/* The one splitter that is right at `place`, and its last border: found over as few bytes as will do. */
static fw_code know(const fw_range_file *file, uint64_t place, char *chunk, fw_guesses *g, fw_error *err) {
    const uint64_t all = place - file->start;
    uint64_t window = file->window ? file->window : WINDOW;
    for (;; window *= WIDER) {
        fw_guess_all(g, file->dialect);
        const uint64_t reach = window < all ? window : all;
        if (reach == all) { /* the first row's start is known */
            g->count = 1;
            g->border[0] = file->start;
        }
        const fw_code code = advance(file, g, place - reach, place, chunk, err);
        if (code != FW_OK || g->count == 1) return code;
    }
}

static fw_code find_border(const fw_range_file *file, uint64_t place, char *chunk, uint64_t *border,
                           fw_error *err) {
    fw_guesses g;
    fw_code code = know(file, place, chunk, &g, err);
    *border = g.border[0];
    /* States that are equal behind the same last byte have both, or neither, a border behind it. */
    if (code != FW_OK || g.border[0] == place) return code;
    for (uint64_t at = place; at < file->size;) {
        size_t got;
        code = fw_input_read_at(file->input, at, chunk, CHUNK, &got, err);
        if (code != FW_OK) return code;
        if (got == 0) return fw_fail(err, FW_IO, "the file became shorter while it was read");
        const size_t found = fw_splitter_scan(&g.splitter[0], chunk, 0, got, true);
        if (found != FW_NO_BORDER) {
            *border = at + found;
            return FW_OK;
        }
        at += got;
    }
    *border = file->size;
    return FW_OK;
}

fw_code fw_range_border(const fw_range_file *file, uint64_t place, uint64_t *border, fw_error *err) {
    *border = place <= file->start ? file->start : file->size;
    if (place <= file->start || place >= file->size) return FW_OK;
    char *chunk = malloc(CHUNK);
    if (!chunk) return fw_fail_nomem(err);
    const fw_code code = find_border(file, place, chunk, border, err);
    free(chunk);
    return code;
}

/* size * part / parts, without overflow. */
static uint64_t place_of(uint64_t size, size_t part, size_t parts) {
    return size / parts * part + size % parts * part / parts;
}

static uint64_t block_behind(uint64_t place, uint64_t size) {
    const uint64_t begin = (place + FW_HASH_BLOCK - 1) / FW_HASH_BLOCK * FW_HASH_BLOCK;
    return begin < size ? begin : size;
}

fw_code fw_range_part(const fw_range_file *file, size_t part, size_t parts, fw_input_range *range,
                      fw_error *err) {
    const uint64_t from = place_of(file->size, part - 1, parts), to = place_of(file->size, part, parts);
    range->hash_start = block_behind(from, file->size);
    range->hash_end = block_behind(to, file->size);
    const fw_code code = fw_range_border(file, from, &range->start, err);
    return code == FW_OK ? fw_range_border(file, to, &range->end, err) : code;
}
