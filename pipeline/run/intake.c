/* intake.c: the pass over the text, in parallel batches consumed in order. */
#include "run/intake.h"

#include "run/column_shelf.h"
#include "run/cost.h"
#include "run/intake_ratings.h"
#include "run/privacy.h"

#include "base/fetch.h"
#include "base/ordered.h"

#include <failwise/features.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SLOTS_PER_THREAD = 2, CELL_BYTES = 128, AHEAD = 4 };

typedef struct {
    const fw_intake_job *job;
    fw_intake *intake;
    fw_reader *text; /* what is read and analysed; NULL: blocks only */
    bool text_ended;
    size_t features; /* 0: nothing is analysed */
    size_t words;    /* column of the feature `words` */
    size_t threads;
    fw_slot *slots;
    size_t slot_count;
    fw_analyzer **analyzers; /* one a thread */
    fw_privacy *privacy;     /* one a thread */
    fw_pii_policy policy;
    fw_frame *frame;
    fw_frame *text_frame;
    double *rating;    /* by frame row */
    uint64_t *cluster; /* by frame row */
    bool elsewhere;    /* the features of the slot taken in are with whoever sent it */
    fw_costs *costs;   /* one a thread, one for filling, one for consuming */
    uint8_t *rated;    /* a bit by answer index of the ratings: an answer with that id was read */
} pass;

/* ---- the three steps of the loop ---- */

static fw_code fill_slot(void *context, size_t index, bool *more, fw_error *err) {
    pass *p = context;
    fw_slot *s = &p->slots[index];
    const fw_block_source *from = p->job->from;
    double mark = fw_cpu_thread();
    fw_code code = FW_OK;
    *more = false;
    s->unpacked = p->text_ended;
    if (!s->unpacked) code = fw_reader_fill(p->text, s->batch, more, err);
    if (code == FW_OK && !*more && from) {
        s->unpacked = p->text_ended = true;
        code = from->next(from->context, &s->block, more, err);
    }
    fw_cost_lap(&p->costs[p->threads], FW_COST_LOAD, &mark);
    return code;
}

/* Answers are fetched before they are asked for: nobody has seen them since the batch was parsed. */
FW_INLINED void expect_answer(const fw_slot *s, size_t i) {
    if (i >= s->batch->count) return;
    fw_fetch(&s->batch->answers[i], sizeof s->batch->answers[i]);
}

static fw_code analyse_answer(const pass *p, fw_slot *s, size_t i, fw_analyzer *analyzer, fw_error *err) {
    const fw_answer *answer = &s->batch->answers[i];
    const fw_answer_facts facts = {
        .duration_s = answer->duration_s, .level = answer->field[FW_LEVEL], .pii_hits = s->pii[i].left};
    const fw_analysis *analysis;
    const fw_code code = fw_analyze(analyzer, answer->field[FW_TEXT], &facts, &analysis, err);
    if (code == FW_OK) {
        fw_features_compute(analysis, s->x + i * p->features);
        s->story[i] = (uint8_t)fw_story_of(analysis, NULL);
        s->pii[i].unread = fw_unread_kinds(analysis->unread, analysis->unread_count);
    } else {
        fw_error_at(err, fw_reader_name(p->job->reader), answer->line, 0);
    }
    return code;
}

/* The tripwire comes first: what follows sees masked text. */
static fw_code extract_slot(pass *p, fw_slot *s, size_t worker, fw_error *err) {
    fw_code code = fw_slot_reserve(s, p->features, err);
    for (size_t i = 0; i < s->batch->count && code == FW_OK; i++) {
        expect_answer(s, i + 1);
        code = fw_privacy_look(&p->privacy[worker], p->policy, &s->batch->answers[i], &s->pii[i], err);
        if (code == FW_OK && p->features) code = analyse_answer(p, s, i, p->analyzers[worker], err);
    }
    return code;
}

static fw_code analyse_slot(void *context, size_t index, size_t worker, fw_error *err) {
    pass *p = context;
    fw_slot *s = &p->slots[index];
    const fw_intake_job *job = p->job;
    double mark = fw_cpu_thread();
    while (job->fit && fw_fit_help(job->fit)) continue;
    fw_cost_lap(&p->costs[worker], FW_COST_FIT, &mark);
    fw_code code = s->unpacked ? fw_slot_unpack(s, job->reader, p->features, err)
                               : fw_reader_parse(p->text, s->batch, err);
    fw_cost_lap(&p->costs[worker], FW_COST_LOAD, &mark);
    if (code == FW_OK && !s->unpacked) code = extract_slot(p, s, worker, err);
    if (code == FW_OK && job->to)
        code = fw_slot_pack(s, job->reader, p->features, job->options->keep_text, job->watch != NULL, err);
    fw_cost_lap(&p->costs[worker], FW_COST_EXTRACT, &mark);
    return code;
}

/* Compresses what the datasets have taken. */
static bool help_datasets(void *context) {
    const fw_intake_job *job = ((pass *)context)->job;
    return (job->dataset && fw_dataset_help(job->dataset)) ||
           (job->text_dataset && fw_dataset_help(job->text_dataset));
}

/* Hands a full frame to the dataset and to the fit. */
static fw_code flush_frame(pass *p, fw_error *err) {
    const fw_intake_job *job = p->job;
    fw_code code = FW_OK;
    if (!p->frame || p->frame->rows == 0) return FW_OK;
    if (job->dataset) code = fw_dataset_append(job->dataset, p->frame, err);
    if (code == FW_OK && job->columns) code = fw_column_shelf_put(job->columns, p->frame, err);
    if (code == FW_OK && job->fit) {
        const fw_fit_rows rows = {
            .rows = p->frame->rows, .x = p->frame->x, .rating = p->rating, .cluster = p->cluster};
        double mark = fw_cpu_thread();
        code = fw_fit_add(job->fit, &rows, err);
        fw_cost_lap(&p->costs[p->threads + 1], FW_COST_FIT, &mark);
    }
    if (code == FW_OK && p->text_frame) code = fw_dataset_append(job->text_dataset, p->text_frame, err);
    fw_frame_clear(p->frame);
    if (p->text_frame) fw_frame_clear(p->text_frame);
    return code;
}

static fw_code take_row(pass *p, const fw_answer *answer, const float *x, fw_story story, fw_error *err) {
    const size_t row = p->frame->rows;
    fw_row_facts facts = {.words = (double)NAN, .story = story, .rating = (double)NAN};
    if (x) facts.words = (double)x[p->words];
    fw_code code = fw_rate_answer(p->job, p->intake, p->rated, answer, &facts, err);
    if (code != FW_OK) return code;
    if (!fw_row_fill(p->job->plan, p->frame, row, answer, &facts)) return fw_fail_nomem(err);
    if (x) memcpy(p->frame->x + row * p->features, x, p->features * sizeof *x);
    p->rating[row] = facts.rating;
    p->cluster[row] = fw_cluster_of(answer->field[FW_PARTICIPANT_ID], answer->field[FW_ANSWER_ID]);
    p->frame->rows++;
    if (p->elsewhere && p->job->fit) {
        p->rating[row] = (double)NAN; /* for the fit, which has no features here */
        code = fw_fit_meet(p->job->fit, facts.rating, p->cluster[row], err);
        if (code != FW_OK) return code;
    }
    if (p->text_frame) {
        if (!fw_row_fill(p->job->text_plan, p->text_frame, row, answer, &facts)) return fw_fail_nomem(err);
        p->text_frame->rows++;
    }
    return p->frame->rows == p->frame->capacity ? flush_frame(p, err) : FW_OK;
}

static void reject_row(pass *p, const fw_reject *reject) {
    p->intake->rows_rejected++;
    p->intake->reject_counts[reject->code]++;
    if (p->job->rejects) fw_rejects_add_answer(p->job->rejects, fw_reader_name(p->job->reader), reject);
}

static bool unwanted(const pass *p, const fw_slot *s, size_t i) { return fw_slot_unwanted(s, p->policy, i); }

/* Rejects of the reader and of the tripwire, in input order. */
static void count_batch(pass *p, const fw_slot *s) {
    const fw_batch *batch = s->batch;
    p->intake->rows_read += batch->rows_read;
    p->intake->bytes += batch->bytes;
    size_t r = 0;
    for (size_t i = 0; i < batch->count; i++) {
        const fw_answer *answer = &batch->answers[i];
        if (answer->used) fw_privacy_count(p->intake, &s->pii[i]);
        while (r < batch->reject_count && batch->rejects[r].offset < answer->offset)
            reject_row(p, &batch->rejects[r++]);
        if (!unwanted(p, s, i)) {
            if (answer->used) fw_rate_rejects(p->job, p->intake, answer);
            continue;
        }
        const fw_reject reject = fw_privacy_reject(answer, &s->pii[i]);
        reject_row(p, &reject);
    }
    while (r < batch->reject_count) reject_row(p, &batch->rejects[r++]);
}

/* The cells that stand before a text, which another thread has read, or this one long ago. */
FW_INLINED void expect_cells(const fw_slot *s, size_t i) {
    if (i >= s->batch->count) return;
    fw_fetch(s->batch->answers[i].field[FW_ANSWER_ID].ptr, CELL_BYTES);
}

/* Takes the rows in. */
static fw_code take_slot(pass *p, const fw_slot *s, fw_error *err) {
    double mark = fw_cpu_thread();
    p->elsewhere = p->job->watch && s->unpacked;
    fw_code code = fw_reader_accept(p->job->reader, s->batch, err);
    fw_cost_lap(&p->costs[p->threads + 1], FW_COST_LOAD, &mark);
    for (size_t i = 0; i < s->batch->count && code == FW_OK; i++) {
        expect_answer(s, i + 2 * AHEAD);
        expect_cells(s, i + AHEAD);
        if (!s->batch->answers[i].used || unwanted(p, s, i)) continue;
        p->intake->rows_used++;
        code = take_row(p, &s->batch->answers[i], p->features ? s->x + i * p->features : NULL,
                        p->features ? (fw_story)s->story[i] : FW_STORY_NONE, err);
    }
    return code;
}

/* Hands the rows on as a block. */
static fw_code pass_slot_on(pass *p, const fw_slot *s, fw_error *err) {
    const fw_block_sink *to = p->job->to;
    for (size_t i = 0; i < s->batch->count; i++) p->intake->rows_used += !unwanted(p, s, i);
    return to->put(to->context, s->block.data, s->block.len, err);
}

static fw_code consume_slot(void *context, size_t index, fw_error *err) {
    pass *p = context;
    const fw_slot *s = &p->slots[index];
    const fw_progress *progress = &p->job->options->progress;
    const fw_slot_watch *watch = p->job->watch;
    fw_code code = p->job->to ? pass_slot_on(p, s, err) : take_slot(p, s, err);
    if (code == FW_OK && watch) code = watch->see(watch->context, s, p->policy, err);
    if (code != FW_OK) return code;
    count_batch(p, s);
    if (progress->stop && *progress->stop) return fw_fail(err, FW_INTERRUPTED, "interrupted");
    if (progress->tick) {
        progress->tick(progress->context, "answers", p->intake->rows_read, fw_reader_position(p->job->reader),
                       fw_reader_size(p->job->reader));
    }
    return FW_OK;
}

/* ---- setting up and tearing down ---- */

static fw_code make_slots(pass *p, fw_error *err) {
    p->slots = calloc(p->slot_count, sizeof *p->slots);
    p->analyzers = calloc(p->threads, sizeof(fw_analyzer *));
    p->privacy = calloc(p->threads, sizeof *p->privacy);
    p->costs = calloc(p->threads + 2, sizeof *p->costs);
    if (!p->slots || !p->analyzers || !p->privacy || !p->costs) return fw_fail_nomem(err);
    for (size_t i = 0; i < p->slot_count; i++) {
        p->slots[i].batch = fw_batch_new();
        if (!p->slots[i].batch) return fw_fail_nomem(err);
    }
    const fw_analyzer_options options = {.words_per_minute = p->job->options->words_per_minute,
                                         .without_cues = true,
                                         .without_findings = true};
    for (size_t i = 0; i < p->threads && p->features && p->text; i++) {
        const fw_code code = fw_analyzer_new(p->job->lexicon, &options, &p->analyzers[i], err);
        if (code != FW_OK) return code;
    }
    return FW_OK;
}

static fw_code make_frames(pass *p, fw_error *err) {
    const fw_intake_job *job = p->job;
    if (job->to) return FW_OK;
    p->frame = fw_frame_new(job->plan->columns, job->plan->count, p->features, FW_CHUNK_ROWS);
    p->rating = malloc(FW_CHUNK_ROWS * sizeof *p->rating);
    p->cluster = malloc(FW_CHUNK_ROWS * sizeof *p->cluster);
    if (!p->frame || !p->rating || !p->cluster) return fw_fail_nomem(err);
    if (job->text_dataset) {
        p->text_frame = fw_frame_new(job->text_plan->columns, job->text_plan->count, 0, FW_CHUNK_ROWS);
        if (!p->text_frame) return fw_fail_nomem(err);
    }
    if (job->ratings) {
        p->rated = calloc(fw_ratings_answer_count(job->ratings) / 8 + 1, 1);
        if (!p->rated) return fw_fail_nomem(err);
    }
    return FW_OK;
}

static void tear_down(pass *p) {
    for (size_t i = 0; i < p->slot_count && p->slots; i++) fw_slot_free(&p->slots[i]);
    for (size_t i = 0; i < p->threads && p->analyzers; i++) fw_analyzer_free(p->analyzers[i]);
    for (size_t i = 0; i < p->threads && p->privacy; i++) fw_privacy_free(&p->privacy[i]);
    free(p->slots);
    free(p->analyzers);
    free(p->privacy);
    free(p->costs);
    fw_frame_free(p->frame);
    fw_frame_free(p->text_frame);
    free(p->rating);
    free(p->cluster);
    free(p->rated);
}

static fw_code finish(pass *p, fw_error *err) {
    fw_code code = flush_frame(p, err);
    fw_intake *in = p->intake;
    if (code == FW_OK && in->rows_read != in->rows_used + in->rows_rejected) {
        return fw_fail(err, FW_BUG, "%llu rows read, but %llu used and %llu rejected",
                       (unsigned long long)in->rows_read, (unsigned long long)in->rows_used,
                       (unsigned long long)in->rows_rejected);
    }
    fw_rate_unmatched(p->job, p->intake, p->rated);
    return code;
}

fw_code fw_take_in(const fw_intake_job *job, fw_intake *intake, fw_error *err) {
    pass p = {.job = job, .intake = intake, .features = job->lexicon ? fw_feature_count() : 0};
    p.text = job->from ? job->own : job->reader;
    p.text_ended = !p.text;
    p.policy = fw_pii_policy_of(job->options->pii);
    p.threads = job->options->threads ? job->options->threads : fw_ordered_processors();
    p.slot_count = p.threads * SLOTS_PER_THREAD + 1;
    p.words = (size_t)fw_feature_find("words"); /* in the catalogue: a test of the schema holds it there */
    fw_rate_file(job, intake);
    fw_code code = make_slots(&p, err);
    if (code == FW_OK) code = make_frames(&p, err);
    if (code == FW_OK) {
        const fw_ordered loop = {.context = &p,
                                 .source = fill_slot,
                                 .work = analyse_slot,
                                 .sinks = {consume_slot},
                                 .help = help_datasets,
                                 .slots = p.slot_count,
                                 .threads = p.threads};
        code = fw_ordered_run(&loop, err);
    }
    if (code == FW_OK) code = finish(&p, err);
    fw_reader_finish(job->reader);
    if (code == FW_OK && job->rating_columns) {
        code = fw_ratings_seal(job->ratings, err);
        intake->raters = fw_ratings_rater_count(job->ratings);
    }
    if (job->costs && p.costs) fw_costs_add(job->costs, p.costs, p.threads + 2);
    tear_down(&p);
    return code;
}
