/* fit_share.c: a solved fit as bytes, for others who evaluate rows of theirs, and their pieces as bytes. */
#include "fit/fit_state.h"

#include <stdlib.h>

/* ---- the fit ---- */

static void pack_doubles(fw_buffer *out, const double *values, size_t count) {
    fw_pack_bytes(out, values, count * sizeof *values);
}

static bool unpack_doubles(fw_unpack *in, double *values, size_t count) {
    return fw_unpack_bytes(in, values, count * sizeof *values);
}

static bool has_forms(const fw_fit *fit, size_t k) {
    return fit->cross_validated && fit->folds[k].form && fit->folds[k].length_form;
}

static fw_code give(fw_buffer *bytes, const fw_fit_sink *to, fw_error *err) {
    const fw_code code =
        bytes->failed ? fw_fail_nomem(err) : to->put(to->context, bytes->data, bytes->len, err);
    fw_buffer_free(bytes);
    return code;
}

/* Who is known one by one: bags and units are found among them. */
static size_t held(const fw_clusters *clusters) {
    return clusters->count <= FW_CLUSTERS_HELD ? clusters->count : 0;
}

fw_code fw_fit_share(const fw_fit *fit, const fw_fit_sink *to, fw_error *err) {
    fw_buffer out = {0};
    if (!fit->solved) return fw_fail(err, FW_BUG, "a fit shared before it is solved");
    fw_pack_number(&out, fit->width);
    fw_pack_number(&out, fit->fold_count);
    fw_pack_number(&out, fit->rows);
    fw_pack_number(&out, fit->constant);
    fw_pack_number(&out, fit->cross_validated);
    pack_doubles(&out, &fit->scale_min, 1);
    pack_doubles(&out, &fit->scale_max, 1);
    pack_doubles(&out, fit->shift, fit->width);
    pack_doubles(&out, fit->form, fit->width);
    for (size_t k = 0; k < fit->fold_count; k++) {
        fw_pack_number(&out, has_forms(fit, k));
        if (!has_forms(fit, k)) continue;
        pack_doubles(&out, fit->folds[k].form, fit->width);
        pack_doubles(&out, fit->folds[k].length_form, fit->width);
        pack_doubles(&out, &fit->folds[k].mean, 1);
    }
    fw_pack_number(&out, fit->clusters.count);
    fw_pack_bytes(&out, fit->clusters.hash, held(&fit->clusters) * sizeof *fit->clusters.hash);
    fw_fit_errors_pack(fit, &out);
    return give(&out, to, err);
}

static fw_code adopt_fold(const fw_fit *fit, fw_fold *fold, fw_unpack *in, fw_error *err) {
    if (fw_unpack_number(in) == 0) return FW_OK;
    fold->form = calloc(fit->width, sizeof *fold->form);
    fold->length_form = calloc(fit->width, sizeof *fold->length_form);
    if (!fold->form || !fold->length_form) return fw_fail_nomem(err);
    (void)unpack_doubles(in, fold->form, fit->width);
    (void)unpack_doubles(in, fold->length_form, fit->width);
    (void)unpack_doubles(in, &fold->mean, 1);
    return FW_OK;
}

static fw_code adopt_clusters(fw_clusters *clusters, fw_unpack *in, fw_error *err) {
    clusters->count = (size_t)fw_unpack_number(in);
    const size_t count = held(clusters);
    clusters->hash = calloc(count + 1, sizeof *clusters->hash);
    if (!clusters->hash) return fw_fail_nomem(err);
    (void)fw_unpack_bytes(in, clusters->hash, count * sizeof *clusters->hash);
    return FW_OK;
}

fw_code fw_fit_adopt(fw_fit *fit, const char *bytes, size_t len, fw_error *err) {
    fw_unpack in = {.at = bytes, .end = bytes + len};
    if (fit->solved || fit->rows) return fw_fail(err, FW_BUG, "a fit with rows of its own adopts another");
    if (fw_unpack_number(&in) != fit->width || fw_unpack_number(&in) != fit->fold_count)
        return fw_fail(err, FW_BUG, "a fit of other features or folds");
    fit->rows = (size_t)fw_unpack_number(&in);
    fit->constant = fw_unpack_number(&in);
    fit->cross_validated = fw_unpack_number(&in);
    (void)unpack_doubles(&in, &fit->scale_min, 1);
    (void)unpack_doubles(&in, &fit->scale_max, 1);
    fit->rubric->scale_min = fit->scale_min;
    fit->rubric->scale_max = fit->scale_max;
    (void)unpack_doubles(&in, fit->shift, fit->width);
    (void)unpack_doubles(&in, fit->form, fit->width);
    fw_code code = FW_OK;
    for (size_t k = 0; k < fit->fold_count && code == FW_OK; k++)
        code = adopt_fold(fit, &fit->folds[k], &in, err);
    if (code == FW_OK) code = adopt_clusters(&fit->clusters, &in, err);
    if (code == FW_OK) code = fw_fit_errors_unpack(fit, &in, err);
    if (code == FW_OK && (in.bad || in.at != in.end)) code = fw_fail(err, FW_BUG, "a fit cannot be read");
    fit->solved = code == FW_OK;
    return code;
}

/* ---- pieces ---- */

static void pack_sums(fw_buffer *out, const fw_agreement_sums *sums) {
    fw_pack_bytes(out, sums, sizeof *sums); /* doubles, without gaps */
}

static void unpack_sums(fw_unpack *in, fw_agreement_sums *sums) {
    (void)fw_unpack_bytes(in, sums, sizeof *sums);
}

fw_code fw_fit_piece_share(const fw_fit *fit, fw_fit_piece *piece, const fw_fit_sink *to, fw_error *err) {
    fw_buffer out = {0};
    const fw_evidence *seen = &piece->evidence;
    size_t filled = 0;
    fw_error_piece_close(fit, &piece->errors);
    fw_pack_number(&out, piece->rows);
    fw_pack_number(&out, seen->rows);
    for (size_t b = 0; b < FW_BAGS; b++) filled += seen->bags[b].n > 0;
    fw_pack_number(&out, filled);
    for (size_t b = 0; b < FW_BAGS; b++) {
        if (!(seen->bags[b].n > 0)) continue;
        fw_pack_number(&out, b);
        pack_sums(&out, &seen->bags[b]);
    }
    pack_sums(&out, &seen->length);
    pack_sums(&out, &seen->mean);
    pack_sums(&out, &seen->train);
    pack_sums(&out, &seen->rubric);
    fw_error_piece_pack(fit, &piece->errors, &out);
    fw_error_piece_clear(fit, &piece->errors);
    piece->evidence = (fw_evidence){0};
    piece->rows = 0;
    return give(&out, to, err);
}

fw_code fw_fit_piece_adopt(const fw_fit *fit, fw_fit_piece *piece, const char *bytes, size_t len,
                           fw_error *err) {
    fw_unpack in = {.at = bytes, .end = bytes + len};
    fw_evidence *seen = &piece->evidence;
    if (piece->rows) return fw_fail(err, FW_BUG, "a piece of a fit that is not empty");
    *seen = (fw_evidence){0};
    piece->rows = (size_t)fw_unpack_number(&in);
    seen->rows = (size_t)fw_unpack_number(&in);
    for (size_t filled = fw_unpack_count(&in, sizeof *seen->bags); filled > 0 && !in.bad; filled--) {
        const uint64_t b = fw_unpack_number(&in);
        if (b >= FW_BAGS) return fw_fail(err, FW_BUG, "a piece of a fit cannot be read");
        unpack_sums(&in, &seen->bags[b]);
    }
    unpack_sums(&in, &seen->length);
    unpack_sums(&in, &seen->mean);
    unpack_sums(&in, &seen->train);
    unpack_sums(&in, &seen->rubric);
    fw_error_piece_unpack(fit, &piece->errors, &in);
    return in.bad || in.at != in.end ? fw_fail(err, FW_BUG, "a piece of a fit cannot be read") : FW_OK;
}
