/* figures.h: the headline figures that are followed from night to night, each named once. */
#ifndef FAILWISE_RUN_FIGURES_H
#define FAILWISE_RUN_FIGURES_H

#include <failwise/types.h>

#include <jansson.h>

/* One figure of summary.json: what is suppressed there is missing here too. */
typedef struct fw_figure {
    const char *name; /* column of history.csv; failwise_NAME among the metrics */
    const char *path; /* in summary.json, members separated by dots */
    const char *help;
    const char *what; /* in the words of the report */
    int decimals; /* as many as the report shows: differences of two nights tell no more than two reports do
                   */
    bool trend;   /* set beside the last runs */
} fw_figure;
enum { FW_FIGURE_COUNT = 11 };
extern const fw_figure fw_figures[FW_FIGURE_COUNT];

/* The figure, rounded; NaN where it is null or missing. */
double fw_figure_of(const fw_figure *figure, const json_t *summary);

#endif
