/* check_json.c: the findings of `failwise check` as JSON. */
#include "cli/check.h"

#include "cli/console.h"

static json_t *count(uint64_t value) { return json_integer((json_int_t)value); }

static json_t *columns_json(const fw_check *check) {
    json_t *found = json_array(), *missing = json_array(), *carried = json_array();
    for (int f = 0; f < FW_FIELD_COUNT; f++) {
        json_t *list = fw_reader_has(check->reader, (fw_field)f) ? found : missing;
        (void)json_array_append_new(list, json_string(fw_fields[f].name));
    }
    for (size_t e = 0; e < fw_reader_extra_count(check->reader); e++) {
        (void)json_array_append_new(carried, json_string(fw_reader_extra_name(check->reader, e)));
    }
    const char separator[] = {fw_reader_separator(check->reader), '\0'};
    return json_pack("{s:s, s:o, s:o, s:o}", "separator", separator, "found", found, "missing", missing,
                     "carried_along", carried);
}

static json_t *rejects_json(const fw_check *check) {
    json_t *codes = json_object();
    for (int code = 0; code < FW_REJECT_CODE_COUNT; code++) {
        const fw_check_reject *r = &check->rejects[code];
        if (r->count == 0) continue;
        json_t *first = json_array();
        for (uint64_t i = 0; i < r->count && i < CHECK_EXAMPLES; i++) {
            const fw_reject *e = &r->first[i];
            json_t *entry = json_pack("{s:o, s:o, s:i, s:s}", "line", count(e->line), "offset",
                                      count(e->offset), "column", (int)e->column, "message", e->message);
            (void)json_array_append_new(first, entry);
        }
        (void)json_object_set_new(codes, fw_reject_name((fw_reject_code)code),
                                  json_pack("{s:o, s:o}", "count", count(r->count), "first", first));
    }
    return codes;
}

static json_t *pii_json(const fw_check *check) {
    json_t *types = json_object();
    for (int t = 0; t < FW_PII_TYPE_COUNT; t++)
        (void)json_object_set_new(types, fw_pii_type_name((fw_pii_type)t), count(check->pii_hits[t]));
    return json_pack("{s:o, s:o}", "answers", count(check->pii_answers), "hits", types);
}

static json_t *groups_json(const fw_check *check) {
    json_t *columns = json_object();
    for (size_t c = 0; c < check->column_count; c++) {
        const fw_check_column *column = &check->columns[c];
        json_t *groups = json_array();
        for (size_t g = 0; g < column->group_count; g++) {
            const fw_check_group *group = &column->groups[g];
            (void)json_array_append_new(groups, json_pack("{s:s, s:o, s:o}", "value", group->value, "answers",
                                                          count(group->answers), "participants",
                                                          count(group->participants)));
        }
        (void)json_object_set_new(columns, column->name, groups);
    }
    return columns;
}

static json_t *ratings_json(const fw_check_ratings *r) {
    json_t *codes = json_object();
    for (int code = 0; code < FW_RATING_REJECT_COUNT; code++) {
        if (r->reject_counts[code] == 0) continue;
        (void)json_object_set_new(codes, fw_rating_reject_name((fw_rating_reject_code)code),
                                  count(r->reject_counts[code]));
    }
    json_t *spread = r->spread.total
                         ? json_pack("{s:f, s:f, s:f}", "lowest", r->spread.lowest, "highest",
                                     r->spread.highest, "mean", r->spread.sum / (double)r->spread.total)
                         : json_null();
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "rows_read", count(r->rows),
                     "rows_used", count(r->used), "rows_rejected", count(r->rejected), "rejects", codes,
                     "unmatched", count(r->unmatched), "rated_answers", count(r->rated_answers),
                     "rated_participants", count(fw_idset_count(r->people)), "fewest_per_answer",
                     count(r->fewest_per_answer), "most_per_answer", count(r->most_per_answer), "raters",
                     count(r->raters), "values", spread);
}

static void note_json(void *context, const char *code, const char *sentence, const fw_check_rows *rows) {
    json_t *note = json_pack("{s:s, s:s}", "code", code, "message", sentence), *lines = json_array();
    if (rows) (void)json_object_set_new(note, "rows", count(rows->count));
    for (uint64_t i = 0; rows && i < rows->count && i < CHECK_EXAMPLES; i++)
        (void)json_array_append_new(lines, count(rows->line[i]));
    (void)json_object_set_new(note, "lines", lines);
    (void)json_array_append_new(context, note);
}

static json_t *notes_json(const fw_check *check) {
    json_t *notes = json_array();
    fw_check_tell_notes(check, note_json, notes);
    return notes;
}

fw_code fw_check_print_json(const fw_check *check, fw_error *err) {
    json_t *object =
        json_pack("{s:o, s:o, s:o, s:o, s:o, s:b, s:o, s:o, s:o, s:o, s:o}", "columns", columns_json(check),
                  "rows_read", count(check->rows_read), "rows_used", count(check->rows_used), "rows_rejected",
                  count(check->rows_rejected), "rejects", rejects_json(check), "reject_gate_failed",
                  check->gate_failed, "pii", pii_json(check), "participants",
                  count(fw_idset_count(check->participants)), "groups", groups_json(check), "ratings",
                  check->rated.given ? ratings_json(&check->rated) : json_null(), "notes", notes_json(check));
    return fw_console_json(object, false, err);
}
