/* evidence_points.c: the points of a clause: the sum of what its cues and its words say for each label. */
#include "text/evidence.h"

#include "base/wide.h"

/* Weights of one place: the first half is the parts, the second has STAR's labels. */
enum { HALF_ROOM = FW_LABEL_ROOM / 2 };
typedef uint16_t weights __attribute__((vector_size(FW_LABEL_ROOM * sizeof(int16_t)))); /* may run over */
typedef int32_t few __attribute__((vector_size(HALF_ROOM * sizeof(int32_t))));
static_assert((int)FW_PART_COUNT == (int)HALF_ROOM, "a half each");

/* As wide as sums are stored. */
typedef struct {
    few parts, stars;
} points;

/* Number by number: compilers know an instruction for it. */
FW_INLINED void add_narrow(points *sum, const weights *narrow) {
    int16_t given[FW_LABEL_ROOM];
    int32_t widened[FW_LABEL_ROOM];
    points more;
    static_assert(sizeof widened == sizeof more, "the same numbers");
    memcpy(given, narrow, sizeof given);
    for (int i = 0; i < FW_LABEL_ROOM; i++) widened[i] = given[i];
    memcpy(&more, widened, sizeof more);
    sum->parts += more.parts;
    sum->stars += more.stars;
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

/* What the cues of a set say, some at a time: how many a clause has is anybody's guess, and a wrong one costs
 * more than the row of zeros that stands for none. */
FW_INLINED void add_set(narrow_sums *s, const fw_row rows[FW_SET_ROWS], const uint8_t tells[FW_SET_ROWS],
                        uint64_t left, int some) {
    do {
        for (int k = 0; k < some; k++, left &= left - 1) {
            const uint32_t cue = fw_bits_in(~left & (left - 1)); /* the last row when none is left */
            add_row(s, rows[cue], tells[cue]);
        }
    } while (left);
}

FW_INLINED void add_listed(narrow_sums *s, const fw_examiner *e) {
    for (uint32_t i = 0; i < e->listed_count; i++) add_cue(s, e->rules, e->listed[i]);
    if (e->opener) add_cue(s, e->rules, e->opener);
}

/* The sums of the clauses of a block: each is complete with what the one behind it says for it. */
FW_INLINED void settle(fw_examiner *e, uint32_t first, uint32_t count) {
    enum { SOME_STRUCTURES = 2, SOME_CATS = 4 }; /* enough for most clauses */
    const fw_sums *sums = e->sums;
    uint32_t told = e->told;
    weights last, ahead;
    memcpy(&last, e->last, sizeof last);
    memcpy(&ahead, e->ahead, sizeof ahead);
    for (uint32_t k = 0; k < count; k++) {
        const bool apart = e->listed_apart >> k & 1;
        const uint32_t frame = e->frame[k], place = e->place[k] | told;
        narrow_sums s = {.here = ahead, .tells = 0};
        e->index = first + k;
        if (apart) fw_list_cues(e);
        add_row(&s, sums->frame[frame], sums->frame_tells[frame]);
        add_set(&s, sums->structure, sums->structure_tells, e->held[k], SOME_STRUCTURES);
        add_set(&s, sums->cat, sums->cat_tells, e->live[k], SOME_CATS);
        if (apart) add_listed(&s, e);
        add_row(&s, sums->place[place], sums->place_tells[place]);
        last += s.behind;
        if (e->index > 0) give(e, e->index - 1, &last);
        last = s.here;
        ahead = s.before;
        told = fw_told_after(told, s.tells);
    }
    e->told = told;
    memcpy(e->last, &last, sizeof last);
    memcpy(e->ahead, &ahead, sizeof ahead);
}

static void settle_plain(fw_examiner *e, uint32_t first, uint32_t count) { settle(e, first, count); }
FW_WIDE static void settle_wide(fw_examiner *e, uint32_t first, uint32_t count) { settle(e, first, count); }

void fw_settle_block(fw_examiner *e, uint32_t first, uint32_t count) {
    (fw_has_wide() ? settle_wide : settle_plain)(e, first, count);
}

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

void fw_settle_clause(fw_examiner *e) {
    e->tells = 0;
    for (uint32_t half = 0; half < 2; half++) {
        for (uint64_t left = e->holds.of[half]; left; left &= left - 1)
            add_one(e, half * 64 + (uint32_t)__builtin_ctzll(left));
    }
    for (uint32_t i = 0; i < e->listed_count; i++) add_one(e, e->listed[i]);
    if (e->opener) add_one(e, e->opener);
    e->told = fw_told_after(e->told, e->tells);
}

/* ---- all clauses ---- */

void fw_start_points(fw_examiner *e) {
    const weights none = {0};
    memset(e->last, 0, sizeof e->last);
    memset(e->ahead, 0, sizeof e->ahead);
    e->told = 0;
    for (uint32_t i = 0; i < e->ws->clauses.count && !e->sums; i++) give(e, i, &none);
}

void fw_end_points(fw_examiner *e) {
    weights last;
    memcpy(&last, e->last, sizeof last);
    if (e->sums && e->ws->clauses.count > 0) give(e, e->ws->clauses.count - 1, &last);
}
