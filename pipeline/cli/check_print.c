/* check_print.c: the findings of `failwise check` for people and as JSON. */
#include "cli/check.h"

#include "base/seniority.h"
#include "base/str.h"
#include "cli/console.h"

#include <stdlib.h>
#include <string.h>

enum { GROUPS_SHOWN = 12 };

/* Ids and headers come from the input: made safe for a terminal. */
static void print_safe(const char *text) {
    fw_buffer safe = {0};
    fw_log_escape(&safe, fw_str_of(text));
    fputs(safe.data ? safe.data : "", stdout);
    fw_buffer_free(&safe);
}

static const char *grouped(char out[32], uint64_t value) {
    fw_format_count(out, value);
    return out;
}

static const char *separator_name(char separator) {
    return separator == ';' ? "semicolons" : separator == '|' ? "bars" : "tabs";
}

static void print_columns(const fw_check *check) {
    const char separator = fw_reader_separator(check->reader);
    if (separator == ',')
        printf("Columns\n");
    else
        printf("Columns (%s between them)\n", separator_name(separator));
    for (int f = 0; f < FW_FIELD_COUNT; f++) {
        const bool has = fw_reader_has(check->reader, (fw_field)f);
        printf("  %-16s %-9s %s\n", fw_fields[f].name, has ? "found" : "missing", fw_fields[f].meaning);
    }
    const size_t extras = fw_reader_extra_count(check->reader);
    for (size_t e = 0; e < extras; e++) {
        fputs(e == 0 ? "  carried along: " : ", ", stdout);
        print_safe(fw_reader_extra_name(check->reader, e));
    }
    if (extras) printf("\n");
}

static void print_rows(const fw_check *check) {
    char read[32], used[32], rejected[32];
    printf("\nRows\n  %s read = %s used + %s rejected\n", grouped(read, check->rows_read),
           grouped(used, check->rows_used), grouped(rejected, check->rows_rejected));
    for (int code = 0; code < FW_REJECT_CODE_COUNT; code++) {
        const fw_check_reject *r = &check->rejects[code];
        if (r->count == 0) continue;
        printf("  %-16s %s\n", fw_reject_name((fw_reject_code)code), grouped(read, r->count));
        for (uint64_t i = 0; i < r->count && i < CHECK_EXAMPLES; i++) {
            printf("    line %llu", (unsigned long long)r->first[i].line);
            if (r->first[i].column) printf(", column %u", r->first[i].column);
            printf(": ");
            print_safe(r->first[i].message);
            printf("\n");
        }
        if (r->count > CHECK_EXAMPLES) printf("    and %s more\n", grouped(read, r->count - CHECK_EXAMPLES));
    }
    if (check->rows_used) {
        printf("  text: mean %s bytes, longest %s\n", grouped(read, check->text_bytes / check->rows_used),
               grouped(used, check->longest_text));
    }
}

static void print_pii(const fw_check *check) {
    char count[32];
    printf("\nPersonal data (a tripwire, not an anonymiser)\n");
    if (check->pii_answers == 0) {
        printf("  none found\n");
        return;
    }
    printf("  found in %s of ", grouped(count, check->pii_answers));
    printf("%s answer%s\n", grouped(count, check->rows_used), fw_plural(check->rows_used));
    for (int t = 0; t < FW_PII_TYPE_COUNT; t++) {
        if (check->pii_hits[t] == 0) continue;
        printf("  %-16s %s\n", fw_pii_type_name((fw_pii_type)t), grouped(count, check->pii_hits[t]));
    }
}

/* Large groups first; equal ones by name, so that the order does not depend on the input's. */
static int by_size(const void *a, const void *b) {
    const fw_check_group *x = a, *y = b;
    if (x->answers != y->answers) return x->answers < y->answers ? 1 : -1;
    return strcmp(x->value, y->value);
}

static void print_group(const fw_check *check, const fw_check_column *column, const fw_check_group *group) {
    char answers[32], participants[32];
    printf("    %9s  %12s  ", grouped(answers, group->answers), grouped(participants, group->participants));
    print_safe(group->value[0] ? group->value : "(empty)");
    if (column->field == FW_LEVEL && group->value[0] && fw_seniority_of(fw_str_of(group->value)) < 0)
        printf("  (no level that is known: asks for no stakes)");
    if (group->participants < check->cli->run.k) {
        printf("  (below k = %zu: not shown in reports)", check->cli->run.k);
    }
    printf("\n");
}

static void print_groups(const fw_check *check) {
    char count[32];
    const size_t people = fw_idset_count(check->participants);
    printf("\nGroups (%s participant%s in all)\n", grouped(count, people), fw_plural(people));
    for (size_t c = 0; c < check->column_count; c++) {
        const fw_check_column *column = &check->columns[c];
        qsort(column->groups, column->group_count, sizeof *column->groups, by_size);
        printf("  ");
        print_safe(column->name);
        printf("\n    %9s  %12s\n", "answers", "participants");
        for (size_t g = 0; g < column->group_count && g < GROUPS_SHOWN; g++)
            print_group(check, column, &column->groups[g]);
        if (column->group_count > GROUPS_SHOWN) {
            printf("    and %s%s more values\n", column->overflow ? "at least " : "",
                   grouped(count, column->group_count - GROUPS_SHOWN));
        }
    }
    if (check->column_count == 0) printf("  the answers have no column to group by\n");
}

/* How many ratings a rated answer has. */
static void print_each(const fw_check_ratings *r) {
    char fewest[32], most[32];
    if (r->rated_answers == 0) return;
    grouped(most, r->most_per_answer);
    if (r->fewest_per_answer < r->most_per_answer)
        printf(", %s to %s ratings each", grouped(fewest, r->fewest_per_answer), most);
    else
        printf(", %s rating%s each", most, fw_plural(r->most_per_answer));
}

static void print_ratings(const fw_check *check) {
    const fw_check_ratings *r = &check->rated;
    if (!r->given) return;
    char a[32], b[32], c[32];
    printf("\nRatings\n  %s read = %s used + %s rejected\n", grouped(a, r->rows), grouped(b, r->used),
           grouped(c, r->rejected));
    for (int code = 0; code < FW_RATING_REJECT_COUNT; code++) {
        if (r->reject_counts[code] == 0) continue;
        printf("  %-16s %s\n", fw_rating_reject_name((fw_rating_reject_code)code),
               grouped(a, r->reject_counts[code]));
    }
    for (uint64_t i = 0; i < r->rejected && i < CHECK_EXAMPLES; i++) {
        printf("    line %llu: ", (unsigned long long)r->reject_first[i].line);
        print_safe(r->reject_first[i].message);
        printf("\n");
    }
    if (r->unmatched) printf("  %s belong to no answer\n", grouped(a, r->unmatched));
    printf("  %s of %s answer%s rated", grouped(a, r->rated_answers), grouped(b, check->rows_used),
           fw_plural(check->rows_used));
    print_each(r);
    printf(", %zu rater%s\n", r->raters, fw_plural(r->raters));
}

void fw_check_print(const fw_check *check) {
    print_columns(check);
    print_rows(check);
    print_pii(check);
    print_groups(check);
    print_ratings(check);
}

/* ---- JSON ---- */

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
        qsort(column->groups, column->group_count, sizeof *column->groups, by_size);
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
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "rows_read", count(r->rows),
                     "rows_used", count(r->used), "rows_rejected", count(r->rejected), "rejects", codes,
                     "unmatched", count(r->unmatched), "rated_answers", count(r->rated_answers),
                     "fewest_per_answer", count(r->fewest_per_answer), "most_per_answer",
                     count(r->most_per_answer), "raters", count(r->raters));
}

fw_code fw_check_print_json(const fw_check *check, fw_error *err) {
    json_t *object = json_pack(
        "{s:o, s:o, s:o, s:o, s:o, s:b, s:o, s:o, s:o, s:o}", "columns", columns_json(check), "rows_read",
        count(check->rows_read), "rows_used", count(check->rows_used), "rows_rejected",
        count(check->rows_rejected), "rejects", rejects_json(check), "reject_gate_failed", check->gate_failed,
        "pii", pii_json(check), "participants", count(fw_idset_count(check->participants)), "groups",
        groups_json(check), "ratings", check->rated.given ? ratings_json(&check->rated) : json_null());
    return fw_console_json(object, false, err);
}
