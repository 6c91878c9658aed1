/* parts.c: opening what the options name, and saying what made the outputs. */
#include "run/parts.h"
#include "run/agree/agree.h"

#include "base/buffer.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { MOST_FEATURES = 256 };

const fw_var *fw_catalogue_vars(void) {
    static fw_var vars[MOST_FEATURES]; /* filled once with the same values, before any thread is started */
    for (size_t i = 0; i < fw_feature_count() && i < MOST_FEATURES; i++) {
        const fw_feature *f = fw_feature_at(i);
        vars[i] = (fw_var){.name = f->name,
                           .group = f->group,
                           .unit = f->unit,
                           .definition = f->definition,
                           .sign = f->sign};
    }
    return vars;
}

static const char *const ARC[] = {"arc_fail", "arc_diag", "arc_act", "arc_learn", "arc_impr"};
static const char *const STAR[] = {"star_s_share", "star_t_share", "star_a_share", "star_r_share"};
const fw_obsm fw_catalogue_obsm[FW_CATALOGUE_OBSM] = {{"arc", ARC, 5}, {"star", STAR, FW_CATALOGUE_STAR}};

double fw_clock(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

fw_code fw_run_tick(const fw_run_options *options, const char *stage, uint64_t rows, fw_error *err) {
    const fw_progress *progress = &options->progress;
    if (progress->stop && *progress->stop) return fw_fail(err, FW_INTERRUPTED, "interrupted");
    if (progress->tick) progress->tick(progress->context, stage, rows, 0, 0);
    return FW_OK;
}

void fw_run_tell_stage(const fw_run_options *options, const char *stage, double seconds, uint64_t rows) {
    const fw_progress *progress = &options->progress;
    if (progress->stage) progress->stage(progress->context, stage, seconds, rows);
}

fw_code fw_open_lexicon(const fw_run_options *options, fw_lexicon **out, fw_error *err) {
    const fw_code code = fw_lexicon_load(options->lexicons, options->lexicon_count, out, err);
    if (code != FW_OK || !options->arc) return code;
    const fw_code read = fw_lexicon_use_arc(*out, options->arc, err);
    if (read != FW_OK) {
        fw_lexicon_free(*out);
        *out = NULL;
    }
    return read;
}

/* Says which traits there are: the usual reason is a name in another spelling. */
static fw_code no_such_trait(const fw_run_options *options, const fw_ratings *ratings, fw_error *err) {
    fw_buffer names = {0};
    for (size_t i = 0; i < fw_ratings_trait_count(ratings); i++) {
        fw_buffer_printf(&names, "%s%s", i ? ", " : "", fw_ratings_trait(ratings, i));
    }
    fw_fail_in(err, FW_DATA, options->ratings, "no rating has the trait \"%.60s\"", options->trait);
    fw_error_detail(err, names.data ? names.data : "a trait", NULL);
    fw_buffer_free(&names);
    return FW_DATA;
}

fw_code fw_open_ratings(const fw_run_options *options, fw_ratings **out, int *trait, fw_error *err) {
    *out = NULL;
    *trait = 0;
    if (options->rating_column_count) {
        if (options->raters && strcmp(options->raters, "mean") != 0)
            return fw_fail(err, FW_USAGE,
                           "--raters needs --ratings: rating columns are read with the answers");
        *out = fw_ratings_new();
        return *out ? FW_OK : fw_fail_nomem(err);
    }
    if (!options->ratings) return FW_OK;
    const fw_ratings_options what = {.path = options->ratings,
                                     .map = options->map,
                                     .map_count = options->map_count,
                                     .threads = options->threads};
    const fw_code code = fw_ratings_load(&what, out, err);
    if (code != FW_OK) return code;
    *trait = fw_ratings_find_trait(*out, options->trait);
    const fw_code failed =
        *trait >= 0 ? fw_use_raters(options, *out, *trait, err) : no_such_trait(options, *out, err);
    if (failed == FW_OK) return FW_OK;
    fw_ratings_free(*out);
    *out = NULL;
    return failed;
}

fw_code fw_open_reader(const fw_run_options *options, fw_reader **out, fw_error *err) {
    const fw_reader_options what = {
        .path = options->answers,
        .map = options->map,
        .map_count = options->map_count,
        .rating_columns = options->rating_columns,
        .rating_column_count = options->rating_column_count,
        .part = options->part,
        .parts = options->parts,
    };
    return fw_reader_open(&what, out, err);
}

fw_code fw_open_model(const fw_run_options *options, fw_model **out, fw_error *err) {
    return options->model ? fw_model_load(options->model, out, err)
                          : fw_model_rubric(options->rubric, out, err);
}

fw_code fw_open_fit(const fw_run_options *options, const fw_model *rubric, const fw_var *vars,
                    size_t var_count, fw_fit **out, fw_error *err) {
    const fw_fit_options what = {
        .type = options->model_type,
        .trait = options->trait,
        .folds = options->folds,
        .seed = options->seed,
        .scale_min = options->scale_min,
        .scale_max = options->scale_max,
        .rubric = rubric->rubric,
        .vars = vars,
        .var_count = var_count,
        .length_feature = "words",
    };
    return fw_fit_new(&what, out, err);
}

static json_t *hash_text(uint64_t hash) {
    char text[24];
    snprintf(text, sizeof text, "%016" PRIx64, hash);
    return json_string(text);
}

/* What the report was asked for, so that it can be made again. */
static json_t *report_settings_json(const fw_run_options *options) {
    json_t *by = json_array();
    for (size_t i = 0; i < options->group_by_count; i++)
        json_array_append_new(by, json_string(options->group_by[i]));
    return json_pack("{s:s, s:I, s:o}", "title", options->title ? options->title : "", "k",
                     (json_int_t)options->k, "by", by);
}

json_t *fw_provenance(const fw_run_options *options, uint64_t lexicon_hash, uint64_t answers_hash,
                      uint64_t ratings_hash) {
    json_t *object = json_object();
    json_object_set_new(object, "program", json_string("failwise"));
    json_object_set_new(object, "version", json_string(FAILWISE_VERSION));
    json_object_set_new(object, "command", json_string(options->command_line ? options->command_line : ""));
    json_object_set_new(object, "seed", json_integer((json_int_t)options->seed));
    json_object_set_new(object, "lexicon_xxh3", hash_text(lexicon_hash));
    if (answers_hash) json_object_set_new(object, "answers_xxh3", hash_text(answers_hash));
    if (ratings_hash) json_object_set_new(object, "ratings_xxh3", hash_text(ratings_hash));
    json_object_set_new(object, "synthetic", json_boolean(options->synthetic));
    json_object_set_new(object, "report", report_settings_json(options));
    return object;
}

fw_code fw_seal_folder(fw_outdir *dir, fw_code code, const fw_run_options *options, uint64_t answers_hash,
                       uint64_t ratings_hash, fw_error *err) {
    if (code == FW_OK) {
        json_t *provenance = fw_provenance(options, 0, answers_hash, ratings_hash);
        code = provenance ? fw_manifest_write(dir->temporary, provenance, NULL, 0, err) : fw_fail_nomem(err);
        json_decref(provenance);
    }
    if (code == FW_OK) return fw_outdir_commit(dir, err);
    fw_outdir_abort(dir);
    return code;
}

/* ---- intake ---- */

typedef struct {
    const char *key;
    size_t offset;
} intake_field;
#define FIELD(name)                                                                                          \
    { #name, offsetof(fw_intake, name) }
static const intake_field INTAKE[] = {
    FIELD(rows_read),
    FIELD(rows_used),
    FIELD(rows_rejected),
    FIELD(rows_forgotten),
    FIELD(ratings_read),
    FIELD(ratings_used),
    FIELD(ratings_rejected),
    FIELD(ratings_unmatched),
    FIELD(rated_answers),
    FIELD(raters),
    FIELD(bytes),
    FIELD(pii_answers),
};
#undef FIELD

static uint64_t *field_of(const fw_intake *intake, const intake_field *field) {
    return (uint64_t *)(uintptr_t)((const char *)intake + field->offset);
}

json_t *fw_intake_to_json(const fw_intake *intake) {
    json_t *object = json_object();
    for (size_t i = 0; i < sizeof INTAKE / sizeof INTAKE[0]; i++) {
        json_object_set_new(object, INTAKE[i].key, json_integer((json_int_t)*field_of(intake, &INTAKE[i])));
    }
    json_t *rejects = json_object();
    for (int code = 0; code < FW_REJECT_CODE_COUNT; code++) {
        const json_int_t count = (json_int_t)intake->reject_counts[code];
        json_object_set_new(rejects, fw_reject_name((fw_reject_code)code), json_integer(count));
    }
    json_object_set_new(object, "rejects", rejects);
    json_t *pii = json_object();
    for (int type = 0; type < FW_PII_TYPE_COUNT; type++) {
        json_object_set_new(pii, fw_pii_type_name((fw_pii_type)type),
                            json_integer((json_int_t)intake->pii_hits[type]));
    }
    json_object_set_new(object, "pii_hits", pii);
    return object;
}

void fw_intake_from_json(const json_t *json, fw_intake *intake) {
    for (size_t i = 0; i < sizeof INTAKE / sizeof INTAKE[0]; i++) {
        *field_of(intake, &INTAKE[i]) = (uint64_t)json_integer_value(json_object_get(json, INTAKE[i].key));
    }
    const json_t *rejects = json_object_get(json, "rejects");
    for (int code = 0; code < FW_REJECT_CODE_COUNT; code++) {
        intake->reject_counts[code] =
            (uint64_t)json_integer_value(json_object_get(rejects, fw_reject_name((fw_reject_code)code)));
    }
    const json_t *pii = json_object_get(json, "pii_hits");
    for (int type = 0; type < FW_PII_TYPE_COUNT; type++) {
        intake->pii_hits[type] =
            (uint64_t)json_integer_value(json_object_get(pii, fw_pii_type_name((fw_pii_type)type)));
    }
}

fw_mean_overall fw_mean_of_answers(double sum, uint64_t answers) {
    const double none = (double)NAN;
    if (answers == 0) return (fw_mean_overall){0};
    return (fw_mean_overall){.value = sum / (double)answers, .low = none, .high = none, .n = answers};
}

fw_report_options fw_report_settings(const fw_run_options *options) {
    return (fw_report_options){
        .title = options->title,
        .k = options->k,
        .seed = options->seed,
        .group_by = options->group_by,
        .group_by_count = options->group_by_count,
        .synthetic = options->synthetic,
        .command_line = options->command_line,
        .threads = options->threads,
    };
}

uint64_t fw_provenance_hash(const json_t *provenance, const char *key) {
    const char *text = json_string_value(json_object_get(provenance, key));
    return text ? strtoull(text, NULL, 16) : 0;
}

fw_code fw_need_features(fw_dataset *dataset, const char *path, fw_error *err) {
    if (fw_dataset_layout(dataset)->var_count) return FW_OK;
    return fw_fail_in(err, FW_DATA, path,
                      "the dataset holds no features: run 'failwise extract' on it first");
}

fw_code fw_score_documents(fw_dataset *dataset, const fw_model *scored_by, fw_error *err) {
    json_t *model = fw_model_to_json(scored_by);
    if (!model) return fw_fail_nomem(err);
    fw_code code = fw_dataset_put_json(dataset, "model", model, err);
    const json_t *quality = json_object_get(model, "quality");
    if (code == FW_OK && json_is_object(quality))
        code = fw_dataset_put_json(dataset, "evaluation", quality, err);
    json_decref(model);
    return code;
}
