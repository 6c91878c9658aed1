/* speech_facts.c: what is known of a gap between two words of speech. */
#include "text/speech_facts.h"

#include "text/clause_starts.h"
#include "text/quantity_words.h"
#include "text/words.h"

#include <failwise/categories.h>

#define HAS(trait)   ((word->traits & FW_##trait) != 0)
#define ENDS(ending) ((word->endings & FW_ENDS_##ending) != 0)
#define KNOWN(cat)   fw_word_known(word, FW_CAT_##cat)
#define IS(text)     fw_word_is(word, text)
#define SET(name)    (UINT64_C(1) << FW_SPEECH_##name)

fw_speech_class fw_speech_class_of(const fw_word *word) {
#define CLASS(name, test) (test) ? FW_SPEECH_##name:
    return FW_SPEECH_CLASSES(CLASS) FW_SPEECH_other;
#undef CLASS
}

/* The first word of the tokens [at, end), and its class. */
static void look_at(const fw_workspace *ws, uint32_t at, uint32_t end, uint32_t *token,
                    fw_speech_class *class) {
    while (at < end && !fw_is_word(&ws->tokens.items[at])) at++;
    *token = at < end ? at : FW_NO_TOKEN;
    const uint8_t outside = FW_SPEECH_outside;
    *class = at < end ? fw_words_meanings(ws->memory)[ws->tokens.items[at].word].speech : outside;
}

bool fw_gap_first(const fw_workspace *ws, uint32_t first, uint32_t end, fw_gap *gap) {
    *gap = (fw_gap){.tokens = {FW_NO_TOKEN, FW_NO_TOKEN}, .end = end};
    uint32_t at = first;
    for (int k = FW_SPEECH_HERE; k < FW_SPEECH_AROUND; k++) {
        look_at(ws, at, end, &gap->tokens[k], &gap->classes[k]);
        at = gap->tokens[k] == FW_NO_TOKEN ? end : gap->tokens[k] + 1;
    }
    return gap->tokens[FW_SPEECH_HERE] != FW_NO_TOKEN;
}

bool fw_gap_next(const fw_workspace *ws, fw_gap *gap) {
    enum { LAST = FW_SPEECH_AROUND - 1 };
    memmove(gap->tokens, gap->tokens + 1, LAST * sizeof gap->tokens[0]);
    memmove(gap->classes, gap->classes + 1, LAST * sizeof gap->classes[0]);
    const uint32_t last = gap->tokens[LAST];
    look_at(ws, last == FW_NO_TOKEN ? gap->end : last + 1, gap->end, &gap->tokens[LAST], &gap->classes[LAST]);
    return gap->tokens[FW_SPEECH_HERE] != FW_NO_TOKEN;
}

bool fw_gap_may_cut(const fw_gap *gap) {
    const uint64_t behind = SET(article) | SET(and) | SET(or) | SET(but) | SET(coordinator) |
                            SET(nominative) | SET(contracted) | SET(since) | SET(to) | SET(of),
                   with = SET(past) | SET(to) | SET(of);
    return !(behind >> gap->classes[FW_SPEECH_BEFORE] & 1) && !(with >> gap->classes[FW_SPEECH_HERE] & 1);
}

void fw_speech_pass(fw_open_clause *open, const fw_word *word) {
    open->words++;
    if (HAS(FINITE) || HAS(CONTRACTED)) {
        open->verbs++;
        open->last_verb = open->words;
    }
    open->subjects += HAS(SUBJECT_PRONOUN);
}

static uint8_t place_of(const fw_workspace *ws, const fw_gap *gap) {
    enum { NONE, COMMA, OTHER, MARKS };
    const uint32_t at = gap->tokens[FW_SPEECH_HERE];
    const bool marked = at > 0 && !fw_is_word(&ws->tokens.items[at - 1]);
    const uint32_t mark = !marked ? NONE : fw_token_is_char(ws, at - 1, ',') ? COMMA : OTHER;
    const bool capital =
        (ws->tokens.items[at].flags & FW_TOKEN_CAPITAL) && fw_word_at(ws, at)->text[0] != 'i';
    static_assert(2 * MARKS == FW_SPEECH_FOLLOWED, "what follows is told above");
    return (uint8_t)(capital * MARKS + mark);
}

/* The step of a number, by how it grows; the last one for all above. */
#define STEP(of, steps) ((steps)[(of) < sizeof(steps) ? (of) : sizeof(steps) - 1])

fw_speech_facts fw_speech_facts_of(const fw_workspace *ws, const fw_gap *gap, const fw_open_clause *open) {
    static const uint8_t WORDS[] = {0, 0, 1, 2, 3, 4, 4, 5, 5, 6, 6, 7, 7,
                                    7, 8, 8, 8, 8, 9, 9, 9, 9, 9, 9, 9, 10},
                         AGO[] = {0, 1, 2, 3, 4, 4, 5, 5, 5, 6};
    enum { MOST_VERBS = 3, MOST_SUBJECTS = 2, NO_VERB = 7 };
    const uint32_t verbs = open->verbs < MOST_VERBS ? open->verbs : MOST_VERBS,
                   subjects = open->subjects < MOST_SUBJECTS ? open->subjects : MOST_SUBJECTS;
    const uint32_t ago = open->words - open->last_verb;
    return (fw_speech_facts){{[FW_SPEECH_LENGTH] = STEP(open->words, WORDS),
                              [FW_SPEECH_LAST_VERB] = verbs ? STEP(ago, AGO) : NO_VERB,
                              [FW_SPEECH_HELD] = (uint8_t)(verbs * (MOST_SUBJECTS + 1) + subjects),
                              [FW_SPEECH_PLACE] = place_of(ws, gap)}};
}

bool fw_gap_followed(const fw_workspace *ws, const fw_gap *gap) {
    return fw_starts_clause(ws, gap->tokens[FW_SPEECH_HERE], gap->end, FW_HINT_NONE);
}
