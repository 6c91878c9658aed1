/*
 * drafts.h: two drafts of one story compared: what was added, named, owned and lost (the score stage).
 *
 * Sentences and clauses are aligned in order by the words they share, so that a rewritten sentence is told
 * from a new one. Spans are bytes into the draft they belong to.
 */
#ifndef FAILWISE_DRAFTS_H
#define FAILWISE_DRAFTS_H

#include <failwise/coach.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

enum { FW_DRAFT_CLAUSES_MOST = 1000 }; /* longer texts are no drafts of an answer */

/* One draft. Both analyses must be alive: they come from two analyzers. */
typedef struct fw_draft {
    const fw_analysis *analysis;
    const fw_score *score;
} fw_draft;

typedef enum fw_change_kind {
    FW_CHANGE_DECISION, /* the own decision is named */
    FW_CHANGE_OWNED,    /* a passive, an event or "we" became "I" */
    FW_CHANGE_PART,     /* a part of the arc that was not there */
    FW_CHANGE_NUMBER,   /* a quantity that measures the failure, the change or a rule in use */
    FW_CHANGE_PRACTICE, /* a clause that shows changed behaviour */
    FW_CHANGE_TRAP,     /* a trap left behind (better) or walked into */
    FW_CHANGE_CLOSING,  /* the sentence that carries the change into the role */
    FW_CHANGE_POINTS,   /* half a point or more on a part that was there */
    FW_CHANGE_KIND_COUNT
} fw_change_kind;
const char *fw_change_name(fw_change_kind kind); /* "decision" "owned" "part" ... */

/* One change. `better`: gained; otherwise lost. */
typedef struct fw_change {
    fw_change_kind kind;
    bool better;
    size_t item;           /* PART, POINTS: 0..4; TRAP: its bit; otherwise 0 */
    fw_span before, after; /* where it stands; empty where it does not */
} fw_change;

/* Sentences that belong together; -1 where one draft has no such sentence. In the order of the text. */
typedef struct fw_sentence_pair {
    int32_t before, after;
    double likeness; /* 0..1; 1 = the same words */
} fw_sentence_pair;

enum { FW_FINDING_TEXT = 512 };

typedef struct fw_drafts {
    fw_change *changes; /* by kind, gains first */
    size_t change_count;
    fw_sentence_pair *pairs;
    size_t pair_count;
    char finding[FW_FINDING_TEXT]; /* one sentence */
} fw_drafts;

/* FW_DATA when a draft has more than FW_DRAFT_CLAUSES_MOST clauses. Free with fw_drafts_free, which takes
 * NULL. */
fw_code fw_drafts_compare(const fw_draft *before, const fw_draft *after, fw_drafts **out, fw_error *err);
void fw_drafts_free(fw_drafts *drafts);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
