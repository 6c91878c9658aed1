/*
 * feedback.h: the parts of a feedback run: who answered what, the pages, where they go.
 */
#ifndef FAILWISE_RUN_FEEDBACK_H
#define FAILWISE_RUN_FEEDBACK_H

#include "base/arena.h"
#include "base/output.h"
#include "base/slug.h"

#include <failwise/feedback.h>

/* ---- who answered what (people.c) ---- */

/* Somebody: a participant, or an answer whose participant is not known. */
typedef struct fw_person {
    fw_str name;
    bool is_answer; /* the name is an answer's: who gave it is not known */
    uint32_t answers;
    uint32_t practise; /* filled with the page */
} fw_person;

/* Everybody, in the order of their first answer. */
typedef struct fw_people {
    fw_person *list;
    size_t count, capacity;
    uint32_t *of_row; /* by row of the dataset: index into list */
    fw_arena names;
} fw_people;

fw_code fw_people_read(fw_dataset *answers, fw_people *people, fw_error *err);
void fw_people_free(fw_people *people);

/* One answer as the page needs it. */
typedef struct fw_feedback_row {
    fw_str text, question, mode, date, level, group;
    double duration_s;
    int32_t attempt;
    uint32_t person;
    uint64_t row;
} fw_feedback_row;

/* The answers of people [first, end), by person, each person's in their order: attempt, date, row. */
typedef struct fw_feedback_window {
    size_t first, end;
    fw_feedback_row *rows;
    size_t *offset; /* end - first + 1: where a person's rows begin */
    fw_arena text;
} fw_feedback_window;

/* From `first` on as many people as may be held at a time, at most up to `end`, and at least one. */
size_t fw_feedback_window_end(const fw_people *people, size_t first, size_t end);
/* `group_column`: the model's groups, or NULL. Empties the window first. */
fw_code fw_feedback_window_read(fw_dataset *answers, const fw_people *people, const char *group_column,
                                fw_feedback_window *window, fw_error *err);
void fw_feedback_window_free(fw_feedback_window *window);

/* ---- where pages go (output.c) ---- */

typedef struct fw_feedback_output {
    fw_outdir dir;  /* all: index, manifest and pages/ */
    int pages;      /* file descriptor of the folder pages/, or -1 */
    fw_output file; /* one participant */
    bool single;
} fw_feedback_output;

/* Where the output goes: options->output, or beside the source. free() it. */
fw_code fw_feedback_target(const fw_feedback_job *job, const fw_run_options *options, char **target,
                           fw_error *err);
/* `name`: whose page, when it is one. */
fw_code fw_feedback_output_open(fw_feedback_output *output, const char *target, const fw_person *one,
                                const fw_run_options *options, char **written, fw_error *err);
/* One page. Several threads may write pages of different people. */
fw_code fw_feedback_output_page(fw_feedback_output *output, const fw_person *who, fw_str html, fw_error *err);
/* The lists, the manifest, and the swap into place; given up when `code` is a failure, which is passed on. */
fw_code fw_feedback_output_close(fw_feedback_output *output, fw_code code, const fw_people *people,
                                 const fw_run_options *options, uint64_t answers_hash, fw_error *err);

/* ---- the pages (pages.c) ---- */

typedef struct fw_feedback_maker {
    const fw_run_options *options;
    fw_feedback_options page;
    const fw_lexicon *lexicon;
    const fw_model *model;
    fw_dataset *answers;
    fw_people *people;
    fw_feedback_output *output;
} fw_feedback_maker;

/* Pages of people [first, end). */
fw_code fw_feedback_make(const fw_feedback_maker *maker, size_t first, size_t end, fw_error *err);

#endif
