/* options.c: parsing a command line. */
#include "cli/settings.h"

#include "base/str.h"

#include <math.h>
#include <string.h>

enum { SHORT_MAX = 4 };

void fw_cli_init(fw_cli *cli, const fw_run_options *run) {
    enum { EPOCHS = 7, REACH = 100, MARGIN = 60, WORD_ANSWERS = 3, REPEATS = 500, TREND = 14 };
    *cli = (fw_cli){.run = *run,
                    .log_format = "text",
                    .progress = "auto",
                    .color = "auto",
                    .duration_s = (double)NAN,
                    .evaluate.error_variance = (double)NAN,
                    .max_psi = (double)NAN,
                    .trend = TREND,
                    .epochs = EPOCHS,
                    .margin = MARGIN,
                    .word_answers = WORD_ANSWERS,
                    .reach = REACH,
                    .repeats = REPEATS};
    cli->log.stream = stderr;
    cli->meter.stream = stderr;
}

void fw_cli_free(fw_cli *cli) {
    fw_settings_free(cli);
    fw_arena_free(&cli->arena);
}

/* ---- finding an option ------------------------------------------------------------------------------------
 */

static const fw_option *find_letter(const fw_command *command, char letter) {
    for (const fw_option *o = fw_options; o->name; o++) {
        if (o->letter == letter && fw_option_takes(o, command)) return o;
    }
    return NULL;
}

static fw_code unknown(const fw_command *command, fw_str name, fw_error *err) {
    char text[64];
    snprintf(text, sizeof text, "%.*s", (int)(name.len < 63 ? name.len : 63), name.ptr);
    const fw_option *near = fw_option_nearest(command, text, FW_OPTION_IN_WORDS);
    if (near) {
        return fw_fail(err, FW_USAGE, "unknown option '--%s' for '%s'; did you mean '--%s'?", text,
                       command->name, near->name);
    }
    if (fw_option_find(command, name, FW_OPTION_IN_WORDS)) {
        return fw_fail(err, FW_USAGE, "'%s' does not take the option '--%s'", command->name, text);
    }
    return fw_fail(err, FW_USAGE, "unknown option '--%s' for '%s'", text, command->name);
}

/* ---- the command line ---- */

/* Where parsing stands, and what will be recorded as the command line. */
typedef struct parser {
    fw_cli *cli;
    int argc, next;
    const char *const *argv;
    fw_buffer record;
} parser;

void fw_option_record_word(fw_buffer *record, fw_str word) {
    static const char PLAIN[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./=:,+@%";
    size_t plain = 0;
    while (plain < word.len && strchr(PLAIN, word.ptr[plain])) plain++;
    fw_buffer_char(record, ' ');
    if (word.len && plain == word.len) {
        fw_buffer_str(record, word);
        return;
    }
    fw_buffer_char(record, '\'');
    for (size_t i = 0; i < word.len; i++) {
        if (word.ptr[i] == '\'') {
            fw_buffer_text(record, "'\\''");
        } else {
            fw_buffer_char(record, word.ptr[i]);
        }
    }
    fw_buffer_char(record, '\'');
}

static void record_word(fw_buffer *record, const char *word) {
    fw_option_record_word(record, fw_str_of(word));
}

/* Gives `option` its value, taken from `attached` or else from the next word. */
static fw_code give(parser *p, const fw_option *option, const char *attached, const char *spelled,
                    fw_error *err) {
    const char *value = NULL;
    if (option->argument) {
        value = attached ? attached : (p->next < p->argc ? p->argv[p->next++] : NULL);
        if (!value) return fw_fail(err, FW_USAGE, "option '%s' needs a value: %s", spelled, option->argument);
    } else if (attached) {
        return fw_fail(err, FW_USAGE, "option '%s' takes no value", spelled);
    }
    if (!option->cosmetic) {
        char word[64];
        snprintf(word, sizeof word, "--%s", option->name);
        record_word(&p->record, word);
        if (value) record_word(&p->record, value);
    }
    return fw_setting_put(p->cli, option, value, FW_SOURCE_OPTION, spelled, err);
}

static fw_code parse_long(parser *p, const char *word, fw_error *err) {
    const size_t length = strcspn(word, "=");
    const fw_option *option = fw_option_find(p->cli->command, (fw_str){word, length}, FW_OPTION_IN_WORDS);
    if (!option || !fw_option_takes(option, p->cli->command)) {
        return unknown(p->cli->command, (fw_str){word, length}, err);
    }
    char spelled[64];
    snprintf(spelled, sizeof spelled, "--%s", option->name);
    return give(p, option, word[length] == '=' ? word + length + 1 : NULL, spelled, err);
}

/* One word of short options: -vv, -t4, -qt 4. */
static fw_code parse_short(parser *p, const char *letters, fw_error *err) {
    fw_code code = FW_OK;
    for (; *letters && code == FW_OK; letters++) {
        const fw_option *option = find_letter(p->cli->command, *letters);
        if (!option) {
            return fw_fail(err, FW_USAGE, "unknown option '-%c' for '%s'", *letters, p->cli->command->name);
        }
        const char spelled[SHORT_MAX] = {'-', *letters, '\0'};
        const bool rest_is_value = option->argument && letters[1];
        code = give(p, option, rest_is_value ? letters + 1 : NULL, spelled, err);
        if (rest_is_value) break;
    }
    return code;
}

static fw_code parse_words(parser *p, fw_error *err) {
    fw_code code = FW_OK;
    bool options_ended = false;
    while (code == FW_OK && p->next < p->argc) {
        const char *word = p->argv[p->next++];
        if (options_ended || word[0] != '-' || word[1] == '\0') {
            p->cli->args[p->cli->arg_count++] = word;
            record_word(&p->record, word);
        } else if (strcmp(word, "--") == 0) {
            options_ended = true;
        } else {
            code = word[1] == '-' ? parse_long(p, word + 2, err) : parse_short(p, word + 1, err);
        }
    }
    return code;
}

/* The file that --config names: it is read before the options are. */
static const char *config_among(int argc, const char *const *argv) {
    const char *path = NULL;
    for (int i = 0; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (strcmp(argv[i], "--config") == 0 && i + 1 < argc) path = argv[++i];
        if (strncmp(argv[i], "--config=", strlen("--config=")) == 0) path = argv[i] + strlen("--config=");
    }
    return path;
}

fw_code fw_options_parse(fw_cli *cli, int argc, const char *const *argv, fw_error *err) {
    cli->args = fw_arena_alloc(&cli->arena, ((size_t)argc + 1) * sizeof *cli->args);
    if (!cli->args) return fw_fail_nomem(err);
    parser p = {.cli = cli, .argc = argc, .argv = argv};
    fw_buffer_printf(&p.record, "failwise %s", cli->command->name);
    fw_code code = fw_settings_begin(cli, err);
    if (code == FW_OK) code = fw_settings_load(cli, config_among(argc, argv), err);
    if (code == FW_OK) code = parse_words(&p, err);
    if (code == FW_OK) {
        fw_settings_record(cli, &p.record);
        cli->run.command_line = fw_arena_copy(&cli->arena, (fw_str){p.record.data, p.record.len});
        if (p.record.failed || !cli->run.command_line) code = fw_fail_nomem(err);
    }
    fw_buffer_free(&p.record);
    return code;
}

fw_code fw_options_check(const fw_cli *cli, fw_error *err) {
    const fw_command *command = cli->command;
    if (cli->arg_count < command->min_args) {
        return fw_fail(err, FW_USAGE, "'%s' needs an argument: failwise %s %s", command->name, command->name,
                       command->synopsis);
    }
    if (cli->arg_count > command->max_args) {
        return fw_fail(err, FW_USAGE, "unexpected argument '%.80s' for '%s'", cli->args[command->max_args],
                       command->name);
    }
    if (command->needs_output && !cli->run.output) {
        return fw_fail(err, FW_USAGE, "'%s' needs -o: where the output goes", command->name);
    }
    return FW_OK;
}
