/* ordered.c: the one parallel loop: serial source, parallel work, serial sinks in input order. */
#include "base/ordered.h"

#include "base/threads.h"

#include <omp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

typedef enum { SLOT_FREE, SLOT_WORKING, SLOT_DONE } slot_state;

/* One of the sinks. */
typedef struct {
    uint64_t next; /* ticket that it consumes next */
    bool busy;     /* a thread is in it */
} outlet;

/* Guarded by `lock`, except for the content of slots, which belongs to whoever holds the slot. */
typedef struct {
    const fw_ordered *loop;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    slot_state *states; /* one for each slot; ticket t uses slot t % slots */
    uint64_t next_in;   /* ticket that source fills next */
    uint64_t next_out;  /* ticket that not all sinks have consumed */
    outlet outlets[FW_ORDERED_SINKS];
    size_t outlet_count;
    bool reading;  /* a thread is in source */
    bool finished; /* source has no more, or a failure stopped the loop */
    fw_code status;
    fw_error *err;
    uint64_t failed_step; /* of the failure kept: the earliest wins */
} state;

/* Steps in the order of a single thread: source and work of a ticket, then its sinks. */
static uint64_t step_of(uint64_t ticket, size_t sinks) { return ticket * (FW_ORDERED_SINKS + 1) + sinks; }

static void keep_failure(state *s, uint64_t step, fw_code code, const fw_error *err) {
    s->finished = true;
    if (s->status != FW_OK && s->failed_step <= step) return;
    s->status = code;
    s->failed_step = step;
    if (s->err) *s->err = *err;
}

/* The sink that is furthest behind of those that nobody is in and that have something to do, or NULL. */
static outlet *find_outlet(state *s) {
    outlet *found = NULL;
    for (outlet *o = s->outlets; o < s->outlets + s->outlet_count; o++) {
        if (o->busy || o->next == s->next_in || s->states[o->next % s->loop->slots] != SLOT_DONE) continue;
        if (!found || o->next < found->next) found = o;
    }
    return found;
}

/* Slots that all sinks have consumed are free. */
static void let_go(state *s) {
    uint64_t least = s->outlets[0].next;
    for (size_t i = 1; i < s->outlet_count; i++)
        if (s->outlets[i].next < least) least = s->outlets[i].next;
    if (least == s->next_out) return;
    for (; s->next_out < least; s->next_out++) s->states[s->next_out % s->loop->slots] = SLOT_FREE;
    pthread_cond_broadcast(&s->changed);
}

/* Called with the lock held: the next ticket of a sink. Steps behind a failed one are not done. */
static void consume(state *s, outlet *o) {
    const fw_ordered *loop = s->loop;
    const size_t sink = (size_t)(o - s->outlets);
    const uint64_t step = step_of(o->next, sink + 1);
    if (s->status == FW_OK || step < s->failed_step) {
        o->busy = true;
        pthread_mutex_unlock(&s->lock);
        fw_error err = {0};
        const fw_code code = loop->sinks[sink](loop->context, (size_t)(o->next % loop->slots), &err);
        pthread_mutex_lock(&s->lock);
        o->busy = false;
        if (code != FW_OK) keep_failure(s, step, code, &err);
    }
    o->next++;
    let_go(s);
}

/* Called with the lock held; consumes finished slots in order. What is finished meanwhile, whoever has
 * finished it sees to. */
static void drain(state *s) {
    for (outlet *o = find_outlet(s); o; o = find_outlet(s)) consume(s, o);
}

/* Called with the lock held; true when `*ticket` was filled. Consumes, or waits, while all slots are taken.
 */
static bool take(state *s, uint64_t *ticket) {
    const fw_ordered *loop = s->loop;
    while (!s->finished && (s->reading || s->states[s->next_in % loop->slots] != SLOT_FREE)) {
        outlet *const ready = find_outlet(s);
        if (ready)
            consume(s, ready);
        else
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
    if (code != FW_OK) keep_failure(s, step_of(*ticket, 0), code, &err);
    if (code == FW_OK && more) {
        s->states[*ticket % loop->slots] = SLOT_WORKING;
        s->next_in++;
    } else {
        s->finished = true;
    }
    pthread_cond_broadcast(&s->changed);
    return code == FW_OK && more;
}

/* Called with the lock held. Before the next slot is taken: what the sinks left must not pile up. */
static void help(state *s) {
    const fw_ordered *loop = s->loop;
    if (!loop->help) return;
    pthread_mutex_unlock(&s->lock);
    while (loop->help(loop->context)) continue;
    pthread_mutex_lock(&s->lock);
}

/* Called with the lock held, when there is no slot left to take: sinks, and what there is beside. Who could
 * not take one sink while another thread is in the other goes: it may be wanted elsewhere. */
static void end_usefully(state *s, size_t worker) {
    const fw_ordered *loop = s->loop;
    bool some = loop->idle;
    for (drain(s); s->next_out < s->next_in; drain(s)) {
        if (some) {
            pthread_mutex_unlock(&s->lock);
            some = loop->idle(loop->context, worker);
            pthread_mutex_lock(&s->lock);
        } else if (s->outlet_count > 1) {
            pthread_cond_wait(&s->changed, &s->lock);
        } else {
            break;
        }
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
        if (code != FW_OK) keep_failure(s, step_of(ticket, 0), code, &err);
        s->states[slot] = SLOT_DONE;
        if (s->outlet_count > 1) pthread_cond_broadcast(&s->changed); /* sinks for who waits */
        drain(s);
        help(s);
    }
    end_usefully(s, worker);
    pthread_mutex_unlock(&s->lock);
}

fw_code fw_ordered_run(const fw_ordered *loop, fw_error *err) {
    state s = {.loop = loop, .err = err, .states = calloc(loop->slots, sizeof(slot_state))};
    if (!s.states) return fw_fail_nomem(err);
    while (s.outlet_count < FW_ORDERED_SINKS && loop->sinks[s.outlet_count]) s.outlet_count++;
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
