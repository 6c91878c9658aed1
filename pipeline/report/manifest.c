/* manifest.c: the list of what a run has written, with sizes and hashes; written last, it is the commit mark.
 */
#include <failwise/report.h>

#include "base/hash_file.h"
#include "base/json.h"
#include "base/output.h"
#include "base/room.h"
#include "base/str.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

static const char NAME[] = "manifest.json";

/* The names of a run's files, growing; all owned. */
typedef struct names {
    char **list; /* relative paths */
    size_t count, capacity;
} names;

static void free_names(names *all) {
    for (size_t i = 0; i < all->count; i++) free(all->list[i]);
    free(all->list);
}

static fw_code add_name(names *all, char *name, fw_error *err) {
    char **list = fw_room(all->list, all->count, &all->capacity, sizeof *list);
    if (!list) {
        free(name);
        return fw_fail_nomem(err);
    }
    all->list = list;
    list[all->count++] = name;
    return FW_OK;
}

/* The manifest itself, hidden files (the lock) and unfinished temporaries are not results. */
static bool is_result(const char *name, bool top) {
    if (name[0] == '.' || strstr(name, ".partial")) return false;
    return !top || strcmp(name, NAME) != 0;
}

static fw_code collect(const char *root, const char *prefix, names *all, fw_error *err);

static fw_code collect_entry(const char *root, const char *prefix, const char *name, names *all,
                             fw_error *err) {
    char *relative = NULL;
    char *path = NULL;
    if (asprintf(&relative, "%s%s", prefix, name) < 0) return fw_fail_nomem(err);
    if (asprintf(&path, "%s/%s", root, relative) < 0) {
        free(relative);
        return fw_fail_nomem(err);
    }
    struct stat info;
    const bool known = lstat(path, &info) == 0; /* links are not followed */
    fw_code code = FW_OK;
    if (known && S_ISREG(info.st_mode)) {
        code = add_name(all, relative, err);
        relative = NULL;
    } else if (known && S_ISDIR(info.st_mode)) {
        char *inner = NULL;
        if (asprintf(&inner, "%s/", relative) < 0) {
            code = fw_fail_nomem(err);
        } else {
            code = collect(root, inner, all, err);
            free(inner);
        }
    }
    free(relative);
    free(path);
    return code;
}

static fw_code collect(const char *root, const char *prefix, names *all, fw_error *err) {
    char *path = fw_path_join(root, prefix);
    if (!path) return fw_fail_nomem(err);
    DIR *folder = opendir(path);
    if (!folder) {
        const fw_code code = fw_fail_errno(err, FW_IO, path, "cannot list the folder");
        free(path);
        return code;
    }
    fw_code code = FW_OK;
    errno = 0;
    for (struct dirent *entry = readdir(folder); entry && code == FW_OK; entry = readdir(folder)) {
        if (is_result(entry->d_name, prefix[0] == '\0'))
            code = collect_entry(root, prefix, entry->d_name, all, err);
        errno = 0;
    }
    /* A list that ends early would be a manifest without its files. */
    if (code == FW_OK && errno != 0) code = fw_fail_errno(err, FW_IO, path, "cannot list the folder");
    free(path);
    closedir(folder);
    return code;
}

static int compare_names(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* What files hold, as far as it is known from writing them. */
typedef struct known_files {
    const fw_known_file *list;
    size_t count;
} known_files;

/* Whether the file at `path` is known as `name`, and still has its size. */
static bool look_up(const known_files *known, const char *path, fw_known_file *file) {
    for (size_t i = 0; i < known->count; i++) {
        struct stat info;
        if (strcmp(known->list[i].name, file->name) != 0) continue;
        *file = known->list[i];
        return lstat(path, &info) == 0 && S_ISREG(info.st_mode) && (uint64_t)info.st_size == file->bytes;
    }
    return false;
}

static fw_code add_file(const char *directory, const char *name, const known_files *known, json_t *files,
                        fw_error *err) {
    char *path = fw_path_join(directory, name);
    if (!path) return fw_fail_nomem(err);
    fw_known_file file = {.name = name};
    const fw_code code =
        look_up(known, path, &file) ? FW_OK : fw_hash_file(path, false, &file.bytes, &file.xxh3, err);
    free(path);
    if (code != FW_OK) return code;
    json_t *entry = json_pack("{s:s, s:I, s:o}", "path", name, "bytes", (json_int_t)file.bytes, "xxh3",
                              fw_json_hash(file.xxh3));
    if (!entry) return fw_fail(err, FW_DATA, "a file name is not UTF-8");
    return json_array_append_new(files, entry) == 0 ? FW_OK : fw_fail_nomem(err);
}

/* Now in UTC; SOURCE_DATE_EPOCH, where set, makes even the manifest reproducible. */
static void write_time(char out[32]) {
    time_t now = time(NULL);
    const char *fixed = getenv("SOURCE_DATE_EPOCH");
    int64_t seconds = 0;
    if (fixed && fw_parse_int(fw_str_of(fixed), 0, INT64_C(253402300799), &seconds)) now = (time_t)seconds;
    struct tm parts;
    if (!gmtime_r(&now, &parts) || strftime(out, 32, "%Y-%m-%dT%H:%M:%SZ", &parts) == 0) out[0] = '\0';
}

fw_code fw_manifest_write(const char *directory, const json_t *provenance, const fw_known_file *known,
                          size_t count, fw_error *err) {
    names all = {0};
    const known_files files_known = {known, count};
    char when[32];
    write_time(when);
    json_t *files = json_array();
    json_t *root =
        json_pack("{s:s, s:s, s:s}", "program", "failwise", "version", FAILWISE_VERSION, "written_at", when);
    fw_code code = files && root ? collect(directory, "", &all, err) : fw_fail_nomem(err);
    if (all.count > 1) qsort(all.list, all.count, sizeof *all.list, compare_names);
    for (size_t i = 0; code == FW_OK && i < all.count; i++)
        code = add_file(directory, all.list[i], &files_known, files, err);
    free_names(&all);
    if (code == FW_OK && json_object_set(root, "files", files) != 0) code = fw_fail_nomem(err);
    if (code == FW_OK && provenance) {
        json_t *copy = json_deep_copy(provenance);
        if (!copy || json_object_set_new(root, "provenance", copy) != 0) code = fw_fail_nomem(err);
    }
    if (code == FW_OK) {
        char *path = fw_path_join(directory, NAME);
        code = path ? fw_json_write(path, root, true, err) : fw_fail_nomem(err);
        free(path);
    }
    json_decref(files);
    json_decref(root);
    return code;
}
