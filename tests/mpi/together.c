/*
 * together.c: X written by all processes of an MPI program:  mpirun -n N together FILE ROWS BAND
 *
 * Rows are shared out unevenly, with borders inside of chunks and with processes that have none. The first
 * process makes the file, and at the end reads it back with the reader of one process.
 */
#include "store/mpi/together.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WIDTH = 3 };
static const fw_column COLUMNS[] = {{"answer_id", FW_COLUMN_STRING, "", "id"}};
static const fw_var VARS[WIDTH] = {
    {"a", "g", "", "first", 0}, {"b", "g", "", "second", 0}, {"c", "g", "", "third", 0}};
static const char *const PAIR[] = {"c", "a"};
static const fw_obsm OBSM[] = {{"pair", PAIR, 2}};
static const fw_layout LAYOUT = {.columns = COLUMNS,
                                 .column_count = 1,
                                 .vars = VARS,
                                 .var_count = WIDTH,
                                 .kind = "features",
                                 .obsm = OBSM,
                                 .obsm_count = 1,
                                 .matrix_apart = true};

static float value(uint64_t row, size_t column) { return (float)(row * 10 + column) * 0.5F; }

static _Noreturn void stop(const fw_error *err) {
    fprintf(stderr, "together: %s\n", err->message);
    MPI_Abort(MPI_COMM_WORLD, 1);
    exit(1);
}

typedef struct {
    int rank, size;
    uint64_t first, count;
} share;

/* Squares, so that shares differ; with more than two processes the second has none. */
static share share_of(int rank, int size, uint64_t rows) {
    uint64_t border[2];
    for (int i = 0; i < 2; i++) {
        int at = rank + i;
        if (size > 2 && at == 2) at = 1;
        border[i] = at >= size ? rows : rows * (uint64_t)(at * at) / (uint64_t)(size * size);
    }
    return (share){rank, size, border[0], border[1] - border[0]};
}

static fw_code give(void *context, uint64_t from, size_t count, float *rows, fw_error *err) {
    const share *s = context;
    if (getenv("TOGETHER_FAIL") && atoi(getenv("TOGETHER_FAIL")) == s->rank)
        return fw_fail(err, FW_IO, "process %d has lost its rows", s->rank);
    for (size_t r = 0; r < count; r++)
        for (size_t c = 0; c < WIDTH; c++) rows[r * WIDTH + c] = value(s->first + from + r, c);
    return FW_OK;
}

typedef struct {
    share mine;
    const char *path;
    uint64_t rows;
    size_t band;
} job;

static fw_code write_all(const job *j, fw_error *err) {
    const fw_together work = {.comm = MPI_COMM_WORLD,
                              .path = j->path,
                              .layout = &LAYOUT,
                              .band_rows = j->band,
                              .rows = j->rows,
                              .first = j->mine.first,
                              .count = j->mine.count,
                              .read = give,
                              .context = (void *)(uintptr_t)&j->mine};
    return fw_write_together(&work, err);
}

/* The file's temporary name and the rows of a chunk are told to all. */
static fw_code fill(void *context, const fw_matrix_apart *matrix, fw_error *err) {
    job *j = context;
    char path[4096] = "";
    snprintf(path, sizeof path, "%s", matrix->path);
    unsigned long band = matrix->band_rows;
    MPI_Bcast(path, sizeof path, MPI_CHAR, 0, MPI_COMM_WORLD);
    MPI_Bcast(&band, 1, MPI_UNSIGNED_LONG, 0, MPI_COMM_WORLD);
    j->path = path;
    j->band = band;
    return write_all(j, err);
}

static void check(const char *path, uint64_t rows) {
    fw_error err = {0};
    fw_dataset *dataset;
    if (fw_dataset_open(path, &dataset, &err) != FW_OK) stop(&err);
    fw_frame *frame = fw_frame_new(COLUMNS, 1, WIDTH, 4096);
    for (uint64_t first = 0; first < rows; first += 4096) {
        const size_t count = rows - first < 4096 ? (size_t)(rows - first) : 4096;
        if (fw_dataset_read(dataset, first, count, frame, &err) != FW_OK) stop(&err);
        for (size_t i = 0; i < count * WIDTH; i++) {
            const float wanted = value(first + i / WIDTH, i % WIDTH);
            if (memcmp(&frame->x[i], &wanted, sizeof wanted) == 0) continue;
            fw_fail(&err, FW_DATA, "row %llu is wrong", (unsigned long long)(first + i / WIDTH));
            stop(&err);
        }
    }
    fw_frame_free(frame);
    fw_dataset_close(dataset);
}

static fw_code lead(job *j, const char *path, fw_error *err) {
    fw_dataset *dataset;
    fw_code code = fw_dataset_create(path, &LAYOUT, true, &dataset, err);
    fw_frame *frame = fw_frame_new(COLUMNS, 1, WIDTH, 1);
    for (uint64_t row = 0; row < j->rows && code == FW_OK; row++) {
        char id[32];
        fw_frame_clear(frame);
        snprintf(id, sizeof id, "a%llu", (unsigned long long)row);
        fw_frame_set_text(frame, 0, 0, (fw_str){id, strlen(id)});
        frame->rows = 1;
        code = fw_dataset_append(dataset, frame, err);
    }
    fw_frame_free(frame);
    if (code != FW_OK) stop(err);
    code = fw_dataset_seal_apart(dataset, fill, j, err);
    if (code != FW_OK) {
        fw_dataset_close(dataset);
        return code;
    }
    code = fw_dataset_commit(dataset, err);
    if (code == FW_OK) check(path, j->rows);
    return code;
}

static fw_code follow(job *j, fw_error *err) {
    static char path[4096];
    unsigned long band = 0;
    MPI_Bcast(path, sizeof path, MPI_CHAR, 0, MPI_COMM_WORLD);
    MPI_Bcast(&band, 1, MPI_UNSIGNED_LONG, 0, MPI_COMM_WORLD);
    j->path = path;
    j->band = band;
    return write_all(j, err);
}

int main(int argc, char **argv) {
    if (argc != 3 || MPI_Init(&argc, &argv) != MPI_SUCCESS) return 64;
    int rank = 0, size = 1;
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    MPI_Comm_size(MPI_COMM_WORLD, &size);
    job j = {.rows = strtoull(argv[2], NULL, 10)};
    j.mine = share_of(rank, size, j.rows);
    fw_error err = {0};
    const fw_code code = rank == 0 ? lead(&j, argv[1], &err) : follow(&j, &err);
    if (code != FW_OK && err.message[0]) fprintf(stderr, "together: %s\n", err.message);
    MPI_Finalize();
    return (int)code;
}
