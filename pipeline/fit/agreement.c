/* agreement.c: agreement measures from sums. */
#include <failwise/agreement.h>

#include <math.h>

static const double NONE = (double)NAN;
/* Below this share of the mean square, a variance is rounding noise of a constant. */
static const double CONSTANT = 1e-12;

void fw_agreement_add(fw_agreement_sums *sums, double human, double machine) {
    const double error = human - machine;
    const double steps = fabs(rint(human) - rint(machine)); /* rint: half to even */
    sums->n += 1;
    sums->h += human;
    sums->m += machine;
    sums->hh += human * human;
    sums->mm += machine * machine;
    sums->hm += human * machine;
    sums->squared_error += error * error;
    sums->exact += steps == 0;
    sums->adjacent += steps <= 1;
}

void fw_agreement_merge(fw_agreement_sums *into, const fw_agreement_sums *from) {
    into->n += from->n;
    into->h += from->h;
    into->m += from->m;
    into->hh += from->hh;
    into->mm += from->mm;
    into->hm += from->hm;
    into->squared_error += from->squared_error;
    into->exact += from->exact;
    into->adjacent += from->adjacent;
}

/* Variance with divisor n; exactly 0 where the values were all the same. */
static double variance(double n, double sum, double squares) {
    const double mean = sum / n;
    const double value = squares / n - mean * mean;
    return value <= CONSTANT * (squares / n) ? 0 : value;
}

/* 1 - SSE/SST; where the human scores are constant: 1 when all were hit, else 0. */
static double determination(const fw_agreement_sums *s, double human_variance) {
    if (s->n < 2) return NONE;
    if (human_variance > 0) return 1 - s->squared_error / (human_variance * s->n);
    return s->squared_error > 0 ? 0 : 1;
}

void fw_agreement_measure(const fw_agreement_sums *sums, fw_agreement *out) {
    const fw_agreement_sums *s = sums;
    *out = (fw_agreement){s->n, NONE, NONE, NONE, NONE, NONE, NONE, NONE};
    if (!(s->n > 0)) return;
    const double human = variance(s->n, s->h, s->hh), machine = variance(s->n, s->m, s->mm);
    const double difference = s->m / s->n - s->h / s->n;
    const double covariance = human > 0 && machine > 0 ? s->hm / s->n - s->h / s->n * (s->m / s->n) : 0;
    if (human > 0 && machine > 0) out->r = fmax(-1, fmin(1, covariance / sqrt(human) / sqrt(machine)));
    out->r2 = determination(s, human);
    out->rmse = sqrt(s->squared_error / s->n);
    const double spread = human + machine + difference * difference;
    if (spread > 0) out->qwk = 2 * covariance / spread;
    if (s->n > 1 && human > 0) out->smd = difference / sqrt(human * s->n / (s->n - 1));
    out->exact = 100 * s->exact / s->n;
    out->adjacent = 100 * s->adjacent / s->n;
}
