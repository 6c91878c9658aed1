/* evidence_frame.c: how a clause is built: what opens it, its tense in detail, subject and tense together. */
#include <failwise/categories.h>

#include "text/evidence.h"

static const fw_structure NO_FRAME = FW_S_past; /* 0, a cue that no word stands for alone */

enum { OPENING_WORDS = 2, SHORT_CLAUSE = 4, OWN_NOUN_WITHIN = 3 };

/* A word and the cue it stands for. Words are looked up once each (fw_frame_of), clauses test the cue. */
typedef struct {
    const char *word;
    fw_structure cue;
} frame_word;

static const frame_word OPENERS[] = {
    {"because", FW_S_opens_cause}, {"since", FW_S_opens_cause},    {"cause", FW_S_opens_cause},
    {"so", FW_S_opens_so},         {"therefore", FW_S_opens_so},   {"hence", FW_S_opens_so},
    {"but", FW_S_opens_but},       {"although", FW_S_opens_but},   {"though", FW_S_opens_but},
    {"however", FW_S_opens_but},   {"yet", FW_S_opens_but},        {"even", FW_S_opens_but},
    {"and", FW_S_opens_and},       {"or", FW_S_opens_and},         {"when", FW_S_opens_when},
    {"once", FW_S_opens_when},     {"after", FW_S_opens_when},     {"before", FW_S_opens_when},
    {"until", FW_S_opens_when},    {"till", FW_S_opens_when},      {"while", FW_S_opens_when},
    {"as", FW_S_opens_when},       {"if", FW_S_opens_if},          {"unless", FW_S_opens_if},
    {"whether", FW_S_opens_if},    {"which", FW_S_opens_relative}, {"who", FW_S_opens_relative},
    {"that", FW_S_opens_relative}, {"where", FW_S_opens_relative}, {"then", FW_S_opens_then},
    {"next", FW_S_opens_then},     {"later", FW_S_opens_then},     {"eventually", FW_S_opens_then},
    {"finally", FW_S_opens_then}};

/* Finite forms that say more than the tense does. */
static const frame_word FINITE_FORMS[] = {{"would", FW_S_would},
                                          {"wouldn't", FW_S_would},
                                          {"could", FW_S_could},
                                          {"couldn't", FW_S_could},
                                          {"should", FW_S_should},
                                          {"shouldn't", FW_S_should},
                                          {"have", FW_S_perfect},
                                          {"has", FW_S_perfect},
                                          {"haven't", FW_S_perfect},
                                          {"hasn't", FW_S_perfect},
                                          {"i've", FW_S_perfect},
                                          {"we've", FW_S_perfect},
                                          {"they've", FW_S_perfect},
                                          {"you've", FW_S_perfect},
                                          {"was", FW_S_was},
                                          {"were", FW_S_was},
                                          {"wasn't", FW_S_was},
                                          {"weren't", FW_S_was},
                                          {"is", FW_S_is},
                                          {"are", FW_S_is},
                                          {"isn't", FW_S_is},
                                          {"aren't", FW_S_is},
                                          {"it's", FW_S_is},
                                          {"that's", FW_S_is},
                                          {"had", FW_S_past_perfect},
                                          {"hadn't", FW_S_past_perfect},
                                          {"i'd", FW_S_past_perfect},
                                          {"we'd", FW_S_past_perfect},
                                          {"they'd", FW_S_past_perfect}};

/* The cue that a table gives for a word; NO_FRAME when it gives none. */
static fw_structure cue_in(const frame_word *table, size_t count, const fw_word *word) {
    for (size_t i = 0; i < count; i++) {
        if (fw_word_is(word, table[i].word)) return table[i].cue;
    }
    return NO_FRAME;
}

/* One word is in one table at most, so that one number tells both. */
uint8_t fw_frame_of(const fw_word *word) {
    const fw_structure opener = cue_in(OPENERS, sizeof OPENERS / sizeof OPENERS[0], word);
    return (uint8_t)(opener != NO_FRAME
                         ? opener
                         : cue_in(FINITE_FORMS, sizeof FINITE_FORMS / sizeof FINITE_FORMS[0], word));
}

static bool is_opener(fw_structure frame) { return frame >= FW_S_opens_cause && frame <= FW_S_opens_then; }
static bool is_finite_form(fw_structure frame) { return frame != NO_FRAME && !is_opener(frame); }

static fw_span word_span(const fw_workspace *ws, uint32_t index) {
    return (fw_span){ws->tokens.items[index].start, ws->tokens.items[index].end};
}

/* "And so", "but when": both words open. */
static void fire_openers(fw_examiner *e) {
    const fw_workspace *ws = e->ws;
    const fw_clause *clause = &ws->clauses.items[e->index];
    uint32_t words = 0;
    for (uint32_t i = clause->first; i < clause->first + clause->count && words < OPENING_WORDS; i++) {
        if (!fw_is_word(&ws->tokens.items[i])) continue;
        const fw_structure opener = fw_word_at(ws, i)->frame;
        if (!is_opener(opener)) return;
        fw_fire(e, opener, word_span(ws, i));
        words++;
    }
}

/* "I had agreed" against "I had a team": the participle tells; "was" with -ing is under way, not a state. */
static void fire_finite(fw_examiner *e) {
    const fw_workspace *ws = e->ws;
    const fw_parse *parse = &ws->parses.items[e->index];
    if (parse->finite == FW_NO_TOKEN || parse->verb == FW_NO_TOKEN) return;
    const fw_structure form = fw_word_at(ws, parse->finite)->frame;
    if (!is_finite_form(form)) return;
    const bool verb_follows = parse->verb != parse->finite;
    const bool under_way = verb_follows && (fw_word_at(ws, parse->verb)->endings & FW_ENDS_ING);
    fw_structure cue = form;
    if ((cue == FW_S_past_perfect || cue == FW_S_perfect) && !verb_follows) return;
    if (cue == FW_S_was && under_way) cue = FW_S_past_progressive;
    if ((cue == FW_S_was || cue == FW_S_is) && verb_follows) return;
    fw_fire(e, cue, word_span(ws, parse->finite));
}

static void fire_subject_and_tense(fw_examiner *e, fw_span span) {
    /* by subject from FW_SUBJECT_WE on: the cue in the past and in the present tense; "I" has cues of its own
     */
    static const fw_structure CUES[][2] = {{FW_S_we_past, FW_S_we_present},
                                           {FW_S_other_past, FW_S_other_present},
                                           {FW_S_thing_past, FW_S_thing_present},
                                           {FW_S_expletive_past, FW_S_expletive_present}};
    const fw_clause *clause = &e->ws->clauses.items[e->index];
    if (clause->subject < FW_SUBJECT_WE) return;
    fw_fire_if(e, clause->tense == FW_TENSE_PAST, CUES[clause->subject - FW_SUBJECT_WE][0], span);
    fw_fire_if(e, clause->tense == FW_TENSE_PRESENT, CUES[clause->subject - FW_SUBJECT_WE][1], span);
}

/* "My mistake was", "my first thought": what is the speaker's own comes early. */
static void fire_own_noun(fw_examiner *e) {
    const fw_workspace *ws = e->ws;
    const fw_clause *clause = &ws->clauses.items[e->index];
    for (uint32_t i = clause->first; i < clause->first + OWN_NOUN_WITHIN && i < clause->first + clause->count;
         i++) {
        if (!fw_word_is(fw_word_at(ws, i), "my")) continue;
        fw_fire(e, FW_S_own_noun, word_span(ws, i));
        return;
    }
}

void fw_fire_frame(fw_examiner *e, fw_span span) {
    const fw_workspace *ws = e->ws;
    const fw_clause *clause = &ws->clauses.items[e->index];
    const uint32_t subject = ws->parses.items[e->index].subject;
    fire_openers(e);
    fire_finite(e);
    fire_subject_and_tense(e, span);
    fire_own_noun(e);
    if (subject != FW_NO_TOKEN && fw_token_is(ws, subject, FW_CAT_pron_you))
        fw_fire(e, FW_S_subject_you, word_span(ws, subject));
    fw_fire_if(e, clause->words <= SHORT_CLAUSE, FW_S_short_clause, span);
    fw_fire_if(e, e->index > 0 && clause[-1].sentence == clause->sentence, FW_S_same_sentence, span);
}
