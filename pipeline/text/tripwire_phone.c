/* tripwire_phone.c: which groups of digits are written as a telephone number. */
#include "text/tripwire_number.h"

#include <string.h>

/* Words that announce a number, and words that may stand between them and it. */
static const char PHONE_WORDS[] =
    "phone phones telephone tel mobile cell cellphone smartphone fax whatsapp hotline "
    "landline handy call calls dial ring text sms reach";
static const char LINK_WORDS[] =
    "number numbers num no nr is was are at on to me us him her them you my his their our "
    "please enter the a s work home office private direct line";

/* Words that announce a number of another kind: "order 123-456-7890" is none to call. */
static const char OTHER_WORDS[] =
    "order orders ticket tickets invoice case part item sku serial reference ref isbn issn po tracking model "
    "batch lot shipment contract patent docket build bug defect incident";

bool fw_wire_phone_word(const fw_wire *w, uint32_t pos) {
    return fw_wire_word_before(w, pos, PHONE_WORDS, LINK_WORDS);
}

/* Groups [i, j], measured. */
typedef struct window {
    const fw_group *g;
    uint32_t count;
    uint32_t digits;
    uint32_t singles;      /* groups of one digit */
    uint32_t first;        /* digits of the first group */
    bool uniform;          /* one separator throughout */
    bool pairs;            /* every group has two digits */
    bool thousands;        /* grouped as a large number is */
    bool blanks;           /* only blanks between groups */
    unsigned lead, second; /* first two digits */
} window;

static window measure(const fw_wire *w, const fw_chain *chain, uint32_t i, uint32_t j) {
    window m = {.g = &chain->group[i],
                .count = j - i + 1,
                .uniform = true,
                .pairs = true,
                .thousands = true,
                .blanks = true};
    for (uint32_t k = 0; k < m.count; k++) {
        const fw_group *g = &m.g[k];
        const uint32_t size = fw_group_size(g);
        m.digits += size;
        m.singles += size == 1 && !g->bracket;
        m.pairs = m.pairs && size == 2;
        m.thousands = m.thousands && !g->bracket && (k ? size == 3 : size <= 3);
        if (k > 1 && g->separator != m.g[1].separator) m.uniform = false;
        if (k && g->separator != ' ') m.blanks = false;
    }
    m.thousands =
        m.thousands && m.count > 1 && m.uniform && m.g[1].separator != '-' && m.g[1].separator != '/';
    m.first = fw_group_size(m.g);
    m.lead = w->s[m.g->start];
    m.second = m.first > 1 ? w->s[m.g->start + 1] : m.count > 1 ? w->s[m.g[1].start] : 0;
    return m;
}

static bool year(const fw_wire *w, const fw_group *g) {
    const unsigned char *s = w->s + g->start;
    return fw_group_size(g) == 4 && ((s[0] == '1' && s[1] == '9') || (s[0] == '2' && s[1] == '0'));
}

/* Day, month, year in either order at the front. */
static bool date(const fw_wire *w, const window *m) {
    if (m->count < 3 || m->g[1].bracket || m->g[2].bracket || m->g[1].separator != m->g[2].separator)
        return false;
    const uint32_t a = fw_group_size(&m->g[0]), b = fw_group_size(&m->g[1]), c = fw_group_size(&m->g[2]);
    if (a <= 2 && b <= 2 && c == 4) return year(w, &m->g[2]);
    return a == 4 && b <= 2 && c <= 2 && year(w, &m->g[0]);
}

/* +CC, 00CC, 011CC. E.164 allows 15 digits; two more for an extension in the same run. */
static bool international(const fw_wire *w, const window *m) {
    enum { SHORTEST = 8, LONGEST = 15, WITH_EXTENSION = 17 };
    if (m->singles > 2) return false;
    if (m->g->plus) {
        const uint32_t last = m->g[m->count - 1].end;
        const bool large_number = m->thousands && memcmp(w->s + last - 3, "000", 3) == 0;
        return m->lead != '0' && !large_number && m->digits >= SHORTEST &&
               m->digits <= (m->count > 1 ? WITH_EXTENSION : LONGEST);
    }
    if (m->lead == '0' && m->second == '0') {
        const unsigned third = m->first > 2 ? w->s[m->g->start + 2] : m->count > 1 ? w->s[m->g[1].start] : 0;
        return (m->first == 2 || m->first > 3) && third != '0' && m->digits >= 11 &&
               m->digits <= WITH_EXTENSION;
    }
    return m->first == 3 && m->count > 2 && memcmp(w->s + m->g->start, "011", 3) == 0 && m->digits >= 12 &&
           m->digits <= WITH_EXTENSION;
}

/* A trunk 0 and a national number. */
static bool trunk(const fw_wire *w, const window *m) {
    if (m->lead != '0' || m->second == '0' || m->first < 2 || m->singles > 1) return false;
    if (m->count == 1) return m->digits == 10 || m->digits == 11;
    if (m->digits < 9 || m->digits > 12 || date(w, m)) return false;
    return m->uniform || !m->pairs;
}

/* "(415) 555-0132": an area code in brackets. */
static bool area_code(const fw_wire *w, const window *m) {
    if (!m->g->bracket || m->count < 2 || m->first < 2 || m->first > 5) return false;
    return m->digits >= 8 && m->digits <= 12 && !year(w, m->g) && m->singles == 0;
}

/* National groupings that nothing else uses. */
static bool national(const window *m) {
    static const struct {
        unsigned char count, size[4];
        char lead;      /* first digit, 0 = any */
        char separator; /* before the last group, 0 = any */
    } FORMS[] = {
        {3, {3, 3, 4}, 0, 0},      {4, {1, 3, 3, 4}, '1', 0}, {3, {4, 3, 4}, '1', '-'},
        {3, {3, 4, 4}, '1', 0},    {3, {2, 5, 4}, 0, '-'},    {3, {2, 4, 4}, 0, '-'},
        {4, {2, 3, 4, 4}, '8', 0}, {4, {3, 2, 3, 4}, 0, '-'},
    };
    for (size_t f = 0; f < sizeof FORMS / sizeof FORMS[0]; f++) {
        bool same = FORMS[f].count == m->count && (!FORMS[f].lead || m->lead == (unsigned char)FORMS[f].lead);
        for (uint32_t k = 0; same && k < m->count; k++) {
            same = fw_group_size(&m->g[k]) == FORMS[f].size[k] && m->g[k].separator != '/';
        }
        if (same && (!FORMS[f].separator || m->g[m->count - 1].separator == FORMS[f].separator)) return true;
    }
    return false;
}

/* After "my phone number is" shorter and plainer forms will do. */
static bool announced(const fw_wire *w, const window *m) {
    if (m->digits >= 8 && m->digits <= 15) return !date(w, m) && m->singles <= 2;
    /* A North American exchange starts with 2 to 9. */
    return m->count == 2 && m->first == 3 && m->digits == 7 && m->g[1].separator == '-' && m->lead > '1';
}

/* " ext 123", "x63888" */
static uint32_t extension_end(const fw_wire *w, uint32_t end) {
    static const char *const WORDS[] = {"extension", "ext", "x"};
    uint32_t i = end + (fw_at(w, end) == ' ');
    for (size_t k = 0; k < sizeof WORDS / sizeof WORDS[0]; k++) {
        uint32_t p = i;
        const char *c = WORDS[k];
        while (*c && (fw_at(w, p) | 32u) == (unsigned char)*c) {
            c++;
            p++;
        }
        if (*c) continue;
        p += fw_at(w, p) == '.';
        p += fw_at(w, p) == ' ';
        const uint32_t digits = p;
        while (fw_is_digit(fw_at(w, p)) && p - digits < 7) p++;
        if (p > digits && p - digits <= 6 && !fw_is_alnum(fw_at(w, p))) return p;
    }
    return end;
}

bool fw_wire_phone(const fw_wire *w, const fw_chain *chain, uint32_t i, uint32_t j, uint32_t *end) {
    const window m = measure(w, chain, i, j);
    if (m.digits < 7 || m.digits > 17) return false;
    const unsigned before = fw_before(w, m.g->lead);
    if (before == '#' || before == '/') return false;
    for (uint32_t k = 1; k < m.count; k++) {
        if (m.g[k].plus || (m.g[k].bracket && k > 1)) return false;
    }
    const uint32_t tail = m.g[m.count - 1].tail;
    *end = j + 1 == chain->count ? extension_end(w, tail) : tail;
    if (j + 1 == chain->count && !fw_wire_number_ends(w, *end)) return false;
    if (m.g[m.count - 1].bracket) return false;
    if (m.count > 1 && fw_group_size(&m.g[m.count - 1]) == 1) return false;
    if (!m.g->plus &&
        fw_wire_word_before(w, m.g->lead, OTHER_WORDS, "number numbers num no nr id the is was a"))
        return false;
    return international(w, &m) || trunk(w, &m) || area_code(w, &m) || national(&m) ||
           (fw_wire_phone_word(w, m.g->lead) && announced(w, &m));
}
