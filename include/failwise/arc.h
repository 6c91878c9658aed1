/*
 * arc.h: fitting the cue weights of the clause labels to answers that people have labelled.
 *
 * Labels are sets: a clause may be read in more than one way, and a label is right when it is one of them
 * ("any-match"). The weights start from those in force (fw_lexicon_use_arc) and move by an averaged
 * structured perceptron (Collins 2002): whole paths are compared, so that transitions are fitted with the
 * cues. What a second reading adds, which hears how the first one read all other clauses, is fitted from
 * nothing to first readings of answers that were left out. Weights stay integers; the same labels, options
 * and version give the same weights.
 */
#ifndef FAILWISE_ARC_H
#define FAILWISE_ARC_H

#include <failwise/audit.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/* A clause as people cut and labelled it: bytes [start, end) of the text. */
typedef struct fw_labelled_clause {
    fw_span span;
    uint16_t parts; /* bit p: fw_part p is a right reading; never 0 */
    uint16_t stars; /* likewise for fw_star; 0 = not labelled */
    uint8_t part;   /* the best reading, an fw_part */
} fw_labelled_clause;

typedef struct fw_labelled_answer {
    const char *id;
    fw_str text;
    const fw_labelled_clause *clauses; /* by start, without overlaps */
    size_t clause_count;
} fw_labelled_answer;

typedef struct fw_labels {
    const fw_labelled_answer *answers;
    size_t answer_count;
    size_t clause_count; /* of all answers */
    void *memory;        /* what the above points into */
} fw_labels;

/*
 * Reads JSON Lines: one object an answer with answer_id, text and clauses [{start, end, parts: ["fail", ..],
 * star: ["s", ..]}]; other members are passed over. FW_DATA with file and line: not JSON, a span outside the
 * text or overlapping the one before, an unknown or missing label. The caller frees with fw_labels_free.
 */
fw_code fw_labels_read(const char *path, fw_labels *out, fw_error *err);
void fw_labels_free(fw_labels *labels);

/* How well labels agree with the labelled clauses. Each labelled clause is compared with the found clause
 * that covers most of it. */
typedef struct fw_arc_quality {
    size_t clauses, star_clauses;
    size_t part_right, star_right; /* any-match */
    size_t found[FW_PART_COUNT];   /* clauses that got the part */
    size_t right[FW_PART_COUNT];   /* of those, rightly */
    size_t missed[FW_PART_COUNT];  /* best reading is the part, and the label is a wrong one */
} fw_arc_quality;
/* Share of right ones; NaN without clauses. F1 of a part: precision over `found`, recall over right and
 * missed. */
double fw_arc_accuracy(const fw_arc_quality *quality);
double fw_arc_star_accuracy(const fw_arc_quality *quality);
double fw_arc_f1(const fw_arc_quality *quality, fw_part part);
double fw_arc_macro_f1(const fw_arc_quality *quality); /* mean over the five parts */

typedef struct fw_arc_training {
    size_t epochs; /* passes over the answers */
    int margin;    /* points by which a right path must beat every other, for each wrong clause of that */
    size_t word_answers; /* words that stand in so many answers become cues too; 0 = no more words */
    int reach;           /* no weight moves further than this from where it started */
    uint64_t seed;       /* of the order of the answers */
    bool cross_validate; /* also train ten times without a tenth of the answers, and label that tenth */
} fw_arc_training;

enum { FW_ARC_LEAST_CLAUSES = 300 }; /* fewer say too little: fw_arc_train refuses unless `forced` */

/* Quality before; on answers left out; after, on the answers trained on (which flatters). */
typedef struct fw_arc_result {
    fw_arc_quality before, left_out, after;
    size_t weights_changed;
} fw_arc_result;

/*
 * Fits the weights and writes the tables of fw_arc_table into `folder` (which must exist; NULL:
 * measures only). FW_DATA when there are fewer than FW_ARC_LEAST_CLAUSES labelled clauses and `forced` is
 * false.
 */
fw_code fw_arc_train(const fw_lexicon *lexicon, const fw_labels *labels, const fw_arc_training *training,
                     bool forced, const char *folder, bool force, fw_arc_result *out, fw_error *err);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
