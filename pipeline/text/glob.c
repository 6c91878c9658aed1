/* glob.c: words with wildcards. */
#include "text/glob.h"

#include <string.h>

bool fw_is_glob(fw_str text) {
    return memchr(text.ptr, '*', text.len) != NULL || memchr(text.ptr, '?', text.len) != NULL;
}

/* Behind the letter at i, all of its bytes. */
static size_t next_letter(fw_str word, size_t i) {
    i++;
    while (i < word.len && ((unsigned char)word.ptr[i] & 0xC0) == 0x80) i++;
    return i;
}

/* Only the last star has to be tried again: an earlier one that takes more leaves less for what follows. */
bool fw_glob_fits(fw_str pattern, fw_str word) {
    size_t p = 0, w = 0, star = SIZE_MAX, taken = 0;
    while (w < word.len) {
        if (p < pattern.len && pattern.ptr[p] == '*') {
            star = p++;
            taken = w;
        } else if (p < pattern.len && pattern.ptr[p] == '?') {
            p++;
            w = next_letter(word, w);
        } else if (p < pattern.len && pattern.ptr[p] == word.ptr[w]) {
            p++;
            w++;
        } else if (star != SIZE_MAX) {
            p = star + 1;
            w = taken = next_letter(word, taken);
        } else {
            return false;
        }
    }
    while (p < pattern.len && pattern.ptr[p] == '*') p++;
    return p == pattern.len;
}
