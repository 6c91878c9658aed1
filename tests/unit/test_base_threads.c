/* test_base_threads.c: threads that are made for a call, kept for many, or not there. */
#include "base/threads.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { MOST = 4, PIECES = 1000 };

/* Pieces of work that anybody takes, as the loops have them. */
typedef struct {
    atomic_int next, done;
    atomic_int came[MOST]; /* by thread */
    atomic_int nested;     /* calls inside that had more than the caller */
    bool nest;
} heap;

static void alone(void *context, size_t thread) {
    heap *h = context;
    if (thread > 0) atomic_fetch_add(&h->nested, 1);
}

static void take_pieces(void *context, size_t thread) {
    heap *h = context;
    atomic_fetch_add(&h->came[thread], 1);
    assert_true(fw_threads_inside());
    if (h->nest) fw_threads_run(MOST, alone, h);
    while (atomic_fetch_add(&h->next, 1) < PIECES) atomic_fetch_add(&h->done, 1);
}

static void check_call(size_t threads, bool nest) {
    heap h = {.nest = nest};
    fw_threads_run(threads, take_pieces, &h);
    assert_int_equal(atomic_load(&h.done), PIECES);
    assert_int_equal(atomic_load(&h.came[0]), 1);
    for (size_t t = 1; t < MOST; t++) assert_true(atomic_load(&h.came[t]) <= (t < threads ? 1 : 0));
    assert_int_equal(atomic_load(&h.nested), 0);
    assert_false(fw_threads_inside());
}

static void count_hands(void *hands) { *(size_t *)hands = fw_threads_at_hand(); }

static void check_calls(void *calls) {
    for (int i = 0; i < 200; i++) {
        check_call(2, i % 2 == 0);
        check_call(3, false);
        check_call(MOST, true); /* more than there are, where three are kept */
        ++*(int *)calls;
    }
}

static void keep_more(void *calls) { fw_threads_keep(MOST, check_calls, calls); }

static void every_call_is_done_whoever_comes(void **unused) {
    (void)unused;
    int calls = 0;
    check_call(2, true); /* none are kept */
    check_call(MOST, false);
    fw_threads_keep(1, keep_more, &calls);
    fw_threads_keep(3, check_calls, &calls);
    fw_threads_keep(2, keep_more, &calls); /* kept once: inside they stay */
    fw_threads_keep(0, check_calls, &calls);
    assert_int_equal(calls, 4 * 200);
    size_t hands = 0;
    fw_threads_keep(3, count_hands, &hands);
    assert_int_equal(hands, 3);
    fw_threads_keep(1, count_hands, &hands);
    assert_int_equal(hands, 1);
    assert_int_equal(fw_threads_at_hand(), 1);
    check_call(2, false);
}

static void one_thread_is_the_caller(void **unused) {
    (void)unused;
    heap h = {0};
    fw_threads_run(1, alone, &h);
    fw_threads_run(0, alone, &h);
    assert_int_equal(atomic_load(&h.nested), 0);
    assert_false(fw_threads_inside());
}

static void wait_somewhere(void *context) {
    heap *h = context;
    atomic_fetch_add(&h->nested, 1);
    while (atomic_fetch_add(&h->next, 1) < PIECES) atomic_fetch_add(&h->done, 1);
}

static void those_that_wait_are_as_many_as_asked_for(void **unused) {
    (void)unused;
    for (size_t threads = 0; threads <= MOST; threads++) {
        heap h = {0};
        fw_threads_run_waiting(threads, wait_somewhere, &h);
        assert_int_equal(atomic_load(&h.done), PIECES);
        assert_int_equal(atomic_load(&h.nested), threads ? threads : 1);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_thread_is_the_caller),
        cmocka_unit_test(every_call_is_done_whoever_comes),
        cmocka_unit_test(those_that_wait_are_as_many_as_asked_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
