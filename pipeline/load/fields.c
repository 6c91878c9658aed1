/* fields.c: the tables of column names and reject codes. */
#include <failwise/answers.h>
#include <failwise/ratings.h>

const fw_field_info fw_fields[FW_FIELD_COUNT] = {
    [FW_ANSWER_ID] = {"answer_id", true, "id", "names the answer; unique in the file"},
    [FW_PARTICIPANT_ID] = {"participant_id", false, "id", "who answered; several attempts share it"},
    [FW_COHORT] = {"cohort", false, "category", "programme or group the participant belongs to"},
    [FW_QUESTION] = {"question", false, "category", "variant of the failure question that was asked"},
    [FW_FRAMEWORK] = {"framework", false, "category",
                      "whose framing: amazon, google, meta, netflix, generic"},
    [FW_LEVEL] = {"level", false, "category", "student, ic, senior, staff or manager"},
    [FW_ATTEMPT] = {"attempt", false, "integer", "which attempt of the participant, 1 to 1000"},
    [FW_MODE] = {"mode", false, "category", "spoken or written"},
    [FW_DURATION_S] = {"duration_s", false, "seconds", "spoken length in seconds, 0 to 86400"},
    [FW_DATE] = {"date", false, "date", "when the answer was given: 2026-11-23"},
    [FW_ROLE] = {"role", false, "category", "the role applied for"},
    [FW_TEXT] = {"text", true, "text", "the answer itself"},
};

static const char *const REJECT_NAMES[FW_REJECT_CODE_COUNT] = {
    [FW_REJECT_RAGGED] = "ragged",
    [FW_REJECT_MISSING_ID] = "missing_id",
    [FW_REJECT_MISSING_TEXT] = "missing_text",
    [FW_REJECT_DUPLICATE_ID] = "duplicate_id",
    [FW_REJECT_BAD_UTF8] = "bad_utf8",
    [FW_REJECT_NUL_BYTE] = "nul_byte",
    [FW_REJECT_LONG_FIELD] = "long_field",
    [FW_REJECT_LONG_RECORD] = "long_record",
    [FW_REJECT_BAD_QUOTE] = "bad_quote",
    [FW_REJECT_OPEN_QUOTE] = "open_quote",
    [FW_REJECT_BAD_NUMBER] = "bad_number",
    [FW_REJECT_PII] = "pii",
};

const char *fw_reject_name(fw_reject_code code) {
    return (unsigned)code < FW_REJECT_CODE_COUNT ? REJECT_NAMES[code] : "unknown";
}

static const char *const RATING_REJECT_NAMES[FW_RATING_REJECT_COUNT] = {
    [FW_RATING_RAGGED] = "ragged",
    [FW_RATING_MISSING] = "missing_value",
    [FW_RATING_NOT_NUMBER] = "not_a_number",
    [FW_RATING_DUPLICATE] = "duplicate_rating",
    [FW_RATING_BAD_BYTES] = "bad_utf8",
    [FW_RATING_BAD_QUOTE] = "bad_quote",
    [FW_RATING_NO_ANSWER] = "no_such_answer",
    [FW_RATING_OFF_SCALE] = "off_scale",
};

const char *fw_rating_reject_name(fw_rating_reject_code code) {
    return (unsigned)code < FW_RATING_REJECT_COUNT ? RATING_REJECT_NAMES[code] : "unknown";
}
