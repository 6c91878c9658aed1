/* svg.c: SVG marks, labels and scales. */
#include "report/svg.h"

#include "report/escape.h"

#include <math.h>
#include <string.h>

/* Pixels of a character in the 12.5 px label font, in a wide face. */
static double character_width(char c) {
    if (strchr("mwMW@%", c)) return 12.5;
    if (strchr(" iljtfrI.,:;'|!()[]/", c)) return 5.4;
    if (strchr("<>+=~#&", c)) return 10.6;
    return c >= 'A' && c <= 'Z' ? 9.6 : 8;
}

/* Pixels that a text takes at most; what is not ASCII is taken by its columns. */
static double text_width(const char *text) {
    static const double COLUMN = 8;
    double width = 0;
    size_t ascii = 0;
    for (const char *c = text; *c; c++) {
        if ((unsigned char)*c >= 0x80) continue;
        width += character_width(*c);
        ascii++;
    }
    return width + COLUMN * fmax(0, (double)fw_text_columns(text) - (double)ascii);
}

/* As "%.1f" prints it, from whole tenths; near the middle of two tenths printf knows which one it is. */
static void put_tenths(fw_buffer *out, double value) {
    static const double MOST = 1e9, NEAR = 1e-3;
    const double tenfold = value * 10, units = nearbyint(tenfold);
    if (!(fabs(tenfold) < MOST) || fabs(fabs(tenfold - units) - .5) < NEAR) {
        fw_buffer_printf(out, "%.1f", value);
        return;
    }
    char text[16];
    size_t at = sizeof text;
    uint32_t left = (uint32_t)fabs(units);
    text[--at] = (char)('0' + left % 10);
    text[--at] = '.';
    do text[--at] = (char)('0' + (left /= 10) % 10);
    while (left >= 10);
    if (signbit(value)) text[--at] = '-';
    fw_buffer_append(out, text + at, sizeof text - at);
}

/* One digit behind the point is a tenth of a pixel; without "-0.0", so that equal pictures are equal bytes.
 */
static void number(fw_svg *svg, const char *name, double value) {
    const double rounded = round(value * 10) / 10;
    fw_buffer_char(&svg->out, ' ');
    fw_buffer_text(&svg->out, name);
    fw_buffer_text(&svg->out, "=\"");
    put_tenths(&svg->out, rounded == 0 ? 0.0 : rounded);
    fw_buffer_char(&svg->out, '"');
}

static void corner(fw_svg *svg, bool first, double x, double y) {
    if (!first) fw_buffer_char(&svg->out, ' ');
    put_tenths(&svg->out, x);
    fw_buffer_char(&svg->out, ',');
    put_tenths(&svg->out, y);
}

static void open_shape(fw_svg *svg, const char *name, const char *class_name, const char *more) {
    fw_buffer_char(&svg->out, '<');
    fw_buffer_text(&svg->out, name);
    fw_buffer_text(&svg->out, " class=\"");
    fw_buffer_text(&svg->out, class_name);
    fw_buffer_text(&svg->out, more);
    fw_buffer_char(&svg->out, '"');
}

void fw_svg_begin(fw_svg *svg, const char *id, double width, double height, const char *title,
                  const char *desc) {
    svg->width = width;
    svg->height = height;
    fw_buffer_printf(&svg->out,
                     "<svg viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-labelledby=\"%s-t %s-d\" "
                     "xmlns=\"http://www.w3.org/2000/svg\">",
                     width, height, id, id);
    fw_buffer_printf(&svg->out, "<title id=\"%s-t\">", id);
    fw_escape_html(&svg->out, title);
    fw_buffer_printf(&svg->out, "</title><desc id=\"%s-d\">", id);
    fw_escape_html(&svg->out, desc);
    fw_buffer_text(&svg->out, "</desc>\n");
}

void fw_svg_end(fw_svg *svg) { fw_buffer_text(&svg->out, "</svg>\n"); }

void fw_svg_line(fw_svg *svg, double x1, double y1, double x2, double y2, const char *class_name) {
    if (!isfinite(x1) || !isfinite(y1) || !isfinite(x2) || !isfinite(y2)) return;
    open_shape(svg, "line", class_name, "");
    number(svg, "x1", x1);
    number(svg, "y1", y1);
    number(svg, "x2", x2);
    number(svg, "y2", y2);
    fw_buffer_text(&svg->out, "/>\n");
}

void fw_svg_rect(fw_svg *svg, double x, double y, double width, double height, const char *class_name) {
    if (!isfinite(x) || !isfinite(y) || !isfinite(width) || !isfinite(height)) return;
    open_shape(svg, "rect", class_name, "");
    number(svg, "x", x);
    number(svg, "y", y);
    number(svg, "width", fmax(0, width));
    number(svg, "height", fmax(0, height));
    fw_buffer_text(&svg->out, "/>\n");
}

void fw_svg_area(fw_svg *svg, const double *x, const double *y, size_t corners, const char *class_name) {
    for (size_t i = 0; i < corners; i++) {
        if (!isfinite(x[i]) || !isfinite(y[i])) return;
    }
    open_shape(svg, "polygon", class_name, "");
    fw_buffer_text(&svg->out, " points=\"");
    for (size_t i = 0; i < corners; i++) corner(svg, i == 0, x[i], y[i]);
    fw_buffer_text(&svg->out, "\"/>\n");
}

/* A closed polygon of `corners` corners around (x, y), the first at `turn` (in full turns, 0 = up). */
static void polygon(fw_svg *svg, int corners, double turn, double x, double y, double radius,
                    const char *class_name) {
    open_shape(svg, "polygon", class_name, "");
    fw_buffer_text(&svg->out, " points=\"");
    for (int i = 0; i < corners; i++) {
        const double angle = 2 * 3.14159265358979323846 * (turn + (double)i / corners);
        corner(svg, i == 0, x + radius * sin(angle), y - radius * cos(angle));
    }
    fw_buffer_text(&svg->out, "\"/>\n");
}

void fw_svg_marker(fw_svg *svg, size_t shape, double x, double y, double radius, const char *class_name) {
    static const struct {
        int corners; /* 0 = circle */
        double turn, size;
    } SHAPES[] = {{0, 0, 1}, {4, 0, 1.3}, {4, .125, 1.25}, {3, 0, 1.3}, {3, .5, 1.3}, {6, 0, 1.15}};
    if (!isfinite(x) || !isfinite(y)) return;
    const size_t at = shape % (sizeof SHAPES / sizeof SHAPES[0]);
    if (SHAPES[at].corners) {
        polygon(svg, SHAPES[at].corners, SHAPES[at].turn, x, y, radius * SHAPES[at].size, class_name);
        return;
    }
    open_shape(svg, "circle", class_name, "");
    number(svg, "cx", x);
    number(svg, "cy", y);
    number(svg, "r", radius);
    fw_buffer_text(&svg->out, "/>\n");
}

static void open_text(fw_svg *svg, double x, double y, char anchor, const char *class_name) {
    const char *where = anchor == 'e' ? " e" : anchor == 'm' ? " m" : "";
    open_shape(svg, "text", class_name, where);
    number(svg, "x", x);
    number(svg, "y", y);
    fw_buffer_char(&svg->out, '>');
}

void fw_svg_text(fw_svg *svg, double x, double y, char anchor, const char *class_name, const char *text) {
    if (!isfinite(x) || !isfinite(y)) return;
    open_text(svg, x, y, anchor, class_name);
    fw_escape_html(&svg->out, text);
    fw_buffer_text(&svg->out, "</text>\n");
}

void fw_svg_label(fw_svg *svg, double x, double y, char anchor, const char *class_name, const char *text,
                  double width) {
    if (!isfinite(x) || !isfinite(y)) return;
    char cut[256];
    size_t columns = (size_t)fmax(2, floor(width / 5.4));
    bool shortened = fw_text_cut(text, columns, cut, sizeof cut);
    while (columns > 2 && text_width(cut) > width) shortened = fw_text_cut(text, --columns, cut, sizeof cut);
    open_text(svg, x, y, anchor, class_name);
    if (shortened) {
        fw_buffer_text(&svg->out, "<title>");
        fw_escape_html(&svg->out, text);
        fw_buffer_text(&svg->out, "</title>");
    }
    fw_escape_html(&svg->out, cut);
    fw_buffer_text(&svg->out, "</text>\n");
}

double fw_scale_at(const fw_scale *scale, double value) {
    const double span = scale->high - scale->low;
    if (!(span > 0)) return (scale->start + scale->end) / 2;
    return scale->start + (value - scale->low) / span * (scale->end - scale->start);
}

/* The smallest of 1, 2, 2.5, 5 times a power of ten that needs at most `most` ticks. */
static double tick_step(double span, size_t most) {
    const double rough = span / (double)(most > 1 ? most - 1 : 1);
    const double power = pow(10, floor(log10(rough)));
    static const double STEPS[] = {1, 2, 2.5, 5, 10};
    for (size_t i = 0; i < sizeof STEPS / sizeof STEPS[0]; i++) {
        if (STEPS[i] * power >= rough * (1 - 1e-9)) return STEPS[i] * power;
    }
    return 10 * power;
}

size_t fw_scale_ticks(const fw_scale *scale, size_t most, double *ticks, int *digits) {
    const double span = scale->high - scale->low;
    *digits = 0;
    if (!(span > 0) || !isfinite(span)) return 0;
    const double step = tick_step(span, most);
    while (*digits < 6 && fabs(step * pow(10, *digits) - round(step * pow(10, *digits))) > 1e-6) ++*digits;
    size_t count = 0;
    const double first = ceil(scale->low / step - 1e-9);
    for (size_t i = 0; i < most; i++) {
        const double tick = (first + (double)i) * step;
        if (tick > scale->high + step * 1e-9) break;
        ticks[count++] = tick == 0 ? 0.0 : tick;
    }
    return count;
}

void fw_scale_round(fw_scale *scale, size_t most) {
    const double span = scale->high - scale->low;
    if (!(span > 0) || !isfinite(span)) return;
    const double step = tick_step(span, most);
    scale->low = floor(scale->low / step + 1e-9) * step;
    scale->high = ceil(scale->high / step - 1e-9) * step;
}
