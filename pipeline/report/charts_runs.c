/* charts_runs.c: figures from run to run, a row each, this run at the end. */
#include "report/charts.h"

#include <math.h>
#include <stdio.h>

/* On a phone the name stands above its row, so that the plot has the whole width. */
enum { ROW = 52, ROW_NARROW = 72, ABOVE = 20, PAD = 9, TOP = 8, BOTTOM = 26, LEGEND = 20 };

typedef struct runs_spec {
    const fw_runs_chart *chart;
    bool odd; /* some row is */
} runs_spec;

static double runs_height(const void *spec, bool wide) {
    const runs_spec *s = spec;
    return TOP + (wide ? ROW : ROW_NARROW) * (double)s->chart->count + BOTTOM + (s->odd ? LEGEND : 0);
}

/* Pixels of a row's values; a figure that never moved lies in the middle. */
static fw_scale scale_of(const fw_run_line *line, double top, double bottom) {
    fw_scale y = {fmin(line->low, line->value), fmax(line->high, line->value), bottom, top};
    if (!(y.high - y.low > 1e-9)) y.low -= .5, y.high += .5;
    return y;
}

static void draw_line(fw_svg *svg, const fw_run_line *line, double left, double right, double top,
                      double bottom) {
    const fw_scale y = scale_of(line, top, bottom);
    const fw_scale x = {0, (double)line->runs, left, right};
    const double high = fw_scale_at(&y, line->high), low = fw_scale_at(&y, line->low);
    fw_svg_rect(svg, left, high - 2, right - left, low - high + 4, "band");
    fw_svg_line(svg, left, fw_scale_at(&y, line->median), right, fw_scale_at(&y, line->median), "gr");
    double last_x = (double)NAN, last_y = (double)NAN;
    for (size_t i = 0; i <= line->runs; i++) {
        const double value = i < line->runs ? line->earlier[i] : line->value;
        if (!isfinite(value)) continue;
        const double at_x = fw_scale_at(&x, (double)i), at_y = fw_scale_at(&y, value);
        fw_svg_line(svg, last_x, last_y, at_x, at_y, "sl");
        if (i < line->runs) fw_svg_marker(svg, 0, at_x, at_y, 2.5, "d");
        last_x = at_x;
        last_y = at_y;
    }
    fw_svg_marker(svg, 1, last_x, last_y, 5.5, line->odd ? "hollow" : "d b");
}

static void draw_row(fw_svg *svg, const fw_run_line *line, double top, bool wide) {
    const double left = wide ? 190 : 10, right = svg->width - (wide ? 150 : 116);
    const double height = wide ? ROW : ROW_NARROW;
    const double from = top + (wide ? 0 : ABOVE) + PAD, to = top + height - PAD;
    if (wide)
        fw_svg_label(svg, left - 14, top + height / 2 + 4, 'e', "tl", line->label, left - 16);
    else
        fw_svg_label(svg, 2, top + ABOVE - 4, 's', "tl", line->label, svg->width - 4);
    draw_line(svg, line, left, right, from, to);
    char now[32], median[48];
    (void)snprintf(now, sizeof now, "%.*f", line->digits, line->value);
    (void)snprintf(median, sizeof median, "median %.*f", line->digits, line->median);
    fw_svg_text(svg, right + 14, (from + to) / 2 - 1, 's', line->odd ? "tv b" : "tv", now);
    fw_svg_text(svg, right + 14, (from + to) / 2 + 13, 's', "tk", median);
}

static void draw_runs(fw_svg *svg, const void *spec, bool wide) {
    const runs_spec *s = spec;
    const double height = wide ? ROW : ROW_NARROW;
    for (size_t i = 0; i < s->chart->count; i++)
        draw_row(svg, &s->chart->lines[i], TOP + height * (double)i, wide);
    const double bottom = TOP + height * (double)s->chart->count;
    fw_svg_text(svg, wide ? 190 : 10, bottom + 16, 's', "tk", "earlier runs, oldest first");
    fw_svg_text(svg, svg->width - (wide ? 150 : 116), bottom + 16, 'e', "tk", "this run");
    if (!s->odd) return;
    fw_svg_marker(svg, 1, wide ? 196 : 16, bottom + BOTTOM + 8, 5, "hollow");
    fw_svg_text(svg, wide ? 208 : 28, bottom + BOTTOM + 12, 's', "tk", s->chart->odd_label);
}

/* What a screen reader says: the numbers themselves. */
static const char *describe(fw_doc *doc, const fw_runs_chart *chart) {
    const char *text = "";
    for (size_t i = 0; i < chart->count; i++) {
        const fw_run_line *line = &chart->lines[i];
        text = fw_doc_format(doc, "%s%s%s: %.*f now, %.*f to %.*f before", text, i ? "; " : "", line->label,
                             line->digits, line->value, line->digits, line->low, line->digits, line->high);
    }
    return text;
}

void fw_chart_runs(fw_doc *doc, const fw_runs_chart *chart) {
    if (chart->count == 0) return;
    runs_spec spec = {chart, false};
    for (size_t i = 0; i < chart->count; i++) spec.odd = spec.odd || chart->lines[i].odd;
    const fw_chart_art art = {chart->title, describe(doc, chart), &spec, runs_height, draw_runs};
    fw_chart_add(doc, &art);
}
