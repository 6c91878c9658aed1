/* audit_json.c: one analysed answer as the documented JSON object: every hit with its bytes. */
#include <failwise/features.h>
#include <failwise/tripwire.h>

#include <jansson.h>
#include <math.h>
#include <string.h>

/* Reals as short as a reader needs; the same on every machine. */
static json_t *number(double value) {
    if (!isfinite(value)) return json_null();
    const double rounded = round(value * 1e6) / 1e6;
    return json_real(rounded == 0 ? 0.0 : rounded);
}

static json_t *span_object(fw_span span) {
    return json_pack("{s:I, s:I}", "start", (json_int_t)span.start, "end", (json_int_t)span.end);
}

static fw_span clause_span(const fw_analysis *a, const fw_clause *c) {
    return fw_span_of(a->tokens, c->first, c->count);
}

static json_t *cues_of(const fw_analysis *a, const fw_clause *c) {
    json_t *list = json_array();
    for (uint32_t i = c->first_cue; i < c->first_cue + c->cue_count; i++) {
        const fw_cue *cue = &a->cues[i];
        json_array_append_new(list, json_pack("{s:s, s:I, s:I, s:i}", "id", cue->id, "start",
                                              (json_int_t)cue->span.start, "end", (json_int_t)cue->span.end,
                                              "weight", cue->weight));
    }
    return list;
}

static json_t *clause_object(const fw_analysis *a, const fw_clause *c) {
    json_t *object = span_object(clause_span(a, c));
    json_object_set_new(object, "part", json_string(fw_part_name((fw_part)c->part)));
    json_object_set_new(object, "runner_up", json_string(fw_part_name((fw_part)c->runner_up)));
    json_object_set_new(object, "margin", json_integer(c->margin));
    json_object_set_new(object, "star", json_string(fw_star_name((fw_star)c->star)));
    json_object_set_new(object, "cues", cues_of(a, c));
    return object;
}

/* Names of the labels (bits) that stand in a sentence, in label order. */
static json_t *names_of(unsigned bits, bool star) {
    json_t *list = json_array();
    for (int i = 0; bits >> i; i++) {
        if (!(bits >> i & 1)) continue;
        json_array_append_new(list, json_string(star ? fw_star_name((fw_star)i) : fw_part_name((fw_part)i)));
    }
    return list;
}

static json_t *sentence_object(const fw_analysis *a, const fw_sentence *s) {
    const fw_span span = fw_span_of(a->tokens, s->first, s->count);
    json_t *object = span_object(span);
    json_t *clauses = json_array();
    unsigned parts = 0, stars = 0;
    for (uint32_t c = s->first_clause; c < s->first_clause + s->clause_count; c++) {
        parts |= 1u << a->clauses[c].part;
        stars |= 1u << a->clauses[c].star;
        json_array_append_new(clauses, clause_object(a, &a->clauses[c]));
    }
    json_object_set_new(object, "parts", names_of(parts, false));
    json_object_set_new(object, "star", names_of(stars, true));
    json_object_set_new(object, "clauses", clauses);
    return object;
}

static json_t *sentences(const fw_analysis *a) {
    json_t *list = json_array();
    for (uint32_t i = 0; i < a->sentence_count; i++)
        json_array_append_new(list, sentence_object(a, &a->sentences[i]));
    return list;
}

static json_t *quantities(const fw_analysis *a) {
    json_t *list = json_array();
    for (uint32_t i = 0; i < a->quantity_count; i++) {
        const fw_quantity *q = &a->quantities[i];
        json_t *object = span_object(q->span);
        json_object_set_new(object, "text",
                            json_stringn(a->text.ptr + q->span.start, q->span.end - q->span.start));
        json_object_set_new(object, "value", number(q->value));
        if (isfinite(q->from)) json_object_set_new(object, "from", number(q->from));
        json_object_set_new(object, "unit", json_string(q->unit));
        json_object_set_new(object, "kind", json_string(fw_kind_name((fw_quantity_kind)q->kind)));
        json_object_set_new(object, "role", json_string(fw_role_name((fw_role)q->role)));
        json_object_set_new(object, "direction", json_integer(q->direction));
        json_object_set_new(object, "bound", json_integer(q->bound));
        json_array_append_new(list, object);
    }
    return list;
}

static json_t *findings(const fw_analysis *a, fw_finding_kind kind) {
    json_t *list = json_array();
    for (uint32_t i = 0; i < a->finding_count; i++) {
        if (a->findings[i].kind != kind) continue;
        json_t *object = span_object(a->findings[i].span);
        json_object_set_new(object, "rule", json_string(a->findings[i].rule));
        json_array_append_new(list, object);
    }
    return list;
}

static json_t *arc_object(const fw_analysis *a) {
    json_t *object = json_object();
    for (int p = 0; p < FW_ARC_PARTS; p++) {
        json_object_set_new(object, fw_part_name((fw_part)(FW_PART_FAIL + p)), number(a->arc[p]));
    }
    return object;
}

static json_t *weakest_list(const fw_analysis *a) {
    json_t *list = json_array();
    for (int p = 0; p < FW_ARC_PARTS; p++) {
        if (a->weakest >> p & 1)
            json_array_append_new(list, json_string(fw_part_name((fw_part)(FW_PART_FAIL + p))));
    }
    return list;
}

static json_t *trap_list(const fw_analysis *a) {
    json_t *list = json_array();
    for (size_t t = 0; t < FW_TRAP_COUNT; t++) {
        if (a->traps >> t & 1) json_array_append_new(list, json_string(fw_trap_name(t)));
    }
    return list;
}

/* Dictionary hits of the three story types over all parts. */
static json_t *story_object(const fw_analysis *a) {
    static const struct {
        const char *name;
        fw_cat cat;
    } STORIES[] = {{"technical", FW_CAT_story_technical},
                   {"stakeholder", FW_CAT_story_stakeholder},
                   {"judgement", FW_CAT_story_judgement}};
    json_t *object = json_object();
    for (size_t s = 0; s < sizeof STORIES / sizeof STORIES[0]; s++) {
        json_object_set_new(object, STORIES[s].name, json_integer(fw_hits_of(a->tally, STORIES[s].cat)));
    }
    return object;
}

static json_t *star_object(const fw_analysis *a) {
    json_t *object = json_object();
    for (int s = 0; s < FW_STAR_COUNT; s++) {
        const double share = a->word_count ? (double)a->star_words[s] / a->word_count : 0;
        json_object_set_new(object, fw_star_name((fw_star)s), number(share));
    }
    return object;
}

static json_t *feature_object(const fw_analysis *a) {
    json_t *object = json_object();
    for (size_t i = 0; i < fw_feature_count(); i++) {
        const fw_feature *f = fw_feature_at(i);
        json_object_set_new(object, f->name, number(f->compute(a)));
    }
    return object;
}

/* What the user's own dictionaries found: hits of terms that did not come with the program. NULL without any
 * such terms. */
static json_t *own_terms(const fw_analysis *a) {
    const uint32_t terms = fw_lexicon_term_count(a->lexicon);
    if (terms == 0 || fw_lexicon_term_builtin(a->lexicon, terms - 1)) return NULL;
    json_t *list = json_array();
    for (uint32_t i = 0; i < a->hit_count; i++) {
        const fw_hit *hit = &a->hits[i];
        if (fw_lexicon_term_builtin(a->lexicon, hit->term)) continue;
        json_t *object = span_object(fw_span_of(a->tokens, hit->first, hit->count));
        json_object_set_new(object, "category",
                            json_string(fw_lexicon_category(a->lexicon, hit->category)->name));
        json_object_set_new(object, "term", json_string(fw_lexicon_term(a->lexicon, hit->term)));
        json_object_set_new(object, "negated", json_boolean(hit->negated));
        json_array_append_new(list, object);
    }
    return list;
}

/* Types and bytes of personal data; what stands there is in the text. */
/* What of the text is no part of the answer. */
static json_t *unread(const fw_analysis *a) {
    json_t *list = json_array();
    for (uint32_t i = 0; i < a->unread_count; i++) {
        const fw_unread *u = &a->unread[i];
        json_t *object = span_object(u->span);
        json_object_set_new(object, "kind", json_string(fw_unread_name((fw_unread_kind)u->kind)));
        json_array_append_new(list, object);
    }
    return list;
}

static json_t *personal(const fw_analysis *a) {
    enum { MOST = 256 };
    fw_pii_hit hits[MOST];
    const size_t found = fw_tripwire_scan(a->text, hits, MOST);
    json_t *list = json_array();
    for (size_t i = 0; i < found && i < MOST; i++) {
        json_t *object = span_object((fw_span){hits[i].start, hits[i].end});
        json_object_set_new(object, "type", json_string(fw_pii_type_name(hits[i].type)));
        json_array_append_new(list, object);
    }
    return list;
}

fw_code fw_check_explained(fw_str text, fw_str answer_id, fw_error *err) {
    if (text.len <= FW_EXPLAINED_MOST) return FW_OK;
    return fw_fail(err, FW_DATA, "the answer '%.*s' has %zu bytes; at most %d are explained",
                   (int)(answer_id.len < 60 ? answer_id.len : 60), answer_id.ptr, text.len,
                   FW_EXPLAINED_MOST);
}

json_t *fw_analysis_json(const fw_analysis *a, fw_str answer_id) {
    json_t *object = json_object();
    json_object_set_new(object, "answer_id", json_stringn(answer_id.ptr ? answer_id.ptr : "", answer_id.len));
    json_object_set_new(object, "words", json_integer(a->word_count));
    json_object_set_new(object, "sentences", sentences(a));
    json_object_set_new(object, "arc", arc_object(a));
    json_object_set_new(object, "weakest", weakest_list(a));
    json_object_set_new(object, "quantities", quantities(a));
    json_object_set_new(object, "passive", findings(a, FW_FINDING_PASSIVE));
    json_object_set_new(object, "agentless", findings(a, FW_FINDING_AGENTLESS));
    json_object_set_new(object, "impersonal", findings(a, FW_FINDING_IMPERSONAL));
    json_object_set_new(object, "ownership_decision", findings(a, FW_FINDING_DECISION));
    json_object_set_new(object, "learning", findings(a, FW_FINDING_LEARNING));
    json_object_set_new(object, "change", findings(a, FW_FINDING_CHANGE));
    json_object_set_new(object, "traps", trap_list(a));
    json_object_set_new(object, "story", story_object(a));
    json_object_set_new(object, "closing", findings(a, FW_FINDING_CLOSING));
    json_object_set_new(object, "pii", personal(a));
    json_object_set_new(object, "unread", unread(a));
    json_t *own = own_terms(a);
    if (own) json_object_set_new(object, "lexicon", own);
    json_object_set_new(
        object, "seconds",
        json_pack("{s:o, s:b}", "value", number(a->seconds), "estimated", a->seconds_estimated));
    json_object_set_new(object, "star", star_object(a));
    json_object_set_new(object, "features", feature_object(a));
    return object;
}
