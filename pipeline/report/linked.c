/* linked.c: finds totals of one column that hold groups of another and leave too few, and withholds. */
#include "report/linked.h"

#include "base/str.h"

#include <stdlib.h>
#include <string.h>

/* ---- the combinations ---- */

fw_code fw_crossed_init(fw_crossed *crossed, size_t width, fw_error *err) {
    *crossed = (fw_crossed){.width = width, .index = fw_idset_new()};
    return crossed->index ? FW_OK : fw_fail_nomem(err);
}

void fw_crossed_free(fw_crossed *crossed) {
    free(crossed->group);
    if (crossed->index) fw_idset_free(crossed->index);
    *crossed = (fw_crossed){0};
}

static bool is_last(const fw_crossed *crossed, const uint32_t *groups) {
    const size_t bytes = crossed->width * sizeof *groups;
    return crossed->count &&
           memcmp(crossed->group + (crossed->count - 1) * crossed->width, groups, bytes) == 0;
}

fw_code fw_crossed_add(fw_crossed *crossed, const uint32_t *groups, fw_error *err) {
    const size_t bytes = crossed->width * sizeof *groups;
    if (crossed->count == FW_CROSSED_MOST || is_last(crossed, groups)) return FW_OK;
    bool present;
    uint64_t stored;
    const fw_id128 key = fw_id_hash((fw_str){(const char *)groups, bytes});
    const fw_code code = fw_idset_add(crossed->index, key, crossed->count, &present, &stored, err);
    if (code != FW_OK || present) return code;
    if (crossed->count == crossed->capacity) {
        const size_t capacity = crossed->capacity ? crossed->capacity * 2 : 64;
        uint32_t *more = realloc(crossed->group, capacity * bytes);
        if (!more) return fw_fail_nomem(err);
        crossed->group = more;
        crossed->capacity = capacity;
    }
    memcpy(crossed->group + crossed->count++ * crossed->width, groups, bytes);
    return FW_OK;
}

/* ---- what is published ---- */

/*
 * A column's parts: its shown groups, and all that is withheld taken together, which is all answers less the
 * shown ones. Groups lie in part `part_of[group]`; part 0 is what is withheld.
 */
typedef struct parts {
    size_t *part_of;
    size_t *people;
    size_t count;
} parts;

typedef struct search {
    const fw_crossed *crossed;
    const fw_linked_column *columns;
    size_t count, people, k;
    parts *parts;
    size_t *holder; /* scratch: by inner part, the outer part that holds it, or a mark */
    size_t *left;   /* scratch: by outer part, its people less those of the parts within it */
    bool *holds;    /* scratch: by outer part */
} search;

static const size_t UNSEEN = SIZE_MAX, SPREAD = SIZE_MAX - 1;

static void split(const fw_linked_column *column, parts *p) {
    p->count = 1;
    p->people[0] = 0;
    for (size_t i = 0; i < column->count; i++) {
        const bool shown = column->shown[i] == FW_SHOWN;
        p->part_of[i] = shown ? p->count++ : 0;
        if (shown) p->people[p->part_of[i]] = 0;
        p->people[p->part_of[i]] += column->people[i];
    }
}

/* People who are in several groups are averaged in each: then the shown groups do not subtract from all
 * answers. */
static bool adds_up(const search *s, const fw_linked_column *column) {
    size_t sum = 0;
    for (size_t i = 0; i < column->count; i++) sum += column->people[i];
    return sum == s->people;
}

static size_t part_at(const search *s, size_t column, size_t combination) {
    const fw_linked_column *c = &s->columns[column];
    const uint32_t group = s->crossed->group[combination * s->crossed->width + c->column];
    return s->parts[column].part_of[c->place[group]];
}

static void find_holders(search *s, size_t outer, size_t inner) {
    for (size_t i = 0; i < s->parts[inner].count; i++) s->holder[i] = UNSEEN;
    for (size_t i = 0; i < s->crossed->count; i++) {
        size_t *holder = &s->holder[part_at(s, inner, i)];
        const size_t at = part_at(s, outer, i);
        if (*holder == UNSEEN) *holder = at;
        if (*holder != at) *holder = SPREAD;
    }
}

/* The smallest shown group of a column that is in outer part `within` (any, where holder is NULL). */
static size_t smallest(const search *s, size_t column, const size_t *holder, size_t within) {
    const fw_linked_column *c = &s->columns[column];
    size_t best = c->count;
    for (size_t i = 0; i < c->count; i++) {
        if (c->shown[i] != FW_SHOWN || c->people[i] == 0) continue;
        if (holder && holder[s->parts[column].part_of[i]] != within) continue;
        if (best == c->count || c->people[i] < c->people[best]) best = i;
    }
    return best;
}

/* The group that a part of shown answers is; for the part of withheld ones the next to be withheld. */
static size_t group_of(const search *s, size_t column, size_t part) {
    if (part == 0) return smallest(s, column, NULL, 0);
    size_t i = 0;
    while (s->parts[column].part_of[i] != part) i++;
    return i;
}

/* A group that is withheld alone is what the shown ones leave: a second one must go with it. */
static void withhold(search *s, size_t column, size_t group) {
    const fw_linked_column *c = &s->columns[column];
    size_t withheld = 0, together = 0;
    while (group < c->count) {
        c->shown[group] = FW_WITHHELD_BESIDE;
        withheld = together = 0;
        for (size_t i = 0; i < c->count; i++) {
            if (c->shown[i] == FW_SHOWN || c->people[i] == 0) continue;
            withheld++;
            together += c->people[i];
        }
        if (withheld > 1 && together >= s->k) break;
        group = smallest(s, column, NULL, 0);
    }
    split(c, &s->parts[column]);
}

/* What the inner parts leave of every outer part. */
static void subtract(search *s, size_t outer, size_t inner) {
    const parts *o = &s->parts[outer], *in = &s->parts[inner];
    find_holders(s, outer, inner);
    for (size_t i = 0; i < o->count; i++) s->left[i] = o->people[i], s->holds[i] = false;
    for (size_t i = adds_up(s, &s->columns[inner]) ? 0 : 1; i < in->count; i++) {
        const size_t at = s->holder[i];
        if (at >= o->count || in->people[i] == 0) continue;
        /* More people than the total has: they are in several groups. Nothing follows then. */
        s->left[at] = s->left[at] >= in->people[i] ? s->left[at] - in->people[i] : 0;
        s->holds[at] = true;
    }
}

/* Looks for one outer part that inner parts nearly fill. True when something had to be withheld. */
static bool improve(search *s, size_t outer, size_t inner) {
    subtract(s, outer, inner);
    for (size_t i = adds_up(s, &s->columns[outer]) ? 0 : 1; i < s->parts[outer].count; i++) {
        if (!s->holds[i] || s->left[i] == 0 || s->left[i] >= s->k) continue;
        const size_t within = smallest(s, inner, s->holder, i);
        const bool found = within < s->columns[inner].count;
        const size_t column = found ? inner : outer;
        const size_t group = found ? within : group_of(s, outer, i);
        if (group == s->columns[column].count) continue;
        withhold(s, column, group);
        return true;
    }
    return false;
}

static fw_code prepare(search *s, fw_error *err) {
    size_t most = 0;
    s->parts = calloc(s->count + 1, sizeof *s->parts);
    if (!s->parts) return fw_fail_nomem(err);
    for (size_t i = 0; i < s->count; i++) {
        const size_t groups = s->columns[i].count;
        if (groups > most) most = groups;
        s->parts[i].part_of = calloc(groups + 1, sizeof *s->parts[i].part_of);
        s->parts[i].people = calloc(groups + 1, sizeof *s->parts[i].people);
        if (!s->parts[i].part_of || !s->parts[i].people) return fw_fail_nomem(err);
        split(&s->columns[i], &s->parts[i]);
    }
    s->holder = calloc(most + 1, sizeof *s->holder);
    s->left = calloc(most + 1, sizeof *s->left);
    s->holds = calloc(most + 1, sizeof *s->holds);
    return s->holder && s->left && s->holds ? FW_OK : fw_fail_nomem(err);
}

/* True when a pair of columns led to a further group being withheld. */
static bool pass(search *s) {
    bool changed = false;
    for (size_t outer = 0; outer < s->count; outer++) {
        for (size_t inner = 0; inner < s->count; inner++) {
            while (inner != outer && improve(s, outer, inner)) changed = true;
        }
    }
    return changed;
}

fw_code fw_suppress_linked(const fw_crossed *crossed, const fw_linked_column *columns, size_t count,
                           size_t people, size_t k, fw_error *err) {
    search s = {.crossed = crossed, .columns = columns, .count = count, .people = people, .k = k};
    const fw_code code = prepare(&s, err);
    /* Every change withholds one more group, so this ends. */
    while (code == FW_OK && pass(&s)) {
    }
    for (size_t i = 0; s.parts && i < count; i++) {
        free(s.parts[i].part_of);
        free(s.parts[i].people);
    }
    free(s.parts);
    free(s.holder);
    free(s.left);
    free(s.holds);
    return code;
}
