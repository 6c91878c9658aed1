/* export.c: rows of a dataset's tables as CSV or JSON Lines; of one participant, if wanted. */
#include <failwise/export.h>

#include "run/people/person.h"
#include "run/report.h"

#include "base/buffer.h"
#include "base/idset.h"
#include "base/json.h"
#include "base/str.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* The files of a folder of results that hold rows; the text is in the second. */
static const char *const FILES[] = {"cohort.h5", "answers.h5"};
enum { FILE_COUNT = sizeof FILES / sizeof FILES[0] };

/* What one export works with. */
typedef struct {
    const fw_export_options *options;
    const char *file; /* of FILES, or "" for a file the user named */
    fw_dataset *dataset;
    fw_idset *answers; /* hashes of the participant's answer ids; NULL: all rows */
    fw_csv csv;        /* its output serves both forms */
    uint64_t rows;
} export_job;

/* ---- whose rows ---- */

/* The column that tells whose a row is: 0 answer, 1 participant; -1: rows are about nobody. */
static int owner_column(const fw_dataset_table *table, bool *by_participant) {
    const int answer = fw_column_find(table->columns, table->column_count, "answer_id");
    const int person = fw_column_find(table->columns, table->column_count, "participant_id");
    *by_participant = answer < 0;
    return answer >= 0 ? answer : person;
}

static bool wanted_row(const export_job *e, const fw_frame *frame, int owner, bool by_participant,
                       size_t row) {
    if (!e->answers) return true;
    const fw_str id = frame->cells[owner].text[row];
    return by_participant ? fw_str_equal(id, fw_str_of(e->options->participant))
                          : fw_person_owns(e->answers, id);
}

/* ---- the two forms ---- */

/* Escaped by the JSON library, which knows what has to be. */
static void json_text(fw_buffer *line, fw_str text) {
    json_t *value = json_stringn(text.len ? text.ptr : "", text.len);
    char *escaped = fw_json_dump(value, JSON_ENCODE_ANY);
    if (escaped)
        fw_buffer_text(line, escaped);
    else
        line->failed = true;
    free(escaped);
    json_decref(value);
}

static void json_cell(fw_buffer *line, const fw_frame *frame, size_t column, size_t row, bool single) {
    const fw_cells *cells = &frame->cells[column];
    switch (frame->columns[column].type) {
    case FW_COLUMN_FLOAT:
        if (isfinite(cells->number[row]))
            fw_buffer_number(line, cells->number[row], single);
        else
            fw_buffer_text(line, "null");
        break;
    case FW_COLUMN_INT:
        fw_buffer_printf(line, "%d", (int)cells->integer[row]);
        break;
    default:
        json_text(line, cells->text[row]);
    }
}

static bool write_json(export_job *e, const fw_dataset_table *table, const fw_frame *frame, size_t row,
                       bool single) {
    fw_buffer *line = &e->csv.line;
    fw_buffer_clear(line);
    if (!e->options->table) {
        fw_buffer_printf(line, "{\"file\":\"%s\",\"table\":", e->file);
        json_text(line, fw_str_of(table->name));
        fw_buffer_text(line, ",\"row\":");
    }
    for (size_t c = 0; c < frame->column_count; c++) {
        fw_buffer_char(line, c ? ',' : '{');
        json_text(line, fw_str_of(frame->columns[c].name));
        fw_buffer_char(line, ':');
        json_cell(line, frame, c, row, single);
    }
    fw_buffer_text(line, e->options->table ? "}\n" : "}}\n");
    const bool ok = !line->failed && fwrite(line->data, 1, line->len, e->csv.output.stream) == line->len;
    fw_buffer_clear(line);
    return ok;
}

static fw_code write_rows(export_job *e, const fw_dataset_table *table, const fw_frame *frame, int owner,
                          bool by_participant, bool single, fw_error *err) {
    for (size_t row = 0; row < frame->rows; row++) {
        if (!wanted_row(e, frame, owner, by_participant, row)) continue;
        e->rows++;
        if (e->options->form == FW_EXPORT_CSV)
            fw_csv_row(&e->csv, frame, row, single ? FW_CSV_EXACT_FLOAT : FW_CSV_EXACT);
        else if (!write_json(e, table, frame, row, single))
            return fw_fail_errno(err, FW_IO, e->options->output ? e->options->output : "stdout",
                                 "cannot write");
    }
    return FW_OK;
}

static fw_code write_table(export_job *e, const fw_dataset_table *table, fw_error *err) {
    bool by_participant;
    const int owner = owner_column(table, &by_participant);
    if (e->answers && owner < 0) {
        if (!e->options->table) return FW_OK;
        return fw_fail(err, FW_USAGE, "%.100s holds nothing about single people", table->name);
    }
    /* X and obsm hold single precision: more digits would be noise. */
    const bool single = table->name[0] == 'X' || strncmp(table->name, "obsm/", 5) == 0;
    fw_frame *frame = fw_frame_new(table->columns, table->column_count, 0, FW_CHUNK_ROWS);
    fw_code code = frame ? FW_OK : fw_fail_nomem(err);
    if (code == FW_OK && e->options->form == FW_EXPORT_CSV) {
        for (size_t c = 0; c < table->column_count; c++) fw_csv_word(&e->csv, table->columns[c].name);
        fw_csv_end_row(&e->csv);
    }
    for (uint64_t first = 0; first < table->rows && code == FW_OK; first += FW_CHUNK_ROWS) {
        const size_t count = fw_chunk_rows(first, table->rows);
        code = fw_dataset_read_rows(e->dataset, table, first, count, frame, err);
        if (code == FW_OK) code = write_rows(e, table, frame, owner, by_participant, single, err);
    }
    fw_frame_free(frame);
    return code;
}

/* ---- which tables ---- */

static fw_code no_such_table(const export_job *e, const fw_dataset_table *tables, size_t count,
                             fw_error *err) {
    fw_buffer names = {0};
    for (size_t i = 0; i < count; i++) fw_buffer_printf(&names, "%s%s", i ? ", " : "", tables[i].name);
    const fw_code code = fw_fail(err, FW_USAGE, "no table %.60s; there are %.250s", e->options->table,
                                 names.data && !names.failed ? names.data : "none");
    fw_buffer_free(&names);
    return code;
}

static fw_code write_tables(export_job *e, fw_error *err) {
    const fw_dataset_table *tables;
    size_t count, found = 0;
    fw_code code = fw_dataset_tables(e->dataset, &tables, &count, err);
    for (size_t i = 0; i < count && code == FW_OK; i++) {
        if (e->options->table && strcmp(tables[i].name, e->options->table) != 0) continue;
        found++;
        code = write_table(e, &tables[i], err);
    }
    if (code == FW_OK && found == 0) code = no_such_table(e, tables, count, err);
    return code;
}

static fw_code export_file(export_job *e, const char *path, fw_error *err) {
    fw_code code = fw_dataset_open(path, &e->dataset, err);
    if (code == FW_OK && e->options->participant) {
        fw_idset_free(e->answers);
        e->answers = fw_idset_new();
        code = e->answers ? fw_person_answers(e->dataset, e->options->participant, e->answers, err)
                          : fw_fail_nomem(err);
    }
    if (code == FW_OK) code = write_tables(e, err);
    fw_dataset_close(e->dataset);
    e->dataset = NULL;
    return code;
}

static bool is_folder(const char *path) {
    struct stat info;
    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

/* FILES[file] of the folder `source`, or source itself; free() it. */
static char *path_of(const char *source, size_t file) {
    return is_folder(source) ? fw_path_join(source, FILES[file]) : strdup(source);
}

static fw_code export_all(export_job *e, fw_error *err) {
    const fw_export_options *o = e->options;
    const bool folder = is_folder(o->source);
    /* A table is that of cohort.h5; without one the text is wanted too. */
    const size_t files = folder && !o->table ? FILE_COUNT : 1;
    fw_code code = FW_OK;
    for (size_t i = 0; i < files && code == FW_OK; i++) {
        struct stat info;
        char *path = path_of(o->source, i);
        if (!path) return fw_fail_nomem(err);
        e->file = folder ? FILES[i] : "";
        if (i == 0 || stat(path, &info) == 0) code = export_file(e, path, err);
        free(path);
    }
    if (code == FW_OK && o->participant && e->rows == 0) {
        code = fw_fail_in(err, FW_DATA, o->source, "nothing is held about that participant");
    }
    return code;
}

fw_code fw_run_export(const fw_export_options *options, uint64_t *rows, fw_error *err) {
    *rows = 0;
    if (!options->table && !options->participant)
        return fw_fail(err, FW_USAGE, "name a table, or a participant");
    if (!options->table && options->form == FW_EXPORT_CSV)
        return fw_fail(err, FW_USAGE,
                       "several tables do not go into one CSV: name a table, or use --to jsonl");
    export_job e = {.options = options};
    fw_code code = fw_csv_open(&e.csv, options->output ? options->output : "-", options->force, err);
    if (code != FW_OK) return code;
    code = export_all(&e, err);
    fw_idset_free(e.answers);
    if (code == FW_OK) code = fw_csv_commit(&e.csv, err);
    fw_csv_abort(&e.csv);
    *rows = e.rows;
    return code;
}

fw_code fw_run_export_list(const char *source, char **text, fw_error *err) {
    char *path = path_of(source, 0);
    fw_dataset *dataset = NULL;
    const fw_dataset_table *tables = NULL;
    size_t count = 0;
    fw_code code = path ? fw_dataset_open(path, &dataset, err) : fw_fail_nomem(err);
    if (code == FW_OK) code = fw_dataset_tables(dataset, &tables, &count, err);
    fw_buffer out = {0};
    for (size_t i = 0; i < count; i++)
        fw_buffer_printf(&out, "%-20s %10llu rows %5zu columns\n", tables[i].name,
                         (unsigned long long)tables[i].rows, tables[i].column_count);
    fw_dataset_close(dataset);
    free(path);
    if (code == FW_OK && out.failed) code = fw_fail_nomem(err);
    if (code != FW_OK) fw_buffer_free(&out);
    *text = code == FW_OK ? out.data : NULL;
    return code;
}
