/* test_cli_options.c: the option parser: bad input first, then what good input sets, then the help. */
#include "cli/options.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const fw_command RUN = {"run", NULL, "ANSWERS.csv -o OUT/", "", "Runs.", FW_CMD_RUN, 1, 1, true};
static const fw_command CHECK = {"check", NULL, "ANSWERS.csv", "", "Checks.", FW_CMD_CHECK, 1, 1, false};

/* The table of commands needs every stage: these two do for sections of configuration files. */
const fw_command *fw_command_find(const char *name) {
    return strcmp(name, "run") == 0 ? &RUN : strcmp(name, "check") == 0 ? &CHECK : NULL;
}

static void start(fw_cli *cli, const fw_command *command) {
    const fw_run_options defaults = {
        .k = 5, .max_reject_rate = .05, .scale_min = (double)NAN, .trait = "overall"};
    fw_cli_init(cli, &defaults);
    cli->command = command;
}

/* Parses a NULL-ended list of words. */
static fw_code parse(fw_cli *cli, fw_error *err, const char *const *words) {
    int count = 0;
    while (words[count]) count++;
    *err = (fw_error){0};
    return fw_options_parse(cli, count, words, err);
}
#define WORDS(...) ((const char *[]){__VA_ARGS__, NULL})

static void refuses(const fw_command *command, const char *const *words, const char *message) {
    fw_cli cli;
    fw_error err;
    start(&cli, command);
    assert_int_equal(parse(&cli, &err, words), FW_USAGE);
    assert_string_equal(err.message, message);
    fw_cli_free(&cli);
}

static void numbers_are_strict_and_name_their_option(void **unused) {
    (void)unused;
    refuses(&RUN, WORDS("--threads=5x"), "--threads: '5x' is not a whole number from 1 to 1024");
    refuses(&RUN, WORDS("-t", "0"), "-t: '0' is not a whole number from 1 to 1024");
    refuses(&RUN, WORDS("-t99999999999999999999"),
            "-t: '99999999999999999999' is not a whole number from 1 to 1024");
    refuses(&RUN, WORDS("--k="), "--k: '' is not a whole number from 1 to 1000000");
    refuses(&RUN, WORDS("--max-reject-rate", "nan"), "--max-reject-rate: 'nan' is not a number from 0 to 1");
    refuses(&RUN, WORDS("--max-reject-rate", "0x1"), "--max-reject-rate: '0x1' is not a number from 0 to 1");
    refuses(&RUN, WORDS("--max-reject-rate", "1.01"),
            "--max-reject-rate: '1.01' is not a number from 0 to 1");
    refuses(&RUN, WORDS("--scale", "5:1"), "--scale: '5:1' is not MIN:MAX with MIN below MAX, as in 1:5");
    refuses(&RUN, WORDS("--scale", "1-5"), "--scale: '1-5' is not MIN:MAX with MIN below MAX, as in 1:5");
}

static void unknown_options_name_the_nearest_of_that_command(void **unused) {
    (void)unused;
    refuses(&RUN, WORDS("--thread", "4"), "unknown option '--thread' for 'run'; did you mean '--threads'?");
    refuses(&CHECK, WORDS("--folds", "3"), "'check' does not take the option '--folds'");
    refuses(&CHECK, WORDS("--qqqqqqq"), "unknown option '--qqqqqqq' for 'check'");
    refuses(&RUN, WORDS("-Z"), "unknown option '-Z' for 'run'");
    refuses(&RUN, WORDS("---"), "unknown option '---' for 'run'");
}

static void values_are_asked_for_and_refused(void **unused) {
    (void)unused;
    refuses(&RUN, WORDS("a.csv", "-o"), "option '-o' needs a value: PATH");
    refuses(&RUN, WORDS("--force=1"), "option '--force' takes no value");
    refuses(&RUN, WORDS("--output="), "--output: the value is empty");
    refuses(&RUN, WORDS("--map", "text"), "--map: 'text' is not COLUMN=HEADER, as in text=Response");
    refuses(&RUN, WORDS("--map", "=Response"),
            "--map: '=Response' is not COLUMN=HEADER, as in text=Response");
    refuses(&RUN, WORDS("--by", "a,,b"), "--by: 'a,,b' is not a list of names with commas between them");
    refuses(&RUN, WORDS("--model-type", "rid"), "--model-type: 'rid' is not one of rubric-ridge|ridge|ols");
}

static void counts_of_arguments_are_checked(void **unused) {
    (void)unused;
    fw_cli cli;
    fw_error err;
    start(&cli, &RUN);
    assert_int_equal(parse(&cli, &err, WORDS("-q")), FW_OK);
    assert_int_equal(fw_options_check(&cli, &err), FW_USAGE);
    assert_int_equal(parse(&cli, &err, WORDS("a.csv")), FW_OK);
    assert_int_equal(fw_options_check(&cli, &err), FW_USAGE);
    assert_string_equal(err.message, "'run' needs -o: where the output goes");
    assert_int_equal(parse(&cli, &err, WORDS("-o", "out")), FW_OK);
    assert_int_equal(fw_options_check(&cli, &err), FW_OK);
    assert_int_equal(parse(&cli, &err, WORDS("b.csv")), FW_OK);
    assert_int_equal(fw_options_check(&cli, &err), FW_USAGE);
    assert_string_equal(err.message, "unexpected argument 'b.csv' for 'run'");
    fw_cli_free(&cli);
}

static void every_spelling_sets_the_same_value(void **unused) {
    (void)unused;
    const char *const *const SPELLINGS[] = {
        WORDS("--threads", "4"),     WORDS("--threads=4"), WORDS("-t", "4"), WORDS("-t4"),
        WORDS("-t9", "--threads=4"), WORDS("-qt4")};
    for (size_t i = 0; i < sizeof SPELLINGS / sizeof SPELLINGS[0]; i++) {
        fw_cli cli;
        fw_error err;
        start(&cli, &RUN);
        assert_int_equal(parse(&cli, &err, SPELLINGS[i]), FW_OK);
        assert_int_equal(cli.run.threads, 4);
        fw_cli_free(&cli);
    }
}

static void lists_and_maps_add_up(void **unused) {
    (void)unused;
    fw_cli cli;
    fw_error err;
    start(&cli, &RUN);
    assert_int_equal(parse(&cli, &err,
                           WORDS("--by=site, team", "--by", "role", "--lexicon", "a,b.dic", "--map",
                                 "text=My = text", "--map=cohort=Class", "--scale=-1:7.5", "-vv")),
                     FW_OK);
    assert_int_equal(cli.run.group_by_count, 3);
    assert_string_equal(cli.run.group_by[0], "site");
    assert_string_equal(cli.run.group_by[1], "team");
    assert_string_equal(cli.run.group_by[2], "role");
    assert_int_equal(cli.run.lexicon_count, 1);
    assert_string_equal(cli.run.lexicons[0], "a,b.dic");
    assert_int_equal(cli.run.map_count, 2);
    assert_string_equal(cli.run.map[0].column, "text");
    assert_string_equal(cli.run.map[0].header, "My = text");
    assert_string_equal(cli.run.map[1].header, "Class");
    assert_true(cli.run.scale_min == -1 && cli.run.scale_max == 7.5);
    assert_int_equal(cli.verbose, 2);
    fw_cli_free(&cli);
}

static void two_dashes_end_the_options(void **unused) {
    (void)unused;
    fw_cli cli;
    fw_error err;
    start(&cli, &RUN);
    assert_int_equal(parse(&cli, &err, WORDS("-", "--", "-t4", "--")), FW_OK);
    assert_int_equal(cli.arg_count, 3);
    assert_string_equal(cli.args[0], "-");
    assert_string_equal(cli.args[1], "-t4");
    assert_string_equal(cli.args[2], "--");
    assert_int_equal(cli.run.threads, 0);
    fw_cli_free(&cli);
}

/* Outputs hold the recorded line: it must not change with threads or with where the output goes. */
static void the_recorded_command_leaves_out_what_cannot_matter(void **unused) {
    (void)unused;
    fw_cli cli;
    fw_error err;
    start(&cli, &RUN);
    assert_int_equal(
        parse(&cli, &err, WORDS("in.csv", "-t4", "-o", "out", "-fq", "-k7", "--title", "It's mine")), FW_OK);
    assert_string_equal(cli.run.command_line, "failwise run in.csv --k 7 --title 'It'\\''s mine'");
    fw_cli_free(&cli);
}

static void help_shows_defaults_and_only_the_command_s_options(void **unused) {
    (void)unused;
    fw_cli cli;
    start(&cli, &CHECK);
    fw_buffer help = {0};
    fw_options_help(&help, &CHECK, &cli);
    assert_false(help.failed);
    assert_non_null(strstr(help.data, "usage: failwise check ANSWERS.csv\n"));
    assert_non_null(strstr(help.data, "(default: 5)"));
    assert_non_null(strstr(help.data, "--ratings FILE"));
    assert_null(strstr(help.data, "--folds"));
    for (const char *line = help.data; *line; line += strcspn(line, "\n") + 1) {
        assert_true(strcspn(line, "\n") <= 100);
    }
    fw_buffer_free(&help);
    fw_cli_free(&cli);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_strict_and_name_their_option),
        cmocka_unit_test(unknown_options_name_the_nearest_of_that_command),
        cmocka_unit_test(values_are_asked_for_and_refused),
        cmocka_unit_test(counts_of_arguments_are_checked),
        cmocka_unit_test(every_spelling_sets_the_same_value),
        cmocka_unit_test(lists_and_maps_add_up),
        cmocka_unit_test(two_dashes_end_the_options),
        cmocka_unit_test(the_recorded_command_leaves_out_what_cannot_matter),
        cmocka_unit_test(help_shows_defaults_and_only_the_command_s_options),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
