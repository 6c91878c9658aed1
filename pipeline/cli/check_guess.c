/* check_guess.c: columns that are missing and seem to be there by another name, and whether their cells would
 * do. */
#include "cli/check.h"

#include "base/str.h"

#include <stdio.h>
#include <string.h>

/* What cells have to be, where not every cell will do. */
static const char *const WANTED[FW_FIELD_COUNT] = {
    [FW_ATTEMPT] = "whole numbers from 1 to 1000, such as 1 for before and 2 for after",
    [FW_DURATION_S] = "seconds, such as 83 or 1:23",
    [FW_DATE] = "dates written as 2026-11-23",
};

void fw_check_find_guesses(fw_check *check) {
    for (int f = 0; f < FW_FIELD_COUNT; f++) {
        const char *meant = fw_reader_suggest(check->reader, (fw_field)f);
        if (!meant) continue;
        for (size_t e = 0; e < fw_reader_extra_count(check->reader); e++)
            if (strcmp(fw_reader_extra_name(check->reader, e), meant) == 0)
                check->guesses[f] = (fw_check_guess){.header = meant, .extra = e};
    }
}

void fw_check_try_guesses(fw_check *check, const fw_answer *answer) {
    for (int f = 0; f < FW_FIELD_COUNT; f++) {
        fw_check_guess *guess = &check->guesses[f];
        if (!guess->header || !WANTED[f]) continue;
        const fw_str cell = answer->extra[guess->extra];
        const bool fits =
            f == FW_DATE ? cell.len == 0 || fw_check_is_date(cell) : fw_field_takes((fw_field)f, cell);
        if (!fits) fw_check_add_row(&guess->unfit, answer->line);
    }
}

void fw_check_tell_guesses(const fw_check *check, fw_check_teller *tell, void *context) {
    for (int f = 0; f < FW_FIELD_COUNT; f++) {
        const fw_check_guess *guess = &check->guesses[f];
        const char *name = fw_fields[f].name;
        char sentence[512], number[32];
        if (!guess->header) continue;
        /* A header that is cut would not be found. */
        const bool whole = strlen(guess->header) <= 120;
        const char *quote = whole ? "'" : "";
        int len = snprintf(sentence, sizeof sentence,
                           "%s is missing: is it '%.120s%s'? then give --map %s=%s%s%s", name, guess->header,
                           whole ? "" : "..", name, quote, whole ? guess->header : "HEADER", quote);
        const uint64_t unfit = guess->unfit.count;
        if (unfit) {
            fw_format_count(number, unfit);
            (void)snprintf(sentence + len, sizeof sentence - (size_t)len, ", once it holds %s: %s cell%s not",
                           WANTED[f], number, unfit == 1 ? " does" : "s do");
        }
        tell(context, "column_by_another_name", sentence, unfit ? &guess->unfit : NULL);
    }
}
