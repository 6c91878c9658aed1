/* test_base_json_memory.c: reading JSON while memory runs out; linked so that json.c's malloc and free are
 * ours. */
#include "base/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

void *__real_malloc(size_t size);
void __real_free(void *memory);
void *__wrap_malloc(size_t size);
void __wrap_free(void *memory);

/* What was given out while `armed`, with bytes behind it that nobody may touch: the library itself is not
 * sanitized. */
enum { MOST = 512, GUARD = 64, FILL = 0xA5 };
static struct {
    unsigned char *memory;
    size_t size;
} given[MOST];
static size_t given_count, asked, refused_first, refused_last;
static bool armed;

void *__wrap_malloc(size_t size) {
    if (!armed) return __real_malloc(size);
    if (++asked >= refused_first && asked <= refused_last) return NULL;
    assert_true(given_count < MOST);
    unsigned char *memory = __real_malloc(size + GUARD);
    assert_non_null(memory);
    memset(memory + size, FILL, GUARD);
    given[given_count].memory = memory;
    given[given_count++].size = size;
    return memory;
}

void __wrap_free(void *memory) {
    for (size_t i = 0; i < given_count; i++) {
        if (given[i].memory != memory) continue;
        for (size_t k = 0; k < GUARD; k++) assert_int_equal(given[i].memory[given[i].size + k], FILL);
        given[i] = given[--given_count];
        break;
    }
    __real_free(memory);
}

/* Texts each a byte longer than the one before: the reader's buffer has to grow for a closing quote. */
static const char *document(void) {
    enum { LONGEST = 140 };
    static char text[LONGEST * (LONGEST + 8) / 2];
    size_t len = 0;
    text[len++] = '[';
    for (size_t size = 1; size <= LONGEST; size++) {
        text[len++] = '"';
        memset(text + len, 'x', size);
        len += size;
        text[len++] = '"';
        text[len++] = size < LONGEST ? ',' : ']';
    }
    text[len] = '\0';
    return text;
}

static json_t *read_refusing(size_t first, size_t last) {
    asked = 0;
    refused_first = first;
    refused_last = last;
    armed = true;
    json_t *read = json_loads(document(), 0, NULL);
    armed = false;
    return read;
}

/* Wherever memory ends, nothing is written past what there was, all is given back, and it is noticed. */
static void reading_ends_well_wherever_memory_does(void **unused) {
    (void)unused;
    fw_json_watch_memory();
    json_t *whole = read_refusing(SIZE_MAX, SIZE_MAX);
    const size_t all = asked;
    assert_non_null(whole);
    assert_true(all > 40 && !fw_json_memory_failed());
    json_decref(whole);
    for (size_t first = 1; first <= all; first++) {
        json_decref(read_refusing(first, SIZE_MAX)); /* from here on there is none */
        assert_true(fw_json_memory_failed());
        json_decref(read_refusing(first, first)); /* for a moment there is none */
        assert_int_equal(given_count, 0);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(reading_ends_well_wherever_memory_does)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
