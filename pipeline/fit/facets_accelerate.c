/*
 * facets_accelerate.c: passes of EM until nothing moves, with extrapolation.
 *
 * Two passes show where the parameters are going; a step along that path (Varadhan and Roland 2008, scheme
 * S3) saves most of the passes when answers have few ratings. A step that lowers the likelihood is taken
 * back.
 */
#include "fit/facets.h"

#include <math.h>
#include <string.h>

static const double CONVERGED = 1e-6; /* logits, in one plain pass */
static const double LONGEST = 16;     /* times a pass */
enum { WHOLE_PASSES = 4 };

static size_t parameters(const fw_facets_state *s) { return s->panel->raters + s->categories; }

static void pack(const fw_facets_state *s, double *out) {
    const size_t raters = s->panel->raters, steps = s->categories - 1;
    memcpy(out, s->severity, raters * sizeof *out);
    memcpy(out + raters, s->step + 1, steps * sizeof *out);
    out[raters + steps] = log(s->sigma);
}

/* Also moves the posteriors of the former pass along, for narrow passes. */
static void unpack(fw_facets_state *s, const double *in) {
    const size_t raters = s->panel->raters, steps = s->categories - 1;
    const double sigma = exp(in[raters + steps]);
    double shift = 0;
    for (size_t r = 0; r < raters; r++) shift += (s->severity[r] - in[r]) / (double)raters;
    for (size_t g = 0; g < s->patterns; g++) {
        const size_t a = s->pattern[g];
        s->z_mean[a] = (s->z_mean[a] * s->sigma + shift) / sigma;
        s->z_sd[a] *= s->sigma / sigma;
    }
    memcpy(s->severity, in, raters * sizeof *in);
    memcpy(s->step + 1, in + raters, steps * sizeof *in);
    s->sigma = sigma;
}

/* From x0, x1, x2 (one pass apart) the extrapolated parameters, into x0; false when there is no path. */
static bool extrapolate(double *x0, const double *x1, const double *x2, size_t n) {
    double first = 0, second = 0;
    for (size_t i = 0; i < n; i++) {
        const double r = x1[i] - x0[i], v = x2[i] - x1[i] - r;
        first += r * r;
        second += v * v;
    }
    if (!(second > 0)) return false;
    const double length = fmin(LONGEST, sqrt(first / second));
    if (length <= 1) return false; /* that is where two passes lead anyway */
    for (size_t i = 0; i < n; i++) {
        const double r = x1[i] - x0[i], v = x2[i] - x1[i] - r;
        x0[i] += 2 * length * r + length * length * v;
    }
    return true;
}

bool fw_facets_iterate(fw_facets_state *s, size_t most, size_t *passes) {
    const size_t n = parameters(s);
    double *x0 = s->path, *x1 = s->path + n, *x2 = s->path + 2 * n;
    double before = -(double)INFINITY; /* likelihood where the last jump started */
    bool converged = false, jumped = false;
    size_t stage = 0, pass = 0;
    while (!converged && *passes < most) {
        fw_facets_expect(s, s->can_narrow && pass >= WHOLE_PASSES);
        ++*passes;
        ++pass;
        if (jumped && !(s->log_likelihood >= before)) {
            unpack(s, x2);
            jumped = false;
            stage = 0;
            continue;
        }
        jumped = false;
        if (stage == 0) pack(s, x0);
        converged = fw_facets_maximise(s) < CONVERGED;
        pack(s, stage == 0 ? x1 : x2);
        if (stage++ == 0) continue;
        stage = 0;
        before = s->log_likelihood;
        jumped = !converged && extrapolate(x0, x1, x2, n);
        if (jumped) unpack(s, x0);
    }
    fw_facets_expect(s, s->can_narrow && pass > WHOLE_PASSES);
    return converged;
}
