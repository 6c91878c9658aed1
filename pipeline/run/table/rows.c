/* rows.c: reads a table and sorts its rows into those used and those set aside, with the reason. */
#include "run/table/table.h"

#include "base/idset.h"
#include "base/room.h"
#include "base/str.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ROLES = 8 };

void fw_table_rows_free(fw_table_rows *rows) {
    fw_table_clear(&rows->table);
    free(rows->kept);
    free(rows->excluded);
    free(rows->columns);
    free(rows->names);
    *rows = (fw_table_rows){0};
}

fw_code fw_table_exclude(fw_table_rows *rows, size_t row, uint64_t line, const char *column,
                         const char *reason, fw_error *err) {
    fw_excluded *excluded =
        fw_room(rows->excluded, rows->excluded_count, &rows->excluded_capacity, sizeof *excluded);
    if (!excluded) return fw_fail_nomem(err);
    rows->excluded = excluded;
    const fw_str id = row == SIZE_MAX ? (fw_str){"", 0} : fw_table_id(rows, row);
    rows->excluded[rows->excluded_count++] =
        (fw_excluded){row == SIZE_MAX ? line : rows->table.line[row], id, column, reason};
    return FW_OK;
}

/* The columns to read: roles, flags, features. Names of flag columns are cut at their "=". */
static fw_code plan(const fw_table_options *o, const fw_row_rules *rules, fw_table_rows *rows, size_t *count,
                    fw_error *err) {
    const struct {
        const char *name, *option;
        bool text;
        size_t *at;
    } roles[ROLES] = {{o->id_column, "--id-column", true, &rows->role.id},
                      {o->human, "--human", false, &rows->role.human},
                      {o->human2, "--human2", false, &rows->role.human2},
                      {o->candidate_column, "--candidate-column", true, &rows->role.candidate},
                      {o->length_column, "--length-column", false, &rows->role.length},
                      {o->weights_column, "--weights-column", false, &rows->role.weight},
                      {o->fold_column, "--fold-column", true, &rows->role.fold},
                      {o->group_column, "--by", true, &rows->role.group}};
    size_t letters = 1, n = 0;
    for (size_t i = 0; i < o->flag_count; i++) letters += strlen(o->flags[i]) + 1;
    rows->columns = calloc(ROLES + o->flag_count + rules->feature_count, sizeof *rows->columns);
    char *name = rows->names = calloc(letters, 1);
    if (!rows->columns || !name) return fw_fail_nomem(err);
    for (size_t i = 0; i < ROLES; i++) {
        *roles[i].at = roles[i].name ? n : SIZE_MAX;
        if (roles[i].name)
            rows->columns[n++] =
                (fw_table_column){.name = roles[i].name, .option = roles[i].option, .text = roles[i].text};
    }
    rows->role.flags = n;
    for (size_t i = 0; i < o->flag_count; i++) {
        const size_t len = strcspn(o->flags[i], "=");
        if (len == 0 || !o->flags[i][len] || !o->flags[i][len + 1])
            return fw_fail(err, FW_USAGE, "--flag-column '%.60s': expected COLUMN=VALUE,VALUE..",
                           o->flags[i]);
        memcpy(name, o->flags[i], len);
        rows->columns[n++] = (fw_table_column){.name = name, .option = "--flag-column", .text = true};
        name += len + 1;
    }
    rows->role.features = n;
    for (size_t i = 0; i < rules->feature_count; i++)
        rows->columns[n++] = (fw_table_column){.name = rules->features[i],
                                               .option = rules->from_model ? "--model" : "--features",
                                               .optional = !rules->needed[i],
                                               .owed = rules->from_model};
    rows->features = rules->feature_count;
    *count = n;
    return FW_OK;
}

/* Equal as numbers where both are, else as text: "1" and "1.0" are the same flag. */
static bool same_value(fw_str a, fw_str b) {
    double x, y;
    if (fw_parse_double(a, &x) && fw_parse_double(b, &y)) return x == y;
    return fw_str_equal(a, b);
}

static bool flag_allows(const char *flag, fw_str value) {
    const char *at = flag + strcspn(flag, "=") + 1;
    for (;;) {
        const size_t len = strcspn(at, ",");
        if (same_value(value, fw_str_trim((fw_str){at, len}))) return true;
        if (!at[len]) return false;
        at += len + 1;
    }
}

static const char *number_trouble(double value) {
    return isnan(value) ? "missing" : isinf(value) ? "not a number" : NULL;
}

/* Why the rating cannot be used; NULL when it can. */
static const char *rating_trouble(const fw_row_rules *rules, double rating) {
    if (!isfinite(rating)) return isnan(rating) ? "rating missing" : "rating not a number";
    if (rules->exclude_zeros && rating == 0) return "rating zero";
    if (rating < rules->scale_min || rating > rules->scale_max) return "rating outside the scale";
    return NULL;
}

/* The first reason to set the row aside, and its column; NULL to keep it. */
static const char *trouble(const fw_table_options *o, const fw_row_rules *rules, const fw_table_rows *rows,
                           size_t row, const char **column) {
    const fw_table *t = &rows->table;
    *column = o->id_column;
    if (fw_table_id(rows, row).len == 0) return "id missing";
    for (size_t i = 0; i < o->flag_count; i++) {
        *column = rows->columns[rows->role.flags + i].name;
        if (!flag_allows(o->flags[i], t->text[rows->role.flags + i][row])) return "flagged";
    }
    if (rules->need_rating) {
        *column = o->human;
        const char *reason = rating_trouble(rules, t->number[rows->role.human][row]);
        if (reason) return reason;
    }
    for (size_t j = 0; j < rules->feature_count; j++) {
        *column = rules->features[j];
        const char *reason = rules->needed[j] ? number_trouble(fw_table_feature(rows, row, j)) : NULL;
        if (reason) return reason;
    }
    if (rows->role.weight != SIZE_MAX) {
        *column = o->weights_column;
        const double weight = t->number[rows->role.weight][row];
        if (!isfinite(weight) || weight <= 0) return "weight not a positive number";
    }
    *column = o->fold_column;
    if (rows->role.fold != SIZE_MAX && t->text[rows->role.fold][row].len == 0) return "fold missing";
    return NULL;
}

static fw_code refuse_duplicates(const fw_table_rows *rows, const char *file, fw_error *err) {
    fw_idset *seen = fw_idset_new();
    if (!seen) return fw_fail_nomem(err);
    fw_code code = FW_OK;
    for (size_t row = 0; row < rows->table.rows && code == FW_OK; row++) {
        const fw_str id = fw_table_id(rows, row);
        bool present = false;
        uint64_t first = 0;
        if (id.len) code = fw_idset_add(seen, fw_id_hash(id), rows->table.line[row], &present, &first, err);
        if (code != FW_OK || !present) continue;
        code = fw_fail(err, FW_DATA, "the id \"%.60s\" stands on line %llu already", id.ptr,
                       (unsigned long long)first);
        if (err) fw_error_at(err, file, rows->table.line[row], 0);
    }
    fw_idset_free(seen);
    return code;
}

/* Candidates with fewer usable rows than asked for are taken out, counted after everything else. */
static fw_code drop_rare(const fw_table_options *o, fw_table_rows *rows, fw_error *err) {
    if (rows->role.candidate == SIZE_MAX || o->min_items < 2) return FW_OK;
    const fw_str *who = rows->table.text[rows->role.candidate];
    fw_idset *index = fw_idset_new();
    size_t *items = calloc(rows->count + 1, sizeof *items), *of = calloc(rows->count + 1, sizeof *of);
    fw_code code = index && items && of ? FW_OK : fw_fail_nomem(err);
    size_t candidates = 0, left = 0;
    for (size_t i = 0; i < rows->count && code == FW_OK; i++) {
        bool present;
        uint64_t at = 0;
        code = fw_idset_add(index, fw_id_hash(who[rows->kept[i]]), candidates, &present, &at, err);
        candidates += code == FW_OK && !present;
        of[i] = (size_t)at;
        items[of[i]]++;
    }
    for (size_t i = 0; i < rows->count && code == FW_OK; i++) {
        if (items[of[i]] >= o->min_items)
            rows->kept[left++] = rows->kept[i];
        else
            code = fw_table_exclude(rows, rows->kept[i], 0, o->candidate_column, "too few items", err);
    }
    rows->count = left;
    free(of);
    free(items);
    fw_idset_free(index);
    return code;
}

static int by_line(const void *a, const void *b) {
    const fw_excluded *x = a, *y = b;
    return (x->line > y->line) - (x->line < y->line);
}

fw_code fw_table_rows_load(const fw_table_options *options, const fw_row_rules *rules, fw_table_rows *out,
                           fw_error *err) {
    size_t columns = 0;
    fw_code code = plan(options, rules, out, &columns, err);
    if (code == FW_OK)
        code = fw_table_load(options->table, out->columns, columns, rules->threads, &out->table, err);
    if (code == FW_OK) code = refuse_duplicates(out, options->table, err);
    return code == FW_OK ? fw_table_rows_sort(options, rules, out, err) : code;
}

fw_code fw_table_rows_sort(const fw_table_options *options, const fw_row_rules *rules, fw_table_rows *out,
                           fw_error *err) {
    fw_code code = FW_OK;
    out->kept = calloc(out->table.rows + 1, sizeof *out->kept);
    if (!out->kept) return fw_fail_nomem(err);
    for (size_t i = 0; i < out->table.reject_count && code == FW_OK; i++)
        code = fw_table_exclude(out, SIZE_MAX, out->table.rejects[i].line, "", out->table.rejects[i].reason,
                                err);
    for (size_t row = 0; row < out->table.rows && code == FW_OK; row++) {
        const char *column;
        const char *reason = trouble(options, rules, out, row, &column);
        if (reason)
            code = fw_table_exclude(out, row, 0, column, reason, err);
        else
            out->kept[out->count++] = row;
    }
    if (code == FW_OK) code = drop_rare(options, out, err);
    if (out->excluded_count) qsort(out->excluded, out->excluded_count, sizeof *out->excluded, by_line);
    return code;
}
