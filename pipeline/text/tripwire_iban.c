/* tripwire_iban.c: bank accounts (ISO 13616): country, two check digits, a length by country, mod 97 = 1. */
#include "text/tripwire_scan.h"

/* Country and length of the whole number, after the registry of ISO 13616. */
static const struct {
    char country[3];
    unsigned char length;
} LENGTHS[] = {
    {"AD", 24}, {"AE", 23}, {"AL", 28}, {"AT", 20}, {"AZ", 28}, {"BA", 20}, {"BE", 16}, {"BG", 22},
    {"BH", 22}, {"BR", 29}, {"BY", 28}, {"CH", 21}, {"CR", 22}, {"CY", 28}, {"CZ", 24}, {"DE", 22},
    {"DK", 18}, {"DO", 28}, {"EE", 20}, {"EG", 29}, {"ES", 24}, {"FI", 18}, {"FO", 18}, {"FR", 27},
    {"GB", 22}, {"GE", 22}, {"GI", 23}, {"GL", 18}, {"GR", 27}, {"GT", 28}, {"HR", 21}, {"HU", 28},
    {"IE", 22}, {"IL", 23}, {"IQ", 23}, {"IS", 26}, {"IT", 27}, {"JO", 30}, {"KW", 30}, {"KZ", 20},
    {"LB", 28}, {"LC", 32}, {"LI", 21}, {"LT", 20}, {"LU", 20}, {"LV", 21}, {"LY", 25}, {"MC", 27},
    {"MD", 24}, {"ME", 22}, {"MK", 19}, {"MR", 27}, {"MT", 31}, {"MU", 30}, {"NL", 18}, {"NO", 15},
    {"PK", 24}, {"PL", 28}, {"PS", 29}, {"PT", 25}, {"QA", 29}, {"RO", 24}, {"RS", 22}, {"SA", 24},
    {"SC", 31}, {"SD", 18}, {"SE", 24}, {"SI", 19}, {"SK", 24}, {"SM", 27}, {"ST", 25}, {"SV", 28},
    {"TL", 23}, {"TN", 24}, {"TR", 26}, {"UA", 29}, {"VA", 22}, {"VG", 24}, {"XK", 20},
};

static unsigned length_of(unsigned first, unsigned second) {
    for (size_t i = 0; i < sizeof LENGTHS / sizeof LENGTHS[0]; i++) {
        if ((unsigned char)LENGTHS[i].country[0] == first && (unsigned char)LENGTHS[i].country[1] == second)
            return LENGTHS[i].length;
    }
    return 0;
}

/* Letters count 10 to 35 and take two decimal places. */
static unsigned mod97(unsigned remainder, unsigned c) {
    if (fw_is_digit(c)) return (remainder * 10 + (c - '0')) % 97;
    return (remainder * 100 + ((c & ~32u) - 'A' + 10)) % 97;
}

bool fw_wire_iban(const fw_wire *w, uint32_t pos, fw_pii_hit *hit) {
    enum { LONGEST = 34 };
    if (pos < w->from + 2 || !fw_is_digit(fw_at(w, pos + 1))) return false;
    const uint32_t start = pos - 2;
    const unsigned first = w->s[start] & ~32u, second = w->s[start + 1] & ~32u;
    const unsigned before = fw_before(w, start);
    if (!fw_is_alpha(w->s[start]) || fw_is_alnum(before) || before == '_') return false;
    const unsigned length = length_of(first, second);
    if (!length) return false;
    unsigned char account[LONGEST];
    unsigned count = 0;
    uint32_t i = pos + 2;
    while (count < length - 4) {
        const unsigned c = fw_at(w, i);
        if ((c == ' ' || c == '-') && fw_is_alnum(fw_at(w, i + 1))) {
            i++;
        } else if (fw_is_alnum(c)) {
            account[count++] = (unsigned char)c;
            i++;
        } else {
            return false;
        }
    }
    if (fw_is_alnum(fw_at(w, i))) return false;
    unsigned remainder = 0;
    for (unsigned k = 0; k < count; k++) remainder = mod97(remainder, account[k]);
    for (uint32_t k = start; k < pos + 2; k++) remainder = mod97(remainder, w->s[k]);
    *hit = (fw_pii_hit){start, i, FW_PII_IBAN};
    return remainder == 1;
}
