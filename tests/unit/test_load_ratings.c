/* test_load_ratings.c: long-form ratings, rating columns, and the rejects file. */
#include "test_load_helpers.h"

#include "load/ratings_set.h"
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
        {"answer_id,rater_id,rating\na,r,good\nb,r,4\xFF\n", "no usable rating in 2 rows"},
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
    static const char *const BAD[] = {"nane",  "inf",   "-inf", "0x3",     "1e400", "\"3,500\"",
                                      "3.5.1", "three", "3 4",  "\"3;5\"", "--3",   "3/5"};
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
    assert_int_equal(fw_ratings_find_trait(ratings, "Overall"), 1);
    assert_int_equal(fw_ratings_find_trait(ratings, "overal"), -1);
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

enum { MANY = 70000, RATERS = 3 };

/* Rating r of answer a, in an order in which answers stand together, or not. */
static void add_many(fw_ratings *ratings, bool together) {
    static const char *const NAMES[RATERS] = {"r0", "r1", "r2"};
    fw_error err = {0};
    uint16_t rater[RATERS], trait;
    for (size_t r = 0; r < RATERS; r++)
        assert_int_equal(fw_names_index(&ratings->raters, fw_str_of(NAMES[r]), &rater[r], &err), FW_OK);
    assert_int_equal(fw_names_index(&ratings->traits, FW_STR("overall"), &trait, &err), FW_OK);
    for (size_t i = 0; i < MANY * RATERS; i++) {
        const size_t a = together ? i / RATERS : i % MANY, r = together ? i % RATERS : i / MANY;
        const fw_rating_row row = {.answer = fw_id_hash((fw_str){(const char *)&a, sizeof a}),
                                   .rater = rater[r],
                                   .trait = trait,
                                   .value = (double)((a * 7 + r * 3) % 5),
                                   .line = i + 2};
        if (fw_ratings_put(ratings, &row, &err) != FW_OK) fail_msg("%s", err.message);
        /* Every thousandth judgement comes a second time. */
        if (i % 1000 == 0) assert_int_equal(fw_ratings_put(ratings, &row, &err), FW_OK);
    }
    assert_int_equal(fw_ratings_seal(ratings, &err), FW_OK);
}

static void check_many(const fw_ratings *ratings, size_t step) {
    for (size_t i = 0; i < MANY; i++) {
        const size_t a = i * step % MANY;
        size_t count;
        const fw_rating *of =
            fw_ratings_of(ratings, fw_id_hash((fw_str){(const char *)&a, sizeof a}), &count);
        bool right = of && count == RATERS;
        for (size_t r = 0; r < RATERS && right; r++)
            right = of[r].rater == r && of[r].answer == a && of[r].value == (double)((a * 7 + r * 3) % 5);
        if (!right) fail_msg("the ratings of answer %zu are others", a);
    }
}

/* More than the heap takes: in files, met in order and out of it. */
static void many_ratings_are_found_in_any_order(void **unused) {
    (void)unused;
    for (int together = 0; together < 2; together++) {
        fw_ratings *ratings = fw_ratings_new();
        assert_non_null(ratings);
        add_many(ratings, together);
        assert_int_equal(fw_ratings_count(ratings), MANY * RATERS);
        assert_int_equal(fw_ratings_reject_count(ratings), MANY * RATERS / 1000);
        assert_contains(fw_ratings_rejects(ratings)[1].message, "on line 1002");
        check_many(ratings, 1);
        check_many(ratings, 77777); /* no divisor in common with MANY */
        fw_ratings_free(ratings);
    }
}

static void a_judgement_far_behind_is_a_duplicate_too(void **unused) {
    (void)unused;
    fw_ratings *ratings = must_load("answer_id,rater_id,rating\n"
                                    "a,r1,1\na,r2,2\nb,r1,3\na,r2,4\na,r3,5\nb,r1,5\nc,r1,2\nc,r1,2\n");
    assert_int_equal(fw_ratings_count(ratings), 5);
    assert_int_equal(fw_ratings_reject_count(ratings), 3);
    assert_contains(fw_ratings_rejects(ratings)[0].message, "line 3");
    assert_contains(fw_ratings_rejects(ratings)[1].message, "line 4");
    assert_contains(fw_ratings_rejects(ratings)[2].message, "line 8");
    size_t count;
    assert_true(fw_ratings_mean(ratings, fw_id_hash(FW_STR("a")), 0, &count) * 3 == 8 && count == 3);
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
    for (size_t i = 0; i < file.batch->reject_count; i++)
        fw_rejects_add_answer(&rejects, "=in.csv", &file.batch->rejects[i]);
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

/* 40 000 rows in a dozen blocks: one in ten broken, one in twenty rated before, and quotes half-way. */
static size_t write_many(char *to) {
    size_t len = (size_t)sprintf(to, "answer_id,rater_id,rating,trait\n");
    for (unsigned i = 0; i < 40000; i++) {
        const char *rating = i % 10 == 3 ? "x" : i % 10 == 7 ? "" : "4";
        const char *quote = i > 20000 && i % 3 == 0 ? "\"" : "";
        const unsigned answer = i % 20 == 19 && i > 500 ? (i - 460) / 2 : i / 2;
        len += (size_t)sprintf(to + len, "%sanswer-number-%06u%s,rater-%u,%s,%s\n", quote, answer, quote,
                               i % 20 == 19 ? i % 2 : i % 3 + 2 * (i % 2), rating,
                               i % 11 ? "overall" : "humility");
    }
    return len;
}

static void any_number_of_threads_reads_the_same(void **unused) {
    (void)unused;
    char *bytes = malloc(4 << 20), path[64];
    assert_non_null(bytes);
    const int fd = helper_file(bytes, write_many(bytes), path);
    fw_ratings *sets[3] = {NULL};
    for (size_t t = 0; t < 3; t++) {
        const fw_ratings_options options = {.path = path, .threads = 1 + 2 * t};
        assert_int_equal(fw_ratings_load(&options, &sets[t], NULL), FW_OK);
        size_t count = 0, first_count = 0;
        const fw_rating *items = fw_ratings_all(sets[t], &count),
                        *first = fw_ratings_all(sets[0], &first_count);
        assert_true(count > 20000 && count == first_count);
        for (size_t i = 0; i < count; i++) {
            assert_int_equal(items[i].answer, first[i].answer);
            assert_int_equal(items[i].rater, first[i].rater);
            assert_int_equal(items[i].trait, first[i].trait);
            assert_int_equal(items[i].line, first[i].line);
        }
        const size_t rejects = fw_ratings_reject_count(sets[t]);
        assert_true(rejects > 8000 && rejects == fw_ratings_reject_count(sets[0]));
        assert_int_equal(fw_ratings_rows(sets[t]), 40000);
        const fw_rating_reject *list = fw_ratings_rejects(sets[t]), *same = fw_ratings_rejects(sets[0]);
        for (size_t i = 0; i < rejects; i++) {
            assert_true(i == 0 || list[i].line > list[i - 1].line);
            assert_int_equal(list[i].line, same[i].line);
            assert_int_equal(list[i].offset, same[i].offset);
            assert_int_equal(list[i].code, same[i].code);
            assert_string_equal(list[i].message, same[i].message);
        }
        assert_int_equal(list[0].line, 5); /* the fourth row is the first broken one */
    }
    for (size_t t = 0; t < 3; t++) fw_ratings_free(sets[t]);
    close(fd);
    free(bytes);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_without_ratings_are_data_errors),
        cmocka_unit_test(only_plain_decimals_are_ratings),
        cmocka_unit_test(each_broken_row_has_its_code),
        cmocka_unit_test(ratings_are_grouped_by_answer_in_file_order),
        cmocka_unit_test(map_serves_both_files),
        cmocka_unit_test(rating_columns_fill_an_empty_set),
        cmocka_unit_test(many_ratings_are_found_in_any_order),
        cmocka_unit_test(a_judgement_far_behind_is_a_duplicate_too),
        cmocka_unit_test(the_rejects_file_lists_both_kinds),
        cmocka_unit_test(any_number_of_threads_reads_the_same),
    };
    return cmocka_run_group_tests_name("load: ratings", tests, NULL, NULL);
}
