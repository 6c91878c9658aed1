/* ratings.c: a set of ratings: duplicates set aside, grouped by answer when sealed. */
#include "base/room.h"
#include "base/str.h"
#include "load/ratings_set.h"

#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char DEFAULT_TRAIT[] = "overall";

fw_ratings *fw_ratings_new(void) {
    fw_ratings *ratings = calloc(1, sizeof *ratings);
    if (!ratings) return NULL;
    ratings->only = -1;
    ratings->place = calloc(1, sizeof *ratings->place);
    const bool raters = fw_names_init(&ratings->raters, "raters");
    const bool traits = fw_names_init(&ratings->traits, "traits");
    if (raters && traits && ratings->place) return ratings;
    fw_ratings_free(ratings);
    return NULL;
}

void fw_ratings_free(fw_ratings *ratings) {
    if (!ratings) return;
    fw_names_free(&ratings->raters);
    fw_names_free(&ratings->traits);
    fw_index_free(&ratings->answer_of);
    fw_index_free(&ratings->seen);
    fw_paged_free(&ratings->ids);
    fw_paged_free(&ratings->items);
    fw_paged_free(&ratings->starts);
    free(ratings->place);
    free(ratings->rejects);
    free(ratings->severity);
    free(ratings);
}

/* ---- answers by id, ratings by answer, rater and trait ---- */

static uint64_t id_hash(const void *context, size_t at) { return ((const fw_ratings *)context)->id[at].lo; }

static bool id_equal(const void *context, size_t at, const void *key) {
    const fw_id128 *a = &((const fw_ratings *)context)->id[at], *b = key;
    return a->lo == b->lo && a->hi == b->hi;
}

static fw_indexed by_id(const fw_ratings *ratings) { return (fw_indexed){ratings, id_hash, id_equal}; }

void fw_ratings_let_go(const fw_ratings *ratings) {
    fw_paged_let_go(&ratings->ids);
    fw_paged_let_go(&ratings->items);
    fw_paged_let_go(&ratings->starts);
    ratings->place->way = 0;
}

/* Pages are let go of every NEAR_LOOKS answers on the way: near ones share them. Far ones touch several each,
 * unless nothing is found: then the index has seen to it that hardly any was touched. */
enum { NEAR_LOOKS = 65536, FAR_LOOKS = 128, FAR_WAY = NEAR_LOOKS / FAR_LOOKS };

static void go(const fw_ratings *ratings, size_t way) {
    ratings->place->way += way;
    if (ratings->place->way >= NEAR_LOOKS) fw_ratings_let_go(ratings);
}

static bool is_at(const fw_ratings *ratings, size_t at, const fw_id128 *id) {
    return at < ratings->answers && id_equal(ratings, at, id);
}

static size_t way_between(size_t a, size_t b) {
    const size_t way = a > b ? a - b : b - a;
    return way < FAR_WAY ? way : FAR_WAY;
}

static size_t find_answer(const fw_ratings *ratings, fw_id128 id) {
    const size_t from = ratings->place->answer;
    size_t at = from;
    if (!is_at(ratings, at, &id) && !is_at(ratings, ++at, &id)) {
        const fw_indexed ids = by_id(ratings);
        at = fw_index_find(&ratings->answer_of, &ids, id.lo, &id);
    }
    go(ratings, at == FW_INDEX_NONE ? 1 : way_between(from, at));
    if (at != FW_INDEX_NONE) ratings->place->answer = at;
    return at;
}

static fw_code new_answer(fw_ratings *ratings, fw_id128 id, fw_error *err) {
    const size_t at = ratings->answers;
    if (at >= UINT32_MAX - 1) return fw_fail(err, FW_DATA, "more than %u rated answers", UINT32_MAX - 1);
    if (!fw_paged_reserve(&ratings->ids, (at + 1) * sizeof id) ||
        !fw_paged_reserve(&ratings->starts, (at + 2) * sizeof *ratings->start))
        return fw_fail_nomem(err);
    ratings->id = ratings->ids.data;
    ratings->id[at] = id;
    ((uint32_t *)ratings->starts.data)[at] = (uint32_t)ratings->count;
    const fw_indexed indexed = by_id(ratings);
    if (!fw_index_add(&ratings->answer_of, &indexed, id.lo)) return fw_fail_nomem(err);
    ratings->answers++;
    ratings->place->answer = at;
    return FW_OK;
}

static uint64_t item_hash(const fw_rating *item) {
    const uint64_t key[2] = {item->answer, ((uint64_t)item->rater << 16) | item->trait};
    return fw_hash64(key, sizeof key, 0);
}

static uint64_t seen_hash(const void *context, size_t at) {
    return item_hash(&((const fw_ratings *)context)->item[at]);
}

static bool same_judgement(const fw_rating *a, const fw_rating *b) {
    return a->answer == b->answer && a->rater == b->rater && a->trait == b->trait;
}

static bool seen_equal(const void *context, size_t at, const void *key) {
    return same_judgement(&((const fw_ratings *)context)->item[at], key);
}

/* Adds ratings from `first` on to those seen. */
static bool see(fw_ratings *ratings, size_t first) {
    const fw_indexed items = {ratings, seen_hash, seen_equal};
    for (size_t i = first; i < ratings->count; i++)
        if (!fw_index_add(&ratings->seen, &items, seen_hash(ratings, i))) return false;
    return true;
}

/*
 * The item that says the same, in *first; FW_INDEX_NONE without one. A new answer has none, and one whose
 * ratings stand together has it among the last few; else all items are looked up by what they hold.
 */
static fw_code find_same(fw_ratings *ratings, const fw_rating *item, bool known, size_t *first,
                         fw_error *err) {
    enum { LONGEST_RUN = 64 };
    const bool follows = ratings->count && ratings->item[ratings->count - 1].answer == item->answer;
    *first = FW_INDEX_NONE;
    if (!follows) ratings->run = ratings->count;
    if (known && (!follows || ratings->count - ratings->run > LONGEST_RUN)) ratings->scattered = true;
    if (ratings->scattered) {
        const fw_indexed indexed = {ratings, seen_hash, seen_equal};
        if (!see(ratings, ratings->seen.count)) return fw_fail_nomem(err);
        *first = fw_index_find(&ratings->seen, &indexed, item_hash(item), item);
        go(ratings, *first == FW_INDEX_NONE ? 1 : FAR_WAY);
        return FW_OK;
    }
    for (size_t i = ratings->run; i < ratings->count; i++)
        if (same_judgement(&ratings->item[i], item)) *first = i;
    return FW_OK;
}

static fw_code add_item(fw_ratings *ratings, const fw_rating *item, fw_error *err) {
    const size_t at = ratings->count;
    if (!fw_paged_reserve(&ratings->items, (at + 1) * sizeof *item)) return fw_fail_nomem(err);
    ratings->item = ratings->items.data;
    ratings->moved |= at && item->answer < ratings->item[at - 1].answer;
    ratings->item[at] = *item;
    ratings->count++;
    if (at % NEAR_LOOKS == 0) fw_ratings_let_go(ratings);
    return FW_OK;
}

void fw_ratings_expect(const fw_ratings *ratings, fw_id128 answer) {
    fw_index_expect(&ratings->answer_of, answer.lo);
}

fw_code fw_ratings_put(fw_ratings *ratings, const fw_rating_row *row, fw_error *err) {
    fw_rating item = {.rater = row->rater,
                      .trait = row->trait,
                      .value = row->value,
                      .line = row->line < UINT32_MAX ? (uint32_t)row->line : UINT32_MAX};
    size_t at = find_answer(ratings, row->answer), first;
    const bool known = at != FW_INDEX_NONE;
    if (!known) at = ratings->answers;
    item.answer = (uint32_t)at;
    fw_code code = known ? FW_OK : new_answer(ratings, row->answer, err);
    if (code != FW_OK) return code;
    if (ratings->count >= UINT32_MAX - 1)
        return fw_fail(err, FW_DATA, "more than %u ratings", UINT32_MAX - 1);
    code = find_same(ratings, &item, known, &first, err);
    if (code != FW_OK) return code;
    if (first != FW_INDEX_NONE) {
        const fw_rating_reject where = {
            .code = FW_RATING_DUPLICATE, .line = row->line, .offset = row->offset};
        return fw_ratings_reject(ratings, where, err,
                                 "this answer, rater and trait were rated before, on line %" PRIu32,
                                 ratings->item[first].line);
    }
    return add_item(ratings, &item, err);
}

fw_code fw_ratings_reject(fw_ratings *ratings, fw_rating_reject where, fw_error *err, const char *format,
                          ...) {
    fw_rating_reject *rejects =
        fw_room(ratings->rejects, ratings->reject_count, &ratings->reject_capacity, sizeof *rejects);
    if (!rejects) return fw_fail_nomem(err);
    ratings->rejects = rejects;
    va_list args;
    va_start(args, format);
    vsnprintf(where.message, sizeof where.message, format, args);
    va_end(args);
    rejects[ratings->reject_count++] = where;
    return FW_OK;
}

fw_code fw_ratings_add(fw_ratings *ratings, fw_id128 answer, const char *rater, double value, fw_error *err) {
    if (isnan(value)) return FW_OK;
    if (isinf(value)) return fw_fail(err, FW_BUG, "an infinite rating was added");
    fw_rating_row row = {.answer = answer, .value = value};
    fw_code code = fw_names_index(&ratings->raters, fw_str_of(rater), &row.rater, err);
    if (code == FW_OK) code = fw_names_index(&ratings->traits, FW_STR(DEFAULT_TRAIT), &row.trait, err);
    return code == FW_OK ? fw_ratings_put(ratings, &row, err) : code;
}

/* What group() touches beside the items: one pass over them. */
static void walk(const fw_ratings *ratings, uint32_t *start, fw_rating *grouped, const fw_paged *room) {
    size_t way = 0, from = 0;
    for (size_t i = 0; i < ratings->count; i++) {
        const size_t answer = ratings->item[i].answer;
        if (grouped)
            grouped[start[answer + 1]++] = ratings->item[i];
        else
            start[answer + 2]++;
        way += 1 + way_between(from, answer);
        from = answer;
        if (way < NEAR_LOOKS) continue;
        fw_ratings_let_go(ratings);
        fw_paged_let_go(room);
        way = 0;
    }
}

/* Counting sort, stable: start[a + 2] counts, becomes the start of a + 1, and is moved on while placing. */
static void group(const fw_ratings *ratings, uint32_t *start, const fw_paged *room) {
    memset(start, 0, (ratings->answers + 2) * sizeof *start);
    walk(ratings, start, NULL, room);
    for (size_t a = 2; a < ratings->answers + 2; a++) start[a] += start[a - 1];
    walk(ratings, start, room->data, room);
    fw_paged_let_go(room);
}

static fw_code move_together(fw_ratings *ratings, fw_error *err) {
    fw_paged grouped = {0};
    if (!fw_paged_reserve(&grouped, ratings->count * sizeof *ratings->item)) return fw_fail_nomem(err);
    group(ratings, ratings->start, &grouped);
    fw_paged_free(&ratings->items);
    ratings->items = grouped;
    ratings->item = grouped.data;
    return FW_OK;
}

/* Most files have an answer's ratings together, so that nothing has to move. */
fw_code fw_ratings_seal(fw_ratings *ratings, fw_error *err) {
    fw_index_free(&ratings->seen);
    if (!fw_paged_reserve(&ratings->starts, (ratings->answers + 2) * sizeof *ratings->start))
        return fw_fail_nomem(err);
    ratings->start = ratings->starts.data;
    ratings->start[ratings->answers] = (uint32_t)ratings->count;
    const fw_code code = ratings->moved ? move_together(ratings, err) : FW_OK;
    fw_index_let_go(&ratings->answer_of); /* answers in the order of the ratings are found without it */
    fw_ratings_let_go(ratings);
    return code;
}

size_t fw_ratings_count(const fw_ratings *ratings) { return ratings->count; }
size_t fw_ratings_answer_count(const fw_ratings *ratings) { return ratings->answers; }
size_t fw_ratings_rater_count(const fw_ratings *ratings) { return ratings->raters.count; }
size_t fw_ratings_trait_count(const fw_ratings *ratings) { return ratings->traits.count; }
size_t fw_ratings_reject_count(const fw_ratings *ratings) { return ratings->reject_count; }
const fw_rating_reject *fw_ratings_rejects(const fw_ratings *ratings) { return ratings->rejects; }
uint64_t fw_ratings_hash(const fw_ratings *ratings) { return ratings->hash; }
uint64_t fw_ratings_rows(const fw_ratings *ratings) { return ratings->count + ratings->reject_count; }

const char *fw_ratings_rater(const fw_ratings *ratings, size_t index) {
    return index < ratings->raters.count ? ratings->raters.items[index].ptr : NULL;
}

const char *fw_ratings_trait(const fw_ratings *ratings, size_t index) {
    return index < ratings->traits.count ? ratings->traits.items[index].ptr : NULL;
}

int fw_ratings_find_trait(const fw_ratings *ratings, const char *name) {
    int found = fw_names_find(&ratings->traits, name);
    for (size_t t = 0; found < 0 && t < ratings->traits.count; t++)
        if (fw_str_equal_nocase(ratings->traits.items[t], fw_str_of(name))) found = (int)t;
    return found;
}

const fw_rating *fw_ratings_of(const fw_ratings *ratings, fw_id128 answer, size_t *count) {
    *count = 0;
    const size_t index = ratings->start ? find_answer(ratings, answer) : FW_INDEX_NONE;
    if (index == FW_INDEX_NONE) return NULL;
    *count = ratings->start[index + 1] - ratings->start[index];
    return *count ? ratings->item + ratings->start[index] : NULL;
}

double fw_ratings_mean(const fw_ratings *ratings, fw_id128 answer, int trait, size_t *count) {
    size_t held;
    const fw_rating *items = fw_ratings_of(ratings, answer, &held);
    double sum = 0;
    *count = 0;
    for (size_t i = 0; i < held; i++) {
        if (items[i].trait != trait || (ratings->only >= 0 && items[i].rater != ratings->only)) continue;
        sum += items[i].value;
        if (ratings->severity && trait == ratings->severity_trait) sum -= ratings->severity[items[i].rater];
        (*count)++;
    }
    return *count ? sum / (double)*count : (double)NAN;
}

fw_code fw_ratings_use(fw_ratings *ratings, int rater, int trait, const double *severity, fw_error *err) {
    free(ratings->severity);
    ratings->severity = NULL;
    ratings->only = rater;
    ratings->severity_trait = trait;
    if (!severity) return FW_OK;
    ratings->severity = malloc((ratings->raters.count + 1) * sizeof *severity);
    if (!ratings->severity) return fw_fail_nomem(err);
    memcpy(ratings->severity, severity, ratings->raters.count * sizeof *severity);
    return FW_OK;
}

int fw_ratings_find_rater(const fw_ratings *ratings, const char *name) {
    return fw_names_find(&ratings->raters, name);
}

const fw_rating *fw_ratings_all(const fw_ratings *ratings, size_t *count) {
    *count = ratings->count;
    return ratings->item;
}
