/* origin.c: whether answers are those of a simulation, by the manifest in their folder. */
#include "run/origin.h"

#include "base/json.h"
#include "base/outdir_keep.h"
#include "base/output.h"

#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* A simulation's has some hundred bytes: what is longer, or no file, is the user's own and is not opened. */
enum { LONGEST = 65536 };

/* The manifest of the folder that `answers` lie in; NULL where there is none that can be read: the folder is
 * not ours. */
static fw_code open_manifest(const char *answers, json_t **manifest, fw_error *err) {
    char *copy = strdup(answers), *path = copy ? fw_path_join(dirname(copy), fw_outdir_mark) : NULL;
    struct stat info;
    fw_error unread = {0};
    fw_code code = path ? FW_OK : fw_fail_nomem(err);
    *manifest = NULL;
    if (path && stat(path, &info) == 0 && S_ISREG(info.st_mode) && info.st_size <= LONGEST)
        (void)fw_json_read(path, manifest, &unread);
    if (fw_json_memory_failed()) code = fw_fail_nomem(err);
    free(path);
    free(copy);
    return code;
}

static bool is_simulation(const json_t *manifest) {
    const char *program = fw_json_get_text(manifest, "program");
    return program && strcmp(program, "failwise simulate") == 0 &&
           json_is_true(json_object_get(manifest, "synthetic"));
}

static bool lists(const json_t *manifest, uint64_t hash) {
    const json_t *files = json_object_get(manifest, "files");
    for (size_t i = 0; i < json_array_size(files); i++)
        if (fw_json_get_hash(json_array_get(files, i), "content_xxh3") == hash) return true;
    return false;
}

fw_code fw_is_simulated(const char *answers, uint64_t hash, bool *simulated, fw_error *err) {
    json_t *manifest = NULL;
    *simulated = false;
    if (!answers || strcmp(answers, "-") == 0 || !hash) return FW_OK;
    const fw_code code = open_manifest(answers, &manifest, err);
    if (code == FW_OK) *simulated = is_simulation(manifest) && lists(manifest, hash);
    json_decref(manifest);
    return code;
}
