/* quotes.c: finding the piece of an answer that an exercise speaks about. */
#include <failwise/coach.h>

#include "base/str.h"

#include <ctype.h>
#include <string.h>

#define NOTHING ((fw_span){0, 0})

static fw_span clause_span(const fw_analysis *a, const fw_clause *c) {
    if (c->count == 0) return NOTHING;
    return fw_span_of(a->tokens, c->first, c->count);
}

static bool is_empty(fw_span span) { return span.end <= span.start; }

enum { LEAST_MARGIN = 8, PLAIN_WORDS = 4 };

/* The clause that is most clearly of `part`. A label that was a close call is not worth quoting, unless
 * nothing better is there and the failure is asked for: it is told somewhere. */
static const fw_clause *best_clause(const fw_analysis *a, fw_part part) {
    const fw_clause *best = NULL;
    for (uint32_t i = 0; i < a->clause_count; i++) {
        const fw_clause *c = &a->clauses[i];
        if (c->part != part || c->words < 2 || (c->margin < LEAST_MARGIN && part != FW_PART_FAIL)) continue;
        const bool plain = c->words >= PLAIN_WORDS, was_plain = best && best->words >= PLAIN_WORDS;
        if (!best || plain > was_plain || (plain == was_plain && c->margin > best->margin)) best = c;
    }
    return best;
}

static fw_span best_of(const fw_analysis *a, fw_part part) {
    const fw_clause *c = best_clause(a, part);
    return c ? clause_span(a, c) : NOTHING;
}

static bool is_in(uint32_t parts, uint8_t part) { return parts >> part & 1u; }

enum {
    FIRST_WORDS = 5, /* a beginning that says something; "Limited data." does not */
    TOLD = 1u << FW_PART_FAIL | 1u << FW_PART_DIAG | 1u << FW_PART_ACT,
    ANYWHERE = (1u << FW_PART_COUNT) - 1
};

/* The first word or phrase of a category; `whole`: from there to the end of its clause. */
static fw_span first_hit(const fw_analysis *a, fw_cat cat, uint32_t parts, bool whole) {
    for (uint32_t i = 0; i < a->hit_count; i++) {
        const fw_hit *hit = &a->hits[i];
        const fw_clause *c = &a->clauses[hit->clause];
        if (hit->cat != cat || hit->negated || !is_in(parts, c->part)) continue;
        const uint32_t last = whole ? c->first + c->count - 1 : hit->first + hit->count - 1;
        return (fw_span){a->tokens[hit->first].start, a->tokens[last].end};
    }
    return NOTHING;
}

static const fw_finding *first_finding(const fw_analysis *a, fw_finding_kind kind, uint32_t parts) {
    for (uint32_t i = 0; i < a->finding_count; i++) {
        const fw_finding *f = &a->findings[i];
        if (f->kind == kind && is_in(parts, a->clauses[f->clause].part)) return f;
    }
    return NULL;
}

/* The longest clause told of the past with that subject, in the parts given. */
static fw_span told_by(const fw_analysis *a, fw_subject subject, uint32_t parts) {
    const fw_clause *best = NULL;
    for (uint32_t i = 0; i < a->clause_count; i++) {
        const fw_clause *c = &a->clauses[i];
        if (c->subject != subject || c->tense != FW_TENSE_PAST || !is_in(parts, c->part)) continue;
        if (!(c->flags & FW_CLAUSE_QUOTED) && (!best || c->words > best->words)) best = c;
    }
    return best ? clause_span(a, best) : NOTHING;
}

/* Somebody else's doing: where it is told as failure or cause, else beside the story. */
static fw_span find_blame(const fw_analysis *a) {
    const fw_span blame = told_by(a, FW_SUBJECT_OTHER, 1u << FW_PART_FAIL | 1u << FW_PART_DIAG);
    return is_empty(blame) ? told_by(a, FW_SUBJECT_OTHER, 1u << FW_PART_OTHER) : blame;
}

static fw_span quantity_of(const fw_analysis *a, fw_role role) {
    for (uint32_t i = 0; i < a->quantity_count; i++) {
        if (a->quantities[i].role == role) return a->quantities[i].span;
    }
    return NOTHING;
}

static bool is_determiner(fw_str word) {
    static const char *const WORDS[] = {"the", "a",   "an",  "our",  "my",  "their",
                                        "his", "her", "its", "this", "that"};
    for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++) {
        if (fw_str_equal_nocase(word, fw_str_of(WORDS[i]))) return true;
    }
    return false;
}

static fw_span with_determiner(const fw_analysis *a, fw_span span, uint32_t clause) {
    const fw_clause *c = &a->clauses[clause];
    for (uint32_t i = c->first + 1; i < c->first + c->count && a->tokens[i].start <= span.start; i++) {
        const fw_token *before = &a->tokens[i - 1];
        const fw_str word = {a->text.ptr + before->start, before->end - before->start};
        if (a->tokens[i].start == span.start && is_determiner(word))
            return (fw_span){before->start, span.end};
    }
    return span;
}

fw_span fw_quote_event(const fw_analysis *a, const fw_finding *f) {
    const fw_span event = with_determiner(a, f->span, f->clause);
    if (strcmp(f->rule, "inchoative") != 0) return event;
    return fw_quote_trim(a, (fw_span){event.start, clause_span(a, &a->clauses[f->clause]).end});
}

static fw_span find_fail_event(const fw_analysis *a) {
    const fw_finding *f = first_finding(a, FW_FINDING_AGENTLESS, 1u << FW_PART_FAIL);
    return f ? fw_quote_event(a, f) : NOTHING;
}

static fw_span find_fail_verb(const fw_analysis *a) {
    const fw_span event = find_fail_event(a);
    for (uint32_t i = 0; i < a->token_count; i++) {
        if (a->tokens[i].end == event.end) return (fw_span){a->tokens[i].start, a->tokens[i].end};
    }
    return NOTHING;
}

/* The first of a kind that tells what happened: neither a rule in use nor a wish. */
static const fw_finding *first_past(const fw_analysis *a, fw_finding_kind kind) {
    for (uint32_t i = 0; i < a->finding_count; i++) {
        const fw_finding *f = &a->findings[i];
        const fw_clause *c = &a->clauses[f->clause];
        const bool there_is = strncasecmp(a->text.ptr + f->span.start, "there", 5) == 0; /* hides no deed */
        if (f->kind == kind && is_in(TOLD, c->part) && c->tense == FW_TENSE_PAST &&
            c->subject != FW_SUBJECT_I && !there_is)
            return f;
    }
    return NULL;
}

/* From the start of the clause: "the date was moved" rather than "was moved"; an impersonal phrase says it
 * only with what follows ("it was decided to wait"). */
static fw_span find_nobody(const fw_analysis *a) {
    static const fw_finding_kind KINDS[] = {FW_FINDING_PASSIVE, FW_FINDING_IMPERSONAL, FW_FINDING_AGENTLESS};
    for (size_t k = 0; k < sizeof KINDS / sizeof KINDS[0]; k++) {
        const fw_finding *f = first_past(a, KINDS[k]);
        if (!f) continue;
        const fw_clause *c = &a->clauses[f->clause];
        const uint32_t end = KINDS[k] == FW_FINDING_IMPERSONAL ? clause_span(a, c).end : f->span.end;
        return (fw_span){a->tokens[c->first].start, end};
    }
    return NOTHING;
}

static fw_span find_decision(const fw_analysis *a) {
    const fw_finding *f = first_finding(a, FW_FINDING_DECISION, 1u << FW_PART_DIAG);
    if (!f) f = first_finding(a, FW_FINDING_DECISION, ANYWHERE);
    return f ? (fw_span){f->span.start, clause_span(a, &a->clauses[f->clause]).end} : NOTHING;
}

/* With its subject: "I had assumed that it was tested". */
static fw_span find_assumption(const fw_analysis *a) {
    for (uint32_t i = 0; i < a->hit_count; i++) {
        const fw_hit *hit = &a->hits[i];
        const fw_clause *c = &a->clauses[hit->clause];
        if (hit->cat == FW_CAT_assumption && !hit->negated && c->subject == FW_SUBJECT_I &&
            is_in(TOLD | 1u << FW_PART_CONTEXT, c->part) && c->words > 3)
            return clause_span(a, c);
    }
    return NOTHING;
}

static fw_span find_lesson(const fw_analysis *a) {
    const fw_span lesson = best_of(a, FW_PART_LEARN);
    return is_empty(lesson) ? first_hit(a, FW_CAT_learn_explicit, ANYWHERE, true) : lesson;
}

static fw_span find_first(const fw_analysis *a) {
    for (uint32_t least = FIRST_WORDS; least > 2; least = 3 < least ? 3 : 0) {
        for (uint32_t i = 0; i < a->clause_count; i++) {
            if (a->clauses[i].words >= least) return clause_span(a, &a->clauses[i]);
        }
    }
    return NOTHING;
}

static fw_span find_scene(const fw_analysis *a) {
    const fw_clause *best = NULL;
    for (uint32_t i = 0; i < a->clause_count; i++) {
        const fw_clause *c = &a->clauses[i];
        if (c->star == FW_STAR_S && c->part != FW_PART_FAIL && (!best || c->words > best->words)) best = c;
    }
    return best ? clause_span(a, best) : NOTHING;
}

static fw_span find_raw(const fw_analysis *a, fw_quote quote) {
    switch (quote) {
    case FW_QUOTE_FAIL:
        return best_of(a, FW_PART_FAIL);
    case FW_QUOTE_FAIL_EVENT:
        return find_fail_event(a);
    case FW_QUOTE_FAIL_VERB:
        return find_fail_verb(a);
    case FW_QUOTE_NOBODY:
        return find_nobody(a);
    case FW_QUOTE_WE:
        return told_by(a, FW_SUBJECT_WE, TOLD);
    case FW_QUOTE_BLAME:
        return find_blame(a);
    case FW_QUOTE_EXCUSE: {
        const fw_span excuse = first_hit(a, FW_CAT_justification, ANYWHERE, false);
        return is_empty(excuse) ? first_hit(a, FW_CAT_bad_luck, ANYWHERE, false) : excuse;
    }
    case FW_QUOTE_VAGUE:
        return first_hit(a, FW_CAT_vague_outcome, 1u << FW_PART_FAIL, false);
    case FW_QUOTE_COST:
        return quantity_of(a, FW_ROLE_FAILURE_OUTCOME);
    case FW_QUOTE_DECISION:
        return find_decision(a);
    case FW_QUOTE_ASSUMPTION:
        return find_assumption(a);
    case FW_QUOTE_ACTION:
        return best_of(a, FW_PART_ACT);
    case FW_QUOTE_LESSON:
        return find_lesson(a);
    case FW_QUOTE_PLATITUDE:
        return first_hit(a, FW_CAT_learn_platitude, ANYWHERE, true);
    case FW_QUOTE_PRACTICE:
        return best_of(a, FW_PART_IMPR);
    case FW_QUOTE_GAIN:
        return quantity_of(a, FW_ROLE_IMPROVEMENT_OUTCOME);
    case FW_QUOTE_INTENT:
        return first_hit(a, FW_CAT_intent, ANYWHERE, true);
    case FW_QUOTE_FAKE:
        return first_hit(a, FW_CAT_fake_strength, ANYWHERE, true);
    case FW_QUOTE_REFUSAL:
        return first_hit(a, FW_CAT_refusal, ANYWHERE, false);
    case FW_QUOTE_FIRST:
        return find_first(a);
    case FW_QUOTE_SCENE:
        return find_scene(a);
    case FW_QUOTE_CLOSING:
        return best_of(a, FW_PART_CLOSE);
    default:
        return NOTHING;
    }
}

/* ---- trimming and showing ---- */

static bool is_inner(char c) { return isalnum((unsigned char)c) || (unsigned char)c >= 0x80; }

/* Length of a word of `words` at the start of the piece, with what follows it; 0 when none stands there. */
static uint32_t leading(const char *at, size_t len) {
    static const char *const WORDS[] = {"and",  "but",  "so", "or", "then",      "because", "well",
                                        "okay", "yeah", "um", "uh", "basically", "yes"};
    for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++) {
        const size_t n = strlen(WORDS[i]);
        if (len > n && strncasecmp(at, WORDS[i], n) == 0 && (at[n] == ' ' || at[n] == ',' || at[n] == '\n'))
            return (uint32_t)n;
    }
    return 0;
}

/* A curly quotation mark in UTF-8. */
static bool is_curly(const char *at) { return memcmp(at, "\xe2\x80", 2) == 0 && (at[2] & '\xf8') == '\x98'; }

fw_span fw_quote_trim(const fw_analysis *a, fw_span span) {
    const char *text = a->text.ptr;
    while (span.end - span.start > 3 && is_curly(text + span.start)) span.start += 3;
    while (span.end - span.start > 3 && is_curly(text + span.end - 3)) span.end -= 3;
    for (bool more = true; more && !is_empty(span);) {
        while (!is_empty(span) && !is_inner(text[span.start]) && !strchr("$#+-(", text[span.start]))
            span.start++;
        const uint32_t skip = leading(text + span.start, span.end - span.start);
        more = skip > 0;
        span.start += skip;
    }
    while (!is_empty(span) && !is_inner(text[span.end - 1]) && !strchr("%)+", text[span.end - 1])) span.end--;
    return span;
}

fw_span fw_quote_find(const fw_analysis *a, fw_quote quote) {
    const fw_span span = find_raw(a, quote);
    return is_empty(span) ? NOTHING : fw_quote_trim(a, span);
}

/* Where to cut `text` so that at most `most` bytes and whole words remain. */
static size_t cut_at(const char *text, size_t len, size_t most) {
    if (len <= most) return len;
    size_t end = most;
    while (end > most / 2 && !isspace((unsigned char)text[end])) end--;
    if (end <= most / 2) end = fw_utf8_valid_prefix(text, most);
    while (end > 0 && !is_inner(text[end - 1])) end--;
    return end;
}

void fw_quote_text(const fw_analysis *a, fw_span span, size_t most, char *out, size_t size) {
    static const char MORE[] = " ..";
    const char *text = a->text.ptr + span.start;
    const size_t len = span.end > span.start ? span.end - span.start : 0;
    const size_t room = size > sizeof MORE ? size - sizeof MORE : 0;
    const size_t end = cut_at(text, len, most < room ? most : room);
    size_t at = 0;
    for (size_t i = 0; i < end; i++) {
        const size_t unseen = fw_str_unseen(text + i, end - i);
        if (unseen) {
            i += unseen - 1;
            continue;
        }
        const bool blank = isspace((unsigned char)text[i]) || iscntrl((unsigned char)text[i]);
        if (blank && at && out[at - 1] == ' ') continue;
        out[at++] = blank ? ' ' : text[i] == '"' ? '\'' : text[i];
    }
    if (end < len) {
        memcpy(out + at, MORE, sizeof MORE - 1);
        at += sizeof MORE - 1;
    }
    out[at] = '\0';
}
