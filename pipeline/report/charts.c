/* charts.c: what all charts share: both widths, the axis. */
#include "report/charts.h"

#include <math.h>
#include <stdio.h>

static const char *draw_once(fw_doc *doc, const fw_chart_art *art, bool wide) {
    fw_svg svg = {0};
    char id[32];
    (void)snprintf(id, sizeof id, "c%zu%c", doc->charts, wide ? 'w' : 'n');
    fw_svg_begin(&svg, id, wide ? FW_CHART_WIDE : FW_CHART_NARROW, art->height(art->spec, wide), art->title,
                 art->desc);
    art->draw(&svg, art->spec, wide);
    fw_svg_end(&svg);
    if (svg.out.failed) doc->failed = true;
    const char *text = fw_doc_copy(doc, svg.out.data);
    fw_buffer_free(&svg.out);
    return text;
}

void fw_chart_add(fw_doc *doc, const fw_chart_art *art) {
    doc->charts++;
    const char *wide = draw_once(doc, art, true);
    const char *narrow = draw_once(doc, art, false);
    fw_doc_block(doc, FW_BLOCK_CHART, art->title);
    if (doc->failed || !doc->last || !doc->last->last) return;
    doc->last->last->wide = wide;
    doc->last->last->narrow = narrow;
}

void fw_chart_axis(fw_svg *svg, const fw_scale *scale, size_t most, double top, double bottom, bool percent) {
    double ticks[16];
    int digits = 0;
    const fw_scale shown =
        percent ? (fw_scale){scale->low * 100, scale->high * 100, scale->start, scale->end} : *scale;
    const size_t count = fw_scale_ticks(&shown, most < 16 ? most : 16, ticks, &digits);
    for (size_t i = 0; i < count; i++) {
        char text[32];
        const double x = fw_scale_at(&shown, ticks[i]);
        (void)snprintf(text, sizeof text, "%s%.*f%s", ticks[i] < 0 ? "−" : "", digits, fabs(ticks[i]),
                       percent ? "%" : "");
        fw_svg_line(svg, x, top, x, bottom, "gr");
        fw_svg_text(svg, x, bottom + 18, 'm', "tk", text);
    }
    fw_svg_line(svg, scale->start, bottom, scale->end, bottom, "ax");
}
