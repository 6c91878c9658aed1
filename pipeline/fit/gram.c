/* gram.c: block-wise accumulation of cross-products. */
#include "fit/gram.h"

#include <gsl/gsl_cblas.h>
#include <stdlib.h>
#include <string.h>

fw_code fw_gram_init(fw_gram *gram, size_t width, bool buffered, fw_error *err) {
    *gram = (fw_gram){.width = width};
    gram->cross = calloc(width * width, sizeof *gram->cross);
    if (buffered) gram->buffer = calloc(FW_GRAM_BLOCK * width, sizeof *gram->buffer);
    return gram->cross && (gram->buffer || !buffered) ? FW_OK : fw_fail_nomem(err);
}

void fw_gram_free(fw_gram *gram) {
    free(gram->cross);
    free(gram->buffer);
    *gram = (fw_gram){0};
}

static void flush(fw_gram *gram) {
    const int width = (int)gram->width;
    if (gram->buffered)
        cblas_dsyrk(CblasRowMajor, CblasUpper, CblasTrans, width, (int)gram->buffered, 1, gram->buffer, width,
                    1, gram->cross, width);
    gram->buffered = 0;
}

double *fw_gram_next(fw_gram *gram) {
    if (gram->buffered == (gram->block ? gram->block : FW_GRAM_BLOCK)) flush(gram);
    return gram->buffer + gram->buffered++ * gram->width;
}

void fw_gram_mirror(fw_gram *gram) {
    for (size_t i = 0; i < gram->width; i++)
        for (size_t j = 0; j < i; j++) gram->cross[i * gram->width + j] = gram->cross[j * gram->width + i];
}

void fw_gram_finish(fw_gram *gram) {
    flush(gram);
    free(gram->buffer);
    gram->buffer = NULL;
    fw_gram_mirror(gram);
}

void fw_gram_total(const fw_gram *grams, size_t count, size_t skip, fw_gram *sum) {
    const size_t cells = sum->width * sum->width;
    memset(sum->cross, 0, cells * sizeof *sum->cross);
    for (size_t k = 0; k < count; k++) {
        if (k == skip) continue;
        for (size_t i = 0; i < cells; i++) sum->cross[i] += grams[k].cross[i];
    }
}

double fw_gram_rows(const fw_gram *gram) { return gram->cross[gram->width * gram->width - 1]; }

double fw_gram_squares(const fw_gram *gram, const double *v) {
    double sum = 0;
    for (size_t i = 0; i < gram->width; i++)
        if (v[i] != 0) sum += v[i] * cblas_ddot((int)gram->width, gram->cross + i * gram->width, 1, v, 1);
    return sum > 0 ? sum : 0;
}
