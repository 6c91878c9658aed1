/* arc_train.h: what fitting and measuring the clause labels share. */
#ifndef FAILWISE_TEXT_ARC_TRAIN_H
#define FAILWISE_TEXT_ARC_TRAIN_H

#include <failwise/arc.h>

#include "text/analyzer.h"

/* The labels that people gave, set against the clauses found: one set a clause found, all labels where nobody
 * labelled it. */
typedef struct fw_label_sets {
    uint16_t *parts, *stars;
    uint32_t room; /* clauses that the arrays hold */
} fw_label_sets;

/* Sets of the answer that the workspace holds. FW_IO when memory is out. */
fw_code fw_label_sets_find(const fw_workspace *ws, const fw_labelled_answer *answer, fw_label_sets *sets,
                           fw_error *err);
void fw_label_sets_free(fw_label_sets *sets);

/* Adds the comparison of the labels in the workspace with the answer's own to `quality`. */
void fw_arc_quality_add(const fw_workspace *ws, const fw_labelled_answer *answer, fw_arc_quality *quality);

/* Answers in the order in which an epoch takes them: by a hash of their ids, so that the order of the file
 * does not matter. */
typedef struct fw_turn {
    uint64_t key;
    const char *id;
    size_t answer; /* among the labelled ones */
} fw_turn;
/* Fills `turns`, one for each answer. */
void fw_take_turns(fw_turn *turns, const fw_labels *labels, uint64_t seed);

/* A clause as it was read by weights that were fitted without it, and the labels that people gave it. */
typedef struct fw_lesson_clause {
    int32_t points[FW_PART_COUNT], stars[FW_STAR_COUNT]; /* of the first reading */
    uint8_t part, star;                                  /* as it was read */
    uint16_t right_parts, right_stars;
} fw_lesson_clause;

/* First readings of answers, from which the second learns. */
typedef struct fw_lessons {
    fw_lesson_clause *clauses;
    size_t clause_count, clause_room;
    struct {
        size_t first, count; /* of the clauses; none for an answer that is left out */
    } * answers;             /* by number among the labelled ones */
    size_t answer_count;
} fw_lessons;
fw_code fw_lessons_start(fw_lessons *lessons, size_t answers, fw_error *err);
fw_code fw_lessons_add(fw_lessons *lessons, const fw_workspace *ws, const fw_label_sets *sets, size_t answer,
                       fw_error *err);
void fw_lessons_free(fw_lessons *lessons);

/* Fits what the second reading adds (arc_context.csv), from nothing, by the same steps as the cues. The
 * workspace's clauses and `turns`, one for each answer, are overwritten. */
fw_code fw_context_train(fw_workspace *ws, fw_arc_rules *rules, const fw_labels *labels,
                         const fw_lessons *lessons, const fw_arc_training *training, fw_turn *turns,
                         fw_error *err);
/* How many points the second reading gives, or changes of those that it starts from. */
size_t fw_context_changes(fw_arc_rules *rules);

#endif
