/*
 * report.h: pages and tables from scored answers (the report stage).
 *
 * Rows are streamed: memory is bounded by groups. What is summed by participant waits in a temporary file.
 * Group figures need `k` participants.
 */
#ifndef FAILWISE_REPORT_H
#define FAILWISE_REPORT_H

#include <failwise/audit.h>
#include <failwise/dataset.h>
#include <failwise/ratings.h>
#include <failwise/scores.h>
#include <failwise/tripwire.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/* What was read, used and set aside. */
typedef struct fw_intake {
    uint64_t rows_read, rows_used, rows_rejected;
    uint64_t rows_forgotten;    /* of those used: taken out later, on request */
    uint64_t reject_counts[16]; /* by fw_reject_code */
    uint64_t ratings_read, ratings_used, ratings_rejected, ratings_unmatched;
    uint64_t rated_answers, raters;
    uint64_t bytes;
    uint64_t pii_answers;                          /* answers in which the tripwire found something */
    uint64_t pii_hits[FW_PII_TYPE_COUNT];          /* finds by type */
    uint64_t unread_answers[FW_UNREAD_HESITATION]; /* answers in which there is what is not read, by
                                                      fw_unread_kind */
} fw_intake;

typedef struct fw_report_options {
    const char *title;           /* NULL = "failwise report" */
    size_t k;                    /* disclosure threshold, default 5 */
    uint64_t seed;               /* of the bootstrap intervals */
    const char *const *group_by; /* further columns to report by */
    size_t group_by_count;
    bool synthetic;           /* the data are labelled synthetic: say so on every page */
    const char *command_line; /* how the run was called */
    const char *folder;       /* where a file that is gone afterwards may lie while rows stream; NULL: the
                                 system's folder for temporary files */
    size_t threads;           /* that work out its figures; 0: all processors */
} fw_report_options;

/* One quality gate of a run: a figure and the limit that it was held to. */
typedef struct fw_gate {
    const char *name; /* "max-psi": the option without its dashes; static */
    const char *what; /* "population stability index", in words; static */
    double value;     /* as measured; NaN: could not be measured */
    double limit;
    bool at_least; /* the limit is the least value allowed, else the most */
    bool share;    /* value and limit are shares, told as percentages */
    bool passed;
    char column[48]; /* the column that it was measured on, or empty */
} fw_gate;
enum { FW_GATE_COUNT = 6 };

/* How far the answers have moved from those of an earlier run. */
typedef struct fw_drift_found {
    bool measured;
    bool withheld;     /* measured for the gate only: fewer than k people differ, and it would tell of them */
    char baseline[64]; /* name of that run's folder, without the path */
    uint64_t before, now;  /* answers */
    double overall, noise; /* PSI of the overall score; what it exceeds once in 20 times by chance */
    double largest;        /* largest PSI of a score or feature that exceeds its noise; 0: none does */
    char column[48];       /* which one */
    /* The fewest people whom this report tells of when that run's is subtracted from it; HUGE_VAL: nobody, or
     * as many as are allowed; NaN: not asked for, or could not be worked out. */
    double least_changed;
} fw_drift_found;

/* A headline figure in earlier runs, beside which this run's is set. */
typedef struct fw_past_figure {
    const char *name;     /* column of history.csv; static */
    const char *what;     /* in words; static */
    const char *path;     /* its member of summary.json, dots between; static */
    int decimals;         /* as many as are told */
    const double *values; /* `runs` of them, oldest first; NaN: that run has none */
    size_t runs;
} fw_past_figure;

/* The mean overall score; all zero: there is none. */
typedef struct fw_mean_overall {
    double value;
    double low, high;     /* of its 95 % interval; NaN: it has none */
    uint64_t n;           /* over how many */
    bool of_participants; /* each person's answers averaged first, so that n counts people; else answers */
} fw_mean_overall;

typedef struct fw_report fw_report;

/* `columns` are those of the frames that will be added (obs columns of the dataset). */
fw_code fw_report_new(const fw_report_options *options, const fw_column *columns, size_t column_count,
                      const fw_var *vars, size_t var_count, fw_report **out, fw_error *err);
/* Adds a piece: obs and X of `frame`, one score a row. In row order. */
fw_code fw_report_add(fw_report *report, const fw_frame *frame, const fw_score *scores, fw_error *err);
/*
 * The same with what a model that had not seen the participant predicts, one a row, NaN where there is none
 * (fw_fit_evaluate); NULL: nowhere. `features`: the sums of this piece's features (report/feature_sums.h);
 * NULL: they are taken here.
 */
struct fw_feature_sums;
fw_code fw_report_add_predicted(fw_report *report, const fw_frame *frame, const fw_score *scores,
                                const double *held_out, const struct fw_feature_sums *features,
                                fw_error *err);
/* Single ratings, for raters' agreement; borrowed until the report is written. */
void fw_report_use_ratings(fw_report *report, const fw_ratings *ratings, int trait);
/* The run's gates and drift, for the page and summary.json; borrowed until the report is written. */
void fw_report_use_gates(fw_report *report, const fw_gate *gates, size_t count, const fw_drift_found *drift);
/* Earlier runs, for the trend on the page and in summary.json; borrowed until the report is written. */
void fw_report_use_past(fw_report *report, const fw_past_figure *figures, size_t count);
/* Work of the caller's that other threads may do beside fw_report_write, which runs each once; a failure
 * becomes its status. */
typedef struct fw_report_beside {
    void *context;                                  /* passed to each */
    fw_code (*model)(void *context, fw_error *err); /* completes the model, while figures are worked out */
    fw_code (*help)(void *context, fw_error *err);  /* helps it, when there is nothing else to do */
    fw_code (*afterwards)(void *context, fw_error *err); /* while the report is put together and written */
    fw_code (*let_go)(void *context, fw_error *err);     /* at the same time: of what neither of them needs */
} fw_report_beside;
void fw_report_use_beside(fw_report *report, const fw_report_beside *beside);
/* Orders the groups and finishes all sums; further rows are refused. Writing does so, unless it has been
 * done. */
fw_code fw_report_close(fw_report *report, fw_error *err);
/* The mean that the pages and summary.json tell, of a closed report; none of fewer than k. */
fw_mean_overall fw_report_mean_overall(const fw_report *report);
/*
 * Writes report.html, report.md, summary.json and tables/ (CSV) into `directory`. `evaluation` is the model's
 * and may be NULL; provenance is the run's (versions, seeds, hashes).
 */
fw_code fw_report_write(fw_report *report, const char *directory, const fw_model *model,
                        const fw_intake *intake, const json_t *provenance, fw_error *err);
void fw_report_free(fw_report *report);

/* A file of which it is known, from writing it, what it holds. */
typedef struct fw_known_file {
    const char *name; /* below the folder */
    uint64_t bytes, xxh3;
} fw_known_file;
/* Lists every file below `directory` with size and XXH3 in manifest.json, written last. Files that are not
 * among the `count` known ones, or have another size, are read. */
fw_code fw_manifest_write(const char *directory, const json_t *provenance, const fw_known_file *known,
                          size_t count, fw_error *err);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
