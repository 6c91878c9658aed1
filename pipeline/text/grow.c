/* grow.c: growth and end of the workspace's arrays. */
#include "text/workspace.h"

#include <stdlib.h>

bool fw_grow(void **items, uint32_t *capacity, uint32_t count, size_t item_size) {
    if (count < *capacity) return true;
    const uint32_t wanted = *capacity ? *capacity * 2 : 64;
    if (wanted < *capacity) return false; /* more than 2^32 items */
    void *grown = realloc(*items, wanted * item_size);
    if (!grown) return false;
    *items = grown;
    *capacity = wanted;
    return true;
}

void fw_workspace_free(fw_workspace *ws) {
    void *const arrays[] = {
        ws->unread.items,   ws->tokens.items,    ws->planes.items,      ws->sentences.items,
        ws->clauses.items,  ws->parses.items,    ws->hits.items,        ws->quantities.items,
        ws->findings.items, ws->firings.items,   ws->star_points.items, ws->readings.items,
        ws->cues.items,     ws->first_hit.items, ws->hit_sets.items,    ws->clause_bits.items,
        ws->scratch.items,  ws->running.items,   ws->seen.items,        ws->sums};
    for (size_t i = 0; i < sizeof arrays / sizeof arrays[0]; i++) free(arrays[i]);
    fw_buffer_free(&ws->read);
    fw_buffer_free(&ws->displayed);
}
