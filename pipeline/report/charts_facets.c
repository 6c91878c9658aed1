/* charts_facets.c: one small dot plot for every group and part. */
#include "report/charts.h"

#include <math.h>
#include <stdio.h>

/* On a phone the name stands above its row. */
enum { ROW = 30, ROW_NARROW = 46, LABEL_ABOVE = 9, TOP = 34, BOTTOM = 30, MOST_COLUMNS = 8 };

typedef struct facet_spec {
    const fw_facet_chart *chart;
    size_t rows;
    double low[MOST_COLUMNS]; /* start of each column's scale; parts lie far apart, groups close together */
    double span;              /* of every scale, so that distances compare across columns */
} facet_spec;

static double row_height(bool wide) { return wide ? ROW : ROW_NARROW; }

static double facets_height(const void *spec, bool wide) {
    return TOP + row_height(wide) * (double)((const facet_spec *)spec)->rows + BOTTOM;
}

/* Middle line of a row's plot. */
static double row_middle(size_t row, bool wide) {
    return TOP + row_height(wide) * ((double)row + .5) + (wide ? 0 : LABEL_ABOVE);
}

static void draw_cell(fw_svg *svg, const fw_dot *cell, const fw_scale *scale, double y) {
    const fw_estimate e = cell->estimate;
    fw_svg_line(svg, scale->start, y, scale->end, y, "gr");
    if (isfinite(e.low) && isfinite(e.high))
        fw_svg_line(svg, fw_scale_at(scale, fmax(e.low, scale->low)), y,
                    fw_scale_at(scale, fmin(e.high, scale->high)), y, cell->strong ? "iv b" : "iv");
    fw_svg_marker(svg, cell->strong ? 1 : 0, fw_scale_at(scale, e.value), y, 4.5, cell->strong ? "d b" : "d");
}

static void draw_column(fw_svg *svg, const facet_spec *s, size_t c, fw_scale scale, double bottom,
                        bool wide) {
    const fw_facet_chart *chart = s->chart;
    fw_svg_text(svg, (scale.start + scale.end) / 2, 18, 'm', wide ? "th" : "th s", chart->column_labels[c]);
    fw_svg_rect(svg, scale.start - 3, TOP - 4, scale.end - scale.start + 6, bottom - TOP + 4, "lane");
    const double norm = fw_scale_at(&scale, chart->norms[c]);
    fw_svg_line(svg, norm, TOP - 4, norm, bottom, "norm");
    char end[16];
    (void)snprintf(end, sizeof end, "%.3g", scale.low);
    fw_svg_text(svg, scale.start, bottom + 18, 's', "tk", end);
    (void)snprintf(end, sizeof end, "%.3g", scale.high);
    fw_svg_text(svg, scale.end, bottom + 18, 'e', "tk", end);
    for (size_t r = 0; r < s->rows; r++) {
        const fw_dot *row = &chart->cells[r * chart->column_count];
        if (!row->withheld) draw_cell(svg, row + c, &scale, row_middle(r, wide));
    }
}

static void draw_facets(fw_svg *svg, const void *spec, bool wide) {
    const facet_spec *s = spec;
    const fw_facet_chart *chart = s->chart;
    const double left = wide ? 180 : 4;
    const double gap = wide ? 20 : 10;
    const double step = (svg->width - left + gap - 5) / (double)chart->column_count;
    const double bottom = TOP + row_height(wide) * (double)s->rows;
    for (size_t c = 0; c < chart->column_count; c++) {
        const double start = left + step * (double)c;
        const fw_scale scale = {s->low[c], s->low[c] + s->span, start, start + step - gap};
        draw_column(svg, s, c, scale, bottom, wide);
    }
    for (size_t r = 0; r < s->rows; r++) {
        const fw_dot *row = &chart->cells[r * chart->column_count];
        const char *weight = row->strong ? "on b" : "on";
        const double y = row_middle(r, wide);
        if (wide) {
            fw_svg_label(svg, left - 14, y + 4, 'e', weight, row->label, left - 16);
        } else {
            fw_svg_label(svg, 4, y - 2 * LABEL_ABOVE, 's', weight, row->label, svg->width - 8);
        }
        if (row->withheld) fw_svg_text(svg, left + 8, y + 4, 's', "no", row->withheld);
    }
}

static const char *describe(fw_doc *doc, const fw_facet_chart *chart, size_t rows) {
    const char *text = "";
    for (size_t r = 0; r < rows; r++) {
        const fw_dot *row = &chart->cells[r * chart->column_count];
        text = fw_doc_format(doc, "%s%s%s:", text, r ? "; " : "", row->label);
        if (row->withheld) text = fw_doc_format(doc, "%s %s", text, row->withheld);
        for (size_t c = 0; !row->withheld && c < chart->column_count; c++) {
            if (!isfinite(row[c].estimate.value)) continue;
            text = fw_doc_format(doc, "%s %s %.1f", text, chart->column_labels[c], row[c].estimate.value);
        }
    }
    return text;
}

/* The values of a column that must fit. */
static void column_range(const facet_spec *s, size_t column, double *low, double *high) {
    const fw_facet_chart *chart = s->chart;
    *low = *high = chart->norms[column];
    for (size_t r = 0; r < s->rows; r++) {
        const fw_dot *cell = &chart->cells[r * chart->column_count + column];
        const fw_estimate e = cell->estimate;
        if (cell->withheld || !isfinite(e.value)) continue;
        *low = fmin(*low, isfinite(e.low) ? e.low : e.value);
        *high = fmax(*high, isfinite(e.high) ? e.high : e.value);
    }
    *low = fmax(0, floor(2 * *low) / 2);
    *high = fmin(chart->most, ceil(2 * *high) / 2);
}

static void settle_scales(facet_spec *s) {
    double low = 0;
    double high = 0;
    s->span = 1;
    for (size_t c = 0; c < s->chart->column_count; c++) {
        column_range(s, c, &low, &high);
        s->span = fmin(s->chart->most, fmax(s->span, high - low));
    }
    for (size_t c = 0; c < s->chart->column_count; c++) {
        column_range(s, c, &low, &high);
        const double spare = floor(s->span - (high - low) + 1e-9) / 2;
        s->low[c] = fmax(0, fmin(low - floor(2 * spare) / 2, s->chart->most - s->span));
    }
}

void fw_chart_facets(fw_doc *doc, const fw_facet_chart *chart) {
    if (chart->count == 0 || chart->column_count > MOST_COLUMNS) return;
    facet_spec spec = {.chart = chart, .rows = chart->count > FW_CHART_ROWS ? FW_CHART_ROWS : chart->count};
    settle_scales(&spec);
    const fw_chart_art art = {chart->title, describe(doc, chart, spec.rows), &spec, facets_height,
                              draw_facets};
    fw_chart_add(doc, &art);
    if (chart->count > spec.rows)
        fw_doc_block(doc, FW_BLOCK_NOTE,
                     fw_doc_format(doc, "The chart shows the first %zu of %zu rows; the table has all.",
                                   spec.rows, chart->count));
}
