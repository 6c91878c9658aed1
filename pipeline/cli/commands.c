/* commands.c: the table of commands. A new command is a row here, a bit in cli.h and a cmd_*.c. */
#include "cli/cli.h"

#include "base/str.h"

#include <string.h>

const fw_command fw_commands[] = {
    {"run", fw_cmd_run, "ANSWERS.csv [--ratings RATINGS.csv] [--model model.json] -o OUT/",
     "everything: read, extract, fit, score and report in one pass",
     "Scores the answers and writes scores, tables, a report and an HDF5 dataset into OUT. With ratings, "
     "weights are fitted to them; with a model, that model scores; with neither, or with fewer than --k "
     "people rated, the rubric does. Input '-' is stdin, .gz is read directly. Prints the path of the "
     "report.",
     FW_CMD_RUN, 1, 1, true},
    {"merge", fw_cmd_merge, "PART.. -o OUT/", "the parts of a run ('run --shard') into its results",
     "Makes one run of parts that 'failwise run ANSWERS.csv --shard I/N -o PART' wrote, on one machine or on "
     "many: OUT is what the same command without --shard would write, byte by byte. Give all N parts, in any "
     "order, or a folder that holds nothing else. Their options come with them; ratings, model and "
     "dictionaries are read again, by the same names, and must not have changed. Parts of other inputs, "
     "options or versions, damaged, missing or doubled ones are refused (65). Parts hold ids and features: "
     "remove them once they are merged.",
     FW_CMD_MERGE, 1, 100000, true},
    {"check", fw_cmd_check, "ANSWERS.csv [--ratings RATINGS.csv] [--json]",
     "validate the input, write nothing",
     "Says which columns were found, which rows would be rejected and why, how large the groups are, and how "
     "the "
     "ratings match. Status 1 when more rows are rejected than --max-reject-rate allows.",
     FW_CMD_CHECK, 1, 1, false},
    {"load", fw_cmd_load, "ANSWERS.csv -o answers.h5", "CSV to dataset",
     "Reads answers from CSV into an HDF5 dataset. This file holds the answers' text; those made from it do "
     "not.",
     FW_CMD_LOAD, 1, 1, true},
    {"extract", fw_cmd_extract, "answers.h5 -o features.h5 [--lexicon FILE].. [--spans FILE]",
     "features of every answer", "Computes the feature catalogue (see 'failwise features') for every answer.",
     FW_CMD_EXTRACT, 1, 1, true},
    {"fit", fw_cmd_fit, "features.h5 --ratings RATINGS.csv -o model.json", "weights from ratings",
     "Fits scoring weights to interviewer ratings and says how well they predict answers of participants not "
     "seen, "
     "beside the length of the answer alone. With --table, fits any numeric table with an id and a rating "
     "column: -o DIR gets the model and its tables, -o FILE.json the model alone.",
     FW_CMD_FIT, 0, 1, true},
    {"score", fw_cmd_score, "features.h5 [--model model.json] -o scores.h5",
     "scores from features and a model",
     "Scores every answer with a model, or with the rubric. With --table, scores a numeric table with a "
     "model "
     "that was fitted to one: -o DIR gets predictions and what was set aside, -o FILE.csv the predictions.",
     FW_CMD_SCORE, 0, 1, true},
    {"evaluate", fw_cmd_evaluate, "SCORES.csv --human H [--human2 H2] [--system S] [--by G,..] [-o DIR]",
     "agreement, true-score and subgroup tables of given scores",
     "Says how well the scores of a table agree with a human rating, beside a second rater, with the true "
     "score, and within groups, and whether groups are treated alike. Prints a summary in Markdown; -o DIR "
     "gets it with the tables, --json prints the tables.",
     FW_CMD_EVALUATE, 1, 1, false},
    {"compare", fw_cmd_compare, "OUT_A OUT_B [--max-psi X] [-o DIR]", "two runs: scores, weights, drift",
     "Compares the output folders of two runs: scores of the same answers, weights side by side, agreement, "
     "and how far scores and features have moved (population stability index and Kolmogorov-Smirnov). "
     "Status 1 when one has moved further than --max-psi allows.",
     FW_CMD_COMPARE, 2, 2, false},
    {"agree", fw_cmd_agree, "RATINGS.csv [--trait A,B] [--scale MIN:MAX] [-o DIR] [--json]",
     "raters: agreement, reliability, severity, decision study",
     "Says who among the raters stands out, how reliable one rating is, and how many a mean needs: pairs, "
     "intraclass correlations, Krippendorff's alpha, variance components, severity, a rating scale model; "
     "any "
     "number of raters, any gaps. Prints a summary; -o DIR gets the tables, --json prints them all.",
     FW_CMD_AGREE, 1, 1, false},
    {"report", fw_cmd_report, "scores.h5 -o OUT/", "pages and tables from scores",
     "Writes the report (HTML and Markdown), its tables and scores.csv into OUT. Prints the path of the "
     "report.",
     FW_CMD_REPORT, 1, 1, true},
    {"audit", fw_cmd_audit, "[FILE] [FILE] [--id ID] [--json]", "one answer, or two drafts of it, explained",
     "Shows what each sentence does and the words that show it, the five parts, the timing, the traps, and "
     "the one thing to practise next. FILE is plain text, or '-' or nothing for stdin; of a .csv, --id picks "
     "one answer, and --json without --id prints every answer as one JSON object a line. Two files, or two "
     "ids of a .csv, are two drafts of one story: what was added, named and lost between them.",
     FW_CMD_AUDIT, 0, 2, false},
    {"pick", fw_cmd_pick, "STORY.. --role FILE [--json]", "rank prepared stories for a role",
     "Ranks stories by their strength and by how close their learning is to what the role asks for, says "
     "why, and which of the three kinds of story (technical, stakeholder, judgement) is missing. A STORY is "
     "a text file, or '-', or a .csv with one story a row.",
     FW_CMD_PICK, 1, 1000, false},
    {"export", fw_cmd_export, "FILE.h5|OUT/ [TABLE] [--to csv|jsonl] [--participant ID] [-o FILE]",
     "tables of a dataset as CSV or JSON Lines",
     "Writes a table of a dataset: obs, X, var, obsm/NAME or uns/NAME; without TABLE, lists what there is. "
     "With --participant only that person's rows, and without TABLE all that the file (or the folder of a "
     "run) holds about them, as JSON Lines: what an access request asks for.",
     FW_CMD_EXPORT, 1, 2, false},
    {"forget", fw_cmd_forget, "PARTICIPANT OUT/|FILE.h5", "take a person out of results",
     "Writes the files of a finished run, of all runs in a folder of dated ones, or one dataset, anew "
     "without "
     "the participant: rows, text, scores, statistics, tables and report; says what only a new run can "
     "forget.",
     FW_CMD_FORGET, 2, 2, false},
    {"feedback", fw_cmd_feedback, "OUT/ --participant ID | --all [-o PATH]",
     "a page for the person who gave the answers",
     "Makes a page for one participant, or for everybody with a list for the coach: each answer with its "
     "parts in the margin and its evidence underlined, the time, the five parts before and after, and one "
     "exercise. OUT is the folder of a run made with --keep-text, or an answers.h5. The pages hold the "
     "answers' text: they go beside OUT, into OUT-feedback, or to -o (a file, a folder, '-' for stdout), "
     "never into a report's folder, and only their owner can read them. Prints the path.",
     FW_CMD_FEEDBACK, 1, 1, false},
    {"features", fw_cmd_features, "[--lexicon FILE].. [--json]", "the feature catalogue",
     "Lists every feature with unit, expected sign and definition. With --lexicon, lists the dictionary "
     "categories in "
     "force, how many terms each has and which file it came from.",
     FW_CMD_FEATURES, 0, 0, false},
    {"train-arc", fw_cmd_train_arc, "LABELS.jsonl [-o DIR]", "cue weights from labelled answers",
     "Fits the points that cues give to the parts of an answer to clauses that people have labelled (an "
     "averaged structured perceptron from the weights in force), says how often labels are right on answers "
     "left out of the training, and writes arc.csv and its other tables into DIR, for --arc.",
     FW_CMD_TRAIN_ARC, 1, 1, false},
    {"simulate", fw_cmd_simulate, "-n N -o DIR [--seed S] | --power",
     "a synthetic cohort with known truth, or how much data a question needs",
     "Writes answers.csv, ratings.csv and truth.csv into DIR: answers composed from a grammar, with known "
     "strengths of each part, raters with known severity, range and noise, and a known change between "
     "attempts. The same seed gives the same bytes. With --power, prints how many rated answers, raters and "
     "participants a question needs, each checked on simulated studies.",
     FW_CMD_SIMULATE, 0, 0, false},
    {"config", fw_cmd_config, "show [COMMAND] [--origin]", "the settings in force",
     "Prints the settings that COMMAND (run, when none is named) would use, as a configuration file; with "
     "--origin, where each comes from: default, a file and its line, or a variable.",
     FW_CMD_CONFIG, 1, 2, false},
    {"completion", fw_cmd_completion, "bash|zsh|fish", "completion of commands and options for a shell",
     "Prints a script that completes commands, options and their values: for bash, source it or put it into "
     "/etc/bash_completion.d; for zsh, a file _failwise on the fpath; for fish, "
     "~/.config/fish/completions/failwise.fish.",
     FW_CMD_COMPLETION, 1, 1, false},
    {"version", fw_cmd_version, "[--json]", "what was built, with what",
     "Prints the version, compiler and libraries.", FW_CMD_VERSION, 0, 0, false},
    {.name = NULL},
};

const fw_command *fw_command_find(const char *name) {
    for (const fw_command *c = fw_commands; c->name; c++) {
        if (strcmp(c->name, name) == 0) return c;
    }
    return NULL;
}

const fw_command *fw_command_nearest(const char *name) {
    const fw_command *best = NULL;
    size_t best_distance = strlen(name) / 3 + 1;
    for (const fw_command *c = fw_commands; c->name; c++) {
        const size_t distance = fw_edit_distance(name, c->name);
        if (distance < best_distance) {
            best = c;
            best_distance = distance;
        }
    }
    return best;
}
