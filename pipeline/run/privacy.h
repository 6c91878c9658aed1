/* privacy.h: the tripwire on answers as they come in: what --pii asks for, and the counts. */
#ifndef FAILWISE_RUN_PRIVACY_H
#define FAILWISE_RUN_PRIVACY_H

#include <failwise/answers.h>
#include <failwise/report.h>
#include <failwise/tripwire.h>

/* Room for the finds of one answer; one a thread. Freed with fw_privacy_free. */
typedef struct fw_privacy {
    fw_pii_hit *hits;
    size_t capacity;
} fw_privacy;

/* Finds in one answer, by type, and what else stands in it and is no part of it. */
typedef struct fw_pii_counts {
    uint32_t by_type[FW_PII_TYPE_COUNT];
    uint32_t hits;   /* in all */
    uint32_t left;   /* finds and masked runs in the text that the analysis sees */
    uint32_t unread; /* what the analysis did not read as part of the answer: fw_unread_kinds */
} fw_pii_counts;

/* Scans the text of `answer`; under FW_PII_MASK it is overwritten where it stands, in the batch. */
fw_code fw_privacy_look(fw_privacy *privacy, fw_pii_policy policy, fw_answer *answer, fw_pii_counts *counts,
                        fw_error *err);
void fw_privacy_free(fw_privacy *privacy);

/* Adds the finds of an answer to the intake, and what is no part of it. */
void fw_privacy_count(fw_intake *intake, const fw_pii_counts *counts);
/* The reject of a row under FW_PII_REJECT: names the types, never what was found. */
fw_reject fw_privacy_reject(const fw_answer *answer, const fw_pii_counts *counts);

/* "mask" "reject" "warn"; anything else is FW_PII_MASK. */
fw_pii_policy fw_pii_policy_of(const char *name);

#endif
