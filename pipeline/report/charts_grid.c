/* charts_grid.c: a matrix: squares whose size is the value, hollow where it is negative: readable without
 * colour. */
#include "report/charts.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
    TOP_WIDE = 30,
    TOP_NARROW = 28,
    FOOT = 34,
    LABEL_WIDE = 190,
    LABEL_NARROW = 118,
    CELL_MOST = 44,
    NARROW_CELL = 20
};

static double left_of(bool wide) { return wide ? LABEL_WIDE : LABEL_NARROW; }

static double cell_of(const fw_grid_chart *chart, bool wide) {
    const double width = (wide ? FW_CHART_WIDE : FW_CHART_NARROW) - left_of(wide) - 4;
    return fmin(CELL_MOST, floor(width / (double)chart->columns));
}

static double grid_height(const void *spec, bool wide) {
    const fw_grid_chart *chart = spec;
    return (wide ? TOP_WIDE : TOP_NARROW) + cell_of(chart, wide) * (double)chart->rows + FOOT;
}

static void draw_cell(fw_svg *svg, const fw_grid_chart *chart, double value, double x, double y,
                      double cell) {
    if (!isfinite(value)) return;
    const double side = (cell - 2) * sqrt(fmin(1, fabs(value) / chart->most));
    if (side >= 1)
        fw_svg_rect(svg, x + (cell - side) / 2, y + (cell - side) / 2, side, side,
                    value < 0       ? "neg"
                    : chart->counts ? "bar"
                                    : "pos");
    if (!chart->counts) return;
    char text[32];
    (void)snprintf(text, sizeof text, "%.0f", value);
    fw_svg_text(svg, x + cell / 2, y + cell / 2 + 4, 'm', value > 0 ? "ct" : "tk", text);
}

static void draw_grid(fw_svg *svg, const void *spec, bool wide) {
    const fw_grid_chart *chart = spec;
    const double cell = cell_of(chart, wide);
    const double left = left_of(wide);
    const double top = wide ? TOP_WIDE : TOP_NARROW;
    for (size_t c = 0; c < chart->columns; c++) {
        /* Numbers of two digits would touch in small cells: every second one. */
        if (cell < NARROW_CELL && c % 2 == 0 && strlen(chart->column_labels[c]) > 1) continue;
        fw_svg_text(svg, left + cell * ((double)c + .5), top - 7, 'm', "tk", chart->column_labels[c]);
    }
    for (size_t r = 0; r < chart->rows; r++) {
        const double y = top + cell * (double)r;
        fw_svg_label(svg, left - 8, y + cell / 2 + 4, 'e', "tl", chart->row_labels[r], left - 10);
        for (size_t c = 0; c < chart->columns; c++) {
            const double x = left + cell * (double)c;
            fw_svg_rect(svg, x, y, cell, cell, "cell");
            draw_cell(svg, chart, chart->values[r * chart->columns + c], x, y, cell);
        }
    }
    const double foot = top + cell * (double)chart->rows + 22;
    if (chart->axis) fw_svg_text(svg, 2, foot, 's', "tk", chart->axis);
}

static const char *describe(fw_doc *doc, const fw_grid_chart *chart) {
    const char *text = "";
    for (size_t r = 0; r < chart->rows; r++) {
        text = fw_doc_format(doc, "%s%s%s:", text, r ? "; " : "", chart->row_labels[r]);
        for (size_t c = 0; c < chart->columns; c++) {
            const double value = chart->values[r * chart->columns + c];
            if (isfinite(value))
                text = fw_doc_format(doc, chart->counts ? "%s %.0f" : "%s %.2f", text, value);
        }
    }
    return text;
}

void fw_chart_grid(fw_doc *doc, const fw_grid_chart *chart) {
    if (chart->rows == 0 || chart->columns == 0 || !(chart->most > 0)) return;
    const fw_chart_art art = {chart->title, describe(doc, chart), chart, grid_height, draw_grid};
    fw_chart_add(doc, &art);
}
