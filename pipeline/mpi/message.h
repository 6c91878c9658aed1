/*
 * message.h: what the leader orders, and how it is answered.
 *
 *     FW_ORDER_START  JSON: options, the file, hashes of what all must find the same, which part; no reply
 *
 *     FW_ORDER_NEXT   a block of the part's rows, in order; behind the last one what the part came to
 *
 *     FW_ORDER_FILL   the path of the dataset, where this process's rows go, and which are not used; X and
 *                     obsm are then written by all together; the reply has the number of rated rows
 *
 *     FW_ORDER_SUM    the number of the first of those, and the fit's shift where it is known: how many
 *                     messages for the fit there are, which FW_ORDER_NEXT then gives, and the shift
 *
 *     FW_ORDER_SCORE  the number of the first used row, how many all have, the model and the solved fit: how
 *                     many pieces of the second pass there are, which FW_ORDER_NEXT then gives
 *
 *     FW_ORDER_END    the status of the run: the process ends; an empty reply
 *
 * A process that has failed says so in its next reply. Numbers and texts as in base/pack.h.
 */
#ifndef FAILWISE_MPI_MESSAGE_H
#define FAILWISE_MPI_MESSAGE_H

#include "base/pack.h"

#include <failwise/status.h>

typedef enum fw_order {
    FW_ORDER_START,
    FW_ORDER_NEXT,
    FW_ORDER_FILL,
    FW_ORDER_SUM,
    FW_ORDER_SCORE,
    FW_ORDER_END
} fw_order;

/* Starts a reply in an empty buffer: all is well (what was asked for follows), or what has gone wrong. */
void fw_reply_begin(fw_buffer *reply);
void fw_reply_failure(fw_buffer *reply, const fw_error *why);

/* Opens the reply of process `rank`; its failure becomes ours, with a word on where it was. */
fw_code fw_reply_open(fw_unpack *in, const fw_buffer *reply, int rank, fw_error *err);

#endif
