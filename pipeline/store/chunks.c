/* chunks.c: whole chunks of rows, coded by us and handed to HDF5 as they are. */
#include "store/chunks.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* Rows go to the file as they lie in memory. */
static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "chunks are written in host byte order");

static bool set_shape(fw_chunks *chunks, fw_chunk_shape shape) {
    *chunks = (fw_chunks){.set = -1, .width = shape.width, .chunk_rows = shape.chunk_rows};
    chunks->element = H5Tget_size(shape.type);
    chunks->row_bytes = chunks->element * (shape.width ? (size_t)shape.width : 1);
    if (chunks->row_bytes == 0) return false;
    chunks->block = calloc(shape.chunk_rows, chunks->row_bytes);
    return chunks->block != NULL;
}

/* The filters in the order in which the codec applies them. Every chunk is written whole: no fill values. */
static hid_t filter_list(const fw_chunks *chunks) {
    const hid_t list = fw_h5_plain_list();
    const hsize_t sizes[2] = {chunks->chunk_rows, chunks->width};
    if (list >= 0 && H5Pset_chunk(list, chunks->width ? 2 : 1, sizes) >= 0 &&
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
    const hsize_t none[2] = {0, shape.width};
    const hsize_t most[2] = {H5S_UNLIMITED, shape.width};
    const hid_t space = H5Screate_simple(shape.width ? 2 : 1, none, most);
    const hid_t list = filter_list(chunks);
    if (space >= 0 && list >= 0) {
        chunks->set = H5Dcreate2(parent, link, shape.type, space, h5->link, list, H5P_DEFAULT);
    }
    if (list >= 0) H5Pclose(list);
    if (space >= 0) H5Sclose(space);
    if (chunks->set >= 0) return true;
    fw_chunks_close(chunks);
    return false;
}

/* Codes `block` and writes it as the chunk that starts at row `first`. */
static bool write_block(fw_chunks *chunks, fw_codec *codec, uint64_t first) {
    size_t size = 0;
    const void *bytes =
        fw_codec_encode(codec, chunks->block, chunks->chunk_rows * chunks->row_bytes, chunks->element, &size);
    const hsize_t offset[2] = {first, 0};
    return bytes && H5Dwrite_chunk(chunks->set, H5P_DEFAULT, 0, offset, size, bytes) >= 0;
}

static bool flush_block(fw_chunks *chunks, fw_codec *codec) {
    const size_t used = chunks->filled * chunks->row_bytes;
    memset(chunks->block + used, 0, chunks->chunk_rows * chunks->row_bytes - used);
    const hsize_t size[2] = {chunks->rows + chunks->filled, chunks->width};
    if (H5Dset_extent(chunks->set, size) < 0 || !write_block(chunks, codec, chunks->rows)) return false;
    chunks->rows += chunks->filled;
    chunks->filled = 0;
    return true;
}

bool fw_chunks_add(fw_chunks *chunks, fw_codec *codec, const void *rows, size_t count) {
    const unsigned char *from = rows;
    while (count > 0) {
        const size_t room = chunks->chunk_rows - chunks->filled;
        const size_t piece = count < room ? count : room;
        memcpy(chunks->block + chunks->filled * chunks->row_bytes, from, piece * chunks->row_bytes);
        chunks->filled += piece;
        from += piece * chunks->row_bytes;
        count -= piece;
        if (chunks->filled == chunks->chunk_rows && !flush_block(chunks, codec)) return false;
    }
    return true;
}

bool fw_chunks_finish(fw_chunks *chunks, fw_codec *codec) {
    return chunks->filled == 0 || flush_block(chunks, codec);
}

/* Type, rank, width and chunk size must be as expected: the reader relies on them. */
static bool check_shape(const fw_chunks *chunks, hid_t expected_type) {
    const hid_t type = H5Dget_type(chunks->set);
    const hid_t space = H5Dget_space(chunks->set);
    const hid_t list = H5Dget_create_plist(chunks->set);
    const int rank = chunks->width ? 2 : 1;
    hsize_t sizes[2] = {0, 0};
    hsize_t chunk[2] = {0, 0};
    const bool ok = type >= 0 && space >= 0 && list >= 0 && H5Tequal(type, expected_type) > 0 &&
                    H5Sget_simple_extent_ndims(space) == rank &&
                    H5Sget_simple_extent_dims(space, sizes, NULL) == rank && sizes[1] == chunks->width &&
                    H5Pget_layout(list) == H5D_CHUNKED && H5Pget_chunk(list, rank, chunk) == rank &&
                    chunk[0] == chunks->chunk_rows && chunk[1] == chunks->width && H5Pget_nfilters(list) == 3;
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

static bool reserve_encoded(fw_chunks *chunks, hsize_t size) {
    if (size <= chunks->encoded_capacity) return true;
    /* An encoded chunk is never much larger than its content; a larger size can only be damage. */
    if (size > 2 * (hsize_t)chunks->chunk_rows * chunks->row_bytes + 65536) return false;
    free(chunks->encoded);
    chunks->encoded = malloc((size_t)size);
    chunks->encoded_capacity = chunks->encoded ? (size_t)size : 0;
    return chunks->encoded != NULL;
}

static bool hold(fw_chunks *chunks, fw_codec *codec, uint64_t index) {
    if (chunks->held == index + 1) return true;
    chunks->held = 0;
    const hsize_t offset[2] = {index * chunks->chunk_rows, 0};
    hsize_t size = 0;
    uint32_t skipped = 0;
    if (H5Dget_chunk_storage_size(chunks->set, offset, &size) < 0 || size == 0 ||
        !reserve_encoded(chunks, size) ||
        H5Dread_chunk(chunks->set, H5P_DEFAULT, offset, &skipped, chunks->encoded) < 0 || skipped != 0 ||
        !fw_codec_decode(codec, chunks->encoded, (size_t)size, chunks->element, chunks->block,
                         chunks->chunk_rows * chunks->row_bytes)) {
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

bool fw_chunks_map(fw_chunks *chunks, fw_codec *codec,
                   void (*change)(void *context, void *rows, size_t count), void *context) {
    for (uint64_t first = 0; first < chunks->rows; first += chunks->chunk_rows) {
        const uint64_t left = chunks->rows - first;
        if (!hold(chunks, codec, first / chunks->chunk_rows)) return false;
        change(context, chunks->block, left < chunks->chunk_rows ? (size_t)left : chunks->chunk_rows);
        if (!write_block(chunks, codec, first)) return false;
    }
    return true;
}

bool fw_chunks_close(fw_chunks *chunks) {
    const bool ok = !chunks->block || chunks->set < 0 || H5Dclose(chunks->set) >= 0;
    free(chunks->block);
    free(chunks->encoded);
    *chunks = (fw_chunks){.set = -1};
    return ok;
}
