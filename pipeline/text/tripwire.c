/* tripwire.c: one pass over the text that stops only at bytes on which something personal can hang. */
#include "text/tripwire_scan.h"

#include "base/masks.h"
#include "text/letters.h"

#include <string.h>

static const char *const TYPE_NAMES[FW_PII_TYPE_COUNT] = {"email", "phone", "url",    "ip",
                                                          "card",  "iban",  "handle", "digits"};

const char *fw_pii_type_name(fw_pii_type type) {
    return (unsigned)type < FW_PII_TYPE_COUNT ? TYPE_NAMES[type] : "unknown";
}

/* ---- anchors ---- */

/* Bytes that something personal may start at or hang on: digits, "@", ":", and dots with a letter behind
 * them, as most end a sentence. Their highest bit is set; `next` are the bytes behind. */
#define ANCHORS(c, next)                                                                                     \
    (((c) - '0' < 10) | ((c) == '@') | ((c) == ':') |                                                        \
     (((c) == '.') & ((((next) | 0x20) - 'a' < 26) | ((next) >= 0x80))))

enum { STRETCH = 64 * FW_MASKED };

/* The anchors of a stretch of the text, a bit for each byte. */
typedef struct {
    uint64_t anchors[STRETCH / FW_MASKED];
    uint32_t from, end; /* where it stands */
} stretch;

/* Those of 64 bytes; one more can be read. Vectors are as long as the machine's: longer ones are kept in
 * memory. */
#define DEFINE_MARK_ANCHORS(name, bytes_at_once)                                                             \
    FW_INLINED void name(const unsigned char *bytes, uint8_t found[FW_MASKED]) {                             \
        for (size_t i = 0; i < FW_MASKED; i += sizeof(bytes_at_once)) {                                      \
            bytes_at_once c, next;                                                                           \
            memcpy(&c, bytes + i, sizeof c);                                                                 \
            memcpy(&next, bytes + i + 1, sizeof next);                                                       \
            const bytes_at_once anchors = (bytes_at_once)ANCHORS(c, next);                                   \
            memcpy(found + i, &anchors, sizeof anchors);                                                     \
        }                                                                                                    \
    }
DEFINE_MARK_ANCHORS(mark_by_some, fw_some_bytes)
DEFINE_MARK_ANCHORS(mark_by_many, fw_many_bytes)

FW_INLINED uint64_t anchors_among(const unsigned char *bytes, bool wide) {
    uint8_t found[FW_MASKED];
    (wide ? mark_by_many : mark_by_some)(bytes, found);
    return fw_highest(found, wide);
}

FW_INLINED void look_through(const fw_wire *w, stretch *s, bool wide) {
    unsigned char edge[FW_MASKED + 1] = {0};
    for (uint32_t at = s->from; at < s->end; at += FW_MASKED) {
        const bool inside = w->n - at > FW_MASKED;
        if (!inside) memcpy(edge, w->s + at, w->n - at);
        s->anchors[(at - s->from) / FW_MASKED] = anchors_among(inside ? w->s + at : edge, wide);
    }
}
static void look_plain(const fw_wire *w, stretch *s) { look_through(w, s, false); }
FW_WIDE static void look_wide(const fw_wire *w, stretch *s) { look_through(w, s, true); }

/* The first anchor from `at` on, which stands in the stretch; its end when there is none. */
static uint32_t next_anchor(const stretch *s, uint32_t at) {
    uint32_t block = (at - s->from) / FW_MASKED;
    uint64_t left = s->anchors[block] & UINT64_MAX << (at - s->from) % FW_MASKED;
    for (; !left; left = s->anchors[block]) {
        if (s->from + ++block * FW_MASKED >= s->end) return s->end;
    }
    return s->from + block * FW_MASKED + (uint32_t)__builtin_ctzll(left);
}

static bool look_at(fw_wire *w, uint32_t pos, fw_pii_hit *hit, uint32_t *next) {
    *next = pos + 1;
    const unsigned after = fw_at(w, pos + 1);
    switch (w->s[pos]) {
    case '.':
        return fw_wire_bare_host(w, pos, hit);
    case ':':
        if (after == '/') return fw_wire_scheme(w, pos, hit) || fw_wire_ip6(w, pos, hit);
        if (after == ':' || fw_before(w, pos) == ':') return fw_wire_ip6(w, pos, hit);
        return fw_is_hex(after) && fw_is_hex(fw_before(w, pos)) && fw_wire_ip6(w, pos, hit);
    case '@':
        return fw_wire_email(w, pos, hit);
    default:
        return fw_wire_number(w, pos, hit, next);
    }
}

size_t fw_tripwire_scan(fw_str text, fw_pii_hit *hits, size_t capacity) {
    fw_wire w = {.s = (const unsigned char *)text.ptr,
                 .n = text.len < UINT32_MAX ? (uint32_t)text.len : UINT32_MAX};
    size_t found = 0;
    stretch s;
    for (uint32_t i = 0; i < w.n;) {
        s.from = i;
        s.end = w.n - i > STRETCH ? i + STRETCH : w.n;
        (fw_has_wide() ? look_wide : look_plain)(&w, &s);
        while (i < s.end && (i = next_anchor(&s, i)) < s.end) {
            fw_pii_hit hit;
            uint32_t next;
            if (look_at(&w, i, &hit, &next)) {
                if (found < capacity) hits[found] = hit;
                found++;
                w.from = next = hit.end;
            }
            i = next;
        }
    }
    return found;
}

/* ---- masking ---- */

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
