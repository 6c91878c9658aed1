/* drafts_align.h: which piece of one draft belongs to which piece of the other. */
#ifndef FAILWISE_SCORE_DRAFTS_ALIGN_H
#define FAILWISE_SCORE_DRAFTS_ALIGN_H

#include <failwise/audit.h>

/* A run of tokens of a draft. */
typedef struct fw_piece {
    uint32_t first, count;
} fw_piece;

/*
 * Aligns the pieces of two drafts in order, so that the likeness of the pairs adds up to most. match[i]
 * becomes the piece of `before` that piece i of `after` belongs to, -1 for none; likeness[i] its likeness
 * (0..1). FW_IO: out of memory.
 */
fw_code fw_pieces_align(const fw_analysis *before, const fw_piece *b, size_t b_count,
                        const fw_analysis *after, const fw_piece *a, size_t a_count, int32_t *match,
                        double *likeness, fw_error *err);

#endif
