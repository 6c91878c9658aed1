/* evidence_points.c: the points of a clause: the sum of what its cues and its words say for each label. */
#include "text/evidence.h"

#include "base/wide.h"

/* Weights of one place: the first half is the parts, the second has STAR's labels. */
enum { HALF_ROOM = FW_LABEL_ROOM / 2 };
typedef uint16_t weights __attribute__((vector_size(FW_LABEL_ROOM * sizeof(int16_t)))); /* may run over */
typedef int16_t few_weights __attribute__((vector_size(HALF_ROOM * sizeof(int16_t))));
typedef int32_t few __attribute__((vector_size(HALF_ROOM * sizeof(int32_t))));
static_assert((int)FW_PART_COUNT == (int)HALF_ROOM, "a half each");

/* As wide as sums are stored. */
typedef struct {
    few parts, stars;
} points;

FW_INLINED void add_narrow(points *sum, const weights *narrow) {
    few_weights more[2];
    memcpy(more, narrow, sizeof more);
    sum->parts += __builtin_convertvector(more[0], few);
    sum->stars += __builtin_convertvector(more[1], few);
}

/* Words count as often as they stand there: the difference of two running sums, which may have run over. They
 * speak for their own clause alone and tell nothing, so that their points are all there is to add; those that
 * say nothing have a row of zeros. */
FW_INLINED void add_words(points *sum, const fw_examiner *e, const fw_clause *clause) {
    enum { SUMMED_AT_ONCE = 32 };
    static_assert(SUMMED_AT_ONCE * FW_WEIGHT_LIMIT <= INT16_MAX, "sums fit 16 bits");
    const fw_running *running = &e->ws->running.items[clause->first];
    for (uint32_t from = 0; from < clause->count; from += SUMMED_AT_ONCE) { /* once for nearly all */
        const uint32_t left = clause->count - from, some = left < SUMMED_AT_ONCE ? left : SUMMED_AT_ONCE;
        weights before, behind;
        memcpy(&before, &running[from], sizeof before);
        memcpy(&behind, &running[from + some], sizeof behind);
        behind -= before;
        add_narrow(sum, &behind);
    }
}

/* Sets the points of clause `index`: `cues` is what all cues say for it. */
FW_INLINED void give(const fw_examiner *e, uint32_t index, const weights *cues) {
    fw_clause *clause = &e->ws->clauses.items[index];
    points sum = {{0}, {0}};
    add_narrow(&sum, cues);
    add_words(&sum, e, clause);
    sum.parts[FW_PART_OTHER] = e->rules->floor;
    memcpy(clause->score, &sum.parts, sizeof sum.parts);
    memcpy(e->ws->star_points.items[index].points, &sum.stars, sizeof(fw_star_points));
}

/* ---- in 16 bits, which hold all cues that there are (fw_sums.narrow) ---- */

/* Sums for the clause itself, the next one, the last one. */
typedef struct {
    weights here, before, behind;
    uint32_t tells;
} narrow_sums;

FW_INLINED void add_weights(weights *sum, const int16_t row[FW_LABEL_ROOM]) {
    weights more;
    memcpy(&more, row, sizeof more);
    *sum += more;
}

FW_INLINED void add_row(narrow_sums *s, const int16_t row[FW_PLACES][FW_LABEL_ROOM], uint32_t tells) {
    add_weights(&s->here, row[FW_PLACE_HERE]);
    add_weights(&s->before, row[FW_PLACE_BEFORE]);
    add_weights(&s->behind, row[FW_PLACE_BEHIND]);
    s->tells |= tells;
}

/* A cue that no rule asks for has no points. */
FW_INLINED void add_cue(narrow_sums *s, const fw_arc_rules *rules, uint32_t cue) {
    add_row(s, rules->weight[cue], rules->tells[cue]);
}

/* What the cues of a set say. */
FW_INLINED void add_set(narrow_sums *s, const fw_row rows[64], const uint8_t tells[64], uint64_t left) {
    for (; left; left &= left - 1) {
        const uint32_t cue = (uint32_t)__builtin_ctzll(left);
        add_row(s, rows[cue], tells[cue]);
    }
}

FW_INLINED void add_listed(narrow_sums *s, const fw_examiner *e) {
    for (uint32_t i = 0; i < e->listed_count; i++) add_cue(s, e->rules, e->listed[i]);
    if (e->opener) add_cue(s, e->rules, e->opener);
}

/* Hands the sums of a clause on. The clause before is complete with what this one says for it. */
FW_INLINED void settle(fw_examiner *e) {
    const fw_sums *sums = e->sums;
    narrow_sums s = {.tells = 0};
    weights last;
    memcpy(&last, e->last, sizeof last);
    memcpy(&s.here, e->ahead, sizeof s.here);
    add_row(&s, sums->frame[e->frame], sums->frame_tells[e->frame]);
    add_row(&s, sums->place[e->place], sums->place_tells[e->place]);
    add_set(&s, sums->structure, sums->structure_tells, e->holds.of[0]);
    add_set(&s, sums->cat, sums->cat_tells, e->live);
    if (e->opener | e->listed_count) add_listed(&s, e);
    last += s.behind;
    if (e->index > 0) give(e, e->index - 1, &last);
    memcpy(e->last, &s.here, sizeof s.here);
    memcpy(e->ahead, &s.before, sizeof s.before);
    e->tells = (uint8_t)s.tells;
}

static void settle_plain(fw_examiner *e) { settle(e); }
FW_WIDE static void settle_wide(fw_examiner *e) { settle(e); }

/* ---- one by one: where firings are recorded, or weights are large ---- */

static void add_wide(const fw_examiner *e, uint32_t index, const int16_t row[FW_LABEL_ROOM]) {
    if (index >= e->ws->clauses.count) return; /* before the first clause, behind the last one */
    int32_t *parts = e->ws->clauses.items[index].score, *stars = e->ws->star_points.items[index].points;
    for (uint32_t p = 0; p < FW_PART_OTHER; p++) parts[p] += row[p];
    for (uint32_t s = 0; s < FW_STAR_COUNT; s++) stars[s] += row[FW_PART_COUNT + s];
}

static void add_one(fw_examiner *e, uint32_t cue) {
    const int16_t(*rows)[FW_LABEL_ROOM] = e->rules->weight[cue];
    add_wide(e, e->index, rows[FW_PLACE_HERE]);
    add_wide(e, e->index + 1, rows[FW_PLACE_BEFORE]);
    add_wide(e, e->index - 1, rows[FW_PLACE_BEHIND]);
    e->tells |= e->rules->tells[cue];
}

static void settle_each(fw_examiner *e) {
    e->tells = 0;
    for (uint32_t half = 0; half < 2; half++) {
        for (uint64_t left = e->holds.of[half]; left; left &= left - 1)
            add_one(e, half * 64 + (uint32_t)__builtin_ctzll(left));
    }
    for (uint32_t i = 0; i < e->listed_count; i++) add_one(e, e->listed[i]);
    if (e->opener) add_one(e, e->opener);
}

/* ---- all clauses ---- */

void fw_start_points(fw_examiner *e) {
    const weights none = {0};
    memset(e->last, 0, sizeof e->last);
    memset(e->ahead, 0, sizeof e->ahead);
    e->settle = !e->sums ? settle_each : fw_has_wide() ? settle_wide : settle_plain;
    for (uint32_t i = 0; i < e->ws->clauses.count && !e->sums; i++) give(e, i, &none);
}

void fw_end_points(fw_examiner *e) {
    weights last;
    memcpy(&last, e->last, sizeof last);
    if (e->sums && e->ws->clauses.count > 0) give(e, e->ws->clauses.count - 1, &last);
}
