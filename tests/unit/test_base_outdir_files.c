/* test_base_outdir_files.c: what is noted is what is in a folder that is being built, and is made durable. */
#include "base/outdir_files.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

enum { FILES = 20 };

/* A file of a folder, complete. */
static bool note(const char *folder, const char *name) {
    char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    const int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_true(file >= 0);
    assert_int_equal(write(file, name, strlen(name)), strlen(name));
    const bool noted = fw_outdir_files_note(path, file);
    close(file);
    return noted;
}

static void files_of_folders_that_are_built_are_noted(void **unused) {
    (void)unused;
    char folder[] = "/tmp/fw-files-XXXXXX", below[64], other[64];
    assert_non_null(mkdtemp(folder));
    snprintf(below, sizeof below, "%s/tables", folder);
    snprintf(other, sizeof other, "%s2", folder); /* begins alike */
    assert_int_equal(mkdir(below, 0700) | mkdir(other, 0700), 0);
    fw_error err = {0};
    assert_false(note(folder, "a")); /* not yet */
    fw_outdir_files *files = fw_outdir_files_new(folder), *others = fw_outdir_files_new(other);
    assert_non_null(files);
    assert_non_null(others);
    assert_int_equal(fw_outdir_files_sync(files, &err), FW_OK); /* nothing */
    for (int i = 0; i < FILES; i++) {
        char name[16];
        snprintf(name, sizeof name, "f%d", i);
        assert_true(note(i % 2 ? folder : below, name));
    }
    assert_true(note(other, "b"));
    fw_outdir_files_free(others);
    assert_false(note(other, "b"));
    assert_int_equal(fw_outdir_files_sync(files, &err), FW_OK);

    /* One that has gone: it is told which. */
    char gone[128];
    snprintf(gone, sizeof gone, "%s/f3", folder);
    assert_int_equal(unlink(gone), 0);
    assert_int_equal(fw_outdir_files_sync(files, &err), FW_IO);
    assert_non_null(strstr(err.file, "/f3"));
    fw_outdir_files_free(files);
    fw_outdir_files_free(NULL);
    assert_false(note(folder, "a"));

    char command[160];
    snprintf(command, sizeof command, "rm -r %s %s", folder, other);
    assert_int_equal(system(command), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(files_of_folders_that_are_built_are_noted)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
