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

typedef struct {
    pthread_mutex_t lock;
    pthread_cond_t called, left;
    void (*work)(void *context, size_t thread);
    void *context;
    size_t size;         /* threads, with the one that keeps them */
    size_t seats, taken; /* threads that may join what is run, and have */
    size_t working;      /* of those, without the one that called */
    size_t kept;         /* threads that serve */
    bool over;
} crew;

static _Thread_local crew *kept;  /* of the thread that keeps others */
static _Thread_local bool inside; /* runs a function that others may run, too */

static void run_inside(void (*work)(void *context, size_t thread), void *context, size_t thread) {
    inside = true;
    work(context, thread);
    inside = false;
}

/* A kept thread: joins whatever is run and has a seat left. */
static void serve(crew *c) {
    pthread_mutex_lock(&c->lock);
    c->kept++;
    while (!c->over) {
        if (c->taken >= c->seats) {
            pthread_cond_wait(&c->called, &c->lock);
            continue;
        }
        const size_t seat = c->taken++;
        c->working++;
        pthread_mutex_unlock(&c->lock);
        run_inside(c->work, c->context, seat);
        pthread_mutex_lock(&c->lock);
        c->seats = 0; /* who comes back has found nothing left */
        if (--c->working == 0) pthread_cond_signal(&c->left);
    }
    c->kept--;
    pthread_cond_signal(&c->left);
    pthread_mutex_unlock(&c->lock);
}

/* Nobody waits for who has not come by the end. */
static void run_with(crew *c, size_t threads, void (*work)(void *context, size_t thread), void *context) {
    pthread_mutex_lock(&c->lock);
    c->work = work;
    c->context = context;
    c->seats = threads;
    c->taken = 1;
    pthread_cond_broadcast(&c->called);
    pthread_mutex_unlock(&c->lock);
    run_inside(work, context, 0);
    pthread_mutex_lock(&c->lock);
    c->seats = 0;
    while (c->working > 0) pthread_cond_wait(&c->left, &c->lock);
    pthread_mutex_unlock(&c->lock);
}

void fw_threads_run(size_t threads, void (*work)(void *context, size_t thread), void *context) {
    if (threads <= 1 || inside) {
        work(context, 0);
    } else if (kept) {
        run_with(kept, threads, work, context);
    } else {
#pragma omp parallel num_threads((int)threads)
        run_inside(work, context, (size_t)omp_get_thread_num());
    }
}

size_t fw_threads_at_hand(void) { return kept && !inside ? kept->size : 1; }

bool fw_threads_inside(void) { return inside; }

static void lead(crew *c, void (*body)(void *context), void *context) {
    kept = c;
    body(context);
    kept = NULL;
    pthread_mutex_lock(&c->lock);
    c->over = true;
    pthread_cond_broadcast(&c->called);
    while (c->kept > 0)
        pthread_cond_wait(&c->left, &c->lock); /* then all are awake, and none spins for long */
    pthread_mutex_unlock(&c->lock);
}

void fw_threads_keep(size_t threads, void (*body)(void *context), void *context) {
    if (threads == 0) threads = (size_t)omp_get_num_procs();
    if (threads == 1 || inside || kept) {
        body(context);
        return;
    }
    crew c = {.size = threads,
              .lock = PTHREAD_MUTEX_INITIALIZER,
              .called = PTHREAD_COND_INITIALIZER,
              .left = PTHREAD_COND_INITIALIZER};
#pragma omp parallel num_threads((int)threads)
    {
        if (omp_get_thread_num() == 0)
            lead(&c, body, context);
        else
            serve(&c);
    }
    (void)omp_pause_resource(omp_pause_soft, omp_get_initial_device()); /* or they would spin for the next */
    pthread_cond_destroy(&c.called);
    pthread_cond_destroy(&c.left);
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
