/* drafts.c: what changed between two drafts of a story. */
#include <failwise/drafts.h>

#include "score/drafts_find.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Names, and how the finding tells a gain and a loss of each kind; in order of weight. */
static const struct {
    const char *name, *gained, *lost;
} KINDS[FW_CHANGE_KIND_COUNT] = {
    [FW_CHANGE_DECISION] = {"decision", "names the decision", "the named decision"},
    [FW_CHANGE_OWNED] = {"owned", "says 'I' where nobody acted", "an 'I' that became a passive or a 'we'"},
    [FW_CHANGE_PART] = {"part", NULL, NULL}, /* told with the part's title */
    [FW_CHANGE_NUMBER] = {"number", "measures more", "a number"},
    [FW_CHANGE_PRACTICE] = {"practice", "shows a practice", "a practice"},
    [FW_CHANGE_TRAP] = {"trap", "leaves a trap", "a trap avoided before"},
    [FW_CHANGE_CLOSING] = {"closing", "closes with the role", "the closing"},
    [FW_CHANGE_POINTS] = {"points", NULL, NULL},
};

const char *fw_change_name(fw_change_kind kind) { return KINDS[kind].name; }

void fw_drafts_free(fw_drafts *drafts) {
    if (!drafts) return;
    free(drafts->changes);
    free(drafts->pairs);
    free(drafts);
}

/* ---- sentences ---- */

static fw_pieces pieces_of_sentences(const fw_analysis *a) {
    fw_pieces pieces = {a, calloc((size_t)a->sentence_count + 1, sizeof *pieces.list), a->sentence_count};
    for (uint32_t i = 0; i < a->sentence_count && pieces.list; i++)
        pieces.list[i] = (fw_piece){a->sentences[i].first, a->sentences[i].count};
    return pieces;
}

/* The sentence of the first draft that sentence j of the second, or the next one with a partner, belongs to.
 */
static int32_t next_match(const int32_t *match, size_t j, size_t after, int32_t before) {
    while (j < after && match[j] < 0) j++;
    return j < after ? match[j] : before;
}

/* Pairs in the order of the text: what was cut stands before what came in its place. */
static void list_pairs(fw_drafts *out, const int32_t *match, const double *likeness, size_t before,
                       size_t after) {
    int32_t next = 0;
    for (size_t j = 0; j < after; j++) {
        const int32_t stop = next_match(match, j, after, (int32_t)before);
        while (next < stop) out->pairs[out->pair_count++] = (fw_sentence_pair){next++, -1, 0};
        out->pairs[out->pair_count++] = (fw_sentence_pair){match[j], (int32_t)j, likeness[j]};
        if (match[j] >= 0) next = match[j] + 1;
    }
    while (next < (int32_t)before) out->pairs[out->pair_count++] = (fw_sentence_pair){next++, -1, 0};
}

static fw_code pair_sentences(const fw_analysis *b, const fw_analysis *a, fw_drafts *out, fw_error *err) {
    const fw_pieces before = pieces_of_sentences(b), after = pieces_of_sentences(a);
    int32_t *match = calloc((size_t)a->sentence_count + 1, sizeof *match);
    double *likeness = calloc((size_t)a->sentence_count + 1, sizeof *likeness);
    out->pairs = calloc((size_t)a->sentence_count + b->sentence_count + 1, sizeof *out->pairs);
    const bool good = before.list && after.list && match && likeness && out->pairs;
    const fw_code code = good ? fw_pieces_align(&before, &after, match, likeness, err) : fw_fail_nomem(err);
    if (code == FW_OK) list_pairs(out, match, likeness, before.count, after.count);
    free(before.list);
    free(after.list);
    free(match);
    free(likeness);
    return code;
}

/* ---- the finding ---- */

/* Adds a phrase with what goes between it and the one before: nothing, a comma, or "and" before the last. */
static void add_phrase(char *out, size_t size, size_t index, size_t count, const char *phrase) {
    const size_t at = strlen(out);
    snprintf(out + at, size - at, "%s%s", index == 0 ? "" : index + 1 == count ? " and " : ", ", phrase);
}

/* Changes of the same kind and side: they stand together. */
static size_t count_like(const fw_drafts *d, const fw_change *c) {
    size_t count = 0;
    for (size_t i = 0; i < d->change_count; i++)
        count += d->changes[i].kind == c->kind && d->changes[i].better == c->better;
    return count;
}

static void phrase_of(const fw_drafts *d, const fw_change *c, char *out, size_t size) {
    if (c->kind == FW_CHANGE_PART) {
        const size_t more = count_like(d, c) - 1;
        char others[48] = "";
        if (more) snprintf(others, sizeof others, " and %zu more part%s", more, more > 1 ? "s" : "");
        snprintf(out, size, "%sthe %s%s", c->better ? "adds " : "", fw_part_title(c->item), others);
    } else if (c->kind == FW_CHANGE_POINTS) {
        snprintf(out, size, c->better ? "tells the %s better" : "points on the %s", fw_part_title(c->item));
    } else {
        snprintf(out, size, "%s", c->better ? KINDS[c->kind].gained : KINDS[c->kind].lost);
    }
}

/* The first changes on one side, one of each kind: they are sorted by weight. */
static size_t choose(const fw_drafts *d, bool better, const fw_change **out, size_t most) {
    size_t count = 0;
    for (size_t i = 0; i < d->change_count && count < most; i++) {
        const fw_change *c = &d->changes[i];
        if (c->better != better || (count && out[count - 1]->kind == c->kind)) continue;
        out[count++] = c;
    }
    return count;
}

static void tell(const fw_drafts *d, bool better, size_t most, char *out, size_t size) {
    const fw_change *chosen[4];
    const size_t count = choose(d, better, chosen, most);
    out[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        char phrase[96];
        phrase_of(d, chosen[i], phrase, sizeof phrase);
        add_phrase(out, size, i, count, phrase);
    }
}

static void write_finding(const fw_draft *before, const fw_draft *after, fw_drafts *d) {
    char gains[200], losses[120];
    tell(d, true, 3, gains, sizeof gains);
    tell(d, false, 2, losses, sizeof losses);
    const double more = after->score->overall - before->score->overall;
    const char *verdict = more >= 0.15 ? "stronger" : more <= -0.15 ? "weaker" : "about as strong";
    bool same = before->analysis->sentence_count == after->analysis->sentence_count;
    for (size_t i = 0; i < d->pair_count; i++) same &= d->pairs[i].likeness >= 1 - 1e-9;
    if (same && d->change_count == 0) {
        snprintf(d->finding, sizeof d->finding, "The two drafts say the same.");
        return;
    }
    snprintf(d->finding, sizeof d->finding, "The second draft is %s (%.1f, was %.1f)%s%s%s%s%s.", verdict,
             after->score->overall, before->score->overall, gains[0] ? ": it " : "", gains,
             losses[0] ? gains[0] ? "; lost: " : ": lost: " : "", losses,
             !gains[0] && !losses[0] ? ": other words, the same story" : "");
}

/* ---- the comparison ---- */

static int by_weight(const void *x, const void *y) {
    const fw_change *a = x, *b = y;
    if (a->better != b->better) return a->better ? -1 : 1;
    if (a->kind != b->kind) return a->kind < b->kind ? -1 : 1;
    const fw_span p = a->better ? a->after : a->before, q = b->better ? b->after : b->before;
    if (p.start != q.start) return p.start < q.start ? -1 : 1;
    return (a->item > b->item) - (a->item < b->item);
}

fw_code fw_drafts_compare(const fw_draft *before, const fw_draft *after, fw_drafts **out, fw_error *err) {
    if (before->analysis->clause_count > FW_DRAFT_CLAUSES_MOST ||
        after->analysis->clause_count > FW_DRAFT_CLAUSES_MOST)
        return fw_fail(err, FW_DATA, "too long for two drafts of one answer: more than %d clauses",
                       FW_DRAFT_CLAUSES_MOST);
    fw_drafts *d = calloc(1, sizeof *d);
    if (!d) return fw_fail_nomem(err);
    fw_code code = pair_sentences(before->analysis, after->analysis, d, err);
    if (code == FW_OK) code = fw_changes_find(before, after, d, err);
    if (code != FW_OK) {
        fw_drafts_free(d);
        return code;
    }
    if (d->change_count) qsort(d->changes, d->change_count, sizeof *d->changes, by_weight);
    write_finding(before, after, d);
    *out = d;
    return FW_OK;
}
