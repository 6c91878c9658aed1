/* dictionary.c: what the readers of all dictionary forms share: categories, terms, warnings. */
#include "text/dictionary.h"

#include "base/str.h"
#include "text/contractions.h"
#include "text/fold.h"
#include "text/workspace.h"

#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

enum { MOST_WARNINGS = 200 };

/* ---- warnings and failures ---- */

bool fw_dictionary_warn(fw_dictionary *d, const char *message, fw_str about) {
    fw_raw_lexicon *raw = d->raw;
    if (raw->warning_count > MOST_WARNINGS) return true;
    fw_lexicon_warning w = {.line = d->line};
    snprintf(w.file, sizeof w.file, "%s", d->name);
    if (raw->warning_count == MOST_WARNINGS) {
        snprintf(w.message, sizeof w.message, "there are more warnings than these");
    } else {
        size_t len = about.len < 60 ? about.len : 60;
        while (len < about.len && len > 0 && ((unsigned char)about.ptr[len] & 0xC0) == 0x80) len--;
        snprintf(w.message, sizeof w.message, "%s: \"%.*s\"", message, (int)len, about.ptr);
    }
    if (raw->warning_count == raw->warning_capacity &&
        !fw_grow((void **)&raw->warnings, &raw->warning_capacity, raw->warning_count,
                 sizeof *raw->warnings)) {
        return false;
    }
    raw->warnings[raw->warning_count++] = w;
    return true;
}

fw_code fw_dictionary_fail(const fw_dictionary *d, fw_error *err, const char *message) {
    fw_fail(err, FW_DATA, "%s", message);
    return fw_error_at(err, d->name, d->line, 0);
}

/* ---- categories ---- */

static fw_code new_category(fw_dictionary *d, fw_str name, const char *replaces, uint32_t *category,
                            fw_error *err) {
    fw_raw_lexicon *raw = d->raw;
    if (raw->category_count == raw->category_capacity &&
        !fw_grow((void **)&raw->categories, &raw->category_capacity, raw->category_count,
                 sizeof *raw->categories)) {
        return fw_fail_nomem(err);
    }
    const fw_raw_category made = {.name = fw_arena_copy(&raw->arena, name),
                                  .source = d->source,
                                  .replaces = replaces,
                                  .line = (uint32_t)d->line};
    if (!made.name) return fw_fail_nomem(err);
    *category = raw->category_count;
    raw->categories[raw->category_count++] = made;
    return FW_OK;
}

/* The category in force under that name, or NULL. `near` gets one that differs in case only. */
static fw_raw_category *in_force(fw_raw_lexicon *raw, fw_str name, const char **near) {
    *near = NULL;
    for (uint32_t i = 0; i < raw->category_count; i++) {
        fw_raw_category *c = &raw->categories[i];
        if (c->replaced) continue;
        if (fw_str_equal(fw_str_of(c->name), name)) return c;
        if (fw_str_equal_nocase(fw_str_of(c->name), name)) *near = c->name;
    }
    return NULL;
}

fw_code fw_dictionary_category(fw_dictionary *d, fw_str name, uint32_t *category, fw_error *err) {
    const bool adds = d->user && name.len > 1 && name.ptr[0] == '+';
    if (adds) name = fw_str_trim((fw_str){name.ptr + 1, name.len - 1});
    const char *near;
    fw_raw_category *old = in_force(d->raw, name, &near);
    if (!old) {
        if (near && !fw_dictionary_warn(d, "a new category, spelled as another one but for case", name))
            return fw_fail_nomem(err);
        return new_category(d, name, NULL, category, err);
    }
    const uint32_t index = (uint32_t)(old - d->raw->categories);
    if (adds) {
        old->extension = d->source;
    } else if (index < d->first_category && d->user) {
        old->replaced = true; /* before `old` moves with its array */
        return new_category(d, name, old->source, category, err);
    } else if (!d->user) {
        return fw_dictionary_fail(d, err, "a category name is given twice");
    } else if (!fw_dictionary_warn(d, "a category is given twice, its terms are taken together", name)) {
        return fw_fail_nomem(err);
    }
    *category = index;
    return FW_OK;
}

/* ---- terms ---- */

fw_code fw_dictionary_fold(fw_dictionary *d, fw_str term, const char **words, fw_error *err) {
    *words = NULL;
    fw_buffer_clear(&d->folded);
    if (!fw_fold_term(term, &d->folded)) {
        if (d->folded.failed) return fw_fail_nomem(err);
        return fw_dictionary_warn(d, "not a term of words, ignored", term) ? FW_OK : fw_fail_nomem(err);
    }
    if (!fw_add_apostrophes(&d->folded)) return fw_fail_nomem(err);
    *words = fw_arena_copy(&d->raw->arena, (fw_str){d->folded.data, d->folded.len});
    return *words ? FW_OK : fw_fail_nomem(err);
}

fw_code fw_dictionary_add(fw_dictionary *d, const char *words, uint32_t category, fw_error *err) {
    fw_raw_lexicon *raw = d->raw;
    if (raw->term_count == raw->term_capacity &&
        !fw_grow((void **)&raw->terms, &raw->term_capacity, raw->term_count, sizeof *raw->terms)) {
        return fw_fail_nomem(err);
    }
    raw->terms[raw->term_count++] = (fw_raw_term){.words = words,
                                                  .category = category,
                                                  .line = (uint32_t)d->line & 0xFFFFFF,
                                                  .file = (raw->source_count - 1) & 0xFF};
    raw->categories[category].terms++;
    return FW_OK;
}

/* ---- files ---- */

typedef fw_code form_reader(fw_dictionary *d, fw_str text, fw_error *err);

static form_reader *reader_of(const char *name) {
    static const struct {
        const char *ending;
        form_reader *read;
    } FORMS[] = {{".dicx", fw_dicx_read},
                 {".csv", fw_dicx_read},
                 {".tsv", fw_dicx_read},
                 {".yml", fw_yaml_read},
                 {".yaml", fw_yaml_read}};
    const size_t len = strlen(name);
    for (size_t i = 0; i < sizeof FORMS / sizeof FORMS[0]; i++) {
        const size_t end = strlen(FORMS[i].ending);
        if (len > end && strcasecmp(name + len - end, FORMS[i].ending) == 0) return FORMS[i].read;
    }
    return fw_dic_read;
}

/* A category without terms finds nothing, which is a way to switch one off and else a slip. */
static bool warn_of_empty(fw_dictionary *d) {
    for (uint32_t i = d->first_category; i < d->raw->category_count; i++) {
        const fw_raw_category *c = &d->raw->categories[i];
        d->line = c->line;
        if (c->terms == 0 &&
            !fw_dictionary_warn(d, "a category without terms finds nothing", fw_str_of(c->name)))
            return false;
    }
    return true;
}

fw_code fw_dictionary_read(fw_raw_lexicon *raw, const char *name, fw_str data, bool user, fw_error *err) {
    fw_dictionary d = {.raw = raw, .name = name, .user = user, .first_category = raw->category_count};
    d.source = fw_arena_copy(&raw->arena, fw_str_of(name));
    if (!d.source) return fw_fail_nomem(err);
    if (raw->source_count < FW_RAW_SOURCES) raw->source_count++;
    raw->sources[raw->source_count - 1] = d.source;
    fw_str text = data;
    fw_code code = user ? fw_dictionary_text(&d, data, &text, err) : FW_OK;
    if (code == FW_OK) code = reader_of(name)(&d, text, err);
    if (code == FW_OK && user && !warn_of_empty(&d)) code = fw_fail_nomem(err);
    fw_buffer_free(&d.folded);
    fw_buffer_free(&d.text);
    return code;
}

void fw_raw_lexicon_free(fw_raw_lexicon *raw) {
    fw_arena_free(&raw->arena);
    free(raw->categories);
    free(raw->terms);
    free(raw->warnings);
    *raw = (fw_raw_lexicon){0};
}
