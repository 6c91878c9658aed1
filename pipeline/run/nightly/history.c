/* history.c: history.csv: reading it, adding a run, and this run beside the last ones. */
#include "run/nightly/history.h"

#include "base/csv_out.h"
#include "base/json.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ENOUGH = 5, FIRST_FIGURE = 4 };
static const char *const FIRST[FIRST_FIGURE] = {"time", "run", "status", "seconds"};

fw_code fw_history_read(const char *path, size_t last, fw_history *out, fw_error *err) {
    *out = (fw_history){.last = last};
    struct stat info;
    if (stat(path, &info) != 0 && errno == ENOENT) return FW_OK;
    if (info.st_size == 0) return FW_OK;
    fw_table_column columns[FW_FIGURE_COUNT];
    for (size_t i = 0; i < FW_FIGURE_COUNT; i++)
        columns[i] = (fw_table_column){.name = fw_figures[i].name, .option = "--history", .owed = true};
    return fw_table_load(path, columns, FW_FIGURE_COUNT, 1, &out->table, err);
}

void fw_history_free(fw_history *history) { fw_table_clear(&history->table); }

static int by_value(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

fw_trend fw_history_trend(const fw_history *history, size_t index, double value) {
    fw_trend trend = {.median = (double)NAN, .low = (double)NAN, .high = (double)NAN};
    const size_t rows = history->table.rows;
    const size_t first = rows > history->last ? rows - history->last : 0;
    double *seen = calloc(rows - first + 1, sizeof *seen);
    for (size_t r = first; r < rows && seen; r++) {
        const double earlier = history->table.number[index][r];
        if (isfinite(earlier)) seen[trend.runs++] = earlier;
    }
    if (trend.runs) {
        qsort(seen, trend.runs, sizeof *seen, by_value);
        trend.low = seen[0];
        trend.high = seen[trend.runs - 1];
        trend.median = .5 * (seen[(trend.runs - 1) / 2] + seen[trend.runs / 2]);
        trend.outside = trend.runs >= ENOUGH && (value < trend.low || value > trend.high);
    }
    free(seen);
    return trend;
}

static json_t *trend_json(const fw_history *history, const json_t *summary) {
    json_t *list = json_array();
    for (size_t i = 0; i < FW_FIGURE_COUNT && list; i++) {
        const double value = fw_figure_of(&fw_figures[i], summary);
        if (!fw_figures[i].trend || !isfinite(value)) continue;
        const fw_trend t = fw_history_trend(history, i, value);
        if (t.runs == 0) continue;
        json_t *row = json_pack("{s:s, s:f, s:I, s:f, s:f, s:f, s:b}", "figure", fw_figures[i].name, "value",
                                value, "runs", (json_int_t)t.runs, "median", t.median, "low", t.low, "high",
                                t.high, "outside", (int)t.outside);
        if (row && json_array_append_new(list, row) == 0) continue;
        json_decref(list);
        return NULL;
    }
    return list;
}

fw_code fw_trend_put(const char *folder, const fw_history *history, fw_error *err) {
    char *path = NULL;
    if (asprintf(&path, "%s/summary.json", folder) < 0) return fw_fail_nomem(err);
    json_t *summary = NULL;
    fw_code code = fw_json_read(path, &summary, err);
    if (code == FW_OK) {
        json_t *trend = trend_json(history, summary);
        code = trend && json_object_set_new(summary, "trend", trend) == 0 ? FW_OK : fw_fail_nomem(err);
    }
    if (code == FW_OK) code = fw_json_write(path, summary, true, err);
    json_decref(summary);
    free(path);
    return code;
}

/* The header for a new file, a line end behind a torn row, and the row. */
static bool format_row(const fw_history_row *row, bool is_new, bool torn, fw_csv *csv) {
    if (torn) fw_buffer_char(&csv->line, '\n');
    if (is_new) {
        for (size_t i = 0; i < FIRST_FIGURE; i++) fw_csv_word(csv, FIRST[i]);
        for (size_t i = 0; i < FW_FIGURE_COUNT; i++) fw_csv_word(csv, fw_figures[i].name);
        fw_csv_end_row(csv);
    }
    fw_csv_word(csv, row->time);
    fw_csv_word(csv, row->run);
    fw_csv_count(csv, (uint64_t)row->status);
    fw_csv_number(csv, row->seconds, 4);
    for (size_t i = 0; i < FW_FIGURE_COUNT; i++)
        fw_csv_number(csv, fw_figure_of(&fw_figures[i], row->summary), FW_CSV_EXACT);
    fw_csv_end_row(csv);
    return !csv->line.failed;
}

static fw_code append(int fd, const char *path, const fw_history_row *row, fw_error *err) {
    struct stat info;
    char last = '\n';
    if (flock(fd, LOCK_EX) != 0 || fstat(fd, &info) != 0)
        return fw_fail_errno(err, FW_IO, path, "cannot lock the history");
    if (info.st_size > 0 && pread(fd, &last, 1, info.st_size - 1) != 1)
        return fw_fail_errno(err, FW_IO, path, "cannot read the history");
    fw_csv csv = {0};
    fw_code code = format_row(row, info.st_size == 0, last != '\n', &csv) ? FW_OK : fw_fail_nomem(err);
    if (code == FW_OK && (write(fd, csv.line.data, csv.line.len) != (ssize_t)csv.line.len || fsync(fd) != 0))
        code = fw_fail_errno(err, FW_IO, path, "cannot write the history");
    fw_csv_abort(&csv);
    return code;
}

fw_code fw_history_append(const char *path, const fw_history_row *row, fw_error *err) {
    const int fd = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (fd < 0) return fw_fail_errno(err, FW_CANTCREATE, path, "cannot write the history");
    const fw_code code = append(fd, path, row, err);
    close(fd);
    return code;
}
