/*
 * fit_bags.c: cross-products of the rated rows by fold and, inside a fold, by bag of participants.
 *
 * A participant's fold and bag follow from its hash and the seed alone. Resamples draw bags, learning curves
 * take the first of every fold, folds are their sums: one pass serves all. Up to about five hundred bags: an
 * interval from B bags is off by a share of 1 / sqrt(2 B) of its length, less than resampling itself is.
 */
#include "fit/fit_state.h"

#include "base/str.h"

enum { MOST_BAGS = 500 };
static const size_t MEMORY_LIMIT = (size_t)64 << 20;
static const uint64_t STREAM = 0x666974626167735fu;

static void make_row(const void *context, const float *x, double rating, double *out) {
    const fw_fit *fit = context;
    const fw_fit_rows rows = {.rows = 1, .x = x, .rating = &rating};
    fw_fit_gram_row(fit, &rows, 0, out);
}

fw_code fw_fit_bags_init(fw_fit *fit, fw_error *err) {
    const size_t bytes = fit->width * (fit->width + 1) / 2 * sizeof(double);
    const size_t room = MEMORY_LIMIT / bytes, most = room < MOST_BAGS ? room : MOST_BAGS;
    fit->bags_per_fold = most / fit->fold_count ? most / fit->fold_count : 1;
    const fw_bag_shape shape = {.bags = fit->fold_count * fit->bags_per_fold,
                                .width = fit->width,
                                .features = fit->var_count,
                                .row = make_row,
                                .context = fit};
    return fw_bag_sums_new(&shape, &fit->sums, err);
}

size_t fw_fit_bag(const fw_fit *fit, uint16_t fold, uint64_t cluster) {
    const size_t bag = (size_t)(fw_hash64(&cluster, sizeof cluster, fit->seed ^ STREAM) % fit->bags_per_fold);
    return fold * fit->bags_per_fold + bag;
}

fw_code fw_fit_bags_finish(fw_fit *fit, fw_error *err) {
    const fw_code code = fw_bag_sums_finish(fit->sums, &fit->bags_of, err);
    fw_bag_sums_free(fit->sums);
    fit->sums = NULL;
    for (size_t k = 0; k < fit->fold_count && code == FW_OK; k++) {
        for (size_t b = 0; b < fit->bags_per_fold; b++)
            fw_packed_add(&fit->bags_of, k * fit->bags_per_fold + b, &fit->grams[k]);
        fw_gram_mirror(&fit->grams[k]);
    }
    return code;
}
