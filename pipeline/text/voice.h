/*
 * voice.h: who acts: be- and get-passives, agentless events ("the deadline slipped"), impersonal
 * constructions.
 */
#ifndef FAILWISE_TEXT_VOICE_H
#define FAILWISE_TEXT_VOICE_H

#include "text/workspace.h"

/*
 * Sets FW_CLAUSE_PASSIVE, FW_CLAUSE_AGENTLESS and FW_CLAUSE_IMPERSONAL and appends the findings. Two separate
 * detectors: most complaints about "passive voice" are agentless events, which no participle pattern finds,
 * and "I was convinced" is no passive.
 */
fw_code fw_find_voice(fw_workspace *ws, fw_error *err);

/* The clause's subject is acted on by its main verb: "I was never told" is nobody's decision. */
bool fw_is_acted_on(const fw_workspace *ws, uint32_t index);

/* A bad measure falls in the clause ("complaints fell by half"): good news, and no agentless event
 * (relief.c). */
bool fw_is_relief(const fw_workspace *ws, uint32_t index);

#endif
