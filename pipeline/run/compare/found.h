/*
 * found.h: what `compare` found, and its page: apart from the runs themselves, whose tables and
 * those of a document are different things of one name.
 */
#ifndef FAILWISE_RUN_COMPARE_FOUND_H
#define FAILWISE_RUN_COMPARE_FOUND_H

#include <failwise/compare.h>
#include <failwise/evaluate.h>
#include <failwise/model.h>

enum { FW_RUN_METRICS = 11 };
/* Columns of scores that are compared; the first that both runs have leads. */
extern const char *const fw_run_metric_names[FW_RUN_METRICS];

/* One column's drift; `score` tells scores from features. */
typedef struct fw_moved {
    char name[48];
    bool score;
    fw_drift drift;
} fw_moved;

/* An answer whose leading score changed. */
typedef struct fw_mover {
    fw_str id;
    double a, b;
} fw_mover;

/* What the summary tells. Owned arrays; fw_comparison_free. */
typedef struct fw_comparison {
    int lead; /* metric, or -1: no score in common */
    size_t common, only_a, only_b;
    size_t *in_b; /* by row of a: row of b, or SIZE_MAX */
    fw_evaluation agreement;
    fw_programme_effect change;
    fw_mover *movers; /* by the size of the change, ids break ties */
    size_t mover_count;
    fw_moved *moved; /* scores, then features of both runs */
    size_t moved_count;
} fw_comparison;
/* Whether it moved by more than few answers explain; whether that many of them are no more than chance
 * brings. */
bool fw_moved_beyond(const fw_moved *moved);
bool fw_no_more_than_chance(size_t beyond, size_t of);
/* For qsort of pointers: those beyond chance first, then by PSI. */
int fw_moved_order(const void *left, const void *right);
/* The leading score's drift, with both of its means; NULL where there is none. */
const fw_drift *fw_lead_drift(const fw_comparison *comparison);
/* One side, as the page names it. Borrowed. */
typedef struct fw_compared {
    const char *folder;
    const fw_model *model; /* NULL: no model.json */
    bool synthetic;
} fw_compared;
/* compare.html, compare.md and their tables into the folder; `gate`: what failed, or NULL. */
fw_code fw_compare_page(const fw_compared *a, const fw_compared *b, const fw_comparison *found,
                        const char *gate, const char *folder, fw_error *err);

#endif
