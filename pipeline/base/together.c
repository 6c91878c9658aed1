/* together.c: independent tasks as slots of the one parallel loop. */
#include "base/together.h"

#include "base/ordered.h"

typedef struct {
    const fw_task *tasks;
    size_t count, next;
} list;

static fw_code next_task(void *context, size_t slot, bool *more, fw_error *err) {
    (void)slot; /* as many slots as tasks: the one is the other */
    (void)err;
    list *l = context;
    *more = l->next < l->count;
    l->next += *more;
    return FW_OK;
}

static fw_code run_task(void *context, size_t slot, size_t worker, fw_error *err) {
    (void)worker;
    const fw_task *task = &((const list *)context)->tasks[slot];
    return task->run(task->context, err);
}

static fw_code task_done(void *context, size_t slot, fw_error *err) {
    (void)context;
    (void)slot;
    (void)err;
    return FW_OK;
}

fw_code fw_together(const fw_task *tasks, size_t count, size_t threads, fw_error *err) {
    if (count == 0) return FW_OK;
    if (threads == 0) threads = fw_ordered_processors();
    list l = {.tasks = tasks, .count = count};
    const fw_ordered loop = {.context = &l,
                             .source = next_task,
                             .work = run_task,
                             .sinks = {task_done},
                             .slots = count,
                             .threads = threads < count ? threads : count};
    return fw_ordered_run(&loop, err);
}
