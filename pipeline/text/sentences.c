/* sentences.c: where sentences end. */
#include "text/sentences.h"

#include <failwise/categories.h>

#include "text/abbreviations.h"

#include <string.h>

/* U+2026, the ellipsis in one character. */
static bool is_ellipsis(const fw_workspace *ws, uint32_t index) {
    const fw_str t = fw_token_text(ws, index);
    return t.len == 3 && memcmp(t.ptr, "\xE2\x80\xA6", 3) == 0;
}

/* En and em dash. */
static bool is_dash(const fw_workspace *ws, uint32_t index) {
    const fw_str t = fw_token_text(ws, index);
    return t.len == 3 && (memcmp(t.ptr, "\xE2\x80\x93", 3) == 0 || memcmp(t.ptr, "\xE2\x80\x94", 3) == 0);
}

/* Closing quotation marks and brackets stay with the sentence they close: straight ones only without a blank
 * before. */
static bool is_closer(const fw_workspace *ws, uint32_t index) {
    const fw_token *t = &ws->tokens.items[index];
    if (t->kind != FW_TOKEN_PUNCT) return false;
    if (fw_token_is_char(ws, index, ')') || fw_token_is_char(ws, index, ']')) return true;
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
           (ws->tokens.items[first - 1].kind == FW_TOKEN_WORD || fw_token_is_char(ws, first - 1, '.'))) {
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

static bool adjacent(const fw_workspace *ws, uint32_t index) {
    return index < ws->tokens.count && !(ws->tokens.items[index].flags & FW_TOKEN_SPACE_BEFORE);
}

static bool is_function_word(const fw_workspace *ws, uint32_t index) {
    static const fw_cat FUNCTION[] = {
        FW_CAT_determiner, FW_CAT_pron_i,  FW_CAT_pron_we,     FW_CAT_pron_you,     FW_CAT_pron_third,
        FW_CAT_pron_it,    FW_CAT_wh_word, FW_CAT_coordinator, FW_CAT_subordinator, FW_CAT_preposition,
        FW_CAT_be,         FW_CAT_do,      FW_CAT_modal};
    for (size_t i = 0; i < sizeof FUNCTION / sizeof FUNCTION[0]; i++) {
        if (fw_token_is(ws, index, FUNCTION[i])) return true;
    }
    return false;
}

/* A capital on a function word opens a sentence ("The", "We", "After"): no name goes on like that. */
static bool is_starter(const fw_workspace *ws, uint32_t index) {
    const fw_token *t = &ws->tokens.items[index];
    if (t->kind != FW_TOKEN_WORD || !(t->flags & FW_TOKEN_CAPITAL)) return false;
    if (t->end - t->start == 1 && adjacent(ws, index + 1) && fw_token_is_char(ws, index + 1, '.'))
        return false;
    return is_function_word(ws, index) || fw_token_is(ws, index, FW_CAT_adverb);
}

/* A single letter before the stop may be an initial ("J. Smith"). "I" is one only between names: "Albert I.
 * Jones". */
static bool is_initial(const fw_workspace *ws, uint32_t stop, const char *word) {
    if (!word[0] || word[1]) return false;
    if (stop == 0 || !(ws->tokens.items[stop - 1].flags & FW_TOKEN_CAPITAL)) return false; /* "4.2 s." */
    if (word[0] != 'i') return true;
    if (stop < 2) return false;
    const fw_token *before = &ws->tokens.items[stop - 2];
    return before->kind == FW_TOKEN_WORD && (before->flags & FW_TOKEN_CAPITAL) &&
           !(before->flags & FW_TOKEN_SENTENCE_START) && !is_starter(ws, stop - 2);
}

static bool has_finite_verb(const fw_workspace *ws, uint32_t from, uint32_t to) {
    for (uint32_t i = from; i < to; i++) {
        if (fw_is_word(&ws->tokens.items[i]) && fw_token_has(ws, i, FW_FINITE_PLURAL)) return true;
    }
    return false;
}

/* Whether the full stop at `stop` ends the sentence that began at `first`, when `next` is the token that
 * would start the following one. */
static bool full_stop_ends(const fw_workspace *ws, uint32_t first, uint32_t stop, uint32_t next) {
    char word[24];
    word_before(ws, stop, word, sizeof word);
    const fw_token *t = &ws->tokens.items[next];
    const bool lower = starts_lower(ws, next);
    const bool number = t->kind == FW_TOKEN_NUMBER;
    switch (fw_abbreviation_of(word)) {
    case FW_ABBREVIATION_NEVER:
        return false;
    case FW_ABBREVIATION_NAME:
        return is_starter(ws, next);
    case FW_ABBREVIATION_TIME: /* "At 5 a.m. Mr. Smith went": no verb yet; "5 p.m. EST" goes on */
        return !lower && !number && has_finite_verb(ws, first, stop) &&
               (!(t->flags & FW_TOKEN_ALL_CAPS) || is_starter(ws, next));
    case FW_ABBREVIATION_COUNTED:
        return !number && !lower;
    case FW_ABBREVIATION_NUMBER:
        return !number;
    default:
        break;
    }
    if (is_initial(ws, stop, word)) return lower || number || is_starter(ws, next);
    if (strchr(word, '.')) return is_starter(ws, next); /* an unknown dotted abbreviation: U.N., B.Sc. */
    const bool degree = stop > 0 && ws->tokens.items[stop - 1].kind == FW_TOKEN_SYMBOL && number;
    return !degree; /* "N°. 12" */
}

/* Dots in a row are a pause unless a capital that is not "I" follows. */
static bool ellipsis_ends(const fw_workspace *ws, uint32_t next) {
    const fw_token *t = &ws->tokens.items[next];
    return (t->flags & FW_TOKEN_CAPITAL) && !(fw_word_at(ws, next)->text[0] == 'i' && t->end - t->start <= 4);
}

/* Text goes on in small letters behind a closed quotation or bracket ("Really?" she asked) and behind a dash
 * ("voila! - you have"). */
static bool goes_on(const fw_workspace *ws, uint32_t last, uint32_t next) {
    uint32_t behind = next;
    while (behind + 1 < ws->tokens.count && (fw_token_is_char(ws, behind, '-') || is_dash(ws, behind)))
        behind++;
    return (behind > next || is_closer(ws, last)) && starts_lower(ws, behind);
}

/* A blank is missing between two sentences: "it failed.Then". In names of files and hosts no blank follows
 * soon. */
static bool blank_is_missing(const fw_workspace *ws, uint32_t mark, uint32_t next) {
    const fw_token *after = &ws->tokens.items[next];
    if (mark == 0 || after->kind != FW_TOKEN_WORD || !(after->flags & FW_TOKEN_CAPITAL)) return false;
    if ((after->flags & FW_TOKEN_ALL_CAPS) || adjacent(ws, next + 1)) return false;
    const fw_token *before = &ws->tokens.items[mark - 1];
    if (before->kind > FW_TOKEN_NUMBER || before->end - before->start < 2) return false;
    if (before->flags & (FW_TOKEN_CAPITAL | FW_TOKEN_ALL_CAPS)) return false;
    return mark < 2 || !adjacent(ws, mark - 1);
}

/* Passes the marks at `mark` and the closers behind them: *next is the first token behind. True when a
 * sentence that began at `first` ends there. */
static bool ends_at_marks(const fw_workspace *ws, uint32_t first, uint32_t mark, uint32_t *next) {
    const uint32_t count = ws->tokens.count;
    const bool strong = fw_token_is_char(ws, mark, '?') || fw_token_is_char(ws, mark, '!');
    const bool pause = is_ellipsis(ws, mark);
    uint32_t last = mark;
    uint32_t dots = fw_token_is_char(ws, mark, '.');
    *next = mark + 1;
    if (!dots && !strong && !pause) return false;
    while (last + 1 < count && !(ws->tokens.items[last + 1].flags & FW_TOKEN_LINE_BEFORE) &&
           (fw_token_is_char(ws, last + 1, '.') || fw_token_is_char(ws, last + 1, '?') ||
            fw_token_is_char(ws, last + 1, '!'))) {
        last++;
        dots += fw_token_is_char(ws, last, '.');
    }
    const uint32_t last_mark = last;
    while (last + 1 < count && is_closer(ws, last + 1)) last++;
    *next = last + 1;
    if (*next >= count) return true;
    if (ws->tokens.items[*next].flags & FW_TOKEN_LINE_BEFORE) return true;
    if (adjacent(ws, *next)) return last == last_mark && dots <= 1 && blank_is_missing(ws, mark, *next);
    if (goes_on(ws, last, *next)) return false;
    if (strong) return true;
    return pause || dots > 1 ? ellipsis_ends(ws, *next) : full_stop_ends(ws, first, mark, *next);
}

/* The line from `first` up to `next` is an item of a list in small letters, and so is the next line: few
 * words, no verb behind a subject, and no function word where one line would run on into the other. */
static bool is_bare_item(const fw_workspace *ws, uint32_t first, uint32_t next) {
    enum { ITEM_WORDS = 4 };
    const uint32_t verb = FW_AUXILIARY | FW_PAST; /* "tests" and "builds" are nouns here */
    if (next - first > ITEM_WORDS || !starts_lower(ws, first)) return false;
    for (uint32_t i = first; i < next; i++) {
        if (!fw_is_word(&ws->tokens.items[i])) return false;
        if (fw_token_has(ws, i, FW_SUBJECT_PRONOUN) || (i > first && fw_token_has(ws, i, verb))) return false;
    }
    return !is_function_word(ws, next - 1) && !is_function_word(ws, next);
}

/* A new line ends a sentence unless the text goes on in small letters (a hard-wrapped line). */
static bool line_ends(const fw_workspace *ws, uint32_t first, uint32_t next) {
    if (!(ws->tokens.items[next].flags & FW_TOKEN_LINE_BEFORE)) return false;
    return !starts_lower(ws, next) || is_bare_item(ws, first, next);
}

/* ---- numbered lists in running text ---- */

/* A list marker: "2." "2)" "2.)" "b." with a blank behind it. */
typedef struct {
    uint32_t value; /* 0: none; a = 1 */
    uint32_t end;   /* the first token behind it */
} list_marker;

/* The marker that starts at `at`, a bullet before it included. */
static list_marker marker_at(const fw_workspace *ws, uint32_t at) {
    const uint32_t count = ws->tokens.count;
    const list_marker none = {0, at};
    const bool bullet =
        at + 1 < count && ws->tokens.items[at].kind == FW_TOKEN_PUNCT && fw_token_text(ws, at).len > 1;
    const uint32_t body = at + bullet;
    if (body + 2 >= count) return none;
    const fw_str text = fw_token_text(ws, body);
    uint32_t value = 0;
    if (text.len == 1 && text.ptr[0] >= 'a' && text.ptr[0] <= 'z') {
        value = (uint32_t)(text.ptr[0] - 'a') + 1;
    } else if (text.len <= 2) {
        for (size_t i = 0; i < text.len; i++) {
            if (text.ptr[i] < '0' || text.ptr[i] > '9') return none;
            value = value * 10 + (uint32_t)(text.ptr[i] - '0');
        }
    }
    uint32_t end = body + 1;
    while (end < count && end <= body + 2 && adjacent(ws, end) &&
           (fw_token_is_char(ws, end, '.') || fw_token_is_char(ws, end, ')')))
        end++;
    if (end == body + 1 || end >= count || adjacent(ws, end)) return none;
    return (list_marker){value, end};
}

/* ---- the pass ---- */

static bool push_sentence(fw_workspace *ws, uint32_t first, uint32_t end) {
    if (first >= end) return true;
    ws->tokens.items[first].flags |= FW_TOKEN_SENTENCE_START;
    return fw_push(&ws->sentences, ((fw_sentence){.first = first, .count = end - first}));
}

/* A sentence may open with a list marker: the first one, the next one, or any at the start of a line. Returns
 * where its text begins, and which marker would come next. */
static uint32_t open_sentence(const fw_workspace *ws, uint32_t first, uint32_t *expected) {
    const list_marker marker = first < ws->tokens.count ? marker_at(ws, first) : (list_marker){0, first};
    const bool listed = marker.value == 1 || marker.value == *expected ||
                        (marker.value && (ws->tokens.items[first].flags & FW_TOKEN_LINE_BEFORE));
    if (!listed || !marker.value) return first;
    *expected = marker.value + 1;
    return marker.end;
}

fw_code fw_split_sentences(fw_workspace *ws, fw_error *err) {
    ws->sentences.count = 0;
    uint32_t first = 0, expected = 0;
    const uint32_t count = ws->tokens.count;
    for (uint32_t i = open_sentence(ws, 0, &expected); i < count;) {
        uint32_t next = i + 1;
        bool ends = false;
        const fw_token *t = &ws->tokens.items[i];
        if (fw_is_word(t) && !(t->flags & FW_TOKEN_LINE_BEFORE) && !expected) { /* most tokens */
            i = next;
            continue;
        }
        if (i > first && (line_ends(ws, first, i) || (expected && marker_at(ws, i).value == expected))) {
            ends = true;
            next = i;
        } else if (ws->tokens.items[i].kind == FW_TOKEN_PUNCT) {
            ends = ends_at_marks(ws, first, i, &next);
        }
        if (ends) {
            if (!push_sentence(ws, first, next)) return fw_fail_nomem(err);
            first = next;
            next = open_sentence(ws, first, &expected);
        }
        i = next;
    }
    return push_sentence(ws, first, count) ? FW_OK : fw_fail_nomem(err);
}
