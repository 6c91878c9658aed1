/* ordered.c: the one parallel loop: serial source, parallel work, serial sink in input order. */
#include "base/ordered.h"

#include "base/threads.h"

#include <omp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

typedef enum { SLOT_FREE, SLOT_WORKING, SLOT_DONE } slot_state;

/* Guarded by `lock`, except for the content of slots, which belongs to whoever holds the slot. */
typedef struct {
    const fw_ordered *loop;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    slot_state *states; /* one for each slot; ticket t uses slot t % slots */
    uint64_t next_in;   /* ticket that source fills next */
    uint64_t next_out;  /* ticket that sink consumes next */
    bool reading;       /* a thread is in source */
    bool draining;      /* a thread is in sink */
    bool finished;      /* source has no more, or a failure stopped the loop */
    fw_code status;
    fw_error *err;
    uint64_t failed_ticket; /* ticket of the failure kept: the earliest wins */
} state;

static void keep_failure(state *s, uint64_t ticket, fw_code code, const fw_error *err) {
    s->finished = true;
    if (s->status != FW_OK && s->failed_ticket <= ticket) return;
    s->status = code;
    s->failed_ticket = ticket;
    if (s->err) *s->err = *err;
}

/* Called with the lock held; consumes finished slots in order. Tickets behind a failed one are not consumed.
 */
static void drain(state *s) {
    if (s->draining) return;
    s->draining = true;
    const fw_ordered *loop = s->loop;
    while (s->next_out < s->next_in && s->states[s->next_out % loop->slots] == SLOT_DONE) {
        const uint64_t ticket = s->next_out;
        const size_t slot = (size_t)(ticket % loop->slots);
        if (s->status == FW_OK || ticket < s->failed_ticket) {
            pthread_mutex_unlock(&s->lock);
            fw_error err = {0};
            const fw_code code = loop->sink(loop->context, slot, &err);
            pthread_mutex_lock(&s->lock);
            if (code != FW_OK) keep_failure(s, ticket, code, &err);
        }
        s->states[slot] = SLOT_FREE;
        s->next_out++;
        pthread_cond_broadcast(&s->changed);
    }
    s->draining = false;
}

/* Called with the lock held; true when `*ticket` was filled. Waits while all slots are taken. */
static bool take(state *s, uint64_t *ticket) {
    const fw_ordered *loop = s->loop;
    while (!s->finished && (s->reading || s->states[s->next_in % loop->slots] != SLOT_FREE)) {
        pthread_cond_wait(&s->changed, &s->lock);
    }
    if (s->finished) return false;
    *ticket = s->next_in;
    s->reading = true;
    pthread_mutex_unlock(&s->lock);
    bool more = false;
    fw_error err = {0};
    const fw_code code = loop->source(loop->context, (size_t)(*ticket % loop->slots), &more, &err);
    pthread_mutex_lock(&s->lock);
    s->reading = false;
    if (code != FW_OK) keep_failure(s, *ticket, code, &err);
    if (code == FW_OK && more) {
        s->states[*ticket % loop->slots] = SLOT_WORKING;
        s->next_in++;
    } else {
        s->finished = true;
    }
    pthread_cond_broadcast(&s->changed);
    return code == FW_OK && more;
}

/* Called with the lock held. Before the next slot is taken: what the sink left must not pile up. */
static void help(state *s) {
    const fw_ordered *loop = s->loop;
    if (!loop->help) return;
    pthread_mutex_unlock(&s->lock);
    while (loop->help(loop->context)) continue;
    pthread_mutex_lock(&s->lock);
}

/* Called with the lock held, at the end. */
static void wait_usefully(state *s, size_t worker) {
    const fw_ordered *loop = s->loop;
    for (bool some = loop->idle; some && s->next_out < s->next_in;) {
        pthread_mutex_unlock(&s->lock);
        some = loop->idle(loop->context, worker);
        pthread_mutex_lock(&s->lock);
    }
}

static void run_worker(void *context, size_t worker) {
    state *s = context;
    const fw_ordered *loop = s->loop;
    uint64_t ticket;
    pthread_mutex_lock(&s->lock);
    while (take(s, &ticket)) {
        const size_t slot = (size_t)(ticket % loop->slots);
        pthread_mutex_unlock(&s->lock);
        fw_error err = {0};
        const fw_code code = loop->work(loop->context, slot, worker, &err);
        pthread_mutex_lock(&s->lock);
        if (code != FW_OK) keep_failure(s, ticket, code, &err);
        s->states[slot] = SLOT_DONE;
        drain(s);
        help(s);
    }
    drain(s);
    wait_usefully(s, worker);
    pthread_mutex_unlock(&s->lock);
}

fw_code fw_ordered_run(const fw_ordered *loop, fw_error *err) {
    state s = {.loop = loop, .err = err, .states = calloc(loop->slots, sizeof(slot_state))};
    if (!s.states) return fw_fail_nomem(err);
    pthread_mutex_init(&s.lock, NULL);
    pthread_cond_init(&s.changed, NULL);
    fw_threads_run(loop->threads, run_worker, &s);
    pthread_cond_destroy(&s.changed);
    pthread_mutex_destroy(&s.lock);
    free(s.states);
    return s.status;
}

/* Tried once: every stage asks. */
size_t fw_ordered_processors(void) {
    static atomic_size_t known;
    if (!known) known = fw_ordered_startable((size_t)omp_get_num_procs());
    return known;
}

/* ---- how many can be had ---- */

/* Threads that wait until all have been tried. */
static void *wait_for_all(void *gate) {
    pthread_mutex_lock(gate);
    pthread_mutex_unlock(gate);
    return NULL;
}

/* OpenMP ends the process, with the status of a failed gate, when a thread cannot be started. */
size_t fw_ordered_startable(size_t threads) {
    pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
    pthread_t *tried = threads > 1 ? calloc(threads - 1, sizeof *tried) : NULL;
    size_t started = 0;
    if (!tried) return 1;
    pthread_mutex_lock(&gate);
    while (started + 1 < threads && pthread_create(&tried[started], NULL, wait_for_all, &gate) == 0)
        started++;
    pthread_mutex_unlock(&gate);
    for (size_t i = 0; i < started; i++) pthread_join(tried[i], NULL);
    free(tried);
    return started + 1;
}
