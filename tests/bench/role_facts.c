/* role_facts.c: the facts that decide the roles of quantities, for tests/bench/fit_roles: texts in, separated
 * by NUL; out, a line a quantity: number of the text, start, end, then the names of the facts that hold. */
#include "text/analyzer.h"
#include "text/role.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define NAME(fact) #fact,
static const char *const NAMES[] = {FW_ROLE_FACTS(NAME)};

static void print_facts(size_t number, const fw_quantity *q, const fw_role_facts *facts) {
    printf("%zu %u %u", number, (unsigned)q->span.start, (unsigned)q->span.end);
    for (int fact = 0; fact < FW_ROLE_FACT_COUNT; fact++) {
        if (fw_role_fact_holds(facts, (fw_role_fact)fact)) printf(" %s", NAMES[fact]);
    }
    putchar('\n');
}

static void print_text(size_t number, const fw_workspace *ws) {
    const fw_scan scan = fw_scan_of(ws);
    const fw_role_story story = fw_role_story_of(ws);
    for (uint32_t k = 0; k < ws->quantities.count; k++) {
        const fw_quantity *q = &ws->quantities.items[k];
        fw_role_facts facts;
        if (!fw_kind_is_outcome((fw_quantity_kind)q->kind) || q->clause >= ws->clauses.count) continue;
        fw_role_facts_of(&scan, q, &story, &facts);
        print_facts(number, q, &facts);
    }
}

int main(void) {
    static char input[1 << 24];
    const size_t size = fread(input, 1, sizeof input - 1, stdin);
    fw_lexicon *lexicon = NULL;
    fw_analyzer *analyzer = NULL;
    bool ok = fw_lexicon_builtin(&lexicon, NULL) == FW_OK &&
              fw_analyzer_new(lexicon, NULL, &analyzer, NULL) == FW_OK;
    size_t number = 0;
    for (size_t at = 0; ok && at < size; at += strlen(input + at) + 1) {
        const fw_answer_facts known = {.duration_s = (double)NAN};
        const fw_analysis *analysis;
        ok = fw_analyze(analyzer, (fw_str){input + at, strlen(input + at)}, &known, &analysis, NULL) == FW_OK;
        if (ok) print_text(number++, &analyzer->ws);
    }
    fw_analyzer_free(analyzer);
    fw_lexicon_free(lexicon);
    return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}
