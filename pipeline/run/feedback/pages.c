/* pages.c: pages in parallel, one person at a time on a thread. */
#include "run/feedback/feedback.h"
#include "run/rows.h"
#include "run/stage.h"

#include "base/ordered.h"

#include <failwise/features.h>

#include <stdlib.h>

enum { DRAFTS = 2, MOST_SLOTS = 256 };

/* What a thread has for itself. */
typedef struct {
    fw_analyzer *analyzer[DRAFTS]; /* the first answer stays until the last is there to compare */
    fw_feedback *page;
    float *features;
} worker;

typedef struct {
    const fw_feedback_maker *maker;
    fw_scorer *scorer;
    fw_feedback_window window;
    worker *workers;
    size_t threads;
    size_t next, done; /* people */
    size_t person_of_slot[MOST_SLOTS];
} pages;

/* ---- one page ---- */

static fw_code analyse(const pages *p, worker *w, const fw_feedback_row *row, bool first, fw_draft *draft,
                       fw_score *score, fw_error *err) {
    const fw_answer_facts facts = {
        .duration_s = row->duration_s, .level = row->level, .pii_hits = fw_tripwire_count(row->text)};
    const fw_code code = fw_analyze(w->analyzer[!first], row->text, &facts, &draft->analysis, err);
    if (code != FW_OK) return code;
    const fw_group_part *groups = p->maker->model->groups;
    fw_features_compute(draft->analysis, w->features);
    fw_scorer_row_of(p->scorer, groups ? fw_group_find(groups, row->group) : NULL, w->features, score);
    draft->score = score;
    return FW_OK;
}

static fw_code make_page(const pages *p, worker *w, size_t person, fw_error *err) {
    const fw_feedback_window *window = &p->window;
    const size_t at = window->offset[person - window->first];
    const size_t count = window->offset[person - window->first + 1] - at;
    fw_draft drafts[DRAFTS] = {0};
    fw_score scores[DRAFTS];
    fw_code code = FW_OK;
    fw_feedback_begin(w->page, p->maker->people->list[person].name, count);
    for (size_t i = 0; i < count && code == FW_OK; i++) {
        const fw_feedback_row *row = &window->rows[at + i];
        code = analyse(p, w, row, i == 0, &drafts[i > 0], &scores[i > 0], err);
        if (code != FW_OK) break;
        const fw_feedback_answer answer = {.question = row->question,
                                           .mode = row->mode,
                                           .date = row->date,
                                           .attempt = row->attempt,
                                           .analysis = drafts[i > 0].analysis,
                                           .score = &scores[i > 0]};
        fw_feedback_add(w->page, &answer);
    }
    if (code == FW_OK && count > 1) code = fw_feedback_change(w->page, &drafts[0], &drafts[1], err);
    fw_str html = {0};
    if (code == FW_OK) code = fw_feedback_end(w->page, &html, err);
    if (code != FW_OK) return code;
    fw_person *who = &p->maker->people->list[person];
    who->practise = (uint32_t)fw_feedback_practise(w->page);
    return fw_feedback_output_page(p->maker->output, who, html, err);
}

/* ---- all of them ---- */

static fw_code next_person(void *context, size_t slot, bool *more, fw_error *err) {
    (void)err;
    pages *p = context;
    *more = p->next < p->window.end;
    if (*more) p->person_of_slot[slot] = p->next++;
    return FW_OK;
}

static fw_code work_person(void *context, size_t slot, size_t index, fw_error *err) {
    pages *p = context;
    return make_page(p, &p->workers[index], p->person_of_slot[slot], err);
}

static fw_code finish_person(void *context, size_t slot, fw_error *err) {
    (void)slot;
    pages *p = context;
    return fw_run_tick(p->maker->options, "feedback", ++p->done, err);
}

static fw_code make_window(pages *p, size_t first, size_t end, fw_error *err) {
    const fw_feedback_maker *m = p->maker;
    p->window = (fw_feedback_window){.first = first, .end = end};
    p->next = first;
    const char *column = m->model->groups ? m->model->groups->column : NULL;
    fw_code code = fw_feedback_window_read(m->answers, m->people, column, &p->window, err);
    const size_t wanted = p->threads * 4 + 1;
    const fw_ordered loop = {.context = p,
                             .source = next_person,
                             .work = work_person,
                             .sinks = {finish_person},
                             .slots = wanted < MOST_SLOTS ? wanted : MOST_SLOTS,
                             .threads = p->threads};
    if (code == FW_OK) code = fw_ordered_run(&loop, err);
    fw_feedback_window_free(&p->window);
    return code;
}

static fw_code set_up(pages *p, fw_error *err) {
    const fw_feedback_maker *m = p->maker;
    const fw_analyzer_options options = {.words_per_minute = m->options->words_per_minute};
    p->workers = calloc(p->threads, sizeof *p->workers);
    if (!p->workers) return fw_fail_nomem(err);
    fw_code code = fw_scorer_new(m->model, fw_catalogue_vars(), fw_feature_count(), &p->scorer, err);
    for (size_t i = 0; i < p->threads && code == FW_OK; i++) {
        worker *w = &p->workers[i];
        w->features = calloc(fw_feature_count(), sizeof *w->features);
        code = w->features ? fw_feedback_new(&m->page, &w->page, err) : fw_fail_nomem(err);
        for (size_t d = 0; d < DRAFTS && code == FW_OK; d++)
            code = fw_analyzer_new(m->lexicon, &options, &w->analyzer[d], err);
    }
    return code;
}

static void tear_down(pages *p) {
    for (size_t i = 0; i < p->threads && p->workers; i++) {
        for (size_t d = 0; d < DRAFTS; d++) fw_analyzer_free(p->workers[i].analyzer[d]);
        fw_feedback_free(p->workers[i].page);
        free(p->workers[i].features);
    }
    free(p->workers);
    fw_scorer_free(p->scorer);
}

fw_code fw_feedback_make(const fw_feedback_maker *maker, size_t first, size_t end, fw_error *err) {
    const size_t threads = maker->options->threads ? maker->options->threads : fw_ordered_processors();
    pages p = {.maker = maker, .threads = threads < end - first ? threads : end - first};
    fw_code code = set_up(&p, err);
    while (first < end && code == FW_OK) {
        const size_t stop = fw_feedback_window_end(maker->people, first, end);
        code = make_window(&p, first, stop, err);
        first = stop;
    }
    tear_down(&p);
    return code;
}
