/* reading_find.c: what markup, notes, time stamps and names of speakers look like. */
#include "text/reading.h"

#include "base/str.h"

static inline char byte_at(fw_str text, size_t at) { return at < text.len ? text.ptr[at] : '\0'; }
static inline bool is_digit(char c) { return c >= '0' && c <= '9'; }
static inline bool is_letter(char c) { return (unsigned char)((c | 0x20) - 'a') < 26; }
static inline bool is_blank(char c) { return c == ' ' || c == '\t'; }

static size_t skip_blanks(fw_str text, size_t at) {
    while (is_blank(byte_at(text, at))) at++;
    return at;
}

/* Copies the name at `at` in lower case, as far as letters and digits go; returns its length, 0 for one that
 * is too long. */
enum { NAME_ROOM = 16 };
static size_t name_at(fw_str text, size_t at, char name[NAME_ROOM]) {
    size_t len = 0;
    for (char c = byte_at(text, at); is_letter(c) || is_digit(c); c = byte_at(text, at + len)) {
        if (len + 1 == NAME_ROOM) {
            len = 0; /* longer than any name: none */
            break;
        }
        name[len++] = (char)(is_letter(c) ? c | 0x20 : c);
    }
    name[len] = '\0';
    return len;
}

/* The row of a table of names that `name` stands in, or NULL. */
#define FIND_ROW(table, of_name)                                                                             \
    find_row((table), sizeof(table) / sizeof(table)[0], sizeof(table)[0], (of_name))
static const void *find_row(const void *table, size_t count, size_t size, const char *name) {
    for (size_t i = 0; i < count; i++) {
        const char *row = (const char *)table + i * size; /* each row starts with its name */
        if (strcmp(row, name) == 0) return row;
    }
    return NULL;
}

/* ---- markup ---- */

typedef struct {
    char name[NAME_ROOM];
    bool breaks;
} tag;
static const tag TAGS[] = {
    {"p", true},     {"br", true},      {"div", true},     {"li", true},      {"ul", true},
    {"ol", true},    {"tr", true},      {"td", true},      {"th", true},      {"table", true},
    {"tbody", true}, {"thead", true},   {"h1", true},      {"h2", true},      {"h3", true},
    {"h4", true},    {"h5", true},      {"h6", true},      {"hr", true},      {"blockquote", true},
    {"pre", true},   {"body", true},    {"html", true},    {"section", true}, {"article", true},
    {"b", false},    {"i", false},      {"u", false},      {"s", false},      {"em", false},
    {"a", false},    {"span", false},   {"strong", false}, {"font", false},   {"small", false},
    {"big", false},  {"sub", false},    {"sup", false},    {"code", false},   {"mark", false},
    {"img", false},  {"strike", false}, {"del", false},    {"ins", false},    {"o", false},
};

/* The end of what starts at `at` and closes with `close`, not farther than `most` bytes; 0 without. */
static size_t closed_at(fw_str text, size_t at, const char *close, size_t most) {
    const size_t len = strlen(close);
    const size_t end = text.len - at > most ? at + most : text.len;
    for (; at + len <= end; at++) {
        if (memcmp(text.ptr + at, close, len) == 0) return at + len;
    }
    return 0;
}

/* Whether nothing but attributes stands between the name of a tag and its end: "x<b and y>z" compares. */
static bool are_attributes(fw_str text, size_t from, size_t end) {
    while (from < end && (is_blank(text.ptr[from]) || text.ptr[from] == '/' || text.ptr[from] == '\n'))
        from++;
    return from == end || text.ptr[from] == ':' || memchr(text.ptr + from, '=', end - from) != NULL;
}

size_t fw_tag_at(fw_str text, size_t at, bool *breaks) {
    enum { MOST_TAG = 1000, MOST_COMMENT = 200 };
    char name[NAME_ROOM];
    *breaks = false;
    if (byte_at(text, at) != '<') return 0;
    if (text.len - at >= 4 && memcmp(text.ptr + at, "<!--", 4) == 0) {
        const size_t end = closed_at(text, at, "-->", MOST_COMMENT);
        return end ? end - at : 0;
    }
    const size_t first = at + 1 + (byte_at(text, at + 1) == '/'), len = name_at(text, first, name);
    const tag *found = len ? FIND_ROW(TAGS, name) : NULL;
    if (!found) return 0;
    size_t end = first + len;
    while (end - at < MOST_TAG && byte_at(text, end) != '>' && byte_at(text, end) != '<') end++;
    if (byte_at(text, end) != '>' || !are_attributes(text, first + len, end)) return 0;
    *breaks = found->breaks;
    return end + 1 - at;
}

typedef struct {
    char name[NAME_ROOM];
    uint32_t code_point;
} reference;
static const reference REFERENCES[] = {
    {"amp", '&'},      {"lt", '<'},       {"gt", '>'},        {"quot", '"'},     {"apos", '\''},
    {"nbsp", 0xA0},    {"rsquo", 0x2019}, {"lsquo", 0x2018},  {"ldquo", 0x201C}, {"rdquo", 0x201D},
    {"ndash", 0x2013}, {"mdash", 0x2014}, {"hellip", 0x2026}, {"bull", 0x2022},  {"middot", 0xB7},
    {"pound", 0xA3},   {"euro", 0x20AC},  {"cent", 0xA2},     {"yen", 0xA5},     {"copy", 0xA9},
    {"reg", 0xAE},     {"trade", 0x2122}, {"deg", 0xB0},      {"times", 0xD7},   {"laquo", 0xAB},
    {"raquo", 0xBB},   {"eacute", 0xE9},  {"egrave", 0xE8},   {"ecirc", 0xEA},   {"euml", 0xEB},
    {"aacute", 0xE1},  {"agrave", 0xE0},  {"acirc", 0xE2},    {"auml", 0xE4},    {"aring", 0xE5},
    {"ccedil", 0xE7},  {"iacute", 0xED},  {"icirc", 0xEE},    {"iuml", 0xEF},    {"ntilde", 0xF1},
    {"oacute", 0xF3},  {"ocirc", 0xF4},   {"ouml", 0xF6},     {"oslash", 0xF8},  {"uacute", 0xFA},
    {"ugrave", 0xF9},  {"uuml", 0xFC},    {"szlig", 0xDF},    {"frac12", 0xBD},  {"rarr", 0x2192},
};

/* "#39;" and "#x27;" behind the "&": returns where the digits end. */
static size_t number_at(fw_str text, size_t at, uint32_t *value) {
    enum { MOST_DIGITS = 7 };
    const bool hex = (byte_at(text, at) | 0x20) == 'x';
    size_t end = at + hex;
    *value = 0;
    for (size_t n = 0; n < MOST_DIGITS; n++, end++) {
        const char c = byte_at(text, end);
        const bool letter = hex && (unsigned char)((c | 0x20) - 'a') < 6;
        if (!is_digit(c) && !letter) break;
        *value = *value * (hex ? 16 : 10) + (uint32_t)(letter ? (c | 0x20) - 'a' + 10 : c - '0');
    }
    return end;
}

size_t fw_reference_at(fw_str text, size_t at, uint32_t *code_point) {
    enum { LAST = 0x10FFFF, SURROGATES = 0xD800, SURROGATES_END = 0xE000 };
    if (byte_at(text, at) != '&') return 0;
    size_t end;
    if (byte_at(text, at + 1) == '#') {
        end = number_at(text, at + 2, code_point);
    } else {
        char name[NAME_ROOM];
        const size_t len = name_at(text, at + 1, name);
        const reference *found = len ? FIND_ROW(REFERENCES, name) : NULL;
        if (!found) return 0;
        *code_point = found->code_point;
        end = at + 1 + len;
    }
    const bool valid = *code_point >= ' ' && *code_point <= LAST &&
                       (*code_point < SURROGATES || *code_point >= SURROGATES_END);
    return valid && byte_at(text, end) == ';' ? end + 1 - at : 0;
}

/* ---- times ---- */

/* One or two digits, then ":" and two more, once or twice: how many numbers in *groups. */
static size_t time_at(fw_str text, size_t at, int *groups) {
    size_t end = at;
    for (; end < at + 2 && is_digit(byte_at(text, end));) end++;
    if (end == at) return 0;
    for (*groups = 1; *groups < 3; (*groups)++, end += 3) {
        if (byte_at(text, end) != ':' || !is_digit(byte_at(text, end + 1)) ||
            !is_digit(byte_at(text, end + 2)))
            break;
    }
    if (*groups < 2 || is_digit(byte_at(text, end))) return 0;
    const char point = byte_at(text, end);
    if ((point == '.' || point == ',') && is_digit(byte_at(text, end + 1)))
        for (end++; is_digit(byte_at(text, end));) end++;
    return end - at;
}

/* A time between brackets, from `at` on. */
static size_t bracketed_time_at(fw_str text, size_t at, int least_groups) {
    int groups;
    const char open = byte_at(text, at);
    if (open != '[' && open != '(') return 0;
    const size_t len = time_at(text, at + 1, &groups);
    const char close = byte_at(text, at + 1 + len);
    return len && groups >= least_groups && close == (open == '[' ? ']' : ')') ? len + 2 : 0;
}

size_t fw_stamp_at(fw_str text, size_t at) {
    int groups;
    const size_t bracketed = bracketed_time_at(text, at, 2);
    if (bracketed) return bracketed;
    const size_t len = time_at(text, at, &groups);
    const size_t arrow = skip_blanks(text, at + len);
    if (len && text.len - at >= 3 && arrow + 3 <= text.len && memcmp(text.ptr + arrow, "-->", 3) == 0) {
        const size_t second = skip_blanks(text, arrow + 3), more = time_at(text, second, &groups);
        return more ? second + more - at : 0;
    }
    return len && groups == 3 ? len : 0;
}

/* ---- notes ---- */

/* What happens beside the talk. `goes_on`: more words may follow, "[laughs a little]"; those of other notes
 * could be names of things. */
typedef struct {
    char name[NAME_ROOM];
    bool goes_on;
} note;
static const note NOTES[] = {
    {"inaudible", true}, {"unintelligible", true}, {"indistinct", true}, {"crosstalk", true},
    {"laughs", true},    {"laughing", true},       {"laughter", true},   {"chuckles", true},
    {"chuckling", true}, {"sighs", true},          {"sigh", true},       {"pause", true},
    {"pauses", true},    {"coughs", true},         {"cough", true},      {"coughing", true},
    {"sniffs", true},    {"clears", true},         {"breathes", true},   {"exhales", true},
    {"smiles", true},    {"silence", false},       {"noise", false},     {"music", false},
    {"applause", false}, {"laugh", false},         {"sic", false},
};

size_t fw_note_at(fw_str text, size_t at) {
    enum { MOST_NOTE = 48, HOURS_AND_ALL = 3 };
    const char open = byte_at(text, at);
    const char *const close = open == '[' ? "]" : open == '(' ? ")" : open == '*' ? "*" : NULL;
    if (!close) return 0;
    const size_t time = bracketed_time_at(text, at, open == '[' ? 2 : HOURS_AND_ALL);
    if (time) return time;
    char name[NAME_ROOM];
    size_t first = at + 1, len = name_at(text, first, name);
    if (strcmp(name, "long") == 0 || strcmp(name, "short") == 0) { /* "[long pause]" */
        first = skip_blanks(text, first + len);
        len = name_at(text, first, name);
    }
    const note *found = len ? FIND_ROW(NOTES, name) : NULL;
    const size_t end = found ? closed_at(text, first + len, close, MOST_NOTE) : 0;
    return end && (found->goes_on || end == first + len + 1) ? end - at : 0;
}

/* ---- speakers ---- */

typedef struct {
    char name[NAME_ROOM];
    fw_speaker who;
} speaker;
static const speaker SPEAKERS[] = {
    {"interviewer", FW_SPEAKER_ASKS},    {"moderator", FW_SPEAKER_ASKS},
    {"facilitator", FW_SPEAKER_ASKS},    {"coach", FW_SPEAKER_ASKS},
    {"question", FW_SPEAKER_ASKS},       {"q", FW_SPEAKER_ASKS},
    {"interviewee", FW_SPEAKER_ANSWERS}, {"candidate", FW_SPEAKER_ANSWERS},
    {"applicant", FW_SPEAKER_ANSWERS},   {"respondent", FW_SPEAKER_ANSWERS},
    {"participant", FW_SPEAKER_ANSWERS}, {"coachee", FW_SPEAKER_ANSWERS},
    {"answer", FW_SPEAKER_ANSWERS},      {"a", FW_SPEAKER_ANSWERS},
    {"speaker", FW_SPEAKER_UNKNOWN},
};

/* Past the marks of bold type: "**Candidate:** I". */
static size_t skip_stars(fw_str text, size_t at) {
    enum { MOST_STARS = 3 };
    for (size_t n = 0; n < MOST_STARS && byte_at(text, at) == '*'; n++) at++;
    return at;
}

/* Most lines start with a word that no colon follows, and are asked no more. */
size_t fw_speaker_at(fw_str text, size_t at, fw_speaker *who) {
    enum { MOST_NUMBER = 3 };
    char name[NAME_ROOM];
    const size_t first = skip_stars(text, at);
    size_t len = name_at(text, first, name), end = skip_blanks(text, first + len);
    for (size_t n = 0; n < MOST_NUMBER && is_digit(byte_at(text, end)); n++) end++;
    end = skip_stars(text, skip_blanks(text, end)); /* they end before the colon or behind it */
    if (byte_at(text, end) != ':') return 0;
    while (len > 0 && is_digit(name[len - 1])) name[--len] = '\0'; /* "Q2" */
    const speaker *found = len ? FIND_ROW(SPEAKERS, name) : NULL;
    if (!found) return 0;
    *who = found->who;
    end = skip_stars(text, end + 1);
    const char behind = byte_at(text, end);
    return (unsigned char)behind <= ' ' || behind == '<' ? end - at : 0;
}
