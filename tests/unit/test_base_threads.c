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
    bool nest, kept;
} heap;

static void take_all(heap *h) {
    while (atomic_fetch_add(&h->next, 1) < PIECES) atomic_fetch_add(&h->done, 1);
}

static int others(heap *h) {
    int came = 0;
    for (size_t t = 1; t < MOST; t++) came += atomic_load(&h->came[t]);
    return came;
}

static void take_inner(void *context, size_t thread) {
    heap *h = context;
    atomic_fetch_add(&h->came[thread], 1);
    assert_true(fw_threads_inside());
    take_all(h);
    assert_int_equal(fw_threads_at_hand(), 1);
}

/* Whoever is idle joins a call inside of another, where threads are kept. */
static void call_inside(const heap *h) {
    heap inner = {0};
    fw_threads_run(MOST, take_inner, &inner);
    assert_int_equal(atomic_load(&inner.done), PIECES);
    assert_int_equal(atomic_load(&inner.came[0]), 1);
    if (!h->kept) assert_int_equal(others(&inner), 0);
    assert_true(fw_threads_inside());
}

static void take_pieces(void *context, size_t thread) {
    heap *h = context;
    atomic_fetch_add(&h->came[thread], 1);
    assert_true(fw_threads_inside());
    if (h->nest) call_inside(h);
    take_all(h);
    if (h->nest) call_inside(h);
}

static void check_call(size_t threads, bool nest, bool kept) {
    heap h = {.nest = nest, .kept = kept};
    fw_threads_run(threads, take_pieces, &h);
    assert_int_equal(atomic_load(&h.done), PIECES);
    assert_int_equal(atomic_load(&h.came[0]), 1);
    for (size_t t = 1; t < MOST; t++) assert_true(atomic_load(&h.came[t]) <= (t < threads ? 1 : 0));
    assert_false(fw_threads_inside());
}

/* The one that is kept does its pieces while the other waits for it: that one helps. */
typedef struct {
    atomic_int inside, helped;
} meeting;

static void meet(void *context, size_t thread) {
    meeting *m = context;
    if (thread > 0) atomic_store(&m->helped, 1);
    if (thread > 0) return;
    while (!atomic_load(&m->helped)) continue;
}

static void call_and_go(void *context, size_t thread) {
    meeting *m = context;
    if (thread > 0) {
        atomic_store(&m->inside, 1);
        fw_threads_run(2, meet, m);
    } else {
        while (!atomic_load(&m->inside)) continue; /* until the other has come */
    }
}

static void check_help(void *unused) {
    (void)unused;
    meeting m = {0};
    fw_threads_run(2, call_and_go, &m);
    assert_int_equal(atomic_load(&m.helped), 1);
}

static void who_waits_helps(void **unused) {
    (void)unused;
    fw_threads_keep(2, check_help, NULL);
}

static void count_hands(void *hands) { *(size_t *)hands = fw_threads_at_hand(); }

static void check_calls(void *calls) {
    for (int i = 0; i < 200; i++) {
        check_call(2, i % 2 == 0, true);
        check_call(3, false, true);
        check_call(MOST, true, true); /* more than there are, where three are kept */
        ++*(int *)calls;
    }
}

static void keep_more(void *calls) { fw_threads_keep(MOST, check_calls, calls); }

static void every_call_is_done_whoever_comes(void **unused) {
    (void)unused;
    int calls = 0;
    check_call(2, true, false); /* none are kept */
    check_call(MOST, false, false);
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
    check_call(2, false, false);
}

static void come(void *context, size_t thread) { atomic_fetch_add(&((heap *)context)->came[thread], 1); }

static void one_thread_is_the_caller(void **unused) {
    (void)unused;
    heap h = {0};
    fw_threads_run(1, come, &h);
    fw_threads_run(0, come, &h);
    assert_int_equal(atomic_load(&h.came[0]), 2);
    assert_int_equal(others(&h), 0);
    assert_false(fw_threads_inside());
}

static void wait_somewhere(void *context) {
    heap *h = context;
    atomic_fetch_add(&h->came[0], 1);
    take_all(h);
}

static void those_that_wait_are_as_many_as_asked_for(void **unused) {
    (void)unused;
    for (size_t threads = 0; threads <= MOST; threads++) {
        heap h = {0};
        fw_threads_run_waiting(threads, wait_somewhere, &h);
        assert_int_equal(atomic_load(&h.done), PIECES);
        assert_int_equal(atomic_load(&h.came[0]), threads ? threads : 1);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_thread_is_the_caller),
        cmocka_unit_test(every_call_is_done_whoever_comes),
        cmocka_unit_test(those_that_wait_are_as_many_as_asked_for),
        cmocka_unit_test(who_waits_helps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
