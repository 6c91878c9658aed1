/* speech_facts.h: what is known of a gap between two words of speech, and how much each such fact says for a
 * border. */
#ifndef FAILWISE_TEXT_SPEECH_FACTS_H
#define FAILWISE_TEXT_SPEECH_FACTS_H

#include "text/workspace.h"

/*
 * Kinds of words, each with its test (speech_facts.c); a word may be of several. They are asked of two words
 * before the gap and of three behind it; places are asked of the gap itself. States: what the open clause
 * holds before the gap.
 */
/* clang-format off */
#define FW_SPEECH_KINDS(X) \
    X(pronoun, HAS(SUBJECT_PRONOUN)) X(contracted, HAS(CONTRACTED)) X(between, HAS(BETWEEN)) X(auxiliary, HAS(AUXILIARY)) \
    X(past, HAS(PAST)) X(finite, HAS(FINITE)) X(finite_plural, HAS(FINITE_PLURAL)) X(complementizer, HAS(COMPLEMENTIZER)) \
    X(opener, HAS(OPENS_CLAUSE)) X(determiner, HAS(DETERMINER)) X(article, HAS(PURE_DETERMINER)) X(sure_verb, HAS(SURE_VERB)) \
    X(nominative, HAS(NOMINATIVE)) X(verb_form, HAS(VERB_FORM)) X(relative, HAS(RELATIVE_OPENER)) X(no_subject, HAS(NO_SUBJECT)) \
    X(preposition, HAS(PREPOSITION)) X(takes_base, HAS(TAKES_BASE)) X(sets_against, HAS(SETS_AGAINST)) \
    X(unknown, (word->says & FW_SAYS_UNKNOWN) != 0) X(number, fw_class_counts(word->number_class)) \
    X(unit, fw_class_unit(word->number_class) != 0) \
    X(ends_ed, ENDS(ED)) X(ends_ing, ENDS(ING)) X(ends_s, ENDS(S)) X(ends_ly, ENDS(LY)) \
    X(coordinator, KNOWN(coordinator)) X(subordinator, KNOWN(subordinator)) X(wh_word, KNOWN(wh_word)) X(be, KNOWN(be)) \
    X(have, KNOWN(have)) X(does, KNOWN(do)) X(negation, KNOWN(negation)) X(adverb, KNOWN(adverb)) X(change, KNOWN(change_marker)) \
    X(time, KNOWN(time_anchor)) X(we, KNOWN(pron_we)) X(it, KNOWN(pron_it)) X(you, KNOWN(pron_you)) X(third, KNOWN(pron_third)) \
    X(person, KNOWN(actor_person)) X(team, KNOWN(actor_team)) X(thing, KNOWN(thing_subject)) X(base, KNOWN(verb_base)) \
    X(participle, KNOWN(verb_participle)) X(quote_verb, KNOWN(quote_verb)) X(insight, KNOWN(insight_word)) X(filler, KNOWN(filler)) \
    X(so, IS("so")) X(then, IS("then")) X(because, IS("because")) X(to, IS("to")) X(of, IS("of")) X(where, IS("where")) \
    X(outside, false) /* no word is there */
#define FW_SPEECH_PLACES(X) \
    X(clause) X(behind_comma) X(behind_mark) X(capital)
#define FW_SPEECH_STATES(X) \
    X(words_1) X(words_2) X(words_3) X(words_4) X(words_6) X(words_8) X(words_10) X(words_13) X(words_17) X(words_24) X(words_more) \
    X(verbs_0) X(verbs_1) X(verbs_2) X(verbs_3) X(subjects_0) X(subjects_1) X(subjects_2) \
    X(verb_now) X(verb_1_ago) X(verb_2_ago) X(verb_3_ago) X(verb_5_ago) X(verb_8_ago) X(verb_far) X(no_verb) \
    X(bare) X(subject_only) X(verb_only) X(subject_verb) X(several) \
    X(opened_so) X(opened_subordinator) X(opened_wh_word) X(opened_opener) X(opened_pronoun) X(opened_otherwise)
/* clang-format on */
#define FW_SPEECH_ENUM(name)            FW_SPEECH_##name,
#define FW_SPEECH_KIND_ENUM(name, test) FW_SPEECH_##name,
typedef enum fw_speech_kind {
    FW_SPEECH_KINDS(FW_SPEECH_KIND_ENUM) FW_SPEECH_PLACES(FW_SPEECH_ENUM) FW_SPEECH_KIND_COUNT
} fw_speech_kind;
typedef enum fw_speech_state { FW_SPEECH_STATES(FW_SPEECH_ENUM) FW_SPEECH_STATE_COUNT } fw_speech_state;
#undef FW_SPEECH_ENUM
#undef FW_SPEECH_KIND_ENUM
static_assert((int)FW_SPEECH_KIND_COUNT <= 64 && (int)FW_SPEECH_STATE_COUNT <= 64, "a fact takes one bit");

/* The words around a gap: two before it, the one behind it (which the clause would begin with) and two more.
 */
enum { FW_SPEECH_BEFORE = 1, FW_SPEECH_HERE, FW_SPEECH_NEXT, FW_SPEECH_AROUND = 5 };

/* What is known of a gap: the words around it, and a set of kinds of each; what holds of the place. */
typedef struct fw_gap {
    uint32_t tokens[FW_SPEECH_AROUND]; /* FW_NO_TOKEN where there is none */
    uint64_t kinds[FW_SPEECH_AROUND];
    uint32_t end; /* behind the run of words */
} fw_gap;

/* The gap before the first word of the tokens [first, end), then before each word behind it; false when there
 * is none. */
bool fw_gap_first(const fw_workspace *ws, uint32_t first, uint32_t end, fw_gap *gap);
bool fw_gap_next(const fw_workspace *ws, fw_gap *gap);

/* Whether a clause may begin there at all, which is no question in most gaps: none begins behind "the", "to",
 * "and" or "I", nor with "told" or "of". */
bool fw_gap_may_cut(const fw_gap *gap);

/* Kinds of the word behind the gap, and of the place. */
uint64_t fw_gap_here(const fw_workspace *ws, const fw_gap *gap);

/* The clause that is open: its words so far and what they are. */
typedef struct fw_open_clause {
    uint32_t words, verbs, subjects, last_verb; /* last_verb: words up to it */
    uint64_t opener;                            /* kinds of its first word */
} fw_open_clause;
void fw_speech_pass(fw_open_clause *open, uint64_t kinds);
uint64_t fw_speech_states(const fw_open_clause *open);

/* Points, in hundredths: a clause begins here when they are above zero; and if one does, a sentence. */
typedef struct fw_speech_points {
    int16_t clause, sentence;
} fw_speech_points;

/* What the facts of one set say, by fact; `said` are those that say something: few do. */
typedef struct fw_speech_row {
    uint64_t said;
    fw_speech_points points[64];
} fw_speech_row;

extern const fw_speech_points fw_speech_base;
/* By themselves: of each word around the gap, of the open clause. */
extern const fw_speech_row fw_speech_alone[FW_SPEECH_AROUND], fw_speech_open;
/* Together with a fact of another set, which names the row: the words on both sides, the word and its next,
 * the open clause and the word. */
extern const fw_speech_row fw_speech_across[64], fw_speech_ahead[64], fw_speech_held[64];

#endif
