/* follow.c: reads and analyses a part, sends its rows when asked, writes its features with the others, and
 * sums up and scores its rows. */
#include "mpi/follow.h"

#include "base/json.h"
#include "base/shelf.h"
#include "load/relay.h"
#include "mpi/message.h"
#include "mpi/score.h"
#include "mpi/sum.h"
#include "run/intake.h"
#include "run/open.h"
#include "run/part/options.h"
#include "run/rows.h"
#include "store/mpi/together.h"

#include <failwise/features.h>

#include <string.h>

typedef struct {
    fw_crew crew;
    fw_arena arena;
    json_t *job; /* what the start said; the options point into it */
    fw_run_options options;
    fw_reader *reader;
    fw_lexicon *lexicon;
    fw_ratings *ratings;
    int trait;
    size_t words; /* number of that feature */
    fw_block_shelf blocks;
    fw_row_shelf rows, facts;
    fw_kept_columns columns;
    fw_buffer order, reply, shift;
    bool asked;    /* a block is waited for */
    bool complete; /* all blocks are on the shelf */
    bool ended;
    int status; /* of the run, once it has ended */
    fw_error failed;
} follower;

static fw_code answer(follower *f, fw_error *err) {
    return fw_crew_send(&f->crew, 0, FW_MAIL_REPLY, &f->reply, err);
}

/* ---- replies ---- */

static fw_code reply_end(follower *f, fw_error *err) {
    const uint64_t *hashes;
    size_t count;
    const fw_code code = fw_reader_end_part(f->reader, &hashes, &count, err);
    if (code != FW_OK) return code;
    fw_pack_number(&f->reply, 0);
    fw_pack_number(&f->reply, f->rows.rows);
    fw_pack_number(&f->reply, count);
    fw_pack_bytes(&f->reply, hashes, count * sizeof *hashes);
    return FW_OK;
}

/* A block, or the end of the part, to who has asked. False: there is neither yet. */
static bool reply_next(follower *f, fw_error *err) {
    if (f->failed.code == FW_OK && f->blocks.left == 0 && !f->complete) return false;
    fw_code code = f->failed.code;
    fw_reply_begin(&f->reply);
    if (code == FW_OK && f->blocks.left) {
        fw_pack_number(&f->reply, 1);
        code = fw_block_shelf_take(&f->blocks, &f->reply, &f->failed);
    } else if (code == FW_OK) {
        code = reply_end(f, &f->failed);
    }
    if (code != FW_OK) fw_reply_failure(&f->reply, &f->failed);
    f->asked = false;
    (void)answer(f, err);
    return true;
}

/* ---- writing together ---- */

static fw_code fill(follower *f, fw_unpack *in, fw_error *err) {
    const fw_layout layout = {.vars = fw_catalogue_vars(),
                              .var_count = fw_feature_count(),
                              .obsm = fw_catalogue_obsm,
                              .obsm_count = FW_CATALOGUE_OBSM};
    const fw_str name = fw_unpack_text(in);
    char *path = fw_arena_copy(&f->arena, name);
    fw_together job = {.comm = f->crew.comm,
                       .path = path ? path : "",
                       .layout = &layout,
                       .band_rows = (size_t)fw_unpack_number(in),
                       .read = fw_row_shelf_read,
                       .context = &f->rows};
    job.rows = fw_unpack_number(in);
    job.first = fw_unpack_number(in);
    const size_t dropped = fw_unpack_count(in, 1);
    fw_code code = path ? FW_OK : fw_fail_nomem(err);
    for (size_t i = 0; i < dropped && code == FW_OK; i++) {
        const uint64_t row = fw_unpack_number(in);
        code = fw_row_shelf_drop(&f->rows, row, err);
        if (code == FW_OK) code = fw_row_shelf_drop(&f->facts, row, err);
    }
    job.count = fw_row_shelf_used(&f->rows);
    /* Also after a failure: the others wait in there, and learn of it. */
    if (code != FW_OK) job.path = "";
    const fw_code written = fw_write_together(&job, code == FW_OK ? err : NULL);
    return code == FW_OK ? written : code;
}

static void reply_fill(follower *f, fw_unpack *in, fw_error *err) {
    fw_error own = {0};
    uint64_t rated = 0;
    fw_code code = fill(f, in, &own);
    if (code == FW_OK) code = fw_facts_count(&f->facts, &rated, &own);
    fw_reply_begin(&f->reply);
    fw_pack_number(&f->reply, rated);
    if (code != FW_OK && own.message[0]) fw_reply_failure(&f->reply, &own);
    (void)answer(f, err);
}

/* ---- summing ---- */

static void reply_sum(follower *f, fw_unpack *in, fw_error *err) {
    const fw_sum_job job = {.options = &f->options,
                            .rows = &f->rows,
                            .facts = &f->facts,
                            .first = fw_unpack_number(in),
                            .out = &f->blocks,
                            .shift = &f->shift};
    const fw_str shift = fw_unpack_text(in);
    fw_error own = {0};
    fw_buffer_clear(&f->shift);
    fw_buffer_append(&f->shift, shift.ptr, shift.len);
    const fw_code code = fw_sum_rows(&job, &own);
    fw_reply_begin(&f->reply);
    fw_pack_number(&f->reply, f->blocks.left);
    fw_pack_text(&f->reply, (fw_str){f->shift.data, f->shift.len});
    if (code != FW_OK) fw_reply_failure(&f->reply, &own);
    (void)answer(f, err);
}

/* ---- scoring ---- */

static void reply_score(follower *f, fw_unpack *in, fw_error *err) {
    fw_score_rows_job job = {
        .options = &f->options, .rows = &f->rows, .columns = &f->columns, .out = &f->blocks};
    fw_error own = {0};
    job.first = fw_unpack_number(in);
    job.total = fw_unpack_number(in);
    job.model = fw_unpack_text(in);
    job.fit = fw_unpack_text(in);
    const fw_code code = fw_score_own_rows(&job, &own);
    fw_reply_begin(&f->reply);
    fw_pack_number(&f->reply, f->blocks.left);
    if (code != FW_OK) fw_reply_failure(&f->reply, &own);
    (void)answer(f, err);
}

/* ---- orders ---- */

static void begin(follower *f, fw_unpack *in);

/* Waits for an order and follows it; what is asked for may have to wait. FW_INTERRUPTED: a signal came. */
static fw_code follow_one(follower *f, fw_error *err) {
    fw_code code = fw_crew_receive(&f->crew, 0, FW_MAIL_ORDER, &f->order, err);
    if (code != FW_OK) return code;
    fw_unpack in = {.at = f->order.data, .end = f->order.data + f->order.len};
    switch ((fw_order)fw_unpack_number(&in)) {
    case FW_ORDER_START:
        begin(f, &in);
        break;
    case FW_ORDER_NEXT:
        f->asked = true;
        break;
    case FW_ORDER_FILL:
        reply_fill(f, &in, err);
        break;
    case FW_ORDER_SUM:
        reply_sum(f, &in, err);
        break;
    case FW_ORDER_SCORE:
        reply_score(f, &in, err);
        break;
    case FW_ORDER_END:
        f->status = (int)fw_unpack_number(&in);
        f->ended = true;
        fw_buffer_clear(&f->reply); /* an empty reply: heard */
        code = answer(f, err);
        break;
    }
    if (f->asked) (void)reply_next(f, err);
    return code;
}

/* ---- the part ---- */

static fw_code put_block(void *context, const char *bytes, size_t len, fw_error *err) {
    follower *f = context;
    return fw_block_shelf_put(&f->blocks, bytes, len, err);
}

/* What is kept of a row: features, what the fit wants to know, and the columns. */
static fw_code keep_row(follower *f, const fw_slot *slot, size_t i, fw_error *err) {
    const fw_answer *answer = &slot->batch->answers[i];
    const float *x = slot->x + i * fw_feature_count();
    fw_row_facts facts = {.words = (double)x[f->words], .story = (fw_story)slot->story[i]};
    facts.rating = fw_answer_rating(answer, f->ratings, f->trait, &f->options, &facts.rating_count);
    fw_code code = fw_row_shelf_put(&f->rows, x, err);
    if (code == FW_OK)
        code =
            fw_facts_put(&f->facts, facts.rating,
                         fw_cluster_of(answer->field[FW_PARTICIPANT_ID], answer->field[FW_ANSWER_ID]), err);
    return code == FW_OK ? fw_kept_columns_put(&f->columns, answer, &facts, err) : code;
}

/* Puts what is kept aside, and looks for orders meanwhile. */
static fw_code see(void *context, const fw_slot *slot, fw_pii_policy policy, fw_error *err) {
    follower *f = context;
    fw_code code = FW_OK;
    for (size_t i = 0; i < slot->batch->count && code == FW_OK; i++)
        if (!fw_slot_unwanted(slot, policy, i)) code = keep_row(f, slot, i, err);
    while (code == FW_OK && !f->ended && fw_crew_has_mail(&f->crew, 0, FW_MAIL_ORDER))
        code = follow_one(f, err);
    if (code == FW_OK && f->asked) (void)reply_next(f, err);
    return code == FW_OK && f->ended ? fw_fail(err, FW_INTERRUPTED, "the run has ended") : code;
}

static bool same_hash(const json_t *job, const char *key, uint64_t hash) {
    json_t *here = fw_json_hash(hash);
    const bool same = here && json_equal(here, json_object_get(job, key));
    json_decref(here);
    return same;
}

/* All must see the same: a file system that is not shared may hold an older copy. */
static fw_code check_same(const follower *f, fw_error *err) {
    json_t *file = NULL;
    fw_code code = fw_reader_describe(f->reader, &file, err);
    if (code != FW_OK) return code;
    if (!json_equal(file, json_object_get(f->job, "file"))) {
        code = fw_fail_in(err, FW_DATA, f->options.answers,
                          "the answers here are not those that the leading process reads");
    }
    json_decref(file);
    if (code == FW_OK && !same_hash(f->job, "lexicon_xxh3", fw_lexicon_hash(f->lexicon)))
        code = fw_fail(err, FW_DATA, "the dictionaries here are not those that the leading process uses");
    if (code == FW_OK && !same_hash(f->job, "ratings_xxh3", f->ratings ? fw_ratings_hash(f->ratings) : 0)) {
        code = fw_fail_in(err, FW_DATA, f->options.ratings,
                          "the ratings here are not those that the leading process reads");
    }
    return code;
}

static fw_code open_all(follower *f, fw_error *err) {
    fw_code code = fw_open_reader(&f->options, &f->reader, err);
    if (code == FW_OK) code = fw_open_lexicon(&f->options, &f->lexicon, err);
    if (code == FW_OK) code = fw_open_ratings(&f->options, &f->ratings, &f->trait, err);
    if (code == FW_OK) code = check_same(f, err);
    if (code == FW_OK) code = fw_block_shelf_open(&f->blocks, NULL, err);
    if (code == FW_OK) code = fw_row_shelf_open(&f->rows, fw_feature_count(), err);
    if (code == FW_OK) code = fw_row_shelf_open(&f->facts, FW_FACTS_WIDTH, err);
    f->words = (size_t)fw_feature_find("words"); /* in the catalogue: a test of the schema holds it there */
    return code == FW_OK ? fw_kept_columns_open(&f->columns, f->reader, &f->options, f->ratings != NULL, err)
                         : code;
}

static fw_code take_options(follower *f, fw_unpack *in, fw_error *err) {
    const fw_str text = fw_unpack_text(in);
    f->job = in->bad ? NULL : json_loadb(text.ptr, text.len, 0, NULL);
    f->options = fw_run_defaults();
    if (!f->job) return fw_fail(err, FW_BUG, "the start of a run cannot be read");
    const fw_code code =
        fw_run_options_from_json(json_object_get(f->job, "options"), &f->arena, &f->options, err);
    f->options.part = (size_t)f->crew.rank + 1;
    f->options.parts = (size_t)f->crew.size;
    f->options.threads =
        fw_crew_threads(&f->crew, (size_t)json_integer_value(json_object_get(f->job, "threads")));
    f->options.progress.stop = f->crew.stop;
    return code;
}

static fw_code work(follower *f, fw_error *err) {
    const fw_block_sink sink = {.context = f, .put = put_block};
    const fw_slot_watch watch = {.context = f, .see = see};
    const fw_intake_job job = {.options = &f->options,
                               .reader = f->reader,
                               .to = &sink,
                               .watch = &watch,
                               .lexicon = f->lexicon,
                               .ratings = f->ratings,
                               .trait = f->trait};
    fw_intake counts = {0};
    return fw_take_in(&job, &counts, err);
}

static void begin(follower *f, fw_unpack *in) {
    fw_error err = {0};
    fw_code code = take_options(f, in, &err);
    if (code == FW_OK) code = open_all(f, &err);
    if (code == FW_OK) code = work(f, &err);
    f->complete = code == FW_OK;
    if (code != FW_OK) f->failed = err;
}

/* A signal came: whoever sent it to all of us ends all; if it was for us only, the leader hears of it. */
static void stay_to_tell(follower *f) {
    static const volatile int NEVER = 0;
    f->crew.stop = &NEVER;
    (void)fw_fail(&f->failed, FW_INTERRUPTED, "interrupted");
}

int fw_follow(const fw_crew *crew) {
    follower f = {
        .crew = *crew, .blocks.file = -1, .rows.file = -1, .facts.file = -1, .columns.shelf.blocks.file = -1};
    fw_error err = {0};
    fw_code code = FW_OK;
    while (!f.ended && (code == FW_OK || code == FW_INTERRUPTED)) {
        code = follow_one(&f, &err);
        if (*crew->stop) stay_to_tell(&f);
    }
    if (!f.ended) f.status = (int)code;
    fw_block_shelf_close(&f.blocks);
    fw_row_shelf_close(&f.rows);
    fw_row_shelf_close(&f.facts);
    fw_kept_columns_close(&f.columns);
    fw_buffer_free(&f.order);
    fw_buffer_free(&f.reply);
    fw_buffer_free(&f.shift);
    fw_ratings_free(f.ratings);
    fw_lexicon_free(f.lexicon);
    fw_reader_close(f.reader);
    fw_arena_free(&f.arena);
    json_decref(f.job);
    return f.status;
}
