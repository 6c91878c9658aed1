/* agree.c: rater analysis of a file: loads the ratings, analyses trait by trait, writes the tables. */
#include "run/agree/agree.h"
#include "run/documents.h"
#include "run/stage.h"

#include "base/buffer.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void fw_agree_free(fw_agree *agree) {
    for (size_t i = 0; i < agree->trait_count && agree->trait; i++) fw_panel_free(agree->trait[i]);
    free(agree->trait);
    fw_ratings_free(agree->ratings);
    *agree = (fw_agree){0};
}

static fw_code no_such_trait(const fw_agree_options *o, const fw_ratings *ratings, const char *name,
                             fw_error *err) {
    fw_buffer names = {0};
    for (size_t i = 0; i < fw_ratings_trait_count(ratings); i++)
        fw_buffer_printf(&names, "%s%s", i ? ", " : "", fw_ratings_trait(ratings, i));
    fw_fail_in(err, FW_DATA, o->path, "no rating has the trait \"%.60s\"", name);
    fw_error_detail(err, names.data ? names.data : "a trait", NULL);
    fw_buffer_free(&names);
    return FW_DATA;
}

/* The panel of one trait; *names is to be freed. */
static fw_code open_panel(const fw_ratings *ratings, int trait, fw_panel *panel, const char ***names,
                          fw_error *err) {
    *panel = (fw_panel){.rater_count = fw_ratings_rater_count(ratings),
                        .trait = trait,
                        .trait_name = fw_ratings_trait(ratings, (size_t)trait)};
    panel->ratings = fw_ratings_all(ratings, &panel->count);
    *names = calloc(panel->rater_count + 1, sizeof **names);
    if (!*names) return fw_fail_nomem(err);
    for (size_t r = 0; r < panel->rater_count; r++) (*names)[r] = fw_ratings_rater(ratings, r);
    panel->raters = *names;
    return FW_OK;
}

fw_code fw_use_raters(const fw_run_options *o, fw_ratings *ratings, int trait, fw_error *err) {
    if (!o->raters || strcmp(o->raters, "mean") == 0) return FW_OK;
    if (strcmp(o->raters, "adjust") != 0) {
        const int rater = fw_ratings_find_rater(ratings, o->raters);
        if (rater >= 0) return fw_ratings_use(ratings, rater, trait, NULL, err);
        return fw_fail(err, FW_USAGE, "--raters: no rater has the id '%.60s'; it is mean, adjust or an id",
                       o->raters);
    }
    fw_panel panel;
    const char **names;
    double *severity = NULL;
    fw_code code = open_panel(ratings, trait, &panel, &names, err);
    if (code == FW_OK) code = fw_panel_severity(&panel, &severity, err);
    if (code == FW_OK) code = fw_ratings_use(ratings, -1, trait, severity, err);
    if (code != FW_OK && err && !err->file[0]) fw_error_at(err, o->ratings, 0, 0);
    free(severity);
    free(names);
    return code;
}

static fw_code analyse_trait(const fw_agree_options *o, fw_agree *out, int trait, fw_error *err) {
    fw_panel panel;
    const char **names;
    fw_code code = open_panel(out->ratings, trait, &panel, &names, err);
    if (code != FW_OK) return code;
    panel.resamples = o->resamples;
    panel.seed = o->run->seed;
    code = fw_panel_analyse(&panel, &out->trait[out->trait_count], err);
    free(names);
    if (code == FW_OK)
        out->trait_count++;
    else if (err && !err->file[0])
        fw_error_at(err, o->path, 0, 0);
    return code;
}

static fw_code analyse_traits(const fw_agree_options *o, fw_agree *out, fw_error *err) {
    const size_t count = o->trait_count ? o->trait_count : fw_ratings_trait_count(out->ratings);
    out->trait = calloc(count + 1, sizeof(fw_panel_result *));
    fw_code code = out->trait ? FW_OK : fw_fail_nomem(err);
    for (size_t i = 0; i < count && code == FW_OK; i++) {
        const int trait = o->trait_count ? fw_ratings_find_trait(out->ratings, o->traits[i]) : (int)i;
        code =
            trait < 0 ? no_such_trait(o, out->ratings, o->traits[i], err) : analyse_trait(o, out, trait, err);
        if (code == FW_OK) code = fw_run_tick(o->run, "agree", i + 1, err);
    }
    return code;
}

static fw_code write_folder(const fw_agree_options *o, const fw_agree *agree, fw_error *err) {
    fw_outdir dir = {.lock = -1};
    fw_code code = fw_outdir_open(&dir, o->run->output, o->run->force, err);
    if (code != FW_OK) return code;
    code = fw_agree_write(agree, o->path, &dir, err);
    return fw_seal_folder(&dir, code, o->run, 0, fw_ratings_hash(agree->ratings), err);
}

fw_code fw_run_agree(const fw_agree_options *o, fw_agree *out, fw_error *err) {
    const fw_run_options *run = o->run;
    const fw_ratings_options what = {.path = o->path,
                                     .map = run->map,
                                     .map_count = run->map_count,
                                     .has_scale = !isnan(run->scale_min),
                                     .scale_min = run->scale_min,
                                     .scale_max = run->scale_max,
                                     .threads = run->threads};
    *out = (fw_agree){0};
    fw_code code = fw_ratings_load(&what, &out->ratings, err);
    if (code == FW_OK) code = analyse_traits(o, out, err);
    if (code == FW_OK && run->output) code = write_folder(o, out, err);
    if (code != FW_OK) {
        fw_agree_free(out);
        return code;
    }
    const double rejected = (double)fw_ratings_reject_count(out->ratings);
    out->reject_gate_failed = rejected > run->max_reject_rate * (double)fw_ratings_rows(out->ratings);
    return out->reject_gate_failed ? FW_GATE : FW_OK;
}
