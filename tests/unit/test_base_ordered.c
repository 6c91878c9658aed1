/* test_base_ordered.c: loops whose pieces are consumed in order, and tasks side by side. */
#include "base/ordered.h"
#include "base/together.h"

#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>

#include <cmocka.h>

typedef struct {
    int next, fail_at;
    int slot_value[3];
    int seen[2000];
    size_t seen_count;
} loop_state;

static fw_code loop_source(void *context, size_t slot, bool *more, fw_error *err) {
    (void)err;
    loop_state *s = context;
    *more = s->next < 1000;
    if (*more) s->slot_value[slot] = s->next++;
    return FW_OK;
}

static fw_code loop_work(void *context, size_t slot, size_t worker, fw_error *err) {
    (void)worker;
    loop_state *s = context;
    if (s->slot_value[slot] == s->fail_at) return fw_fail(err, FW_DATA, "row %d", s->fail_at);
    s->slot_value[slot] *= 2;
    return FW_OK;
}

static fw_code loop_sink(void *context, size_t slot, fw_error *err) {
    (void)err;
    loop_state *s = context;
    s->seen[s->seen_count++] = s->slot_value[slot];
    return FW_OK;
}

static void ordered_loop_consumes_in_input_order(void **unused) {
    (void)unused;
    for (size_t threads = 1; threads <= 4; threads++) {
        loop_state s = {.fail_at = -1};
        const fw_ordered loop = {.context = &s,
                                 .source = loop_source,
                                 .work = loop_work,
                                 .sinks = {loop_sink},
                                 .slots = 3,
                                 .threads = threads};
        fw_error err = {0};
        assert_int_equal(fw_ordered_run(&loop, &err), FW_OK);
        assert_int_equal(s.seen_count, 1000);
        for (int i = 0; i < 1000; i++) assert_int_equal(s.seen[i], 2 * i);
    }
}

/* The last slot waits until the other thread, which finds none left, has done what there is beside. */
typedef struct {
    bool given;
    atomic_int left;
} beside;

static fw_code one_slot(void *context, size_t slot, bool *more, fw_error *err) {
    (void)slot;
    (void)err;
    beside *b = context;
    *more = !b->given;
    b->given = true;
    return FW_OK;
}

static fw_code work_until_done(void *context, size_t slot, size_t worker, fw_error *err) {
    (void)slot;
    (void)worker;
    (void)err;
    const beside *b = context;
    for (long tries = 0; atomic_load(&b->left) > 0 && tries < 10000000; tries++) sched_yield();
    return FW_OK;
}

static fw_code no_sink(void *context, size_t slot, fw_error *err) {
    (void)context;
    (void)slot;
    (void)err;
    return FW_OK;
}

static bool do_some(void *context, size_t worker) {
    (void)worker;
    beside *b = context;
    return atomic_fetch_sub(&b->left, 1) > 1;
}

static void who_has_no_slot_does_what_is_beside(void **unused) {
    (void)unused;
    beside b = {.left = 3};
    const fw_ordered loop = {.context = &b,
                             .source = one_slot,
                             .work = work_until_done,
                             .sinks = {no_sink},
                             .idle = do_some,
                             .slots = 2,
                             .threads = 2};
    fw_error err = {0};
    assert_int_equal(fw_ordered_run(&loop, &err), FW_OK);
    assert_int_equal(atomic_load(&b.left), 0);
}

static void ordered_loop_returns_the_first_failure(void **unused) {
    (void)unused;
    loop_state s = {.fail_at = 17};
    const fw_ordered loop = {.context = &s,
                             .source = loop_source,
                             .work = loop_work,
                             .sinks = {loop_sink},
                             .slots = 3,
                             .threads = 2};
    fw_error err = {0};
    assert_int_equal(fw_ordered_run(&loop, &err), FW_DATA);
    assert_string_equal(err.message, "row 17");
    assert_int_equal(s.seen_count, 17); /* what came before it was consumed, nothing after */
}

/* Two sinks, each of which must have been entered before either goes on. */
typedef struct {
    loop_state state;
    atomic_int entered[2];
    int sums[2][1000];
    int counts[2];
    int fail_at[2];
} two_sinks;

static fw_code take_in(two_sinks *t, int which, size_t slot, fw_error *err) {
    atomic_fetch_add(&t->entered[which], 1);
    for (long tries = 0; atomic_load(&t->entered[1 - which]) == 0 && tries < 10000000; tries++) sched_yield();
    const int value = t->state.slot_value[slot] / 2;
    if (value == t->fail_at[which]) return fw_fail(err, FW_DATA, "sink %d", which);
    t->sums[which][t->counts[which]++] = value;
    return FW_OK;
}

static fw_code first_sink(void *context, size_t slot, fw_error *err) {
    return take_in(context, 0, slot, err);
}
static fw_code second_sink(void *context, size_t slot, fw_error *err) {
    return take_in(context, 1, slot, err);
}

static fw_code run_two_sinks(two_sinks *t, int first, int second, size_t threads, fw_error *err) {
    *t = (two_sinks){.state.fail_at = -1, .fail_at = {first, second}};
    if (threads == 1) t->entered[0] = t->entered[1] = 1;
    const fw_ordered loop = {.context = t,
                             .source = loop_source,
                             .work = loop_work,
                             .sinks = {first_sink, second_sink},
                             .slots = 3,
                             .threads = threads};
    return fw_ordered_run(&loop, err);
}

static void sinks_run_beside_each_other_each_in_input_order(void **unused) {
    (void)unused;
    two_sinks t;
    for (size_t threads = 1; threads <= 4; threads++) {
        fw_error err = {0};
        assert_int_equal(run_two_sinks(&t, -1, -1, threads, &err), FW_OK);
        for (int which = 0; which < 2; which++) {
            assert_int_equal(t.counts[which], 1000);
            for (int i = 0; i < 1000; i++) assert_int_equal(t.sums[which][i], i);
        }
        assert_int_equal(run_two_sinks(&t, 20, 20, threads, &err), FW_DATA);
        assert_string_equal(err.message, "sink 0"); /* of one slot in the order of the list */
        assert_int_equal(t.counts[0], 20);
        assert_int_equal(run_two_sinks(&t, 21, 20, threads, &err), FW_DATA);
        assert_string_equal(err.message, "sink 1");
        assert_int_equal(t.counts[1], 20);
    }
}

enum { TASKS = 7 };
typedef struct {
    bool fails;
    int runs;
} one_task;

static fw_code run_one(void *context, fw_error *err) {
    one_task *task = context;
    task->runs++;
    return task->fails ? fw_fail(err, FW_DATA, "task %d", task->runs) : FW_OK;
}

static void tasks_are_run_once_and_the_first_failure_tells(void **unused) {
    (void)unused;
    assert_int_equal(fw_together(NULL, 0, 3, NULL), FW_OK);
    for (size_t threads = 0; threads <= TASKS + 1; threads++) {
        one_task list[TASKS] = {{0}};
        fw_task tasks[TASKS];
        for (size_t i = 0; i < TASKS; i++) tasks[i] = (fw_task){run_one, &list[i]};
        assert_int_equal(fw_together(tasks, TASKS, threads, NULL), FW_OK);
        for (size_t i = 0; i < TASKS; i++) assert_int_equal(list[i].runs, 1);
        list[2].fails = list[5].fails = true;
        list[2].runs = 10;
        fw_error err = {0};
        assert_int_equal(fw_together(tasks, TASKS, threads, &err), FW_DATA);
        assert_string_equal(err.message, "task 11");
        assert_int_equal(list[0].runs, 2);
        if (threads == 1) assert_int_equal(list[3].runs, 1); /* behind the failure: not run */
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ordered_loop_consumes_in_input_order),
        cmocka_unit_test(sinks_run_beside_each_other_each_in_input_order),
        cmocka_unit_test(who_has_no_slot_does_what_is_beside),
        cmocka_unit_test(ordered_loop_returns_the_first_failure),
        cmocka_unit_test(tasks_are_run_once_and_the_first_failure_tells),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
