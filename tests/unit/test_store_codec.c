/* test_store_codec.c: chunks made by our codec against HDF5's own filters, names, categories. */
#include "store/categories.h"
#include "store/checksum.h"
#include "store/chunk_codec.h"
#include "store/h5.h"
#include "store/schema.h"

#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { ROWS = 250, WIDTH = 7, VALUES = ROWS * WIDTH }; /* enough for planes of their own */

/* Some runs, some noise; the same on every machine. */
static void fill(float *x, size_t count) {
    uint32_t state = 1;
    for (size_t i = 0; i < count; i++) {
        state = state * 1664525u + 1013904223u;
        x[i] = i % 3 == 0 ? 0.0f : (float)(state >> 8) / 65536.0f;
    }
}

static void fletcher_is_hdf5s(void **unused) {
    (void)unused;
    /* By hand from the file format specification: 16-bit big-endian words, sum1 low, sum2 high; an odd last
     * byte is the high half of a word. */
    assert_int_equal(fw_fletcher32("", 0), 0);
    assert_int_equal(fw_fletcher32("\x00\x01", 2), 0x00010001);
    assert_int_equal(fw_fletcher32("\x01\x00\x00\x02", 4), 0x02020102);
    assert_int_equal(fw_fletcher32("\x01", 1), 0x01000100);
}

static void damaged_chunks_are_refused(void **unused) {
    (void)unused;
    fw_codec *codec = fw_codec_new();
    assert_non_null(codec);
    float x[VALUES];
    float back[VALUES];
    fill(x, VALUES);
    size_t size = 0;
    const void *encoded = fw_codec_encode(codec, x, sizeof x, sizeof *x, &size);
    assert_non_null(encoded);
    unsigned char *copy = malloc(size);
    assert_non_null(copy);
    memcpy(copy, encoded, size);
    for (size_t i = 0; i < size; i++) {
        copy[i] ^= 0x10;
        assert_false(fw_codec_decode(codec, copy, size, sizeof *x, back, sizeof back));
        copy[i] ^= 0x10;
    }
    for (size_t cut = 0; cut < size; cut++) {
        assert_false(fw_codec_decode(codec, copy, cut, sizeof *x, back, sizeof back));
    }
    assert_false(fw_codec_decode(codec, copy, size, sizeof *x, back, sizeof back - 4));
    assert_true(fw_codec_decode(codec, copy, size, sizeof *x, back, sizeof back));
    assert_memory_equal(x, back, sizeof x);
    free(copy);
    fw_codec_free(codec);
}

/* Zeros in front of a chunk take a way of their own: every length around where it begins, around its steps of
 * 258, and up to nothing but zeros must come back, from our decoder and from a stream that is valid to its
 * last bit. */
static void zeros_in_front_come_back(void **unused) {
    (void)unused;
    enum { BYTES = 8192 };
    static const size_t ZEROS[] = {0,    1,    1023, 1024, 1025, 1032, 1033, 1039,
                                   1040, 1291, 1548, 1549, 8183, 8184, 8191, 8192};
    static const size_t ELEMENTS[] = {1, 4, 8, 16};
    fw_codec *codec = fw_codec_new();
    assert_non_null(codec);
    unsigned char in[BYTES], out[BYTES];
    for (size_t e = 0; e < sizeof ELEMENTS / sizeof ELEMENTS[0]; e++) {
        for (size_t z = 0; z < sizeof ZEROS / sizeof ZEROS[0]; z++) {
            const size_t element = ELEMENTS[e], count = BYTES / element;
            uint32_t state = 7;
            for (size_t i = 0; i < BYTES; i++) { /* i-th byte of the shuffled chunk */
                state = state * 1664525u + 1013904223u;
                in[i % count * element + i / count] = i < ZEROS[z] ? 0 : (unsigned char)(state >> 24 | 1);
            }
            size_t size = 0;
            const void *encoded = fw_codec_encode(codec, in, BYTES, element, &size);
            assert_non_null(encoded);
            assert_true(size < BYTES + 64 - ZEROS[z] * 9 / 10);
            unsigned char *copy = malloc(size);
            assert_non_null(copy);
            memcpy(copy, encoded, size);
            memset(out, 0xaa, BYTES);
            assert_true(fw_codec_decode(codec, copy, size, element, out, BYTES));
            assert_memory_equal(in, out, BYTES);
            free(copy);
        }
    }
    fw_codec_free(codec);
}

static hid_t make_filtered(hid_t file) {
    const hsize_t sizes[2] = {ROWS, WIDTH};
    const hid_t space = H5Screate_simple(2, sizes, NULL);
    const hid_t list = H5Pcreate(H5P_DATASET_CREATE);
    assert_true(H5Pset_chunk(list, 2, sizes) >= 0 && H5Pset_shuffle(list) >= 0 &&
                H5Pset_deflate(list, FW_CODEC_LEVEL) >= 0 && H5Pset_fletcher32(list) >= 0);
    const hid_t set = H5Dcreate2(file, "X", H5T_IEEE_F32LE, space, H5P_DEFAULT, list, H5P_DEFAULT);
    assert_true(set >= 0);
    H5Pclose(list);
    H5Sclose(space);
    return set;
}

/* What we code HDF5 reads, and what HDF5 codes we read. */
static void codec_and_hdf5_read_each_other(void **unused) {
    (void)unused;
    char path[] = "/tmp/failwise-codec-XXXXXX";
    const int fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
    fw_h5 h5;
    assert_true(fw_h5_open(&h5, path, FW_H5_CREATE));
    const hid_t set = make_filtered(h5.file);
    fw_codec *codec = fw_codec_new();
    float x[VALUES];
    float back[VALUES];
    fill(x, VALUES);
    const hsize_t offset[2] = {0, 0};
    size_t size = 0;
    const void *encoded = fw_codec_encode(codec, x, sizeof x, sizeof *x, &size);
    assert_true(H5Dwrite_chunk(set, H5P_DEFAULT, 0, offset, size, encoded) >= 0);
    assert_true(H5Dread(set, H5T_NATIVE_FLOAT, H5S_ALL, H5S_ALL, H5P_DEFAULT, back) >= 0);
    assert_memory_equal(x, back, sizeof x);
    for (size_t i = 0; i < VALUES; i++) x[i] = (float)(i % 50); /* two planes of zeros in front */
    encoded = fw_codec_encode(codec, x, sizeof x, sizeof *x, &size);
    assert_true(H5Dwrite_chunk(set, H5P_DEFAULT, 0, offset, size, encoded) >= 0);
    assert_true(H5Dread(set, H5T_NATIVE_FLOAT, H5S_ALL, H5S_ALL, H5P_DEFAULT, back) >= 0);
    assert_memory_equal(x, back, sizeof x);

    for (size_t i = 0; i < VALUES; i++) x[i] += 1.5f;
    assert_true(H5Dwrite(set, H5T_NATIVE_FLOAT, H5S_ALL, H5S_ALL, H5P_DEFAULT, x) >= 0);
    assert_true(H5Fflush(h5.file, H5F_SCOPE_LOCAL) >= 0);
    hsize_t stored = 0;
    uint32_t skipped = 0;
    assert_true(H5Dget_chunk_storage_size(set, offset, &stored) >= 0 && stored > 0);
    unsigned char *bytes = malloc((size_t)stored);
    assert_true(H5Dread_chunk(set, H5P_DEFAULT, offset, &skipped, bytes) >= 0);
    assert_true(fw_codec_decode(codec, bytes, (size_t)stored, sizeof *x, back, sizeof back));
    assert_memory_equal(x, back, sizeof x);
    free(bytes);
    fw_codec_free(codec);
    H5Dclose(set);
    assert_true(fw_h5_close(&h5));
    unlink(path);
}

static void links_are_safe_and_unique(void **unused) {
    (void)unused;
    char path[] = "/tmp/failwise-links-XXXXXX";
    close(mkstemp(path));
    fw_h5 h5;
    assert_true(fw_h5_open(&h5, path, FW_H5_CREATE));
    char long_name[1000];
    memset(long_name, 'x', sizeof long_name);
    memcpy(long_name + sizeof long_name - 4, "end", 4);
    long_name[199] = '\xc3'; /* e acute across the limit */
    long_name[200] = '\xa9';
    const char *const names[] = {"a/b",    "a_b",         "a\nb",     "",       ".",
                                 "_index", "caf\xc3\xa9", "\xff\xfe", long_name};
    const char *const links[] = {"a_b", "a_b_2", "a_b_3", "_", "__2", "index_", "caf\xc3\xa9", "___2"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char link[FW_H5_LINK_SIZE];
        assert_true(fw_h5_free_link(h5.file, names[i], link));
        if (i < 7) assert_string_equal(link, links[i]);
        if (names[i] == long_name) assert_int_equal(strlen(link), 199);
        assert_int_equal(fw_utf8_valid_prefix(link, strlen(link)), strlen(link));
        const hid_t group = fw_h5_make_group(&h5, h5.file, link, fw_as_dict);
        assert_true(group >= 0);
        H5Gclose(group);
    }
    assert_true(fw_h5_close(&h5));
    unlink(path);
}

static void categories_are_sorted_by_bytes(void **unused) {
    (void)unused;
    fw_categories categories = {0};
    const char *const words[] = {"b", "", "a", "b", "\xc3\xa9", "Z", "a"};
    const int32_t codes[] = {0, -1, 1, 0, 2, 3, 1};
    for (size_t i = 0; i < 7; i++) {
        int32_t code = 7;
        assert_true(fw_categories_code(&categories, fw_str_of(words[i]), &code));
        assert_int_equal(code, codes[i]);
    }
    bool sorted = true;
    int32_t *rank = fw_categories_sort(&categories, &sorted);
    assert_non_null(rank);
    assert_false(sorted);
    const char *const expected[] = {"Z", "a", "b", "\xc3\xa9"};
    for (size_t i = 0; i < 4; i++) assert_string_equal(categories.names[i], expected[i]);
    assert_int_equal(rank[0], 2);
    assert_int_equal(rank[3], 0);
    free(rank);
    fw_categories_free(&categories);
}

static void schema_has_no_gaps(void **unused) {
    (void)unused;
    size_t count = 0;
    const fw_schema_entry *entries = fw_schema(&count);
    assert_true(count > 20);
    for (size_t i = 0; i < count; i++) {
        assert_true(entries[i].path[0] && entries[i].type[0] && entries[i].shape[0]);
        assert_true(entries[i].description[strlen(entries[i].description) - 1] == '.');
        assert_ptr_equal(fw_schema_find(entries[i].path), &entries[i]);
    }
    assert_null(fw_schema_find("nowhere"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fletcher_is_hdf5s),         cmocka_unit_test(damaged_chunks_are_refused),
        cmocka_unit_test(zeros_in_front_come_back),  cmocka_unit_test(codec_and_hdf5_read_each_other),
        cmocka_unit_test(links_are_safe_and_unique), cmocka_unit_test(categories_are_sorted_by_bytes),
        cmocka_unit_test(schema_has_no_gaps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
