/* answer_input.h: answers from a text file, standard input or rows of a CSV, one by one. */
#ifndef FAILWISE_CLI_ANSWER_INPUT_H
#define FAILWISE_CLI_ANSWER_INPUT_H

#include "cli/cli.h"

#include <failwise/audit.h>

/* What is done with one answer; everything is borrowed for the time of the call. */
typedef fw_code fw_answer_sink(void *context, fw_str text, fw_str name, const fw_answer_facts *facts,
                               fw_error *err);

/* The lexicon that --lexicon and --arc ask for. */
fw_code fw_cli_lexicon(const fw_cli *cli, fw_lexicon **out, fw_error *err);

bool fw_is_csv(const char *path);

/*
 * Hands on the answer in a text file ("-" = stdin), or those of a CSV: all usable rows, or the one with `id`
 * (NULL = all). --level, --duration and --map of `cli` apply. FW_NOINPUT; FW_DATA: nothing but white space,
 * not UTF-8, NUL bytes, no usable answer, no such id.
 */
fw_code fw_answers_read(fw_cli *cli, const char *path, const char *id, fw_answer_sink *sink, void *context,
                        fw_error *err);

#endif
