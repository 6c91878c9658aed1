/* check_notes.c: what rows say that is no reason to reject them, and still may hurt. */
#include "cli/check.h"

#include "base/str.h"

#include <math.h>
#include <string.h>

void fw_check_add_row(fw_check_rows *rows, uint64_t line) {
    if (rows->count < CHECK_EXAMPLES) rows->line[rows->count] = line;
    rows->count++;
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* How many words stand between blanks, as far as `most`. */
static size_t count_words(fw_str text, size_t most) {
    size_t words = 0;
    bool inside = false;
    for (size_t i = 0; i < text.len && words < most; i++) {
        const bool blank = (unsigned char)text.ptr[i] <= ' ';
        words += !blank && !inside;
        inside = !blank;
    }
    return words;
}

/* Letters that come of UTF-8 read as Windows-1252 and written as UTF-8 again, and U+FFFD, which stands for
 * what could not be read at all. */
static bool is_misread(fw_str text) {
    static const char *const TRACES[] = {"\xC3\xA2\xE2\x82\xAC", "\xC3\x83\xC2", "\xEF\xBF\xBD"};
    for (size_t i = 0; i < sizeof TRACES / sizeof TRACES[0]; i++)
        if (memmem(text.ptr, text.len, TRACES[i], strlen(TRACES[i]))) return true;
    return false;
}

/* Whether the text is as long as a spreadsheet's cell can be, in units of UTF-16. */
static bool is_cut(fw_str text) {
    enum { CELL = 32767 };
    if (text.len < CELL) return false;
    size_t units = 0;
    for (size_t i = 0; i < text.len; i++) {
        const unsigned char c = (unsigned char)text.ptr[i];
        units += (c & 0xC0) != 0x80;
        units += c >= 0xF0;
    }
    return units == CELL;
}

/* "1.18E+11": a long number as a spreadsheet shows it. */
static bool is_rounded(fw_str id) {
    size_t at = 0;
    while (at < id.len && (is_digit(id.ptr[at]) || id.ptr[at] == '.' || id.ptr[at] == ',')) at++;
    if (at == 0 || id.len - at < 3 || (id.ptr[at] | 0x20) != 'e' || id.ptr[at + 1] != '+') return false;
    for (at += 2; at < id.len && is_digit(id.ptr[at]);) at++;
    return at == id.len;
}

static bool is_nobody(fw_str id) {
    static const char *const MARKS[] = {"NA", "N/A", "n.a.", "#N/A", "NaN", "null", "none", "-", ".", "?"};
    for (size_t i = 0; i < sizeof MARKS / sizeof MARKS[0]; i++)
        if (fw_str_equal_nocase(id, fw_str_of(MARKS[i]))) return true;
    return false;
}

/* Slower or faster than anybody speaks: a duration in minutes, in milliseconds, or of the whole interview. */
static bool is_odd_pace(const fw_answer *answer) {
    enum { SLOWEST = 30, FASTEST = 400, FEWEST = 20, MOST = 100000 };
    if (isnan(answer->duration_s)) return false;
    const double words = (double)count_words(answer->field[FW_TEXT], MOST);
    const double pace = words * 60 / (answer->duration_s > 1 ? answer->duration_s : 1);
    return words >= FEWEST && (pace < SLOWEST || pace > FASTEST);
}

/* "2026-11-23", and a time behind it. */
bool fw_check_is_date(fw_str date) {
    static const char FORM[] = "dddd-dd-dd";
    enum { LENGTH = sizeof FORM - 1 };
    if (date.len < LENGTH) return false;
    for (size_t i = 0; i < LENGTH; i++)
        if (FORM[i] == 'd' ? !is_digit(date.ptr[i]) : date.ptr[i] != FORM[i]) return false;
    return date.len == LENGTH || date.ptr[LENGTH] == 'T' || date.ptr[LENGTH] == ' ';
}

static fw_code note_text(fw_check *check, const fw_answer *answer, fw_error *err) {
    enum { FEW_WORDS = 5 };
    const fw_str text = fw_str_trim(answer->field[FW_TEXT]);
    const bool few = count_words(text, FEW_WORDS) < FEW_WORDS;
    if (few) fw_check_add_row(&check->notes[CHECK_SHORT_TEXT], answer->line);
    if (is_misread(text)) fw_check_add_row(&check->notes[CHECK_MISREAD_TEXT], answer->line);
    if (is_cut(text)) fw_check_add_row(&check->notes[CHECK_CUT_TEXT], answer->line);
    if (few) return FW_OK; /* "-" is the same as "-", and told already */
    bool present = false;
    uint64_t first;
    const fw_code code = fw_idset_add(check->texts, fw_id_hash(text), answer->line, &present, &first, err);
    if (present) fw_check_add_row(&check->notes[CHECK_SAME_TEXT], answer->line);
    return code;
}

fw_code fw_check_note_answer(fw_check *check, const fw_answer *answer, fw_error *err) {
    const fw_str who = answer->field[FW_PARTICIPANT_ID], date = answer->field[FW_DATE];
    if (is_rounded(answer->field[FW_ANSWER_ID]) || is_rounded(who))
        fw_check_add_row(&check->notes[CHECK_ROUNDED_ID], answer->line);
    if (is_nobody(who)) fw_check_add_row(&check->notes[CHECK_NAMELESS], answer->line);
    if (date.len && !fw_check_is_date(date)) fw_check_add_row(&check->notes[CHECK_ODD_DATE], answer->line);
    fw_check_try_guesses(check, answer);
    if (is_odd_pace(answer)) fw_check_add_row(&check->notes[CHECK_ODD_DURATION], answer->line);
    return note_text(check, answer, err);
}
