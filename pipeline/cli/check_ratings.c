/* check_ratings.c: ratings of a file or of columns, beside the answers. */
#include "cli/check.h"

#include "base/str.h"
#include "run/open.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void count_reject(fw_check_ratings *rated, const fw_rating_reject *reject) {
    rated->reject_counts[reject->code]++;
    if (rated->rejected < CHECK_EXAMPLES) rated->reject_first[rated->rejected] = *reject;
    rated->rejected++;
}

static void add_value(fw_check_spread *spread, double value) {
    if (spread->total == 0 || value < spread->lowest) spread->lowest = value;
    if (spread->total == 0 || value > spread->highest) spread->highest = value;
    spread->total++;
    spread->sum += value;
    size_t at = 0;
    while (at < spread->distinct && spread->value[at] != value) at++;
    if (at == CHECK_VALUES) {
        spread->overflow = true;
        return;
    }
    if (at == spread->distinct) spread->value[spread->distinct++] = value;
    spread->count[at]++;
}

/* ---- before the first answer ---- */

fw_code fw_check_open_ratings(fw_check *check, fw_error *err) {
    const fw_run_options *o = &check->cli->run;
    fw_check_ratings *rated = &check->rated;
    rated->given = o->ratings || o->rating_column_count;
    rated->raters = o->rating_column_count;
    rated->people = fw_idset_new();
    if (!rated->people) return fw_fail_nomem(err);
    if (!o->ratings) return FW_OK;
    const fw_code code = fw_open_ratings(o, &check->ratings, &check->trait, err);
    if (code != FW_OK) return code;
    rated->used = fw_ratings_count(check->ratings);
    rated->rows = fw_ratings_rows(check->ratings);
    rated->raters = fw_ratings_rater_count(check->ratings);
    const fw_rating_reject *rejects = fw_ratings_rejects(check->ratings);
    for (size_t i = 0; i < fw_ratings_reject_count(check->ratings); i++) count_reject(rated, &rejects[i]);
    rated->met = calloc(fw_ratings_answer_count(check->ratings) / 8 + 1, 1);
    return rated->met ? FW_OK : fw_fail_nomem(err);
}

/* ---- of an answer ---- */

/* The rating columns of an answer: how many hold a rating. */
static size_t count_cells(fw_check *check, const fw_answer *answer) {
    const fw_run_options *o = &check->cli->run;
    fw_check_ratings *rated = &check->rated;
    size_t usable = 0;
    for (size_t r = 0; r < o->rating_column_count; r++) {
        fw_rating_reject reject;
        if (isnan(answer->ratings[r])) continue;
        rated->rows++;
        if (fw_rating_cell_rejected(check->reader, answer, r, o->scale_min, o->scale_max, &reject)) {
            count_reject(rated, &reject);
        } else {
            add_value(&rated->spread, answer->ratings[r]);
            usable++;
        }
    }
    rated->used += usable;
    return usable;
}

fw_code fw_check_rate(fw_check *check, const fw_answer *answer, fw_error *err) {
    fw_check_ratings *rated = &check->rated;
    size_t on_trait = 0, all = 0;
    if (check->ratings) {
        const fw_rating *first = fw_ratings_of(check->ratings, answer->id, &all);
        if (all) rated->met[first->answer / 8] |= (uint8_t)(1U << first->answer % 8);
        (void)fw_ratings_mean(check->ratings, answer->id, check->trait, &on_trait);
    } else {
        on_trait = count_cells(check, answer);
    }
    if (on_trait == 0) return FW_OK;
    if (rated->rated_answers == 0 || on_trait < rated->fewest_per_answer) rated->fewest_per_answer = on_trait;
    if (on_trait > rated->most_per_answer) rated->most_per_answer = on_trait;
    rated->rated_answers++;
    bool present;
    uint64_t stored;
    return fw_idset_add(rated->people, fw_check_participant(answer), 0, &present, &stored, err);
}

/* ---- behind the last answer ---- */

static fw_code lower_copy(fw_arena *arena, const char *name, fw_str *out, fw_error *err) {
    char *copy = fw_arena_alloc(arena, strlen(name) + 1);
    if (!copy) return fw_fail_nomem(err);
    size_t len = 0;
    for (const char *c = name; *c; c++) copy[len++] = (char)(*c >= 'A' && *c <= 'Z' ? *c + 32 : *c);
    *out = (fw_str){copy, len};
    return FW_OK;
}

/* Two raters whom only the case of a letter tells apart are probably one. */
static fw_code find_alike(fw_check *check, fw_error *err) {
    fw_idset *seen = fw_idset_new();
    fw_code code = seen ? FW_OK : fw_fail_nomem(err);
    for (size_t r = 0; r < fw_ratings_rater_count(check->ratings) && code == FW_OK; r++) {
        fw_str lower;
        bool present = false;
        uint64_t first = 0;
        code = lower_copy(&check->arena, fw_ratings_rater(check->ratings, r), &lower, err);
        if (code == FW_OK) code = fw_idset_add(seen, fw_id_hash(lower), r, &present, &first, err);
        if (code != FW_OK || !present || check->rated.alike[0]) continue;
        check->rated.alike[0] = fw_ratings_rater(check->ratings, (size_t)first);
        check->rated.alike[1] = fw_ratings_rater(check->ratings, r);
    }
    fw_idset_free(seen);
    return code;
}

fw_code fw_check_close_ratings(fw_check *check, fw_error *err) {
    enum { LET_GO = 65536 };
    fw_check_ratings *rated = &check->rated;
    if (!check->ratings) return FW_OK;
    size_t count;
    const fw_rating *all = fw_ratings_all(check->ratings, &count);
    for (size_t i = 0; i < count; i++) {
        if (i % LET_GO == 0) fw_ratings_let_go(check->ratings);
        if (!(rated->met[all[i].answer / 8] & 1U << all[i].answer % 8))
            fw_check_add_row(&rated->strangers, all[i].line);
        if (all[i].trait == check->trait) add_value(&rated->spread, all[i].value);
    }
    rated->unmatched = rated->strangers.count;
    return find_alike(check, err);
}

/* ---- values that are none ---- */

static double quantile(const fw_check_spread *spread, const size_t *order, double share) {
    uint64_t below = 0;
    size_t i = 0;
    while (i + 1 < spread->distinct &&
           (double)(below += spread->count[order[i]]) <= share * (double)spread->total)
        i++;
    return spread->value[order[i]];
}

/* Twice the width of the middle three fifths beyond them: a scale of 1 to 5 reaches from about -4 to 11. */
bool fw_check_usual(const fw_check_spread *spread, double *low, double *high) {
    enum { FEWEST = 20 };
    size_t order[CHECK_VALUES] = {0};
    if (spread->overflow || spread->total < FEWEST) return false;
    for (size_t i = 0; i < spread->distinct; i++) {
        size_t at = i;
        while (at > 0 && spread->value[order[at - 1]] > spread->value[i]) {
            order[at] = order[at - 1];
            at--;
        }
        order[at] = i;
    }
    const double lower = quantile(spread, order, .2), upper = quantile(spread, order, .8);
    const double width = upper - lower > 1 ? upper - lower : 1;
    *low = lower - 2 * width;
    *high = upper + 2 * width;
    return true;
}
