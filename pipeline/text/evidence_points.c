/* evidence_points.c: the points of a clause: the sum of what its cues and its words say for each label. */
#include "text/evidence.h"

#include "base/wide.h"

/* Weights of one place. They are summed in 16 bits as long as the sum must fit. */
enum { SUMMED_AT_ONCE = 32, ADDED_AT_ONCE = SUMMED_AT_ONCE - FW_ROW_CUES, HALF_ROOM = FW_LABEL_ROOM / 2 };
typedef uint16_t weights __attribute__((vector_size(FW_LABEL_ROOM * sizeof(int16_t)))); /* may run over */
typedef int16_t few_weights __attribute__((vector_size(HALF_ROOM * sizeof(int16_t))));
typedef int32_t few __attribute__((vector_size(HALF_ROOM * sizeof(int32_t))));
static_assert(SUMMED_AT_ONCE * FW_WEIGHT_LIMIT <= INT16_MAX, "sums fit 16 bits");
static_assert((int)FW_PART_COUNT == (int)HALF_ROOM,
              "the first half is the parts, the second has STAR's labels");

/* Sums for the clause itself, the next one, the last one. */
typedef struct {
    weights here, before, behind;
    uint32_t tells;
} narrow_sums;
/* As wide as sums are stored: what one step writes, the next reads at once. */
typedef struct {
    few parts, stars;
} points;
typedef struct {
    points here, before, behind;
} wide_sums;

FW_INLINED void add_narrow(points *sum, const weights *narrow) {
    few_weights more[2];
    memcpy(more, narrow, sizeof more);
    sum->parts += __builtin_convertvector(more[0], few);
    sum->stars += __builtin_convertvector(more[1], few);
}

FW_INLINED void widen(wide_sums *sum, narrow_sums *narrow) {
    add_narrow(&sum->here, &narrow->here);
    add_narrow(&sum->before, &narrow->before);
    add_narrow(&sum->behind, &narrow->behind);
    narrow->here = narrow->before = narrow->behind = (weights){0};
}

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

/* ---- where firings are recorded ---- */

FW_INLINED void add_listed(wide_sums *sum, narrow_sums *s, const fw_examiner *e) {
    for (uint32_t i = 0; i < e->listed_count; i++) {
        add_cue(s, e->rules, e->listed[i]);
        if (i % ADDED_AT_ONCE == 0) widen(sum, s);
    }
    if (e->opener) add_cue(s, e->rules, e->opener);
    widen(sum, s);
}

FW_INLINED void add_recorded(wide_sums *sum, narrow_sums *s, const fw_examiner *e) {
    for (uint32_t half = 0; half < 2; half++) {
        for (uint64_t left = e->holds.of[half]; left; left &= left - 1) {
            add_cue(s, e->rules, half * 64 + (uint32_t)__builtin_ctzll(left));
            widen(sum, s);
        }
    }
    add_listed(sum, s, e);
}

/* ---- where they are not ---- */

/* What the cues of a set say. `room`: how many more can be added before the sums must be widened. */
FW_INLINED void add_set(wide_sums *sum, narrow_sums *s, const fw_row rows[64], const uint8_t tells[64],
                        uint64_t left, int *room) {
    for (; left; left &= left - 1) {
        const uint32_t cue = (uint32_t)__builtin_ctzll(left);
        add_row(s, rows[cue], tells[cue]);
        if (--*room > 0) continue;
        widen(sum, s);
        *room = SUMMED_AT_ONCE;
    }
}

FW_INLINED void add_summed(wide_sums *sum, narrow_sums *s, const fw_examiner *e) {
    const fw_sums *sums = e->sums;
    int room = ADDED_AT_ONCE;
    add_row(s, sums->frame[e->frame], sums->frame_tells[e->frame]);
    add_row(s, sums->place[e->place], sums->place_tells[e->place]);
    add_set(sum, s, sums->structure, sums->structure_tells, e->holds.of[0], &room);
    add_set(sum, s, sums->cat, sums->cat_tells, e->live, &room);
    widen(sum, s);
    if (e->opener | e->listed_count) add_listed(sum, s, e);
}

/* What all cues of the clause say. */
FW_INLINED uint32_t add_cues(wide_sums *sum, const fw_examiner *e) {
    narrow_sums s = {.tells = 0};
    if (e->sums)
        add_summed(sum, &s, e);
    else
        add_recorded(sum, &s, e);
    return s.tells;
}

/* ---- words ---- */

/* Words count as often as they stand there: the difference of two running sums, which may have run over. They
 * speak for their own clause alone and tell nothing, so that their points are all there is to add; those that
 * say nothing have a row of zeros. */
FW_INLINED void add_words(points *sum, const fw_examiner *e) {
    const fw_clause *clause = &e->ws->clauses.items[e->index];
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

/* Sets the points of clause `index`. */
FW_INLINED void give(const fw_examiner *e, uint32_t index, const points *given) {
    few parts = given->parts;
    parts[FW_PART_OTHER] = e->rules->floor;
    memcpy(e->ws->clauses.items[index].score, &parts, sizeof parts);
    memcpy(e->ws->star_points.items[index].points, &given->stars, sizeof(fw_star_points));
}

/* Adds to them. */
FW_INLINED void give_more(const fw_examiner *e, uint32_t index, const points *given) {
    points sum = {{0}, {0}};
    memcpy(&sum.parts, e->ws->clauses.items[index].score, sizeof sum.parts);
    memcpy(&sum.stars, e->ws->star_points.items[index].points, sizeof(fw_star_points));
    sum.parts += given->parts;
    sum.stars += given->stars;
    give(e, index, &sum);
}

/* Hands the sums of a clause on: its own to it, the others to the clauses before and behind. */
FW_INLINED void settle(fw_examiner *e) {
    wide_sums sum;
    memcpy(&sum.here.parts, e->ahead, sizeof sum.here.parts);
    memcpy(&sum.here.stars, e->ahead + HALF_ROOM, sizeof sum.here.stars);
    sum.before.parts = sum.before.stars = sum.behind.parts = sum.behind.stars = (few){0};
    e->tells = (uint8_t)add_cues(&sum, e);
    add_words(&sum.here, e);
    give(e, e->index, &sum.here);
    if (e->index > 0) give_more(e, e->index - 1, &sum.behind);
    memcpy(e->ahead, &sum.before.parts, sizeof sum.before.parts);
    memcpy(e->ahead + HALF_ROOM, &sum.before.stars, sizeof sum.before.stars);
}

static void settle_plain(fw_examiner *e) { settle(e); }
FW_WIDE static void settle_wide(fw_examiner *e) { settle(e); }

void fw_settle_points(fw_examiner *e) { (fw_has_wide() ? settle_wide : settle_plain)(e); }
