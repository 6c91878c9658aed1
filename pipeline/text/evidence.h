/* evidence.h: what the passes over one clause share while its cues are looked for. */
#ifndef FAILWISE_TEXT_EVIDENCE_H
#define FAILWISE_TEXT_EVIDENCE_H

#include "text/segment.h"

/* What the clauses before have told; never asks which labels they will get. */
typedef struct fw_story_so_far {
    bool failure, response, change, learning;
} fw_story_so_far;

/* Points of all labels, four at a time: integers, so that the sums are the same on every machine. */
enum { FW_LANES = 4, FW_LANE_GROUPS = (int)FW_LABELS / FW_LANES };
static_assert((int)FW_LABELS % FW_LANES == 0 && (int)FW_LABELS <= (int)FW_LABEL_ROOM,
              "labels fill the lanes");
typedef int32_t fw_lanes __attribute__((vector_size(FW_LANES * sizeof(int32_t))));
typedef int16_t fw_half_lanes __attribute__((vector_size(FW_LANES * sizeof(int16_t))));
typedef struct fw_points {
    fw_lanes group[FW_LANE_GROUPS];
} fw_points;

static inline void fw_add_weights(fw_points *sum, const int16_t weight[FW_LABEL_ROOM]) {
    for (int g = 0; g < FW_LANE_GROUPS; g++) {
        fw_half_lanes narrow;
        memcpy(&narrow, weight + g * FW_LANES, sizeof narrow);
        sum->group[g] += __builtin_convertvector(narrow, fw_lanes);
    }
}

/* The clause under examination. */
typedef struct fw_examiner {
    fw_workspace *ws;
    const fw_arc_rules *rules;
    uint32_t index;
    fw_story_so_far told;
    uint8_t tells; /* FW_TELLS_... of the cues that fired */
    bool records;  /* firings are noted, not only summed up */
    bool failed;   /* out of memory */
    fw_points
        points[FW_PLACES]; /* what the clause's cues say for it, for the next clause, for the last one */
} fw_examiner;

/* Adds what a cue says that stands in the clause; nothing when no rule asks for it. */
void fw_fire(fw_examiner *e, uint32_t cue, fw_span span);

/* The cue that a word gives as the opening or the finite verb of a clause: 0 = none. For fw_word.frame. */
uint8_t fw_frame_of(const fw_word *word);

/* How the clause is built: what opens it, its tense in detail, subject and tense together (evidence_frame.c).
 */
void fw_fire_frame(fw_examiner *e, fw_span span);

#endif
