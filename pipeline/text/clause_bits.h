/*
 * clause_bits.h: what is true of each clause, a bit a clause: 64 clauses in one number for each question, as
 * planes.h has it for tokens.
 *
 * What is counted of clauses, and what few of them are, is asked of all at once. Filled by the passes that
 * find it out: subject, tense and verb when clauses are parsed, hits when they are placed, voice and parts
 * when these are known.
 */
#ifndef FAILWISE_TEXT_CLAUSE_BITS_H
#define FAILWISE_TEXT_CLAUSE_BITS_H

#include <failwise/audit.h>

#include <assert.h>

/* What the main verb of a clause can be (fw_word_meaning.verb). */
enum {
    FW_VERB_THERE = 1,         /* any word: the clause has one */
    FW_VERB_DECIDES = 2,       /* FW_CAT_decision_verb */
    FW_VERB_FAILS = 4,         /* FW_CAT_fail_verb */
    FW_VERB_STATE = 8,         /* FW_CAT_be, FW_CAT_have, FW_CAT_modal: no event */
    FW_VERB_NEEDS_NOBODY = 16, /* what things do by themselves, or may (voice.c) */
    FW_VERB_RESPONDS = 32      /* FW_CAT_response_verb */
};

typedef enum fw_clause_bit {
    FW_C_SUBJECT, /* what the subject is, in the order of fw_subject */
    FW_C_NOBODY = FW_C_SUBJECT,
    FW_C_I,
    FW_C_WE,
    FW_C_OTHER,
    FW_C_THING,
    FW_C_EXPLETIVE,
    FW_C_TENSE, /* in the order of fw_tense */
    FW_C_NO_TENSE = FW_C_TENSE,
    FW_C_PAST,
    FW_C_PRESENT,
    FW_C_FUTURE,
    FW_C_MODAL,
    FW_C_NEGATED, /* FW_CLAUSE_NEGATED */
    FW_C_VERB,    /* in the order of FW_VERB_... */
    FW_C_DECIDES,
    FW_C_FAILS,
    FW_C_STATE,
    FW_C_NEEDS_NOBODY,
    FW_C_RESPONDS,
    FW_C_BAD_MEASURE, /* words with the trait are in it; the same for "not" */
    FW_C_NOT,
    FW_C_SAYS = 24, /* in the order of FW_SAYS_...: as far as FW_CLAUSE_SAYS */
    FW_C_SAYS_I = FW_C_SAYS + 1,
    FW_C_SAYS_WE,
    FW_C_SAYS_MY = FW_C_SAYS + 7,
    FW_C_PARSED = 32,           /* all of these at once; the others by voice and evidence: */
    FW_C_PASSIVE = FW_C_PARSED, /* in the order of their flags */
    FW_C_AGENTLESS,
    FW_C_IMPERSONAL,
    FW_C_OUTCOME, /* a quantity that measures an outcome starts there */
    FW_C_DELTA,   /* which is a change */
    FW_C_COUNT
} fw_clause_bit;
static_assert((int)FW_C_EXPLETIVE == (int)FW_SUBJECT_EXPLETIVE &&
                  (int)FW_C_MODAL == (int)FW_C_TENSE + (int)FW_TENSE_MODAL,
              "subjects and tenses stand in their order");

enum { FW_CLAUSES_TOGETHER = 64 };
typedef struct fw_clause_bits {
    uint64_t of[FW_C_COUNT];
    uint64_t part[FW_PART_COUNT];
    uint64_t live[FW_CAT_COUNT + 1]; /* hits that are not negated; behind them those that no fw_cat names */
} fw_clause_bits;

/* Sets the bit of a clause, when `on`. */
static inline void fw_set_clause(fw_clause_bits *blocks, fw_clause_bit bit, uint32_t clause, bool on) {
    blocks[clause / FW_CLAUSES_TOGETHER].of[bit] |= (uint64_t)on << clause % FW_CLAUSES_TOGETHER;
}

#endif
