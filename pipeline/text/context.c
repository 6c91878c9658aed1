/* context.c: points from the first reading of the other clauses; see context.h. */
#include "text/context.h"

#include "base/wide.h"

#include <string.h>

/* The row for `count` clauses: none, one, two or three, more. */
FW_INLINED uint32_t times(uint32_t count) {
    static const uint8_t TIMES[] = {0, 1, 2, 2, 3};
    enum { MOST = sizeof TIMES - 1 };
    return TIMES[count < MOST ? count : MOST];
}

FW_INLINED uint32_t counted(uint32_t first, uint32_t part, uint32_t count) {
    return first + part * FW_TIMES + times(count);
}

FW_INLINED uint32_t part_at(const fw_workspace *ws, uint32_t clause) {
    return clause < ws->clauses.count ? ws->readings.items[clause].part : FW_NO_NEIGHBOUR;
}

/* The first half is the parts, the second has STAR's labels. */
enum { HALF_ROOM = FW_LABEL_ROOM / 2 };
typedef int16_t weights __attribute__((vector_size(FW_LABEL_ROOM * sizeof(int16_t))));
typedef int16_t few_weights __attribute__((vector_size(HALF_ROOM * sizeof(int16_t))));
typedef int32_t few __attribute__((vector_size(HALF_ROOM * sizeof(int32_t))));
static_assert((int)FW_PART_COUNT == (int)HALF_ROOM, "a half each");
static_assert(FW_CONTEXT_AT_ONCE * FW_WEIGHT_LIMIT <= INT16_MAX, "sums fit 16 bits");

FW_INLINED void add(weights *sum, const fw_arc_rules *rules, uint32_t row) {
    weights more;
    memcpy(&more, rules->context[row], sizeof more);
    *sum += more;
}

/* One clause more or less counts as `part`. */
FW_INLINED void recount(weights *sum, const fw_arc_rules *rules, uint32_t first, uint32_t part,
                        uint32_t *count, uint32_t now) {
    weights less;
    memcpy(&less, rules->context[counted(first, part, *count)], sizeof less);
    *sum -= less;
    add(sum, rules, counted(first, part, now));
    *count = now;
}

FW_INLINED void give(fw_workspace *ws, uint32_t clause, const weights *sum) {
    few_weights half[2];
    few points, none = {0};
    int32_t *stars = ws->star_points.items[clause].points;
    memcpy(half, sum, sizeof half);
    memcpy(&points, ws->clauses.items[clause].score, sizeof points);
    points += __builtin_convertvector(half[0], few) & (points > none);
    memcpy(ws->clauses.items[clause].score, &points, sizeof points);
    for (uint32_t s = 0; s < FW_STAR_COUNT; s++) stars[s] += half[1][s];
}

FW_INLINED void add_context(fw_workspace *ws, const fw_arc_rules *rules) {
    fw_context context;
    weights counts = {0}; /* what the numbers of clauses before and behind say */
    fw_start_context(ws, &context);
    for (uint32_t p = 0; p < FW_PART_COUNT; p++) {
        add(&counts, rules, counted(FW_READS_TOLD, p, 0));
        add(&counts, rules, counted(FW_READS_AHEAD, p, context.ahead[p]));
    }
    for (uint32_t c = 0; c < ws->clauses.count; c++) {
        const uint32_t part = ws->readings.items[c].part;
        recount(&counts, rules, FW_READS_AHEAD, part, &context.ahead[part], context.ahead[part] - 1);
        weights sum = counts;
        add(&sum, rules, FW_READS_PART + part);
        add(&sum, rules, FW_READS_STAR + ws->readings.items[c].star);
        add(&sum, rules, FW_READS_BEFORE + part_at(ws, c - 1));
        add(&sum, rules, FW_READS_BEHIND + part_at(ws, c + 1));
        give(ws, c, &sum);
        recount(&counts, rules, FW_READS_TOLD, part, &context.told[part], context.told[part] + 1);
    }
}

static void plain_context(fw_workspace *ws, const fw_arc_rules *rules) { add_context(ws, rules); }
FW_WIDE static void wide_context(fw_workspace *ws, const fw_arc_rules *rules) { add_context(ws, rules); }

bool fw_add_context(fw_workspace *ws, const fw_arc_rules *rules) {
    ws->readings.count = 0;
    for (uint32_t c = 0; c < ws->clauses.count; c++) {
        const fw_reading reading = {ws->clauses.items[c].part, ws->clauses.items[c].star};
        if (!fw_push(&ws->readings, reading)) return false;
    }
    (fw_has_wide() ? wide_context : plain_context)(ws, rules);
    return true;
}

void fw_start_context(const fw_workspace *ws, fw_context *context) {
    *context = (fw_context){{0}, {0}};
    for (uint32_t c = 0; c < ws->clauses.count; c++) context->ahead[ws->readings.items[c].part]++;
}

uint32_t fw_list_context(const fw_workspace *ws, fw_context *context, uint32_t clause,
                         uint8_t rows[FW_CONTEXT_AT_ONCE]) {
    const fw_reading reading = ws->readings.items[clause];
    uint32_t count = 0;
    if (clause > 0) context->told[part_at(ws, clause - 1)]++;
    context->ahead[reading.part]--;
    rows[count++] = (uint8_t)(FW_READS_PART + reading.part);
    rows[count++] = (uint8_t)(FW_READS_STAR + reading.star);
    rows[count++] = (uint8_t)(FW_READS_BEFORE + part_at(ws, clause - 1));
    rows[count++] = (uint8_t)(FW_READS_BEHIND + part_at(ws, clause + 1));
    for (uint32_t p = 0; p < FW_PART_COUNT; p++) {
        rows[count++] = (uint8_t)counted(FW_READS_TOLD, p, context->told[p]);
        rows[count++] = (uint8_t)counted(FW_READS_AHEAD, p, context->ahead[p]);
    }
    return count;
}
