/* number.c: numbers as text. */
#include "base/buffer.h"
#include "base/masks.h"

#include <endian.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Numbers of ordinary size are printed by integer arithmetic: exact products and one rounding, the same on
 * every machine. */
enum {
    MOST_WHOLE = 9,
    MOST_FAST_DIGITS = 9,
    MOST_DECIMALS = MOST_FAST_DIGITS + 4,
    MOST_EXACT = 12 /* decimals: the 28 bits of 5^12 beside the 24 of a float are exact in a double */
};
static const double POWERS[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13};

/* Decimals that give `digits` significant digits of a value in [1e-4, 1e9); -1 when it is too large for any.
 */
static int decimals_for(double magnitude, int digits) {
    int whole = 0; /* digits before the point; negative = zeros behind it */
    while (whole < MOST_WHOLE && magnitude >= POWERS[whole]) whole++;
    double leading = magnitude;
    while (leading > 0 && leading < 0.1) {
        leading *= 10;
        whole--;
    }
    const int decimals = digits - whole;
    return decimals > MOST_DECIMALS ? MOST_DECIMALS : decimals;
}

/* The eight digits of a number below 10^8, the first lowest: halves, quarters and eighths side by side, which
 * are divided by products. */
static uint64_t eight_digits(uint32_t number) {
    const uint64_t halves = number / 10000 | (uint64_t)(number % 10000) << 32;
    const uint64_t hundreds = halves * 10486 >> 20 & UINT64_C(0x7f0000007f);
    const uint64_t quarters = hundreds | (halves - hundreds * 100) << 16;
    const uint64_t tens = quarters * 103 >> 10 & UINT64_C(0xf000f000f000f);
    return tens | (quarters - tens * 10) << 8;
}

enum { EIGHT = 8, MOST_PLAIN = 32 }; /* bytes that a number takes at most, and what is written in vain */

/* `units` of eight digits at most with the point before the last `decimals`, fewer than eight, without zeros
 * behind it. Returns how many bytes. */
static size_t print_short(char *out, uint32_t units, int decimals) {
    const uint64_t digits = eight_digits(units), text = digits | FW_EACH_BYTE('0');
    const int last = EIGHT - 1 - decimals; /* digit before the point */
    const int first = digits ? __builtin_ctzll(digits) / 8 : last;
    const int from = first < last ? first : last, zeros = digits ? __builtin_clzll(digits) / 8 : decimals;
    const uint64_t whole = htole64(text >> 8 * from);
    memcpy(out, &whole, sizeof whole);
    if (zeros >= decimals) return (size_t)(last + 1 - from);
    out += last + 1 - from;
    const uint64_t rest = htole64(text >> 8 * (last + 1));
    *out = '.';
    memcpy(out + 1, &rest, sizeof rest);
    return (size_t)(last + 1 - from + 1 + decimals - zeros);
}

/* The same of any. */
static size_t print_long(char *out, uint32_t units, int decimals) {
    char text[MOST_PLAIN];
    size_t at = sizeof text;
    for (; decimals > 0 && units % 10 == 0; decimals--) units /= 10;
    if (decimals > 0) {
        for (int i = 0; i < decimals; i++, units /= 10) text[--at] = (char)('0' + units % 10);
        text[--at] = '.';
    }
    do text[--at] = (char)('0' + units % 10);
    while (units /= 10);
    memcpy(out, text + at, sizeof text - at);
    return sizeof text - at;
}

/* A value rounded to some digits: units / 10^decimals. */
typedef struct {
    uint32_t units; /* MOST_FAST_DIGITS of them at most */
    int decimals;   /* -1: not of ordinary size */
} rounded;

static rounded round_to(double value, int digits) {
    const double magnitude = fabs(value);
    if (digits > MOST_FAST_DIGITS || magnitude >= 1e9 || (magnitude < 1e-4 && magnitude > 0))
        return (rounded){0, -1};
    const int decimals = decimals_for(magnitude, digits);
    if (decimals < 0) return (rounded){0, -1};
    return (rounded){(uint32_t)lrint(magnitude * POWERS[decimals]), decimals};
}

static void print(fw_buffer *out, bool negative, rounded r) {
    char *room = fw_buffer_room(out, MOST_PLAIN);
    if (!room) return;
    size_t len = negative && r.units > 0;
    *room = '-';
    len += r.units < 100000000 && r.decimals < EIGHT ? print_short(room + len, r.units, r.decimals)
                                                     : print_long(room + len, r.units, r.decimals);
    room[len] = '\0';
    out->len += len;
}

void fw_buffer_digits(fw_buffer *buffer, double value, int digits) {
    const rounded r = round_to(value, digits);
    if (r.decimals < 0)
        fw_buffer_printf(buffer, "%.*g", digits, value);
    else
        print(buffer, value < 0, r);
}

/* ---- as few digits as read back the same ---- */

/* By reading what was printed. */
static void print_as_read(fw_buffer *out, double value, bool single, int least, int most) {
    char text[32];
    for (int digits = least; digits <= most; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, value);
        const double back = single ? (double)strtof(text, NULL) : strtod(text, NULL);
        if (!(back < value) && !(back > value)) break;
    }
    fw_buffer_text(out, text);
}

/* Between two floats, where rounding a quotient that is rounded already may not give what one rounding gives.
 */
static bool is_between(double quotient) {
    uint64_t bits;
    memcpy(&bits, &quotient, sizeof bits);
    return (bits & UINT64_C(0x1fffffff)) == UINT64_C(0x10000000);
}

/* The same without reading, for what is of ordinary size. */
static bool print_float(fw_buffer *out, float value, int least, int most) {
    for (int digits = least; digits <= most; digits++) {
        const rounded r = round_to((double)value, digits);
        if (r.decimals < 0 || r.decimals > MOST_EXACT) return false;
        const double quotient = r.units / POWERS[r.decimals];
        if (is_between(quotient)) return false;
        const float back = (float)quotient;
        if (back < fabsf(value) || back > fabsf(value)) continue;
        print(out, value < 0, r);
        return true;
    }
    return false;
}

void fw_buffer_number(fw_buffer *buffer, double value, bool single) {
    enum { FLOAT_LEAST = 6, FLOAT_MOST = 9, DOUBLE_LEAST = 15, DOUBLE_MOST = 17 };
    if (!single)
        print_as_read(buffer, value, false, DOUBLE_LEAST, DOUBLE_MOST);
    else if ((value == 0 && signbit(value)) || !print_float(buffer, (float)value, FLOAT_LEAST, FLOAT_MOST))
        print_as_read(buffer, value, true, FLOAT_LEAST, FLOAT_MOST);
}
