/* syllables.c: syllables by rule, for readability: vowel groups less silent endings. */
#include "text/tally.h"

#include <string.h>

/* One test of a bit: asked for each letter of each new word. */
static bool is_vowel(char c) {
    static const uint32_t VOWELS = 1u << ('a' - 'a') | 1u << ('e' - 'a') | 1u << ('i' - 'a') |
                                   1u << ('o' - 'a') | 1u << ('u' - 'a') | 1u << ('y' - 'a');
    return c >= 'a' && c <= 'z' && (VOWELS >> (c - 'a') & 1);
}

static bool ends_with(const char *word, size_t len, const char *ending) {
    const size_t n = strlen(ending);
    return len >= n && memcmp(word + len - n, ending, n) == 0;
}

/* A final e is silent ("rate"), also under -s and -d; not in "-le" behind a consonant ("table"), nor after t
 * or d in -ed. */
static bool has_silent_ending(const char *word, size_t len) {
    if (ends_with(word, len, "le") && len > 2 && !is_vowel(word[len - 3])) return false;
    if (ends_with(word, len, "e")) return len > 1 && !is_vowel(word[len - 2]);
    if (ends_with(word, len, "es")) {
        return len > 3 && !is_vowel(word[len - 3]) && !memchr("szxc", word[len - 3], 4) &&
               !ends_with(word, len, "ches") && !ends_with(word, len, "shes") && !ends_with(word, len, "ges");
    }
    if (ends_with(word, len, "ed"))
        return len > 3 && !is_vowel(word[len - 3]) && !memchr("td", word[len - 3], 2);
    return false;
}

uint32_t fw_syllables(const char *word, size_t len) {
    uint32_t groups = 0;
    bool before = false;
    for (size_t i = 0; i < len; i++) {
        const bool vowel = is_vowel(word[i]);
        groups += vowel && !before;
        /* neighbouring vowels in two syllables: "ia", "io" (not -tion, -sion), "iu", "eo", "ua" */
        if (vowel && before && i > 1 && word[i - 1] == 'i' && memchr("aou", word[i], 3) &&
            !memchr("tscg", word[i - 2], 4)) {
            groups++;
        }
        before = vowel;
    }
    if (groups > 1 && has_silent_ending(word, len)) groups--;
    return groups ? groups : 1;
}
