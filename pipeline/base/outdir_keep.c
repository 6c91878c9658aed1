/* outdir_keep.c: what a user has put into an output folder moves on when the folder is replaced. */
#include "base/outdir_keep.h"

#include "base/folder.h"
#include "base/json.h"
#include "base/output.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const char fw_outdir_mark[] = "manifest.json";
const char fw_outdir_lock[] = ".lock";

fw_code fw_outdir_manifest(const char *folder, json_t **manifest, fw_error *err) {
    *manifest = NULL;
    char *mark = fw_path_join(folder, fw_outdir_mark);
    if (!mark) return fw_fail_nomem(err);
    fw_error unread = {0};
    fw_code code = access(mark, F_OK) == 0 ? fw_json_read(mark, manifest, &unread) : FW_OK;
    free(mark);
    if (code == FW_IO) {
        if (err) *err = unread;
        return code;
    }
    return FW_OK;
}

/* Whether the manifest lists `name`, or something in a folder of that name: that folder is ours as a whole.
 */
static bool is_ours(const json_t *manifest, const char *name) {
    const json_t *files = json_object_get(manifest, "files");
    const size_t len = strlen(name);
    for (size_t i = 0; i < json_array_size(files); i++) {
        const char *path = fw_json_get_text(json_array_get(files, i), "path");
        if (path && strncmp(path, name, len) == 0 && (path[len] == '\0' || path[len] == '/')) return true;
    }
    return strcmp(name, fw_outdir_mark) == 0 || strcmp(name, fw_outdir_lock) == 0;
}

/* What is done with each thing that is not ours; false ends the walk. */
typedef bool visit(int from, int to, const char *name, void *context);

static bool walk(const json_t *manifest, const char *old_folder, const char *new_folder, visit *each,
                 void *context) {
    const int from = fw_folder_open(AT_FDCWD, old_folder);
    const int to = fw_folder_open(AT_FDCWD, new_folder);
    bool done = from >= 0 && to >= 0;
    fw_listing listing = {.failed = true};
    if (done) fw_listing_start(&listing, from);
    for (const char *name; done && (name = fw_listing_next(&listing));)
        if (!is_ours(manifest, name)) done = each(from, to, name, context);
    done = done && !listing.failed;
    if (from >= 0) close(from);
    if (to >= 0) close(to);
    return done;
}

static bool move_on(int from, int to, const char *name, void *context) {
    size_t *moved = context;
    struct stat info;
    if (fstatat(to, name, &info, AT_SYMLINK_NOFOLLOW) == 0) return true; /* the new one was forced in */
    ++*moved;
    return renameat(from, name, to, name) == 0;
}

/* Some file systems lose their place in a folder that shrinks: again until nothing more moves. */
bool fw_outdir_keep_foreign(const json_t *manifest, const char *old_folder, const char *new_folder) {
    size_t moved;
    bool done;
    do {
        moved = 0;
        done = walk(manifest, old_folder, new_folder, move_on, &moved);
    } while (done && moved > 0);
    return done;
}

static bool stop_at_conflict(int from, int to, const char *name, void *context) {
    struct stat info;
    (void)from;
    if (fstatat(to, name, &info, AT_SYMLINK_NOFOLLOW) != 0) return true;
    (void)snprintf(context, 256, "%s", name);
    return false;
}

bool fw_outdir_conflicts(const json_t *manifest, const char *old_folder, const char *new_folder,
                         char name[256]) {
    name[0] = '\0';
    (void)walk(manifest, old_folder, new_folder, stop_at_conflict, name);
    return name[0] != '\0';
}
