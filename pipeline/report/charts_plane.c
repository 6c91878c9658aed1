/* charts_plane.c: points in a plane, with intervals: calibration (against the diagonal) and curves. */
#include "report/charts.h"

#include <math.h>
#include <stdio.h>

enum { TOP = 30, PLOT_WIDE = 320, PLOT_NARROW = 260, BOTTOM = 52 };

typedef struct plane_spec {
    const fw_plane_chart *chart;
    double x_low, x_high, y_low, y_high;
} plane_spec;

static double plane_height(const void *spec, bool wide) {
    (void)spec;
    return TOP + (wide ? PLOT_WIDE : PLOT_NARROW) + BOTTOM;
}

static void draw_y_axis(fw_svg *svg, const fw_scale *y, double left, double right) {
    double ticks[8];
    int digits = 0;
    const size_t count = fw_scale_ticks(y, 6, ticks, &digits);
    for (size_t i = 0; i < count; i++) {
        char text[32];
        (void)snprintf(text, sizeof text, "%s%.*f", ticks[i] < 0 ? "−" : "", digits, fabs(ticks[i]));
        fw_svg_line(svg, left, fw_scale_at(y, ticks[i]), right, fw_scale_at(y, ticks[i]), "gr");
        fw_svg_text(svg, left - 8, fw_scale_at(y, ticks[i]) + 4, 'e', "tk", text);
    }
}

static void draw_point(fw_svg *svg, const fw_plane_chart *chart, size_t i, const fw_scale *x,
                       const fw_scale *y) {
    const fw_plane_point *p = &chart->points[i];
    const double at = fw_scale_at(x, p->x);
    const double low = fw_scale_at(y, fmax(p->y.low, y->low));
    const double high = fw_scale_at(y, fmin(p->y.high, y->high));
    if (isfinite(p->y.low) && isfinite(p->y.high)) {
        fw_svg_line(svg, at, low, at, high, "iv");
        if (p->y.low >= y->low) fw_svg_line(svg, at - 4, low, at + 4, low, "cap");
        if (p->y.high <= y->high) fw_svg_line(svg, at - 4, high, at + 4, high, "cap");
    }
    fw_svg_marker(svg, 0, at, fw_scale_at(y, p->y.value), 5, "d");
}

/* Where scores are right on average. */
static void draw_diagonal(fw_svg *svg, const fw_plane_chart *chart, const fw_scale *x, const fw_scale *y) {
    const double from = fmax(x->low, y->low);
    const double to = fmin(x->high, y->high);
    if (!(to > from)) return;
    fw_svg_line(svg, fw_scale_at(x, from), fw_scale_at(y, from), fw_scale_at(x, to), fw_scale_at(y, to),
                "norm");
    fw_svg_text(svg, x->start + 10, y->end + 14, 's', "tk halo", chart->diagonal);
}

static void draw_norm(fw_svg *svg, const fw_plane_chart *chart, const fw_scale *x, const fw_scale *y) {
    const double at = fw_scale_at(y, chart->norm);
    fw_svg_line(svg, x->start, at, x->end, at, "norm");
    fw_svg_text(svg, x->end - 4, at - 6, 'e', "tk halo", chart->norm_label);
}

static void draw_plane(fw_svg *svg, const void *spec, bool wide) {
    const plane_spec *s = spec;
    const fw_plane_chart *chart = s->chart;
    const double bottom = TOP + (wide ? PLOT_WIDE : PLOT_NARROW);
    const fw_scale x = {s->x_low, s->x_high, wide ? 64 : 46, svg->width - (wide ? 200 : 14)};
    const fw_scale y = {s->y_low, s->y_high, bottom, TOP};
    draw_y_axis(svg, &y, x.start, x.end);
    fw_chart_axis(svg, &x, wide ? 8 : 5, TOP, bottom, false);
    if (chart->diagonal) draw_diagonal(svg, chart, &x, &y);
    if (isfinite(chart->norm)) draw_norm(svg, chart, &x, &y);
    for (size_t i = 1; chart->joined && i < chart->count; i++)
        fw_svg_line(svg, fw_scale_at(&x, chart->points[i - 1].x),
                    fw_scale_at(&y, chart->points[i - 1].y.value), fw_scale_at(&x, chart->points[i].x),
                    fw_scale_at(&y, chart->points[i].y.value), "sl");
    for (size_t i = 0; i < chart->count; i++) draw_point(svg, chart, i, &x, &y);
    fw_svg_text(svg, (x.start + x.end) / 2, bottom + 42, 'm', "tk", chart->x_axis);
    fw_svg_text(svg, 2, 11, 's', "tk", chart->y_axis);
}

static void include(double value, double *low, double *high) {
    if (!isfinite(value)) return;
    *low = fmin(*low, value);
    *high = fmax(*high, value);
}

static void round_out(double *low, double *high) {
    if (!(*high >= *low)) *low = 0, *high = 1;
    if (!(*high - *low > 1e-9)) *low -= .5, *high += .5;
    fw_scale scale = {*low, *high, 0, 1};
    fw_scale_round(&scale, 6);
    *low = scale.low;
    *high = scale.high;
}

static void settle(plane_spec *s) {
    const fw_plane_chart *chart = s->chart;
    s->x_low = s->y_low = HUGE_VAL;
    s->x_high = s->y_high = -HUGE_VAL;
    for (size_t i = 0; i < chart->count; i++) {
        const fw_plane_point *p = &chart->points[i];
        if (!isfinite(p->y.value)) continue;
        include(p->x, &s->x_low, &s->x_high);
        include(p->y.value, &s->y_low, &s->y_high);
        include(p->y.low, &s->y_low, &s->y_high);
        include(p->y.high, &s->y_low, &s->y_high);
    }
    include(chart->norm, &s->y_low, &s->y_high);
    if (chart->zero) include(0, &s->x_low, &s->x_high);
    if (chart->diagonal) { /* both axes alike, or the diagonal would mean nothing */
        s->x_low = s->y_low = fmin(s->x_low, s->y_low);
        s->x_high = s->y_high = fmax(s->x_high, s->y_high);
    }
    round_out(&s->x_low, &s->x_high);
    round_out(&s->y_low, &s->y_high);
}

static const char *describe(fw_doc *doc, const fw_plane_chart *chart) {
    const char *text = "";
    for (size_t i = 0; i < chart->count; i++) {
        const fw_plane_point *p = &chart->points[i];
        if (!isfinite(p->x) || !isfinite(p->y.value)) continue;
        text = fw_doc_format(doc, "%s%s%s %.4g: %s %.3g", text, *text ? "; " : "", chart->x_axis, p->x,
                             chart->y_axis, p->y.value);
    }
    return text;
}

void fw_chart_plane(fw_doc *doc, const fw_plane_chart *chart) {
    if (chart->count == 0) return;
    plane_spec spec = {.chart = chart};
    settle(&spec);
    const fw_chart_art art = {chart->title, describe(doc, chart), &spec, plane_height, draw_plane};
    fw_chart_add(doc, &art);
}
