/* range.c: record borders near a place in a file. */
#include "load/range.h"
#include "base/content_hash.h"
#include "load/splitter.h"

#include <stdlib.h>

enum { CHUNK = 64 * 1024, WINDOW = 64 * 1024, WIDER = 16, STATES = 8 };

/* Everything that a splitter can be in: blanks behind a border, or a CR whose LF may follow. */
static const fw_splitter EVERY_STATE[STATES] = {
    {.state = FW_SPLIT_ROW},    {.state = FW_SPLIT_ROW, .after_cr = true},
    {.state = FW_SPLIT_FIELD},  {.state = FW_SPLIT_UNQUOTED},
    {.state = FW_SPLIT_QUOTED}, {.state = FW_SPLIT_CLOSED},
    {.state = FW_SPLIT_PADDED}, {.state = FW_SPLIT_BAD},
};

/* Splitters that may be right, and where each found its last border. */
typedef struct guesses {
    fw_splitter splitter[STATES];
    uint64_t border[STATES];
    size_t count;
} guesses;

static void guess_all(guesses *g, fw_dialect dialect) {
    for (size_t i = 0; i < STATES; i++) {
        g->splitter[i] = EVERY_STATE[i];
        g->splitter[i].dialect = dialect;
        g->border[i] = UINT64_MAX;
    }
    g->count = STATES;
}

/* What has become the same goes on as one. */
static void unite(guesses *g) {
    size_t kept = 0;
    for (size_t i = 0; i < g->count; i++) {
        size_t same = 0;
        while (same < kept && (g->splitter[same].state != g->splitter[i].state ||
                               g->splitter[same].after_cr != g->splitter[i].after_cr))
            same++;
        if (same < kept) continue;
        g->splitter[kept] = g->splitter[i];
        g->border[kept++] = g->border[i];
    }
    g->count = kept;
}

/* Moves the guesses on over the bytes [from, place). */
static fw_code advance(const fw_range_file *file, guesses *g, uint64_t from, uint64_t place, char *chunk,
                       fw_error *err) {
    while (from < place) {
        const size_t want = place - from < CHUNK ? (size_t)(place - from) : CHUNK;
        size_t got;
        const fw_code code = fw_input_read_at(file->input, from, chunk, want, &got, err);
        if (code != FW_OK) return code;
        if (got < want) return fw_fail(err, FW_IO, "the file became shorter while it was read");
        for (size_t i = 0; i < g->count; i++) {
            const size_t border = fw_splitter_scan(&g->splitter[i], chunk, 0, got, false);
            if (border != FW_NO_BORDER) g->border[i] = from + border;
        }
        unite(g);
        from += got;
    }
    return FW_OK;
}

/* The one splitter that is right at `place`, and its last border: found over as few bytes as will do. */
static fw_code know(const fw_range_file *file, uint64_t place, char *chunk, guesses *g, fw_error *err) {
    const uint64_t all = place - file->start;
    uint64_t window = file->window ? file->window : WINDOW;
    for (;; window *= WIDER) {
        guess_all(g, file->dialect);
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
    guesses g;
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
