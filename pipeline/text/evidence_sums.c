/* evidence_sums.c: the structures that frame and place of a clause stand for, and what they say together. */
#include "text/evidence.h"

#include <stdlib.h>
#include <string.h>

/* The cues that subject and tense give, each by itself and both together; "I" with a tense has cues of its
 * own (own_cues). */
#define ONLY(name) (1ULL << FW_S_##name)
#define BUILT_OF(subject, past_of, present_of)                                                               \
    {                                                                                                        \
        [FW_TENSE_NONE] = ONLY(no_tense) | (subject), [FW_TENSE_PAST] = ONLY(past) | (subject) | (past_of),  \
        [FW_TENSE_PRESENT] = ONLY(present) | (subject) | (present_of),                                       \
        [FW_TENSE_FUTURE] = ONLY(future) | (subject), [FW_TENSE_MODAL] = ONLY(modal) | (subject)             \
    }
static const uint64_t BUILT[][FW_TENSE_MODAL + 1] = {
    [FW_SUBJECT_NONE] = BUILT_OF(0, 0, 0),
    [FW_SUBJECT_I] = BUILT_OF(ONLY(subject_i), 0, 0),
    [FW_SUBJECT_WE] = BUILT_OF(ONLY(subject_we), ONLY(we_past), ONLY(we_present)),
    [FW_SUBJECT_OTHER] = BUILT_OF(ONLY(subject_other), ONLY(other_past), ONLY(other_present)),
    [FW_SUBJECT_THING] = BUILT_OF(ONLY(subject_thing), ONLY(thing_past), ONLY(thing_present)),
    [FW_SUBJECT_EXPLETIVE] = BUILT_OF(ONLY(subject_expletive), ONLY(expletive_past), ONLY(expletive_present)),
};

/* What "I" did, did not or does; who was acted on did nothing (hold_first_person). */
static uint64_t own_cues(uint32_t tense, uint32_t flags) {
    const bool past = (tense == FW_TENSE_PAST) & !(flags & FW_CLAUSE_PASSIVE);
    const bool negated = (flags & FW_CLAUSE_NEGATED) != 0;
    return FW_LOW(past & negated, i_not_done) | FW_LOW(past & !negated, i_done) |
           FW_LOW(tense == FW_TENSE_PRESENT, i_present);
}

fw_structures fw_structures_of_frame(uint32_t frame) {
    const uint32_t flags = frame & FW_FRAME_FLAGS, built = frame / (FW_FRAME_FLAGS + 1);
    const uint32_t subject = built / (FW_TENSE_MODAL + 1), tense = built % (FW_TENSE_MODAL + 1);
    const uint64_t own = subject == FW_SUBJECT_I ? own_cues(tense, flags) : 0;
    return (fw_structures){{BUILT[subject][tense] | own | FW_LOW((flags & FW_CLAUSE_NEGATED) != 0, negated) |
                            FW_LOW((flags & FW_CLAUSE_QUOTED) != 0, quoted) |
                            FW_LOW((flags & FW_CLAUSE_PASSIVE) != 0, passive) |
                            FW_LOW((flags & FW_CLAUSE_AGENTLESS) != 0, thing_falls)}};
}

fw_structures fw_structures_of_place(uint32_t place) {
    const bool failed = place & FW_AFTER_FAIL, near_end = place & FW_NEAR_END;
    return (fw_structures){{FW_LOW(failed, after_fail) | FW_LOW(!failed, before_fail) |
                                FW_LOW(near_end, near_end) | FW_LOW(!near_end, not_near_end) |
                                FW_LOW((place & FW_FIRST_THIRD) != 0, first_third) |
                                FW_LOW((place & FW_QUESTION) != 0, question) |
                                FW_LOW((place & FW_SHORT_CLAUSE) != 0, short_clause),
                            FW_HIGH((place & FW_SAME_SENTENCE) != 0, same_sentence) |
                                FW_HIGH((place & FW_AFTER_RESPONSE) != 0, after_response) |
                                FW_HIGH((place & FW_AFTER_CHANGE) != 0, after_change) |
                                FW_HIGH((place & FW_AFTER_LEARNING) != 0, after_learning)}};
}

static uint8_t sum_up(const fw_arc_rules *rules, fw_structures set, fw_row row) {
    uint8_t tells = 0;
    for (uint32_t s = 0; s < FW_STRUCTURE_COUNT; s++) {
        if (!(set.of[s / 64] >> (s % 64) & 1)) continue;
        for (int place = 0; place < FW_PLACES; place++) {
            for (int label = 0; label < FW_LABEL_ROOM; label++)
                row[place][label] = (int16_t)(row[place][label] + rules->weight[s][place][label]);
        }
        tells |= rules->tells[s];
    }
    return tells;
}

static void lay_out(const fw_arc_rules *rules, uint32_t cue, fw_row row, uint8_t *tells) {
    memcpy(row, rules->weight[cue], sizeof(fw_row));
    *tells = rules->tells[cue];
}

/* Finds one number for the categories that are cues wherever they stand, if there is one. */
static void number_cats(const fw_arc_rules *rules, const int *cats, fw_sums *sums) {
    static_assert(KNOWN_WORDS == 2, "the second number is turned into the first");
    const uint64_t low = rules->plain_cats[0], high = rules->plain_cats[1];
    while (sums->turn < 64 && (low & fw_turned(high, sums->turn))) sums->turn++;
    sums->fits = sums->turn < 64;
    sums->turn %= 64;
    for (uint32_t cat = 0; cat < FW_CAT_COUNT && sums->fits; cat++) {
        if (!(rules->plain_cats[cat / 64] >> (cat % 64) & 1)) continue;
        const uint32_t bit = (cat + (cat < 64 ? 0 : sums->turn)) % 64;
        lay_out(rules, fw_cue_of_category((uint16_t)cats[cat]), sums->cat[bit], &sums->cat_tells[bit]);
        sums->cats[cat / 64] |= UINT64_C(1) << (cat % 64);
    }
}

/* A clause has each cue once, but that the same word may open it twice, and so do those before and behind it.
 */
static bool fits_narrow(const fw_arc_rules *rules) {
    int32_t sum[FW_LABEL_ROOM] = {0}, most = 0;
    for (uint32_t cue = 0; cue < FW_FIRST_WORD; cue++) {
        for (int place = 0; place < FW_PLACES; place++) {
            for (int label = 0; label < FW_LABEL_ROOM; label++)
                sum[label] += abs(rules->weight[cue][place][label]) << (cue < FW_STRUCTURE_COUNT);
        }
    }
    for (int label = 0; label < FW_LABEL_ROOM; label++) most = sum[label] > most ? sum[label] : most;
    return most <= INT16_MAX;
}

fw_sums *fw_sums_new(const fw_arc_rules *rules, const int *cats) {
    fw_sums *sums = calloc(1, sizeof *sums);
    if (!sums) return NULL;
    for (uint32_t frame = 0; frame < FW_FRAMES; frame++)
        sums->frame_tells[frame] = sum_up(rules, fw_structures_of_frame(frame), sums->frame[frame]);
    for (uint32_t place = 0; place < FW_CLAUSE_PLACES; place++)
        sums->place_tells[place] = sum_up(rules, fw_structures_of_place(place), sums->place[place]);
    for (uint32_t s = 0; s < 64; s++) lay_out(rules, s, sums->structure[s], &sums->structure_tells[s]);
    number_cats(rules, cats, sums);
    sums->narrow = fits_narrow(rules);
    return sums;
}
