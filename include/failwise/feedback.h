/*
 * feedback.h: a page for the person who gave the answers: text annotated, time, parts, one exercise (the
 * report stage), and the run that writes such pages for one participant or for all.
 *
 * Pages hold the answers' text: they are made on request, from a dataset that kept it, and are no part of a
 * cohort's report.
 */
#ifndef FAILWISE_FEEDBACK_H
#define FAILWISE_FEEDBACK_H

#include <failwise/coach.h>
#include <failwise/drafts.h>
#include <failwise/run.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/* ---- one page ---- */

typedef struct fw_feedback_options {
    double scale_min, scale_max; /* of fw_score.overall */
    bool fitted;                 /* the weights come from interviewers' ratings; otherwise from the rubric */
    bool synthetic;              /* the data are labelled synthetic: say so */
} fw_feedback_options;

/* One answer. Everything is borrowed for the time of the call; empty strings are not shown. */
typedef struct fw_feedback_answer {
    fw_str question, mode, date;
    int32_t attempt; /* from 1; below: not known */
    const fw_analysis *analysis;
    const fw_score *score;
} fw_feedback_answer;

/* A page being written; its memory is used again for the next one. One thread. */
typedef struct fw_feedback fw_feedback;
fw_code fw_feedback_new(const fw_feedback_options *options, fw_feedback **out, fw_error *err);
void fw_feedback_free(fw_feedback *page);

/* Starts the page of `name` with `answers` answers, which are then added in their order. */
void fw_feedback_begin(fw_feedback *page, fw_str name, size_t answers);
void fw_feedback_add(fw_feedback *page, const fw_feedback_answer *answer);
/* What changed from the first answer to the last: after the last, where both analyses are still valid. */
fw_code fw_feedback_change(fw_feedback *page, const fw_draft *first, const fw_draft *last, fw_error *err);
/* Appends the whole page to memory that the page owns, valid until the next begin. FW_IO: memory is out. */
fw_code fw_feedback_end(fw_feedback *page, fw_str *html, fw_error *err);
/* The part that the last answer's exercise is for: 0..4, FW_ARC_PARTS for the whole story. */
size_t fw_feedback_practise(const fw_feedback *page);

/* ---- the coach's list of pages ---- */

typedef struct fw_feedback_entry {
    fw_str name;
    const char *file; /* beside the list */
    size_t answers;
    size_t practise; /* as fw_feedback_practise */
} fw_feedback_entry;
/* The list as a page; free() *html. */
fw_code fw_feedback_index(const fw_feedback_entry *entries, size_t count, bool synthetic, char **html,
                          size_t *len, fw_error *err);
/* "honest failure" ... "the whole story" */
const char *fw_feedback_practise_name(size_t part);

/* ---- the run ---- */

typedef struct fw_feedback_job {
    const char *source;      /* folder of a run that kept the text, or answers.h5 */
    const char *participant; /* NULL: all of them */
} fw_feedback_job;

/*
 * Writes the page of one participant (options->output: a file, a folder, "-" for stdout) or the pages of all
 * into a folder; without an output beside the source, as SOURCE-feedback. Files can be read by their owner
 * only. The scores are those of options->model, else of the run's model.json, else the rubric's. `written`
 * gets the path of the page or of the list of pages; free() it; NULL for stdout.
 * FW_NOINPUT: no run, or one that kept no text. FW_DATA: no such participant; the text belongs to another
 * run; another lexicon than the run's. FW_USAGE: the output lies in the run's folder, which is made to be
 * shared. FW_CANTCREATE: it exists, and options->force is not set.
 */
fw_code fw_run_feedback(const fw_feedback_job *job, const fw_run_options *options, char **written,
                        fw_error *err);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
