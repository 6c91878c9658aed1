/*
 * threads.c: OpenMP's threads, kept asleep between two loops.
 *
 * libgomp's threads spin where they wait, for each other and for the next region: up to 15 ms of processor
 * time each, half of what a run on one answer took. One region therefore spans all of a run, and inside of it
 * threads wait for conditions.
 */
#include "base/threads.h"

#include <omp.h>
#include <pthread.h>

/* One call that is open: it lies where it was made, until all who joined it are done. */
typedef struct call {
    struct call *next;
    void (*work)(void *context, size_t thread);
    void *context;
    size_t seats, taken; /* threads that may join, the caller among them, and have */
    size_t working;      /* of those, without the caller */
} call;

typedef struct {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    call *open;  /* the one made last comes first */
    size_t size; /* threads, with the one that keeps them */
    size_t kept; /* threads that serve */
    bool over;
} crew;

static _Thread_local crew *ours;  /* of its keeper and of those that are kept */
static _Thread_local bool inside; /* runs a function that others may run, too */

static void run_inside(void (*work)(void *context, size_t thread), void *context, size_t thread) {
    const bool nested = inside;
    inside = true;
    work(context, thread);
    inside = nested;
}

/* Called with the lock held, and lets go of it meanwhile; false when no call has a seat left. */
static bool join_one(crew *c) {
    call *joined = c->open;
    while (joined && joined->taken >= joined->seats) joined = joined->next;
    if (!joined) return false;
    const size_t seat = joined->taken++;
    joined->working++;
    pthread_mutex_unlock(&c->lock);
    run_inside(joined->work, joined->context, seat);
    pthread_mutex_lock(&c->lock);
    joined->seats = 0; /* who comes back has found nothing left */
    if (--joined->working == 0) pthread_cond_broadcast(&c->changed);
    return true;
}

/* A kept thread. */
static void serve(crew *c) {
    ours = c;
    pthread_mutex_lock(&c->lock);
    c->kept++;
    while (!c->over)
        if (!join_one(c)) pthread_cond_wait(&c->changed, &c->lock);
    c->kept--;
    pthread_cond_broadcast(&c->changed);
    pthread_mutex_unlock(&c->lock);
    ours = NULL;
}

static void take_off(crew *c, const call *done) {
    call **at = &c->open;
    while (*at != done) at = &(*at)->next;
    *at = done->next;
}

/*
 * Nobody waits for who has not come by the end. Who waits for others outside of all calls helps with what
 * those have called meanwhile; inside of one it might hold what such a call needs.
 */
static void run_with(crew *c, size_t threads, void (*work)(void *context, size_t thread), void *context) {
    call made = {.work = work, .context = context, .seats = threads, .taken = 1};
    pthread_mutex_lock(&c->lock);
    made.next = c->open;
    c->open = &made;
    pthread_cond_broadcast(&c->changed);
    pthread_mutex_unlock(&c->lock);
    run_inside(work, context, 0);
    pthread_mutex_lock(&c->lock);
    take_off(c, &made);
    while (made.working > 0)
        if (inside || !join_one(c)) pthread_cond_wait(&c->changed, &c->lock);
    pthread_mutex_unlock(&c->lock);
}

void fw_threads_run(size_t threads, void (*work)(void *context, size_t thread), void *context) {
    if (threads <= 1 || (inside && !ours)) {
        work(context, 0);
    } else if (ours) {
        run_with(ours, threads, work, context);
    } else {
#pragma omp parallel num_threads((int)threads)
        run_inside(work, context, (size_t)omp_get_thread_num());
    }
}

size_t fw_threads_at_hand(void) { return ours && !inside ? ours->size : 1; }

bool fw_threads_inside(void) { return inside; }

static void lead(crew *c, void (*body)(void *context), void *context) {
    ours = c;
    body(context);
    ours = NULL;
    pthread_mutex_lock(&c->lock);
    c->over = true;
    pthread_cond_broadcast(&c->changed);
    while (c->kept > 0)
        pthread_cond_wait(&c->changed, &c->lock); /* then all are awake, and none spins for long */
    pthread_mutex_unlock(&c->lock);
}

void fw_threads_keep(size_t threads, void (*body)(void *context), void *context) {
    if (threads == 0) threads = (size_t)omp_get_num_procs();
    if (threads == 1 || inside || ours) {
        body(context);
        return;
    }
    crew c = {.size = threads, .lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER};
#pragma omp parallel num_threads((int)threads)
    {
        if (omp_get_thread_num() == 0)
            lead(&c, body, context);
        else
            serve(&c);
    }
    (void)omp_pause_resource_all(omp_pause_soft); /* or they would spin for the next */
    pthread_cond_destroy(&c.changed);
    pthread_mutex_destroy(&c.lock);
}

/* ---- waiting ---- */

typedef struct {
    void (*work)(void *context);
    void *context;
} errand;

static void *run_errand(void *given) {
    const errand *e = given;
    e->work(e->context);
    return NULL;
}

void fw_threads_run_waiting(size_t threads, void (*work)(void *context), void *context) {
    enum { MOST = 16 };
    pthread_t others[MOST];
    errand e = {work, context};
    size_t started = 0;
    while (started + 1 < threads && started < MOST &&
           pthread_create(&others[started], NULL, run_errand, &e) == 0)
        started++;
    work(context);
    for (size_t i = 0; i < started; i++) pthread_join(others[i], NULL);
}
