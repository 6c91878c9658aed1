/* feedback.c: feedback pages from a run that kept the text: what belongs together, whose pages, which
 * weights. */
#include "run/feedback/feedback.h"
#include "run/open.h"

#include "base/json.h"
#include "base/str.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* What a feedback run holds open. */
typedef struct {
    const fw_feedback_job *job;
    fw_run_options options; /* with the run's model and label */
    bool is_run;            /* the source is a run's folder */
    char *text, *cohort, *model_path, *target;
    fw_dataset *answers;
    uint64_t answers_hash, lexicon_hash; /* as the run recorded them; 0: not known */
    fw_model *model;
    fw_lexicon *lexicon;
    fw_people people;
} feedback;

/* ---- the run's folder ---- */

static fw_code find_files(feedback *f, fw_error *err) {
    struct stat info;
    if (stat(f->job->source, &info) != 0)
        return fw_fail_errno(err, FW_NOINPUT, f->job->source, "cannot open the run");
    f->is_run = S_ISDIR(info.st_mode);
    const char *source = f->job->source;
    const int made =
        f->is_run ? asprintf(&f->text, "%s/answers.h5", source) : asprintf(&f->text, "%s", source);
    if (made < 0) {
        f->text = NULL;
        return fw_fail_nomem(err);
    }
    if (f->is_run && asprintf(&f->cohort, "%s/cohort.h5", source) < 0) f->cohort = NULL;
    if (f->is_run && asprintf(&f->model_path, "%s/model.json", source) < 0) f->model_path = NULL;
    if (f->is_run && (!f->cohort || !f->model_path)) return fw_fail_nomem(err);
    if (access(f->text, F_OK) == 0) return FW_OK;
    return fw_fail_in(err, FW_NOINPUT, f->text,
                      "the answers' text was not kept, and feedback needs it: run again with --keep-text");
}

static fw_code open_text(feedback *f, fw_error *err) {
    fw_code code = fw_dataset_open(f->text, &f->answers, err);
    if (code != FW_OK) return code;
    const fw_layout *layout = fw_dataset_layout(f->answers);
    if (fw_column_find(layout->columns, layout->column_count, fw_fields[FW_TEXT].name) < 0)
        return fw_fail_in(err, FW_DATA, f->text,
                          "the dataset holds no text: it must come from 'run --keep-text' or 'load'");
    json_t *provenance = NULL;
    code = fw_dataset_get_json(f->answers, "provenance", &provenance, err);
    f->answers_hash = fw_json_get_hash(provenance, "answers_xxh3");
    f->options.synthetic |= json_is_true(json_object_get(provenance, "synthetic"));
    json_decref(provenance);
    return code;
}

/* The text must be that of the run: the same input, the same rows. */
static fw_code check_cohort(feedback *f, fw_error *err) {
    if (!f->is_run || access(f->cohort, F_OK) != 0) return FW_OK;
    fw_dataset *cohort = NULL;
    json_t *provenance = NULL;
    fw_code code = fw_dataset_open(f->cohort, &cohort, err);
    if (code == FW_OK) code = fw_dataset_get_json(cohort, "provenance", &provenance, err);
    const uint64_t hash = fw_json_get_hash(provenance, "answers_xxh3");
    const bool same = code == FW_OK && fw_dataset_rows(cohort) == fw_dataset_rows(f->answers) &&
                      (!hash || !f->answers_hash || hash == f->answers_hash);
    f->lexicon_hash = fw_json_get_hash(provenance, "lexicon_xxh3");
    f->options.synthetic |= json_is_true(json_object_get(provenance, "synthetic"));
    json_decref(provenance);
    fw_dataset_close(cohort);
    if (code != FW_OK || same) return code;
    return fw_fail_in(
        err, FW_DATA, f->text,
        "the text belongs to other answers than cohort.h5 beside it: run again with --keep-text");
}

static fw_code open_model(feedback *f, fw_error *err) {
    if (!f->options.model && f->is_run && access(f->model_path, F_OK) == 0) f->options.model = f->model_path;
    fw_code code = fw_open_model(&f->options, &f->model, err);
    if (code == FW_OK) code = fw_open_lexicon(&f->options, &f->lexicon, err);
    if (code != FW_OK) return code;
    const uint64_t wanted = f->model->lexicon_hash ? f->model->lexicon_hash : f->lexicon_hash;
    if (!wanted || wanted == fw_lexicon_hash(f->lexicon)) return FW_OK;
    return fw_fail_in(err, FW_DATA, f->job->source,
                      "the run used another lexicon: give the same --lexicon and --arc, or run again if it "
                      "is of an older failwise");
}

/* ---- whose pages ---- */

/* A participant goes before an answer of that name. Names nobody else: who may ask for one page need not know
 * who took part. */
static fw_code find_person(const feedback *f, size_t *person, fw_error *err) {
    const fw_str name = fw_str_of(f->job->participant);
    const fw_people *people = &f->people;
    *person = people->count;
    for (size_t i = 0; i < people->count; i++) {
        if (!fw_str_equal(people->list[i].name, name)) continue;
        if (*person == people->count || !people->list[i].is_answer) *person = i;
    }
    if (*person < people->count) return FW_OK;
    return fw_fail_in(err, FW_DATA, f->text, "no answer is by participant '%.80s'", f->job->participant);
}

static fw_code write_pages(feedback *f, char **written, fw_error *err) {
    size_t first = 0, end = f->people.count;
    fw_code code = FW_OK;
    if (f->job->participant) {
        code = find_person(f, &first, err);
        end = first + 1;
    }
    if (code == FW_OK) code = fw_feedback_target(f->job, &f->options, &f->target, err);
    if (code != FW_OK) return code;
    fw_feedback_output output;
    const fw_feedback_maker maker = {.options = &f->options,
                                     .page = {f->model->scale_min, f->model->scale_max,
                                              strcmp(f->model->type, "rubric") != 0, f->options.synthetic},
                                     .lexicon = f->lexicon,
                                     .model = f->model,
                                     .answers = f->answers,
                                     .people = &f->people,
                                     .output = &output};
    code = fw_feedback_output_open(&output, f->target, f->job->participant ? &f->people.list[first] : NULL,
                                   &f->options, written, err);
    if (code == FW_OK) code = fw_feedback_make(&maker, first, end, err);
    return fw_feedback_output_close(&output, code, &f->people, &f->options, f->answers_hash, err);
}

fw_code fw_run_feedback(const fw_feedback_job *job, const fw_run_options *options, char **written,
                        fw_error *err) {
    feedback f = {.job = job, .options = *options};
    *written = NULL;
    fw_code code = find_files(&f, err);
    if (code == FW_OK) code = open_text(&f, err);
    if (code == FW_OK) code = check_cohort(&f, err);
    if (code == FW_OK) code = open_model(&f, err);
    if (code == FW_OK) code = fw_people_read(f.answers, &f.people, err);
    if (code == FW_OK) code = write_pages(&f, written, err);
    fw_people_free(&f.people);
    fw_lexicon_free(f.lexicon);
    fw_model_free(f.model);
    fw_dataset_close(f.answers);
    free(f.text);
    free(f.cohort);
    free(f.model_path);
    free(f.target);
    if (code != FW_OK) {
        free(*written);
        *written = NULL;
    }
    return code;
}
