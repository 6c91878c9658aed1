/* voice.c: passives, agentless events and impersonal constructions. */
#include <failwise/categories.h>

#include "text/voice.h"

#include "text/clauses.h"

#include <string.h>

enum { ADVERBS_BETWEEN = 3 };

static inline bool text_is(const fw_workspace *ws, uint32_t index, const char *text) {
    return fw_word_is(fw_word_at(ws, index), text);
}

static bool add_finding(fw_workspace *ws, uint32_t clause, uint32_t first, uint32_t last,
                        fw_finding_kind kind, const char *rule) {
    const fw_finding finding = {
        .span = {ws->tokens.items[first].start, ws->tokens.items[last].end},
        .rule = rule,
        .clause = (uint16_t)clause,
        .kind = (uint8_t)kind,
    };
    return fw_push(&ws->findings, finding);
}

static bool is_participle(const fw_workspace *ws, uint32_t index) {
    if (fw_token_is(ws, index, FW_CAT_verb_participle)) return true;
    return (fw_word_at(ws, index)->endings & FW_ENDS_ED) != 0;
}

/* Nouns that "by" does not make agents: "by the end of May", "by the way", "by a wide margin". */
static bool is_no_agent(const fw_workspace *ws, uint32_t index) {
    static const char *const NOUNS[] = {"time",    "end",      "way",    "day", "week",   "month", "year",
                                        "quarter", "deadline", "margin", "lot", "factor", "half"};
    for (size_t i = 0; i < sizeof NOUNS / sizeof NOUNS[0]; i++) {
        if (text_is(ws, index, NOUNS[i])) return true;
    }
    return false;
}

/* "by the vendor", "by our troops" names an agent: then even a stative participle is a passive. In the first
 * person only people count: "I was convinced by the demo" is a state of mind. */
static bool has_agent(const fw_workspace *ws, uint32_t at, uint32_t end, bool own) {
    if (at + 1 >= end || !text_is(ws, at, "by")) return false;
    const uint32_t noun = at + 1;
    bool things =
        !own && (fw_token_is(ws, noun, FW_CAT_determiner) || fw_token_is(ws, noun, FW_CAT_article) ||
                 (ws->tokens.items[noun].flags & FW_TOKEN_CAPITAL));
    for (uint32_t i = noun; i < end && i <= at + 4 && fw_is_word(&ws->tokens.items[i]); i++) {
        if (ws->tokens.items[i].kind == FW_TOKEN_NUMBER) return false;
        if (fw_token_is(ws, i, FW_CAT_actor_external) || fw_token_is(ws, i, FW_CAT_actor_person) ||
            fw_token_is(ws, i, FW_CAT_actor_team) || fw_token_is(ws, i, FW_CAT_pron_third)) {
            return true;
        }
        things = things && !is_no_agent(ws, i);
    }
    return things;
}

/* A participle that mostly describes a state tells of an event all the same when an agent or a measure stands
 * behind it ("heated to 300 degrees"), or "being" before it. */
static bool tells_event(const fw_workspace *ws, const fw_clause *clause, uint32_t participle, uint32_t end) {
    const uint32_t next = participle + 1;
    const bool own = clause->subject == FW_SUBJECT_I || clause->subject == FW_SUBJECT_WE;
    if (has_agent(ws, next, end, own)) return true;
    if (text_is(ws, participle - 1, "being")) return true;
    return next + 1 < end && text_is(ws, next, "to") && ws->tokens.items[next + 1].kind == FW_TOKEN_NUMBER;
}

/* The participle behind the auxiliary at `aux`, over adverbs and "not"; FW_NO_TOKEN when there is none. */
static uint32_t participle_behind(const fw_workspace *ws, uint32_t aux, uint32_t end) {
    uint32_t i = aux + 1;
    for (int k = 0; k < ADVERBS_BETWEEN && i < end && fw_is_word(&ws->tokens.items[i]); k++, i++) {
        const bool been = text_is(ws, i, "been") || text_is(ws, i, "being");
        if (!been && !fw_is_between(ws, i)) break;
    }
    if (i >= end || !fw_is_word(&ws->tokens.items[i]) || !is_participle(ws, i)) return FW_NO_TOKEN;
    return i;
}

/* Forms that go with a participle without being a passive: "used to", "supposed to", "gone", "become", "done
 * with". */
static bool is_fixed_phrase(const fw_workspace *ws, uint32_t participle, uint32_t end) {
    static const char *const BEFORE_TO[] = {"used", "supposed", "meant", "bound", "inclined"};
    const bool to_follows = participle + 1 < end && text_is(ws, participle + 1, "to");
    for (size_t i = 0; i < sizeof BEFORE_TO / sizeof BEFORE_TO[0]; i++) {
        if (to_follows && text_is(ws, participle, BEFORE_TO[i])) return true;
    }
    if (participle + 1 < end && text_is(ws, participle, "made") && text_is(ws, participle + 1, "of"))
        return true;
    static const char *const NEVER[] = {"gone", "become", "need", "indeed"};
    for (size_t i = 0; i < sizeof NEVER / sizeof NEVER[0]; i++) {
        if (text_is(ws, participle, NEVER[i])) return true;
    }
    return false;
}

static bool is_passive_auxiliary(const fw_workspace *ws, uint32_t index) {
    static_assert(FW_CAT_be < 64 && FW_CAT_get < 64, "both bits are in the first word of fw_word.known");
    if (!(fw_word_at(ws, index)->known[0] & (1ULL << FW_CAT_be | 1ULL << FW_CAT_get))) return false;
    if (fw_token_is(ws, index, FW_CAT_get)) return true;
    const char *mark = strrchr(fw_word_at(ws, index)->text, '\'');
    /* "it's gone up", "he'd checked": 's and 'd may hide has and had, which make no passive; n't does not
     * matter */
    return !mark || strcmp(mark, "'re") == 0 || strcmp(mark, "'m") == 0 || strcmp(mark, "'t") == 0;
}

/* "had been told", "has been": have + been is a be-form; plain "have told" is not seen here at all. */
static bool find_passive(fw_workspace *ws, uint32_t index) {
    fw_clause *clause = &ws->clauses.items[index];
    const uint32_t end = clause->first + clause->count;
    for (uint32_t i = clause->first; i < end; i++) {
        if (!is_passive_auxiliary(ws, i)) continue; /* marks are in no dictionary */
        const uint32_t participle = participle_behind(ws, i, end);
        if (participle == FW_NO_TOKEN || is_fixed_phrase(ws, participle, end)) continue;
        const bool stative = fw_token_is(ws, participle, FW_CAT_stative_participle);
        if (stative && !tells_event(ws, clause, participle, end)) continue;
        clause->flags |= FW_CLAUSE_PASSIVE;
        const char *rule = fw_token_is(ws, i, FW_CAT_get) ? "get_passive" : "be_passive";
        if (!add_finding(ws, index, i, participle, FW_FINDING_PASSIVE, rule)) return false;
        i = participle;
    }
    return true;
}

/* The subject is no person: a thing, "things", "it". */
static bool is_inanimate(const fw_clause *clause) {
    return clause->subject == FW_SUBJECT_THING || clause->subject == FW_SUBJECT_EXPLETIVE;
}

static bool find_agentless(fw_workspace *ws, uint32_t index) {
    fw_clause *clause = &ws->clauses.items[index];
    const fw_parse *parse = &ws->parses.items[index];
    if (!is_inanimate(clause) || parse->verb == FW_NO_TOKEN || (clause->flags & FW_CLAUSE_PASSIVE))
        return true;
    if (clause->tense == FW_TENSE_MODAL || clause->tense == FW_TENSE_FUTURE) return true;
    if (!fw_token_is(ws, parse->verb, FW_CAT_unaccusative_verb)) return true;
    if (text_is(ws, parse->subject, "what")) return true; /* "What happened:" asks, or is a heading */
    if (fw_is_relief(ws, index)) return true;
    clause->flags |= FW_CLAUSE_AGENTLESS;
    return add_finding(ws, index, parse->subject, parse->verb, FW_FINDING_AGENTLESS, "unaccusative");
}

/* Dictionary constructions: "things got tense", "it was decided". A person as subject of "got worse" is no
 * event. */
static bool find_constructions(fw_workspace *ws, uint32_t index) {
    fw_clause *clause = &ws->clauses.items[index];
    if (!fw_clause_has(ws, index, FW_CAT_impersonal) && !fw_clause_has(ws, index, FW_CAT_inchoative_got))
        return true;
    for (uint32_t h = ws->first_hit.items[index]; h < ws->first_hit.items[index + 1]; h++) {
        const fw_hit *hit = &ws->hits.items[h];
        const uint32_t last = hit->first + hit->count - 1;
        if (hit->cat == FW_CAT_impersonal) {
            clause->flags |= FW_CLAUSE_IMPERSONAL;
            if (!add_finding(ws, index, hit->first, last, FW_FINDING_IMPERSONAL, "impersonal")) return false;
        } else if (hit->cat == FW_CAT_inchoative_got && is_inanimate(clause) &&
                   !(clause->flags & FW_CLAUSE_AGENTLESS)) {
            clause->flags |= FW_CLAUSE_AGENTLESS;
            if (!add_finding(ws, index, hit->first, last, FW_FINDING_AGENTLESS, "inchoative")) return false;
        }
    }
    return true;
}

fw_code fw_find_voice(fw_workspace *ws, fw_error *err) {
    for (uint32_t i = 0; i < ws->clauses.count; i++) {
        if (!find_passive(ws, i) || !find_agentless(ws, i)) return fw_fail_nomem(err);
    }
    for (uint32_t i = 0; i < ws->clauses.count; i++) {
        if (!find_constructions(ws, i)) return fw_fail_nomem(err);
    }
    return FW_OK;
}

bool fw_is_acted_on(const fw_workspace *ws, uint32_t index) {
    const fw_parse *parse = &ws->parses.items[index];
    if (!(ws->clauses.items[index].flags & FW_CLAUSE_PASSIVE) || parse->verb == FW_NO_TOKEN) return false;
    if (!is_participle(ws, parse->verb)) return false;
    for (uint32_t i = parse->finite; i < parse->verb; i++) {
        if (fw_is_word(&ws->tokens.items[i]) && is_passive_auxiliary(ws, i)) return true;
    }
    return false;
}
