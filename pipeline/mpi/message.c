/* message.c: replies, and errors that travel in them. */
#include "mpi/message.h"

#include "base/str.h"

#include <stdio.h>
#include <unistd.h>

void fw_reply_begin(fw_buffer *reply) {
    fw_buffer_clear(reply);
    fw_pack_number(reply, FW_OK);
}

void fw_reply_failure(fw_buffer *reply, const fw_error *why) {
    char host[65] = "";
    if (gethostname(host, sizeof host - 1) != 0) host[0] = '\0';
    fw_buffer_clear(reply);
    fw_pack_number(reply, (uint64_t)why->code);
    fw_pack_text(reply, fw_str_of(host));
    fw_pack_bytes(reply, why, sizeof *why);
}

/* A signal that another process was sent is none of ours. */
static void judge(fw_error *err) {
    if (err->code != FW_INTERRUPTED) return;
    err->code = FW_IO;
    (void)snprintf(err->message, sizeof err->message, "it was stopped by a signal");
}

fw_code fw_reply_open(fw_unpack *in, const fw_buffer *reply, int rank, fw_error *err) {
    *in = (fw_unpack){.at = reply->data, .end = reply->data + reply->len};
    const fw_code code = (fw_code)fw_unpack_number(in);
    if (code == FW_OK && !in->bad) return FW_OK;
    fw_error theirs = {0};
    const fw_str host = fw_unpack_text(in);
    if (!fw_unpack_bytes(in, &theirs, sizeof theirs) || in->bad)
        return fw_fail(err, FW_BUG, "process %d sent what is no reply", rank);
    judge(&theirs);
    if (!err) return theirs.code;
    *err = theirs;
    (void)snprintf(err->message, sizeof err->message, "process %d on %.*s: %.300s", rank, (int)host.len,
                   host.ptr, theirs.message);
    return err->code;
}
