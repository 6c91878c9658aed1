/* batch.c: the memory of a batch of answers. */
#include "base/room.h"
#include "load/reader.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

fw_batch *fw_batch_new(void) {
    fw_batch *batch = calloc(1, sizeof *batch);
    if (!batch) return NULL;
    batch->memory = calloc(1, sizeof *batch->memory);
    if (batch->memory) batch->memory->records = fw_records_new();
    if (batch->memory && batch->memory->records) return batch;
    fw_batch_free(batch);
    return NULL;
}

void fw_batch_free(fw_batch *batch) {
    if (!batch) return;
    if (batch->memory) {
        fw_records_free(batch->memory->records);
        fw_block_free(&batch->memory->block);
        fw_arena_free(&batch->memory->arena);
    }
    free(batch->memory);
    free(batch->answers);
    free(batch->rejects);
    free(batch);
}

fw_code fw_batch_reject(fw_batch *batch, fw_reject where, fw_error *err, const char *format, ...) {
    fw_reject *rejects =
        fw_room(batch->rejects, batch->reject_count, &batch->memory->reject_capacity, sizeof *rejects);
    if (!rejects) return fw_fail_nomem(err);
    batch->rejects = rejects;
    va_list args;
    va_start(args, format);
    vsnprintf(where.message, sizeof where.message, format, args);
    va_end(args);
    batch->rejects[batch->reject_count++] = where;
    return FW_OK;
}
