/* evaluate_confusion.c: counts of rounded human and machine scores. */
#include <failwise/evaluate.h>

#include <math.h>
#include <stdlib.h>

enum { MOST_LEVELS = 200 };

void fw_confusion_free(fw_confusion *confusion) {
    free(confusion->level);
    free(confusion->count);
    *confusion = (fw_confusion){0};
}

/* Index of `value` among the ascending levels, which get room for it. SIZE_MAX: no more room. */
static size_t place(fw_confusion *c, double value) {
    size_t at = 0;
    while (at < c->levels && (double)c->level[at] < value) at++;
    if (at < c->levels && (double)c->level[at] == value) return at;
    if (c->levels == MOST_LEVELS || fabs(value) > 1e9) return SIZE_MAX;
    for (size_t k = c->levels++; k > at; k--) c->level[k] = c->level[k - 1];
    c->level[at] = (long)value;
    return at;
}

fw_code fw_confusion_count(const double *h, const double *m, size_t rows, fw_confusion *out, fw_error *err) {
    *out = (fw_confusion){.level = calloc(MOST_LEVELS, sizeof *out->level)};
    if (!out->level) return fw_fail_nomem(err);
    bool fits = true;
    for (size_t i = 0; i < rows && fits; i++)
        if (!isnan(m[i])) fits = place(out, rint(h[i])) != SIZE_MAX && place(out, rint(m[i])) != SIZE_MAX;
    if (fits) out->count = calloc(out->levels * out->levels + 1, sizeof *out->count);
    if (!fits || !out->count) {
        fw_confusion_free(out);
        return fits ? fw_fail_nomem(err)
                    : fw_fail(err, FW_DATA, "the rounded scores have more than %d categories", MOST_LEVELS);
    }
    for (size_t i = 0; i < rows; i++) {
        if (isnan(m[i])) continue;
        out->count[place(out, rint(h[i])) * out->levels + place(out, rint(m[i]))]++;
        out->n++;
    }
    return FW_OK;
}
