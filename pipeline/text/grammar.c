/* grammar.c: what a single word can be in a clause, told from the dictionaries and its ending. */
#include <failwise/categories.h>

#include "text/clauses.h"

#define CAT(name) (1ULL << FW_CAT_##name)
/* Sets of categories test the first word of fw_word.known. */
static_assert(FW_CAT_actor_person < 64 && FW_CAT_stative_participle < 64, "sets of categories fit 64 bits");

static bool in_any(const fw_word *word, uint64_t categories) { return (word->known[0] & categories) != 0; }

/* Pronouns that can be subjects, alone or contracted: "i", "i'm", "i'd" ... but not "my", "me". */
static bool is_subject_pronoun(const fw_word *word) {
    static const char *const PRONOUNS[] = {"i",        "we",         "they",      "he",      "she",
                                           "you",      "it",         "this",      "that",    "there",
                                           "everyone", "nobody",     "everybody", "someone", "somebody",
                                           "nothing",  "everything", "who",       "which",   "what"};
    for (size_t i = 0; i < sizeof PRONOUNS / sizeof PRONOUNS[0]; i++) {
        if (word->text[0] != PRONOUNS[i][0]) continue;
        const size_t len = strlen(PRONOUNS[i]);
        if (strncmp(word->text, PRONOUNS[i], len) == 0 &&
            (word->text[len] == '\0' || word->text[len] == '\''))
            return true;
    }
    return false;
}

bool fw_takes_base_form(const fw_workspace *ws, uint32_t index) {
    static const char *const PRONOUNS[] = {"i", "we", "they", "you", "who", "which", "there", "what"};
    const fw_word *word = fw_word_at(ws, index);
    for (size_t i = 0; i < sizeof PRONOUNS / sizeof PRONOUNS[0]; i++) {
        if (fw_word_is(word, PRONOUNS[i])) return true;
    }
    return false;
}

/* "that" and question words belong to the verb before them: "I assumed that the vendor had checked" is one
 * clause. */
static bool is_complementizer(const fw_word *word) {
    static const char *const WORDS[] = {"that", "which", "who", "whom",   "whose",
                                        "what", "how",   "why", "whether"};
    for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++) {
        if (fw_word_is(word, WORDS[i])) return true;
    }
    return false;
}

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

uint32_t fw_grammar_traits(const fw_word *word) {
    uint32_t traits = 0;
    if (is_subject_pronoun(word)) {
        traits |= FW_SUBJECT_PRONOUN;
        if (word->endings & FW_HAS_APOSTROPHE) traits |= FW_CONTRACTED;
    }
    if (is_between(word)) traits |= FW_BETWEEN;
    if (in_any(word, CAT(be) | CAT(have) | CAT(do) | CAT(modal) | CAT(future))) traits |= FW_AUXILIARY;
    if (is_past(word)) traits |= FW_PAST;
    if (is_finite(word)) traits |= FW_FINITE | FW_FINITE_PLURAL;
    const bool be = fw_word_is(word, "be") || fw_word_is(word, "being") || fw_word_is(word, "been");
    if (!be && in_any(word, CAT(verb_base))) traits |= FW_FINITE_PLURAL;
    if (is_complementizer(word)) traits |= FW_COMPLEMENTIZER;
    if (is_content(word)) traits |= FW_CONTENT;
    return traits;
}
