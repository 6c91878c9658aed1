/* set.c: the parts of one run, checked against each other and put in order. */
#include "run/nightly/inputs.h"
#include "run/part/options.h"
#include "run/part/part.h"

#include "base/json.h"
#include "base/room.h"
#include "load/relay.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* One part, as long as it is not being read. */
typedef struct {
    char *path;
    uint64_t part, parts, start, end;
    json_t *trailer;
} member;

struct fw_parts {
    member *members; /* in order, once they are checked */
    size_t count, capacity;
    json_t *run; /* what they have in common */
    fw_arena arena;
    size_t next; /* the member that is read after `open` */
    fw_part_reader open;
};

void fw_parts_close(fw_parts *parts) {
    if (!parts) return;
    for (size_t i = 0; i < parts->count; i++) {
        free(parts->members[i].path);
        json_decref(parts->members[i].trailer);
    }
    free(parts->members);
    json_decref(parts->run);
    fw_arena_free(&parts->arena);
    fw_part_close(&parts->open);
    free(parts);
}

size_t fw_parts_count(const fw_parts *parts) { return parts->count; }

static uint64_t whole_number(const json_t *object, const char *key) {
    return (uint64_t)json_integer_value(json_object_get(object, key));
}

/* ---- of one run ---- */

/* Where two descriptions first differ ("options.k"), and the values there. */
static bool differ(const json_t *a, const json_t *b, char *path, size_t size, const json_t **left,
                   const json_t **right) {
    if (json_is_object(a) && json_is_object(b)) {
        const json_t *const sides[] = {a, b}; /* a member may be missing on either side */
        for (size_t s = 0; s < 2; s++) {
            const char *key;
            json_t *value;
            json_object_foreach((json_t *)(uintptr_t)sides[s], key, value) {
                const size_t length = strlen(path);
                (void)snprintf(path + length, size - length, "%s%s", length ? "." : "", key);
                if (differ(json_object_get(a, key), json_object_get(b, key), path, size, left, right))
                    return true;
                path[length] = '\0';
            }
        }
        return false;
    }
    *left = a;
    *right = b;
    return !(a == b || (a && b && json_equal(a, b)));
}

static void show(const json_t *value, char *out, size_t size) {
    char *text = fw_json_dump(value, JSON_ENCODE_ANY | JSON_COMPACT);
    (void)snprintf(out, size, "%s", text ? text : "not given");
    free(text);
}

static fw_code check_run(const fw_parts *parts, const json_t *run, const char *path, fw_error *err) {
    char where[80] = "", here[64], there[64];
    const json_t *left, *right;
    if (!differ(parts->run, run, where, sizeof where, &left, &right)) return FW_OK;
    if (strncmp(where, "file.", strlen("file.")) == 0)
        return fw_fail_in(err, FW_DATA, path,
                          "the part was made of other answers than %.80s, or they were changed between",
                          parts->members[0].path);
    show(left, there, sizeof there);
    show(right, here, sizeof here);
    fw_fail_in(err, FW_DATA, path, "the part is of another run than %.80s: other %s", parts->members[0].path,
               where);
    return fw_error_detail(err, there, here);
}

/* ---- adding ---- */

static fw_code add_member(fw_parts *parts, const char *path, const json_t *header, const json_t *trailer,
                          fw_error *err) {
    member *members = fw_room(parts->members, parts->count, &parts->capacity, sizeof *members);
    if (!members) return fw_fail_nomem(err);
    parts->members = members;
    char *copy = strdup(path);
    if (!copy) return fw_fail_nomem(err);
    parts->members[parts->count++] = (member){.path = copy,
                                              .part = whole_number(header, "part"),
                                              .parts = whole_number(header, "parts"),
                                              .start = whole_number(header, "start"),
                                              .end = whole_number(header, "end"),
                                              .trailer = json_incref((json_t *)(uintptr_t)trailer)};
    return FW_OK;
}

static fw_code add_part(fw_parts *parts, const char *path, fw_error *err) {
    fw_part_reader reader;
    fw_code code = fw_part_open(&reader, path, err);
    if (code != FW_OK) return code;
    json_t *run = json_object_get(reader.header, "run");
    if (!parts->run)
        parts->run = json_incref(run);
    else
        code = check_run(parts, run, path, err);
    if (code == FW_OK) code = add_member(parts, path, reader.header, reader.end, err);
    fw_part_close(&reader);
    return code;
}

static int visible(const struct dirent *entry) {
    return entry->d_name[0] != '.' && !strstr(entry->d_name, ".partial-");
}

/* The files of a folder; what a part is being written to is not one yet. */
static fw_code add_folder(fw_parts *parts, const char *folder, fw_error *err) {
    struct dirent **entries = NULL;
    const int count = scandir(folder, &entries, visible, alphasort);
    fw_code code =
        count < 0 ? fw_fail_errno(err, FW_NOINPUT, folder, "cannot list the folder of parts") : FW_OK;
    for (int i = 0; i < count; i++) {
        char *path = code == FW_OK ? fw_path_join(folder, entries[i]->d_name) : NULL;
        if (code == FW_OK) code = path ? add_part(parts, path, err) : fw_fail_nomem(err);
        free(path);
        free(entries[i]);
    }
    free((void *)entries);
    return code;
}

static fw_code add_path(fw_parts *parts, const char *path, fw_error *err) {
    struct stat info;
    return stat(path, &info) == 0 && S_ISDIR(info.st_mode) ? add_folder(parts, path, err)
                                                           : add_part(parts, path, err);
}

/* ---- all there, once ---- */

static int by_part(const void *a, const void *b) {
    const uint64_t left = ((const member *)a)->part, right = ((const member *)b)->part;
    return (left > right) - (left < right);
}

static fw_code fail_member(const member *m, fw_error *err, const char *message) {
    return fw_fail_in(err, FW_DATA, m->path, "%s", message);
}

static fw_code check_all_there(const fw_parts *parts, fw_error *err) {
    for (size_t i = 0; i < parts->count; i++) {
        const member *m = &parts->members[i];
        if (m->parts != parts->members[0].parts)
            return fw_fail_in(err, FW_DATA, m->path, "part %llu of %llu does not go with part %llu of %llu",
                              (unsigned long long)m->part, (unsigned long long)m->parts,
                              (unsigned long long)parts->members[0].part,
                              (unsigned long long)parts->members[0].parts);
        if (i > 0 && m->part == m[-1].part)
            return fw_fail_in(err, FW_DATA, m->path, "part %llu of %llu is there twice: also as %.200s",
                              (unsigned long long)m->part, (unsigned long long)m->parts, m[-1].path);
        if (m->part != i + 1)
            return fw_fail(err, FW_DATA, "part %zu of %llu is missing", i + 1, (unsigned long long)m->parts);
    }
    const uint64_t parts_wanted = parts->count ? parts->members[0].parts : 0;
    if (parts->count == parts_wanted) return FW_OK;
    return fw_fail(err, FW_DATA, "part %zu of %llu is missing", parts->count + 1,
                   (unsigned long long)parts_wanted);
}

/* Each goes on where the one before it ended: cut from one file by one program they do. */
static fw_code check_borders(const fw_parts *parts, fw_error *err) {
    for (size_t i = 1; i < parts->count; i++) {
        if (parts->members[i].start == parts->members[i - 1].end) continue;
        return fail_member(
            &parts->members[i], err,
            "the part does not begin where the one before it ends: the file was changed between");
    }
    return FW_OK;
}

fw_code fw_parts_open(const char *const *paths, size_t count, fw_parts **out, fw_error *err) {
    fw_parts *parts = calloc(1, sizeof *parts);
    if (!parts) return fw_fail_nomem(err);
    parts->open.fd = -1;
    fw_code code = FW_OK;
    for (size_t i = 0; i < count && code == FW_OK; i++) code = add_path(parts, paths[i], err);
    if (code == FW_OK && parts->count == 0) {
        fw_fail(err, FW_DATA, "there is no part of a run");
        code = count ? fw_error_at(err, paths[0], 0, 0) : FW_DATA;
    }
    if (code == FW_OK) {
        qsort(parts->members, parts->count, sizeof *parts->members, by_part);
        code = check_all_there(parts, err);
    }
    if (code == FW_OK) code = check_borders(parts, err);
    if (code != FW_OK) {
        fw_parts_close(parts);
        return code;
    }
    *out = parts;
    return FW_OK;
}

/* ---- what a merging run takes from them ---- */

fw_code fw_parts_use(fw_parts *parts, fw_run_options *options, fw_error *err) {
    fw_code code =
        fw_run_options_from_json(json_object_get(parts->run, "options"), &parts->arena, options, err);
    if (code != FW_OK) return code;
    if (!fw_part_is_ours(parts->run)) {
        fail_member(&parts->members[0], err,
                    "the part was made by another version of failwise; make it again");
        return fw_error_detail(err, FAILWISE_VERSION, fw_json_get_text(parts->run, "version"));
    }
    json_t *now = NULL;
    code = fw_run_inputs(options, FW_ANSWERS_GIVEN, &now, err);
    if (code != FW_OK) return code;
    const json_t *before = json_object_get(parts->run, "inputs");
    char changed[128] = "";
    if (now) fw_run_inputs_changed(before, now, changed, sizeof changed);
    json_decref(now);
    if (changed[0])
        return fw_fail(err, FW_DATA, "changed since the parts were made: %s; make them again", changed);
    options->part = options->parts = 0;
    options->merged = parts;
    return FW_OK;
}

fw_code fw_parts_check_lexicon(const fw_parts *parts, const fw_lexicon *lexicon, fw_error *err) {
    json_t *now = fw_json_hash(fw_lexicon_hash(lexicon));
    const bool same = now && json_equal(now, json_object_get(parts->run, "lexicon_xxh3"));
    json_decref(now);
    return same ? FW_OK
                : fail_member(&parts->members[0], err,
                              "the part was made with other dictionaries, or by another build of failwise");
}

/* "0123456789abcdef.." */
static fw_code join_content(const member *m, fw_reader *reader, fw_error *err) {
    enum { DIGITS = 16 };
    const char *text = fw_json_get_text(m->trailer, "content_xxh3");
    const size_t count = text ? strlen(text) / DIGITS : 0;
    uint64_t *blocks = malloc((count ? count : 1) * sizeof *blocks);
    if (!blocks) return fw_fail_nomem(err);
    for (size_t i = 0; i < count; i++) {
        char digits[DIGITS + 1] = "";
        memcpy(digits, text + i * DIGITS, DIGITS);
        blocks[i] = strtoull(digits, NULL, 16);
    }
    const fw_code code = fw_reader_join(reader, blocks, count, err);
    free(blocks);
    return code;
}

fw_code fw_parts_reader(const fw_parts *parts, const fw_run_options *options, fw_reader **out,
                        fw_error *err) {
    const fw_reader_options what = {
        .map = options->map,
        .map_count = options->map_count,
        .rating_columns = options->rating_columns,
        .rating_column_count = options->rating_column_count,
    };
    fw_code code = fw_reader_from(json_object_get(parts->run, "file"), &what, out, err);
    for (size_t i = 0; i < parts->count && code == FW_OK; i++)
        code = join_content(&parts->members[i], *out, err);
    return code;
}

fw_code fw_parts_inputs(const fw_parts *parts, const fw_run_options *options, json_t **out, fw_error *err) {
    fw_reader *reader = NULL;
    fw_code code = fw_run_inputs(options, FW_ANSWERS_GIVEN, out, err);
    if (code != FW_OK || !*out) return code;
    code = fw_parts_reader(parts, options, &reader, err);
    if (code == FW_OK) code = fw_run_inputs_set_answers(*out, fw_reader_hash(reader), err);
    fw_reader_close(reader);
    if (code == FW_OK) return FW_OK;
    json_decref(*out);
    *out = NULL;
    return code;
}

static fw_code next_block(void *context, fw_buffer *block, bool *more, fw_error *err) {
    fw_parts *parts = context;
    for (;;) {
        if (parts->open.fd >= 0) {
            const fw_code code = fw_part_next(&parts->open, block, more, err);
            if (code != FW_OK || *more) return code;
            fw_part_close(&parts->open);
        }
        *more = false;
        if (parts->next == parts->count) return FW_OK;
        const member *m = &parts->members[parts->next++];
        const fw_code code = fw_part_open(&parts->open, m->path, err);
        if (code != FW_OK) return code;
        if (!json_equal(parts->open.end, m->trailer))
            return fail_member(m, err, "the part was changed while it was merged");
    }
}

fw_block_source fw_parts_source(fw_parts *parts) {
    return (fw_block_source){.context = parts, .next = next_block};
}
