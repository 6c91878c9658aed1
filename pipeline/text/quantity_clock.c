/* quantity_clock.c: times of day: "07:40", "2am", "half past nine", "four in the afternoon", "9 o'clock". */
#include "text/quantity_typed.h"

#include <math.h>

static bool written(fw_typed *out, uint32_t first, uint32_t next, double value, fw_quantity_kind kind) {
    *out = (fw_typed){first, next, value, kind};
    return true;
}

/* "am", "p.m." behind a time; returns the token behind it. */
static uint32_t skip_meridiem(const fw_scan *s, uint32_t i) {
    if (fw_scan_ends(s, i)) return i;
    if (fw_scan_has(s, i, FW_W(MERIDIEM)) && !fw_scan_has(s, i + 1, FW_W(DEICTIC))) return i + 1;
    const bool letter = fw_scan_is(s, i, "a") || fw_scan_is(s, i, "p");
    if (letter && fw_scan_is(s, i + 1, ".") && fw_scan_glued(s, i + 1) && fw_scan_is(s, i + 2, "m")) {
        return fw_scan_is(s, i + 3, ".") && fw_scan_glued(s, i + 3) ? i + 4 : i + 3;
    }
    return i;
}

/* "in the afternoon", "at night". */
static uint32_t skip_daypart(const fw_scan *s, uint32_t i) {
    if (fw_scan_is(s, i, "in") && fw_scan_is(s, i + 1, "the") && fw_scan_has(s, i + 2, FW_W(DAYPART)))
        return i + 3;
    if (fw_scan_is(s, i, "at") && fw_scan_is(s, i + 1, "night")) return i + 2;
    return i;
}

/* An hour of the clock at i, as digits or a word. */
static bool hour_at(const fw_scan *s, uint32_t i, double *hour, uint32_t *next) {
    if (i >= s->count) return false;
    *next = i + 1;
    if (fw_scan_has(s, i, FW_W(CARDINAL)))
        *hour = fw_scan_value(s, i);
    else if (fw_scan_shape(s, i) != FW_SHAPE_PLAIN || !fw_digits_at(s, i, hour))
        return false;
    if (*hour < 1 || *hour > 12 || floor(*hour) != *hour) return false;
    /* "seven thirty", "seven twenty-seven" */
    if (fw_scan_has(s, i, FW_W(CARDINAL)) && fw_scan_has(s, i + 1, FW_W(CARDINAL)) &&
        fw_scan_value(s, i + 1) >= 10 && fw_scan_value(s, i + 1) < 60) {
        *next = i + 2;
        if (fw_scan_is(s, i + 2, "-") && fw_scan_glued(s, i + 2) && fw_scan_has(s, i + 3, FW_W(CARDINAL)))
            *next = i + 4;
    } else if (fw_scan_is(s, i + 1, "-") && fw_scan_glued(s, i + 1) &&
               fw_scan_has(s, i + 2, FW_W(CARDINAL)) && fw_scan_value(s, i + 2) >= 10 &&
               fw_scan_value(s, i + 2) < 60) { /* "five-thirty" */
        *next = i + 3;
    }
    return true;
}

/* "07:40", "7:56:30 pm"; other colons are proportions: "1:1". */
static bool colon_at(const fw_scan *s, uint32_t i, fw_typed *out) {
    double hour, minute, second;
    if (fw_scan_shape(s, i) != FW_SHAPE_PLAIN || !fw_scan_is(s, i + 1, ":") || !fw_scan_glued(s, i + 1))
        return false;
    if (!fw_scan_glued(s, i + 2) || !fw_digits_at(s, i, &hour) || !fw_digits_at(s, i + 2, &minute))
        return false;
    uint32_t next = i + 3;
    if (fw_scan_is(s, next, ":") && fw_scan_glued(s, next) && fw_digits_at(s, next + 1, &second)) next += 2;
    const size_t digits = fw_scan_shape(s, i + 2) == FW_SHAPE_CLOCK ? 2 : fw_scan_word(s, i + 2)->len;
    if (hour > 24 || minute >= 60 || digits != 2) return written(out, i, next, hour, FW_KIND_NONE);
    return written(out, i, skip_meridiem(s, next), hour + minute / 60, FW_KIND_TIME);
}

/* Whether digits or a cardinal at i may be minutes of "twenty past nine", "at five to six": asked before the
 * number is parsed, since "past" hardly ever follows. Minutes take no more tokens than the window has. */
static bool may_be_minutes(const fw_scan *s, uint32_t i) {
    enum { MINUTES_WINDOW = 5 }; /* "twenty-five minutes past" */
    if (fw_scan_is(s, i - 1, "at")) return true;
    for (uint32_t at = i + 1; at <= i + MINUTES_WINDOW && at < s->count; at++) {
        if (fw_scan_is(s, at, "past")) return true;
    }
    return false;
}

/* "at half five": half past, as the British say it. */
static bool british_half_at(const fw_scan *s, uint32_t i, fw_typed *out) {
    double hour;
    uint32_t next;
    if (!fw_scan_has(s, i, FW_W(HALF)) || !fw_scan_has(s, i + 1, FW_W(CARDINAL))) return false;
    const bool expected = fw_scan_is(s, i - 1, "at") || fw_scan_is(s, i - 1, "by") ||
                          fw_scan_is(s, i - 1, "until") || fw_scan_is(s, i - 1, "around") ||
                          fw_scan_is(s, i - 1, "about");
    if (!expected || !hour_at(s, i + 1, &hour, &next) || fw_scan_unit(s, next).kind != FW_UNIT_NONE)
        return false;
    return written(out, i, skip_daypart(s, skip_meridiem(s, next)), hour + 0.5, FW_KIND_TIME);
}

/* "half past nine", "quarter to six", "20 min past eight in the evening". */
static bool past_at(const fw_scan *s, uint32_t i, fw_typed *out) {
    if (british_half_at(s, i, out)) return true;
    uint32_t at = fw_scan_has(s, i, FW_W(ARTICLE)) ? i + 1 : i;
    const bool part = fw_scan_has(s, at, FW_W(HALF) | FW_W(QUARTER));
    double minutes = 0, hour;
    fw_number number;
    if (part)
        at++;
    else if (at != i || !may_be_minutes(s, at) || !fw_number_parse(s, at, false, &number) ||
             (number.unit && fw_unit_at(number.unit).kind != FW_UNIT_DURATION))
        return false;
    else {
        minutes = number.value;
        at = number.next;
    }
    const bool named = !part && fw_scan_unit(s, at).kind == FW_UNIT_DURATION &&
                       fw_unit_seconds(fw_scan_unit(s, at).name) == 60;
    if (named) at++;
    const bool past = fw_scan_is(s, at, "past");
    /* "five to six" is a time only where a time is expected; "quarter to" always. */
    const bool to =
        fw_scan_is(s, at, "to") && !named && (part || (fmod(minutes, 5) == 0 && fw_scan_is(s, i - 1, "at")));
    uint32_t next;
    if ((!past && !to) || minutes > 59 || fw_scan_ends(s, at + 1) || !hour_at(s, at + 1, &hour, &next))
        return false;
    if (part && to && fw_scan_has(s, at - 1, FW_W(HALF))) return false;
    if (fw_scan_unit(s, next).kind != FW_UNIT_NONE && !fw_scan_ends(s, next))
        return false; /* "from a quarter to two thirds" */
    if (fw_scan_has(s, next, FW_W(OCLOCK))) next++;
    return written(out, i, skip_daypart(s, skip_meridiem(s, next)), hour, FW_KIND_TIME);
}

/* "at 17.30", "8.10 pm": hours and minutes set off by a dot. */
static bool dotted_at(const fw_scan *s, uint32_t i, double hour, fw_typed *out) {
    const fw_word *word = fw_scan_word(s, i);
    if (hour < 1 || hour >= 24 || hour - floor(hour) >= 0.6 || word->len < 4 ||
        word->text[word->len - 3] != '.')
        return false;
    const bool alone = fw_scan_ends(s, i + 1) || s->tokens[i + 1].kind == FW_TOKEN_PUNCT ||
                       (fw_scan_word(s, i + 1)->traits & FW_SUBJECT_PRONOUN) != 0; /* "at 8.20 I left" */
    const uint32_t behind = skip_meridiem(s, i + 1);
    if (behind == i + 1 && (!alone || !fw_scan_is(s, i - 1, "at") || fw_scan_is(s, i + 1, "-"))) return false;
    return written(out, i, behind, hour, FW_KIND_TIME);
}

/* "from three thirty to four thirty": two times in words. */
static bool spelt_range_at(const fw_scan *s, uint32_t i, double hour, uint32_t next, fw_typed *out) {
    double until;
    uint32_t end;
    if (next == i + 1 || !fw_scan_is(s, i - 1, "from") || !fw_scan_is(s, next, "to")) return false;
    if (!hour_at(s, next + 1, &until, &end) || end == next + 2) return false;
    return fw_scan_unit(s, end).kind == FW_UNIT_NONE || fw_scan_ends(s, end)
               ? written(out, i, end, hour, FW_KIND_TIME)
               : false;
}

/* "2 am", "four in the afternoon", "9 o'clock", "at eight", "12 noon". */
static bool hour_phrase_at(const fw_scan *s, uint32_t i, fw_typed *out) {
    double hour;
    uint32_t next;
    const bool at = fw_scan_is(s, i - 1, "at");
    const fw_word *word = fw_scan_word(s, i);
    if (word->len >= 4 && word->text[word->len - 3] == '.')
        return fw_plain_digits(s, i, &hour) && dotted_at(s, i, hour, out);
    if (!hour_at(s, i, &hour, &next)) return false;
    if (next < s->count && (fw_scan_is(s, next, "noon") || fw_scan_is(s, next, "midnight")))
        return written(out, i, next + 1, hour, FW_KIND_TIME);
    if (spelt_range_at(s, i, hour, next, out)) return true;
    const uint32_t meridiem = skip_meridiem(s, next);
    if (fw_scan_has(s, next, FW_W(OCLOCK)) && !fw_scan_ends(s, next))
        return written(out, i, skip_daypart(s, next + 1), hour, FW_KIND_TIME);
    if (at && next > i + 1 && fw_scan_unit(s, next).kind == FW_UNIT_NONE) { /* "at four thirty" */
        return written(out, i, skip_daypart(s, meridiem), hour, FW_KIND_TIME);
    }
    const uint32_t daypart = skip_daypart(s, meridiem);
    if (daypart > next) return written(out, i, daypart, hour, FW_KIND_TIME);
    return false;
}

/* "8p.m.", "at 7p": the letter is glued to the digits. */
static bool lettered_at(const fw_scan *s, uint32_t i, fw_typed *out) {
    double hour;
    if (fw_scan_shape(s, i) != FW_SHAPE_SUFFIX || !fw_digits_at(s, i, &hour) || hour < 1 || hour > 12)
        return false;
    const fw_word *word = fw_scan_word(s, i);
    const char letter = word->text[word->len - 1];
    if ((letter != 'p' && letter != 'a') || word->text[word->len - 2] > '9') return false;
    const bool dotted = fw_scan_is(s, i + 1, ".") && fw_scan_glued(s, i + 1) && fw_scan_is(s, i + 2, "m") &&
                        fw_scan_glued(s, i + 2);
    if (dotted) return written(out, i, fw_scan_is(s, i + 3, ".") ? i + 4 : i + 3, hour, FW_KIND_TIME);
    return fw_scan_is(s, i - 1, "at") ? written(out, i, i + 1, hour, FW_KIND_TIME) : false;
}

/* "two weeks", "12 people": a unit other than minutes stands behind the number, so that it is no hour. */
static bool is_measured(const fw_scan *s, uint32_t i) {
    static const uint64_t OF_TIMES =
        FW_W(CARDINAL) | FW_W(HALF) | FW_W(QUARTER) | FW_W(MERIDIEM) | FW_W(OCLOCK) | FW_W(DAYPART);
    const uint32_t behind = fw_scan_class(s, i);
    if (!fw_class_unit(behind) || (fw_class_word(behind)->classes & OF_TIMES) || fw_scan_word(s, i)->len < 2)
        return false;
    return !fw_unit_called(fw_unit_at(fw_class_unit(behind)).name, "minute");
}

bool fw_clock_at(const fw_scan *s, uint32_t i, fw_typed *out) {
    double value;
    if (fw_scan_shape(s, i) == FW_SHAPE_CLOCK && fw_digits_at(s, i, &value))
        return written(out, i, skip_daypart(s, i + 1), value, FW_KIND_TIME);
    /* "a week" is no time of day, "a quarter past" is */
    if (fw_scan_has(s, i, FW_W(ARTICLE)) && !fw_scan_has(s, i + 1, FW_W(HALF) | FW_W(QUARTER))) return false;
    if ((fw_scan_has(s, i, FW_W(CARDINAL)) || fw_scan_shape(s, i) == FW_SHAPE_PLAIN) && is_measured(s, i + 1))
        return false;
    /* hours and minutes have two digits at most: "310", "1,200" are ruled out at once */
    const fw_word *word = fw_scan_word(s, i);
    if (word->len > 2 && fw_scan_shape(s, i) == FW_SHAPE_PLAIN && word->text[word->len - 3] != '.') {
        return fw_scan_is(s, i + 1, ":") && colon_at(s, i, out);
    }
    return colon_at(s, i, out) || past_at(s, i, out) || hour_phrase_at(s, i, out) || lettered_at(s, i, out);
}
