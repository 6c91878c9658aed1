/*
 * fit_speed.c: bench_fit_speed ROWS FEATURES FILE: writes a table of made-up features and ratings, always the
 * same, and fits the same numbers in memory: prints how long that takes without reading.
 */
#include "fit/table_fit.h"

#include "base/str.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static uint64_t next(uint64_t *state) {
    uint64_t x = *state += 0x9E3779B97F4A7C15u;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return x ^ (x >> 31);
}

/* Three digits before the point and up to four behind, as most tables have. */
static double draw(uint64_t *state) { return (double)(next(state) % 1000000) / 1e4; }

static void fill(fw_sample *s) {
    uint64_t state = 1;
    for (size_t i = 0; i < s->rows; i++) {
        double sum = 0;
        for (size_t j = 0; j < s->features; j++) {
            s->x[i * s->features + j] = draw(&state);
            sum += (s->x[i * s->features + j] - 50) * (j % 3 == 0 ? .01 : 0);
        }
        const double noise = draw(&state) + draw(&state) - 100;
        s->y[i] = fmin(5, fmax(1, rint(3 + sum / 2 + noise / 60)));
        s->cluster[i] = fw_hash64(&i, sizeof i, 1);
    }
}

static int write_table(const fw_sample *s, const char *path) {
    FILE *out = fopen(path, "w");
    if (!out) return 0;
    fputs("id", out);
    for (size_t j = 0; j < s->features; j++) fprintf(out, ",f%zu", j + 1);
    fputs(",score\n", out);
    for (size_t i = 0; i < s->rows; i++) {
        fprintf(out, "%zu", i + 1);
        for (size_t j = 0; j < s->features; j++) {
            const unsigned tenths = (unsigned)lrint(s->x[i * s->features + j] * 1e4);
            fprintf(out, ",%u.%04u", tenths / 10000, tenths % 10000);
        }
        fprintf(out, ",%.0f\n", s->y[i]);
    }
    return fclose(out) == 0;
}

static fw_code fit(fw_sample *sample, fw_model_kind kind, size_t resamples, fw_error *err) {
    fw_feature_spec *specs = calloc(sample->features, sizeof *specs);
    if (!specs) return fw_fail_nomem(err);
    const double none = (double)NAN;
    for (size_t j = 0; j < sample->features; j++) {
        specs[j] = (fw_feature_spec){.min = none, .max = none, .weight = none};
        snprintf(specs[j].name, sizeof specs[j].name, "f%zu", j + 1);
    }
    const fw_table_fit_options options = {.kind = kind,
                                          .specs = specs,
                                          .steps = {.clamp_sd = 4, .standardize = true},
                                          .folds = 10,
                                          .seed = 1,
                                          .scale_min = none,
                                          .scale_max = none,
                                          .trim_min = none,
                                          .trim_max = none,
                                          .trim_tolerance = .4998,
                                          .lambda = none,
                                          .resamples = resamples};
    fw_model *model = NULL;
    const fw_code code = fw_table_fit(sample, &options, &(fw_table_predictions){0}, &model, err);
    if (code == FW_OK) printf("cross-validated r %.4f, ", model->quality.cv.r);
    fw_model_free(model);
    free(specs);
    return code;
}

int main(int argc, char **argv) {
    if (argc != 4) {
        fputs("usage: bench_fit_speed ROWS FEATURES FILE\n", stderr);
        return 64;
    }
    fw_sample sample;
    fw_error err = {0};
    fw_code code = fw_sample_alloc(&sample, strtoul(argv[1], NULL, 10), strtoul(argv[2], NULL, 10), &err);
    if (code == FW_OK) {
        fill(&sample);
        if (!write_table(&sample, argv[3])) code = fw_fail(&err, FW_IO, "%s cannot be written", argv[3]);
    }
    static const size_t RESAMPLES[] = {0, 1000};
    for (size_t i = 0; i < 2 && code == FW_OK; i++) {
        fill(&sample);
        const double start = now();
        code = fit(&sample, FW_MODEL_RIDGE, RESAMPLES[i], &err);
        printf("in memory, %4zu resamples: %.2f s\n", RESAMPLES[i], now() - start);
    }
    if (code != FW_OK) fprintf(stderr, "bench_fit_speed: %s\n", err.message);
    fw_sample_free(&sample);
    return (int)code;
}
