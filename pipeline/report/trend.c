/* trend.c: this run's headline figures beside those of earlier runs. */
#include "report/trend.h"

#include "base/json.h"

#include <math.h>
#include <stdlib.h>

/* A new value lies beyond n earlier ones of the same kind with probability 2 / (n + 1): with fewer than five
 * that is no news. */
enum { ENOUGH = 5 };

static int by_value(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

fw_trend fw_trend_of(const fw_past_figure *past, double value) {
    fw_trend trend = {
        .past = past, .value = value, .median = (double)NAN, .low = (double)NAN, .high = (double)NAN};
    double *seen = calloc(past->runs + 1, sizeof *seen);
    for (size_t r = 0; r < past->runs && seen; r++) {
        if (isfinite(past->values[r])) seen[trend.runs++] = past->values[r];
    }
    if (trend.runs) {
        qsort(seen, trend.runs, sizeof *seen, by_value);
        trend.low = seen[0];
        trend.high = seen[trend.runs - 1];
        trend.median = .5 * (seen[(trend.runs - 1) / 2] + seen[trend.runs / 2]);
        trend.outside = trend.runs >= ENOUGH && (value < trend.low || value > trend.high);
    }
    free(seen);
    return trend;
}

size_t fw_trends_find(const fw_past_figure *past, size_t count, const json_t *summary, fw_trend *out) {
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        const double value = fw_json_figure(summary, past[i].path, past[i].decimals);
        if (!isfinite(value)) continue;
        out[found] = fw_trend_of(&past[i], value);
        found += out[found].runs > 0;
    }
    return found;
}

double fw_trends_by_chance(const fw_trend *trends, size_t count) {
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        if (trends[i].runs >= ENOUGH) sum += 2 / (double)(trends[i].runs + 1);
    return sum;
}

json_t *fw_trends_json(const fw_trend *trends, size_t count) {
    json_t *list = json_array();
    for (size_t i = 0; i < count && list; i++) {
        const fw_trend *t = &trends[i];
        json_t *row = json_pack("{s:s, s:f, s:I, s:f, s:f, s:f, s:b}", "figure", t->past->name, "value",
                                t->value, "runs", (json_int_t)t->runs, "median", t->median, "low", t->low,
                                "high", t->high, "outside", (int)t->outside);
        if (row && json_array_append_new(list, row) == 0) continue;
        json_decref(list);
        return NULL;
    }
    return list;
}
