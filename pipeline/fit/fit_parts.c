/* fit_parts.c: rows of a fit that are summed up by others, each of whom has some. */
#include "fit/fit_state.h"

#include <math.h>
#include <string.h>

/* ---- who fits ---- */

fw_code fw_fit_meet(fw_fit *fit, double rating, uint64_t cluster, fw_error *err) {
    if (isnan(rating)) return FW_OK;
    if (isfinite(rating)) return fw_fit_note(fit, rating, cluster, err);
    fit->set_aside++;
    return FW_OK;
}

uint64_t fw_fit_summed(const fw_fit *fit) { return fit->sums ? fw_bag_sums_rows(fit->sums) : 0; }

const double *fw_fit_shift(const fw_fit *fit, size_t *count) {
    *count = fit->shifted ? fit->width : 0;
    return fit->shift;
}

fw_code fw_fit_start_from(fw_fit *fit, const double *shift, size_t count, fw_error *err) {
    if (fit->shifted || count != fit->width) return fw_fail(err, FW_BUG, "a fit cannot start from there");
    memcpy(fit->shift, shift, count * sizeof *shift);
    fit->shifted = true;
    return FW_OK;
}

fw_code fw_fit_join(fw_fit *fit, const char *bytes, size_t len, fw_error *err) {
    if (fit->solved) return fw_fail(err, FW_BUG, "rows added to a fit that is solved");
    return fw_bag_sums_take(fit->sums, bytes, len, err);
}

/* ---- who has rows ---- */

fw_code fw_fit_begin_part(fw_fit *fit, uint64_t first, const fw_fit_sink *to, fw_error *err) {
    fit->part = true;
    fit->to = (fw_bag_sink){to->context, to->put};
    return fw_bag_sums_begin_part(fit->sums, first, &fit->to, err);
}

fw_code fw_fit_end_part(fw_fit *fit, fw_error *err) { return fw_bag_sums_end_part(fit->sums, err); }
