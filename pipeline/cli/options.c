/* options.c: setting one value, and parsing a command line. */
#include "cli/options.h"

#include "base/str.h"

#include <math.h>
#include <string.h>

enum { SHORT_MAX = 4 };

void fw_cli_init(fw_cli *cli, const fw_run_options *run) {
    enum { EPOCHS = 10, REACH = 100, MARGIN = 40, WORD_ANSWERS = 3, REPEATS = 500 };
    *cli = (fw_cli){.run = *run,
                    .log_format = "text",
                    .progress = "auto",
                    .color = "auto",
                    .duration_s = (double)NAN,
                    .evaluate.error_variance = (double)NAN,
                    .max_psi = (double)NAN,
                    .epochs = EPOCHS,
                    .margin = MARGIN,
                    .word_answers = WORD_ANSWERS,
                    .reach = REACH,
                    .repeats = REPEATS};
    cli->log.stream = stderr;
    cli->meter.stream = stderr;
}

void fw_cli_free(fw_cli *cli) { fw_arena_free(&cli->arena); }

/* ---- setting a value -------------------------------------------------------------------------------------
 */

static void *field(fw_cli *cli, size_t offset) { return (char *)cli + offset; }

static fw_code bad_value(fw_error *err, const char *origin, const char *value, const char *expected) {
    return fw_fail(err, FW_USAGE, "%s: '%.80s' is not %s", origin, value, expected);
}

static fw_code set_size(fw_cli *cli, const fw_option *o, const char *value, const char *origin,
                        fw_error *err) {
    int64_t number = 0;
    if (!fw_parse_int(fw_str_of(value), (int64_t)o->min, (int64_t)o->max, &number)) {
        char expected[96];
        snprintf(expected, sizeof expected, "a whole number from %.0f to %.0f", o->min, o->max);
        return bad_value(err, origin, value, expected);
    }
    *(size_t *)field(cli, o->offset) = (size_t)number;
    return FW_OK;
}

static fw_code set_seed(fw_cli *cli, const fw_option *o, const char *value, const char *origin,
                        fw_error *err) {
    int64_t number = 0;
    if (!fw_parse_int(fw_str_of(value), 0, INT64_MAX, &number)) {
        return bad_value(err, origin, value, "a whole number from 0 to 9223372036854775807");
    }
    *(uint64_t *)field(cli, o->offset) = (uint64_t)number;
    return FW_OK;
}

static bool number_within(const fw_option *o, fw_str text, double *out) {
    return fw_parse_double(text, out) && *out >= o->min && *out <= o->max;
}

static fw_code set_number(fw_cli *cli, const fw_option *o, const char *value, const char *origin,
                          fw_error *err) {
    double number = 0;
    if (!number_within(o, fw_str_of(value), &number)) {
        char expected[96];
        snprintf(expected, sizeof expected, "a number from %g to %g", o->min, o->max);
        return bad_value(err, origin, value, expected);
    }
    *(double *)field(cli, o->offset) = number;
    return FW_OK;
}

static fw_code set_range(fw_cli *cli, const fw_option *o, const char *value, const char *origin,
                         fw_error *err) {
    const char *colon = strchr(value, ':');
    double low = 0, high = 0;
    if (!colon || !number_within(o, (fw_str){value, (size_t)(colon - value)}, &low) ||
        !number_within(o, fw_str_of(colon + 1), &high) || !(low < high)) {
        return bad_value(err, origin, value, "MIN:MAX with MIN below MAX, as in 1:5");
    }
    *(double *)field(cli, o->offset) = low;
    *(double *)field(cli, o->extra) = high;
    return FW_OK;
}

static fw_code set_choice(fw_cli *cli, const fw_option *o, const char *value, const char *origin,
                          fw_error *err) {
    const size_t length = strlen(value);
    for (const char *choice = o->choices; *choice; choice += strcspn(choice, "|"), choice += *choice == '|') {
        if (length == strcspn(choice, "|") && strncmp(choice, value, length) == 0) {
            *(const char **)field(cli, o->offset) = value;
            return FW_OK;
        }
    }
    char expected[96];
    snprintf(expected, sizeof expected, "one of %s", o->choices);
    return bad_value(err, origin, value, expected);
}

/* Appends one item of `size` bytes to the array at `offset`, whose count is at `extra`. */
static fw_code append(fw_cli *cli, const fw_option *o, const void *item, size_t size, fw_error *err) {
    size_t *count = field(cli, o->extra);
    char *grown = fw_arena_alloc(&cli->arena, (*count + 1) * size);
    if (!grown) return fw_fail_nomem(err);
    if (*count) memcpy(grown, *(void **)field(cli, o->offset), *count * size);
    memcpy(grown + *count * size, item, size);
    *(void **)field(cli, o->offset) = grown;
    (*count)++;
    return FW_OK;
}

static fw_code append_text(fw_cli *cli, const fw_option *o, fw_str text, fw_error *err) {
    const char *copy = fw_arena_copy(&cli->arena, text);
    return copy ? append(cli, o, &copy, sizeof copy, err) : fw_fail_nomem(err);
}

static fw_code set_list(fw_cli *cli, const fw_option *o, const char *value, const char *origin,
                        fw_error *err) {
    fw_code code = FW_OK;
    for (const char *item = value; code == FW_OK; item += strcspn(item, ",") + 1) {
        const fw_str name = fw_str_trim((fw_str){item, strcspn(item, ",")});
        if (name.len == 0) return bad_value(err, origin, value, "a list of names with commas between them");
        code = append_text(cli, o, name, err);
        if (item[strcspn(item, ",")] == '\0') break;
    }
    return code;
}

static fw_code set_map(fw_cli *cli, const fw_option *o, const char *value, const char *origin,
                       fw_error *err) {
    const char *equals = strchr(value, '=');
    if (!equals || equals == value || equals[1] == '\0') {
        return bad_value(err, origin, value, "COLUMN=HEADER, as in text=Response");
    }
    const fw_column_map map = {fw_arena_copy(&cli->arena, (fw_str){value, (size_t)(equals - value)}),
                               fw_arena_copy(&cli->arena, fw_str_of(equals + 1))};
    if (!map.column || !map.header) return fw_fail_nomem(err);
    return append(cli, o, &map, sizeof map, err);
}

fw_code fw_option_set(fw_cli *cli, const fw_option *option, const char *value, const char *origin,
                      fw_error *err) {
    switch (option->kind) {
    case FW_OPTION_FLAG:
        *(bool *)field(cli, option->offset) = true;
        return FW_OK;
    case FW_OPTION_COUNT:
        ++*(size_t *)field(cli, option->offset);
        return FW_OK;
    case FW_OPTION_SIZE:
        return set_size(cli, option, value, origin, err);
    case FW_OPTION_SEED:
        return set_seed(cli, option, value, origin, err);
    case FW_OPTION_NUMBER:
        return set_number(cli, option, value, origin, err);
    case FW_OPTION_CHOICE:
        return set_choice(cli, option, value, origin, err);
    case FW_OPTION_LIST:
        return set_list(cli, option, value, origin, err);
    case FW_OPTION_REPEAT:
        return append_text(cli, option, fw_str_of(value), err);
    case FW_OPTION_MAP:
        return set_map(cli, option, value, origin, err);
    case FW_OPTION_RANGE:
        return set_range(cli, option, value, origin, err);
    case FW_OPTION_TEXT:
        break;
    }
    if (!value || value[0] == '\0') return fw_fail(err, FW_USAGE, "%s: the value is empty", origin);
    *(const char **)field(cli, option->offset) = value;
    return FW_OK;
}

/* ---- finding an option ------------------------------------------------------------------------------------
 */

static bool takes(const fw_option *option, const fw_command *command) {
    return option->commands & command->bit;
}

/* The command's own row of that name, else any: commands may differ in what they say about an option. */
static const fw_option *find_long(const fw_command *command, fw_str name) {
    const fw_option *other = NULL;
    for (const fw_option *o = fw_options; o->name; o++) {
        if (!fw_str_equal(name, fw_str_of(o->name))) continue;
        if (takes(o, command)) return o;
        other = o;
    }
    return other;
}

static const fw_option *find_letter(const fw_command *command, char letter) {
    for (const fw_option *o = fw_options; o->name; o++) {
        if (o->letter == letter && takes(o, command)) return o;
    }
    return NULL;
}

/* The command's option whose name is nearest; NULL when even that one differs in more than a third. */
static const fw_option *nearest(const fw_command *command, const char *name) {
    const fw_option *best = NULL;
    size_t best_distance = strlen(name) / 3 + 1;
    for (const fw_option *o = fw_options; o->name; o++) {
        const size_t distance = takes(o, command) ? fw_edit_distance(name, o->name) : SIZE_MAX;
        if (distance < best_distance) {
            best = o;
            best_distance = distance;
        }
    }
    return best;
}

static fw_code unknown(const fw_command *command, fw_str name, fw_error *err) {
    char text[64];
    snprintf(text, sizeof text, "%.*s", (int)(name.len < 63 ? name.len : 63), name.ptr);
    const fw_option *near = nearest(command, text);
    if (near) {
        return fw_fail(err, FW_USAGE, "unknown option '--%s' for '%s'; did you mean '--%s'?", text,
                       command->name, near->name);
    }
    if (find_long(command, name)) {
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

/* A word as a shell would need it. */
static void record_word(fw_buffer *record, const char *word) {
    static const char PLAIN[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./=:,+@%";
    fw_buffer_char(record, ' ');
    if (*word && word[strspn(word, PLAIN)] == '\0') {
        fw_buffer_text(record, word);
        return;
    }
    fw_buffer_char(record, '\'');
    for (const char *p = word; *p; p++) {
        if (*p == '\'') {
            fw_buffer_text(record, "'\\''");
        } else {
            fw_buffer_char(record, *p);
        }
    }
    fw_buffer_char(record, '\'');
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
    return fw_option_set(p->cli, option, value, spelled, err);
}

static fw_code parse_long(parser *p, const char *word, fw_error *err) {
    const size_t length = strcspn(word, "=");
    const fw_option *option = find_long(p->cli->command, (fw_str){word, length});
    if (!option || !takes(option, p->cli->command)) {
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

fw_code fw_options_parse(fw_cli *cli, int argc, const char *const *argv, fw_error *err) {
    cli->args = fw_arena_alloc(&cli->arena, ((size_t)argc + 1) * sizeof *cli->args);
    if (!cli->args) return fw_fail_nomem(err);
    parser p = {.cli = cli, .argc = argc, .argv = argv};
    fw_buffer_printf(&p.record, "failwise %s", cli->command->name);
    fw_code code = parse_words(&p, err);
    if (code == FW_OK) {
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
