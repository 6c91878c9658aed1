/* hyperscan.c: Hyperscan as a yardstick for the analysis: finds the built-in dictionary's terms, and nothing
 * else: bench_hyperscan ANSWERS.csv [ROUNDS]. Prints a line like bench_extract's.
 *
 * The terms of several words are literals in any case, and a hit is only counted: patterns with word borders
 * are twice as slow and take minutes to compile. What bench_extract does besides is not asked of it. */
#include "corpus.h"

#include <failwise/lexicon.h>

#include <hs.h>
#include <string.h>

/* The terms of several words without wildcards, as literals. */
static size_t phrases_of(const fw_lexicon *lexicon, const char **phrases, size_t *lengths, unsigned *ids) {
    size_t count = 0;
    for (uint32_t t = 0; t < fw_lexicon_term_count(lexicon); t++) {
        const char *term = fw_lexicon_term(lexicon, t);
        if (!strchr(term, ' ') || strpbrk(term, "*?")) continue;
        phrases[count] = term;
        lengths[count] = strlen(term);
        ids[count++] = t;
    }
    return count;
}

static hs_database_t *compile(const fw_lexicon *lexicon, size_t *count) {
    const size_t terms = fw_lexicon_term_count(lexicon);
    const char **phrases = calloc(terms, sizeof *phrases);
    size_t *lengths = calloc(terms, sizeof *lengths);
    unsigned *ids = calloc(terms, sizeof *ids), *flags = calloc(terms, sizeof *flags);
    hs_database_t *database = NULL;
    hs_compile_error_t *failure = NULL;
    if (!phrases || !lengths || !ids || !flags) return NULL;
    for (size_t i = 0; i < terms; i++) flags[i] = HS_FLAG_CASELESS;
    *count = phrases_of(lexicon, phrases, lengths, ids);
    if (hs_compile_lit_multi(phrases, flags, ids, lengths, (unsigned)*count, HS_MODE_BLOCK, NULL, &database,
                             &failure) != HS_SUCCESS) {
        fprintf(stderr, "%s\n", failure->message);
        hs_free_compile_error(failure);
    }
    free(phrases);
    free(lengths);
    free(ids);
    free(flags);
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
    size_t terms;
    hs_database_t *database = compile(lexicon, &terms);
    hs_scratch_t *scratch = NULL;
    if (!database || hs_alloc_scratch(database, &scratch) != HS_SUCCESS) return 70;
    const int rounds = argc > 2 ? atoi(argv[2]) : 1;
    for (int r = 0; r < rounds; r++) {
        uint64_t hits = 0;
        const double cpu = corpus_cpu(), wall = corpus_wall();
        if (scan(&c, database, scratch, &hits) != 0) return 70;
        const double used = corpus_cpu() - cpu, passed = corpus_wall() - wall;
        printf("%zu answers %.1f MB %zu phrases %llu hits: %.2f s CPU, %.2f s wall, %.1f MB/s a thread, "
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
