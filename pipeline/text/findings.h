/* findings.h: named findings beyond voice: own decisions, learning, change, closing; and the conclusions over
 * the whole answer. */
#ifndef FAILWISE_TEXT_FINDINGS_H
#define FAILWISE_TEXT_FINDINGS_H

#include "text/workspace.h"

/* Appends decision, learning, change and closing findings and sorts ws->findings by start. False when memory
 * is out. */
bool fw_find_statements(fw_workspace *ws);

/* Arc strengths and the weakest parts (strength.c). */
void fw_conclude_arc(const fw_workspace *ws, fw_analysis *analysis);

/* The trap `team`: more signs that the failure told is the team's or somebody else's than that it is the
 * speaker's (team_story.c). Needs ws->tally. */
bool fw_is_team_story(const fw_workspace *ws);

/* Arc strengths (0..1, 0 where absent), STAR words, spoken seconds, weakest parts, traps. Needs ws->tally. */
void fw_conclude(const fw_workspace *ws, double words_per_minute, fw_analysis *analysis);

#endif
