/* evidence_points.c: the points of a clause: the sum of what its cues and its words say for each label. */
#include "text/evidence.h"

#include "base/wide.h"
#include "text/words.h"

/* Weights of one place. They are summed in 16 bits as long as the sum must fit. */
enum { SUMMED_AT_ONCE = 32, ADDED_AT_ONCE = SUMMED_AT_ONCE - FW_ROW_CUES, HALF_ROOM = FW_LABEL_ROOM / 2 };
typedef int16_t weights __attribute__((vector_size(FW_LABEL_ROOM * sizeof(int16_t))));
static_assert(SUMMED_AT_ONCE * FW_WEIGHT_LIMIT <= INT16_MAX, "sums fit 16 bits");
static_assert((int)FW_PART_COUNT == (int)HALF_ROOM,
              "the first half is the parts, the second has STAR's labels");

/* Sums for the clause itself, the next one, the last one. */
typedef struct {
    weights here, before, behind;
    uint32_t tells;
} narrow_sums;
typedef struct {
    int32_t here[FW_LABEL_ROOM], before[FW_LABEL_ROOM], behind[FW_LABEL_ROOM];
} wide_sums;

FW_INLINED void add_narrow(int32_t sum[FW_LABEL_ROOM], const weights *narrow) {
    int16_t more[FW_LABEL_ROOM];
    memcpy(more, narrow, sizeof more);
    for (int i = 0; i < FW_LABEL_ROOM; i++) sum[i] += more[i];
}

FW_INLINED void widen(wide_sums *sum, narrow_sums *narrow) {
    add_narrow(sum->here, &narrow->here);
    add_narrow(sum->before, &narrow->before);
    add_narrow(sum->behind, &narrow->behind);
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

/* The cues of structures and of categories in one loop: where one set ends is as hard to guess as where both
 * do. A few at a time, as sums are narrow: so many again may be in them already. */
FW_INLINED void add_sets(wide_sums *sum, narrow_sums *s, const fw_examiner *e, uint64_t structures,
                         uint64_t cats) {
    do {
        for (uint32_t n = 0; n < ADDED_AT_ONCE && (structures | cats); n++) {
            const bool first = structures != 0;
            const uint32_t bit = (uint32_t)__builtin_ctzll(first ? structures : cats);
            cats &= cats - !first;
            structures &= structures - first;
            add_cue(s, e->rules, first ? bit : e->ws->sums->cue_of_cat[bit]);
        }
        widen(sum, s);
    } while (structures | cats);
}

FW_INLINED void add_rare(wide_sums *sum, narrow_sums *s, const fw_examiner *e) {
    for (uint64_t left = e->live[1]; left; left &= left - 1)
        add_cue(s, e->rules, e->ws->sums->cue_of_cat[64 + __builtin_ctzll(left)]);
    widen(sum, s); /* there are fewer than 64 of them */
    for (uint64_t left = e->holds.of[1]; left; left &= left - 1)
        add_cue(s, e->rules, 64 + (uint32_t)__builtin_ctzll(left));
    if (e->opener) add_cue(s, e->rules, e->opener);
    for (uint32_t i = 0; i < e->listed_count; i++) {
        add_cue(s, e->rules, e->listed[i]);
        if (i % ADDED_AT_ONCE == 0) widen(sum, s);
    }
    widen(sum, s);
}

/* What all cues of the clause say; most clauses have none of the rare ones. */
FW_INLINED uint32_t add_cues(wide_sums *sum, const fw_examiner *e) {
    narrow_sums s = {.tells = 0};
    if (e->sums) {
        add_row(&s, e->sums->frame[e->frame], e->sums->frame_tells[e->frame]);
        add_row(&s, e->sums->place[e->place], e->sums->place_tells[e->place]);
    }
    add_sets(sum, &s, e, e->holds.of[0], e->live[0]);
    if (e->live[1] | e->holds.of[1] | e->opener | e->listed_count) add_rare(sum, &s, e);
    return s.tells;
}

/* Words count as often as they stand there. They speak for their own clause alone and tell nothing, so that
 * their points are all there is to add; those that say nothing have a row of zeros. */
FW_INLINED void add_words(int32_t sum[FW_LABEL_ROOM], const fw_examiner *e) {
    const fw_clause *clause = &e->ws->clauses.items[e->index];
    const fw_token *next = e->ws->tokens.items + clause->first, *const end = next + clause->count;
    while (next < end) {
        const fw_token *const stop = end - next < SUMMED_AT_ONCE ? end : next + SUMMED_AT_ONCE;
        weights narrow = {0};
        for (; next < stop; next++) add_weights(&narrow, e->meanings[next->word].weights);
        add_narrow(sum, &narrow);
    }
}

/* Sets the points of clause `index`, or adds to them. */
FW_INLINED void hand_over(const fw_examiner *e, uint32_t index, const int32_t given[FW_LABEL_ROOM],
                          bool add) {
    int32_t *const score = e->ws->clauses.items[index].score;
    int32_t *const star = e->ws->star_points.items[index].points;
    for (int i = 0; i < FW_PART_COUNT; i++) score[i] = (add ? score[i] : 0) + given[i];
    for (int i = 0; i < FW_STAR_COUNT; i++) star[i] = (add ? star[i] : 0) + given[FW_PART_COUNT + i];
    score[FW_PART_OTHER] = e->rules->floor;
}

/* Hands the sums of a clause on: its own to it, the others to the clauses before and behind. */
FW_INLINED void settle(fw_examiner *e) {
    wide_sums sum = {{0}, {0}, {0}};
    memcpy(sum.here, e->ahead, sizeof e->ahead);
    e->tells = (uint8_t)add_cues(&sum, e);
    add_words(sum.here, e);
    hand_over(e, e->index, sum.here, false);
    if (e->index > 0) hand_over(e, e->index - 1, sum.behind, true);
    memcpy(e->ahead, sum.before, sizeof e->ahead);
}

static void settle_plain(fw_examiner *e) { settle(e); }
FW_WIDE static void settle_wide(fw_examiner *e) { settle(e); }

void fw_settle_points(fw_examiner *e) { (fw_has_wide() ? settle_wide : settle_plain)(e); }
