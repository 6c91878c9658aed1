/* clause_marks.c: marks between clauses. */
#include "text/clause_marks.h"

#include <string.h>

/* En and em dashes (U+2013, U+2014), and a hyphen with blanks around it. A dash between numbers is a range.
 */
static bool is_dash(const fw_workspace *ws, uint32_t index, uint32_t end) {
    const fw_str t = fw_token_text(ws, index);
    const bool spaced = (ws->tokens.items[index].flags & FW_TOKEN_SPACE_BEFORE) && index + 1 < end &&
                        (ws->tokens.items[index + 1].flags & FW_TOKEN_SPACE_BEFORE);
    if (t.len == 1 && t.ptr[0] == '-') /* the second one of "--" too */
        return spaced || (index > 0 && fw_token_is_char(ws, index - 1, '-') && index + 1 < end &&
                          !fw_token_is_char(ws, index + 1, '-'));
    if (t.len != 3 || memcmp(t.ptr, "\xE2\x80", 2) != 0) return false;
    const unsigned char last = (unsigned char)t.ptr[2];
    return last == 0x94 || (last == 0x93 && spaced);
}

bool fw_parts_clauses(const fw_workspace *ws, uint32_t index, uint32_t end) {
    if (ws->tokens.items[index].kind != FW_TOKEN_PUNCT) return false;
    if (fw_token_is_char(ws, index, ';')) return true;
    if (fw_token_is_char(ws, index, ':'))
        return index + 1 < end && (ws->tokens.items[index + 1].flags & FW_TOKEN_SPACE_BEFORE);
    return is_dash(ws, index, end);
}

bool fw_opens_bracket(const fw_workspace *ws, uint32_t index) {
    const fw_str t = fw_token_text(ws, index);
    if (ws->tokens.items[index].kind != FW_TOKEN_PUNCT ||
        ws->tokens.items[index + 1].flags & FW_TOKEN_SPACE_BEFORE)
        return false;
    if (t.len == 1 && (t.ptr[0] == '(' || t.ptr[0] == '[')) return true;
    const bool spaced = ws->tokens.items[index].flags & FW_TOKEN_SPACE_BEFORE;
    const bool straight = t.len == 1 && (t.ptr[0] == '"' || t.ptr[0] == '\'');
    return spaced && (straight || t.len == 2 || t.len == 3);
}
