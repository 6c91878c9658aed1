/* arc_labels.c: reading answers that people have labelled. */
#include <failwise/arc.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/output.h"
#include "base/room.h"
#include "base/str.h"

#include <stdlib.h>
#include <string.h>

enum { FILE_LIMIT = 256 * 1024 * 1024 };

/* What is read, and the memory that holds it: one allocation that owns all others. */
typedef struct {
    fw_arena arena;
    fw_labelled_answer *answers;
    size_t count, capacity;
    size_t clauses;
} label_store;

typedef const char *label_namer(int label);
static const char *part_name(int label) { return fw_part_name((fw_part)label); }
static const char *star_name(int label) { return fw_star_name((fw_star)label); }

/* The set that a list of names stands for, and the first of them; false on a name that is none of `count`. */
static bool read_set(const json_t *list, label_namer *name, int count, uint16_t *set, uint8_t *first) {
    *set = 0;
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *text = json_string_value(json_array_get(list, i));
        int label = 0;
        while (label < count && !(text && strcmp(text, name(label)) == 0)) label++;
        if (label == count) return false;
        if (i == 0 && first) *first = (uint8_t)label;
        *set = (uint16_t)(*set | 1U << label);
    }
    return true;
}

static fw_code read_clause(const json_t *object, size_t from, size_t end, fw_labelled_clause *out,
                           fw_error *err) {
    const json_t *start_at = json_object_get(object, "start"), *end_at = json_object_get(object, "end");
    const json_int_t first = json_integer_value(start_at), last = json_integer_value(end_at);
    if (!json_is_integer(start_at) || !json_is_integer(end_at) || first < (json_int_t)from || last <= first ||
        last > (json_int_t)end)
        return fw_fail(err, FW_DATA,
                       "a clause needs a start and an end inside the text, behind the clause before");
    *out = (fw_labelled_clause){.span = {(uint32_t)first, (uint32_t)last}};
    if (!read_set(json_object_get(object, "parts"), part_name, FW_PART_COUNT, &out->parts, &out->part) ||
        !out->parts)
        return fw_fail(err, FW_DATA,
                       "a clause needs one or more parts: context fail diag act learn impr close other");
    if (!read_set(json_object_get(object, "star"), star_name, FW_STAR_COUNT, &out->stars, NULL))
        return fw_fail(err, FW_DATA, "star is a list of s t a r");
    return FW_OK;
}

static fw_labelled_answer *next_answer(label_store *store) {
    fw_labelled_answer *answers = fw_room(store->answers, store->count, &store->capacity, sizeof *answers);
    if (!answers) return NULL;
    store->answers = answers;
    return &answers[store->count];
}

static fw_code read_answer(label_store *store, const json_t *object, fw_error *err) {
    const char *id = fw_json_get_text(object, "answer_id"), *text = fw_json_get_text(object, "text");
    const json_t *list = json_object_get(object, "clauses");
    if (!id || !text || !json_is_array(list))
        return fw_fail(err, FW_DATA, "answer_id, text and clauses are needed");
    fw_labelled_answer *answer = next_answer(store);
    const size_t count = json_array_size(list);
    fw_labelled_clause *clauses = fw_arena_alloc(&store->arena, count * sizeof *clauses);
    char *own_id = fw_arena_copy(&store->arena, fw_str_of(id));
    char *own_text = fw_arena_copy(&store->arena, fw_str_of(text));
    if (!answer || !clauses || !own_id || !own_text) return fw_fail_nomem(err);
    size_t from = 0;
    for (size_t i = 0; i < count; i++) {
        const fw_code code = read_clause(json_array_get(list, i), from, strlen(text), &clauses[i], err);
        if (code != FW_OK) return code;
        from = clauses[i].span.end;
    }
    *answer = (fw_labelled_answer){own_id, fw_str_of(own_text), clauses, count};
    store->count++;
    store->clauses += count;
    return FW_OK;
}

static fw_code read_lines(label_store *store, const char *path, fw_str rest, fw_error *err) {
    for (uint64_t row = 1; rest.len; row++) {
        const char *end = memchr(rest.ptr, '\n', rest.len);
        const size_t len = end ? (size_t)(end - rest.ptr) : rest.len;
        const fw_str line = fw_str_trim((fw_str){rest.ptr, len});
        rest.ptr += len + (end != NULL);
        rest.len -= len + (end != NULL);
        if (line.len == 0) continue;
        json_error_t problem;
        json_t *object = json_loadb(line.ptr, line.len, JSON_REJECT_DUPLICATES, &problem);
        const fw_code code = object ? read_answer(store, object, err)
                                    : fw_fail(err, FW_DATA, "not a JSON object: %s", problem.text);
        json_decref(object);
        if (code != FW_OK) return fw_error_at(err, path, row, 0);
    }
    return FW_OK;
}

fw_code fw_labels_read(const char *path, fw_labels *out, fw_error *err) {
    *out = (fw_labels){0};
    char *data = NULL;
    size_t len = 0;
    label_store *store = calloc(1, sizeof *store);
    if (!store) return fw_fail_nomem(err);
    fw_code code = fw_read_file(path, FILE_LIMIT, &data, &len, err);
    if (code == FW_OK) code = read_lines(store, path, (fw_str){data, len}, err);
    free(data);
    *out = (fw_labels){store->answers, store->count, store->clauses, store};
    if (code != FW_OK) fw_labels_free(out);
    return code;
}

void fw_labels_free(fw_labels *labels) {
    label_store *store = labels->memory;
    if (store) {
        fw_arena_free(&store->arena);
        free(store->answers);
        free(store);
    }
    *labels = (fw_labels){0};
}
