/* audit_drafts.c: two drafts compared, in the terminal: finding, points, what was gained and lost, the text.
 */
#include "cli/audit_drafts.h"

#include "base/buffer.h"
#include "base/str.h"

#include <math.h>
#include <string.h>

enum { BAR_WIDTH = 8, QUOTE_NARROW = 58, QUOTE_WIDE = 78, LABEL = 10, CHANGES_SHOWN = 14 };
static const double SAME = 0.999;   /* likeness from which a sentence counts as unchanged */
static const double VISIBLE = 0.05; /* points below which a difference is not shown */

/* ---- points ---- */

static void print_difference(const fw_console *console, double difference) {
    char text[32];
    if (fabs(difference) < VISIBLE) {
        snprintf(text, sizeof text, "   =");
    } else {
        snprintf(text, sizeof text, "%+4.1f", difference);
    }
    const bool none = fabs(difference) < VISIBLE;
    fw_console_paint(console,
                     none             ? FW_PAINT_DIM
                     : difference > 0 ? FW_PAINT_GOOD
                                      : FW_PAINT_BAD,
                     fw_str_of(text));
}

static void print_points(const fw_console *console, const fw_audited *before, const fw_audited *after) {
    fw_audit_heading(console, "Points                            before         after");
    for (size_t i = 0; i < FW_ARC_PARTS; i++) {
        const double was = before->score->part[i], is = after->score->part[i];
        const char *name = fw_part_name((fw_part)(FW_PART_FAIL + (int)i));
        printf("  ");
        fw_console_paint(console, fw_audit_part_paint(FW_PART_FAIL + i), fw_str_of(name));
        printf("%*s%-25s ", (int)(6 - strlen(name)), "", fw_part_title(i));
        fw_console_bar(console, fw_audit_points_paint(was), was / 4, BAR_WIDTH);
        printf(" %3.1f   ", was);
        fw_console_bar(console, fw_audit_points_paint(is), is / 4, BAR_WIDTH);
        printf(" %3.1f  ", is);
        print_difference(console, is - was);
        printf("\n");
    }
}

/* Seconds outside the band of 90 to 120: negative when too short. */
static double beyond(double seconds) {
    const double rounded = round(seconds);
    if (rounded < fw_whole_band.low) return rounded - fw_whole_band.low;
    return rounded > fw_whole_band.high ? rounded - fw_whole_band.high : 0;
}

static void print_length(const fw_audited *before, const fw_audited *after) {
    const fw_analysis *b = before->analysis, *a = after->analysis;
    printf("  length: %u -> %u word%s, %.0f -> %.0f s (band %.0f-%.0f s: ", b->word_count, a->word_count,
           fw_plural(a->word_count), b->seconds, a->seconds, fw_whole_band.low, fw_whole_band.high);
    const double was = beyond(b->seconds), is = beyond(a->seconds);
    if (is == 0) {
        printf("in the band)\n");
    } else {
        printf("%s by %.0f s%s)\n", is < 0 ? "short" : "long", fabs(is),
               fabs(is) < fabs(was)   ? ", closer"
               : fabs(is) > fabs(was) ? ", further off"
                                      : "");
    }
}

/* ---- changes ---- */

static const char *const LABELS[FW_CHANGE_KIND_COUNT] = {
    [FW_CHANGE_DECISION] = "decision", [FW_CHANGE_OWNED] = "'I'",         [FW_CHANGE_PART] = "part",
    [FW_CHANGE_NUMBER] = "number",     [FW_CHANGE_PRACTICE] = "practice", [FW_CHANGE_TRAP] = "trap",
    [FW_CHANGE_CLOSING] = "closing",   [FW_CHANGE_POINTS] = "points",
};

static bool is_empty(fw_span span) { return span.end <= span.start; }

static void print_change(const fw_console *console, const fw_analysis *b, const fw_analysis *a,
                         const fw_change *c) {
    const size_t most = console->width > 90 ? QUOTE_WIDE : QUOTE_NARROW;
    printf("  ");
    fw_console_paint(console, c->better ? FW_PAINT_GOOD : FW_PAINT_BAD, fw_str_of(c->better ? "+" : "-"));
    printf(" %-*s", LABEL, LABELS[c->kind]);
    if (c->kind == FW_CHANGE_TRAP) {
        printf("%s%s\n", fw_trap_name(c->item), c->better ? " is gone" : " is new");
        return;
    }
    if (c->kind == FW_CHANGE_PART)
        printf("%s%s", fw_part_title(c->item), is_empty(c->better ? c->after : c->before) ? "" : ": ");
    if (!is_empty(c->better ? c->after : c->before))
        fw_audit_quote(console, c->better ? a : b, c->better ? c->after : c->before,
                       c->kind == FW_CHANGE_PART ? most - 26 : most);
    printf("\n");
    const bool shows_old = c->kind == FW_CHANGE_OWNED || c->kind == FW_CHANGE_DECISION;
    if (!shows_old || is_empty(c->better ? c->before : c->after)) return;
    printf("    %*s%s ", LABEL, "", c->better ? "was" : "now");
    fw_audit_quote(console, c->better ? b : a, c->better ? c->before : c->after, most - 4);
    printf("\n");
}

/* A decision that was a passive before is told as a decision; the 'I' in it needs no second line. */
static bool is_told_already(const fw_drafts *d, const fw_change *c) {
    for (size_t i = 0; i < d->change_count && c->kind == FW_CHANGE_OWNED; i++) {
        const fw_change *o = &d->changes[i];
        if (o->kind == FW_CHANGE_DECISION && o->better == c->better && o->after.start == c->after.start &&
            o->before.start == c->before.start)
            return true;
    }
    return false;
}

/* All numbers of one side on one line, wrapped. */
static void print_numbers(const fw_console *console, const fw_analysis *text, const fw_drafts *d,
                          bool better) {
    fw_buffer line = {0};
    for (size_t i = 0; i < d->change_count; i++) {
        const fw_change *c = &d->changes[i];
        if (c->kind != FW_CHANGE_NUMBER || c->better != better) continue;
        char quote[48];
        fw_quote_text(text, better ? c->after : c->before, 32, quote, sizeof quote);
        fw_buffer_printf(&line, "%s%s", line.len ? ", " : "", quote);
    }
    if (line.len) {
        printf("  ");
        fw_console_paint(console, better ? FW_PAINT_GOOD : FW_PAINT_BAD, fw_str_of(better ? "+" : "-"));
        printf(" %-*s", LABEL, "numbers");
        fw_console_wrap(console, FW_PAINT_PLAIN, (fw_str){line.data, line.len}, LABEL + 4, LABEL + 4);
    }
    fw_buffer_free(&line);
}

static bool has_changes(const fw_drafts *d, bool better) {
    for (size_t i = 0; i < d->change_count; i++) {
        if (d->changes[i].better == better && d->changes[i].kind != FW_CHANGE_POINTS) return true;
    }
    return false;
}

static void print_changes(const fw_console *console, const fw_audited *before, const fw_audited *after,
                          const fw_drafts *d) {
    for (int side = 1; side >= 0; side--) {
        if (!has_changes(d, side)) continue;
        size_t told = 0;
        fw_audit_heading(console, side ? "Gained" : "Lost");
        for (size_t i = 0; i < d->change_count; i++) {
            const fw_change *c = &d->changes[i];
            if (c->better != side || c->kind == FW_CHANGE_POINTS || c->kind == FW_CHANGE_NUMBER) continue;
            if (!is_told_already(d, c) && ++told <= CHANGES_SHOWN)
                print_change(console, before->analysis, after->analysis, c);
        }
        print_numbers(console, side ? after->analysis : before->analysis, d, side);
        if (told > CHANGES_SHOWN) printf("  and %zu more (--json lists them)\n", told - CHANGES_SHOWN);
    }
}

/* ---- the text ---- */

static fw_span sentence_span(const fw_analysis *a, int32_t index) {
    const fw_sentence *s = &a->sentences[index];
    return fw_span_of(a->tokens, s->first, s->count);
}

static void print_sentence(const fw_console *console, const fw_analysis *a, int32_t index, const char *sign,
                           fw_paint paint) {
    const fw_span span = sentence_span(a, index);
    printf("  ");
    fw_console_paint(console, paint, fw_str_of(sign));
    printf(" %2d  ", (int)index + 1);
    fw_console_wrap(console, paint, (fw_str){a->text.ptr + span.start, span.end - span.start}, 8, 8);
}

static void print_text(const fw_console *console, const fw_analysis *b, const fw_analysis *a,
                       const fw_drafts *d) {
    size_t unchanged = 0;
    fw_audit_heading(console, "Sentences (- first draft, + second draft)");
    for (size_t i = 0; i < d->pair_count; i++) {
        const fw_sentence_pair *p = &d->pairs[i];
        if (p->before >= 0 && p->after >= 0 && p->likeness >= SAME) {
            unchanged++;
            continue;
        }
        if (p->before >= 0) print_sentence(console, b, p->before, "-", FW_PAINT_BAD);
        if (p->after >= 0) print_sentence(console, a, p->after, "+", FW_PAINT_GOOD);
    }
    if (unchanged) printf("  %zu unchanged\n", unchanged);
}

static void print_practice(const fw_console *console, const fw_audited *after) {
    fw_exercise exercise;
    fw_exercise_of(after->analysis, after->score, &exercise);
    fw_audit_heading(console, "For the next draft");
    printf("  ");
    fw_console_wrap(console, FW_PAINT_PLAIN, fw_str_of(exercise.text), 2, 2);
}

void fw_audit_print_drafts(const fw_console *console, const fw_audited *before, const fw_audited *after,
                           const fw_drafts *d) {
    fw_console_paint(console, FW_PAINT_BOLD, before->name);
    printf(" -> ");
    fw_console_paint(console, FW_PAINT_BOLD, after->name);
    printf("\n\n");
    fw_console_wrap(console, FW_PAINT_BOLD, fw_str_of(d->finding), 0, 0);
    print_points(console, before, after);
    print_length(before, after);
    print_changes(console, before, after, d);
    print_text(console, before->analysis, after->analysis, d);
    print_practice(console, after);
}

/* ---- JSON ---- */

static json_t *span_json(const fw_analysis *a, fw_span span) {
    if (is_empty(span)) return json_null();
    return json_pack("{s:I, s:I, s:o}", "start", (json_int_t)span.start, "end", (json_int_t)span.end, "text",
                     json_stringn(a->text.ptr + span.start, span.end - span.start));
}

static json_t *change_json(const fw_analysis *b, const fw_analysis *a, const fw_change *c) {
    json_t *object =
        json_pack("{s:s, s:s}", "kind", fw_change_name(c->kind), "effect", c->better ? "gained" : "lost");
    if (c->kind == FW_CHANGE_PART || c->kind == FW_CHANGE_POINTS)
        json_object_set_new(object, "part",
                            json_string(fw_part_name((fw_part)(FW_PART_FAIL + (int)c->item))));
    if (c->kind == FW_CHANGE_TRAP) json_object_set_new(object, "trap", json_string(fw_trap_name(c->item)));
    json_object_set_new(object, "before", span_json(b, c->before));
    json_object_set_new(object, "after", span_json(a, c->after));
    return object;
}

static json_t *rounded(double value) { return json_real(round(value * 1e6) / 1e6 + 0.0); }

static json_t *difference_json(const fw_audited *before, const fw_audited *after) {
    json_t *parts = json_object();
    for (size_t i = 0; i < FW_ARC_PARTS; i++) {
        json_object_set_new(parts, fw_part_name((fw_part)(FW_PART_FAIL + (int)i)),
                            rounded(after->score->part[i] - before->score->part[i]));
    }
    json_t *star = json_object();
    for (size_t s = 0; s < FW_STAR_COUNT; s++) {
        json_object_set_new(
            star, fw_star_name((fw_star)s),
            rounded(fw_star_seconds(after->analysis, s) - fw_star_seconds(before->analysis, s)));
    }
    return json_pack("{s:o, s:o, s:I, s:o, s:o}", "overall",
                     rounded(after->score->overall - before->score->overall), "parts", parts, "words",
                     (json_int_t)after->analysis->word_count - (json_int_t)before->analysis->word_count,
                     "seconds", rounded(after->analysis->seconds - before->analysis->seconds), "star_seconds",
                     star);
}

static json_t *pairs_json(const fw_drafts *d) {
    json_t *list = json_array();
    for (size_t i = 0; i < d->pair_count; i++) {
        const fw_sentence_pair *p = &d->pairs[i];
        json_array_append_new(list, json_pack("{s:o, s:o, s:o}", "before",
                                              p->before < 0 ? json_null() : json_integer(p->before), "after",
                                              p->after < 0 ? json_null() : json_integer(p->after), "likeness",
                                              rounded(p->likeness)));
    }
    return list;
}

json_t *fw_audit_drafts_json(const fw_audited *before, const fw_audited *after, const fw_drafts *d) {
    json_t *changes = json_array();
    for (size_t i = 0; i < d->change_count; i++)
        json_array_append_new(changes, change_json(before->analysis, after->analysis, &d->changes[i]));
    return json_pack("{s:s, s:o, s:o, s:o}", "finding", d->finding, "changes", changes, "sentences",
                     pairs_json(d), "difference", difference_json(before, after));
}
