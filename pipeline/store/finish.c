/* finish.c: how a handle ends: commit and close; and how a finished file is extended. */
#include "store/abandon.h"
#include "store/checksum.h"
#include "store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

void fw_store_close_parts(fw_dataset *dataset) {
    for (size_t i = 0; dataset->writers && i < dataset->layout.column_count; i++) {
        fw_column_close(&dataset->writers[i]);
    }
    free(dataset->writers);
    dataset->writers = NULL;
    fw_table_writer_free(dataset->table);
    dataset->table = NULL;
    fw_table_forget(dataset, NULL);
    fw_store_close_readers(dataset);
    fw_matrix_close(&dataset->matrix);
    fw_matrix_close(&dataset->obsm);
    if (dataset->uns >= 0) H5Gclose(dataset->uns);
    if (dataset->var >= 0) H5Gclose(dataset->var);
    if (dataset->obs >= 0) H5Gclose(dataset->obs);
    dataset->obs = dataset->var = dataset->uns = -1;
}

void fw_dataset_close(fw_dataset *dataset) {
    if (!dataset) return;
    fw_h5_quiet();
    fw_store_close_parts(dataset);
    fw_h5_close(&dataset->h5);
    fw_output_abort(&dataset->output);
    fw_codec_free(dataset->codec);
    fw_queue_free(dataset->queue);
    fw_arena_free(&dataset->arena);
    free(dataset->path);
    free(dataset);
}

static fw_code commit(fw_dataset *dataset, uint64_t *bytes, uint64_t *hash, fw_error *err) {
    fw_code code = fw_store_enter(dataset, false, err);
    if (code != FW_OK) return code;
    if (!dataset->writable) return fw_store_misuse(dataset, err, "commit of a file that was only read");
    if (dataset->table) return fw_store_misuse(dataset, err, "commit inside a table");
    fw_store_close_parts(dataset);
    if (!fw_h5_close(&dataset->h5)) return fw_store_fail(dataset, err, "the dataset");
    code = fw_checksum_append(dataset->output.temporary, dataset->path, bytes, hash, err);
    return code == FW_OK ? fw_output_commit(&dataset->output, err) : code;
}

fw_code fw_dataset_commit_hashed(fw_dataset *dataset, uint64_t *bytes, uint64_t *hash, fw_error *err) {
    const fw_code code = commit(dataset, bytes, hash, err);
    if (code == FW_IO) fw_dataset_note_failed_write();
    fw_dataset_close(dataset);
    return code;
}

fw_code fw_dataset_commit(fw_dataset *dataset, fw_error *err) {
    uint64_t bytes, hash;
    return fw_dataset_commit_hashed(dataset, &bytes, &hash, err);
}

/* Copies the first `size` bytes of `from` over `to`, which exists. */
static bool copy_bytes(const char *from, const char *to, uint64_t size) {
    enum { BLOCK = 1 << 20 };
    const int in = open(from, O_RDONLY | O_CLOEXEC);
    const int out = open(to, O_WRONLY | O_TRUNC | O_CLOEXEC);
    char *block = malloc(BLOCK);
    bool ok = in >= 0 && out >= 0 && block;
    while (ok && size > 0) {
        ssize_t got = read(in, block, size < BLOCK ? (size_t)size : BLOCK);
        if (got < 0 && errno == EINTR) continue;
        ok = got > 0;
        for (ssize_t done = 0; ok && done < got;) {
            const ssize_t put = write(out, block + done, (size_t)(got - done));
            ok = put >= 0 || errno == EINTR;
            if (put > 0) done += put;
        }
        if (ok) size -= (uint64_t)got;
    }
    free(block);
    if (in >= 0) close(in);
    if (out >= 0 && close(out) != 0) ok = false;
    return ok;
}

/* The copy is opened and gets its new kind; its source, known to the user as `from`, was checked as a whole.
 */
static fw_code extend(fw_dataset *dataset, const char *from, const fw_sound *sound, const char *kind,
                      fw_error *err) {
    dataset->writable = true;
    errno = 0;
    if (!copy_bytes(sound->path, dataset->output.temporary, sound->size) ||
        !fw_h5_open(&dataset->h5, dataset->output.temporary, FW_H5_CHANGE)) {
        return fw_store_fail(dataset, err, "the dataset");
    }
    const fw_code code = fw_store_read_layout(dataset, err);
    if (code != FW_OK) {
        fw_error_at(err, from, 0, 0); /* the copy is as good as its source */
        return code;
    }
    dataset->layout.kind = fw_store_copy(dataset, kind);
    if (!dataset->layout.kind) return fw_fail_nomem(err);
    if (!fw_h5_put_text(&dataset->h5, dataset->h5.file, "failwise_kind", kind)) {
        return fw_store_fail(dataset, err, "the dataset");
    }
    return FW_OK;
}

fw_code fw_dataset_extend(const char *from, const char *to, const char *kind, bool force, fw_dataset **out,
                          fw_error *err) {
    *out = NULL;
    fw_h5_quiet();
    fw_sound sound;
    fw_code code = fw_checksum_verify(from, &sound, err);
    if (code != FW_OK) return code;
    fw_dataset *dataset = fw_store_new(to);
    code = dataset ? fw_output_reserve(&dataset->output, to, force, err) : fw_fail_nomem(err);
    if (code == FW_OK) code = extend(dataset, from, &sound, kind, err);
    fw_sound_close(&sound);
    if (code == FW_OK) {
        *out = dataset;
    } else {
        fw_dataset_close(dataset);
    }
    return code;
}
