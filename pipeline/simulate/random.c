/* random.c: Philox 4x32-10, and uniform, whole and normal numbers from it. */
#include "simulate/random.h"

#include <math.h>

enum { ROUNDS = 10, WORDS = 4 };

void fw_philox(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]) {
    uint32_t c0 = counter[0], c1 = counter[1], c2 = counter[2], c3 = counter[3], k0 = key[0], k1 = key[1];
    for (int round = 0; round < ROUNDS; round++) {
        const uint64_t left = (uint64_t)0xD2511F53u * c0, right = (uint64_t)0xCD9E8D57u * c2;
        c0 = (uint32_t)(right >> 32) ^ c1 ^ k0;
        c1 = (uint32_t)right;
        c2 = (uint32_t)(left >> 32) ^ c3 ^ k1;
        c3 = (uint32_t)left;
        k0 += 0x9E3779B9u;
        k1 += 0xBB67AE85u;
    }
    out[0] = c0, out[1] = c1, out[2] = c2, out[3] = c3;
}

fw_random fw_random_of(uint64_t seed, uint32_t purpose, uint64_t index) {
    return (fw_random){.key = {(uint32_t)seed, (uint32_t)(seed >> 32)},
                       .counter = {0, purpose, (uint32_t)index, (uint32_t)(index >> 32)},
                       .used = WORDS};
}

uint32_t fw_random_word(fw_random *random) {
    if (random->used == WORDS) {
        fw_philox(random->counter, random->key, random->block);
        random->counter[0]++;
        random->used = 0;
    }
    return random->block[random->used++];
}

double fw_random_uniform(fw_random *random) {
    const uint64_t high = fw_random_word(random), low = fw_random_word(random);
    return ((double)((high << 32 | low) >> 12) + 0.5) * 0x1p-52;
}

uint32_t fw_random_below(fw_random *random, uint32_t n) {
    /* Lemire 2019: the high half of a product, redrawn where the low half would favour some values. */
    const uint32_t floor = (uint32_t)(-n) % n;
    uint64_t product;
    do {
        product = (uint64_t)fw_random_word(random) * n;
    } while ((uint32_t)product < floor);
    return (uint32_t)(product >> 32);
}

bool fw_random_chance(fw_random *random, unsigned percent) { return fw_random_below(random, 100) < percent; }

double fw_random_normal(fw_random *random) { return fw_normal_inverse(fw_random_uniform(random)); }

double fw_normal_below(double x) { return 0.5 * erfc(-x * M_SQRT1_2); }

/* ---- AS 241, PPND16: three rational functions, each with numerator and denominator of degree 7 ---- */

enum { DEGREE = 8 };
typedef struct {
    double above[DEGREE], below[DEGREE];
} rational;

static const rational CENTRE = {
    {3.3871328727963666080e0, 1.3314166789178437745e+2, 1.9715909503065514427e+3, 1.3731693765509461125e+4,
     4.5921953931549871457e+4, 6.7265770927008700853e+4, 3.3430575583588128105e+4, 2.5090809287301226727e+3},
    {1.0, 4.2313330701600911252e+1, 6.8718700749205790830e+2, 5.3941960214247511077e+3,
     2.1213794301586595867e+4, 3.9307895800092710610e+4, 2.8729085735721942674e+4, 5.2264952788528545610e+3}};
static const rational SIDE = {{1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0,
                               3.64784832476320460504e0, 1.27045825245236838258e0, 2.41780725177450611770e-1,
                               2.27238449892691845833e-2, 7.74545014278341407640e-4},
                              {1.0, 2.05319162663775882187e0, 1.67638483018380384940e0,
                               6.89767334985100004550e-1, 1.48103976427480074590e-1,
                               1.51986665636164571966e-2, 5.47593808499534494600e-4,
                               1.05075007164441684324e-9}};
static const rational TAIL = {
    {6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0, 2.96560571828504891230e-1,
     2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5,
     2.01033439929228813265e-7},
    {1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
     7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7,
     2.04426310338993978564e-15}};

static double ratio(const rational *r, double x) {
    double above = 0, below = 0;
    for (int i = DEGREE - 1; i >= 0; i--) {
        above = above * x + r->above[i];
        below = below * x + r->below[i];
    }
    return above / below;
}

double fw_normal_inverse(double p) {
    const double centred = p - 0.5;
    if (fabs(centred) <= 0.425) return centred * ratio(&CENTRE, 0.180625 - centred * centred);
    const double depth = sqrt(-log(centred < 0 ? p : 1 - p));
    const double size = depth <= 5 ? ratio(&SIDE, depth - 1.6) : ratio(&TAIL, depth - 5);
    return centred < 0 ? -size : size;
}
