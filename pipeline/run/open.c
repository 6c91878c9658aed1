/* open.c: opens what the options name. */
#include "run/open.h"
#include "run/agree/agree.h"

#include "base/buffer.h"

#include <math.h>
#include <string.h>

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
                                     .has_scale = !isnan(options->scale_min),
                                     .scale_min = options->scale_min,
                                     .scale_max = options->scale_max,
                                     .scale_trait = options->trait,
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

fw_code fw_need_features(fw_dataset *dataset, const char *path, fw_error *err) {
    if (fw_dataset_layout(dataset)->var_count) return FW_OK;
    return fw_fail_in(err, FW_DATA, path,
                      "the dataset holds no features: run 'failwise extract' on it first");
}
