/* pick_words.c: content words by stem, and the table of themes. */
#include "score/pick_words.h"

#include "base/embedded.h"
#include "base/room.h"
#include "base/str.h"

#include <ctype.h>
#include <string.h>

enum { SHORTEST = 3, STEM_LETTERS = 7, STEM_KEEPS = 4 };

/* Words that say nothing about what a text is about: grammar, story telling, and the phrases of every
 * advertisement. */
static const char STOP[] = " about above across actually after again against all almost also although always "
                           "among and any anybody anyone "
                           "anything apply applicant are around ask asked asks away back based because "
                           "become been before being below best "
                           "better between big both bring but call called came can candidate candidates "
                           "cannot care company could day days "
                           "did different does doing done down during each early else enough equal even ever "
                           "every everybody everyone "
                           "everything excellent experience experienced far few find first for found from "
                           "full get gets getting give given "
                           "gives goes going gone good got great had happen happened hard has have having "
                           "help helps her here hers him his "
                           "how however ideal important including instead into its itself job join just keep "
                           "keeps kept kind knew know known "
                           "knows last later least less let like likely little long look looking lot made "
                           "main make makes making many may "
                           "maybe means might month months more most much must myself need needed needs "
                           "never new next nobody not nothing now "
                           "off offer often old once one only open opportunity other others our ours out "
                           "over own part people per perhaps "
                           "person plus position possible preferred put quite rather ready really required "
                           "requirements responsibilities "
                           "responsible right role said salary same saw say says second see seen seems "
                           "several shall she should side since "
                           "skills small some somebody someone something sometimes soon still strong such "
                           "sure take taken takes than that the "
                           "their theirs them themselves then there these they thing things think third this "
                           "those though thought three "
                           "through time times today together told too took toward towards tried try turn "
                           "two under until upon use used uses "
                           "using usually very want wanted wants was way ways week weeks well went were what "
                           "whatever when where whether "
                           "which while who whole whom whose why will with within without word work worked "
                           "working works would year years yes "
                           "yet you your yours yourself able ability across advantage bonus day-to-day "
                           "degree equivalent etc fluent ideally "
                           "knowledge minimum nice proven qualification qualifications relevant seeking "
                           "track understanding learned learnt "
                           "engineer engineers senior junior learning lesson learn learns realised realized "
                           "realise realize understand "
                           "understood happens started start "
                           "starts since ensure ensuring provide providing ";

static bool is_stop(const char *word, size_t len) {
    for (const char *at = STOP; (at = strstr(at, word)) != NULL; at += len) {
        if (at[-1] == ' ' && at[len] == ' ') return true;
    }
    return false;
}

/* Common endings go, long words are cut: "monitoring" and "monitored" meet, "product" and "production" too.
 */
static void stem_of(const char *word, size_t len, char out[FW_STEM_BYTES]) {
    static const char *const ENDINGS[] = {"ations", "ation", "ments", "ment", "ings", "ing", "ies", "ied",
                                          "ers",    "ed",    "es",    "s",    "ly",   "er",  "e",   "y"};
    size_t keep = len;
    for (size_t i = 0; i < sizeof ENDINGS / sizeof ENDINGS[0]; i++) {
        const size_t n = strlen(ENDINGS[i]);
        if (len >= n + STEM_KEEPS && memcmp(word + len - n, ENDINGS[i], n) == 0) {
            keep = len - n;
            break;
        }
    }
    if (keep > STEM_KEEPS && word[keep - 1] == word[keep - 2]) keep--; /* "planning", "shipped" */
    if (keep > STEM_LETTERS) keep = STEM_LETTERS;
    memcpy(out, word, keep);
    out[keep] = '\0';
}

/* Lower case, without a possessive; 0 when the token is no content word. */
static size_t read_word(const fw_analysis *a, const fw_token *t, char out[FW_PICK_WORD]) {
    if (t->kind != FW_TOKEN_WORD && t->kind != FW_TOKEN_MIXED) return 0;
    size_t len = t->end - t->start;
    const char *text = a->text.ptr + t->start;
    for (size_t i = 0; i < len; i++) {
        if (text[i] == '\'' || text[i] == '\xe2') len = i; /* "team's"; contractions are grammar */
    }
    if (len < SHORTEST || len >= FW_PICK_WORD) return 0;
    for (size_t i = 0; i < len; i++) out[i] = (char)tolower((unsigned char)text[i]);
    out[len] = '\0';
    return is_stop(out, len) ? 0 : len;
}

const fw_term *fw_terms_find(const fw_terms *terms, const char *stem) {
    for (size_t i = 0; i < terms->count; i++) {
        if (strcmp(terms->items[i].stem, stem) == 0) return &terms->items[i];
    }
    return NULL;
}

static fw_term *place_of(fw_terms *terms, const char *stem) {
    for (size_t i = 0; i < terms->count; i++) {
        if (strcmp(terms->items[i].stem, stem) == 0) return &terms->items[i];
    }
    fw_term *items = fw_room(terms->items, terms->count, &terms->capacity, sizeof *items);
    if (!items) return NULL;
    terms->items = items;
    terms->items[terms->count] = (fw_term){.count = 0};
    return &terms->items[terms->count++];
}

/* How near to the learning a word stands, by the part of its clause: a lesson about hiring need not say
 * "hire". */
static const double NEARNESS[FW_PART_COUNT] = {
    [FW_PART_OTHER] = 0.4, [FW_PART_FAIL] = 0.4, [FW_PART_DIAG] = 0.4,  [FW_PART_ACT] = 0.4,
    [FW_PART_LEARN] = 1.0, [FW_PART_IMPR] = 1.0, [FW_PART_CLOSE] = 1.0,
};

static bool add_term(const fw_analysis *a, const fw_token *t, fw_terms *out) {
    char word[FW_PICK_WORD], stem[FW_STEM_BYTES];
    const size_t len = read_word(a, t, word);
    if (len == 0) return true;
    stem_of(word, len, stem);
    fw_term *term = place_of(out, stem);
    if (!term) return false;
    const double nearness = NEARNESS[a->clauses[t->clause].part];
    if (term->count == 0 || nearness > term->nearness) {
        memcpy(term->word, word, len + 1);
        term->nearness = nearness;
    }
    memcpy(term->stem, stem, sizeof stem);
    term->themes |= fw_themes_of((fw_str){word, len});
    term->count++;
    return true;
}

/* Words of quantities ("eight engineers") say how much, not what about: only their last word, the unit,
 * counts. */
fw_code fw_terms_of(const fw_analysis *a, fw_terms *out, fw_error *err) {
    uint32_t quantity = 0;
    for (uint32_t i = 0; i < a->token_count; i++) {
        while (quantity < a->quantity_count &&
               a->quantities[quantity].first + a->quantities[quantity].count <= i + 1)
            quantity++;
        if (quantity < a->quantity_count && i >= a->quantities[quantity].first) continue;
        if (!add_term(a, &a->tokens[i], out)) return fw_fail_nomem(err);
    }
    return FW_OK;
}

/* ---- themes ---- */

/* Line `index` behind the header of the table; empty behind the last. */
static fw_str line_of(size_t index) {
    fw_str rest = fw_embedded_find("datasets/rubric/themes.csv");
    for (size_t i = 0; rest.len; i++) {
        const char *end = memchr(rest.ptr, '\n', rest.len);
        const size_t len = end ? (size_t)(end - rest.ptr) : rest.len;
        if (i == index + 1) return (fw_str){rest.ptr, len};
        rest.ptr += len + (end != NULL);
        rest.len -= len + (end != NULL);
    }
    return (fw_str){NULL, 0};
}

static size_t name_length(fw_str line) {
    const char *comma = line.len ? memchr(line.ptr, ',', line.len) : NULL;
    return comma ? (size_t)(comma - line.ptr) : 0;
}

size_t fw_theme_count(void) {
    size_t count = 0;
    while (count < FW_PICK_THEMES && name_length(line_of(count))) count++;
    return count;
}

void fw_theme_name(size_t theme, char *out, size_t size) {
    const fw_str line = line_of(theme);
    const size_t len = name_length(line) < size ? name_length(line) : size - 1;
    if (line.ptr) memcpy(out, line.ptr, len);
    out[len] = '\0';
}

/* A listed word, or the start of one where the list says "word*". */
static bool is_listed(fw_str list, fw_str word) {
    for (size_t at = 0; at < list.len;) {
        const char *end = memchr(list.ptr + at, ' ', list.len - at);
        const size_t len = end ? (size_t)(end - (list.ptr + at)) : list.len - at;
        const bool open = len > 0 && list.ptr[at + len - 1] == '*';
        const size_t n = len - open;
        if (n && word.len >= n && (open || word.len == n) && memcmp(list.ptr + at, word.ptr, n) == 0)
            return true;
        at += len + 1;
    }
    return false;
}

uint32_t fw_themes_of(fw_str word) {
    uint32_t themes = 0;
    for (size_t i = 0; i < FW_PICK_THEMES; i++) {
        const fw_str line = line_of(i);
        const size_t name = name_length(line);
        if (!name) break;
        if (is_listed((fw_str){line.ptr + name + 1, line.len - name - 1}, word)) themes |= 1u << i;
    }
    return themes;
}
