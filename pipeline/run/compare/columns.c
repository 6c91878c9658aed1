/* columns.c: how far every score and feature that both runs have has moved; columns are measured by several
 * threads. */
#include "run/compare/compare.h"

#include "base/ordered.h"
#include "base/together.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A side, and its people by row of features and of scores. */
typedef struct {
    const fw_run_side *run;
    fw_run_people of_features, of_scores; /* the latter borrowed, or nobody's */
    size_t most_rows;
} side;

/* The same column of both sides: among the metrics, or the features. */
typedef struct {
    bool score;
    size_t in_a, in_b;
} place;

typedef struct {
    side a, b;
    place *places; /* by column of `out` */
    fw_comparison *out;
} plan;

/* Columns `first`, `first` + `step`, .. */
typedef struct {
    const plan *plan;
    size_t first, step;
} share;

static fw_code look_at(const fw_run_side *run, side *out, fw_error *err) {
    *out = (side){.run = run,
                  .most_rows = run->scores.rows > run->feature_rows ? run->scores.rows : run->feature_rows};
    const fw_code code = fw_run_gather_people(run, &out->of_features, err);
    if (code == FW_OK && fw_run_same_rows(run)) out->of_scores = out->of_features;
    return code;
}

/* ---- which columns ---- */

static size_t find_feature(const fw_run_side *run, const char *name) {
    for (size_t j = 0; j < run->features; j++)
        if (strcmp(run->feature[j], name) == 0) return j;
    return SIZE_MAX;
}

/* A column of scores.csv, as seconds is, that is measured among the scores already. */
static bool is_score(const fw_run_side *a, const fw_run_side *b, const char *name) {
    for (size_t k = 0; k < FW_RUN_METRICS; k++)
        if (a->metric[k] && b->metric[k] && strcmp(fw_run_metric_names[k], name) == 0) return true;
    return false;
}

static void add(plan *p, const char *name, place where) {
    fw_moved *m = &p->out->moved[p->out->moved_count];
    *m = (fw_moved){.score = where.score};
    (void)snprintf(m->name, sizeof m->name, "%s", name);
    p->places[p->out->moved_count++] = where;
}

static fw_code list_columns(plan *p, fw_error *err) {
    const fw_run_side *a = p->a.run, *b = p->b.run;
    p->out->moved = calloc(FW_RUN_METRICS + a->features + 1, sizeof *p->out->moved);
    p->places = calloc(FW_RUN_METRICS + a->features + 1, sizeof *p->places);
    if (!p->out->moved || !p->places) return fw_fail_nomem(err);
    for (size_t k = 0; k < FW_RUN_METRICS; k++)
        if (a->metric[k] && b->metric[k]) add(p, fw_run_metric_names[k], (place){true, k, k});
    for (size_t j = 0; j < a->features; j++) {
        const size_t other = find_feature(b, a->feature[j]);
        if (other != SIZE_MAX && !is_score(a, b, a->feature[j]))
            add(p, a->feature[j], (place){false, j, other});
    }
    return FW_OK;
}

/* ---- their drift ---- */

/* `room`: twice the most rows. */
static fw_drift_column take(const side *s, bool score, size_t index, double *room) {
    const fw_run_people people = score ? s->of_scores : s->of_features;
    const size_t rows = score ? s->run->scores.rows : s->run->feature_rows;
    const double *metric = score ? s->run->metric[index] : NULL;
    const float *feature = score ? NULL : s->run->x + index * rows;
    for (size_t i = 0; i < rows; i++) {
        const size_t from = people.row ? people.row[i] : i;
        room[i] = score ? metric[from] : (double)feature[from];
    }
    return (fw_drift_column){room, people.person, rows, room + s->most_rows};
}

static fw_code measure(void *context, fw_error *err) {
    const share *mine = context;
    const plan *p = mine->plan;
    double *a = calloc(2 * p->a.most_rows + 1, sizeof *a), *b = calloc(2 * p->b.most_rows + 1, sizeof *b);
    const fw_code code = a && b ? FW_OK : fw_fail_nomem(err);
    for (size_t i = mine->first; i < p->out->moved_count && code == FW_OK; i += mine->step) {
        const place at = p->places[i];
        const fw_drift_column of_a = take(&p->a, at.score, at.in_a, a),
                              of_b = take(&p->b, at.score, at.in_b, b);
        fw_drift_measure(&of_a, &of_b, &p->out->moved[i].drift);
    }
    free(a);
    free(b);
    return code;
}

static fw_code measure_all(const plan *p, size_t threads, fw_error *err) {
    enum { MOST = 64 }; /* columns are hardly more */
    if (threads == 0) threads = fw_ordered_processors();
    if (threads > MOST) threads = MOST;
    share shares[MOST];
    fw_task tasks[MOST];
    for (size_t i = 0; i < threads; i++) {
        shares[i] = (share){p, i, threads};
        tasks[i] = (fw_task){measure, &shares[i]};
    }
    return fw_together(tasks, threads, threads, err);
}

fw_code fw_measure_drift(const fw_run_side *a, const fw_run_side *b, size_t threads, fw_comparison *out,
                         fw_error *err) {
    plan p = {.out = out};
    fw_code code = look_at(a, &p.a, err);
    if (code == FW_OK) code = look_at(b, &p.b, err);
    if (code == FW_OK) code = list_columns(&p, err);
    if (code == FW_OK) code = measure_all(&p, threads, err);
    free(p.places);
    free(p.a.of_features.row);
    free(p.a.of_features.person);
    free(p.b.of_features.row);
    free(p.b.of_features.person);
    return code;
}
