/*
 * ordered.h: batches in parallel, consumed in order.
 *
 * One loop serves every stage: `source` is called serially and fills a slot with the next piece of input,
 * `work` runs on any thread, each of `sinks` is called serially in input order. What comes out therefore does
 * not depend on the number of threads. Memory is bounded by the number of slots, which the caller owns and
 * may keep warm between calls.
 */
#ifndef FAILWISE_BASE_ORDERED_H
#define FAILWISE_BASE_ORDERED_H

#include <failwise/status.h>

enum { FW_ORDERED_SINKS = 4 };

typedef struct fw_ordered {
    void *context; /* passed to every call */
    /* Fills slot `slot`; sets *more to false when there was nothing left (the slot is then not used). */
    fw_code (*source)(void *context, size_t slot, bool *more, fw_error *err);
    /* Works on slot `slot`; `worker` in [0, threads) names this thread's scratch. Runs in parallel. */
    fw_code (*work)(void *context, size_t slot, size_t worker, fw_error *err);
    /* Each consumes slot `slot`, in the order in which source filled them; one at least, NULL behind the
     * last. Several run beside each other, at slots of their own or the same: one changes nothing that
     * another touches. */
    fw_code (*sinks[FW_ORDERED_SINKS])(void *context, size_t slot, fw_error *err);
    /* Does one small piece of other work that a sink has left, on any thread between two slots; false when
     * there is none. NULL: there never is. */
    bool (*help)(void *context);
    /* The same for a thread that has no slot left to take, while others are at theirs. NULL: it goes. */
    bool (*idle)(void *context, size_t worker);
    size_t slots;   /* at least threads + 1 keeps all threads busy */
    size_t threads; /* at least 1 */
} fw_ordered;

/* Runs until source has no more. The first failure stops the loop and is returned: in input order, and of one
 * slot in the order of the steps. */
fw_code fw_ordered_run(const fw_ordered *loop, fw_error *err);

/* Processors this process may use, as far as threads can be started for them. */
size_t fw_ordered_processors(void);

/* The most threads, from 1 to `threads`, that can be started: a limit on processes, or memory, may allow
 * fewer. */
size_t fw_ordered_startable(size_t threads);

#endif
