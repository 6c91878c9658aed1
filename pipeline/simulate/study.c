/* study.c: simulated studies that check the formulas of power.c. */
#include "simulate/study.h"

#include <math.h>

/* Sums over pairs, about the first pair: means near 3 would cost digits otherwise. */
typedef struct {
    double n, x0, y0, x, y, xx, yy, xy;
} sums;

static void add(sums *s, double x, double y) {
    if (s->n == 0) {
        s->x0 = x;
        s->y0 = y;
    }
    x -= s->x0;
    y -= s->y0;
    s->n++;
    s->x += x;
    s->y += y;
    s->xx += x * x;
    s->yy += y * y;
    s->xy += x * y;
}

static double correlation(const sums *s) {
    const double xx = s->xx - s->x * s->x / s->n, yy = s->yy - s->y * s->y / s->n;
    return (s->xy - s->x * s->y / s->n) / sqrt(xx * yy);
}

/* Where study number `study` starts among the population's answers: studies do not share participants as long
 * as there are enough of them. */
static uint64_t participant_of(const fw_study_plan *plan, uint64_t study, uint64_t size, uint64_t i) {
    return (study * size + i) % plan->population->options.participants;
}

/* Mean of the ratings of one answer. */
static double mean_rating(const fw_population *p, const fw_sim_answer *answer) {
    fw_sim_rating rating[FW_SIM_RATERS];
    fw_population_rate(p, answer, rating);
    double sum = 0;
    for (size_t i = 0; i < p->options.ratings; i++) sum += rating[i].overall;
    return sum / (double)p->options.ratings;
}

static double attempt_rating(const fw_population *p, uint64_t participant, size_t attempt) {
    fw_sim_answer answer;
    fw_population_answer(p, participant * p->options.attempts + attempt - 1, &answer);
    return mean_rating(p, &answer);
}

/* ---- correlation ---- */

/* Mean and SD of mean ratings of first attempts. */
static void rating_moments(const fw_study_plan *plan, double *mean, double *sd) {
    enum { DRAWS = 20000 };
    sums s = {0};
    for (uint64_t i = 0; i < DRAWS; i++) add(&s, attempt_rating(plan->population, i, 1), 0);
    *mean = s.x0 + s.x / s.n;
    *sd = sqrt((s.xx - s.x * s.x / s.n) / (s.n - 1));
}

void fw_study_correlation(const fw_study_plan *plan, double r, uint64_t answers, double *width,
                          double *coverage) {
    double mean, sd, widths = 0, held = 0;
    rating_moments(plan, &mean, &sd);
    const double reach = fw_normal_inverse(0.975) / sqrt((double)answers - 3);
    for (uint64_t study = 0; study < plan->repeats; study++) {
        fw_random random = fw_random_of(plan->seed, FW_FOR_STUDIES, study);
        sums s = {0};
        for (uint64_t i = 0; i < answers; i++) {
            const double human = attempt_rating(plan->population, participant_of(plan, study, answers, i), 1);
            add(&s, r * (human - mean) / sd + sqrt(1 - r * r) * fw_random_normal(&random), human);
        }
        const double z = atanh(correlation(&s)), low = tanh(z - reach), high = tanh(z + reach);
        widths += (high - low) / 2;
        held += low <= r && r <= high;
    }
    *width = widths / (double)plan->repeats;
    *coverage = held / (double)plan->repeats;
}

/* ---- reliability ---- */

/* A rating by a rater of the given severity and range, as continuous as the formulas have it. */
static double rate(const fw_population *p, fw_random *random, double overall, double severity, double range) {
    return p->truth.mean + range * (overall - p->truth.mean) + severity +
           p->truth.noise * fw_random_normal(random);
}

double fw_study_reliability(const fw_study_plan *plan, bool same, uint64_t raters, uint64_t answers,
                            size_t studies) {
    const fw_population *p = plan->population;
    const fw_simulate_options *o = &p->options;
    double total = 0;
    for (uint64_t study = 0; study < studies; study++) {
        fw_random random = fw_random_of(plan->seed, FW_FOR_STUDIES, study);
        sums s = {0};
        for (uint64_t i = 0; i < answers; i++) {
            fw_sim_answer answer;
            fw_population_answer(p, participant_of(plan, study, answers, i) * o->attempts + i % o->attempts,
                                 &answer);
            double sum = 0;
            for (uint64_t r = 0; r < raters; r++) {
                /* the same raters: what they add is the same everywhere, and their ranges are noise to others
                 */
                const double severity = same ? 0 : o->severity * fw_random_normal(&random);
                const double range = 1 + o->range * fw_random_normal(&random);
                sum += rate(p, &random, answer.overall, severity, range);
            }
            add(&s, answer.overall, sum / (double)raters);
        }
        const double r = correlation(&s);
        total += r * r;
    }
    return total / (double)studies;
}

/* ---- effect ---- */

double fw_t_critical(double df) {
    const double z = fw_normal_inverse(0.975), z2 = z * z;
    const double terms[] = {(z2 + 1) / 4, ((5 * z2 + 16) * z2 + 3) / 96,
                            (((3 * z2 + 19) * z2 + 17) * z2 - 15) / 384,
                            ((((79 * z2 + 776) * z2 + 1482) * z2 - 1920) * z2 - 945) / 92160};
    double sum = 1, power = 1;
    for (size_t i = 0; i < sizeof terms / sizeof terms[0]; i++) sum += terms[i] / (power *= df);
    return z * sum;
}

double fw_study_power(const fw_study_plan *plan, uint64_t participants) {
    const fw_population *p = plan->population;
    const double critical = fw_t_critical((double)participants - 1);
    double found = 0;
    for (uint64_t study = 0; study < plan->repeats; study++) {
        sums s = {0};
        for (uint64_t i = 0; i < participants; i++) {
            const uint64_t who = participant_of(plan, study, participants, i);
            add(&s, attempt_rating(p, who, p->options.attempts) - attempt_rating(p, who, 1), 0);
        }
        const double mean = s.x0 + s.x / s.n, variance = (s.xx - s.x * s.x / s.n) / (s.n - 1);
        found += fabs(mean) > critical * sqrt(variance / s.n);
    }
    return found / (double)plan->repeats;
}

void fw_study_change(const fw_study_plan *plan, double *mean, double *sd) {
    enum { DRAWS = 150000 };
    const fw_population *p = plan->population;
    const uint64_t people = p->options.participants < DRAWS ? p->options.participants : DRAWS;
    sums change = {0}, taken = {0};
    for (uint64_t i = 0; i < people; i++) {
        fw_sim_answer first, last;
        fw_population_answer(p, i * p->options.attempts, &first);
        fw_population_answer(p, (i + 1) * p->options.attempts - 1, &last);
        const double gain = mean_rating(p, &last) - mean_rating(p, &first);
        add(&change, gain, 0);
        add(&taken, gain - (last.overall - first.overall), 0);
    }
    *mean = p->truth.effect + taken.x0 + taken.x / taken.n;
    *sd = sqrt((change.xx - change.x * change.x / change.n) / (change.n - 1));
}
