/* speech_facts.c: what is known of a gap between two words of speech. */
#include "text/speech_facts.h"

#include "text/clause_starts.h"
#include "text/quantity_words.h"

#include <failwise/categories.h>

#define HAS(trait)     ((word->traits & FW_##trait) != 0)
#define ENDS(ending)   ((word->endings & FW_ENDS_##ending) != 0)
#define KNOWN(cat)     fw_word_known(word, FW_CAT_##cat)
#define IS(text)       fw_word_is(word, text)
#define BIT(name)      (UINT64_C(1) << FW_SPEECH_##name)
#define IF(test, name) ((uint64_t)(test) << FW_SPEECH_##name)

static uint64_t kinds_of(const fw_word *word) {
#define KIND(name, test) | IF(test, name)
    return 0 FW_SPEECH_KINDS(KIND);
#undef KIND
}

/* The first word of the tokens [at, end), and its kinds. */
static void look_at(const fw_workspace *ws, uint32_t at, uint32_t end, uint32_t *token, uint64_t *kinds) {
    while (at < end && !fw_is_word(&ws->tokens.items[at])) at++;
    *token = at < end ? at : FW_NO_TOKEN;
    *kinds = at < end ? kinds_of(fw_word_at(ws, at)) : BIT(outside);
}

bool fw_gap_first(const fw_workspace *ws, uint32_t first, uint32_t end, fw_gap *gap) {
    *gap = (fw_gap){.tokens = {FW_NO_TOKEN, FW_NO_TOKEN}, .kinds = {BIT(outside), BIT(outside)}, .end = end};
    uint32_t at = first;
    for (int k = FW_SPEECH_HERE; k < FW_SPEECH_AROUND; k++) {
        look_at(ws, at, end, &gap->tokens[k], &gap->kinds[k]);
        at = gap->tokens[k] == FW_NO_TOKEN ? end : gap->tokens[k] + 1;
    }
    return gap->tokens[FW_SPEECH_HERE] != FW_NO_TOKEN;
}

bool fw_gap_next(const fw_workspace *ws, fw_gap *gap) {
    enum { LAST = FW_SPEECH_AROUND - 1 };
    memmove(gap->tokens, gap->tokens + 1, LAST * sizeof gap->tokens[0]);
    memmove(gap->kinds, gap->kinds + 1, LAST * sizeof gap->kinds[0]);
    const uint32_t last = gap->tokens[LAST];
    look_at(ws, last == FW_NO_TOKEN ? gap->end : last + 1, gap->end, &gap->tokens[LAST], &gap->kinds[LAST]);
    return gap->tokens[FW_SPEECH_HERE] != FW_NO_TOKEN;
}

bool fw_gap_may_cut(const fw_gap *gap) {
    const uint64_t behind = BIT(article) | BIT(coordinator) | BIT(nominative) | BIT(contracted) | BIT(to) |
                            BIT(of),
                   with = BIT(past) | BIT(to) | BIT(of);
    return !(gap->kinds[FW_SPEECH_BEFORE] & behind) && !(gap->kinds[FW_SPEECH_HERE] & with);
}

uint64_t fw_gap_here(const fw_workspace *ws, const fw_gap *gap) {
    const uint32_t at = gap->tokens[FW_SPEECH_HERE];
    const bool comma = at > 0 && fw_token_is_char(ws, at - 1, ',');
    const bool mark = at > 0 && !comma && !fw_is_word(&ws->tokens.items[at - 1]);
    const bool capital =
        (ws->tokens.items[at].flags & FW_TOKEN_CAPITAL) && fw_word_at(ws, at)->text[0] != 'i';
    return gap->kinds[FW_SPEECH_HERE] | IF(fw_starts_clause(ws, at, gap->end, FW_HINT_NONE), clause) |
           IF(comma, behind_comma) | IF(mark, behind_mark) | IF(capital, capital);
}

void fw_speech_pass(fw_open_clause *open, uint64_t kinds) {
    if (open->words++ == 0) open->opener = kinds;
    if (kinds & (BIT(finite) | BIT(contracted))) {
        open->verbs++;
        open->last_verb = open->words;
    }
    open->subjects += (kinds & BIT(pronoun)) != 0;
}

/* The first state of `run` whose bound, counted from `least` in these steps, is not below `value`. */
static uint64_t step_of(uint32_t value, const uint32_t *bounds, uint32_t count, fw_speech_state first) {
    uint32_t step = 0;
    while (step < count && value > bounds[step]) step++;
    return UINT64_C(1) << ((uint32_t)first + step);
}

static uint64_t opened_by(uint64_t opener) {
    static const struct {
        uint64_t kinds;
        fw_speech_state state;
    } OPENERS[] = {{BIT(so), FW_SPEECH_opened_so},
                   {BIT(wh_word) | BIT(complementizer), FW_SPEECH_opened_wh_word},
                   {BIT(subordinator), FW_SPEECH_opened_subordinator},
                   {BIT(opener), FW_SPEECH_opened_opener},
                   {BIT(pronoun), FW_SPEECH_opened_pronoun}};
    for (size_t k = 0; k < sizeof OPENERS / sizeof OPENERS[0]; k++) {
        if (opener & OPENERS[k].kinds) return UINT64_C(1) << OPENERS[k].state;
    }
    return BIT(opened_otherwise);
}

uint64_t fw_speech_states(const fw_open_clause *open) {
    static const uint32_t WORDS[] = {1, 2, 3, 4, 6, 8, 10, 13, 17, 24}, FEW[] = {0, 1, 2},
                          AGO[] = {0, 1, 2, 3, 5, 8};
#define STEP(value, bounds, first)                                                                           \
    step_of(value, bounds, sizeof(bounds) / sizeof(bounds)[0], FW_SPEECH_##first)
    uint64_t states = STEP(open->words, WORDS, words_1) | STEP(open->verbs, FEW, verbs_0) |
                      step_of(open->subjects, FEW, 2, FW_SPEECH_subjects_0) | opened_by(open->opener);
    states |= open->verbs ? STEP(open->words - open->last_verb, AGO, verb_now) : BIT(no_verb);
#undef STEP
    if (open->verbs > 1 || open->subjects > 1) return states | BIT(several);
    if (open->verbs) return states | (open->subjects ? BIT(subject_verb) : BIT(verb_only));
    return states | (open->subjects ? BIT(subject_only) : BIT(bare));
}
