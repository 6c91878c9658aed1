/* truth.c: what was put in: raters.csv, truth.json, and the README and manifest of the folder. */
#include "simulate/rows.h"

#include "base/hash_file.h"
#include "base/json.h"

#include <inttypes.h>
#include <stdlib.h>
#include <sys/stat.h>

static fw_code path_of(const char *folder, const char *name, char **out, fw_error *err) {
    if (asprintf(out, "%s/%s", folder, name) >= 0) return FW_OK;
    *out = NULL;
    return fw_fail_nomem(err);
}

static fw_code write_raters(const fw_population *p, const char *path, fw_error *err) {
    enum { DIGITS = 9, NAME = 32 };
    fw_csv csv;
    const fw_code code = fw_csv_open(&csv, path, true, err);
    if (code != FW_OK) return code;
    fw_csv_header(&csv, fw_sim_rater_header.names, fw_sim_rater_header.count);
    for (size_t r = 0; r < p->options.raters; r++) {
        char name[NAME];
        snprintf(name, sizeof name, "R%03zu", r + 1);
        fw_csv_word(&csv, name);
        fw_csv_number(&csv, p->rater[r].severity, DIGITS);
        fw_csv_number(&csv, p->rater[r].range, DIGITS);
        fw_csv_number(&csv, p->rater[r].noise, DIGITS);
        fw_csv_end_row(&csv);
    }
    return fw_csv_commit(&csv, err);
}

/* Numbers by part of the arc. */
static json_t *by_part(const double *value) {
    json_t *object = json_object();
    for (int k = 0; k < FW_SIM_ARC; k++)
        json_object_set_new(object, fw_sim_part_name(FW_SIM_FAIL + k), fw_json_number(value[k]));
    return object;
}

static json_t *design_json(const fw_simulate_options *o) {
    return json_pack("{s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:f, s:f, s:f, s:f, s:f, s:f, s:b}", "seed",
                     (json_int_t)o->seed, "answers", (json_int_t)o->answers, "participants",
                     (json_int_t)o->participants, "attempts", (json_int_t)o->attempts, "cohorts",
                     (json_int_t)o->cohorts, "raters", (json_int_t)o->raters, "ratings_per_answer",
                     (json_int_t)o->ratings, "effect", o->effect, "severity_sd", o->severity, "range_sd",
                     o->range, "consistency_sd", o->consistency, "rating_step", o->step, "planted_share",
                     o->dirty, "part_ratings", (int)o->part_ratings);
}

static json_t *truth_json(const fw_population *p) {
    const fw_sim_truth *t = &p->truth;
    json_t *effect =
        json_pack("{s:o, s:o}", "overall", fw_json_number(t->effect), "parts", by_part(t->effect_part));
    json_t *root = json_pack("{s:b, s:s, s:o}", "synthetic", 1, "version", FAILWISE_VERSION, "design",
                             design_json(&p->options));
    if (!root) {
        json_decref(effect);
        return NULL;
    }
    json_object_set_new(root, "intercept", fw_json_number(t->intercept));
    json_object_set_new(root, "weights", by_part(t->weight));
    json_object_set_new(root, "overall_mean", fw_json_number(t->mean));
    json_object_set_new(root, "overall_sd", fw_json_number(t->sd));
    json_object_set_new(root, "effect", effect);
    json_object_set_new(root, "noise", fw_json_number(t->noise));
    json_object_set_new(root, "reliability", fw_json_number(t->reliability));
    json_object_set_new(root, "consistency", fw_json_number(t->consistency));
    json_object_set_new(root, "retest", fw_json_number(t->retest));
    return root;
}

static fw_code write_json(json_t *value, const char *path, fw_error *err) {
    const fw_code code = value ? fw_json_write(path, value, true, err) : fw_fail_nomem(err);
    json_decref(value);
    return code;
}

static fw_code write_readme(const fw_population *p, const char *path, fw_error *err) {
    const fw_simulate_options *o = &p->options;
    fw_output output;
    const fw_code code = fw_output_open(&output, path, true, err);
    if (code != FW_OK) return code;
    fprintf(output.stream,
            "# Synthetic answers\n\n"
            "**Everything here is synthetic**: made by `failwise simulate` " FAILWISE_VERSION
            " with seed %" PRIu64 ". No person wrote these answers and\nnobody rated them. No figure from "
            "them says anything about people; "
            "reports made from them should say so (`--synthetic`).\n\n"
            "%" PRIu64 " answers of %" PRIu64
            " participants with up to %zu attempts, %zu ratings of each by %zu raters.\n\n"
            "| file | what |\n|---|---|\n"
            "| `answers.csv` | the answers, as `failwise run` reads them |\n"
            "| `ratings.csv` | who gave which rating (absent without ratings) |\n"
            "| `truth.csv` | by answer: quality (SD 1), the strength of each part (0 to 4), the overall "
            "score they make up, the mean of its overall ratings |\n"
            "| `raters.csv` | by rater: severity (points added), range (1: the whole scale), noise (SD in "
            "points) |\n"
            "| `truth.json` | the weights behind overall, the effect of the programme in points, the "
            "reliability of one rating (ICC(A,1), before rounding), its consistency (ICC(C,1)), and "
            "everything that was asked for |\n"
            "| `planted.csv` | rows that have to be rejected: the answer they follow, and the reason (absent "
            "without `--dirty`) |\n",
            o->seed, o->answers, o->participants, o->attempts, o->ratings, o->raters);
    return fw_output_commit(&output, err);
}

/* What is known of a file; the hash of the answers is what `run` knows them by. NULL: not readable. */
static json_t *file_json(const char *folder, const char *name, bool hashed) {
    char *path = fw_path_join(folder, name);
    struct stat info;
    uint64_t hash;
    json_t *file = NULL;
    if (path && stat(path, &info) == 0)
        file = json_pack("{s:s, s:I}", "file", name, "bytes", (json_int_t)info.st_size);
    if (file && hashed && fw_hash_content(path, &hash, NULL) == FW_OK)
        (void)json_object_set_new(file, "content_xxh3", fw_json_hash(hash));
    free(path);
    return file;
}

/* The commit mark: files with their sizes. */
static json_t *manifest_json(const fw_simulate_options *o, const char *folder) {
    const struct {
        const char *name;
        bool there;
    } FILES[] = {{"answers.csv", true},
                 {"ratings.csv", o->ratings > 0},
                 {"truth.csv", true},
                 {"raters.csv", o->raters > 0},
                 {"planted.csv", o->dirty > 0},
                 {"truth.json", true},
                 {"README.md", true}};
    json_t *files = json_array();
    for (size_t i = 0; i < sizeof FILES / sizeof FILES[0]; i++) {
        json_t *file = FILES[i].there ? file_json(folder, FILES[i].name, i == 0) : NULL;
        if (file) (void)json_array_append_new(files, file);
    }
    return json_pack("{s:s, s:s, s:b, s:o}", "program", "failwise simulate", "version", FAILWISE_VERSION,
                     "synthetic", 1, "files", files);
}

fw_code fw_sim_write_rest(const fw_population *p, const char *folder, fw_error *err) {
    char *raters = NULL, *truth = NULL, *readme = NULL, *manifest = NULL;
    fw_code code = path_of(folder, "raters.csv", &raters, err);
    if (code == FW_OK) code = path_of(folder, "truth.json", &truth, err);
    if (code == FW_OK) code = path_of(folder, "README.md", &readme, err);
    if (code == FW_OK) code = path_of(folder, "manifest.json", &manifest, err);
    if (code == FW_OK && p->options.raters) code = write_raters(p, raters, err);
    if (code == FW_OK) code = write_json(truth_json(p), truth, err);
    if (code == FW_OK) code = write_readme(p, readme, err);
    if (code == FW_OK) code = write_json(manifest_json(&p->options, folder), manifest, err);
    free(raters);
    free(truth);
    free(readme);
    free(manifest);
    return code;
}
