/*
 * svg.h: the marks that charts are made of. Colours and fonts come from the page's style sheet by class name,
 * so that charts follow dark mode and print. Coordinates are pixels of the viewBox; a mark with a coordinate
 * that is not finite is left out.
 */
#ifndef FAILWISE_REPORT_SVG_H
#define FAILWISE_REPORT_SVG_H

#include "base/buffer.h"

typedef struct fw_svg {
    fw_buffer out;
    double width, height;
} fw_svg;

/* `id` must be unique on the page; title and desc are what a screen reader says. */
void fw_svg_begin(fw_svg *svg, const char *id, double width, double height, const char *title,
                  const char *desc);
void fw_svg_end(fw_svg *svg);

void fw_svg_line(fw_svg *svg, double x1, double y1, double x2, double y2, const char *class_name);
void fw_svg_rect(fw_svg *svg, double x, double y, double width, double height, const char *class_name);
/* A closed outline. Left out whole when a corner is not finite. */
void fw_svg_area(fw_svg *svg, const double *x, const double *y, size_t corners, const char *class_name);
/* Shape 0 circle, 1 diamond, 2 square, 3 triangle, ...: readable without colour. */
void fw_svg_marker(fw_svg *svg, size_t shape, double x, double y, double radius, const char *class_name);
/* anchor: 's' start, 'm' middle, 'e' end. */
void fw_svg_text(fw_svg *svg, double x, double y, char anchor, const char *class_name, const char *text);
/* A name from the data: cut to `width` pixels, the whole as tooltip. */
void fw_svg_label(fw_svg *svg, double x, double y, char anchor, const char *class_name, const char *text,
                  double width);

/* A linear scale from values to pixels. */
typedef struct fw_scale {
    double low, high;  /* values */
    double start, end; /* pixels */
} fw_scale;
double fw_scale_at(const fw_scale *scale, double value);
/* Round tick values inside [low, high], at most `most` (>= 2) of them; *digits behind the point. */
size_t fw_scale_ticks(const fw_scale *scale, size_t most, double *ticks, int *digits);
/* Widens the scale's values to the next round tick on both sides. */
void fw_scale_round(fw_scale *scale, size_t most);

#endif
