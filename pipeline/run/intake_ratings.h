/* intake_ratings.h: what ratings say about the answers that are taken in, and what becomes of each rating. */
#ifndef FAILWISE_RUN_INTAKE_RATINGS_H
#define FAILWISE_RUN_INTAKE_RATINGS_H

#include "run/intake.h"

enum { FW_TOO_FEW_SIZE = 128 };

/* Before the first answer: counts the rows of the ratings' file and lists those that cannot be used. */
void fw_rate_file(const fw_intake_job *job, fw_intake *intake);

/* Fills rating and rating_count of an answer that is used, in input order. `rated` has a bit for each answer
 * that the file rates: it is set. Ratings of columns are added to the set. */
fw_code fw_rate_answer(const fw_intake_job *job, fw_intake *intake, uint8_t *rated, const fw_answer *answer,
                       fw_row_facts *facts, fw_error *err);

/* Counts and lists the cells of a used answer's rating columns that hold no rating: neither a number on the
 * scale, nor empty. */
void fw_rate_rejects(const fw_intake_job *job, fw_intake *intake, const fw_answer *answer);

/* Behind the last answer: counts and lists ratings whose id no answer has. */
void fw_rate_unmatched(const fw_intake_job *job, fw_intake *intake, const uint8_t *rated);

/* Where weights are to be fitted and no answer has a rating: FW_DATA, and what became of the ratings. */
fw_code fw_need_rated(const fw_run_options *options, const fw_intake *intake, fw_error *err);

/* Whether weights may be fitted to the ratings of that many people: of fewer than k they would tell what
 * single ones were given. And in words why not: "3 people are rated, and weights take ..". */
bool fw_enough_rated(const fw_run_options *options, size_t people);
void fw_say_too_few_rated(const fw_run_options *options, size_t people, char out[FW_TOO_FEW_SIZE]);

/* Where weights are all that is asked for, and they would rest on fewer than k people: FW_DATA. */
fw_code fw_need_people(const fw_run_options *options, const fw_fit_quality *quality, fw_error *err);

#endif
