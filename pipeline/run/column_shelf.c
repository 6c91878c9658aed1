/* column_shelf.c: columns of frames as bytes, a block a frame: how many rows, then column after column,
 * numbers as they are, strings as their length, their bytes and a NUL. Categories are a byte that says how
 * many names they have, a byte a row, and the names; or a zero and strings, where names are too many. X is a
 * block of its own. */
#include "run/column_shelf.h"

#include "base/str.h"

#include <string.h>

typedef uint32_t text_size;

enum { AROUND_TEXT = sizeof(text_size) + 1, MOST_NAMES = UINT8_MAX };

fw_code fw_column_shelf_open(fw_column_shelf *shelf, const char *folder, uint64_t whole, fw_error *err) {
    *shelf = (fw_column_shelf){.blocks.file = -1, .whole = whole};
    return fw_block_shelf_open(&shelf->blocks, folder, err);
}

void fw_column_shelf_close(fw_column_shelf *shelf) {
    fw_block_shelf_close(&shelf->blocks);
    fw_buffer_free(&shelf->block);
    *shelf = (fw_column_shelf){.blocks.file = -1};
}

/* The numbers of a column, and how many bytes one takes; NULL: it has strings. */
static void *numbers_of(const fw_frame *frame, size_t column, size_t *each) {
    const fw_cells *cells = &frame->cells[column];
    switch (frame->columns[column].type) {
    case FW_COLUMN_FLOAT:
        *each = sizeof *cells->number;
        return cells->number;
    case FW_COLUMN_INT:
        *each = sizeof *cells->integer;
        return cells->integer;
    default:
        return NULL;
    }
}

static size_t x_bytes(const fw_frame *frame) { return frame->rows * frame->feature_count * sizeof *frame->x; }

/* ---- putting ---- */

enum { TOO_LONG = 0 };

/* At most; TOO_LONG: it has a text that cannot be put aside. */
static size_t column_bytes(const fw_frame *frame, size_t column) {
    size_t each, bytes = frame->rows * AROUND_TEXT + sizeof(uint8_t);
    if (numbers_of(frame, column, &each)) return frame->rows * each;
    for (size_t row = 0; row < frame->rows; row++) {
        const size_t len = frame->cells[column].text[row].len;
        if (len > UINT32_MAX) return TOO_LONG;
        bytes += len;
    }
    return bytes;
}

static char *put_texts(char *to, const fw_str *texts, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const text_size size = (text_size)texts[i].len;
        memcpy(to, &size, sizeof size);
        to += sizeof size;
        if (size) memcpy(to, texts[i].ptr, size);
        to += size;
        *to++ = '\0';
    }
    return to;
}

/* The names of a frame's category, by their code; found by fw_name_glance. */
enum { SLOTS = 2 * (MOST_NAMES + 1) };
typedef struct {
    fw_str names[MOST_NAMES];
    size_t count;
    uint8_t slots[SLOTS]; /* 1 + code; 0: none */
} naming;

/* 1 + the code of a name; 0: they are too many. */
static size_t code_of(naming *n, fw_str name) {
    size_t at = fw_name_glance(name) % SLOTS;
    while (n->slots[at] && !fw_str_equal(n->names[n->slots[at] - 1], name)) at = (at + 1) % SLOTS;
    if (n->slots[at]) return n->slots[at];
    if (n->count == MOST_NAMES) return 0;
    n->names[n->count++] = name;
    n->slots[at] = (uint8_t)n->count;
    return n->count;
}

/* Strings take no less room than their codes and names. */
static char *put_category(char *to, const fw_str *texts, size_t count) {
    naming n = {.count = 0};
    char *const codes = to + 1;
    size_t row = 0;
    for (size_t code; row < count && (code = code_of(&n, texts[row])) > 0; row++)
        codes[row] = (char)(code - 1);
    const bool all = row == count;
    *to = (char)(all ? n.count : 0);
    return all ? put_texts(codes + count, n.names, n.count) : put_texts(codes, texts, count);
}

static fw_code pack(const fw_frame *frame, fw_buffer *out, fw_error *err) {
    size_t bytes = sizeof frame->rows;
    for (size_t c = 0; c < frame->column_count; c++) {
        const size_t more = column_bytes(frame, c);
        if (more == TOO_LONG && frame->rows) return fw_fail(err, FW_BUG, "a text of 4 GiB was put aside");
        bytes += more;
    }
    fw_buffer_clear(out);
    char *const start = fw_buffer_reserve(out, bytes), *to = start;
    if (!to) return fw_fail_nomem(err);
    memcpy(to, &frame->rows, sizeof frame->rows);
    to += sizeof frame->rows;
    for (size_t c = 0; c < frame->column_count; c++) {
        size_t each;
        const void *numbers = numbers_of(frame, c, &each);
        if (!numbers) {
            const bool category = frame->columns[c].type == FW_COLUMN_CATEGORY;
            to = (category ? put_category : put_texts)(to, frame->cells[c].text, frame->rows);
            continue;
        }
        memcpy(to, numbers, frame->rows * each);
        to += frame->rows * each;
    }
    out->len = (size_t)(to - start);
    return FW_OK;
}

fw_code fw_column_shelf_put(fw_column_shelf *shelf, const fw_frame *frame, fw_error *err) {
    fw_code code = pack(frame, &shelf->block, err);
    if (code == FW_OK) code = fw_block_shelf_put(&shelf->blocks, shelf->block.data, shelf->block.len, err);
    if (code == FW_OK && shelf->put < shelf->whole)
        code = fw_block_shelf_put(&shelf->blocks, (const char *)frame->x, x_bytes(frame), err);
    shelf->put += frame->rows;
    return code;
}

/* ---- taking ---- */

typedef struct {
    char *at, *end;
} packed;

static bool take_bytes(packed *in, void *bytes, size_t len) {
    if ((size_t)(in->end - in->at) < len) return false;
    memcpy(bytes, in->at, len);
    in->at += len;
    return true;
}

static bool take_texts(packed *in, fw_str *texts, size_t count) {
    for (size_t i = 0; i < count; i++) {
        text_size size;
        if (!take_bytes(in, &size, sizeof size) || (size_t)(in->end - in->at) <= size) return false;
        texts[i] = (fw_str){in->at, size};
        in->at += (size_t)size + 1;
    }
    return true;
}

static bool take_category(packed *in, fw_str *texts, size_t count) {
    fw_str names[MOST_NAMES];
    uint8_t known;
    if (!take_bytes(in, &known, sizeof known)) return false;
    if (known == 0) return take_texts(in, texts, count);
    if ((size_t)(in->end - in->at) < count) return false;
    const unsigned char *codes = (const unsigned char *)in->at;
    in->at += count;
    if (!take_texts(in, names, known)) return false;
    for (size_t i = 0; i < count; i++) {
        if (codes[i] >= known) return false;
        texts[i] = names[codes[i]];
    }
    return true;
}

static bool unpack(packed in, fw_frame *frame) {
    bool ok = take_bytes(&in, &frame->rows, sizeof frame->rows) && frame->rows <= frame->capacity;
    for (size_t c = 0; c < frame->column_count && ok; c++) {
        size_t each;
        void *numbers = numbers_of(frame, c, &each);
        const bool category = frame->columns[c].type == FW_COLUMN_CATEGORY;
        ok = numbers ? take_bytes(&in, numbers, frame->rows * each)
                     : (category ? take_category : take_texts)(&in, frame->cells[c].text, frame->rows);
    }
    return ok && in.at == in.end;
}

fw_code fw_column_shelf_next(fw_column_shelf *shelf, fw_frame *frame, fw_buffer *texts, fw_error *err) {
    frame->rows = 0;
    if (shelf->blocks.left == 0)
        return fw_fail(err, FW_BUG, "columns were asked for that were not put aside");
    fw_buffer_clear(texts);
    fw_code code = fw_block_shelf_take(&shelf->blocks, texts, err);
    if (code != FW_OK) return code;
    if (!unpack((packed){texts->data, texts->data + texts->len}, frame))
        return fw_fail(err, FW_BUG, "columns that were put aside cannot be read");
    if (shelf->got < shelf->whole)
        code = fw_block_shelf_take_to(&shelf->blocks, frame->x, x_bytes(frame), err);
    shelf->got += frame->rows;
    return code;
}
