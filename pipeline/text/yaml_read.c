/* yaml_read.c: YAML dictionaries: category: [terms], nested categories as "outer/inner". */
#include "text/dictionary.h"

#include "base/str.h"

#include <string.h>
#include <yaml.h>

enum { SIZE_LIMIT = 16 * 1024 * 1024, DEPTH_LIMIT = 16 };

/* A mapping or sequence that is open. */
typedef struct {
    bool mapping;
    bool wants_value;    /* of a mapping: its key has been read */
    size_t path_len;     /* length of the path outside it */
    size_t key_path_len; /* of a mapping: length without the current key */
    int64_t category;    /* of a sequence: its category once it has one, else -1 */
    bool empty;          /* nothing has been read inside it */
} level;

typedef struct {
    fw_dictionary *d;
    fw_buffer path; /* names of the open mappings, joined by '/' */
    level levels[DEPTH_LIMIT];
    int depth;
} reader;

static level *top(reader *r) { return r->depth ? &r->levels[r->depth - 1] : NULL; }

static void cut_path(reader *r, size_t len) {
    r->path.len = len;
    if (r->path.data) r->path.data[len] = '\0';
}

/* The value of a key is complete: the mapping waits for the next key. */
static void end_value(reader *r) {
    level *l = top(r);
    if (!l || !l->mapping) return;
    cut_path(r, l->key_path_len);
    l->wants_value = false;
}

/* The category of the path, for the level that holds a term of it and for the lists around that level. */
static fw_code path_category(reader *r, uint32_t *category, fw_error *err) {
    const fw_str path = {r->path.data, r->path.len};
    const fw_code code = fw_dictionary_category(r->d, path, category, err);
    for (int i = r->depth - 1; code == FW_OK && i >= 0 && !r->levels[i].mapping; i--)
        r->levels[i].category = *category;
    return code;
}

static fw_code read_key(reader *r, fw_str name, fw_error *err) {
    level *l = top(r);
    l->empty = false;
    name = fw_str_trim(name);
    if (name.len == 0) return fw_dictionary_fail(r->d, err, "a category without a name");
    if (memchr(name.ptr, 0, name.len)) return fw_dictionary_fail(r->d, err, "a NUL byte in a category name");
    l->key_path_len = r->path.len;
    if (r->path.len) fw_buffer_char(&r->path, '/');
    fw_buffer_str(&r->path, name);
    l->wants_value = true;
    return r->path.failed ? fw_fail_nomem(err) : FW_OK;
}

static fw_code add_term(reader *r, fw_str term, uint32_t category, fw_error *err) {
    const char *words;
    const fw_code code = fw_dictionary_fold(r->d, term, &words, err);
    return code == FW_OK && words ? fw_dictionary_add(r->d, words, category, err) : code;
}

static bool is_nothing(fw_str text, bool plain) {
    return plain &&
           (text.len == 0 || fw_str_equal(text, FW_STR("~")) || fw_str_equal_nocase(text, FW_STR("null")));
}

/* A scalar where a value stands: the one term of its key, or an item of a list. */
static fw_code read_value(reader *r, fw_str text, bool plain, fw_error *err) {
    level *l = top(r);
    if (r->path.len == 0) {
        if (!l) return fw_dictionary_fail(r->d, err, "a dictionary maps categories to lists of terms");
        return fw_dictionary_warn(r->d, "a term outside any category, ignored", text) ? FW_OK
                                                                                      : fw_fail_nomem(err);
    }
    uint32_t category = (uint32_t)l->category;
    fw_code code = FW_OK;
    l->empty = false;
    if (l->category < 0) code = path_category(r, &category, err);
    if (code == FW_OK && !is_nothing(text, plain)) code = add_term(r, text, category, err);
    end_value(r);
    return code;
}

static fw_code read_scalar(reader *r, const yaml_event_t *event, fw_error *err) {
    const fw_str text = {(const char *)event->data.scalar.value, event->data.scalar.length};
    const level *l = top(r);
    if (l && l->mapping && !l->wants_value) return read_key(r, text, err);
    return read_value(r, text, event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE, err);
}

static fw_code open_level(reader *r, bool mapping, fw_error *err) {
    const level *outer = top(r);
    if (outer && outer->mapping && !outer->wants_value)
        return fw_dictionary_fail(r->d, err, "a category name is a plain text, not a list");
    if (r->depth == DEPTH_LIMIT) return fw_dictionary_fail(r->d, err, "nested more than 16 deep");
    if (outer) top(r)->empty = false;
    r->levels[r->depth] = (level){.mapping = mapping,
                                  .path_len = r->path.len,
                                  .key_path_len = r->path.len,
                                  .category = outer && !outer->mapping ? outer->category : -1,
                                  .empty = true};
    r->depth++;
    return FW_OK;
}

/* "category: []" and "category: {}" define a category without terms. */
static fw_code close_level(reader *r, fw_error *err) {
    const level *l = top(r);
    uint32_t category;
    cut_path(r, l->path_len);
    const bool named = l->empty && r->path.len > 0;
    r->depth--;
    const fw_code code = named ? path_category(r, &category, err) : FW_OK;
    end_value(r);
    return code;
}

static fw_code read_event(reader *r, const yaml_event_t *event, fw_error *err) {
    r->d->line = event->start_mark.line + 1;
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        return read_scalar(r, event, err);
    case YAML_SEQUENCE_START_EVENT:
        return open_level(r, false, err);
    case YAML_MAPPING_START_EVENT:
        return open_level(r, true, err);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        return close_level(r, err);
    case YAML_ALIAS_EVENT: /* copies of copies grow without bound */
        return fw_dictionary_fail(r->d, err, "aliases (*name) are not read: write the terms out");
    default:
        return FW_OK;
    }
}

static fw_code parser_failed(reader *r, const yaml_parser_t *parser, fw_error *err) {
    if (parser->error == YAML_MEMORY_ERROR) return fw_fail_nomem(err);
    r->d->line = parser->problem_mark.line + 1;
    fw_fail(err, FW_DATA, "not YAML: %s", parser->problem ? parser->problem : "cannot be parsed");
    return fw_error_at(err, r->d->name, r->d->line, 0);
}

static fw_code read_events(reader *r, yaml_parser_t *parser, fw_error *err) {
    for (bool more = true; more;) {
        yaml_event_t event;
        if (!yaml_parser_parse(parser, &event)) return parser_failed(r, parser, err);
        const fw_code code = read_event(r, &event, err);
        more = event.type != YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
        if (code != FW_OK) return code;
    }
    if (r->d->raw->category_count > r->d->first_category) return FW_OK;
    r->d->line = 1;
    const fw_str none = FW_STR("a dictionary maps categories to lists of terms");
    return fw_dictionary_warn(r->d, "no category is defined here", none) ? FW_OK : fw_fail_nomem(err);
}

/* YAML does not indent by tabs, people do: a tab at the start of a line is read as four blanks. */
static fw_code without_tabs(fw_dictionary *d, fw_str text, fw_buffer *out, fw_error *err) {
    bool told = false;
    for (size_t i = 0; i < text.len;) {
        d->line++;
        for (; i < text.len && (text.ptr[i] == ' ' || text.ptr[i] == '\t'); i++) {
            const bool tab = text.ptr[i] == '\t';
            if (tab && !told &&
                !fw_dictionary_warn(d, "a tab at the start of a line, read as blanks", FW_STR("\\t")))
                return fw_fail_nomem(err);
            told = told || tab;
            fw_buffer_text(out, tab ? "    " : " ");
        }
        const char *end = memchr(text.ptr + i, '\n', text.len - i);
        const size_t len = end ? (size_t)(end - text.ptr) + 1 - i : text.len - i;
        fw_buffer_append(out, text.ptr + i, len);
        i += len;
    }
    d->line = 0;
    return out->failed ? fw_fail_nomem(err) : FW_OK;
}

fw_code fw_yaml_read(fw_dictionary *d, fw_str text, fw_error *err) {
    if (text.len > SIZE_LIMIT) return fw_dictionary_fail(d, err, "a YAML dictionary is limited to 16 MiB");
    reader r = {.d = d};
    yaml_parser_t parser;
    fw_buffer blanks = {0};
    fw_code code = FW_OK;
    if (memchr(text.ptr, '\t', text.len)) {
        code = without_tabs(d, text, &blanks, err);
        text = (fw_str){blanks.data, blanks.len};
    }
    if (code == FW_OK && !yaml_parser_initialize(&parser)) {
        code = fw_fail_nomem(err);
    } else if (code == FW_OK) {
        yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
        yaml_parser_set_input_string(&parser, (const unsigned char *)text.ptr, text.len);
        code = read_events(&r, &parser, err);
        yaml_parser_delete(&parser);
    }
    fw_buffer_free(&blanks);
    fw_buffer_free(&r.path);
    return code;
}
