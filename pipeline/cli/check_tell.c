/* check_tell.c: the notes of `failwise check` in words. */
#include "cli/check.h"

#include "base/buffer.h"
#include "base/str.h"
#include "run/intake_ratings.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* "12 answers have fewer than ..": the verb agrees with one or with many. */
static const struct {
    const char *code, *one, *many, *rest;
} ROWS[CHECK_NOTE_COUNT] = {
    [CHECK_SHORT_TEXT] = {"short_text", "has", "have", "fewer than five words, too few to score"},
    [CHECK_SAME_TEXT] = {"same_text", "has", "have", "the text of an earlier answer, word by word"},
    [CHECK_CUT_TEXT] = {"cut_text", "is", "are",
                        "as long as a spreadsheet's cell can be, and probably cut there"},
    [CHECK_MISREAD_TEXT] = {"misread_text", "holds", "hold",
                            "letters of a wrong encoding, such as \xC3\xA2\xE2\x82\xAC\xE2\x84\xA2 for an "
                            "apostrophe: export as UTF-8 again"},
    [CHECK_ROUNDED_ID] = {"rounded_id", "has", "have",
                          "an id like 1.18E+11, which a spreadsheet has rounded: export ids as text"},
    [CHECK_NAMELESS] =
        {"nameless", "names", "name",
         "nobody in participant_id but a mark such as NA: all of them count as one person; leave "
         "it empty"},
    [CHECK_ODD_DURATION] = {"odd_duration", "has", "have",
                            "a duration in which nobody speaks so few or so many words: is it in seconds?"},
    [CHECK_ODD_DATE] = {"odd_date", "has", "have", "a date that is not written as 2026-11-23"},
    [CHECK_ALIKE_PERSON] = {"participants_alike", "is", "are",
                            "of a participant whose id differs from an earlier one in case alone: both are "
                            "taken for two people"},
};

static void tell_rows(const fw_check *check, fw_check_teller *tell, void *context) {
    for (int n = 0; n < CHECK_NOTE_COUNT; n++) {
        const fw_check_rows *rows = &check->notes[n];
        char number[32], sentence[256];
        if (rows->count == 0) continue;
        fw_format_count(number, rows->count);
        (void)snprintf(sentence, sizeof sentence, "%s answer%s %s %s", number, fw_plural(rows->count),
                       rows->count == 1 ? ROWS[n].one : ROWS[n].many, ROWS[n].rest);
        tell(context, ROWS[n].code, sentence, rows);
    }
}

/* What is in answers and is not read as part of them, with the first one met. */
static void tell_unread(const fw_check *check, fw_check_teller *tell, void *context) {
    static const char *const WHAT[FW_UNREAD_HESITATION] = {
        [FW_UNREAD_MARKUP] = "markup",
        [FW_UNREAD_NOTE] = "notes or time stamps",
        [FW_UNREAD_SPEAKER] = "names of speakers",
        [FW_UNREAD_QUESTION] = "an interviewer's questions",
    };
    for (int kind = 0; kind < FW_UNREAD_HESITATION; kind++) {
        const fw_check_rows *rows = &check->unread[kind];
        const char *example = check->example[kind];
        char number[32], sentence[256];
        if (rows->count == 0) continue;
        fw_format_count(number, rows->count);
        (void)snprintf(sentence, sizeof sentence, "%s answer%s %s %s%s%s%s, not read as part of the answer",
                       number, fw_plural(rows->count), rows->count == 1 ? "holds" : "hold", WHAT[kind],
                       example[0] ? " such as '" : "", example, example[0] ? "'" : "");
        tell(context, fw_unread_name((fw_unread_kind)kind), sentence, rows);
    }
}

/* Values far from the others, the first three of them. */
static void tell_odd_ratings(const fw_check *check, fw_check_teller *tell, void *context) {
    const fw_check_spread *spread = &check->rated.spread;
    double low, high;
    char values[96] = "", sentence[256], number[32];
    uint64_t far = 0;
    size_t len = 0, shown = 0;
    if (!isnan(check->cli->run.scale_min) || !fw_check_usual(spread, &low, &high)) return;
    for (size_t i = 0; i < spread->distinct; i++) {
        if (spread->value[i] >= low && spread->value[i] <= high) continue;
        far += spread->count[i];
        if (shown++ < 3)
            len += (size_t)snprintf(values + len, sizeof values - len, "%s%g", len ? ", " : "",
                                    spread->value[i]);
    }
    if (!far) return;
    fw_format_count(number, far);
    (void)snprintf(
        sentence, sizeof sentence,
        "%s rating%s far from the others (%s%s): name the scale, as in --scale 1:5, and what is not on "
        "it is set aside",
        number, far == 1 ? " is" : "s are", values, shown > 3 ? ", .." : "");
    tell(context, "odd_rating", sentence, NULL);
}

/* What `run` would warn of behind the work. Without a rated answer it fails, as `check` does. */
static void tell_too_few(const fw_check *check, fw_check_teller *tell, void *context) {
    const size_t people = fw_idset_count(check->rated.people);
    char why[FW_TOO_FEW_SIZE], sentence[256];
    if (people == 0 || fw_enough_rated(&check->cli->run, people)) return;
    fw_say_too_few_rated(&check->cli->run, people, why);
    (void)snprintf(sentence, sizeof sentence, "no weights will be fitted, the rubric scores: %s", why);
    tell(context, "too_few_rated", sentence, NULL);
}

static void tell_ratings(const fw_check *check, fw_check_teller *tell, void *context) {
    const fw_check_ratings *r = &check->rated;
    char sentence[256], number[32];
    if (!r->given) return;
    if (r->unmatched) {
        fw_format_count(number, r->unmatched);
        (void)snprintf(
            sentence, sizeof sentence,
            "%s rating%s in %.60s %s of no answer that is here: are ids written alike in both files?", number,
            fw_plural(r->unmatched), check->cli->run.ratings, r->unmatched == 1 ? "is" : "are");
        tell(context, "unmatched_rating", sentence, &r->strangers);
    }
    if (r->alike[0]) {
        (void)snprintf(sentence, sizeof sentence,
                       "raters '%.60s' and '%.60s' are taken for two people: their names differ in case",
                       r->alike[0], r->alike[1]);
        tell(context, "raters_alike", sentence, NULL);
    }
    tell_odd_ratings(check, tell, context);
    tell_too_few(check, tell, context);
}

void fw_check_tell_notes(const fw_check *check, fw_check_teller *tell, void *context) {
    fw_check_tell_guesses(check, tell, context);
    tell_rows(check, tell, context);
    fw_check_tell_alike(check, tell, context);
    tell_unread(check, tell, context);
    tell_ratings(check, tell, context);
}
