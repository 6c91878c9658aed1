/* test_text_image.c: the compiled lexicon that is built in, against one compiled now. */
#include "text/lexicon_image.h"

#include "base/embedded.h"
#include "base/output.h"
#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* A copy of the built-in image that may be spoilt; to be freed. */
static fw_lexicon_image *copy_of_image(void) {
    const fw_lexicon_image *image = fw_image_embedded();
    fw_lexicon_image *copy = aligned_alloc(FW_IMAGE_ALIGNMENT, image->size);
    assert_non_null(copy);
    memcpy(copy, image, image->size);
    return copy;
}

static void an_image_of_another_layout_is_refused(void **unused) {
    (void)unused;
    fw_lexicon *lexicon = NULL;
    fw_error err = {0};
    fw_lexicon_image *image = copy_of_image();
    image->mark++;
    assert_int_equal(fw_lexicon_open(image, false, &lexicon, &err), FW_BUG);
    image->mark--;
    image->section[FW_IMAGE_nodes].item_size *= 2;
    assert_int_equal(fw_lexicon_open(image, false, &lexicon, &err), FW_BUG);
    assert_non_null(strstr(err.message, "another build"));
    image->section[FW_IMAGE_nodes].item_size /= 2;
    assert_int_equal(fw_lexicon_open(image, false, &lexicon, &err), FW_OK);
    fw_lexicon_free(lexicon);
    free(image);
}

/* Byte for byte, the gaps between and within the items too: builds can be repeated. */
static void the_built_in_image_is_what_compiling_gives(void **unused) {
    (void)unused;
    const fw_lexicon_image *embedded = fw_image_embedded();
    fw_lexicon_image *made = NULL;
    assert_int_equal(fw_image_builtin(&made, NULL), FW_OK);
    assert_int_equal(made->size, embedded->size);
    assert_int_equal(made->hash, embedded->hash);
    assert_true(memcmp(made, embedded, made->size) == 0);
    free(made);
}

/* What is compiled stands in the data folder. */
static void the_built_in_dictionaries_are_the_files(void **unused) {
    (void)unused;
    static const char FOLDER[] = "datasets/lexicon/";
    size_t files = 0;
    for (const fw_embedded_file *file = fw_embedded_files; file->name; file++) {
        if (strncmp(file->name, FOLDER, sizeof FOLDER - 1) != 0) continue;
        char path[512];
        char *data = NULL;
        size_t len = 0;
        snprintf(path, sizeof path, "%s/%s", FAILWISE_SOURCE_DIR, file->name);
        assert_int_equal(fw_read_file(path, 1 << 24, &data, &len, NULL), FW_OK);
        assert_int_equal(len, file->size);
        assert_memory_equal(data, file->data, len);
        free(data);
        files++;
    }
    assert_true(files > FW_ARC_TABLES);
}

/* A category behind the built-in ones changes the number of none: the rules read anew are those of the image.
 */
static void ready_made_rules_are_what_reading_gives(void **unused) {
    (void)unused;
    char path[] = "/tmp/failwise-test-XXXXXX";
    const char text[] = "%\n1\tmine\n%\nquux\t1\nqu?x\t1\n";
    const int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    close(fd);
    const char *const paths[] = {path};
    fw_lexicon *builtin = NULL, *larger = NULL;
    const fw_arc_rules *ready = NULL, *read = NULL;
    fw_arc_rules *copy = NULL;
    assert_int_equal(fw_lexicon_builtin(&builtin, NULL), FW_OK);
    assert_int_equal(fw_lexicon_load(paths, 1, &larger, NULL), FW_OK);
    unlink(path);
    assert_int_equal(fw_lexicon_category_count(larger), fw_lexicon_category_count(builtin) + 1);
    assert_int_equal(fw_lexicon_term_count(larger), fw_lexicon_term_count(builtin) + 2);
    assert_false(fw_lexicon_term_builtin(larger, fw_lexicon_term_count(builtin)));
    assert_int_equal(fw_arc_rules_new(builtin, &ready, NULL), FW_OK);
    assert_int_equal(fw_arc_rules_new(larger, &read, NULL), FW_OK);
    assert_true(ready->builtin);
    assert_ptr_equal(ready, fw_lexicon_rules(builtin));
    assert_null(fw_lexicon_rules(larger));
    assert_int_equal(fw_arc_rules_copy(ready, &copy, NULL), FW_OK);
    assert_false(copy->builtin);
    assert_true(memcmp(copy, read, sizeof *copy) == 0);
    fw_arc_rules_free(copy);
    fw_arc_rules_free(read);
    fw_arc_rules_free(ready);
    fw_lexicon_free(larger);
    fw_lexicon_free(builtin);
}

/* Tables of the user's take the place of the ready-made rules, whatever they hold. */
static void own_tables_are_read(void **unused) {
    (void)unused;
    fw_lexicon *lexicon = NULL;
    assert_int_equal(fw_lexicon_builtin(&lexicon, NULL), FW_OK);
    const uint64_t hash = fw_lexicon_hash(lexicon);
    assert_non_null(fw_lexicon_rules(lexicon));
    assert_int_equal(fw_lexicon_use_arc(lexicon, FAILWISE_SOURCE_DIR "/datasets/lexicon", NULL), FW_OK);
    assert_null(fw_lexicon_rules(lexicon));
    assert_int_not_equal(fw_lexicon_hash(lexicon), hash);
    fw_lexicon_free(lexicon);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_image_of_another_layout_is_refused),
        cmocka_unit_test(the_built_in_image_is_what_compiling_gives),
        cmocka_unit_test(the_built_in_dictionaries_are_the_files),
        cmocka_unit_test(ready_made_rules_are_what_reading_gives),
        cmocka_unit_test(own_tables_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
