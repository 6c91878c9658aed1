/* cues.c: why each clause got its label: the cues that spoke for it or against it, with their points. */
#include "text/context.h"
#include "text/segment.h"

/* The firings of three neighbouring clauses, in the order of fw_place: the clause, the one before, the one
 * behind. */
typedef struct {
    const fw_firing *first, *end;
} firing_range;

static firing_range range_from(const fw_firing *at, const fw_firing *end, uint32_t clause) {
    firing_range range = {at, at};
    while (range.end < end && range.end->clause == clause) range.end++;
    return range;
}

static void add_cues(fw_workspace *ws, const fw_arc_rules *rules, fw_place place, firing_range range,
                     uint8_t part) {
    for (const fw_firing *firing = range.first; firing < range.end; firing++) {
        const int weight = fw_weights(rules, place, firing->cue)[part];
        if (weight == 0) continue;
        ws->cues.items[ws->cues.count++] =
            (fw_cue){.id = fw_cue_id(rules, place, firing->cue), .span = firing->span, .weight = weight};
    }
}

/* What the first reading says: of the clause, of its neighbours, of all others; twenty rows that say a little
 * each would tell a reader less. */
static void add_readings(fw_workspace *ws, const fw_arc_rules *rules, fw_context *context, uint32_t clause) {
    static const struct {
        const char *id;
        uint32_t end; /* of the rows */
    } KINDS[] = {
        {"first_reading", FW_READS_BEFORE}, {"read_beside", FW_READS_TOLD}, {"read_around", FW_CONTEXT_ROWS}};
    enum { KIND_COUNT = sizeof KINDS / sizeof KINDS[0] };
    const fw_clause *c = &ws->clauses.items[clause];
    const fw_span whole = fw_span_of(ws->tokens.items, c->first, c->count);
    int points[KIND_COUNT] = {0};
    uint8_t rows[FW_CONTEXT_AT_ONCE];
    const uint32_t count = fw_list_context(ws, context, clause, rows);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t kind = 0;
        while (rows[i] >= KINDS[kind].end) kind++;
        points[kind] += rules->context[rows[i]][c->part];
    }
    for (uint32_t k = 0; k < KIND_COUNT; k++) {
        if (points[k])
            ws->cues.items[ws->cues.count++] =
                (fw_cue){.id = KINDS[k].id, .span = whole, .weight = points[k]};
    }
}

/* Own cues first, then those of the neighbours, each where it stands in the text; then the first reading. */
bool fw_collect_cues(fw_workspace *ws, const fw_arc_rules *rules) {
    /* each firing speaks for three clauses at most */
    while (ws->cues.capacity <
           FW_PLACES * ws->firings.count + (size_t)FW_CONTEXT_AT_ONCE * ws->readings.count) {
        if (!fw_grow((void **)&ws->cues.items, &ws->cues.capacity, ws->cues.capacity, sizeof *ws->cues.items))
            return false;
    }
    ws->cues.count = 0;
    if (!ws->firings.count) return true; /* clauses start without cues */
    const fw_firing *firings = ws->firings.items, *end = firings + ws->firings.count;
    firing_range before = {firings, firings}, here = range_from(firings, end, 0);
    fw_context context;
    if (ws->readings.count) fw_start_context(ws, &context);
    for (uint32_t c = 0; c < ws->clauses.count; c++) {
        const firing_range behind = range_from(here.end, end, c + 1);
        fw_clause *clause = &ws->clauses.items[c];
        clause->first_cue = ws->cues.count;
        add_cues(ws, rules, FW_PLACE_HERE, here, clause->part);
        add_cues(ws, rules, FW_PLACE_BEFORE, before, clause->part);
        add_cues(ws, rules, FW_PLACE_BEHIND, behind, clause->part);
        if (ws->readings.count) add_readings(ws, rules, &context, c);
        clause->cue_count = ws->cues.count - clause->first_cue;
        before = here;
        here = behind;
    }
    return true;
}
