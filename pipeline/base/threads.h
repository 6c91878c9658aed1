/*
 * threads.h: the same function on several threads; the one place where these are made.
 */
#ifndef FAILWISE_BASE_THREADS_H
#define FAILWISE_BASE_THREADS_H

#include <stdbool.h>
#include <stddef.h>

/* Runs `work` on up to `threads` threads, with 0 (the caller), 1, .. as `thread`; returns when all are done.
 * `work` must do everything on one thread, too: others come when they are awake. Inside of itself: with those
 * that are kept and have nothing to do; on the caller alone where none are kept. */
void fw_threads_run(size_t threads, void (*work)(void *context, size_t thread), void *context);
/* Whether the caller is one of several. */
bool fw_threads_inside(void);
/* As many as there are for the caller: 1 unless some are kept for it. */
size_t fw_threads_at_hand(void);
/* Calls `body`, and keeps threads (0: one a processor, the caller among them) for what it runs, asleep
 * between two calls. Without, every call makes its threads and waits for them. */
void fw_threads_keep(size_t threads, void (*body)(void *context), void *context);
/* Runs `work` on some threads, the caller among them, that mostly wait, for a disk: they are made for it,
 * whatever the number of processors. As many come as can be started, at least the caller. */
void fw_threads_run_waiting(size_t threads, void (*work)(void *context), void *context);

#endif
