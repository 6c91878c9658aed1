/*
 * data.h: what a report remembers of the rows that streamed past: groups, participants, features.
 *
 * Means of groups are means over participants (each participant's answers are averaged first), so that their
 * intervals do not pretend that one person's three attempts are three people. A row without participant
 * counts as a participant of its own.
 */
#ifndef FAILWISE_REPORT_DATA_H
#define FAILWISE_REPORT_DATA_H

#include "base/idset.h"
#include "base/spill.h"
#include "base/together.h"
#include "report/feature_sums.h"
#include "report/kept.h"
#include "report/linked.h"
#include "report/sketch.h"
#include "report/stats.h"

#include <failwise/evaluate.h>
#include <failwise/ratings.h>
#include <failwise/report.h>
#include <failwise/scores.h>

/* What is averaged per participant: overall first, so that narrow dimensions can stop there. */
enum {
    FW_METRIC_OVERALL,
    FW_METRIC_HUMILITY,
    FW_METRIC_AGENCY,
    FW_METRIC_PART, /* five of them */
    FW_METRIC_COUNT = FW_METRIC_PART + FW_ARC_PARTS
};

/* Spoken time against the band of 90 to 120 s. */
enum { FW_TIME_SHORT, FW_TIME_IN_BAND, FW_TIME_LONG, FW_TIME_COUNT };

/* What is counted of an answer: a bit each, of fw_marks_of. */
enum {
    FW_MARK_ABSENT,
    FW_MARK_WEAKEST = FW_MARK_ABSENT + FW_ARC_PARTS,
    FW_MARK_TRAP = FW_MARK_WEAKEST + FW_ARC_PARTS,
    FW_MARK_UNTRAPPED = FW_MARK_TRAP + FW_TRAP_COUNT,
    FW_MARK_TIME, /* one of the three where the time is known */
    FW_MARK_COUNT = FW_MARK_TIME + FW_TIME_COUNT
};
uint32_t fw_marks_of(const fw_score *score);
/* What a mark that is set counts for: several weakest parts share one. */
double fw_mark_value(uint32_t marks, size_t mark);

/* One group of answers. Counters are over answers (those behind `answers` in detailed dimensions only);
 * metric and repeats are over participants and filled on close. */
typedef struct fw_group {
    char *name; /* owned; never empty */
    size_t name_len;
    size_t seen; /* index at which it was first met, before ordering */
    uint64_t answers;
    fw_moments metric[FW_METRIC_COUNT];
    uint64_t absent[FW_ARC_PARTS];
    double weakest[FW_ARC_PARTS]; /* an answer with m weakest parts adds 1/m to each */
    uint64_t traps[FW_TRAP_COUNT];
    uint64_t untrapped; /* answers without any trap */
    uint64_t timing[FW_TIME_COUNT];
    fw_moments seconds;
    fw_repeats *repeats; /* owned; by mark; NULL unless the dimension is wide, as is */
    fw_sketch *overall;  /* owned */
} fw_group;

enum { FW_RECENT_GROUPS = 16 };

/* One way to split the answers: by cohort, by question, ... */
typedef struct fw_dimension {
    char *column;  /* owned: "cohort"; "" for all answers together */
    char *label;   /* owned: how people call it */
    int index;     /* of the column in the frames, -1 for all together */
    size_t width;  /* metrics kept per participant: FW_METRIC_COUNT, or 1 */
    bool detailed; /* keep sketches */
    fw_group *groups;
    size_t count, capacity;
    fw_idset *names;                   /* hash of a name -> index of its group */
    size_t overflow;                   /* the group that takes what is beyond the limit, or 0 */
    uint32_t recent[FW_RECENT_GROUPS]; /* by fw_name_glance: index + 1 of the group that was it last */
} fw_dimension;

fw_code fw_dimension_init(fw_dimension *dimension, const char *column, const char *label, int index,
                          size_t width, fw_error *err);
void fw_dimension_free(fw_dimension *dimension);
/* Counts a row in the group `name` (empty = "not given"); *group tells where. */
fw_code fw_dimension_add(fw_dimension *dimension, fw_str name, const fw_score *score, uint32_t marks,
                         size_t *group, fw_error *err);
/* The row's metrics (FW_METRIC_COUNT of them) and marks where nobody is known to have given it ... */
void fw_dimension_alone(fw_dimension *dimension, size_t group, const double *metrics, uint32_t marks);
/* ... and where it is one of a participant's: sums by participant and group, for a share of the participants.
 * Zero-initialise. */
typedef struct fw_person_cells {
    size_t width;  /* of the dimension */
    size_t *heads; /* index + 1 of a participant's first cell: most people stay in one group */
    size_t head_capacity;
    fw_idset *pairs; /* group and participant -> index of their cell, beyond a participant's first; or NULL */
    size_t marks;    /* FW_MARK_COUNT in a wide dimension, else 0 */
    double *cells;   /* (2 + width + marks) doubles each: group, answers, sums of metrics, and of marks */
    size_t count, capacity;
} fw_person_cells;
/* `participant` is an index in the share. */
fw_code fw_person_cells_gather(fw_person_cells *cells, size_t group, size_t participant,
                               const double *metrics, uint32_t marks, fw_error *err);
void fw_person_cells_clear(fw_person_cells *cells); /* the room stays */
void fw_person_cells_free(fw_person_cells *cells);
/* Turns what was gathered into moments and repeats over participants. */
void fw_dimension_settle(fw_dimension *dimension, const fw_person_cells *cells);
/* Orders the groups by name. */
void fw_dimension_close(fw_dimension *dimension);
size_t fw_group_participants(const fw_group *group);
/* Groups with a name: all but that of the rows without a value. */
size_t fw_dimension_named(const fw_dimension *dimension);
/* The share of a wide group's answers that `count` of them are, counted by `mark`. */
fw_estimate fw_group_share(const fw_group *group, double count, size_t mark);
/* The mean of a metric of points, with an interval that ends where points do, as no mean can lie beyond. */
fw_estimate fw_group_points(const fw_group *group, size_t metric);
double fw_group_timed(const fw_group *group); /* answers whose time is known */

/* Change between first and last attempt: overall, then the five parts. */
enum { FW_CHANGE_METRICS = 1 + FW_ARC_PARTS };

/*
 * What is known of participants. Rows are put aside while they stream past (put), and summed by participant
 * when the last one has been seen (settle), one share of the participants at a time: memory does not grow
 * with their number. The order of summation depends on the participants' ids and on the order of the rows.
 */
typedef struct fw_participants {
    fw_spill *rows;                       /* by participant */
    fw_spill *changes[FW_CHANGE_METRICS]; /* settled: first and last attempt of everybody who has two */
} fw_participants;

typedef struct fw_change {
    fw_pairs pairs[FW_CHANGE_METRICS];
} fw_change;

/* The metrics of a score, in the order of the FW_METRIC enum. */
void fw_metrics_of(const fw_score *score, double metrics[FW_METRIC_COUNT]);
/* Puts a row of a known participant aside: its groups by dimension as streamed, and its attempt (0: unknown,
 * else at most INT32_MAX: attempts are ordered by it; one may hold several answers, which are averaged). */
fw_code fw_participants_put(fw_report *report, fw_id128 participant, int64_t attempt, const uint32_t *groups,
                            const double *metrics, uint32_t marks, fw_error *err);
/* Settles all dimensions and works out the change; before the groups are ordered. */
fw_code fw_participants_settle(fw_report *report, fw_error *err);
/* Nothing is asked of them any more. */
void fw_participants_let_go(fw_report *report);
/* First and last attempt on one metric of everybody who has two, for the programme's tests: those with both
 * values finite are shown; cohorts as ordered. */
fw_code fw_participants_changes(const fw_report *report, size_t metric, fw_pair_visitor *visit, void *to,
                                fw_error *err);

/* Where the time of a cohort's answers goes: sums over answers of seconds by STAR step. */
typedef struct fw_star_sums {
    double answers, seconds[4];
} fw_star_sums;

/* The columns with a meaning here; index in the frames, or -1. */
typedef enum fw_report_column {
    FW_COL_PARTICIPANT,
    FW_COL_COHORT,
    FW_COL_QUESTION,
    FW_COL_FRAMEWORK,
    FW_COL_LEVEL,
    FW_COL_MODE,
    FW_COL_ROLE,
    FW_COL_ATTEMPT,
    FW_COL_DURATION,
    FW_COL_DATE,
    FW_COL_WORDS,
    FW_COL_RATING,
    FW_COL_RATING_COUNT,
    FW_COL_COUNT
} fw_report_column;
extern const char *const fw_report_column_names[FW_COL_COUNT];

enum { FW_DIM_ALL, FW_DIM_COHORT, FW_DIM_FIRST_OTHER, FW_MAX_DIMENSIONS = 40 };

struct fw_report {
    /* Copies of the options; strings owned. */
    char *title, *command_line, *folder;
    size_t k;
    uint64_t seed;
    size_t threads;          /* that work out figures; 0: all processors */
    fw_report_beside beside; /* functions NULL: nothing */
    bool synthetic;
    const fw_column *columns; /* borrowed from the caller, as are vars */
    size_t column_count;
    const fw_var *vars;
    size_t var_count;
    int column[FW_COL_COUNT];
    int id_column; /* of the answers' ids, or -1 */
    /* What streamed past. */
    uint64_t rows;
    uint64_t missing[FW_COL_COUNT];
    uint64_t flags[FW_FLAG_COUNT];
    fw_dimension dimensions[FW_MAX_DIMENSIONS];
    size_t dimension_count;
    fw_crossed crossed;     /* which groups of all dimensions answers have together, as streamed */
    uint32_t *cohort_order; /* after close: cohort group index as streamed -> index as ordered */
    fw_participants participants;
    fw_change *change; /* settled: of all, then one a cohort; as ordered once closed */
    fw_feature_sums *features;
    fw_moments ratings;
    uint64_t rating_total; /* sum of rating_count */
    fw_comoments score_rating, rubric_rating, length_rating;
    fw_moments error2; /* squared difference of score and rating */
    fw_sketch *overall, *seconds;
    fw_sketch *rating_sketch;
    int star[4];               /* columns of X: shares of the four STAR steps, or -1 */
    fw_star_sums *cohort_star; /* by cohort, as ordered once closed */
    size_t cohort_star_capacity;
    fw_star_sums all_star;
    fw_kept rated;                 /* extra: the group of every dimension, as streamed (uint32_t) */
    fw_kept sampled;               /* extra: the features (float) */
    uint64_t held_out;             /* rated rows that came with a held-out prediction */
    const fw_ratings *ratings_set; /* single ratings, borrowed; or NULL */
    int trait;
    const fw_gate *gates; /* of the run, borrowed; none: NULL */
    size_t gate_count;
    const fw_drift_found *drift; /* borrowed, or NULL */
    const fw_past_figure *past;  /* earlier runs, borrowed; none: NULL */
    size_t past_count;
    bool closed;
};

/* False when no answer says who gave it: each is then somebody of its own. */
bool fw_participants_known(const fw_report *report);

void fw_star_find(fw_report *report);
/* Adds a row's seconds, split by its STAR shares, to its cohort (as streamed); nothing without them. */
fw_code fw_star_add(fw_report *report, const fw_frame *frame, size_t row, size_t cohort,
                    const fw_score *score, fw_error *err);

/* Puts cohorts into their order. */
fw_code fw_star_close(fw_report *report, fw_error *err);

#endif
