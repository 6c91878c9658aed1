/* coach_fixture.h: texts analysed and scored for the tests of what a coach says. */
#ifndef FAILWISE_TESTS_COACH_FIXTURE_H
#define FAILWISE_TESTS_COACH_FIXTURE_H

#include <failwise/coach.h>

#include "base/str.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { FIXTURE_ANALYZERS = 2 };

typedef struct fixture {
    fw_lexicon *lexicon;
    fw_analyzer *analyzer[FIXTURE_ANALYZERS];
    fw_judge *judge;
} fixture;

static inline int make_fixture(void **state) {
    fixture *f = calloc(1, sizeof *f);
    assert_non_null(f);
    assert_int_equal(fw_lexicon_builtin(&f->lexicon, NULL), FW_OK);
    for (int i = 0; i < FIXTURE_ANALYZERS; i++)
        assert_int_equal(fw_analyzer_new(f->lexicon, NULL, &f->analyzer[i], NULL), FW_OK);
    assert_int_equal(fw_judge_new(NULL, &f->judge, NULL), FW_OK);
    *state = f;
    return 0;
}

static inline int free_fixture(void **state) {
    fixture *f = *state;
    for (int i = 0; i < FIXTURE_ANALYZERS; i++) fw_analyzer_free(f->analyzer[i]);
    fw_judge_free(f->judge);
    fw_lexicon_free(f->lexicon);
    free(f);
    return 0;
}

static inline const fw_analysis *analyse(fixture *f, int which, const char *text, fw_score *score) {
    const fw_answer_facts facts = {.duration_s = (double)NAN, .level = {"", 0}};
    const fw_analysis *a = NULL;
    assert_int_equal(fw_analyze(f->analyzer[which], fw_str_of(text), &facts, &a, NULL), FW_OK);
    if (score) fw_judge_score(f->judge, a, score);
    return a;
}

#endif
