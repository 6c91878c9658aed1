/* together.c: the matrices of a dataset, written collectively. */
#include "store/mpi/together.h"

#include "store/abandon.h"
#include "store/h5.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A matrix being written, and which columns of X make its own. */
typedef struct {
    hid_t set;
    size_t *columns;
    size_t count;
} target;

/* A run of rows of this process inside one band, which is a chunk high. */
typedef struct {
    uint64_t from; /* counted from the process's first row */
    size_t count;
} piece;
enum { MOST_PIECES = 2 };

typedef struct {
    const fw_together *job;
    hid_t file, transfer;
    target *targets;
    size_t target_count;
    float *rows;    /* of a piece, row by row */
    float *columns; /* of all pieces of a round, column by column */
    bool failed;
    fw_error *err;
} writing;

/* Keeps the first reason. */
static void fail(writing *w, const char *what) {
    if (!w->failed) {
        fw_dataset_note_failed_write();
        fw_fail_in(w->err, FW_IO, w->job->path, "cannot write %s together: is the disk full?", what);
    }
    w->failed = true;
}

/* ---- which rows when ---- */

/* The first row behind the band that holds row `row`. */
static uint64_t band_end(const fw_together *job, uint64_t row) {
    const uint64_t end = (row / job->band_rows + 1) * job->band_rows;
    return end < job->rows ? end : job->rows;
}

/*
 * Bands that several processes share are written in the first round, by all that have a part of them: no
 * chunk is coded twice. These are at most the first and the last one of a process.
 */
static size_t shared_pieces(const fw_together *job, piece pieces[MOST_PIECES]) {
    size_t count = 0;
    const uint64_t end = job->first + job->count;
    if (job->count == 0) return 0;
    const uint64_t head = band_end(job, job->first);
    if (job->first % job->band_rows != 0 || head > end)
        pieces[count++] = (piece){0, (size_t)((head < end ? head : end) - job->first)};
    const uint64_t tail = (end - 1) / job->band_rows * job->band_rows;
    if (tail >= head && band_end(job, tail) > end)
        pieces[count++] = (piece){tail - job->first, (size_t)(end - tail)};
    return count;
}

/* Band number `index` of those that are all this process's own; false when there are not so many. */
static bool own_piece(const fw_together *job, uint64_t index, piece *out) {
    const uint64_t end = job->first + job->count;
    const uint64_t start = ((job->first + job->band_rows - 1) / job->band_rows + index) * job->band_rows;
    if (start >= end || band_end(job, start) > end) return false;
    *out = (piece){start - job->first, (size_t)(band_end(job, start) - start)};
    return true;
}

static uint64_t own_count(const fw_together *job) {
    uint64_t count = 0;
    piece ignored;
    const uint64_t most = job->count / job->band_rows + 1;
    for (uint64_t i = 0; i < most && own_piece(job, i, &ignored); i++) count++;
    return count;
}

/* ---- one round ---- */

/* The rows of all pieces as columns of `height` values. */
static void gather(writing *w, const piece *pieces, size_t count, size_t height) {
    const fw_together *job = w->job;
    const size_t width = job->layout->var_count;
    size_t done = 0;
    for (size_t i = 0; i < count; i++) {
        fw_error err = {0};
        if (w->failed) break;
        if (job->read(job->context, pieces[i].from, pieces[i].count, w->rows, &err) != FW_OK) {
            if (w->err) *w->err = err;
            w->failed = true;
            break;
        }
        for (size_t c = 0; c < width; c++) {
            float *column = w->columns + c * height + done;
            for (size_t r = 0; r < pieces[i].count; r++) column[r] = w->rows[r * width + c];
        }
        done += pieces[i].count;
    }
}

/* Selects the pieces in one column of a matrix. */
static bool select_pieces(const fw_together *job, hid_t space, size_t column, const piece *pieces,
                          size_t count) {
    bool ok = H5Sselect_none(space) >= 0;
    for (size_t i = 0; i < count && ok; i++) {
        const hsize_t start[2] = {job->first + pieces[i].from, column};
        const hsize_t size[2] = {pieces[i].count, 1};
        ok = H5Sselect_hyperslab(space, i ? H5S_SELECT_OR : H5S_SELECT_SET, start, NULL, size, NULL) >= 0;
    }
    return ok;
}

static bool write_column(writing *w, const target *to, size_t k, const piece *pieces, size_t count,
                         size_t height) {
    const hsize_t length = height ? height : 1;
    const hid_t file_space = H5Dget_space(to->set);
    const hid_t memory_space = H5Screate_simple(1, &length, NULL);
    bool ok = file_space >= 0 && memory_space >= 0 && select_pieces(w->job, file_space, k, pieces, count);
    if (ok && height == 0) ok = H5Sselect_none(memory_space) >= 0;
    /* Whoever fails writes all the same: the others wait for it in there. */
    ok = H5Dwrite(to->set, H5T_NATIVE_FLOAT, memory_space, file_space, w->transfer,
                  w->columns + to->columns[k] * height) >= 0 &&
         ok;
    if (memory_space >= 0) H5Sclose(memory_space);
    if (file_space >= 0) H5Sclose(file_space);
    return ok;
}

static bool anybody_failed(const writing *w) {
    int failed = w->failed, any = 1;
    return MPI_Allreduce(&failed, &any, 1, MPI_INT, MPI_MAX, w->job->comm) != MPI_SUCCESS || any;
}

/* True as long as nobody has failed. */
static bool write_round(writing *w, const piece *pieces, size_t count) {
    size_t height = 0;
    for (size_t i = 0; i < count; i++) height += pieces[i].count;
    gather(w, pieces, count, height);
    if (anybody_failed(w)) return false;
    for (size_t t = 0; t < w->target_count; t++) {
        for (size_t k = 0; k < w->targets[t].count; k++) {
            if (!write_column(w, &w->targets[t], k, pieces, count, height)) fail(w, "X");
        }
    }
    return !anybody_failed(w);
}

static void write_rounds(writing *w) {
    const fw_together *job = w->job;
    piece pieces[MOST_PIECES];
    unsigned long long own = own_count(job), rounds = 0;
    if (MPI_Allreduce(&own, &rounds, 1, MPI_UNSIGNED_LONG_LONG, MPI_MAX, job->comm) != MPI_SUCCESS)
        fail(w, "X");
    bool going = write_round(w, pieces, shared_pieces(job, pieces));
    for (unsigned long long i = 0; i < rounds && going; i++)
        going = write_round(w, pieces, own_piece(job, i, pieces) ? 1 : 0);
}

/* ---- the file ---- */

/* Together to write, or each for itself to read. */
static hid_t open_file(const fw_together *job, bool together) {
    const hid_t access = H5Pcreate(H5P_FILE_ACCESS);
    hid_t file = -1;
    if (access >= 0 && (!together || H5Pset_fapl_mpio(access, job->comm, MPI_INFO_NULL) >= 0) &&
        H5Pset_libver_bounds(access, H5F_LIBVER_V18, H5F_LIBVER_V110) >= 0 &&
        H5Pset_file_locking(access, false, true) >= 0)
        file = H5Fopen(job->path, together ? H5F_ACC_RDWR : H5F_ACC_RDONLY, access);
    if (access >= 0) H5Pclose(access);
    return file;
}

static bool open_target(writing *w, target *to, const char *link, const fw_obsm *obsm) {
    const fw_layout *layout = w->job->layout;
    to->count = obsm ? obsm->count : layout->var_count;
    to->columns = calloc(to->count + 1, sizeof *to->columns);
    if (!to->columns) return false;
    for (size_t k = 0; k < to->count; k++) {
        size_t at = k;
        for (size_t v = 0; obsm && v < layout->var_count; v++)
            if (strcmp(layout->vars[v].name, obsm->features[k]) == 0) at = v;
        to->columns[k] = at;
    }
    to->set = H5Dopen2(w->file, link, H5P_DEFAULT);
    return to->set >= 0;
}

static void open_targets(writing *w) {
    const fw_layout *layout = w->job->layout;
    w->targets = calloc(layout->obsm_count + 1, sizeof *w->targets);
    if (!w->targets) {
        fail(w, "X");
        return;
    }
    w->target_count = layout->obsm_count + 1;
    for (size_t t = 0; t < w->target_count; t++) w->targets[t].set = -1;
    if (!open_target(w, &w->targets[0], "X", NULL)) fail(w, "X");
    for (size_t i = 0; i < layout->obsm_count; i++) {
        char link[FW_H5_LINK_SIZE];
        (void)snprintf(link, sizeof link, "obsm/%s", layout->obsm[i].name);
        if (!open_target(w, &w->targets[i + 1], link, &layout->obsm[i])) fail(w, link);
    }
}

static void set_up(writing *w) {
    const fw_together *job = w->job;
    const size_t width = job->layout->var_count;
    w->rows = malloc(job->band_rows * (width > MOST_PIECES ? width : MOST_PIECES) * sizeof *w->rows);
    w->columns = malloc(MOST_PIECES * job->band_rows * width * sizeof *w->columns);
    if (!w->rows || !w->columns) {
        w->failed = true;
        (void)fw_fail_nomem(w->err);
    }
    w->transfer = H5Pcreate(H5P_DATASET_XFER);
    if (w->transfer < 0 || H5Pset_dxpl_mpio(w->transfer, H5FD_MPIO_COLLECTIVE) < 0) fail(w, "X");
}

static void close_file(writing *w) {
    for (size_t t = 0; t < w->target_count; t++) {
        if (w->targets[t].set >= 0 && H5Dclose(w->targets[t].set) < 0) fail(w, "X");
        free(w->targets[t].columns);
    }
    free(w->targets);
    if (w->file >= 0 && H5Fclose(w->file) < 0) fail(w, "X");
    w->targets = NULL;
    w->target_count = 0;
    w->file = -1;
}

static void tear_down(writing *w) {
    close_file(w);
    if (w->transfer >= 0) H5Pclose(w->transfer);
    free(w->rows);
    free(w->columns);
}

/* ---- what is in the file now ---- */

static bool is_written(const writing *w, const target *in, size_t k, const piece *pieces, size_t count,
                       size_t height) {
    const hsize_t length = height;
    const hid_t file_space = H5Dget_space(in->set);
    const hid_t memory_space = H5Screate_simple(1, &length, NULL);
    const bool read = file_space >= 0 && memory_space >= 0 &&
                      select_pieces(w->job, file_space, k, pieces, count) &&
                      H5Dread(in->set, H5T_NATIVE_FLOAT, memory_space, file_space, H5P_DEFAULT, w->rows) >= 0;
    if (memory_space >= 0) H5Sclose(memory_space);
    if (file_space >= 0) H5Sclose(file_space);
    return read && memcmp(w->rows, w->columns + in->columns[k] * height, height * sizeof *w->rows) == 0;
}

static void verify_pieces(writing *w, const piece *pieces, size_t count) {
    size_t height = 0;
    for (size_t i = 0; i < count; i++) height += pieces[i].count;
    if (height == 0 || w->failed) return;
    gather(w, pieces, count, height);
    for (size_t t = 0; t < w->target_count && !w->failed; t++) {
        for (size_t k = 0; k < w->targets[t].count && !w->failed; k++)
            if (!is_written(w, &w->targets[t], k, pieces, count, height)) fail(w, "X");
    }
}

/*
 * Open MPI's own file layer tells of a full disk on standard error, and to HDF5 that all is well: each
 * process reads back what it has written.
 */
static void verify(writing *w) {
    piece pieces[MOST_PIECES];
    w->file = open_file(w->job, false);
    if (w->file < 0) {
        fail(w, "X");
        return;
    }
    open_targets(w);
    verify_pieces(w, pieces, shared_pieces(w->job, pieces));
    for (uint64_t i = 0; own_piece(w->job, i, pieces); i++) verify_pieces(w, pieces, 1);
}

fw_code fw_write_together(const fw_together *job, fw_error *err) {
    fw_h5_quiet();
    writing w = {.job = job, .file = -1, .transfer = -1, .err = err};
    set_up(&w);
    if (!anybody_failed(&w)) { /* opening is the work of all, too */
        w.file = open_file(job, true);
        if (w.file < 0) fail(&w, "the dataset");
    }
    if (!anybody_failed(&w)) open_targets(&w);
    if (!anybody_failed(&w)) write_rounds(&w);
    close_file(&w);
    if (!anybody_failed(&w)) verify(&w);
    tear_down(&w);
    const bool any = anybody_failed(&w);
    return any ? FW_IO : FW_OK;
}
