/* inputs.c: hashes of what goes into a run, in the manifest, to tell whether anything has changed. */
#include "run/nightly/inputs.h"

#include "base/hash_file.h"
#include "base/json.h"
#include "base/output.h"
#include "base/str.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* As eight bytes behind what was hashed before. */
static uint64_t add_content(uint64_t hash, uint64_t content) {
    return fw_hash64(&content, sizeof content, hash);
}

/* Files that make one input; a folder counts as its regular files in the order of their names. */
static bool hash_folder(const char *path, uint64_t *hash) {
    struct dirent **entries = NULL;
    const int count = scandir(path, &entries, NULL, alphasort);
    bool good = count >= 0;
    for (int i = 0; i < count; i++) {
        char *inner = fw_path_join(path, entries[i]->d_name);
        struct stat info;
        good = good && inner;
        if (good && stat(inner, &info) == 0 && S_ISREG(info.st_mode)) {
            uint64_t content = 0;
            good = fw_hash_content(inner, &content, NULL) == FW_OK;
            *hash = fw_hash64(entries[i]->d_name, strlen(entries[i]->d_name), *hash);
            *hash = add_content(*hash, content);
        }
        free(inner);
        free(entries[i]);
    }
    free((void *)entries);
    return good;
}

static bool hash_path(const char *path, uint64_t *hash) {
    struct stat info;
    if (strcmp(path, "-") == 0 || stat(path, &info) != 0) return false;
    if (S_ISDIR(info.st_mode)) return hash_folder(path, hash);
    uint64_t content = 0;
    if (fw_hash_content(path, &content, NULL) != FW_OK) return false;
    *hash = add_content(*hash, content);
    return true;
}

static bool put_hash(json_t *object, const char *key, uint64_t hash) {
    return json_object_set_new(object, key, fw_json_hash(hash)) == 0;
}

/* Adds an input of one or more paths; false: it cannot be known. */
static bool add_paths(json_t *object, const char *key, const char *const *paths, size_t count) {
    uint64_t hash = 0;
    for (size_t i = 0; i < count; i++) {
        if (!hash_path(paths[i], &hash)) return false;
    }
    return put_hash(object, key, hash);
}

/* Its bytes are those that are read: of gzip what is hashed in passing are those that come out. */
static bool is_plain_file(const char *path) {
    struct stat info;
    if (!path || strcmp(path, "-") == 0 || stat(path, &info) != 0 || !S_ISREG(info.st_mode)) return false;
    unsigned char head[2] = {0};
    FILE *stream = fopen(path, "re");
    const bool read = stream && fread(head, 1, sizeof head, stream) == sizeof head;
    if (stream) fclose(stream);
    return read && !(head[0] == 0x1f && head[1] == 0x8b);
}

/* What cannot be hashed while it is read is hashed before: a file that is replaced in between then seems to
 * have changed the next time, and not to be what the results are of. */
static bool add_answers(json_t *object, const fw_run_options *o, fw_answers_hash when) {
    if (when == FW_ANSWERS_GIVEN) return true;
    return when == FW_ANSWERS_READ && is_plain_file(o->answers)
               ? json_object_set_new(object, "answers", json_null()) == 0
               : add_paths(object, "answers", &o->answers, 1);
}

fw_code fw_run_inputs(const fw_run_options *o, fw_answers_hash answers, json_t **out, fw_error *err) {
    const struct {
        const char *key;
        const char *const *paths;
        size_t count;
    } INPUTS[] = {{"ratings", &o->ratings, o->ratings != NULL},
                  {"model", &o->model, o->model != NULL},
                  {"lexicon", o->lexicons, o->lexicon_count},
                  {"arc", &o->arc, o->arc != NULL},
                  {"rubric", &o->rubric, o->rubric != NULL}};
    const char *settings = o->command_line ? o->command_line : "";
    *out = NULL;
    json_t *object = json_pack("{s:s}", "version", FAILWISE_VERSION);
    if (!object || !put_hash(object, "settings", fw_hash64(settings, strlen(settings), 0))) {
        json_decref(object);
        return fw_fail_nomem(err);
    }
    bool known = add_answers(object, o, answers);
    for (size_t i = 0; known && i < sizeof INPUTS / sizeof INPUTS[0]; i++)
        known = INPUTS[i].count == 0 || add_paths(object, INPUTS[i].key, INPUTS[i].paths, INPUTS[i].count);
    if (known)
        *out = object;
    else
        json_decref(object); /* whoever opens the file says what is wrong with it */
    return FW_OK;
}

fw_code fw_run_inputs_set_answers(json_t *inputs, uint64_t content, fw_error *err) {
    return put_hash(inputs, "answers", add_content(0, content)) ? FW_OK : fw_fail_nomem(err);
}

/* A reader of a plain file has hashed its bytes. */
static bool complete(json_t *inputs, const fw_reader *answers) {
    return !json_is_null(json_object_get(inputs, "answers")) ||
           fw_run_inputs_set_answers(inputs, fw_reader_hash(answers), NULL) == FW_OK;
}

/* False for a file that was plain when it was looked at, and gzip when it was opened. */
static bool is_known(const json_t *inputs, const fw_reader *answers) {
    return !json_is_null(json_object_get(inputs, "answers")) || fw_reader_size(answers) > 0;
}

fw_code fw_manifest_of_run(const char *directory, const json_t *provenance, const fw_run_options *options,
                           const fw_reader *answers, const fw_known_file *known, size_t count,
                           fw_error *err) {
    if (!options->inputs || !is_known(options->inputs, answers))
        return fw_manifest_write(directory, provenance, known, count, err);
    json_t *copy = json_deep_copy(provenance);
    json_t *hashes = json_deep_copy(options->inputs);
    const bool good =
        copy && hashes && complete(hashes, answers) && json_object_set(copy, "inputs", hashes) == 0;
    const fw_code code = good ? fw_manifest_write(directory, copy, known, count, err) : fw_fail_nomem(err);
    json_decref(hashes);
    json_decref(copy);
    return code;
}

static bool files_are_there(const char *folder, const json_t *files) {
    for (size_t i = 0; i < json_array_size(files); i++) {
        const json_t *entry = json_array_get(files, i);
        const char *name = fw_json_get_text(entry, "path");
        char *path = name ? fw_path_join(folder, name) : NULL;
        struct stat info;
        const bool whole = path && lstat(path, &info) == 0 && S_ISREG(info.st_mode) &&
                           (json_int_t)info.st_size == json_integer_value(json_object_get(entry, "bytes"));
        free(path);
        if (!whole) return false;
    }
    return json_array_size(files) > 0;
}

void fw_run_inputs_changed(const json_t *before, const json_t *now, char *out, size_t size) {
    static const char *const KEYS[] = {"version", "settings", "answers", "ratings",
                                       "model",   "lexicon",  "arc",     "rubric"};
    size_t length = 0;
    for (size_t i = 0; i < sizeof KEYS / sizeof KEYS[0] && length < size; i++) {
        const json_t *a = json_object_get(before, KEYS[i]);
        const json_t *b = json_object_get(now, KEYS[i]);
        if (a == b || (a && b && json_equal(a, b))) continue;
        length += (size_t)snprintf(out + length, size - length, "%s%s", length ? ", " : "", KEYS[i]);
    }
}

static json_t *read_manifest(const char *folder) {
    char *path = fw_path_join(folder, "manifest.json");
    json_t *manifest = NULL;
    if (path && fw_json_read(path, &manifest, NULL) != FW_OK) manifest = NULL;
    free(path);
    return manifest;
}

static const json_t *inputs_in(const json_t *manifest) {
    return json_object_get(json_object_get(manifest, "provenance"), "inputs");
}

bool fw_run_has_inputs(const char *folder) {
    json_t *manifest = read_manifest(folder);
    const bool has = inputs_in(manifest) != NULL;
    json_decref(manifest);
    return has;
}

bool fw_run_is_unchanged(const char *folder, const json_t *inputs, char *changed, size_t size) {
    changed[0] = '\0';
    json_t *manifest = inputs ? read_manifest(folder) : NULL;
    if (!manifest) return false;
    const json_t *before = inputs_in(manifest);
    const bool same = before && json_equal(before, inputs);
    const bool whole = files_are_there(folder, json_object_get(manifest, "files"));
    if (before && !same) fw_run_inputs_changed(before, inputs, changed, size);
    json_decref(manifest);
    return same && whole;
}
