/* exercise.h: the table of exercises. */
#ifndef FAILWISE_SCORE_EXERCISE_H
#define FAILWISE_SCORE_EXERCISE_H

#include <failwise/coach.h>

enum { FW_EXERCISE_TRAP = FW_ARC_PARTS + 1 }; /* rows for a trap that leaves no story to work on */

/*
 * One exercise. It is taken when it is for the part to practise, the part has fewer points than `below` (or
 * no evidence at all, where `absent` is set), `when` agrees, and both quotes are found. The first row that
 * fits wins, so each part's rows go from the particular to the general, and the last needs nothing.
 */
typedef struct fw_exercise_row {
    const char *id;
    size_t part; /* 0..4, FW_ARC_PARTS for the whole answer, FW_EXERCISE_TRAP */
    double below;
    bool absent;
    bool (*when)(const fw_analysis *a, const fw_score *score); /* NULL: always */
    fw_quote quote[FW_EXERCISE_QUOTES];
    const char *sentence; /* with {1} and {2} for the quotes */
} fw_exercise_row;

extern const fw_exercise_row fw_exercise_rows[]; /* ended by a NULL id */

#endif
