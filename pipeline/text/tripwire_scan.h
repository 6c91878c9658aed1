/*
 * tripwire_scan.h: what the recognisers of the tripwire share. Each looks around one anchor and never behind
 * the end of the last find.
 */
#ifndef FAILWISE_TEXT_TRIPWIRE_SCAN_H
#define FAILWISE_TEXT_TRIPWIRE_SCAN_H

#include <failwise/tripwire.h>

typedef struct fw_wire {
    const unsigned char *s;
    uint32_t n;
    uint32_t from;    /* end of the last find */
    uint32_t no_host; /* dots before this offset were judged already */
} fw_wire;

/* A host name as written: labels [start, end). */
typedef struct fw_host {
    uint32_t end;  /* without a trailing dot */
    uint32_t last; /* start of the last label */
    uint32_t labels;
    bool named; /* the last label can be a top-level domain: letters, two or more, or xn-- */
} fw_host;

/* Recognisers: true = `hit` is filled. `pos` is the anchor. */
bool fw_wire_email(const fw_wire *w, uint32_t pos, fw_pii_hit *hit);  /* at '@': email or handle */
bool fw_wire_scheme(const fw_wire *w, uint32_t pos, fw_pii_hit *hit); /* at the ':' of "://" */
bool fw_wire_bare_host(fw_wire *w, uint32_t pos, fw_pii_hit *hit);    /* at '.' between a name and a letter */
bool fw_wire_ip6(const fw_wire *w, uint32_t pos, fw_pii_hit *hit);    /* at ':' */
bool fw_wire_ip4(const fw_wire *w, uint32_t pos, fw_pii_hit *hit);    /* at the first digit */
bool fw_wire_iban(const fw_wire *w, uint32_t pos, fw_pii_hit *hit);   /* at the first check digit */
/* At a digit; without a find `*next` is where to go on. */
bool fw_wire_number(const fw_wire *w, uint32_t pos, fw_pii_hit *hit, uint32_t *next);

/* Parses a host name at `pos`; false when there is no label. */
bool fw_wire_host(const fw_wire *w, uint32_t pos, fw_host *host);
/* Four octets at `pos`: their end, or 0. Says nothing of what stands around. */
uint32_t fw_wire_octets(const fw_wire *w, uint32_t pos);
/* Whether one of `words` (blank-separated, lower case) ends right before `pos`, with blanks and : - ( . ,
 * between, and words of `links` passed over. */
bool fw_wire_word_before(const fw_wire *w, uint32_t pos, const char *words, const char *links);

/* ---- characters; outside the text there is 0 ---- */

static inline unsigned fw_at(const fw_wire *w, uint32_t i) { return i < w->n ? w->s[i] : 0; }
static inline unsigned fw_before(const fw_wire *w, uint32_t i) { return i > 0 ? w->s[i - 1] : 0; }
static inline bool fw_is_digit(unsigned c) { return c - '0' < 10u; }
static inline bool fw_is_alpha(unsigned c) { return (c | 32u) - 'a' < 26u; }
static inline bool fw_is_alnum(unsigned c) { return fw_is_digit(c) || fw_is_alpha(c); }
static inline bool fw_is_hex(unsigned c) { return fw_is_digit(c) || (c | 32u) - 'a' < 6u; }
/* A two-byte letter of Latin, Greek or Cyrillic starts at i; ends before i. */
static inline bool fw_is_letter2(const fw_wire *w, uint32_t i) {
    return fw_at(w, i) - 0xC3u < 0x12u && (fw_at(w, i + 1) & 0xC0u) == 0x80u;
}
static inline bool fw_letter2_before(const fw_wire *w, uint32_t i) {
    return i >= 2 && fw_is_letter2(w, i - 2);
}

#endif
