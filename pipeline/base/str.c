/* str.c: string views, strict numbers, UTF-8 validation, hashes. */
#include "base/str.h"
#include "base/masks.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

fw_str fw_str_of(const char *text) { return (fw_str){text, text ? strlen(text) : 0}; }

static char ascii_lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }

bool fw_str_equal_nocase(fw_str a, fw_str b) {
    if (a.len != b.len) return false;
    for (size_t i = 0; i < a.len; i++) {
        if (ascii_lower(a.ptr[i]) != ascii_lower(b.ptr[i])) return false;
    }
    return true;
}

int fw_str_compare(fw_str a, fw_str b) {
    const size_t shared = a.len < b.len ? a.len : b.len;
    const int order = shared ? memcmp(a.ptr, b.ptr, shared) : 0;
    if (order) return order;
    return (a.len > b.len) - (a.len < b.len);
}

static bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

char *fw_str_dup(fw_str text) {
    char *copy = malloc(text.len + 1);
    if (!copy) return NULL;
    if (text.len) memcpy(copy, text.ptr, text.len);
    copy[text.len] = '\0';
    return copy;
}

fw_str fw_str_trim_ends(fw_str text) {
    while (text.len && is_space(text.ptr[0])) {
        text.ptr++;
        text.len--;
    }
    while (text.len && is_space(text.ptr[text.len - 1])) text.len--;
    return text;
}

/* Decimal digits, one point, an exponent: strtod alone would also take "0x1p3", "nan" and leading blanks. */
static bool is_decimal(const char *text) {
    if (*text == '+' || *text == '-') text++;
    const size_t whole = strspn(text, "0123456789");
    text += whole;
    size_t fraction = 0;
    if (*text == '.') {
        fraction = strspn(++text, "0123456789");
        text += fraction;
    }
    if (whole + fraction == 0) return false;
    if (*text == 'e' || *text == 'E') {
        text++;
        if (*text == '+' || *text == '-') text++;
        const size_t digits = strspn(text, "0123456789");
        if (!digits) return false;
        text += digits;
    }
    return *text == '\0';
}

/*
 * Plain decimals of up to 15 digits: digits and the power of ten are exact doubles, and one division rounds
 * as strtod does (Clinger 1990). False for anything else, which is then looked at slowly.
 */
static bool parse_short(fw_str text, double *out) {
    static const double TENS[] = {1,   1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                  1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    size_t at = 0, digits = 0, behind = 0;
    uint64_t value = 0;
    const bool negative = text.ptr[0] == '-';
    at += negative;
    for (bool point = false; at < text.len; at++) {
        const unsigned digit = (unsigned)(text.ptr[at] - '0');
        if (text.ptr[at] == '.' && !point && digits) {
            point = true;
            continue;
        }
        if (digit > 9 || ++digits > 15) return false;
        value = value * 10 + digit;
        behind += point;
    }
    if (digits == 0 || text.ptr[text.len - 1] == '.') return false;
    const double whole = (double)value / TENS[behind];
    *out = negative ? -whole : whole;
    return true;
}

bool fw_parse_double(fw_str text, double *out) {
    char copy[64];
    if (text.len && parse_short(text, out)) return true;
    if (text.len == 0 || text.len >= sizeof copy) return false;
    memcpy(copy, text.ptr, text.len);
    copy[text.len] = '\0';
    if (strlen(copy) != text.len || !is_decimal(copy)) return false;
    errno = 0;
    const double value = strtod(copy, NULL);
    if (!isfinite(value)) return false;
    *out = value;
    return true;
}

bool fw_parse_int(fw_str text, int64_t min, int64_t max, int64_t *out) {
    char copy[24];
    if (text.len == 0 || text.len >= sizeof copy) return false;
    memcpy(copy, text.ptr, text.len);
    copy[text.len] = '\0';
    const char *digits = copy + (*copy == '-' || *copy == '+');
    if (*digits == '\0' || strspn(digits, "0123456789") != strlen(digits)) return false;
    if (strlen(copy) != text.len) return false;
    errno = 0;
    const long long value = strtoll(copy, NULL, 10);
    if (errno || value < min || value > max) return false;
    *out = value;
    return true;
}

/* Length of the well-formed sequence at `p`, or 0 (Unicode 14, table 3-7: no overlongs, no surrogates). */
static size_t sequence_length(const unsigned char *p, size_t left) {
    static const struct {
        unsigned char first_lo, first_hi, second_lo, second_hi, length;
    } FORMS[] = {
        {0xC2, 0xDF, 0x80, 0xBF, 2}, {0xE0, 0xE0, 0xA0, 0xBF, 3}, {0xE1, 0xEC, 0x80, 0xBF, 3},
        {0xED, 0xED, 0x80, 0x9F, 3}, {0xEE, 0xEF, 0x80, 0xBF, 3}, {0xF0, 0xF0, 0x90, 0xBF, 4},
        {0xF1, 0xF3, 0x80, 0xBF, 4}, {0xF4, 0xF4, 0x80, 0x8F, 4},
    };
    for (size_t i = 0; i < sizeof FORMS / sizeof FORMS[0]; i++) {
        if (p[0] < FORMS[i].first_lo || p[0] > FORMS[i].first_hi) continue;
        const size_t length = FORMS[i].length;
        if (left < length || p[1] < FORMS[i].second_lo || p[1] > FORMS[i].second_hi) return 0;
        for (size_t k = 2; k < length; k++) {
            if ((p[k] & 0xC0) != 0x80) return 0;
        }
        return length;
    }
    return 0;
}

/* How far text is well-formed, with NUL in it or without: goes from one byte that is not plain to the next.
 */
FW_INLINED size_t valid_prefix(const char *text, size_t len, bool nul, bool wide) {
    const fw_byte_set nothing = {{0}, {0}};
    char room[FW_MASKED];
    for (size_t at = 0; at < len;) {
        const uint64_t odd = fw_among(fw_masked(text + at, len - at, room), &nothing, wide);
        if (!odd) {
            at += FW_MASKED;
            continue;
        }
        at += (size_t)__builtin_ctzll(odd);
        const bool allowed = nul && text[at] == '\0';
        const size_t step = allowed ? 1 : sequence_length((const unsigned char *)text + at, len - at);
        if (!step) return at;
        at += step;
    }
    return len;
}

static size_t prefix_plain(const char *text, size_t len, bool nul) {
    return valid_prefix(text, len, nul, false);
}
FW_WIDE static size_t prefix_wide(const char *text, size_t len, bool nul) {
    return valid_prefix(text, len, nul, true);
}
static size_t prefix(const char *text, size_t len, bool nul) {
    return (fw_has_wide() ? prefix_wide : prefix_plain)(text, len, nul);
}

size_t fw_utf8_valid_prefix(const char *text, size_t len) { return prefix(text, len, true); }
bool fw_is_text(const char *text, size_t len) { return prefix(text, len, false) == len; }

fw_id128 fw_id_hash(fw_str id) {
    const XXH128_hash_t hash = XXH3_128bits(id.ptr, id.len);
    return (fw_id128){.lo = hash.low64, .hi = hash.high64};
}

uint64_t fw_hash64(const void *bytes, size_t len, uint64_t seed) {
    return XXH3_64bits_withSeed(bytes, len, seed);
}

size_t fw_edit_distance(const char *a, const char *b) {
    enum { LIMIT = 64 };
    const size_t m = strlen(a);
    const size_t n = strlen(b);
    if (m >= LIMIT || n >= LIMIT) return SIZE_MAX;
    size_t rows[3][LIMIT + 1]; /* two before, one before, this one: neighbours' swap looks two back */
    for (size_t j = 0; j <= n; j++) rows[1][j] = j;
    for (size_t i = 1; i <= m; i++) {
        size_t *before = rows[i % 3];
        size_t *current = rows[(i + 1) % 3];
        size_t *two_before = rows[(i + 2) % 3];
        current[0] = i;
        for (size_t j = 1; j <= n; j++) {
            size_t best = before[j - 1] + (a[i - 1] != b[j - 1]);
            if (before[j] + 1 < best) best = before[j] + 1;
            if (current[j - 1] + 1 < best) best = current[j - 1] + 1;
            const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            if (swapped && two_before[j - 2] + 1 < best) best = two_before[j - 2] + 1;
            current[j] = best;
        }
    }
    return rows[(m + 1) % 3][n];
}
