/* linked.c: finds totals of one column that hold groups of another and leave too few, and withholds. */
#include "report/linked.h"

#include "base/str.h"
#include "report/rowspace.h"

#include <stdlib.h>
#include <string.h>

/* ---- the combinations ---- */

fw_code fw_crossed_init(fw_crossed *crossed, size_t width, fw_error *err) {
    *crossed = (fw_crossed){.width = width, .index = fw_idset_new()};
    return crossed->index ? FW_OK : fw_fail_nomem(err);
}

void fw_crossed_free(fw_crossed *crossed) {
    free(crossed->group);
    free(crossed->answers);
    if (crossed->index) fw_idset_free(crossed->index);
    *crossed = (fw_crossed){0};
}

static bool is_last(const fw_crossed *crossed, const uint32_t *groups) {
    const size_t bytes = crossed->width * sizeof *groups;
    return crossed->count &&
           memcmp(crossed->group + (crossed->count - 1) * crossed->width, groups, bytes) == 0;
}

static fw_code make_room(fw_crossed *crossed, fw_error *err) {
    if (crossed->count < crossed->capacity) return FW_OK;
    const size_t capacity = crossed->capacity ? crossed->capacity * 2 : 64;
    uint32_t *group = realloc(crossed->group, capacity * crossed->width * sizeof *group);
    if (group) crossed->group = group;
    uint64_t *answers = realloc(crossed->answers, capacity * sizeof *answers);
    if (answers) crossed->answers = answers;
    if (!group || !answers) return fw_fail_nomem(err);
    crossed->capacity = capacity;
    return FW_OK;
}

fw_code fw_crossed_add(fw_crossed *crossed, const uint32_t *groups, fw_error *err) {
    const size_t bytes = crossed->width * sizeof *groups;
    if (is_last(crossed, groups)) {
        crossed->answers[crossed->count - 1]++;
        return FW_OK;
    }
    const fw_id128 key = fw_id_hash((fw_str){(const char *)groups, bytes});
    uint64_t at = crossed->count;
    bool present = fw_idset_find(crossed->index, key, &at);
    if (present) crossed->answers[at]++;
    if (present || crossed->count == FW_CROSSED_MOST) return FW_OK;
    fw_code code = fw_idset_add(crossed->index, key, crossed->count, &present, &at, err);
    if (code == FW_OK) code = make_room(crossed, err);
    if (code != FW_OK) return code;
    memcpy(crossed->group + crossed->count * crossed->width, groups, bytes);
    crossed->answers[crossed->count++] = 1;
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

static const size_t UNSEEN = SIZE_MAX, SPREAD = SIZE_MAX - 1; /* marks of a holder */

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
        /* Either helps; columns come with the most important one first. */
        const bool choose_inner = within < s->columns[inner].count && (inner > outer || i == 0);
        const size_t column = choose_inner ? inner : outer;
        const size_t group = choose_inner ? within : group_of(s, outer, i);
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

/* ---- all columns at once ---- */

/* The sum over a group as a row of unknowns, one a combination; over a single combination. */
static void set_row(const search *s, fw_rowspace *space, size_t column, size_t group) {
    const fw_linked_column *c = &s->columns[column];
    for (size_t i = 0; i < s->crossed->count; i++)
        space->work[i] = c->place[s->crossed->group[i * s->crossed->width + c->column]] == group;
}

static void set_unit(const search *s, fw_rowspace *space, size_t combination) {
    memset(space->work, 0, s->crossed->count * sizeof *space->work);
    space->work[combination] = 1;
}

static size_t published(const search *s) {
    size_t rows = 1;
    for (size_t c = 0; c < s->count; c++)
        for (size_t i = 0; i < s->columns[c].count; i++) rows += s->columns[c].shown[i] == FW_SHOWN;
    return rows;
}

/* What everybody can read: all answers, and every shown group of columns that add up. */
static fw_code read_all(const search *s, fw_rowspace *space, fw_error *err) {
    const fw_code code = fw_rowspace_init(space, s->crossed->count, published(s), err);
    if (code != FW_OK) return code;
    for (size_t i = 0; i < space->width; i++) space->work[i] = 1;
    fw_rowspace_add(space);
    for (size_t c = 0; c < s->count; c++) {
        for (size_t i = 0; i < s->columns[c].count && adds_up(s, &s->columns[c]); i++) {
            if (s->columns[c].shown[i] != FW_SHOWN) continue;
            set_row(s, space, c, i);
            fw_rowspace_add(space);
        }
    }
    return FW_OK;
}

/* Of two shown groups the smaller, but one of the first column only if there is no other; `column` =
 * s->count: none yet. */
static void prefer(const search *s, size_t *column, size_t *group, size_t other, size_t candidate) {
    const size_t people = s->columns[other].people[candidate];
    if (*column < s->count && (*column > 0) == (other > 0) && s->columns[*column].people[*group] <= people)
        return;
    if (*column<s->count && * column> 0 && other == 0) return;
    *column = other;
    *group = candidate;
}

/* The smallest shown group of any column; among those that have a combination marked in `leaked`, if given.
 */
static bool take_one_away(search *s, const bool *leaked) {
    size_t column = s->count, group = 0;
    for (size_t c = 0; c < s->count; c++) {
        const fw_linked_column *k = &s->columns[c];
        for (size_t i = 0; i < s->crossed->count && adds_up(s, k); i++) {
            const size_t at = k->place[s->crossed->group[i * s->crossed->width + k->column]];
            if (k->shown[at] == FW_SHOWN && (!leaked || leaked[i])) prefer(s, &column, &group, c, at);
        }
    }
    if (column == s->count) return leaked && take_one_away(s, NULL);
    withhold(s, column, group);
    return true;
}

/* Marks the combinations of something small that follows from what is published. False when nothing does. */
static bool find_leak(const search *s, fw_rowspace *space, bool *leaked) {
    for (size_t c = 0; c < s->count; c++) {
        const fw_linked_column *column = &s->columns[c];
        for (size_t g = 0; g < column->count; g++) {
            if (column->people[g] == 0 || column->people[g] >= s->k) continue;
            set_row(s, space, c, g);
            for (size_t i = 0; i < space->width; i++) leaked[i] = space->work[i] != 0;
            if (fw_rowspace_follows(space)) return true;
        }
    }
    for (size_t i = 0; i < space->width; i++) {
        if (s->crossed->answers[i] >= s->k) continue;
        set_unit(s, space, i);
        for (size_t j = 0; j < space->width; j++) leaked[j] = j == i;
        if (fw_rowspace_follows(space)) return true;
    }
    return false;
}

/* *changed is set when one more group is withheld. */
static fw_code solve(search *s, bool *changed, fw_error *err) {
    *changed = false;
    const size_t rows = published(s);
    if (s->crossed->count == FW_CROSSED_MOST || rows > FW_SOLVED_MOST / rows / (s->crossed->count + 1))
        return FW_OK;
    fw_rowspace space = {0};
    bool *leaked = calloc(s->crossed->count + 1, sizeof *leaked);
    fw_code code = leaked ? read_all(s, &space, err) : fw_fail_nomem(err);
    if (code == FW_OK && find_leak(s, &space, leaked)) *changed = take_one_away(s, leaked);
    fw_rowspace_free(&space);
    free(leaked);
    return code;
}

fw_code fw_suppress_linked(const fw_crossed *crossed, const fw_linked_column *columns, size_t count,
                           size_t people, size_t k, fw_error *err) {
    search s = {.crossed = crossed, .columns = columns, .count = count, .people = people, .k = k};
    fw_code code = prepare(&s, err);
    /* Every change withholds one more group, so this ends. */
    for (bool changed = true; code == FW_OK && changed;) {
        while (pass(&s)) {
        }
        code = solve(&s, &changed, err);
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
