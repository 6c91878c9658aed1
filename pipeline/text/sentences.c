/* sentences.c: where sentences end. */
#include "text/sentences.h"

#include <stdlib.h>
#include <string.h>

/* What a full stop behind the word means. */
typedef enum {
    NEVER_ENDS = 1,      /* a title: a name follows */
    ENDS_BEFORE_CAPITAL, /* may close a sentence: "etc." "Inc." */
    NEVER_BEFORE_NUMBER, /* "no. 4", "fig. 2" */
} abbreviation_kind;

typedef struct {
    const char *word;
    abbreviation_kind kind;
} abbreviation;

static const abbreviation ABBREVIATIONS[] = {
    {"a.m", ENDS_BEFORE_CAPITAL},
    {"adj", NEVER_ENDS},
    {"approx", NEVER_ENDS},
    {"apr", NEVER_BEFORE_NUMBER},
    {"aug", NEVER_BEFORE_NUMBER},
    {"ave", ENDS_BEFORE_CAPITAL},
    {"capt", NEVER_ENDS},
    {"cf", NEVER_ENDS},
    {"ch", NEVER_BEFORE_NUMBER},
    {"co", ENDS_BEFORE_CAPITAL},
    {"col", NEVER_ENDS},
    {"corp", ENDS_BEFORE_CAPITAL},
    {"dec", NEVER_BEFORE_NUMBER},
    {"dept", ENDS_BEFORE_CAPITAL},
    {"dr", NEVER_ENDS},
    {"e.g", NEVER_ENDS},
    {"ed", NEVER_BEFORE_NUMBER},
    {"est", ENDS_BEFORE_CAPITAL},
    {"etc", ENDS_BEFORE_CAPITAL},
    {"feb", NEVER_BEFORE_NUMBER},
    {"fig", NEVER_BEFORE_NUMBER},
    {"gen", NEVER_ENDS},
    {"gov", NEVER_ENDS},
    {"hon", NEVER_ENDS},
    {"hr", ENDS_BEFORE_CAPITAL},
    {"hrs", ENDS_BEFORE_CAPITAL},
    {"i.e", NEVER_ENDS},
    {"inc", ENDS_BEFORE_CAPITAL},
    {"jan", NEVER_BEFORE_NUMBER},
    {"jr", ENDS_BEFORE_CAPITAL},
    {"jul", NEVER_BEFORE_NUMBER},
    {"jun", NEVER_BEFORE_NUMBER},
    {"lt", NEVER_ENDS},
    {"ltd", ENDS_BEFORE_CAPITAL},
    {"mgr", NEVER_ENDS},
    {"mr", NEVER_ENDS},
    {"mrs", NEVER_ENDS},
    {"ms", NEVER_ENDS},
    {"mt", NEVER_ENDS},
    {"no", NEVER_BEFORE_NUMBER},
    {"nov", NEVER_BEFORE_NUMBER},
    {"oct", NEVER_BEFORE_NUMBER},
    {"p", NEVER_BEFORE_NUMBER},
    {"p.m", ENDS_BEFORE_CAPITAL},
    {"ph.d", ENDS_BEFORE_CAPITAL},
    {"pp", NEVER_BEFORE_NUMBER},
    {"prof", NEVER_ENDS},
    {"rep", NEVER_ENDS},
    {"rev", NEVER_ENDS},
    {"sec", NEVER_BEFORE_NUMBER},
    {"sen", NEVER_ENDS},
    {"sep", NEVER_BEFORE_NUMBER},
    {"sept", NEVER_BEFORE_NUMBER},
    {"sgt", NEVER_ENDS},
    {"sr", ENDS_BEFORE_CAPITAL},
    {"st", NEVER_ENDS},
    {"tel", NEVER_BEFORE_NUMBER},
    {"u.k", ENDS_BEFORE_CAPITAL},
    {"u.s", ENDS_BEFORE_CAPITAL},
    {"vol", NEVER_BEFORE_NUMBER},
    {"vs", NEVER_ENDS},
};

static int compare_word(const void *key, const void *row) {
    return strcmp(key, ((const abbreviation *)row)->word);
}

static abbreviation_kind abbreviation_of(const char *word) {
    const size_t count = sizeof ABBREVIATIONS / sizeof ABBREVIATIONS[0];
    const abbreviation *row = bsearch(word, ABBREVIATIONS, count, sizeof ABBREVIATIONS[0], compare_word);
    return row ? row->kind : 0;
}

static bool is_char(const fw_workspace *ws, uint32_t index, char c) {
    const fw_token *t = &ws->tokens.items[index];
    return t->end == t->start + 1 && ws->text.ptr[t->start] == c;
}

/* U+2026, the ellipsis in one character. */
static bool is_ellipsis(const fw_workspace *ws, uint32_t index) {
    const fw_str t = fw_token_text(ws, index);
    return t.len == 3 && memcmp(t.ptr, "\xE2\x80\xA6", 3) == 0;
}

/* Closing quotation marks and brackets stay with the sentence they close: straight ones only without a blank
 * before. */
static bool is_closer(const fw_workspace *ws, uint32_t index) {
    const fw_token *t = &ws->tokens.items[index];
    if (t->kind != FW_TOKEN_PUNCT) return false;
    if (is_char(ws, index, ')') || is_char(ws, index, ']')) return true;
    if (t->flags & FW_TOKEN_SPACE_BEFORE) return false;
    const fw_str text = fw_token_text(ws, index);
    if (text.len == 1) return text.ptr[0] == '"' || text.ptr[0] == '\'';
    return text.len == 3 &&
           (memcmp(text.ptr, "\xE2\x80\x9D", 3) == 0 || memcmp(text.ptr, "\xE2\x80\x99", 3) == 0);
}

static bool starts_lower(const fw_workspace *ws, uint32_t index) {
    const fw_token *t = &ws->tokens.items[index];
    return t->kind == FW_TOKEN_WORD && ws->text.ptr[t->start] >= 'a' && ws->text.ptr[t->start] <= 'z';
}

/* The word that a full stop at `stop` closes, with inner stops: "e.g" for "e.g."; empty when there is none.
 */
static void word_before(const fw_workspace *ws, uint32_t stop, char *out, size_t size) {
    uint32_t first = stop;
    while (first > 0 && !(ws->tokens.items[first].flags & FW_TOKEN_SPACE_BEFORE) &&
           (ws->tokens.items[first - 1].kind == FW_TOKEN_WORD || is_char(ws, first - 1, '.'))) {
        first--;
    }
    size_t used = 0;
    for (uint32_t i = first; i < stop; i++) {
        const fw_word *word = fw_word_at(ws, i);
        if (used + word->len + 1 > size) {
            used = 0;
            break;
        }
        memcpy(out + used, word->text, word->len);
        used += word->len;
    }
    out[used] = '\0';
}

/* A single letter before the stop is an initial ("J. Smith"), except "I" at the end of a thought. */
static bool is_initial(const char *word) { return word[0] && !word[1] && word[0] != 'i'; }

/* Whether the full stop at `stop` ends a sentence, when `next` is the token that would start the following
 * one. */
static bool full_stop_ends(const fw_workspace *ws, uint32_t stop, uint32_t next) {
    char word[24];
    word_before(ws, stop, word, sizeof word);
    const bool lower = starts_lower(ws, next);
    const bool number = ws->tokens.items[next].kind == FW_TOKEN_NUMBER;
    switch (abbreviation_of(word)) {
    case NEVER_ENDS:
        return false;
    case NEVER_BEFORE_NUMBER:
        return !number && !lower;
    case ENDS_BEFORE_CAPITAL:
        return !lower && !number;
    default:
        break;
    }
    if (is_initial(word) && !lower) return false;
    if (strchr(word, '.')) return !lower; /* an unknown dotted abbreviation: U.N., B.Sc. */
    return true;
}

/* A mark inside a quotation that goes on in small letters does not end: "Really?" she asked. */
static bool strong_mark_ends(const fw_workspace *ws, uint32_t last, uint32_t next) {
    const bool closed = is_closer(ws, last);
    return !(closed && starts_lower(ws, next));
}

/* Dots in a row are a pause unless a capital that is not "I" follows. */
static bool ellipsis_ends(const fw_workspace *ws, uint32_t next) {
    const fw_token *t = &ws->tokens.items[next];
    return (t->flags & FW_TOKEN_CAPITAL) && !(fw_word_at(ws, next)->text[0] == 'i' && t->end - t->start <= 4);
}

/* If a sentence ends with the mark at `mark`, returns the first token behind it (closers included), else 0.
 */
static uint32_t end_at_mark(const fw_workspace *ws, uint32_t mark) {
    const uint32_t count = ws->tokens.count;
    const bool stop = is_char(ws, mark, '.');
    const bool strong = is_char(ws, mark, '?') || is_char(ws, mark, '!');
    const bool pause = is_ellipsis(ws, mark);
    if (!stop && !strong && !pause) return 0;
    uint32_t last = mark;
    uint32_t dots = stop;
    while (last + 1 < count && !(ws->tokens.items[last + 1].flags & FW_TOKEN_LINE_BEFORE) &&
           (is_char(ws, last + 1, '.') || is_char(ws, last + 1, '?') || is_char(ws, last + 1, '!'))) {
        last++;
        dots += is_char(ws, last, '.');
    }
    while (last + 1 < count && is_closer(ws, last + 1)) last++;
    const uint32_t next = last + 1;
    if (next >= count) return count;
    if (ws->tokens.items[next].flags & FW_TOKEN_LINE_BEFORE) return next;
    if (!(ws->tokens.items[next].flags & FW_TOKEN_SPACE_BEFORE)) return 0;
    bool ends;
    if (strong) {
        ends = strong_mark_ends(ws, last, next);
    } else if (pause || dots > 1) {
        ends = ellipsis_ends(ws, next);
    } else {
        ends = full_stop_ends(ws, mark, next);
    }
    return ends ? next : 0;
}

/* A new line ends a sentence unless the text goes on in small letters (a hard-wrapped line). */
static bool line_ends(const fw_workspace *ws, uint32_t next) {
    return (ws->tokens.items[next].flags & FW_TOKEN_LINE_BEFORE) && !starts_lower(ws, next);
}

static bool push_sentence(fw_workspace *ws, uint32_t first, uint32_t end) {
    if (first >= end) return true;
    ws->tokens.items[first].flags |= FW_TOKEN_SENTENCE_START;
    return fw_push(&ws->sentences, ((fw_sentence){.first = first, .count = end - first}));
}

fw_code fw_split_sentences(fw_workspace *ws, fw_error *err) {
    ws->sentences.count = 0;
    uint32_t first = 0;
    const uint32_t count = ws->tokens.count;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t end = 0;
        if (i > first && line_ends(ws, i)) {
            end = i;
        } else if (ws->tokens.items[i].kind == FW_TOKEN_PUNCT) {
            end = end_at_mark(ws, i);
        }
        if (!end) continue;
        if (!push_sentence(ws, first, end)) return fw_fail_nomem(err);
        first = end;
        i = end > i ? end - 1 : i - 1;
    }
    return push_sentence(ws, first, count) ? FW_OK : fw_fail_nomem(err);
}
