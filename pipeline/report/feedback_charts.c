/* feedback_charts.c: where the time went, and the five parts, each as one small chart. */
#include "report/feedback_page.h"
#include "report/labels.h"
#include "report/svg.h"

#include <math.h>
#include <stdio.h>

enum { WIDTH = 360, LEFT = 104, RIGHT = 276, ROW = 38, TOP = 8, TEXT = 320 };

static void append_svg(fw_buffer *out, fw_svg *svg) {
    fw_svg_end(svg);
    out->failed = out->failed || svg->out.failed;
    fw_buffer_append(out, svg->out.data, svg->out.len);
    fw_buffer_free(&svg->out);
}

/* ---- time ---- */

static const char *verdict(char text[TEXT], double seconds, const fw_star_band *band) {
    if (seconds < band->low) {
        (void)snprintf(text, TEXT, "%.0f s short", band->low - seconds);
    } else if (seconds > band->high) {
        (void)snprintf(text, TEXT, "%.0f s long", seconds - band->high);
    } else {
        (void)snprintf(text, TEXT, "in the band");
    }
    return text;
}

/* One row: the band shaded, the bar on it, the seconds and what to make of them. */
static void time_row(fw_svg *svg, double top, double most, double seconds, const fw_star_band *band) {
    const fw_scale x = {0, most, LEFT, RIGHT};
    const bool good = seconds >= band->low && seconds <= band->high;
    char text[TEXT];
    fw_svg_text(svg, 0, top + 14, 's', "th", band->name);
    (void)snprintf(text, sizeof text, "%.0f–%.0f s", band->low, band->high);
    fw_svg_text(svg, 0, top + 29, 's', "tk", text);
    fw_svg_rect(svg, LEFT, top + 4, RIGHT - LEFT, 26, "lane");
    fw_svg_rect(svg, fw_scale_at(&x, band->low), top + 1,
                fw_scale_at(&x, band->high) - fw_scale_at(&x, band->low), 32, "band");
    fw_svg_rect(svg, LEFT, top + 11, fw_scale_at(&x, fmin(seconds, most)) - LEFT, 12,
                good ? "time" : "time off");
    fw_svg_line(svg, fw_scale_at(&x, band->low), top + 1, fw_scale_at(&x, band->low), top + 33, "edge");
    fw_svg_line(svg, fw_scale_at(&x, band->high), top + 1, fw_scale_at(&x, band->high), top + 33, "edge");
    (void)snprintf(text, sizeof text, "%.0f s", seconds);
    fw_svg_text(svg, RIGHT + 10, top + 14, 's', "th", text);
    fw_svg_text(svg, RIGHT + 10, top + 29, 's', "tk", verdict(text, seconds, band));
}

/* "Situation 12 s of 15 to 20 s, 3 s short; ...": what a screen reader says. */
static void describe_time(const fw_analysis *a, char out[TEXT]) {
    size_t at = 0;
    char text[TEXT];
    for (size_t i = 0; i <= FW_STAR_COUNT; i++) {
        const fw_star_band *band = i < FW_STAR_COUNT ? &fw_star_bands[i] : &fw_whole_band;
        const double seconds = round(i < FW_STAR_COUNT ? fw_star_seconds(a, i) : a->seconds);
        const int more = snprintf(out + at, TEXT - at, "%s%s %.0f seconds, %s of %.0f to %.0f", i ? "; " : "",
                                  band->name, seconds, verdict(text, seconds, band), band->low, band->high);
        at += more > 0 && (size_t)more < TEXT - at ? (size_t)more : 0;
    }
}

void fw_feedback_time_chart(fw_buffer *out, const fw_analysis *a, size_t number) {
    fw_svg svg = {0};
    char id[32], desc[TEXT];
    (void)snprintf(id, sizeof id, "a%zut", number);
    describe_time(a, desc);
    double most = 70;
    for (size_t i = 0; i < FW_STAR_COUNT; i++) most = fmax(most, ceil(fw_star_seconds(a, i) / 10) * 10);
    const double whole_top = TOP + ROW * FW_STAR_COUNT + 14;
    fw_svg_begin(&svg, id, WIDTH, whole_top + ROW, "Seconds of each step, with the seconds it should take",
                 desc);
    for (size_t i = 0; i < FW_STAR_COUNT; i++)
        time_row(&svg, TOP + ROW * (double)i, most, round(fw_star_seconds(a, i)), &fw_star_bands[i]);
    fw_svg_line(&svg, 0, whole_top - 9, WIDTH, whole_top - 9, "gr");
    time_row(&svg, whole_top, fmax(150, ceil(a->seconds / 10) * 10), round(a->seconds), &fw_whole_band);
    append_svg(out, &svg);
}

/* ---- parts ---- */

static void describe_parts(const fw_feedback_points *p, char out[TEXT]) {
    size_t at = 0;
    for (size_t i = 0; i < FW_ARC_PARTS; i++) {
        char before[32] = "";
        if (p->before) (void)snprintf(before, sizeof before, "from %.1f to ", p->before[i]);
        const int more = snprintf(out + at, TEXT - at, "%s%s %s%.1f%s", i ? "; " : "", fw_part_labels[i].noun,
                                  before, p->now[i], i == p->weakest ? ", the weakest" : "");
        at += more > 0 && (size_t)more < TEXT - at ? (size_t)more : 0;
    }
}

static void part_row(fw_svg *svg, const fw_feedback_points *p, size_t part, double top) {
    const fw_scale x = {0, 4, LEFT + 10, RIGHT - 8};
    const double y = top + 17, now = fw_scale_at(&x, p->now[part]);
    char text[64];
    fw_svg_text(svg, 0, p->weakest == part ? y - 2 : y + 4, 's', "th", fw_part_labels[part].noun);
    if (p->weakest == part) fw_svg_text(svg, 0, y + 13, 's', "weak", "weakest");
    fw_svg_line(svg, LEFT, y, RIGHT, y, "gr");
    if (p->before) {
        const double before = fw_scale_at(&x, p->before[part]);
        fw_svg_line(svg, before, y, now, y, "iv");
        fw_svg_marker(svg, 0, before, y, 5.5, "was");
        (void)snprintf(text, sizeof text, "%.1f → %.1f", p->before[part], p->now[part]);
    } else {
        (void)snprintf(text, sizeof text, "%.1f", p->now[part]);
    }
    fw_svg_marker(svg, 0, now, y, 6.5, "d");
    fw_svg_text(svg, RIGHT + 10, y + 4, 's', "th", text);
}

void fw_feedback_parts_chart(fw_buffer *out, const fw_feedback_points *p) {
    static const char *const ANCHORS[] = {"0", "1", "2", "3", "4"};
    fw_svg svg = {0};
    char id[32], desc[TEXT];
    (void)snprintf(id, sizeof id, "a%zup", p->number);
    describe_parts(p, desc);
    const double bottom = TOP + ROW * FW_ARC_PARTS;
    const fw_scale x = {0, 4, LEFT + 10, RIGHT - 8};
    fw_svg_begin(&svg, id, WIDTH, bottom + 24, "Points of the five parts, from 0 to 4", desc);
    const double stands = fw_scale_at(&x, fw_part_stands);
    fw_svg_rect(&svg, stands, TOP - 4, RIGHT - stands, bottom - TOP + 4, "band");
    for (size_t i = 0; i < FW_ARC_PARTS; i++) part_row(&svg, p, i, TOP + ROW * (double)i);
    for (int tick = 0; tick <= 4; tick++)
        fw_svg_text(&svg, fw_scale_at(&x, tick), bottom + 16, 'm', "tk", ANCHORS[tick]);
    append_svg(out, &svg);
}
