/* fuzz_cli_settings.c: any bytes as a configuration file, for two commands: read or refused with its line;
 * what is read is shown by `config show` as a file that sets the same. */
#include "cli/settings.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { LONGEST = 4096 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const fw_command RUN = {"run", NULL, "ANSWERS.csv -o OUT/", "", "Runs.", FW_CMD_RUN, 1, 1, true};
static const fw_command SCORE = {"score", NULL, "FEATURES.h5", "", "Scores.", FW_CMD_SCORE, 1, 1, false};

/* The table of commands needs every stage: these two do for sections. */
const fw_command *fw_command_find(const char *name) {
    return strcmp(name, "run") == 0 ? &RUN : strcmp(name, "score") == 0 ? &SCORE : NULL;
}

static void stop(const char *what) {
    (void)fprintf(stderr, "broken: %s\n", what);
    abort();
}

static void start(fw_cli *cli, const fw_command *command) {
    const fw_run_options defaults = {.k = 5, .max_reject_rate = .05, .trait = "overall"};
    fw_cli_init(cli, &defaults);
    cli->command = command;
    if (fw_settings_begin(cli, NULL) != FW_OK) abort();
}

/* Reads `len` bytes as a file. */
static fw_code read_bytes(fw_cli *cli, const void *bytes, size_t len, fw_error *err) {
    char path[64];
    const int file = memfd_create("settings", 0);
    if (file < 0 || write(file, bytes, len) != (ssize_t)len) abort();
    (void)snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    *err = (fw_error){0};
    const fw_code code = fw_settings_read(cli, path, FW_SOURCE_CONFIG, err);
    close(file);
    return code;
}

/* A refusal says where and why. */
static void check_refusal(fw_code code, const fw_error *err, const uint8_t *data, size_t size) {
    size_t lines = 1;
    for (size_t i = 0; i < size; i++) lines += data[i] == '\n';
    if (code != FW_CONFIG || err->code != FW_CONFIG) stop("a refusal of another kind");
    if (!err->message[0] || !err->file[0]) stop("a refusal without its reason");
    if (err->row < 1 || err->row > lines) stop("a refusal at a line that is not there");
}

static void texts(const fw_cli *cli, fw_buffer *shown, fw_buffer *record) {
    fw_settings_print(cli, cli->command, false, shown);
    fw_settings_record(cli, record);
    fw_buffer_char(record, '\n');
    if (shown->failed || record->failed) abort();
}

static void check_shown(const fw_cli *cli) {
    fw_buffer shown = {0}, record = {0}, shown_again = {0}, record_again = {0};
    fw_cli again;
    fw_error err;
    texts(cli, &shown, &record);
    start(&again, cli->command);
    if (read_bytes(&again, shown.data, shown.len, &err) != FW_OK) stop(err.message);
    texts(&again, &shown_again, &record_again);
    if (strcmp(shown.data, shown_again.data) != 0) {
        (void)fprintf(stderr, "%s---\n%s", shown.data, shown_again.data);
        stop("what is shown sets something else");
    }
    fw_buffer_free(&shown);
    fw_buffer_free(&record);
    fw_buffer_free(&shown_again);
    fw_buffer_free(&record_again);
    fw_cli_free(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const fw_command *const COMMANDS[] = {&RUN, &SCORE};
    if (size > LONGEST) return 0;
    for (size_t i = 0; i < sizeof COMMANDS / sizeof COMMANDS[0]; i++) {
        fw_cli cli;
        fw_error err;
        start(&cli, COMMANDS[i]);
        const fw_code code = read_bytes(&cli, data, size, &err);
        if (code != FW_OK)
            check_refusal(code, &err, data, size);
        else if (memchr(data, '\0', size))
            stop("a NUL byte is passed over");
        else
            check_shown(&cli);
        fw_cli_free(&cli);
    }
    return 0;
}
