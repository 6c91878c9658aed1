/*
 * export.h: the tables of a dataset as CSV or JSON Lines, and all that is held about one participant.
 */
#ifndef FAILWISE_EXPORT_H
#define FAILWISE_EXPORT_H

#include <failwise/dataset.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

typedef enum fw_export_form { FW_EXPORT_CSV, FW_EXPORT_JSONL } fw_export_form;

typedef struct fw_export_options {
    const char *source; /* a dataset, or the output folder of a run: its cohort.h5 and answers.h5 */
    const char
        *table; /* "obs", "X", "uns/scores", ..; NULL with a participant: every table with rows of theirs */
    const char
        *participant; /* only rows of this participant (of this answer where answers name nobody), or NULL */
    fw_export_form form; /* every table needs FW_EXPORT_JSONL */
    const char *output;  /* file, "-" or NULL: stdout */
    bool force;
} fw_export_options;

/*
 * Numbers are printed so that they read back as they are; a missing one is an empty cell, or null. With
 * every table each line is {"file":, "table":, "row":{}}. *rows: how many were written. FW_USAGE: no such
 * table, with the names there are; FW_DATA: nobody of that name in the dataset.
 */
fw_code fw_run_export(const fw_export_options *options, uint64_t *rows, fw_error *err);

/* What tables a dataset has, as text for a terminal; free() it. */
fw_code fw_run_export_list(const char *source, char **text, fw_error *err);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
