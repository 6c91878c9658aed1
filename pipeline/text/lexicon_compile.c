/* lexicon_compile.c: compiling dictionary entries into a symbol trie. */
#include "text/lexicon_image.h"

#include "base/embedded.h"
#include "base/str.h"
#include "text/glob.h"

#include <stdlib.h>
#include <string.h>

#define GLOB_KEY 0xA0761D6478BD642FULL

/* A term's end while compiling: sorted by node afterwards. */
typedef struct {
    uint32_t node;
    fw_term_end end;
} node_end;

/* What grows into an image's sections. */
typedef struct {
    fw_raw_lexicon *raw;
    fw_buffer text;
    fw_image_category categories[FW_CATEGORY_LIMIT];
    uint32_t category_count;
    int32_t cats[FW_CAT_COUNT];
    uint32_t *category_of_raw; /* raw category -> category, FW_NO_CATEGORY when replaced */
    fw_image_term *terms;      /* as many as in raw */
    fw_map64 words, edges;
    FW_VECTOR(fw_trie_node) nodes;
    FW_VECTOR(node_end) node_ends;
    fw_term_end *ends;
    uint32_t end_count;
    FW_VECTOR(fw_image_glob) globs;
    FW_VECTOR(bool) inside;
    uint64_t wildcards[FW_WILDCARD_PLACES];
} compiler;

/* ---- text ---- */

/* Where the copy of a string stands; 0 for NULL. */
static uint32_t add_text(compiler *c, const char *text) {
    if (!text) return 0;
    const uint32_t at = (uint32_t)c->text.len;
    fw_buffer_append(&c->text, text, strlen(text) + 1);
    return at;
}

/* A term of several categories is listed once for each, one behind the other. */
static bool add_terms_text(compiler *c) {
    const fw_raw_lexicon *raw = c->raw;
    c->terms = calloc(raw->term_count + 1, sizeof *c->terms);
    if (!c->terms) return false;
    for (uint32_t t = 0; t < raw->term_count; t++) {
        const bool again = t > 0 && raw->terms[t].words == raw->terms[t - 1].words;
        c->terms[t].words = again ? c->terms[t - 1].words : add_text(c, raw->terms[t].words);
    }
    return !c->text.failed && c->text.len <= UINT32_MAX;
}

static fw_code number_categories(compiler *c, fw_error *err) {
    const fw_raw_lexicon *raw = c->raw;
    c->category_of_raw = calloc(raw->category_count + 1, sizeof *c->category_of_raw);
    if (!c->category_of_raw) return fw_fail_nomem(err);
    for (uint32_t i = 0; i < raw->category_count; i++) {
        const fw_raw_category *category = &raw->categories[i];
        c->category_of_raw[i] = FW_NO_CATEGORY;
        if (category->replaced) continue;
        if (c->category_count == FW_CATEGORY_LIMIT) {
            fw_fail(err, FW_DATA, "the dictionaries hold more than %d categories", FW_CATEGORY_LIMIT);
            return fw_error_at(err, category->source, 0, 0);
        }
        c->category_of_raw[i] = c->category_count;
        c->categories[c->category_count++] =
            (fw_image_category){.name = add_text(c, category->name),
                                .source = add_text(c, category->source),
                                .replaces = add_text(c, category->replaces),
                                .extension = add_text(c, category->extension)};
    }
    return FW_OK;
}

/* The categories that rules name. */
static void bind_cats(compiler *c) {
    for (int cat = 0; cat < FW_CAT_COUNT; cat++) {
        c->cats[cat] = -1;
        for (uint32_t i = 0; i < c->category_count && c->cats[cat] < 0; i++) {
            if (strcmp(c->text.data + c->categories[i].name, fw_cat_name((fw_cat)cat)) == 0)
                c->cats[cat] = (int32_t)i;
        }
    }
}

/* ---- the trie ---- */

/* Notes a wildcard of `len` bytes. One of a single byte fits words of any second byte. */
static void note_wildcard(compiler *c, const char *word, size_t len) {
    const uint64_t bit = 1ULL << (len < FW_LONGEST_WILDCARD ? len : FW_LONGEST_WILDCARD);
    if (len >= 2) {
        c->wildcards[fw_wildcard_place(word, len)] |= bit;
        return;
    }
    for (uint32_t i = 0; i < FW_WILDCARD_PLACES; i++) c->wildcards[i] |= bit;
}

/* `at`: where the word stands in the image's text. */
static bool intern_glob(compiler *c, fw_str word, uint32_t at, uint32_t *symbol) {
    const uint64_t key = fw_word_key(word.ptr, word.len, false) ^ GLOB_KEY;
    if (fw_map64_get(&c->words, key, symbol)) return true;
    *symbol = c->inside.count;
    return fw_push(&c->globs, ((fw_image_glob){at, (uint32_t)word.len, *symbol})) &&
           fw_push(&c->inside, false) && fw_map64_put(&c->words, key, *symbol);
}

static bool intern_symbol(compiler *c, fw_str word, uint32_t at, uint32_t *symbol) {
    const bool wildcard = word.ptr[word.len - 1] == '*';
    if (fw_is_glob((fw_str){word.ptr, word.len - wildcard}) || (wildcard && word.len == 1))
        return intern_glob(c, word, at, symbol);
    const uint64_t key = fw_word_key(word.ptr, word.len - wildcard, wildcard);
    if (fw_map64_get(&c->words, key, symbol)) return true;
    *symbol = c->inside.count;
    if (wildcard) note_wildcard(c, word.ptr, word.len - 1);
    return fw_push(&c->inside, false) && fw_map64_put(&c->words, key, *symbol);
}

static bool descend(compiler *c, uint32_t *node, uint32_t symbol) {
    uint32_t next;
    if (!fw_map64_get(&c->edges, fw_edge_key(*node, symbol), &next)) {
        next = c->nodes.count;
        if (!fw_push(&c->nodes, ((fw_trie_node){0}))) return false;
        c->nodes.items[*node].children |= 1ULL << (symbol % 64);
        if (!fw_map64_put(&c->edges, fw_edge_key(*node, symbol), next)) return false;
    }
    *node = next;
    return true;
}

static bool add_term(compiler *c, uint32_t term) {
    const fw_raw_term *raw = &c->raw->terms[term];
    const uint32_t category = c->category_of_raw[raw->category];
    c->terms[term].category = category;
    if (category == FW_NO_CATEGORY) return true;
    uint32_t node = FW_TRIE_ROOT;
    for (const char *word = raw->words; *word;) {
        const size_t len = strcspn(word, " ");
        uint32_t symbol;
        const uint32_t at = c->terms[term].words + (uint32_t)(word - raw->words);
        if (!intern_symbol(c, (fw_str){word, len}, at, &symbol) || !descend(c, &node, symbol)) return false;
        if (word != raw->words) c->inside.items[symbol] = true;
        word += len;
        word += *word == ' ';
    }
    c->categories[category].terms++;
    const node_end end = {node, {.term = term, .category = (uint16_t)category}};
    return fw_push(&c->node_ends, end);
}

static int by_node(const void *a, const void *b) {
    const node_end *x = a;
    const node_end *y = b;
    if (x->node != y->node) return x->node < y->node ? -1 : 1;
    if (x->end.category != y->end.category) return x->end.category < y->end.category ? -1 : 1;
    return (x->end.term > y->end.term) - (x->end.term < y->end.term);
}

/* A term that its category has already: worth a word when one file of the user's says it twice. */
static bool drop_repeated(compiler *c, uint32_t term, uint32_t first) {
    fw_raw_lexicon *raw = c->raw;
    fw_raw_term *repeated = &raw->terms[term];
    c->categories[c->category_of_raw[repeated->category]].terms--;
    c->terms[term].category = FW_NO_CATEGORY;
    if (first < raw->builtin_terms || raw->terms[first].file != repeated->file) return true;
    fw_dictionary d = {.raw = raw, .name = raw->sources[repeated->file], .line = repeated->line};
    return fw_dictionary_warn(&d, "a term given twice for its category", fw_str_of(repeated->words));
}

/* Groups the ends by node; a term given twice for a category counts once. */
static bool seal_ends(compiler *c) {
    const uint32_t count = c->node_ends.count;
    c->ends = calloc(count + 1, sizeof *c->ends);
    if (!c->ends) return false;
    if (count) qsort(c->node_ends.items, count, sizeof *c->node_ends.items, by_node);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++) {
        const node_end *e = &c->node_ends.items[i];
        fw_trie_node *node = &c->nodes.items[e->node];
        if (node->end_count == 0) node->end_first = kept;
        if (node->end_count && c->ends[kept - 1].category == e->end.category) {
            if (!drop_repeated(c, e->end.term, c->ends[kept - 1].term)) return false;
            continue;
        }
        c->ends[kept++] = e->end;
        node->end_count++;
    }
    c->end_count = kept;
    return true;
}

/* Order-dependent on purpose: categories are numbered in file order, and files are read in name order. Labels
 * follow from the tables of cues too. */
static uint64_t hash_content(const compiler *c) {
    uint64_t hash = 0;
    for (uint32_t i = 0; i < c->raw->term_count; i++) {
        const fw_image_term *term = &c->terms[i];
        if (term->category == FW_NO_CATEGORY) continue;
        const fw_str name = fw_str_of(c->text.data + c->categories[term->category].name);
        const fw_str words = fw_str_of(c->text.data + term->words);
        hash = fw_hash64(name.ptr, name.len, hash);
        hash = fw_hash64(words.ptr, words.len, hash);
    }
    for (int table = 0; table < FW_ARC_TABLES; table++) {
        const fw_str rules = fw_arc_builtin((fw_arc_table)table, NULL);
        hash = fw_hash64(rules.ptr, rules.len, hash);
    }
    return hash;
}

static fw_code put_together(const compiler *c, fw_lexicon_image **out, fw_error *err) {
    const fw_lexicon_image head = {.hash = hash_content(c), .builtin_terms = c->raw->builtin_terms};
    const fw_image_input input[FW_IMAGE_SECTION_COUNT] = {
        [FW_IMAGE_categories] = {c->categories, c->category_count},
        [FW_IMAGE_cats] = {c->cats, FW_CAT_COUNT},
        [FW_IMAGE_terms] = {c->terms, c->raw->term_count},
        [FW_IMAGE_words] = {c->words.slots, c->words.capacity},
        [FW_IMAGE_edges] = {c->edges.slots, c->edges.capacity},
        [FW_IMAGE_nodes] = {c->nodes.items, c->nodes.count},
        [FW_IMAGE_ends] = {c->ends, c->end_count},
        [FW_IMAGE_globs] = {c->globs.items, c->globs.count},
        [FW_IMAGE_inside] = {c->inside.items, c->inside.count},
        [FW_IMAGE_wildcards] = {c->wildcards, FW_WILDCARD_PLACES},
        [FW_IMAGE_text] = {c->text.data, (uint32_t)c->text.len},
    };
    return fw_image_make(&head, input, out, err);
}

static fw_code compile(compiler *c, fw_lexicon_image **out, fw_error *err) {
    const uint32_t terms = c->raw->term_count; /* most make one or two nodes, and reuse words */
    fw_buffer_char(&c->text, '\0');            /* nothing stands at 0 */
    const fw_code code = number_categories(c, err);
    if (code != FW_OK) return code;
    if (!add_terms_text(c) || !fw_map64_reserve(&c->words, terms / 4) ||
        !fw_map64_reserve(&c->edges, terms) || !fw_push(&c->nodes, ((fw_trie_node){0})))
        return fw_fail_nomem(err);
    bind_cats(c);
    for (uint32_t t = 0; t < terms; t++) {
        if (!add_term(c, t)) return fw_fail_nomem(err);
    }
    return seal_ends(c) ? put_together(c, out, err) : fw_fail_nomem(err);
}

fw_code fw_lexicon_compile(fw_raw_lexicon *raw, fw_lexicon_image **out, fw_error *err) {
    compiler *c = calloc(1, sizeof *c);
    if (!c) return fw_fail_nomem(err);
    c->raw = raw;
    const fw_code code = compile(c, out, err);
    void *const arrays[] = {c->category_of_raw, c->terms,       c->words.slots,
                            c->edges.slots,     c->nodes.items, c->ends,
                            c->node_ends.items, c->globs.items, c->inside.items};
    for (size_t i = 0; i < sizeof arrays / sizeof arrays[0]; i++) free(arrays[i]);
    fw_buffer_free(&c->text);
    free(c);
    return code;
}

/* ---- the built-in dictionaries ---- */

fw_code fw_dictionary_read_builtin(fw_raw_lexicon *raw, fw_error *err) {
    static const char FOLDER[] = "datasets/lexicon/";
    for (const fw_embedded_file *file = fw_embedded_files; file->name; file++) {
        const size_t len = strlen(file->name);
        if (strncmp(file->name, FOLDER, sizeof FOLDER - 1) != 0) continue;
        if (strcmp(file->name + len - 4, ".dic") != 0) continue;
        const fw_code code = fw_dictionary_read(raw, file->name + sizeof FOLDER - 1,
                                                (fw_str){file->data, file->size}, false, err);
        if (code != FW_OK) return code;
    }
    raw->builtin_terms = raw->term_count;
    return FW_OK;
}
