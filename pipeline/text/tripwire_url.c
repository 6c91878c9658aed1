/* tripwire_url.c: web addresses: with a scheme, with "www.", or a bare host under a common top-level domain.
 */
#include "text/tripwire_scan.h"

#include <stdlib.h>
#include <string.h>

/* Top-level domains under which a bare host is an address, sorted. Left out: those that are English words or
 * endings of file names ("it", "so", "me", "py", "sh"), which need "www." or a path. */
static const char *const DOMAINS[] = {
    "ac",  "academy", "ad",   "ae",     "aero",    "af",     "ag",  "agency", "ai",   "al",    "ao",
    "app", "ar",      "arpa", "asia",   "au",      "aws",    "az",  "ba",     "bb",   "bd",    "bg",
    "bh",  "bi",      "biz",  "bj",     "blog",    "bm",     "bn",  "bo",     "br",   "bs",    "bt",
    "bw",  "bz",      "ca",   "cc",     "cd",      "ch",     "ci",  "ck",     "cl",   "cloud", "club",
    "cm",  "cn",      "co",   "com",    "coop",    "cr",     "cu",  "cv",     "cx",   "cy",    "cz",
    "de",  "dev",     "dj",   "dk",     "dm",      "dz",     "ec",  "edu",    "ee",   "eg",    "es",
    "et",  "eu",      "fi",   "fj",     "fm",      "fr",     "gd",  "ge",     "gf",   "gg",    "gh",
    "gl",  "gm",      "gn",   "gov",    "gp",      "gq",     "gr",  "gt",     "gu",   "guru",  "gw",
    "gy",  "hk",      "hn",   "hr",     "ht",      "hu",     "ie",  "il",     "info", "int",   "io",
    "iq",  "ir",      "je",   "jo",     "jobs",    "jp",     "ke",  "kg",     "kh",   "ki",    "km",
    "kn",  "kp",      "kr",   "kw",     "ky",      "kz",     "lb",  "lc",     "li",   "lk",    "lr",
    "ls",  "lt",      "lu",   "lv",     "ly",      "ma",     "mc",  "mg",     "mh",   "mil",   "mk",
    "ml",  "mm",      "mn",   "mobi",   "mp",      "mq",     "mr",  "ms",     "mt",   "mu",    "museum",
    "mv",  "mw",      "mx",   "mz",     "nc",      "ne",     "net", "nf",     "ng",   "ninja", "nl",
    "np",  "nr",      "nu",   "nz",     "om",      "online", "org", "pa",     "pe",   "pf",    "pg",
    "ph",  "pk",      "pl",   "pr",     "pt",      "qa",     "ro",  "ru",     "rw",   "sa",    "sb",
    "sc",  "se",      "sg",   "shop",   "si",      "site",   "sk",  "sl",     "sm",   "sn",    "sr",
    "ss",  "store",   "su",   "sv",     "sx",      "sy",     "sz",  "tc",     "td",   "tech",  "tf",
    "tg",  "th",      "tj",   "tk",     "tl",      "tm",     "tn",  "tr",     "tt",   "tv",    "tw",
    "tz",  "ua",      "ug",   "uk",     "uno",     "uy",     "uz",  "va",     "vc",   "ve",    "vg",
    "vi",  "vn",      "vu",   "webcam", "website", "wiki",   "ws",  "xyz",    "ye",   "yt",    "za",
    "zm",  "zw",
};

/* Names of technologies that look like hosts. */
static const char *const NOT_HOSTS[] = {"asp.net", "ado.net", "vb.net", "ml.net", "socket.io"};

static int by_name(const void *a, const void *b) { return strcmp(a, *(const char *const *)b); }

static bool lower_into(char *out, size_t size, const fw_wire *w, uint32_t start, uint32_t end) {
    if (end - start >= size) return false;
    for (uint32_t i = start; i < end; i++)
        *out++ = (char)((unsigned)w->s[i] - 'A' < 26u ? w->s[i] | 32u : w->s[i]);
    *out = 0;
    return true;
}

/* ---- hosts ---- */

static uint32_t label_end(const fw_wire *w, uint32_t i) {
    for (;;) {
        if (fw_is_alnum(fw_at(w, i)) || fw_at(w, i) == '-') {
            i++;
        } else if (fw_is_letter2(w, i)) {
            i += 2;
        } else {
            return i;
        }
    }
}

static bool is_top(const fw_wire *w, uint32_t start, uint32_t end) {
    if (end - start < 2) return false;
    if (end - start > 4 && memcmp(w->s + start, "xn--", 4) == 0) return true;
    for (uint32_t i = start; i < end; i++) {
        if (!fw_is_alpha(w->s[i]) && w->s[i] < 0x80) return false;
    }
    return true;
}

bool fw_wire_host(const fw_wire *w, uint32_t pos, fw_host *host) {
    *host = (fw_host){.end = pos};
    for (uint32_t i = pos;;) {
        uint32_t end = label_end(w, i);
        const uint32_t next = end;
        while (end > i && w->s[end - 1] == '-') end--; /* a dash after the host is punctuation */
        if (end == i || w->s[i] == '-') break;
        host->last = i;
        host->end = end;
        host->labels++;
        if (end != next || fw_at(w, end) != '.') break;
        i = end + 1;
    }
    host->named = host->labels > 0 && is_top(w, host->last, host->end);
    return host->labels > 0;
}

/* ---- what follows a host ---- */

static bool ends_url(const fw_wire *w, uint32_t i) {
    const unsigned c = fw_at(w, i);
    if (c <= ' ' || strchr("<>\"`{}|\\^", (int)c) || c == 0x7F) return true;
    /* General punctuation (curly quotes, dashes, ellipsis) and what Chinese and Japanese set around an
     * address. */
    if (c == 0xE2 && fw_at(w, i + 1) == 0x80) return true;
    if (c == 0xE3 && fw_at(w, i + 1) == 0x80) return true;
    return (c == 0xEF && fw_at(w, i + 1) - 0xBCu < 2) || (c == 0xC2 && fw_at(w, i + 2 - 1) == 0xA0);
}

/* Takes off the punctuation of the sentence; a closing bracket stays when the address opened it. */
static uint32_t trim(const fw_wire *w, uint32_t start, uint32_t end) {
    int depth = 0;
    for (uint32_t i = start; i < end; i++) depth += (w->s[i] == '(') - (w->s[i] == ')');
    while (end > start) {
        const unsigned c = w->s[end - 1];
        if (c == ')' && depth < 0) {
            depth++;
        } else if (!strchr(".,:;!?'*_~]", (int)c)) {
            break;
        }
        end--;
    }
    return end;
}

static uint32_t url_end(const fw_wire *w, uint32_t host_end) {
    uint32_t i = host_end;
    if (fw_at(w, i) == ':' && fw_is_digit(fw_at(w, i + 1))) {
        for (i++; fw_is_digit(fw_at(w, i));) i++;
    }
    const unsigned c = fw_at(w, i);
    if (c != '/' && c != '?' && c != '#') return i;
    const uint32_t path = i;
    while (!ends_url(w, i)) i++;
    return trim(w, path, i);
}

/* ---- with a scheme ---- */

/* "name:password@" before the host. */
static uint32_t after_user(const fw_wire *w, uint32_t pos) {
    enum { LONGEST = 128 };
    for (uint32_t i = pos; i < pos + LONGEST && !ends_url(w, i) && w->s[i] != '/' && w->s[i] != '?'; i++) {
        if (w->s[i] == '@') return i + 1;
    }
    return pos;
}

static uint32_t authority_end(const fw_wire *w, uint32_t pos) {
    if (fw_at(w, pos) == '[') {
        uint32_t i = pos + 1;
        while (fw_is_hex(fw_at(w, i)) || fw_at(w, i) == ':' || fw_at(w, i) == '.') i++;
        return i > pos + 2 && fw_at(w, i) == ']' ? i + 1 : 0;
    }
    fw_host host;
    if (!fw_wire_host(w, pos, &host)) return 0;
    if (host.labels >= 2 && host.named) return host.end;
    const uint32_t octets = fw_wire_octets(w, pos);
    if (octets) return octets;
    /* A name of the own network counts once something follows it; "localhost" always. */
    if (host.labels != 1 || !host.named) return 0;
    const unsigned after = fw_at(w, host.end + 1);
    const bool goes_on = (fw_at(w, host.end) == '/' && fw_is_alnum(after)) ||
                         (fw_at(w, host.end) == ':' && fw_is_digit(after));
    return goes_on || (host.end - pos == 9 && memcmp(w->s + pos, "localhost", 9) == 0) ? host.end : 0;
}

bool fw_wire_scheme(const fw_wire *w, uint32_t pos, fw_pii_hit *hit) {
    enum { LONGEST = 16 };
    if (fw_at(w, pos + 2) != '/') return false;
    uint32_t start = pos;
    while (start > w->from && pos - start < LONGEST &&
           (fw_is_alnum(w->s[start - 1]) || w->s[start - 1] == '+'))
        start--;
    while (start < pos && !fw_is_alpha(w->s[start])) start++;
    if (pos - start < 2) return false;
    const uint32_t host = authority_end(w, after_user(w, pos + 3));
    if (!host) return false;
    *hit = (fw_pii_hit){start, url_end(w, host), FW_PII_URL};
    return true;
}

/* ---- without a scheme ---- */

static bool is_lower_or_upper(const fw_wire *w, uint32_t start, uint32_t last, uint32_t end) {
    bool lower = false, upper = false, host_lower = false;
    for (uint32_t i = last; i < end; i++) {
        lower = lower || (unsigned)w->s[i] - 'a' < 26u;
        upper = upper || (unsigned)w->s[i] - 'A' < 26u;
    }
    for (uint32_t i = start; i < last; i++) host_lower = host_lower || (unsigned)w->s[i] - 'a' < 26u;
    return !(lower && upper) && !(upper && host_lower);
}

static bool only_digits(const fw_wire *w, uint32_t start, uint32_t end) {
    while (start < end && (fw_is_digit(w->s[start]) || w->s[start] == '.')) start++;
    return start == end;
}

/* A dot between words is more often a typing slip than an address: the last label decides. */
static bool is_bare(const fw_wire *w, uint32_t start, const fw_host *host) {
    char name[64];
    if (host->labels < 2 || !host->named || fw_at(w, host->end) == '@' || fw_at(w, host->end) == '_')
        return false;
    if (!is_lower_or_upper(w, start, host->last, host->end)) return false;
    if (lower_into(name, 5, w, start, start + 4) && strcmp(name, "www.") == 0) return host->labels >= 3;
    if (host->labels == 2 && lower_into(name, sizeof name, w, start, host->end)) {
        for (size_t i = 0; i < sizeof NOT_HOSTS / sizeof NOT_HOSTS[0]; i++) {
            if (strcmp(name, NOT_HOSTS[i]) == 0) return false;
        }
    }
    if (!lower_into(name, sizeof name, w, host->last, host->end)) return false;
    const uint32_t before = host->last - 1;
    if (only_digits(w, start, before) && strcmp(name, "com") != 0) return false; /* "7.am" */
    const bool path = fw_at(w, host->end) == '/' && fw_is_alnum(fw_at(w, host->end + 1));
    return path ||
           bsearch(name, DOMAINS, sizeof DOMAINS / sizeof DOMAINS[0], sizeof DOMAINS[0], by_name) != NULL;
}

bool fw_wire_bare_host(fw_wire *w, uint32_t pos, fw_pii_hit *hit) {
    enum { LONGEST = 253 };
    if (pos < w->no_host) return false;
    uint32_t start = pos;
    while (start > w->from && pos - start < LONGEST) {
        const unsigned c = w->s[start - 1];
        if (fw_is_alnum(c) || c == '-' || c == '.') {
            start--;
        } else if (start >= w->from + 2 && fw_letter2_before(w, start)) {
            start -= 2;
        } else {
            break;
        }
    }
    while (start < pos && (w->s[start] == '-' || w->s[start] == '.')) start++;
    const unsigned before = fw_before(w, start);
    fw_host host = {.end = pos};
    const bool clean =
        start < pos && !(before && strchr("@_/\\", (int)before)) && fw_wire_host(w, start, &host);
    w->no_host = host.end > pos ? host.end : pos + 1;
    if (!clean || host.end <= pos || !is_bare(w, start, &host)) return false;
    *hit = (fw_pii_hit){start, url_end(w, host.end), FW_PII_URL};
    return true;
}
