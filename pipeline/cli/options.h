/*
 * options.h: the options as a table: parsing, help and messages come from the same rows.
 *
 * A row says where its value goes (offset into fw_cli). Values are set through fw_option_set, which names
 * where a value came from ("--k", "FAILWISE_K", "failwise.conf:3") in its messages: other sources than argv
 * use it too.
 */
#ifndef FAILWISE_CLI_OPTIONS_H
#define FAILWISE_CLI_OPTIONS_H

#include "cli/cli.h"

typedef enum fw_option_kind {
    FW_OPTION_FLAG,   /* bool, no value */
    FW_OPTION_COUNT,  /* size_t, one more each time it is given */
    FW_OPTION_SIZE,   /* size_t in [min, max] */
    FW_OPTION_SEED,   /* uint64_t */
    FW_OPTION_NUMBER, /* double in [min, max] */
    FW_OPTION_TEXT,   /* const char * */
    FW_OPTION_CHOICE, /* const char *, one of `choices` */
    FW_OPTION_LIST,   /* const char *const * and a count; commas separate, repeats add */
    FW_OPTION_REPEAT, /* the same, but each value is taken whole (file names) */
    FW_OPTION_MAP,    /* const fw_column_map * and a count; COLUMN=HEADER */
    FW_OPTION_PART,   /* two size_t, I/N with I from 1 to N, N up to max; offset and extra */
    FW_OPTION_RANGE   /* two doubles in [min, max], MIN:MAX; offset and extra */
} fw_option_kind;

typedef struct fw_option {
    const char *name; /* long name without dashes */
    char letter;      /* short name, or 0 */
    fw_option_kind kind;
    uint32_t commands; /* FW_CMD_... bits */
    size_t offset;     /* of the value in fw_cli */
    size_t extra;      /* of the count (LIST, REPEAT, MAP) or of the upper end (RANGE) */
    double min, max;
    const char *argument; /* "N", "FILE"; NULL for flags */
    const char *choices;  /* "text|json" */
    const char *unset;    /* what help shows as default where the default is 0, NaN or NULL; NULL = nothing */
    bool cosmetic;        /* cannot change results: left out of the recorded command line */
    bool once;            /* of one call: not for configuration files */
    bool written;         /* names what the command writes */
    const char *help;
} fw_option;

extern const fw_option fw_options[]; /* ended by a NULL name */

/* Where an option was named: a file holds those of every command, but none that is of one call. */
typedef enum fw_option_place { FW_OPTION_IN_WORDS, FW_OPTION_IN_FILE } fw_option_place;

bool fw_option_takes(const fw_option *option, const fw_command *command);
/* Whether help and manual list it: the program must have it, too. */
bool fw_option_listed(const fw_option *option, const fw_command *command, const fw_cli *cli);
/* Whether its value names a file or a folder. */
bool fw_option_is_path(const fw_option *option);
/* The command's own row of that name, else any (commands may differ in what they say about an option), or
 * NULL. */
const fw_option *fw_option_find(const fw_command *command, fw_str name, fw_option_place place);
/* The option whose name is nearest - of the command's, or in a file of all; NULL when even that one differs
 * in more than a third. */
const fw_option *fw_option_nearest(const fw_command *command, const char *name, fw_option_place place);

/* Defaults of everything; `run` as fw_run_defaults gives them. */
void fw_cli_init(fw_cli *cli, const fw_run_options *run);
void fw_cli_free(fw_cli *cli);

/* Sets one value; `origin` is named in messages. FW_USAGE: not a number, out of range, not a choice ... */
fw_code fw_option_set(fw_cli *cli, const fw_option *option, const char *value, const char *origin,
                      fw_error *err);

/* Empties a list or a count, before another source sets it. */
void fw_option_reset(fw_cli *cli, const fw_option *option);
/* The value in force as help and `config show` tell it; empty when there is nothing to say. */
void fw_option_default(char *out, size_t size, const fw_option *option, const fw_cli *cli);
/* Appends a blank and the word as a shell would need it. */
void fw_option_record_word(fw_buffer *record, fw_str word);

/*
 * Parses what follows the command's name. cli->command must be set. Later values win. FW_USAGE names the
 * option, and the nearest one for an unknown name. Also fills cli->args and run.command_line. Configuration
 * files and the environment are read first; FW_CONFIG is theirs.
 */
fw_code fw_options_parse(fw_cli *cli, int argc, const char *const *argv, fw_error *err);

/* Number of arguments and required options; run after parsing, unless help was asked for. */
fw_code fw_options_check(const fw_cli *cli, fw_error *err);

/* The help of one command; defaults are read from `defaults`. */
void fw_options_help(fw_buffer *out, const fw_command *command, const fw_cli *defaults);

#endif
