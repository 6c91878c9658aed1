/* test_load_input.c: files, folders, gzip, FIFOs, standard input, byte order marks, the hash. */
#include "test_load_helpers.h"

#include "load/input.h"

#include <pthread.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <zlib.h>

static const char ROWS[] = "answer_id,text\na,\"one, two\"\nb,\"three\nfour\"\n";

/* `len` bytes as one gzip member; the result's length goes to *size. */
static unsigned char *gzip(const char *bytes, size_t len, size_t *size) {
    z_stream z = {0};
    assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    const size_t capacity = deflateBound(&z, len) + 64;
    unsigned char *out = malloc(capacity);
    assert_non_null(out);
    unsigned char *in = malloc(len + 1);
    assert_non_null(in);
    memcpy(in, bytes, len);
    z.next_in = in;
    z.avail_in = (uInt)len;
    z.next_out = out;
    z.avail_out = (uInt)capacity;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    *size = capacity - z.avail_out;
    deflateEnd(&z);
    free(in);
    return out;
}

static void check_rows(const loaded *file) {
    assert_int_equal(file->code, FW_OK);
    assert_int_equal(file->batch->count, 2);
    assert_str(file->batch->answers[0].field[FW_TEXT], "one, two");
    assert_str(file->batch->answers[1].field[FW_TEXT], "three\nfour");
    assert_int_equal(file->batch->answers[1].line, 3);
    assert_int_equal(file->batch->answers[1].offset, 28);
}

static void missing_files_and_folders_are_no_input(void **unused) {
    (void)unused;
    static const char *const PATHS[] = {"/nonexistent/answers.csv", "/tmp"};
    for (size_t i = 0; i < 2; i++) {
        fw_reader *reader = NULL;
        fw_error err = {0};
        const fw_reader_options options = {.path = PATHS[i]};
        assert_int_equal(fw_reader_open(&options, &reader, &err), FW_NOINPUT);
        assert_string_equal(err.file, PATHS[i]);
        assert_null(reader);
    }
}

static void damaged_gzip_is_a_data_error(void **unused) {
    (void)unused;
    size_t size;
    unsigned char *packed = gzip(ROWS, sizeof ROWS - 1, &size);
    for (size_t len = 2; len < size; len++) {
        loaded file = {0};
        char path[64];
        file.fd = helper_file(packed, len, path);
        const fw_reader_options options = {.path = path};
        bool more;
        file.code = fw_reader_open(&options, &file.reader, &file.err);
        if (file.code == FW_OK) {
            file.batch = fw_batch_new();
            file.code = fw_reader_fill(file.reader, file.batch, &more, &file.err);
        }
        assert_int_equal(file.code, FW_DATA);
        assert_contains(file.err.message, "gzip");
        unload(&file);
    }
    packed[size - 6] ^= 1; /* the checksum */
    loaded file = {0};
    char path[64];
    file.fd = helper_file(packed, size, path);
    fw_reader *reader = NULL;
    assert_int_equal(fw_reader_open(&(fw_reader_options){.path = path}, &reader, &file.err), FW_DATA);
    assert_contains(file.err.message, "damaged");
    close(file.fd);
    free(packed);
}

static void gzip_may_have_members_and_padding(void **unused) {
    (void)unused;
    enum { CUT = 20 };
    size_t first, second;
    unsigned char *one = gzip(ROWS, CUT, &first);
    unsigned char *two = gzip(ROWS + CUT, sizeof ROWS - 1 - CUT, &second);
    unsigned char all[1024] = {0};
    memcpy(all, one, first);
    memcpy(all + first, two, second);
    for (size_t padding = 0; padding < 100; padding += 99) {
        loaded file = load_with(all, first + second + padding, (fw_reader_options){0});
        check_rows(&file);
        assert_int_equal(fw_reader_size(file.reader), 0);
        assert_int_equal(fw_reader_hash(file.reader), fw_hash64(ROWS, sizeof ROWS - 1, 0));
        assert_int_equal(fw_reader_position(file.reader), first + second + padding);
        unload(&file);
    }
    free(one);
    free(two);
}

static void a_byte_order_mark_counts_but_is_not_seen(void **unused) {
    (void)unused;
    static const char BYTES[] = "\xEF\xBB\xBF"
                                "answer_id,text\na,b\n";
    loaded file = LOAD(BYTES);
    assert_int_equal(file.batch->answers[0].offset, 18);
    assert_int_equal(fw_reader_hash(file.reader), fw_hash64(BYTES, sizeof BYTES - 1, 0));
    unload(&file);
}

/* Feeds a FIFO one byte at a time. */
static void *feed(void *path) {
    FILE *out = fopen(path, "w");
    if (!out) return NULL;
    setvbuf(out, NULL, _IONBF, 0);
    for (size_t i = 0; i < sizeof ROWS - 1; i++) fputc(ROWS[i], out);
    fclose(out);
    return NULL;
}

static void a_fifo_byte_by_byte_gives_the_same(void **unused) {
    (void)unused;
    char folder[] = "/tmp/fw-fifo-XXXXXX";
    assert_non_null(mkdtemp(folder));
    char path[64];
    snprintf(path, sizeof path, "%s/pipe", folder);
    assert_int_equal(mkfifo(path, 0600), 0);
    pthread_t writer;
    assert_int_equal(pthread_create(&writer, NULL, feed, path), 0);
    loaded file = load_with("", 0, (fw_reader_options){.path = path});
    pthread_join(writer, NULL);
    check_rows(&file);
    assert_int_equal(fw_reader_size(file.reader), 0);
    unload(&file);
    unlink(path);
    rmdir(folder);
}

static void a_dash_is_standard_input(void **unused) {
    (void)unused;
    char path[64];
    const int fd = helper_file(ROWS, sizeof ROWS - 1, path);
    assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
    const int kept = dup(STDIN_FILENO);
    assert_true(dup2(fd, STDIN_FILENO) == STDIN_FILENO);
    loaded file = load_with("", 0, (fw_reader_options){.path = "-"});
    check_rows(&file);
    assert_string_equal(fw_reader_name(file.reader), "standard input");
    unload(&file);
    if (kept >= 0) dup2(kept, STDIN_FILENO);
    close(kept);
    close(fd);
}

static void a_file_that_becomes_shorter_is_told(void **unused) {
    (void)unused;
    enum { WHOLE = 1 << 20, KEPT = 700000 };
    static char bytes[WHOLE];
    char path[64];
    memset(bytes, 'x', sizeof bytes);
    const int fd = helper_file(bytes, sizeof bytes, path);
    fw_input *input = NULL;
    fw_error err = {0};
    size_t got = 0;
    assert_int_equal(fw_input_open(path, &input, &err), FW_OK);
    assert_int_equal(ftruncate(fd, KEPT), 0);
    assert_int_equal(fw_input_read(input, bytes, sizeof bytes, &got, &err), FW_IO);
    assert_non_null(strstr(err.message, "became shorter"));
    fw_input_close(input);
    assert_int_equal(fw_input_open(path, &input, &err), FW_OK);
    assert_int_equal(ftruncate(fd, WHOLE), 0); /* longer: what has come is read, too */
    assert_int_equal(fw_input_read(input, bytes, sizeof bytes, &got, &err), FW_OK);
    assert_int_equal(got, WHOLE);
    fw_input_close(input);
    close(fd);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(missing_files_and_folders_are_no_input),
        cmocka_unit_test(damaged_gzip_is_a_data_error),
        cmocka_unit_test(gzip_may_have_members_and_padding),
        cmocka_unit_test(a_byte_order_mark_counts_but_is_not_seen),
        cmocka_unit_test(a_fifo_byte_by_byte_gives_the_same),
        cmocka_unit_test(a_file_that_becomes_shorter_is_told),
        cmocka_unit_test(a_dash_is_standard_input),
    };
    return cmocka_run_group_tests_name("load: input", tests, NULL, NULL);
}
