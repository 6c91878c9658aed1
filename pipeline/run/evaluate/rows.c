/* rows.c: reads a table of scores and sorts its rows into those evaluated and those set aside.
 */
#include "run/evaluate/evaluate.h"

#include "base/idset.h"
#include "base/room.h"
#include "base/str.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Columns read when the table has them, whatever is asked for. */
enum {
    ID,
    ID_ANSWER,
    ID_ITEM,
    PARTICIPANT,
    COHORT,
    ATTEMPT,
    PARTS,
    OVERALL = PARTS + 5,
    KINDS,
    HUMAN = KINDS + 6
};
static const char *const PART_NAMES[5] = {"fail", "diag", "act", "learn", "impr"};

/* Which columns of the table are what; SIZE_MAX: none. */
typedef struct {
    fw_table_column *columns;
    size_t count;
    size_t human2, ratings, by, systems;
} plan;

static fw_table_column wanted(const char *name, const char *option, bool text) {
    return (fw_table_column){.name = name, .option = option, .text = text};
}
static fw_table_column optional(const char *name, bool text) {
    return (fw_table_column){.name = name, .option = "", .text = text, .optional = true};
}

/* A name the user gave must be there; a default need not. */
static fw_table_column named(const char *name, const char *unless, const char *option) {
    return name && strcmp(name, unless) != 0 ? wanted(name, option, true) : optional(unless, true);
}

static fw_code make_plan(const fw_run_options *run, const fw_table_options *t, const fw_evaluate_options *e,
                         plan *p, fw_error *err) {
    p->columns = calloc(HUMAN + 2 + run->rating_column_count + run->group_by_count + e->system_count,
                        sizeof *p->columns);
    if (!p->columns) return fw_fail_nomem(err);
    fw_table_column *c = p->columns;
    c[ID] = named(t->id_column, "id", "--id-column");
    c[ID_ANSWER] = optional("answer_id", true);
    c[ID_ITEM] = optional("spkitemid", true);
    c[PARTICIPANT] = named(t->candidate_column, "participant_id", "--candidate-column");
    c[COHORT] = optional("cohort", true);
    c[ATTEMPT] = optional("attempt", false);
    for (size_t i = 0; i < 5; i++) c[PARTS + i] = optional(PART_NAMES[i], false);
    c[OVERALL] = optional("overall", false);
    for (size_t i = 0; i < 6; i++) c[KINDS + i] = optional(fw_score_kind_name((fw_score_kind)i), false);
    c[HUMAN] = wanted(t->human, "--human", false);
    size_t n = HUMAN + 1;
    p->human2 = t->human2 ? n : SIZE_MAX;
    if (t->human2) c[n++] = wanted(t->human2, "--human2", false);
    p->ratings = n;
    for (size_t i = 0; i < run->rating_column_count; i++)
        c[n++] = wanted(run->rating_columns[i], "--rating-columns", false);
    p->by = n;
    for (size_t i = 0; i < run->group_by_count; i++) c[n++] = wanted(run->group_by[i], "--by", true);
    p->systems = n;
    for (size_t i = 0; i < e->system_count; i++) c[n++] = wanted(e->systems[i], "--system", false);
    p->count = n;
    return FW_OK;
}

void fw_eval_data_free(fw_eval_data *d) {
    free(d->h);
    free(d->h2);
    for (size_t j = 0; d->rating && j < d->ratings; j++) free(d->rating[j]);
    free(d->rating);
    for (size_t k = 0; d->score && k < d->scores; k++) free(d->score[k].value);
    free(d->score);
    for (size_t g = 0; d->by && g < d->by_count; g++) fw_eval_groups_free(&d->by[g]);
    free(d->by);
    free(d->kept);
    free(d->cluster);
    free(d->excluded);
    fw_table_clear(&d->table);
    *d = (fw_eval_data){0};
}

/* ---- rows ---- */

static const fw_str *ids_of(const fw_table *t) {
    for (size_t c = ID; c <= ID_ITEM; c++)
        if (t->present[c]) return t->text[c];
    return NULL;
}

static fw_code exclude(fw_eval_data *d, uint64_t line, const char *id, const char *column, const char *reason,
                       fw_error *err) {
    fw_eval_excluded *excluded =
        fw_room(d->excluded, d->excluded_count, &d->excluded_capacity, sizeof *excluded);
    if (!excluded) return fw_fail_nomem(err);
    d->excluded = excluded;
    excluded[d->excluded_count++] = (fw_eval_excluded){line, id, column, reason};
    return FW_OK;
}

static fw_code refuse_duplicates(const fw_table *t, const char *file, fw_error *err) {
    const fw_str *ids = ids_of(t);
    if (!ids) return FW_OK;
    fw_idset *seen = fw_idset_new();
    fw_code code = seen ? FW_OK : fw_fail_nomem(err);
    for (size_t row = 0; row < t->rows && code == FW_OK; row++) {
        bool present = false;
        uint64_t first = 0;
        if (ids[row].len)
            code = fw_idset_add(seen, fw_id_hash(ids[row]), t->line[row], &present, &first, err);
        if (code != FW_OK || !present) continue;
        code = fw_fail(err, FW_DATA, "the id \"%.60s\" stands on line %llu already", ids[row].ptr,
                       (unsigned long long)first);
        if (err) fw_error_at(err, file, t->line[row], 0);
    }
    fw_idset_free(seen);
    return code;
}

/* The columns of the table that hold scores, into `at`; how many. */
static size_t score_columns(const fw_table *t, const plan *p, const fw_evaluate_options *e, size_t *at) {
    size_t count = 0;
    for (size_t i = 0; i < e->system_count; i++) at[count++] = p->systems + i;
    for (size_t i = 0; i < 6 && e->system_count == 0; i++)
        if (t->present[KINDS + i]) at[count++] = KINDS + i;
    if (count == 0 && t->present[OVERALL]) at[count++] = OVERALL;
    return count;
}

/* Why the row cannot be evaluated; NULL when it can. */
static const char *trouble(const fw_table *t, const plan *p, const fw_table_options *o, const size_t *scores,
                           size_t count, size_t row, const char **column) {
    const double rating = t->number[HUMAN][row];
    *column = o->human;
    if (isnan(rating)) return "rating missing";
    if (isinf(rating)) return "rating not a number";
    if (o->exclude_zeros && rating == 0) return "rating zero";
    for (size_t k = 0; k < count; k++) {
        const double score = t->number[scores[k]][row];
        *column = p->columns[scores[k]].name;
        if (!isfinite(score)) return isnan(score) ? "score missing" : "score not a number";
    }
    return NULL;
}

static int by_line(const void *a, const void *b) {
    const fw_eval_excluded *x = a, *y = b;
    return (x->line > y->line) - (x->line < y->line);
}

/* Tells of the first row: mostly the others have the same trouble. */
static fw_code no_row(const fw_eval_data *d, const char *human, const char *score, fw_error *err) {
    const fw_eval_excluded none = {.column = "", .reason = "the file ends behind its header"};
    const fw_eval_excluded *first = d->excluded_count ? &d->excluded[0] : &none;
    fw_fail(err, FW_DATA,
            "no row has a rating (%.60s) and a score (%.60s); the first was set aside: %s%s%.60s", human,
            score, first->reason, first->column[0] ? ": " : "", first->column);
    if (err) err->row = first->line;
    return FW_DATA;
}

static fw_code sort_rows(fw_eval_data *d, const plan *p, const fw_table_options *o, const size_t *scores,
                         size_t count, fw_error *err) {
    const fw_table *t = &d->table;
    const fw_str *ids = ids_of(t);
    fw_code code = FW_OK;
    d->kept = calloc(t->rows + 1, sizeof *d->kept);
    if (!d->kept) return fw_fail_nomem(err);
    for (size_t i = 0; i < t->reject_count && code == FW_OK; i++)
        code = exclude(d, t->rejects[i].line, "", "", t->rejects[i].reason, err);
    for (size_t row = 0; row < t->rows && code == FW_OK; row++) {
        const char *column;
        const char *reason = trouble(t, p, o, scores, count, row, &column);
        if (reason)
            code = exclude(d, t->line[row], ids ? ids[row].ptr : "", column, reason, err);
        else
            d->kept[d->rows++] = row;
    }
    if (d->excluded_count) qsort(d->excluded, d->excluded_count, sizeof *d->excluded, by_line);
    return code == FW_OK && d->rows == 0 ? no_row(d, o->human, p->columns[scores[0]].name, err) : code;
}

/* ---- columns ---- */

/* The rows in use of a column; what is no number, and with `zeros` what is 0, becomes NaN. */
static double *take(const fw_eval_data *d, size_t column, bool zeros_out) {
    double *out = malloc((d->rows + 1) * sizeof *out);
    for (size_t i = 0; i < d->rows && out; i++) {
        const double value = d->table.number[column][d->kept[i]];
        out[i] = isfinite(value) && !(zeros_out && value == 0) ? value : (double)NAN;
    }
    return out;
}

static bool take_ratings(fw_eval_data *d, const plan *p, const fw_run_options *run,
                         const fw_table_options *o) {
    const bool second = p->human2 != SIZE_MAX, listed = run->rating_column_count > 0;
    d->human = o->human;
    d->human2 = o->human2;
    d->h = take(d, HUMAN, false);
    if (second) d->h2 = take(d, p->human2, o->exclude_zeros);
    d->ratings = listed ? run->rating_column_count : 1 + (size_t)second;
    d->rating = calloc(d->ratings, sizeof *d->rating);
    if (!d->h || (second && !d->h2) || !d->rating) return false;
    for (size_t j = 0; j < d->ratings; j++) {
        d->rating[j] = take(d, listed ? p->ratings + j : j ? p->human2 : HUMAN, o->exclude_zeros);
        if (!d->rating[j]) return false;
    }
    for (size_t i = 0; i < d->rows; i++) d->zeros += d->h[i] == 0;
    return true;
}

static bool add_score(fw_eval_data *d, const char *name, const char *suffix, double *value) {
    fw_eval_score *s = &d->score[d->scores++];
    s->value = value;
    snprintf(s->name, sizeof s->name, "%.80s%s", name, suffix);
    return value != NULL;
}

/* With --trim, each column also trimmed, and rounded. */
static bool add_trimmed(fw_eval_data *d, const char *name, const double *value, const fw_table_options *o) {
    double *trim = malloc((d->rows + 1) * sizeof *trim), *whole = malloc((d->rows + 1) * sizeof *whole);
    for (size_t i = 0; i < d->rows && trim && whole; i++) {
        trim[i] = fmin(fmax(value[i], o->trim_min - o->trim_tolerance), o->trim_max + o->trim_tolerance);
        whole[i] = rint(trim[i]);
    }
    const bool trimmed = add_score(d, name, "_trim", trim),
               rounded = add_score(d, name, "_trim_round", whole);
    return trimmed && rounded;
}

static bool take_scores(fw_eval_data *d, const plan *p, const fw_table_options *o, const size_t *columns,
                        size_t count) {
    d->score = calloc(3 * count + 1, sizeof *d->score);
    for (size_t k = 0; k < count && d->score; k++) {
        const char *name = p->columns[columns[k]].name;
        double *value = take(d, columns[k], false);
        if (!add_score(d, name, "", value)) return false;
        if (isfinite(o->trim_min) && !add_trimmed(d, name, value, o)) return false;
    }
    return d->score != NULL;
}

static size_t find_score(const fw_eval_data *d, const char *end) {
    for (size_t k = d->scores; k-- > 0;) {
        const size_t len = strlen(d->score[k].name), tail = strlen(end);
        if (len >= tail && strcmp(d->score[k].name + len - tail, end) == 0) return k;
    }
    return SIZE_MAX;
}

/* Groups are told by the trimmed score, rescaled if there is one; categories come from a rounded one. */
static void choose(fw_eval_data *d) {
    d->primary = find_score(d, "scale_trim");
    if (d->primary == SIZE_MAX) d->primary = find_score(d, "_trim");
    if (d->primary == SIZE_MAX) d->primary = 0;
    d->rounded = find_score(d, "scale_trim_round");
    if (d->rounded == SIZE_MAX) d->rounded = find_score(d, "_trim_round");
    if (d->rounded == SIZE_MAX) d->rounded = d->primary;
}

/* Who belongs together: a participant's rows, else each row by its id, so that order does not matter. */
static fw_code cluster(fw_eval_data *d, fw_error *err) {
    const fw_str *ids = ids_of(&d->table);
    d->cluster = calloc(d->rows + 1, sizeof *d->cluster);
    if (!d->cluster) return fw_fail_nomem(err);
    for (size_t i = 0; i < d->rows; i++) {
        const size_t row = d->kept[i];
        const fw_str who = d->participant ? d->participant[row] : (fw_str){0};
        const fw_str key = who.len ? who : ids ? ids[row] : (fw_str){0};
        d->cluster[i] =
            key.len ? fw_hash64(key.ptr, key.len, who.len ? 1 : 2) : fw_hash64(&row, sizeof row, 3);
    }
    return FW_OK;
}

/* The score as read, and the parts that the table has. */
static void take_metrics(fw_eval_data *d, const plan *p, size_t score) {
    d->metric[0] = d->table.number[score];
    d->metric_name[0] = p->columns[score].name;
    d->metrics = 1;
    for (size_t i = 0; i < 5; i++) {
        if (!d->table.present[PARTS + i] || strcmp(p->columns[score].name, PART_NAMES[i]) == 0) continue;
        d->metric[d->metrics] = d->table.number[PARTS + i];
        d->metric_name[d->metrics++] = PART_NAMES[i];
    }
}

static fw_code take_columns(fw_eval_data *d, const plan *p, const fw_run_options *run,
                            const fw_table_options *o, const size_t *scores, size_t count, fw_error *err) {
    const fw_table *t = &d->table;
    if (!take_ratings(d, p, run, o) || !take_scores(d, p, o, scores, count)) return fw_fail_nomem(err);
    choose(d);
    d->participant = t->present[PARTICIPANT] ? t->text[PARTICIPANT] : NULL;
    d->cohort = t->present[COHORT] ? t->text[COHORT] : NULL;
    d->attempt = t->present[ATTEMPT] ? t->number[ATTEMPT] : NULL;
    take_metrics(d, p, scores[isfinite(o->trim_min) ? d->primary / 3 : d->primary]);
    fw_code code = cluster(d, err);
    d->by = calloc(run->group_by_count + 1, sizeof *d->by);
    if (!d->by) return fw_fail_nomem(err);
    for (; d->by_count < run->group_by_count && code == FW_OK; d->by_count++)
        code = fw_eval_group(d, t->text[p->by + d->by_count], run->group_by[d->by_count], &d->by[d->by_count],
                             err);
    return code == FW_OK ? fw_eval_disclose(d, run->k, err) : code;
}

fw_code fw_eval_load(const fw_run_options *run, const fw_table_options *o, const fw_evaluate_options *e,
                     fw_eval_data *d, fw_error *err) {
    plan p = {0};
    size_t *scores = calloc(e->system_count + 7, sizeof *scores), count = 0;
    fw_code code = scores ? make_plan(run, o, e, &p, err) : fw_fail_nomem(err);
    if (code == FW_OK) code = fw_table_load(e->scores, p.columns, p.count, run->threads, &d->table, err);
    if (code == FW_OK) code = refuse_duplicates(&d->table, e->scores, err);
    if (code == FW_OK && (count = score_columns(&d->table, &p, e, scores)) == 0)
        code = fw_fail(err, FW_USAGE, "which column holds the scores? Name it with --system");
    if (code == FW_OK) code = sort_rows(d, &p, o, scores, count, err);
    if (code == FW_OK) code = take_columns(d, &p, run, o, scores, count, err);
    if (code == FW_DATA && err && !err->file[0]) fw_error_at(err, e->scores, err->row, 0);
    free(p.columns);
    free(scores);
    return code;
}
