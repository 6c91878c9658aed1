/* rejects.c: the table of rows that could not be used. */
#include "load/rejects.h"

static const char *const COLUMNS[] = {"file", "line", "offset", "code", "column", "message"};

fw_code fw_rejects_open(fw_rejects *rejects, const char *path, bool force, fw_error *err) {
    const fw_code code = fw_csv_open(&rejects->csv, path, force, err);
    if (code != FW_OK) return code;
    fw_csv_header(&rejects->csv, COLUMNS, sizeof COLUMNS / sizeof COLUMNS[0]);
    return FW_OK;
}

static void add_row(fw_csv *csv, const char *file, uint64_t line, uint64_t offset, const char *code,
                    uint32_t column, const char *message) {
    fw_csv_word(csv, file);
    fw_csv_count(csv, line);
    fw_csv_count(csv, offset);
    fw_csv_word(csv, code);
    if (column) {
        fw_csv_count(csv, column);
    } else {
        fw_csv_word(csv, "");
    }
    fw_csv_word(csv, message);
    fw_csv_end_row(csv);
}

void fw_rejects_add_answer(fw_rejects *rejects, const char *file, const fw_reject *reject) {
    add_row(&rejects->csv, file, reject->line, reject->offset, fw_reject_name(reject->code), reject->column,
            reject->message);
}

void fw_rejects_add_rating(fw_rejects *rejects, const char *file, const fw_rating_reject *reject) {
    add_row(&rejects->csv, file, reject->line, reject->offset, fw_rating_reject_name(reject->code),
            reject->column, reject->message);
}

void fw_rejects_add_ratings(fw_rejects *rejects, const char *file, const fw_ratings *ratings) {
    const fw_rating_reject *all = fw_ratings_rejects(ratings);
    for (size_t i = 0; i < fw_ratings_reject_count(ratings); i++) {
        fw_rejects_add_rating(rejects, file, &all[i]);
    }
}

fw_code fw_rejects_commit(fw_rejects *rejects, fw_error *err) { return fw_csv_commit(&rejects->csv, err); }
void fw_rejects_abort(fw_rejects *rejects) { fw_csv_abort(&rejects->csv); }
