/* score_columns.c: scores as columns of scores.csv and uns/scores, both ways. */
#include "base/str.h"
#include <failwise/scores.h>

#include <assert.h>
#include <pthread.h>
#include <string.h>

typedef enum column {
    COLUMN_ID,
    COLUMN_OVERALL,
    COLUMN_RUBRIC,
    COLUMN_HUMILITY,
    COLUMN_AGENCY,
    COLUMN_PART_FIRST,
    COLUMN_WEAKEST = COLUMN_PART_FIRST + FW_ARC_PARTS,
    COLUMN_TRAPS,
    COLUMN_SECONDS,
    COLUMN_FLAGS,
    COLUMN_COUNT
} column;

static const fw_column COLUMNS[COLUMN_COUNT] = {
    {"answer_id", FW_COLUMN_STRING, "", "Id of the answer."},
    {"overall", FW_COLUMN_FLOAT, "points", "Score on the model's scale, trimmed to the scale +- .4998."},
    {"rubric_overall", FW_COLUMN_FLOAT, "points",
     "Score by the rubric alone, on the same scale, for comparison."},
    {"humility", FW_COLUMN_FLOAT, "0..4", "Mean of the parts fail and diag."},
    {"agency", FW_COLUMN_FLOAT, "0..4", "Mean of the parts act, learn and impr."},
    {"fail", FW_COLUMN_FLOAT, "0..4", "Honest failure: 0 absent, 1 hinted, 2 vague, 3 specific, 4 evident."},
    {"diag", FW_COLUMN_FLOAT, "0..4", "Clear diagnosis: the own decision that made it preventable."},
    {"act", FW_COLUMN_FLOAT, "0..4", "Decisive action: what the speaker did once things went wrong."},
    {"learn", FW_COLUMN_FLOAT, "0..4", "Extracted learning: what is understood now and was not before."},
    {"impr", FW_COLUMN_FLOAT, "0..4", "Demonstrated improvement: evidence that behaviour changed."},
    {"weakest", FW_COLUMN_CATEGORY, "", "Part or parts with the lowest score, joined by +."},
    {"traps", FW_COLUMN_CATEGORY, "", "Traps met, joined by +: fake, team, no_number, no_change, refusal."},
    {"seconds", FW_COLUMN_FLOAT, "s", "Spoken length, recorded or estimated from words (see flags)."},
    {"flags", FW_COLUMN_CATEGORY, "",
     "Joined by +: seconds_estimated, short, out_of_range, extrapolated (a feature beyond 6 SD)."},
};

const fw_column *fw_score_columns(size_t *count) {
    *count = COLUMN_COUNT;
    return COLUMNS;
}

const char *fw_flag_name(size_t bit_index) {
    static const char *const NAMES[FW_FLAG_COUNT] = {"seconds_estimated", "short", "out_of_range",
                                                     "extrapolated"};
    return bit_index < FW_FLAG_COUNT ? NAMES[bit_index] : NULL;
}

static const char *weakest_name(size_t bit) {
    return bit < FW_ARC_PARTS ? fw_part_name((fw_part)(FW_PART_FAIL + (int)bit)) : NULL;
}

/* Which column holds which bits, and their names. */
static const struct {
    column at;
    size_t bits;
    const char *(*name)(size_t bit);
    size_t offset; /* of a uint32_t inside fw_score */
} SETS[] = {
    {COLUMN_WEAKEST, FW_ARC_PARTS, weakest_name, offsetof(fw_score, weakest)},
    {COLUMN_TRAPS, FW_TRAP_COUNT, fw_trap_name, offsetof(fw_score, traps)},
    {COLUMN_FLAGS, FW_FLAG_COUNT, fw_flag_name, offsetof(fw_score, flags)},
};
enum { SET_COUNT = sizeof SETS / sizeof SETS[0], SET_TEXT = 64, MOST_BITS = 5 };
static_assert((int)FW_ARC_PARTS <= MOST_BITS && (int)FW_TRAP_COUNT <= MOST_BITS &&
                  (int)FW_FLAG_COUNT <= MOST_BITS,
              "texts of all sets have room");

/* Columns that hold one number, and where it stands in fw_score. */
static const struct {
    column at;
    size_t offset;
} NUMBERS[] = {
    {COLUMN_OVERALL, offsetof(fw_score, overall)},
    {COLUMN_RUBRIC, offsetof(fw_score, rubric_overall)},
    {COLUMN_HUMILITY, offsetof(fw_score, humility)},
    {COLUMN_AGENCY, offsetof(fw_score, agency)},
    {COLUMN_PART_FIRST + 0, offsetof(fw_score, part[0])},
    {COLUMN_PART_FIRST + 1, offsetof(fw_score, part[1])},
    {COLUMN_PART_FIRST + 2, offsetof(fw_score, part[2])},
    {COLUMN_PART_FIRST + 3, offsetof(fw_score, part[3])},
    {COLUMN_PART_FIRST + 4, offsetof(fw_score, part[4])},
    {COLUMN_SECONDS, offsetof(fw_score, seconds)},
};
enum { NUMBER_COUNT = sizeof NUMBERS / sizeof NUMBERS[0] };

/* "a+b" for the bits set; longer than SET_TEXT is impossible with the names above. */
static size_t join_bits(uint32_t bits, size_t set, char out[SET_TEXT]) {
    size_t len = 0;
    for (size_t i = 0; i < SETS[set].bits; i++) {
        const char *name = SETS[set].name(i);
        const size_t name_len = strlen(name);
        if (!(bits >> i & 1u) || len + name_len + 2 > SET_TEXT) continue;
        if (len) out[len++] = '+';
        memcpy(out + len, name, name_len);
        len += name_len;
    }
    return len;
}

/* There are few: every row's is one of these. */
static fw_str set_texts[SET_COUNT][1 << MOST_BITS];

static void join_all(void) {
    static char room[SET_COUNT][1 << MOST_BITS][SET_TEXT];
    for (size_t set = 0; set < SET_COUNT; set++)
        for (uint32_t bits = 0; bits < 1u << SETS[set].bits; bits++)
            set_texts[set][bits] = (fw_str){room[set][bits], join_bits(bits, set, room[set][bits])};
}

static fw_str text_of(uint32_t bits, size_t set) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    (void)pthread_once(&once, join_all); /* cannot fail */
    return set_texts[set][bits & ((1u << SETS[set].bits) - 1)];
}

static uint32_t split_bits(fw_str text, size_t set) {
    uint32_t bits = 0;
    for (size_t at = 0; at < text.len;) {
        const char *plus = memchr(text.ptr + at, '+', text.len - at);
        const size_t len = plus ? (size_t)(plus - (text.ptr + at)) : text.len - at;
        for (size_t i = 0; i < SETS[set].bits; i++)
            if (fw_str_equal((fw_str){text.ptr + at, len}, fw_str_of(SETS[set].name(i)))) bits |= 1u << i;
        at += len + 1;
    }
    return bits;
}

bool fw_score_to_frame(const fw_score *score, fw_str answer_id, fw_frame *frame, size_t row) {
    for (size_t i = 0; i < NUMBER_COUNT; i++)
        frame->cells[NUMBERS[i].at].number[row] = *(const double *)((const char *)score + NUMBERS[i].offset);
    for (size_t i = 0; i < SET_COUNT; i++)
        frame->cells[SETS[i].at].text[row] =
            text_of(*(const uint32_t *)((const char *)score + SETS[i].offset), i);
    return fw_frame_set_text(frame, COLUMN_ID, row, answer_id);
}

void fw_score_from_frame(const fw_frame *frame, size_t row, fw_score *out) {
    *out = (fw_score){0};
    for (size_t i = 0; i < NUMBER_COUNT; i++)
        *(double *)((char *)out + NUMBERS[i].offset) = frame->cells[NUMBERS[i].at].number[row];
    for (size_t i = 0; i < SET_COUNT; i++)
        *(uint32_t *)((char *)out + SETS[i].offset) = split_bits(frame->cells[SETS[i].at].text[row], i);
}
