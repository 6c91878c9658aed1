/*
 * wide.h: code that is compiled twice: for every machine, and for those that take 32 bytes at a time
 * and look for bits and count them by instructions of their own, as all of these do.
 *
 * The source is the same and so are the results: integers are exact, sums of doubles that stand side by side
 * are each made in the same order, and products are rounded before they are added (-ffp-contract=off).
 * FW_INLINED functions do the work, one function calls them as they are and one marked FW_WIDE calls them
 * where fw_has_wide() says so. Where much is summed a third is FW_WIDEST: 64 bytes at a time;
 * FW_PACKING is what packing.h takes. A build with FAILWISE_PATHS at 0, 1 or 2 leaves out what is wider,
 * whatever the machine has: tests/paths compares its results.
 */
#ifndef FAILWISE_BASE_WIDE_H
#define FAILWISE_BASE_WIDE_H

#include <stdbool.h>

/* Part of each function that calls it, so that it is compiled for the machine of that one. */
#define FW_INLINED static inline __attribute__((always_inline))

#ifndef FAILWISE_PATHS
#define FAILWISE_PATHS 3 /* 1: FW_WIDE, 2: FW_WIDEST too, 3: FW_PACKING too */
#endif

#if defined(__x86_64__) && defined(__GNUC__)
#define FW_WIDE __attribute__((target("avx2,bmi,bmi2,popcnt")))
static inline bool fw_has_wide(void) {
    return FAILWISE_PATHS > 0 && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
           __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("popcnt");
}
#define FW_WIDEST __attribute__((target("avx512f,avx2,bmi,bmi2,popcnt")))
/* 0: neither, 1: FW_WIDE, 2: FW_WIDEST. */
static inline int fw_widest(void) {
    return fw_has_wide() ? 1 + (FAILWISE_PATHS > 1 && __builtin_cpu_supports("avx512f") != 0) : 0;
}
/* What packing.h takes: known to the compiler, and to the machine. */
#define FW_PACKING_KNOWN
#define FW_PACKING                                                                                           \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512vbmi,avx512vbmi2,avx2,bmi,bmi2,"         \
                          "popcnt")))
static inline bool fw_has_packing(void) {
    return FAILWISE_PATHS > 2 && fw_widest() == 2 && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512vbmi") && __builtin_cpu_supports("avx512vbmi2");
}
#else
#define FW_WIDE
static inline bool fw_has_wide(void) { return false; }
#define FW_WIDEST
static inline int fw_widest(void) { return 0; }
static inline bool fw_has_packing(void) { return false; }
#endif

#endif
