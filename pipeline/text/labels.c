/* labels.c: names of the labels, as they stand in files and reports. */
#include <failwise/audit.h>

static const char *const PARTS[] = {"context", "fail", "diag", "act", "learn", "impr", "close", "other"};
static const char *const STARS[] = {"s", "t", "a", "r"};
static const char *const KINDS[] = {"money", "percent", "points", "ratio", "duration", "count", "metric",
                                    "bytes", "ordinal", "date",   "time",  "version",  "none"};
static const char *const ROLES[] = {"none",  "failure_outcome", "improvement_outcome",
                                    "cause", "practice",        "context"};
static const char *const UNREAD[] = {"markup", "note", "speaker", "question", "hesitation"};
static const char *const TRAPS[] = {"fake", "team", "no_number", "no_change", "refusal"};

const char *fw_part_name(fw_part part) { return PARTS[part]; }
const char *fw_star_name(fw_star star) { return STARS[star]; }
const char *fw_kind_name(fw_quantity_kind kind) { return KINDS[kind]; }
bool fw_kind_is_outcome(fw_quantity_kind kind) { return kind <= FW_KIND_BYTES; }
const char *fw_role_name(fw_role role) { return ROLES[role]; }
const char *fw_unread_name(fw_unread_kind kind) { return UNREAD[kind]; }
uint32_t fw_unread_kinds(const fw_unread *unread, uint32_t count) {
    uint32_t kinds = 0;
    for (uint32_t i = 0; i < count; i++) kinds |= 1U << unread[i].kind;
    return kinds & ~(1U << FW_UNREAD_HESITATION);
}
const char *fw_trap_name(size_t bit_index) { return TRAPS[bit_index]; }
