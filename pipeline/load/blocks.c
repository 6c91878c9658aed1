/* blocks.c: reads ahead to a record border, keeps the rest for the next block, skips records too long to
 * hold. */
#include "load/blocks.h"
#include "load/guess.h"
#include "load/range.h"

#include <stdlib.h>
#include <string.h>

/* Read at a time: what is hashed right away is still in the processor's cache. */
enum { PIECE = 128 * 1024 };

void fw_block_free(fw_block *block) {
    free(block->data);
    *block = (fw_block){0};
}

fw_code fw_blocks_open(fw_blocks *blocks, const char *path, size_t target, size_t max_record, fw_error *err) {
    *blocks = (fw_blocks){.splitter.dialect = FW_PLAIN_DIALECT, .target = target, .max_record = max_record};
    const fw_code code = fw_input_open(path, &blocks->input, err);
    if (code != FW_OK) return code;
    blocks->offset = fw_input_start(blocks->input);
    return FW_OK;
}

void fw_blocks_close(fw_blocks *blocks) {
    fw_input_close(blocks->input);
    free(blocks->carry);
    *blocks = (fw_blocks){0};
}

fw_records_format fw_blocks_format(const fw_blocks *blocks, size_t columns) {
    return (fw_records_format){
        .columns = columns, .max_record = blocks->max_record, .dialect = blocks->splitter.dialect};
}

fw_code fw_blocks_use_part(fw_blocks *blocks, size_t part, size_t parts, fw_input_range *range,
                           fw_error *err) {
    if (!fw_input_has_places(blocks->input))
        return fw_fail_in(err, FW_USAGE, fw_input_name(blocks->input),
                          "only a plain file can be read in parts: not a pipe, not gzip");
    const fw_range_file file = {.input = blocks->input,
                                .start = blocks->offset,
                                .size = fw_input_size(blocks->input),
                                .dialect = blocks->splitter.dialect};
    fw_code code = fw_range_part(&file, part, parts, range, err);
    if (code == FW_OK) code = fw_input_use_range(blocks->input, range, err);
    if (code != FW_OK) return code;
    blocks->splitter = (fw_splitter){.dialect = file.dialect};
    blocks->carry_len = blocks->carry_scanned = 0;
    blocks->offset = range->start;
    blocks->end = false;
    return FW_OK;
}

static bool reserve(char **data, size_t *capacity, size_t need) {
    if (need <= *capacity) return true;
    char *grown = realloc(*data, need);
    if (!grown) return false;
    *data = grown;
    *capacity = need;
    return true;
}

/* Reads up to `want` bytes behind what the block holds. */
static fw_code read_more(fw_blocks *blocks, fw_block *block, size_t want, fw_error *err) {
    if (!reserve(&block->data, &block->capacity, block->len + want)) return fw_fail_nomem(err);
    size_t got = 0;
    const fw_code code = fw_input_read(blocks->input, block->data + block->len, want, &got, err);
    if (code != FW_OK) return code;
    block->len += got;
    blocks->end = got < want;
    return FW_OK;
}

/* The first piece of `want` bytes; room that is missing is made for all of them. */
static fw_code read_piece(fw_blocks *blocks, fw_block *block, size_t want, fw_error *err) {
    const size_t piece = want < PIECE ? want : PIECE;
    const bool fits = block->len + piece <= block->capacity;
    if (!fits && !reserve(&block->data, &block->capacity, block->len + want)) return fw_fail_nomem(err);
    return read_more(blocks, block, piece, err);
}

/* Starts the block with what the last cut left. */
static fw_code take_carry(fw_blocks *blocks, fw_block *block, fw_error *err) {
    block->len = 0;
    block->has_tail = false;
    block->offset = blocks->offset;
    if (!reserve(&block->data, &block->capacity, blocks->carry_len)) return fw_fail_nomem(err);
    if (blocks->carry_len) memcpy(block->data, blocks->carry, blocks->carry_len);
    block->len = blocks->carry_len;
    blocks->carry_len = 0;
    return FW_OK;
}

/* Ends the block at `cut`; what is behind it waits for the next one. */
static fw_code cut_at(fw_blocks *blocks, fw_block *block, size_t cut, size_t scanned, fw_error *err) {
    const size_t rest = block->len - cut;
    if (!reserve(&blocks->carry, &blocks->carry_capacity, rest)) return fw_fail_nomem(err);
    if (rest) memcpy(blocks->carry, block->data + cut, rest);
    blocks->carry_len = rest;
    blocks->carry_scanned = scanned - cut;
    blocks->offset += cut;
    block->len = cut;
    return FW_OK;
}

/* Passes over a record whose first block->len bytes are held, keeping nothing of it. */
static fw_code skip_record(fw_blocks *blocks, fw_block *block, size_t start, fw_error *err) {
    block->has_tail = true;
    block->tail_status = FW_RECORD_LONG;
    block->tail_offset = block->offset + start;
    block->tail_lines = fw_count_byte(block->data, block->len, '\n');
    const size_t chunk = block->capacity;
    size_t border = FW_NO_BORDER;
    while (border == FW_NO_BORDER) {
        blocks->offset += block->len;
        block->len = 0;
        if (blocks->end) break;
        const fw_code code = read_more(blocks, block, chunk, err);
        if (code != FW_OK) return code;
        border = fw_splitter_scan(&blocks->splitter, block->data, 0, block->len, true);
        const size_t passed = border == FW_NO_BORDER ? block->len : border;
        block->tail_lines += fw_count_byte(block->data, passed, '\n');
    }
    if (border == FW_NO_BORDER) {
        if (blocks->splitter.state == FW_SPLIT_QUOTED) block->tail_status = FW_RECORD_OPEN_QUOTE;
        block->tail_lines += blocks->splitter.after_cr; /* of a part that ends so, lines follow */
        return FW_OK;
    }
    /* A border that no LF made was made by a lone CR: the last byte before it, perhaps of the chunk before.
     */
    if (border == 0 || block->data[border - 1] == '\r') block->tail_lines++;
    const fw_code code = cut_at(blocks, block, border, border, err);
    block->len = 0;
    return code;
}

static size_t leading_blanks(const fw_block *block, fw_dialect dialect) {
    size_t n = 0;
    while (n < block->len && fw_is_blank(block->data[n], dialect)) n++;
    return n;
}

/* Blanks without end are no record and need not be held. */
static void drop_blanks(fw_blocks *blocks, fw_block *block) {
    blocks->offset += block->len;
    block->offset = blocks->offset;
    block->len = 0;
}

/* Reads up to the target, and looks for the last border from there: mostly that needs only a little of the
 * block. */
static fw_code fill(fw_blocks *blocks, fw_block *block, size_t *border, fw_error *err) {
    fw_code code = FW_OK;
    while (code == FW_OK && !blocks->end && block->len < blocks->target)
        code = read_piece(blocks, block, blocks->target - block->len, err);
    const size_t window = block->len / 16;
    if (code == FW_OK && !blocks->end)
        *border = fw_guess_border(&blocks->splitter, block->data, block->len, window);
    return code;
}

fw_code fw_blocks_peek(fw_blocks *blocks, fw_block *block, fw_str *bytes, fw_error *err) {
    fw_code code = take_carry(blocks, block, err);
    if (code == FW_OK && !blocks->end) code = read_piece(blocks, block, blocks->target, err);
    if (code == FW_OK) code = cut_at(blocks, block, 0, 0, err);
    *bytes = (fw_str){blocks->carry, blocks->carry_len};
    return code;
}

/* What is held has no border yet. *skipped: it was too long for a record, and was passed
 * over: the block tells of it. */
static fw_code check_length(fw_blocks *blocks, fw_block *block, size_t *scanned, bool *skipped,
                            fw_error *err) {
    /* Two bytes of grace: the line end is not part of the record. */
    const size_t longest = blocks->max_record + 2;
    if (blocks->splitter.after_cr || block->len <= longest) return FW_OK;
    const size_t start = leading_blanks(block, blocks->splitter.dialect);
    *skipped = block->len - start > longest;
    if (*skipped) return skip_record(blocks, block, start, err);
    if (start == block->len) {
        drop_blanks(blocks, block);
        *scanned = 0;
    }
    return FW_OK;
}

/* Up to the target, then half as much again: records may be longer than a block should be. */
static size_t more_wanted(const fw_blocks *blocks, const fw_block *block) {
    if (block->len < blocks->target) return blocks->target - block->len;
    return block->len / 2 > blocks->target ? block->len / 2 : blocks->target;
}

fw_code fw_blocks_next(fw_blocks *blocks, bool single, fw_block *block, bool *more, fw_error *err) {
    size_t scanned = blocks->carry_scanned;
    fw_code code = take_carry(blocks, block, err);
    size_t border = FW_NO_BORDER;
    if (code == FW_OK && !single) code = fill(blocks, block, &border, err);
    if (border != FW_NO_BORDER) scanned = block->len;
    while (code == FW_OK) {
        const size_t found = fw_splitter_scan(&blocks->splitter, block->data, scanned, block->len, single);
        if (found != FW_NO_BORDER) border = found;
        scanned = single && found != FW_NO_BORDER ? found : block->len;
        if (border != FW_NO_BORDER && (single || block->len >= blocks->target)) break;
        if (blocks->end) break;
        bool skipped = false;
        if (border == FW_NO_BORDER) code = check_length(blocks, block, &scanned, &skipped, err);
        if (skipped) {
            *more = true;
            return code;
        }
        code = read_piece(blocks, block, more_wanted(blocks, block), err);
    }
    if (code != FW_OK) return code;
    const bool whole = blocks->end && !(single && border != FW_NO_BORDER);
    const size_t cut = whole ? block->len : border;
    code = cut_at(blocks, block, cut, scanned, err);
    *more = block->len > 0;
    return code;
}
