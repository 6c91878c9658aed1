/* check.h: what `failwise check` finds in the input, before it is printed. */
#ifndef FAILWISE_CLI_CHECK_H
#define FAILWISE_CLI_CHECK_H

#include "cli/cli.h"

#include "base/idset.h"

enum { CHECK_EXAMPLES = 5, CHECK_GROUP_LIMIT = 1000 };

/* One value of a group column. */
typedef struct fw_check_group {
    const char *value;
    uint64_t answers;
    uint64_t participants; /* distinct; answers without a participant count one each */
} fw_check_group;

typedef struct fw_check_column {
    const char *name;
    int field;    /* fw_field, or -1: a column carried along */
    size_t extra; /* its index then */
    fw_idset *values;
    fw_check_group *groups;
    size_t group_count;
    bool overflow; /* more than CHECK_GROUP_LIMIT values: the rest is not counted */
} fw_check_column;

typedef struct fw_check_reject {
    uint64_t count;
    fw_reject first[CHECK_EXAMPLES];
} fw_check_reject;

/* Ratings against answers. */
typedef struct fw_check_ratings {
    bool given;
    uint64_t rows, used, rejected,
        unmatched; /* unmatched: of an answer that the answers file does not have */
    uint64_t reject_counts[FW_RATING_REJECT_COUNT];
    fw_rating_reject reject_first[CHECK_EXAMPLES];
    uint64_t rated_answers;
    uint64_t most_per_answer, fewest_per_answer; /* over rated answers, on one trait */
    size_t raters;
} fw_check_ratings;

typedef struct fw_check {
    const fw_cli *cli;
    fw_reader *reader;
    fw_ratings *ratings; /* of a file, or NULL */
    int trait;
    fw_check_column *columns;
    size_t column_count;
    fw_idset *participants;
    fw_idset *members; /* (column, group, participant) seen */
    fw_check_reject rejects[FW_REJECT_CODE_COUNT];
    fw_check_ratings rated;
    uint64_t rows_read, rows_used, rows_rejected;
    uint64_t text_bytes, longest_text;
    uint64_t pii_answers, pii_hits[FW_PII_TYPE_COUNT];
    bool gate_failed;
    fw_arena arena;
} fw_check;

/* Opens the input, reads all of it and fills the rest. Free afterwards, whatever it returned. */
fw_code fw_check_collect(fw_check *check, fw_cli *cli, fw_error *err);
void fw_check_free(fw_check *check);

void fw_check_print(const fw_check *check);
fw_code fw_check_print_json(const fw_check *check, fw_error *err);

#endif
