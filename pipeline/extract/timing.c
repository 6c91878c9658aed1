/* timing.c: closing move, spoken length and the shares of STAR. */
#include "extract/compute.h"

static const double SHORTEST = 90, LONGEST = 120; /* seconds: the band an answer should land in */

double fw_feature_closing(const fw_analysis *a) {
    return a->tally->closing_hits > 0 && a->tally->clauses[FW_PART_CLOSE] > 0;
}

double fw_feature_closing_link(const fw_analysis *a) {
    return fw_jaccard(a->tally->impr_stems, a->tally->closing_stems);
}

double fw_feature_seconds(const fw_analysis *a) { return a->seconds; }

static double outside(double value, double low, double high) {
    const double below = low - value, above = value - high, out = below > above ? below : above;
    return out > 0 ? out : 0;
}

double fw_feature_seconds_dist(const fw_analysis *a) { return outside(a->seconds, SHORTEST, LONGEST); }

/* Bands of word shares: S .11-.20, T .07-.15, A .33-.52, R .24-.41. */
double fw_feature_star_dist(const fw_analysis *a) {
    static const double LOW[FW_STAR_COUNT] = {.11, .07, .33, .24};
    static const double HIGH[FW_STAR_COUNT] = {.20, .15, .52, .41};
    double sum = 0;
    for (int s = 0; s < FW_STAR_COUNT; s++)
        sum += outside(fw_share(a->star_words[s], a->word_count), LOW[s], HIGH[s]);
    return sum;
}

static double star_share(const fw_analysis *a, fw_star star) {
    return fw_share(a->star_words[star], a->word_count);
}

double fw_feature_star_s_share(const fw_analysis *a) { return star_share(a, FW_STAR_S); }
double fw_feature_star_t_share(const fw_analysis *a) { return star_share(a, FW_STAR_T); }
double fw_feature_star_a_share(const fw_analysis *a) { return star_share(a, FW_STAR_A); }
double fw_feature_star_r_share(const fw_analysis *a) { return star_share(a, FW_STAR_R); }
