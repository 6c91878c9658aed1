/* shelf.c: rows and blocks put aside in files without a name. */
#include "base/shelf.h"

#include "base/room.h"
#include "base/unnamed.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

enum { WAITING_BYTES = 1 << 20, GIVEN_BACK = 1 << 20 };

/* ---- rows ---- */

fw_code fw_row_shelf_open(fw_row_shelf *shelf, size_t width, fw_error *err) {
    *shelf = (fw_row_shelf){.file = -1, .width = width};
    return fw_unnamed_open(NULL, &shelf->file, err);
}

void fw_row_shelf_close(fw_row_shelf *shelf) {
    if (shelf->file >= 0) (void)close(shelf->file);
    free(shelf->dropped);
    fw_buffer_free(&shelf->waiting);
    *shelf = (fw_row_shelf){.file = -1};
}

static size_t row_bytes(const fw_row_shelf *shelf) { return shelf->width * sizeof(float); }

static fw_code flush(fw_row_shelf *shelf, fw_error *err) {
    const uint64_t at = shelf->rows * row_bytes(shelf) - shelf->waiting.len;
    const fw_code code =
        fw_unnamed_write(shelf->file, NULL, at, shelf->waiting.data, shelf->waiting.len, err);
    fw_buffer_clear(&shelf->waiting);
    return code;
}

fw_code fw_row_shelf_put(fw_row_shelf *shelf, const float *row, fw_error *err) {
    fw_buffer_append(&shelf->waiting, row, row_bytes(shelf));
    if (shelf->waiting.failed) return fw_fail_nomem(err);
    shelf->rows++;
    return shelf->waiting.len >= WAITING_BYTES ? flush(shelf, err) : FW_OK;
}

fw_code fw_row_shelf_drop(fw_row_shelf *shelf, uint64_t row, fw_error *err) {
    uint64_t *dropped =
        fw_room(shelf->dropped, shelf->dropped_count, &shelf->dropped_capacity, sizeof *dropped);
    if (!dropped) return fw_fail_nomem(err);
    shelf->dropped = dropped;
    dropped[shelf->dropped_count++] = row;
    return FW_OK;
}

uint64_t fw_row_shelf_used(const fw_row_shelf *shelf) { return shelf->rows - shelf->dropped_count; }

/* How many dropped rows stand before used row `used`: dropped[i] - i used rows stand before the i-th. */
static size_t dropped_before(const fw_row_shelf *shelf, uint64_t used) {
    size_t low = 0, high = shelf->dropped_count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (shelf->dropped[middle] - middle <= used)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

fw_code fw_row_shelf_read(void *context, uint64_t from, size_t count, float *rows, fw_error *err) {
    fw_row_shelf *shelf = context;
    fw_code code = shelf->waiting.len ? flush(shelf, err) : FW_OK;
    while (count > 0 && code == FW_OK) {
        const size_t before = dropped_before(shelf, from);
        const uint64_t at = from + before;
        const uint64_t end = before < shelf->dropped_count ? shelf->dropped[before] : shelf->rows;
        const size_t run = end - at < count ? (size_t)(end - at) : count;
        if (run == 0) return fw_fail(err, FW_BUG, "rows were asked for that are not there");
        code = fw_unnamed_read(shelf->file, NULL, at * row_bytes(shelf), rows, run * row_bytes(shelf), err);
        rows += run * shelf->width;
        from += run;
        count -= run;
    }
    return code;
}

/* ---- blocks: each its length, then its bytes ---- */

fw_code fw_block_shelf_open(fw_block_shelf *shelf, const char *folder, fw_error *err) {
    *shelf = (fw_block_shelf){.file = -1, .folder = folder};
    return fw_unnamed_open(folder, &shelf->file, err);
}

void fw_block_shelf_close(fw_block_shelf *shelf) {
    if (shelf->file >= 0) (void)close(shelf->file);
    *shelf = (fw_block_shelf){.file = -1};
}

/* What has all been taken makes room. */
static void begin_again(fw_block_shelf *shelf) {
    if (shelf->left == 0 && ftruncate(shelf->file, 0) == 0) shelf->at = shelf->end = shelf->gone = 0;
}

/*
 * What has been taken goes, from the disk and, above all, from memory: what is written next takes those
 * pages, which are at hand, instead of others that the system, or the host of a virtual machine, would have
 * to find. A hint: not every file system can.
 */
static void give_back(fw_block_shelf *shelf) {
    const uint64_t end = shelf->at / GIVEN_BACK * GIVEN_BACK;
    if (end <= shelf->gone) return;
    (void)fallocate(shelf->file, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, (off_t)shelf->gone,
                    (off_t)(end - shelf->gone));
    shelf->gone = end;
}

fw_code fw_block_shelf_put(fw_block_shelf *shelf, const char *bytes, size_t len, fw_error *err) {
    const uint64_t length = len;
    begin_again(shelf);
    const struct iovec pieces[] = {{(void *)&length, sizeof length}, {(void *)bytes, len}};
    const fw_code code = fw_unnamed_write_pieces(shelf->file, shelf->folder, shelf->end, pieces, 2, err);
    if (code != FW_OK) return code;
    shelf->end += sizeof length + len;
    shelf->left++;
    return FW_OK;
}

/* The length of the next block. */
static fw_code next_length(const fw_block_shelf *shelf, uint64_t *length, fw_error *err) {
    return fw_unnamed_read(shelf->file, shelf->folder, shelf->at, length, sizeof *length, err);
}

static fw_code take_bytes(fw_block_shelf *shelf, void *to, uint64_t length, fw_error *err) {
    const fw_code code =
        fw_unnamed_read(shelf->file, shelf->folder, shelf->at + sizeof length, to, (size_t)length, err);
    if (code != FW_OK) return code;
    shelf->at += sizeof length + length;
    shelf->left--;
    give_back(shelf);
    return FW_OK;
}

fw_code fw_block_shelf_take(fw_block_shelf *shelf, fw_buffer *out, fw_error *err) {
    uint64_t length = 0;
    fw_code code = next_length(shelf, &length, err);
    if (code != FW_OK) return code;
    char *to = fw_buffer_reserve(out, (size_t)length + 1);
    if (!to) return fw_fail_nomem(err);
    code = take_bytes(shelf, to, length, err);
    if (code == FW_OK) out->len += (size_t)length;
    return code;
}

fw_code fw_block_shelf_take_to(fw_block_shelf *shelf, void *bytes, size_t len, fw_error *err) {
    uint64_t length = 0;
    const fw_code code = next_length(shelf, &length, err);
    if (code == FW_OK && length != len)
        return fw_fail(err, FW_BUG, "a block of another length was asked for");
    return code == FW_OK ? take_bytes(shelf, bytes, length, err) : code;
}
