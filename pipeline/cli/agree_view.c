/* agree_view.c: rater analysis for a terminal. */
#include "cli/agree_view.h"

#include "base/log.h"
#include "base/str.h"

#include <math.h>

enum { REJECTS_SHOWN = 5, RATERS_SHOWN = 20, NAME_COLUMNS = 14 };

/* A figure of fixed width; a dash where there is none. */
static void number(double value, int width, int digits) {
    if (isfinite(value))
        printf(" %*.*f", width, digits, value);
    else
        printf(" %*s", width, "-");
}

static void interval(const char *name, fw_interval x) {
    printf("  %-18s", name);
    number(x.value, 6, 3);
    if (isfinite(x.low) && isfinite(x.high)) printf("   %6.3f to %6.3f", x.low, x.high);
    printf("\n");
}

static void print_intake(const fw_agree *agree) {
    const size_t rejected = fw_ratings_reject_count(agree->ratings);
    const fw_rating_reject *rejects = fw_ratings_rejects(agree->ratings);
    printf("%llu rows read = %zu ratings used + %zu set aside\n",
           (unsigned long long)fw_ratings_rows(agree->ratings), fw_ratings_count(agree->ratings), rejected);
    for (size_t i = 0; i < rejected && i < REJECTS_SHOWN; i++) {
        fw_buffer safe = {0};
        fw_log_escape(&safe, fw_str_of(rejects[i].message));
        printf("  line %llu, %s: %s\n", (unsigned long long)rejects[i].line,
               fw_rating_reject_name(rejects[i].code), safe.data ? safe.data : "");
        fw_buffer_free(&safe);
    }
    if (rejected > REJECTS_SHOWN)
        printf("  and %zu more: rejects.csv (-o DIR) lists them\n", rejected - REJECTS_SHOWN);
}

static void print_reliability(const fw_panel_result *r) {
    printf("\n  Reliability          value       95 %% CI\n");
    for (int k = 0; k < FW_ICC_COUNT; k++) interval(fw_icc_title((fw_icc_kind)k), r->icc.of[k]);
    for (int k = 0; k < FW_ALPHA_COUNT; k++) {
        char name[32];
        snprintf(name, sizeof name, "alpha, %s", fw_alpha_name((fw_alpha_kind)k));
        interval(name, r->alpha.of[k]);
    }
    printf("  k = %.2f ratings an answer%s\n", r->icc.k,
           r->icc.complete ? ""
                           : "; not every rater rated every answer: the ICCs' intervals are approximate");
    printf("\n  Agreement of pairs   exact %.0f %%, within one point %.0f %%, kappa", r->exact, r->adjacent);
    number(r->kappa, 0, 2);
    printf(", QWK");
    number(r->qwk, 0, 2);
    printf("\n\n  Raters averaged     ");
    for (size_t m = 1; m <= FW_DECISION_RATERS; m++) printf(" %4zu", m);
    printf("\n  as it stands        ");
    for (size_t m = 0; m < FW_DECISION_RATERS; m++) number(r->decision[m].absolute, 4, 2);
    printf("\n  order of answers    ");
    for (size_t m = 0; m < FW_DECISION_RATERS; m++) number(r->decision[m].relative, 4, 2);
    printf("\n");
}

static void print_name(const fw_console *console, const char *name) {
    const fw_str all = fw_str_of(name);
    const fw_str shown = {name, fw_console_fit(all, NAME_COLUMNS)};
    printf("  ");
    fw_console_paint(console, FW_PAINT_PLAIN, shown);
    for (size_t c = fw_console_columns(shown); c < NAME_COLUMNS; c++) printf(" ");
}

static void print_rater(const fw_console *console, const fw_rater *x) {
    print_name(console, x->name);
    printf(" %6zu", x->count);
    number(x->mean, 6, 2);
    number(x->sd, 5, 2);
    if (isfinite(x->severity.value))
        printf(" %+8.2f", x->severity.value);
    else
        number(x->severity.value, 8, 2);
    number(x->severity_se, 5, 2);
    number(x->slope, 6, 2);
    number(x->noise, 6, 2);
    number(x->rest_r, 6, 2);
    if (isfinite(x->measure))
        printf(" %+7.2f", x->measure);
    else
        number(x->measure, 7, 2);
    number(x->infit, 6, 2);
    number(x->outfit, 6, 2);
    for (size_t f = 0, told = 0; f < FW_RATER_FLAGS; f++)
        if (x->flags & 1u << f) printf("%s%s", told++ ? ", " : "  ", fw_rater_flag_name(f));
    printf("\n");
}

/* All when they are few; else those that stand out. */
static void print_raters(const fw_console *console, const fw_panel_result *r, bool verbose) {
    const bool all = verbose || r->rater_count <= RATERS_SHOWN;
    size_t shown = 0;
    printf("\n  %-14s %6s %6s %5s %8s %5s %6s %6s %6s %7s %6s %6s\n", "Rater", "n", "mean", "SD", "severity",
           "SE", "slope", "noise", "r rest", "logits", "infit", "outfit");
    for (size_t i = 0; i < r->rater_count && (verbose || shown < RATERS_SHOWN); i++) {
        if (!all && !r->rater[i].flags) continue;
        print_rater(console, &r->rater[i]);
        shown++;
    }
    if (shown < r->rater_count) printf("  and %zu more raters (-v shows all)\n", r->rater_count - shown);
}

void fw_agree_print(const fw_console *console, const fw_agree *agree, bool verbose) {
    print_intake(agree);
    for (size_t i = 0; i < agree->trait_count; i++) {
        const fw_panel_result *r = agree->trait[i];
        printf("\n");
        fw_console_paint(console, FW_PAINT_BOLD, fw_str_of(r->trait));
        printf(": %zu ratings (mean %.2f, SD %.2f, %g to %g) of %zu answer%s by %zu raters; %zu %s two or "
               "more\n",
               r->ratings, r->mean, r->sd, r->min, r->max, r->answers, fw_plural(r->answers), r->rater_count,
               r->shared_answers, r->shared_answers == 1 ? "answer has" : "answers have");
        fw_agree_print_findings(console, r);
        print_reliability(r);
        print_raters(console, r, verbose);
    }
    printf("\nSeverity is what a rater adds to a rating: below 0 severe, above 0 lenient. Slope, noise, "
           "infit and\n"
           "outfit are 1 where a rater is like the others. 'failwise fit --raters adjust' takes severity "
           "out.\n");
}
