/* labels.c: the words for parts, traps, reasons and flags. */
#include "report/labels.h"

const fw_part_label fw_part_labels[FW_ARC_PARTS] = {
    {"fail", "honest failure", "Failure", "Failure",
     "Say in one plain sentence what you got wrong and what it cost, starting with \"I\" and naming a "
     "number."},
    {"diag", "clear diagnosis", "Diagnosis", "Diagnosis",
     "Finish the sentence \"This was preventable because I decided to ...\" three times and keep the truest "
     "one."},
    {"act", "decisive action", "Action", "Action",
     "Tell what you did in the first day after you noticed, as three steps that each begin with \"I\" and a "
     "verb."},
    {"learn", "extracted learning", "Learning", "Learning",
     "Write what you understand now that you did not then, and delete it if it would fit anybody else's "
     "story."},
    {"impr", "demonstrated improvement", "Improved", "Improvement",
     "Name one habit or tool you have used since, when you last used it, and one result that shows it "
     "works."},
};

const fw_plain_label fw_trap_labels[FW_TRAP_COUNT] = {
    {"fake", "A strength dressed as a weakness"},
    {"team", "Somebody else's failure"},
    {"no_number", "No number on the outcome"},
    {"no_change", "No lasting change"},
    {"refusal", "No failure told"},
};

const fw_plain_label fw_flag_labels[FW_FLAG_COUNT] = {
    {"seconds_estimated", "Spoken time estimated from the number of words"},
    {"short", "Too short to be judged"},
    {"out_of_range", "Score trimmed to the scale"},
    {"extrapolated", "Unlike the answers the model was fitted to"},
};

const fw_plain_label fw_reason_labels[FW_REASON_COUNT] = {
    {"ragged", "Other number of fields than the header"},
    {"missing_id", "No answer id"},
    {"missing_text", "No text"},
    {"duplicate_id", "Answer id seen before"},
    {"bad_utf8", "Text is not UTF-8"},
    {"nul_byte", "Contains a NUL byte"},
    {"long_field", "A field is too long"},
    {"long_record", "The row is too long"},
    {"bad_quote", "A quotation mark in the wrong place"},
    {"open_quote", "A quotation mark is never closed"},
    {"bad_number", "Attempt or duration is not a number in range"},
    {"pii", "Personal data in the text"},
};
