/* grammar.c: reads sentences.tsv, domains.tsv and styles.tsv. */
#include "simulate/grammar.h"

#include "base/embedded.h"
#include "base/output.h"
#include "base/str.h"

#include <stdlib.h>
#include <string.h>

enum { CELLS = 4, MOST_DOMAINS = 1000, FILE_LIMIT = 16 << 20 };

static const char *const KEYS[FW_KEY_COUNT] = {"thing", "who",  "unit", "metric",   "lesson", "artifact",
                                               "fault", "omit", "fix",  "practice", "role",   "story"};

/* One line of a file, cut at tabs. */
typedef struct {
    fw_str cell[CELLS];
    size_t count;
    uint64_t line;
} row;
typedef fw_code row_sink(fw_grammar *grammar, const row *r, fw_error *err);

/* The name of `text` in a table, or -1. */
static int find(fw_str text, const char *const *names, int count) {
    for (int i = 0; i < count; i++)
        if (fw_str_equal(text, fw_str_of(names[i]))) return i;
    return -1;
}

static fw_code unknown(const char *what, fw_str text, fw_error *err) {
    return fw_fail(err, FW_DATA, "'%.*s' is no %s", (int)(text.len < 40 ? text.len : 40), text.ptr, what);
}

/* ---- lines ---- */

static bool cut(fw_str line, row *r) {
    r->count = 0;
    for (size_t start = 0; start <= line.len; r->count++) {
        const char *tab = start < line.len ? memchr(line.ptr + start, '\t', line.len - start) : NULL;
        const size_t end = tab ? (size_t)(tab - line.ptr) : line.len;
        if (r->count == CELLS) return false;
        r->cell[r->count] = (fw_str){line.ptr + start, end - start};
        start = end + 1;
    }
    return true;
}

static fw_code read_rows(fw_grammar *grammar, fw_str text, const char *file, row_sink *sink, fw_error *err) {
    row r = {.line = 0};
    if (fw_utf8_valid_prefix(text.ptr, text.len) != text.len)
        return fw_fail(err, FW_DATA, "%s is not UTF-8", file);
    for (size_t at = 0; at < text.len;) {
        const char *newline = memchr(text.ptr + at, '\n', text.len - at);
        const size_t end = newline ? (size_t)(newline - text.ptr) : text.len;
        size_t stop = end;
        if (stop > at && text.ptr[stop - 1] == '\r') stop--;
        const fw_str line = {text.ptr + at, stop - at};
        at = end + 1;
        r.line++;
        if (line.len == 0 || line.ptr[0] == '#') continue;
        fw_code code = FW_OK;
        if (!cut(line, &r) || line.len > FW_GRAMMAR_TEXT * 4)
            code = fw_fail(err, FW_DATA, "the line is too long or has more than %d cells", CELLS);
        if (code == FW_OK) code = sink(grammar, &r, err);
        if (code != FW_OK) return fw_error_at(err, file, r.line, 0);
    }
    return FW_OK;
}

/* ---- domains ---- */

static fw_code add_domain(fw_grammar *g, fw_str name, fw_error *err) {
    if (g->domain_count == MOST_DOMAINS) return fw_fail(err, FW_DATA, "more than %d domains", MOST_DOMAINS);
    g->domain[g->domain_count++] = (fw_domain){.name = name};
    return FW_OK;
}

static fw_code domain_row(fw_grammar *g, const row *r, fw_error *err) {
    if (r->count != 2 || r->cell[1].len == 0)
        return fw_fail(err, FW_DATA, "a line is a key, a tab and values");
    if (fw_str_equal(r->cell[0], FW_STR("domain"))) return add_domain(g, r->cell[1], err);
    const int key = find(r->cell[0], KEYS, FW_KEY_COUNT);
    if (key < 0) return unknown("key of a domain", r->cell[0], err);
    if (g->domain_count == 0) return fw_fail(err, FW_DATA, "a key stands before the first domain");
    fw_grammar_values *values = &g->domain[g->domain_count - 1].key[key];
    const fw_str all = r->cell[1];
    for (size_t at = 0; at <= all.len;) {
        const char *bar = at < all.len ? memchr(all.ptr + at, '|', all.len - at) : NULL;
        const size_t end = bar ? (size_t)(bar - all.ptr) : all.len;
        const fw_str value = {all.ptr + at, end - at};
        if (value.len == 0 || value.len > FW_GRAMMAR_TEXT || values->count == FW_GRAMMAR_VALUES)
            return fw_fail(err, FW_DATA, "a value is empty or too long, or there are more than %d",
                           FW_GRAMMAR_VALUES);
        const fw_code code = fw_grammar_compile(&g->arena, value, true, &values->at[values->count++], err);
        if (code != FW_OK) return code;
        at = end + 1;
    }
    return FW_OK;
}

static fw_code check_domains(const fw_grammar *g, fw_error *err) {
    if (g->domain_count == 0) return fw_fail(err, FW_DATA, "domains.tsv holds no domain");
    for (size_t d = 0; d < g->domain_count; d++)
        for (int k = 0; k < FW_KEY_COUNT; k++)
            if (g->domain[d].key[k].count == 0)
                return fw_fail(err, FW_DATA, "domains.tsv: the domain '%.*s' has no '%s'",
                               (int)(g->domain[d].name.len < 60 ? g->domain[d].name.len : 60),
                               g->domain[d].name.ptr, KEYS[k]);
    return FW_OK;
}

/* ---- sentences ---- */

/* Grows in steps of a power of two; the arena keeps what is outgrown, which is little. */
static fw_code add_sentence(fw_grammar *g, fw_sentences *list, fw_str text, fw_error *err) {
    enum { LEAST = 8 };
    const bool full = list->count == 0 || (list->count >= LEAST && (list->count & (list->count - 1)) == 0);
    if (full) {
        fw_str *grown = fw_arena_alloc(&g->arena, 2 * (size_t)(list->count + LEAST) * sizeof *grown);
        if (!grown) return fw_fail_nomem(err);
        if (list->count) memcpy(grown, list->at, list->count * sizeof *grown);
        list->at = grown;
    }
    list->at[list->count++] = text;
    return FW_OK;
}

static int find_part(fw_str name) {
    for (int part = 0; part < FW_SIM_PARTS; part++)
        if (fw_str_equal(name, fw_str_of(fw_sim_part_name(part)))) return part;
    return fw_str_equal(name, FW_STR("detail")) ? FW_GRAMMAR_DETAIL : -1;
}

/* A style of the grammar; FW_GRAMMAR_STYLES for "any", -1 when unknown. */
static int find_style(fw_str name) {
    static const char *const STYLES[] = {"written", "spoken", "second", "any"};
    return find(name, STYLES, FW_GRAMMAR_STYLES + 1);
}

static fw_code sentence_row(fw_grammar *g, const row *r, fw_error *err) {
    if (r->count != CELLS || r->cell[3].len == 0 || r->cell[3].len > FW_GRAMMAR_TEXT)
        return fw_fail(err, FW_DATA,
                       "a line is part, strength, style and a sentence, with tabs between them");
    const int part = find_part(r->cell[0]), style = find_style(r->cell[2]);
    int64_t strength = 0;
    if (part < 0) return unknown("part", r->cell[0], err);
    if (style < 0) return unknown("style", r->cell[2], err);
    if (!fw_parse_int(r->cell[1], 0, part == FW_GRAMMAR_DETAIL ? 0 : FW_SIM_MOST, &strength))
        return unknown("strength of this part", r->cell[1], err);
    fw_str text = {NULL, 0};
    fw_code code = fw_grammar_compile(&g->arena, r->cell[3], false, &text, err);
    for (int s = 0; s < FW_GRAMMAR_STYLES && code == FW_OK; s++)
        if (style == s || style == FW_GRAMMAR_STYLES)
            code = add_sentence(g, &g->sentences[part][strength][s], text, err);
    return code;
}

static fw_code check_sentences(const fw_grammar *g, fw_error *err) {
    for (int part = FW_SIM_FAIL; part < FW_SIM_FAIL + FW_SIM_ARC; part++)
        for (int strength = 1; strength <= FW_SIM_MOST; strength++)
            for (int style = 0; style < FW_GRAMMAR_STYLES; style++)
                if (g->sentences[part][strength][style].count == 0)
                    return fw_fail(err, FW_DATA, "sentences.tsv: no %s sentence of '%s' with strength %d",
                                   fw_sim_style_name((fw_sim_style)style), fw_sim_part_name(part), strength);
    return FW_OK;
}

/* ---- styles ---- */

static size_t letter_of(char c) {
    const char lower = (char)(c | 0x20);
    return lower >= 'a' && lower <= 'z' ? (size_t)(lower - 'a') : FW_STYLE_LETTERS;
}

static fw_code style_row(fw_grammar *g, const row *r, fw_error *err) {
    int64_t percent = 0;
    const int style = r->count == CELLS ? find_style(r->cell[0]) : -1;
    if (style < FW_SIM_SPOKEN || style >= FW_GRAMMAR_STYLES || r->cell[2].len == 0 ||
        !fw_parse_int(r->cell[1], 0, 100, &percent))
        return fw_fail(err, FW_DATA, "a line is spoken or second, a percentage, from and to");
    fw_style_rules *rules = &g->rules[style];
    const fw_style_rule rule = {(unsigned)percent, r->cell[2], r->cell[3]};
    const bool start = fw_str_equal(rule.from, FW_STR("^")), comma = fw_str_equal(rule.from, FW_STR(","));
    if (!start && !comma && letter_of(rule.from.ptr[0]) == FW_STYLE_LETTERS)
        return fw_fail(err, FW_DATA, "what is replaced has to start with a letter, or be ^ or a comma");
    size_t *count = start ? &rules->start_count : comma ? &rules->comma_count : &rules->word_count;
    if (*count == FW_STYLE_RULES)
        return fw_fail(err, FW_DATA, "more than %d rules of a kind", FW_STYLE_RULES);
    (start ? rules->start : comma ? rules->comma : rules->word)[(*count)++] = rule;
    return FW_OK;
}

/* Brings word rules into order of their first letters, each letter's in the order of the file. */
static void index_rules(fw_style_rules *rules) {
    fw_style_rule sorted[FW_STYLE_RULES];
    size_t count = 0;
    for (size_t letter = 0; letter < FW_STYLE_LETTERS; letter++) {
        rules->first[letter] = count;
        for (size_t i = 0; i < rules->word_count; i++)
            if (letter_of(rules->word[i].from.ptr[0]) == letter) sorted[count++] = rules->word[i];
    }
    rules->first[FW_STYLE_LETTERS] = count;
    memcpy(rules->word, sorted, count * sizeof *sorted);
}

/* ---- files ---- */

static fw_code read_file(fw_grammar *g, const char *folder, const char *name, row_sink *sink, fw_error *err) {
    char path[4096];
    const int len = snprintf(path, sizeof path, "%s/%s", folder ? folder : "datasets/simulate", name);
    if (len < 0 || (size_t)len >= sizeof path)
        return fw_fail(err, FW_NOINPUT, "the folder's name is too long");
    if (!folder) {
        const fw_str text = fw_embedded_find(path);
        if (!text.ptr) return fw_fail(err, FW_BUG, "%s is not built in", path);
        return read_rows(g, text, path, sink, err);
    }
    char *data = NULL;
    size_t size = 0;
    fw_code code = fw_read_file(path, FILE_LIMIT, &data, &size, err);
    if (code != FW_OK) return code;
    char *kept = fw_arena_copy(&g->arena, (fw_str){data, size});
    free(data);
    return kept ? read_rows(g, (fw_str){kept, size}, path, sink, err) : fw_fail_nomem(err);
}

static fw_code read_all(fw_grammar *g, const char *folder, fw_error *err) {
    g->domain = fw_arena_alloc(&g->arena, MOST_DOMAINS * sizeof *g->domain);
    if (!g->domain) return fw_fail_nomem(err);
    fw_code code = read_file(g, folder, "domains.tsv", domain_row, err);
    if (code == FW_OK) code = read_file(g, folder, "sentences.tsv", sentence_row, err);
    if (code == FW_OK) code = read_file(g, folder, "styles.tsv", style_row, err);
    if (code == FW_OK) code = check_domains(g, err);
    if (code == FW_OK) code = check_sentences(g, err);
    for (int style = 0; style < FW_GRAMMAR_STYLES; style++) index_rules(&g->rules[style]);
    return code;
}

fw_code fw_grammar_new(const char *folder, fw_grammar **out, fw_error *err) {
    *out = NULL;
    fw_grammar *g = calloc(1, sizeof *g);
    if (!g) return fw_fail_nomem(err);
    const fw_code code = read_all(g, folder, err);
    if (code == FW_OK) {
        *out = g;
    } else {
        fw_grammar_free(g);
    }
    return code;
}

void fw_grammar_free(fw_grammar *grammar) {
    if (!grammar) return;
    fw_arena_free(&grammar->arena);
    free(grammar);
}
