/* blanks.c: white space: ASCII, and the UTF-8 forms of Unicode's blanks. */
#include "load/blanks.h"

#include <string.h>

static const char *const BLANKS[] = {
    " ",
    "\t",
    "\n",
    "\r",
    "\v",
    "\f",
    "\xC2\x85",
    "\xC2\xA0",
    "\xE1\x9A\x80",
    "\xE2\x80\x80",
    "\xE2\x80\x81",
    "\xE2\x80\x82",
    "\xE2\x80\x83",
    "\xE2\x80\x84",
    "\xE2\x80\x85",
    "\xE2\x80\x86",
    "\xE2\x80\x87",
    "\xE2\x80\x88",
    "\xE2\x80\x89",
    "\xE2\x80\x8A",
    "\xE2\x80\x8B",
    "\xE2\x80\xA8",
    "\xE2\x80\xA9",
    "\xE2\x80\xAF",
    "\xE2\x81\x9F",
    "\xE3\x80\x80",
    "\xEF\xBB\xBF",
};
enum { BLANK_COUNT = sizeof BLANKS / sizeof BLANKS[0] };

/* Bytes of the blank that the text begins with, or ends with; 0 without one. */
static size_t blank_of(fw_str text, bool at_end) {
    for (size_t i = 0; i < BLANK_COUNT; i++) {
        const size_t len = strlen(BLANKS[i]);
        if (len > text.len) continue;
        if (memcmp(at_end ? text.ptr + text.len - len : text.ptr, BLANKS[i], len) == 0) return len;
    }
    return 0;
}

static fw_str skip_blanks(fw_str text) {
    while (text.len) {
        const unsigned char first = (unsigned char)text.ptr[0];
        if (first > ' ' && first < 0x80) break; /* nearly every text ends the search here */
        const size_t step = blank_of(text, false);
        if (!step) break;
        text.ptr += step;
        text.len -= step;
    }
    return text;
}

bool fw_only_blanks(fw_str text) { return skip_blanks(text).len == 0; }

fw_str fw_trim_blanks(fw_str text) {
    fw_str left = skip_blanks(text);
    for (size_t step = blank_of(left, true); left.len && step; step = blank_of(left, true)) left.len -= step;
    return left;
}
