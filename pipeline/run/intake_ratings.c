/* intake_ratings.c: ratings of a file or of columns, told apart into used, rejected and of no answer. */
#include "run/intake_ratings.h"

#include "base/str.h"

#include <stdio.h>

void fw_rate_file(const fw_intake_job *job, fw_intake *intake) {
    if (!job->ratings || job->to) return;
    if (!job->rating_columns) {
        intake->ratings_read = fw_ratings_rows(job->ratings);
        intake->ratings_rejected = fw_ratings_reject_count(job->ratings);
        if (job->rejects) fw_rejects_add_ratings(job->rejects, job->options->ratings, job->ratings);
    }
    intake->raters = fw_ratings_rater_count(job->ratings);
}

/* The mean of an answer's rating columns, which also go into the set of ratings for rater figures. */
static fw_code rate_by_columns(const fw_intake_job *job, fw_intake *intake, const fw_answer *answer,
                               fw_row_facts *facts, fw_error *err) {
    const fw_run_options *o = job->options;
    fw_code code = FW_OK;
    for (size_t r = 0; r < o->rating_column_count && code == FW_OK; r++) {
        if (!fw_rating_on_scale(answer->ratings[r], o->scale_min, o->scale_max)) continue;
        code = fw_ratings_add(job->ratings, answer->id, o->rating_columns[r], answer->ratings[r], err);
    }
    facts->rating = fw_answer_rating(answer, job->ratings, job->trait, o, &facts->rating_count);
    intake->ratings_read += facts->rating_count;
    intake->ratings_used += facts->rating_count;
    return code;
}

fw_code fw_rate_answer(const fw_intake_job *job, fw_intake *intake, uint8_t *rated, const fw_answer *answer,
                       fw_row_facts *facts, fw_error *err) {
    if (!job->ratings) return FW_OK;
    fw_code code = FW_OK;
    if (job->rating_columns) {
        code = rate_by_columns(job, intake, answer, facts, err);
    } else {
        size_t count;
        const fw_rating *first = fw_ratings_of(job->ratings, answer->id, &count);
        intake->ratings_used += count;
        if (count) rated[first->answer / 8] |= (uint8_t)(1U << first->answer % 8);
        facts->rating = fw_ratings_mean(job->ratings, answer->id, job->trait, &facts->rating_count);
    }
    intake->rated_answers += facts->rating_count > 0;
    return code;
}

void fw_rate_rejects(const fw_intake_job *job, fw_intake *intake, const fw_answer *answer) {
    const fw_run_options *o = job->options;
    if (!job->ratings || !job->rating_columns || job->to) return;
    for (size_t r = 0; r < o->rating_column_count; r++) {
        fw_rating_reject reject;
        if (!fw_rating_cell_rejected(job->reader, answer, r, o->scale_min, o->scale_max, &reject)) continue;
        intake->ratings_read++;
        intake->ratings_rejected++;
        if (job->rejects) fw_rejects_add_rating(job->rejects, fw_reader_name(job->reader), &reject);
    }
}

void fw_rate_unmatched(const fw_intake_job *job, fw_intake *intake, const uint8_t *rated) {
    if (!job->ratings || job->rating_columns || job->to) return;
    size_t count;
    const fw_rating *all = fw_ratings_all(job->ratings, &count);
    if (intake->ratings_used == count) return; /* as mostly: no need to look at each */
    for (size_t i = 0; i < count; i++) {
        if (i % 65536 == 0) fw_ratings_let_go(job->ratings);
        if (rated[all[i].answer / 8] & 1U << all[i].answer % 8) continue;
        intake->ratings_unmatched++;
        const fw_rating_reject reject = {
            .code = FW_RATING_NO_ANSWER, .line = all[i].line, .message = "no answer with this id was used"};
        if (job->rejects) fw_rejects_add_rating(job->rejects, job->options->ratings, &reject);
    }
}

fw_code fw_need_rated(const fw_run_options *options, const fw_intake *intake, fw_error *err) {
    if (intake->rated_answers) return FW_OK;
    const uint64_t strangers = intake->ratings_read - intake->ratings_rejected - intake->ratings_used;
    fw_buffer why = {0};
    if (strangers)
        fw_buffer_printf(&why,
                         "; %llu are of answers that are not here (are ids written alike in both files?)",
                         (unsigned long long)strangers);
    if (intake->ratings_rejected)
        fw_buffer_printf(&why, "; %llu cannot be used, as 'failwise check' shows",
                         (unsigned long long)intake->ratings_rejected);
    if (intake->ratings_used)
        fw_buffer_printf(&why, "; %llu are of other traits", (unsigned long long)intake->ratings_used);
    fw_fail_in(err, FW_DATA, options->ratings ? options->ratings : options->answers,
               "no rated answer to fit weights to: of %llu rating%s none is of use%s",
               (unsigned long long)intake->ratings_read, fw_plural(intake->ratings_read),
               why.data ? why.data : "");
    fw_buffer_free(&why);
    return FW_DATA;
}

bool fw_enough_rated(const fw_run_options *options, size_t people) { return people >= options->k; }

void fw_say_too_few_rated(const fw_run_options *options, size_t people, char out[FW_TOO_FEW_SIZE]) {
    (void)snprintf(out, FW_TOO_FEW_SIZE,
                   "%zu %s rated, and weights take the ratings of at least %zu people (--k)", people,
                   people == 1 ? "person is" : "people are", options->k);
}

fw_code fw_need_people(const fw_run_options *options, const fw_fit_quality *quality, fw_error *err) {
    if (fw_enough_rated(options, quality->participants)) return FW_OK;
    char why[FW_TOO_FEW_SIZE];
    fw_say_too_few_rated(options, quality->participants, why);
    return fw_fail_in(err, FW_DATA, options->ratings,
                      "%s: the weights of fewer would tell what single people were given", why);
}
