/*
 * strength.c: how strongly each part of the arc is there.
 *
 * A clause gives its margin to the part it is labelled with, as far as it does what the part asks for: a
 * diagnosis names the speaker's own doing, a response is the speaker's, a lesson says something of this
 * story, a change is in force. What only looks like the part counts for a share, so that good words alone do
 * not make it present.
 */
#include <failwise/categories.h>

#include "text/findings.h"

/* Points at which a part counts as present (strength one half): one and a half clear clauses, or two fair
 * ones. */
static const double HALF_STRENGTH = 90.0;
/* Below so many points a part is absent: a stray cue makes no part. A failure is told in nearly every answer,
 * and weaker signs of it will do; the words of learning and change are cheap. */
static const int64_t LEAST_POINTS[FW_ARC_PARTS] = {15, 40, 40, 50, 50};

/* Shares of a clause's margin, in percent. */
enum {
    WHOLE = 100,
    OTHERS_DIAGNOSIS = 30, /* what others did: an explanation, no ownership */
    OUR_RESPONSE = 60,
    OTHERS_RESPONSE = 30,
    PLATITUDE = 20,    /* "communication is key" */
    VIRTUES_ONLY = 25, /* nothing but words every story could have: "to be more careful and organised" */
    BARE_LESSON = 30,  /* "it was a lesson" */
    PLAIN_LESSON = 70, /* says something, contrasts nothing */
    INTENTION = 30     /* "I will try to", "next time I would" */
};

bool fw_is_own(const fw_workspace *ws, uint32_t index) { return ws->parses.items[index].says & FW_SAYS_I; }

/* One of two, without a branch. */
static inline int either(bool first, int one, int other) { return other + (one - other) * first; }

static int share_of_diagnosis(const fw_workspace *ws, uint32_t index) {
    const bool own = fw_is_own(ws, index), nominal = fw_clause_has_live(ws, index, FW_CAT_own_nominal);
    return either(own | nominal, WHOLE, OTHERS_DIAGNOSIS);
}

static int share_of_response(const fw_workspace *ws, uint32_t index) {
    const bool ours = (ws->parses.items[index].says & FW_SAYS_WE) != 0;
    return either(fw_is_own(ws, index), WHOLE, either(ours, OUR_RESPONSE, OTHERS_RESPONSE));
}

/* A lesson that sets one thing against another says what is understood: "not", "than", "instead of",
 * "before". */
uint32_t fw_contrast_traits(const fw_word *word) {
    static const char *const SIGNS[] = {"not",    "than",   "instead", "rather", "until",
                                        "unless", "before", "without", "only"};
    for (size_t s = 0; s < sizeof SIGNS / sizeof SIGNS[0]; s++) {
        if (fw_word_is(word, SIGNS[s])) return FW_SETS_AGAINST;
    }
    return 0;
}

static bool contrasts(const fw_workspace *ws, uint32_t index) {
    const fw_clause *clause = &ws->clauses.items[index];
    if ((clause->flags & FW_CLAUSE_NEGATED) || fw_clause_has(ws, index, FW_CAT_contrast_frame)) return true;
    return (ws->parses.items[index].traits & FW_SETS_AGAINST) != 0;
}

static int share_of_learning(const fw_workspace *ws, uint32_t index) {
    const fw_clause *clause = &ws->clauses.items[index];
    if (contrasts(ws, index)) return WHOLE;
    if (fw_clause_has(ws, index, FW_CAT_learn_platitude)) return PLATITUDE;
    uint32_t content = 0, virtues = 0;
    const uint32_t end = clause->first + clause->count;
    for (uint32_t from = clause->first; from < end; from += FW_PLANE_TOKENS) {
        uint64_t left = fw_window(ws->planes.items, FW_PLANE_OF(FW_CONTENT), from) & fw_lowest(end - from);
        for (; left; left &= left - 1) {
            const fw_word *word = fw_word_at(ws, from + (uint32_t)__builtin_ctzll(left));
            const bool insight = fw_word_known(word, FW_CAT_insight_word);
            const bool explicit = fw_word_known(word, FW_CAT_learn_explicit), lesson = insight | explicit;
            content += !lesson;
            virtues += !lesson & fw_word_known(word, FW_CAT_virtue);
        }
    }
    if (content <= 1) return BARE_LESSON;
    return virtues * 3 >= content ? VIRTUES_ONLY : PLAIN_LESSON;
}

static int share_of_change(const fw_workspace *ws, uint32_t index) {
    const bool future = ws->clauses.items[index].tense == FW_TENSE_FUTURE;
    const bool intends = fw_clause_has_live(ws, index, FW_CAT_intent);
    return either(future | intends, INTENTION, WHOLE);
}

/* The share of a clause that is labelled `part`, counted from the failure. All are worked out, but the
 * costly one: which part comes next is anybody's guess. */
static int share_of(const fw_workspace *ws, uint32_t index, uint32_t part) {
    enum { LEARNING = FW_PART_LEARN - FW_PART_FAIL };
    const int shares[FW_PART_COUNT] = {[0] = WHOLE, /* the failure itself */
                                       [FW_PART_DIAG - FW_PART_FAIL] = share_of_diagnosis(ws, index),
                                       [FW_PART_ACT - FW_PART_FAIL] = share_of_response(ws, index),
                                       [FW_PART_IMPR - FW_PART_FAIL] = share_of_change(ws, index)};
    return part == LEARNING ? share_of_learning(ws, index) : shares[part];
}

/* What a clause says for a part that is not its label: a share of its points above the floor. */
static int64_t told_besides(const fw_clause *clause, fw_part part) {
    enum { SHARE = 2 };
    const int32_t above = clause->score[part] - clause->score[FW_PART_OTHER];
    return (above > 0 ? above : 0) / SHARE; /* the larger one is taken without a branch */
}

/* A saturating sum: more evidence helps less and less; a rational function, equal on every machine. */
void fw_conclude_arc(const fw_workspace *ws, fw_analysis *a) {
    enum { FAILURE = 0 };
    int64_t sum[FW_PART_COUNT] = {0}; /* behind those of the arc: parts that count for nothing */
    for (uint32_t i = 0; i < ws->clauses.count; i++) {
        const fw_clause *clause = &ws->clauses.items[i];
        const uint32_t part = ((uint32_t)clause->part - FW_PART_FAIL) % FW_PART_COUNT;
        sum[part] += (int64_t)clause->margin * (clause->margin > 0) * share_of(ws, i, part);
        /* "I lost three hours of orders because I never tested": the miss and its cause in one breath */
        sum[FAILURE] += told_besides(clause, FW_PART_FAIL) * (clause->part == FW_PART_DIAG) * WHOLE;
    }
    double smallest = 2;
    for (int p = 0; p < FW_ARC_PARTS; p++) {
        if (sum[p] < LEAST_POINTS[p] * WHOLE) sum[p] = 0;
        a->arc[p] = (double)sum[p] / ((double)sum[p] + HALF_STRENGTH * WHOLE);
        if (a->arc[p] < smallest) smallest = a->arc[p];
    }
    a->weakest = 0;
    for (int p = 0; p < FW_ARC_PARTS; p++) {
        if (a->arc[p] <= smallest) a->weakest |= 1u << p;
    }
}
