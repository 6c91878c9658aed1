/* speech_facts.h: what is known of a gap between two words of speech, and how much each such fact says for a
 * border. */
#ifndef FAILWISE_TEXT_SPEECH_FACTS_H
#define FAILWISE_TEXT_SPEECH_FACTS_H

#include "text/workspace.h"

/* Classes of words, each with its test (speech_facts.c): a word is of the first that fits. */
/* clang-format off */
#define FW_SPEECH_CLASSES(X) \
    X(outside, word == NULL) /* no word is there */ \
    X(and, IS("and")) X(but, IS("but")) X(or, IS("or")) X(so, IS("so")) X(because, IS("because")) X(if, IS("if")) \
    X(when, IS("when")) X(where, IS("where")) X(since, IS("since")) X(then, IS("then")) X(now, IS("now")) X(to, IS("to")) X(of, IS("of")) \
    X(negation, KNOWN(negation)) X(wh_word, KNOWN(wh_word)) X(relative, HAS(RELATIVE_OPENER)) X(contracted, HAS(CONTRACTED)) \
    X(be, KNOWN(be)) X(have, KNOWN(have)) X(does, KNOWN(do)) X(auxiliary, HAS(AUXILIARY)) \
    X(number, fw_class_counts(word->number_class)) X(article, HAS(PURE_DETERMINER)) X(nominative, HAS(NOMINATIVE)) \
    X(it, KNOWN(pron_it)) X(you, KNOWN(pron_you)) X(pronoun, HAS(SUBJECT_PRONOUN)) X(determiner, HAS(DETERMINER)) \
    X(coordinator, KNOWN(coordinator)) X(subordinator, KNOWN(subordinator)) X(change, KNOWN(change_marker)) \
    X(adverb, KNOWN(adverb)) X(ends_ly, ENDS(LY)) X(between, HAS(BETWEEN)) X(preposition, HAS(PREPOSITION)) \
    X(quote_verb, KNOWN(quote_verb)) X(insight, KNOWN(insight_word)) X(unit, fw_class_unit(word->number_class) != 0) \
    X(time, KNOWN(time_anchor)) X(sure_verb, HAS(SURE_VERB)) X(past, HAS(PAST)) X(base, KNOWN(verb_base)) X(ends_ing, ENDS(ING)) \
    X(participle, KNOWN(verb_participle)) X(verb_form, HAS(VERB_FORM)) X(person, KNOWN(actor_person)) X(team, KNOWN(actor_team)) \
    X(thing, KNOWN(thing_subject)) X(third, KNOWN(pron_third)) X(filler, KNOWN(filler)) X(ends_ed, ENDS(ED)) X(ends_s, ENDS(S)) \
    X(unknown, (word->says & FW_SAYS_UNKNOWN) != 0)
/* clang-format on */
#define FW_SPEECH_ENUM(name, test) FW_SPEECH_##name,
typedef enum fw_speech_class {
    FW_SPEECH_CLASSES(FW_SPEECH_ENUM) FW_SPEECH_other, /* which no test fits */
    FW_SPEECH_CLASS_COUNT
} fw_speech_class;
#undef FW_SPEECH_ENUM
static_assert((int)FW_SPEECH_CLASS_COUNT <= 64, "classes make sets");

/* The class of a word, which is remembered with it (fw_word_meaning.speech); NULL where there is none. */
fw_speech_class fw_speech_class_of(const fw_word *word);

/* The words around a gap: two before it, the one behind it (which the clause would begin with), two more. */
enum { FW_SPEECH_BEFORE = 1, FW_SPEECH_HERE, FW_SPEECH_NEXT, FW_SPEECH_AROUND = 5 };

typedef struct fw_gap {
    uint32_t tokens[FW_SPEECH_AROUND]; /* FW_NO_TOKEN where there is none */
    fw_speech_class classes[FW_SPEECH_AROUND];
    uint32_t end; /* behind the run of words */
} fw_gap;

/* The gap before the first word of the tokens [first, end), then before each word behind it; false when there
 * is none. */
bool fw_gap_first(const fw_workspace *ws, uint32_t first, uint32_t end, fw_gap *gap);
bool fw_gap_next(const fw_workspace *ws, fw_gap *gap);

/* Whether a clause may begin there at all, which is no question in most gaps: none begins behind "the", "to",
 * "and" or "I", nor with "told" or "of". */
bool fw_gap_may_cut(const fw_gap *gap);

/* The clause that is open: its words so far and what they are. */
typedef struct fw_open_clause {
    uint32_t words, verbs, subjects, last_verb; /* last_verb: words up to it */
} fw_open_clause;
void fw_speech_pass(fw_open_clause *open, const fw_word *word);

/* Besides words, four things are known of a gap, each a number below FW_SPEECH_VALUES: how long the open
 * clause is, how far back its last verb, how many verbs and subjects it has, and of the place: whether a mark
 * stands before it, a capital behind it, and (FW_SPEECH_FOLLOWED more) a subject and its verb follow. */
typedef enum fw_speech_fact {
    FW_SPEECH_LENGTH,
    FW_SPEECH_LAST_VERB,
    FW_SPEECH_HELD,
    FW_SPEECH_PLACE,
    FW_SPEECH_FACT_COUNT
} fw_speech_fact;
enum { FW_SPEECH_FOLLOWED = 6, FW_SPEECH_VALUES = 2 * FW_SPEECH_FOLLOWED };
typedef struct fw_speech_facts {
    uint8_t of[FW_SPEECH_FACT_COUNT];
} fw_speech_facts;
/* All but whether a subject and its verb follow, which takes as long as all the others. */
fw_speech_facts fw_speech_facts_of(const fw_workspace *ws, const fw_gap *gap, const fw_open_clause *open);
bool fw_gap_followed(const fw_workspace *ws, const fw_gap *gap);

/* Points, in hundredths: a clause begins here when their sum is above zero; and if one does, a sentence. */
typedef struct fw_speech_points {
    int16_t clause, sentence;
} fw_speech_points;
extern const fw_speech_points fw_speech_base, fw_speech_word[FW_SPEECH_AROUND][FW_SPEECH_CLASS_COUNT];
/* The words on both sides together, the word and its next. */
extern const fw_speech_points fw_speech_across[FW_SPEECH_CLASS_COUNT][FW_SPEECH_CLASS_COUNT],
    fw_speech_ahead[FW_SPEECH_CLASS_COUNT][FW_SPEECH_CLASS_COUNT];
/* Each other fact, by itself and with the word. */
extern const fw_speech_points fw_speech_alone[FW_SPEECH_FACT_COUNT][FW_SPEECH_VALUES],
    fw_speech_with[FW_SPEECH_FACT_COUNT][FW_SPEECH_VALUES][FW_SPEECH_CLASS_COUNT];

#endif
