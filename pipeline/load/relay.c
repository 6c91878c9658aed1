/* relay.c: parsed batches as bytes and back. */
#include "load/relay.h"
#include "base/pack.h"
#include "base/str.h"
#include "load/reader.h"

#include <stdlib.h>
#include <string.h>

/* Whether a field is among the bytes. */
static bool is_packed(const fw_reader *reader, size_t field, bool with_text) {
    return reader->field_column[field] != FW_NO_COLUMN && (field != FW_TEXT || with_text);
}

static void pack_answer(const fw_answer *answer, const fw_reader *reader, bool with_text, fw_buffer *out) {
    fw_pack_number(out, answer->line);
    fw_pack_number(out, answer->offset);
    fw_pack_number(out, (uint64_t)answer->attempt);
    fw_pack_bytes(out, &answer->duration_s, sizeof answer->duration_s);
    for (size_t i = 0; i < FW_FIELD_COUNT; i++) {
        if (is_packed(reader, i, with_text)) fw_pack_text(out, answer->field[i]);
    }
    for (size_t i = 0; i < reader->extra_count; i++) fw_pack_text(out, answer->extra[i]);
    fw_pack_bytes(out, answer->ratings, reader->rating_count * sizeof *answer->ratings);
}

static void pack_reject(const fw_reject *reject, fw_buffer *out) {
    fw_pack_number(out, (uint64_t)reject->code);
    fw_pack_number(out, reject->line);
    fw_pack_number(out, reject->offset);
    fw_pack_number(out, reject->column);
    fw_pack_text(out, fw_str_of(reject->message));
}

void fw_batch_pack(const fw_batch *batch, const fw_reader *reader, bool with_text, fw_buffer *out) {
    fw_pack_number(out, batch->rows_read);
    fw_pack_number(out, batch->bytes);
    fw_pack_number(out, batch->memory->lines);
    fw_pack_number(out, with_text);
    fw_pack_number(out, batch->count);
    fw_pack_number(out, batch->reject_count);
    for (size_t i = 0; i < batch->count; i++) pack_answer(&batch->answers[i], reader, with_text, out);
    for (size_t i = 0; i < batch->reject_count; i++) pack_reject(&batch->rejects[i], out);
}

static fw_code unpack_answer(fw_answer *answer, const fw_reader *reader, bool with_text, fw_arena *arena,
                             fw_unpack *in, fw_error *err) {
    *answer = (fw_answer){.line = fw_unpack_number(in), .used = true};
    answer->offset = fw_unpack_number(in);
    answer->attempt = (int32_t)fw_unpack_number(in);
    (void)fw_unpack_bytes(in, &answer->duration_s, sizeof answer->duration_s);
    for (size_t i = 0; i < FW_FIELD_COUNT; i++) {
        if (is_packed(reader, i, with_text)) answer->field[i] = fw_unpack_text(in);
    }
    answer->id = fw_id_hash(answer->field[FW_ANSWER_ID]);
    if (reader->extra_count) {
        fw_str *extra = fw_arena_alloc(arena, reader->extra_count * sizeof *extra);
        if (!extra) return fw_fail_nomem(err);
        for (size_t i = 0; i < reader->extra_count; i++) extra[i] = fw_unpack_text(in);
        answer->extra = extra;
    }
    if (reader->rating_count) {
        double *ratings = fw_arena_alloc(arena, reader->rating_count * sizeof *ratings);
        if (!ratings) return fw_fail_nomem(err);
        (void)fw_unpack_bytes(in, ratings, reader->rating_count * sizeof *ratings);
        answer->ratings = ratings;
    }
    return FW_OK;
}

static fw_code unpack_reject(fw_batch *batch, fw_unpack *in, fw_error *err) {
    const uint64_t code = fw_unpack_number(in);
    fw_reject reject = {.code = code < FW_REJECT_CODE_COUNT ? (fw_reject_code)code : FW_REJECT_RAGGED};
    if (code >= FW_REJECT_CODE_COUNT) in->bad = true;
    reject.line = fw_unpack_number(in);
    reject.offset = fw_unpack_number(in);
    reject.column = (uint32_t)fw_unpack_number(in);
    const fw_str message = fw_unpack_text(in);
    if (message.len >= sizeof reject.message) in->bad = true;
    if (in->bad) return FW_OK;
    return fw_batch_reject(batch, reject, err, "%.*s", (int)message.len, message.ptr);
}

static bool reserve_answers(fw_batch *batch, size_t count) {
    if (count <= batch->memory->answer_capacity) return true;
    fw_answer *grown = realloc(batch->answers, count * sizeof *grown);
    if (!grown) return false;
    batch->answers = grown;
    batch->memory->answer_capacity = count;
    return true;
}

fw_code fw_batch_unpack(fw_batch *batch, const fw_reader *reader, const char *bytes, size_t len, size_t *used,
                        fw_error *err) {
    fw_unpack in = {.at = bytes, .end = bytes + len};
    fw_arena_reset(&batch->memory->arena);
    batch->rows_read = fw_unpack_number(&in);
    batch->bytes = fw_unpack_number(&in);
    batch->memory->lines = fw_unpack_number(&in);
    const bool with_text = fw_unpack_number(&in);
    const size_t count = fw_unpack_count(&in, sizeof(double));
    const size_t rejects = fw_unpack_count(&in, 1);
    batch->count = batch->reject_count = 0;
    if (!reserve_answers(batch, count)) return fw_fail_nomem(err);
    fw_code code = FW_OK;
    for (size_t i = 0; i < count && code == FW_OK && !in.bad; i++) {
        code = unpack_answer(&batch->answers[i], reader, with_text, &batch->memory->arena, &in, err);
        batch->count++;
    }
    for (size_t i = 0; i < rejects && code == FW_OK && !in.bad; i++) code = unpack_reject(batch, &in, err);
    *used = (size_t)(in.at - bytes);
    if (code != FW_OK) return code;
    const bool whole = !in.bad && batch->rows_read == batch->count + batch->reject_count;
    return whole ? FW_OK : fw_fail(err, FW_DATA, "the answers of a part are damaged");
}
