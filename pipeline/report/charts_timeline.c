/* charts_timeline.c: an answer's time as it passes: situation, task, action, result, against the target. */
#include "report/charts.h"

#include <math.h>
#include <stdio.h>

enum { TOP = 34, ROW = 34, ROW_NARROW = 50, LABEL_ABOVE = 9, BAR = 20, BOTTOM = 46 };

typedef struct timeline_spec {
    const fw_timeline_chart *chart;
    size_t rows;
    double reach;
} timeline_spec;

static double timeline_height(const void *spec, bool wide) {
    return TOP + (wide ? ROW : ROW_NARROW) * (double)((const timeline_spec *)spec)->rows + BOTTOM;
}

/* Segments in order; the letter says which, the length how long. */
static void draw_bar(fw_svg *svg, const fw_timeline *line, const fw_scale *x, double y) {
    static const char *const LETTERS[] = {"S", "T", "A", "R"};
    static const char *const CLASSES[] = {"seg s0", "seg s1", "seg s2", "seg s3"};
    double from = 0;
    for (size_t i = 0; i < 4; i++) {
        const double start = fw_scale_at(x, from);
        const double end = fw_scale_at(x, from + line->seconds[i]);
        if (!isfinite(line->seconds[i])) continue;
        fw_svg_rect(svg, start, y - BAR / 2.0, end - start, BAR, CLASSES[i]);
        char text[32];
        (void)snprintf(text, sizeof text, "%s %.0f", LETTERS[i], line->seconds[i]);
        if (end - start >= 32)
            fw_svg_text(svg, (start + end) / 2, y + 4, 'm', "sg", text);
        else if (end - start >= 12)
            fw_svg_text(svg, (start + end) / 2, y + 4, 'm', "sg", LETTERS[i]);
        from += line->seconds[i];
    }
    char total[32];
    (void)snprintf(total, sizeof total, "%.0f s", from);
    fw_svg_text(svg, fw_scale_at(x, from) + 6, y + 4, 's', line->strong ? "tv b halo" : "tv halo", total);
}

static void draw_timeline(fw_svg *svg, const void *spec, bool wide) {
    const timeline_spec *s = spec;
    const fw_timeline_chart *chart = s->chart;
    const fw_scale x = {0, s->reach, wide ? 200 : 8, svg->width - 12};
    const double row = wide ? ROW : ROW_NARROW;
    const double bottom = TOP + row * (double)s->rows;
    const double from = fw_scale_at(&x, chart->band_low);
    const double to = fw_scale_at(&x, chart->band_high);
    fw_svg_rect(svg, from, TOP - 6, to - from, bottom - TOP + 6, "band");
    fw_svg_text(svg, (from + to) / 2, TOP - 14, 'm', "tk", chart->band_label);
    fw_chart_axis(svg, &x, wide ? 8 : 5, bottom, bottom, false);
    for (size_t i = 0; i < s->rows; i++) {
        const fw_timeline *line = &chart->lines[i];
        const char *weight = line->strong ? "tl b" : "tl";
        double y = TOP + row * ((double)i + .5);
        if (wide) {
            fw_svg_label(svg, x.start - 14, y + 4, 'e', weight, line->label, x.start - 16);
        } else {
            fw_svg_label(svg, 2, y - LABEL_ABOVE, 's', weight, line->label, svg->width - 4);
            y += LABEL_ABOVE;
        }
        if (line->withheld)
            fw_svg_text(svg, x.start + 8, y + 4, 's', "no", line->withheld);
        else
            draw_bar(svg, line, &x, y);
    }
    fw_svg_text(svg, (x.start + x.end) / 2, bottom + 38, 'm', "tk",
                wide ? "seconds: S situation, T task, A action, R result and learning"
                     : "seconds: S situation, T task, A action, R result");
}

static const char *describe(fw_doc *doc, const fw_timeline_chart *chart, size_t rows) {
    const char *text = "";
    for (size_t i = 0; i < rows; i++) {
        const fw_timeline *line = &chart->lines[i];
        const char *gap = i ? "; " : "";
        text = line->withheld ? fw_doc_format(doc, "%s%s%s: %s", text, gap, line->label, line->withheld)
                              : fw_doc_format(doc,
                                              "%s%s%s: situation %.0f s, task %.0f s, action %.0f s, result "
                                              "%.0f s",
                                              text, gap, line->label, line->seconds[0], line->seconds[1],
                                              line->seconds[2], line->seconds[3]);
    }
    return text;
}

void fw_chart_timeline(fw_doc *doc, const fw_timeline_chart *chart) {
    if (chart->count == 0) return;
    timeline_spec spec = {chart, chart->count > FW_CHART_ROWS ? FW_CHART_ROWS : chart->count,
                          chart->band_high};
    for (size_t i = 0; i < spec.rows; i++) {
        const double *t = chart->lines[i].seconds;
        const double total = t[0] + t[1] + t[2] + t[3];
        if (!chart->lines[i].withheld && isfinite(total)) spec.reach = fmax(spec.reach, total);
    }
    spec.reach = ceil(spec.reach * 1.18 / 30) * 30; /* room for the total behind the bar */
    const fw_chart_art art = {chart->title, describe(doc, chart, spec.rows), &spec, timeline_height,
                              draw_timeline};
    fw_chart_add(doc, &art);
    if (chart->count > spec.rows)
        fw_doc_block(doc, FW_BLOCK_NOTE,
                     fw_doc_format(doc, "The chart shows the first %zu of %zu rows; the table has all.",
                                   spec.rows, chart->count));
}
