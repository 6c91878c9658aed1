/* tripwire_ip.c: addresses of machines, version 4 (dotted) and 6 (RFC 4291 text forms). */
#include "text/tripwire_scan.h"

uint32_t fw_wire_octets(const fw_wire *w, uint32_t pos) {
    for (int octet = 0; octet < 4; octet++) {
        if (octet && fw_at(w, pos++) != '.') return 0;
        unsigned value = 0;
        uint32_t i = pos;
        for (; fw_is_digit(fw_at(w, i)) && i < pos + 4; i++) value = value * 10 + (w->s[i] - '0');
        if (i == pos || i > pos + 3 || value > 255) return 0;
        pos = i;
    }
    return pos;
}

/* "/24" with at most `most` bits. */
static uint32_t prefix_end(const fw_wire *w, uint32_t pos, unsigned most) {
    if (fw_at(w, pos) != '/') return pos;
    unsigned bits = 0;
    uint32_t i = pos + 1;
    for (; fw_is_digit(fw_at(w, i)) && i < pos + 4; i++) bits = bits * 10 + (w->s[i] - '0');
    return i > pos + 1 && bits <= most && !fw_is_alnum(fw_at(w, i)) ? i : pos;
}

static bool ends_here(const fw_wire *w, uint32_t end) {
    const unsigned c = fw_at(w, end);
    if (fw_is_alnum(c) || c == '_' || fw_is_letter2(w, end)) return false;
    return !(c == '.' && fw_is_digit(fw_at(w, end + 1)));
}

bool fw_wire_ip4(const fw_wire *w, uint32_t pos, fw_pii_hit *hit) {
    const unsigned before = fw_before(w, pos);
    if (fw_is_alnum(before) || before == '_' || before == '.') return false;
    uint32_t end = fw_wire_octets(w, pos);
    if (!end || !ends_here(w, end)) return false;
    /* "version 4.1.2.3" and "section 3.1.2.4" have the same form. */
    if (fw_wire_word_before(
            w, pos,
            "version versions v ver release build firmware kernel update patch section chapter clause "
            "figure table step item requirement rule paragraph",
            "number no to from and the"))
        return false;
    end = prefix_end(w, end, 32);
    *hit = (fw_pii_hit){pos, end, FW_PII_IP};
    return true;
}

/* Reads groups from `pos`: the end, or 0 when they do not make an address. */
static uint32_t groups_end(const fw_wire *w, uint32_t pos) {
    unsigned groups = 0, digits = 0;
    bool gap = false;
    uint32_t i = pos;
    for (;;) {
        if (fw_at(w, i) == ':' && fw_at(w, i + 1) == ':') {
            if (gap || fw_at(w, i + 2) == ':') return 0;
            gap = true;
            i += 2;
        } else if (fw_at(w, i) == ':' && i > pos && fw_is_hex(fw_at(w, i + 1))) {
            i++;
        } else if (i > pos) {
            break;
        }
        const uint32_t group = i;
        while (fw_is_hex(fw_at(w, i))) digits += fw_is_digit(w->s[i++]);
        if (i - group > 4) return 0;
        const uint32_t four = i > group && fw_at(w, i) == '.' ? fw_wire_octets(w, group) : 0;
        if (four) {
            groups += 2;
            i = four;
            break;
        }
        if (i == group) break;
        groups++;
    }
    const bool whole = gap ? groups < 8 : groups == 8;
    return whole && (digits > 0 || groups == 0) ? i : 0;
}

bool fw_wire_ip6(const fw_wire *w, uint32_t pos, fw_pii_hit *hit) {
    enum { LONGEST = 46 };
    uint32_t start = pos;
    while (start > w->from && pos - start < LONGEST && (fw_is_hex(w->s[start - 1]) || w->s[start - 1] == ':'))
        start--;
    const unsigned before = fw_before(w, start);
    if (fw_is_alnum(before) || before == '_' || before == '.' || fw_letter2_before(w, start)) return false;
    uint32_t end = groups_end(w, start);
    if (!end || end <= pos) return false;
    if (fw_at(w, end) == ':' && fw_is_alnum(fw_at(w, end + 1))) return false;
    const bool unspecified = end - start == 2;
    if (fw_at(w, end) == '%' && fw_is_alnum(fw_at(w, end + 1))) {
        for (end++; fw_is_alnum(fw_at(w, end));) end++;
    }
    const uint32_t bare = end;
    end = prefix_end(w, end, 128);
    if (!ends_here(w, end)) return false;
    /* "::" alone is an address only where addresses are spoken of. */
    if (unspecified && end == bare &&
        !fw_wire_word_before(w, start, "ip ipv address unspecified host any listen bind",
                             "is on at to the are was"))
        return false;
    *hit = (fw_pii_hit){start, end, FW_PII_IP};
    return true;
}
