/* evidence.h: what the passes over one clause share while its cues are looked for. */
#ifndef FAILWISE_TEXT_EVIDENCE_H
#define FAILWISE_TEXT_EVIDENCE_H

#include "text/segment.h"

/* What the clauses before have told; never asks which labels they will get. */
typedef struct fw_story_so_far {
    bool failure, response, change, learning;
} fw_story_so_far;

/* The clause under examination. */
typedef struct fw_examiner {
    fw_workspace *ws;
    const fw_arc_rules *rules;
    uint32_t index;
    fw_story_so_far told;
    bool failed; /* out of memory */
} fw_examiner;

/* Notes that a cue stands in the clause; nothing when no rule asks for it. */
static inline void fw_fire(fw_examiner *e, uint32_t cue, fw_span span) {
    if (!e->rules->name[cue]) return;
    const fw_firing firing = {.cue = (uint16_t)cue, .clause = (uint16_t)e->index, .span = span};
    if (!fw_push(&e->ws->firings, firing)) e->failed = true;
}

/* How the clause is built: what opens it, its tense in detail, subject and tense together (evidence_frame.c).
 */
void fw_fire_frame(fw_examiner *e, fw_span span);

#endif
