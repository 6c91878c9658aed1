/* slots.c: numbers, sums, times and names that sentences ask for. */
#include "simulate/compose.h"

#include <math.h>
#include <stdio.h>

static const char *const MONTHS[] = {"January", "February", "March",     "April",   "May",      "June",
                                     "July",    "August",   "September", "October", "November", "December"};

#define PICK(random, table) (table)[fw_random_below(random, (uint32_t)(sizeof(table) / sizeof *(table)))]

static bool is_spoken(const fw_composer *c) {
    return c->style == FW_SIM_SPOKEN || c->style == FW_SIM_TRANSCRIPT;
}

void fw_name_draw(fw_random *random, char out[FW_STORY_NAME]) {
    static const char *const SYLLABLES[] = {
        "ba",  "bren", "co", "cal", "dri", "del", "el",  "en",  "fa",  "fin", "gor", "gal", "hin", "hel",
        "ju",  "jor",  "ka", "kel", "lum", "lor", "mo",  "mir", "nex", "nor", "or",  "os",  "pa",  "pel",
        "qui", "ra",   "ro", "sta", "sil", "tu",  "tor", "ul",  "vel", "vin", "wex", "yo",  "zan", "zim"};
    const unsigned count = 2 + fw_random_below(random, 2);
    out[0] = '\0';
    size_t len = 0;
    for (unsigned i = 0; i < count && len < FW_STORY_NAME; i++)
        len += (size_t)snprintf(out + len, FW_STORY_NAME - len, "%s", PICK(random, SYLLABLES));
    out[0] = (char)(out[0] - 'a' + 'A');
}

/* 12345 as 12,345, or bare as speech is written down. */
static void put_count(fw_composer *c, unsigned value, bool grouped) {
    if (grouped && value >= 1000) {
        fw_buffer_printf(&c->raw, "%u,%03u", value / 1000, value % 1000);
    } else {
        fw_buffer_printf(&c->raw, "%u", value);
    }
}

/* Small numbers are words where people would write or say them as words. */
static void put_small(fw_composer *c, unsigned value) {
    static const char *const WORDS[] = {"two",   "three", "four", "five",   "six",   "seven",
                                        "eight", "nine",  "ten",  "eleven", "twelve"};
    if (value <= 12 && (is_spoken(c) || fw_random_chance(&c->random, 60))) {
        fw_buffer_text(&c->raw, WORDS[value - 2]);
    } else {
        put_count(c, value, false);
    }
}

/* Two leading digits, as people round. */
static unsigned rounded(double value) {
    double unit = 1;
    while (value / unit >= 100) unit *= 10;
    return (unsigned)(nearbyint(value / unit) * unit);
}

/* Evenly by order of magnitude. */
static unsigned spread(fw_random *random, double low, double high) {
    return rounded(low * exp(fw_random_uniform(random) * log(high / low)));
}

static void put_money(fw_composer *c) {
    static const char *const SIGNS[] = {"$", "\xE2\x82\xAC", "\xC2\xA3"};
    static const char *const WORDS[] = {"dollars", "euros", "pounds"};
    const unsigned sum = spread(&c->random, 2000, 3000000);
    const bool words = is_spoken(c), millions = sum >= 1000000;
    if (!words) fw_buffer_text(&c->raw, SIGNS[c->story->currency]);
    if (millions) {
        fw_buffer_printf(&c->raw, "%u.%u million", sum / 1000000, sum / 100000 % 10);
    } else {
        put_count(c, sum, true);
    }
    if (words) fw_buffer_printf(&c->raw, " %s", WORDS[c->story->currency]);
}

static void put_when(fw_composer *c) {
    static const char *const AGO[] = {"two years ago",       "three years ago", "last autumn",
                                      "in my first year",    "last spring",     "four years ago",
                                      "in my last position", "a year ago"};
    if (fw_random_chance(&c->random, 45)) {
        fw_buffer_text(&c->raw, PICK(&c->random, AGO));
    } else {
        fw_buffer_printf(&c->raw, "in %s %u", PICK(&c->random, MONTHS),
                         2015 + fw_random_below(&c->random, 10));
    }
}

void fw_slot_fill(fw_composer *c, fw_slot_kind kind) {
    static const char *const UNITS[] = {"hours", "days", "days", "weeks", "weeks", "months"};
    switch (kind) {
    case FW_SLOT_NAME:
        fw_buffer_text(&c->raw, c->story->name);
        break;
    case FW_SLOT_FIRM:
        fw_buffer_text(&c->raw, c->story->firm);
        break;
    case FW_SLOT_SMALL:
        put_small(c, 2 + fw_random_below(&c->random, fw_random_chance(&c->random, 70) ? 11 : 39));
        break;
    case FW_SLOT_LARGE:
        put_count(c, spread(&c->random, 60, 9000), !is_spoken(c));
        break;
    case FW_SLOT_BEFORE:
        put_count(c, c->story->before, false);
        break;
    case FW_SLOT_AFTER:
        put_small(c, c->story->after);
        break;
    case FW_SLOT_PERCENT:
        fw_buffer_printf(&c->raw, is_spoken(c) ? "%u percent" : "%u%%", 6 + fw_random_below(&c->random, 70));
        break;
    case FW_SLOT_MONEY:
        put_money(c);
        break;
    case FW_SLOT_TIME:
        put_small(c, 2 + fw_random_below(&c->random, 10));
        fw_buffer_printf(&c->raw, " %s", PICK(&c->random, UNITS));
        break;
    case FW_SLOT_WHEN:
        put_when(c);
        break;
    case FW_SLOT_MONTH:
        fw_buffer_text(&c->raw, PICK(&c->random, MONTHS));
        break;
    case FW_SLOT_YEAR:
        fw_buffer_printf(&c->raw, "%u", 2015 + fw_random_below(&c->random, 10));
        break;
    case FW_SLOT_KEY:
    case FW_SLOT_PEOPLE:
        break; /* filled from the domain */
    }
}
