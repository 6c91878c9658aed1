/*
 * team.h: other processes that share the work of a run: what the run asks of them.
 *
 * One process leads: it makes the run (fw_run), and everything but features passes through its hands. The
 * answers are cut into as many parts as there are processes; each reads and analyses its own, the leader the
 * first one. The others send their rows in blocks, in order, and keep the features, which all write into
 * cohort.h5 together, sum up for the fit, and score. pipeline/mpi/ is such a team.
 */
#ifndef FAILWISE_RUN_TEAM_H
#define FAILWISE_RUN_TEAM_H

#include "run/slot.h"

#include <failwise/dataset.h>
#include <failwise/model.h>
#include <failwise/run.h>

/* What the others need to know beside the options, and to find the same. */
typedef struct fw_team_start {
    const fw_run_options *options;
    fw_reader *reader; /* has the header; takes the hashes of all parts */
    fw_reader *own;    /* of the leader's part */
    uint64_t lexicon_hash, ratings_hash;
} fw_team_start;

typedef struct fw_team {
    void *context;
    size_t size; /* processes, the leader among them: at least 2 */
    /* Sets the others to work. */
    fw_code (*start)(void *context, const fw_team_start *start, fw_error *err);
    fw_block_source blocks; /* of the others */
    fw_slot_watch watch;    /* the features of the leader's part; which rows are not used */
    fw_fill_matrix *fill;   /* X and obsm, written by all */
    /* After that: the fit is joined by the sums of all rated rows of the others. */
    fw_code (*sum)(void *context, fw_fit *fit, fw_error *err);
    /* The second pass: the others make pieces (run/piece.h) of their rows, by this model and this solved fit
     * (NULL: there is none); rows are FW_CHUNK_ROWS a piece, the last one what is left of `total`. */
    fw_code (*score)(void *context, const fw_model *model, const fw_fit *fit, uint64_t total, fw_error *err);
    /* Whether one of them makes the piece that begins with row `first`: all its rows are theirs. */
    bool (*makes)(void *context, uint64_t first, size_t count);
    /* That piece as bytes, in place of what is in `bytes`; to be asked for in the order of the rows. */
    fw_code (*made)(void *context, uint64_t first, fw_buffer *bytes, fw_error *err);
} fw_team;

/* The readers of the leader: `own` reads the first of `parts` parts, `reader` has the header. FW_USAGE: the
 * input cannot be read in parts. */
fw_code fw_team_open(const fw_run_options *options, size_t parts, fw_reader **reader, fw_reader **own,
                     fw_error *err);

#endif
