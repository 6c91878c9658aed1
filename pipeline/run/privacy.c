/* privacy.c: scans answers as they come in, masks or rejects them, and counts what was found. */
#include "run/privacy.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

fw_pii_policy fw_pii_policy_of(const char *name) {
    if (name && strcmp(name, "reject") == 0) return FW_PII_REJECT;
    return name && strcmp(name, "warn") == 0 ? FW_PII_WARN : FW_PII_MASK;
}

/* All finds of `text`: most answers have none, and the first call says so. */
static fw_code find_all(fw_privacy *p, fw_str text, size_t *count, fw_error *err) {
    *count = fw_tripwire_scan(text, p->hits, p->capacity);
    if (*count <= p->capacity) return FW_OK;
    fw_pii_hit *hits = realloc(p->hits, *count * sizeof *hits);
    if (!hits) return fw_fail_nomem(err);
    p->hits = hits;
    p->capacity = *count;
    (void)fw_tripwire_scan(text, p->hits, p->capacity);
    return FW_OK;
}

fw_code fw_privacy_look(fw_privacy *p, fw_pii_policy policy, fw_answer *answer, fw_pii_counts *counts,
                        fw_error *err) {
    const fw_str text = answer->field[FW_TEXT];
    *counts = (fw_pii_counts){.hits = 0};
    size_t count = 0;
    const fw_code code = find_all(p, text, &count, err);
    if (code != FW_OK) return code;
    for (size_t i = 0; i < count; i++) counts->by_type[p->hits[i].type]++;
    counts->hits = (uint32_t)count;
    /* The batch owns these bytes and hands them out as constant: nobody else has seen them yet. */
    if (policy == FW_PII_MASK && count) fw_tripwire_mask((char *)(uintptr_t)text.ptr, p->hits, count);
    const size_t masked = fw_tripwire_masked(text);
    counts->left = (uint32_t)(policy == FW_PII_MASK ? masked : masked + count);
    return FW_OK;
}

void fw_privacy_free(fw_privacy *p) {
    free(p->hits);
    *p = (fw_privacy){0};
}

void fw_privacy_count(fw_intake *intake, const fw_pii_counts *counts) {
    intake->pii_answers += counts->hits > 0;
    for (int t = 0; t < FW_PII_TYPE_COUNT; t++) intake->pii_hits[t] += counts->by_type[t];
    for (int kind = 0; kind < FW_UNREAD_HESITATION; kind++)
        intake->unread_answers[kind] += counts->unread >> kind & 1;
}

fw_reject fw_privacy_reject(const fw_answer *answer, const fw_pii_counts *counts) {
    fw_reject reject = {.code = FW_REJECT_PII, .line = answer->line, .offset = answer->offset};
    size_t len = (size_t)snprintf(reject.message, sizeof reject.message, "personal data in the text:");
    for (int t = 0; t < FW_PII_TYPE_COUNT && len < sizeof reject.message; t++) {
        if (counts->by_type[t] == 0) continue;
        len += (size_t)snprintf(reject.message + len, sizeof reject.message - len, " %s",
                                fw_pii_type_name((fw_pii_type)t));
    }
    return reject;
}
