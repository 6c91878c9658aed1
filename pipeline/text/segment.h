/*
 * segment.h: labelling clauses: evidence from cues, then the best path of labels (integer Viterbi, fixed
 * tie-breaks).
 */
#ifndef FAILWISE_TEXT_SEGMENT_H
#define FAILWISE_TEXT_SEGMENT_H

#include "text/arc_rules.h"

/* Fires the cues of every clause: fills the clauses' scores and ws->star_points; ws->firings too when they
 * are recorded: most callers want the labels, not the reasons. */
fw_code fw_gather_evidence(fw_workspace *ws, const fw_arc_rules *rules, bool records, fw_error *err);

/* A general truth ("a promise for others is a guess") or an instruction ("ask first"): a lesson without a
 * word of learning. */
bool fw_is_maxim(const fw_workspace *ws, uint32_t index);

/* "An empty chair is cheaper than the wrong person": any such thing, in the present tense. */
static inline bool fw_may_be_truth(const fw_clause *clause) {
    return (clause->tense == FW_TENSE_PRESENT) & (clause->subject == FW_SUBJECT_THING);
}
/* Or "Take inventory from the place that creates the thing": a base form opens the clause, and nobody is its
 * subject. Most clauses can be neither, whatever their words. */
static inline bool fw_may_be_maxim(const fw_clause *clause) {
    enum { SHORTEST = 3 };
    const bool instruction =
        (clause->tense == FW_TENSE_NONE) & (clause->subject == FW_SUBJECT_NONE) & (clause->words >= SHORTEST);
    return fw_may_be_truth(clause) | instruction;
}

/* Labels the clauses (part, runner-up, margin, star) and collects the cues of the label each got: none when
 * firings are not recorded. */
fw_code fw_label_clauses(fw_workspace *ws, const fw_arc_rules *rules, fw_error *err);

/* Collects the cues that spoke for or against the label each clause got (fw_label_clauses calls it). False
 * when memory is out. */
bool fw_collect_cues(fw_workspace *ws, const fw_arc_rules *rules);

/*
 * For training: the best path when the labels that are allowed for each clause (bit = fw_part, fw_star) are
 * told. With FW_ALLOWED_ONLY it keeps to them; with a margin, others gain that many points: the path that
 * comes closest to beating them. The transitions are those of the reading that the points are of. False when
 * memory is out.
 */
#define FW_ALLOWED_ONLY INT32_MIN
bool fw_best_parts_given(fw_workspace *ws, const fw_arc_rules *rules, const uint16_t *allowed, int32_t margin,
                         uint8_t *parts);
bool fw_best_stars_given(fw_workspace *ws, const fw_arc_rules *rules, const uint16_t *allowed, int32_t margin,
                         uint8_t *stars);

#endif
