/* quantity_change.c: bounds and changes told by the words around a measure. */
#include "text/quantity_change.h"

enum { PHRASE_WORDS = 4, MOST_BOUNDS = 3, CHANGE_WINDOW = 6, OBJECT_WINDOW = 4 };

/* Phrases before a number, longest first: "no more than" is not "more than". */
static const struct {
    const char *word[PHRASE_WORDS + 1];
    char last; /* last byte of its last word: tells "than" from "to" */
    int bound;
} BEFORE[] = {{{"no", "less", "than", NULL}, 'n', 1},
              {{"not", "less", "than", NULL}, 'n', 1},
              {{"no", "fewer", "than", NULL}, 'n', 1},
              {{"no", "more", "than", NULL}, 'n', -1},
              {{"not", "more", "than", NULL}, 'n', -1},
              {{"at", "the", "least", NULL}, 't', 1},
              {{"at", "the", "most", NULL}, 't', -1},
              {{"less", "or", "equal", "than"}, 'n', -1},
              {{"smaller", "or", "equal", "than"}, 'n', -1},
              {{"lower", "or", "equal", "than"}, 'n', -1},
              {{"fewer", "or", "equal", "than"}, 'n', -1},
              {{"more", "or", "equal", "than"}, 'n', 1},
              {{"greater", "or", "equal", "than"}, 'n', 1},
              {{"larger", "or", "equal", "than"}, 'n', 1},
              {{"higher", "or", "equal", "than"}, 'n', 1},
              {{"or", "equal", "to", NULL}, 'o', 0},
              {{"in", "excess", "of", NULL}, 'f', 1},
              {{"a", "minimum", "of", NULL}, 'f', 1},
              {{"a", "maximum", "of", NULL}, 'f', -1},
              {{"as", "many", "as", NULL}, 's', 0},
              {{"as", "much", "as", NULL}, 's', 0},
              {{"a", "total", "of", NULL}, 'f', 0},
              {{"somewhere", "around", NULL, NULL}, 'd', 0},
              {{"at", "least", NULL, NULL}, 't', 1},
              {{"more", "than", NULL, NULL}, 'n', 1},
              {{"greater", "than", NULL, NULL}, 'n', 1},
              {{"larger", "than", NULL, NULL}, 'n', 1},
              {{"higher", "than", NULL, NULL}, 'n', 1},
              {{"longer", "than", NULL, NULL}, 'n', 1},
              {{"better", "than", NULL, NULL}, 'n', 1},
              {{"upwards", "of", NULL, NULL}, 'f', 1},
              {{"upward", "of", NULL, NULL}, 'f', 1},
              {{"north", "of", NULL, NULL}, 'f', 1},
              {{"bigger", "than", NULL, NULL}, 'n', 1},
              {{"at", "most", NULL, NULL}, 't', -1},
              {{"up", "to", NULL, NULL}, 'o', -1},
              {{"less", "than", NULL, NULL}, 'n', -1},
              {{"fewer", "than", NULL, NULL}, 'n', -1},
              {{"lower", "than", NULL, NULL}, 'n', -1},
              {{"smaller", "than", NULL, NULL}, 'n', -1},
              {{"shorter", "than", NULL, NULL}, 'n', -1},
              {{"close", "to", NULL, NULL}, 'o', 0},
              {{"over", NULL, NULL, NULL}, 'r', 1},
              {{"above", NULL, NULL, NULL}, 'e', 1},
              {{"exceeding", NULL, NULL, NULL}, 'g', 1},
              {{"exceeded", NULL, NULL, NULL}, 'd', 1},
              {{"exceed", NULL, NULL, NULL}, 'd', 1},
              {{"surpass", NULL, NULL, NULL}, 's', 1},
              {{"surpassed", NULL, NULL, NULL}, 'd', 1},
              {{"surpassing", NULL, NULL, NULL}, 'g', 1},
              {{"beyond", NULL, NULL, NULL}, 'd', 1},
              {{"minimum", NULL, NULL, NULL}, 'm', 1},
              {{">", NULL, NULL, NULL}, '>', 1},
              {{"\xE2\x89\xA5", NULL, NULL, NULL}, '\xA5', 1},
              {{"under", NULL, NULL, NULL}, 'r', -1},
              {{"below", NULL, NULL, NULL}, 'w', -1},
              {{"within", NULL, NULL, NULL}, 'n', -1},
              {{"maximum", NULL, NULL, NULL}, 'm', -1},
              {{"max", NULL, NULL, NULL}, 'x', -1},
              {{"<", NULL, NULL, NULL}, '<', -1},
              {{"\xE2\x89\xA4", NULL, NULL, NULL}, '\xA4', -1}};

enum { BEFORE_COUNT = sizeof BEFORE / sizeof BEFORE[0] };

static const struct {
    const char *word[PHRASE_WORDS];
    int bound;
} BEHIND[] = {{{"or", "more", NULL}, 1},     {{"or", "greater", NULL}, 1}, {{"or", "higher", NULL}, 1},
              {{"or", "longer", NULL}, 1},   {{"and", "more", NULL}, 1},   {{"and", "counting", NULL}, 1},
              {{"at", "least", NULL}, 1},    {{"+", NULL, NULL}, 1},       {{"plus", NULL, NULL}, 1},
              {{"minimum", NULL, NULL}, 1},  {{"or", "less", NULL}, -1},   {{"or", "fewer", NULL}, -1},
              {{"or", "under", NULL}, -1},   {{"at", "most", NULL}, -1},   {{"max", NULL, NULL}, -1},
              {{"maximum", NULL, NULL}, -1}, {{"tops", NULL, NULL}, -1}};
enum { BEHIND_COUNT = sizeof BEHIND / sizeof BEHIND[0] };

static uint32_t phrase_length(const char *const *words, uint32_t most) {
    uint32_t n = 0;
    while (n < most && words[n]) n++;
    return n;
}

static bool phrase_at(const fw_scan *s, uint32_t i, const char *const *words, uint32_t n) {
    for (uint32_t k = 0; k < n; k++) {
        if (!fw_scan_is(s, i + k, words[k])) return false;
    }
    return true;
}

static bool is_soft(const fw_scan *s, uint32_t i) { return fw_scan_has(s, i, FW_W(SOFT)); }

/* "from, I think, sixty": a filler with its commas; returns its length, 0 without. */
static uint32_t filler_ending(const fw_scan *s, uint32_t i) {
    static const char *const FILLERS[][2] = {{"i", "think"},  {"i", "believe"}, {"i", "guess"},
                                             {"you", "know"}, {"i'd", "say"},   {"let's", "say"}};
    const uint32_t comma = i > 0 && fw_scan_is(s, i - 1, ",") ? 1 : 0;
    const uint32_t end = i - comma;
    if (end == 0 || !fw_word_in(fw_scan_word(s, end - 1), FW_LIST_ENDS_FILLER)) return 0;
    uint32_t n = fw_scan_is(s, end - 1, "um") || fw_scan_is(s, end - 1, "uh") ? 1 : 0;
    for (size_t k = 0; k < sizeof FILLERS / sizeof FILLERS[0] && !n && end >= 2; k++) {
        if (phrase_at(s, end - 2, FILLERS[k], 2)) n = 2;
    }
    if (!n) return 0;
    const uint32_t start = end - n;
    return n + comma + (start > 0 && fw_scan_is(s, start - 1, ",") ? 1 : 0);
}

/* Length of the bound phrase that ends before token i, 0 without. */
static uint32_t bound_ending(const fw_scan *s, uint32_t i, int *bound) {
    *bound = 0;
    if (i == 0 || fw_scan_ends(s, i)) return 0;
    if (!fw_scan_has(s, i - 1, FW_W(BOUND))) return filler_ending(s, i);
    const fw_word *word = fw_scan_word(s, i - 1);
    if (is_soft(s, i - 1) && !fw_word_is(word, "around")) return 1; /* "somewhere around" */
    const char last = word->text[word->len - 1];                    /* rules out nearly all phrases at once */
    for (size_t k = 0; k < BEFORE_COUNT; k++) {
        if (BEFORE[k].last != last) continue;
        const uint32_t n = phrase_length(BEFORE[k].word, PHRASE_WORDS);
        if (i < n || !phrase_at(s, i - n, BEFORE[k].word, n)) continue;
        *bound = BEFORE[k].bound;
        return n;
    }
    *bound = 0;
    return is_soft(s, i - 1) ? 1 : 0;
}

uint32_t fw_bounds_before(const fw_scan *s, uint32_t i, int *bound) {
    for (int k = 0; k < MOST_BOUNDS; k++) {
        int found;
        const uint32_t n = bound_ending(s, i, &found);
        if (!n) break;
        if (bound && !*bound) *bound = found;
        i -= n;
    }
    return i;
}

int fw_bound_phrase_behind(const fw_scan *s, uint32_t next) {
    const char first = fw_scan_word(s, next)->text[0];
    for (size_t k = 0; k < BEHIND_COUNT; k++) {
        if (BEHIND[k].word[0][0] != first) continue;
        const uint32_t n = phrase_length(BEHIND[k].word, PHRASE_WORDS);
        if (!phrase_at(s, next, BEHIND[k].word, n)) continue;
        /* "5 + 3" adds; "ten plus two" too */
        if (n == 1 && (s->tokens[next].kind == FW_TOKEN_SYMBOL ? !fw_scan_glued(s, next)
                                                               : fw_scan_has(s, next + 1, FW_W(CARDINAL))))
            continue;
        return BEHIND[k].bound;
    }
    return 0;
}

uint32_t fw_skip_bounds(const fw_scan *s, uint32_t i) {
    if (fw_scan_shape(s, i) != FW_SHAPE_NONE || fw_scan_has(s, i, FW_W(CARDINAL))) return i;
    for (int k = 0; k < MOST_BOUNDS && !fw_scan_ends(s, i); k++) {
        uint32_t step = is_soft(s, i) ? 1 : 0;
        for (size_t b = 0; b < BEFORE_COUNT && !step; b++) {
            if (!fw_scan_is(s, i, BEFORE[b].word[0])) continue;
            const uint32_t n = phrase_length(BEFORE[b].word, PHRASE_WORDS);
            if (phrase_at(s, i, BEFORE[b].word, n)) step = n;
        }
        if (!step) break;
        i += step;
    }
    return i;
}

int fw_direction_of(const fw_scan *s, uint32_t i) {
    if (fw_scan_has(s, i, FW_W(UP))) return 1;
    return fw_scan_has(s, i, FW_W(DOWN)) ? -1 : 0;
}

/* Nearest word of `classes` in the `window` tokens before i, inside the sentence and without a stop in
 * between; UINT32_MAX without. */
static uint32_t look_back(const fw_scan *s, uint32_t i, uint32_t window, uint64_t classes) {
    for (uint32_t k = 1; k <= window && k <= i; k++) {
        const uint32_t at = i - k;
        if (fw_scan_is(s, at, ".") || fw_scan_is(s, at, ";")) break;
        if (fw_scan_has(s, at, classes) && !fw_scan_is(s, at, "over")) return at;
        if (s->tokens[at].flags & FW_TOKEN_SENTENCE_START) break;
    }
    return UINT32_MAX;
}

static bool is_share_of_change(fw_unit_kind kind) {
    return kind == FW_UNIT_PERCENT || kind == FW_UNIT_POINTS || kind == FW_UNIT_RATIO;
}

static bool change_before(const fw_scan *s, uint32_t before, fw_unit_kind kind, int *direction) {
    const uint64_t changes = FW_W(CHANGE) | FW_W(COMPARE) | FW_W(MOVE);
    if (fw_scan_is(s, before, "by")) {
        const uint32_t verb = look_back(s, before, CHANGE_WINDOW, changes);
        if (verb == UINT32_MAX) return false;
        *direction = fw_direction_of(s, verb);
        return true;
    }
    if (fw_scan_is(s, before, "to")) {
        const uint32_t verb = look_back(s, before, OBJECT_WINDOW, FW_W(CHANGE));
        if (verb != UINT32_MAX) *direction = fw_direction_of(s, verb);
        return false;
    }
    if (fw_scan_has(s, before, FW_W(CHANGE))) {
        *direction = fw_direction_of(s, before);
        return is_share_of_change(kind) || fw_scan_is(s, before, "up") || fw_scan_is(s, before, "down");
    }
    /* "cut the backlog 40 %": an object stands between, no preposition */
    if (!is_share_of_change(kind) || fw_scan_in(s, before, FW_VOCABULARY_STOP)) return false;
    const uint32_t verb = look_back(s, before, OBJECT_WINDOW, FW_W(CHANGE));
    if (verb == UINT32_MAX) return false;
    for (uint32_t k = verb + 1; k < before; k++) {
        if (s->tokens[k].kind == FW_TOKEN_PUNCT) return false;
    }
    *direction = fw_direction_of(s, verb);
    return true;
}

/* "a 22 % drop", "38 percent lower", "12 points down". */
static bool change_behind(const fw_scan *s, uint32_t next, fw_unit_kind kind, int *direction) {
    if (fw_scan_ends(s, next) || !fw_scan_has(s, next, FW_W(CHANGE) | FW_W(COMPARE))) return false;
    *direction = fw_direction_of(s, next);
    if (fw_scan_is(s, next, "later") || fw_scan_is(s, next, "earlier")) *direction = 0;
    return is_share_of_change(kind) ||
           (fw_scan_has(s, next, FW_W(COMPARE)) && kind != FW_UNIT_NONE && *direction);
}

bool fw_change_around(const fw_scan *s, uint32_t first, uint32_t next, fw_unit_kind kind, int *direction) {
    *direction = 0;
    if (first > 0 && !fw_scan_ends(s, first) && change_before(s, first - 1, kind, direction)) return true;
    return *direction == 0 && change_behind(s, next, kind, direction);
}
