/* quantity.c: walks the tokens of an answer and collects its quantities. */
#include "text/quantity.h"

#include "text/quantity_change.h"
#include "text/quantity_starts.h"
#include "text/quantity_typed.h"

#include <math.h>

static const fw_quantity_kind KIND_OF_UNIT[] = {
    [FW_UNIT_NONE] = FW_KIND_COUNT,    [FW_UNIT_DURATION] = FW_KIND_DURATION,
    [FW_UNIT_MONEY] = FW_KIND_MONEY,   [FW_UNIT_PERCENT] = FW_KIND_PERCENT,
    [FW_UNIT_POINTS] = FW_KIND_POINTS, [FW_UNIT_RATIO] = FW_KIND_RATIO,
    [FW_UNIT_BYTES] = FW_KIND_BYTES,   [FW_UNIT_METRIC] = FW_KIND_METRIC,
    [FW_UNIT_PERSON] = FW_KIND_COUNT,  [FW_UNIT_THING] = FW_KIND_COUNT};

static fw_quantity typed_quantity(const fw_typed *typed) {
    return (fw_quantity){.first = typed->first,
                         .count = typed->next - typed->first,
                         .value = isfinite(typed->value) ? typed->value : 0,
                         .from = (double)NAN,
                         .unit = "",
                         .kind = (uint8_t)typed->kind};
}

static fw_quantity measured(uint32_t first, uint32_t next, double value, const char *unit,
                            fw_quantity_kind kind) {
    return (fw_quantity){.first = first,
                         .count = next - first,
                         .value = value,
                         .from = (double)NAN,
                         .unit = unit,
                         .kind = (uint8_t)kind};
}

/* ---- what a number may not be ---- */

/* "one" counts only before a unit or as part of a pair; "one day", "one of them", "this one" tell a story. */
static bool one_is_pronoun(const fw_scan *s, const fw_measure *m) {
    if (m->unit.kind == FW_UNIT_NONE) return true;
    const bool counted = m->unit.kind >= FW_UNIT_PERSON || m->unit.kind == FW_UNIT_DURATION;
    if (counted && fw_scan_has(s, m->first - 1, FW_W(DEICTIC)) && !fw_scan_is(s, m->first - 1, "only"))
        return true;
    if (!fw_scan_has(s, m->first + 1, FW_W(GENERIC)) || m->next != m->first + 2) return false;
    const uint32_t before = m->first - 1;
    static const char *const MEASURING[] = {"in",   "for",  "took", "takes", "by",  "from",  "to",    "after",
                                            "than", "lost", "cost", "and",   "had", "spent", "within"};
    for (size_t k = 0; k < sizeof MEASURING / sizeof MEASURING[0]; k++) {
        if (fw_scan_is(s, before, MEASURING[k])) return false;
    }
    return !fw_scan_has(s, before, FW_W(BOUND)) && !fw_scan_is(s, m->next, "late") &&
           !fw_scan_has(s, m->next, FW_W(AGO));
}

static inline bool is_pronoun_one(const fw_scan *s, const fw_measure *m) {
    return m->value == 1 && fw_scan_is(s, m->first, "one") && one_is_pronoun(s, m);
}

/* "half the team", "by half", "cut in half"; not "half-finished", "the first half". */
static bool is_share_half(const fw_scan *s, const fw_measure *m) {
    const uint32_t i = m->first, next = m->next;
    if (!fw_scan_has(s, next - 1, FW_W(HALF))) return true;
    if (fw_scan_is(s, next, "-") && fw_scan_glued(s, next)) return false;
    if (next == i + 1 && fw_scan_has(s, i - 1, FW_W(ORDINAL) | FW_W(DEICTIC) | FW_W(OWNER))) return false;
    if (fw_scan_is(s, next, "of") || (fw_scan_has(s, next, FW_W(OWNER)) && !fw_scan_ends(s, next)))
        return true;
    if (fw_scan_is(s, i - 1, "by") || fw_scan_is(s, i - 1, "in") || fw_scan_has(s, i - 1, FW_W(BOUND)))
        return true;
    return !fw_scan_ends(s, next) && fw_class_plural(fw_scan_class(s, next));
}

/* "a quarter of the users" is a share, "lost a quarter" three months. */
static bool is_time_quarter(const fw_scan *s, const fw_measure *m) {
    if (!(m->forms & FW_NUMBER_QUARTERS) || m->unit.kind != FW_UNIT_NONE) return false;
    const double count = m->value * 4;
    if (count == 3) {
        static const char *const LASTING[] = {"for",   "over",   "last", "past",   "next",
                                              "after", "within", "took", "lasted", "previous"};
        for (size_t k = 0; k < sizeof LASTING / sizeof LASTING[0]; k++) {
            if (fw_scan_is(s, m->first - 1, LASTING[k])) return true;
        }
        return false;
    }
    if (count != 1) return true;
    const uint32_t before = fw_bound_before(s, m->first, NULL) - 1;
    if (fw_scan_has(s, before, FW_W(CHANGE)) && !fw_scan_is(s, before, "lost") &&
        !fw_scan_is(s, before, "missed"))
        return false; /* "bookings dropped about a quarter" */
    return !fw_scan_is(s, m->next, "of") && !fw_scan_is(s, m->first - 1, "by") &&
           !fw_scan_has(s, m->next, FW_W(COMPARE) | FW_W(OWNER));
}

/* 2019 before a noun: a year behind "in", and wherever the noun is no plain plural. */
static bool is_year_before_noun(const fw_scan *s, const fw_measure *m) {
    double year;
    uint32_t next;
    if (m->value < 1900 || m->unit.kind < FW_UNIT_PERSON || !(m->forms & FW_NUMBER_DIGITS) ||
        !fw_year_at(s, m->first, &year, &next))
        return false; /* most are too small */
    static const char *const DATING[] = {"in",     "since", "by",   "until", "till",
                                         "during", "early", "late", "mid"};
    for (size_t k = 0; k < sizeof DATING / sizeof DATING[0]; k++) {
        if (fw_scan_is(s, m->first - 1, DATING[k])) return true;
    }
    return !fw_class_plural(fw_scan_class(s, m->next - 1));
}

/* "Tier 1 customers": the label names its number even before a noun, unless it stands as a noun itself ("each
 * class 3 tests"). */
static bool is_label_before_noun(const fw_scan *s, const fw_measure *m) {
    const uint32_t label = m->first - 1;
    if (m->unit.kind < FW_UNIT_PERSON || !fw_scan_has(s, label, FW_W(LABEL)) ||
        fw_class_plural(fw_scan_class(s, label)))
        return false;
    if (fw_scan_is(s, label, "no") || fw_scan_has(s, label, FW_W(CARDINAL)))
        return fw_scan_is(s, label, "no") && m->forms & FW_NUMBER_DIGITS;
    return !fw_scan_has(s, label - 1,
                        FW_W(DEICTIC) | FW_W(ARTICLE) | FW_W(OWNER) | FW_W(RATE) | FW_W(CARDINAL));
}

/*
 * "in the last two weeks", "two days after tomorrow", "three weeks from now", "two years ago": the time of
 * something, not its length. "lost the last two weeks" is a length. Asked of durations.
 */
static bool is_dated(const fw_scan *s, const fw_measure *m) {
    if (!fw_scan_ends(s, m->next)) {
        if (fw_scan_has(s, m->next, FW_W(AGO))) return true;
        const bool joint = fw_scan_is(s, m->next, "from") || fw_scan_is(s, m->next, "after") ||
                           fw_scan_is(s, m->next, "before");
        static const char *const DAYS[] = {"now", "today", "tomorrow", "yesterday", "christmas", "easter"};
        fw_typed date;
        if (joint && (fw_date_at(s, m->next + 1, &date) ||
                      (fw_scan_is(s, m->next + 1, "next") && fw_scan_has(s, m->next + 2, FW_W(DATEPREP)))))
            return true;
        for (size_t k = 0; k < sizeof DAYS / sizeof DAYS[0]; k++) {
            if (joint && fw_scan_is(s, m->next + 1, DAYS[k])) return true;
        }
    }
    static const char *const ASIDE[] = {"last",   "past",      "previous", "next",
                                        "coming", "following", "upcoming"};
    static const char *const WITHIN[] = {"in", "over", "during", "within", "for", "from"};
    enum { ASIDE_COUNT = sizeof ASIDE / sizeof ASIDE[0] };
    const bool inside = m->next > m->first + 2 && fw_scan_has(s, m->next - 2, FW_W(DEICTIC));
    for (size_t k = 0; inside && k < ASIDE_COUNT; k++) {
        if (fw_scan_is(s, m->next - 2, ASIDE[k])) return true; /* "the 3 next weeks" */
    }
    if (!fw_scan_has(s, m->first - 1, FW_W(DEICTIC))) return false;
    for (size_t k = 0; k < ASIDE_COUNT; k++) {
        if (!fw_scan_is(s, m->first - 1, ASIDE[k])) continue;
        const uint32_t before = fw_scan_has(s, m->first - 2, FW_W(OWNER)) ? m->first - 3 : m->first - 2;
        for (size_t p = 0; p < sizeof WITHIN / sizeof WITHIN[0]; p++) {
            if (fw_scan_is(s, before, WITHIN[p])) return true;
        }
    }
    return false;
}

/* "two years old", "a 90 day old bill", "6 weeks of age": an age. */
static uint32_t skip_age(const fw_scan *s, const fw_measure *m) {
    if (m->unit.kind != FW_UNIT_DURATION || fw_scan_ends(s, m->next)) return 0;
    if (fw_scan_is(s, m->next, "old")) return m->next + 1;
    if (fw_scan_is(s, m->next, "-") && fw_scan_is(s, m->next + 1, "old")) return m->next + 2;
    return fw_scan_is(s, m->next, "of") && fw_scan_is(s, m->next + 1, "age") ? m->next + 2 : 0;
}

/* ---- building ---- */

/* "three times faster" is a ratio, "three times" a count. */
static void settle_times(const fw_scan *s, fw_measure *m) {
    if (!fw_unit_called(m->unit.name, "time") || fw_scan_ends(s, m->next)) return;
    if (!fw_scan_has(s, m->next, FW_W(COMPARE) | FW_W(OWNER)) && !fw_scan_is(s, m->next, "as")) return;
    m->unit = (fw_unit){"x", FW_UNIT_RATIO, 1, false};
}

/* "14 cents on the dollar" is the part of what was owed. */
static void settle_cents(const fw_scan *s, fw_measure *m) {
    if (m->unit.kind != FW_UNIT_MONEY || m->unit.scale >= 1 || !fw_scan_is(s, m->next, "on") ||
        !fw_scan_is(s, m->next + 1, "the") || fw_scan_unit(s, m->next + 2).kind != FW_UNIT_MONEY)
        return;
    m->unit = (fw_unit){"", FW_UNIT_RATIO, 1, false};
    m->next += 3;
}

static fw_quantity_kind bare_kind(const fw_measure *m) {
    return m->forms & FW_NUMBER_DECIMAL ? FW_KIND_METRIC : FW_KIND_COUNT;
}

static bool build_bare(const fw_scan *s, const fw_measure *m, fw_quantity *out) {
    fw_typed typed;
    if (!(m->forms & FW_NUMBER_FRACTION) && fw_bare_is_typed(s, m, &typed)) {
        *out = typed_quantity(&typed);
        return true;
    }
    if (is_pronoun_one(s, m)) return false;
    if (is_time_quarter(s, m)) {
        const fw_measure time = {
            .first = m->first, .next = m->next, .unit = {"quarter", FW_UNIT_DURATION, 1, false}};
        *out = measured(m->first, m->next, m->value * 4, "quarter",
                        is_dated(s, &time) ? FW_KIND_DATE : FW_KIND_DURATION);
    } else if (m->forms & FW_NUMBER_FRACTION) {
        if (!is_share_half(s, m)) return false;
        *out = measured(m->first, m->next, m->value, "", FW_KIND_RATIO);
    } else {
        *out = measured(m->first, m->next, m->value, "", bare_kind(m));
    }
    return true;
}

static bool build_single(const fw_scan *s, fw_measure *m, fw_quantity *out) {
    double share;
    uint32_t next;
    if (fw_share_parse(s, m, &share, &next)) {
        *out = measured(m->first, next, share, "", FW_KIND_RATIO);
        return true;
    }
    if (m->unit.kind == FW_UNIT_NONE) return build_bare(s, m, out);
    if (is_year_before_noun(s, m)) {
        *out = measured(m->first, m->first + 1, m->value, "", FW_KIND_DATE);
        return true;
    }
    if (is_label_before_noun(s, m)) {
        *out = measured(m->first - 1, m->first + 1, m->value, "", FW_KIND_NONE);
        return true;
    }
    if (m->value == 360 && m->next == m->first + 2 && fw_scan_has(s, m->first + 1, FW_W(REVIEW360))) {
        *out = measured(m->first, m->first + 1, m->value, "", FW_KIND_NONE); /* "360 feedback" */
        return true;
    }
    if (is_pronoun_one(s, m)) return false;
    settle_times(s, m);
    settle_cents(s, m);
    const uint32_t aged = skip_age(s, m);
    fw_quantity_kind kind = aged ? FW_KIND_NONE : KIND_OF_UNIT[m->unit.kind];
    if (m->unit.kind == FW_UNIT_DURATION && is_dated(s, m)) kind = FW_KIND_DATE;
    *out = measured(m->first, aged ? aged : m->next, m->value, m->unit.name, kind);
    return true;
}

static bool build_pair(const fw_scan *s, const fw_measure *m, uint32_t start, fw_quantity *out) {
    fw_pair pair;
    if (!fw_pair_parse(s, m, start, &pair)) return false;
    const bool part = pair.unit.kind == FW_UNIT_NONE && pair.forms & FW_NUMBER_FRACTION;
    fw_quantity_kind kind = part ? FW_KIND_RATIO : KIND_OF_UNIT[pair.unit.kind];
    if (kind == FW_KIND_COUNT && pair.unit.kind == FW_UNIT_NONE &&
        (pair.is_delta || pair.forms & FW_NUMBER_DECIMAL))
        kind = FW_KIND_METRIC;
    *out = measured(pair.first, pair.next, pair.value, pair.unit.name, kind);
    out->from = pair.from;
    out->is_delta = pair.is_delta;
    if (pair.is_delta) out->direction = (int8_t)((pair.value > pair.from) - (pair.value < pair.from));
    return true;
}

/* "twice", "doubled", "tenfold", "halved". */
static bool build_multiple(const fw_scan *s, uint32_t i, fw_quantity *out) {
    const double value = fw_scan_value(s, i);
    const bool compared =
        fw_scan_has(s, i + 1, FW_W(OWNER)) || fw_scan_is(s, i + 1, "as") || fw_scan_is(s, i + 1, "what");
    if (fw_scan_has(s, i, FW_W(REPEAT))) {
        const bool ratio = compared && !fw_scan_ends(s, i + 1); /* else how often, which measures nothing */
        *out = measured(i, i + 1, value, ratio ? "x" : "time", ratio ? FW_KIND_RATIO : FW_KIND_NONE);
        return true;
    }
    if (!fw_scan_has(s, i, FW_W(MULTIPLE))) return false;
    const fw_word *word = fw_scan_word(s, i);
    const bool stem =
        fw_scan_is(s, i, "double") || fw_scan_is(s, i, "triple"); /* "double-check", "double digits" */
    const bool bound = fw_scan_has(s, i - 1, FW_W(BOUND)) && !fw_scan_has(s, i - 1, FW_W(DEICTIC));
    if (stem && !compared && !fw_scan_is(s, i - 1, "to") && !bound) return false;
    if (stem && (fw_scan_is(s, i + 1, "check") || fw_scan_is(s, i + 1, "-"))) return false;
    *out = measured(i, i + 1, value, "x", FW_KIND_RATIO);
    out->is_delta = true;
    out->direction = value < 1 ? -1 : 1;
    if (word->len > 4 && strcmp(word->text + word->len - 4, "fold") == 0) {
        int direction;
        out->is_delta = fw_change_around(s, fw_bound_before(s, i, NULL), i + 1, FW_UNIT_RATIO, &direction);
        out->direction = (int8_t)direction;
    }
    return true;
}

/* ---- the walk ---- */

typedef struct {
    fw_scan scan;
    uint32_t last_next; /* token behind the last quantity */
} walk;

/* "$40 a day", "five times a week": the second is a rate, no duration. */
static bool is_rate(const walk *w, const fw_measure *m) {
    return m->forms == FW_NUMBER_ARTICLE && m->unit.kind == FW_UNIT_DURATION && m->first == w->last_next &&
           m->first > 0;
}

/* `plainly`: a unit stands right behind the number. */
static bool measure_at(const walk *w, uint32_t i, bool plainly, fw_quantity *out) {
    const fw_scan *s = &w->scan;
    fw_measure m;
    if (!fw_measure_can_start(s, i)) return false;
    int bound, direction;
    uint32_t start = fw_bound_before(s, i, &bound); /* looked up once for all that ask */
    if (!plainly || !fw_measure_plain(s, i, &m)) {
        const bool joins = !fw_scan_is(s, start - 1, "between");
        if (!fw_measure_parse(s, i, joins, &m) || is_rate(w, &m)) return false;
        if (fw_scan_is(s, i, "a") && (fw_scan_is(s, i - 1, "what") || fw_scan_is(s, i - 1, "such")))
            return false;
        if (m.first != i) start = fw_bound_before(s, m.first, &bound);
    }
    fw_measure_extend(s, &m);
    if (!build_pair(s, &m, start, out) && !build_single(s, &m, out)) return false;
    if (!fw_kind_is_outcome((fw_quantity_kind)out->kind)) return true;
    out->bound = (int8_t)(bound ? bound : fw_bound_behind(s, out->first + out->count));
    if (!out->is_delta) {
        const fw_unit_kind kind = out->kind == FW_KIND_RATIO     ? FW_UNIT_RATIO
                                  : out->kind == FW_KIND_PERCENT ? FW_UNIT_PERCENT
                                                                 : m.unit.kind;
        out->is_delta = fw_change_around(s, start, out->first + out->count, kind, &direction);
        out->direction = (int8_t)direction;
    }
    return isfinite(out->value);
}

/* "12 people", "two weeks", as most numbers are: a unit behind digits or one word of a number leaves no date,
 * no time of day, no code and no ordinal to look for. */
static bool is_plainly_measured(const fw_scan *s, uint32_t i) {
    static const uint64_t OTHERWISE = FW_W(CARDINAL) | FW_W(HALF) | FW_W(QUARTER) | FW_W(MERIDIEM) |
                                      FW_W(OCLOCK) | FW_W(DAYPART) | FW_W(MONTH) | FW_W(ORDINAL);
    if (!fw_scan_kind(s, i + 1, FW_TOKEN_WORD) || fw_scan_glued(s, i)) return false;
    const uint32_t own = fw_scan_class(s, i), behind = fw_scan_class(s, i + 1);
    const uint64_t classes = fw_class_word(own)->classes;
    const fw_number_shape shape = fw_class_shape(own);
    const bool number = ((classes == FW_W(CARDINAL)) & (shape == FW_SHAPE_NONE)) |
                        ((classes == 0) & (shape == FW_SHAPE_PLAIN));
    const bool measured = fw_class_unit(behind) != 0, spelt = fw_scan_word(s, i + 1)->len >= 2;
    if (!(number & measured & spelt) || fw_class_word(behind)->classes & OTHERWISE) return false;
    const fw_unit unit = fw_unit_at(fw_class_unit(behind));
    return unit.kind != FW_UNIT_DURATION || !fw_unit_called(unit.name, "minute"); /* "20 minutes past" */
}

static bool quantity_at(const walk *w, uint32_t i, fw_quantity *out) {
    const fw_scan *s = &w->scan;
    fw_typed typed;
    if (is_plainly_measured(s, i)) return measure_at(w, i, true, out);
    const bool digits = fw_scan_shape(s, i) != FW_SHAPE_NONE;
    if ((digits | fw_scan_has(s, i, FW_W(MONTH) | FW_W(ORDINAL))) && fw_date_at(s, i, &typed))
        return *out = typed_quantity(&typed), true;
    if ((digits | fw_scan_has(s, i, FW_W(CARDINAL) | FW_W(HALF) | FW_W(ARTICLE) | FW_W(QUARTER))) &&
        (fw_clock_at(s, i, &typed) || fw_code_at(s, i, &typed))) {
        return *out = typed_quantity(&typed), true;
    }
    const bool ordinal = fw_ordinal_at(s, i, &typed);
    if (ordinal && typed.next > i + 1) return *out = typed_quantity(&typed), true;
    if (measure_at(w, i, false, out)) return true;
    if (ordinal) return *out = typed_quantity(&typed), true;
    return build_multiple(s, i, out);
}

/* A label before the number may belong to the quantity: it must not reach into the one before. */
static void close_span(walk *w, fw_quantity *q) {
    const uint32_t next = q->first + q->count;
    if (q->first < w->last_next) {
        q->first = w->last_next;
        q->count = next - q->first;
    }
    q->span = (fw_span){w->scan.tokens[q->first].start, w->scan.tokens[next - 1].end};
    w->last_next = next;
}

/* Tries the starts that no quantity before has taken. False when memory is out. */
static bool try_starts(walk *w, fw_workspace *ws, uint32_t first, uint64_t starts) {
    for (; starts; starts &= starts - 1) {
        const uint32_t i = first + (uint32_t)__builtin_ctzll(starts);
        if (i < w->last_next) continue;
        if (ws->quantities.count == ws->quantities.capacity &&
            !fw_grow((void **)&ws->quantities.items, &ws->quantities.capacity, ws->quantities.count,
                     sizeof *ws->quantities.items))
            return false;
        fw_quantity *q = &ws->quantities.items[ws->quantities.count]; /* where it stays: no copy waits */
        if (!quantity_at(w, i, q)) continue;
        close_span(w, q);
        ws->quantities.count++;
    }
    return true;
}

fw_code fw_quantities_find(fw_workspace *ws, fw_error *err) {
    walk w = {.scan = fw_scan_of(ws)};
    ws->quantities.count = 0;
    for (uint32_t first = 0; first < w.scan.count; first += FW_PLANE_TOKENS) {
        if (!try_starts(&w, ws, first, fw_quantity_starts(&w.scan, first))) return fw_fail_nomem(err);
    }
    return FW_OK;
}
