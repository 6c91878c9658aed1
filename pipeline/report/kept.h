/*
 * kept.h: rows that are kept as rows, for figures that sums cannot give: all while there are few, else a fair
 * share chosen by a hash of the answer's id, which neither threads nor the order of rows can change.
 */
#ifndef FAILWISE_REPORT_KEPT_H
#define FAILWISE_REPORT_KEPT_H

#include <failwise/status.h>

enum {
    FW_KEPT_RATED = 32768,  /* rated answers at most: 1.5 MB and 4 bytes a grouping */
    FW_KEPT_FEATURES = 8192 /* answers at most of which the features are kept: 3 MB */
};

/* A rated answer. */
typedef struct fw_kept_row {
    fw_id128 answer;
    uint64_t cluster; /* who: hash of the participant, of the answer where unknown */
    double human;     /* mean rating */
    double machine;   /* what a model that had not seen the participant predicts; else the score */
} fw_kept_row;

/* Zero-initialise; fw_kept_free when done. Growable arrays side by side, `count` rows each. */
typedef struct fw_kept {
    size_t most, width, item; /* rows at most; entries of a row's extra, and their size in bytes */
    size_t count, capacity;
    unsigned level; /* rows are kept whose hash ends in this many zero bits */
    uint64_t seen;  /* rows offered */
    fw_kept_row *row;
    unsigned char *extra; /* count x width x item */
} fw_kept;

/* Offers a row; `extra` holds `width` entries. */
fw_code fw_kept_add(fw_kept *kept, const fw_kept_row *row, const void *extra, fw_error *err);
/* The extra of row i. */
const void *fw_kept_extra(const fw_kept *kept, size_t i);
void fw_kept_free(fw_kept *kept);

#endif
