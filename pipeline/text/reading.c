/* reading.c: what is no part of an answer is blanked, in a copy. */
#include "text/reading.h"

#include "base/str.h"
#include "text/word_lists.h"

#include <utf8proc.h>

/* The walk over the tokens of the text as given. */
typedef struct {
    fw_workspace *ws;
    char *copy;    /* NULL until something changes */
    uint32_t done; /* bytes before are settled */
    uint32_t at;   /* a token near which something is blanked next */
    bool starts;   /* a line starts with the next token, whatever the tokens say */
    bool asked;    /* somebody is named who asks, and so it is known: */
    bool answered; /* somebody is named who answers */
    bool asking;   /* since `turn`, somebody asks */
    uint32_t turn;
    bool rewritten; /* the copy has characters that the text has not */
    bool failed;    /* memory is out */
} reader;

/* ---- the copy ---- */

static char *copy_of(reader *r) {
    const fw_str text = r->ws->given;
    fw_buffer *out = &r->ws->read;
    if (r->copy || r->failed) return r->copy;
    fw_buffer_clear(out);
    fw_buffer_append(out, text.ptr, text.len);
    r->failed = out->failed;
    r->copy = r->failed ? NULL : out->data;
    return r->copy;
}

/* Notes which tokens begin in bytes that are blanked. */
static void note_tokens(reader *r, uint32_t start, uint32_t end) {
    const fw_token *tokens = r->ws->tokens.items;
    uint32_t i = r->at;
    while (i > 0 && tokens[i - 1].start >= start) i--;
    while (i < r->ws->tokens.count && tokens[i].start < start) i++;
    for (; i < r->ws->tokens.count && tokens[i].start < end; i++)
        fw_set_in(r->ws->planes.items, FW_PLANE_GONE, i, true);
    r->at = i;
}

static void blank(reader *r, uint32_t start, uint32_t end) {
    char *copy = copy_of(r);
    if (copy) memset(copy + start, ' ', end - start);
    note_tokens(r, start, end);
}

static void set_aside(reader *r, fw_unread_kind kind, uint32_t start, uint32_t end) {
    const fw_unread found = {.span = {start, end}, .kind = (uint8_t)kind};
    blank(r, start, end);
    if (!fw_push(&r->ws->unread, found)) r->failed = true;
    if (end > r->done) r->done = end;
}

/* Writes a character in place of its reference. What is left of it is filled with characters that nobody
 * sees, which belong to the word around them; a blank's with blanks. */
static void put_character(reader *r, uint32_t start, uint32_t end, uint32_t code_point) {
    enum { NO_BREAK_SPACE = 0xA0, TWO = 2, THREE = 3 };
    utf8proc_uint8_t bytes[4];
    const size_t size = (size_t)utf8proc_encode_char((utf8proc_int32_t)code_point, bytes);
    set_aside(r, FW_UNREAD_MARKUP, start, end);
    r->rewritten = true;
    if (!r->copy || code_point == ' ' || code_point == NO_BREAK_SPACE || size > end - start) return;
    memcpy(r->copy + start, bytes, size);
    if (code_point == '&' && end < r->ws->given.len && r->ws->given.ptr[end] <= ' ')
        return; /* a mark alone */
    for (uint32_t at = start + (uint32_t)size; end - at >= TWO;) {
        const uint32_t step = end - at == TWO || end - at == 2 * TWO ? TWO : THREE;
        memcpy(r->copy + at, step == TWO ? FW_SOFT_HYPHEN : FW_WORD_JOINER, step);
        at += step;
    }
}

/* ---- markup and notes ---- */

/* What the mark at `at` starts, if that is no part of the answer. */
static void read_mark(reader *r, uint32_t at) {
    const fw_str text = r->ws->given;
    uint32_t code_point;
    bool breaks = false;
    r->ws->has_ampersands |= text.ptr[at] == '&';
    size_t len = fw_tag_at(text, at, &breaks);
    if (len) {
        set_aside(r, FW_UNREAD_MARKUP, at, at + (uint32_t)len);
        if (breaks && r->copy) r->copy[at] = '\n';
        r->starts = breaks;
    } else if ((len = fw_note_at(text, at))) {
        set_aside(r, FW_UNREAD_NOTE, at, at + (uint32_t)len);
    } else if ((len = fw_reference_at(text, at, &code_point))) {
        put_character(r, at, at + (uint32_t)len, code_point);
    }
}

/* "don`t" */
static bool is_in_word(const fw_workspace *ws, uint32_t index) {
    const fw_token *tokens = ws->tokens.items;
    return index > 0 && index + 1 < ws->tokens.count && tokens[index - 1].kind == FW_TOKEN_WORD &&
           tokens[index + 1].kind == FW_TOKEN_WORD && tokens[index - 1].end == tokens[index].start &&
           tokens[index].end == tokens[index + 1].start;
}

/* ---- hesitations ---- */

static bool is_mark(const fw_workspace *ws, uint32_t index, char mark) {
    return index < ws->tokens.count && fw_token_is_char(ws, index, mark);
}

/* Not "ER", nor "uh-huh". */
static bool hesitates(const fw_workspace *ws, uint32_t index) {
    if (index >= ws->tokens.count || !fw_token_in(ws, index, FW_LIST_HESITATION)) return false;
    const fw_token *token = &ws->tokens.items[index];
    const bool hyphen_behind = is_mark(ws, index + 1, '-') && token[1].start == token->end;
    const bool hyphen_before = index > 0 && is_mark(ws, index - 1, '-') && token[-1].end == token->start;
    return !(token->flags & FW_TOKEN_ALL_CAPS) && !hyphen_behind && !hyphen_before;
}

/* Whether one of the commas around a hesitation may end a clause: something may begin behind it, and the word
 * before goes with none. In "I, um, I decided" the speaker only starts again. */
static bool keeps_comma(const fw_workspace *ws, uint32_t before, uint32_t behind) {
    const uint32_t OPENS = FW_SUBJECT_PRONOUN | FW_OPENS_CLAUSE;
    const uint32_t GOES_ON = OPENS | FW_PREPOSITION | FW_DETERMINER | FW_AUXILIARY;
    if (before >= ws->tokens.count || behind >= ws->tokens.count) return false;
    return fw_is_word(&ws->tokens.items[before]) && !fw_token_has(ws, before, GOES_ON) &&
           fw_token_has(ws, behind, OPENS);
}

/* Sets the hesitations aside that follow each other from token `first` on, and their commas. Returns the
 * token behind. */
static uint32_t read_hesitations(reader *r, uint32_t first) {
    const fw_workspace *ws = r->ws;
    const fw_token *tokens = ws->tokens.items;
    uint32_t behind = first, comma = FW_NO_TOKEN, before = first - 1; /* none before the first token */
    if (is_mark(ws, before, ',')) comma = before--;
    for (; hesitates(ws, behind) || is_mark(ws, behind, ','); behind++) {
        if (hesitates(ws, behind)) {
            set_aside(r, FW_UNREAD_HESITATION, tokens[behind].start, tokens[behind].end);
            r->ws->hesitations++;
        } else if (comma == FW_NO_TOKEN) {
            comma = behind;
        } else {
            blank(r, tokens[behind].start, tokens[behind].end);
        }
    }
    const bool opens = before >= ws->tokens.count || !fw_is_word(&tokens[before]);
    while (opens && is_mark(ws, behind, '.')) { /* "Um..." says nothing, either */
        blank(r, tokens[behind].start, tokens[behind].end);
        behind++;
    }
    if (comma != FW_NO_TOKEN && !keeps_comma(ws, before, behind))
        blank(r, tokens[comma].start, tokens[comma].end);
    return behind;
}

/* ---- speakers ---- */

/* What was asked up to `end` is no part of the answer, unless nothing would be left. */
static void end_question(reader *r, uint32_t end) {
    if (r->asking && end > r->turn) set_aside(r, FW_UNREAD_QUESTION, r->turn, end);
    r->asking = false;
}

/* Whether a line names somebody who answers. */
static bool is_answered(const fw_workspace *ws) {
    const uint32_t count = ws->tokens.count;
    for (uint32_t i = 0; i < count; i++) {
        i = fw_next_in(ws->planes.items, FW_PLANE_LINE, i, count);
        if (i == count) break;
        size_t at = ws->tokens.items[i].start;
        at += fw_stamp_at(ws->given, at);
        while (at < ws->given.len && ws->given.ptr[at] == ' ') at++;
        fw_speaker speaker = FW_SPEAKER_ASKS;
        if (fw_speaker_at(ws->given, at, &speaker) && speaker != FW_SPEAKER_ASKS) return true;
    }
    return false;
}

/* What a line starts with. Where nobody is named who answers, a question is a line. True when the token
 * there is settled. */
static bool read_line(reader *r, uint32_t at) {
    const fw_str text = r->ws->given;
    fw_speaker speaker = FW_SPEAKER_UNKNOWN;
    const size_t stamp = fw_stamp_at(text, at);
    if (r->asking && !r->answered) end_question(r, at);
    if (stamp) {
        if (r->asking)
            r->done = at + (uint32_t)stamp; /* goes with the question */
        else
            set_aside(r, FW_UNREAD_NOTE, at, at + (uint32_t)stamp);
        r->starts = true;
        return true;
    }
    const size_t label = fw_speaker_at(text, at, &speaker);
    if (!label) return false;
    end_question(r, at);
    set_aside(r, FW_UNREAD_SPEAKER, at, at + (uint32_t)label);
    if (r->copy) r->copy[at] = '\n';
    r->asking = speaker == FW_SPEAKER_ASKS;
    if (r->asking && !r->asked) r->answered = is_answered(r->ws);
    r->asked = r->asked || r->asking;
    r->turn = r->done;
    return true;
}

/* ---- the walk ---- */

/* The next token from `from` on that may start something; both planes at once, so that none is searched to
 * its end again and again. */
static uint32_t next_candidate(const reader *r, uint32_t from) {
    const fw_planes *planes = r->ws->planes.items;
    const uint32_t count = r->ws->tokens.count;
    if (r->starts && from < count) return from;
    for (; from < count; from += FW_PLANE_TOKENS) {
        const uint64_t bits =
            fw_window(planes, FW_PLANE_LINE, from) | fw_window(planes, FW_PLANE_ASIDE, from);
        if (bits) return from + (uint32_t)__builtin_ctzll(bits);
    }
    return count;
}

/* Returns the token to go on with. */
static uint32_t read_token(reader *r, uint32_t index) {
    fw_workspace *ws = r->ws;
    const fw_token *token = &ws->tokens.items[index];
    if (token->start < r->done) return index + 1;
    r->at = index;
    const bool line = r->starts || (token->flags & FW_TOKEN_LINE_BEFORE);
    r->starts = false;
    if (line && read_line(r, token->start)) return index + 1;
    if (r->asking) return index + 1;
    if (!fw_is_word(token)) {
        const bool apostrophe = fw_token_is_char(ws, index, '`') && is_in_word(ws, index);
        r->rewritten = r->rewritten || apostrophe;
        if (apostrophe && copy_of(r)) r->copy[token->start] = '\'';
        if (!apostrophe) read_mark(r, token->start);
        return index + 1;
    }
    return hesitates(ws, index) ? read_hesitations(r, index) : index + 1;
}

/* The text to be shown: only its markup is as it is read. False when memory is out. */
static bool show_markup_read(fw_workspace *ws) {
    fw_buffer *out = &ws->displayed;
    ws->shown = ws->given;
    for (uint32_t i = 0; i < ws->unread.count; i++) {
        const fw_unread *u = &ws->unread.items[i];
        if (u->kind != FW_UNREAD_MARKUP) continue;
        if (ws->shown.ptr == ws->given.ptr) {
            fw_buffer_clear(out);
            fw_buffer_append(out, ws->given.ptr, ws->given.len);
            if (out->failed) return false;
            ws->shown.ptr = out->data;
        }
        memcpy(out->data + u->span.start, ws->text.ptr + u->span.start, u->span.end - u->span.start);
    }
    return true;
}

enum { TAKEN_OUT_ONE_BY_ONE = 64 }; /* each moves all that follows */

fw_code fw_set_aside(fw_workspace *ws, bool *rewritten, fw_error *err) {
    reader r = {.ws = ws};
    ws->unread.count = 0;
    ws->hesitations = 0;
    ws->has_ampersands = false;
    for (uint32_t i = next_candidate(&r, 0); i < ws->tokens.count; i = next_candidate(&r, i)) {
        i = read_token(&r, i);
    }
    if (r.asking && r.answered) end_question(&r, (uint32_t)ws->given.len);
    if (r.failed) return fw_fail_nomem(err);
    *rewritten = r.rewritten || ws->unread.count > TAKEN_OUT_ONE_BY_ONE;
    if (r.copy) ws->text.ptr = r.copy;
    if (!show_markup_read(ws)) return fw_fail_nomem(err);
    if (r.copy && !*rewritten) fw_take_out(ws);
    return FW_OK;
}

/* ---- "&" ---- */

/* Between blanks, and not at either end: "R&D" is one name. */
static bool joins(const fw_workspace *ws, uint32_t index) {
    return index > 0 && index + 1 < ws->tokens.count && fw_token_is_char(ws, index, '&') &&
           (ws->tokens.items[index].flags & FW_TOKEN_SPACE_BEFORE) &&
           (ws->tokens.items[index + 1].flags & FW_TOKEN_SPACE_BEFORE);
}

fw_code fw_read_ampersands(fw_workspace *ws, fw_words *words, fw_error *err) {
    const uint32_t count = ws->has_ampersands ? ws->tokens.count : 0;
    for (uint32_t i = 0; (i = fw_next_in(ws->planes.items, FW_PLANE_ASIDE, i, count)) < count; i++) {
        if (!joins(ws, i)) continue;
        if (!fw_words_respell(words, FW_STR("and"), ws->tokens.items, i, ws->planes.items))
            return fw_fail_nomem(err);
        ws->words = fw_words_table(words); /* it moves when words are new */
    }
    return FW_OK;
}
