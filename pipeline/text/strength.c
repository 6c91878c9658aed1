/*
 * strength.c: how strongly each part of the arc is there.
 *
 * A clause gives its margin to the part it is labelled with, as far as it does what the part asks for: a
 * diagnosis names the speaker's own doing, a response is the speaker's, a lesson says something of this
 * story, a change is in force. What only looks like the part counts for a share, so that good words alone do
 * not make it present. Shares and points were set on labelled development and training answers
 * (datasets/labelled), which say of each part whether it is really there.
 */
#include <failwise/categories.h>

#include "text/findings.h"

#include "base/wide.h"

#include <math.h>

/* By part: points at which it counts as present (strength one half), those below which it is absent (a stray
 * cue makes no part), what a clause's margin counts for at most (of a cause and of a lesson, what is said
 * decides, and less how surely it is one), and whether the square root of its points counts: lessons can be
 * told from platitudes by their words least surely, so that more points say less of them than of the others.
 */
#define AT(part) [FW_PART_##part - FW_PART_FAIL]
static const struct {
    double half;
    int64_t least;
    int32_t most;
    bool root;
} PARTS[FW_ARC_PARTS] = {
    AT(FAIL) = {140, 15, INT32_MAX, false}, AT(DIAG) = {62, 25, 100, false},
    AT(ACT) = {115, 40, INT32_MAX, false},  AT(LEARN) = {21, 8, 40, true},
    AT(IMPR) = {175, 50, INT32_MAX, false},
};
#undef AT

/* Shares of a clause's margin, in percent. */
enum {
    WHOLE = 100,
    OWN_MENTIONED = 60,    /* "my draft went out as it was": the speaker is in it, and does not act */
    OTHERS_DIAGNOSIS = 10, /* what others did: an explanation, no ownership */
    HALVED = 2,            /* divides what nobody did, and what is excused: "was overlooked", "to be fair" */
    OUR_RESPONSE = 60,
    OTHERS_RESPONSE = 30,
    INTENTION = 30 /* "I will try to", "next time I would" */
};

/* What a lesson is worth, in percent: what it says, less what every story could have. */
enum {
    LESSON = 20,
    SAYS_WORD = 10,    /* a word of content, ... */
    MOST_WORDS = 4,    /* ... up to so many */
    SETS_AGAINST = 40, /* "not", "than", "before" */
    OF_STORY = 12,     /* a word that the story was told with, ... */
    MOST_OF_STORY = 3,
    VIRTUE = -30,      /* "more careful and organised" */
    ANNOUNCED = -20,   /* "it was a lesson", "I realised", where nothing is set against anything */
    PLATITUDE = -60,   /* "communication is key" */
    LEARNT_BY_US = -60 /* "it taught us" */
};

/* The clause speaks of the speaker: I, me, my. */
static bool is_own(const fw_workspace *ws, uint32_t index) {
    return ws->parses.items[index].says & FW_SAYS_I;
}

/* One of two, without a branch. */
static inline int either(bool first, int one, int other) { return other + (one - other) * first; }

static int share_of_diagnosis(const fw_workspace *ws, uint32_t index) {
    const fw_clause *clause = &ws->clauses.items[index];
    const bool own = (clause->subject == FW_SUBJECT_I) | fw_clause_has_live(ws, index, FW_CAT_own_nominal);
    const bool others = clause->subject == FW_SUBJECT_OTHER, mentioned = is_own(ws, index) & !others;
    const bool unowned = (clause->flags & (FW_CLAUSE_PASSIVE | FW_CLAUSE_AGENTLESS)) != 0;
    const bool excuse = fw_clause_has_live(ws, index, FW_CAT_justification);
    const int besides = either(excuse, 0, either(mentioned, OWN_MENTIONED, OTHERS_DIAGNOSIS));
    const int share = either(own, WHOLE, besides);
    return either(unowned | excuse, share / HALVED, share);
}

static int share_of_response(const fw_workspace *ws, uint32_t index) {
    const bool ours = (ws->parses.items[index].says & FW_SAYS_WE) != 0;
    return either(is_own(ws, index), WHOLE, either(ours, OUR_RESPONSE, OTHERS_RESPONSE));
}

/* A lesson that sets one thing against another says what is understood: "not", "than", "instead of",
 * "before". */
static bool contrasts(const fw_workspace *ws, uint32_t index) {
    const fw_clause *clause = &ws->clauses.items[index];
    if ((clause->flags & FW_CLAUSE_NEGATED) || fw_clause_has(ws, index, FW_CAT_contrast_frame)) return true;
    return (ws->parses.items[index].traits & FW_SETS_AGAINST) != 0;
}

/* Words of a lesson that say something, as far as they are not about the learning itself. */
typedef struct {
    int words, virtues, of_story;
    bool announced;
} lesson;

/* The story was told with the word, up to the lesson. */
static bool is_of_story(const fw_tally *t, const fw_word *word) {
    return (t->fault_stems[word->stem / 64] | t->scene_stems[word->stem / 64]) >> word->stem % 64 & 1;
}

/* "I learned that ..", "I understood why ..": what follows is the lesson; "I learned to be patient", "it was
 * a lesson", "you always learn" only say that there is one. */
static bool leads_to_lesson(const fw_workspace *ws, const fw_clause *clause, uint32_t insight) {
    const bool inside = insight + 1 < clause->first + clause->count;
    return clause->subject == FW_SUBJECT_I && inside && fw_token_has(ws, insight + 1, FW_COMPLEMENTIZER);
}

static void read_word(const fw_workspace *ws, const fw_clause *clause, uint32_t at, lesson *l) {
    const fw_word *word = fw_word_at(ws, at);
    const bool insight = fw_word_known(word, FW_CAT_insight_word);
    const bool says = !insight & !fw_word_known(word, FW_CAT_learn_explicit);
    const bool virtue = says & fw_word_known(word, FW_CAT_virtue);
    l->announced |= insight && !leads_to_lesson(ws, clause, at);
    l->virtues += virtue;
    l->words += says & !virtue;
    l->of_story += says & is_of_story(&ws->tally, word);
}

static lesson read_lesson(const fw_workspace *ws, const fw_clause *clause) {
    lesson l = {0};
    const uint32_t end = clause->first + clause->count;
    for (uint32_t from = clause->first; from < end; from += FW_PLANE_TOKENS) {
        uint64_t left = fw_window(ws->planes.items, FW_PLANE_OF(FW_CONTENT), from) & fw_lowest(end - from);
        for (; left; left &= left - 1) read_word(ws, clause, from + (uint32_t)__builtin_ctzll(left), &l);
    }
    return l;
}

static inline int least(int one, int other) { return one < other ? one : other; }
static inline int most(int one, int other) { return one > other ? one : other; }

static int share_of_learning(const fw_workspace *ws, uint32_t index) {
    const lesson l = read_lesson(ws, &ws->clauses.items[index]);
    const bool against = contrasts(ws, index);
    const bool platitude = fw_clause_has(ws, index, FW_CAT_learn_platitude);
    const bool ours = (ws->parses.items[index].says & FW_SAYS_WE) != 0;
    const int said = SAYS_WORD * least(l.words, MOST_WORDS) + OF_STORY * least(l.of_story, MOST_OF_STORY);
    const int empty = VIRTUE * l.virtues + PLATITUDE * platitude + LEARNT_BY_US * ours;
    const int worth = LESSON + said + empty + either(against, SETS_AGAINST, ANNOUNCED * l.announced);
    return least(most(worth, 0), WHOLE);
}

static int share_of_change(const fw_workspace *ws, uint32_t index) {
    const bool future = ws->clauses.items[index].tense == FW_TENSE_FUTURE;
    const bool intends = fw_clause_has_live(ws, index, FW_CAT_intent);
    return either(future | intends, INTENTION, WHOLE);
}

static int share_of_failure(const fw_workspace *ws, uint32_t index) {
    (void)ws, (void)index;
    return WHOLE; /* the failure itself */
}

/* What a clause says for a part that is not its label: a share of its points above the floor. */
static int64_t told_besides(const fw_clause *clause, fw_part part) {
    enum { SHARE = 2 };
    const int32_t above = clause->score[part] - clause->score[FW_PART_OTHER];
    return most(above, 0) / SHARE;
}

/* What the clauses labelled with a part say for it, counted from the failure on. */
FW_INLINED int64_t sum_of(const fw_workspace *ws, uint32_t part,
                          int (*share_of)(const fw_workspace *, uint32_t)) {
    int64_t sum = 0;
    for (uint32_t first = 0; first < ws->clauses.count; first += FW_CLAUSES_TOGETHER) {
        uint64_t left = ws->clause_bits.items[first / FW_CLAUSES_TOGETHER].part[FW_PART_FAIL + part];
        for (; left; left &= left - 1) {
            const uint32_t index = first + (uint32_t)__builtin_ctzll(left);
            const int32_t margin = least(ws->clauses.items[index].margin, PARTS[part].most);
            sum += (int64_t)most(margin, 0) * share_of(ws, index);
        }
    }
    return sum;
}

/* "I lost three hours of orders because I never tested": the miss and its cause in one breath. */
static int64_t failure_in_diagnosis(const fw_workspace *ws) {
    int64_t sum = 0;
    for (uint32_t first = 0; first < ws->clauses.count; first += FW_CLAUSES_TOGETHER) {
        uint64_t left = ws->clause_bits.items[first / FW_CLAUSES_TOGETHER].part[FW_PART_DIAG];
        for (; left; left &= left - 1)
            sum += told_besides(&ws->clauses.items[first + (uint32_t)__builtin_ctzll(left)], FW_PART_FAIL);
    }
    return sum * WHOLE;
}

/* A saturating sum: more evidence helps less and less; quotients and square roots are equal on every machine.
 */
static double strength_of(int part, int64_t sum) {
    const bool enough = sum >= PARTS[part].least * WHOLE;
    const double points = (double)(sum * enough), half = PARTS[part].half * WHOLE;
    return PARTS[part].root ? sqrt(points) / (sqrt(points) + sqrt(half)) : points / (points + half);
}

void fw_conclude_arc(const fw_workspace *ws, fw_analysis *a) {
    enum { FAIL, DIAG, ACT, LEARN, IMPR };
    const int64_t sums[FW_ARC_PARTS] = {[FAIL] =
                                            sum_of(ws, FAIL, share_of_failure) + failure_in_diagnosis(ws),
                                        [DIAG] = sum_of(ws, DIAG, share_of_diagnosis),
                                        [ACT] = sum_of(ws, ACT, share_of_response),
                                        [LEARN] = sum_of(ws, LEARN, share_of_learning),
                                        [IMPR] = sum_of(ws, IMPR, share_of_change)};
    double smallest = 2;
    for (int p = 0; p < FW_ARC_PARTS; p++) {
        a->arc[p] = strength_of(p, sums[p]);
        smallest = a->arc[p] < smallest ? a->arc[p] : smallest;
    }
    a->weakest = 0; /* which one it is is anybody's guess */
    for (int p = 0; p < FW_ARC_PARTS; p++) a->weakest |= (uint32_t)(a->arc[p] <= smallest) << p;
}
