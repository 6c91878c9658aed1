/* helpers.c: arithmetic that many features share. */
#include "extract/compute.h"

double fw_hits_in(const fw_analysis *a, fw_cat cat, unsigned parts) {
    uint32_t sum = 0;
    for (int part = 0; part < FW_PART_COUNT; part++) {
        if (parts >> part & 1) sum += a->tally->hits[part][cat];
    }
    return sum;
}

double fw_sum_in(const uint32_t by_part[FW_PART_COUNT], unsigned parts) {
    uint32_t sum = 0;
    for (int part = 0; part < FW_PART_COUNT; part++) {
        if (parts >> part & 1) sum += by_part[part];
    }
    return sum;
}

double fw_share(double count, double total) { return total > 0 ? count / total : 0; }

double fw_per_100(const fw_analysis *a, double count) { return fw_share(100 * count, a->word_count); }

double fw_role_count(const fw_analysis *a, fw_role role) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < a->quantity_count; i++) count += a->quantities[i].role == role;
    return count;
}

double fw_jaccard(const uint64_t a[FW_STEM_WORDS], const uint64_t b[FW_STEM_WORDS]) {
    int both = 0, either = 0;
    for (int i = 0; i < FW_STEM_WORDS; i++) {
        if (!(a[i] | b[i])) continue; /* the sets are sparse */
        both += __builtin_popcountll(a[i] & b[i]);
        either += __builtin_popcountll(a[i] | b[i]);
    }
    return fw_share(both, either);
}
