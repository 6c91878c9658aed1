/* charts_dots.c: dots with intervals, one row a group. */
#include "report/charts.h"

#include <math.h>

/* On a phone the name stands above its row, so that the plot has the whole width. */
enum {
    ROW = 30,
    ROW_NARROW = 46,
    LABELS = 258,
    LABEL_ABOVE = 9,
    TOP = 12,
    NORM = 20,
    BOTTOM = 30,
    LEGEND = 24
};

/* The chart with its scale settled. */
typedef struct dots_spec {
    const fw_dot_chart *chart;
    size_t rows;
    double low, high;
    const char *odd_label; /* NULL where no row is odd */
} dots_spec;

static double top_of(const fw_dot_chart *chart) { return TOP + (isfinite(chart->norm) ? NORM : 0); }

static double row_height(bool wide) { return wide ? ROW : ROW_NARROW; }

static double dots_height(const void *spec, bool wide) {
    const dots_spec *s = spec;
    return top_of(s->chart) + row_height(wide) * (double)s->rows + BOTTOM + (s->odd_label ? LEGEND : 0);
}

static void say_value(const fw_dot_chart *chart, double value, char *out, size_t size) {
    const fw_table_column column = {.kind = chart->percent ? FW_CELL_PERCENT
                                            : chart->sign  ? FW_CELL_SIGNED
                                                           : FW_CELL_NUMBER,
                                    .digits = chart->digits};
    const fw_cell cell = fw_number_cell(value);
    fw_cell_print(&column, &cell, out, size);
}

static void draw_estimate(fw_svg *svg, const fw_dot_chart *chart, const fw_dot *dot, const fw_scale *scale,
                          double y) {
    const fw_estimate e = dot->estimate;
    const double x = fw_scale_at(scale, e.value);
    if (chart->bars && isfinite(x)) fw_svg_rect(svg, scale->start, y - 7, x - scale->start, 14, "bar");
    /* A trimmed end says so by having no cap. */
    const double low = fmax(e.low, scale->low);
    const double high = fmin(e.high, scale->high);
    const double x1 = fw_scale_at(scale, low);
    const double x2 = fw_scale_at(scale, high);
    if (isfinite(e.low) && isfinite(e.high)) {
        fw_svg_line(svg, x1, y, x2, y, dot->strong ? "iv b" : "iv");
        if (low == e.low) fw_svg_line(svg, x1, y - 4, x1, y + 4, "cap");
        if (high == e.high) fw_svg_line(svg, x2, y - 4, x2, y + 4, "cap");
    }
    if (chart->bars) return;
    fw_svg_marker(svg, dot->strong || dot->odd ? 1 : 0, x, y, 5,
                  dot->odd      ? "hollow"
                  : dot->strong ? "d b"
                                : "d");
}

/* `y` is the middle of the row. */
static void draw_row(fw_svg *svg, const fw_dot_chart *chart, const fw_dot *dot, const fw_scale *scale,
                     double y, bool wide) {
    const char *weight = dot->strong ? "tl b" : "tl";
    if (wide) {
        fw_svg_label(svg, scale->start - 14, y + 4, 'e', weight, dot->label, scale->start - 16);
    } else {
        fw_svg_label(svg, 2, y - LABEL_ABOVE, 's', weight, dot->label, svg->width - 4);
        y += LABEL_ABOVE;
    }
    if (dot->withheld) {
        fw_svg_text(svg, scale->start + 8, y + 4, 's', "no", dot->withheld);
        return;
    }
    char value[64];
    say_value(chart, dot->estimate.value, value, sizeof value);
    draw_estimate(svg, chart, dot, scale, y);
    fw_svg_text(svg, svg->width - 2, y + 4, 'e', dot->strong ? "tv b" : "tv", value);
}

static void draw_norm(fw_svg *svg, const fw_dot_chart *chart, const fw_scale *scale, double top,
                      double bottom) {
    const double x = fw_scale_at(scale, chart->norm);
    fw_svg_line(svg, x, top - 6, x, bottom, chart->sign ? "zero" : "norm");
    /* Near an edge the words turn inwards. */
    const double third = (scale->end - scale->start) / 4;
    const char anchor = x < scale->start + third ? 's' : x > scale->end - third ? 'e' : 'm';
    if (chart->norm_label) fw_svg_text(svg, x, top - 11, anchor, "tk", chart->norm_label);
}

static void draw_dots(fw_svg *svg, const void *spec, bool wide) {
    const dots_spec *s = spec;
    const fw_dot_chart *chart = s->chart;
    const fw_scale scale = {s->low, s->high, wide ? LABELS : 14, svg->width - (wide ? 66 : 56)};
    const double top = top_of(chart);
    const double bottom = top + row_height(wide) * (double)s->rows;
    fw_chart_axis(svg, &scale, wide ? 8 : 5, top, bottom, chart->percent);
    if (isfinite(chart->norm)) draw_norm(svg, chart, &scale, top, bottom);
    for (size_t i = 0; i < s->rows; i++)
        draw_row(svg, chart, &chart->dots[i], &scale, top + row_height(wide) * ((double)i + .5), wide);
    if (!s->odd_label) return;
    fw_svg_marker(svg, 1, 12, bottom + BOTTOM + 12, 5, "hollow");
    fw_svg_text(svg, 24, bottom + BOTTOM + 16, 's', "tk", s->odd_label);
}

/* The values that must fit; rare huge intervals are trimmed rather than squeezing all others. */
static void settle_scale(dots_spec *s) {
    const fw_dot_chart *chart = s->chart;
    double low = isfinite(chart->norm) ? chart->norm : HUGE_VAL;
    double high = isfinite(chart->norm) ? chart->norm : -HUGE_VAL;
    for (size_t i = 0; i < s->rows; i++) {
        const fw_estimate e = chart->dots[i].estimate;
        if (chart->dots[i].withheld || !isfinite(e.value)) continue;
        low = fmin(low, isfinite(e.low) ? e.low : e.value);
        high = fmax(high, isfinite(e.high) ? e.high : e.value);
    }
    if (!(high >= low)) low = 0, high = 1;
    if (isfinite(chart->low)) low = chart->low;
    if (isfinite(chart->high)) high = chart->high;
    if (!(high - low > 1e-9)) low -= .5, high += .5;
    fw_scale scale = {low, high, 0, 1};
    const double factor = chart->percent ? 100 : 1;
    scale.low *= factor;
    scale.high *= factor;
    if (!isfinite(chart->low) || !isfinite(chart->high)) fw_scale_round(&scale, 6);
    s->low = isfinite(chart->low) ? chart->low : scale.low / factor;
    s->high = isfinite(chart->high) ? chart->high : scale.high / factor;
}

/* What a screen reader says: the numbers themselves. */
static const char *describe(fw_doc *doc, const fw_dot_chart *chart, size_t rows) {
    const char *text = "";
    for (size_t i = 0; i < rows; i++) {
        const fw_dot *dot = &chart->dots[i];
        char value[64], low[64], high[64];
        say_value(chart, dot->estimate.value, value, sizeof value);
        say_value(chart, dot->estimate.low, low, sizeof low);
        say_value(chart, dot->estimate.high, high, sizeof high);
        const char *gap = i ? "; " : "";
        if (dot->withheld) {
            text = fw_doc_format(doc, "%s%s%s: %s", text, gap, dot->label, dot->withheld);
        } else if (isfinite(dot->estimate.low)) {
            text = fw_doc_format(doc, "%s%s%s: %s (%s to %s)", text, gap, dot->label, value, low, high);
        } else {
            text = fw_doc_format(doc, "%s%s%s: %s", text, gap, dot->label, value);
        }
    }
    return text;
}

void fw_chart_dots(fw_doc *doc, const fw_dot_chart *chart) {
    if (chart->count == 0) return;
    dots_spec spec = {.chart = chart, .rows = chart->count};
    if (spec.rows > FW_CHART_ROWS) spec.rows = FW_CHART_ROWS;
    for (size_t i = 0; i < spec.rows; i++) {
        if (chart->dots[i].odd && !chart->dots[i].withheld) spec.odd_label = chart->odd_label;
    }
    settle_scale(&spec);
    const char *desc = describe(doc, chart, spec.rows);
    const fw_chart_art art = {chart->title, desc, &spec, dots_height, draw_dots};
    fw_chart_add(doc, &art);
    if (chart->count > spec.rows)
        fw_doc_block(doc, FW_BLOCK_NOTE,
                     fw_doc_format(doc, "The chart shows the first %zu of %zu rows; the table has all.",
                                   spec.rows, chart->count));
}

void fw_chart_shares(fw_doc *doc, const char *title, const fw_dot *shares, size_t count) {
    const fw_dot_chart chart = {.title = title,
                                .dots = shares,
                                .count = count,
                                .low = 0,
                                .high = FW_MISSING,
                                .norm = FW_MISSING,
                                .percent = true,
                                .bars = true};
    fw_chart_dots(doc, &chart);
}
