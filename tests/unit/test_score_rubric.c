/* test_score_rubric.c: the rubric's tables: what is refused, with file and line; what is built in. */
#include "base/embedded.h"
#include "base/str.h"
#include "score/rubric.h"
#include "score/rubric_table.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[] = "/tmp/failwise_rubric_XXXXXX";
static const char *const TABLES[3] = {"parts.csv", "overall.csv", "weights.csv"};

static void write_table(const char *name, fw_str text) {
    char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(text.ptr, 1, text.len, file), text.len);
    assert_int_equal(fclose(file), 0);
}

static fw_str built_in(const char *name) {
    char path[64];
    snprintf(path, sizeof path, "datasets/rubric/%s", name);
    const fw_str text = fw_embedded_find(path);
    assert_non_null(text.ptr);
    return text;
}

static int make_folder(void **unused) {
    (void)unused;
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **unused) {
    (void)unused;
    for (size_t i = 0; i < 3; i++) {
        char path[128];
        snprintf(path, sizeof path, "%s/%s", folder, TABLES[i]);
        (void)unlink(path);
    }
    return rmdir(folder);
}

/* The built-in tables with one of them changed: the first `from` becomes `to`. */
static fw_code load_changed(const char *table, const char *from, const char *to, fw_error *err) {
    for (size_t i = 0; i < 3; i++) {
        const fw_str text = built_in(TABLES[i]);
        if (strcmp(TABLES[i], table) != 0) {
            write_table(TABLES[i], text);
            continue;
        }
        const char *at = strstr(text.ptr, from);
        assert_non_null(at);
        char *changed = calloc(text.len + strlen(to) + 1, 1);
        assert_non_null(changed);
        const size_t head = (size_t)(at - text.ptr);
        memcpy(changed, text.ptr, head);
        memcpy(changed + head, to, strlen(to));
        memcpy(changed + head + strlen(to), at + strlen(from), text.len - head - strlen(from));
        write_table(table, fw_str_of(changed));
        free(changed);
    }
    fw_rubric *rubric = NULL;
    const fw_code code = fw_rubric_load(folder, &rubric, err);
    if (code != FW_OK) assert_null(rubric);
    fw_rubric_free(rubric);
    return code;
}

static void mistakes_are_refused_with_file_and_line(void **unused) {
    (void)unused;
    static const struct {
        const char *table, *from, *to;
        uint64_t line; /* 0: concerns the rubric as a whole */
    } CASES[] = {
        {"parts.csv", "part,feature", "piece,feature", 1},
        {"parts.csv", "fail,arc_fail,0,,requires", "failure,arc_fail,0,,requires", 2},
        {"parts.csv", "fail,own_admit", "fail,own_admitted", 4},
        {"parts.csv", "fail,arc_fail,0,0.6,2", "fail,arc_fail,0,0.6", 3},
        {"parts.csv", "fail,arc_fail,0,0.6,2", "fail,arc_fail,0,0.6,2,9", 3},
        {"parts.csv", "fail,arc_fail,0,0.6,2", "fail,arc_fail,0,0,2", 3},
        {"parts.csv", "fail,arc_fail,0,0.6,2", "fail,arc_fail,0,nan,2", 3},
        {"parts.csv", "fail,arc_fail,0,0.6,2", "fail,arc_fail,0,0.6,40", 3},
        {"parts.csv", "fail,arc_fail,0,0.6,2", "fail,arc_fail,0,0x1,2", 3},
        {"parts.csv", "fail,own_admit,", "fail,arc_fail,", 4},
        {"parts.csv", "fail,own_admit", "fail,\"own_admit", 4},
        {"parts.csv", "fail,own_admit", "fail,own\"admit", 4},
        {"parts.csv", "fail,own_admit", "fail,", 4},
        {"parts.csv", "fail,own_admit", "fail,\xC0\x80", 0},
        {"overall.csv", "scale_min,1,", "scale_min,one,", 2},
        {"overall.csv", "scale_min,1,", "scale_minimum,1,", 2},
        {"overall.csv", "scale_max,5,", "scale_min,5,", 3},
        {"overall.csv", "scale_max,5,", "scale_max,1,", 0},
        {"overall.csv", "weakest_weight,0.2", "weakest_weight,1.2", 6},
        {"overall.csv", "scale_min,1,lowest overall score\n", "", 0},
        {"weights.csv", "arc_diag,1.2", "arc_fail,1.2", 3},
        {"weights.csv", "arc_fail,1,predict", "arc_fail,1,perhaps", 2},
        {"weights.csv", "arc_fail,1,predict", "arc_fail,1,report", 2},
        {"weights.csv", "arc_fail,1,predict", "arc_fail,1e9,predict", 2},
        {"weights.csv", "arc_fail,1,predict",
         "a_feature_name_that_is_far_too_long_to_be_one_really,1,predict", 2},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        fw_error err = {0};
        assert_int_equal(load_changed(CASES[i].table, CASES[i].from, CASES[i].to, &err), FW_DATA);
        assert_int_equal(err.code, FW_DATA);
        assert_int_equal(err.row, CASES[i].line);
        if (CASES[i].line) assert_non_null(strstr(err.file, CASES[i].table));
        assert_true(err.message[0] != '\0');
    }
}

static void a_part_without_points_is_refused(void **unused) {
    (void)unused;
    fw_rubric *rubric = NULL;
    fw_error err = {0};
    write_table("weights.csv", FW_STR("feature,weight,use\narc_fail,1,predict\n"));
    write_table("overall.csv", built_in("overall.csv"));
    write_table("parts.csv",
                FW_STR("part,feature,threshold_low,threshold_full,points\nfail,arc_fail,0,1,4\n"));
    assert_int_equal(fw_rubric_load(folder, &rubric, &err), FW_DATA);
    assert_string_equal(err.message, "no rule grants points for part \"diag\"");
    write_table("parts.csv", FW_STR(""));
    assert_int_equal(fw_rubric_load(folder, &rubric, &err), FW_DATA);
    assert_int_equal(fw_rubric_load("/nonexistent", &rubric, &err), FW_NOINPUT);
}

static void comments_blank_lines_and_crlf_are_read(void **unused) {
    (void)unused;
    fw_error err = {0};
    assert_int_equal(
        load_changed("weights.csv", "feature,weight,use\n", "# ours\r\n\r\nfeature,weight,use\r\n", &err),
        FW_OK);
}

static void the_built_in_rubric_is_whole(void **unused) {
    (void)unused;
    fw_error err = {0};
    fw_rubric *rubric = NULL;
    assert_int_equal(fw_rubric_load(NULL, &rubric, &err), FW_OK);
    assert_true(rubric->overall[FW_RUBRIC_SCALE_MIN] == 1 && rubric->overall[FW_RUBRIC_SCALE_MAX] == 5);
    assert_true(fw_rubric_prior(rubric, "arc_impr")->weight > fw_rubric_prior(rubric, "hedge_rate")->weight);
    assert_false(fw_rubric_prior(rubric, "words")->predicts);
    assert_null(fw_rubric_prior(rubric, "no_such_feature"));
    double best[FW_ARC_PARTS] = {0};
    for (size_t i = 0; i < rubric->rule_count; i++)
        if (rubric->rules[i].points > 0) best[rubric->rules[i].part] += rubric->rules[i].points;
    for (size_t i = 0; i < FW_ARC_PARTS; i++) assert_true(best[i] >= 4); /* every part can reach 4 */
    fw_rubric *copy = fw_rubric_copy(rubric);
    json_t *a = fw_rubric_to_json(rubric), *b = fw_rubric_to_json(copy);
    assert_true(a && b && json_equal(a, b));
    json_decref(a);
    json_decref(b);
    fw_rubric_free(copy);
    fw_rubric_free(rubric);
    fw_rubric_free(NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mistakes_are_refused_with_file_and_line),
        cmocka_unit_test(a_part_without_points_is_refused),
        cmocka_unit_test(comments_blank_lines_and_crlf_are_read),
        cmocka_unit_test(the_built_in_rubric_is_whole),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
