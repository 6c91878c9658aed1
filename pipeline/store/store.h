/*
 * store.h: the inside of a dataset handle, shared by the files of this folder.
 *
 * A handle that writes goes APPENDING -> READY (seal); an opened or extended one starts READY. After a failed
 * write every call fails, and close removes the temporary file.
 */
#ifndef FAILWISE_STORE_STORE_H
#define FAILWISE_STORE_STORE_H

#include "base/output.h"
#include "store/column.h"
#include "store/matrix.h"
#include "store/schema.h"

/* Root attribute failwise_format. 1 had X in chunks of whole rows. */
#define FW_STORE_FORMAT "2"

/* A flat table uns/NAME: its columns and how a record lies in memory and in the file. */
typedef struct fw_record {
    const fw_column *columns;
    size_t count;
    size_t *offsets; /* of each column in a record */
    size_t *widths;  /* bytes of each column in a record */
    size_t bytes;    /* of a record */
    hid_t type;      /* packed compound, little-endian */
} fw_record;

typedef struct fw_table_writer {
    fw_record record;
    char *name;
    fw_chunks chunks;
    fw_column_writer *obs; /* columns that also go to obs */
    size_t *obs_source;    /* table column of each */
    char **obs_links;      /* where each ends up */
    char **obs_made;       /* where each is made: the same, or beside what it replaces */
    size_t obs_count;
    uint64_t rows;
    bool beyond_ascii; /* some text is not plain ASCII */
    fw_arena arena;
} fw_table_writer;

typedef struct fw_table_reader {
    struct fw_table_reader *next;
    char *name;
    fw_record record;
    fw_chunks chunks;
    unsigned char *records; /* scratch for reading */
    size_t records_capacity;
} fw_table_reader;

struct fw_dataset {
    fw_h5 h5;
    fw_output output; /* empty when reading */
    char *path;       /* as given, for messages */
    bool writable;
    bool appending;
    bool failed;
    fw_arena arena;  /* holds all that lives as long as the handle */
    fw_codec *codec; /* of reading */
    fw_queue *queue; /* of writing */
    fw_layout layout;
    char **links; /* link of each obs column */
    uint64_t rows;
    hid_t obs, var, uns;
    fw_column_writer *writers; /* while appending; layout.column_count */
    fw_matrix matrix;          /* X, written or read */
    fw_matrix obsm;            /* the matrix of obsm read last */
    const char *obsm_path;     /* in the file; names of fw_dataset_tables */
    fw_matrix_copy *copies;    /* obsm, while appending; layout.obsm_count */
    fw_column_reader *readers; /* opened on demand; layout.column_count, or NULL */
    fw_table_writer *table;    /* between begin_table and end_table */
    fw_table_reader *tables;   /* opened on demand */
    fw_dataset_table *all;     /* every table, once somebody asks */
    size_t all_count;
};

/* Allocates a handle for `path`; NULL when memory is out. */
fw_dataset *fw_store_new(const char *path);
/* Every public call starts here: FW_BUG when `appending` is not the state, FW_IO after a failure. */
fw_code fw_store_enter(fw_dataset *dataset, bool appending, fw_error *err);
/* Records that `what` could not be written (FW_IO) or, in a file only read, read (FW_DATA). */
fw_code fw_store_fail(fw_dataset *dataset, fw_error *err, const char *what);
/* `rows` more, `count` in all, have been written: now and then all there is goes to the disk. */
void fw_store_send(const fw_dataset *dataset, uint64_t rows, uint64_t count);
/* A defect of the caller. */
fw_code fw_store_misuse(const fw_dataset *dataset, fw_error *err, const char *what);

/* A copy in the handle's arena. */
char *fw_store_copy(fw_dataset *dataset, const char *text);
bool fw_store_copy_column(fw_dataset *dataset, const fw_column *from, fw_column *to);
/* Adds a column to the layout, or replaces the one with that link. */
bool fw_store_add_column(fw_dataset *dataset, const fw_column *column, const char *link);

/* Root marks and the groups of the AnnData layout. */
bool fw_store_write_skeleton(fw_dataset *dataset);
/* var: one row a feature. */
bool fw_store_write_vars(fw_dataset *dataset);
/* Adds `link` to the attribute column-order of obs or var unless it is there. */
bool fw_store_add_order(fw_dataset *dataset, hid_t frame, const char *link);
/* True when obs/LINK was made by a table: it may be made anew. A user's own column of that name stays. */
bool fw_store_made_by_table(const fw_dataset *dataset, const char *link);
/* Removes `link` from a group if it is there. */
bool fw_store_remove(hid_t parent, const char *link);

/* X and obsm: memory and columns, before the first row (FW_DATA for an unknown feature); then the datasets,
 * when the rows of a chunk are known (`context` is the handle). */
fw_code fw_store_start_matrix(fw_dataset *dataset, fw_error *err);
bool fw_store_make_matrix(void *context, fw_matrix *matrix);

/* Lets go of everything that is open in the file, so that closing it flushes it. */
void fw_store_close_parts(fw_dataset *dataset);
/* Opens the groups and rebuilds the layout from the file. */
fw_code fw_store_read_layout(fw_dataset *dataset, fw_error *err);
/* X is open for reading afterwards. */
bool fw_store_open_matrix(fw_dataset *dataset);
void fw_store_close_readers(fw_dataset *dataset);

/* Records: made from columns and the widths of their strings (0 for numbers), all in `arena`. */
bool fw_record_make(fw_record *record, const fw_column *columns, size_t count, const size_t *text_widths,
                    fw_arena *arena);
/* Rows a chunk: FW_CHUNK_ROWS, fewer for wide records. */
size_t fw_record_chunk_rows(const fw_record *record);
/*
 * Rows [first, first + count) of a frame with the record's columns into planes that begin every `step` bytes
 * and are zero where a row has nothing. False when some text is not plain ASCII.
 */
bool fw_record_put(const fw_record *record, unsigned char *planes, size_t step, const fw_frame *frame,
                   size_t first, size_t count);
const char *fw_column_type_name(fw_column_type type);
bool fw_column_type_parse(const char *name, fw_column_type *type);
void fw_table_writer_free(fw_table_writer *writer);
/* Forgets what was opened of table `name`, or of all tables when NULL. */
void fw_table_forget(fw_dataset *dataset, const char *name);

#endif
