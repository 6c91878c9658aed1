/*
 * arc_rules.h: cue weights of the clause labels, as data (datasets/lexicon/arc*.csv).
 *
 * A cue is a lexicon category or a structural observation of a clause (tense, subject, a quantity ...). Each
 * gives integer points to some labels of the arc and of STAR: integers, so that labels are the same on every
 * machine.
 */
#ifndef FAILWISE_TEXT_ARC_RULES_H
#define FAILWISE_TEXT_ARC_RULES_H

#include "text/workspace.h"

/* Structural observations; names as in arc.csv are these in lower case, without the prefix. */
/* clang-format off */
#define FW_STRUCTURES(X) \
    X(past) X(present) X(future) X(modal) X(no_tense) X(subject_i) X(subject_we) X(subject_other) \
    X(subject_thing) X(subject_expletive) X(negated) X(quoted) X(outcome_quantity) X(delta) \
    X(i_decision) X(i_not_done) X(i_fail) X(i_response) X(i_done) X(i_present) X(i_practice) \
    X(thing_falls) X(passive) X(other_blamed) X(cause_other) X(cause_i) X(leading_change) \
    X(done_artifact) X(after_fail) X(before_fail) X(near_end) X(not_near_end) X(question) X(first_third) \
    X(contrast_not) X(maxim) X(relief) \
    X(opens_cause) X(opens_so) X(opens_but) X(opens_and) X(opens_when) X(opens_if) X(opens_relative) \
    X(opens_then) X(past_perfect) X(past_progressive) X(perfect) X(was) X(is) X(would) X(could) X(should) \
    X(we_past) X(we_present) X(other_past) X(other_present) X(thing_past) X(thing_present) \
    X(expletive_past) X(expletive_present) X(subject_you) X(own_noun) X(short_clause) X(same_sentence) \
    X(after_response) X(after_change) X(after_learning)
/* clang-format on */

#define FW_STRUCTURE_ENUM(name) FW_S_##name,
typedef enum fw_structure { FW_STRUCTURES(FW_STRUCTURE_ENUM) FW_STRUCTURE_COUNT } fw_structure;
#undef FW_STRUCTURE_ENUM

enum {
    FW_LABELS = FW_PART_COUNT + FW_STAR_COUNT, /* arc labels, then STAR labels */
    FW_LABEL_ROOM = 16,                        /* weights of one place, the last ones 0: half a cache line */
    FW_FIRST_WORD = FW_STRUCTURE_COUNT + FW_CATEGORY_LIMIT, /* cues from here on are single words */
    FW_CUE_WORDS = 8192, /* as many words can be cues, less one: the first is no word and has no points */
    FW_CUE_LIMIT = FW_FIRST_WORD + FW_CUE_WORDS,
    FW_CUE_TEXT = 32 * FW_CUE_WORDS, /* bytes that all names take at most */
    FW_WEIGHT_LIMIT = 1000           /* no weight is larger, of either sign: neither read nor trained */
};

/* Whose cues a weight is for: those of the clause itself, of the one before it, or of the one behind it (in
 * arc.csv: "consequence", "before:consequence", "behind:consequence"). */
typedef enum fw_place { FW_PLACE_HERE, FW_PLACE_BEFORE, FW_PLACE_BEHIND, FW_PLACES } fw_place;

/*
 * What the first reading of the clauses says for the second (context.h), by row: how the clause itself was
 * read, and those beside it (as a part, or there is none); and as how many of those before and behind it each
 * part was read, one row for none, one, two or three, more.
 */
enum {
    FW_TIMES = 4,
    FW_READS_PART = 0,
    FW_READS_STAR = FW_READS_PART + FW_PART_COUNT,
    FW_READS_BEFORE = FW_READS_STAR + FW_STAR_COUNT,
    FW_READS_BEHIND = FW_READS_BEFORE + FW_PART_COUNT + 1,
    FW_READS_TOLD = FW_READS_BEHIND + FW_PART_COUNT + 1,
    FW_READS_AHEAD = FW_READS_TOLD + FW_PART_COUNT * FW_TIMES,
    FW_CONTEXT_ROWS = FW_READS_AHEAD + FW_PART_COUNT * FW_TIMES
};

/* What a cue tells of the story, for the clauses behind it. */
enum { FW_TELLS_FAILURE = 1, FW_TELLS_RESPONSE = 2, FW_TELLS_CHANGE = 4, FW_TELLS_LEARNING = 8 };

/* Without pointers: those of the built-in tables lie ready in the lexicon's image. */
typedef struct fw_arc_rules {
    /* What one firing adds lies together; that of words, which speak for their own clause alone, in half a
     * cache line: these come first, so that none lies across two. */
    int16_t word_weight[FW_CUE_WORDS][FW_LABEL_ROOM];
    int16_t weight[FW_FIRST_WORD][FW_PLACES][FW_LABEL_ROOM];
    /* By cue, structures first, then lexicon categories: where in `text` its name stands with its place
     * before it, "before:consequence"; 0 = unused. */
    uint32_t id[FW_PLACES][FW_CUE_LIMIT];
    uint8_t tells[FW_FIRST_WORD]; /* FW_TELLS_... */
    bool has_context;             /* the clauses are read twice, the second time with these: */
    int16_t context[FW_CONTEXT_ROWS][FW_LABEL_ROOM];
    int16_t second_transition[FW_PART_COUNT][FW_PART_COUNT];
    int16_t second_star_transition[FW_STAR_COUNT][FW_STAR_COUNT];
    uint32_t context_id[FW_CONTEXT_ROWS]; /* where the name of a row stands in `text` */
    int16_t transition[FW_PART_COUNT][FW_PART_COUNT];
    int16_t star_transition[FW_STAR_COUNT][FW_STAR_COUNT];
    bool heading[FW_FIRST_WORD]; /* cues named "heading_...": a category that counts in headings only */
    /* Categories that are cues wherever they stand: bit c for the fw_cat c, and whether there are others. */
    uint64_t plain_cats[KNOWN_WORDS];
    bool nameless_cues;
    uint16_t word_count;                   /* the one that is no word among them */
    uint16_t word_slots[2 * FW_CUE_WORDS]; /* cue numbers of words by hash; 0 = empty */
    int16_t floor;                         /* what a part must beat: the points of "other" */
    bool builtin;                          /* part of the lexicon's image */
    uint32_t text_len;
    char text[FW_CUE_TEXT]; /* NUL-terminated names; nothing stands at 0 */
} fw_arc_rules;

/* True when some table names the cue. */
static inline bool fw_cue_used(const fw_arc_rules *rules, size_t cue) {
    return rules->id[FW_PLACE_HERE][cue] != 0;
}

/* The name of a used cue with its place before it; at FW_PLACE_HERE that is the name itself. Words are cues
 * there only. */
static inline const char *fw_cue_id(const fw_arc_rules *rules, fw_place place, size_t cue) {
    return rules->text + rules->id[place][cue];
}

/* The weights of a cue for the clause at `place`; those of words for the neighbours are 0. */
static inline const int16_t *fw_weights(const fw_arc_rules *rules, fw_place place, uint16_t cue) {
    static const int16_t NONE[FW_LABEL_ROOM] = {0};
    if (cue < FW_FIRST_WORD) return rules->weight[cue][place];
    return place == FW_PLACE_HERE ? rules->word_weight[cue - FW_FIRST_WORD] : NONE;
}

/* By fw_place: what stands before a cue's name in arc.csv. */
extern const char *const FW_PLACE_PREFIX[FW_PLACES];

/* What stands before a label in arc_context.csv when the row is of going from there to the next one. */
#define FW_FROM_PREFIX "from:"

/* Cue number of a folded word; 0 when it is none. Adding gives 0 when there is no room. */
uint16_t fw_cue_of_word(const fw_arc_rules *rules, fw_str word);
uint16_t fw_add_word_cue(fw_arc_rules *rules, fw_str word);

/* The row of a folded word in word_weight; 0, a row of zeros, when it is no cue. */
static inline uint16_t fw_word_row(const fw_arc_rules *rules, fw_str word) {
    const uint16_t cue = fw_cue_of_word(rules, word);
    return cue ? (uint16_t)(cue - FW_FIRST_WORD) : 0;
}

/* Cue number of a lexicon category. */
static inline uint16_t fw_cue_of_category(uint16_t category) {
    return (uint16_t)(FW_STRUCTURE_COUNT + category);
}

/* Adds a name to `text`; returns where it stands, 0 when there is no room. */
uint32_t fw_put_name(fw_arc_rules *rules, const char *prefix, fw_str name);

/* The tables in force: ready made, or read now. FW_DATA with file and line on an unknown label or a bad
 * weight; a category that the lexicon lacks is passed over, so that a user's lexicon may do without it. */
fw_code fw_arc_rules_new(const fw_lexicon *lexicon, const fw_arc_rules **out, fw_error *err);

/* A copy that may be changed. */
fw_code fw_arc_rules_copy(const fw_arc_rules *rules, fw_arc_rules **out, fw_error *err);

/* Writes the tables into an existing folder, in the form they are read from. */
fw_code fw_arc_rules_write(const fw_arc_rules *rules, const char *folder, bool force, fw_error *err);
void fw_arc_rules_free(const fw_arc_rules *rules);

#endif
