/* record.c: how a row of a flat table lies in memory and in the file, and how rows become its planes. */
#include "store/shuffle.h"
#include "store/store.h"

#include <string.h>

static const char *const TYPE_NAMES[] = {"string", "category", "float", "int"};
enum { TYPES = sizeof TYPE_NAMES / sizeof TYPE_NAMES[0] };

const char *fw_column_type_name(fw_column_type type) { return TYPE_NAMES[type]; }

bool fw_column_type_parse(const char *name, fw_column_type *type) {
    for (int i = 0; i < TYPES; i++) {
        if (strcmp(TYPE_NAMES[i], name) == 0) {
            *type = (fw_column_type)i;
            return true;
        }
    }
    return false;
}

/*
 * Declared ASCII although UTF-8 bytes may stand in it: anndata 0.8 refuses the whole file when a table's
 * strings are declared UTF-8 (it decodes them twice). Tables that do hold more than ASCII are marked at their
 * end, see table_write.c.
 */
static hid_t fixed_text(size_t width) {
    const hid_t type = H5Tcopy(H5T_C_S1);
    if (type >= 0 && H5Tset_size(type, width) >= 0 && H5Tset_cset(type, H5T_CSET_ASCII) >= 0 &&
        H5Tset_strpad(type, H5T_STR_NULLPAD) >= 0) {
        return type;
    }
    if (type >= 0) H5Tclose(type);
    return -1;
}

static hid_t member_type(fw_column_type type, size_t width) {
    if (type == FW_COLUMN_FLOAT) return H5Tcopy(H5T_IEEE_F64LE);
    return type == FW_COLUMN_INT ? H5Tcopy(H5T_STD_I32LE) : fixed_text(width);
}

static bool insert_members(fw_record *record) {
    for (size_t i = 0; i < record->count; i++) {
        const hid_t type = member_type(record->columns[i].type, record->widths[i]);
        const bool ok =
            type >= 0 && H5Tinsert(record->type, record->columns[i].name, record->offsets[i], type) >= 0;
        if (type >= 0) H5Tclose(type);
        if (!ok) return false;
    }
    return true;
}

bool fw_record_make(fw_record *record, const fw_column *columns, size_t count, const size_t *text_widths,
                    fw_arena *arena) {
    *record = (fw_record){.columns = columns,
                          .count = count,
                          .offsets = fw_arena_alloc(arena, count * sizeof *record->offsets),
                          .widths = fw_arena_alloc(arena, count * sizeof *record->widths),
                          .type = -1};
    if (!record->offsets || !record->widths || count == 0) return false;
    for (size_t i = 0; i < count; i++) {
        const fw_column_type type = columns[i].type;
        record->offsets[i] = record->bytes;
        record->widths[i] = type == FW_COLUMN_FLOAT ? 8 : type == FW_COLUMN_INT ? 4 : text_widths[i];
        record->bytes += record->widths[i];
    }
    record->type = H5Tcreate(H5T_COMPOUND, record->bytes);
    if (record->type >= 0 && insert_members(record)) return true;
    if (record->type >= 0) H5Tclose(record->type);
    record->type = -1;
    return false;
}

size_t fw_record_chunk_rows(const fw_record *record) {
    enum { CHUNK_BYTES = 1 << 20 };
    const size_t rows = CHUNK_BYTES / record->bytes;
    return rows > FW_CHUNK_ROWS ? FW_CHUNK_ROWS : rows > 0 ? rows : 1;
}

/* As much of `text` as fits, whole characters only; the rest of the field stays zero. Returns all bytes of
 * the text, one upon the other. */
static unsigned char put_text(unsigned char *to, size_t step, size_t width, fw_str text) {
    size_t len = text.len < width ? text.len : width;
    if (len < text.len) {
        while (len > 0 && ((unsigned char)text.ptr[len] & 0xc0) == 0x80) len--;
    }
    unsigned char all = 0;
    for (size_t i = 0; i < len; i++) all |= to[i * step] = (unsigned char)text.ptr[i];
    for (size_t i = len; i < text.len; i++) all |= (unsigned char)text.ptr[i];
    return all;
}

bool fw_record_put(const fw_record *record, unsigned char *planes, size_t step, const fw_frame *frame,
                   size_t first, size_t count) {
    unsigned char all = 0;
    for (size_t c = 0; c < record->count; c++) {
        const fw_cells *cells = &frame->cells[c];
        unsigned char *to = planes + record->offsets[c] * step;
        switch (record->columns[c].type) {
        case FW_COLUMN_STRING:
        case FW_COLUMN_CATEGORY:
            for (size_t i = 0; i < count; i++)
                all |= put_text(to + i, step, record->widths[c], cells->text[first + i]);
            break;
        case FW_COLUMN_FLOAT:
            fw_shuffle_rows((const unsigned char *)(cells->number + first), to, count, sizeof(double), step);
            break;
        case FW_COLUMN_INT:
            fw_shuffle_rows((const unsigned char *)(cells->integer + first), to, count, sizeof(int32_t),
                            step);
            break;
        }
    }
    return all < 0x80;
}
