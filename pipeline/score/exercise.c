/* exercise.c: one thing to practise, chosen from a table by what is missing and filled with the answer's
 * words. */
#include <failwise/coach.h>

#include "score/exercise.h"

#include <stdio.h>
#include <string.h>

enum { QUOTE_BYTES = 72 };

const char *fw_trap_advice(size_t bit) {
    static const char *const ADVICE[FW_TRAP_COUNT] = {
        "This is a strength dressed up as a weakness. A real failure makes you more credible.",
        "So far this is other people's failure. One sentence about your own part turns it into yours.",
        "Nothing here is measured. One figure - days, money, people - makes the stakes real.",
        "Nothing shows yet that you work differently since. One practice you really use is enough.",
        "No failure is told. Everybody has one, and this is the question about how you learn: prepare one.",
    };
    return ADVICE[bit];
}

/* The quotes of a row, found in the answer; false when one is missing. */
static bool find_quotes(const fw_analysis *a, const fw_exercise_row *row, fw_span *quote) {
    for (size_t i = 0; i < FW_EXERCISE_QUOTES; i++) {
        quote[i] = row->quote[i] == FW_QUOTE_NONE ? (fw_span){0, 0} : fw_quote_find(a, row->quote[i]);
        if (row->quote[i] != FW_QUOTE_NONE && quote[i].end <= quote[i].start) return false;
    }
    return true;
}

static bool applies(const fw_exercise_row *row, const fw_analysis *a, const fw_score *score, size_t part) {
    if (row->part != part) return false;
    if (part < FW_ARC_PARTS && score->part[part] >= row->below) return false;
    if (row->absent && part < FW_ARC_PARTS && a->tally->clauses[FW_PART_FAIL + part] > 0) return false;
    return !row->when || row->when(a, score);
}

/* Copies the row's sentence with {1} and {2} replaced. What does not fit is cut. */
static void fill(fw_exercise *out, const fw_analysis *a, const char *sentence) {
    size_t at = 0;
    for (const char *p = sentence; *p && at + 1 < sizeof out->text;) {
        if (p[0] == '{' && (p[1] == '1' || p[1] == '2') && p[2] == '}') {
            char quote[QUOTE_BYTES + 8];
            fw_quote_text(a, out->quote[p[1] - '1'], QUOTE_BYTES, quote, sizeof quote);
            const size_t room = sizeof out->text - 1 - at, len = strlen(quote);
            memcpy(out->text + at, quote, len < room ? len : room);
            at += len < room ? len : room;
            p += 3;
        } else {
            out->text[at++] = *p++;
        }
    }
    out->text[at] = '\0';
}

/* The part the exercise is for: a trap that spoils the whole story first, else the weakest part, else the
 * whole. */
static size_t part_to_practise(const fw_analysis *a, const fw_score *score) {
    const size_t weakest = fw_weakest_part(a, score);
    if (score->traps & (FW_TRAP_REFUSAL | FW_TRAP_FAKE)) return FW_EXERCISE_TRAP;
    return score->part[weakest] < 3 ? weakest : FW_ARC_PARTS;
}

void fw_exercise_of(const fw_analysis *a, const fw_score *score, fw_exercise *out) {
    const size_t wanted = part_to_practise(a, score);
    const size_t parts[] = {wanted, wanted == FW_EXERCISE_TRAP ? fw_weakest_part(a, score) : wanted,
                            FW_ARC_PARTS};
    *out = (fw_exercise){.id = "", .part = FW_ARC_PARTS};
    for (size_t p = 0; p < sizeof parts / sizeof parts[0]; p++) {
        for (const fw_exercise_row *row = fw_exercise_rows; row->id; row++) {
            if (!applies(row, a, score, parts[p]) || !find_quotes(a, row, out->quote)) continue;
            out->id = row->id;
            out->part = parts[p] == FW_EXERCISE_TRAP ? 0 : parts[p];
            fill(out, a, row->sentence);
            return;
        }
    }
}

size_t fw_exercise_count(void) {
    size_t count = 0;
    while (fw_exercise_rows[count].id) count++;
    return count;
}

const char *fw_exercise_id(size_t row) { return fw_exercise_rows[row].id; }

/* ---- the headline ---- */

static const char *const COUNTS[] = {"No part of the story stands yet", "One part of five stands",
                                     "Two parts of five stand", "Three parts of five stand",
                                     "Four parts of five stand"};

/* What a listener feels when a part is missing, and when it is there but thin. */
static const struct {
    const char *absent, *thin;
} FELT[FW_ARC_PARTS] = {
    {"one does not hear what failed", "what failed, and what it cost, stays vague"},
    {"things happen, and one does not hear what you decided", "your own decision is hinted at, not named"},
    {"the story jumps from the failure to its moral", "what you did about it stays general"},
    {"it tells what happened, not what you understood", "the lesson would fit anybody's failure"},
    {"nothing shows what you do differently today", "the change is claimed more than shown"},
};

void fw_headline(const fw_analysis *a, const fw_score *score, char out[FW_HEADLINE_TEXT]) {
    size_t stands = 0;
    for (size_t i = 0; i < FW_ARC_PARTS; i++) stands += score->part[i] >= fw_part_stands;
    if (score->traps & FW_TRAP_REFUSAL) {
        snprintf(out, FW_HEADLINE_TEXT, "No failure is told here: the question is still open.");
        return;
    }
    const size_t weakest = fw_weakest_part(a, score);
    const bool told = a->tally->clauses[FW_PART_FAIL + weakest] > 0;
    if (stands == FW_ARC_PARTS && !told) {
        snprintf(out, FW_HEADLINE_TEXT, "All five parts stand, but the %s is only implied.",
                 fw_part_title(weakest));
        return;
    }
    if (stands == FW_ARC_PARTS) {
        snprintf(out, FW_HEADLINE_TEXT, "All five parts stand: a whole story%s.",
                 a->seconds > fw_whole_band.high ? ", longer than it needs to be" : "");
        return;
    }
    snprintf(out, FW_HEADLINE_TEXT, "%s; the %s is %s: %s.", COUNTS[stands], fw_part_title(weakest),
             told                       ? "thin"
             : score->part[weakest] > 0 ? "only implied"
                                        : "missing",
             told ? FELT[weakest].thin : FELT[weakest].absent);
}
