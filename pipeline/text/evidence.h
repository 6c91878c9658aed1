/* evidence.h: what the passes over one clause share while its cues are looked for. */
#ifndef FAILWISE_TEXT_EVIDENCE_H
#define FAILWISE_TEXT_EVIDENCE_H

#include "text/segment.h"
#include "text/word_lists.h"

/* A set of structures: bit s of the first number for the structure s, the last few in the second. Sets are
 * put together by shifts, without a branch: what holds of a clause is anybody's guess. */
typedef struct fw_structures {
    uint64_t of[2];
} fw_structures;
#define FW_LOW(holds, name)  ((uint64_t)(holds) << FW_S_##name)
#define FW_HIGH(holds, name) ((uint64_t)(holds) << (FW_S_##name - 64))
static_assert((int)FW_S_short_clause < 64 && (int)FW_S_same_sentence == 64, "the first ones are low");

/*
 * Two numbers say most of a clause: its frame (subject, tense and the lower flags of fw_clause) and its place
 * in the story. Each stands for a set of structures; what a set says is summed up once (fw_sums).
 */
enum {
    FW_FRAME_FLAGS = FW_CLAUSE_NEGATED | FW_CLAUSE_QUOTED | FW_CLAUSE_PASSIVE | FW_CLAUSE_AGENTLESS,
    FW_FRAMES = (FW_SUBJECT_EXPLETIVE + 1) * (FW_TENSE_MODAL + 1) * (FW_FRAME_FLAGS + 1)
};
enum {
    /* what the clauses before have told; never asks which labels they will get */
    FW_AFTER_FAIL = FW_TELLS_FAILURE,
    FW_AFTER_RESPONSE = FW_TELLS_RESPONSE,
    FW_AFTER_CHANGE = FW_TELLS_CHANGE,
    FW_AFTER_LEARNING = FW_TELLS_LEARNING,
    FW_NEAR_END = 16,
    FW_FIRST_THIRD = 32,
    FW_QUESTION = 64,
    FW_SHORT_CLAUSE = 128,
    FW_SAME_SENTENCE = 256,
    FW_CLAUSE_PLACES = 512
};
static inline uint32_t fw_frame(const fw_clause *clause) {
    return (clause->subject * (FW_TENSE_MODAL + 1U) + clause->tense) * (FW_FRAME_FLAGS + 1U) +
           (clause->flags & FW_FRAME_FLAGS);
}
fw_structures fw_structures_of_frame(uint32_t frame);
fw_structures fw_structures_of_place(uint32_t place);

/* What each frame and each place says: sums over the rules' weights, and what they tell of the story. And
 * what each cue of a set says by itself: the structures below 64, and the categories that are cues wherever
 * they stand. One number holds these: the second number of their sets is turned until no bit meets one of the
 * first. */
enum { FW_SET_ROWS = 65 }; /* the last one of no cue: zeros */
typedef int16_t fw_row[FW_PLACES][FW_LABEL_ROOM];
typedef struct fw_sums {
    fw_row frame[FW_FRAMES], place[FW_CLAUSE_PLACES];
    fw_row structure[FW_SET_ROWS], cat[FW_SET_ROWS];
    uint8_t frame_tells[FW_FRAMES], place_tells[FW_CLAUSE_PLACES];
    uint8_t structure_tells[FW_SET_ROWS], cat_tells[FW_SET_ROWS];
    uint64_t cats[KNOWN_WORDS]; /* those categories; none when they do not fit, so that all are listed */
    uint32_t turn;
    bool fits;
    bool narrow; /* whatever a clause and its neighbours have, the sums fit 16 bits */
} fw_sums;
static inline uint64_t fw_turned(uint64_t bits, uint32_t turn) { return bits << turn | bits >> (-turn & 63); }

/* The sums for rules that do not change between answers; free() them. NULL when memory is out. */
fw_sums *fw_sums_new(const fw_arc_rules *rules, const int *cats);

/* What the clause has told, for those behind it: FW_AFTER_... Responses and changes count behind a failure.
 */
static inline uint32_t fw_told_after(uint32_t told, uint32_t tells) {
    enum { ALWAYS = FW_TELLS_FAILURE | FW_TELLS_LEARNING, AFTERWARDS = FW_TELLS_RESPONSE | FW_TELLS_CHANGE };
    const uint32_t all = 0 - (uint32_t)((told & FW_AFTER_FAIL) != 0);
    return told | (tells & (ALWAYS | (AFTERWARDS & all)));
}

/* A block of clauses (ws->clause_bits) under examination, and one clause of it. */
typedef struct fw_examiner {
    fw_workspace *ws;
    const fw_arc_rules *rules;
    const struct fw_word_meaning *meanings; /* by word */
    const fw_sums
        *sums; /* NULL when firings are recorded or weights are large: then all structures stand in `holds` */
    bool records;  /* firings are noted, not only summed up */
    bool lists;    /* categories are listed in every clause */
    bool failed;   /* out of memory */
    uint32_t told; /* by the clauses so far: FW_AFTER_... */
    /* of each clause of the block */
    uint64_t held[FW_CLAUSES_TOGETHER]; /* as fw_hold_structures and fw_hold_frames tell them */
    uint64_t live[FW_CLAUSES_TOGETHER]; /* categories that fire as fw_sums numbers them, or they are listed */
    uint16_t frame[FW_CLAUSES_TOGETHER], place[FW_CLAUSES_TOGETHER]; /* less what is told */
    uint64_t opened_twice, headings, headed;                         /* behind a heading */
    uint64_t listed_apart; /* those with cues that no set holds: fw_list_cues */
    /* of one of them */
    uint32_t index;
    uint32_t quantity; /* where those of later clauses start, while firings are recorded */
    uint8_t tells;     /* FW_TELLS_... of the cues that fired */
    uint8_t opener;    /* structure of the second opening word; 0 = there is none */
    fw_span opener_span;
    fw_structures holds;               /* structures beside those of frame and place */
    fw_structures placed;              /* those that stand somewhere in it, not for the whole clause */
    fw_span spans[FW_STRUCTURE_COUNT]; /* where; of those alone */
    uint32_t listed_count;             /* categories one by one, and where each stands */
    uint16_t listed[FW_CATEGORY_LIMIT];
    fw_span listed_spans[FW_CATEGORY_LIMIT];
    int16_t last[FW_LABEL_ROOM];  /* what the cues so far say for the clause before the next one, */
    int16_t ahead[FW_LABEL_ROOM]; /* and for that one */
} fw_examiner;

/* Notes that a structure stands at `span` in the clause, when it does: without a branch. */
static inline void fw_note_where(fw_examiner *e, bool stands, fw_structure structure, fw_span span) {
    e->holds.of[structure / 64] |= (uint64_t)stands << (structure % 64);
    e->placed.of[structure / 64] |= (uint64_t)stands << (structure % 64);
    e->spans[structure] = span;
}
static inline void fw_note_at(fw_examiner *e, fw_structure structure, fw_span span) {
    fw_note_where(e, true, structure, span);
}

/*
 * Tells which structures hold of the clauses of a block (ws->clause_bits), beside those of frame, place,
 * openers, finite form and subject: bit s for the structure s (evidence_holds.c).
 */
void fw_hold_structures(const fw_workspace *ws, uint32_t block, uint64_t holds[FW_CLAUSES_TOGETHER]);

/* Whether one stands in a clause that may have it, and where: of a clause with a change marker, with "not",
 * with "my". */
typedef bool fw_finder(const fw_workspace *ws, uint32_t index, fw_span *where);
fw_finder fw_find_leading_change, fw_find_contrast, fw_find_own_noun;

/* The cues that words give as the opening or the finite verb of a clause, for fw_word.frame. */
void fw_list_frames(fw_word_index *index);

/* Tells how the clauses of a block are built: what opens them, their tense in detail. Returns those that two
 * words open (evidence_frame.c). */
uint64_t fw_hold_frames(const fw_workspace *ws, uint32_t block, uint64_t holds[FW_CLAUSES_TOGETHER]);
/* The second opening word of such a clause; and where all that stands. */
void fw_note_second_opener(fw_examiner *e);
void fw_note_frame(fw_examiner *e);

/* Lists the cues of clause e->index that no set holds. */
void fw_list_cues(fw_examiner *e);

/*
 * Before the first clause is settled, and behind the last one: then all have the points that their cues,
 * their neighbours' and their words give (evidence_points.c). Between them the clauses of a block are settled
 * at once, or one by one where there are no sums: what their cues say is added up, and what they tell is
 * told.
 */
void fw_start_points(fw_examiner *e);
void fw_settle_block(fw_examiner *e, uint32_t first, uint32_t count);
void fw_settle_clause(fw_examiner *e);
void fw_end_points(fw_examiner *e);

#endif
