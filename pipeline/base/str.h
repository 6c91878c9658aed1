/* str.h: what one does with a borrowed fw_str, and strict parsing of numbers. */
#ifndef FAILWISE_BASE_STR_H
#define FAILWISE_BASE_STR_H

#include <failwise/types.h>

#include <string.h>

/* A view of a C string; of a literal. */
fw_str fw_str_of(const char *text);
#define FW_STR(literal) ((fw_str){(literal), sizeof(literal) - 1})

static inline bool fw_str_equal(fw_str a, fw_str b) {
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}
/* Equality under ASCII case folding (header names, options). */
bool fw_str_equal_nocase(fw_str a, fw_str b);
/* Byte order, shorter first on a tie: <0, 0, >0. */
int fw_str_compare(fw_str a, fw_str b);
/* A copy as a C string, up to a NUL byte; NULL when memory is out. Freed by the caller. Unlike strndup it
 * never looks behind the view for the end of a string. */
char *fw_str_dup(fw_str text);
/* Without leading and trailing spaces, tabs, CR and LF: hardly any text has some. */
fw_str fw_str_trim_ends(fw_str text);
static inline fw_str fw_str_trim(fw_str text) {
    const bool bare =
        text.len == 0 || ((unsigned char)text.ptr[0] > ' ' && (unsigned char)text.ptr[text.len - 1] > ' ');
    return bare ? text : fw_str_trim_ends(text);
}

/* Characters that nobody sees, of two bytes and of three. */
#define FW_SOFT_HYPHEN "\xC2\xAD"
#define FW_WORD_JOINER "\xE2\x81\xA0"

/* Length of the one of them that text starts with; 0 for what is seen. */
static inline size_t fw_str_unseen(const char *text, size_t len) {
    const size_t two = sizeof FW_SOFT_HYPHEN - 1, three = sizeof FW_WORD_JOINER - 1;
    if (len >= two && memcmp(text, FW_SOFT_HYPHEN, two) == 0) return two;
    return len >= three && memcmp(text, FW_WORD_JOINER, three) == 0 ? three : 0;
}

/* What `count` things add to a regular noun. */
static inline const char *fw_plural(size_t count) { return count == 1 ? "" : "s"; }

/* The whole of `text` as a finite decimal number (no hex, no nan, no inf, no junk, C locale). */
bool fw_parse_double(fw_str text, double *out);
/* The whole of `text` as a decimal integer in [min, max]. */
bool fw_parse_int(fw_str text, int64_t min, int64_t max, int64_t *out);

/* Offset of the first byte that is not part of well-formed UTF-8 (Unicode table 3-7); `len` when all is well.
 */
size_t fw_utf8_valid_prefix(const char *text, size_t len);
/* Whether all of it is well-formed UTF-8 without NUL. */
bool fw_is_text(const char *text, size_t len);

/* The 128-bit XXH3 of an id, and a seeded 64-bit XXH3. */
fw_id128 fw_id_hash(fw_str id);
uint64_t fw_hash64(const void *bytes, size_t len, uint64_t seed);

/* A number made of a name's length and three of its bytes: tells apart most of the few names that follow one
 * another in a column, for less than a hash of them. */
static inline size_t fw_name_glance(fw_str name) {
    const unsigned char *bytes = (const unsigned char *)name.ptr;
    if (name.len == 0) return 0;
    return bytes[0] * 3U + bytes[name.len / 2] * 7U + bytes[name.len - 1] * 29U + name.len * 5;
}

/* Edit distance (insert, delete, replace, swap of neighbours); for "did you mean". Strings above 63 bytes:
 * SIZE_MAX. */
size_t fw_edit_distance(const char *a, const char *b);

#endif
