/*
 * arc_rules.h: cue weights of the clause labels, as data (datasets/lexicon/arc.csv and arc_transitions.csv).
 *
 * A cue is a lexicon category or a structural observation of a clause (tense, subject, a quantity ...). Each
 * gives integer points to some labels of the arc and of STAR: integers, so that labels are the same on every
 * machine.
 */
#ifndef FAILWISE_TEXT_ARC_RULES_H
#define FAILWISE_TEXT_ARC_RULES_H

#include "text/workspace.h"

/* Structural observations; names as in arc.csv are these in lower case, without the prefix. */
/* clang-format off */
#define FW_STRUCTURES(X) \
    X(past) X(present) X(future) X(modal) X(no_tense) X(subject_i) X(subject_we) X(subject_other) \
    X(subject_thing) X(subject_expletive) X(negated) X(quoted) X(outcome_quantity) X(delta) \
    X(i_decision) X(i_not_done) X(i_fail) X(i_response) X(i_done) X(i_present) X(i_practice) \
    X(thing_falls) X(passive) X(other_blamed) X(cause_other) X(cause_i) X(leading_change) \
    X(done_artifact) X(after_fail) X(before_fail) X(near_end) X(not_near_end) X(question) X(first_third) \
    X(contrast_not) X(maxim) X(relief)
/* clang-format on */

#define FW_STRUCTURE_ENUM(name) FW_S_##name,
typedef enum fw_structure { FW_STRUCTURES(FW_STRUCTURE_ENUM) FW_STRUCTURE_COUNT } fw_structure;
#undef FW_STRUCTURE_ENUM

enum {
    FW_LABELS = FW_PART_COUNT + FW_STAR_COUNT, /* arc labels, then STAR labels */
    FW_CUE_LIMIT = FW_STRUCTURE_COUNT + FW_CATEGORY_LIMIT
};

typedef struct fw_arc_rules {
    const char *name[FW_CUE_LIMIT]; /* by cue: structures first, then lexicon categories; NULL = unused */
    int16_t weight[FW_CUE_LIMIT][FW_LABELS];
    int16_t transition[FW_PART_COUNT][FW_PART_COUNT];
    int16_t star_transition[FW_STAR_COUNT][FW_STAR_COUNT];
    bool heading[FW_CUE_LIMIT]; /* cues named "heading_...": a category that counts in headings only */
    int16_t floor;              /* what a part must beat: the points of "other" */
    fw_arena arena;
} fw_arc_rules;

/* Cue number of a lexicon category. */
static inline uint16_t fw_cue_of_category(uint16_t category) {
    return (uint16_t)(FW_STRUCTURE_COUNT + category);
}

/* Reads the tables in force. FW_DATA with file and line on an unknown label or a bad weight; a category that
 * the lexicon lacks is passed over, so that a user's lexicon may do without it. */
fw_code fw_arc_rules_new(const fw_lexicon *lexicon, fw_arc_rules **out, fw_error *err);

/* Writes both tables into an existing folder, in the form they are read from. */
fw_code fw_arc_rules_write(const fw_arc_rules *rules, const char *folder, bool force, fw_error *err);
void fw_arc_rules_free(fw_arc_rules *rules);

#endif
