/*
 * feature_cases.h: answers and edits of the feature table: for each feature an edit that must move it, and
 * one that must not.
 */
#ifndef FAILWISE_TESTS_FEATURE_CASES_H
#define FAILWISE_TESTS_FEATURE_CASES_H

#include <stddef.h>

/* Replaces the first `from` by `to`; an empty `from` appends, an empty `to` deletes. */
typedef struct edit {
    const char *from;
    const char *to;
} edit;

typedef struct feature_case {
    const char *feature;
    const char *answer;
    int direction; /* +1: the first edit raises the feature, -1: it lowers it */
    edit moves;
    edit leaves;       /* the feature stays exactly as it was */
    const char *level; /* NULL: not given */
} feature_case;

/* ---- answers ---- */

#define OPENING   "Last March I led the launch of our booking page at a small hotel chain."
#define FAILURE   " The launch failed and we lost 40 bookings in two days."
#define DIAGNOSIS " I assumed the payment test covered refunds, and I never asked the vendor."
#define RESPONSE  " I called the vendor that night and rolled the page back."
#define LESSON    " I learned that a green test only proves what it covers."
#define CHANGE    " Now I write a refund checklist before every launch, and refund errors fell by 80 percent."
#define CLOSING   " That is why the first thing I would set up here is a refund checklist."

#define WHOLE OPENING FAILURE DIAGNOSIS RESPONSE LESSON CHANGE

/* A story without a change. */
#define UNCHANGED OPENING FAILURE DIAGNOSIS RESPONSE

#define TEAM                                                                                                 \
    "We launched the booking page in March. We lost 40 bookings in two days. Our team repaired it in a "     \
    "week."

#define BLAMING                                                                                              \
    "I ran the summer fair in our town. The vendor missed the deadline and we lost the biggest account. "    \
    "I called every guest by hand."

#define FAKE                                                                                                 \
    "My biggest weakness is that I am a perfectionist. I care too much about the small things. I often "     \
    "stay "                                                                                                  \
    "late."

#define REFUSING "I honestly cannot think of a failure. I usually do well. Things tend to work out for me."

#define SLIPPING                                                                                             \
    "Our group ran the spring concert. The schedule slipped. The mood got tense. The hall stayed half "      \
    "empty."

/* An edit that should leave nearly everything as it is. */
#define RENAMED                                                                                              \
    { "hotel chain", "cinema chain" }

#endif
