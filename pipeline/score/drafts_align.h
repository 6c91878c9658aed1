/* drafts_align.h: which piece of one draft belongs to which piece of the other. */
#ifndef FAILWISE_SCORE_DRAFTS_ALIGN_H
#define FAILWISE_SCORE_DRAFTS_ALIGN_H

#include <failwise/audit.h>

/* A run of tokens of a draft. */
typedef struct fw_piece {
    uint32_t first, count;
} fw_piece;

/* A draft in pieces: its sentences, or its clauses. */
typedef struct fw_pieces {
    const fw_analysis *draft;
    fw_piece *list; /* the caller's to free; NULL where memory was out */
    size_t count;
} fw_pieces;

/*
 * Aligns the pieces of two drafts in order, so that the likeness of the pairs adds up to most. match[i]
 * becomes the piece of `before` that piece i of `after` belongs to, -1 for none; likeness[i] its likeness
 * (0..1). FW_IO: out of memory.
 */
fw_code fw_pieces_align(const fw_pieces *before, const fw_pieces *after, int32_t *match, double *likeness,
                        fw_error *err);

#endif
