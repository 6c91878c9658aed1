/* test_store_faults.c: damaged and foreign files, and disks that fill up. */
#include <failwise/dataset.h>

#include "base/hash_file.h"
#include "base/output.h"
#include "base/str.h"
#include "store/abandon.h"
#include "store/checksum.h"
#include "store/h5.h"

#include <dirent.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { ROWS = 300, CUTS = 40, MUTATIONS = 200, PATIENCE_S = 60 };

static const fw_column COLUMNS[] = {{"answer_id", FW_COLUMN_STRING, "", "Id."},
                                    {"cohort", FW_COLUMN_CATEGORY, "", "Cohort."},
                                    {"seconds", FW_COLUMN_FLOAT, "s", "Seconds."}};
static const fw_var VARS[] = {{"words", "language", "words", "Words.", 0}};
static const fw_layout LAYOUT = {
    .columns = COLUMNS, .column_count = 3, .vars = VARS, .var_count = 1, .kind = "features"};

static char folder[] = "/tmp/failwise-faults-XXXXXX";
static char good[64], bad[64];

static void append_rows(fw_dataset *dataset, size_t rows, fw_code *code, fw_error *err) {
    fw_frame *frame = fw_frame_new(COLUMNS, 3, 1, rows);
    assert_non_null(frame);
    for (size_t row = 0; row < rows; row++) {
        char id[32];
        snprintf(id, sizeof id, "answer-%zu", row);
        assert_true(fw_frame_set_text(frame, 0, row, fw_str_of(id)));
        assert_true(fw_frame_set_text(frame, 1, row, fw_str_of(row % 2 ? "b" : "a")));
        frame->cells[2].number[row] = (double)row;
        frame->x[row] = (float)row;
    }
    frame->rows = rows;
    *code = fw_dataset_append(dataset, frame, err);
    fw_frame_free(frame);
}

static fw_code write_dataset(const char *path, size_t rows, fw_error *err) {
    fw_dataset *dataset = NULL;
    fw_code code = fw_dataset_create(path, &LAYOUT, true, &dataset, err);
    if (code != FW_OK) return code;
    append_rows(dataset, rows, &code, err);
    if (code == FW_OK) code = fw_dataset_seal(dataset, err);
    if (code == FW_OK) return fw_dataset_commit(dataset, err);
    fw_dataset_close(dataset);
    return code;
}

static int make_folder(void **unused) {
    (void)unused;
    if (!mkdtemp(folder)) return -1;
    snprintf(good, sizeof good, "%s/good.h5", folder);
    snprintf(bad, sizeof bad, "%s/bad.h5", folder);
    fw_error err = {0};
    return write_dataset(good, ROWS, &err) == FW_OK ? 0 : -1;
}

static int remove_folder(void **unused) {
    (void)unused;
    unlink(good);
    unlink(bad);
    return rmdir(folder);
}

static void write_bytes(const char *path, const char *bytes, size_t size) {
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

/* Opens and reads everything; FW_OK only when every value is right. */
static fw_code read_everything(const char *path) {
    fw_error err = {0};
    fw_dataset *dataset = NULL;
    fw_code code = fw_dataset_open(path, &dataset, &err);
    if (code != FW_OK) return code;
    fw_frame *frame = fw_frame_new(COLUMNS, 3, 1, ROWS);
    if (fw_dataset_rows(dataset) != ROWS) code = FW_BUG;
    if (code == FW_OK) code = fw_dataset_read(dataset, 0, ROWS, frame, &err);
    for (size_t row = 0; code == FW_OK && row < ROWS; row++) {
        if (frame->x[row] != (float)row || frame->cells[2].number[row] != (double)row) code = FW_BUG;
    }
    fw_frame_free(frame);
    fw_dataset_close(dataset);
    return code;
}

/* Runs in a child with a time limit: a crash or a hang is a failed test and not the end of it. */
static int in_child(int (*body)(const char *path), const char *path) {
    fflush(NULL);
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        alarm(PATIENCE_S);
        _exit(body(path));
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

static int open_child(const char *path) { return (int)read_everything(path); }

static void foreign_files_are_refused(void **unused) {
    (void)unused;
    fw_error err = {0};
    fw_dataset *dataset = NULL;
    write_bytes(bad, "", 0);
    assert_int_equal(fw_dataset_open(bad, &dataset, &err), FW_DATA);
    write_bytes(bad, "answer_id,text\n1,hello\n", 23);
    assert_int_equal(fw_dataset_open(bad, &dataset, &err), FW_DATA);
    assert_string_equal(err.found, "not HDF5");
    write_bytes(bad, "\x89HDF\r\n\x1a\n", 8);
    assert_int_equal(fw_dataset_open(bad, &dataset, &err), FW_DATA);
    assert_null(dataset);
    unlink(bad);
    assert_int_equal(fw_dataset_open(bad, &dataset, &err), FW_NOINPUT);
    assert_int_equal(fw_dataset_extend(bad, good, "scores", true, &dataset, &err), FW_NOINPUT);
    assert_int_equal(read_everything(good), FW_OK);
}

/* What is told of the marked file is what it holds. */
static void mark(const char *path) {
    uint64_t bytes, hash, size, found;
    assert_int_equal(fw_checksum_append(path, path, &bytes, &hash, NULL), FW_OK);
    assert_int_equal(fw_hash_file(path, false, &size, &found, NULL), FW_OK);
    assert_int_equal(bytes, size);
    assert_int_equal(hash, found);
}

/* HDF5 files of others: without our mark, and with the mark but with nothing of ours inside. */
static void foreign_hdf5_is_refused(void **unused) {
    (void)unused;
    fw_error err = {0};
    fw_dataset *dataset = NULL;
    fw_h5 h5;
    write_bytes(bad, "", 0);
    assert_true(fw_h5_open(&h5, bad, FW_H5_CREATE));
    assert_true(fw_h5_close(&h5));
    assert_int_equal(fw_dataset_open(bad, &dataset, &err), FW_DATA);
    mark(bad);
    fw_sound sound;
    assert_int_equal(fw_checksum_verify(bad, &sound, &err), FW_OK);
    assert_int_equal(sound.copy, -1);
    assert_int_equal(fw_dataset_open(bad, &dataset, &err), FW_DATA);
    assert_non_null(strstr(err.message, "failwise_kind"));

    static const struct {
        const char *format, *message;
    } MARKED[] = {{NULL, "format (none)"}, {"1", "format 1, "}, {"2", "no usable obs"}};
    for (size_t i = 0; i < sizeof MARKED / sizeof MARKED[0]; i++) {
        assert_true(fw_h5_open(&h5, bad, FW_H5_CREATE));
        assert_true(fw_h5_put_text(&h5, h5.file, "failwise_kind", "features"));
        if (MARKED[i].format) assert_true(fw_h5_put_text(&h5, h5.file, "failwise_format", MARKED[i].format));
        H5Gclose(fw_h5_make_group(&h5, h5.file, "obs", fw_as_dataframe));
        H5Gclose(fw_h5_make_group(&h5, h5.file, "var", fw_as_dataframe));
        H5Gclose(fw_h5_make_group(&h5, h5.file, "uns", fw_as_dict));
        assert_true(fw_h5_close(&h5));
        mark(bad);
        assert_int_equal(fw_dataset_open(bad, &dataset, &err), FW_DATA);
        assert_non_null(strstr(err.message, MARKED[i].message));
        assert_int_equal(fw_dataset_extend(bad, good, "scores", true, &dataset, &err), FW_DATA);
        assert_int_equal(read_everything(good), FW_OK);
    }
}

static void answers_promise_text(void **unused) {
    (void)unused;
    static const fw_column columns[] = {{"answer_id", FW_COLUMN_STRING, "", "Id."},
                                        {"text", FW_COLUMN_STRING, "", "The answer."}};
    fw_error err = {0};
    for (size_t count = 1; count <= 2; count++) {
        const fw_layout layout = {.columns = columns, .column_count = count, .kind = "answers"};
        fw_dataset *dataset = NULL;
        assert_int_equal(fw_dataset_create(bad, &layout, true, &dataset, &err), FW_OK);
        assert_int_equal(fw_dataset_seal(dataset, &err), FW_OK);
        assert_int_equal(fw_dataset_commit(dataset, &err), FW_OK);
        assert_int_equal(fw_dataset_open(bad, &dataset, &err), count == 2 ? FW_OK : FW_DATA);
        fw_dataset_close(dataset);
    }
}

static void cut_files_are_refused(void **unused) {
    (void)unused;
    char *bytes = NULL;
    size_t size = 0;
    fw_error err = {0};
    assert_int_equal(fw_read_file(good, 1 << 28, &bytes, &size, &err), FW_OK);
    for (size_t i = 0; i < CUTS; i++) {
        write_bytes(bad, bytes, i < 20 ? size - 1 - i : size * (i - 20) / 20);
        /* What ends within the checksum's line is all there. */
        assert_int_equal(in_child(open_child, bad), i < 20 ? FW_OK : FW_DATA);
    }
    free(bytes);
}

static void changed_bytes_are_noticed(void **unused) {
    (void)unused;
    char *bytes = NULL;
    size_t size = 0;
    fw_error err = {0};
    assert_int_equal(fw_read_file(good, 1 << 28, &bytes, &size, &err), FW_OK);
    uint64_t state = 42;
    for (size_t i = 0; i < MUTATIONS; i++) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        const size_t at = (size_t)(state >> 20) % size;
        const char old = bytes[at];
        bytes[at] = (char)(old ^ (1 << (state >> 61)));
        write_bytes(bad, bytes, size);
        assert_int_equal(in_child(open_child, bad), FW_DATA);
        bytes[at] = old;
    }
    free(bytes);
}

/* Where a string is: the address of a collection of strings, and the number in it. HDF5 1.10 looks the number
 * up without asking whether the collection has so many. */
enum { MARK = 35, REFERENCES = 40 };
static void references_to_nowhere_stay_in_the_trial(void **unused) {
    (void)unused;
    char *bytes = NULL;
    size_t size = 0;
    size_t tried = 0;
    fw_error err = {0};
    assert_int_equal(fw_read_file(good, 1 << 28, &bytes, &size, &err), FW_OK);
    write_bytes(bad, bytes, size - MARK);
    fw_sound sound;
    assert_int_equal(fw_checksum_verify(bad, &sound, &err), FW_OK);
    assert_true(sound.copy >= 0 && strcmp(sound.path, bad) != 0); /* it is not the file that is opened */
    fw_sound_close(&sound);
    assert_int_equal(in_child(open_child, bad), FW_OK);

    const char *heap = memmem(bytes, size, "GCOL", 4);
    assert_non_null(heap);
    const uint64_t address = (uint64_t)(heap - bytes);
    for (char *at = bytes; (at = memmem(at, size - (size_t)(at - bytes), &address, sizeof address)); at++) {
        char *number = at + sizeof address;
        if (tried++ == REFERENCES || number + 4 > bytes + size) break;
        number[tried % 4] ^= 0x10;
        write_bytes(bad, bytes, size - MARK);
        const int found = in_child(open_child, bad);
        assert_true(found == FW_OK || found == FW_DATA);
        number[tried % 4] ^= 0x10;
    }
    assert_true(tried > 4);
    free(bytes);
}

/* A full disk, played by a limit on the file's size: the file is named, nothing is left, exit works. */
static rlim_t room;
static int full_disk_child(const char *path) {
    signal(SIGXFSZ, SIG_IGN);
    const struct rlimit limit = {room, room};
    if (setrlimit(RLIMIT_FSIZE, &limit) != 0) return 1;
    fw_error err = {0};
    const fw_code code = write_dataset(path, 20000, &err);
    if (code != FW_IO && code != FW_CANTCREATE) return 2;
    if (strcmp(err.file, path) != 0 || !strstr(err.message, "File too large")) return 3;
    if (!fw_dataset_must_exit_fast()) return 4;
    if (access(path, F_OK) == 0) return 5;
    exit(0); /* and not _exit: the library's own exit handler must be out of the way */
}

static void a_full_disk_leaves_nothing(void **unused) {
    (void)unused;
    fw_error err = {0};
    struct stat info;
    assert_int_equal(write_dataset(bad, 20000, &err), FW_OK);
    assert_int_equal(stat(bad, &info), 0);
    unlink(bad);
    assert_false(fw_dataset_must_exit_fast());
    /* Full at the start, while rows are written, while the file is closed, and at its last byte. */
    for (int step = 0; step < 24; step++) {
        room = (rlim_t)(step < 20 ? info.st_size * step / 20 : info.st_size - 1 - (step - 20) * 36);
        assert_int_equal(in_child(full_disk_child, bad), 0);
    }
    DIR *listing = opendir(folder);
    assert_non_null(listing);
    for (const struct dirent *entry; (entry = readdir(listing));) {
        assert_null(strstr(entry->d_name, "partial"));
    }
    closedir(listing);
}

/* After a failed write every call fails with FW_IO and the handle can be closed. */
static int failed_handle_child(const char *path) {
    signal(SIGXFSZ, SIG_IGN);
    fw_error err = {0};
    fw_dataset *dataset = NULL;
    fw_code code = FW_OK;
    if (fw_dataset_create(path, &LAYOUT, true, &dataset, &err) != FW_OK) return 1;
    const struct rlimit limit = {30000, 30000};
    if (setrlimit(RLIMIT_FSIZE, &limit) != 0) return 2;
    for (int i = 0; i < 50 && code == FW_OK; i++) append_rows(dataset, 20000, &code, &err);
    if (code != FW_IO) return 3;
    append_rows(dataset, 10, &code, &err);
    if (code != FW_IO || fw_dataset_seal(dataset, &err) != FW_IO) return 4;
    if (fw_dataset_commit(dataset, &err) != FW_IO) return 5;
    return access(path, F_OK) == 0 ? 6 : 0;
}

static void a_failed_handle_stays_failed(void **unused) {
    (void)unused;
    unlink(bad);
    assert_int_equal(in_child(failed_handle_child, bad), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(foreign_files_are_refused),
        cmocka_unit_test(foreign_hdf5_is_refused),
        cmocka_unit_test(answers_promise_text),
        cmocka_unit_test(cut_files_are_refused),
        cmocka_unit_test(changed_bytes_are_noticed),
        cmocka_unit_test(references_to_nowhere_stay_in_the_trial),
        cmocka_unit_test(a_full_disk_leaves_nothing),
        cmocka_unit_test(a_failed_handle_stays_failed),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
