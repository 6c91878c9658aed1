/*
 * tsqr.h: least squares straight from the rows, by tall-skinny QR: half the digits lost of cross-products.
 */
#ifndef FAILWISE_FIT_TSQR_H
#define FAILWISE_FIT_TSQR_H

#include "fit/linear.h"

/*
 * Solves for the given columns (centred and scaled inside), refines once with residuals in long double, and
 * fills `out`, r2 and the number of regressors included. `inverse`, count x count, gets the inverse of the
 * centred columns' cross-products (may be NULL). *singular tells that the columns are dependent to working
 * precision; `out` is then as it was. `weight` by row, NULL = 1.
 */
fw_code fw_tsqr_solve(const fw_sample *sample, const double *weight, const size_t *columns, size_t count,
                      fw_linear *out, double *inverse, bool *singular, fw_error *err);

#endif
