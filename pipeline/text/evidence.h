/* evidence.h: what the passes over one clause share while its cues are looked for. */
#ifndef FAILWISE_TEXT_EVIDENCE_H
#define FAILWISE_TEXT_EVIDENCE_H

#include "text/segment.h"

/* What the clauses before have told; never asks which labels they will get. */
typedef struct fw_story_so_far {
    bool failure, response, change, learning;
} fw_story_so_far;

enum { FW_FIRED_ROOM = 16 }; /* as many weights as 16 bits can sum up: see sum_fired */

/* The clause under examination. */
typedef struct fw_examiner {
    fw_workspace *ws;
    const fw_arc_rules *rules;
    uint32_t index;
    fw_story_so_far told;
    uint8_t tells;        /* FW_TELLS_... of the cues that fired */
    bool records;         /* firings are noted, not only summed up */
    bool failed;          /* out of memory */
    uint32_t fired_count; /* cues that have fired and are not in the points yet */
    uint16_t fired[FW_FIRED_ROOM];
    int32_t points[FW_PLACES][FW_LABELS]; /* for the clause itself, the next one, the last one */
} fw_examiner;

/* Adds what a cue says that stands in the clause; nothing when no rule asks for it. */
void fw_fire(fw_examiner *e, uint32_t cue, fw_span span);

/* The cue that a word gives as the opening or the finite verb of a clause: 0 = none. For fw_word.frame. */
uint8_t fw_frame_of(const fw_word *word);

/* How the clause is built: what opens it, its tense in detail, subject and tense together (evidence_frame.c).
 */
void fw_fire_frame(fw_examiner *e, fw_span span);

#endif
