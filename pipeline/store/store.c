/* store.c: the handle: errors, states, copies. */
#include "store/store.h"

#include "base/ordered.h"
#include "base/str.h"
#include "store/abandon.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

fw_dataset *fw_store_new(const char *path) {
    fw_dataset *dataset = calloc(1, sizeof *dataset);
    if (!dataset) return NULL;
    dataset->h5 = fw_h5_closed;
    dataset->obs = dataset->var = dataset->uns = -1;
    dataset->matrix.set = dataset->obsm.set = -1;
    dataset->path = strdup(path);
    dataset->codec = fw_codec_new();
    dataset->queue = fw_queue_new();
    if (dataset->path && dataset->codec && dataset->queue) return dataset;
    fw_dataset_close(dataset);
    return NULL;
}

fw_code fw_store_misuse(const fw_dataset *dataset, fw_error *err, const char *what) {
    return fw_fail_in(err, FW_BUG, dataset->path, "dataset: %s", what);
}

fw_code fw_store_enter(fw_dataset *dataset, bool appending, fw_error *err) {
    fw_h5_quiet();
    errno = 0;
    if (dataset->failed)
        return fw_fail_in(err, FW_IO, dataset->path, "an earlier write to the dataset failed");
    if (dataset->appending == appending) return FW_OK;
    return fw_store_misuse(dataset, err, appending ? "rows after seal" : "used before seal");
}

fw_code fw_store_fail(fw_dataset *dataset, fw_error *err, const char *what) {
    const int reason = errno; /* the library leaves the system call's reason behind */
    fw_h5_forget_failure();
    if (!dataset->writable)
        return fw_fail_in(err, FW_DATA, dataset->path,
                          "cannot read %s: the dataset is damaged or not failwise's", what);
    dataset->failed = true;
    fw_dataset_note_failed_write();
    char said[96];
    const char *text = reason ? strerror_r(reason, said, sizeof said) : "the HDF5 library failed";
    return fw_fail_in(err, FW_IO, dataset->path, "cannot write %s: %s", what, text);
}

void fw_store_send(const fw_dataset *dataset, uint64_t rows, uint64_t count) {
    if (count / FW_BAND_ROWS > (count - rows) / FW_BAND_ROWS) fw_output_send(&dataset->output);
}

char *fw_store_copy(fw_dataset *dataset, const char *text) {
    return fw_arena_copy(&dataset->arena, fw_str_of(text ? text : ""));
}

bool fw_store_copy_column(fw_dataset *dataset, const fw_column *from, fw_column *to) {
    *to = (fw_column){fw_store_copy(dataset, from->name), from->type, fw_store_copy(dataset, from->unit),
                      fw_store_copy(dataset, from->description)};
    return to->name && to->unit && to->description;
}

/* Arrays are made anew: what fw_dataset_layout gave out before stays valid. */
bool fw_store_add_column(fw_dataset *dataset, const fw_column *column, const char *link) {
    fw_column *columns =
        fw_arena_alloc(&dataset->arena, (dataset->layout.column_count + 1) * sizeof *columns);
    char **links = fw_arena_alloc(&dataset->arena, (dataset->layout.column_count + 1) * sizeof *links);
    if (!columns || !links) return false;
    size_t count = dataset->layout.column_count;
    if (count > 0) {
        memcpy(columns, dataset->layout.columns, count * sizeof *columns);
        memcpy(links, dataset->links, count * sizeof *links);
    }
    size_t at = 0;
    while (at < count && strcmp(links[at], link) != 0) at++;
    if (at == count) count++;
    links[at] = fw_store_copy(dataset, link);
    if (!links[at] || !fw_store_copy_column(dataset, column, &columns[at])) return false;
    fw_store_close_readers(dataset); /* they go by column count */
    dataset->links = links;
    dataset->layout.columns = columns;
    dataset->layout.column_count = count;
    return true;
}

void fw_dataset_use_threads(fw_dataset *dataset, size_t threads) {
    fw_queue_use_threads(dataset->queue, threads ? threads : fw_ordered_processors());
}

bool fw_dataset_help(fw_dataset *dataset) { return fw_queue_help(dataset->queue); }

uint64_t fw_dataset_rows(const fw_dataset *dataset) { return dataset->rows; }

const fw_layout *fw_dataset_layout(const fw_dataset *dataset) { return &dataset->layout; }
