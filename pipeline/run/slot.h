/*
 * slot.h: one batch in flight: the parsed rows, their features, and what the tripwire found in them.
 *
 * A slot can be packed into a block of bytes and unpacked by another process, which goes on as if it had read
 * the rows itself. So blocks are how the pass over the text is shared out: a part of a run writes them
 * (run/part/), merging reads them, and ranks send them.
 */
#ifndef FAILWISE_RUN_SLOT_H
#define FAILWISE_RUN_SLOT_H

#include "base/buffer.h"
#include "run/privacy.h"

#include <failwise/ratings.h>
#include <failwise/run.h>

/* Zero-initialise; `batch` is made by the owner. */
typedef struct fw_slot {
    fw_batch *batch;
    float *x;       /* batch->count x features */
    uint8_t *story; /* batch->count: fw_story of each answer */
    size_t capacity;
    fw_pii_counts *pii; /* batch->count */
    size_t pii_capacity;
    fw_buffer block; /* the slot packed, or the bytes that it was unpacked from and points into */
    bool unpacked;   /* it came as a block */
} fw_slot;

void fw_slot_free(fw_slot *slot);

/* Makes room for what is found in the batch's rows; features may be 0. */
fw_code fw_slot_reserve(fw_slot *slot, size_t features, fw_error *err);

/* The mean rating of an answer, NaN without one, and of how many: what `ratings` (NULL: there are none) say
 * for the trait, or else the columns of ratings of its own. */
double fw_answer_rating(const fw_answer *answer, const fw_ratings *ratings, int trait,
                        const fw_run_options *options, size_t *count);

/* Whether row `i` is set aside for what the tripwire found in it. */
bool fw_slot_unwanted(const fw_slot *slot, fw_pii_policy policy, size_t i);

/* Packs the parsed slot into its block; the answers' text only when asked for; `light`: of the features the
 * length alone. */
fw_code fw_slot_pack(fw_slot *slot, const fw_reader *reader, size_t features, bool with_text, bool light,
                     fw_error *err);
/* Unpacks its block. FW_DATA: no block, or one with other columns or features. */
fw_code fw_slot_unpack(fw_slot *slot, const fw_reader *reader, size_t features, fw_error *err);

/* Where blocks come from: fills `block` with the next one, in the order of the rows; *more is false at the
 * end. Called by one thread at a time. */
typedef struct fw_block_source {
    void *context;
    fw_code (*next)(void *context, fw_buffer *block, bool *more, fw_error *err);
} fw_block_source;

/* Where blocks go, in the order of the rows. Called by one thread at a time. */
typedef struct fw_block_sink {
    void *context;
    fw_code (*put)(void *context, const char *bytes, size_t len, fw_error *err);
} fw_block_sink;

/* Is shown every slot, in the order of the rows, by one thread at a time: where features stay with those who
 * have found them (run/team.h). */
typedef struct fw_slot_watch {
    void *context;
    fw_code (*see)(void *context, const fw_slot *slot, fw_pii_policy policy, fw_error *err);
} fw_slot_watch;

#endif
