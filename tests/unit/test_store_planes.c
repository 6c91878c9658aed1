/* test_store_planes.c: zlib, which HDF5 reads with, gives back every byte that was compressed as planes:
 * constants, runs of every length, noise, alphabets whose codes would be too long. */
#include "store/code_lengths.h"
#include "store/planes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include <cmocka.h>

enum { MOST = 150000, PLANES = 3 };

typedef struct {
    fw_planes planes;
    unsigned char *out, *back;
} bench;

static void inflate_all(const unsigned char *deflated, size_t size, unsigned char *back, size_t len) {
    z_stream z = {0};
    assert_int_equal(inflateInit2(&z, -15), Z_OK); /* no header */
    z.next_in = (unsigned char *)(uintptr_t)deflated;
    z.avail_in = (unsigned)size;
    z.next_out = back;
    z.avail_out = (unsigned)len;
    assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
    assert_int_equal(z.total_out, len);
    assert_int_equal(z.avail_in, 0);
    assert_int_equal(inflateEnd(&z), Z_OK);
}

/* Returns the size. */
static size_t there_and_back(bench *b, const unsigned char *bytes, size_t count, size_t length) {
    const size_t bound = fw_planes_bound(count, length);
    b->out = realloc(b->out, bound + 1);
    b->back = realloc(b->back, count * length + 1);
    assert_true(b->out && b->back);
    b->out[bound] = 0xa5;
    const size_t size = fw_planes_compress(&b->planes, bytes, count, length, b->out);
    assert_true(size > 0 && size <= bound);
    assert_int_equal(b->out[bound], 0xa5);
    inflate_all(b->out, size, b->back, count * length);
    assert_memory_equal(b->back, bytes, count * length);
    return size;
}

static uint32_t draw(uint32_t *state) {
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

/* ---- what planes hold ---- */

static void constant(unsigned char *bytes, size_t len) { memset(bytes, 63, len); }

static void noise(unsigned char *bytes, size_t len) {
    uint32_t state = 7;
    for (size_t i = 0; i < len; i++) bytes[i] = (unsigned char)draw(&state);
}

static void few_values(unsigned char *bytes, size_t len) {
    uint32_t state = 9;
    for (size_t i = 0; i < len; i++) bytes[i] = draw(&state) % 4 ? 0 : (unsigned char)(draw(&state) % 9);
}

/* 1 of a byte, 2 of the next, up to 600, and again. */
static void every_run(unsigned char *bytes, size_t len) {
    size_t run = 1, left = 1;
    for (size_t i = 0; i < len; i++) {
        bytes[i] = (unsigned char)run;
        if (--left == 0) left = run = run % 600 + 1;
    }
}

/* Byte k comes as often as the k-th Fibonacci number: Huffman's own code would have over 20 bits. */
static void fibonacci(unsigned char *bytes, size_t len) {
    size_t often = 1, before = 1, at = 0;
    for (unsigned k = 0; at < len; k++) {
        for (size_t i = 0; i < often && at < len; i++) bytes[at++] = (unsigned char)(k + 4 * (i % 2));
        const size_t sum = often + before;
        before = often;
        often = sum;
    }
    uint32_t state = 3; /* shuffled, or all of it is runs */
    for (size_t i = len - 1; i > 0; i--) {
        const size_t j = draw(&state) % (i + 1);
        const unsigned char held = bytes[i];
        bytes[i] = bytes[j];
        bytes[j] = held;
    }
}

static void planes_come_back(void **unused) {
    (void)unused;
    static void (*const FILLS[])(unsigned char *, size_t) = {constant, noise, few_values, every_run,
                                                             fibonacci};
    static const size_t LENGTHS[] = {1,   2,   3,    4,    5,     8,     255,    258,
                                     259, 262, 1024, 4095, 65535, 65536, 131071, MOST};
    enum { KINDS = sizeof FILLS / sizeof FILLS[0] };
    bench b = {0};
    unsigned char *bytes = malloc(PLANES * MOST);
    assert_non_null(bytes);
    for (size_t l = 0; l < sizeof LENGTHS / sizeof LENGTHS[0]; l++) {
        for (size_t kind = 0; kind < KINDS; kind++) {
            for (size_t p = 0; p < PLANES; p++) FILLS[(kind + p) % KINDS](bytes + p * LENGTHS[l], LENGTHS[l]);
            (void)there_and_back(&b, bytes, PLANES, LENGTHS[l]);
            (void)there_and_back(&b, bytes, 1, LENGTHS[l]);
        }
    }
    constant(bytes, MOST);
    assert_true(there_and_back(&b, bytes, 1, MOST) < 400);
    noise(bytes, MOST);
    assert_true(there_and_back(&b, bytes, 1, MOST) < MOST + 32);
    few_values(bytes, MOST);
    assert_true(there_and_back(&b, bytes, 1, MOST) < MOST / 4);
    free(bytes);
    free(b.out);
    free(b.back);
    fw_planes_free(&b.planes);
}

/* Neighbours of one byte are a block together: wherever they stand, however short and many, nothing else is.
 */
static void planes_of_one_byte_are_joined(void **unused) {
    (void)unused;
    enum { MANY = 600 };
    static const size_t LENGTHS[] = {1, 2, 4, 9, 300, 2000};
    bench b = {0};
    unsigned char *bytes = malloc(MANY * (size_t)2000);
    assert_non_null(bytes);
    for (size_t l = 0; l < sizeof LENGTHS / sizeof LENGTHS[0]; l++) {
        const size_t length = LENGTHS[l];
        for (size_t every = 1; every <= MANY; every = every * 3 + 1) {
            memset(bytes, 63, MANY * length);
            for (size_t p = 0; p < MANY; p += every) noise(bytes + p * length, length);
            (void)there_and_back(&b, bytes, MANY, length);
            for (size_t p = 0; p < MANY; p += every) bytes[p * length + length / 2] = 64;
            (void)there_and_back(&b, bytes, MANY, length);
        }
        memset(bytes, 0, MANY * length);
        assert_true(there_and_back(&b, bytes, MANY, length) < 200 + MANY * length / 800);
    }
    free(bytes);
    free(b.out);
    free(b.back);
    fw_planes_free(&b.planes);
}

static void codes_are_complete_and_short(void **unused) {
    (void)unused;
    uint32_t often[FW_CODE_SYMBOLS] = {0};
    uint8_t lengths[FW_CODE_SYMBOLS];
    uint32_t one = 1, other = 1;
    for (size_t s = 0; s < 40; s++) {
        often[s * 7] = one;
        const uint32_t sum = one + other;
        other = one;
        one = sum;
        if (s == 0) continue; /* a single symbol has no code */
        fw_code_lengths(often, FW_CODE_SYMBOLS, lengths);
        double kraft = 0;
        for (size_t i = 0; i < FW_CODE_SYMBOLS; i++) {
            assert_true(lengths[i] <= FW_CODE_BITS);
            assert_int_equal(lengths[i] > 0, often[i] > 0);
            if (lengths[i]) kraft += 1.0 / (double)(1U << lengths[i]);
        }
        assert_true(kraft == 1.0);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_are_complete_and_short),
        cmocka_unit_test(planes_come_back),
        cmocka_unit_test(planes_of_one_byte_are_joined),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
