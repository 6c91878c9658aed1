/* check_alike.c: participants and groups that only the case of a letter tells apart, and that are probably
 * one. */
#include "cli/check.h"

#include "base/str.h"

#include <stdio.h>

enum { LONGEST_ID = 256 };

/* Ids longer than that are not written by hand. */
fw_code fw_check_note_person(fw_check *check, const fw_answer *answer, fw_error *err) {
    const fw_str id = answer->field[FW_PARTICIPANT_ID];
    char lower[LONGEST_ID];
    if (id.len == 0 || id.len > sizeof lower) return FW_OK;
    for (size_t i = 0; i < id.len; i++) {
        const char c = id.ptr[i];
        lower[i] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
    }
    bool present = false;
    uint64_t first;
    const fw_code code =
        fw_idset_add(check->lower_people, fw_id_hash((fw_str){lower, id.len}), 0, &present, &first, err);
    if (present) fw_check_add_row(&check->notes[CHECK_ALIKE_PERSON], answer->line);
    return code;
}

static void tell_column(const fw_check_column *column, fw_check_teller *tell, void *context) {
    const char *one = NULL, *other = NULL;
    char sentence[384], more[32] = "";
    size_t pairs = 0;
    for (size_t i = 1; i < column->group_count; i++) {
        for (size_t j = 0; j < i; j++) {
            if (!fw_str_equal_nocase(fw_str_of(column->groups[i].value), fw_str_of(column->groups[j].value)))
                continue;
            if (pairs++ == 0) {
                one = column->groups[j].value;
                other = column->groups[i].value;
            }
            break;
        }
    }
    if (pairs == 0) return;
    if (pairs > 1) (void)snprintf(more, sizeof more, ", and %zu more", pairs - 1);
    (void)snprintf(sentence, sizeof sentence,
                   "%.60s: '%.80s' and '%.80s' are taken for two groups: their names differ in case%s",
                   column->name, one, other, more);
    tell(context, "groups_alike", sentence, NULL);
}

void fw_check_tell_alike(const fw_check *check, fw_check_teller *tell, void *context) {
    for (size_t c = 0; c < check->column_count; c++) tell_column(&check->columns[c], tell, context);
}
