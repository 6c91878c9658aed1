/* test_load_ratings.c: long-form ratings, rating columns, and the rejects file. */
#include "test_load_helpers.h"

#include "load/rejects.h"

#include <failwise/ratings.h>
#include <math.h>

static fw_code load_ratings(const char *bytes, size_t len, const fw_column_map *map, size_t map_count,
                            fw_ratings **out, fw_error *err) {
    char path[64];
    const int fd = helper_file(bytes, len, path);
    const fw_ratings_options options = {.path = path, .map = map, .map_count = map_count};
    *out = NULL;
    const fw_code code = fw_ratings_load(&options, out, err);
    close(fd);
    return code;
}

static fw_ratings *must_load(const char *bytes) {
    fw_ratings *ratings;
    fw_error err = {0};
    assert_int_equal(load_ratings(bytes, strlen(bytes), NULL, 0, &ratings, &err), FW_OK);
    return ratings;
}

static void files_without_ratings_are_data_errors(void **unused) {
    (void)unused;
    static const struct {
        const char *bytes, *message;
    } CASES[] = {
        {"", "empty"},
        {"answer_id,rater,rating\na,r,3\n", "give --map rater_id=rater (found"},
        {"answer_id,rater_id,rating\n", "no ratings"},
        {"answer_id,rater_id,rating\na,r,good\nb,r,4\xFF\n", "none of 2 rows"},
        {"answer_id,rater_id,rating\na,\"r,3\nb,r,4\n", "never closed"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        fw_ratings *ratings;
        fw_error err = {0};
        assert_int_equal(load_ratings(CASES[i].bytes, strlen(CASES[i].bytes), NULL, 0, &ratings, &err),
                         FW_DATA);
        assert_contains(err.message, CASES[i].message);
        assert_null(ratings);
    }
    fw_ratings *ratings = NULL;
    fw_error err = {0};
    const fw_ratings_options options = {.path = "/nonexistent.csv"};
    assert_int_equal(fw_ratings_load(&options, &ratings, &err), FW_NOINPUT);
}

static void only_plain_decimals_are_ratings(void **unused) {
    (void)unused;
    static const char *const BAD[] = {"nan",   "inf",   "-inf", "0x3",     "1e400", "\"3,5\"",
                                      "3.5.1", "three", "3 4",  "\"3;5\"", "--3",   "NA"};
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++) {
        char bytes[128];
        snprintf(bytes, sizeof bytes, "answer_id,rater_id,rating\nz,r,1\na,r,%s\n", BAD[i]);
        fw_ratings *ratings = must_load(bytes);
        assert_int_equal(fw_ratings_count(ratings), 1);
        assert_int_equal(fw_ratings_reject_count(ratings), 1);
        assert_int_equal(fw_ratings_rejects(ratings)[0].code, FW_RATING_NOT_NUMBER);
        assert_int_equal(fw_ratings_rejects(ratings)[0].line, 3);
        assert_int_equal(fw_ratings_rejects(ratings)[0].column, 3);
        assert_int_equal(fw_ratings_answer_count(ratings), 1);
        fw_ratings_free(ratings);
    }
}

static void each_broken_row_has_its_code(void **unused) {
    (void)unused;
    static const char BYTES[] = "Trait,RATING,rater_id,answer_id\n"
                                "overall,3,r1,a\n"
                                "overall,3,r1\n"
                                ",4,,a\n"
                                "overall,,r1,b\n"
                                "overall,4,r\xC3,b\n"
                                "overall,4,r\0x,b\n"
                                "overall,4,\"r\"x,b\n"
                                ",5,r1,a\n"
                                "overall,-2.5e0,r2,\" a \"\n";
    static const fw_rating_reject_code CODES[] = {
        FW_RATING_RAGGED,    FW_RATING_MISSING,   FW_RATING_MISSING,  FW_RATING_BAD_BYTES,
        FW_RATING_BAD_BYTES, FW_RATING_BAD_QUOTE, FW_RATING_DUPLICATE};
    fw_ratings *ratings;
    fw_error err = {0};
    assert_int_equal(load_ratings(BYTES, sizeof BYTES - 1, NULL, 0, &ratings, &err), FW_OK);
    assert_int_equal(fw_ratings_rows(ratings), 9);
    assert_int_equal(fw_ratings_count(ratings), 2);
    assert_int_equal(fw_ratings_reject_count(ratings), 7);
    for (size_t i = 0; i < 7; i++) {
        assert_int_equal(fw_ratings_rejects(ratings)[i].code, CODES[i]);
        assert_int_equal(fw_ratings_rejects(ratings)[i].line, 3 + i);
    }
    assert_contains(fw_ratings_rejects(ratings)[6].message, "line 2");
    size_t count;
    assert_true(fw_ratings_mean(ratings, fw_id_hash(FW_STR("a")), 0, &count) == 0.25);
    assert_int_equal(count, 2);
    assert_int_equal(fw_ratings_hash(ratings), fw_hash64(BYTES, sizeof BYTES - 1, 0));
    fw_ratings_free(ratings);
}

static void ratings_are_grouped_by_answer_in_file_order(void **unused) {
    (void)unused;
    fw_ratings *ratings = must_load("answer_id,rater_id,trait,rating\n"
                                    "b,r2,fail,1\na,r1,overall,2\nb,r1,overall,3\nc,r3,,4\nb,r2,overall,5\n");
    assert_int_equal(fw_ratings_answer_count(ratings), 3);
    assert_int_equal(fw_ratings_rater_count(ratings), 3);
    assert_string_equal(fw_ratings_rater(ratings, 0), "r2");
    assert_null(fw_ratings_rater(ratings, 3));
    assert_int_equal(fw_ratings_trait_count(ratings), 2);
    assert_string_equal(fw_ratings_trait(ratings, 1), "overall");
    assert_int_equal(fw_ratings_find_trait(ratings, "overall"), 1);
    assert_int_equal(fw_ratings_find_trait(ratings, "Overall"), -1);
    size_t count;
    const fw_rating *of_b = fw_ratings_of(ratings, fw_id_hash(FW_STR("b")), &count);
    assert_int_equal(count, 3);
    assert_true(of_b[0].value == 1 && of_b[1].value == 3 && of_b[2].value == 5);
    assert_int_equal(of_b[2].line, 6);
    assert_true(fw_ratings_mean(ratings, fw_id_hash(FW_STR("b")), 1, &count) == 4 && count == 2);
    assert_true(isnan(fw_ratings_mean(ratings, fw_id_hash(FW_STR("a")), 0, &count)) && count == 0);
    assert_true(isnan(fw_ratings_mean(ratings, fw_id_hash(FW_STR("none")), 1, &count)));
    assert_null(fw_ratings_of(ratings, fw_id_hash(FW_STR("none")), &count));
    const fw_rating *all = fw_ratings_all(ratings, &count);
    assert_int_equal(count, 5);
    for (size_t i = 1; i < count; i++) assert_true(all[i - 1].answer <= all[i].answer);
    fw_ratings_free(ratings);
}

static void map_serves_both_files(void **unused) {
    (void)unused;
    static const char BYTES[] = "answer_id,judge,score\na,r,3\n";
    const fw_column_map map[] = {
        {"answer_id", "ID"}, {"text", "essay"}, {"rater_id", "Judge"}, {"rating", "score"}};
    fw_ratings *ratings;
    fw_error err = {0};
    assert_int_equal(load_ratings(BYTES, sizeof BYTES - 1, map, 4, &ratings, &err), FW_OK);
    assert_int_equal(fw_ratings_count(ratings), 1);
    fw_ratings_free(ratings);
    const fw_column_map wrong = {"rater_id", "jugde"};
    assert_int_equal(load_ratings(BYTES, sizeof BYTES - 1, &wrong, 1, &ratings, &err), FW_USAGE);
    assert_contains(err.message, "did you mean 'judge'");
}

static void rating_columns_fill_an_empty_set(void **unused) {
    (void)unused;
    fw_ratings *ratings = fw_ratings_new();
    fw_error err = {0};
    size_t count;
    assert_null(fw_ratings_of(ratings, fw_id_hash(FW_STR("a")), &count));
    assert_int_equal(fw_ratings_seal(ratings, &err), FW_OK);
    assert_int_equal(fw_ratings_count(ratings), 0);
    assert_int_equal(fw_ratings_add(ratings, fw_id_hash(FW_STR("b")), "r1", 4, &err), FW_OK);
    assert_int_equal(fw_ratings_add(ratings, fw_id_hash(FW_STR("a")), "r1", (double)NAN, &err), FW_OK);
    assert_int_equal(fw_ratings_add(ratings, fw_id_hash(FW_STR("a")), "r2", 2, &err), FW_OK);
    assert_int_equal(fw_ratings_add(ratings, fw_id_hash(FW_STR("b")), "r2", 5, &err), FW_OK);
    assert_int_equal(fw_ratings_seal(ratings, &err), FW_OK);
    assert_int_equal(fw_ratings_count(ratings), 3);
    assert_int_equal(fw_ratings_hash(ratings), 0);
    assert_int_equal(fw_ratings_find_trait(ratings, "overall"), 0);
    assert_true(fw_ratings_mean(ratings, fw_id_hash(FW_STR("b")), 0, &count) == 4.5 && count == 2);
    fw_ratings_free(ratings);
}

static void the_rejects_file_lists_both_kinds(void **unused) {
    (void)unused;
    char folder[] = "/tmp/fw-rejects-XXXXXX";
    assert_non_null(mkdtemp(folder));
    char path[64];
    snprintf(path, sizeof path, "%s/rejects.csv", folder);
    loaded file = LOAD("answer_id,text\na,1\na,secret text\nb\n");
    fw_ratings *ratings = must_load("answer_id,rater_id,rating\na,r,3\na,r2,x\n");
    fw_rejects rejects;
    fw_error err = {0};
    assert_int_equal(fw_rejects_open(&rejects, path, false, &err), FW_OK);
    fw_rejects_add_batch(&rejects, "=in.csv", file.batch);
    fw_rejects_add_ratings(&rejects, "r.csv", ratings);
    assert_int_equal(fw_rejects_commit(&rejects, &err), FW_OK);
    char text[1024];
    FILE *in = fopen(path, "r");
    assert_non_null(in);
    const size_t len = fread(text, 1, sizeof text - 1, in);
    text[len] = '\0';
    fclose(in);
    assert_string_equal(text,
                        "file,line,offset,code,column,message\n"
                        "'=in.csv,3,19,duplicate_id,1,\"the id was used before, on line 2\"\n"
                        "'=in.csv,4,33,ragged,,\"1 field, but the header has 2\"\n"
                        "r.csv,3,32,not_a_number,3,the rating is not a decimal number such as 3 or 3.5\n");
    assert_int_equal(fw_rejects_open(&rejects, path, false, &err), FW_CANTCREATE);
    unlink(path);
    rmdir(folder);
    fw_ratings_free(ratings);
    unload(&file);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_without_ratings_are_data_errors),
        cmocka_unit_test(only_plain_decimals_are_ratings),
        cmocka_unit_test(each_broken_row_has_its_code),
        cmocka_unit_test(ratings_are_grouped_by_answer_in_file_order),
        cmocka_unit_test(map_serves_both_files),
        cmocka_unit_test(rating_columns_fill_an_empty_set),
        cmocka_unit_test(the_rejects_file_lists_both_kinds),
    };
    return cmocka_run_group_tests_name("load: ratings", tests, NULL, NULL);
}
