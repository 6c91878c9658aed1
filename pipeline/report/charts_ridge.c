/* charts_ridge.c: one small outline of a distribution for each group, all on one scale. */
#include "report/charts.h"

#include <math.h>

enum { TOP = 12, ROW = 40, ROW_NARROW = 56, BOTTOM = 30, LABEL_ABOVE = 40, MOST_BINS = 64 };

typedef struct ridge_spec {
    const fw_ridge_chart *chart;
    size_t rows;
} ridge_spec;

static double ridge_height(const void *spec, bool wide) {
    return TOP + (wide ? ROW : ROW_NARROW) * (double)((const ridge_spec *)spec)->rows + BOTTOM;
}

/* Each outline is as high as the row where its own bins are the fullest: shapes compare, sizes do not. */
static void draw_outline(fw_svg *svg, const fw_ridge_chart *chart, const fw_ridge *ridge, const fw_scale *x,
                         double base, double height) {
    double xs[2 * MOST_BINS + 2], ys[2 * MOST_BINS + 2];
    double most = 0;
    size_t n = 0;
    const double step = (chart->high - chart->low) / (double)chart->bin_count;
    for (size_t i = 0; i < chart->bin_count; i++) most = fmax(most, (double)ridge->bins[i]);
    if (!(most > 0)) return;
    xs[n] = x->start;
    ys[n++] = base;
    for (size_t i = 0; i < chart->bin_count; i++) {
        const double top = base - height * (double)ridge->bins[i] / most;
        for (size_t edge = 0; edge < 2; edge++) {
            xs[n] = fw_scale_at(x, chart->low + step * (double)(i + edge));
            ys[n++] = top;
        }
    }
    xs[n] = x->end;
    ys[n++] = base;
    fw_svg_area(svg, xs, ys, n, "ridge");
}

static void draw_ridges(fw_svg *svg, const void *spec, bool wide) {
    const ridge_spec *s = spec;
    const fw_ridge_chart *chart = s->chart;
    const fw_scale x = {chart->low, chart->high, wide ? 200 : 14, svg->width - 14};
    const double row = wide ? ROW : ROW_NARROW;
    const double bottom = TOP + row * (double)s->rows;
    fw_chart_axis(svg, &x, wide ? 9 : 6, TOP, bottom, false);
    for (size_t i = 0; i < s->rows; i++) {
        const fw_ridge *ridge = &chart->ridges[i];
        const double base = TOP + row * (double)(i + 1) - 3;
        const char *weight = ridge->strong ? "tl b" : "tl";
        if (wide)
            fw_svg_label(svg, x.start - 14, base - 10, 'e', weight, ridge->label, x.start - 16);
        else
            fw_svg_label(svg, 2, base - LABEL_ABOVE, 's', weight, ridge->label, svg->width - 4);
        if (ridge->withheld) {
            fw_svg_text(svg, x.start + 8, base - 10, 's', "no", ridge->withheld);
            continue;
        }
        draw_outline(svg, chart, ridge, &x, base, ROW - 10);
        fw_svg_line(svg, x.start, base, x.end, base, "gr");
        fw_svg_marker(svg, 1, fw_scale_at(&x, ridge->median), base, 5, "d b");
    }
}

static const char *describe(fw_doc *doc, const fw_ridge_chart *chart, size_t rows) {
    const char *text = "";
    for (size_t i = 0; i < rows; i++) {
        const fw_ridge *ridge = &chart->ridges[i];
        text =
            ridge->withheld
                ? fw_doc_format(doc, "%s%s%s: %s", text, i ? "; " : "", ridge->label, ridge->withheld)
                : fw_doc_format(doc, "%s%s%s: median %.2f", text, i ? "; " : "", ridge->label, ridge->median);
    }
    return text;
}

void fw_chart_ridges(fw_doc *doc, const fw_ridge_chart *chart) {
    if (chart->count == 0 || chart->bin_count == 0 || chart->bin_count > MOST_BINS ||
        !(chart->high > chart->low))
        return;
    const ridge_spec spec = {chart, chart->count > FW_CHART_ROWS ? FW_CHART_ROWS : chart->count};
    const fw_chart_art art = {chart->title, describe(doc, chart, spec.rows), &spec, ridge_height,
                              draw_ridges};
    fw_chart_add(doc, &art);
    if (chart->count > spec.rows)
        fw_doc_block(doc, FW_BLOCK_NOTE,
                     fw_doc_format(doc, "The chart shows the first %zu of %zu rows; the table has all.",
                                   spec.rows, chart->count));
}
