/* tripwire_number.c: reads a chain of digit groups and decides what its parts are. */
#include "text/tripwire_number.h"

#include <string.h>

enum {
    LONG_RUN = 9,
    CARD_SHORTEST = 13,
    CARD_LONGEST = 19,
    GUID_LENGTH = 36,
    HASH_LENGTH = 32,
    ROUND_ZEROS = 6
};

/* ---- the chain ---- */

/* One separator character at i: its length and what it stands for; 0 for none. */
static uint32_t separator_at(const fw_wire *w, uint32_t i, char *kind) {
    const unsigned c = fw_at(w, i);
    *kind = (char)c;
    if (c == ' ' || c == '-' || c == '.' || c == '/') return 1;
    *kind = ' ';
    if (c == 0xC2 && fw_at(w, i + 1) == 0xA0) return 2; /* no-break space */
    if (c != 0xE2 || fw_at(w, i + 1) != 0x80) return 0;
    if (fw_at(w, i + 2) == 0xAF) return 3; /* narrow no-break space */
    *kind = '-';
    return fw_at(w, i + 2) == 0x90 || fw_at(w, i + 2) == 0x91 ? 3 : 0; /* hyphens */
}

/* Digits at i, perhaps in round brackets with a plus and blanks inside. */
static bool read_group(const fw_wire *w, uint32_t i, fw_group *g) {
    g->lead = i;
    if (fw_at(w, i) == '(') {
        g->bracket = true;
        i += fw_at(w, i + 1) == ' ' ? 2 : 1;
        g->plus = fw_at(w, i) == '+';
        i += g->plus;
    }
    g->start = i;
    while (fw_is_digit(fw_at(w, i))) i++;
    g->end = g->tail = i;
    if (i == g->start) return false;
    if (!g->bracket) return true;
    i += fw_at(w, i) == ' ';
    g->tail = i + 1;
    return fw_at(w, i) == ')';
}

/* The first digit is known: looks back for the plus and the bracket. */
static void read_first(const fw_wire *w, uint32_t pos, fw_group *g) {
    uint32_t lead = pos;
    const bool plus = lead > w->from && w->s[lead - 1] == '+';
    if (plus) lead--;
    const uint32_t bare = lead;
    if (lead > w->from + 1 && w->s[lead - 1] == ' ' && w->s[lead - 2] == '(') lead--;
    *g = (fw_group){0};
    if (lead > w->from && w->s[lead - 1] == '(' && read_group(w, lead - 1, g) && g->start == pos) return;
    *g = (fw_group){0};
    (void)read_group(w, pos, g);
    g->lead = bare;
    g->plus = plus;
}

static bool read_next(const fw_wire *w, const fw_group *last, fw_group *g) {
    *g = (fw_group){0};
    char kind;
    uint32_t i = last->tail;
    const uint32_t one = separator_at(w, i, &kind);
    if (!one) {
        g->separator = '(';
        g->tight = true;
        if (last->bracket != (fw_at(w, i) != '(') && !last->bracket) return false;
        return read_group(w, i, g);
    }
    g->separator = kind;
    g->tight = kind != ' ';
    i += one;
    /* "0176 -123", "0176/ 123" */
    const uint32_t two = separator_at(w, i, &kind);
    if (two && (kind == ' ') != (g->separator == ' ') && kind != '.' && g->separator != '.') {
        if (kind != ' ') g->separator = kind;
        g->tight = true;
        i += two;
    }
    return read_group(w, i, g);
}

static void read_chain(const fw_wire *w, uint32_t pos, fw_chain *chain) {
    read_first(w, pos, &chain->group[0]);
    chain->count = 1;
    while (chain->count < FW_CHAIN_GROUPS &&
           read_next(w, &chain->group[chain->count - 1], &chain->group[chain->count]))
        chain->count++;
}

/* ---- borders ---- */

bool fw_wire_number_ends(const fw_wire *w, uint32_t end) {
    const unsigned c = fw_at(w, end), after = fw_at(w, end + 1);
    if (fw_is_alnum(c) || c == '_' || c == '%' || fw_is_letter2(w, end)) return false;
    if (c == '@') return !fw_is_alnum(after);
    return !(c && strchr(".,:/-+*=", (int)c) && fw_is_digit(after));
}

static bool currency_before(const fw_wire *w, uint32_t lead) {
    const unsigned c = fw_before(w, lead);
    if (c == '$') return true;
    if (lead >= 2 && w->s[lead - 2] == 0xC2 && (c == 0xA3 || c == 0xA5)) return true; /* pound, yen */
    return lead >= 3 && w->s[lead - 3] == 0xE2 && w->s[lead - 2] == 0x82;             /* euro and others */
}

/* The number can start at the lead of the chain's first group. */
static bool number_starts(const fw_wire *w, const fw_group *first) {
    const unsigned c = fw_before(w, first->lead), earlier = first->lead > 1 ? w->s[first->lead - 2] : 0;
    if (first->plus && !first->bracket) return !fw_is_digit(c) && c != '+';
    if (first->bracket) return c != '(' && !fw_is_digit(c);
    if (fw_is_alnum(c) || fw_letter2_before(w, first->lead) || currency_before(w, first->lead)) return false;
    if (c && strchr("_*^", (int)c)) return false;
    return !(c && strchr(".,:+/-", (int)c) && fw_is_digit(earlier));
}

/* ---- cards ---- */

static bool luhn(const unsigned char *digits, uint32_t count) {
    unsigned sum = 0;
    for (uint32_t i = 0; i < count; i++) {
        unsigned d = digits[count - 1 - i];
        if (i % 2) d = d > 4 ? 2 * d - 9 : 2 * d;
        sum += d;
    }
    return sum % 10 == 0;
}

/* Solid, in fours, or 4-6-4 and 4-6-5; one separator throughout. */
static bool card_groups(const fw_group *g, uint32_t count) {
    if (count == 1) return true;
    for (uint32_t k = 0; k < count; k++) {
        if (g[k].bracket || g[k].plus || (k && g[k].separator != ' ' && g[k].separator != '-')) return false;
        if (k > 1 && g[k].separator != g[1].separator) return false;
    }
    if (count == 3 && fw_group_size(&g[0]) == 4 && fw_group_size(&g[1]) == 6)
        return fw_group_size(&g[2]) == 4 || fw_group_size(&g[2]) == 5;
    for (uint32_t k = 0; k + 1 < count; k++) {
        if (fw_group_size(&g[k]) != 4) return false;
    }
    return fw_group_size(&g[count - 1]) <= 4;
}

static bool card(const fw_wire *w, const fw_chain *chain, uint32_t i, uint32_t j) {
    unsigned char digits[CARD_LONGEST];
    uint32_t count = 0;
    const fw_group *g = &chain->group[i];
    if (g->plus || g->bracket || !card_groups(g, j - i + 1)) return false;
    for (uint32_t k = i; k <= j; k++) {
        if (count + fw_group_size(&chain->group[k]) > CARD_LONGEST) return false;
        for (uint32_t p = chain->group[k].start; p < chain->group[k].end; p++)
            digits[count++] = (unsigned char)(w->s[p] - '0');
    }
    return count >= CARD_SHORTEST && digits[0] > 0 && luhn(digits, count);
}

/* ---- long runs ---- */

static bool round_number(const fw_wire *w, const fw_group *g) {
    for (uint32_t i = g->end - ROUND_ZEROS; i < g->end; i++) {
        if (w->s[i] != '0') return false;
    }
    return true;
}

static bool long_run(const fw_wire *w, const fw_chain *chain, uint32_t i) {
    const fw_group *g = &chain->group[i];
    const uint32_t size = fw_group_size(g);
    const bool decimal =
        (i && g->separator == '.') || (i + 1 < chain->count && chain->group[i + 1].separator == '.');
    return size >= LONG_RUN && size != HASH_LENGTH && !decimal && !round_number(w, g);
}

/* 3-2-4 with dashes: the form of social security numbers. */
static bool social_security(const fw_chain *chain, uint32_t i) {
    const fw_group *g = &chain->group[i];
    return i + 2 < chain->count && fw_group_size(g) == 3 && !g->bracket && !g->plus &&
           fw_group_size(g + 1) == 2 && fw_group_size(g + 2) == 4 && g[1].separator == '-' &&
           g[2].separator == '-' && !g[1].bracket && !g[2].bracket;
}

/* ---- GUIDs ---- */

/* The end of an 8-4-4-4-12 run of hex digits that holds `pos`; 0 when there is none. */
static uint32_t guid_end(const fw_wire *w, uint32_t pos) {
    uint32_t start = pos;
    while (start > w->from && pos - start <= GUID_LENGTH &&
           (fw_is_alnum(w->s[start - 1]) || w->s[start - 1] == '-'))
        start--;
    if (w->n - start < GUID_LENGTH) return 0;
    for (uint32_t i = 0; i < GUID_LENGTH; i++) {
        const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        if (dash ? w->s[start + i] != '-' : !fw_is_hex(w->s[start + i])) return 0;
    }
    const uint32_t end = start + GUID_LENGTH;
    return fw_is_alnum(fw_at(w, end)) || end <= pos ? 0 : end;
}

/* ---- the decision ---- */

static uint32_t digits_of(const fw_chain *chain) {
    uint32_t sum = 0;
    for (uint32_t k = 0; k < chain->count; k++) sum += fw_group_size(&chain->group[k]);
    return sum;
}

static bool window_ends(const fw_wire *w, const fw_chain *chain, uint32_t j) {
    if (j + 1 < chain->count) return !chain->group[j + 1].tight;
    return fw_wire_number_ends(w, chain->group[j].tail);
}

/* What starts with group i. A card before a telephone number: it has a check digit. */
static bool decide(const fw_wire *w, const fw_chain *chain, uint32_t i, fw_pii_hit *hit) {
    const fw_group *g = &chain->group[i];
    *hit = (fw_pii_hit){.start = g->lead};
    for (uint32_t j = i; j < chain->count; j++) {
        hit->type = FW_PII_CARD;
        hit->end = chain->group[j].tail;
        if (card(w, chain, i, j) && window_ends(w, chain, j) && !fw_wire_phone_word(w, g->lead)) return true;
    }
    if (social_security(chain, i) && window_ends(w, chain, i + 2)) {
        *hit = (fw_pii_hit){g->lead, g[2].tail, FW_PII_DIGITS};
        return true;
    }
    for (uint32_t j = chain->count; j-- > i;) {
        hit->type = FW_PII_PHONE;
        if (j + 1 < chain->count && !window_ends(w, chain, j)) continue;
        if (fw_wire_phone(w, chain, i, j, &hit->end)) return true;
    }
    return false;
}

bool fw_wire_number(const fw_wire *w, uint32_t pos, fw_pii_hit *hit, uint32_t *next) {
    if (fw_is_alpha(fw_before(w, pos)) && pos > w->from) { /* inside a word */
        if (fw_wire_iban(w, pos, hit)) return true;
        const uint32_t guid = guid_end(w, pos);
        *next = guid ? guid : pos + 1;
        while (!guid && fw_is_alnum(fw_at(w, *next))) (*next)++;
        return false;
    }
    fw_chain chain;
    read_chain(w, pos, &chain);
    *next = chain.group[chain.count - 1].end;
    if (chain.count >= 4 && chain.group[1].separator == '.' && fw_wire_ip4(w, pos, hit)) return true;
    if (digits_of(&chain) < 7) return false;
    const uint32_t guid = guid_end(w, pos);
    if (guid) {
        *next = guid;
        return false;
    }
    for (uint32_t i = 0; i < chain.count; i++) {
        if (i == 0 ? !number_starts(w, &chain.group[0]) : chain.group[i].tight) continue;
        if (decide(w, &chain, i, hit)) return true;
    }
    for (uint32_t i = 0; i < chain.count; i++) {
        if (!long_run(w, &chain, i) || (i == 0 && !number_starts(w, &chain.group[0]))) continue;
        if (i + 1 == chain.count && !fw_wire_number_ends(w, chain.group[i].end)) continue;
        *hit = (fw_pii_hit){chain.group[i].start, chain.group[i].end, FW_PII_DIGITS};
        return true;
    }
    return false;
}
