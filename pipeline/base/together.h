/*
 * together.h: a few independent pieces of work, done by several threads.
 */
#ifndef FAILWISE_BASE_TOGETHER_H
#define FAILWISE_BASE_TOGETHER_H

#include <failwise/status.h>

/* Touches nothing that another task of the list touches. */
typedef struct fw_task {
    fw_code (*run)(void *context, fw_error *err);
    void *context;
} fw_task;

/* Runs all tasks, in their order where there is one thread; `threads` 0: as many as there are processors. The
 * first failure in the order of the list is returned; of tasks behind it some may not have run. */
fw_code fw_together(const fw_task *tasks, size_t count, size_t threads, fw_error *err);

#endif
