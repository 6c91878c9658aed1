/* labels.h: how parts, traps, reject reasons and flags are called on the page, and what to practise. */
#ifndef FAILWISE_REPORT_LABELS_H
#define FAILWISE_REPORT_LABELS_H

#include <failwise/scores.h>

typedef struct fw_part_label {
    const char *key;      /* as in scores.csv */
    const char *label;    /* a noun for tables and sentences */
    const char *head;     /* short, for chart columns */
    const char *noun;     /* one word, for headline figures */
    const char *exercise; /* one sentence: what to practise next */
} fw_part_label;
extern const fw_part_label fw_part_labels[FW_ARC_PARTS];

typedef struct fw_plain_label {
    const char *key;
    const char *label;
} fw_plain_label;
extern const fw_plain_label fw_trap_labels[FW_TRAP_COUNT];
extern const fw_plain_label fw_flag_labels[FW_FLAG_COUNT];
enum { FW_REASON_COUNT = 12 };
extern const fw_plain_label fw_reason_labels[FW_REASON_COUNT]; /* by fw_reject_code */

#endif
