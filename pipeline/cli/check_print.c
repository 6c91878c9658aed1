/* check_print.c: the findings of `failwise check` for people. */
#include "cli/check.h"

#include "base/seniority.h"
#include "base/str.h"
#include "cli/console.h"

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
    printf("Columns");
    if (separator != ',') printf(" (%s between them)", separator_name(separator));
    if (fw_reader_survey_header(check->reader)) printf(" (a header of three rows, as Qualtrics writes it)");
    printf("\n");
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

static void print_column(const fw_check *check, uint32_t column) {
    const char *name = fw_reader_column_name(check->reader, column);
    if (!name) return;
    printf(", column %u (", column);
    print_safe(name);
    printf(")");
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
            print_column(check, r->first[i].column);
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
    if (r->spread.total)
        printf("  from %g to %g, mean %.2f\n", r->spread.lowest, r->spread.highest,
               r->spread.sum / (double)r->spread.total);
    printf("  %s of %s answer%s rated", grouped(a, r->rated_answers), grouped(b, check->rows_used),
           fw_plural(check->rows_used));
    print_each(r);
    printf(", %zu rater%s\n", r->raters, fw_plural(r->raters));
}

static void print_note(void *context, const char *code, const char *sentence, const fw_check_rows *rows) {
    size_t *told = context;
    char number[32];
    (void)code;
    if ((*told)++ == 0) printf("\nWorth a look before a run\n");
    printf("  - ");
    print_safe(sentence);
    for (uint64_t i = 0; rows && i < rows->count && i < CHECK_EXAMPLES; i++)
        printf("%s%llu",
               i                  ? ", "
               : rows->count == 1 ? " (line "
                                  : " (lines ",
               (unsigned long long)rows->line[i]);
    if (rows && rows->count > CHECK_EXAMPLES)
        printf(" and %s more", grouped(number, rows->count - CHECK_EXAMPLES));
    printf(rows && rows->count ? ")\n" : "\n");
}

static void print_notes(const fw_check *check) {
    size_t told = 0;
    fw_check_tell_notes(check, print_note, &told);
    if (told == 0) printf("\nNothing else is worth a look before a run.\n");
}

void fw_check_print(const fw_check *check) {
    print_columns(check);
    print_rows(check);
    print_pii(check);
    print_groups(check);
    print_ratings(check);
    print_notes(check);
}
