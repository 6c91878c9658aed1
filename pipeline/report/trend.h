/* trend.h: this run's headline figures beside those of earlier runs. */
#ifndef FAILWISE_REPORT_TREND_H
#define FAILWISE_REPORT_TREND_H

#include <failwise/report.h>

/* What one figure is now, and was in earlier runs. */
typedef struct fw_trend {
    const fw_past_figure *past;
    double value; /* now */
    size_t runs;  /* earlier ones that have it */
    double median, low, high;
    bool outside; /* beyond all of at least five */
} fw_trend;

/* The place of `value` among the earlier ones; runs 0: nothing is known. FW_NOMEM leaves that too. */
fw_trend fw_trend_of(const fw_past_figure *past, double value);

/* The trend of every figure that `summary` and an earlier run have, into an array of `count` past figures;
 * how many there are. */
size_t fw_trends_find(const fw_past_figure *past, size_t count, const json_t *summary, fw_trend *out);

/* How many of them lie outside by chance alone, on average. */
double fw_trends_by_chance(const fw_trend *trends, size_t count);

/* The member `trend` of summary.json: a new reference, NULL when memory is out. */
json_t *fw_trends_json(const fw_trend *trends, size_t count);

#endif
