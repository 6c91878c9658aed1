/* evidence.c: kept rows into columns; ratings into a panel. */
#include "report/evidence.h"

#include "base/sort.h"
#include "base/str.h"

#include <stdlib.h>
#include <string.h>

enum {
    RESAMPLES = 500,
    ALPHA_RESAMPLES = 200,
    PANEL_MOST =
        30000, /* ratings: beyond, a fair share of the answers, or raters would take longer than all else */
    SLOTS = 12 /* ratings of one answer that true scores look at */
};

/* ---- rows ---- */

static fw_code order_groups(fw_evidence *e, const fw_report *report, fw_error *err) {
    for (size_t d = 0; d < report->dimension_count; d++) {
        const fw_dimension *dimension = &report->dimensions[d];
        uint32_t *place = calloc(dimension->count + 1, sizeof *place);
        if (!place) return fw_fail_nomem(err);
        for (size_t g = 0; g < dimension->count; g++) place[dimension->groups[g].seen] = (uint32_t)g;
        for (size_t i = 0; i < e->rows; i++) {
            const uint32_t *seen = fw_kept_extra(&report->rated, i);
            e->group[d * e->rows + i] = seen[d] < dimension->count ? place[seen[d]] : 0;
        }
        free(place);
    }
    return FW_OK;
}

/* First place of `value` in a sorted list that holds it. */
static size_t first_place(const uint64_t *sorted, size_t count, uint64_t value) {
    size_t low = 0, high = count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (sorted[middle] < value)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static fw_code order_people(fw_evidence *e, fw_error *err) {
    uint64_t *sorted = malloc((e->rows + 1) * sizeof *sorted);
    uint32_t *taken = calloc(e->rows + 1, sizeof *taken); /* by first place */
    if (sorted && taken) {
        memcpy(sorted, e->cluster, e->rows * sizeof *sorted);
        fw_sort_keys(sorted, e->rows);
        for (size_t i = 0; i < e->rows; i++) {
            const size_t at = first_place(sorted, e->rows, e->cluster[i]);
            e->by_person[at + taken[at]++] = (uint32_t)i;
        }
    }
    const fw_code code = sorted && taken ? FW_OK : fw_fail_nomem(err);
    free(sorted);
    free(taken);
    return code;
}

static fw_code take_rows(fw_evidence *e, const fw_report *report, fw_error *err) {
    const fw_kept *kept = &report->rated;
    e->rows = kept->count;
    e->rated = kept->seen;
    e->held_out = report->held_out > 0 && report->held_out == kept->seen;
    e->h = calloc(e->rows + 1, sizeof *e->h);
    e->m = calloc(e->rows + 1, sizeof *e->m);
    e->cluster = calloc(e->rows + 1, sizeof *e->cluster);
    e->by_person = calloc(e->rows + 1, sizeof *e->by_person);
    e->group = calloc(e->rows * report->dimension_count + 1, sizeof *e->group);
    if (!e->h || !e->m || !e->cluster || !e->by_person || !e->group) return fw_fail_nomem(err);
    for (size_t i = 0; i < e->rows; i++) {
        e->h[i] = kept->row[i].human;
        e->m[i] = kept->row[i].machine;
        e->cluster[i] = kept->row[i].cluster;
    }
    const fw_code code = order_people(e, err);
    return code == FW_OK ? order_groups(e, report, err) : code;
}

fw_code fw_evidence_people(const fw_evidence *e, size_t d, size_t groups, size_t *sizes, fw_error *err) {
    memset(sizes, 0, groups * sizeof *sizes);
    size_t *last = calloc(groups + 1, sizeof *last); /* 1 + first row of the person counted last */
    if (!last) return fw_fail_nomem(err);
    const uint32_t *group = e->group + d * e->rows;
    for (size_t i = 0, person = 0; i < e->rows; i++) {
        const uint32_t row = e->by_person[i];
        if (i > 0 && e->cluster[row] != e->cluster[e->by_person[i - 1]]) person = i;
        if (group[row] >= groups || last[group[row]] == person + 1) continue;
        last[group[row]] = person + 1;
        sizes[group[row]]++;
    }
    free(last);
    return FW_OK;
}

/* ---- single ratings ---- */

/* The share of answers whose ratings number at most PANEL_MOST: their ids' hashes end in `level` zero bits.
 */
static fw_rating *take_ratings(const fw_report *report, size_t *count) {
    enum { LET_GO_EVERY = 65536 };
    size_t total = 0;
    const fw_rating *all = fw_ratings_all(report->ratings_set, &total);
    size_t of_trait = 0;
    unsigned level = 0;
    for (size_t i = 0; i < total; i++) {
        if (i % LET_GO_EVERY == 0) fw_ratings_let_go(report->ratings_set);
        of_trait += (int)all[i].trait == report->trait;
    }
    while (of_trait >> level > PANEL_MOST) level++;
    fw_rating *out = malloc((of_trait + 1) * sizeof *out); /* what is thinned out is never touched */
    *count = 0;
    for (size_t i = 0; out && i < total; i++) {
        if (i % LET_GO_EVERY == 0) fw_ratings_let_go(report->ratings_set);
        if ((int)all[i].trait != report->trait) continue;
        const uint32_t answer = all[i].answer;
        if (level && (fw_hash64(&answer, sizeof answer, 17) & ((1U << level) - 1)) != 0) continue;
        out[(*count)++] = all[i];
    }
    return out;
}

static fw_code analyse_panel(fw_evidence *e, const fw_report *report, const fw_rating *ratings, size_t count,
                             fw_error *err) {
    const size_t raters = fw_ratings_rater_count(report->ratings_set);
    e->rater_names = calloc(raters + 1, sizeof *e->rater_names);
    if (!e->rater_names) return fw_fail_nomem(err);
    for (size_t r = 0; r < raters; r++) e->rater_names[r] = fw_ratings_rater(report->ratings_set, r);
    const fw_panel panel = {.ratings = ratings,
                            .count = count,
                            .raters = e->rater_names,
                            .rater_count = raters,
                            .trait = report->trait,
                            .trait_name = fw_ratings_trait(report->ratings_set, (size_t)report->trait),
                            .resamples = ALPHA_RESAMPLES,
                            .seed = report->seed};
    fw_error local = {0};
    const fw_code code = fw_panel_analyse(&panel, &e->panel, &local);
    if (code == FW_DATA) { /* a panel that cannot be analysed is a finding, not a failure */
        (void)snprintf(e->panel_note, sizeof e->panel_note, "%s", local.message);
        return FW_OK;
    }
    if (code != FW_OK && err) *err = local;
    e->panel_ratings = count;
    return code;
}

/* Two raters of one answer: the pairs' measures, weighted by the answers they share. */
static void sum_pairs(fw_evidence *e) {
    const fw_panel_result *panel = e->panel;
    double n = 0, r = 0;
    for (size_t i = 0; i < panel->pair_count; i++) {
        const fw_agreement *a = &panel->pair[i].agreement;
        if (!isfinite(a->r)) continue;
        n += a->n;
        r += a->n * a->r;
    }
    e->human_human = (fw_agreement){.n = n,
                                    .r = n > 0 ? r / n : FW_MISSING,
                                    .r2 = FW_MISSING,
                                    .rmse = FW_MISSING,
                                    .qwk = panel->qwk,
                                    .smd = FW_MISSING,
                                    .exact = panel->exact,
                                    .adjacent = panel->adjacent};
}

/* Every single rating against the machine's score of its answer, and the true score behind the ratings. */
static fw_code against_machine(fw_evidence *e, const fw_report *report, fw_error *err) {
    double *slot[SLOTS] = {0};
    fw_agreement_sums sums = {0};
    fw_code code = FW_OK;
    for (size_t j = 0; j < SLOTS; j++) {
        slot[j] = malloc((e->rows + 1) * sizeof *slot[j]);
        if (!slot[j]) code = fw_fail_nomem(err);
    }
    for (size_t i = 0; i < e->rows && code == FW_OK; i++) {
        size_t count = 0, used = 0;
        const fw_rating *of = fw_ratings_of(report->ratings_set, report->rated.row[i].answer, &count);
        for (size_t j = 0; j < SLOTS; j++) slot[j][i] = FW_MISSING;
        for (size_t r = 0; r < count; r++) {
            if ((int)of[r].trait != report->trait) continue;
            fw_agreement_add(&sums, of[r].value, e->m[i]);
            if (used < SLOTS) slot[used++][i] = of[r].value;
        }
    }
    if (code == FW_OK) {
        fw_agreement_measure(&sums, &e->human_machine);
        code = fw_evaluate_true_score(e->resampler, (const double *const *)slot, SLOTS, e->m, e->rows,
                                      FW_MISSING, &e->truth, err);
    }
    for (size_t j = 0; j < SLOTS; j++) free(slot[j]);
    return code;
}

static fw_code study_raters(fw_evidence *e, const fw_report *report, fw_error *err) {
    if (!report->ratings_set || report->trait < 0) {
        (void)snprintf(e->panel_note, sizeof e->panel_note, "single ratings are not at hand");
        return FW_OK;
    }
    size_t count = 0;
    fw_rating *ratings = take_ratings(report, &count);
    if (!ratings) return fw_fail_nomem(err);
    fw_code code = analyse_panel(e, report, ratings, count, err);
    free(ratings);
    if (code != FW_OK || !e->panel) return code;
    sum_pairs(e);
    return against_machine(e, report, err);
}

fw_code fw_evidence_init(fw_evidence *e, const fw_report *report, fw_error *err) {
    e->human_machine.n = e->human_human.n = 0;
    fw_code code = take_rows(e, report, err);
    if (code != FW_OK || e->rows == 0) return code;
    code = fw_evidence_people(e, FW_DIM_ALL, 1, &e->people, err);
    if (code != FW_OK || e->people < report->k) return code;
    code = fw_resampler_new(e->cluster, e->rows, RESAMPLES, report->seed, &e->resampler, err);
    if (code != FW_OK) return code;
    const fw_pairing pairing = {.h = e->h, .m = e->m, .rows = e->rows};
    code = fw_evaluate_pair(e->resampler, &pairing, &e->all, err);
    return code == FW_OK ? study_raters(e, report, err) : code;
}

void fw_evidence_free(fw_evidence *e) {
    free(e->h);
    free(e->m);
    free(e->cluster);
    free(e->by_person);
    free(e->group);
    fw_resampler_free(e->resampler);
    if (e->panel) fw_panel_free(e->panel);
    free(e->rater_names);
    *e = (fw_evidence){0};
}
