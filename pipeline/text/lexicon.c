/* lexicon.c: loading a lexicon, and asking it. */
#include "text/lexicon_image.h"

#include "base/buffer.h"
#include "base/embedded.h"
#include "base/output.h"
#include "base/str.h"
#include "text/glob.h"

#include <stdlib.h>
#include <string.h>

enum { DICTIONARY_LIMIT = 64 * 1024 * 1024 };

/* Nothing is made for each entry: all but the few categories is used where it lies in the image. */
struct fw_lexicon {
    const fw_lexicon_image *image;
    void *own; /* the same, when it is freed with the lexicon */
    fw_category *categories;
    const char *text;
    const fw_image_term *terms;
    fw_map64_view words, edges;
    const fw_trie_node *nodes;
    const fw_term_end *ends;
    const fw_image_glob *globs;
    uint32_t glob_count;
    const bool *inside;
    const uint64_t *wildcards;
    uint64_t hash;
    fw_lexicon_warning *warnings;
    uint32_t warning_count;
    struct {
        char *file; /* NULL: the built-in table */
        char *data;
        size_t len;
    } arc[FW_ARC_TABLES];
};

/* ---- loading ---- */

static const char *text_at(const fw_lexicon *lexicon, uint32_t offset) {
    return offset ? lexicon->text + offset : NULL;
}

static bool name_categories(fw_lexicon *lexicon) {
    const fw_image_category *packed = fw_image_items(lexicon->image, FW_IMAGE_categories);
    const uint32_t count = lexicon->image->section[FW_IMAGE_categories].count;
    lexicon->categories = calloc(count + 1, sizeof *lexicon->categories);
    if (!lexicon->categories) return false;
    for (uint32_t i = 0; i < count; i++) {
        lexicon->categories[i] = (fw_category){.name = text_at(lexicon, packed[i].name),
                                               .source = text_at(lexicon, packed[i].source),
                                               .replaces = text_at(lexicon, packed[i].replaces),
                                               .extension = text_at(lexicon, packed[i].extension),
                                               .terms = packed[i].terms};
    }
    return true;
}

static fw_map64_view map_at(const fw_lexicon_image *image, fw_image_section section) {
    return (fw_map64_view){fw_image_items(image, section), image->section[section].count};
}

fw_code fw_lexicon_open(const fw_lexicon_image *image, bool own, fw_lexicon **out, fw_error *err) {
    if (!fw_image_fits(image)) return fw_fail(err, FW_BUG, "the built-in lexicon was made by another build");
    fw_lexicon *lexicon = malloc(sizeof *lexicon);
    if (!lexicon) return fw_fail_nomem(err);
    *lexicon = (fw_lexicon){.image = image,
                            .text = fw_image_items(image, FW_IMAGE_text),
                            .terms = fw_image_items(image, FW_IMAGE_terms),
                            .words = map_at(image, FW_IMAGE_words),
                            .edges = map_at(image, FW_IMAGE_edges),
                            .nodes = fw_image_items(image, FW_IMAGE_nodes),
                            .ends = fw_image_items(image, FW_IMAGE_ends),
                            .globs = fw_image_items(image, FW_IMAGE_globs),
                            .glob_count = image->section[FW_IMAGE_globs].count,
                            .inside = fw_image_items(image, FW_IMAGE_inside),
                            .wildcards = fw_image_items(image, FW_IMAGE_wildcards),
                            .hash = image->hash};
    if (!name_categories(lexicon)) {
        fw_lexicon_free(lexicon);
        return fw_fail_nomem(err);
    }
    if (own) lexicon->own = (void *)image;
    *out = lexicon;
    return FW_OK;
}

static fw_code read_user_file(fw_raw_lexicon *raw, const char *path, fw_error *err) {
    char *data = NULL;
    size_t len = 0;
    fw_code code = fw_read_file(path, DICTIONARY_LIMIT, &data, &len, err);
    if (code == FW_OK) code = fw_dictionary_read(raw, path, (fw_str){data, len}, true, err);
    free(data);
    return code;
}

fw_code fw_lexicon_load(const char *const *paths, size_t count, fw_lexicon **out, fw_error *err) {
    if (count == 0) return fw_lexicon_builtin(out, err);
    fw_raw_lexicon raw = {0};
    fw_lexicon_image *image = NULL;
    fw_code code = fw_dictionary_read_builtin(&raw, err);
    for (size_t i = 0; i < count && code == FW_OK; i++) code = read_user_file(&raw, paths[i], err);
    if (code == FW_OK) code = fw_lexicon_compile(&raw, &image, err);
    if (code == FW_OK) code = fw_lexicon_open(image, true, out, err);
    if (code == FW_OK) {
        (*out)->warnings = raw.warnings;
        (*out)->warning_count = raw.warning_count;
        raw.warnings = NULL;
    } else {
        free(image);
    }
    fw_raw_lexicon_free(&raw);
    return code;
}

fw_code fw_lexicon_builtin(fw_lexicon **out, fw_error *err) {
    return fw_lexicon_open(fw_image_embedded(), false, out, err);
}

void fw_lexicon_free(fw_lexicon *lexicon) {
    if (!lexicon) return;
    free(lexicon->own);
    free(lexicon->categories);
    free(lexicon->warnings);
    for (int table = 0; table < FW_ARC_TABLES; table++) {
        free(lexicon->arc[table].file);
        free(lexicon->arc[table].data);
    }
    free(lexicon);
}

/* ---- tables of cues ---- */

static const char *const ARC_FILES[FW_ARC_TABLES] = {
    "datasets/lexicon/arc.csv", "datasets/lexicon/arc_words.csv", "datasets/lexicon/arc_transitions.csv",
    "datasets/lexicon/arc_context.csv"};

const char *fw_arc_table_name(fw_arc_table table) { return strrchr(ARC_FILES[table], '/') + 1; }

fw_str fw_arc_builtin(fw_arc_table table, const char **file) {
    if (file) *file = ARC_FILES[table];
    return fw_embedded_find(ARC_FILES[table]);
}

fw_code fw_lexicon_use_arc(fw_lexicon *lexicon, const char *folder, fw_error *err) {
    for (int table = 0; table < FW_ARC_TABLES; table++) {
        fw_buffer path = {0};
        fw_buffer_printf(&path, "%s/%s", folder, fw_arc_table_name((fw_arc_table)table));
        if (path.failed) return fw_fail_nomem(err);
        free(lexicon->arc[table].file);
        free(lexicon->arc[table].data);
        lexicon->arc[table].data = NULL;
        lexicon->arc[table].file = path.data;
        const fw_code code = fw_read_file(path.data, DICTIONARY_LIMIT, &lexicon->arc[table].data,
                                          &lexicon->arc[table].len, err);
        if (code != FW_OK) return code;
    }
    for (int table = 0; table < FW_ARC_TABLES; table++)
        lexicon->hash = fw_hash64(lexicon->arc[table].data, lexicon->arc[table].len, lexicon->hash);
    return FW_OK;
}

fw_str fw_lexicon_arc(const fw_lexicon *lexicon, fw_arc_table table, const char **file) {
    if (!lexicon->arc[table].file) return fw_arc_builtin(table, file);
    if (file) *file = lexicon->arc[table].file;
    return (fw_str){lexicon->arc[table].data, lexicon->arc[table].len};
}

const int32_t *fw_lexicon_cats(const fw_lexicon *lexicon) {
    return fw_image_items(lexicon->image, FW_IMAGE_cats);
}

const fw_arc_rules *fw_lexicon_rules(const fw_lexicon *lexicon) {
    const bool own = lexicon->arc[0].file != NULL;
    if (own || lexicon->image->section[FW_IMAGE_rules].count == 0) return NULL;
    return fw_image_items(lexicon->image, FW_IMAGE_rules);
}

/* ---- asking ---- */

size_t fw_lexicon_category_count(const fw_lexicon *lexicon) {
    return lexicon->image->section[FW_IMAGE_categories].count;
}

const fw_category *fw_lexicon_category(const fw_lexicon *lexicon, size_t index) {
    return &lexicon->categories[index];
}

int fw_lexicon_find(const fw_lexicon *lexicon, const char *name) {
    for (uint32_t i = 0; i < fw_lexicon_category_count(lexicon); i++) {
        if (strcmp(lexicon->categories[i].name, name) == 0) return (int)i;
    }
    return -1;
}

const char *fw_lexicon_term(const fw_lexicon *lexicon, uint32_t term) {
    return lexicon->text + lexicon->terms[term].words;
}

uint32_t fw_lexicon_term_count(const fw_lexicon *lexicon) {
    return lexicon->image->section[FW_IMAGE_terms].count;
}

int fw_lexicon_term_category(const fw_lexicon *lexicon, uint32_t term) {
    const uint32_t category = lexicon->terms[term].category;
    return category == FW_NO_CATEGORY ? -1 : (int)category;
}

bool fw_lexicon_term_builtin(const fw_lexicon *lexicon, uint32_t term) {
    return term < lexicon->image->builtin_terms;
}

uint64_t fw_lexicon_hash(const fw_lexicon *lexicon) { return lexicon->hash; }

size_t fw_lexicon_warning_count(const fw_lexicon *lexicon) { return lexicon->warning_count; }

const fw_lexicon_warning *fw_lexicon_warnings(const fw_lexicon *lexicon) { return lexicon->warnings; }

uint32_t fw_lexicon_symbols(const fw_lexicon *lexicon, const char *word, size_t len,
                            uint32_t symbols[FW_SYMBOLS_PER_WORD]) {
    uint32_t count = 0;
    if (fw_map64_look(&lexicon->words, fw_word_key(word, len, false), &symbols[count])) count++;
    const uint64_t lengths =
        lexicon->wildcards[fw_wildcard_place(word, len)]; /* most words try none to two */
    for (size_t prefix = len; prefix > 0 && count < FW_SYMBOLS_PER_WORD; prefix--) {
        if (!(lengths >> (prefix < FW_LONGEST_WILDCARD ? prefix : FW_LONGEST_WILDCARD) & 1)) continue;
        if (fw_map64_look(&lexicon->words, fw_word_key(word, prefix, true), &symbols[count])) count++;
    }
    for (uint32_t g = 0; g < lexicon->glob_count && count < FW_SYMBOLS_PER_WORD; g++) {
        const fw_image_glob *pattern = &lexicon->globs[g];
        if (fw_glob_fits((fw_str){lexicon->text + pattern->pattern, pattern->len}, (fw_str){word, len}))
            symbols[count++] = pattern->symbol;
    }
    return count;
}

bool fw_lexicon_inside(const fw_lexicon *lexicon, uint32_t symbol) { return lexicon->inside[symbol]; }

uint32_t fw_lexicon_step(const fw_lexicon *lexicon, uint32_t node, uint32_t symbol) {
    uint32_t next;
    if (!(lexicon->nodes[node].children >> (symbol % 64) & 1)) return FW_TRIE_NONE;
    return fw_map64_look(&lexicon->edges, fw_edge_key(node, symbol), &next) ? next : FW_TRIE_NONE;
}

const fw_trie_node *fw_lexicon_nodes(const fw_lexicon *lexicon) { return lexicon->nodes; }

const fw_term_end *fw_lexicon_ends(const fw_lexicon *lexicon, uint32_t node, uint32_t *count) {
    const fw_trie_node *n = &lexicon->nodes[node];
    *count = n->end_count;
    return lexicon->ends + n->end_first;
}
