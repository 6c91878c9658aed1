/* chunks.c: whole chunks of rows, coded by us and handed to HDF5 as they are. */
#include "store/chunks.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* Rows go to the file as they lie in memory. */
static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "chunks are written in host byte order");

static bool set_shape(fw_chunks *chunks, fw_chunk_shape shape) {
    *chunks = (fw_chunks){.set = -1, .chunk_rows = shape.chunk_rows};
    chunks->row_bytes = H5Tget_size(shape.type);
    return chunks->row_bytes > 0;
}

static size_t chunk_bytes(const fw_chunks *chunks) { return chunks->chunk_rows * chunks->row_bytes; }

hid_t fw_chunks_filters(int rank, const hsize_t *chunk) {
    const hid_t list = fw_h5_plain_list();
    if (list >= 0 && H5Pset_chunk(list, rank, chunk) >= 0 &&
        H5Pset_fill_time(list, H5D_FILL_TIME_NEVER) >= 0 && H5Pset_shuffle(list) >= 0 &&
        H5Pset_deflate(list, FW_CODEC_LEVEL) >= 0 && H5Pset_fletcher32(list) >= 0) {
        return list;
    }
    if (list >= 0) H5Pclose(list);
    return -1;
}

bool fw_chunks_create(fw_chunks *chunks, const fw_h5 *h5, hid_t parent, const char *link,
                      fw_chunk_shape shape) {
    if (!set_shape(chunks, shape)) return false;
    const hsize_t none = 0;
    const hsize_t most = H5S_UNLIMITED;
    const hsize_t chunk = shape.chunk_rows;
    const hid_t space = H5Screate_simple(1, &none, &most);
    const hid_t list = fw_chunks_filters(1, &chunk);
    if (space >= 0 && list >= 0) {
        chunks->set = H5Dcreate2(parent, link, shape.type, space, h5->link, list, H5P_DEFAULT);
    }
    if (list >= 0) H5Pclose(list);
    if (space >= 0) H5Sclose(space);
    if (chunks->set >= 0) return true;
    fw_chunks_close(chunks);
    return false;
}

/* Hands `block` to the queue as the chunk that starts at row `first`. */
static bool put_block(fw_chunks *chunks, fw_queue *queue, uint64_t first) {
    const fw_chunk chunk = {.block = chunks->block,
                            .bytes = chunk_bytes(chunks),
                            .element = chunks->row_bytes,
                            .shuffled = chunks->shuffled,
                            .places = {{chunks->set, {first, 0}}},
                            .place_count = 1};
    chunks->block = NULL;
    return fw_queue_put(queue, &chunk);
}

static bool flush_block(fw_chunks *chunks, fw_queue *queue) {
    const size_t used = chunks->filled * chunks->row_bytes;
    if (!chunks->shuffled) memset(chunks->block + used, 0, chunk_bytes(chunks) - used);
    const hsize_t size = chunks->rows + chunks->filled;
    if (H5Dset_extent(chunks->set, &size) < 0 || !put_block(chunks, queue, chunks->rows)) return false;
    chunks->rows += chunks->filled;
    chunks->filled = 0;
    return true;
}

bool fw_chunks_add(fw_chunks *chunks, fw_queue *queue, const void *rows, size_t count) {
    const unsigned char *from = rows;
    while (count > 0) {
        if (!chunks->block) chunks->block = fw_queue_block(queue, chunk_bytes(chunks));
        if (!chunks->block) return false;
        const size_t room = chunks->chunk_rows - chunks->filled;
        const size_t piece = count < room ? count : room;
        memcpy(chunks->block + chunks->filled * chunks->row_bytes, from, piece * chunks->row_bytes);
        chunks->filled += piece;
        from += piece * chunks->row_bytes;
        count -= piece;
        if (chunks->filled == chunks->chunk_rows && !flush_block(chunks, queue)) return false;
    }
    return true;
}

unsigned char *fw_chunks_rows(fw_chunks *chunks, fw_queue *queue, size_t *room) {
    chunks->shuffled = true;
    *room = chunks->chunk_rows - chunks->filled;
    if (!chunks->block) {
        chunks->block = fw_queue_block(queue, chunk_bytes(chunks));
        if (!chunks->block) return NULL;
        memset(chunks->block, 0, chunk_bytes(chunks));
    }
    return chunks->block + chunks->filled;
}

bool fw_chunks_end_rows(fw_chunks *chunks, fw_queue *queue, size_t count) {
    chunks->filled += count;
    return chunks->filled < chunks->chunk_rows || flush_block(chunks, queue);
}

bool fw_chunks_finish(fw_chunks *chunks, fw_queue *queue) {
    return chunks->filled == 0 || flush_block(chunks, queue);
}

/* Type, rank and chunk size must be as expected: the reader relies on them. */
static bool check_shape(const fw_chunks *chunks, hid_t expected_type) {
    const hid_t type = H5Dget_type(chunks->set);
    const hid_t space = H5Dget_space(chunks->set);
    const hid_t list = H5Dget_create_plist(chunks->set);
    hsize_t chunk = 0;
    const bool ok = type >= 0 && space >= 0 && list >= 0 && H5Tequal(type, expected_type) > 0 &&
                    H5Sget_simple_extent_ndims(space) == 1 && H5Pget_layout(list) == H5D_CHUNKED &&
                    H5Pget_chunk(list, 1, &chunk) == 1 && chunk == chunks->chunk_rows &&
                    H5Pget_nfilters(list) == 3;
    if (list >= 0) H5Pclose(list);
    if (space >= 0) H5Sclose(space);
    if (type >= 0) H5Tclose(type);
    return ok;
}

bool fw_chunks_open(fw_chunks *chunks, hid_t parent, const char *link, fw_chunk_shape shape) {
    if (!set_shape(chunks, shape)) return false;
    chunks->set = H5Dopen2(parent, link, H5P_DEFAULT);
    if (chunks->set >= 0 && check_shape(chunks, shape.type) && fw_h5_rows(chunks->set, &chunks->rows)) {
        return true;
    }
    fw_chunks_close(chunks);
    return false;
}

static bool reserve(unsigned char **memory, size_t *capacity, hsize_t size, size_t bytes) {
    if (size <= *capacity) return true;
    /* An encoded chunk is never much larger than its content; a larger size can only be damage. */
    if (size > 2 * (hsize_t)bytes + 65536) return false;
    free(*memory);
    *memory = malloc((size_t)size);
    *capacity = *memory ? (size_t)size : 0;
    return *memory != NULL;
}

bool fw_chunks_fetch(hid_t set, const hsize_t *offset, size_t bytes, unsigned char **encoded,
                     size_t *capacity, size_t *encoded_bytes) {
    hsize_t size = 0;
    uint32_t skipped = 0;
    const bool ok = H5Dget_chunk_storage_size(set, offset, &size) >= 0 && size > 0 &&
                    reserve(encoded, capacity, size, bytes) &&
                    H5Dread_chunk(set, H5P_DEFAULT, offset, &skipped, *encoded) >= 0 && skipped == 0;
    *encoded_bytes = (size_t)size;
    if (!ok) fw_h5_forget_failure();
    return ok;
}

static bool hold(fw_chunks *chunks, fw_codec *codec, uint64_t index) {
    if (chunks->held == index + 1) return true;
    chunks->held = 0;
    if (!chunks->block) chunks->block = calloc(chunks->chunk_rows, chunks->row_bytes);
    const hsize_t offset = index * chunks->chunk_rows;
    size_t size = 0;
    if (!chunks->block ||
        !fw_chunks_fetch(chunks->set, &offset, chunk_bytes(chunks), &chunks->encoded,
                         &chunks->encoded_capacity, &size) ||
        !fw_codec_decode(codec, chunks->encoded, size, chunks->row_bytes, chunks->block,
                         chunk_bytes(chunks))) {
        return false;
    }
    chunks->held = index + 1;
    return true;
}

bool fw_chunks_read(fw_chunks *chunks, fw_codec *codec, uint64_t first, size_t count, void *rows) {
    if (first > chunks->rows || count > chunks->rows - first) return false;
    unsigned char *to = rows;
    while (count > 0) {
        const size_t skip = (size_t)(first % chunks->chunk_rows);
        const size_t room = chunks->chunk_rows - skip;
        const size_t piece = count < room ? count : room;
        if (!hold(chunks, codec, first / chunks->chunk_rows)) return false;
        memcpy(to, chunks->block + skip * chunks->row_bytes, piece * chunks->row_bytes);
        to += piece * chunks->row_bytes;
        first += piece;
        count -= piece;
    }
    return true;
}

bool fw_chunks_map(fw_chunks *chunks, fw_codec *codec, fw_queue *queue,
                   void (*change)(void *context, void *rows, size_t count), void *context) {
    for (uint64_t first = 0; first < chunks->rows; first += chunks->chunk_rows) {
        const uint64_t left = chunks->rows - first;
        if (!chunks->block) chunks->block = fw_queue_block(queue, chunk_bytes(chunks));
        if (!hold(chunks, codec, first / chunks->chunk_rows)) return false;
        change(context, chunks->block, left < chunks->chunk_rows ? (size_t)left : chunks->chunk_rows);
        chunks->held = 0; /* the block goes to the queue */
        if (!put_block(chunks, queue, first)) return false;
    }
    return true;
}

bool fw_chunks_close(fw_chunks *chunks) {
    const bool ok = chunks->set <= 0 || H5Dclose(chunks->set) >= 0; /* 0: zeroed, never opened */
    free(chunks->block);
    free(chunks->encoded);
    *chunks = (fw_chunks){.set = -1};
    return ok;
}
