/* evidence.h: what the passes over one clause share while its cues are looked for. */
#ifndef FAILWISE_TEXT_EVIDENCE_H
#define FAILWISE_TEXT_EVIDENCE_H

#include "text/segment.h"

/* What the clauses before have told; never asks which labels they will get. */
typedef struct fw_story_so_far {
    bool failure, response, change, learning;
} fw_story_so_far;

/* Most cues that fire in a clause: structures and categories fire once, but two words can open the same way.
 */
enum { FW_FIRED_ROOM = FW_FIRST_WORD + 2 };

/* The clause under examination. */
typedef struct fw_examiner {
    fw_workspace *ws;
    const fw_arc_rules *rules;
    const struct fw_word_meaning *meanings; /* by word */
    uint32_t index;
    fw_story_so_far told;
    bool records;         /* firings are noted, not only summed up */
    bool failed;          /* out of memory */
    uint8_t tells;        /* FW_TELLS_... of the cues that fired */
    uint32_t fired_count; /* cues that have fired in this clause, and where each stands */
    uint16_t fired[FW_FIRED_ROOM];
    fw_span spans[FW_FIRED_ROOM];
    int32_t points[FW_PLACES][FW_LABELS]; /* for the clause itself, the next one, the last one */
} fw_examiner;

/* Notes that a cue stands in the clause if `holds`: written in either case and kept when it does, since what
 * holds of a clause is anybody's guess and a wrong guess costs more than the store. */
static inline void fw_fire_if(fw_examiner *e, bool holds, uint32_t cue, fw_span span) {
    const uint32_t count = e->fired_count;
    e->fired[count] = (uint16_t)cue;
    e->spans[count] = span;
    e->fired_count = count + holds;
}
static inline void fw_fire(fw_examiner *e, uint32_t cue, fw_span span) { fw_fire_if(e, true, cue, span); }

/* The cue that a word gives as the opening or the finite verb of a clause: 0 = none. For fw_word.frame. */
uint8_t fw_frame_of(const fw_word *word);

/* How the clause is built: what opens it, its tense in detail, subject and tense together (evidence_frame.c).
 */
void fw_fire_frame(fw_examiner *e, fw_span span);

#endif
