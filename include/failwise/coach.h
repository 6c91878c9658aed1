/*
 * coach.h: what a coach says about one analysed answer: points by part, kind of story, what it shows and
 * lacks, and one exercise made of the answer's own words (the score stage).
 *
 * Everything here follows from an fw_analysis and its fw_score; nothing is remembered between answers.
 */
#ifndef FAILWISE_COACH_H
#define FAILWISE_COACH_H

#include <failwise/audit.h>
#include <failwise/scores.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/* ---- points ---- */

/* The rubric, ready to score analysed answers. One thread. */
typedef struct fw_judge fw_judge;
/* `directory` with rubric tables; NULL = the built-in one. */
fw_code fw_judge_new(const char *directory, fw_judge **out, fw_error *err);
void fw_judge_free(fw_judge *judge);
void fw_judge_score(fw_judge *judge, const fw_analysis *analysis, fw_score *out);
/* The ends of the scale that `overall` is on. */
double fw_judge_scale_min(const fw_judge *judge);
double fw_judge_scale_max(const fw_judge *judge);

/* `part` from 0 = fail to 4 = impr: "honest failure", "clear diagnosis" ... */
const char *fw_part_title(size_t part);
/* The rubric's anchor of 0..4 points: "absent" "hinted" "vague" "specific" "with evidence". A part that has
 * some evidence (`strength` above 0) is hinted at least; one that has points without any, as a lesson gets
 * them from what was diagnosed and changed, is "only implied". */
const char *fw_part_anchor(double points, double strength);
/* The same of a part of an answer: absent or only implied when nothing of it is told, however faintly. */
const char *fw_part_standing(const fw_analysis *analysis, const fw_score *score, size_t part);
/* Points from which a part counts as told: "specific". */
extern const double fw_part_stands;
/* The weakest part, 0..4: of those with about the fewest points the one with the smallest strength, then the
 * earlier one. */
size_t fw_weakest_part(const fw_analysis *analysis, const fw_score *score);

/* Most of the words are in no English list: the answer is in another language, and cannot be judged. */
bool fw_is_foreign(const fw_analysis *analysis);

/* ---- time ---- */

/* The seconds each STAR step should take when a failure is told in 90 to 120 s. */
typedef struct fw_star_band {
    const char *name;
    double low, high;
} fw_star_band;
extern const fw_star_band fw_star_bands[FW_STAR_COUNT];
extern const fw_star_band fw_whole_band; /* of the whole answer */
/* Spoken seconds of a STAR step: its share of the words times the whole. */
double fw_star_seconds(const fw_analysis *analysis, size_t step);

/* ---- kind of story ---- */

typedef enum fw_story {
    FW_STORY_TECHNICAL,
    FW_STORY_STAKEHOLDER,
    FW_STORY_JUDGEMENT,
    FW_STORY_COUNT,
    FW_STORY_NONE = FW_STORY_COUNT /* no failure is told, or no cue stands in it */
} fw_story;
const char *fw_story_name(fw_story story); /* "technical" "stakeholder" "judgement", "" for none */
/*
 * What kind of miss is told. Each distinct cue counts once, twice where it stands in the failure or its
 * cause; `points` (FW_STORY_COUNT) gets the weighted sums and may be NULL.
 */
fw_story fw_story_of(const fw_analysis *analysis, double *points);

/* ---- evidence ---- */

/* The phrases of clause `clause` that speak most for its part, three at most: sorted, not overlapping.
 * Returns how many (at most `most`). */
size_t fw_evidence_of(const fw_analysis *analysis, uint32_t clause, fw_span *out, size_t most);
/* Why a phrase of the clause counts, in words for the speaker ("a number: what it cost"), the strongest
 * reason first. Static strings; returns how many (at most `most`). */
size_t fw_evidence_reasons(const fw_analysis *analysis, uint32_t clause, fw_span phrase, const char **out,
                           size_t most);

/* Clauses from `first` on (all before `end`) that a reader takes as one piece, because they do the same or
 * are asides between such: where the piece ends, and what it does. */
uint32_t fw_piece_end(const fw_analysis *analysis, uint32_t first, uint32_t end, fw_part *part);

/* A phrase worth another look, and what a coach would ask or say about it. */
typedef struct fw_second_look {
    fw_span span;
    const char *question;
} fw_second_look;
enum { FW_SECOND_LOOKS = 5 };
size_t fw_second_looks(const fw_analysis *analysis, fw_second_look out[FW_SECOND_LOOKS]);
/* Fillers and hedges: how many, 0 when there are too few to be heard. */
uint32_t fw_fillers_heard(const fw_analysis *analysis);
uint32_t fw_hedges_heard(const fw_analysis *analysis);

/* What the finders below can point at in an answer. */
typedef enum fw_quote {
    FW_QUOTE_NONE,
    FW_QUOTE_FAIL,       /* the clause that says most plainly what failed */
    FW_QUOTE_FAIL_EVENT, /* "the deadline slipped": an event without an agent in the failure */
    FW_QUOTE_FAIL_VERB,  /* its last word */
    FW_QUOTE_NOBODY,     /* a passive or impersonal piece where somebody should act */
    FW_QUOTE_WE,         /* a clause of failure, cause or action told with "we" */
    FW_QUOTE_BLAME,      /* a cause with somebody else as subject */
    FW_QUOTE_EXCUSE,
    FW_QUOTE_VAGUE, /* an outcome without substance: "a bit of a mess" */
    FW_QUOTE_COST,  /* a quantity that measures the failure */
    FW_QUOTE_DECISION,
    FW_QUOTE_ASSUMPTION,
    FW_QUOTE_ACTION,
    FW_QUOTE_LESSON,
    FW_QUOTE_PLATITUDE,
    FW_QUOTE_PRACTICE,
    FW_QUOTE_GAIN, /* a quantity that measures the improvement */
    FW_QUOTE_INTENT,
    FW_QUOTE_FAKE,
    FW_QUOTE_REFUSAL,
    FW_QUOTE_FIRST, /* the first sentence */
    FW_QUOTE_SCENE, /* the longest clause of context */
    FW_QUOTE_CLOSING,
    FW_QUOTE_COUNT
} fw_quote;
/* Where it stands, trimmed; an empty span when the answer has none. */
fw_span fw_quote_find(const fw_analysis *analysis, fw_quote quote);
/* `span` without leading "and", "but" and without marks around it. */
fw_span fw_quote_trim(const fw_analysis *analysis, fw_span span);
/* An event without an agent as one would quote it: with the article before it, and with what "got" needs
 * behind it. */
fw_span fw_quote_event(const fw_analysis *analysis, const fw_finding *event);
/* The piece as shown between quotation marks: one line, cut between words after `most` bytes. Terminated. */
void fw_quote_text(const fw_analysis *analysis, fw_span span, size_t most, char *out, size_t size);

/* ---- words for the speaker ---- */

/* What a trap means, and the way out: a kind sentence. `bit` below FW_TRAP_COUNT. */
const char *fw_trap_advice(size_t bit);

enum { FW_EXERCISE_TEXT = 720, FW_HEADLINE_TEXT = 320, FW_EXERCISE_QUOTES = 2 };

/* One thing to practise. */
typedef struct fw_exercise {
    const char *id;                    /* stable name of the row of the table */
    size_t part;                       /* 0..4; FW_ARC_PARTS: the whole answer */
    fw_span quote[FW_EXERCISE_QUOTES]; /* what it quotes; empty when it quotes less */
    char text[FW_EXERCISE_TEXT];
} fw_exercise;
/* The one exercise that helps most: drawn from the weakest part and from what stands in its place. */
void fw_exercise_of(const fw_analysis *analysis, const fw_score *score, fw_exercise *out);
size_t fw_exercise_count(void); /* rows of the table */
const char *fw_exercise_id(size_t row);

/* The finding in one sentence: which parts stand, and what is felt to be missing. */
void fw_headline(const fw_analysis *analysis, const fw_score *score, char out[FW_HEADLINE_TEXT]);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
