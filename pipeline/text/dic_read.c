/* dic_read.c: LIWC .dic files: a % block of ids and names, then terms with ids. */
#include "text/dic_read.h"

#include "base/buffer.h"
#include "base/str.h"
#include "text/fold.h"
#include "text/workspace.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ID_LIMIT = 100000, MOST_WARNINGS = 200 };

/* The state of reading one file. */
typedef struct {
    fw_raw_lexicon *raw;
    const char *name;
    uint64_t line;
    bool replace;
    uint32_t first_category; /* of this file */
    int32_t *by_id;          /* file id -> category index, -1 = undefined; ID_LIMIT entries */
    fw_buffer folded;
} reader;

static bool warn(reader *r, const char *message, fw_str about) {
    fw_raw_lexicon *raw = r->raw;
    if (raw->warning_count >= MOST_WARNINGS) return true;
    fw_lexicon_warning w = {.line = r->line};
    snprintf(w.file, sizeof w.file, "%s", r->name);
    snprintf(w.message, sizeof w.message, "%s: \"%.*s\"", message, (int)(about.len < 60 ? about.len : 60),
             about.ptr);
    if (raw->warning_count == raw->warning_capacity &&
        !fw_grow((void **)&raw->warnings, &raw->warning_capacity, raw->warning_count,
                 sizeof *raw->warnings)) {
        return false;
    }
    raw->warnings[raw->warning_count++] = w;
    return true;
}

/* The next blank-separated piece of `line`, which is cut behind it; len 0 at the end. */
static fw_str next_piece(fw_str *line) {
    *line = fw_str_trim(*line);
    fw_str piece = {line->ptr, 0};
    while (piece.len < line->len && line->ptr[piece.len] != ' ' && line->ptr[piece.len] != '\t') piece.len++;
    line->ptr += piece.len;
    line->len -= piece.len;
    return piece;
}

static bool parse_id(fw_str piece, int64_t *id) { return fw_parse_int(piece, 0, ID_LIMIT - 1, id); }

static fw_code fail_at(reader *r, fw_error *err, const char *message) {
    fw_fail(err, FW_DATA, "%s", message);
    return fw_error_at(err, r->name, r->line, 0);
}

static fw_code add_category(reader *r, int64_t id, fw_str name, fw_error *err) {
    fw_raw_lexicon *raw = r->raw;
    for (uint32_t i = 0; i < raw->category_count; i++) {
        fw_raw_category *other = &raw->categories[i];
        if (other->replaced || !fw_str_equal(fw_str_of(other->name), name)) continue;
        if (!r->replace || i >= r->first_category) return fail_at(r, err, "a category name is given twice");
        other->replaced = true;
    }
    if (raw->category_count == raw->category_capacity &&
        !fw_grow((void **)&raw->categories, &raw->category_capacity, raw->category_count,
                 sizeof *raw->categories)) {
        return fw_fail_nomem(err);
    }
    fw_raw_category category = {.name = fw_arena_copy(&raw->arena, name),
                                .source = fw_arena_copy(&raw->arena, fw_str_of(r->name))};
    if (!category.name || !category.source) return fw_fail_nomem(err);
    if (r->by_id[id] >= 0) return fail_at(r, err, "a category id is given twice");
    r->by_id[id] = (int32_t)raw->category_count;
    raw->categories[raw->category_count++] = category;
    return FW_OK;
}

static fw_code read_header_line(reader *r, fw_str line, fw_error *err) {
    fw_str id_text = next_piece(&line);
    int64_t id;
    if (!parse_id(id_text, &id)) {
        return warn(r, "not a category id and name, ignored", id_text) ? FW_OK : fw_fail_nomem(err);
    }
    fw_str name = fw_str_trim(line);
    if (name.len == 0) return fail_at(r, err, "a category id without a name");
    return add_category(r, id, name, err);
}

/* Adds the folded term under every category id in `ids`; unknown ids and other pieces are warned about. */
static fw_code add_term(reader *r, const char *words, fw_str ids, fw_error *err) {
    fw_raw_lexicon *raw = r->raw;
    for (fw_str piece = next_piece(&ids); piece.len; piece = next_piece(&ids)) {
        int64_t id;
        const bool number = parse_id(piece, &id);
        if (!number || r->by_id[id] < 0) {
            const char *why = number ? "an id without a category, ignored" : "not a category id, ignored";
            if (!warn(r, why, piece)) return fw_fail_nomem(err);
            continue;
        }
        if (raw->term_count == raw->term_capacity &&
            !fw_grow((void **)&raw->terms, &raw->term_capacity, raw->term_count, sizeof *raw->terms)) {
            return fw_fail_nomem(err);
        }
        raw->terms[raw->term_count++] = (fw_raw_term){.words = words, .category = (uint32_t)r->by_id[id]};
    }
    return FW_OK;
}

/* The term ends at the first tab; without one, at the first piece that is a number. */
static void split_term(fw_str line, fw_str *term, fw_str *ids) {
    const char *tab = memchr(line.ptr, '\t', line.len);
    size_t cut = tab ? (size_t)(tab - line.ptr) : line.len;
    if (!tab) {
        fw_str rest = line;
        for (fw_str piece = next_piece(&rest); piece.len; piece = next_piece(&rest)) {
            int64_t id;
            if (piece.ptr != line.ptr && parse_id(piece, &id)) {
                cut = (size_t)(piece.ptr - line.ptr);
                break;
            }
        }
    }
    *term = fw_str_trim((fw_str){line.ptr, cut});
    *ids = (fw_str){line.ptr + cut, line.len - cut};
}

static fw_code read_term_line(reader *r, fw_str line, fw_error *err) {
    fw_str term, ids;
    split_term(line, &term, &ids);
    fw_buffer_clear(&r->folded);
    if (memchr(term.ptr, '<', term.len) || memchr(term.ptr, '(', term.len) ||
        !fw_fold_term(term, &r->folded)) {
        return warn(r, "not a term of words, ignored", term) ? FW_OK : fw_fail_nomem(err);
    }
    const char *words = fw_arena_copy(&r->raw->arena, (fw_str){r->folded.data, r->folded.len});
    if (!words) return fw_fail_nomem(err);
    return add_term(r, words, ids, err);
}

static fw_code read_lines(reader *r, fw_str data, fw_error *err) {
    int marks = 0;
    while (data.len) {
        const char *end = memchr(data.ptr, '\n', data.len);
        const size_t len = end ? (size_t)(end - data.ptr) : data.len;
        fw_str line = fw_str_trim((fw_str){data.ptr, len});
        r->line++;
        data.ptr += len + (end != NULL);
        data.len -= len + (end != NULL);
        if (line.len == 0) continue;
        fw_code code = FW_OK;
        if (fw_str_equal(line, FW_STR("%"))) {
            marks++;
        } else if (marks == 0) {
            code = fail_at(r, err, "a dictionary starts with a line that holds % alone");
        } else if (marks == 1) {
            code = read_header_line(r, line, err);
        } else {
            code = read_term_line(r, line, err);
        }
        if (code != FW_OK) return code;
    }
    if (marks >= 2) return FW_OK;
    return fail_at(r, err, "the category block has no closing % line");
}

fw_code fw_dic_read(fw_raw_lexicon *raw, const char *name, fw_str data, bool replace, fw_error *err) {
    reader r = {.raw = raw, .name = name, .replace = replace, .first_category = raw->category_count};
    if (data.len >= 3 && memcmp(data.ptr, "\xEF\xBB\xBF", 3) == 0)
        data = (fw_str){data.ptr + 3, data.len - 3};
    if (fw_utf8_valid_prefix(data.ptr, data.len) != data.len) return fail_at(&r, err, "not valid UTF-8");
    r.by_id = malloc(ID_LIMIT * sizeof *r.by_id);
    if (!r.by_id) return fw_fail_nomem(err);
    memset(r.by_id, 0xff, ID_LIMIT * sizeof *r.by_id);
    fw_code code = read_lines(&r, data, err);
    if (code == FW_OK && r.folded.failed) code = fw_fail_nomem(err);
    fw_buffer_free(&r.folded);
    free(r.by_id);
    return code;
}

void fw_raw_lexicon_free(fw_raw_lexicon *raw) {
    fw_arena_free(&raw->arena);
    free(raw->categories);
    free(raw->terms);
    free(raw->warnings);
    *raw = (fw_raw_lexicon){0};
}
