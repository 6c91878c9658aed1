/* score.c: rows read back from the shelves and made into pieces of the second pass, by all threads. */
#include "mpi/score.h"

#include "base/ordered.h"
#include "run/open.h"
#include "run/piece.h"

#include <failwise/features.h>

#include <stdlib.h>

/* ---- keeping ---- */

fw_code fw_kept_columns_open(fw_kept_columns *kept, const fw_reader *reader, const fw_run_options *options,
                             bool rated, fw_error *err) {
    fw_code code = fw_row_plan_from_reader(&kept->plan, reader, options->rating_columns,
                                           options->rating_column_count, false, err);
    if (code == FW_OK) code = fw_row_plan_add_derived(&kept->plan, rated, err);
    if (code == FW_OK) code = fw_column_shelf_open(&kept->shelf, NULL, 0, err);
    if (code != FW_OK) return code;
    kept->rows = fw_frame_new(kept->plan.columns, kept->plan.count, 0, FW_CHUNK_ROWS);
    return kept->rows ? FW_OK : fw_fail_nomem(err);
}

void fw_kept_columns_close(fw_kept_columns *kept) {
    fw_frame_free(kept->rows); /* it has the plan's columns */
    fw_row_plan_free(&kept->plan);
    fw_column_shelf_close(&kept->shelf);
    *kept = (fw_kept_columns){.shelf.blocks.file = -1};
}

static fw_code put_away(fw_kept_columns *kept, fw_error *err) {
    const fw_code code = kept->rows->rows ? fw_column_shelf_put(&kept->shelf, kept->rows, err) : FW_OK;
    fw_frame_clear(kept->rows);
    return code;
}

fw_code fw_kept_columns_put(fw_kept_columns *kept, const fw_answer *answer, const fw_row_facts *facts,
                            fw_error *err) {
    fw_frame *rows = kept->rows;
    if (!fw_row_fill(&kept->plan, rows, rows->rows, answer, facts)) return fw_fail_nomem(err);
    return ++rows->rows == rows->capacity ? put_away(kept, err) : FW_OK;
}

/* ---- the loop ---- */

typedef struct {
    fw_piece piece;
    fw_buffer made;
} slot;

typedef struct {
    const fw_score_rows_job *job;
    fw_piece_maker maker;
    fw_layout layout;
    slot *slots;
    size_t slot_count, threads;
    uint64_t next, end; /* rows, counted over all: of the pieces that are to be made */
    /* Reading columns: rows put, dropped ones passed, used ones passed. */
    uint64_t put, used;
    size_t dropped;
    size_t taken;    /* of the rows taken from the shelf last */
    fw_buffer texts; /* theirs */
    fw_piece_choice *choice;
    fw_costs *costs;
} loop;

/* The next row that is used into row `to` of the frame. */
static fw_code next_row(loop *l, fw_frame *frame, size_t to, fw_error *err) {
    const fw_row_shelf *rows = l->job->rows;
    fw_kept_columns *kept = l->job->columns;
    for (bool found = false; !found;) {
        if (l->taken == kept->rows->rows) {
            const fw_code code = fw_column_shelf_next(&kept->shelf, kept->rows, &l->texts, err);
            if (code != FW_OK) return code;
            l->taken = 0;
        }
        found = l->dropped == rows->dropped_count || rows->dropped[l->dropped] != l->put;
        l->dropped += !found;
        l->put++;
        for (size_t c = 0; c < kept->plan.count && found; c++)
            if (!fw_frame_copy_cell(kept->rows, c, l->taken, frame, c, to)) return fw_fail_nomem(err);
        l->taken++;
    }
    l->used++;
    return FW_OK;
}

static fw_code read_slot(void *context, size_t index, bool *more, fw_error *err) {
    loop *l = context;
    fw_frame *frame = l->slots[index].piece.frame;
    const volatile int *stop = l->job->options->progress.stop;
    *more = l->next < l->end;
    if (!*more) return FW_OK;
    if (stop && *stop) return fw_fail(err, FW_INTERRUPTED, "interrupted");
    const uint64_t from = l->next - l->job->first;
    const size_t count = fw_chunk_rows(l->next, l->end);
    fw_frame_clear(frame);
    fw_code code = fw_row_shelf_read(l->job->rows, from, count, frame->x, err);
    while (code == FW_OK && l->used < from) code = next_row(l, frame, 0, err); /* of another's piece */
    for (size_t i = 0; i < count && code == FW_OK; i++) code = next_row(l, frame, i, err);
    frame->rows = count;
    l->next += count;
    return code;
}

static fw_code work(void *context, size_t index, size_t worker, fw_error *err) {
    loop *l = context;
    slot *s = &l->slots[index];
    const fw_code code = fw_piece_make(&l->maker, &s->piece, &l->costs[worker], err);
    fw_buffer_clear(&s->made);
    return code == FW_OK ? fw_piece_pack(&l->maker, &s->piece, &s->made, err) : code;
}

static fw_code put_slot(void *context, size_t index, fw_error *err) {
    loop *l = context;
    slot *s = &l->slots[index];
    const fw_code code = fw_piece_pack_features(&l->maker, &s->piece, l->choice, &s->made, err);
    if (code != FW_OK) return code;
    return fw_block_shelf_put(l->job->out, s->made.data, s->made.len, err);
}

static fw_code run_loop(loop *l, fw_error *err) {
    l->threads = l->job->options->threads ? l->job->options->threads : 1;
    l->slot_count = l->threads + 1;
    l->slots = calloc(l->slot_count, sizeof *l->slots);
    l->costs = calloc(l->threads, sizeof *l->costs);
    l->choice = fw_piece_choice_new();
    fw_code code = l->slots && l->costs && l->choice ? FW_OK : fw_fail_nomem(err);
    for (size_t i = 0; i < l->slot_count && code == FW_OK; i++)
        code = fw_piece_open(&l->maker, &l->slots[i].piece, err);
    const fw_ordered ordered = {.context = l,
                                .source = read_slot,
                                .work = work,
                                .sinks = {put_slot},
                                .slots = l->slot_count,
                                .threads = l->threads};
    if (code == FW_OK) code = fw_ordered_run(&ordered, err);
    for (size_t i = 0; i < l->slot_count && l->slots; i++) {
        fw_piece_free(&l->slots[i].piece);
        fw_buffer_free(&l->slots[i].made);
    }
    free(l->slots);
    free(l->costs);
    fw_buffer_free(&l->texts);
    fw_piece_choice_free(l->choice);
    return code;
}

/* ---- beginning and end ---- */

void fw_own_pieces(uint64_t first, uint64_t used, uint64_t total, uint64_t *from, uint64_t *to) {
    const uint64_t end = first + used;
    *from = (first + FW_CHUNK_ROWS - 1) / FW_CHUNK_ROWS * FW_CHUNK_ROWS;
    *to = end == total ? end : end / FW_CHUNK_ROWS * FW_CHUNK_ROWS;
    if (*to < *from) *to = *from;
}

static fw_code open_model(fw_str text, fw_model **out, fw_error *err) {
    json_t *json = json_loadb(text.ptr, text.len, 0, NULL);
    const fw_code code = json ? fw_model_from_json(json, "the model", out, err)
                              : fw_fail(err, FW_BUG, "a model cannot be read");
    json_decref(json);
    return code;
}

static fw_code open_fit(const fw_score_rows_job *job, fw_model **rubric, fw_fit **out, fw_error *err) {
    if (job->fit.len == 0) return FW_OK;
    fw_code code = fw_open_model(job->options, rubric, err);
    if (code == FW_OK)
        code = fw_open_fit(job->options, *rubric, fw_catalogue_vars(), fw_feature_count(), out, err);
    return code == FW_OK ? fw_fit_adopt(*out, job->fit.ptr, job->fit.len, err) : code;
}

fw_code fw_score_own_rows(const fw_score_rows_job *job, fw_error *err) {
    fw_model *model = NULL, *rubric = NULL;
    fw_fit *fit = NULL;
    const fw_row_plan *plan = &job->columns->plan;
    loop l = {.job = job,
              .layout = {.columns = plan->columns,
                         .column_count = plan->count,
                         .vars = fw_catalogue_vars(),
                         .var_count = fw_feature_count()}};
    fw_own_pieces(job->first, fw_row_shelf_used(job->rows), job->total, &l.next, &l.end);
    fw_code code = put_away(job->columns, err);
    if (code == FW_OK) code = open_model(job->model, &model, err);
    if (code == FW_OK) code = open_fit(job, &rubric, &fit, err);
    if (code == FW_OK) code = fw_piece_maker_open(&l.maker, &l.layout, model, fit, true, err);
    if (code == FW_OK) code = run_loop(&l, err);
    fw_piece_maker_close(&l.maker);
    fw_fit_free(fit);
    fw_model_free(rubric);
    fw_model_free(model);
    return code;
}
