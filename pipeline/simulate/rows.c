/* rows.c: one answer as rows of answers.csv, ratings.csv and truth.csv. */
#include "simulate/rows.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#define HEADER(...)                                                                                          \
    { (const char *const[]){__VA_ARGS__}, sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *) }
const fw_header fw_sim_answer_header =
    HEADER("answer_id", "participant_id", "cohort", "role", "level", "question", "framework", "attempt",
           "mode", "duration_s", "text");
const fw_header fw_sim_rating_header = HEADER("answer_id", "rater_id", "trait", "rating");
const fw_header fw_sim_truth_header =
    HEADER("answer_id", "participant_id", "cohort", "attempt", "quality", "context", "fail", "diag", "act",
           "learn", "impr", "close", "overall", "rating_mean", "style", "domain", "story");
const fw_header fw_sim_planted_header = HEADER("after", "code");
const fw_header fw_sim_rater_header = HEADER("rater_id", "severity", "range", "noise");

static const char *const LEVELS[] = {"student", "ic",    "ic",      "senior",
                                     "senior",  "staff", "manager", "manager"};
static const char *const QUESTIONS[] = {"failure", "mistake", "decision", "goal", "course", "hiring"};
static const char *const FRAMEWORKS[] = {"generic", "generic", "amazon", "google", "meta", "netflix"};
#define FROM(table, number) (table)[(number) % (sizeof(table) / sizeof *(table))]

enum { ID = 24, DIGITS = 6 };
typedef struct {
    char answer[ID], participant[ID], cohort[ID];
} ids;

static ids ids_of(const fw_sim_answer *answer) {
    ids i;
    snprintf(i.answer, sizeof i.answer, "syn%09" PRIu64, answer->index + 1);
    snprintf(i.participant, sizeof i.participant, "sp%08" PRIu64, answer->participant + 1);
    snprintf(i.cohort, sizeof i.cohort, "synthetic-%02zu", answer->cohort + 1);
    return i;
}

/* As long as the words take at the speaker's pace; one recording in ten has no length. */
static double duration(const fw_sim_scratch *s, const fw_sim_answer *answer, uint64_t seed) {
    enum { MISSING = 10 };
    const bool spoken = answer->style != FW_SIM_WRITTEN;
    fw_random random = fw_random_of(seed, FW_FOR_LENGTH, answer->index);
    if (!spoken || fw_random_chance(&random, MISSING)) return (double)NAN;
    double words = 1;
    for (size_t i = 0; i < s->text.len; i++) words += s->text.data[i] == ' ';
    return nearbyint(words * 60 / s->story.pace);
}

static void answer_row(const fw_sim_scratch *s, const fw_sim_answer *answer, const ids *id, uint64_t seed,
                       fw_csv *out) {
    fw_csv_word(out, id->answer);
    fw_csv_word(out, id->participant);
    fw_csv_word(out, id->cohort);
    fw_csv_text(out, fw_story_value(&s->story, FW_KEY_ROLE, 0));
    fw_csv_word(out, FROM(LEVELS, s->story.level));
    fw_csv_word(out, FROM(QUESTIONS, s->story.question));
    fw_csv_word(out, FROM(FRAMEWORKS, s->story.framework));
    fw_csv_count(out, answer->attempt);
    fw_csv_word(out, answer->style == FW_SIM_WRITTEN ? "written" : "spoken");
    fw_csv_number(out, duration(s, answer, seed), DIGITS);
    fw_csv_text(out, (fw_str){s->text.data, s->text.len});
    fw_csv_end_row(out);
}

static void rating_row(fw_csv *out, const char *answer, size_t rater, const char *trait, double value) {
    char name[ID];
    snprintf(name, sizeof name, "R%03zu", rater + 1);
    fw_csv_word(out, answer);
    fw_csv_word(out, name);
    fw_csv_word(out, trait);
    fw_csv_number(out, value, DIGITS);
    fw_csv_end_row(out);
}

static void rating_rows(const fw_simulate_options *o, const fw_sim_rating *ratings, const char *answer,
                        fw_sim_batch *batch) {
    for (size_t i = 0; i < o->ratings; i++) {
        rating_row(&batch->ratings, answer, ratings[i].rater, "overall", ratings[i].overall);
        for (int k = 0; k < FW_SIM_ARC && o->part_ratings; k++)
            rating_row(&batch->ratings, answer, ratings[i].rater, fw_sim_part_name(FW_SIM_FAIL + k),
                       ratings[i].part[k]);
        batch->rated += o->part_ratings ? 1 + FW_SIM_ARC : 1;
    }
}

static void truth_row(const fw_sim_scratch *s, const fw_sim_answer *answer, const ids *id, double rating,
                      fw_csv *out) {
    fw_csv_word(out, id->answer);
    fw_csv_word(out, id->participant);
    fw_csv_word(out, id->cohort);
    fw_csv_count(out, answer->attempt);
    fw_csv_number(out, answer->quality, DIGITS);
    for (int part = 0; part < FW_SIM_PARTS; part++) fw_csv_count(out, (uint64_t)answer->strength[part]);
    fw_csv_number(out, answer->overall, DIGITS);
    fw_csv_number(out, rating, DIGITS);
    fw_csv_word(out, fw_sim_style_name(answer->style));
    fw_csv_text(out, s->story.domain->name);
    fw_csv_text(out, fw_story_value(&s->story, FW_KEY_STORY, 0));
    fw_csv_end_row(out);
}

static void one_answer(const fw_sim_source *source, fw_sim_scratch *s, uint64_t index, fw_sim_batch *batch) {
    const fw_simulate_options *o = &source->population->options;
    fw_sim_answer answer;
    fw_population_answer(source->population, index, &answer);
    const ids id = ids_of(&answer);
    if (s->teller != answer.participant + 1) {
        fw_story_draw(source->grammar, o->seed, answer.participant, &s->story);
        s->teller = answer.participant + 1;
    }
    fw_compose(&s->composer, &s->story, &answer, o->seed, &s->text);
    answer_row(s, &answer, &id, o->seed, &batch->answers);
    double sum = 0;
    if (o->ratings) {
        fw_population_rate(source->population, &answer, s->rating);
        rating_rows(o, s->rating, id.answer, batch);
        for (size_t i = 0; i < o->ratings; i++) sum += s->rating[i].overall;
    }
    truth_row(s, &answer, &id, o->ratings ? sum / (double)o->ratings : (double)NAN, &batch->truth);
    if (o->dirty > 0) fw_sim_plant(source, id.answer, index, batch);
}

fw_code fw_sim_fill(const fw_sim_source *source, fw_sim_scratch *s, fw_sim_batch *batch, fw_error *err) {
    s->composer.grammar = source->grammar;
    for (uint64_t i = 0; i < batch->count; i++) one_answer(source, s, batch->first + i, batch);
    const bool failed = s->text.failed || batch->answers.line.failed || batch->ratings.line.failed ||
                        batch->truth.line.failed || batch->planted.line.failed;
    return failed ? fw_fail_nomem(err) : FW_OK;
}

void fw_sim_batch_clear(fw_sim_batch *batch) {
    fw_buffer_clear(&batch->answers.line);
    fw_buffer_clear(&batch->ratings.line);
    fw_buffer_clear(&batch->truth.line);
    fw_buffer_clear(&batch->planted.line);
    batch->rated = batch->planted_count = 0;
}

void fw_sim_batch_free(fw_sim_batch *batch) {
    fw_buffer_free(&batch->answers.line);
    fw_buffer_free(&batch->ratings.line);
    fw_buffer_free(&batch->truth.line);
    fw_buffer_free(&batch->planted.line);
}

void fw_sim_scratch_free(fw_sim_scratch *scratch) {
    fw_composer_free(&scratch->composer);
    fw_buffer_free(&scratch->text);
}
