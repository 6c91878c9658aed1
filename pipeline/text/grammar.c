/* grammar.c: what a single word can be in a clause, told from the dictionaries and its ending. */
#include <failwise/categories.h>

#include "text/clauses.h"
#include "text/word_lists.h"

#define CAT(name) (1ULL << FW_CAT_##name)
/* Sets of categories test the first word of fw_word.known. */
static_assert(FW_CAT_actor_person < 64 && FW_CAT_stative_participle < 64, "sets of categories fit 64 bits");

static bool in_any(const fw_word *word, uint64_t categories) { return (word->known[0] & categories) != 0; }

static bool is_past(const fw_word *word) {
    if (in_any(word, CAT(verb_past) | CAT(past_only_irregular))) return true;
    return (word->endings & FW_ENDS_ED) && !in_any(word, CAT(stative_participle));
}

static bool is_finite(const fw_word *word) {
    if (fw_word_is(word, "be") || fw_word_is(word, "being") || fw_word_is(word, "been")) return false;
    return in_any(word, CAT(be) | CAT(have) | CAT(do) | CAT(modal) | CAT(future) | CAT(verb_s)) ||
           (word->endings & FW_ENDS_NT) || is_past(word);
}

/* Function words carry no content; words of five letters and more do. */
static bool is_content(const fw_word *word) {
    enum { SHORTEST_STEM_WORD = 5 };
    static const fw_cat FUNCTION[] = {FW_CAT_preposition, FW_CAT_subordinator, FW_CAT_determiner,
                                      FW_CAT_modal,       FW_CAT_adverb,       FW_CAT_wh_word,
                                      FW_CAT_pron_third,  FW_CAT_time_anchor};
    if (word->len < SHORTEST_STEM_WORD || (word->endings & FW_HAS_APOSTROPHE)) return false;
    for (size_t i = 0; i < sizeof FUNCTION / sizeof FUNCTION[0]; i++) {
        if (fw_word_known(word, FUNCTION[i])) return false;
    }
    return true;
}

static bool is_between(const fw_word *word) {
    return (word->endings & FW_ENDS_LY) || in_any(word, CAT(adverb)) ||
           (in_any(word, CAT(negation)) && !(word->endings & FW_ENDS_NT));
}

/* ---- as a subject, as a verb ---- */

/* What a subject refers to whose last word this is, alone or contracted. */
static fw_subject subject_class(const fw_word *word, fw_listed base) {
    if (fw_listed_in(base, FW_LEARNED_SAYS_I)) return FW_SUBJECT_I;
    if (fw_listed_in(base, FW_LEARNED_SAYS_WE)) return FW_SUBJECT_WE;
    if (fw_listed_in(base, FW_LEARNED_EXPLETIVE)) return FW_SUBJECT_EXPLETIVE;
    if (fw_word_known(word, FW_CAT_pron_third)) return FW_SUBJECT_OTHER;
    if (fw_word_known(word, FW_CAT_thing_subject)) return FW_SUBJECT_THING;
    if (fw_word_known(word, FW_CAT_actor_external) || fw_word_known(word, FW_CAT_actor_person) ||
        fw_word_known(word, FW_CAT_actor_team))
        return FW_SUBJECT_OTHER;
    if (fw_listed_in(base, FW_LEARNED_PEOPLE)) return FW_SUBJECT_OTHER;
    return fw_word_known(word, FW_CAT_pron_you) ? FW_SUBJECT_NONE : FW_SUBJECT_THING;
}

/* The tense of a clause whose finite verb the word is, whatever follows. */
static fw_tense finite_tense(const fw_word *word, fw_listed listed) {
    if (fw_listed_in(listed, FW_LEARNED_PAST_AUXILIARY)) return FW_TENSE_PAST;
    if (fw_word_known(word, FW_CAT_future)) return FW_TENSE_FUTURE;
    if (fw_word_known(word, FW_CAT_modal)) return FW_TENSE_MODAL;
    if (in_any(word, CAT(be) | CAT(have) | CAT(do))) return FW_TENSE_PRESENT;
    return is_past(word) ? FW_TENSE_PAST : FW_TENSE_PRESENT;
}

static uint32_t subject_traits(const fw_word *word, fw_listed listed, fw_listed base) {
    uint32_t traits = (uint32_t)subject_class(word, base) << FW_SUBJECT_SHIFT;
    if (fw_listed_in(listed, FW_LEARNED_BEFORE_BASE)) traits |= FW_TAKES_BASE;
    if (fw_listed_in(listed, FW_LEARNED_NOMINATIVE)) traits |= FW_NOMINATIVE;
    if (fw_listed_in(listed, FW_LEARNED_RELATIVE)) traits |= FW_RELATIVE_OPENER;
    if (fw_listed_in(listed, FW_LEARNED_POSSESSIVE) || fw_word_known(word, FW_CAT_article))
        traits |= FW_PURE_DETERMINER;
    return traits;
}

static uint32_t verb_traits(const fw_word *word, fw_listed listed) {
    uint32_t traits = (uint32_t)finite_tense(word, listed) << FW_TENSE_SHIFT;
    const bool auxiliary = in_any(word, CAT(be) | CAT(have) | CAT(do) | CAT(modal) | CAT(future));
    if (auxiliary) traits |= FW_AUXILIARY;
    if (auxiliary || in_any(word, CAT(past_only_irregular))) traits |= FW_SURE_VERB;
    if (is_past(word)) traits |= FW_PAST;
    if (is_finite(word)) traits |= FW_FINITE | FW_FINITE_PLURAL;
    const bool be = fw_word_is(word, "be") || fw_word_is(word, "being") || fw_word_is(word, "been");
    if (!be && in_any(word, CAT(verb_base))) traits |= FW_FINITE_PLURAL;
    const bool form = fw_word_known(word, FW_CAT_verb_base) || fw_word_known(word, FW_CAT_verb_participle) ||
                      fw_word_known(word, FW_CAT_verb_ing) || (word->endings & (FW_ENDS_ED | FW_ENDS_ING));
    const bool no = fw_word_is(word, "no"); /* "there was no plan": a noun follows */
    if (form && !no) traits |= FW_VERB_FORM;
    if ((auxiliary || is_between(word)) && !no) traits |= FW_BEFORE_VERB;
    if (auxiliary || fw_word_known(word, FW_CAT_filler) || fw_word_known(word, FW_CAT_coordinator) ||
        fw_word_known(word, FW_CAT_subordinator))
        traits |= FW_NO_SUBJECT;
    return traits;
}

/* Words that can cut a clause off without a comma: connectives, and those that open clauses in speech
 * (clauses.c). */
static bool opens_clause(const fw_word *word, bool complementizer) {
    const bool subordinator = fw_word_known(word, FW_CAT_subordinator) && !complementizer;
    return fw_word_known(word, FW_CAT_coordinator) || subordinator || fw_word_in(word, FW_LIST_SPOKEN);
}

uint32_t fw_grammar_traits(const fw_word *word, fw_listed listed, fw_listed base) {
    const bool complementizer = fw_listed_in(listed, FW_LEARNED_COMPLEMENTIZER);
    uint32_t traits = subject_traits(word, listed, base) | verb_traits(word, listed);
    if (fw_listed_in(base, FW_LEARNED_PRONOUN)) {
        traits |= FW_SUBJECT_PRONOUN;
        if (word->endings & FW_HAS_APOSTROPHE) traits |= FW_CONTRACTED;
    }
    if (is_between(word)) traits |= FW_BETWEEN;
    if (fw_word_is(word, "not")) traits |= FW_NOT;
    if (in_any(word, CAT(preposition))) traits |= FW_PREPOSITION;
    if (in_any(word, CAT(determiner))) traits |= FW_DETERMINER;
    if (complementizer) traits |= FW_COMPLEMENTIZER;
    if (opens_clause(word, complementizer)) traits |= FW_OPENS_CLAUSE;
    if (is_content(word)) traits |= FW_CONTENT;
    return traits;
}
