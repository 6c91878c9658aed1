/* audit_view.c: the audit of one answer: finding, text, parts, timing, traps, and what to practise. */
#include "cli/audit_view.h"

#include "base/str.h"

#include <math.h>
#include <string.h>

enum { BAR_WIDTH = 16, SCALE_CELLS = 35, SECONDS_A_CELL = 2, GOOD_SHOWN = 2, AROUND = 12, AROUND_THIN = 22 };

void fw_audit_heading(const fw_console *console, const char *text) {
    printf("\n");
    fw_console_paint(console, FW_PAINT_BOLD, fw_str_of(text));
    printf("\n");
}

fw_paint fw_audit_points_paint(double points) {
    return points >= fw_part_stands ? FW_PAINT_GOOD : points >= 1.5 ? FW_PAINT_WARN : FW_PAINT_BAD;
}

void fw_audit_quote(const fw_console *console, const fw_analysis *a, fw_span span, size_t most) {
    char quote[128];
    fw_quote_text(a, span, most < sizeof quote - 8 ? most : sizeof quote - 8, quote, sizeof quote);
    fputc('"', stdout);
    fw_console_paint(console, FW_PAINT_PLAIN, fw_str_of(quote));
    fputc('"', stdout);
}

/* ---- the finding ---- */

/* What an answer shows of each part. */
static const fw_quote SHOWN[FW_ARC_PARTS] = {FW_QUOTE_FAIL, FW_QUOTE_DECISION, FW_QUOTE_ACTION,
                                             FW_QUOTE_LESSON, FW_QUOTE_PRACTICE};

static void print_point(const fw_console *console, const fw_audited *audited, size_t part, bool good) {
    const fw_analysis *a = audited->analysis;
    printf("  ");
    fw_console_paint(console, good ? FW_PAINT_GOOD : FW_PAINT_BAD, fw_str_of(good ? "+" : "-"));
    printf(" %s", fw_part_title(part));
    if (!good) printf(", %s", fw_part_standing(a, audited->score, part));
    const bool told = a->arc[part] > 0 || a->tally->clauses[FW_PART_FAIL + part] > 0;
    const fw_span shown = told ? fw_quote_find(a, SHOWN[part]) : (fw_span){0, 0};
    if (shown.end > shown.start) {
        printf(": ");
        fw_audit_quote(console, a, shown,
                       console->width - strlen(fw_part_title(part)) - (good ? AROUND : AROUND_THIN));
    }
    printf("\n");
}

/* The strongest two parts that stand, then all that do not. */
static void print_points(const fw_console *console, const fw_audited *audited) {
    const double *points = audited->score->part;
    bool told[FW_ARC_PARTS] = {false};
    for (int shown = 0; shown < GOOD_SHOWN; shown++) {
        size_t best = FW_ARC_PARTS;
        for (size_t i = 0; i < FW_ARC_PARTS; i++) {
            if (!told[i] && points[i] >= fw_part_stands && (best == FW_ARC_PARTS || points[i] > points[best]))
                best = i;
        }
        if (best == FW_ARC_PARTS) break;
        told[best] = true;
        print_point(console, audited, best, true);
    }
    for (size_t i = 0; i < FW_ARC_PARTS; i++) {
        if (!(points[i] >= fw_part_stands)) print_point(console, audited, i, false);
    }
}

static void print_language(const fw_console *console, const fw_analysis *a) {
    if (!fw_is_foreign(a)) return;
    fw_console_wrap(
        console, FW_PAINT_WARN,
        FW_STR("Most of these words are in none of the English lists that this rests on. An answer in "
               "another language cannot be judged."),
        0, 0);
    printf("\n");
}

/* What stands in the text and was left out; hesitations are told as fillers. */
static void print_unread(const fw_console *console, const fw_analysis *a) {
    static const char *const NAMES[FW_UNREAD_HESITATION][2] = {
        [FW_UNREAD_MARKUP] = {"piece of markup", "pieces of markup"},
        [FW_UNREAD_NOTE] = {"note", "notes"},
        [FW_UNREAD_SPEAKER] = {"speaker's name", "speakers' names"},
        [FW_UNREAD_QUESTION] = {"question", "questions"}};
    uint32_t counts[FW_UNREAD_KIND_COUNT] = {0};
    for (uint32_t i = 0; i < a->unread_count; i++) counts[a->unread[i].kind]++;
    char text[160] = "Not read as part of the answer:";
    size_t len = strlen(text);
    const size_t before = len;
    for (int kind = 0; kind < FW_UNREAD_HESITATION; kind++) {
        if (counts[kind] == 0) continue;
        const int more = snprintf(text + len, sizeof text - len, "%s %u %s", len > before ? "," : "",
                                  counts[kind], NAMES[kind][counts[kind] != 1]);
        if (more > 0) len += (size_t)more;
    }
    if (len == before) return;
    fw_console_wrap(console, FW_PAINT_DIM, fw_str_of(text), 0, 0);
    printf("\n");
}

static void print_finding(const fw_console *console, const fw_audited *audited) {
    const fw_analysis *a = audited->analysis;
    const fw_score *score = audited->score;
    fw_console_paint(console, FW_PAINT_BOLD, audited->name);
    printf(": %u word%s, %u sentence%s, %.0f s%s, score %.1f (%g to %g)\n\n", a->word_count,
           fw_plural(a->word_count), a->sentence_count, fw_plural(a->sentence_count), a->seconds,
           a->seconds_estimated ? " (estimated)" : "", score->overall, audited->scale_min,
           audited->scale_max);
    print_language(console, a);
    print_unread(console, a);
    char headline[FW_HEADLINE_TEXT];
    fw_headline(a, score, headline);
    fw_console_wrap(console, FW_PAINT_BOLD, fw_str_of(headline), 0, 0);
    print_points(console, audited);
}

/* ---- the text's legend ---- */

static void print_legend(const fw_console *console) {
    fw_console_paint(console, FW_PAINT_BOLD, FW_STR("What each piece does"));
    printf("  (");
    fw_console_on(console, FW_PAINT_PLAIN, true);
    fputs(console->color ? "underlined" : "_marked_", stdout);
    fw_console_off(console);
    printf(": its evidence; -: no part of the story)\n");
}

/* ---- five parts ---- */

static void print_arc(const fw_console *console, const fw_audited *audited) {
    const fw_analysis *a = audited->analysis;
    const size_t weakest = fw_weakest_part(a, audited->score);
    bool fewer = false; /* points than the weakest part's */
    fw_audit_heading(console, "Five parts");
    for (size_t i = 0; i < FW_ARC_PARTS; i++) {
        const double points = audited->score->part[i];
        fewer = fewer || points < audited->score->part[weakest];
        const char *name = fw_part_name((fw_part)(FW_PART_FAIL + (int)i));
        printf("  ");
        fw_console_paint(console, fw_audit_part_paint(FW_PART_FAIL + i), fw_str_of(name));
        printf("%*s%-25s ", (int)(6 - strlen(name)), "", fw_part_title(i));
        fw_console_bar(console, fw_audit_points_paint(points), points / 4, BAR_WIDTH);
        printf(" %3.1f %s%s\n", points, fw_part_standing(a, audited->score, i),
               i == weakest ? ", weakest" : "");
    }
    printf("  ");
    fw_console_paint(console, FW_PAINT_DIM,
                     FW_STR("0 absent, 1 hinted, 2 vague, 3 specific, 4 with evidence"));
    printf("\n");
    if (!fewer) return;
    printf("  ");
    fw_console_paint(console, FW_PAINT_DIM,
                     FW_STR("weakest: of parts with about as few points, the one told least"));
    printf("\n");
}

/* ---- timing ---- */

static const char *cell_of(const fw_console *console, bool filled, bool band) {
    static const char *const CELLS[2][2][2] = {{{" ", "-"}, {"#", "="}},
                                               {{" ", "\xe2\x96\x91"}, {"\xe2\x96\x88", "\xe2\x96\x93"}}};
    return CELLS[console->blocks][filled][band];
}

/* A bar of two seconds a cell; the band's cells are shaded, so that one sees where it should end. */
static void print_time_bar(const fw_console *console, double seconds, const fw_star_band *band, bool good) {
    fw_console_on(console, good ? FW_PAINT_GOOD : FW_PAINT_WARN, false);
    for (int cell = 0; cell < SCALE_CELLS; cell++) {
        const double at = cell * SECONDS_A_CELL;
        fputs(
            cell_of(console, seconds > at + SECONDS_A_CELL / 2.0, at >= band->low - 1 && at < band->high - 1),
            stdout);
    }
    fputs(seconds > SCALE_CELLS * SECONDS_A_CELL ? ">" : " ", stdout);
    fw_console_off(console);
}

static void print_verdict(const fw_console *console, double seconds, const fw_star_band *band) {
    char text[64];
    if (seconds < band->low) {
        snprintf(text, sizeof text, "short by %.0f s", band->low - seconds);
    } else if (seconds > band->high) {
        snprintf(text, sizeof text, "long by %.0f s", seconds - band->high);
    } else {
        snprintf(text, sizeof text, "in the band");
    }
    const bool good = seconds >= band->low && seconds <= band->high;
    fw_console_paint(console, good ? FW_PAINT_GOOD : FW_PAINT_WARN, fw_str_of(text));
    printf("\n");
}

static void print_star(const fw_console *console, const fw_analysis *a) {
    fw_audit_heading(console, "Time");
    for (size_t i = 0; i < FW_STAR_COUNT; i++) {
        const fw_star_band *band = &fw_star_bands[i];
        const double seconds = round(fw_star_seconds(a, i));
        printf("  %-9s %4.0f s  ", band->name, seconds);
        print_time_bar(console, seconds, band, seconds >= band->low && seconds <= band->high);
        printf(" %2.0f-%.0f s, ", band->low, band->high);
        print_verdict(console, seconds, band);
    }
    printf("  %-9s %4.0f s  %-*s %2.0f-%.0f s, ", fw_whole_band.name, a->seconds, SCALE_CELLS + 1,
           a->seconds_estimated ? "estimated from the number of words" : "recorded", fw_whole_band.low,
           fw_whole_band.high);
    print_verdict(console, round(a->seconds), &fw_whole_band);
}

/* ---- traps and practice ---- */

static void print_traps(const fw_console *console, uint32_t traps) {
    if (traps == 0) return;
    fw_audit_heading(console, "Traps");
    for (size_t i = 0; i < FW_TRAP_COUNT; i++) {
        if (!(traps >> i & 1)) continue;
        printf("  ");
        fw_console_paint(console, FW_PAINT_BAD, fw_str_of(fw_trap_name(i)));
        printf(": ");
        fw_console_wrap(console, FW_PAINT_PLAIN, fw_str_of(fw_trap_advice(i)), 4 + strlen(fw_trap_name(i)),
                        4);
    }
}

static void print_practice(const fw_console *console, const fw_audited *audited) {
    fw_exercise exercise;
    fw_exercise_of(audited->analysis, audited->score, &exercise);
    char title[80];
    snprintf(title, sizeof title, "Practise next: %s",
             exercise.part < FW_ARC_PARTS ? fw_part_title(exercise.part) : "the whole story");
    fw_audit_heading(console, title);
    printf("  ");
    fw_console_wrap(console, FW_PAINT_PLAIN, fw_str_of(exercise.text), 2, 2);
}

void fw_audit_print(const fw_console *console, const fw_audited *audited, bool verbose) {
    const fw_analysis *a = audited->analysis;
    print_finding(console, audited);
    printf("\n");
    print_legend(console);
    fw_audit_print_text(console, a, verbose);
    print_arc(console, audited);
    print_star(console, a);
    print_traps(console, audited->score->traps);
    fw_audit_print_notes(console, a);
    fw_audit_print_numbers(console, a, verbose);
    print_practice(console, audited);
}
