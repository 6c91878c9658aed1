/* lexicon.c: compiling dictionary entries into a symbol trie, and asking it. */
#include "text/lexicon_trie.h"

#include "base/buffer.h"
#include "base/embedded.h"
#include "base/output.h"
#include "base/str.h"
#include "text/dictionary.h"
#include "text/glob.h"
#include "text/map64.h"
#include "text/workspace.h"

#include <stdlib.h>
#include <string.h>

#define NO_CATEGORY UINT32_MAX
enum { DICTIONARY_LIMIT = 64 * 1024 * 1024 };
enum { WILDCARD_PLACES = 1 << 10, LONGEST_WILDCARD = 63 }; /* lengths beyond share the last bit */
#define WILDCARD_KEY 0xD6E8FEB86659FD93ULL
#define GLOB_KEY     0xA0761D6478BD642FULL

/* A word of a term with wildcards elsewhere than at its end; the built-in dictionaries have none. */
typedef struct {
    fw_str pattern;
    uint32_t symbol;
} glob;

/* A term's end while compiling: sorted by node afterwards. */
typedef struct {
    uint32_t node;
    fw_term_end end;
} node_end;

struct fw_lexicon {
    fw_raw_lexicon raw; /* keeps the strings */
    fw_category *categories;
    uint32_t *category_of_raw; /* raw category -> category, NO_CATEGORY when replaced */
    uint32_t category_count;
    fw_map64 words; /* hash of word or wildcard prefix -> symbol */
    fw_map64 edges; /* (node + 1) << 32 | symbol -> node */
    FW_VECTOR(fw_trie_node) nodes;
    FW_VECTOR(node_end) node_ends;
    fw_term_end *ends;
    FW_VECTOR(glob) globs;
    FW_VECTOR(bool) inside; /* by symbol: stands behind the first word of some term */
    uint64_t
        wildcards[WILDCARD_PLACES]; /* by first bytes: bit n when some wildcard has n bytes before its star */
    uint64_t hash;
    struct {
        char *file; /* NULL: the built-in table */
        char *data;
        size_t len;
    } arc[FW_ARC_TABLES];
};

/* Not by seed: for inputs of a few bytes XXH3 mixes seed and input so that neighbouring seeds collide. */
static uint64_t word_key(const char *word, size_t len, bool wildcard) {
    const uint64_t hash = fw_hash64(word, len, 0) ^ (wildcard ? WILDCARD_KEY : 0);
    return hash ? hash : 1;
}

static uint64_t edge_key(uint32_t node, uint32_t symbol) { return ((uint64_t)node + 1) << 32 | symbol; }

static uint32_t wildcard_place(const char *word, size_t len) {
    const uint32_t second = len > 1 ? (unsigned char)word[1] : 0;
    return ((uint32_t)(unsigned char)word[0] * 33 + second) % WILDCARD_PLACES;
}

/* ---- compiling ---- */

/* Notes a wildcard of `len` bytes. One of a single byte fits words of any second byte. */
static void note_wildcard(fw_lexicon *lexicon, const char *word, size_t len) {
    const uint64_t bit = 1ULL << (len < LONGEST_WILDCARD ? len : LONGEST_WILDCARD);
    if (len >= 2) {
        lexicon->wildcards[wildcard_place(word, len)] |= bit;
        return;
    }
    for (uint32_t i = 0; i < WILDCARD_PLACES; i++) lexicon->wildcards[i] |= bit;
}

static bool intern_glob(fw_lexicon *lexicon, fw_str word, uint32_t *symbol) {
    const uint64_t key = word_key(word.ptr, word.len, false) ^ GLOB_KEY;
    if (fw_map64_get(&lexicon->words, key, symbol)) return true;
    *symbol = lexicon->inside.count;
    return fw_push(&lexicon->globs, ((glob){word, *symbol})) && fw_push(&lexicon->inside, false) &&
           fw_map64_put(&lexicon->words, key, *symbol);
}

static bool intern_symbol(fw_lexicon *lexicon, fw_str word, uint32_t *symbol) {
    const bool wildcard = word.ptr[word.len - 1] == '*';
    if (fw_is_glob((fw_str){word.ptr, word.len - wildcard}) || (wildcard && word.len == 1))
        return intern_glob(lexicon, word, symbol);
    const uint64_t key = word_key(word.ptr, word.len - wildcard, wildcard);
    if (fw_map64_get(&lexicon->words, key, symbol)) return true;
    *symbol = lexicon->inside.count;
    if (wildcard) note_wildcard(lexicon, word.ptr, word.len - 1);
    return fw_push(&lexicon->inside, false) && fw_map64_put(&lexicon->words, key, *symbol);
}

static bool descend(fw_lexicon *lexicon, uint32_t *node, uint32_t symbol) {
    uint32_t next;
    if (!fw_map64_get(&lexicon->edges, edge_key(*node, symbol), &next)) {
        next = lexicon->nodes.count;
        if (!fw_push(&lexicon->nodes, ((fw_trie_node){0}))) return false;
        lexicon->nodes.items[*node].children |= 1ULL << (symbol % 64);
        if (!fw_map64_put(&lexicon->edges, edge_key(*node, symbol), next)) return false;
    }
    *node = next;
    return true;
}

static bool add_term(fw_lexicon *lexicon, uint32_t term) {
    const fw_raw_term *raw = &lexicon->raw.terms[term];
    const uint32_t category = lexicon->category_of_raw[raw->category];
    if (category == NO_CATEGORY) return true;
    uint32_t node = FW_TRIE_ROOT;
    for (const char *word = raw->words; *word;) {
        const size_t len = strcspn(word, " ");
        uint32_t symbol;
        if (!intern_symbol(lexicon, (fw_str){word, len}, &symbol) || !descend(lexicon, &node, symbol))
            return false;
        if (word != raw->words) lexicon->inside.items[symbol] = true;
        word += len;
        word += *word == ' ';
    }
    lexicon->categories[category].terms++;
    const node_end end = {node, {.term = term, .category = (uint16_t)category}};
    return fw_push(&lexicon->node_ends, end);
}

static int by_node(const void *a, const void *b) {
    const node_end *x = a;
    const node_end *y = b;
    if (x->node != y->node) return x->node < y->node ? -1 : 1;
    if (x->end.category != y->end.category) return x->end.category < y->end.category ? -1 : 1;
    return (x->end.term > y->end.term) - (x->end.term < y->end.term);
}

/* A term that its category has already: worth a word when one file of the user's says it twice. */
static bool drop_repeated(fw_lexicon *lexicon, uint32_t term, uint32_t first) {
    fw_raw_lexicon *raw = &lexicon->raw;
    fw_raw_term *repeated = &raw->terms[term];
    lexicon->categories[lexicon->category_of_raw[repeated->category]].terms--;
    repeated->category = FW_RAW_REPEATED;
    if (first < raw->builtin_terms || raw->terms[first].file != repeated->file) return true;
    fw_dictionary d = {.raw = raw, .name = raw->sources[repeated->file], .line = repeated->line};
    return fw_dictionary_warn(&d, "a term given twice for its category", fw_str_of(repeated->words));
}

/* Groups the ends by node; a term given twice for a category counts once. */
static bool seal_ends(fw_lexicon *lexicon) {
    const uint32_t count = lexicon->node_ends.count;
    lexicon->ends = calloc(count + 1, sizeof *lexicon->ends);
    if (!lexicon->ends) return false;
    if (count) qsort(lexicon->node_ends.items, count, sizeof *lexicon->node_ends.items, by_node);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++) {
        const node_end *e = &lexicon->node_ends.items[i];
        fw_trie_node *node = &lexicon->nodes.items[e->node];
        if (node->end_count == 0) node->end_first = kept;
        if (node->end_count && lexicon->ends[kept - 1].category == e->end.category) {
            if (!drop_repeated(lexicon, e->end.term, lexicon->ends[kept - 1].term)) return false;
            continue;
        }
        lexicon->ends[kept++] = e->end;
        node->end_count++;
    }
    free(lexicon->node_ends.items);
    lexicon->node_ends.items = NULL;
    return true;
}

static fw_code number_categories(fw_lexicon *lexicon, fw_error *err) {
    const fw_raw_lexicon *raw = &lexicon->raw;
    lexicon->categories = calloc(raw->category_count + 1, sizeof *lexicon->categories);
    lexicon->category_of_raw = calloc(raw->category_count + 1, sizeof *lexicon->category_of_raw);
    if (!lexicon->categories || !lexicon->category_of_raw) return fw_fail_nomem(err);
    for (uint32_t i = 0; i < raw->category_count; i++) {
        lexicon->category_of_raw[i] = NO_CATEGORY;
        if (raw->categories[i].replaced) continue;
        if (lexicon->category_count == FW_CATEGORY_LIMIT) {
            fw_fail(err, FW_DATA, "the dictionaries hold more than %d categories", FW_CATEGORY_LIMIT);
            return fw_error_at(err, raw->categories[i].source, 0, 0);
        }
        lexicon->category_of_raw[i] = lexicon->category_count;
        lexicon->categories[lexicon->category_count++] =
            (fw_category){.name = raw->categories[i].name,
                          .source = raw->categories[i].source,
                          .replaces = raw->categories[i].replaces,
                          .extension = raw->categories[i].extension};
    }
    return FW_OK;
}

/* Labels follow from the tables of cues too. */
static void hash_arc(fw_lexicon *lexicon) {
    for (int table = 0; table < FW_ARC_TABLES; table++) {
        const fw_str rules = fw_lexicon_arc(lexicon, (fw_arc_table)table, NULL);
        lexicon->hash = fw_hash64(rules.ptr, rules.len, lexicon->hash);
    }
}

/* Order-dependent on purpose: categories are numbered in file order, and files are read in name order. */
static void hash_content(fw_lexicon *lexicon) {
    uint64_t hash = 0;
    for (uint32_t i = 0; i < lexicon->raw.term_count; i++) {
        const fw_raw_term *term = &lexicon->raw.terms[i];
        const int category = fw_lexicon_term_category(lexicon, i);
        if (category < 0) continue;
        const char *name = lexicon->categories[category].name;
        hash = fw_hash64(name, strlen(name), hash);
        hash = fw_hash64(term->words, strlen(term->words), hash);
    }
    lexicon->hash = hash;
    hash_arc(lexicon);
}

static fw_code compile(fw_lexicon *lexicon, fw_error *err) {
    fw_code code = number_categories(lexicon, err);
    if (code != FW_OK) return code;
    const uint32_t terms = lexicon->raw.term_count; /* most make one or two nodes, and reuse words */
    if (!fw_map64_reserve(&lexicon->words, terms / 4) || !fw_map64_reserve(&lexicon->edges, terms) ||
        !fw_push(&lexicon->nodes, ((fw_trie_node){0})))
        return fw_fail_nomem(err);
    for (uint32_t t = 0; t < lexicon->raw.term_count; t++) {
        if (!add_term(lexicon, t)) return fw_fail_nomem(err);
    }
    if (!seal_ends(lexicon)) return fw_fail_nomem(err);
    hash_content(lexicon);
    return FW_OK;
}

/* ---- loading ---- */

static fw_code read_builtin(fw_raw_lexicon *raw, fw_error *err) {
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

static fw_code read_user_file(fw_raw_lexicon *raw, const char *path, fw_error *err) {
    char *data = NULL;
    size_t len = 0;
    fw_code code = fw_read_file(path, DICTIONARY_LIMIT, &data, &len, err);
    if (code == FW_OK) code = fw_dictionary_read(raw, path, (fw_str){data, len}, true, err);
    free(data);
    return code;
}

fw_code fw_lexicon_load(const char *const *paths, size_t count, fw_lexicon **out, fw_error *err) {
    fw_lexicon *lexicon = calloc(1, sizeof *lexicon);
    if (!lexicon) return fw_fail_nomem(err);
    fw_code code = read_builtin(&lexicon->raw, err);
    for (size_t i = 0; i < count && code == FW_OK; i++) code = read_user_file(&lexicon->raw, paths[i], err);
    if (code == FW_OK) code = compile(lexicon, err);
    if (code != FW_OK) {
        fw_lexicon_free(lexicon);
        return code;
    }
    *out = lexicon;
    return FW_OK;
}

fw_code fw_lexicon_builtin(fw_lexicon **out, fw_error *err) { return fw_lexicon_load(NULL, 0, out, err); }

void fw_lexicon_free(fw_lexicon *lexicon) {
    if (!lexicon) return;
    fw_raw_lexicon_free(&lexicon->raw);
    free(lexicon->categories);
    free(lexicon->category_of_raw);
    free(lexicon->words.slots);
    free(lexicon->edges.slots);
    free(lexicon->globs.items);
    free(lexicon->inside.items);
    free(lexicon->nodes.items);
    free(lexicon->node_ends.items);
    free(lexicon->ends);
    for (int table = 0; table < FW_ARC_TABLES; table++) {
        free(lexicon->arc[table].file);
        free(lexicon->arc[table].data);
    }
    free(lexicon);
}

/* ---- tables of cues ---- */

static const char *const ARC_FILES[FW_ARC_TABLES] = {
    "datasets/lexicon/arc.csv", "datasets/lexicon/arc_words.csv", "datasets/lexicon/arc_transitions.csv"};

const char *fw_arc_table_name(fw_arc_table table) { return strrchr(ARC_FILES[table], '/') + 1; }

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
    hash_arc(lexicon);
    return FW_OK;
}

fw_str fw_lexicon_arc(const fw_lexicon *lexicon, fw_arc_table table, const char **file) {
    const bool own = lexicon->arc[table].file != NULL;
    if (file) *file = own ? lexicon->arc[table].file : ARC_FILES[table];
    return own ? (fw_str){lexicon->arc[table].data, lexicon->arc[table].len}
               : fw_embedded_find(ARC_FILES[table]);
}

/* ---- asking ---- */

size_t fw_lexicon_category_count(const fw_lexicon *lexicon) { return lexicon->category_count; }

const fw_category *fw_lexicon_category(const fw_lexicon *lexicon, size_t index) {
    return &lexicon->categories[index];
}

int fw_lexicon_find(const fw_lexicon *lexicon, const char *name) {
    for (uint32_t i = 0; i < lexicon->category_count; i++) {
        if (strcmp(lexicon->categories[i].name, name) == 0) return (int)i;
    }
    return -1;
}

const char *fw_lexicon_term(const fw_lexicon *lexicon, uint32_t term) {
    return lexicon->raw.terms[term].words;
}

uint32_t fw_lexicon_term_count(const fw_lexicon *lexicon) { return lexicon->raw.term_count; }

int fw_lexicon_term_category(const fw_lexicon *lexicon, uint32_t term) {
    const uint32_t raw = lexicon->raw.terms[term].category;
    const uint32_t category = raw == FW_RAW_REPEATED ? NO_CATEGORY : lexicon->category_of_raw[raw];
    return category == NO_CATEGORY ? -1 : (int)category;
}

bool fw_lexicon_term_builtin(const fw_lexicon *lexicon, uint32_t term) {
    return term < lexicon->raw.builtin_terms;
}

uint64_t fw_lexicon_hash(const fw_lexicon *lexicon) { return lexicon->hash; }

size_t fw_lexicon_warning_count(const fw_lexicon *lexicon) { return lexicon->raw.warning_count; }

const fw_lexicon_warning *fw_lexicon_warnings(const fw_lexicon *lexicon) { return lexicon->raw.warnings; }

uint32_t fw_lexicon_symbols(const fw_lexicon *lexicon, const char *word, size_t len,
                            uint32_t symbols[FW_SYMBOLS_PER_WORD]) {
    uint32_t count = 0;
    if (fw_map64_get(&lexicon->words, word_key(word, len, false), &symbols[count])) count++;
    const uint64_t lengths = lexicon->wildcards[wildcard_place(word, len)]; /* most words try none to two */
    for (size_t prefix = len; prefix > 0 && count < FW_SYMBOLS_PER_WORD; prefix--) {
        if (!(lengths >> (prefix < LONGEST_WILDCARD ? prefix : LONGEST_WILDCARD) & 1)) continue;
        if (fw_map64_get(&lexicon->words, word_key(word, prefix, true), &symbols[count])) count++;
    }
    for (uint32_t g = 0; g < lexicon->globs.count && count < FW_SYMBOLS_PER_WORD; g++) {
        const glob *pattern = &lexicon->globs.items[g];
        if (fw_glob_fits(pattern->pattern, (fw_str){word, len})) symbols[count++] = pattern->symbol;
    }
    return count;
}

bool fw_lexicon_inside(const fw_lexicon *lexicon, uint32_t symbol) { return lexicon->inside.items[symbol]; }

uint32_t fw_lexicon_step(const fw_lexicon *lexicon, uint32_t node, uint32_t symbol) {
    uint32_t next;
    if (!(lexicon->nodes.items[node].children >> (symbol % 64) & 1)) return FW_TRIE_NONE;
    return fw_map64_get(&lexicon->edges, edge_key(node, symbol), &next) ? next : FW_TRIE_NONE;
}

const fw_trie_node *fw_lexicon_nodes(const fw_lexicon *lexicon) { return lexicon->nodes.items; }

const fw_term_end *fw_lexicon_ends(const fw_lexicon *lexicon, uint32_t node, uint32_t *count) {
    const fw_trie_node *n = &lexicon->nodes.items[node];
    *count = n->end_count;
    return lexicon->ends + n->end_first;
}
