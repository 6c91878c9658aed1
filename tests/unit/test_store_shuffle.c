/* test_store_shuffle.c: byte k of element i goes to place k * count + i and comes back, for elements and
 * counts on both sides of whole squares and bands. */
#include "store/shuffle.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void every_size(void **unused) {
    (void)unused;
    static const size_t ELEMENTS[] = {1, 2, 3, 4, 7, 8, 9, 12, 16, 31, 84, 284};
    static const size_t COUNTS[] = {0, 1, 7, 8, 9, 63, 64, 65, 71, 72, 200, 1000};
    for (size_t e = 0; e < sizeof ELEMENTS / sizeof ELEMENTS[0]; e++) {
        for (size_t c = 0; c < sizeof COUNTS / sizeof COUNTS[0]; c++) {
            const size_t element = ELEMENTS[e], count = COUNTS[c], bytes = element * count;
            unsigned char *in = malloc(bytes + 1), *out = malloc(bytes + 1), *back = malloc(bytes + 1);
            assert_true(in && out && back);
            uint32_t state = 5;
            for (size_t i = 0; i < bytes; i++) {
                state = state * 1664525u + 1013904223u;
                in[i] = (unsigned char)(state >> 24);
            }
            out[bytes] = back[bytes] = 0xa5;
            fw_shuffle(in, out, count, element);
            for (size_t i = 0; i < bytes; i++)
                assert_int_equal(out[i % element * count + i / element], in[i]);
            fw_unshuffle(out, back, count, element);
            assert_memory_equal(in, back, bytes);
            assert_true(out[bytes] == 0xa5 && back[bytes] == 0xa5);
            free(in);
            free(out);
            free(back);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_size),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
