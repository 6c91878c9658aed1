/*
 * store.c: bench_store COHORT.h5 FOLDER [ROWS [THREADS [ROUNDS]]]: writes the features of a cohort (at most
 * ROWS answers of it; 0 = all) in turns by HDF5's own H5Dwrite (deflate 1, with and without shuffle) and as
 * failwise does.
 *
 * Prints seconds, processor seconds of all threads (medians), bytes, and the ratio of each round's pair
 * (median). One line a way of writing. On a machine that does other things too, the processor seconds are
 * what to compare.
 */
#include <failwise/dataset.h>

#include "store/matrix.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { MOST_ROUNDS = 99, BATCH = 4096 };

typedef struct {
    float *x;
    size_t rows, width, threads;
    char path[4096];
} bench;

static double clock_of(clockid_t id) {
    struct timespec t;
    clock_gettime(id, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void need(bool ok, const char *what) {
    if (ok) return;
    fprintf(stderr, "bench_store: %s\n", what);
    exit(1);
}

/* ---- the ways of writing ---- */

static void write_stock(const bench *b, bool shuffle) {
    const hid_t file = H5Fcreate(b->path, H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
    const hsize_t sizes[2] = {b->rows, b->width};
    const hsize_t chunk[2] = {b->rows < BATCH ? b->rows : BATCH, b->width};
    const hid_t space = H5Screate_simple(2, sizes, NULL);
    const hid_t list = H5Pcreate(H5P_DATASET_CREATE);
    need(H5Pset_chunk(list, 2, chunk) >= 0 && (!shuffle || H5Pset_shuffle(list) >= 0) &&
             H5Pset_deflate(list, 1) >= 0,
         "cannot set filters");
    const hid_t set = H5Dcreate2(file, "X", H5T_IEEE_F32LE, space, H5P_DEFAULT, list, H5P_DEFAULT);
    need(H5Dwrite(set, H5T_NATIVE_FLOAT, H5S_ALL, H5S_ALL, H5P_DEFAULT, b->x) >= 0, "H5Dwrite failed");
    H5Pclose(list);
    H5Sclose(space);
    need(H5Dclose(set) >= 0 && H5Fclose(file) >= 0, "cannot close");
}

static void stock_plain(const bench *b) { write_stock(b, false); }
static void stock_shuffled(const bench *b) { write_stock(b, true); }

static bool make(void *context, fw_matrix *matrix) {
    const fw_h5 *h5 = context;
    matrix->set = fw_matrix_create(h5, h5->file, "X", matrix->width, matrix->band_rows);
    return matrix->set >= 0;
}

static void ours(const bench *b) {
    fw_h5 h5;
    fw_matrix matrix;
    fw_queue *queue = fw_queue_new();
    need(queue && fw_h5_open(&h5, b->path, FW_H5_CREATE), "cannot create");
    fw_queue_use_threads(queue, b->threads);
    need(fw_matrix_start(&matrix, b->width, FW_BAND_ROWS, NULL, 0), "out of memory");
    for (size_t first = 0; first < b->rows; first += BATCH) {
        const size_t count = b->rows - first < BATCH ? b->rows - first : BATCH;
        need(fw_matrix_add(&matrix, queue, b->x + first * b->width, count, make, &h5), "cannot add");
    }
    need(fw_matrix_finish(&matrix, queue, make, &h5) && fw_queue_flush(queue) && fw_matrix_close(&matrix) &&
             fw_h5_close(&h5),
         "cannot finish");
    fw_queue_free(queue);
}

/* ---- measuring ---- */

static int by_value(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(const double *values, size_t count) {
    double sorted[MOST_ROUNDS];
    memcpy(sorted, values, count * sizeof *values);
    qsort(sorted, count, sizeof *sorted, by_value);
    return count % 2 ? sorted[count / 2] : (sorted[count / 2 - 1] + sorted[count / 2]) / 2;
}

static void measure(const bench *b, size_t rounds) {
    static const struct {
        const char *name;
        void (*write)(const bench *);
    } WAYS[] = {{"failwise", ours},
                {"H5Dwrite deflate 1", stock_plain},
                {"H5Dwrite shuffle deflate 1", stock_shuffled}};
    enum { COUNT = sizeof WAYS / sizeof WAYS[0] };
    double seconds[COUNT][MOST_ROUNDS], work[COUNT][MOST_ROUNDS], ratio[MOST_ROUNDS];
    long long bytes[COUNT];
    for (size_t round = 0; round < rounds; round++) {
        for (size_t w = 0; w < COUNT; w++) {
            struct stat info;
            unlink(b->path);
            const double start = clock_of(CLOCK_MONOTONIC), worked = clock_of(CLOCK_PROCESS_CPUTIME_ID);
            WAYS[w].write(b);
            seconds[w][round] = clock_of(CLOCK_MONOTONIC) - start;
            work[w][round] = clock_of(CLOCK_PROCESS_CPUTIME_ID) - worked;
            need(stat(b->path, &info) == 0, "no file");
            bytes[w] = (long long)info.st_size;
        }
    }
    unlink(b->path);
    printf("%zu x %zu float32, %zu threads, medians of %zu\n", b->rows, b->width, b->threads, rounds);
    for (size_t w = 0; w < COUNT; w++) {
        for (size_t round = 0; round < rounds; round++) ratio[round] = seconds[0][round] / seconds[w][round];
        printf("%-28s %8.3f s (%.3f s of processor) %12lld bytes   failwise / this: time %.3f, size %.3f\n",
               WAYS[w].name, median(seconds[w], rounds), median(work[w], rounds), bytes[w],
               median(ratio, rounds), (double)bytes[0] / (double)bytes[w]);
    }
}

static void load(const char *path, bench *b) {
    fw_error err = {0};
    fw_dataset *dataset = NULL;
    need(fw_dataset_open(path, &dataset, &err) == FW_OK, "not a dataset of failwise");
    const fw_layout *layout = fw_dataset_layout(dataset);
    const size_t have = (size_t)fw_dataset_rows(dataset);
    b->width = layout->var_count;
    need(have > 0 && b->width > 0, "no features");
    if (b->rows == 0 || b->rows > have) b->rows = have;
    b->x = malloc(b->rows * b->width * sizeof *b->x);
    fw_frame *frame = fw_frame_new(layout->columns, 0, b->width, BATCH);
    need(b->x && frame, "out of memory");
    for (size_t first = 0; first < b->rows; first += BATCH) {
        const size_t count = b->rows - first < BATCH ? b->rows - first : BATCH;
        need(fw_dataset_read(dataset, first, count, frame, &err) == FW_OK, "cannot read");
        memcpy(b->x + first * b->width, frame->x, count * b->width * sizeof *b->x);
    }
    fw_frame_free(frame);
    fw_dataset_close(dataset);
}

int main(int argc, char **argv) {
    if (argc < 3) {
        fprintf(stderr, "usage: bench_store COHORT.h5 FOLDER [ROWS [THREADS [ROUNDS]]]\n");
        return 64;
    }
    bench b = {.rows = argc > 3 ? strtoull(argv[3], NULL, 10) : 0,
               .threads = argc > 4 ? strtoull(argv[4], NULL, 10) : 2};
    const size_t rounds = argc > 5 ? strtoull(argv[5], NULL, 10) : 5;
    need(b.threads > 0 && rounds > 0 && rounds <= MOST_ROUNDS, "at least one thread and 1 to 99 rounds");
    need(snprintf(b.path, sizeof b.path, "%s/bench.h5", argv[2]) < (int)sizeof b.path, "long path");
    load(argv[1], &b);
    measure(&b, rounds);
    free(b.x);
    return 0;
}
