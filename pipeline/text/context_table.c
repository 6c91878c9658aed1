/* context_table.c: arc_context.csv: the names of its rows, and reading one. */
#include "text/context.h"

#include "base/str.h"

#include <stdio.h>
#include <string.h>

/* Rows of one kind follow each other, one a label and, where clauses are counted, one for each number. */
typedef struct {
    uint32_t first;
    const char *prefix;
    uint32_t labels;
    const char *(*name)(uint32_t label);
    bool counted;
} row_kind;

static const char *part_name(uint32_t part) {
    return part == FW_NO_NEIGHBOUR ? "none" : fw_part_name((fw_part)part);
}
static const char *star_name(uint32_t star) { return fw_star_name((fw_star)star); }

static const row_kind KINDS[] = {{FW_READS_PART, "reads_", FW_PART_COUNT, part_name, false},
                                 {FW_READS_STAR, "reads_", FW_STAR_COUNT, star_name, false},
                                 {FW_READS_BEFORE, "before:reads_", FW_NEIGHBOURS, part_name, false},
                                 {FW_READS_BEHIND, "behind:reads_", FW_NEIGHBOURS, part_name, false},
                                 {FW_READS_TOLD, "told_", FW_PART_COUNT, part_name, true},
                                 {FW_READS_AHEAD, "ahead_", FW_PART_COUNT, part_name, true}};

/* "told_fail_2": two clauses or three. */
static bool name_row(fw_arc_rules *rules, const row_kind *kind, uint32_t label, uint32_t number) {
    static const char *const TIMES[FW_TIMES] = {"_0", "_1", "_2", "_4"};
    enum { NAME = 32 };
    char name[NAME];
    snprintf(name, sizeof name, "%s%s", kind->name(label), kind->counted ? TIMES[number] : "");
    const uint32_t row = kind->first + (kind->counted ? label * FW_TIMES + number : label);
    rules->context_id[row] = fw_put_name(rules, kind->prefix, fw_str_of(name));
    return rules->context_id[row] != 0;
}

bool fw_name_context(fw_arc_rules *rules) {
    for (size_t k = 0; k < sizeof KINDS / sizeof KINDS[0]; k++) {
        for (uint32_t label = 0; label < KINDS[k].labels; label++) {
            for (uint32_t n = 0; n < (KINDS[k].counted ? FW_TIMES : 1U); n++) {
                if (!name_row(rules, &KINDS[k], label, n)) return false;
            }
        }
    }
    return true;
}

bool fw_context_row(fw_arc_rules *rules, fw_str name, int label, int64_t weight) {
    for (uint32_t row = 0; row < FW_CONTEXT_ROWS; row++) {
        if (!fw_str_equal(name, fw_str_of(rules->text + rules->context_id[row]))) continue;
        if (label == FW_PART_OTHER) return false; /* what a part must beat stays */
        rules->context[row][label] = (int16_t)weight;
        rules->has_context = true;
        return true;
    }
    return false;
}
