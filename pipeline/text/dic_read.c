/* dic_read.c: LIWC .dic files: a % block of ids and names, then terms with ids. */
#include "text/dictionary.h"

#include "base/str.h"

#include <stdlib.h>
#include <string.h>

enum { ID_LIMIT = 100000 };

/* Where in the file the reader stands. */
typedef enum { BEFORE, CATEGORIES, TERMS } block;

typedef struct {
    fw_dictionary *d;
    int32_t *by_id; /* file id -> category index, -1 = undefined; ID_LIMIT entries */
    block at;
    bool closed; /* the category block had its closing % */
} reader;

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

static fw_code warn(reader *r, const char *message, fw_str about, fw_error *err) {
    return fw_dictionary_warn(r->d, message, about) ? FW_OK : fw_fail_nomem(err);
}

/* ---- categories ---- */

static fw_code read_category_line(reader *r, fw_str line, fw_error *err) {
    const fw_str id_text = next_piece(&line);
    const fw_str name = fw_str_trim(line);
    int64_t id;
    uint32_t category;
    if (!parse_id(id_text, &id)) return warn(r, "not a category id and name, ignored", id_text, err);
    if (name.len == 0) return fw_dictionary_fail(r->d, err, "a category id without a name");
    if (r->by_id[id] >= 0) return fw_dictionary_fail(r->d, err, "a category id is given twice");
    const fw_code code = fw_dictionary_category(r->d, name, &category, err);
    if (code == FW_OK) r->by_id[id] = (int32_t)category;
    return code;
}

/* ---- terms ---- */

/* Adds the folded term under every category id in `ids`; unknown ids and other pieces are warned about. */
static fw_code add_term(reader *r, const char *words, fw_str ids, fw_error *err) {
    fw_str piece = next_piece(&ids);
    if (piece.len == 0) return warn(r, "a term without a category id, ignored", fw_str_of(words), err);
    for (; piece.len; piece = next_piece(&ids)) {
        int64_t id;
        const bool number = parse_id(piece, &id);
        const fw_code code = !number            ? warn(r, "not a category id, ignored", piece, err)
                             : r->by_id[id] < 0 ? warn(r, "an id without a category, ignored", piece, err)
                                                : fw_dictionary_add(r->d, words, (uint32_t)r->by_id[id], err);
        if (code != FW_OK) return code;
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
    const char *words;
    split_term(line, &term, &ids);
    const fw_code code = fw_dictionary_fold(r->d, term, &words, err);
    return code == FW_OK && words ? add_term(r, words, ids, err) : code;
}

/* ---- the file ---- */

/* "term <tab> id": the line ends in the id of a category, and does not start with a number. */
static bool is_term_line(const reader *r, fw_str line) {
    fw_str term, ids;
    int64_t id;
    split_term(line, &term, &ids);
    const fw_str first = next_piece(&ids);
    return !parse_id(term, &id) && parse_id(first, &id) && r->by_id[id] >= 0;
}

/* "1 <tab> name": a category line although no % opened the block. */
static bool is_category_line(fw_str line) {
    int64_t id;
    const fw_str first = next_piece(&line);
    line = fw_str_trim(line);
    return parse_id(first, &id) && line.len > 0 && !parse_id(line, &id);
}

static fw_code read_mark(reader *r, fw_error *err) {
    if (r->at == TERMS) return warn(r, "a third line with a mark, ignored", FW_STR("%"), err);
    r->closed = r->at == CATEGORIES;
    r->at = r->closed ? TERMS : CATEGORIES;
    return FW_OK;
}

static fw_code read_line(reader *r, fw_str line, fw_error *err) {
    fw_code code = FW_OK;
    if (fw_str_equal(line, FW_STR("%"))) return read_mark(r, err);
    if (r->at == BEFORE) {
        if (!is_category_line(line))
            return fw_dictionary_fail(r->d, err, "a dictionary starts with a line that holds % alone");
        code = warn(r, "no % line before the categories", line, err);
        r->at = CATEGORIES;
    } else if (r->at == CATEGORIES && is_term_line(r, line)) {
        code = warn(r, "no % line between categories and terms", line, err);
        r->at = TERMS;
        r->closed = true;
    }
    if (code != FW_OK) return code;
    return r->at == CATEGORIES ? read_category_line(r, line, err) : read_term_line(r, line, err);
}

/* A note of the author: "# ..." alone. "#word <tab> 1" is meant as a term, and is warned about as one. */
static bool is_comment(const reader *r, fw_str line) {
    return line.ptr[0] == '#' && !(r->at == TERMS && is_term_line(r, line));
}

static fw_code read_lines(reader *r, fw_str text, fw_error *err) {
    while (text.len) {
        const char *end = memchr(text.ptr, '\n', text.len);
        const size_t len = end ? (size_t)(end - text.ptr) : text.len;
        const fw_str line = fw_str_trim((fw_str){text.ptr, len});
        r->d->line++;
        text.ptr += len + (end != NULL);
        text.len -= len + (end != NULL);
        if (line.len == 0 || is_comment(r, line)) continue;
        const fw_code code = read_line(r, line, err);
        if (code != FW_OK) return code;
    }
    if (r->closed) return FW_OK;
    return fw_dictionary_fail(r->d, err,
                              r->at == BEFORE ? "the file is empty: a dictionary starts with a % line"
                                              : "the category block has no closing % line");
}

fw_code fw_dic_read(fw_dictionary *d, fw_str text, fw_error *err) {
    reader r = {.d = d};
    r.by_id = malloc(ID_LIMIT * sizeof *r.by_id);
    if (!r.by_id) return fw_fail_nomem(err);
    memset(r.by_id, 0xff, ID_LIMIT * sizeof *r.by_id);
    const fw_code code = read_lines(&r, text, err);
    free(r.by_id);
    return code;
}
