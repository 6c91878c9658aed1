/*
 * parts.h: a run shared out to machines that know nothing of each other, through files.
 *
 * Each reads and analyses one part of the answers (fw_run_part), cut at record borders, and writes what came
 * of it. Merging (fw_parts_use, then fw_run) takes the parts in order, as if it had read the answers itself:
 * the results are those of one run with the same options, byte by byte.
 *
 * Parts hold ids, all columns but the text, and features; the text only with keep_text. They are personal
 * data and temporary: remove them once they are merged.
 */
#ifndef FAILWISE_PARTS_H
#define FAILWISE_PARTS_H

#include <failwise/run.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

enum { FW_MOST_PARTS = 100000 };

/*
 * Reads part options->part of options->parts and writes it to options->output, a file. Of the other options
 * all go into the part, for the merge; files that they name are read again then. FW_USAGE: answers or ratings
 * of which only a stream is there. Part 1 also reads the ratings, so that a mistake in them shows early.
 */
fw_code fw_run_part(const fw_run_options *options, fw_run_result *result, fw_error *err);

typedef struct fw_parts fw_parts;

/*
 * Opens parts in any order; a folder stands for the files in it. FW_NOINPUT: not there. FW_DATA, naming the
 * file: no part, damaged, cut short; of another run, other options, another version; missing, or there
 * twice.
 */
fw_code fw_parts_open(const char *const *paths, size_t count, fw_parts **out, fw_error *err);
void fw_parts_close(fw_parts *parts);
size_t fw_parts_count(const fw_parts *parts);

/*
 * Sets the options that the parts were made with, and `merged`; output, force, threads, progress and inputs
 * stay as they are. FW_DATA: ratings, model or dictionaries are not what they were. The parts must stay open
 * as long as the options are used, for one run.
 */
fw_code fw_parts_use(fw_parts *parts, fw_run_options *options, fw_error *err);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
