/*
 * piece.h: one chunk of rows in the second pass: scores, cross-validated predictions, and what is summed up
 * over them alone.
 *
 * A piece depends on its rows and on nothing else, so any thread may make it, and any process: as bytes it
 * goes to who puts all pieces together, in the order of the rows (run/score.c, pipeline/mpi/).
 */
#ifndef FAILWISE_RUN_PIECE_H
#define FAILWISE_RUN_PIECE_H

#include "base/csv_out.h"
#include "base/pack.h"
#include "report/feature_sums.h"
#include "run/cost.h"

#include <failwise/dataset.h>
#include <failwise/model.h>
#include <failwise/scores.h>

/* What pieces are made with; used by many threads at a time. */
typedef struct fw_piece_maker {
    const fw_layout *layout; /* of the rows: obs and X */
    const fw_model *model;
    const fw_fit *fit; /* solved, or NULL */
    bool csv;          /* make lines of scores.csv, too */
    fw_scorer *scorer;
    int group;              /* column of the model's groups, or -1 */
    int participant, rated; /* columns, -1 when absent; column 0 is the id */
} fw_piece_maker;

/* The layout, model and fit are borrowed. FW_DATA: the rows lack a feature that the model uses. */
fw_code fw_piece_maker_open(fw_piece_maker *maker, const fw_layout *layout, const fw_model *model,
                            const fw_fit *fit, bool csv, fw_error *err);
void fw_piece_maker_close(fw_piece_maker *maker);

/* Zero-initialise; fw_piece_open, fw_piece_free. Arrays have room for FW_CHUNK_ROWS rows. */
typedef struct fw_piece {
    fw_frame *frame;       /* obs and X */
    fw_frame *score_frame; /* columns of the score table */
    fw_score *scores;
    double *rubric;
    double *held_out; /* cross-validated predictions, where `fitted` */
    uint64_t *cluster;
    fw_fit_prediction *predicted;
    fw_fit_piece *fit;         /* what was predicted, summed; NULL without a fit */
    bool fitted;               /* the rows have ratings that the fit can read */
    fw_feature_sums *features; /* of the chunk */
    size_t pooled;             /* rows of no group that the model knows */
    fw_csv lines;              /* of scores.csv */
    fw_buffer bytes;           /* what it came as */
    fw_buffer texts;           /* where strings of the frame may stand instead of in its own memory */
} fw_piece;

fw_code fw_piece_open(const fw_piece_maker *maker, fw_piece *piece, fw_error *err);
void fw_piece_free(fw_piece *piece);

/* Fills the piece from its frame. Charges `costs` with what each part takes. */
fw_code fw_piece_make(const fw_piece_maker *maker, fw_piece *piece, fw_costs *costs, fw_error *err);
/* Ratings as the pieces see them: NULL where a foreign column of that name is no number. */
const double *fw_piece_ratings(const fw_piece_maker *maker, const fw_frame *frame);

/* A made piece as bytes, without its rows. */
fw_code fw_piece_pack(const fw_piece_maker *maker, fw_piece *piece, fw_buffer *out, fw_error *err);
/*
 * Then, piece after piece, the features that a report wants to see row by row: STAR shares of all rows, and
 * everything of those rows that it may keep; `choice` remembers which came before.
 */
typedef struct fw_piece_choice fw_piece_choice;
fw_piece_choice *fw_piece_choice_new(void);
void fw_piece_choice_free(fw_piece_choice *choice);
fw_code fw_piece_pack_features(const fw_piece_maker *maker, const fw_piece *piece, fw_piece_choice *choice,
                               fw_buffer *out, fw_error *err);
/* Both of piece->bytes back, into a piece whose frame has the rows' obs; the features that were not sent
 * are 0. FW_BUG: not such bytes. */
fw_code fw_piece_unpack(const fw_piece_maker *maker, fw_piece *piece, fw_error *err);

#endif
