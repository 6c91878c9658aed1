/* charts_slope.c: from the first attempt to the last, one line a group. */
#include "report/charts.h"

#include <math.h>
#include <stdio.h>

enum { TOP = 40, PLOT = 280, BOTTOM = 20, LINE = 17, MOST = FW_CHART_ROWS };

typedef struct slope_spec {
    const fw_slope_chart *chart;
    size_t rows;
    double low, high;
} slope_spec;

static double slopes_height(const void *spec, bool wide) {
    (void)wide;
    const double labels = LINE * (double)((const slope_spec *)spec)->rows;
    return TOP + fmax(PLOT, labels) + BOTTOM;
}

/* Where the labels go: in the order of their values, at least one line apart, inside the plot. */
static void place_labels(const double *wanted, size_t count, double top, double bottom, double *placed) {
    size_t order[MOST];
    for (size_t i = 0; i < count; i++) {
        size_t at = i;
        while (at > 0 && wanted[order[at - 1]] > wanted[i]) {
            order[at] = order[at - 1];
            at--;
        }
        order[at] = i;
    }
    double last = top - LINE;
    for (size_t i = 0; i < count; i++) {
        last = fmax(last + LINE, wanted[order[i]]);
        placed[order[i]] = last;
    }
    double limit = bottom;
    for (size_t i = count; i-- > 0;) {
        placed[order[i]] = fmin(placed[order[i]], limit);
        limit = placed[order[i]] - LINE;
    }
}

static void draw_slopes(fw_svg *svg, const void *spec, bool wide) {
    const slope_spec *s = spec;
    const double bottom = svg->height - BOTTOM;
    const fw_scale y = {s->low, s->high, bottom, TOP};
    const double left = wide ? 150 : 52;
    const double right = svg->width - (wide ? 260 : 182);
    double wanted[MOST], placed[MOST];
    fw_svg_text(svg, left, 20, 'm', "th", wide ? "First attempt" : "First");
    fw_svg_text(svg, right, 20, 'm', "th", wide ? "Last attempt" : "Last");
    fw_svg_line(svg, left, TOP - 8, left, bottom, "ax");
    fw_svg_line(svg, right, TOP - 8, right, bottom, "ax");
    double ticks[8];
    int digits = 0;
    const size_t count = fw_scale_ticks(&y, 6, ticks, &digits);
    for (size_t i = 0; i < count; i++) {
        char text[32];
        (void)snprintf(text, sizeof text, "%.*f", digits, ticks[i]);
        fw_svg_text(svg, left - 14, fw_scale_at(&y, ticks[i]) + 4, 'e', "tk", text);
        fw_svg_line(svg, left, fw_scale_at(&y, ticks[i]), right, fw_scale_at(&y, ticks[i]), "gr");
    }
    for (size_t i = 0; i < s->rows; i++) wanted[i] = fw_scale_at(&y, s->chart->slopes[i].after);
    place_labels(wanted, s->rows, TOP, bottom, placed);
    for (size_t i = 0; i < s->rows; i++) {
        const fw_slope *slope = &s->chart->slopes[i];
        const char *line = slope->strong ? "sl b" : "sl";
        const double y1 = fw_scale_at(&y, slope->before);
        fw_svg_line(svg, left, y1, right, wanted[i], line);
        fw_svg_marker(svg, slope->strong ? 1 : 0, left, y1, 4.5, slope->strong ? "d b" : "d");
        fw_svg_marker(svg, slope->strong ? 1 : 0, right, wanted[i], 4.5, slope->strong ? "d b" : "d");
        fw_svg_line(svg, right + 7, wanted[i], right + 20, placed[i], "gr");
        fw_svg_label(svg, right + 24, placed[i] + 4, 's', slope->strong ? "tl b" : "tl", slope->label,
                     svg->width - right - 26);
    }
}

static const char *describe(fw_doc *doc, const fw_slope_chart *chart, size_t rows) {
    const char *text = "";
    for (size_t i = 0; i < rows; i++)
        text = fw_doc_format(doc, "%s%s%s: from %.2f to %.2f", text, i ? "; " : "", chart->slopes[i].label,
                             chart->slopes[i].before, chart->slopes[i].after);
    return text;
}

void fw_chart_slopes(fw_doc *doc, const fw_slope_chart *chart) {
    if (chart->count == 0) return;
    slope_spec spec = {chart, chart->count > MOST ? MOST : chart->count, HUGE_VAL, -HUGE_VAL};
    for (size_t i = 0; i < spec.rows; i++) {
        spec.low = fmin(spec.low, fmin(chart->slopes[i].before, chart->slopes[i].after));
        spec.high = fmax(spec.high, fmax(chart->slopes[i].before, chart->slopes[i].after));
    }
    if (!(spec.high - spec.low > 1e-9)) spec.low -= .5, spec.high += .5;
    fw_scale scale = {spec.low, spec.high, 0, 1};
    fw_scale_round(&scale, 5);
    spec.low = scale.low;
    spec.high = scale.high;
    const fw_chart_art art = {chart->title, describe(doc, chart, spec.rows), &spec, slopes_height,
                              draw_slopes};
    fw_chart_add(doc, &art);
    const size_t left_out = chart->count - spec.rows + chart->withheld;
    if (left_out > 0)
        fw_doc_block(doc, FW_BLOCK_NOTE,
                     fw_doc_format(doc,
                                   "%zu further %s not drawn: too small to be shown, or beyond the first %d.",
                                   left_out, left_out == 1 ? "group is" : "groups are", MOST));
}
