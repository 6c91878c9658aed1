/*
 * tripwire.h: personal data that slipped into an answer: found by the form it is written in.
 *
 * A tripwire, not an anonymiser: it knows addresses and numbers that follow a format. It does not know names,
 * places or employers, and text that passes it is not anonymous.
 */
#ifndef FAILWISE_TRIPWIRE_H
#define FAILWISE_TRIPWIRE_H

#include <failwise/types.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

typedef enum fw_pii_type {
    FW_PII_EMAIL, /* "email" */
    FW_PII_PHONE, /* "phone": with country code, trunk 0, area code in brackets, a national grouping, or after
                     a word such as "phone number"; with its extension */
    FW_PII_URL,   /* "url": with a scheme or "www.", or a bare host under a common top-level domain */
    FW_PII_IP,    /* "ip": version 4 or 6, with zone and prefix length */
    FW_PII_CARD,  /* "card": 13 to 19 digits grouped as on cards, check digit by Luhn */
    FW_PII_IBAN,  /* "iban": length by country, check digits mod 97 */
    FW_PII_HANDLE, /* "handle": @name; also an address that is not quite an email */
    FW_PII_DIGITS, /* "digits": a run of 9 digits or more without separators, or 3-2-4 digits; never a GUID */
    FW_PII_TYPE_COUNT
} fw_pii_type;
const char *fw_pii_type_name(fw_pii_type type);

/* One find: bytes [start, end) of the text, on character borders. */
typedef struct fw_pii_hit {
    uint32_t start;
    uint32_t end;
    fw_pii_type type;
} fw_pii_hit;

/* What is done about finds (--pii). */
typedef enum fw_pii_policy {
    FW_PII_MASK,   /* "mask": overwritten before anything else sees the text */
    FW_PII_REJECT, /* "reject": the row is not used */
    FW_PII_WARN    /* "warn": counted and left as it is */
} fw_pii_policy;

/*
 * Finds personal data in UTF-8 text. Writes the first `capacity` finds to `hits` (NULL when 0), in text order
 * and without overlap, and returns how many there are in all. Looks at the first 4 GiB - 1 bytes. Safe on any
 * bytes.
 */
size_t fw_tripwire_scan(fw_str text, fw_pii_hit *hits, size_t capacity);

/* Overwrites each find with the letter x, byte by byte: lengths and offsets stay. */
void fw_tripwire_mask(char *text, const fw_pii_hit *hits, size_t count);

/* Runs of four x or more: what a mask, ours or an earlier one, left behind. */
size_t fw_tripwire_masked(fw_str text);

/* Finds and masked runs: the same number before and after masking (finds shorter than four bytes aside). */
size_t fw_tripwire_count(fw_str text);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
