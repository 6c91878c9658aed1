/* test_run_parts.c: parts of a run as files: any byte changed or cut off is noticed, and nothing is read
 * outside of a block. */
#include "run/part/file.h"
#include "run/slot.h"

#include "base/json.h"
#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

enum { FEATURES = 11 };

void *__real_malloc(size_t size);
void *__wrap_malloc(size_t size);
static bool no_memory;
void *__wrap_malloc(size_t size) { return no_memory ? NULL : __real_malloc(size); }

/* ---- files ---- */

static char folder[] = "/tmp/failwise-parts-XXXXXX";
static char path[64];

static int make_folder(void **unused) {
    (void)unused;
    if (!mkdtemp(folder)) return -1;
    (void)snprintf(path, sizeof path, "%s/part", folder);
    return 0;
}

static int remove_folder(void **unused) {
    (void)unused;
    (void)unlink(path);
    return rmdir(folder);
}

static void write_part(void) {
    fw_part_writer writer;
    fw_error err = {0};
    json_t *header = json_pack("{s:i, s:s}", "part", 1, "run", "this");
    json_t *end = json_pack("{s:i}", "rows", 3);
    assert_int_equal(fw_part_create(&writer, path, true, header, &err), FW_OK);
    assert_int_equal(fw_part_put(&writer, "first block", 11, &err), FW_OK);
    assert_int_equal(fw_part_put(&writer, "second", 6, &err), FW_OK);
    assert_int_equal(fw_part_commit(&writer, end, &err), FW_OK);
    json_decref(header);
    json_decref(end);
}

/* Everything that there is to read; *text: the blocks one behind the other. */
static fw_code read_part(fw_buffer *text) {
    fw_part_reader reader;
    fw_buffer block = {0};
    fw_error err = {0};
    fw_buffer_clear(text);
    fw_code code = fw_part_open(&reader, path, &err);
    bool more = code == FW_OK;
    while (more) {
        code = fw_part_next(&reader, &block, &more, &err);
        if (code != FW_OK) break;
        if (more) fw_buffer_append(text, block.data, block.len);
    }
    if (reader.path) fw_part_close(&reader);
    fw_buffer_free(&block);
    return code;
}

static char *get_file(size_t *len) {
    char *bytes = NULL;
    fw_error err = {0};
    assert_int_equal(fw_read_file(path, 4096, &bytes, len, &err), FW_OK);
    return bytes;
}

static void put_file(const char *bytes, size_t len) {
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, len, file), len);
    assert_int_equal(fclose(file), 0);
}

static void every_changed_byte_is_noticed(void **unused) {
    (void)unused;
    write_part();
    size_t len = 0;
    char *bytes = get_file(&len);
    fw_buffer text = {0};
    assert_int_equal(read_part(&text), FW_OK);
    assert_int_equal(text.len, 17);
    assert_memory_equal(text.data, "first blocksecond", 17);
    for (size_t i = 0; i < len; i++) {
        bytes[i] = (char)(bytes[i] ^ (1 << i % 8));
        put_file(bytes, len);
        if (read_part(&text) != FW_DATA) fail_msg("byte %zu of %zu was changed, and nobody noticed", i, len);
        bytes[i] = (char)(bytes[i] ^ (1 << i % 8));
    }
    for (size_t i = 0; i < len; i++) {
        put_file(bytes, i);
        if (read_part(&text) != FW_DATA) fail_msg("cut after byte %zu of %zu, and nobody noticed", i, len);
    }
    free(bytes);
    fw_buffer_free(&text);
}

static void blocks_of_another_place_are_noticed(void **unused) {
    (void)unused;
    write_part();
    size_t len = 0;
    char *bytes = get_file(&len);
    fw_buffer text = {0};
    enum { HEAD = 24, FIRST = HEAD + 11, SECOND = HEAD + 6 };
    char *at = memmem(bytes, len, "first block", 11);
    assert_non_null(at);
    at -= HEAD;
    char swapped[FIRST + SECOND];
    memcpy(swapped, at + FIRST, SECOND);
    memcpy(swapped + SECOND, at, FIRST);
    memcpy(at, swapped, sizeof swapped);
    put_file(bytes, len);
    assert_int_equal(read_part(&text), FW_DATA);
    free(bytes);
    fw_buffer_free(&text);
}

/* ---- blocks ---- */

static const char FILE_BYTES[] =
    "answer_id,text,note\na1,\"x, y\",n\na2,,\na3,b,c,d\na4,mail me: a@b.example,\n";

/* The rows of FILE_BYTES with numbers for features, zeros of both signs and NaN among them. */
static fw_reader *open_rows(fw_slot *slot) {
    char name[64];
    const int fd = memfd_create("csv", 0);
    assert_int_equal(write(fd, FILE_BYTES, sizeof FILE_BYTES - 1), (ssize_t)(sizeof FILE_BYTES - 1));
    (void)snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
    fw_reader *reader = NULL;
    fw_error err = {0};
    bool more;
    assert_int_equal(fw_reader_open(&(fw_reader_options){.path = name}, &reader, &err), FW_OK);
    close(fd);
    slot->batch = fw_batch_new();
    assert_int_equal(fw_reader_fill(reader, slot->batch, &more, &err), FW_OK);
    assert_int_equal(fw_reader_parse(reader, slot->batch, &err), FW_OK);
    assert_int_equal(slot->batch->count, 2);
    assert_int_equal(fw_slot_reserve(slot, FEATURES, &err), FW_OK);
    for (size_t i = 0; i < slot->batch->count; i++) {
        slot->story[i] = (uint8_t)i;
        slot->pii[i] =
            (fw_pii_counts){.by_type = {[FW_PII_EMAIL] = (uint32_t)i}, .hits = (uint32_t)i, .left = 7};
        for (size_t f = 0; f < FEATURES; f++)
            slot->x[i * FEATURES + f] = f % 3 ? (float)(i + f) / 7 : f % 2 ? -0.0F : 0.0F;
        slot->x[i * FEATURES + 4] = __builtin_nanf("");
    }
    return reader;
}

static void a_block_holds_all_of_a_slot(void **unused) {
    (void)unused;
    fw_slot slot = {0}, other = {.batch = fw_batch_new()};
    fw_error err = {0};
    fw_reader *reader = open_rows(&slot);
    assert_int_equal(fw_slot_pack(&slot, reader, FEATURES, false, false, &err), FW_OK);
    fw_buffer_append(&other.block, slot.block.data, slot.block.len);
    assert_int_equal(fw_slot_unpack(&other, reader, FEATURES, &err), FW_OK);
    assert_int_equal(other.batch->count, 2);
    assert_int_equal(other.batch->reject_count, slot.batch->reject_count);
    assert_memory_equal(other.x, slot.x, 2 * FEATURES * sizeof *slot.x);
    assert_memory_equal(other.story, slot.story, 2);
    assert_memory_equal(other.pii, slot.pii, 2 * sizeof *slot.pii);
    for (size_t i = 0; i < 2; i++) {
        const fw_answer *a = &slot.batch->answers[i], *b = &other.batch->answers[i];
        assert_true(fw_str_equal(a->field[FW_ANSWER_ID], b->field[FW_ANSWER_ID]));
        assert_true(fw_str_equal(a->extra[0], b->extra[0]));
        assert_true(a->line == b->line && a->offset == b->offset && a->id.lo == b->id.lo);
        assert_int_equal(b->field[FW_TEXT].len, 0);
    }
    assert_int_equal(fw_slot_unpack(&other, reader, FEATURES - 1, &err), FW_DATA);
    fw_slot_free(&slot);
    fw_slot_free(&other);
    fw_reader_close(reader);
}

static void damaged_blocks_are_safe(void **unused) {
    (void)unused;
    fw_slot slot = {0}, other = {.batch = fw_batch_new()};
    fw_error err = {0};
    fw_reader *reader = open_rows(&slot);
    assert_int_equal(fw_slot_pack(&slot, reader, FEATURES, true, false, &err), FW_OK);
    for (size_t len = 0; len < slot.block.len; len++) {
        char *cut = malloc(len + 1); /* of just that length: a read behind it shows */
        memcpy(cut, slot.block.data, len);
        fw_buffer_free(&other.block);
        other.block = (fw_buffer){.data = cut, .len = len, .capacity = len + 1};
        assert_int_equal(fw_slot_unpack(&other, reader, FEATURES, &err), FW_DATA);
    }
    for (size_t i = 0; i < slot.block.len; i++) {
        for (int bit = 0; bit < 8; bit++) {
            fw_buffer_clear(&other.block);
            fw_buffer_append(&other.block, slot.block.data, slot.block.len);
            other.block.data[i] = (char)(other.block.data[i] ^ (1 << bit));
            const fw_code code = fw_slot_unpack(&other, reader, FEATURES, &err);
            assert_true(code == FW_OK || code == FW_DATA);
        }
    }
    fw_slot_free(&slot);
    fw_slot_free(&other);
    fw_reader_close(reader);
}

/* Comes last: memory that has failed once is never trusted again. */
static void a_part_that_lacks_a_member_does_not_replace_the_old_one(void **unused) {
    (void)unused;
    write_part();
    fw_json_watch_memory();
    json_t *header = json_object();
    no_memory = true;
    (void)json_object_set_new(header, "part", json_integer(1)); /* as who builds a document does it */
    no_memory = false;
    fw_part_writer writer;
    fw_error err = {0};
    assert_int_equal(fw_part_create(&writer, path, true, header, &err), FW_IO);
    fw_part_abort(&writer);
    json_decref(header);
    fw_buffer text = {0};
    assert_int_equal(read_part(&text), FW_OK);
    assert_memory_equal(text.data, "first blocksecond", 17);
    fw_buffer_free(&text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_changed_byte_is_noticed),
        cmocka_unit_test(blocks_of_another_place_are_noticed),
        cmocka_unit_test(a_block_holds_all_of_a_slot),
        cmocka_unit_test(damaged_blocks_are_safe),
        cmocka_unit_test(a_part_that_lacks_a_member_does_not_replace_the_old_one),
    };
    return cmocka_run_group_tests_name("run: parts", tests, make_folder, remove_folder);
}
