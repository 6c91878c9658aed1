/*
 * together.h: X and obsm written by all processes of an MPI program at once, each its own rows.
 *
 * Parallel HDF5 codes chunks with its own filters (the same ones: shuffle, deflate, fletcher32), so the
 * values are those that one process would write, and the bytes of a coded chunk may differ.
 */
#ifndef FAILWISE_STORE_MPI_TOGETHER_H
#define FAILWISE_STORE_MPI_TOGETHER_H

#include <failwise/dataset.h>

#include <mpi.h>

/* What one process brings. Rows are numbered over all processes in the order of their ranks, without gaps. */
typedef struct fw_together {
    MPI_Comm comm;
    const char *path;        /* of fw_dataset_seal_apart's file; the same file on every machine */
    const fw_layout *layout; /* vars and obsm, the same ones everywhere */
    size_t band_rows;        /* rows of a chunk */
    uint64_t rows;           /* of all processes */
    uint64_t first, count;   /* of this process; none is allowed */
    /* Gives own rows [from, from + count), counted from `first`, row by row. */
    fw_code (*read)(void *context, uint64_t from, size_t count, float *rows, fw_error *err);
    void *context;
} fw_together;

/* To be called by all processes of `comm`. All return a failure when one of them has failed; only those
 * concerned fill their error (FW_IO). */
fw_code fw_write_together(const fw_together *job, fw_error *err);

#endif
