/* voice.c: passives, agentless events and impersonal constructions. */
#include <failwise/categories.h>

#include "text/voice.h"

#include "text/clauses.h"
#include "text/word_lists.h"

#include <string.h>

enum { ADVERBS_BETWEEN = 3 };

static inline bool text_is(const fw_workspace *ws, uint32_t index, const char *text) {
    return fw_word_is(fw_word_at(ws, index), text);
}

static bool add_finding(fw_workspace *ws, uint32_t clause, uint32_t first, uint32_t last,
                        fw_finding_kind kind, const char *rule) {
    if (ws->no_findings) return true;
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
        things = things && !fw_token_in(ws, i, FW_LIST_NO_AGENT);
    }
    return things;
}

/* "I was lost" is a state of the speaker; "the file was lost" happened to it. What a thing only is once
 * somebody has done it ("finished") tells of the event behind a bare "be": "it would be finished on Friday".
 */
static bool is_result(const fw_workspace *ws, uint32_t participle) {
    return fw_token_in(ws, participle, FW_LIST_DONE_TO_THINGS) ||
           (text_is(ws, participle - 1, "be") && fw_token_in(ws, participle, FW_LIST_DONE_ONCE));
}

/* A participle that mostly describes a state tells of an event all the same when an agent or a measure stands
 * behind it ("heated to 300 degrees"), or "being" before it. */
static bool tells_event(const fw_workspace *ws, const fw_clause *clause, uint32_t participle, uint32_t end) {
    const uint32_t next = participle + 1;
    const bool own = clause->subject == FW_SUBJECT_I || clause->subject == FW_SUBJECT_WE;
    if (has_agent(ws, next, end, own)) return true;
    if (text_is(ws, participle - 1, "being")) return true;
    if (!own && is_result(ws, participle)) return true;
    return next + 1 < end && text_is(ws, next, "to") && ws->tokens.items[next + 1].kind == FW_TOKEN_NUMBER;
}

/* "re-cut", "over-promised": the token behind the prefix and its hyphen; `i` itself without them. */
static uint32_t behind_prefix(const fw_workspace *ws, uint32_t i, uint32_t end) {
    if (i + 2 >= end || !fw_token_is_char(ws, i + 1, '-') || !fw_token_in(ws, i, FW_LIST_PREFIX)) return i;
    return i + 2;
}

/* In a question the subject stands behind the auxiliary: "was it tested?", "nor was I told". */
static bool is_turned_round(const fw_workspace *ws, const fw_clause *clause, uint32_t aux) {
    if (!fw_token_has(ws, aux + 1, FW_SUBJECT_PRONOUN)) return false;
    return aux == clause->first || fw_token_in(ws, aux - 1, FW_LIST_TURNS_ROUND);
}

/* The participle behind the auxiliary at `aux`, over adverbs and "not"; FW_NO_TOKEN when there is none. */
static uint32_t participle_behind(const fw_workspace *ws, const fw_clause *clause, uint32_t aux) {
    const uint32_t end = clause->first + clause->count;
    uint32_t i = aux + 1;
    if (i < end && is_turned_round(ws, clause, aux)) i++;
    for (int k = 0; k < ADVERBS_BETWEEN && i < end && fw_is_word(&ws->tokens.items[i]); k++, i++) {
        const bool been = text_is(ws, i, "been") || text_is(ws, i, "being");
        if (!been && !fw_is_between(ws, i)) break;
    }
    i = behind_prefix(ws, i, end);
    if (i >= end || !fw_is_word(&ws->tokens.items[i]) || !is_participle(ws, i)) return FW_NO_TOKEN;
    return i;
}

/* Forms that go with a participle without being a passive: "used to", "supposed to", "gone", "become", "done
 * with". */
static bool is_fixed_phrase(const fw_workspace *ws, uint32_t aux, uint32_t participle, uint32_t end) {
    const bool more = participle + 1 < end;
    if (more && text_is(ws, participle + 1, "to") && fw_token_in(ws, participle, FW_LIST_BEFORE_TO))
        return true;
    if (more && text_is(ws, participle, "made") && text_is(ws, participle + 1, "of")) return true;
    if (more && fw_token_in(ws, participle, FW_LIST_SHUT) &&
        fw_token_in(ws, participle + 1, FW_LIST_HOW_LONG) &&
        !(participle + 2 < end && text_is(ws, participle + 2, "not")))
        return true;
    if (more && text_is(ws, participle, "headed") && fw_token_is(ws, participle + 1, FW_CAT_preposition))
        return true; /* for trouble, in the wrong direction */
    if (fw_token_is(ws, aux, FW_CAT_get) && fw_token_in(ws, participle, FW_LIST_GET_GOING)) return true;
    /* "there were dotted lines": the participle belongs to the noun */
    if (aux > 0 && participle == aux + 1 && more && text_is(ws, aux - 1, "there") &&
        !fw_token_is(ws, participle + 1, FW_CAT_preposition))
        return true;
    /* "left-handed" is an adjective */
    if (participle + 2 < end && fw_token_is_char(ws, participle + 1, '-') &&
        !(ws->tokens.items[participle + 1].flags & FW_TOKEN_SPACE_BEFORE))
        return true;
    return fw_token_in(ws, participle, FW_LIST_NEVER_PASSIVE);
}

/* "it's written down", "what's drawn": 's is "is" before a form that only a participle has, unless an object
 * follows ("it's taken two weeks"), which makes it "has". */
static bool is_contracted_is(const fw_workspace *ws, uint32_t index, uint32_t end) {
    const uint32_t next = index + 1;
    const fw_word *word = fw_word_at(ws, index);
    if (!(word->endings & FW_HAS_APOSTROPHE) || next >= end || !fw_word_known(word, FW_CAT_be)) return false;
    const char *mark = strrchr(word->text, '\'');
    if (!mark || strcmp(mark, "'s") != 0) return false;
    if (text_is(ws, index, "he's") || text_is(ws, index, "she's")) return false;
    if (!fw_token_is(ws, next, FW_CAT_verb_participle) || fw_token_is(ws, next, FW_CAT_verb_past) ||
        fw_token_is(ws, next, FW_CAT_unaccusative_verb) || fw_token_has(ws, next, FW_AUXILIARY))
        return false;
    if (next + 1 >= end || !fw_is_word(&ws->tokens.items[next + 1])) return true;
    return fw_token_is(ws, next + 1, FW_CAT_preposition) || fw_token_is(ws, next + 1, FW_CAT_adverb) ||
           fw_token_is(ws, next + 1, FW_CAT_subordinator) || fw_token_is(ws, next + 1, FW_CAT_coordinator);
}

/* Forms of "be", contracted or not, and of "get". */
static bool is_passive_auxiliary(const fw_workspace *ws, uint32_t index) {
    if (!(fw_word_at(ws, index)->says & FW_SAYS_BE_OR_GET)) return false;
    if (fw_token_is(ws, index, FW_CAT_get)) return true;
    if (!(fw_word_at(ws, index)->endings & FW_HAS_APOSTROPHE)) return true;
    const char *mark = strrchr(fw_word_at(ws, index)->text, '\'');
    /* "it's gone up", "he'd checked": 's and 'd may hide has and had, which make no passive; n't does not
     * matter */
    return !mark || strcmp(mark, "'re") == 0 || strcmp(mark, "'m") == 0 || strcmp(mark, "'t") == 0;
}

/* The passive whose auxiliary stands at `aux`: its participle, FW_NO_TOKEN when there is none. "had been
 * told", "has been": have + been is a be-form; plain "have told" is not seen here at all. */
static uint32_t passive_at(const fw_workspace *ws, const fw_clause *clause, uint32_t aux) {
    const uint32_t end = clause->first + clause->count;
    if (!is_passive_auxiliary(ws, aux) && !is_contracted_is(ws, aux, end)) return FW_NO_TOKEN;
    const uint32_t participle = participle_behind(ws, clause, aux);
    if (participle == FW_NO_TOKEN || is_fixed_phrase(ws, aux, participle, end)) return FW_NO_TOKEN;
    const bool stative = fw_token_is(ws, participle, FW_CAT_stative_participle);
    return stative && !tells_event(ws, clause, participle, end) ? FW_NO_TOKEN : participle;
}

/* Flags a clause, and sets its bit. */
static void mark(fw_workspace *ws, uint32_t index, fw_clause_bit bit) {
    static_assert(FW_CLAUSE_AGENTLESS == FW_CLAUSE_PASSIVE << (FW_C_AGENTLESS - FW_C_PASSIVE) &&
                      FW_CLAUSE_IMPERSONAL == FW_CLAUSE_PASSIVE << (FW_C_IMPERSONAL - FW_C_PASSIVE),
                  "flags stand in the order of their bits");
    ws->clauses.items[index].flags |= (uint8_t)(FW_CLAUSE_PASSIVE << (bit - FW_C_PASSIVE));
    fw_set_clause(ws->clause_bits.items, bit, index, true);
}

/* Over the forms of "be" and "get" of all clauses in one loop. What is behind a participle begins anew. */
static bool find_passives(fw_workspace *ws) {
    const fw_planes *planes = ws->planes.items;
    uint32_t next = 0;
    for (uint32_t first = 0; first < ws->tokens.count; first += FW_PLANE_TOKENS) {
        for (uint64_t left = planes[first / FW_PLANE_TOKENS].of[FW_PLANE_BE_OR_GET]; left; left &= left - 1) {
            const uint32_t aux = first + (uint32_t)__builtin_ctzll(left);
            if (aux < next) continue;
            const uint32_t index = ws->tokens.items[aux].clause;
            const uint32_t participle = passive_at(ws, &ws->clauses.items[index], aux);
            if (participle == FW_NO_TOKEN) continue;
            mark(ws, index, FW_C_PASSIVE);
            const char *rule = fw_token_is(ws, aux, FW_CAT_get) ? "get_passive" : "be_passive";
            if (!add_finding(ws, index, aux, participle, FW_FINDING_PASSIVE, rule)) return false;
            next = participle + 1;
        }
    }
    return true;
}

/* The subject is no person: a thing, "things", "it". */
static bool is_inanimate(const fw_clause *clause) {
    return (1U << FW_SUBJECT_THING | 1U << FW_SUBJECT_EXPLETIVE) >> clause->subject & 1;
}

/* What works, or does not: "the job did not run" is an event nobody made. */
static bool fails_to_work(const fw_workspace *ws, const fw_clause *clause, uint32_t verb) {
    return (clause->flags & FW_CLAUSE_NEGATED) && fw_token_in(ws, verb, FW_LIST_WORKS);
}

/* Things that move by themselves: "the results went out", "a ticket came in". Good or bad, so that they are
 * told without being weighed. */
static bool moves(const fw_workspace *ws, uint32_t verb, uint32_t end) {
    if (!fw_token_in(ws, verb, FW_LIST_MOVES)) return false;
    if (verb + 1 == end) return true;
    return !(text_is(ws, verb, "came") && text_is(ws, verb + 1, "from")) &&
           !(text_is(ws, verb, "turned") && text_is(ws, verb + 1, "out"));
}

/* "It did not occur to me" is about a thought. */
static bool is_thought(const fw_workspace *ws, uint32_t verb, uint32_t end) {
    return verb + 1 < end && text_is(ws, verb + 1, "to") &&
           strncmp(fw_word_at(ws, verb)->text, "occur", 5) == 0;
}

/* Clauses with a thing as subject that nothing is done to, and with a verb that may need nobody: few of 64.
 */
static inline uint64_t maybe_agentless(const uint64_t *of) {
    const uint64_t thing = of[FW_C_THING] | of[FW_C_EXPLETIVE], ahead = of[FW_C_MODAL] | of[FW_C_FUTURE];
    return thing & of[FW_C_NEEDS_NOBODY] & ~ahead & ~of[FW_C_PASSIVE];
}

/* For a clause that may be one. */
static bool find_agentless(fw_workspace *ws, uint32_t index) {
    const fw_clause *clause = &ws->clauses.items[index];
    const fw_parse *parse = &ws->parses.items[index];
    const uint32_t end = clause->first + clause->count;
    const bool event =
        fw_token_is(ws, parse->verb, FW_CAT_unaccusative_verb) && !(clause->flags & FW_CLAUSE_NEGATED);
    const bool failing = fails_to_work(ws, clause, parse->verb);
    if (!event && !failing && (clause->subject != FW_SUBJECT_THING || !moves(ws, parse->verb, end)))
        return true;
    if (text_is(ws, parse->subject, "what")) return true; /* "What happened:" asks, or is a heading */
    if (fw_is_relief(ws, index) || is_thought(ws, parse->verb, end)) return true;
    if (event || failing) mark(ws, index, FW_C_AGENTLESS);
    return add_finding(ws, index, parse->subject, parse->verb, FW_FINDING_AGENTLESS,
                       event     ? "unaccusative"
                       : failing ? "does_not_work"
                                 : "motion");
}

/* Somebody stands between the clause's subject and the hit: "the reason was that I'd run out of time". */
static bool has_person_before(const fw_workspace *ws, uint32_t index, uint32_t first) {
    const fw_parse *parse = &ws->parses.items[index];
    for (uint32_t i = parse->subject == FW_NO_TOKEN ? first : parse->subject; i < first; i++) {
        if (fw_token_is(ws, i, FW_CAT_pron_i) || fw_token_is(ws, i, FW_CAT_pron_we)) return true;
    }
    return false;
}

/* Dictionary constructions: "things got tense", "it was decided". A person as subject of "got worse" is no
 * event. */
static bool find_constructions(fw_workspace *ws, uint32_t index) {
    const fw_clause *clause = &ws->clauses.items[index];
    for (uint32_t h = ws->first_hit.items[index]; h < ws->first_hit.items[index + 1]; h++) {
        const fw_hit *hit = &ws->hits.items[h];
        const uint32_t last = hit->first + hit->count - 1;
        if (hit->cat == FW_CAT_impersonal) {
            mark(ws, index, FW_C_IMPERSONAL);
            if (!add_finding(ws, index, hit->first, last, FW_FINDING_IMPERSONAL, "impersonal")) return false;
        } else if (hit->cat == FW_CAT_inchoative_got && is_inanimate(clause) &&
                   !(clause->flags & (FW_CLAUSE_AGENTLESS | FW_CLAUSE_PASSIVE)) &&
                   !has_person_before(ws, index, hit->first)) {
            mark(ws, index, FW_C_AGENTLESS);
            if (!add_finding(ws, index, hit->first, last, FW_FINDING_AGENTLESS, "inchoative")) return false;
        }
    }
    return true;
}

fw_code fw_find_voice(fw_workspace *ws, fw_error *err) {
    if (!find_passives(ws)) return fw_fail_nomem(err);
    for (uint32_t first = 0; first < ws->clauses.count; first += FW_CLAUSES_TOGETHER) {
        const fw_clause_bits *bits = &ws->clause_bits.items[first / FW_CLAUSES_TOGETHER];
        const uint64_t agentless = maybe_agentless(bits->of);
        const uint64_t constructions = bits->live[FW_CAT_impersonal] | bits->live[FW_CAT_inchoative_got];
        for (uint64_t left = agentless | constructions; left; left &= left - 1) {
            const uint32_t k = (uint32_t)__builtin_ctzll(left), index = first + k;
            if ((agentless >> k & 1) && !find_agentless(ws, index)) return fw_fail_nomem(err);
            if ((constructions >> k & 1) && !find_constructions(ws, index)) return fw_fail_nomem(err);
        }
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
