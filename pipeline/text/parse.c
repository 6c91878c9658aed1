/* parse.c: subject, verb, tense and negation of a clause: shallow, from the first finite verb. */
#include <failwise/categories.h>

#include "text/clauses.h"

#include <string.h>

static inline bool text_is(const fw_workspace *ws, uint32_t index, const char *text) {
    return fw_word_is(fw_word_at(ws, index), text);
}

static bool starts_with(const fw_workspace *ws, uint32_t index, const char *pronoun) {
    const char *text = fw_word_at(ws, index)->text;
    const size_t len = strlen(pronoun);
    return text[0] == pronoun[0] && strncmp(text, pronoun, len) == 0 &&
           (text[len] == '\0' || text[len] == '\'');
}

/* What the subject ending at token `index` refers to. */
static fw_subject subject_class(const fw_workspace *ws, uint32_t index) {
    if (starts_with(ws, index, "i")) return FW_SUBJECT_I;
    if (starts_with(ws, index, "we")) return FW_SUBJECT_WE;
    if (starts_with(ws, index, "it") || starts_with(ws, index, "there")) return FW_SUBJECT_EXPLETIVE;
    if (fw_token_is(ws, index, FW_CAT_pron_third)) return FW_SUBJECT_OTHER;
    if (fw_token_is(ws, index, FW_CAT_thing_subject)) return FW_SUBJECT_THING;
    if (fw_token_is(ws, index, FW_CAT_actor_external) || fw_token_is(ws, index, FW_CAT_actor_person) ||
        fw_token_is(ws, index, FW_CAT_actor_team)) {
        return FW_SUBJECT_OTHER;
    }
    static const char *const PEOPLE[] = {"everyone", "everybody", "nobody", "someone",
                                         "somebody", "people",    "who"};
    for (size_t i = 0; i < sizeof PEOPLE / sizeof PEOPLE[0]; i++) {
        if (starts_with(ws, index, PEOPLE[i])) return FW_SUBJECT_OTHER;
    }
    if (fw_token_is(ws, index, FW_CAT_pron_you)) return FW_SUBJECT_NONE;
    return FW_SUBJECT_THING;
}

/* The auxiliary inside a contraction: 'd and 've are past or perfect, 'll future, the rest present. */
static fw_tense contracted_tense(const fw_workspace *ws, uint32_t index, uint32_t verb) {
    const char *mark = strrchr(fw_word_at(ws, index)->text, '\'');
    if (!mark) return FW_TENSE_NONE;
    if (strcmp(mark, "'ll") == 0) return FW_TENSE_FUTURE;
    if (strcmp(mark, "'d") == 0) {
        const bool base = verb != FW_NO_TOKEN && fw_token_is(ws, verb, FW_CAT_verb_base) &&
                          !fw_token_is(ws, verb, FW_CAT_verb_participle);
        return base ? FW_TENSE_MODAL : FW_TENSE_PAST;
    }
    return FW_TENSE_PRESENT;
}

static fw_tense tense_of(const fw_workspace *ws, uint32_t finite, uint32_t end) {
    static const char *const PAST_AUXILIARIES[] = {"was",    "were",    "had",    "did",
                                                   "wasn't", "weren't", "hadn't", "didn't"};
    for (size_t i = 0; i < sizeof PAST_AUXILIARIES / sizeof PAST_AUXILIARIES[0]; i++) {
        if (text_is(ws, finite, PAST_AUXILIARIES[i])) return FW_TENSE_PAST;
    }
    if (fw_token_is(ws, finite, FW_CAT_future)) return FW_TENSE_FUTURE;
    if (fw_token_is(ws, finite, FW_CAT_be) && finite + 2 < end &&
        (text_is(ws, finite + 1, "gonna") ||
         (text_is(ws, finite + 1, "going") && text_is(ws, finite + 2, "to")))) {
        return FW_TENSE_FUTURE;
    }
    if (fw_token_is(ws, finite, FW_CAT_modal)) return FW_TENSE_MODAL;
    if (fw_token_is(ws, finite, FW_CAT_be) || fw_token_is(ws, finite, FW_CAT_have) ||
        fw_token_is(ws, finite, FW_CAT_do)) {
        return FW_TENSE_PRESENT;
    }
    return fw_is_past(ws, finite) ? FW_TENSE_PAST : FW_TENSE_PRESENT;
}

static bool is_plain_auxiliary(const fw_workspace *ws, uint32_t index) {
    return fw_token_has(ws, index, FW_AUXILIARY);
}

/* The main verb: the first word behind the auxiliaries that is a verb form; the auxiliary itself if none
 * follows. */
static uint32_t main_verb(const fw_workspace *ws, uint32_t finite, uint32_t end) {
    if (!is_plain_auxiliary(ws, finite) && !fw_is_contracted(ws, finite)) return finite;
    for (uint32_t i = finite + 1; i < end && fw_is_word(&ws->tokens.items[i]) && i <= finite + 5; i++) {
        if (text_is(ws, i, "no")) break; /* "there was no plan": a noun follows */
        if (is_plain_auxiliary(ws, i) || fw_is_between(ws, i)) continue;
        const fw_word *word = fw_word_at(ws, i);
        const bool verb = fw_token_is(ws, i, FW_CAT_verb_base) ||
                          fw_token_is(ws, i, FW_CAT_verb_participle) || fw_token_is(ws, i, FW_CAT_verb_ing) ||
                          (word->endings & (FW_ENDS_ED | FW_ENDS_ING));
        return verb ? i : finite;
    }
    return finite;
}

static void set_subject(fw_clause *clause, fw_parse *parse, const fw_workspace *ws, uint32_t subject) {
    parse->subject = subject;
    clause->subject = (uint8_t)subject_class(ws, subject);
}

/* "I" and plural subjects take base forms; a noun phrase takes its finite verb from past forms, -s forms and
 * auxiliaries. */
static void find_subject_and_verb(const fw_workspace *ws, fw_clause *clause, fw_parse *parse) {
    const uint32_t end = clause->first + clause->count;
    uint32_t noun = FW_NO_TOKEN; /* the last word of a possible noun phrase */
    bool in_prepositional = false;
    for (uint32_t i = clause->first; i < end; i++) {
        if (!fw_is_word(&ws->tokens.items[i])) {
            if (ws->tokens.items[i].kind == FW_TOKEN_PUNCT &&
                ws->text.ptr[ws->tokens.items[i].start] == ',') {
                noun = FW_NO_TOKEN;
                in_prepositional = false;
            }
            continue;
        }
        if (fw_is_subject_pronoun(ws, i)) {
            if (fw_is_contracted(ws, i)) {
                set_subject(clause, parse, ws, i);
                parse->finite = i;
                return;
            }
            noun = i;
            in_prepositional = false;
            continue;
        }
        if (fw_is_between(ws, i)) continue;
        const bool pronoun = noun != FW_NO_TOKEN && fw_is_subject_pronoun(ws, noun);
        if (fw_is_finite(ws, i, pronoun) && !(noun != FW_NO_TOKEN && fw_token_is(ws, i, FW_CAT_verb_s) &&
                                              fw_token_is(ws, noun, FW_CAT_determiner))) {
            if (noun != FW_NO_TOKEN) set_subject(clause, parse, ws, noun);
            parse->finite = i;
            return;
        }
        if (fw_token_is(ws, i, FW_CAT_preposition)) {
            in_prepositional = noun != FW_NO_TOKEN; /* "the head of sales": the head stays the subject */
            continue;
        }
        if (!in_prepositional && !is_plain_auxiliary(ws, i) && !fw_token_is(ws, i, FW_CAT_coordinator) &&
            !fw_token_is(ws, i, FW_CAT_subordinator)) {
            noun = i;
        }
    }
}

/* A negation belongs to the clause's own verb when it stands between subject and verb: "I never asked",
 * "didn't check". */
static bool has_negation(const fw_workspace *ws, const fw_clause *clause, const fw_parse *parse) {
    if (parse->finite == FW_NO_TOKEN) return false;
    const uint32_t first = parse->subject != FW_NO_TOKEN ? parse->subject : clause->first;
    for (uint32_t i = first; i <= parse->verb; i++) {
        if (fw_token_is(ws, i, FW_CAT_negation)) return true;
    }
    return false;
}

static void parse_clause(const fw_workspace *ws, fw_clause *clause, fw_parse *parse) {
    *parse = (fw_parse){FW_NO_TOKEN, FW_NO_TOKEN, FW_NO_TOKEN};
    const uint32_t end = clause->first + clause->count;
    find_subject_and_verb(ws, clause, parse);
    if (parse->finite != FW_NO_TOKEN) {
        parse->verb = main_verb(ws, parse->finite, end);
        const bool contracted = parse->finite == parse->subject;
        clause->tense = (uint8_t)(contracted ? contracted_tense(ws, parse->finite, parse->verb)
                                             : tense_of(ws, parse->finite, end));
    }
    if (has_negation(ws, clause, parse)) clause->flags |= FW_CLAUSE_NEGATED;
    uint32_t quoted = 0;
    for (uint32_t i = clause->first; i < end; i++)
        quoted += (ws->tokens.items[i].flags & FW_TOKEN_QUOTED) != 0;
    if (quoted * 2 > clause->count) clause->flags |= FW_CLAUSE_QUOTED;
}

fw_code fw_parse_clauses(fw_workspace *ws, fw_error *err) {
    ws->parses.count = 0;
    for (uint32_t i = 0; i < ws->clauses.count; i++) {
        if (!fw_push(&ws->parses, ((fw_parse){0}))) return fw_fail_nomem(err);
        parse_clause(ws, &ws->clauses.items[i], &ws->parses.items[i]);
    }
    return FW_OK;
}
