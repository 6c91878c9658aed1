/* role_facts.c: the facts that decide the roles of quantities, for tests/bench/fit_roles: texts in, separated
 * by NUL; out, a line a quantity: number of the text, start, end, then the names of the facts that hold. */
#include "text/role.h"

#include "each_text.h"

#define NAME(fact) #fact,
static const char *const NAMES[] = {FW_ROLE_FACTS(NAME)};

static void print_facts(size_t number, const fw_quantity *q, const fw_role_facts *facts) {
    printf("%zu %u %u", number, (unsigned)q->span.start, (unsigned)q->span.end);
    for (int fact = 0; fact < FW_ROLE_FACT_COUNT; fact++) {
        if (fw_role_fact_holds(facts, (fw_role_fact)fact)) printf(" %s", NAMES[fact]);
    }
    putchar('\n');
}

static void print_text(size_t number, const fw_workspace *ws, char *head) {
    (void)head;
    const fw_scan scan = fw_scan_of(ws);
    fw_role_ground ground = fw_role_ground_of(&scan, fw_role_story_of(ws));
    for (uint32_t k = 0; k < ws->quantities.count; k++) {
        const fw_quantity *q = &ws->quantities.items[k];
        fw_role_facts facts;
        if (!fw_kind_is_outcome((fw_quantity_kind)q->kind) || q->clause >= ws->clauses.count) continue;
        fw_role_facts_of(&ground, q, &facts);
        print_facts(number, q, &facts);
    }
}

int main(void) { return each_text(false, print_text); }
