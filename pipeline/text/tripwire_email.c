/* tripwire_email.c: addresses and @names (RFC 5321 without quoted local parts). */
#include "text/tripwire_scan.h"

#include <string.h>

enum { LONGEST_LOCAL = 64, LONGEST_HANDLE = 40 };

static bool is_local(unsigned c) { return fw_is_alnum(c) || (c && strchr("._%+-'~", (int)c)); }

static uint32_t local_start(const fw_wire *w, uint32_t at) {
    uint32_t i = at;
    while (i > w->from && at - i < LONGEST_LOCAL) {
        if (is_local(w->s[i - 1])) {
            i--;
        } else if (i >= w->from + 2 && fw_letter2_before(w, i)) {
            i -= 2;
        } else {
            break;
        }
    }
    while (i < at && strchr("'-~", w->s[i])) i++; /* quotes and bullets around an address */
    return i;
}

/* No dot at either end, no two dots together. */
static bool good_local(const fw_wire *w, uint32_t start, uint32_t at) {
    if (start == at || w->s[start] == '.' || w->s[at - 1] == '.') return false;
    for (uint32_t i = start; i + 1 < at; i++) {
        if (w->s[i] == '.' && w->s[i + 1] == '.') return false;
    }
    return true;
}

/* The end of a domain or of an address literal in brackets; 0 when there is none. */
static uint32_t domain_end(const fw_wire *w, uint32_t pos) {
    if (fw_at(w, pos) == '[') {
        const uint32_t end = fw_wire_octets(w, pos + 1);
        return end && fw_at(w, end) == ']' ? end + 1 : 0;
    }
    fw_host host;
    return fw_wire_host(w, pos, &host) && host.labels >= 2 && host.named ? host.end : 0;
}

static bool handle(const fw_wire *w, uint32_t at, fw_pii_hit *hit) {
    const unsigned before = at > w->from ? w->s[at - 1] : 0;
    if (fw_is_alnum(before) || (before && strchr("_./-@", (int)before)) || fw_letter2_before(w, at))
        return false;
    uint32_t end = at + 1;
    if (!fw_is_alpha(fw_at(w, end)) && fw_at(w, end) != '_') return false;
    while (end - at < LONGEST_HANDLE &&
           (fw_is_alnum(fw_at(w, end)) || (fw_at(w, end) && strchr("_.-", w->s[end]))))
        end++;
    while (w->s[end - 1] == '.' || w->s[end - 1] == '-') end--;
    *hit = (fw_pii_hit){at, end, FW_PII_HANDLE};
    return end - at >= 3;
}

bool fw_wire_email(const fw_wire *w, uint32_t at, fw_pii_hit *hit) {
    const uint32_t start = local_start(w, at);
    const uint32_t end = start < at ? domain_end(w, at + 1) : 0;
    if (!end) return handle(w, at, hit);
    /* Not an address by the letter, but personal all the same. */
    *hit = (fw_pii_hit){start, end, good_local(w, start, at) ? FW_PII_EMAIL : FW_PII_HANDLE};
    return true;
}
