/* spill.c: shares of records in blocks, of which the full ones lie in an unnamed file, but for the last. */
#include "base/spill.h"

#include "base/room.h"
#include "base/unnamed.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef uint16_t record_size; /* before every record; 0 or the block's end: no further one */

typedef struct {
    unsigned char *open; /* the block being filled; NULL before the first record */
    size_t used;
    uint32_t *blocks; /* numbers of the full blocks, by when they were full */
    size_t count, capacity;
} share;

struct fw_spill {
    share shares[FW_SPILL_SHARES];
    char *folder;
    int file;                                  /* -1: none was needed so far */
    uint32_t written;                          /* blocks in the file: those with the lowest numbers */
    unsigned char *waiting[FW_SPILL_TOGETHER]; /* the next ones; behind them free ones, or NULL */
    size_t waiting_count;
    fw_spill_block read;
};

fw_code fw_spill_new(const char *folder, fw_spill **out, fw_error *err) {
    *out = NULL;
    fw_spill *spill = calloc(1, sizeof *spill);
    if (!spill) return fw_fail_nomem(err);
    spill->file = -1;
    spill->folder = strdup(fw_unnamed_folder(folder));
    if (!spill->folder) {
        fw_spill_free(spill);
        return fw_fail_nomem(err);
    }
    *out = spill;
    return FW_OK;
}

void fw_spill_free(fw_spill *spill) {
    if (!spill) return;
    for (size_t i = 0; i < FW_SPILL_SHARES; i++) {
        free(spill->shares[i].open);
        free(spill->shares[i].blocks);
    }
    for (size_t i = 0; i < FW_SPILL_TOGETHER; i++) free(spill->waiting[i]);
    if (spill->file >= 0) (void)close(spill->file); /* nothing in it is wanted any more */
    free(spill->read.bytes);
    free(spill->folder);
    free(spill);
}

size_t fw_spill_share(fw_id128 key) {
    return (size_t)(key.hi % FW_SPILL_SHARES); /* sets probe by the other half */
}

static uint64_t place_of(uint32_t block) { return (uint64_t)block * FW_SPILL_BLOCK; }

/* Finds block `number`: it waits in memory, or is read. */
static fw_code find_block(const fw_spill *spill, uint32_t number, fw_spill_block *block,
                          const unsigned char **bytes, fw_error *err) {
    const bool waits = number >= spill->written;
    *bytes = waits ? spill->waiting[number - spill->written] : block->bytes;
    if (waits || block->number == number + 1) return FW_OK;
    if (!block->bytes && !(block->bytes = malloc(FW_SPILL_BLOCK))) return fw_fail_nomem(err);
    *bytes = block->bytes;
    block->number = 0;
    const fw_code code =
        fw_unnamed_read(spill->file, spill->folder, place_of(number), block->bytes, FW_SPILL_BLOCK, err);
    if (code == FW_OK) block->number = number + 1;
    return code;
}

/* Into the file with those that wait: a page cache takes few large pieces sooner than many small ones. */
static fw_code write_waiting(fw_spill *spill, fw_error *err) {
    struct iovec pieces[FW_SPILL_TOGETHER];
    fw_code code = spill->file < 0 ? fw_unnamed_open(spill->folder, &spill->file, err) : FW_OK;
    if (code != FW_OK) return code;
    for (size_t i = 0; i < spill->waiting_count; i++)
        pieces[i] = (struct iovec){spill->waiting[i], FW_SPILL_BLOCK};
    code = fw_unnamed_write_pieces(spill->file, spill->folder, place_of(spill->written), pieces,
                                   spill->waiting_count, err);
    if (code != FW_OK) return code;
    spill->written += (uint32_t)spill->waiting_count;
    spill->waiting_count = 0;
    return FW_OK;
}

/* The open block is full: it waits, and a free one takes its place. */
static fw_code put_away(fw_spill *spill, share *s, fw_error *err) {
    uint32_t *blocks = fw_room(s->blocks, s->count, &s->capacity, sizeof *blocks);
    if (!blocks) return fw_fail_nomem(err);
    s->blocks = blocks;
    if (spill->written > UINT32_MAX - 2 * FW_SPILL_TOGETHER)
        return fw_fail(err, FW_IO, "a temporary file would be too long");
    if (spill->waiting_count == FW_SPILL_TOGETHER) {
        const fw_code code = write_waiting(spill, err);
        if (code != FW_OK) return code;
    }
    unsigned char **place = &spill->waiting[spill->waiting_count], *fresh = *place;
    if (!fresh && !(fresh = malloc(FW_SPILL_BLOCK))) return fw_fail_nomem(err);
    memset(s->open + s->used, 0, FW_SPILL_BLOCK - s->used);
    *place = s->open;
    s->open = fresh;
    s->used = 0;
    s->blocks[s->count++] = spill->written + (uint32_t)spill->waiting_count++;
    return FW_OK;
}

fw_code fw_spill_put(fw_spill *spill, size_t index, const void *record, size_t size, fw_error *err) {
    if (index >= FW_SPILL_SHARES || size == 0 || size > FW_SPILL_RECORD)
        return fw_fail(err, FW_BUG, "a record of %zu bytes was put aside", size);
    share *s = &spill->shares[index];
    const record_size head = (record_size)size;
    if (!s->open && !(s->open = malloc(FW_SPILL_BLOCK))) return fw_fail_nomem(err);
    if (s->used + sizeof head + size > FW_SPILL_BLOCK) {
        const fw_code code = put_away(spill, s, err);
        if (code != FW_OK) return code;
    }
    memcpy(s->open + s->used, &head, sizeof head);
    memcpy(s->open + s->used + sizeof head, record, size);
    s->used += sizeof head + size;
    return FW_OK;
}

/* The record at the place in a block of `end` bytes; false: there is none. */
static bool take(const unsigned char *block, size_t end, fw_spill_place *place, const void **record,
                 size_t *size) {
    record_size head = 0;
    if (place->offset + sizeof head <= end) memcpy(&head, block + place->offset, sizeof head);
    if (head == 0) return false;
    *record = block + place->offset + sizeof head;
    *size = head;
    place->offset += sizeof head + head;
    return true;
}

fw_code fw_spill_next_by(const fw_spill *spill, fw_spill_block *block, fw_spill_place *place,
                         const void **record, size_t *size, fw_error *err) {
    const share *s = &spill->shares[place->share];
    *record = NULL;
    *size = 0;
    while (place->block < s->count) {
        const unsigned char *bytes;
        const fw_code code = find_block(spill, s->blocks[place->block], block, &bytes, err);
        if (code != FW_OK || take(bytes, FW_SPILL_BLOCK, place, record, size)) return code;
        place->block++;
        place->offset = 0;
    }
    if (s->open) (void)take(s->open, s->used, place, record, size);
    return FW_OK;
}

fw_code fw_spill_next(fw_spill *spill, fw_spill_place *place, const void **record, size_t *size,
                      fw_error *err) {
    return fw_spill_next_by(spill, &spill->read, place, record, size, err);
}
