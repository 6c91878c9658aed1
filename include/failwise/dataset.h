/*
 * dataset.h: answers, features and scores as one HDF5 file in AnnData layout (the store stage).
 *
 * A dataset is a table of answers (`obs`), a feature matrix (`X`, float32), optional text, optional scores,
 * and documents under `uns/`. Rows travel in frames: columnar pieces of a few thousand rows. One handle is
 * used from one thread at a time. Files are written under a temporary name and appear at commit. Re-running
 * gives the same bytes.
 */
#ifndef FAILWISE_DATASET_H
#define FAILWISE_DATASET_H

#include <failwise/status.h>
#include <jansson.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

typedef enum fw_column_type {
    FW_COLUMN_STRING,   /* variable-length UTF-8; for ids and text */
    FW_COLUMN_CATEGORY, /* few distinct strings, stored as AnnData categorical; empty = missing (code -1) */
    FW_COLUMN_FLOAT,    /* float64; NaN = missing */
    FW_COLUMN_INT       /* int32; stored as given, missing = -1 */
} fw_column_type;

static inline bool fw_column_is_text(fw_column_type type) {
    return type == FW_COLUMN_STRING || type == FW_COLUMN_CATEGORY;
}

/* How one column is stored and what it means; SCHEMA.md is generated from these. Strings are borrowed. */
typedef struct fw_column {
    const char *name;
    fw_column_type type;
    const char *unit;        /* "", "s", "words", ... */
    const char *description; /* one sentence */
} fw_column;

/* One cell array of a frame: the member that fits the column's type is used, one entry a row. */
typedef union fw_cells {
    fw_str *text;     /* STRING, CATEGORY */
    double *number;   /* FLOAT */
    int32_t *integer; /* INT */
} fw_cells;

/* A piece of the table. Made by fw_frame_new for a column list; strings point into the frame's own memory. */
typedef struct fw_frame {
    size_t rows;
    size_t capacity;
    const fw_column *columns; /* borrowed */
    size_t column_count;
    fw_cells *cells;      /* column_count arrays */
    size_t feature_count; /* 0 = no matrix */
    float *x;             /* rows x feature_count, row-major; NaN = missing */
    struct fw_frame_memory *memory;
} fw_frame;

/* Rows of a file's chunk: whole ones are read and written fastest. */
enum { FW_CHUNK_ROWS = 4096 };
/* Rows of the chunk that begins at row `first` of `total`. */
static inline size_t fw_chunk_rows(uint64_t first, uint64_t total) {
    if (total - first < FW_CHUNK_ROWS) return (size_t)(total - first);
    return FW_CHUNK_ROWS;
}

/* Room for `capacity` rows, none of which is there yet; NULL when memory is out. */
fw_frame *fw_frame_new(const fw_column *columns, size_t column_count, size_t feature_count, size_t capacity);
void fw_frame_free(fw_frame *frame);
/* Forgets the rows and their strings. */
void fw_frame_clear(fw_frame *frame);
/* Copies `text` into the frame's memory as cell (column, row). False when memory is out. */
bool fw_frame_set_text(fw_frame *frame, size_t column, size_t row, fw_str text);
/* Copies cell (column, row) of `from` to one of `to` that has the same type. False when memory is out. */
bool fw_frame_copy_cell(const fw_frame *from, size_t from_column, size_t from_row, fw_frame *to,
                        size_t to_column, size_t to_row);
/* Index of a column by name, or -1. */
int fw_column_find(const fw_column *columns, size_t count, const char *name);

/* One feature (column of X), as written to `var`. */
typedef struct fw_var {
    const char *name;
    const char *group;
    const char *unit;
    const char *definition;
    int sign; /* expected direction: +1, -1, 0 */
} fw_var;

/* obsm/NAME: some columns of X together, float32, one row an answer. */
typedef struct fw_obsm {
    const char *name;
    const char *const *features; /* names in var */
    size_t count;
} fw_obsm;

/* What a file holds, given when it is made. All borrowed until the file is closed. */
typedef struct fw_layout {
    const fw_column *columns; /* obs; column 0 is answer_id and becomes the index */
    size_t column_count;
    const fw_var *vars;
    size_t var_count;    /* 0: no features yet (answers.h5) */
    const char *kind;    /* "answers", "features", "scores", "cohort": root attribute failwise_kind */
    const fw_obsm *obsm; /* for writing only: what was opened does not list them */
    size_t obsm_count;
    bool matrix_apart; /* for writing only: X and obsm come from elsewhere, see fw_dataset_seal_apart */
} fw_layout;

typedef struct fw_dataset fw_dataset;

/* Starts a new file. FW_CANTCREATE when it exists and !force or cannot be made. */
fw_code fw_dataset_create(const char *path, const fw_layout *layout, bool force, fw_dataset **out,
                          fw_error *err);
/* Threads that compress and decompress while this handle is used outside of a parallel loop; 0 = all
 * processors. One unless told. The bytes written do not depend on it. */
void fw_dataset_use_threads(fw_dataset *dataset, size_t threads);
/* Compresses one chunk that waits to be written; false when none waits. The one function that may be called
 * from any thread while another uses the handle: a parallel loop that appends in its serial part helps so. */
bool fw_dataset_help(fw_dataset *dataset);
/* Appends rows to obs and X, and to obsm. Rows are kept in chunks; call in row order. */
fw_code fw_dataset_append(fw_dataset *dataset, const fw_frame *frame, fw_error *err);
/* After the last append: obs and X are complete and can be read back through the same handle. */
fw_code fw_dataset_seal(fw_dataset *dataset, fw_error *err);

/*
 * The seal of a file whose X and obsm are written by others, say by many processes at once
 * (layout.matrix_apart: features of appended frames are passed over). All else goes to the file, and X and
 * obsm at their full size without a chunk, `band_rows` rows a chunk; then it is closed, `fill` writes what is
 * missing, and it is opened again.
 */
typedef struct fw_matrix_apart {
    const char *path;        /* the file, under its temporary name */
    const fw_layout *layout; /* vars and obsm */
    uint64_t rows;
    size_t band_rows;
} fw_matrix_apart;
typedef fw_code fw_fill_matrix(void *context, const fw_matrix_apart *matrix, fw_error *err);
fw_code fw_dataset_seal_apart(fw_dataset *dataset, fw_fill_matrix *fill, void *context, fw_error *err);

/* Opens a finished file for reading. FW_NOINPUT; FW_DATA when it is not ours, damaged, or lacks what its kind
 * promises. */
fw_code fw_dataset_open(const char *path, fw_dataset **out, fw_error *err);
/* Copies a finished file to a new one of another kind that can be extended (score: features.h5 -> scores.h5).
 */
fw_code fw_dataset_extend(const char *from, const char *to, const char *kind, bool force, fw_dataset **out,
                          fw_error *err);

/*
 * A new file of the same kind with the rows that `keep` wants: obs without the columns that tables of scores
 * made, and X; no documents. Sealed, so that scores can be added. *dropped: rows left out.
 */
typedef bool fw_keep_row(void *context, const fw_frame *frame, size_t row);
fw_code fw_dataset_filter(fw_dataset *from, const char *to, bool force, fw_keep_row *keep, void *context,
                          fw_dataset **out, uint64_t *dropped, fw_error *err);

/* Answers that it has, and their columns and features, which live as long as the handle. */
uint64_t fw_dataset_rows(const fw_dataset *dataset);
const fw_layout *fw_dataset_layout(const fw_dataset *dataset);
/* Reads rows [first, first + count) of the frame's columns (matched by name) and, if it has a matrix, of X.
 */
fw_code fw_dataset_read(fw_dataset *dataset, uint64_t first, size_t count, fw_frame *frame, fw_error *err);

/* Decompresses X from row `first` up to where the chunks end, so that reading [first, *end) costs no more
 * than copying; by all threads of the handle, where fw_dataset_read inside a parallel loop has one. */
fw_code fw_dataset_prefetch(fw_dataset *dataset, uint64_t first, uint64_t *end, fw_error *err);

/*
 * Tables of scores: a flat compound table uns/NAME, filled frame by frame (frames with exactly these
 * columns); the columns named by `also_obs` are added to obs as well, and then the table needs one row an
 * answer. A table of that name, and obs columns it made, are replaced; where the answers have a column of
 * that name already, obs gets it as NAME_column. Strings have a fixed width in the table: that of the longest
 * id (at most 255 bytes) for the id column, 64 bytes for others; longer ones are cut between characters.
 * After seal only; rows and X can be read while a table is being filled.
 */
fw_code fw_dataset_begin_table(fw_dataset *dataset, const char *name, const fw_column *columns,
                               size_t column_count, const char *const *also_obs, size_t also_obs_count,
                               fw_error *err);
fw_code fw_dataset_append_table(fw_dataset *dataset, const fw_frame *frame, fw_error *err);
fw_code fw_dataset_end_table(fw_dataset *dataset, fw_error *err);
/* Columns of uns/NAME; *columns is NULL when there is no such table. Valid until the dataset is closed.
 * FW_DATA: there is one, but it cannot be read. */
fw_code fw_dataset_table_columns(fw_dataset *dataset, const char *name, const fw_column **columns,
                                 size_t *count, fw_error *err);
fw_code fw_dataset_read_table(fw_dataset *dataset, const char *name, uint64_t first, size_t count,
                              fw_frame *frame, fw_error *err);

/*
 * Everything that has rows, under one roof: "obs", "X" and "obsm/NAME" (an id and numbers), "var",
 * "uns/NAME". Documents (model, provenance) are not tables. Valid until the dataset is closed.
 */
typedef struct fw_dataset_table {
    const char *name;
    const fw_column *columns; /* numbers of X and obsm are FW_COLUMN_FLOAT here */
    size_t column_count;
    uint64_t rows;
} fw_dataset_table;
fw_code fw_dataset_tables(fw_dataset *dataset, const fw_dataset_table **tables, size_t *count, fw_error *err);
/* Rows [first, first + count) into a frame made for exactly the table's columns, without a matrix. */
fw_code fw_dataset_read_rows(fw_dataset *dataset, const fw_dataset_table *table, uint64_t first, size_t count,
                             fw_frame *frame, fw_error *err);

/* var/NAME: one number a feature (mean, sd, weight). */
fw_code fw_dataset_add_var(fw_dataset *dataset, const fw_column *column, const double *values, fw_error *err);

/*
 * uns/NAME: a JSON object as nested AnnData dict: objects become groups, numbers scalars, strings strings,
 * arrays of numbers or of strings arrays; null is left out, arrays of plain objects become one array a
 * member (a table by column), other arrays groups "0", "1", ... The
 * document itself is kept too, as the string dataset uns/NAME/failwise_json (an attribute could hold 64 KB
 * only), so that get gives back what was put.
 */
fw_code fw_dataset_put_json(fw_dataset *dataset, const char *name, const json_t *object, fw_error *err);
/* A new reference, or NULL when absent (not an error). */
fw_code fw_dataset_get_json(fw_dataset *dataset, const char *name, json_t **out, fw_error *err);

/* Flushes, renames into place. The dataset is closed whatever happens. */
fw_code fw_dataset_commit(fw_dataset *dataset, fw_error *err);
/* The same, and tells size and XXH3-64 of the file. */
fw_code fw_dataset_commit_hashed(fw_dataset *dataset, uint64_t *bytes, uint64_t *hash, fw_error *err);
/* Closes; a file that was being written is removed. NULL is allowed. */
void fw_dataset_close(fw_dataset *dataset);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
