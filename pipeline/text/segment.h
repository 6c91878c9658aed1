/*
 * segment.h: labelling clauses: evidence from cues, then the best path of labels (integer Viterbi, fixed
 * tie-breaks).
 */
#ifndef FAILWISE_TEXT_SEGMENT_H
#define FAILWISE_TEXT_SEGMENT_H

#include "text/arc_rules.h"

/* Fires the cues of every clause: fills ws->firings and the clauses' scores. */
fw_code fw_gather_evidence(fw_workspace *ws, const fw_arc_rules *rules, fw_error *err);

/* A general truth ("a promise for others is a guess") or an instruction ("ask first"): a lesson without a
 * word of learning. */
bool fw_is_maxim(const fw_workspace *ws, uint32_t index);

/* Labels the clauses (part, runner-up, margin, star) and collects the cues of the label each got. */
fw_code fw_label_clauses(fw_workspace *ws, const fw_arc_rules *rules, fw_error *err);

/* The best path that stays within what is allowed: a set of labels for each clause (bit = fw_part, fw_star). For
 * training: the path that the answer's own labels ask for. False when memory is out. */
bool fw_best_parts_within(fw_workspace *ws, const fw_arc_rules *rules, const uint16_t *allowed, uint8_t *parts);
bool fw_best_stars_within(fw_workspace *ws, const fw_arc_rules *rules, const uint16_t *allowed, uint8_t *stars);

#endif
