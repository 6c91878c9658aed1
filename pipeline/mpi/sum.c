/* sum.c: rows read back from the shelf and added to a fit, with the help of all threads. */
#include "mpi/sum.h"

#include "base/ordered.h"
#include "run/open.h"
#include "run/rows.h"

#include <failwise/features.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 4096 };

fw_code fw_facts_put(fw_row_shelf *facts, double rating, uint64_t cluster, fw_error *err) {
    const fw_row_facts_kept kept = {rating, cluster};
    float bytes[FW_FACTS_WIDTH];
    memcpy(bytes, &kept, sizeof kept);
    return fw_row_shelf_put(facts, bytes, err);
}

/* `rows` facts from used row `from` on. */
static fw_code read_facts(fw_row_shelf *facts, uint64_t from, size_t rows, fw_row_facts_kept *out,
                          fw_error *err) {
    float *bytes = malloc((rows * FW_FACTS_WIDTH + 1) * sizeof *bytes);
    if (!bytes) return fw_fail_nomem(err);
    const fw_code code = fw_row_shelf_read(facts, from, rows, bytes, err);
    if (code == FW_OK) memcpy(out, bytes, rows * sizeof *out);
    free(bytes);
    return code;
}

static size_t rows_from(const fw_row_shelf *shelf, uint64_t from) {
    const uint64_t left = fw_row_shelf_used(shelf) - from;
    return left < ROWS ? (size_t)left : ROWS;
}

fw_code fw_facts_count(fw_row_shelf *facts, uint64_t *rated, fw_error *err) {
    fw_row_facts_kept some[ROWS];
    fw_code code = FW_OK;
    *rated = 0;
    for (uint64_t from = 0; from < fw_row_shelf_used(facts) && code == FW_OK; from += ROWS) {
        const size_t rows = rows_from(facts, from);
        code = read_facts(facts, from, rows, some, err);
        for (size_t i = 0; i < rows && code == FW_OK; i++) *rated += isfinite(some[i].rating) ? 1 : 0;
    }
    return code;
}

/* ---- the loop: one thread reads, one adds, all help ---- */

typedef struct {
    float *x;
    double rating[ROWS];
    uint64_t cluster[ROWS];
    size_t rows;
} slot;

typedef struct {
    const fw_sum_job *job;
    fw_fit *fit;
    slot *slots;
    uint64_t next;
} loop;

static fw_code read_slot(void *context, size_t index, bool *more, fw_error *err) {
    loop *l = context;
    slot *s = &l->slots[index];
    fw_row_facts_kept facts[ROWS];
    s->rows = rows_from(l->job->rows, l->next);
    *more = s->rows > 0;
    if (!*more) return FW_OK;
    fw_code code = fw_row_shelf_read(l->job->rows, l->next, s->rows, s->x, err);
    if (code == FW_OK) code = read_facts(l->job->facts, l->next, s->rows, facts, err);
    for (size_t i = 0; i < s->rows && code == FW_OK; i++) {
        s->rating[i] = facts[i].rating;
        s->cluster[i] = facts[i].cluster;
    }
    l->next += s->rows;
    return code;
}

static bool help(void *context) { return fw_fit_help(((loop *)context)->fit); }

static fw_code work(void *context, size_t index, size_t worker, fw_error *err) {
    (void)index;
    (void)worker;
    (void)err;
    while (help(context)) continue;
    return FW_OK;
}

static fw_code add_slot(void *context, size_t index, fw_error *err) {
    loop *l = context;
    const slot *s = &l->slots[index];
    const volatile int *stop = l->job->options->progress.stop;
    const fw_fit_rows rows = {.rows = s->rows, .x = s->x, .rating = s->rating, .cluster = s->cluster};
    if (stop && *stop) return fw_fail(err, FW_INTERRUPTED, "interrupted");
    return fw_fit_add(l->fit, &rows, err);
}

static fw_code run_loop(loop *l, fw_error *err) {
    const size_t threads = l->job->options->threads ? l->job->options->threads : 1, slots = threads + 1;
    l->slots = calloc(slots, sizeof *l->slots);
    fw_code code = l->slots ? FW_OK : fw_fail_nomem(err);
    for (size_t i = 0; i < slots && code == FW_OK; i++) {
        l->slots[i].x = malloc(ROWS * l->job->rows->width * sizeof(float));
        if (!l->slots[i].x) code = fw_fail_nomem(err);
    }
    const fw_ordered ordered = {.context = l,
                                .source = read_slot,
                                .work = work,
                                .sinks = {add_slot},
                                .help = help,
                                .slots = slots,
                                .threads = threads};
    if (code == FW_OK) code = fw_ordered_run(&ordered, err);
    for (size_t i = 0; i < slots && l->slots; i++) free(l->slots[i].x);
    free(l->slots);
    return code;
}

/* ---- beginning and end ---- */

static fw_code put(void *context, const char *bytes, size_t len, fw_error *err) {
    return fw_block_shelf_put(context, bytes, len, err);
}

static fw_code begin(const fw_sum_job *job, const fw_fit_sink *to, fw_fit *fit, fw_error *err) {
    const size_t count = job->shift->len / sizeof(double);
    fw_code code = FW_OK;
    if (count) {
        double *shift = malloc(count * sizeof *shift);
        if (!shift) return fw_fail_nomem(err);
        memcpy(shift, job->shift->data, count * sizeof *shift);
        code = fw_fit_start_from(fit, shift, count, err);
        free(shift);
    }
    return code == FW_OK ? fw_fit_begin_part(fit, job->first, to, err) : code;
}

fw_code fw_sum_rows(const fw_sum_job *job, fw_error *err) {
    const fw_fit_sink to = {job->out, put};
    fw_model *rubric = NULL;
    loop l = {.job = job};
    fw_code code = fw_open_model(job->options, &rubric, err);
    if (code == FW_OK)
        code = fw_open_fit(job->options, rubric, fw_catalogue_vars(), fw_feature_count(), &l.fit, err);
    if (code == FW_OK) code = begin(job, &to, l.fit, err);
    if (code == FW_OK) code = run_loop(&l, err);
    if (code == FW_OK) code = fw_fit_end_part(l.fit, err);
    if (code == FW_OK) {
        size_t count;
        const double *shift = fw_fit_shift(l.fit, &count);
        fw_buffer_clear(job->shift);
        fw_buffer_append(job->shift, shift, count * sizeof *shift);
        if (job->shift->failed) code = fw_fail_nomem(err);
    }
    fw_fit_free(l.fit);
    fw_model_free(rubric);
    return code;
}
