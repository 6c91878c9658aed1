/* paths.c: one file that a command line names twice. */
#include "cli/paths.h"

#include <string.h>
#include <sys/stat.h>

static bool is_stream(const char *path) { return strcmp(path, "-") == 0; }

static bool same_file(const char *a, const char *b) {
    struct stat x, y;
    if (is_stream(a) || is_stream(b) || stat(a, &x) != 0 || stat(b, &y) != 0) return false;
    return S_ISREG(x.st_mode) && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

fw_code fw_paths_differ(const char *const *paths, size_t count, fw_error *err) {
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < i && paths[i]; j++) {
            if (!paths[j] || (strcmp(paths[i], paths[j]) != 0 && !same_file(paths[i], paths[j]))) continue;
            if (is_stream(paths[i]))
                return fw_fail(err, FW_USAGE, "standard input can be read once only: '-' is given twice");
            return fw_fail(err, FW_USAGE, "the same file is given twice: '%.120s'", paths[i]);
        }
    }
    return FW_OK;
}

/* The paths in the value of an option, of which there may be none. */
static const char *const *paths_of(const fw_cli *cli, const fw_option *option, size_t *count) {
    const char *const at = (const char *)cli + option->offset;
    if (option->kind == FW_OPTION_REPEAT) {
        *count = *(const size_t *)(const void *)((const char *)cli + option->extra);
        return *(const char *const *const *)(const void *)at;
    }
    const char *const *path = (const char *const *)(const void *)at;
    *count = *path != NULL;
    return path;
}

static fw_code not_read(const fw_option *output, const char *path, const char *const *inputs, size_t count,
                        fw_error *err) {
    for (size_t i = 0; i < count; i++)
        if (same_file(path, inputs[i]))
            return fw_fail(err, FW_USAGE, "--%s: '%.120s' is read by this command; name another file",
                           output->name, path);
    return FW_OK;
}

static fw_code check_output(const fw_cli *cli, const fw_option *output, const char *path, fw_error *err) {
    /* the second argument of export is a table */
    const size_t count = cli->command->bit == FW_CMD_EXPORT && cli->arg_count ? 1 : cli->arg_count;
    fw_code code = not_read(output, path, cli->args, count, err);
    for (const fw_option *o = fw_options; o->name && code == FW_OK; o++) {
        if (o == output || !fw_option_is_path(o) || !fw_option_takes(o, cli->command)) continue;
        size_t others;
        const char *const *other = paths_of(cli, o, &others);
        if (!o->written)
            code = not_read(output, path, other, others, err);
        else if (others && !is_stream(path) && (strcmp(path, *other) == 0 || same_file(path, *other)))
            code = fw_fail(err, FW_USAGE, "--%s and --%s are the same file: '%.120s'", output->name, o->name,
                           path);
    }
    return code;
}

fw_code fw_outputs_differ(const fw_cli *cli, fw_error *err) {
    fw_code code = FW_OK;
    for (const fw_option *o = fw_options; o->name && code == FW_OK; o++) {
        if (!o->written || !fw_option_takes(o, cli->command)) continue;
        size_t count;
        const char *const *path = paths_of(cli, o, &count);
        if (count) code = check_output(cli, o, *path, err);
    }
    return code;
}
