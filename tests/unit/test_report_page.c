/* test_report_page.c: whole reports: everything written is well-formed, escaped, repeatable, and honest. */
#include "report_pages.h"

static void a_summary_out_of_line_is_refused(void **unused) {
    (void)unused;
    static const char *const FOLDER = FAILWISE_SOURCE_DIR "/reports/sample";
    assert_documented(FOLDER);
    char *text = read_whole(FOLDER, "summary.json");
    char why[256];
    json_t *summary = json_loads(text, 0, NULL);
    assert_int_equal(json_object_set_new(summary, "k", json_string("five")), 0);
    assert_false(fw_summary_is_valid(summary, why, sizeof why));
    assert_string_equal(why, ".k: another type");
    assert_int_equal(json_object_del(summary, "k"), 0);
    assert_false(fw_summary_is_valid(summary, why, sizeof why));
    assert_string_equal(why, ".k: missing");
    json_decref(summary);
    summary = json_loads(text, 0, NULL);
    assert_int_equal(json_object_set_new(json_object_get(summary, "rows"), "lost", json_integer(1)), 0);
    assert_false(fw_summary_is_valid(summary, why, sizeof why));
    assert_string_equal(why, "rows.lost: not documented");
    json_decref(summary);
    assert_false(fw_summary_is_valid(NULL, why, sizeof why));
    free(text);
}

/* What the policy names is the hash of what the page holds, and there is one such element. */
static void the_policy_admits(const char *html, const char *open, const char *close, const char *source) {
    const char *start = strstr(html, open);
    assert_non_null(start);
    start += strlen(open);
    const char *end = strstr(start, close);
    assert_non_null(end);
    assert_null(strstr(end, open));
    char hash[FW_SHA256_BASE64];
    fw_sha256_base64(start, (size_t)(end - start), hash);
    const char *named = strstr(html, source);
    assert_non_null(named);
    assert_memory_equal(named + strlen(source), hash, strlen(hash));
    if (open[1] == 's' && open[2] == 'c') assert_true(end - start < 5 * 1024);
}

/* Every figure has a caption with a link to a table that is there, and every link leads somewhere. */
static void every_figure_has_its_data(const char *html, const char *folder) {
    size_t figures = 0;
    for (const char *at = html; (at = strstr(at, "<figure>")); at++, figures++) {
        const char *caption = strstr(at, "</figcaption>");
        const char *link = strstr(at, "<a href=\"tables/");
        assert_non_null(caption);
        if (!link || link > caption) fail_msg("a figure without data: %.*s", (int)(caption - at), at);
    }
    assert_true(figures > 5);
    for (const char *at = html; (at = strstr(at, "href=\"tables/")); at++) {
        char path[512];
        (void)snprintf(path, sizeof path, "%s/%.*s", folder, (int)strcspn(at + 6, "\""), at + 6);
        if (access(path, R_OK) != 0) fail_msg("%s is not there", path);
    }
}

static void full_report_is_clean_and_repeatable(void **unused) {
    (void)unused;
    fw_weight weights[FX_VARS];
    const fw_model model = fx_model(weights);
    const setup s = six_cohorts(&model);
    char a[64], b[64];
    temporary_folder(a);
    temporary_folder(b);
    write_report(&s, a);
    write_report(&s, b);
    assert_clean(a);
    for (size_t f = 0; f < sizeof FILES / sizeof FILES[0]; f++) {
        char *first = read_whole(a, FILES[f]);
        char *second = read_whole(b, FILES[f]);
        assert_string_equal(first, second);
        free(first);
        free(second);
    }
    char *html = read_whole(a, "report.html");
    assert_non_null(strstr(html, "default-src 'none'; style-src 'sha256-"));
    assert_non_null(
        strstr(html, "Synthetic data: these figures exercise the program and say nothing about people"));
    assert_null(strstr(html, "style=\"")); /* the policy would ignore it */
    assert_null(strstr(html, "person-"));  /* no ids */
    assert_null(strstr(html, "answer-1"));
    the_policy_admits(html, "<style>", "</style>", "style-src 'sha256-");
    the_policy_admits(html, "<script>", "</script>", "script-src 'sha256-");
    every_figure_has_its_data(html, a);
    free(html);
    const char *keep = getenv("FAILWISE_KEEP_REPORT");
    if (keep && *keep) {
        char command[256];
        (void)snprintf(command, sizeof command, "rm -rf '%s' && cp -r '%s' '%s'", keep, a, keep);
        assert_int_equal(system(command), 0);
    }
    remove_folder(a);
    remove_folder(b);
}

/* ---- names that would like to be markup ---- */

static const char EVIL[] = "</script><evil a=\"1\" b='2'>\xE2\x80\xA8\xE2\x80\xAE|x`*\n=1+1";

static char *long_name(void) {
    static char name[400];
    memset(name, 'W', 300);
    memcpy(name + 300, "<evil>\xF0\x9F\x98\x80\xD7\xA9", 13);
    return name;
}

static void hostile_names_stay_text(void **unused) {
    (void)unused;
    fw_weight weights[FX_VARS];
    fw_model model = fx_model(weights);
    (void)snprintf(model.type, sizeof model.type, "<evil>\"'");
    (void)snprintf(model.trait, sizeof model.trait, "</td><evil>");
    (void)snprintf(weights[0].name, sizeof weights[0].name, "<evil>|");
    (void)snprintf(model.note[0], sizeof model.note[0], "<evil>");
    model.note_count = 1;
    fw_column columns[FX_COLUMNS];
    memcpy(columns, fx_columns, sizeof columns);
    columns[FX_SITE].name = "../../<evil>";
    const char *const names[] = {EVIL, long_name(), "=HYPERLINK(\"http://x\")"};
    const size_t sizes[] = {40, 40, 0};
    const char *const by[] = {"../../<evil>"};
    const setup s = {{120, 2, names, sizes, 3, false, false, 5},
                     {.title = EVIL, .k = 5, .group_by = by, .group_by_count = 1, .command_line = EVIL},
                     &model,
                     &INTAKE,
                     columns};
    char folder[64];
    write_report(&s, temporary_folder(folder));
    assert_clean(folder);
    static const char *const RAW[] = {"<evil", "</script><", "\xE2\x80\xA8", "\xE2\x80\xAE", "a=\"1\""};
    char *html = read_whole(folder, "report.html");
    char *markdown = read_whole(folder, "report.md");
    for (size_t i = 0; i < sizeof RAW / sizeof RAW[0]; i++) {
        assert_null(strstr(html, RAW[i]));
        if (i < 4) assert_null(strstr(markdown, RAW[i]));
    }
    size_t sections = 0;
    for (const char *at = html; (at = strstr(at, "<section ")); at++) sections++;
    assert_int_equal(sections, 19);
    free(html);
    free(markdown);
    char *csv = read_whole(folder, "tables/cohorts.csv");
    assert_non_null(strstr(csv, "\"'=HYPERLINK(")); /* no formula */
    free(csv);
    remove_folder(folder);
}

/* ---- disclosure ---- */

static void small_cohorts_are_nowhere(void **unused) {
    (void)unused;
    const setup s = six_cohorts(NULL);
    char folder[64];
    write_report(&s, temporary_folder(folder));
    char *text = read_whole(folder, "summary.json");
    json_t *summary = json_loads(text, 0, NULL);
    const json_t *cohorts = json_object_get(summary, "cohorts");
    size_t withheld = 0;
    for (size_t i = 0; i < json_array_size(cohorts); i++) {
        const json_t *cohort = json_array_get(cohorts, i);
        if (!json_is_string(json_object_get(cohort, "suppressed"))) continue;
        withheld++;
        assert_true(json_is_null(json_object_get(cohort, "answers")));
        assert_true(json_is_null(json_object_get(cohort, "mean_overall")));
    }
    assert_int_equal(withheld, 2); /* Pilot with three people, and the smallest other */
    json_decref(summary);
    free(text);
    static const char *const TABLES[] = {
        "cohorts", "distribution", "parts",  "parts_absent", "weakest",
        "traits",  "traps",        "timing", "change",       "change_by_cohort_and_part"};
    for (size_t i = 0; i < sizeof TABLES / sizeof TABLES[0]; i++) {
        char name[64];
        (void)snprintf(name, sizeof name, "tables/%s.csv", TABLES[i]);
        char *csv = read_whole(folder, name);
        const char *row = strstr(csv, "\nPilot,");
        assert_non_null(row);
        const size_t cells = strcspn(row + 7, "0123456789");
        assert_memory_equal(row + 7 + cells, "5)", 2); /* the only digit is that of "n<5" */
        assert_non_null(strstr(csv, "beside a group of n<5"));
        free(csv);
    }
    remove_folder(folder);
}

static void people_are_no_groups(void **unused) {
    (void)unused;
    static const char *const BAD[] = {"participant_id", "answer_id", "nosuch"};
    for (size_t i = 0; i < 3; i++) {
        fw_report *report = NULL;
        fw_error err = {0};
        const fw_report_options options = {.group_by = &BAD[i], .group_by_count = 1};
        assert_int_equal(fw_report_new(&options, fx_columns, FX_COLUMNS, fx_vars, FX_VARS, &report, &err),
                         FW_USAGE);
        assert_null(report);
        assert_non_null(strstr(err.message, BAD[i]));
    }
}

/* ---- manifest ---- */

/* The hash of report.md in the manifest, when that is known to have so many bytes more than it has. */
static void listed_hash(const char *folder, int64_t more, char hash[17]) {
    char *text = read_whole(folder, "report.md");
    const fw_known_file known[] = {{"report.html", 1, 1}, {"report.md", strlen(text) + (uint64_t)more, 0x42}};
    assert_int_equal(fw_manifest_write(folder, NULL, known, 2, NULL), FW_OK);
    free(text);
    text = read_whole(folder, "manifest.json");
    json_t *manifest = json_loads(text, 0, NULL), *file;
    const json_t *files = json_object_get(manifest, "files");
    size_t i;
    hash[0] = '\0';
    json_array_foreach(files, i, file) {
        if (strcmp(json_string_value(json_object_get(file, "path")), "report.md") == 0)
            snprintf(hash, 17, "%s", json_string_value(json_object_get(file, "xxh3")));
    }
    json_decref(manifest);
    free(text);
}

static void manifest_takes_what_is_known(void **unused) {
    (void)unused;
    const setup s = six_cohorts(NULL);
    char folder[64], hash[17];
    write_report(&s, temporary_folder(folder));
    listed_hash(folder, 0, hash);
    assert_string_equal(hash, "0000000000000042");
    listed_hash(folder, 1, hash); /* it is another file now */
    assert_int_equal(strlen(hash), 16);
    assert_string_not_equal(hash, "0000000000000042");
    remove_folder(folder);
}

static void manifest_lists_what_is_there(void **unused) {
    (void)unused;
    const setup s = six_cohorts(NULL);
    char folder[64];
    write_report(&s, temporary_folder(folder));
    assert_int_equal(setenv("SOURCE_DATE_EPOCH", "1700000000", 1), 0);
    assert_int_equal(fw_manifest_write(folder, NULL, NULL, 0, NULL), FW_OK);
    assert_int_equal(fw_manifest_write(folder, NULL, NULL, 0, NULL), FW_OK); /* again: does not list itself */
    char *text = read_whole(folder, "manifest.json");
    json_t *manifest = json_loads(text, 0, NULL);
    assert_string_equal(json_string_value(json_object_get(manifest, "written_at")), "2023-11-14T22:13:20Z");
    const json_t *files = json_object_get(manifest, "files");
    assert_true(json_array_size(files) > 20);
    const char *before = "";
    for (size_t i = 0; i < json_array_size(files); i++) {
        const json_t *file = json_array_get(files, i);
        const char *path = json_string_value(json_object_get(file, "path"));
        assert_true(strcmp(before, path) < 0);
        assert_true(json_integer_value(json_object_get(file, "bytes")) > 0);
        assert_int_equal(strlen(json_string_value(json_object_get(file, "xxh3"))), 16);
        assert_string_not_equal(path, "manifest.json");
        before = path;
    }
    json_decref(manifest);
    free(text);
    remove_folder(folder);
    fw_error err = {0};
    assert_int_equal(fw_manifest_write("/nonexistent/folder", NULL, NULL, 0, &err), FW_IO);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(people_are_no_groups),
        cmocka_unit_test(a_summary_out_of_line_is_refused),
        cmocka_unit_test(full_report_is_clean_and_repeatable),
        cmocka_unit_test(hostile_names_stay_text),
        cmocka_unit_test(small_cohorts_are_nowhere),
        cmocka_unit_test(manifest_lists_what_is_there),
        cmocka_unit_test(manifest_takes_what_is_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
