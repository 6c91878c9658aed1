/*
 * charts.h: the report's charts. Each is drawn twice, for a page and for a phone, and added to the document
 * as one block; at most FW_CHART_ROWS groups are drawn, a note counts the rest.
 */
#ifndef FAILWISE_REPORT_CHARTS_H
#define FAILWISE_REPORT_CHARTS_H

#include "report/document.h"
#include "report/svg.h"

enum { FW_CHART_ROWS = 30, FW_CHART_WIDE = 720, FW_CHART_NARROW = 360 };

/* A row of a dot chart: an estimate with its interval. */
typedef struct fw_dot {
    const char *label;
    fw_estimate estimate;
    const char *withheld; /* not NULL: said instead of the estimate */
    bool strong;          /* the total */
    bool odd;             /* drawn hollow: see the chart's legend */
} fw_dot;

typedef struct fw_dot_chart {
    const char *title;
    const fw_dot *dots;
    size_t count;
    double low, high; /* of the scale; NaN = from the data */
    double norm;      /* a dashed line across all rows; NaN = none */
    const char *norm_label;
    const char *odd_label; /* what a hollow mark means, or NULL */
    bool percent;          /* values are shares */
    bool sign;             /* values are differences: zero is marked */
    bool bars;             /* a bar from the left end to the value */
    int digits;
} fw_dot_chart;
void fw_chart_dots(fw_doc *doc, const fw_dot_chart *chart);
/* Shares, each as a bar from zero. */
void fw_chart_shares(fw_doc *doc, const char *title, const fw_dot *shares, size_t count);

/* Rows (groups) by columns (parts), one small dot plot a cell, within 0 to `most`: every column has a window
 * of its own, all of the same span. */
typedef struct fw_facet_chart {
    const char *title;
    const char *const *column_labels;
    size_t column_count; /* at most 8 */
    const double *norms; /* one a column: the mark to compare with */
    const fw_dot *cells; /* count x column_count, row-major; label and withheld of the first of a row */
    size_t count;
    double most;
} fw_facet_chart;
void fw_chart_facets(fw_doc *doc, const fw_facet_chart *chart);

typedef struct fw_histogram_chart {
    const char *title;
    const char *axis; /* what is on the horizontal axis */
    const uint64_t *bins;
    size_t bin_count;
    double low, high;           /* of the first and last bin */
    double tick;                /* distance of axis labels; 0 = chosen */
    double quartiles[3];        /* marked below; NaN = none */
    double band_low, band_high; /* shaded: the target; NaN = none */
    const char *band_label;
} fw_histogram_chart;
void fw_chart_histogram(fw_doc *doc, const fw_histogram_chart *chart);

/* A line from before to after for every group. */
typedef struct fw_slope {
    const char *label;
    double before, after;
    bool strong;
} fw_slope;
typedef struct fw_slope_chart {
    const char *title;
    const fw_slope *slopes; /* those shown; withheld groups are left out and counted */
    size_t count;
    size_t withheld;
} fw_slope_chart;
void fw_chart_slopes(fw_doc *doc, const fw_slope_chart *chart);

/* Points in a plane, x ascending, each with an interval of y. */
typedef struct fw_plane_point {
    double x;
    fw_estimate y;
} fw_plane_point;
typedef struct fw_plane_chart {
    const char *title, *x_axis, *y_axis;
    const fw_plane_point *points;
    size_t count;
    const char *diagonal; /* what the line y = x means, or NULL; then both axes are alike */
    double norm;          /* a dashed line at this y; NaN = none */
    const char *norm_label;
    bool joined; /* points are joined to a curve */
    bool zero;   /* the x axis begins at 0 */
} fw_plane_chart;
void fw_chart_plane(fw_doc *doc, const fw_plane_chart *chart);

/* A matrix. A square's area is the value, against `most`; hollow = negative. NaN leaves a cell empty. */
typedef struct fw_grid_chart {
    const char *title;
    const char *axis; /* said below, or NULL */
    const char *const *row_labels, *const *column_labels;
    size_t rows, columns;
    const double *values; /* rows x columns, row-major */
    double most;
    bool counts; /* values are counts, printed in the cells */
} fw_grid_chart;
void fw_chart_grid(fw_doc *doc, const fw_grid_chart *chart);

/* Distributions of groups above each other. */
typedef struct fw_ridge {
    const char *label;
    const uint64_t *bins;
    double median;
    const char *withheld;
    bool strong;
} fw_ridge;
typedef struct fw_ridge_chart {
    const char *title;
    const fw_ridge *ridges;
    size_t count, bin_count; /* at most 64 bins */
    double low, high;
} fw_ridge_chart;
void fw_chart_ridges(fw_doc *doc, const fw_ridge_chart *chart);

/* Seconds of situation, task, action, result, one bar a row. */
typedef struct fw_timeline {
    const char *label;
    double seconds[4];
    const char *withheld;
    bool strong;
} fw_timeline;
typedef struct fw_timeline_chart {
    const char *title;
    const fw_timeline *lines;
    size_t count;
    double band_low, band_high; /* the target, in seconds */
    const char *band_label;
} fw_timeline_chart;
void fw_chart_timeline(fw_doc *doc, const fw_timeline_chart *chart);

/* A figure over runs, oldest first, this run last; each row has a scale of its own. */
typedef struct fw_run_line {
    const char *label;
    const double *earlier; /* `runs` values; NaN leaves a gap */
    size_t runs;
    double value;             /* now */
    double low, high, median; /* of the earlier ones; low to high is shaded */
    bool odd;                 /* drawn hollow */
    int digits;
} fw_run_line;
typedef struct fw_runs_chart {
    const char *title;
    const fw_run_line *lines;
    size_t count;
    const char *odd_label; /* what a hollow mark means */
} fw_runs_chart;
void fw_chart_runs(fw_doc *doc, const fw_runs_chart *chart);

/* For the charts themselves: draws a spec in both widths and adds the block. */
typedef struct fw_chart_art {
    const char *title;
    const char *desc;
    const void *spec;
    double (*height)(const void *spec, bool wide);
    void (*draw)(fw_svg *svg, const void *spec, bool wide);
} fw_chart_art;
void fw_chart_add(fw_doc *doc, const fw_chart_art *art);
/* Tick labels and grid lines below a plot whose top and bottom are given. */
void fw_chart_axis(fw_svg *svg, const fw_scale *scale, size_t most, double top, double bottom, bool percent);

#endif
