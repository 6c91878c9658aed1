/* hyperscan.c: Hyperscan as a yardstick for the analysis: finds the built-in dictionary's terms, and nothing
 * else: bench_hyperscan ANSWERS.csv [ROUNDS]. Prints a line like bench_extract's.
 *
 * Each term is a pattern at word borders, in any case; a hit is only counted. What bench_extract does besides
 * (words, sentences, numbers, clauses, features) is not asked of it. */
#include "corpus.h"

#include <failwise/lexicon.h>

#include <ctype.h>
#include <hs.h>
#include <string.h>

/* One byte of a term: `*` and `?` stand for letters of a word, a blank for any white space. */
static size_t byte_of(char *out, unsigned char c) {
    if (c == '*') return (size_t)sprintf(out, "\\w*");
    if (c == '?') return (size_t)sprintf(out, "\\w");
    if (c == ' ') return (size_t)sprintf(out, "\\s");
    return (size_t)(isalnum(c) ? sprintf(out, "%c", c) : sprintf(out, "\\x%02x", c));
}

/* A term as a pattern that begins and ends with a word; NULL: out of memory. */
static char *pattern_of(const char *term) {
    const size_t len = strlen(term);
    char *out = malloc(len * 4 + 8);
    if (!out) return NULL;
    size_t n = (size_t)sprintf(out, "%s", isalnum((unsigned char)term[0]) ? "\\b" : "");
    for (size_t i = 0; i < len; i++) n += byte_of(out + n, (unsigned char)term[i]);
    if (len && isalnum((unsigned char)term[len - 1])) sprintf(out + n, "\\b");
    return out;
}

static hs_database_t *compile(const fw_lexicon *lexicon, unsigned *count) {
    *count = fw_lexicon_term_count(lexicon);
    const char **patterns = calloc(*count, sizeof *patterns);
    unsigned *flags = calloc(*count, sizeof *flags), *ids = calloc(*count, sizeof *ids);
    hs_database_t *database = NULL;
    hs_compile_error_t *failure = NULL;
    if (!patterns || !flags || !ids) return NULL;
    for (unsigned i = 0; i < *count; i++) {
        patterns[i] = pattern_of(fw_lexicon_term(lexicon, i));
        flags[i] = HS_FLAG_CASELESS;
        ids[i] = i;
        if (!patterns[i]) return NULL;
    }
    if (hs_compile_multi(patterns, flags, ids, *count, HS_MODE_BLOCK, NULL, &database, &failure) !=
        HS_SUCCESS) {
        fprintf(stderr, "%s\n", failure->message);
        hs_free_compile_error(failure);
    }
    for (unsigned i = 0; i < *count; i++) free((char *)(uintptr_t)patterns[i]);
    free(patterns);
    free(flags);
    free(ids);
    return database;
}

static int on_hit(unsigned id, unsigned long long from, unsigned long long to, unsigned flags,
                  void *context) {
    (void)id, (void)from, (void)to, (void)flags;
    ++*(uint64_t *)context;
    return 0;
}

static int scan(const corpus *c, const hs_database_t *database, hs_scratch_t *scratch, uint64_t *hits) {
    for (size_t i = 0; i < c->count; i++) {
        if (hs_scan(database, c->texts[i].ptr, (unsigned)c->texts[i].len, 0, scratch, on_hit, hits) !=
            HS_SUCCESS)
            return 70;
    }
    return 0;
}

int main(int argc, char **argv) {
    if (argc < 2) return 64;
    corpus c = {0};
    fw_error err = {0};
    fw_lexicon *lexicon;
    if (!corpus_load(argv[1], &c, &err) || fw_lexicon_builtin(&lexicon, &err) != FW_OK) {
        fprintf(stderr, "%s: %s\n", argv[1], err.message);
        return 65;
    }
    corpus_fill(&c, 0);
    unsigned terms;
    hs_database_t *database = compile(lexicon, &terms);
    hs_scratch_t *scratch = NULL;
    if (!database || hs_alloc_scratch(database, &scratch) != HS_SUCCESS) return 70;
    const int rounds = argc > 2 ? atoi(argv[2]) : 1;
    for (int r = 0; r < rounds; r++) {
        uint64_t hits = 0;
        const double cpu = corpus_cpu(), wall = corpus_wall();
        if (scan(&c, database, scratch, &hits) != 0) return 70;
        const double used = corpus_cpu() - cpu, passed = corpus_wall() - wall;
        printf("%zu answers %.1f MB %u terms %llu hits: %.2f s CPU, %.2f s wall, %.1f MB/s a thread, "
               "Hyperscan %s\n",
               c.count * c.repeats, (double)(c.bytes * c.repeats) / 1e6, terms, (unsigned long long)hits,
               used, passed, (double)c.bytes / 1e6 / used, hs_version());
    }
    hs_free_scratch(scratch);
    hs_free_database(database);
    fw_lexicon_free(lexicon);
    corpus_free(&c);
    return 0;
}
