/*
 * cli.h: what every command of the program is given, and the table of commands.
 *
 * A command is one row in commands.c and one cmd_*.c. It gets the parsed settings, prints its answer to
 * stdout and everything else through `log`, and returns the exit status with the error filled in.
 */
#ifndef FAILWISE_CLI_CLI_H
#define FAILWISE_CLI_CLI_H

#include <failwise/compare.h>
#include <failwise/evaluate_run.h>
#include <failwise/nightly.h>
#include <failwise/parts.h>
#include <failwise/simulate.h>
#include <failwise/table.h>

#include "base/arena.h"
#include "base/log.h"
#include "base/progress.h"

/* One bit a command: options.c says with these which commands take an option. */
enum {
    FW_CMD_RUN = 1,
    FW_CMD_CHECK = 2,
    FW_CMD_LOAD = 4,
    FW_CMD_EXTRACT = 8,
    FW_CMD_FIT = 16,
    FW_CMD_SCORE = 32,
    FW_CMD_REPORT = 64,
    FW_CMD_AUDIT = 128,
    FW_CMD_FEATURES = 256,
    FW_CMD_VERSION = 512,
    FW_CMD_PICK = 1 << 16,
    FW_CMD_SIMULATE = 1 << 20,
    FW_CMD_TRAIN_ARC = 1024,
    FW_CMD_EVALUATE = 1 << 21,
    FW_CMD_COMPARE = 1 << 22,
    FW_CMD_AGREE = 1 << 23,
    FW_CMD_EXPORT = 1 << 25,
    FW_CMD_FORGET = 1 << 26,
    FW_CMD_FEEDBACK = 1 << 24,
    FW_CMD_CONFIG = 1 << 27,
    FW_CMD_COMPLETION = 1 << 28,
    FW_CMD_MERGE = 1 << 17,
    FW_CMD_STAGES = FW_CMD_RUN | FW_CMD_LOAD | FW_CMD_EXTRACT | FW_CMD_FIT | FW_CMD_SCORE | FW_CMD_REPORT,
    FW_CMD_ALL = 0x7fffffff
};

struct fw_command;
typedef struct fw_setting fw_setting; /* settings.h */
typedef struct fw_program fw_program;

/* All settings of one call. Strings borrow from argv or live in `arena`. */
typedef struct fw_cli {
    fw_run_options run;
    fw_table_options table; /* fit, score: of anybody's table */
    fw_evaluate_options evaluate;
    double max_psi;      /* compare: gate, NaN when not given */
    size_t keep;         /* run: dated runs that stay; 0: the output is one run */
    size_t trend;        /* run: earlier runs that a trend looks at */
    const char *history; /* run: file with a row a run, or NULL */
    const char *metrics; /* run: file for Prometheus, or NULL */
    fw_simulate_options simulate;
    const char *const *traits; /* agree: NULL: all */
    size_t trait_count;
    const fw_program *program; /* program.h */
    const struct fw_command *command;
    const char **args; /* what is not an option, in order */
    size_t arg_count;
    fw_setting *settings;   /* what set each option; one a row of the table */
    const char *config;     /* a configuration file, or NULL */
    bool origin;            /* config show: tell where settings come from */
    const char *log_format; /* "text" "json" */
    const char *progress;   /* "auto" "on" "off" */
    const char *const *ids; /* audit: the answers wanted: one, or two drafts */
    size_t id_count;
    const char *participant; /* export, feedback: whose rows, whose page; NULL: everybody's */
    bool all;                /* feedback: everybody's */
    const char *export_to;   /* export: "csv" "jsonl"; NULL: whichever fits */
    const char *role;        /* pick: file with the role's text */
    const char *color;       /* audit, pick: "auto" "always" "never" */
    const char *level;       /* audit, pick: the speaker's level */
    double duration_s;       /* audit: recorded length, NaN when not given */
    size_t epochs;           /* train-arc: passes over the answers */
    size_t margin;           /* train-arc: points by which the right labels must win */
    size_t word_answers;     /* train-arc: answers a word must stand in to become a cue */
    size_t reach;            /* train-arc: how far a weight may move */
    bool quick;              /* train-arc: leave the leave-one-out measurement out */
    bool power;              /* simulate: how much data a question needs */
    size_t repeats;          /* simulate --power: studies behind each check */
    size_t verbose;
    bool quiet;
    bool json;
    bool help;
    fw_log log;
    fw_meter meter;
    fw_arena arena;
} fw_cli;

typedef struct fw_command {
    const char *name;
    fw_code (*function)(fw_cli *cli, fw_error *err);
    const char *synopsis; /* arguments, as help shows them */
    const char *summary;  /* one line */
    const char *details;  /* a paragraph for its own help */
    uint32_t bit;         /* FW_CMD_... */
    size_t min_args, max_args;
    bool needs_output; /* -o must be given */
} fw_command;

extern const fw_command fw_commands[]; /* ended by a NULL name */
const fw_command *fw_command_find(const char *name);
/* The command whose name is nearest, or NULL when none is near. */
const fw_command *fw_command_nearest(const char *name);

fw_code fw_cmd_run(fw_cli *cli, fw_error *err);
fw_code fw_cmd_merge(fw_cli *cli, fw_error *err);
fw_code fw_cmd_check(fw_cli *cli, fw_error *err);
fw_code fw_cmd_load(fw_cli *cli, fw_error *err);
fw_code fw_cmd_extract(fw_cli *cli, fw_error *err);
fw_code fw_cmd_fit(fw_cli *cli, fw_error *err);
fw_code fw_cmd_score(fw_cli *cli, fw_error *err);
fw_code fw_cmd_report(fw_cli *cli, fw_error *err);
fw_code fw_cmd_agree(fw_cli *cli, fw_error *err);
fw_code fw_cmd_audit(fw_cli *cli, fw_error *err);
fw_code fw_cmd_feedback(fw_cli *cli, fw_error *err);
fw_code fw_cmd_pick(fw_cli *cli, fw_error *err);
fw_code fw_cmd_features(fw_cli *cli, fw_error *err);
fw_code fw_cmd_version(fw_cli *cli, fw_error *err);
fw_code fw_cmd_train_arc(fw_cli *cli, fw_error *err);
fw_code fw_cmd_evaluate(fw_cli *cli, fw_error *err);
fw_code fw_cmd_compare(fw_cli *cli, fw_error *err);
fw_code fw_cmd_simulate(fw_cli *cli, fw_error *err);
fw_code fw_cmd_completion(fw_cli *cli, fw_error *err);
fw_code fw_cmd_config(fw_cli *cli, fw_error *err);
fw_code fw_cmd_export(fw_cli *cli, fw_error *err);
fw_code fw_cmd_forget(fw_cli *cli, fw_error *err);

/* Logs what is odd in the user's dictionaries (--lexicon). Files that cannot be read are left to the command.
 */
void fw_cli_warn_of_lexicons(fw_cli *cli);

#endif
