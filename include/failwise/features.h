/*
 * features.h: the feature catalogue: one table that feeds extraction, `failwise features`, datasets, models
 * and reports.
 */
#ifndef FAILWISE_FEATURES_H
#define FAILWISE_FEATURES_H

#include <failwise/audit.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/* One feature. All strings are static. */
typedef struct fw_feature {
    const char *name;
    const char *group;      /* "arc", "ownership", "deflection", "voice", "quantity", ... */
    const char *unit;       /* "per 100 words", "count", "share", "seconds", "0..1", "log10", ... */
    const char *definition; /* one sentence */
    const char *source;     /* where the idea comes from: "rubric", "style research", ... */
    int sign;               /* what the rubric expects: +1 helps, -1 hurts, 0 no expectation */
    bool scored;            /* false: reported only, never a predictor */
    double (*compute)(const fw_analysis *analysis);
} fw_feature;

size_t fw_feature_count(void);
const fw_feature *fw_feature_at(size_t index);
/* Index by name, or -1. */
int fw_feature_find(const char *name);

/* Fills row[fw_feature_count()]. Every value is finite. */
void fw_features_compute(const fw_analysis *analysis, float *row);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
