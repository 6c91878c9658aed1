/* tripwire.c: one pass over the text that stops only at bytes on which something personal can hang. */
#include "text/tripwire_scan.h"

#include <string.h>

static const char *const TYPE_NAMES[FW_PII_TYPE_COUNT] = {"email", "phone", "url",    "ip",
                                                          "card",  "iban",  "handle", "digits"};

const char *fw_pii_type_name(fw_pii_type type) {
    return (unsigned)type < FW_PII_TYPE_COUNT ? TYPE_NAMES[type] : "unknown";
}

/* What an anchor may start or stand in the middle of. */
enum { PASS, DIGIT, DOT, COLON, AT };
static const unsigned char CLASS[256] = {
    ['0'] = DIGIT, ['1'] = DIGIT, ['2'] = DIGIT, ['3'] = DIGIT, ['4'] = DIGIT, ['5'] = DIGIT, ['6'] = DIGIT,
    ['7'] = DIGIT, ['8'] = DIGIT, ['9'] = DIGIT, ['.'] = DOT,   [':'] = COLON, ['@'] = AT,
};

static uint32_t next_anchor(const unsigned char *s, uint32_t i, uint32_t n) {
    while (i + 8 <= n) {
        const unsigned first = CLASS[s[i]] | CLASS[s[i + 1]] | CLASS[s[i + 2]] | CLASS[s[i + 3]];
        const unsigned second = CLASS[s[i + 4]] | CLASS[s[i + 5]] | CLASS[s[i + 6]] | CLASS[s[i + 7]];
        if (first | second) break;
        i += 8;
    }
    while (i < n && CLASS[s[i]] == PASS) i++;
    return i;
}

static bool look_at(fw_wire *w, uint32_t pos, fw_pii_hit *hit, uint32_t *next) {
    *next = pos + 1;
    const unsigned after = fw_at(w, pos + 1);
    switch (CLASS[w->s[pos]]) {
    case DIGIT:
        return fw_wire_number(w, pos, hit, next);
    case DOT: /* most dots end a sentence */
        return (fw_is_alpha(after) || after >= 0x80) && fw_wire_bare_host(w, pos, hit);
    case COLON:
        if (after == '/') return fw_wire_scheme(w, pos, hit) || fw_wire_ip6(w, pos, hit);
        if (after == ':' || fw_before(w, pos) == ':') return fw_wire_ip6(w, pos, hit);
        return fw_is_hex(after) && fw_is_hex(fw_before(w, pos)) && fw_wire_ip6(w, pos, hit);
    default:
        return fw_wire_email(w, pos, hit);
    }
}

size_t fw_tripwire_scan(fw_str text, fw_pii_hit *hits, size_t capacity) {
    fw_wire w = {.s = (const unsigned char *)text.ptr,
                 .n = text.len < UINT32_MAX ? (uint32_t)text.len : UINT32_MAX};
    size_t found = 0;
    for (uint32_t i = next_anchor(w.s, 0, w.n); i < w.n;) {
        fw_pii_hit hit;
        uint32_t next;
        if (look_at(&w, i, &hit, &next)) {
            if (found < capacity) hits[found] = hit;
            found++;
            w.from = next = hit.end;
        }
        i = next_anchor(w.s, next, w.n);
    }
    return found;
}

void fw_tripwire_mask(char *text, const fw_pii_hit *hits, size_t count) {
    for (size_t i = 0; i < count; i++) memset(text + hits[i].start, 'x', hits[i].end - hits[i].start);
}

size_t fw_tripwire_masked(fw_str text) {
    enum { SHORTEST = 4 };
    size_t runs = 0;
    const char *p = text.ptr;
    const char *end = text.len ? p + text.len : p;
    while (p < end && (p = memchr(p, 'x', (size_t)(end - p))) != NULL) {
        const char *start = p;
        while (p < end && *p == 'x') p++;
        runs += p - start >= SHORTEST;
    }
    return runs;
}

size_t fw_tripwire_count(fw_str text) { return fw_tripwire_scan(text, NULL, 0) + fw_tripwire_masked(text); }

/* ---- the words before ---- */

static bool listed(const unsigned char *word, uint32_t length, const char *list) {
    for (const char *p = list; *p;) {
        const size_t len = strcspn(p, " ");
        uint32_t same = 0;
        while (same < length && same < len && (word[same] | 32u) == (unsigned char)p[same]) same++;
        if (same == length && len == length) return true;
        p += len;
        p += strspn(p, " ");
    }
    return false;
}

bool fw_wire_word_before(const fw_wire *w, uint32_t pos, const char *words, const char *links) {
    enum { MOST_WORDS = 6, FURTHEST = 64 };
    const uint32_t limit = pos > FURTHEST ? pos - FURTHEST : 0;
    for (int seen = 0; seen < MOST_WORDS; seen++) {
        while (pos > limit && strchr(" :-(,.\t\n", w->s[pos - 1])) pos--;
        while (pos > limit && fw_is_digit(w->s[pos - 1])) pos--; /* "ipv6" is read as "ipv" */
        const uint32_t end = pos;
        while (pos > limit && fw_is_alpha(w->s[pos - 1])) pos--;
        if (pos == end) return false;
        if (listed(w->s + pos, end - pos, words)) return true;
        if (!listed(w->s + pos, end - pos, links)) return false;
    }
    return false;
}
