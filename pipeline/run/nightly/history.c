/* history.c: history.csv: reading it, adding a run, and this run beside the last ones. */
#include "run/nightly/history.h"

#include "base/csv_out.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { STATUS = 2, FIRST_FIGURE = 4 };
static const char *const FIRST[FIRST_FIGURE] = {"time", "run", "status", "seconds"};

fw_code fw_history_read(const char *path, size_t last, fw_history *out, fw_error *err) {
    *out = (fw_history){.last = last};
    struct stat info;
    const bool there = lstat(path, &info) == 0;
    if (!there && errno == ENOENT) return FW_OK;
    if (there && S_ISLNK(info.st_mode))
        return fw_fail_in(err, FW_CANTCREATE, path, "the history is a symbolic link; name what it leads to");
    if (!there || access(path, W_OK) != 0)
        return fw_fail_errno(err, FW_CANTCREATE, path, "cannot write the history");
    if (info.st_size == 0) return FW_OK;
    fw_table_column columns[FW_FIGURE_COUNT + 1];
    for (size_t i = 0; i < FW_FIGURE_COUNT; i++)
        columns[i] = (fw_table_column){.name = fw_figures[i].name, .option = "--history", .owed = true};
    columns[FW_FIGURE_COUNT] = (fw_table_column){.name = FIRST[STATUS], .option = "--history", .owed = true};
    return fw_table_load(path, columns, FW_FIGURE_COUNT + 1, 1, &out->table, err);
}

void fw_history_drop_failed(fw_history *history) {
    fw_table *t = &history->table;
    size_t kept = 0;
    for (size_t row = 0; row < t->rows; row++) {
        if (t->number[FW_FIGURE_COUNT][row] != 0) continue;
        for (size_t i = 0; i <= FW_FIGURE_COUNT; i++) t->number[i][kept] = t->number[i][row];
        kept++;
    }
    t->rows = kept;
}

void fw_history_free(fw_history *history) { fw_table_clear(&history->table); }

size_t fw_history_past(const fw_history *history, fw_past_figure out[FW_FIGURE_COUNT]) {
    const size_t rows = history->table.rows;
    const size_t first = rows > history->last ? rows - history->last : 0;
    size_t count = 0;
    for (size_t i = 0; i < FW_FIGURE_COUNT && rows > first; i++) {
        if (!fw_figures[i].trend) continue;
        out[count++] = (fw_past_figure){.name = fw_figures[i].name,
                                        .what = fw_figures[i].what,
                                        .path = fw_figures[i].path,
                                        .decimals = fw_figures[i].decimals,
                                        .values = history->table.number[i] + first,
                                        .runs = rows - first};
    }
    return count;
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

/* One write, but where that is interrupted or comes up short; a row that cannot be finished is taken back. */
static bool write_row(int fd, const fw_buffer *row, off_t end) {
    size_t done = 0;
    while (done < row->len) {
        const ssize_t n = write(fd, row->data + done, row->len - done);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) {
            const int reason = errno;
            if (ftruncate(fd, end) != 0) errno = reason; /* then the next row begins a line */
            errno = reason;
            return false;
        }
        done += (size_t)n;
    }
    return fsync(fd) == 0;
}

static fw_code append(int fd, const char *path, const fw_history_row *row, fw_error *err) {
    struct stat info;
    char last = '\n';
    if (flock(fd, LOCK_EX) != 0 || fstat(fd, &info) != 0)
        return fw_fail_errno(err, FW_IO, path, "cannot lock the history");
    if (info.st_size > 0 && TEMP_FAILURE_RETRY(pread(fd, &last, 1, info.st_size - 1)) != 1)
        return fw_fail_errno(err, FW_IO, path, "cannot read the history");
    fw_csv csv = {0};
    fw_code code = format_row(row, info.st_size == 0, last != '\n', &csv) ? FW_OK : fw_fail_nomem(err);
    if (code == FW_OK && !write_row(fd, &csv.line, info.st_size))
        code = fw_fail_errno(err, FW_IO, path, "cannot write the history");
    fw_csv_abort(&csv);
    return code;
}

fw_code fw_history_append(const char *path, const fw_history_row *row, fw_error *err) {
    const int fd = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0) return fw_fail_errno(err, FW_CANTCREATE, path, "cannot write the history");
    const fw_code code = append(fd, path, row, err);
    close(fd);
    return code;
}

/* The second cell of a line that has its end. */
static bool is_row_of(const char *line, ssize_t length, const char *run) {
    const char *cell = strchr(line, ',');
    const size_t size = strlen(run);
    return length > 0 && line[length - 1] == '\n' && cell && strncmp(cell + 1, run, size) == 0 &&
           cell[1 + size] == ',';
}

fw_code fw_history_has(const char *path, const char *run, bool *has, fw_error *err) {
    *has = false;
    FILE *stream = fopen(path, "re");
    if (!stream && errno == ENOENT) return FW_OK;
    if (!stream) return fw_fail_errno(err, FW_IO, path, "cannot read the history");
    char *line = NULL;
    size_t room = 0;
    for (ssize_t length; !*has && (length = getline(&line, &room, stream)) > 0;)
        *has = is_row_of(line, length, run);
    const bool good = *has || feof(stream);
    const fw_code code = good ? FW_OK : fw_fail_errno(err, FW_IO, path, "cannot read the history");
    free(line);
    fclose(stream);
    return code;
}
