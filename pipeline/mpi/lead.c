/* lead.c: orders to the others, their blocks in order, and the matrix written by all. */
#include "mpi/lead.h"

#include "base/json.h"
#include "base/str.h"
#include "load/relay.h"
#include "mpi/message.h"
#include "run/part/options.h"
#include "store/mpi/together.h"

#include <failwise/features.h>

#include <stdlib.h>
#include <string.h>

fw_code fw_lead_order(const fw_lead *lead, int to, const fw_buffer *message, fw_error *err) {
    return fw_crew_send(lead->crew, to, FW_MAIL_ORDER, message, err);
}

static fw_code order_all(const fw_lead *lead, const fw_buffer *message, fw_error *err) {
    fw_code code = FW_OK;
    for (int to = 1; to < lead->crew->size && code == FW_OK; to++)
        code = fw_lead_order(lead, to, message, err);
    return code;
}

/* ---- the start ---- */

static fw_code describe(const fw_team_start *start, json_t **out, fw_error *err) {
    json_t *options = NULL, *file = NULL;
    fw_code code = fw_run_options_to_json(start->options, &options, err);
    if (code == FW_OK) code = fw_reader_describe(start->own, &file, err);
    if (code != FW_OK) {
        json_decref(options);
        return code;
    }
    *out = json_pack("{s:o, s:o, s:o, s:o, s:I}", "options", options, "file", file, "lexicon_xxh3",
                     fw_json_hash(start->lexicon_hash), "ratings_xxh3", fw_json_hash(start->ratings_hash),
                     "threads", (json_int_t)start->options->threads);
    return *out ? FW_OK : fw_fail_nomem(err);
}

static fw_code start(void *context, const fw_team_start *what, fw_error *err) {
    fw_lead *lead = context;
    json_t *job = NULL;
    fw_code code = fw_row_shelf_open(&lead->shelf, fw_feature_count(), err);
    if (code == FW_OK) code = describe(what, &job, err);
    if (code != FW_OK) return code;
    char *text = fw_json_dump(job, JSON_COMPACT | JSON_REAL_PRECISION(17));
    json_decref(job);
    if (!text) return fw_fail_nomem(err);
    lead->reader = what->reader;
    lead->own = what->own;
    fw_buffer_clear(&lead->mail);
    fw_pack_number(&lead->mail, FW_ORDER_START);
    fw_pack_text(&lead->mail, fw_str_of(text));
    free(text);
    lead->started = true;
    return order_all(lead, &lead->mail, err);
}

/* ---- blocks ---- */

fw_code fw_lead_order_next(const fw_lead *lead, int to, fw_error *err) {
    fw_buffer next = {0};
    fw_pack_number(&next, FW_ORDER_NEXT);
    const fw_code code = fw_lead_order(lead, to, &next, err);
    fw_buffer_free(&next);
    return code;
}

static fw_code ask(fw_lead *lead, fw_error *err) {
    const fw_code code = fw_lead_order_next(lead, lead->from, err);
    lead->asked = code == FW_OK;
    return code;
}

/* The end of a part: rows, and the hashes of its blocks of the input. */
static fw_code end_part(fw_lead *lead, fw_unpack *in, fw_error *err) {
    fw_member *member = &lead->members[lead->from];
    member->rows = fw_unpack_number(in);
    const size_t count = fw_unpack_count(in, sizeof(uint64_t));
    uint64_t *hashes = malloc((count + 1) * sizeof *hashes);
    if (!hashes) return fw_fail_nomem(err);
    const bool whole = fw_unpack_bytes(in, hashes, count * sizeof *hashes) && !in->bad;
    const fw_code code = whole ? fw_reader_join(lead->reader, hashes, count, err)
                               : fw_fail(err, FW_BUG, "process %d ended its part wrongly", lead->from);
    free(hashes);
    atomic_store(&member->blocks_before, lead->given);
    lead->from++;
    return code;
}

static fw_code end_own(fw_lead *lead, fw_error *err) {
    const uint64_t *hashes;
    size_t count;
    fw_code code = fw_reader_end_part(lead->own, &hashes, &count, err);
    if (code == FW_OK) code = fw_reader_join(lead->reader, hashes, count, err);
    lead->from = 1;
    return code;
}

static fw_code next_block(void *context, fw_buffer *block, bool *more, fw_error *err) {
    fw_lead *lead = context;
    fw_code code = lead->from == 0 ? end_own(lead, err) : FW_OK;
    *more = false;
    while (code == FW_OK && lead->from < lead->crew->size) {
        fw_unpack in;
        if (!lead->asked) code = ask(lead, err);
        if (code == FW_OK) code = fw_crew_receive(lead->crew, lead->from, FW_MAIL_REPLY, &lead->mail, err);
        if (code != FW_OK) return code;
        lead->asked = false;
        code = fw_reply_open(&in, &lead->mail, lead->from, err);
        if (code != FW_OK) return code;
        if (fw_unpack_number(&in) == 0) {
            code = end_part(lead, &in, err);
            continue;
        }
        fw_buffer_clear(block);
        fw_buffer_append(block, in.at, (size_t)(in.end - in.at));
        if (block->failed) return fw_fail_nomem(err);
        lead->given++;
        *more = true;
        return ask(lead, err); /* while this one is taken in */
    }
    return code;
}

/* ---- whose features stay where ---- */

static fw_code keep_own(fw_lead *lead, const fw_slot *slot, fw_pii_policy policy, fw_error *err) {
    const size_t features = fw_feature_count();
    fw_code code = FW_OK;
    for (size_t i = 0; i < slot->batch->count && code == FW_OK; i++) {
        if (!slot->batch->answers[i].used || fw_slot_unwanted(slot, policy, i)) continue;
        code = fw_row_shelf_put(&lead->shelf, slot->x + i * features, err);
    }
    lead->members[0].rows = lead->shelf.rows;
    return code;
}

/* Only here is it known which ids were used before. */
static fw_code see(void *context, const fw_slot *slot, fw_pii_policy policy, fw_error *err) {
    fw_lead *lead = context;
    if (!slot->unpacked) return keep_own(lead, slot, policy, err);
    while (lead->taken >= atomic_load(&lead->members[lead->owner].blocks_before)) lead->owner++;
    lead->taken++;
    fw_member *member = &lead->members[lead->owner];
    for (size_t i = 0; i < slot->batch->count; i++) {
        if (policy == FW_PII_REJECT && slot->pii[i].hits > 0) continue;
        if (!slot->batch->answers[i].used) {
            fw_pack_number(&member->dropped, member->seen);
            member->dropped_count++;
        }
        member->seen++;
    }
    return member->dropped.failed ? fw_fail_nomem(err) : FW_OK;
}

/* ---- the matrix ---- */

static fw_code order_fill(fw_lead *lead, int to, const fw_matrix_apart *matrix, uint64_t first,
                          fw_error *err) {
    const fw_member *member = &lead->members[to];
    fw_buffer *mail = &lead->mail;
    fw_buffer_clear(mail);
    fw_pack_number(mail, FW_ORDER_FILL);
    fw_pack_text(mail, fw_str_of(matrix->path));
    fw_pack_number(mail, matrix->band_rows);
    fw_pack_number(mail, matrix->rows);
    fw_pack_number(mail, first);
    fw_pack_number(mail, member->dropped_count);
    fw_buffer_append(mail, member->dropped.data ? member->dropped.data : "", member->dropped.len);
    return fw_lead_order(lead, to, mail, err);
}

static fw_code order_all_fill(fw_lead *lead, const fw_matrix_apart *matrix, fw_error *err) {
    uint64_t first = 0;
    for (int to = 0; to < lead->crew->size; to++) first += fw_member_rows(&lead->members[to]);
    if (first != matrix->rows)
        return fw_fail(err, FW_BUG, "features of %llu rows were kept, but %llu are used",
                       (unsigned long long)first, (unsigned long long)matrix->rows);
    fw_code code = FW_OK;
    first = fw_member_rows(&lead->members[0]);
    for (int to = 1; to < lead->crew->size && code == FW_OK; to++) {
        code = order_fill(lead, to, matrix, first, err);
        first += fw_member_rows(&lead->members[to]);
    }
    return code;
}

/* Everybody answers; who knows the reason tells it. */
static fw_code hear_all(fw_lead *lead, fw_code code, fw_error *err) {
    for (int from = 1; from < lead->crew->size; from++) {
        fw_error theirs = {0};
        fw_unpack in;
        fw_code said = fw_crew_receive(lead->crew, from, FW_MAIL_REPLY, &lead->mail, &theirs);
        if (said == FW_OK) said = fw_reply_open(&in, &lead->mail, from, &theirs);
        if (said == FW_OK) lead->members[from].rated = fw_unpack_number(&in);
        if (said != FW_OK && err && (code == FW_OK || !err->message[0])) *err = theirs;
        if (code == FW_OK) code = said;
    }
    return code;
}

static fw_code fill(void *context, const fw_matrix_apart *matrix, fw_error *err) {
    fw_lead *lead = context;
    const fw_together job = {.comm = lead->crew->comm,
                             .path = matrix->path,
                             .layout = matrix->layout,
                             .band_rows = matrix->band_rows,
                             .rows = matrix->rows,
                             .first = 0,
                             .count = fw_member_rows(&lead->members[0]),
                             .read = fw_row_shelf_read,
                             .context = &lead->shelf};
    fw_error own = {0};
    fw_code code = order_all_fill(lead, matrix, err);
    if (code != FW_OK) return code;
    code = hear_all(lead, fw_write_together(&job, &own), &own);
    if (code != FW_OK && err) *err = own;
    return code;
}

/* ---- the fit's sums ---- */

static fw_code order_sum(fw_lead *lead, int to, uint64_t first, const fw_fit *fit, fw_error *err) {
    size_t count;
    const double *shift = fw_fit_shift(fit, &count);
    fw_buffer_clear(&lead->mail);
    fw_pack_number(&lead->mail, FW_ORDER_SUM);
    fw_pack_number(&lead->mail, first);
    fw_pack_text(&lead->mail, (fw_str){(const char *)shift, count * sizeof *shift});
    return fw_lead_order(lead, to, &lead->mail, err);
}

/* How many messages there will be; the shift, where it was not known before. */
static fw_code hear_sum(fw_lead *lead, int from, fw_fit *fit, uint64_t *messages, fw_error *err) {
    fw_unpack in;
    size_t count;
    fw_code code = fw_crew_receive(lead->crew, from, FW_MAIL_REPLY, &lead->mail, err);
    if (code == FW_OK) code = fw_reply_open(&in, &lead->mail, from, err);
    if (code != FW_OK) return code;
    *messages = fw_unpack_number(&in);
    const fw_str bytes = fw_unpack_text(&in);
    (void)fw_fit_shift(fit, &count);
    if (in.bad) return fw_fail(err, FW_BUG, "process %d sums up wrongly", from);
    if (count || bytes.len == 0) return FW_OK;
    double *shift = malloc(bytes.len);
    if (!shift) return fw_fail_nomem(err);
    memcpy(shift, bytes.ptr, bytes.len);
    code = fw_fit_start_from(fit, shift, bytes.len / sizeof *shift, err);
    free(shift);
    return code;
}

/* The messages of one process, the next one on its way while one is joined. */
static fw_code join(fw_lead *lead, int from, uint64_t messages, fw_fit *fit, fw_error *err) {
    fw_code code = messages ? fw_lead_order_next(lead, from, err) : FW_OK;
    for (; messages > 0 && code == FW_OK; messages--) {
        fw_unpack in;
        code = fw_crew_receive(lead->crew, from, FW_MAIL_REPLY, &lead->mail, err);
        if (code == FW_OK) code = fw_reply_open(&in, &lead->mail, from, err);
        if (code == FW_OK && fw_unpack_number(&in) == 0)
            code = fw_fail(err, FW_BUG, "process %d has lost its sums", from);
        if (code == FW_OK && messages > 1) code = fw_lead_order_next(lead, from, err);
        if (code == FW_OK) code = fw_fit_join(fit, in.at, (size_t)(in.end - in.at), err);
    }
    return code;
}

/* All sum up at once, as soon as it is known what about. */
static fw_code sum(void *context, fw_fit *fit, fw_error *err) {
    fw_lead *lead = context;
    uint64_t first = fw_fit_summed(fit);
    int ordered = 1;
    fw_code code = FW_OK;
    for (int from = 1; from < lead->crew->size && code == FW_OK; from++) {
        uint64_t messages = 0;
        size_t known = 0;
        (void)fw_fit_shift(fit, &known);
        for (; ordered < lead->crew->size && code == FW_OK && (known || ordered == from); ordered++) {
            code = order_sum(lead, ordered, first, fit, err);
            first += lead->members[ordered].rated;
        }
        if (code == FW_OK) code = hear_sum(lead, from, fit, &messages, err);
        if (code == FW_OK) code = join(lead, from, messages, fit, err);
    }
    return code;
}

/* ---- beginning and end ---- */

fw_code fw_lead_open(fw_lead *lead, const fw_crew *crew, fw_error *err) {
    *lead = (fw_lead){.crew = crew, .shelf.file = -1, .owner = 1};
    lead->members = calloc((size_t)crew->size, sizeof *lead->members);
    if (!lead->members) return fw_fail_nomem(err);
    for (int i = 0; i < crew->size; i++) atomic_init(&lead->members[i].blocks_before, UINT64_MAX);
    lead->team = (fw_team){.context = lead,
                           .size = (size_t)crew->size,
                           .start = start,
                           .blocks = {.context = lead, .next = next_block},
                           .watch = {.context = lead, .see = see},
                           .fill = fill,
                           .sum = sum,
                           .score = fw_lead_score,
                           .makes = fw_lead_makes,
                           .made = fw_lead_made};
    return FW_OK;
}

/* What comes before the answer to this order was on its way. */
static void end_one(fw_lead *lead, int to, const fw_buffer *message) {
    fw_error err = {0};
    fw_code code = fw_lead_order(lead, to, message, &err);
    while (code == FW_OK) {
        code = fw_crew_receive(lead->crew, to, FW_MAIL_REPLY, &lead->mail, &err);
        if (lead->mail.len == 0) break;
    }
}

void fw_lead_end(fw_lead *lead, int status) {
    fw_buffer message = {0};
    fw_pack_number(&message, FW_ORDER_END);
    fw_pack_number(&message, (uint64_t)status);
    for (int to = 1; to < lead->crew->size; to++) end_one(lead, to, &message);
    fw_buffer_free(&message);
}

void fw_lead_close(fw_lead *lead) {
    for (int i = 0; lead->members && i < lead->crew->size; i++) fw_buffer_free(&lead->members[i].dropped);
    free(lead->members);
    fw_row_shelf_close(&lead->shelf);
    fw_buffer_free(&lead->mail);
}
