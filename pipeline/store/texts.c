/* texts.c: string columns, which only HDF5 itself can write (they live in its global heap). */
#include "store/texts.h"

#include "base/str.h"

#include <stdlib.h>
#include <string.h>

bool fw_texts_create(fw_texts *texts, const fw_h5 *h5, hid_t parent, const char *link) {
    *texts = (fw_texts){.set = -1, .cells = calloc(FW_CHUNK_ROWS, sizeof *texts->cells)};
    if (!texts->cells) return false;
    const hsize_t none = 0;
    const hsize_t most = H5S_UNLIMITED;
    const hsize_t chunk = FW_CHUNK_ROWS;
    const hid_t space = H5Screate_simple(1, &none, &most);
    const hid_t list = fw_h5_plain_list();
    /* The filters see references into the heap, 16 bytes a string, alike but for a byte or two. HDF5 allows
     * no checksum over references. */
    if (space >= 0 && list >= 0 && H5Pset_chunk(list, 1, &chunk) >= 0 && H5Pset_shuffle(list) >= 0 &&
        H5Pset_deflate(list, FW_CODEC_LEVEL) >= 0) {
        texts->set = H5Dcreate2(parent, link, h5->text, space, h5->link, list, H5P_DEFAULT);
    }
    if (list >= 0) H5Pclose(list);
    if (space >= 0) H5Sclose(space);
    if (texts->set >= 0) return true;
    fw_texts_close(texts);
    return false;
}

/* Selects rows [first, first + count) of `set`; the memory side is one dense run. */
static bool select_rows(hid_t set, hsize_t first, hsize_t count, hid_t *file, hid_t *memory) {
    *file = H5Dget_space(set);
    *memory = H5Screate_simple(1, &count, NULL);
    return *file >= 0 && *memory >= 0 &&
           H5Sselect_hyperslab(*file, H5S_SELECT_SET, &first, NULL, &count, NULL) >= 0;
}

bool fw_texts_flush(fw_texts *texts, const fw_h5 *h5) {
    if (texts->filled == 0) return true;
    const hsize_t size = texts->rows + texts->filled;
    hid_t file = -1;
    hid_t memory = -1;
    const bool ok = H5Dset_extent(texts->set, &size) >= 0 &&
                    select_rows(texts->set, texts->rows, texts->filled, &file, &memory) &&
                    H5Dwrite(texts->set, h5->text, memory, file, h5->transfer, texts->cells) >= 0;
    if (memory >= 0) H5Sclose(memory);
    if (file >= 0) H5Sclose(file);
    texts->rows = size;
    texts->filled = 0;
    texts->bytes = 0;
    fw_arena_reset(&texts->arena);
    return ok;
}

bool fw_texts_add(fw_texts *texts, const fw_h5 *h5, fw_str text) {
    char *copy = fw_arena_copy(&texts->arena, text.len ? text : FW_STR(""));
    if (!copy) return false;
    texts->cells[texts->filled++] = copy;
    texts->bytes += text.len;
    if (text.len > texts->longest) texts->longest = text.len;
    if (texts->filled < FW_CHUNK_ROWS && texts->bytes < FW_TEXTS_BYTES) return true;
    return fw_texts_flush(texts, h5);
}

bool fw_texts_close(fw_texts *texts) {
    const bool ok = !texts->cells || texts->set < 0 || H5Dclose(texts->set) >= 0;
    fw_arena_free(&texts->arena);
    free(texts->cells);
    *texts = (fw_texts){.set = -1};
    return ok;
}

bool fw_texts_read(const fw_h5 *h5, hid_t set, uint64_t first, size_t count, fw_frame *frame, size_t column) {
    if (count == 0) return true;
    char **cells = calloc(count, sizeof *cells);
    hid_t file = -1;
    hid_t memory = -1;
    bool ok = cells && select_rows(set, first, count, &file, &memory) &&
              H5Dread(set, h5->text, memory, file, H5P_DEFAULT, cells) >= 0;
    for (size_t i = 0; ok && i < count; i++) {
        ok = fw_frame_set_text(frame, column, i, fw_str_of(cells[i] ? cells[i] : ""));
    }
    for (size_t i = 0; cells && i < count; i++) H5free_memory(cells[i]);
    if (memory >= 0) H5Sclose(memory);
    if (file >= 0) H5Sclose(file);
    free(cells);
    return ok;
}
