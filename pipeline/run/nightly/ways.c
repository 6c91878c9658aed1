/* ways.c: sorts the people of two runs by who they are, then by where they went. */
#include "run/nightly/ways.h"

#include "base/str.h"

#include <stdlib.h>
#include <string.h>

/* A row of either run, and where the rows of one person end. */
typedef struct entry {
    uint64_t who, what;
    const uint32_t *group;
    fw_side side;
} entry;

/* A person's answers in one group: sums of hashes, before and now; and whether there are any. */
typedef struct stay {
    uint32_t group;
    uint64_t what[FW_SIDES];
    bool there[FW_SIDES];
} stay;

typedef struct finder {
    const fw_split *split;
    fw_ways *ways;
    entry *entries;
    stay *stays;   /* of one person in one column */
    uint32_t *key; /* 1 + FW_SIDES x columns: whether the answers are the same, and the groups */
    size_t count;
} finder;

void fw_ways_free(fw_ways *ways) {
    for (size_t c = 0; c < FW_SPLIT_MOST; c++) {
        for (int side = 0; side < FW_SIDES; side++) free(ways->inside[c][side]);
        free(ways->changed[c]);
    }
    free(ways->way);
    free(ways->group);
    if (ways->index) fw_idset_free(ways->index);
    *ways = (fw_ways){0};
}

const uint32_t *fw_way_group(const fw_ways *ways, size_t way, fw_side side) {
    return ways->group + (way * FW_SIDES + side) * ways->columns;
}

static int by_who(const void *a, const void *b) {
    const entry *x = a, *y = b;
    return (x->who > y->who) - (x->who < y->who);
}

static int by_group(const void *a, const void *b) {
    const stay *x = a, *y = b;
    return (x->group > y->group) - (x->group < y->group);
}

/* The groups of one column that a person (entries) is in, each once; how many. */
static size_t find_stays(finder *f, const entry *person, size_t rows, size_t column) {
    for (size_t i = 0; i < rows; i++) {
        f->stays[i] = (stay){.group = person[i].group[column]};
        f->stays[i].what[person[i].side] = person[i].what;
        f->stays[i].there[person[i].side] = true;
    }
    if (rows > 1) qsort(f->stays, rows, sizeof *f->stays, by_group);
    size_t count = 0;
    for (size_t i = 0; i < rows; i++) {
        stay *last = count ? &f->stays[count - 1] : NULL;
        if (!last || last->group != f->stays[i].group) {
            f->stays[count++] = f->stays[i];
            continue;
        }
        for (int side = 0; side < FW_SIDES; side++) {
            last->what[side] += f->stays[i].what[side];
            last->there[side] = last->there[side] || f->stays[i].there[side];
        }
    }
    return count;
}

/* Counts a person in the groups of a column. */
static void count_stays(fw_ways *ways, size_t column, const stay *stays, size_t count) {
    size_t groups[FW_SIDES] = {0};
    for (const stay *s = stays; s < stays + count; s++) {
        ways->changed[column][s->group] +=
            s->there[FW_BEFORE] != s->there[FW_NOW] || s->what[FW_BEFORE] != s->what[FW_NOW];
        for (int side = 0; side < FW_SIDES; side++) {
            if (!s->there[side]) continue;
            ways->inside[column][side][s->group]++;
            groups[side]++;
        }
    }
    if (groups[FW_BEFORE] > 1 || groups[FW_NOW] > 1) ways->adds_up[column] = false;
}

static fw_code count_person(finder *f, const entry *person, size_t rows, fw_error *err) {
    (void)err;
    bool there[FW_SIDES] = {false};
    for (size_t i = 0; i < rows; i++) there[person[i].side] = true;
    for (int side = 0; side < FW_SIDES; side++) f->ways->people[side] += there[side];
    for (size_t c = 0; c < f->ways->columns; c++)
        count_stays(f->ways, c, f->stays, find_stays(f, person, rows, c));
    return FW_OK;
}

/* Whether a person has the same answers in both runs. */
static bool is_same(const entry *person, size_t rows) {
    uint64_t what[FW_SIDES] = {0};
    bool there[FW_SIDES] = {false};
    for (size_t i = 0; i < rows; i++) {
        what[person[i].side] += person[i].what;
        there[person[i].side] = true;
    }
    return there[FW_BEFORE] && there[FW_NOW] && what[FW_BEFORE] == what[FW_NOW];
}

static fw_code make_room(fw_ways *ways, fw_error *err) {
    if (ways->count < ways->capacity) return FW_OK;
    const size_t capacity = ways->capacity ? ways->capacity * 2 : 64;
    fw_way *way = realloc(ways->way, capacity * sizeof *way);
    if (way) ways->way = way;
    uint32_t *group = realloc(ways->group, capacity * (FW_SIDES * ways->columns + 1) * sizeof *group);
    if (group) ways->group = group;
    if (!way || !group) return fw_fail_nomem(err);
    ways->capacity = capacity;
    return FW_OK;
}

static void open_way(const finder *f) {
    fw_ways *ways = f->ways;
    const uint32_t *before = f->key + 1, *now = before + ways->columns;
    fw_way *way = &ways->way[ways->count];
    const bool same = f->key[0], was = before[0] != FW_NOWHERE, is = now[0] != FW_NOWHERE;
    *way = (fw_way){.slot = {FW_NOWHERE, FW_NOWHERE},
                    .changed = !same || memcmp(before, now, ways->columns * sizeof *now) != 0};
    if (was) way->slot[FW_BEFORE] = ways->slots++;
    if (is) way->slot[FW_NOW] = same ? way->slot[FW_BEFORE] : ways->slots++;
    memcpy(ways->group + ways->count * FW_SIDES * ways->columns, before,
           FW_SIDES * ways->columns * sizeof *before);
    ways->count++;
}

/* The second time round, when it is known which columns add up; the others say nothing of the way. */
static fw_code add_person(finder *f, const entry *person, size_t rows, fw_error *err) {
    fw_ways *ways = f->ways;
    f->key[0] = is_same(person, rows);
    for (size_t c = 0; c < ways->columns; c++) {
        const size_t count = find_stays(f, person, rows, c);
        for (int side = 0; side < FW_SIDES; side++) {
            uint32_t *group = &f->key[1 + (size_t)side * ways->columns + c];
            *group = FW_NOWHERE;
            for (size_t i = 0; i < count; i++)
                if (f->stays[i].there[side]) *group = ways->adds_up[c] ? f->stays[i].group : 0;
        }
    }
    const fw_str bytes = {(const char *)f->key, (1 + FW_SIDES * ways->columns) * sizeof *f->key};
    bool present = false;
    uint64_t at = 0;
    fw_code code = fw_idset_add(ways->index, fw_id_hash(bytes), ways->count, &present, &at, err);
    if (code == FW_OK && !present) code = make_room(ways, err);
    if (code != FW_OK) return code;
    if (!present) open_way(f);
    ways->way[at].people++;
    return FW_OK;
}

/* ---- everybody ---- */

static void gather(finder *f, const fw_run_side *side, fw_side which) {
    for (size_t i = 0; i < side->feature_rows; i++)
        f->entries[f->count++] = (entry){.who = side->person[i],
                                         .what = side->content[i],
                                         .group = f->split->group[which] + i * f->split->count,
                                         .side = which};
}

static fw_code each_person(finder *f, fw_code (*visit)(finder *, const entry *, size_t, fw_error *),
                           fw_error *err) {
    fw_code code = FW_OK;
    for (size_t first = 0, end = 0; first < f->count && code == FW_OK; first = end) {
        while (end < f->count && f->entries[end].who == f->entries[first].who) end++;
        code = visit(f, f->entries + first, end - first, err);
    }
    return code;
}

static fw_code prepare(finder *f, size_t rows, fw_error *err) {
    fw_ways *ways = f->ways;
    ways->columns = f->split->count;
    ways->index = fw_idset_new();
    f->entries = calloc(rows + 1, sizeof *f->entries);
    f->stays = calloc(rows + 1, sizeof *f->stays);
    f->key = calloc(1 + FW_SIDES * ways->columns, sizeof *f->key);
    bool good = ways->index && f->entries && f->stays && f->key;
    for (size_t c = 0; c < ways->columns; c++) {
        const size_t groups = f->split->column[c].groups;
        ways->adds_up[c] = true;
        ways->changed[c] = calloc(groups + 1, sizeof *ways->changed[c]);
        good = good && ways->changed[c];
        for (int side = 0; side < FW_SIDES; side++) {
            ways->inside[c][side] = calloc(groups + 1, sizeof *ways->inside[c][side]);
            good = good && ways->inside[c][side];
        }
    }
    return good ? FW_OK : fw_fail_nomem(err);
}

fw_code fw_ways_find(const fw_run_side *before, const fw_run_side *now, const fw_split *split, fw_ways *out,
                     fw_error *err) {
    *out = (fw_ways){0};
    finder f = {.split = split, .ways = out};
    if (before->feature_rows != split->rows[FW_BEFORE] || now->feature_rows != split->rows[FW_NOW])
        return fw_fail(err, FW_BUG, "groups of other runs than those that are compared");
    fw_code code = prepare(&f, before->feature_rows + now->feature_rows, err);
    if (code == FW_OK) {
        gather(&f, before, FW_BEFORE);
        gather(&f, now, FW_NOW);
        if (f.count > 1) qsort(f.entries, f.count, sizeof *f.entries, by_who);
        code = each_person(&f, count_person, err);
    }
    if (code == FW_OK) code = each_person(&f, add_person, err);
    free(f.entries);
    free(f.stays);
    free(f.key);
    if (code != FW_OK) fw_ways_free(out);
    return code;
}
