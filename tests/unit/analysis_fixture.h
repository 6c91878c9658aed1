/* analysis_fixture.h: from an answer to its analysis and features, for tests of the text features. */
#ifndef FAILWISE_TESTS_ANALYSIS_FIXTURE_H
#define FAILWISE_TESTS_ANALYSIS_FIXTURE_H

#include <failwise/features.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { FEATURES_MOST = 128 };

typedef struct analysis_fixture {
    fw_lexicon *lexicon;
    fw_analyzer *analyzer;
} analysis_fixture;

static inline bool analysis_fixture_open(analysis_fixture *f) {
    *f = (analysis_fixture){0};
    return fw_lexicon_builtin(&f->lexicon, NULL) == FW_OK &&
           fw_analyzer_new(f->lexicon, NULL, &f->analyzer, NULL) == FW_OK;
}

static inline void analysis_fixture_close(analysis_fixture *f) {
    fw_analyzer_free(f->analyzer);
    fw_lexicon_free(f->lexicon);
}

/* For cmocka's group setup and teardown: *state is an analysis_fixture. */
static inline int analysis_fixture_setup(void **state) {
    analysis_fixture *f = malloc(sizeof *f);
    *state = f;
    return f && analysis_fixture_open(f) ? 0 : -1;
}

static inline int analysis_fixture_teardown(void **state) {
    analysis_fixture_close(*state);
    free(*state);
    return 0;
}

/* The analysis of `len` bytes; NULL when it fails. `level` may be NULL, `seconds` NaN. */
static inline const fw_analysis *analysis_of(analysis_fixture *f, const char *text, size_t len,
                                             const char *level, double seconds) {
    const fw_answer_facts facts = {.duration_s = seconds,
                                   .level = {level ? level : "", level ? strlen(level) : 0}};
    const fw_analysis *analysis = NULL;
    return fw_analyze(f->analyzer, (fw_str){text, len}, &facts, &analysis, NULL) == FW_OK ? analysis : NULL;
}

static inline const fw_analysis *analyse(analysis_fixture *f, const char *text) {
    return analysis_of(f, text, strlen(text), NULL, (double)NAN);
}

/* Whether the value of a feature is finite and within what its unit says. */
static inline bool feature_in_bounds(const fw_feature *feature, double value) {
    static const char *const UP_TO_ONE[] = {"share", "0..1", "0 or 1"};
    if (!isfinite(value)) return false;
    if (value < 0 && strcmp(feature->name, "fk_grade") != 0) return false; /* very easy texts */
    for (size_t i = 0; i < sizeof UP_TO_ONE / sizeof UP_TO_ONE[0]; i++) {
        if (strcmp(feature->unit, UP_TO_ONE[i]) == 0) return value <= 1;
    }
    return true;
}

/* Whether the bytes of a span are `text`. */
static inline bool span_is(const fw_analysis *a, fw_span span, const char *text) {
    return span.end - span.start == strlen(text) && memcmp(a->text.ptr + span.start, text, strlen(text)) == 0;
}

#endif
