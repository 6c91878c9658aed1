/* fuzz_extract_features.c: any well-formed text, with any level and length: every feature is finite and
 * within its bounds, and the same when the text is analysed once more. */
#include "../unit/analysis_fixture.h"

#include "base/str.h"

#include <stdio.h>

enum { LONGEST = 8192 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const float *row, const float *again) {
    for (size_t i = 0; i < fw_feature_count(); i++) {
        const fw_feature *feature = fw_feature_at(i);
        if (feature_in_bounds(feature, (double)row[i]) && row[i] == again[i]) continue;
        (void)fprintf(stderr, "%s = %g, then %g\n", feature->name, (double)row[i], (double)again[i]);
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char *const LEVELS[] = {NULL, "junior", "senior", "lead"};
    static const double SECONDS[] = {(double)NAN, 0, .5, 1e9};
    static analysis_fixture fixture;
    if (!fixture.analyzer && !analysis_fixture_open(&fixture)) abort();
    if (size < 1 || size > LONGEST || fw_feature_count() > FEATURES_MOST) return 0;
    const char *text = (const char *)data + 1;
    if (fw_utf8_valid_prefix(text, size - 1) != size - 1) return 0;
    const char *level = LEVELS[data[0] & 3];
    const double seconds = SECONDS[(data[0] >> 2) & 3];
    float row[FEATURES_MOST], again[FEATURES_MOST];
    for (int turn = 0; turn < 2; turn++) {
        const fw_analysis *analysis = analysis_of(&fixture, text, size - 1, level, seconds);
        if (!analysis) abort();
        fw_features_compute(analysis, turn ? again : row);
    }
    check(row, again);
    return 0;
}
