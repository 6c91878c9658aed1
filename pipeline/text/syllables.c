/* syllables.c: syllables by rule, for readability: vowel groups, less silent letters, more where neighbours
 * part. */
#include "text/tally.h"

#include <string.h>

enum { LONGEST = 48 };

/* Where the letters of a rule stand in the word. */
typedef enum { INSIDE, AT_START, AT_END } place;

/* Letters that change the count. INSIDE counts each occurrence. A rule needs a letter before it when it names
 * some that must not stand there. */
typedef struct {
    const char *not_after; /* letters before which make it void, or NULL */
    char letters[10];      /* two or more; in place, as each rule is looked at for each new word */
    signed char add;
    unsigned char where;
    unsigned char len; /* of the letters */
} rule;
#define RULE(letters, add, where, not_after)                                                                 \
    { not_after, letters, add, where, sizeof(letters) - 1 }

/* Rules whose letters have the same two vowels in a row. */
typedef struct {
    char pair[3];
    unsigned char count;
    const rule *rules;
} rule_group;
#define GROUP(pair, ...)                                                                                     \
    {                                                                                                        \
        pair, sizeof((const rule[]){__VA_ARGS__}) / sizeof(rule), (const rule[]) { __VA_ARGS__ }             \
    }

/* Two vowels that are spoken apart, though they stand together, or not at all: by their first such two. */
static const rule_group PAIRS[] = {
    /* "medium", "various", "riot", but not "nation", "special", "opinion" */
    GROUP("ia", RULE("ia", 1, INSIDE, "tscgxh"), RULE("tiat", 1, INSIDE, NULL),
          RULE("ciat", 1, INSIDE, NULL)),
    GROUP("iu", RULE("iu", 1, INSIDE, NULL)),
    GROUP("io", RULE("io", 1, INSIDE, "tscgxnlh"), RULE("ion", 1, AT_START, NULL),
          RULE("lion", 1, AT_START, NULL)),
    GROUP("ie", RULE("ient", 1, INSIDE, "tcshrn"), RULE("ienc", 1, INSIDE, "tcshn"),
          RULE("orient", 1, INSIDE, NULL), RULE("scien", 1, AT_START, NULL), RULE("iet", 1, INSIDE, NULL),
          RULE("iest", 1, AT_END, "r"), RULE("rriest", 1, AT_END, NULL), RULE("ierr", 1, INSIDE, "fpt")),
    GROUP("ii", RULE("iing", 1, AT_END, NULL)),
    /* "usual", "influence", "fuel", "ruin", "continuous", but not "quality", "guess"; not spoken in "unique",
       "league" */
    GROUP("ua", RULE("ua", 1, INSIDE, "qgs"), RULE("sua", 1, INSIDE, "r")),
    GROUP("ue", RULE("uen", 1, INSIDE, "qgo"), RULE("uel", 1, INSIDE, "qg"), RULE("ique", -1, AT_END, NULL),
          RULE("iques", -1, AT_END, NULL), RULE("aque", -1, AT_END, NULL), RULE("aques", -1, AT_END, NULL),
          RULE("sque", -1, AT_END, NULL), RULE("sques", -1, AT_END, NULL), RULE("esqued", -1, AT_END, NULL),
          RULE("oque", -1, AT_END, NULL), RULE("ngue", -1, AT_END, NULL), RULE("ngues", -1, AT_END, NULL),
          RULE("ague", -1, AT_END, NULL), RULE("agues", -1, AT_END, NULL), RULE("igue", -1, AT_END, NULL),
          RULE("igues", -1, AT_END, NULL), RULE("igued", -1, AT_END, NULL), RULE("ogue", -1, AT_END, NULL),
          RULE("ogues", -1, AT_END, NULL), RULE("agued", -1, AT_END, NULL)),
    GROUP("ui", RULE("uing", 1, AT_END, "qg"), RULE("rguing", 1, AT_END, NULL), RULE("uine", 1, INSIDE, "g"),
          RULE("ruin", 1, AT_START, NULL), RULE("luid", 1, INSIDE, NULL), RULE("uiti", 1, INSIDE, "rfq"),
          RULE("uity", 1, AT_END, NULL)),
    GROUP("uo", RULE("uou", 1, INSIDE, NULL)),
    /* "poem", "chaos", "going", "cooperate", "coincide" */
    GROUP("oe", RULE("poe", 1, INSIDE, NULL), RULE("croe", 1, INSIDE, NULL), RULE("coef", 1, AT_START, NULL),
          RULE("coex", 1, AT_START, NULL), RULE("coer", 1, AT_START, NULL)),
    GROUP("ou", RULE("ouette", 1, INSIDE, NULL)),
    GROUP("oi", RULE("coinc", 1, AT_START, NULL), RULE("oing", 1, AT_END, NULL),
          RULE("oist", 1, AT_END, "mh"), RULE("oic", 1, AT_END, NULL)),
    GROUP("oa", RULE("coali", 1, AT_START, NULL), RULE("oa", 1, AT_END, "o")),
    GROUP("oo", RULE("cooper", 1, INSIDE, NULL), RULE("coordin", 1, INSIDE, NULL),
          RULE("zoolog", 1, AT_START, NULL), RULE("ooa", 1, INSIDE, NULL)),
    GROUP("ao", RULE("ao", 1, INSIDE, NULL)),
    GROUP("ai", RULE("aic", 1, AT_END, NULL)),
    /* "video", "theory", "museum", "being", "create", "idea", "reassess", but not "people", "surgeon" */
    GROUP("eo", RULE("eo", 1, INSIDE, "gprmyk"), RULE("leopard", -1, INSIDE, NULL),
          RULE("meow", 1, AT_START, NULL), RULE("eo", 1, AT_START, NULL), RULE("geo", 1, AT_START, NULL),
          RULE("geor", -1, AT_START, NULL), RULE("geoff", -1, AT_START, NULL), RULE("reo", 1, INSIDE, "i"),
          RULE("reo", 1, AT_START, NULL), RULE("meo", 1, AT_END, NULL), RULE("homeo", 1, AT_START, NULL),
          RULE("homeow", -1, AT_START, NULL), RULE("cheon", -1, AT_END, NULL),
          RULE("eou", -1, INSIDE, "gprmykntl"), RULE("hteou", -1, INSIDE, NULL)),
    GROUP("eu", RULE("eum", 1, AT_END, NULL), RULE("eus", 1, AT_END, "z"), RULE("reun", 1, AT_START, NULL),
          RULE("reus", 1, AT_START, NULL)),
    GROUP("ei", RULE("eing", 1, AT_END, NULL), RULE("reinf", 1, AT_START, NULL),
          RULE("reinv", 1, AT_START, NULL), RULE("reins", 1, AT_START, NULL),
          RULE("reimb", 1, AT_START, NULL), RULE("reimp", 1, AT_START, NULL), RULE("eity", 1, AT_END, NULL)),
    GROUP("ea", RULE("creat", 1, INSIDE, NULL), RULE("creatur", -1, INSIDE, NULL),
          RULE("theat", 1, INSIDE, NULL), RULE("react", 1, INSIDE, NULL), RULE("reali", 1, INSIDE, NULL),
          RULE("reass", 1, AT_START, NULL), RULE("realloc", 1, AT_START, NULL),
          RULE("reapp", 1, AT_START, NULL), RULE("rearr", 1, AT_START, NULL),
          RULE("reaff", 1, AT_START, NULL), RULE("reab", 1, AT_START, NULL), RULE("realt", 1, AT_START, NULL),
          RULE("nuclear", 1, INSIDE, NULL), RULE("linear", 1, INSIDE, NULL)),
    GROUP("ee", RULE("reen", 1, AT_START, NULL), RULE("reem", 1, AT_START, NULL),
          RULE("reest", 1, AT_START, NULL), RULE("preem", 1, AT_START, NULL),
          RULE("preex", 1, AT_START, NULL), RULE("reev", 1, AT_START, NULL)),
    GROUP("ay", RULE("wednesday", -1, AT_START, NULL)),
};

/* What needs no two vowels in a row. */
static const rule OTHERS[] = {
    /* consonants that carry a syllable of their own: "criticism", "rhythm", "didn't", "that'll" */
    RULE("sm", 1, AT_END, NULL),
    RULE("sms", 1, AT_END, NULL),
    RULE("thm", 1, AT_END, NULL),
    RULE("thms", 1, AT_END, NULL),
    RULE("n't", 1, AT_END, "aeiour"),
    RULE("'ll", 1, AT_END, "aeiouy"),
    RULE("'d", 1, AT_END, "aeiouy"),
    RULE("'ve", 1, AT_END, "aeiouy"),
    /* -ed that is spoken in adjectives */
    RULE("rugged", 1, AT_END, NULL),
    RULE("ragged", 1, AT_END, NULL),
    RULE("wretched", 1, AT_END, NULL),
    RULE("naked", 1, AT_END, NULL),
    RULE("wicked", 1, AT_END, NULL),
    RULE("s's", 1, AT_END, NULL),
    RULE("x's", 1, AT_END, NULL),
    RULE("ch's", 1, AT_END, NULL),
    RULE("ce's", 1, AT_END, NULL),
    RULE("ge's", 1, AT_END, NULL),
    RULE("se's", 1, AT_END, NULL),
    /* vowels that are not spoken */
    RULE("business", -1, INSIDE, NULL),
    RULE("every", -1, AT_START, NULL),
    RULE("evening", -1, AT_START, NULL),
    RULE("vegetabl", -1, INSIDE, NULL),
    RULE("choc", -1, AT_START, NULL),
};

/* First parts of compounds whose last e stays silent: "something", "framework", "baseline". */
static const char *const FIRST_PARTS[] = {
    "some",  "home",  "time",  "life",  "base",  "frame", "fore",  "pipe",  "guide", "safe",
    "game",  "note",  "house", "where", "there", "like",  "wide",  "whole", "make",  "take",
    "face",  "fire",  "wire",  "side",  "live",  "name",  "place", "care",  "five",  "nine",
    "line",  "horse", "store", "white", "race",  "state", "space", "trade", "case",  "price",
    "voice", "smoke", "sale",  "rate",  "stage", "ware",  "none",  "goose", "juke",  "judge"};

/* Endings before which an e is silent: "achievement", "awareness", "careful", "likely". */
typedef struct {
    const char *letters;
    size_t len;
} suffix;
#define SUFFIX(letters)                                                                                      \
    { letters, sizeof(letters) - 1 }
static const suffix SUFFIXES[] = {SUFFIX("ment"),     SUFFIX("ments"),  SUFFIX("mental"), SUFFIX("mentally"),
                                  SUFFIX("ness"),     SUFFIX("nesses"), SUFFIX("less"),   SUFFIX("lessly"),
                                  SUFFIX("lessness"), SUFFIX("ful"),    SUFFIX("fully"),  SUFFIX("fuls"),
                                  SUFFIX("fulness"),  SUFFIX("ly"),     SUFFIX("some"),   SUFFIX("where"),
                                  SUFFIX("ville"),    SUFFIX("ty"),     SUFFIX("ties"),   SUFFIX("land"),
                                  SUFFIX("way")};

/* Without a branch: letters of a new word are not to be predicted. */
static inline bool is_vowel(char c) {
    static const uint32_t VOWELS = 1u << ('a' - 'a') | 1u << ('e' - 'a') | 1u << ('i' - 'a') |
                                   1u << ('o' - 'a') | 1u << ('u' - 'a') | 1u << ('y' - 'a');
    const uint32_t letter = (uint32_t)(unsigned char)c - 'a';
    return (VOWELS >> (letter & 31) & (letter < 26)) != 0;
}

/* A bit for each vowel of the word, the lowest one for its first letter. */
static uint64_t vowels_of(const char *word, size_t len) {
    static_assert(LONGEST <= 64, "a bit for each letter");
    uint64_t vowels = 0;
    for (size_t i = 0; i < len; i++) vowels |= (uint64_t)is_vowel(word[i]) << i;
    return vowels;
}

/* Whether one of the first `len` letters is a vowel. */
static bool has_vowel(uint64_t vowels, size_t len) { return (vowels & fw_lowest((uint32_t)len)) != 0; }

static bool ends_with(const char *word, size_t len, const char *ending) {
    const size_t n = strlen(ending);
    return len >= n && memcmp(word + len - n, ending, n) == 0;
}

/* ---- rules ---- */

static bool fits_at(const rule *r, const char *word, size_t at) {
    if (!r->not_after) return true;
    return at > 0 && !strchr(r->not_after, word[at - 1]);
}

/* For each letter, those that stand behind it somewhere in the word, as bits; other characters share the
 * places of letters. */
static void find_pairs(const char *word, size_t len, uint32_t behind[32]) {
    memset(behind, 0, 32 * sizeof *behind);
    for (size_t i = 1; i < len; i++) behind[word[i - 1] & 31] |= 1u << (word[i] & 31);
}

/* Nearly no rule fits a word: most are ruled out by their first two letters, before anything is called. */
static int apply(const rule *rules, size_t count, const char *word, size_t len, const uint32_t behind[32]) {
    int sum = 0;
    for (const rule *r = rules; r < rules + count; r++) {
        if (!(behind[r->letters[0] & 31] >> (r->letters[1] & 31) & 1) || r->len > len) continue;
        if (r->where == INSIDE) {
            for (const char *p = word; (p = strstr(p, r->letters)) != NULL; p++)
                sum += fits_at(r, word, (size_t)(p - word)) ? r->add : 0;
        } else {
            const size_t at = r->where == AT_END ? len - r->len : 0;
            if (memcmp(word + at, r->letters, r->len) == 0 && fits_at(r, word, at)) sum += r->add;
        }
    }
    return sum;
}

static int apply_pairs(const char *word, size_t len, const uint32_t behind[32]) {
    int sum = 0;
    for (const rule_group *g = PAIRS; g < PAIRS + sizeof PAIRS / sizeof *PAIRS; g++)
        if (behind[g->pair[0] & 31] >> (g->pair[1] & 31) & 1)
            sum += apply(g->rules, g->count, word, len, behind);
    return sum;
}

/* ---- silent e ---- */

/* "tle" in "settle", "bre" in "acre": the l or r makes a syllable of the consonant before it. */
static bool carries(const char *word, size_t at) {
    if (at < 2 || (word[at - 1] != 'l' && word[at - 1] != 'r') || is_vowel(word[at - 2])) return false;
    if (word[at - 2] == 's') return at > 2 && word[at - 3] != 'i'; /* "hassle", not "aisle" */
    return !strchr("lrwh", word[at - 2]);
}

/* A final e is silent ("rate"), also under -s and -d; not in "-le" behind a consonant ("table"), nor after t
 * or d in -ed, nor after hissing sounds in -es. */
static bool has_silent_ending(const char *word, size_t len) {
    const char last = word[len - 1];
    if (last == 'e') {
        return len > 1 && !is_vowel(word[len - 2]) && !(carries(word, len - 1) && word[len - 2] == 'l');
    }
    if (len < 4 || word[len - 2] != 'e' || is_vowel(word[len - 3])) return false;
    if (last == 'd') return !strchr("td", word[len - 3]) && !carries(word, len - 2);
    if (last != 's' || strchr("szxc", word[len - 3]) || carries(word, len - 2)) return false;
    return !ends_with(word, len, "ches") && !ends_with(word, len, "shes") && !ends_with(word, len, "ges");
}

/* The e inside "achievement" and "something". */
static int silent_inside(const char *word, size_t len, uint64_t vowels) {
    static const char *const SPOKEN[] = {"elem", "teneme", "veheme", "inclem", "somer"};
    for (size_t i = 0; i < sizeof SPOKEN / sizeof SPOKEN[0]; i++) {
        if (strncmp(word, SPOKEN[i], strlen(SPOKEN[i])) == 0) return 0;
    }
    for (const suffix *end = SUFFIXES; end < SUFFIXES + sizeof SUFFIXES / sizeof *SUFFIXES; end++) {
        const size_t n = end->len;
        if (end->letters[n - 1] != word[len - 1] || len < n + 3 ||
            memcmp(word + len - n, end->letters, n) != 0)
            continue;
        const size_t e = len - n - 1;
        if (word[e] == 'e' && !is_vowel(word[e - 1]) && !carries(word, e) && has_vowel(vowels, e - 1))
            return -1;
    }
    if (len < 6 || (word[3] != 'e' && word[4] != 'e')) return 0; /* all first parts end so */
    for (size_t i = 0; i < sizeof FIRST_PARTS / sizeof FIRST_PARTS[0]; i++) {
        if (word[0] != FIRST_PARTS[i][0]) continue;
        const size_t n = strlen(FIRST_PARTS[i]);
        if (len < n + 2 || memcmp(word, FIRST_PARTS[i], n) != 0) continue;
        if (!is_vowel(word[n]) && strcmp(word + n, "st") != 0) return -1;
    }
    return 0;
}

/* ---- the word ---- */

/* Letters with marks as those without; an e with a mark is spoken, so it must not look like a silent one. */
static size_t plain_letters(const char *word, size_t len, char *out) {
    static const char PLAIN[] = "aaaaaaaceeeeiiiidnooooo_ouuuuyty"; /* U+00E0 on */
    size_t n = 0;
    for (size_t i = 0; i < len && n < LONGEST; i++) {
        const unsigned char c = (unsigned char)word[i], next = (unsigned char)(i + 1 < len ? word[i + 1] : 0);
        if (c == 0xC3 && next >= 0xA0) {
            const char letter = PLAIN[next - 0xA0];
            out[n++] = letter == 'e' && i + 2 >= len ? 'i' : letter;
            i++;
        } else {
            out[n++] = (char)c;
        }
    }
    out[n] = '\0';
    return n;
}

/* A y before a vowel begins a syllable: "beyond", "canyon"; not where it is the first vowel: "dyad", or
 * behind a consonant and before -ing, -one: "copying", "anyone". */
static bool is_glide(const char *word, size_t i, bool vowel_before) {
    const char next = word[i + 1];
    if (word[i] != 'y' || !next || !is_vowel(next) || next == 'y') return false;
    if (i == 0) return true;
    if (is_vowel(word[i - 1])) return true;
    return vowel_before && (strncmp(word + i, "yard", 4) == 0 || strncmp(word + i, "yer", 3) == 0 ||
                            (word[i - 1] == 'n' && strncmp(word + i, "yon", 3) == 0 && word[i + 3] != 'e'));
}

static int vowel_groups(const char *word, size_t len, uint64_t vowels) {
    uint64_t spoken = vowels, ys = 0;
    for (const char *y = memchr(word, 'y', len); y; y = strchr(y + 1, 'y')) {
        const size_t i = (size_t)(y - word);
        if (is_glide(word, i, has_vowel(spoken, i))) spoken &= ~(UINT64_C(1) << i);
        ys |= UINT64_C(1) << i;
    }
    const uint64_t first = spoken & ~(spoken << 1);
    const uint64_t parted = spoken & (spoken & ys) << 1 & ~(vowels << 2); /* "dy-ad", "copy-ing" */
    return (int)(fw_bits_in(first) + fw_bits_in(parted));
}

/* Final "-ea" and "-ier" stand apart in words of more than one syllable: "idea", "earlier", not "tea",
 * "pier". */
static int late_pairs(const char *word, size_t len, uint64_t vowels) {
    static const char *const ENDINGS[] = {"ea", "eas", "ier", "iers"};
    for (size_t i = 0; i < sizeof ENDINGS / sizeof ENDINGS[0]; i++) {
        const size_t n = strlen(ENDINGS[i]);
        if (ends_with(word, len, ENDINGS[i]) && has_vowel(vowels, len - n) && !ends_with(word, len, "seas") &&
            !ends_with(word, len, "reas"))
            return 1;
    }
    return 0;
}

uint32_t fw_syllables(const char *text, size_t text_len) {
    char word[LONGEST + 1];
    const size_t len = plain_letters(text, text_len, word);
    if (len == 0) return 1;
    const uint64_t vowels = vowels_of(word, len);
    int count = vowel_groups(word, len, vowels);
    uint32_t behind[32];
    find_pairs(word, len, behind);
    if (vowels & vowels << 1) count += apply_pairs(word, len, behind) + late_pairs(word, len, vowels);
    count += apply(OTHERS, sizeof OTHERS / sizeof OTHERS[0], word, len, behind);
    if (count > 1) count += silent_inside(word, len, vowels);
    if (count > 1 && has_silent_ending(word, len)) count--;
    return count > 0 ? (uint32_t)count : 1;
}
