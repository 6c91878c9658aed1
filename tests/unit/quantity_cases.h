/* quantity_cases.h: sentences and the quantities wanted in them, for the tests of the quantity pass. */
#ifndef FAILWISE_TESTS_QUANTITY_CASES_H
#define FAILWISE_TESTS_QUANTITY_CASES_H

#include "quantity_fixture.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#define NO_FROM ((double)NAN)

/* One quantity wanted; the list of a sentence ends at a NULL text. */
typedef struct {
    const char *text;
    double value;
    const char *unit;
    fw_quantity_kind kind;
    double from;
    int bound;
    bool is_delta;
    int direction;
} wanted;

enum { MOST_WANTED = 4 };
typedef struct {
    const char *sentence;
    wanted list[MOST_WANTED];
} quantity_case;

static inline int open_fixture(void **state) {
    quantity_fixture *f = malloc(sizeof *f);
    *state = f;
    return f && quantity_fixture_open(f) ? 0 : -1;
}

static inline int close_fixture(void **state) {
    quantity_fixture_close(*state);
    free(*state);
    return 0;
}

static inline bool same_number(double a, double b) {
    return isnan(a) ? isnan(b) : fabs(a - b) <= 1e-9 * fmax(1, fabs(b));
}

static inline bool is_wanted(const quantity_fixture *f, const fw_quantity *q, const wanted *w) {
    const size_t len = q->span.end - q->span.start;
    return len == strlen(w->text) && memcmp(f->ws.text.ptr + q->span.start, w->text, len) == 0 &&
           same_number(q->value, w->value) && strcmp(q->unit, w->unit) == 0 && q->kind == w->kind &&
           same_number(q->from, w->from) && q->bound == w->bound && q->is_delta == w->is_delta &&
           (!q->is_delta || q->direction == w->direction);
}

static inline void print_found(const quantity_fixture *f, const char *sentence) {
    print_message("%s\n", sentence);
    for (uint32_t i = 0; i < f->ws.quantities.count; i++) {
        const fw_quantity *q = &f->ws.quantities.items[i];
        print_message("    found \"%.*s\" %.10g %s %s from %g bound %d delta %d direction %d\n",
                      (int)(q->span.end - q->span.start), f->ws.text.ptr + q->span.start, q->value, q->unit,
                      fw_kind_name((fw_quantity_kind)q->kind), q->from, q->bound, q->is_delta, q->direction);
    }
}

/* Quantities of outcome kinds must equal the list; others are passed over. */
static inline bool check_outcomes(quantity_fixture *f, const quantity_case *c) {
    if (quantity_fixture_find(f, c->sentence, strlen(c->sentence)) != FW_OK) return false;
    size_t found = 0;
    bool good = true;
    for (uint32_t i = 0; i < f->ws.quantities.count; i++) {
        const fw_quantity *q = &f->ws.quantities.items[i];
        if (!fw_kind_is_outcome((fw_quantity_kind)q->kind)) continue;
        good = good && found < MOST_WANTED && c->list[found].text && is_wanted(f, q, &c->list[found]);
        found++;
    }
    good = good && (found == MOST_WANTED || !c->list[found].text);
    if (!good) print_found(f, c->sentence);
    return good;
}

static inline void check_all(void **state, const quantity_case *cases, size_t count) {
    size_t bad = 0;
    for (size_t i = 0; i < count; i++) bad += !check_outcomes(*state, &cases[i]);
    assert_int_equal(bad, 0);
}
#define CHECK(state, cases) check_all(state, cases, sizeof cases / sizeof cases[0])
#define IS(text, value, unit, kind)                                                                          \
    { text, value, unit, FW_KIND_##kind, NO_FROM, 0, false, 0 }
#define BOUND(text, value, unit, kind, bound)                                                                \
    { text, value, unit, FW_KIND_##kind, NO_FROM, bound, false, 0 }
#define RANGE(text, from, value, unit, kind)                                                                 \
    { text, value, unit, FW_KIND_##kind, from, 0, false, 0 }
#define MOVED(text, from, value, unit, kind, direction)                                                      \
    { text, value, unit, FW_KIND_##kind, from, 0, true, direction }
#define BY(text, value, unit, kind, direction)                                                               \
    { text, value, unit, FW_KIND_##kind, NO_FROM, 0, true, direction }

#endif
