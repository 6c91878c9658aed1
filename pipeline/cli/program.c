/* program.c: finds the command, parses its options, calls it, and turns the outcome into the exit status. */
#include "cli/program.h"

#include "base/ordered.h"
#include "cli/completion.h"
#include "cli/paths.h"
#include "cli/summary.h"

#include "base/json.h"

#include <signal.h>
#include <string.h>

static volatile int stop_signal; /* a signal's number once one has come */

static void on_signal(int number) { stop_signal = number; }

/*
 * No SA_RESTART: a read that waits for input ends. SA_RESETHAND: a second signal kills at once. Whoever
 * starts us under nohup has a lost terminal change nothing; only that is kept, as a shell has its jobs in the
 * background ignore SIGINT and SIGQUIT although they should end with it.
 */
const volatile int *fw_program_catch_signals(void) {
    static const int STOP[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGXCPU};
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = (int)SA_RESETHAND}, before;
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < sizeof STOP / sizeof STOP[0]; i++) {
        (void)sigaction(STOP[i], &action, &before);
        if (STOP[i] == SIGHUP && before.sa_handler == SIG_IGN) (void)signal(SIGHUP, SIG_IGN);
    }
    /* A file that may not grow further (ulimit -f) is a failed write like others, not the end. */
    (void)signal(SIGXFSZ, SIG_IGN);
    return &stop_signal;
}

static void print_commands(const fw_program *program, FILE *out) {
    fprintf(out,
            "usage: %s COMMAND [ARGUMENTS]\n\n"
            "Scores how well people answer \"Tell me about a time you failed\".\n\nCommands:\n",
            program->usage);
    for (const fw_command *c = fw_commands; c->name; c++) {
        if (c->bit & program->commands) fprintf(out, "  %-10s %s\n", c->name, c->summary);
    }
    fprintf(out, "\n'%s help COMMAND' tells the options of a command.\n\nExit status:\n", program->name);
    size_t count;
    const fw_code_info *codes = fw_code_table(&count);
    for (size_t i = 0; i < count; i++) {
        if (codes[i].code == FW_INTERRUPTED) {
            fprintf(out, "  128+n  %s\n", codes[i].meaning);
        } else {
            fprintf(out, "  %-5d  %s\n", (int)codes[i].code, codes[i].meaning);
        }
    }
}

static void init(fw_cli *cli, const fw_program *program) {
    const fw_run_options defaults = fw_run_defaults();
    fw_cli_init(cli, &defaults);
    cli->program = program;
    cli->table = fw_table_defaults();
    cli->simulate = fw_simulate_defaults();
}

/* `manual`: as a manual page, for the build. */
static fw_code print_help(const fw_program *program, const fw_command *command, bool manual, fw_error *err) {
    if (!command) {
        print_commands(program, stdout);
        return FW_OK;
    }
    fw_cli defaults;
    init(&defaults, program);
    fw_buffer text = {0};
    if (manual)
        fw_manual_page(command, &defaults, &text);
    else
        fw_options_help(&text, command, &defaults);
    const fw_code code = text.failed ? fw_fail_nomem(err) : FW_OK;
    if (code == FW_OK) fputs(text.data, stdout);
    fw_buffer_free(&text);
    return code;
}

static fw_code unknown_command(const fw_program *program, const char *name, fw_error *err) {
    if (fw_command_find(name))
        return fw_fail(err, FW_USAGE, "%s has no command '%s': failwise does that", program->name, name);
    const fw_command *near = fw_command_nearest(name);
    if (near) return fw_fail(err, FW_USAGE, "unknown command '%.60s'; did you mean '%s'?", name, near->name);
    return fw_fail(err, FW_USAGE, "unknown command '%.60s'; '%s help' lists them", name, program->name);
}

/* Behind a mistake options were not looked at any more; the message about it is read by a program all the
 * same. */
static bool asks_for_json(int argc, const char *const *argv) {
    for (int i = 0; i < argc; i++) {
        if (strcmp(argv[i], "--log-format=json") == 0) return true;
        if (strcmp(argv[i], "--log-format") == 0 && i + 1 < argc && strcmp(argv[i + 1], "json") == 0)
            return true;
    }
    return false;
}

static fw_code run_command(fw_cli *cli, int argc, const char *const *argv, fw_error *err) {
    fw_code code = fw_options_parse(cli, argc, argv, err);
    cli->log.json = strcmp(cli->log_format, "json") == 0 || (code != FW_OK && asks_for_json(argc, argv));
    cli->log.quiet = cli->quiet;
    if (code == FW_OK && cli->help) return print_help(cli->program, cli->command, false, err);
    if (code == FW_OK) code = fw_options_check(cli, err);
    if (code == FW_OK) code = fw_outputs_differ(cli, err);
    if (code == FW_USAGE && !cli->log.json) {
        fw_log_error(&cli->log, err);
        fprintf(stderr, "Try '%s %s --help'.\n", cli->program->name, cli->command->name);
        *err = (fw_error){0};
    }
    if (code != FW_OK) return code;
    fw_cli_warn_of_lexicons(cli);
    fw_cli_attach_progress(cli, &stop_signal);
    if (cli->program->prepare) code = cli->program->prepare(cli, err);
    if (cli->run.threads > 1) cli->run.threads = fw_ordered_startable(cli->run.threads);
    if (code == FW_OK) code = cli->command->function(cli, err);
    fw_meter_end(&cli->meter);
    return code;
}

/* What `PROGRAM ARGUMENTS` means before any option is looked at. */
static fw_code dispatch(fw_cli *cli, int argc, char **argv, fw_error *err) {
    const char *word = argv[1];
    const bool help = strcmp(word, "help") == 0;
    if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0 || (help && argc == 2))
        return print_help(cli->program, NULL, false, err);
    if (strcmp(word, "--version") == 0) word = "version";
    const bool manual = help && argc == 4 && strcmp(argv[2], "--man") == 0;
    if (help) word = argv[manual ? 3 : 2];
    cli->command = fw_command_find(word);
    if (!cli->command || !(cli->command->bit & cli->program->commands))
        return unknown_command(cli->program, word, err);
    return help ? print_help(cli->program, cli->command, manual, err)
                : run_command(cli, argc - 2, (const char *const *)argv + 2, err);
}

/* A full disk must not look like success: stdout is flushed and checked. */
static fw_code close_stdout(fw_code code, fw_error *err) {
    const bool failed = ferror(stdout) != 0;
    if ((fclose(stdout) != 0 || failed) && (code == FW_OK || code == FW_GATE)) {
        return fw_fail_errno(err, FW_IO, NULL, "cannot write to standard output");
    }
    return code;
}

int fw_program_main(const fw_program *program, int argc, char **argv) {
    if (argc < 2) {
        print_commands(program, stderr);
        return FW_USAGE;
    }
    fw_cli cli;
    init(&cli, program);
    fw_error err = {0};
    fw_json_watch_memory();
    fw_code code = dispatch(&cli, argc, argv, &err);
    if ((code == FW_OK || code == FW_GATE) && fw_json_memory_failed()) code = fw_fail_nomem(&err);
    code = close_stdout(code, &err);
    const bool stopped = stop_signal && code != FW_OK && code != FW_GATE;
    if (stopped) fw_fail(&err, FW_INTERRUPTED, "stopped by signal %d; nothing was written", stop_signal);
    if (err.message[0]) fw_log_error(&cli.log, &err);
    const int status = stopped ? FW_INTERRUPTED + stop_signal : (int)code;
    fw_cli_free(&cli);
    return status;
}
