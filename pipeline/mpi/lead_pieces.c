/* lead_pieces.c: the second pass as the leader sees it: the model goes out, pieces come back in order. */
#include "base/json.h"
#include "base/str.h"
#include "mpi/lead.h"
#include "mpi/message.h"
#include "mpi/score.h"

#include <stdlib.h>

/* Model and fit, as all get them. */
static fw_code describe_model(const fw_model *model, const fw_fit *fit, fw_buffer *out, fw_error *err) {
    const fw_fit_sink to = {out, fw_pack_put};
    json_t *json = fw_model_to_json(model);
    char *text = fw_json_dump(json, JSON_COMPACT | JSON_REAL_PRECISION(17));
    json_decref(json);
    if (!text) return fw_fail_nomem(err);
    fw_pack_text(out, fw_str_of(text));
    free(text);
    return fit ? fw_fit_share(fit, &to, err) : fw_pack_put(out, "", 0, err);
}

fw_code fw_lead_score(void *context, const fw_model *model, const fw_fit *fit, uint64_t total,
                      fw_error *err) {
    fw_lead *lead = context;
    fw_buffer what = {0};
    fw_code code = describe_model(model, fit, &what, err);
    uint64_t first = fw_member_rows(&lead->members[0]);
    for (int to = 1; to < lead->crew->size && code == FW_OK; to++) {
        fw_member *member = &lead->members[to];
        fw_own_pieces(first, fw_member_rows(member), total, &member->pieces_from, &member->pieces_to);
        fw_buffer_clear(&lead->mail);
        fw_pack_number(&lead->mail, FW_ORDER_SCORE);
        fw_pack_number(&lead->mail, first);
        fw_pack_number(&lead->mail, total);
        fw_buffer_append(&lead->mail, what.data, what.len);
        code = fw_lead_order(lead, to, &lead->mail, err);
        first += fw_member_rows(member);
    }
    fw_buffer_free(&what);
    return code;
}

/* Who makes the piece that begins with row `first`; 0: the leader. */
static int maker_of(const fw_lead *lead, uint64_t first) {
    int rank = 1;
    while (rank < lead->crew->size &&
           (first < lead->members[rank].pieces_from || first >= lead->members[rank].pieces_to))
        rank++;
    return rank < lead->crew->size ? rank : 0;
}

bool fw_lead_makes(void *context, uint64_t first, size_t count) {
    (void)count;
    return maker_of(context, first) > 0;
}

/* Hears how many pieces there are, and asks for the first. */
static fw_code begin_pieces(fw_lead *lead, int from, fw_error *err) {
    fw_member *member = &lead->members[from];
    const uint64_t rows = member->pieces_to - member->pieces_from;
    fw_unpack in;
    fw_code code = fw_crew_receive(lead->crew, from, FW_MAIL_REPLY, &lead->mail, err);
    if (code == FW_OK) code = fw_reply_open(&in, &lead->mail, from, err);
    if (code != FW_OK) return code;
    member->counted = true;
    member->pieces = fw_unpack_number(&in);
    if (in.bad || member->pieces != (rows + FW_CHUNK_ROWS - 1) / FW_CHUNK_ROWS)
        return fw_fail(err, FW_BUG, "process %d scored other rows than it has", from);
    return fw_lead_order_next(lead, from, err);
}

fw_code fw_lead_made(void *context, uint64_t first, fw_buffer *bytes, fw_error *err) {
    fw_lead *lead = context;
    const int from = maker_of(lead, first);
    fw_member *member = &lead->members[from];
    fw_unpack in;
    fw_code code = member->counted ? FW_OK : begin_pieces(lead, from, err);
    if (code == FW_OK) code = fw_crew_receive(lead->crew, from, FW_MAIL_REPLY, &lead->mail, err);
    if (code == FW_OK) code = fw_reply_open(&in, &lead->mail, from, err);
    if (code != FW_OK) return code;
    if (fw_unpack_number(&in) == 0 || member->pieces-- == 0)
        return fw_fail(err, FW_BUG, "process %d has lost its scores", from);
    fw_buffer_clear(bytes);
    fw_buffer_append(bytes, in.at, (size_t)(in.end - in.at));
    if (bytes->failed) return fw_fail_nomem(err);
    return member->pieces ? fw_lead_order_next(lead, from, err) : FW_OK; /* while this one is worked in */
}
