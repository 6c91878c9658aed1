/* table_write.c: flat tables uns/NAME, some of whose columns also become columns of obs. */
#include "store/store.h"

#include "base/str.h"

#include <stdlib.h>
#include <string.h>

enum { ID_WIDTH_MOST = 255, TEXT_WIDTH = 64 };

void fw_table_writer_free(fw_table_writer *writer) {
    if (!writer) return;
    for (size_t i = 0; writer->obs && i < writer->obs_count; i++) fw_column_close(&writer->obs[i]);
    fw_chunks_close(&writer->chunks);
    if (writer->record.type > 0) H5Tclose(writer->record.type);
    free(writer->obs);
    fw_arena_free(&writer->arena);
    free(writer);
}

/* The id column is as wide as the longest id; other strings are words from short lists. */
static size_t *choose_widths(fw_dataset *dataset, fw_arena *arena, const fw_column *columns, size_t count) {
    size_t *widths = fw_arena_alloc(arena, count * sizeof *widths);
    int64_t longest = 0;
    const hid_t ids = H5Dopen2(dataset->obs, dataset->links[0], H5P_DEFAULT);
    const bool known = ids >= 0 && fw_h5_get_int(ids, "max_length", &longest);
    if (ids >= 0) H5Dclose(ids);
    if (!widths || !known) return NULL;
    if (longest < 1) longest = 1;
    if (longest > ID_WIDTH_MOST) longest = ID_WIDTH_MOST;
    for (size_t i = 0; i < count; i++) {
        const bool id = strcmp(columns[i].name, dataset->layout.columns[0].name) == 0;
        widths[i] = id ? (size_t)longest : TEXT_WIDTH;
    }
    return widths;
}

/* One text of every column, for the attributes that describe the table. */
typedef const char *(*text_of)(const fw_column *column);
static const char *name_of(const fw_column *column) { return column->name; }
static const char *unit_of(const fw_column *column) { return column->unit; }
static const char *type_of(const fw_column *column) { return fw_column_type_name(column->type); }
static const char *description_of(const fw_column *column) { return column->description; }

static bool put_column_texts(const fw_h5 *h5, const fw_table_writer *writer, const char *name, text_of text) {
    const char **texts = calloc(writer->record.count, sizeof *texts);
    for (size_t i = 0; texts && i < writer->record.count; i++) texts[i] = text(&writer->record.columns[i]);
    const bool ok = texts && fw_h5_put_texts(h5, writer->chunks.set, name, texts, writer->record.count);
    free(texts);
    return ok;
}

static bool create_table(fw_dataset *dataset, fw_table_writer *writer, const fw_column *columns, size_t count,
                         const char *rows) {
    const fw_h5 *h5 = &dataset->h5;
    fw_column *kept = fw_arena_alloc(&writer->arena, count * sizeof *kept);
    const size_t *widths = choose_widths(dataset, &writer->arena, columns, count);
    if (!kept || !widths) return false;
    for (size_t i = 0; i < count; i++) {
        if (!fw_store_copy_column(dataset, &columns[i], &kept[i])) return false;
    }
    if (!fw_record_make(&writer->record, kept, count, widths, &writer->arena)) {
        return false;
    }
    const fw_chunk_shape shape = {writer->record.type, fw_record_chunk_rows(&writer->record)};
    return fw_store_remove(dataset->uns, writer->name) &&
           fw_chunks_create(&writer->chunks, h5, dataset->uns, writer->name, shape) &&
           fw_h5_describe(h5, writer->chunks.set, fw_as_table, "", rows) &&
           put_column_texts(h5, writer, "column-names", name_of) &&
           put_column_texts(h5, writer, "column-types", type_of) &&
           put_column_texts(h5, writer, "column-units", unit_of) &&
           put_column_texts(h5, writer, "column-descriptions", description_of);
}

bool fw_store_made_by_table(const fw_dataset *dataset, const char *link) {
    const hid_t object = H5Oopen(dataset->obs, link, H5P_DEFAULT);
    const bool ours = object >= 0 && H5Aexists(object, "failwise_table") > 0;
    if (object >= 0) H5Oclose(object);
    return ours;
}

/* The column as obs will name it: NAME_column where the user has a column of that name. */
static bool name_obs_column(const fw_dataset *dataset, fw_table_writer *writer, const fw_column *column,
                            fw_column *named) {
    *named = *column;
    const fw_layout *layout = &dataset->layout;
    const int at = fw_column_find(layout->columns, layout->column_count, column->name);
    if (at < 0 || fw_store_made_by_table(dataset, dataset->links[at])) return true;
    const size_t size = strlen(writer->name) + strlen(column->name) + 2;
    char *longer = fw_arena_alloc(&writer->arena, size);
    if (!longer) return false;
    snprintf(longer, size, "%s_%s", writer->name, column->name);
    named->name = longer;
    return true;
}

/* Made under a link that is free now: what an older table left under the final one can be read until the end.
 */
static bool create_obs_column(fw_dataset *dataset, fw_table_writer *writer, size_t index,
                              const fw_column *column) {
    fw_column named;
    char link[FW_H5_LINK_SIZE];
    if (!name_obs_column(dataset, writer, column, &named) ||
        !fw_h5_free_link(dataset->obs, named.name, link) ||
        !fw_column_create(&writer->obs[index], &dataset->h5, dataset->obs, link, &named)) {
        return false;
    }
    const int at = fw_column_find(dataset->layout.columns, dataset->layout.column_count, named.name);
    const bool replaces = at >= 0 && fw_store_made_by_table(dataset, dataset->links[at]);
    writer->obs_made[index] = fw_arena_copy(&writer->arena, fw_str_of(link));
    writer->obs_links[index] = replaces ? dataset->links[at] : writer->obs_made[index];
    const hid_t object = H5Oopen(dataset->obs, link, H5P_DEFAULT);
    const bool ok = object >= 0 && fw_h5_put_text(&dataset->h5, object, "failwise_table", writer->name);
    if (object >= 0) H5Oclose(object);
    return ok && writer->obs_made[index];
}

static bool create_obs(fw_dataset *dataset, fw_table_writer *writer, const char *const *names,
                       size_t name_count) {
    const fw_record *record = &writer->record;
    writer->obs = calloc(name_count + 1, sizeof *writer->obs);
    writer->obs_source = fw_arena_alloc(&writer->arena, name_count * sizeof *writer->obs_source);
    writer->obs_links = fw_arena_alloc(&writer->arena, name_count * sizeof *writer->obs_links);
    writer->obs_made = fw_arena_alloc(&writer->arena, name_count * sizeof *writer->obs_made);
    if (!writer->obs || !writer->obs_source || !writer->obs_links || !writer->obs_made) return false;
    for (size_t i = 0; i < name_count; i++) {
        const size_t at = (size_t)fw_column_find(record->columns, record->count, names[i]);
        writer->obs_source[i] = at;
        writer->obs_count = i + 1;
        if (!create_obs_column(dataset, writer, i, &record->columns[at])) return false;
    }
    return true;
}

fw_code fw_dataset_begin_table(fw_dataset *dataset, const char *name, const fw_column *columns,
                               size_t column_count, const char *const *also_obs, size_t also_obs_count,
                               fw_error *err) {
    const fw_code code = fw_store_enter(dataset, false, err);
    if (code != FW_OK) return code;
    if (!dataset->writable || dataset->table || column_count == 0) {
        return fw_store_misuse(dataset, err, "a table cannot begin here");
    }
    for (size_t i = 0; i < also_obs_count; i++) {
        if (fw_column_find(columns, column_count, also_obs[i]) < 0) {
            return fw_store_misuse(dataset, err, "an obs column that the table does not have");
        }
    }
    fw_table_forget(dataset, name);
    fw_table_writer *writer = calloc(1, sizeof *writer);
    if (!writer) return fw_fail_nomem(err);
    const char *rows =
        also_obs_count ? "one row an answer, in the order of obs" : "a table with rows of its own";
    writer->chunks.set = -1;
    writer->name = fw_arena_copy(&writer->arena, fw_str_of(name));
    if (writer->name && create_table(dataset, writer, columns, column_count, rows) &&
        create_obs(dataset, writer, also_obs, also_obs_count)) {
        dataset->table = writer;
        return FW_OK;
    }
    fw_store_fail(dataset, err, name);
    fw_table_writer_free(writer);
    return FW_IO;
}

static bool same_columns(const fw_record *record, const fw_frame *frame) {
    if (frame->column_count != record->count) return false;
    for (size_t i = 0; i < record->count; i++) {
        if (strcmp(frame->columns[i].name, record->columns[i].name) != 0 ||
            frame->columns[i].type != record->columns[i].type) {
            return false;
        }
    }
    return true;
}

/* Rows until the table or a column of obs writes. */
static size_t rows_alike(const fw_table_writer *writer, size_t room, size_t left) {
    for (size_t i = 0; i < writer->obs_count; i++) {
        const size_t column = fw_column_room(&writer->obs[i]);
        if (column < room) room = column;
    }
    return left < room ? left : room;
}

/* The table and each obs column are separate streams: to write the same bytes however frames are cut, each
 * goes on for as many rows as none of them writes before the last one. */
static bool append_rows(fw_dataset *dataset, fw_table_writer *writer, const fw_frame *frame) {
    for (size_t row = 0, count; row < frame->rows; row += count) {
        size_t room;
        unsigned char *planes = fw_chunks_rows(&writer->chunks, dataset->queue, &room);
        if (!planes) return false;
        count = rows_alike(writer, room, frame->rows - row);
        if (!fw_record_put(&writer->record, planes, writer->chunks.chunk_rows, frame, row, count))
            writer->beyond_ascii = true;
        if (!fw_chunks_end_rows(&writer->chunks, dataset->queue, count)) return false;
        for (size_t i = 0; i < writer->obs_count; i++)
            if (!fw_column_add(&writer->obs[i], &dataset->h5, dataset->queue,
                               &frame->cells[writer->obs_source[i]], row, count))
                return false;
    }
    return true;
}

fw_code fw_dataset_append_table(fw_dataset *dataset, const fw_frame *frame, fw_error *err) {
    const fw_code code = fw_store_enter(dataset, false, err);
    if (code != FW_OK) return code;
    fw_table_writer *writer = dataset->table;
    if (!writer) return fw_store_misuse(dataset, err, "no table has begun");
    if (!same_columns(&writer->record, frame)) {
        return fw_store_misuse(dataset, err, "a frame with other columns than the table's");
    }
    if (!append_rows(dataset, writer, frame)) return fw_store_fail(dataset, err, writer->name);
    writer->rows += frame->rows;
    fw_store_send(dataset, frame->rows, writer->rows);
    return FW_OK;
}

/* Puts the finished column in the place of the one it replaces. */
static bool place_obs(const fw_dataset *dataset, const char *made, const char *link) {
    if (strcmp(made, link) == 0) return true;
    return fw_store_remove(dataset->obs, link) &&
           H5Lmove(dataset->obs, made, dataset->obs, link, dataset->h5.link, H5P_DEFAULT) >= 0;
}

static bool finish_obs(fw_dataset *dataset, fw_table_writer *writer, size_t index) {
    const fw_column column = writer->obs[index].column;
    const char *link = writer->obs_links[index];
    return fw_column_close(&writer->obs[index]) && place_obs(dataset, writer->obs_made[index], link) &&
           fw_store_add_order(dataset, dataset->obs, link) && fw_store_add_column(dataset, &column, link);
}

/* All rows are in the file afterwards. */
static bool finish_rows(fw_dataset *dataset, fw_table_writer *writer) {
    bool ok = fw_chunks_finish(&writer->chunks, dataset->queue);
    for (size_t i = 0; ok && i < writer->obs_count; i++) {
        ok = fw_column_finish(&writer->obs[i], &dataset->h5, dataset->queue);
    }
    ok = ok && fw_queue_flush(dataset->queue);
    for (size_t i = 0; ok && i < writer->obs_count; i++) {
        ok = fw_column_sort(&writer->obs[i], &dataset->h5, dataset->codec, dataset->queue);
    }
    return ok && fw_queue_flush(dataset->queue);
}

fw_code fw_dataset_end_table(fw_dataset *dataset, fw_error *err) {
    const fw_code code = fw_store_enter(dataset, false, err);
    if (code != FW_OK) return code;
    fw_table_writer *writer = dataset->table;
    if (!writer) return fw_store_misuse(dataset, err, "no table has begun");
    if (writer->obs_count > 0 && writer->rows != dataset->rows) {
        return fw_store_misuse(dataset, err, "a table that extends obs needs one row an answer");
    }
    bool ok = finish_rows(dataset, writer);
    /* anndata decodes the strings of a rec-array as ASCII and would refuse the whole file; as an array it
     * hands the table over with its strings as UTF-8 bytes. */
    if (ok && writer->beyond_ascii) ok = fw_h5_put_encoding(&dataset->h5, writer->chunks.set, fw_as_array);
    for (size_t i = 0; ok && i < writer->obs_count; i++) ok = finish_obs(dataset, writer, i);
    const fw_code ended = ok ? FW_OK : fw_store_fail(dataset, err, writer->name);
    dataset->table = NULL;
    fw_table_writer_free(writer);
    return ended;
}
