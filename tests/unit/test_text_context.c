/* test_text_context.c: the second reading of the clauses, which hears how the first one read all others. */
#include "analysis_fixture.h"

#include "text/arc_rules.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

enum { PATH_MOST = 256 };
static char folder[] = "/tmp/test-text-context-XXXXXX";

static void put_table(fw_arc_table table, fw_str text) {
    char path[PATH_MOST];
    snprintf(path, sizeof path, "%s/%s", folder, fw_arc_table_name(table));
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(text.ptr, 1, text.len, file), text.len);
    assert_int_equal(fclose(file), 0);
}

/* The built-in tables, but for `context`; what fw_analyzer_new says of them. */
static fw_code open_with(analysis_fixture *f, const char *context, fw_error *err) {
    *f = (analysis_fixture){0};
    assert_int_equal(fw_lexicon_builtin(&f->lexicon, NULL), FW_OK);
    for (int table = 0; table < FW_ARC_CONTEXT; table++)
        put_table((fw_arc_table)table, fw_lexicon_arc(f->lexicon, (fw_arc_table)table, NULL));
    put_table(FW_ARC_CONTEXT, (fw_str){context, strlen(context)});
    assert_int_equal(fw_lexicon_use_arc(f->lexicon, folder, NULL), FW_OK);
    return fw_analyzer_new(f->lexicon, NULL, &f->analyzer, err);
}

static const char STORY[] =
    "We lost the biggest client. I never asked the vendor for a date. I called them that "
    "night. I learned to ask for a date first. Now I ask for one in each contract.";

/* Without rows, clauses are read once: no cue speaks of a first reading. */
static void no_rows_no_second_reading(void **unused) {
    (void)unused;
    analysis_fixture f;
    assert_int_equal(open_with(&f, "reading,label,points\n", NULL), FW_OK);
    const fw_analysis *a = analyse(&f, STORY);
    assert_non_null(a);
    assert_in_range(a->cue_count, 1, UINT32_MAX);
    for (uint32_t i = 0; i < a->cue_count; i++) {
        assert_string_not_equal(a->cues[i].id, "read_around");
        assert_string_not_equal(a->cues[i].id, "first_reading");
    }
    analysis_fixture_close(&f);
}

/* How often `id` is among the cues of a clause, and the sum of its points. */
static uint32_t cue_of(const fw_analysis *a, uint32_t clause, const char *id, int *points) {
    uint32_t count = 0;
    *points = 0;
    for (uint32_t i = 0; i < a->clauses[clause].cue_count; i++) {
        const fw_cue *cue = &a->cues[a->clauses[clause].first_cue + i];
        if (strcmp(cue->id, id) != 0) continue;
        *points += cue->weight;
        count++;
    }
    return count;
}

/* One row is heard where it holds and nowhere else: the clause, those beside it, all before it, all behind.
 */
static void rows_hold_where_they_say(void **unused) {
    (void)unused;
    static const struct {
        const char *row, *cue;
        const char *heard; /* by clause of STORY: 1 = the row holds */
    } CASES[] = {{"reads_fail,fail,7", "first_reading", "10000"},
                 {"reads_a,diag,7", "first_reading", "01000"},
                 {"before:reads_fail,diag,7", "read_beside", "01000"},
                 {"before:reads_none,fail,7", "read_beside", "10000"},
                 {"behind:reads_learn,act,7", "read_beside", "00100"},
                 {"behind:reads_none,impr,7", "read_beside", "00001"},
                 {"told_fail_1,act,7", "read_around", "00100"},
                 {"told_fail_0,fail,7", "read_around", "10000"},
                 {"told_fail_2,act,7", "read_around", "00000"},
                 {"ahead_learn_1,act,7", "read_around", "00100"},
                 {"ahead_learn_0,impr,7", "read_around", "00001"}};
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        char table[PATH_MOST];
        analysis_fixture f;
        snprintf(table, sizeof table, "reading,label,points\n%s\n", CASES[i].row);
        assert_int_equal(open_with(&f, table, NULL), FW_OK);
        const fw_analysis *a = analyse(&f, STORY);
        assert_non_null(a);
        assert_int_equal(a->clause_count, strlen(CASES[i].heard));
        for (uint32_t c = 0; c < a->clause_count; c++) {
            int points;
            const uint32_t count = cue_of(a, c, CASES[i].cue, &points);
            if (count != (uint32_t)(CASES[i].heard[c] - '0'))
                print_message("%s: clause %u\n", CASES[i].row, c);
            assert_int_equal(count, CASES[i].heard[c] - '0');
            assert_int_equal(points, count ? 7 : 0);
        }
        analysis_fixture_close(&f);
    }
}

/* The points of a clause are those of its cues: those of the second reading are summed while the clauses are
 * passed, and listed one by one. */
static void cues_add_up_to_the_points(void **unused) {
    (void)unused;
    analysis_fixture f;
    assert_true(analysis_fixture_open(&f));
    const fw_analysis *a = analyse(&f, STORY);
    assert_non_null(a);
    uint32_t heard = 0;
    for (uint32_t c = 0; c < a->clause_count; c++) {
        const fw_clause *clause = &a->clauses[c];
        if (clause->part == FW_PART_OTHER) continue;
        int sum = 0, around;
        for (uint32_t i = 0; i < clause->cue_count; i++) sum += a->cues[clause->first_cue + i].weight;
        assert_int_equal(sum, clause->score[clause->part]);
        heard += cue_of(a, c, "read_around", &around);
    }
    assert_in_range(heard, 1, UINT32_MAX);
    analysis_fixture_close(&f);
}

/* A label that the clause gives no reason for is not made by the story around it, however much that says. */
static void the_story_around_makes_no_part(void **unused) {
    (void)unused;
    analysis_fixture f;
    assert_int_equal(open_with(&f, "reading,label,points\nbefore:reads_fail,learn,1000\n", NULL), FW_OK);
    const fw_analysis *a = analyse(&f, "We lost the biggest client. Twelve crates of 40 went to Leeds.");
    assert_non_null(a);
    assert_int_equal(a->clause_count, 2);
    assert_int_equal(a->clauses[0].part, FW_PART_FAIL);
    assert_int_not_equal(a->clauses[1].part, FW_PART_LEARN);
    analysis_fixture_close(&f);
}

static void bad_rows_are_refused(void **unused) {
    (void)unused;
    static const char *const ROWS[] = {
        "told_fail_3,learn,5", "reads_nothing,learn,5", "reads_fail,other,5",    "reads_fail,learning,5",
        "from:fail,s,5",       "from:,fail,5",          "told_fail_1,learn,1.5", "past,fail,5"};
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        char table[PATH_MOST];
        analysis_fixture f;
        fw_error err = {0};
        snprintf(table, sizeof table, "reading,label,points\n%s\n", ROWS[i]);
        if (open_with(&f, table, &err) != FW_DATA) print_message("%s\n", ROWS[i]);
        assert_non_null(strstr(err.message, "not a rule"));
        assert_int_equal(err.row, 2);
        analysis_fixture_close(&f);
    }
}

static int make_folder(void **unused) {
    (void)unused;
    return mkdtemp(folder) ? 0 : -1;
}
static int remove_folder(void **unused) {
    (void)unused;
    for (int table = 0; table < FW_ARC_TABLES; table++) {
        char path[PATH_MOST];
        snprintf(path, sizeof path, "%s/%s", folder, fw_arc_table_name((fw_arc_table)table));
        if (unlink(path) != 0) return -1;
    }
    return rmdir(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_rows_no_second_reading), cmocka_unit_test(rows_hold_where_they_say),
        cmocka_unit_test(cues_add_up_to_the_points), cmocka_unit_test(the_story_around_makes_no_part),
        cmocka_unit_test(bad_rows_are_refused),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
