/* charts_facets.c: one small dot plot for every group and part. */
#include "report/charts.h"

#include <math.h>
#include <stdio.h>

enum { ROW = 30, TOP = 34, BOTTOM = 30 };

typedef struct facet_spec {
    const fw_facet_chart *chart;
    size_t rows;
} facet_spec;

static double facets_height(const void *spec, bool wide) {
    (void)wide;
    return TOP + ROW * (double)((const facet_spec *)spec)->rows + BOTTOM;
}

static void draw_cell(fw_svg *svg, const fw_dot *cell, const fw_scale *scale, double y) {
    const fw_estimate e = cell->estimate;
    fw_svg_line(svg, scale->start, y, scale->end, y, "gr");
    if (isfinite(e.low) && isfinite(e.high))
        fw_svg_line(svg, fw_scale_at(scale, fmax(e.low, scale->low)), y,
                    fw_scale_at(scale, fmin(e.high, scale->high)), y, cell->strong ? "iv b" : "iv");
    fw_svg_marker(svg, cell->strong ? 1 : 0, fw_scale_at(scale, e.value), y, 4.5, cell->strong ? "d b" : "d");
}

static void draw_facets(fw_svg *svg, const void *spec, bool wide) {
    const facet_spec *s = spec;
    const fw_facet_chart *chart = s->chart;
    const double left = wide ? 176 : 92;
    const double gap = wide ? 18 : 7;
    const double step = (svg->width - left - (wide ? 8 : 6)) / (double)chart->column_count;
    const double bottom = TOP + ROW * (double)s->rows;
    for (size_t c = 0; c < chart->column_count; c++) {
        const double start = left + step * (double)c;
        const fw_scale scale = {0, chart->high, start, start + step - gap};
        fw_svg_text(svg, (scale.start + scale.end) / 2, 18, 'm', wide ? "th" : "th s",
                    chart->column_labels[c]);
        fw_svg_rect(svg, scale.start - 3, TOP - 4, step - gap + 6, bottom - TOP + 4, "lane");
        const double norm = fw_scale_at(&scale, chart->norms[c]);
        fw_svg_line(svg, norm, TOP - 4, norm, bottom, "norm");
        char end[16];
        (void)snprintf(end, sizeof end, "%.0f", chart->high);
        fw_svg_text(svg, scale.start, bottom + 18, 'm', "tk", "0");
        fw_svg_text(svg, scale.end, bottom + 18, 'm', "tk", end);
        for (size_t r = 0; r < s->rows; r++) {
            const fw_dot *row = &chart->cells[r * chart->column_count];
            if (!row->withheld) draw_cell(svg, row + c, &scale, TOP + ROW * ((double)r + .5));
        }
    }
    for (size_t r = 0; r < s->rows; r++) {
        const fw_dot *row = &chart->cells[r * chart->column_count];
        const double y = TOP + ROW * ((double)r + .5) + 4;
        fw_svg_label(svg, left - 14, y, 'e', row->strong ? "tl b" : "tl", row->label, left - 18);
        if (row->withheld) fw_svg_text(svg, left + 8, y, 's', "no", row->withheld);
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

void fw_chart_facets(fw_doc *doc, const fw_facet_chart *chart) {
    if (chart->count == 0) return;
    const facet_spec spec = {chart, chart->count > FW_CHART_ROWS ? FW_CHART_ROWS : chart->count};
    const fw_chart_art art = {chart->title, describe(doc, chart, spec.rows), &spec, facets_height,
                              draw_facets};
    fw_chart_add(doc, &art);
    if (chart->count > spec.rows)
        fw_doc_block(doc, FW_BLOCK_NOTE,
                     fw_doc_format(doc, "The chart shows the first %zu of %zu rows; the table has all.",
                                   spec.rows, chart->count));
}
