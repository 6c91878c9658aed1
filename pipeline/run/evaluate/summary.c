/* summary.c: what an evaluation found, in Markdown, the finding first. */
#include "run/evaluate/evaluate.h"

#include "base/buffer.h"
#include "base/str.h"

#include <math.h>
#include <string.h>

/* What operational use asks of automated scores: Williamson, Xi and Breyer (2012). */
static const double LEAST_R = .70, LEAST_QWK = .70, MOST_SMD = .15, MOST_LOSS = .10;

typedef struct {
    const char *what, *bound;
    fw_interval found;
    double low, high; /* the estimate must lie in between; NaN: no bound */
} check;

static bool met(const check *c) { return !(c->found.value < c->low) && !(c->found.value > c->high); }

/* The interval does not reach over a bound, so that other rows of the kind would say the same. */
static bool settled(const check *c) {
    if (!(c->found.low < c->found.high)) return false;
    if (met(c)) return !(c->found.low < c->low) && !(c->found.high > c->high);
    return c->found.high < c->low || c->found.low > c->high;
}

/* The checks that can be made; how many: none of one row. */
static size_t list_checks(const fw_eval_data *d, const fw_eval_findings *f, check *out) {
    const double none = (double)NAN;
    size_t n = 0;
    if (d->rows < 2) return 0;
    const fw_interval *m = f->main.measure;
    fw_interval loss = f->lost.measure[FW_MEASURE_WTKAPPA];
    out[n++] = (check){"correlation", "at least .70", m[FW_MEASURE_CORR], LEAST_R, none};
    out[n++] = (check){"quadratic weighted kappa", "at least .70", m[FW_MEASURE_WTKAPPA], LEAST_QWK, none};
    out[n++] = (check){"standardised mean difference", "within .15", m[FW_MEASURE_SMD], -MOST_SMD, MOST_SMD};
    if (d->h2 && f->second.n)
        out[n++] = (check){"kappa beside a second rater's", "at most .10 lower", loss, -MOST_LOSS, none};
    size_t left = 0;
    for (size_t i = 0; i < n; i++)
        if (isfinite(out[i].found.value)) out[left++] = out[i];
    return left;
}

static void number(fw_buffer *out, double value, int digits) {
    if (isfinite(value))
        fw_buffer_printf(out, "%.*f", digits, value);
    else
        fw_buffer_text(out, "not defined");
}

static void interval(fw_buffer *out, fw_interval v, int digits) {
    number(out, v.value, digits);
    if (isfinite(v.low) && isfinite(v.high))
        fw_buffer_printf(out, " (%.*f to %.*f)", digits, v.low, digits, v.high);
}

static void finding(fw_buffer *out, const fw_eval_data *d, const fw_eval_findings *f, const check *checks,
                    size_t count) {
    size_t failed = 0, sure = 0;
    for (size_t i = 0; i < count; i++) failed += !met(&checks[i]);
    for (size_t i = 0; i < count; i++) sure += settled(&checks[i]);
    const char *score = d->score[d->primary].name;
    if (count == 0) {
        fw_buffer_printf(
            out, "Agreement of `%s` with `%s` cannot be told from %zu %s: scores or ratings do not vary.\n",
            score, d->human, d->rows, d->rows == 1 ? "row" : "rows");
        return;
    }
    if (failed == 0)
        fw_buffer_printf(out, "`%s` agrees with `%s` as well as operational use asks: ", score, d->human);
    else
        fw_buffer_printf(out, "`%s` falls short of what operational use asks in %zu of %zu checks: ", score,
                         failed, count);
    fw_buffer_text(out, "r = ");
    interval(out, f->main.measure[FW_MEASURE_CORR], 2);
    fw_buffer_text(out, ", quadratic weighted kappa ");
    interval(out, f->main.measure[FW_MEASURE_WTKAPPA], 2);
    fw_buffer_printf(out, ", %zu rows.", d->rows);
    if (sure < count)
        fw_buffer_printf(out, " In %zu of the %zu checks the rows are too few to be sure.", count - sure,
                         count);
    fw_buffer_char(out, '\n');
}

static void check_table(fw_buffer *out, const check *checks, size_t count) {
    if (count == 0) return;
    fw_buffer_text(out, "\n| check | found (95 % interval) | asked | met |\n|---|---|---|---|\n");
    for (size_t i = 0; i < count; i++) {
        fw_buffer_printf(out, "| %s | ", checks[i].what);
        interval(out, checks[i].found, 3);
        fw_buffer_printf(out, " | %s | %s%s |\n", checks[i].bound, met(&checks[i]) ? "yes" : "no",
                         settled(&checks[i]) ? "" : ", not surely");
    }
}

/* One column of a sheet, by name. */
static const fw_sheet_cell *cell(const fw_sheet *sheet, size_t row, const char *column) {
    static const fw_sheet_cell empty = {.number = (double)NAN};
    for (size_t c = 0; c < sheet->column_count; c++)
        if (strcmp(sheet->columns[c], column) == 0) return &sheet->cells[row * sheet->column_count + c];
    return &empty;
}

static const char *text_of(const fw_sheet *sheet, size_t row, const char *column) {
    const char *text = cell(sheet, row, column)->text;
    return text ? text : "";
}

static void kinds(fw_buffer *out, const fw_sheets *sheets) {
    static const char *const COLUMNS[] = {"N",     "corr",      "wtkappa", "R2", "RMSE",
                                          "kappa", "exact_agr", "adj_agr", "SMD"};
    const fw_sheet *sheet = fw_eval_sheet(sheets, "evaluation");
    fw_buffer_text(out, "\n## Agreement\n\n| score |");
    const size_t n = sizeof COLUMNS / sizeof COLUMNS[0];
    for (size_t c = 0; c < n; c++) fw_buffer_printf(out, " %s |", COLUMNS[c]);
    fw_buffer_text(out, "\n|---|");
    for (size_t c = 0; c < n; c++) fw_buffer_text(out, "---|");
    for (size_t r = 0; r < fw_sheet_rows(sheet); r++) {
        fw_buffer_printf(out, "\n| %s |", text_of(sheet, r, "score"));
        for (size_t c = 0; c < n; c++) {
            const double value = cell(sheet, r, COLUMNS[c])->number;
            if (isfinite(value))
                fw_buffer_printf(out, c == 0 ? " %.0f |" : " %.3f |", value);
            else
                fw_buffer_text(out, " |");
        }
    }
    fw_buffer_char(out, '\n');
}

static void second_rater(fw_buffer *out, const fw_eval_data *d, const fw_eval_findings *f) {
    if (!d->h2) return;
    fw_buffer_printf(out, "\n## Second rater\n\n`%s` and `%s` on %zu rows rated twice: r = ", d->human,
                     d->human2, f->second.n);
    interval(out, f->second.measure[FW_MEASURE_CORR], 3);
    fw_buffer_text(out, ", kappa ");
    interval(out, f->second.measure[FW_MEASURE_WTKAPPA], 3);
    fw_buffer_text(out, ". Correlation of the score corrected for the raters' unreliability: ");
    interval(out, f->lost.disattenuated, 3);
    fw_buffer_text(out, f->lost.disattenuated.value > 1
                            ? ". Above 1, as no correlation can be: chance made these raters agree less than "
                              "the score does.\n"
                            : ".\n");
}

static void true_score(fw_buffer *out, const fw_eval_findings *f) {
    if (f->truth.n == 0) return;
    fw_buffer_text(out, "\n## True score\n\n");
    if (isfinite(f->truth.prmse.value)) {
        fw_buffer_text(out, "Share of the true scores' variance that the scores predict (PRMSE): ");
        interval(out, f->truth.prmse, 3);
        fw_buffer_printf(
            out, "; %zu rows, %zu of them rated more than once.%s\n", f->truth.n, f->truth.multiple,
            f->truth.prmse.value > 1 ? " Above 1, as no share can be: the scores are closer to "
                                       "the ratings than the raters' error, as estimated, allows."
                                     : "");
    } else if (f->truth.multiple == 0) {
        fw_buffer_text(out,
                       "Not defined: no row has two ratings. --error-variance gives the raters' error.\n");
    } else {
        fw_buffer_text(out, "Not defined: the ratings show no variance beyond the raters' error.\n");
    }
}

/* ---- groups ---- */

static void group_flags(fw_buffer *out, const fw_sheet *sheet, const char *score) {
    size_t flagged = 0, clear = 0, told = 0, withheld = 0;
    fw_buffer names = {0};
    for (size_t r = 1; r < fw_sheet_rows(sheet); r++) {
        const char *name = text_of(sheet, r, "group"), *note = text_of(sheet, r, "note");
        if (strcmp(text_of(sheet, r, "score"), score) != 0 || strcmp(name, "All data") == 0) continue;
        const fw_sheet_cell *dsm = cell(sheet, r, "DSM");
        withheld += strncmp(note, "suppressed", 10) == 0;
        told += isfinite(dsm->number) ? 1 : 0;
        if (note[0] != '|') continue;
        const double low = cell(sheet, r, "DSM_low")->number, high = cell(sheet, r, "DSM_high")->number;
        clear += low > 0 || high < 0;
        fw_buffer_printf(&names, "%s%s (DSM %+.2f", flagged++ ? ", " : "", name, dsm->number);
        if (isfinite(low)) fw_buffer_printf(&names, ", 95 %% interval %+.2f to %+.2f", low, high);
        fw_buffer_printf(&names, ", %.0f rows)", cell(sheet, r, "N")->number);
    }
    if (flagged)
        fw_buffer_printf(out,
                         "%zu of %zu groups differ by more than 0.10 SD: %s. %zu of them differ%s clearly.",
                         flagged, told, names.data, clear, clear == 1 ? "s" : "");
    else if (told)
        fw_buffer_printf(out, "No group of %zu differs by more than 0.10 SD.", told);
    else
        fw_buffer_text(out, "No group can be shown.");
    if (withheld) fw_buffer_printf(out, " %zu suppressed.", withheld);
    if (names.failed) out->failed = true;
    fw_buffer_free(&names);
}

static void fairness(fw_buffer *out, const fw_eval_data *d, const fw_sheet *sheet) {
    const char *last = "";
    for (size_t r = 0; r < fw_sheet_rows(sheet); r++) {
        const char *title = text_of(sheet, r, "title");
        const double p = cell(sheet, r, "sig")->number;
        if (strcmp(title, last) == 0) continue;
        last = title;
        fw_buffer_printf(out, "\n- %s: ", title);
        if (isfinite(p))
            fw_buffer_printf(out,
                             p < .001 ? "groups explain %.1f %% of it, p < 0.001"
                                      : "groups explain %.1f %% of it, p = %.3f",
                             fmax(0, 100 * cell(sheet, r, "R2")->number), p);
        else
            fw_buffer_text(out, "not defined");
    }
    if (d->participant && last[0])
        fw_buffer_text(out, "\n\np takes all rows for those of different people, and is too small where "
                            "people gave several, or where errors vary more in small groups.");
}

static void groups(fw_buffer *out, const fw_eval_data *d, const fw_sheets *sheets) {
    for (size_t i = 0; i < sheets->count; i++) {
        const fw_sheet *sheet = sheets->list[i];
        if (strncmp(sheet->name, "by_", 3) != 0) continue;
        fw_buffer_printf(out, "\n## By %s\n\n", sheet->name + 3);
        group_flags(out, sheet, d->score[d->primary].name);
        fw_buffer_char(out, '\n');
        char name[160];
        snprintf(name, sizeof name, "fairness_%.140s", sheet->name + 3);
        const fw_sheet *fair = fw_eval_sheet(sheets, name);
        if (fair && fw_sheet_rows(fair)) fairness(out, d, fair);
        fw_buffer_char(out, '\n');
    }
}

/* ---- attempts ---- */

static void programme(fw_buffer *out, const fw_eval_data *d, const fw_eval_findings *f) {
    const fw_programme_effect *e = &f->effect;
    if (e->n == 0) return;
    fw_buffer_printf(out,
                     "\n## Change between attempts\n\n%zu participants, `%s` of the first to the last "
                     "attempt: mean change ",
                     e->n, d->metric_name[0]);
    interval(out, e->change, 2);
    fw_buffer_text(out, ", effect size d_av ");
    interval(out, e->d_av, 2);
    fw_buffer_printf(out, "; %.0f %%", 100 * e->improved.value);
    if (isfinite(e->improved.low))
        fw_buffer_printf(out, " (%.0f to %.0f)", 100 * e->improved.low, 100 * e->improved.high);
    fw_buffer_text(out, " improved. ");
    if (isfinite(e->p)) fw_buffer_printf(out, "Paired t: p = %.3g; Wilcoxon: p = %.3g.", e->p, e->v_p);
    fw_buffer_text(out, "\n\nThis is a change, not an effect shown to be the programme's: there is no "
                        "comparison group, people "
                        "improve by repeating, and those who began low come closer to the mean in any case: "
                        "regression to the mean");
    if (isfinite(e->baseline))
        fw_buffer_printf(out, " (here the first score and the change correlate at %.2f)", e->baseline);
    fw_buffer_text(out, ".\n");
}

/* ---- rows ---- */

static void rows(fw_buffer *out, const fw_eval_data *d, size_t k) {
    fw_buffer_printf(out, "\n## Rows\n\n%zu evaluated, %zu set aside", d->rows, d->excluded_count);
    fw_buffer_text(out, d->excluded_count ? " (excluded.csv says why)." : ".");
    if (d->zeros)
        fw_buffer_printf(out, " %zu rating%s of 0 counted; --exclude-zero-scores sets such aside.", d->zeros,
                         fw_plural(d->zeros));
    if (d->by_count)
        fw_buffer_printf(out, " Groups under %zu %s are suppressed, and so is what would reveal them.", k,
                         d->participant ? "participants" : "rows");
    fw_buffer_printf(out, " Intervals are 95 %%: %s.\n",
                     d->participant
                         ? "a bootstrap of participants where their answers repeat"
                         : "Fisher's for correlations, Wilson's for percentages, else a bootstrap of rows");
}

char *fw_eval_summary(const fw_eval_data *d, const fw_sheets *sheets, const fw_eval_findings *f, size_t k) {
    fw_buffer out = {0};
    check checks[4];
    const size_t count = list_checks(d, f, checks);
    fw_buffer_text(&out, "# Evaluation\n\n");
    finding(&out, d, f, checks, count);
    check_table(&out, checks, count);
    kinds(&out, sheets);
    second_rater(&out, d, f);
    true_score(&out, f);
    groups(&out, d, sheets);
    programme(&out, d, f);
    rows(&out, d, k);
    if (out.failed) {
        fw_buffer_free(&out);
        return NULL;
    }
    return out.data;
}
