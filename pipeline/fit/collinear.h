/* collinear.h: which columns are linear combinations of others, by their correlations alone. */
#ifndef FAILWISE_FIT_COLLINEAR_H
#define FAILWISE_FIT_COLLINEAR_H

#include <failwise/status.h>

/* Owned; fw_collinear_free. */
typedef struct fw_collinear {
    size_t sets;       /* columns of one set explain each other, and no column of another */
    size_t *set;       /* by column: 0 of none, 1 .. sets; in the order of their first columns */
    double *inflation; /* by column: 1 / (1 - R2) on all others (VIF); NaN in a set, where it is infinite */
} fw_collinear;

/* `corr` is count x count. Sets do not depend on the order of columns. */
fw_code fw_collinear_find(const double *corr, size_t count, fw_collinear *out, fw_error *err);
void fw_collinear_free(fw_collinear *collinear);

#endif
