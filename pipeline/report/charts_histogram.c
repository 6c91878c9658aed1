/* charts_histogram.c: how values are spread, with quartiles and a target band. */
#include "report/charts.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

enum { TOP = 30, PLOT_WIDE = 200, PLOT_NARROW = 160, QUARTILES = 26, BOTTOM = 50 };

static bool has_quartiles(const fw_histogram_chart *chart) { return isfinite(chart->quartiles[1]); }

static double histogram_height(const void *spec, bool wide) {
    return TOP + (wide ? PLOT_WIDE : PLOT_NARROW) + (has_quartiles(spec) ? QUARTILES : 0) + BOTTOM;
}

static double largest(const fw_histogram_chart *chart) {
    double most = 1;
    for (size_t i = 0; i < chart->bin_count; i++) most = fmax(most, (double)chart->bins[i]);
    return most;
}

static void draw_counts_axis(fw_svg *svg, const fw_scale *y, double left, double right) {
    double ticks[8];
    int digits = 0;
    const size_t count = fw_scale_ticks(y, 5, ticks, &digits);
    for (size_t i = 0; i < count; i++) {
        if (ticks[i] != floor(ticks[i])) continue;
        char text[32];
        (void)snprintf(text, sizeof text, "%.0f", ticks[i]);
        fw_svg_line(svg, left, fw_scale_at(y, ticks[i]), right, fw_scale_at(y, ticks[i]), "gr");
        fw_svg_text(svg, left - 8, fw_scale_at(y, ticks[i]) + 4, 'e', "tk", text);
    }
}

/* Ticks where the reader expects them (half minutes), not where a decimal scale would put them. */
static void draw_fixed_ticks(fw_svg *svg, const fw_scale *x, double step, double y) {
    const double reach = x->high - x->low;
    for (size_t i = 0; step * (double)i <= reach + 1e-9 && i < 16; i++) {
        char text[32];
        (void)snprintf(text, sizeof text, "%.0f", x->low + step * (double)i);
        fw_svg_text(svg, fw_scale_at(x, x->low + step * (double)i), y + 18, 'm', "tk", text);
    }
}

/* The middle half as a bar with the median on it, on its own line below the bins. */
static void draw_quartiles(fw_svg *svg, const fw_histogram_chart *chart, const fw_scale *x, double y) {
    const double q1 = fw_scale_at(x, chart->quartiles[0]);
    const double q2 = fw_scale_at(x, chart->quartiles[1]);
    const double q3 = fw_scale_at(x, chart->quartiles[2]);
    fw_svg_line(svg, q1, y, q3, y, "iv b");
    fw_svg_line(svg, q1, y - 4, q1, y + 4, "cap");
    fw_svg_line(svg, q3, y - 4, q3, y + 4, "cap");
    fw_svg_marker(svg, 1, q2, y, 5, "d b");
}

static void draw_histogram(fw_svg *svg, const void *spec, bool wide) {
    const fw_histogram_chart *chart = spec;
    const double plot = wide ? PLOT_WIDE : PLOT_NARROW;
    const double bottom = TOP + plot;
    const fw_scale x = {chart->low, chart->high, wide ? 56 : 40, svg->width - 14};
    fw_scale y = {0, largest(chart), bottom, TOP};
    fw_scale_round(&y, 5);
    if (isfinite(chart->band_low)) {
        const double from = fw_scale_at(&x, fmax(chart->low, chart->band_low));
        const double to = fw_scale_at(&x, fmin(chart->high, chart->band_high));
        fw_svg_rect(svg, from, TOP - 6, to - from, bottom - TOP + 6, "band");
        fw_svg_text(svg, (from + to) / 2, TOP - 12, 'm', "tk", chart->band_label);
    }
    draw_counts_axis(svg, &y, x.start, x.end);
    fw_svg_text(svg, 2, TOP - 12, 's', "tk", "answers");
    const double step = (x.end - x.start) / (double)chart->bin_count;
    for (size_t i = 0; i < chart->bin_count; i++) {
        if (chart->bins[i] == 0) continue;
        const double top = fw_scale_at(&y, (double)chart->bins[i]);
        fw_svg_rect(svg, x.start + step * (double)i + 1, top, step - 2, bottom - top, "bar");
    }
    const double axis = bottom + (has_quartiles(chart) ? QUARTILES : 0);
    if (has_quartiles(chart)) draw_quartiles(svg, chart, &x, bottom + QUARTILES / 2.0);
    if (chart->tick > 0) {
        draw_fixed_ticks(svg, &x, chart->tick, axis);
    } else {
        fw_chart_axis(svg, &x, wide ? 9 : 6, axis, axis, false);
    }
    fw_svg_line(svg, x.start, bottom, x.end, bottom, "ax");
    fw_svg_text(svg, (x.start + x.end) / 2, axis + 40, 'm', "tk", chart->axis);
}

static const char *describe(fw_doc *doc, const fw_histogram_chart *chart) {
    const char *text = "";
    const double step = (chart->high - chart->low) / (double)chart->bin_count;
    for (size_t i = 0; i < chart->bin_count; i++) {
        if (chart->bins[i] == 0) continue;
        text =
            fw_doc_format(doc, "%s%s%.4g to %.4g: %" PRIu64, text, *text ? "; " : "",
                          chart->low + step * (double)i, chart->low + step * (double)(i + 1), chart->bins[i]);
    }
    return text;
}

void fw_chart_histogram(fw_doc *doc, const fw_histogram_chart *chart) {
    if (chart->bin_count == 0 || !(chart->high > chart->low)) return;
    const fw_chart_art art = {chart->title, describe(doc, chart), chart, histogram_height, draw_histogram};
    fw_chart_add(doc, &art);
}
