/* sentences.c: where sentences end. */
#include "text/sentences.h"

#include <failwise/categories.h>

#include "text/abbreviations.h"
#include "text/fold.h"
#include "text/unicode_breaks.h"

#include <string.h>

enum { ELLIPSIS = 0x2026, EN_DASH = 0x2013, EM_DASH = 0x2014 };

/* The mark that a token is, invisible characters behind it aside; 0 for words and symbols. */
static uint32_t mark_at(const fw_workspace *ws, uint32_t index) {
    const fw_token *t = &ws->tokens.items[index];
    if (t->kind != FW_TOKEN_PUNCT) return 0;
    const unsigned char first = (unsigned char)ws->text.ptr[t->start];
    if (first < 0x80) return first;
    uint32_t c;
    fw_char_class class_of;
    fw_decode(ws->text.ptr + t->start, t->end - t->start, &c, &class_of);
    return c;
}

static bool is_dash(uint32_t mark) { return mark == EN_DASH || mark == EM_DASH; }

/* STerm of UAX #29: "?", "!" and the marks of other scripts. */
static bool is_strong(uint32_t mark) {
    return mark == '?' || mark == '!' || (mark >= 0x80 && fw_sentence_break_of(mark) == FW_SB_STERM);
}

/* ATerm: the full stop and its compatibility forms. */
static bool is_stop(uint32_t mark) {
    return mark == '.' || (mark >= 0x80 && fw_sentence_break_of(mark) == FW_SB_ATERM);
}

/* Closing quotation marks and brackets stay with the sentence they close: straight ones only without a blank
 * before. */
static bool is_closer(const fw_workspace *ws, uint32_t index) {
    const uint32_t mark = mark_at(ws, index);
    if (mark == ')' || mark == ']') return true;
    if (ws->tokens.items[index].flags & FW_TOKEN_SPACE_BEFORE) return false;
    return mark == '"' || mark == '\'' || (mark >= 0x80 && fw_sentence_break_of(mark) == FW_SB_CLOSE);
}

static bool starts_lower(const fw_workspace *ws, uint32_t index) {
    const fw_token *t = &ws->tokens.items[index];
    if (t->kind != FW_TOKEN_WORD) return false;
    const char first = ws->text.ptr[t->start];
    if ((unsigned char)first < 0x80) return first >= 'a' && first <= 'z';
    uint32_t c;
    fw_char_class class_of;
    fw_decode(ws->text.ptr + t->start, t->end - t->start, &c, &class_of);
    return fw_sentence_break_of(c) == FW_SB_LOWER;
}

/* The word that a full stop at `stop` closes, with inner stops: "e.g" for "e.g."; empty when there is none.
 */
static void word_before(const fw_workspace *ws, uint32_t stop, char *out, size_t size) {
    uint32_t first = stop;
    while (first > 0 && !(ws->tokens.items[first].flags & FW_TOKEN_SPACE_BEFORE) &&
           (ws->tokens.items[first - 1].kind == FW_TOKEN_WORD || is_stop(mark_at(ws, first - 1)))) {
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

/* A word of its own stands before the full stop that no full stop belongs to: most sentences end so. */
static bool is_behind_plain_word(const fw_workspace *ws, uint32_t stop) {
    if (stop == 0 || !adjacent(ws, stop) || (stop > 1 && adjacent(ws, stop - 1))) return false;
    return ws->tokens.items[stop - 1].kind == FW_TOKEN_WORD && !fw_token_has(ws, stop - 1, FW_STOPPED);
}

/* Whether the full stop at `stop` ends the sentence that began at `first`, when `next` is the token that
 * would start the following one. */
static bool full_stop_ends(const fw_workspace *ws, uint32_t first, uint32_t stop, uint32_t next) {
    if (is_behind_plain_word(ws, stop)) return true;
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
    while (behind + 1 < ws->tokens.count && (mark_at(ws, behind) == '-' || is_dash(mark_at(ws, behind))))
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
    if (before->kind > FW_TOKEN_NUMBER || fw_word_at(ws, mark - 1)->len < 2) return false;
    if (before->flags & (FW_TOKEN_CAPITAL | FW_TOKEN_ALL_CAPS)) return false;
    return mark < 2 || !adjacent(ws, mark - 1);
}

/* "?" and "!" inside a run with "/", "=", "@" or "&" are parts of an address: "x.org/a?b=c". */
static bool is_in_address(const fw_workspace *ws, uint32_t mark) {
    enum { REACH = 16 };
    const uint32_t count = ws->tokens.count;
    uint32_t first = mark, end = mark + 1;
    while (first > 0 && mark - first < REACH && adjacent(ws, first)) first--;
    while (end < count && end - mark < REACH && adjacent(ws, end)) end++;
    for (uint32_t i = first; i < end; i++) {
        const fw_token *t = &ws->tokens.items[i];
        if (t->end == t->start + 1 && strchr("/=@&", ws->text.ptr[t->start])) return true;
    }
    return false;
}

/* SContinue of UAX #29 goes on behind a mark, and so do more marks ("'Stop!'."). A dash behind a blank may
 * start a new sentence ("- Then ...").
 */
static bool continues(const fw_workspace *ws, uint32_t next) {
    const uint32_t mark = mark_at(ws, next);
    if (!mark) return false;
    if (mark == ',' || mark == ':' || is_stop(mark) || is_strong(mark)) return true;
    const bool dash = mark == '-' || is_dash(mark);
    return dash ? adjacent(ws, next) : mark >= 0x80 && fw_sentence_break_of(mark) == FW_SB_SCONTINUE;
}

/* No blank stands behind the marks: a "?" or "!" ends the sentence all the same before a word, outside
 * addresses
 * ("[?][note]", "done!=)" go on); a full stop only between plain words. */
static bool ends_without_blank(const fw_workspace *ws, uint32_t mark, uint32_t last, uint32_t next,
                               uint32_t marks) {
    if (is_strong(mark_at(ws, mark)))
        return !goes_on(ws, last, next) && fw_is_word(&ws->tokens.items[next]) && !is_in_address(ws, mark);
    return last == mark && marks == 1 && blank_is_missing(ws, mark, next);
}

/* One ASCII mark, and behind it a blank and no other mark, or nothing: most sentences end so, and
 * ends_at_marks would say the same. */
static bool ends_plainly(const fw_workspace *ws, uint32_t mark) {
    const fw_token *next = &ws->tokens.items[mark + 1];
    const uint32_t code = mark_at(ws, mark);
    if (code != '.' && code != '?' && code != '!') return false;
    if (mark + 1 == ws->tokens.count) return true;
    if (next->kind == FW_TOKEN_PUNCT || !(next->flags & FW_TOKEN_SPACE_BEFORE)) return false;
    return code != '.' || (next->flags & FW_TOKEN_LINE_BEFORE) || is_behind_plain_word(ws, mark);
}

/* Passes the marks at `mark` and the closers behind them: *next is the first token behind. True when a
 * sentence that began at `first` ends there. */
static bool ends_at_marks(const fw_workspace *ws, uint32_t first, uint32_t mark, uint32_t *next) {
    *next = mark + 1;
    if (ends_plainly(ws, mark)) return true;
    const uint32_t count = ws->tokens.count, code = mark_at(ws, mark);
    const bool pause = code == ELLIPSIS;
    bool strong = is_strong(code);
    uint32_t last = mark, marks = 1;
    if (!is_stop(code) && !strong && !pause) return false;
    while (last + 1 < count && !(ws->tokens.items[last + 1].flags & FW_TOKEN_LINE_BEFORE)) {
        const uint32_t more = mark_at(ws, last + 1);
        if (!is_stop(more) && !is_strong(more) && !(more == ELLIPSIS && adjacent(ws, last + 1))) break;
        strong = strong || is_strong(more); /* "so ...?" */
        marks++;
        last++;
    }
    while (last + 1 < count && is_closer(ws, last + 1)) last++;
    *next = last + 1;
    if (*next >= count || (ws->tokens.items[*next].flags & FW_TOKEN_LINE_BEFORE)) return true;
    if (continues(ws, *next)) return false;
    if (adjacent(ws, *next)) return ends_without_blank(ws, mark, last, *next, marks);
    if (goes_on(ws, last, *next)) return false;
    if (strong) return true;
    return pause || marks > 1 ? ellipsis_ends(ws, *next) : full_stop_ends(ws, first, mark, *next);
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

/* What a lone letter or one or two digits count for in a list; 0 for others. */
static uint32_t list_value(fw_str text) {
    uint32_t value = 0;
    if (text.len == 1 && text.ptr[0] >= 'a' && text.ptr[0] <= 'z') return (uint32_t)(text.ptr[0] - 'a') + 1;
    if (text.len > 2) return 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9') return 0;
        value = value * 10 + (uint32_t)(text.ptr[i] - '0');
    }
    return value;
}

static bool is_marker_end(const fw_workspace *ws, uint32_t index) {
    return adjacent(ws, index) && (fw_token_is_char(ws, index, '.') || fw_token_is_char(ws, index, ')'));
}

/* The marker that starts at `at`, a bullet before it included. Asked first what stands behind: a blank behind
 * nearly all words. */
static list_marker marker_at(const fw_workspace *ws, uint32_t at) {
    const uint32_t count = ws->tokens.count;
    const list_marker none = {0, at};
    const bool bullet =
        at + 1 < count && ws->tokens.items[at].kind == FW_TOKEN_PUNCT && fw_token_text(ws, at).len > 1;
    const uint32_t body = at + bullet;
    if (body + 2 >= count || !is_marker_end(ws, body + 1)) return none;
    const uint32_t end = body + 2 + is_marker_end(ws, body + 2), value = list_value(fw_token_text(ws, body));
    if (!value || end >= count || adjacent(ws, end)) return none;
    return (list_marker){value, end};
}

/* ---- the pass ---- */

bool fw_push_sentence(fw_workspace *ws, uint32_t first, uint32_t end) {
    if (first >= end) return true;
    ws->tokens.items[first].flags |= FW_TOKEN_SENTENCE_START;
    fw_set_in(ws->planes.items, FW_PLANE_SENTENCE_START, first, true);
    return fw_push(&ws->sentences, ((fw_sentence){.first = first, .count = end - first}));
}

/* A sentence may open with a list marker: the first one, the next one, or any at the start of a line. Returns
 * where its text begins, and which marker would come next. */
static uint32_t open_sentence(const fw_workspace *ws, uint32_t first, uint32_t *expected) {
    const list_marker marker = first < ws->tokens.count ? marker_at(ws, first) : (list_marker){0, first};
    if (!marker.value) return first;
    const bool listed = marker.value == 1 || marker.value == *expected ||
                        (ws->tokens.items[first].flags & FW_TOKEN_LINE_BEFORE);
    if (!listed) return first;
    *expected = marker.value + 1;
    return marker.end;
}

/* The first token from `from` on that may start a sentence or end one: lines, and marks behind which
 * sentences end. Where the next marker of a list is expected, any may. */
static uint32_t next_border(const fw_workspace *ws, uint32_t from, uint32_t expected) {
    const uint32_t count = ws->tokens.count;
    if (expected) return from;
    uint64_t ahead = UINT64_MAX << from % FW_PLANE_TOKENS;
    for (from -= from % FW_PLANE_TOKENS; from < count; from += FW_PLANE_TOKENS, ahead = UINT64_MAX) {
        const uint64_t *of = ws->planes.items[from / FW_PLANE_TOKENS].of;
        const uint64_t marks = of[FW_PLANE_MARK] & of[FW_PLANE_OF(FW_BORDER_MARK)];
        const uint64_t borders = (marks | of[FW_PLANE_LINE]) & ahead;
        if (borders) return from + (uint32_t)__builtin_ctzll(borders);
    }
    return count;
}

fw_code fw_split_sentences(fw_workspace *ws, fw_error *err) {
    ws->sentences.count = 0;
    uint32_t first = 0, expected = 0;
    const uint32_t count = ws->tokens.count;
    uint32_t i = open_sentence(ws, 0, &expected);
    for (i = next_border(ws, i, expected); i < count; i = next_border(ws, i, expected)) {
        uint32_t next = i + 1;
        bool ends = false;
        if (i > first && (line_ends(ws, first, i) || (expected && marker_at(ws, i).value == expected))) {
            ends = true;
            next = i;
        } else if (ws->tokens.items[i].kind == FW_TOKEN_PUNCT) {
            ends = ends_at_marks(ws, first, i, &next);
        }
        if (ends) {
            if (!fw_push_sentence(ws, first, next)) return fw_fail_nomem(err);
            first = next;
            next = open_sentence(ws, first, &expected);
        }
        i = next;
    }
    return fw_push_sentence(ws, first, count) ? FW_OK : fw_fail_nomem(err);
}
