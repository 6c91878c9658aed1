/* grammar.c: what a single token can be in a clause, told from the dictionaries and the word's ending. */
#include <failwise/categories.h>

#include "text/clauses.h"

#include <string.h>

/* First-person words that can be subjects: "i", "i'm", "i'd" ... but not "my", "me". */
static bool is_nominative(const fw_word *word, const char *pronoun) {
    const size_t len = strlen(pronoun);
    return strncmp(word->text, pronoun, len) == 0 && (word->text[len] == '\0' || word->text[len] == '\'');
}

bool fw_is_subject_pronoun(const fw_workspace *ws, uint32_t index) {
    static const char *const PRONOUNS[] = {"i",        "we",         "they",      "he",      "she",
                                           "you",      "it",         "this",      "that",    "there",
                                           "everyone", "nobody",     "everybody", "someone", "somebody",
                                           "nothing",  "everything", "who",       "which",   "what"};
    const fw_word *word = fw_word_at(ws, index);
    for (size_t i = 0; i < sizeof PRONOUNS / sizeof PRONOUNS[0]; i++) {
        if (word->text[0] == PRONOUNS[i][0] && is_nominative(word, PRONOUNS[i])) return true;
    }
    return false;
}

bool fw_is_contracted(const fw_workspace *ws, uint32_t index) {
    return (fw_word_at(ws, index)->endings & FW_HAS_APOSTROPHE) && fw_is_subject_pronoun(ws, index);
}

bool fw_is_between(const fw_workspace *ws, uint32_t index) {
    const fw_word *word = fw_word_at(ws, index);
    return (word->endings & FW_ENDS_LY) || fw_token_is(ws, index, FW_CAT_adverb) ||
           (fw_token_is(ws, index, FW_CAT_negation) && !(word->endings & FW_ENDS_NT));
}

static bool is_auxiliary(const fw_workspace *ws, uint32_t index) {
    return fw_token_is(ws, index, FW_CAT_be) || fw_token_is(ws, index, FW_CAT_have) ||
           fw_token_is(ws, index, FW_CAT_do) || fw_token_is(ws, index, FW_CAT_modal) ||
           fw_token_is(ws, index, FW_CAT_future);
}

bool fw_is_past(const fw_workspace *ws, uint32_t index) {
    if (fw_token_is(ws, index, FW_CAT_verb_past) || fw_token_is(ws, index, FW_CAT_past_only_irregular))
        return true;
    return (fw_word_at(ws, index)->endings & FW_ENDS_ED) &&
           !fw_token_is(ws, index, FW_CAT_stative_participle);
}

bool fw_is_finite(const fw_workspace *ws, uint32_t index, bool after_plural) {
    const fw_word *word = fw_word_at(ws, index);
    if (strcmp(word->text, "be") == 0 || strcmp(word->text, "being") == 0 || strcmp(word->text, "been") == 0)
        return false;
    if (is_auxiliary(ws, index) || (word->endings & FW_ENDS_NT)) return true;
    if (fw_is_past(ws, index) || fw_token_is(ws, index, FW_CAT_verb_s)) return true;
    return after_plural && fw_token_is(ws, index, FW_CAT_verb_base);
}
